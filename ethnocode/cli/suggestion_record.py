"""``ethnocode suggest evaluate``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.options import OutputOption, ProjectOption, remember_json
from ethnocode.cli.output import progress, write_report, write_text
from ethnocode.report.chart import charts_svg
from ethnocode.services.record.brief import brief, whole
from ethnocode.services.record.evaluate import FOLDS, LONG_NOTES, SEED, evaluation_report


class RecordFormat(StrEnum):
    """How the record is written: as a report, or its charts alone."""

    TEXT = "text"
    MD = "md"
    CSV = "csv"
    JSON = "json"
    HTML = "html"
    SVG = "svg"


def evaluate(
    *,
    by: Annotated[
        str | None, typer.Option("--coder", help="Whose codings to hold against.")
    ] = None,
    folds: Annotated[
        int, typer.Option("--folds", min=2, max=100, help="Groups of sources left out in turn.")
    ] = FOLDS,
    seed: Annotated[int, typer.Option("--seed", min=0, help="Of all that is drawn.")] = SEED,
    curve: Annotated[
        bool, typer.Option("--curve/--no-curve", help="Measure what more coding brings.")
    ] = True,
    format_: Annotated[
        RecordFormat,
        typer.Option(
            "--format", "-f", help="How to write it.", callback=remember_json, is_eager=True
        ),
    ] = RecordFormat.TEXT,
    all_: Annotated[
        bool, typer.Option("--all", help="As text: every table, with intervals.")
    ] = False,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Hold the suggestions against what a coder coded, on sources left out.

    Precision, recall, F1, average precision and calibration, code by code and with
    intervals, beside plain ways to suggest codes. As text the main figures are
    printed; --all and the other formats have every table.

    \b
    Examples:
      ethnocode suggest evaluate
      ethnocode suggest evaluate --coder ada --format html --output record.html
      ethnocode suggest evaluate --all --no-curve
    """
    with progress("measuring:") as tell:
        report = evaluation_report(
            here(project), coder=by, folds=folds, seed=seed, curve=curve, progress=tell
        )
    if format_ is RecordFormat.SVG:
        write_text(charts_svg(report), output=output)
    elif format_ is RecordFormat.TEXT:
        shown = whole(report) if all_ else brief(report, left_out=LONG_NOTES)
        write_report(shown, format_name="text", output=output)
    else:
        write_report(report, format_name=format_.value, output=output)
