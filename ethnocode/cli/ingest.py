"""``ethnocode ingest``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ethnocode.cli.context import here, pairs
from ethnocode.cli.group import say_error
from ethnocode.cli.marks import counted_marks
from ethnocode.cli.options import (
    CoderOption,
    DateOption,
    DryRunOption,
    EncodingOption,
    FormatOption,
    ListFormat,
    PasswordOption,
    ProjectOption,
    SourceKindOption,
    SpeakerOption,
    WaveOption,
)
from ethnocode.cli.output import progress, say, wrapped, write_json, write_text
from ethnocode.errors import EthnocodeError
from ethnocode.report.figures import counted
from ethnocode.report.measure import wrap
from ethnocode.report.records import speaker_record
from ethnocode.report.safe import visible
from ethnocode.report.text import PAGE_WIDTH
from ethnocode.services.ingest import IngestOptions, IngestResult, ingest_paths
from ethnocode.services.ingested import ADDED, UNCHANGED, Ingested

REFUSED = 1
"""Exit status when some files were refused and the others stored."""

NOTHING = 3
"""Exit status when no file could be read."""

_MARGIN = 11
_CORRECTS = "?: guessed from the content; 'ethnocode source set NAME --kind KIND' corrects it"


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders to read.")],
    *,
    kind: SourceKindOption = None,
    date: DateOption = None,
    speaker: SpeakerOption = None,
    wave: WaveOption = None,
    attachments: Annotated[
        bool,
        typer.Option("--attachments", help="Make files in e-mails sources of their own."),
    ] = False,
    encoding: EncodingOption = None,
    password: PasswordOption = None,
    dry_run: DryRunOption = False,
    format_: FormatOption = ListFormat.TEXT,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Read files or folders into the project, one source a file.

    Text, Markdown, Org, HTML, Word, OpenDocument, RTF, PDF, captions, tables of talk,
    speech and Day One JSON, e-mails and mailboxes are read; a file is known by its
    content before its name. Nothing is stored of a file that cannot be read, and the
    others go in (exit status 1). Reading the same files again adds nothing. A long run
    may be interrupted: what was read until then stays.

    --dry-run shows what each file is taken for, and who speaks in it.

    \b
    Examples:
      ethnocode ingest fieldwork/ --dry-run
      ethnocode ingest charis.docx --kind interview --date 13.6.13 --speaker C=Charis
      ethnocode ingest mail.mbox --attachments
    """
    options = IngestOptions(
        kind=kind,
        date=date,
        wave=wave,
        speakers=pairs(speaker, option="--speaker"),
        encoding=encoding,
        password=password,
        attachments=attachments,
        dry_run=dry_run,
    )
    study = here(project, coder=coder)
    with progress("reading") as tell:
        result = ingest_paths(study, paths, options=options, progress=tell)
    _tell_all(result, options, as_json=format_ is ListFormat.JSON)


def _tell_all(result: IngestResult, options: IngestOptions, *, as_json: bool) -> None:
    """Say what became of every file, and end with the status of the run."""
    if not result.files and len(result.refused) == 1 and not result.interrupted:
        raise result.refused[0]
    if as_json:
        write_json([*map(_record, result.files), *map(_refusal, result.refused)])
    elif result.files:
        _show(result, dry_run=options.dry_run)
    _narrate(result, options)
    _say_ignored(result, options)
    for error in result.refused:
        say_error(error, as_json=as_json)
    _end(result, dry_run=options.dry_run)


def _end(result: IngestResult, *, dry_run: bool) -> None:
    """Say how the run ended, and end with the status of it."""
    if result.interrupted:
        read = counted(len(result.files), "file")
        done = "read, nothing stored" if dry_run else "read and stored"
        say(f"interrupted: {read} {done}; the same command goes on from there")
        raise typer.Exit(result.interrupted)
    if result.events > 1:
        say(f"stored in {result.events} steps: 'ethnocode undo {result.events}' takes all back")
    if result.refused:
        if result.files:
            others = counted(len(result.files), "other")
            kept = "would be taken in" if dry_run else "taken in"
            say(f"{counted(len(result.refused), 'file')} refused, {others} {kept}")
        raise typer.Exit(REFUSED if result.files else NOTHING)


