"""``ethnocode report ...``."""

from __future__ import annotations

from typing import Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.group import new_group
from ethnocode.cli.options import (
    AsOfOption,
    OutputOption,
    ProjectOption,
    ReportFormat,
    ReportFormatOption,
)
from ethnocode.cli.output import write_report
from ethnocode.cli.pictures import (
    DpiOption,
    PictureFormat,
    PictureFormatOption,
    refuse_idle_dpi,
    write_picture_report,
)
from ethnocode.cli.report_agreement import agreement
from ethnocode.cli.report_matrix import matrix
from ethnocode.cli.report_network import network
from ethnocode.cli.report_options import (
    CountOption,
    DistanceOption,
    HavingOption,
    LayerOption,
    LevelOption,
    MatrixOption,
    OnlyCodeOption,
    OnlyGroupOption,
    OnlyKindOption,
    OnlyPersonOption,
    OnlySourceOption,
    OnlySpeakerOption,
    OnlyWaveOption,
    OpenCodeOption,
    OpenPairOption,
    PairUnitOption,
    PassagesOption,
    RelationOption,
    SinceOption,
    UnitOption,
    UntilOption,
    selection_of,
    wanted_of,
)
from ethnocode.cli.report_strip import strip
from ethnocode.cli.shift_options import (
    RoundsOption,
    SeedOption,
    TestOption,
    WithinOption,
    shifting,
)
from ethnocode.model import Count, Unit
from ethnocode.services.reports.cooccurrence import cooccurrence_report
from ethnocode.services.reports.frequency import frequency_report
from ethnocode.services.reports.tuples import sets_of

app = new_group("Tables for reading and for sampling.")

TuplesOption = Annotated[
    int | None,
    typer.Option("--tuples", metavar="N", help="Also list sets of so many codes that meet."),
]
LeastOption = Annotated[
    int | None,
    typer.Option(
        "--least", min=1, help="Of --tuples: leave out sets that meet less often.", metavar="N"
    ),
]


@app.command()
def frequency(  # noqa: PLR0913 (there are many filters, and each has its option)
    *,
    unit: UnitOption = Unit.PASSAGE,
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
    open_: OpenCodeOption = None,
    passages: PassagesOption = None,
    as_of: AsOfOption = None,
    format_: ReportFormatOption = ReportFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Count how often each code is used, rolled up into parents.

    \b
    Examples:
      ethnocode report frequency
      ethnocode report frequency --group resident --level 1
      ethnocode report frequency --open capital.social
      ethnocode report frequency --format csv --output frequency.csv
    """
    chosen = selection_of(
        code=code, source=source, kind=kind, wave=wave, since=since, until=until,
        person=person, group=group, speaker=speaker, set_=set_,
    )  # fmt: skip
    report = frequency_report(
        here(project, as_of=as_of),
        coder=coder,
        unit=unit,
        selection=chosen,
        level=level,
        wanted=wanted_of((open_,) if open_ else (), passages, format_),
    )
    write_report(report, format_name=format_.value, output=output)


@app.command()
def cooccurrence(  # noqa: PLR0913 (there are many filters, and each has its option)
    *,
    relation: RelationOption = None,
    count: CountOption = Count.UNITS,
    unit: PairUnitOption = None,
    distance: DistanceOption = None,
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
    open_: OpenPairOption = None,
    passages: PassagesOption = None,
    matrix: MatrixOption = False,
    tuples: TuplesOption = None,
    least: LeastOption = None,
    test: TestOption = False,
    rounds: RoundsOption = None,
    seed: SeedOption = None,
    within: WithinOption = None,
    as_of: AsOfOption = None,
    dpi: DpiOption = None,
    format_: PictureFormatOption = PictureFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Count which codes meet, and how closely they go together.

    \b
    Examples:
      ethnocode report cooccurrence
      ethnocode report cooccurrence --relation overlap --count events
      ethnocode report cooccurrence --relation near --distance "20 words" --count segments
      ethnocode report cooccurrence --group resident --open habitus tokenism
      ethnocode report cooccurrence --test --rounds 9999
      ethnocode report cooccurrence --format html --output cooccurrence.html
      ethnocode report cooccurrence --format png --dpi 300 --output heat-map.png
    """
    refuse_idle_dpi(dpi, format_)
    chosen = selection_of(
        code=code, source=source, kind=kind, wave=wave, since=since, until=until,
        person=person, group=group, speaker=speaker, set_=set_,
    )  # fmt: skip
    with shifting(test=test, rounds=rounds, seed=seed, within=within) as shifts:
        report = cooccurrence_report(
            here(project, as_of=as_of),
            relation=relation, count=count, unit=unit, distance=distance, coder=coder,
            selection=chosen, level=level, wanted=wanted_of(open_ or (), passages, format_),
            matrix=matrix, sets=sets_of(tuples, least), shifts=shifts,
        )  # fmt: skip
    write_picture_report(report, format_name=format_.value, dpi=dpi, output=output)


app.command()(agreement)
app.command()(matrix)
app.command()(network)
app.command()(strip)
