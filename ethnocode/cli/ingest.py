"""``ethnocode ingest``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from ethnocode.cli.context import here, pairs
from ethnocode.cli.options import (
    LARGEST,
    CoderOption,
    DryRunOption,
    FormatOption,
    ListFormat,
    ProjectOption,
)
from ethnocode.cli.output import progress, say, write_json, write_table
from ethnocode.model import Column
from ethnocode.services.ingest import Ingested, IngestOptions, IngestResult, ingest_paths

REFUSED = 1
"""Exit status when some files were refused and the others stored."""


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders to read.")],
    *,
    kind: Annotated[
        str | None,
        typer.Option("--kind", help="Kind of every file: field-note, interview, document, email."),
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", help="Date of every file, such as 13.6.13.")
    ] = None,
    speaker: Annotated[
        list[str] | None,
        typer.Option(
            "--speaker", help="Person behind a speaker label; repeatable.", metavar="LABEL=PERSON"
        ),
    ] = None,
    wave: Annotated[
        int | None, typer.Option("--wave", min=1, max=LARGEST, help="Round of collection.")
    ] = None,
    keep_going: Annotated[
        bool,
        typer.Option("--keep-going", help="Store the readable files though others are refused."),
    ] = False,
    dry_run: DryRunOption = False,
    format_: FormatOption = ListFormat.TEXT,
    coder: CoderOption = None,
    project: ProjectOption = None,
) -> None:
    """Read files or folders into the project, one source a file.

    Nothing is stored unless every file can be read. Reading the same files again
    adds nothing. In folders, files of other formats are passed over and named.

    \b
    Examples:
      ethnocode ingest fieldwork/ --dry-run
      ethnocode ingest charis.txt --kind interview --date 13.6.13 --speaker C=Charis
    """
    options = IngestOptions(
        kind=kind,
        date=date,
        wave=wave,
        speakers=pairs(speaker, option="--speaker"),
        keep_going=keep_going,
        dry_run=dry_run,
    )
    study = here(project, coder=coder)
    with progress("reading") as tell:
        result = ingest_paths(study, paths, options=options, progress=tell)
    if format_ is ListFormat.JSON:
        write_json([_record(file) for file in result.files])
    else:
        _show(result, dry_run=dry_run)
    _narrate(result)
    _say_ignored(result, options)
    if result.refused:
        raise typer.Exit(REFUSED)


def _show(result: IngestResult, *, dry_run: bool) -> None:
    columns = (
        Column("state", "State"),
        Column("path", "Source"),
        Column("kind", "Kind"),
        Column("date", "Date"),
        Column("entries", "Entries"),
        Column("turns", "Turns"),
        Column("speakers", "Speakers"),
    )
    rows = []
    for file in result.files:
        record = _record(file)
        state = "would add" if dry_run and file.state == "added" else file.state
        speakers = ", ".join(record["speakers"])
        cells = (record["kind"], record["date"] or "", record["entries"], record["turns"])
        rows.append((state, file.path, *cells, speakers))
    write_table("", columns, rows)


def _narrate(result: IngestResult) -> None:
    for error in result.refused:
        say(f"refused {error}" + (f" (hint: {error.hint})" if error.hint else ""))
    for path in result.skipped:
        say(f"passed over {path}: not a format that is read")
    for file in result.files:
        for warning in file.document.warnings:
            say(f"{file.path}: {warning}")
        if file.document.repairs and file.state == "added":
            repairs = ", ".join(f"{name} {count}" for name, count in file.document.repairs)
            say(f"{file.path}: repaired {repairs}")


def _say_ignored(result: IngestResult, options: IngestOptions) -> None:
    given = {
        "--kind": options.kind,
        "--date": options.date,
        "--wave": options.wave,
        "--speaker": options.speakers,
    }
    names = [name for name, value in given.items() if value]
    there = sum(file.state == "unchanged" for file in result.files)
    if names and there:
        say(
            f"{', '.join(names)}: options do not change a source that is there already "
            f"({there} unchanged)"
        )


def _record(file: Ingested) -> dict[str, Any]:
    segments = file.document.segments
    turns = [segment.speaker for segment in segments if segment.kind == "turn"]
    return {
        "path": file.path,
        "state": file.state,
        "kind": file.document.kind,
        "title": file.document.title,
        "date": file.document.date,
        "characters": len(file.document.text),
        "entries": sum(segment.kind == "entry" for segment in segments),
        "turns": len(turns),
        "speakers": list(dict.fromkeys(filter(None, turns))),
        "repairs": dict(file.document.repairs),
        "warnings": list(file.document.warnings),
    }
