"""``ethnocode report agreement``."""

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
    BasisOption,
    OnlyCodeOption,
    OnlyGroupOption,
    OnlyKindOption,
    OnlyPersonOption,
    OnlySourceOption,
    OnlySpeakerOption,
    OnlyWaveOption,
    PairUnitOption,
    selection_of,
)
from ethnocode.services.comparing_coders import Basis
from ethnocode.services.reports.agreement import SEED, TIMES, agreement_report

_MOST_TIMES = 100_000


def agreement(  # noqa: PLR0913 (there are many filters, and each has its option)
    *,
    coder: Annotated[
        list[str] | None,
        typer.Option(
            "--coder",
            help="Whom to compare; repeat it. Default: the two that there are. A second coding "
            "by the same person has a name such as anna@2.",
        ),
    ] = None,
    unit: PairUnitOption = None,
    on: BasisOption = Basis.UNITS,
    code: OnlyCodeOption = None,
    source: OnlySourceOption = None,
    kind: OnlyKindOption = None,
    wave: OnlyWaveOption = None,
    person: OnlyPersonOption = None,
    group: OnlyGroupOption = None,
    speaker: OnlySpeakerOption = None,
    bootstrap: Annotated[
        int,
        typer.Option(
            "--bootstrap",
            min=0,
            max=_MOST_TIMES,
            help="How often sources are drawn anew for the intervals; 0 for none.",
        ),
    ] = TIMES,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of what is drawn.")] = SEED,
    as_of: AsOfOption = None,
    format_: ReportFormatOption = ReportFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """List where coders differ, and measure how far they agree on each code.

    \b
    Examples:
      ethnocode report agreement
      ethnocode report agreement --coder anna --coder ben --unit sentence
      ethnocode report agreement --coder anna --coder anna@2 --on characters
    """
    report = agreement_report(
        here(project, as_of=as_of),
        coders=coder or (),
        unit=unit,
        on=on,
        selection=selection_of(
            code=code,
            source=source,
            kind=kind,
            wave=wave,
            person=person,
            group=group,
            speaker=speaker,
        ),
        times=bootstrap,
        seed=seed,
    )
    write_report(report, format_name=format_.value, output=output)
