"""``ethnocode demo``."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ethnocode.cli.output import progress, say, write_report
from ethnocode.model import Report
from ethnocode.services.demo import build_demo
from ethnocode.services.record.brief import brief, explained


def demo(
    folder: Annotated[
        Path, typer.Argument(help="Folder to build it in; must hold no project yet.")
    ] = Path("ethnocode-demo"),
) -> None:
    """Build the shipped study: texts, codings, suggestions, reports.

    Netherfold is an invented estate whose residents ran their own kitchen until
    it was commissioned. An insider's journal, interviews, council documents and
    e-mails, coded with four codebooks.

    \b
    Examples:
      ethnocode demo
      ethnocode demo /tmp/netherfold
    """
    with progress("building:") as tell:
        done = build_demo(folder, now=datetime.now(UTC), progress=tell)
    write_report(_short(done.early), format_name="text")
    say("")
    say(f"{done.sources} sources, {done.codings} codings, {done.suggestions} suggestions")
    say("reports:")
    for file in done.files:
        if file.suffix == ".html":
            say(f"  {file.absolute()}")
    say(f"and the same as text, Markdown, CSV, JSON and SVG in {done.files[0].parent.absolute()}")
    say(f"look around:  cd {folder}  and then  ethnocode status")


def _short(report: Report) -> Report:
    """Return the early record with its columns explained and what it is a record of."""
    short = brief(report)
    explanations = explained(short.columns[1:])
    return replace(short, parameters=(), notes=(*explanations, *report.notes[:2]))
