"""``ethnocode demo``."""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ethnocode.cli.output import progress, say, write_report
from ethnocode.model import Report
from ethnocode.services.demo import DemoResult, build_demo
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
    for line in _ending(done, folder):
        say(line)


def _ending(done: DemoResult, folder: Path) -> list[str]:
    """Return what was made, which page to open first, and what the others are."""
    (first, about), *others = done.pages
    width = max(len(page.name) for page, _ in others)
    return [
        "",
        f"{done.sources} sources, {done.codings} codings, {done.second} more by a second coder, "
        f"{done.suggestions} suggestions",
        "",
        f"Open this page first, in any browser: {about}",
        f"  {first}",
        f"Beside it, in {first.parent}:",
        *(f"  {page.name:<{width}}  {about}" for page, about in others),
        "Each is there as .txt, .md, .csv and .json, too; pictures as .svg and .png;",
        "the network as .graphml, .gexf, .dot and a table of edges for other programs.",
        f"Look around:  cd {shlex.quote(str(folder))}  and then  ethnocode status",
    ]


def _short(report: Report) -> Report:
    """Return the early record with its columns explained and what it is a record of."""
    short = brief(report)
    explanations = explained(short.columns[1:])
    return replace(short, parameters=(), notes=(*explanations, *report.notes[:2]))
