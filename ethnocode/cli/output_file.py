"""The file of ``--output``: what its ending means, and which files are never written over."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import typer

from ethnocode.cli.group import JSON_WANTED, PROJECT_NAMED
from ethnocode.errors import EthnocodeError, UsageError

_WRITTEN_BY_PEOPLE = ("ethnocode.yaml", "codebook.yaml")
_TEXT_ENDINGS = ("", ".txt", ".text")


def file_to_write(ctx: typer.Context, value: Path | None) -> Path | None:
    """Take the format from the ending of a file, unless one was asked for; guard what is kept.

    Raises:
        UsageError: Nothing is written under such an ending; or the file is one of the
            project, or one that a source was read from.
    """
    if value is None:
        return None
    _refuse_to_lose(value, ctx.meta.get(PROJECT_NAMED))
    source = ctx.get_parameter_source("format_")
    if source is not None and source.name == "DEFAULT":
        written = _by_ending(value, type(ctx.params["format_"]))
        ctx.params["format_"] = written
        ctx.meta[JSON_WANTED] = written == "json"
    return value


def _by_ending(file: Path, formats: type[StrEnum]) -> StrEnum:
    ending = file.suffix.lower()
    if ending in _TEXT_ENDINGS:
        return formats("text")
    if ending[1:] in list(formats):
        return formats(ending[1:])
    endings = ", ".join(f".{written}" for written in formats if written != "text")
    raise UsageError(
        f"--output '{file}': nothing is written as '{ending}' here",
        hint=f"end it in .txt, {endings}, or say with --format what to write",
    )


def _refuse_to_lose(file: Path, project: Path | None) -> None:
    """Refuse to write over a file of the project, or one that a source was read from."""
    from ethnocode.services.known_files import source_read_from
    from ethnocode.services.project import project_folder
    from ethnocode.store import DATABASE

    kept = (DATABASE, f"{DATABASE}-journal", *_WRITTEN_BY_PEOPLE)
    another = "name another file, such as exports/report.html"
    target = file.resolve()
    if target.name in kept and (target.parent / DATABASE).exists():
        raise UsageError(f"--output '{file}' is a file of the project itself", hint=another)
    if not target.is_file():
        return
    try:
        source = source_read_from(project_folder(project, start=Path.cwd()), target)
    except EthnocodeError:  # no project, or none that opens: the command says so where it matters
        return
    if source:
        what = f"is the file that the source '{source}' was read from"
        raise UsageError(f"--output '{file}' {what}", hint=another)
