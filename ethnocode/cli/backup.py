"""``ethnocode backup`` and ``restore``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.options import (
    CoderOption,
    DryRunOption,
    FormatOption,
    ListFormat,
    OutputOption,
    ProjectOption,
)
from ethnocode.cli.output import say, write_json, write_table
from ethnocode.errors import UsageError
from ethnocode.model import Column, Copy
from ethnocode.report.figures import counted
from ethnocode.report.records import copy_record
from ethnocode.services.backup import back_up, left_out, list_copies
from ethnocode.services.project import project_folder
from ethnocode.services.restore import restore as put_back
from ethnocode.store import SNAPSHOTS

_IN_PROJECT = "Names without a folder are snapshots, kept inside the project."
_NONE = "There is no copy yet: 'ethnocode backup FILE' makes one."
_MINUTES = len("2026-01-01T00:00")


def backup(
    file: Annotated[
        Path | None,
        typer.Argument(help="New file, or a folder to put it in; else the project's snapshots."),
    ] = None,
    list_: Annotated[
        bool, typer.Option("--list", help="List the copies that are known, and check them.")
    ] = False,
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace a file of that name.")
    ] = False,
    format_: FormatOption = ListFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Copy the whole project into one file, checked; or list the copies.

    The copy holds texts, codings, memos and the whole history, the settings and the
    codebook. It can be made while others work. Copies are also kept by themselves,
    in the project's .ethnocode folder, before what changes much: see
    'ethnocode help storage'.

    \b
    Examples:
      ethnocode backup /media/stick/
      ethnocode backup --list
    """
    study = here(project, conflicts_allowed=True)
    if list_ and (file is not None or replace):
        raise UsageError("--list makes no copy", hint="leave out the file and --replace")
    if list_:
        _write_list(study.folder, format_=format_, output=output)
        return
    made = back_up(study, file, replace=replace)
    for name in left_out(study):
        say(f"not in the copy: {name}, which is outside the project's folder; copy it yourself")
    if format_ is ListFormat.JSON:
        write_json(copy_record(made, path=str(made.path.resolve()), fault=""), output=output)
    else:
        size = made.path.stat().st_size / 1e6
        say(f"backed up {_contents(made)} to {made.path} ({size:.1f} MB, checked)")


def restore(
    copy: Annotated[
        str, typer.Argument(help="A backup or snapshot; 'latest' for the newest good one.")
    ],
    dry_run: DryRunOption = False,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Put a backup or snapshot in the place of the project.

    What is there now is kept as a snapshot first; 'ethnocode undo' brings it back.
    With --project DIR, a folder without a project becomes one.

    \b
    Examples:
      ethnocode restore latest --dry-run
      ethnocode restore /media/stick/estate-backup-20260301-120000.db
    """
    folder = project_folder(project, start=Path.cwd(), new=True)
    result = put_back(folder, copy, coder=coder, now=datetime.now(UTC), dry_run=dry_run)
    verb = "would restore" if dry_run else "restored"
    say(f"{verb} {_contents(result.after)}, as of {_when(result.after)}")
    if result.before is not None:
        say(f"  in place of {_contents(result.before)}, as of {_when(result.before)}")
    if result.files:
        say(f"  with {', '.join(result.files)}")
    else:
        say("  the copy holds no settings and no codebook: those beside it stay as they are")
    if result.moved is not None:
        say(f"  the copy itself is now {result.moved}")
    if result.kept is not None:
        say(f"  what was there is kept as {result.kept}")


def _write_list(folder: Path, *, format_: ListFormat, output: Path | None) -> None:
    found = list_copies(folder)
    if format_ is ListFormat.JSON:
        records = [copy_record(c.copy, path=str(c.path), fault=c.fault) for c in found]
        write_json(records, output=output)
        return
    columns = (
        Column("at", "Work up to (UTC)"),
        Column("codings", "Codings"),
        Column("state", "State"),
        Column("path", "Copy"),
    )
    rows = [
        (
            listed.copy.at[:_MINUTES].replace("T", " ") if listed.copy else "",
            listed.copy.codings if listed.copy else None,
            "damaged" if listed.fault else "good",
            _short(listed.path, folder),
        )
        for listed in found
    ]
    notes = (_IN_PROJECT,) if rows else (_NONE,)
    write_table("", columns, rows, notes=notes, output=output)


def _short(path: Path, folder: Path) -> str:
    inside = folder / SNAPSHOTS
    return path.name if path.parent == inside else str(path)


def _contents(copy: Copy) -> str:
    return f"{counted(copy.sources, 'source')} and {counted(copy.codings, 'coding')}"


def _when(copy: Copy) -> str:
    return f"{copy.at[:_MINUTES].replace('T', ' ')} (event {copy.events})"