def _show(result: IngestResult, *, dry_run: bool) -> None:
    """Print each file and, below its name, what it was taken for and what is in it."""
    lines: list[str] = []
    for file in result.files:
        state = "would add" if dry_run and file.state == ADDED else file.state
        new = file.state == ADDED
        lines += _hanging(f"{state:<{_MARGIN}}", file.path if new else f"{file.path}, {file.kind}")
        for about in _about(file) if new else ():
            lines += _hanging(" " * _MARGIN, about)
    if any(file.kind_from == "guessed" for file in result.files if file.state == ADDED):
        lines += ["", *wrapped(_CORRECTS)]
    write_text("\n".join(lines) + "\n")


def _hanging(margin: str, words: str) -> list[str]:
    first, *rest = wrap(visible(words), PAGE_WIDTH - _MARGIN)
    return [margin + first, *(" " * _MARGIN + line for line in rest)]


def _about(file: Ingested) -> list[str]:
    """Return what there is to know of a file that is new, a line a subject."""
    guessed = "?" if file.kind_from == "guessed" else ""
    facts = [
        f"{file.kind}{guessed}",
        file.date or "undated",
        file.format,
        counted(file.words, "word"),
        *([counted(file.entries, "entry", "entries")] if file.entries else []),
        *([counted(file.turns, "turn")] if file.turns else []),
        *counted_marks(dict(file.marks)),
    ]
    said = [
        f"{s.label}: {counted(s.turns, 'turn')}, {counted(s.words, 'word')}" for s in file.speakers
    ]
    return [
        ", ".join(facts),
        *([f"speakers: {'; '.join(said)}"] if said else []),
        *([f"repaired: {_counts(file.repairs)}"] if file.repairs else []),
        *([f"holds: {', '.join(file.attachments)}"] if file.attachments else []),
    ]


def _counts(named: tuple[tuple[str, int], ...]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in named)


def _narrate(result: IngestResult, options: IngestOptions) -> None:
    for skipped in result.skipped:
        _tell(f"passed over {skipped.path}: {skipped.why}")
    for file in result.files:
        for warning in file.warnings:
            _tell(f"{file.path}: {warning}")
    holding = sum(bool(file.attachments) for file in result.files if file.state == ADDED)
    if holding and not options.attachments:
        one = "one file holds others" if holding == 1 else f"{holding:,} files hold others"
        _tell(f"{one}: '--attachments' makes those sources as well")


def _tell(line: str) -> None:
    for part in wrapped(line):
        say(part)


def _say_ignored(result: IngestResult, options: IngestOptions) -> None:
    given = {
        "--kind": options.kind,
        "--date": options.date,
        "--wave": options.wave,
        "--speaker": options.speakers,
    }
    names = [name for name, value in given.items() if value]
    there = sum(file.state == UNCHANGED for file in result.files)
    if names and there:
        say(
            f"{', '.join(names)}: options do not change a source that is there already "
            f"({there} unchanged); 'ethnocode source set' does"
        )


def _record(file: Ingested) -> dict[str, Any]:
    return {
        "path": file.path,
        "state": file.state,
        "format": file.format,
        "kind": file.kind,
        "kind_from": file.kind_from,
        "title": file.title,
        "date": file.date,
        "characters": file.characters,
        "words": file.words,
        "entries": file.entries,
        "turns": file.turns,
        "speakers": [speaker_record(speaker) for speaker in file.speakers],
        "marks": dict(file.marks),
        "repairs": dict(file.repairs),
        "attachments": list(file.attachments),
        "warnings": list(file.warnings),
    }


def _refusal(error: EthnocodeError) -> dict[str, Any]:
    return {
        "path": error.where,
        "state": "refused",
        "error": error.code,
        "message": error.message,
        "hint": error.hint,
    }
