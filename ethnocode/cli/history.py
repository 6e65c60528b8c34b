"""``ethnocode log``, ``undo`` and ``redo``."""

from __future__ import annotations

from typing import Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.options import (
    CoderOption,
    DryRunOption,
    FormatOption,
    LimitOption,
    ListFormat,
    OutputOption,
    ProjectOption,
)
from ethnocode.cli.output import say, write_json, write_table
from ethnocode.cli.usage import LARGEST
from ethnocode.model import Column
from ethnocode.report.records import event_record
from ethnocode.services.history import read_log
from ethnocode.services.history import redo as do_again
from ethnocode.services.history import undo as take_back

_SCREENFUL = 30
_SECONDS = len("2026-01-01T00:00:00")


def log(
    limit: LimitOption = None,
    format_: FormatOption = ListFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Print what was done to the project, latest first.

    \b
    Examples:
      ethnocode log --limit 10
      ethnocode log --format json
    """
    if format_ is ListFormat.TEXT and output is None:
        limit = limit or _SCREENFUL
    events = read_log(here(project, conflicts_allowed=True), limit=limit)
    if format_ is ListFormat.JSON:
        write_json([event_record(event) for event in events], output=output)
        return
    columns = (
        Column("id", "No."),
        Column("at", "When (UTC)"),
        Column("actor", "Who"),
        Column("action", "Did"),
        Column("summary", "What"),
    )
    rows = [
        (
            event.id,
            event.at[:_SECONDS].replace("T", " "),
            event.actor,
            event.action,
            event.summary + (f" (undone by {event.undone_by})" if event.undone_by else ""),
        )
        for event in events
    ]
    write_table("", columns, rows, output=output)


def undo(
    steps: Annotated[
        int, typer.Argument(min=1, max=LARGEST, help="How many steps to take back.")
    ] = 1,
    dry_run: DryRunOption = False,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Take back the last steps.

    The log keeps both a step and its undoing.

    \b
    Examples:
      ethnocode undo
      ethnocode undo 3 --dry-run
    """
    for event in take_back(here(project, coder=coder), steps=steps, dry_run=dry_run):
        verb = "would take back" if dry_run else "took back"
        say(f"{verb} {event.id}: {event.action}, {event.summary}")


def redo(
    steps: Annotated[
        int, typer.Argument(min=1, max=LARGEST, help="How many steps to do again.")
    ] = 1,
    dry_run: DryRunOption = False,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Do again what was undone.

    Possible until something new is done.

    \b
    Examples:
      ethnocode redo
      ethnocode redo 3 --dry-run
    """
    for event in do_again(here(project, coder=coder), steps=steps, dry_run=dry_run):
        verb = "would do again" if dry_run else "did again"
        say(f"{verb} {event.id}: {event.action}, {event.summary}")
