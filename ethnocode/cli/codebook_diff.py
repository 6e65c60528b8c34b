"""``ethnocode codebook diff``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import typer

from ethnocode.cli.context import here, moment_of
from ethnocode.cli.options import AsOfOption, FormatOption, ListFormat, OutputOption, ProjectOption
from ethnocode.cli.output import say, write_json, write_text
from ethnocode.errors import NoProjectError, UsageError
from ethnocode.model import ChangeKind, CodeChange, Coding
from ethnocode.report.field_changes import change_lines
from ethnocode.report.figures import counted
from ethnocode.report.measure import wrap
from ethnocode.report.records import coding_record
from ethnocode.report.safe import visible
from ethnocode.report.text import PAGE_WIDTH
from ethnocode.services.codebook_diff import (
    AS_OF,
    CodebookDiff,
    Compared,
    Touched,
    compare_codebooks,
    needs_study,
)
from ethnocode.services.project import Project

DIFFERENT = 1
"""Exit status of --exit-code where the codebooks are not the same."""


def diff(
    a: Annotated[
        str | None,
        typer.Argument(
            help="The earlier codebook; else the last one that the log keeps.", metavar="A"
        ),
    ] = None,
    b: Annotated[
        str | None,
        typer.Argument(help="The later one; else the study's own.", metavar="B"),
    ] = None,
    *,
    as_of: AsOfOption = None,
    codings: Annotated[
        bool, typer.Option("--codings", help="List the codings that each change touches.")
    ] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit 1 where the two are not the same.")
    ] = False,
    format_: FormatOption = ListFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Say what is different between two codebooks, and which codings that touches.

    Each is a file, a shipped book (bourdieu), version:V of the study's codebook
    that the log keeps, as-of:DATE, or a revision of git, as git:REVISION or
    git:REVISION:FILE. Without A, the last one that is another than the present.

    \b
    Examples:
      ethnocode codebook diff
      ethnocode codebook diff version:1.0.0 --codings
      ethnocode codebook diff git:HEAD~1 --exit-code
      ethnocode codebook diff --as-of 2026-03-01
      ethnocode codebook diff old.yaml new.yaml --format json
    """
    if as_of is not None and a is not None:
        raise UsageError("--as-of is in the place of A", hint=f"name B as '{AS_OF}DATE' instead")
    earlier = _named(f"{AS_OF}{as_of}" if as_of is not None else a)
    later = _named(b)
    study = _study(project, needed=needs_study(earlier) or needs_study(later))
    done = compare_codebooks(study, earlier, later, listing=codings)
    if format_ is ListFormat.JSON:
        write_json(_record(done, listing=codings), output=output)
    else:
        _write(list(_lines(done)), output=output)
        say(_summary(done))
        if done.perhaps_renamed:
            say(
                "what is perhaps renamed says the same under another id: if so, write the "
                "former id into 'aliases'"
            )
    if exit_code and done.changes:
        raise typer.Exit(DIFFERENT)


def _named(name: str | None) -> str:
    if name is None:
        return ""
    if not name.strip():
        raise UsageError("a codebook needs a name", hint="such as version:1.0.0, or none at all")
    if name.startswith(AS_OF):
        return AS_OF + moment_of(name.removeprefix(AS_OF))
    return name


def _study(folder: Path | None, *, needed: bool) -> Project | None:
    try:
        return here(folder)
    except NoProjectError:
        if needed or folder is not None:
            raise
        return None


def _record(done: CodebookDiff, *, listing: bool) -> dict[str, Any]:
    return {
        "a": _book_record(done.a),
        "b": _book_record(done.b),
        "changes": [_change_record(one, listing=listing) for one in done.changes],
        "perhaps_renamed": [{"was": was, "code": code} for was, code in done.perhaps_renamed],
    }


def _book_record(book: Compared) -> dict[str, str]:
    return {"name": book.name, "id": book.codebook.id, "version": book.codebook.version}


def _change_record(one: Touched, *, listing: bool) -> dict[str, Any]:
    change = one.change
    record = {
        "kind": change.kind.value,
        "code": change.code or change.was,
        "was": change.was or None,
        "fields": [{"field": f.field, "old": f.old, "new": f.new} for f in change.fields],
        "codings": one.codings,
        "sources": one.sources,
    }
    return {**record, "listed": list(map(coding_record, one.listed))} if listing else record


def _lines(done: CodebookDiff) -> Iterator[str]:
    """Yield the changes by kind, within 80 columns."""
    yield from _wrapped("A: ", _title(done.a), hang="   ")
    yield from _wrapped("B: ", _title(done.b), hang="   ")
    for kind, changes in groupby(done.changes, key=lambda one: one.change.kind):
        yield ""
        yield kind.value.capitalize()
        for one in changes:
            touched = f" · {_touched(one.codings, one.sources)}" if one.codings else ""
            yield from _wrapped("  ", _name(one.change) + touched, hang="      ")
            for field in one.change.fields:
                yield f"    {visible(field.field)}"
                for line in change_lines(field):
                    yield from _wrapped(f"      {line[:2]}", line[2:], hang=" " * 8)
            for coding in one.listed:
                yield from _coding_lines(coding)
    if done.perhaps_renamed:
        yield from ("", "Perhaps renamed")
        for was, code in done.perhaps_renamed:
            yield from _wrapped("  ", f"{was} → {code}", hang="      ")


def _coding_lines(coding: Coding) -> Iterator[str]:
    place = f"{coding.source} {coding.citation or coding.anchor.span}"
    yield from _wrapped(f"{coding.id:>10}  ", f"{place} · {coding.coder}", hang=" " * 12)
    yield from _wrapped(" " * 12, coding.anchor.quote, hang=" " * 12)


def _wrapped(start: str, words: str, *, hang: str) -> Iterator[str]:
    first, *rest = wrap(visible(words), PAGE_WIDTH - max(len(start), len(hang)))
    yield start + first
    yield from (hang + line for line in rest)


def _title(book: Compared) -> str:
    parts = (book.codebook.id, book.codebook.version, f"({book.name})")
    return " ".join(part for part in parts if part)


def _name(change: CodeChange) -> str:
    if change.kind is ChangeKind.MERGED:
        return f"{change.was} into {change.code}"
    if change.kind is ChangeKind.SPLIT:
        return f"{change.code} from {change.was}"
    both = change.was and change.code and change.was != change.code
    return f"{change.was} → {change.code}" if both else change.code or change.was


def _touched(codings: int | None, sources: int | None) -> str:
    return f"{counted(codings or 0, 'coding')} in {counted(sources or 0, 'source')}"


def _summary(done: CodebookDiff) -> str:
    if not done.changes:
        return f"{done.a.name} and {done.b.name} say the same of every code"
    kinds = [one.change.kind for one in done.changes]
    parts = [f"{kinds.count(kind):,} {kind.value}" for kind in ChangeKind if kind in kinds]
    touched = "" if done.codings is None else f"; touches {_touched(done.codings, done.sources)}"
    return ", ".join(parts) + touched


def _write(lines: list[str], *, output: Path | None) -> None:
    """Write lines; on a terminal with headings, and what is gone and new, in colour."""
    if output is None and sys.stdout.isatty():
        from ethnocode.report.terminal import print_changes

        print_changes(lines)
        return
    write_text("\n".join(lines) + "\n", output=output)
