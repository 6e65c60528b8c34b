"""``ethnocode update``."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.options import (
    CoderOption,
    DryRunOption,
    FormatOption,
    ListFormat,
    ProjectOption,
)
from ethnocode.cli.output import say, write_json
from ethnocode.services.update import Updated, update_paths


def update(
    paths: Annotated[list[Path], typer.Argument(help="Edited files, or their folder.")],
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Though most codings lose their words.")
    ] = False,
    dry_run: DryRunOption = False,
    format_: FormatOption = ListFormat.TEXT,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Take edited sources in, carrying their codings along.

    Codings and memos on untouched words follow them exactly; others are found again where
    nothing else can be meant, or wait for review. Nothing is guessed or deleted,
    and 'ethnocode undo' brings the earlier text back.

    \b
    Examples:
      ethnocode update notes/journal.md --dry-run
      ethnocode update notes/
    """
    done = update_paths(here(project, coder=coder), paths, force=force, dry_run=dry_run)
    if format_ is ListFormat.JSON:
        write_json([asdict(source) for source in done])
        return
    for source in done:
        say(_line(source))
        if source.changed and source.memos:
            say(_memo_line(source))
    if any(source.review for source in done):
        say("'ethnocode coding list --status needs-review' shows what waits for you")
    if any(source.memos_review for source in done):
        say("'ethnocode memo list --status needs-review' shows the memos that wait")


def _line(done: Updated) -> str:
    if not done.changed:
        return f"{done.source}: unchanged"
    line = (
        f"{done.source}: {done.codings} codings: {done.exact} exact, {done.moved} moved, "
        f"{done.review} need review"
    )
    suggestions = done.suggestions + done.dropped
    return line + f"; {done.suggestions} of {suggestions} suggestions" * bool(suggestions)


def _memo_line(done: Updated) -> str:
    return (
        f"{done.source}: {done.memos} memos: {done.memos_exact} exact, "
        f"{done.memos_moved} moved, {done.memos_review} need review"
    )
