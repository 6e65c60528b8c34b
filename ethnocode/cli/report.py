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
from ethnocode.model import Count, Relation, Unit
from ethnocode.services.reports.cooccurrence import cooccurrence_report
from ethnocode.services.reports.frequency import frequency_report

app = new_group("Tables for reading and for sampling.")

LayerOption = Annotated[
    str | None,
    typer.Option(
        "--coder",
        envvar="ETHNOCODE_CODER",
        help="Whose codings; else the author's. Coders are never pooled.",
    ),
]


@app.command()
def frequency(
    *,
    unit: Annotated[
        Unit, typer.Option("--unit", help="What codings are held against.")
    ] = Unit.PASSAGE,
    coder: LayerOption = None,
    as_of: AsOfOption = None,
    format_: ReportFormatOption = ReportFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Count how often each code is used, rolled up into parents.

    \b
    Examples:
      ethnocode report frequency
      ethnocode report frequency --format csv --output frequency.csv
    """
    report = frequency_report(here(project, as_of=as_of), coder=coder, unit=unit)
    write_report(report, format_name=format_.value, output=output)


@app.command()
def cooccurrence(
    *,
    relation: Annotated[
        Relation | None,
        typer.Option(
            "--relation",
            help="How codings must lie; default unit where units or sources are counted, "
            "else overlap.",
        ),
    ] = None,
    count: Annotated[Count, typer.Option("--count", help="What is counted.")] = Count.UNITS,
    unit: Annotated[
        Unit | None,
        typer.Option("--unit", help="What codings are held against; default passage."),
    ] = None,
    coder: LayerOption = None,
    as_of: AsOfOption = None,
    format_: ReportFormatOption = ReportFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Count which codes meet, and how closely they go together.

    \b
    Examples:
      ethnocode report cooccurrence
      ethnocode report cooccurrence --relation overlap --count events
      ethnocode report cooccurrence --format html --output cooccurrence.html
    """
    report = cooccurrence_report(
        here(project, as_of=as_of), relation=relation, count=count, unit=unit, coder=coder
    )
    write_report(report, format_name=format_.value, output=output)
