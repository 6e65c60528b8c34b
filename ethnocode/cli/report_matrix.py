"""``ethnocode report matrix``."""

from __future__ import annotations

from typing import Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.options import (
    AsOfOption,
    OutputOption,
    ProjectOption,
)
from ethnocode.cli.pictures import (
    DpiOption,
    PictureFormat,
    PictureFormatOption,
    refuse_idle_dpi,
    write_picture_report,
)
from ethnocode.cli.report_options import (
    HavingOption,
    LayerOption,
    LevelOption,
    OnlyCodeOption,
    OnlyGroupOption,
    OnlyKindOption,
    OnlyPersonOption,
    OnlySourceOption,
    OnlySpeakerOption,
    OnlyWaveOption,
    PassagesOption,
    SinceOption,
    UnitOption,
    UntilOption,
    selection_of,
    wanted_of,
)
from ethnocode.model import Count, Unit
from ethnocode.services.reports.matrix import matrix_report
from ethnocode.services.reports.matrix_tables import Form, Share

ByOption = Annotated[
    str,
    typer.Option(
        "--by",
        help="What columns are: group, role, person, speaker, kind, wave, month, year, source, "
        "property:NAME or code:ID.",
        metavar="WHAT",
    ),
]
CountOption = Annotated[Count, typer.Option("--count", help="What is counted; not events.")]
ShareOption = Annotated[Share, typer.Option("--share", help="Which shares to show; JSON has both.")]
SortOption = Annotated[
    str,
    typer.Option(
        "--sort",
        help="Rows by code, or by total or a value, largest first.",
        metavar="code|total|VALUE",
    ),
]
AllCodesOption = Annotated[
    bool,
    typer.Option("--all-codes", help="Give codes that are not used a row of zeros as well."),
]
OpenCellOption = Annotated[
    tuple[str, str] | None,
    typer.Option("--open", help="List the passages of this code and value.", metavar="CODE VALUE"),
]


def matrix(  # noqa: PLR0913 (there are many filters, and each has its option)
    *,
    by: ByOption,
    count: CountOption = Count.UNITS,
    unit: UnitOption = Unit.PASSAGE,
    share: ShareOption = Share.COLUMN,
    sort: SortOption = "code",
    all_codes: AllCodesOption = False,
    coder: LayerOption = None,
    code: OnlyCodeOption = None,
    source: OnlySourceOption = None,
    kind: OnlyKindOption = None,
    wave: OnlyWaveOption = None,
    since: SinceOption = None,
    until: UntilOption = None,
    person: OnlyPersonOption = None,
    group: OnlyGroupOption = None,
    speaker: OnlySpeakerOption = None,
    set_: HavingOption = None,
    level: LevelOption = None,
    open_: OpenCellOption = None,
    passages: PassagesOption = None,
    as_of: AsOfOption = None,
    dpi: DpiOption = None,
    format_: PictureFormatOption = PictureFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Count codes by groups, persons, kinds, dates, properties or other codes.

    \b
    Examples:
      ethnocode report matrix --by group
      ethnocode report matrix --by month --count sources --share none
      ethnocode report matrix --by group --code capital --all-codes
      ethnocode report matrix --by group --open habitus resident
      ethnocode report matrix --by property:valued --format csv --output valued.csv
      ethnocode report matrix --by wave --format png --dpi 300 --output heat-map.png
    """
    refuse_idle_dpi(dpi, format_)
    chosen = selection_of(
        code=code, source=source, kind=kind, wave=wave, since=since, until=until,
        person=person, group=group, speaker=speaker, set_=set_,
    )  # fmt: skip
    report = matrix_report(
        here(project, as_of=as_of),
        by=by, count=count, unit=unit, coder=coder, selection=chosen, level=level,
        share=share, sort=sort, all_codes=all_codes,
        wanted=wanted_of(open_ or (), passages, format_),
        form=Form.of(format_.value),
    )  # fmt: skip
    write_picture_report(report, format_name=format_.value, dpi=dpi, output=output)
