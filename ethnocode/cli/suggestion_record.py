"""``ethnocode suggest evaluate``."""

from __future__ import annotations

from typing import Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.options import OutputOption, ProjectOption, ReportFormat, ReportFormatOption
from ethnocode.cli.output import progress, write_report
from ethnocode.services.evaluate import evaluation_report


def evaluate(
    by: Annotated[
        str | None, typer.Option("--coder", help="Whose codings to compare with.")
    ] = None,
    format_: ReportFormatOption = ReportFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Compare what the cues propose with what a coder coded by reading.

    \b
    Examples:
      ethnocode suggest evaluate
      ethnocode suggest evaluate --coder ada --format html --output cues.html
    """
    with progress("reading") as tell:
        report = evaluation_report(here(project), coder=by, progress=tell)
    write_report(report, format_name=format_.value, output=output)
