"""``ethnocode update``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.options import (
    CoderOption,
    DryRunOption,
    EncodingOption,
    FormatOption,
    ListFormat,
    PasswordOption,
    ProjectOption,
)
from ethnocode.cli.output import say, write_json
from ethnocode.report.figures import counted
from ethnocode.services.known_files import NewFile
from ethnocode.services.update import Reopening, Updated, update_paths

INCOMPLETE = 1
"""Exit status when a source has no file in its folder any more."""

_RENAMED = " (was it renamed? 'ethnocode update FILE --source NAME' reads it from another file)"


def update(
    paths: Annotated[list[Path], typer.Argument(help="Edited files, or their folder.")],
    *,
    force: Annotated[
        bool, typer.Option("--force", help="Though most codings lose their words.")
    ] = False,
    source: Annotated[
        str | None,
        typer.Option("--source", help="Name of the source that the one file belongs to."),
    ] = None,
    encoding: EncodingOption = None,
    password: PasswordOption = None,
    dry_run: DryRunOption = False,
    format_: FormatOption = ListFormat.TEXT,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Take edited sources in, carrying their codings along.

    Codings and memos on untouched words follow them exactly; others are found again where
    nothing else can be meant, or wait for review. Nothing is guessed or deleted,
    and 'ethnocode undo' brings the earlier text back. Of a file whose words are the
    same its new comments, pages and dates are taken in.

    Of a folder, the files of sources are taken in and new files are named; where one
    cannot be read, none is taken in. Where the file of a source is gone that is said,
    the source stays, and the exit status is 1.

    \b
    Examples:
      ethnocode update notes/journal.md --dry-run
      ethnocode update notes/
      ethnocode update notes/journal-2.md --source journal.md
    """
    study = here(project, coder=coder)
    how = Reopening(encoding, password)
    done = update_paths(study, paths, source=source, force=force, dry_run=dry_run, how=how)
    if format_ is ListFormat.JSON:
        write_json([asdict(updated) for updated in done.sources])
    else:
        _narrate(done.sources)
    for file in done.new:
        say(_new_line(file))
    for path in done.holding:
        say(f"{path}: holds sources; 'ethnocode ingest {path}' takes in what is new in it")
    for name in done.gone:
        say(f"{name}: no file of it was found; the source stays as it is{_RENAMED}")
    if done.gone:
        raise typer.Exit(INCOMPLETE)


def _narrate(sources: Sequence[Updated]) -> None:
    for source in sources:
        say(_line(source))
        if source.changed and source.memos:
            say(_memo_line(source))
    if any(source.review for source in sources):
        say("'ethnocode coding list --status needs-review' shows what waits for you")
    if any(source.memos_review for source in sources):
        say("'ethnocode memo list --status needs-review' shows the memos that wait")


def _new_line(file: NewFile) -> str:
    if file.twin:
        return (
            f"{file.path}: left out; its words are those of '{file.twin}', which "
            f"'ethnocode update {file.path} --source {file.twin}' reads from it"
        )
    return f"{file.path}: not a source yet, left out: 'ethnocode ingest {file.path}' takes it in"


def _line(done: Updated) -> str:
    if done.renewed:
        return f"{done.source}: the same words; taken in anew: {', '.join(done.renewed)}"
    if not done.changed:
        return f"{done.source}: unchanged"
    codings = counted(done.codings, "coding")
    fates = _fates(done.exact, done.moved, done.review)
    suggestions = done.suggestions + done.dropped
    kept = f"; {done.suggestions:,} of {counted(suggestions, 'suggestion')}" * bool(suggestions)
    return f"{done.source}: {codings}: {fates}{kept}"


def _memo_line(done: Updated) -> str:
    fates = _fates(done.memos_exact, done.memos_moved, done.memos_review)
    return f"{done.source}: {counted(done.memos, 'memo')}: {fates}"


def _fates(exact: int, moved: int, review: int) -> str:
    return f"{exact:,} exact, {moved:,} moved, {review:,} need{'s' * (review == 1)} review"
