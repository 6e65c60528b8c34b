"""``ethnocode report matrix``."""

from __future__ import annotations

from typing import Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.options import (
    AsOfOption,
    OutputOption,
    ProjectOption,
    ReportFormat,
    ReportFormatOption,
)
from ethnocode.cli.output import write_report
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
    UntilOption,
    selection_of,
    wanted_of,
)
from ethnocode.model import Count, Unit
from ethnocode.services.reports.matrix import matrix_report
from ethnocode.services.reports.matrix_tables import Form, Share

_FORMS = {
    ReportFormat.JSON: Form.LONG,
    ReportFormat.TEXT: Form.SPLIT,
    ReportFormat.CSV: Form.WHOLE,
}


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
UnitOption = Annotated[Unit, typer.Option("--unit", help="What codings are held against.")]
ShareOption = Annotated[Share, typer.Option("--share", help="Which shares to show; JSON has both.")]
SortOption = Annotated[
    str,
    typer.Option(
        "--sort",
        help="Rows by code, or by total or a value, largest first.",
        metavar="code|total|VALUE",
    ),
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
    format_: ReportFormatOption = ReportFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Count codes by groups, persons, kinds, dates, properties or other codes.

    \b
    Examples:
      ethnocode report matrix --by group
      ethnocode report matrix --by month --count sources --share none
      ethnocode report matrix --by group --open habitus resident
      ethnocode report matrix --by property:valued --format csv --output valued.csv
    """
    chosen = selection_of(
        code=code, source=source, kind=kind, wave=wave, since=since, until=until,
        person=person, group=group, speaker=speaker, set_=set_,
    )  # fmt: skip
    report = matrix_report(
        here(project, as_of=as_of),
        by=by, count=count, unit=unit, coder=coder, selection=chosen, level=level,
        share=share, sort=sort, wanted=wanted_of(open_ or (), passages, format_),
        form=_FORMS.get(format_, Form.WIDE),
    )  # fmt: skip
    write_report(report, format_name=format_.value, output=output)
