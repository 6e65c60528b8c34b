"""``ethnocode search``."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from ethnocode.cli.context import here
from ethnocode.cli.options import (
    FormatOption,
    LimitOption,
    ListFormat,
    OutputOption,
    ProjectOption,
)
from ethnocode.cli.output import say, wrapped, write_json, write_text
from ethnocode.report.safe import visible
from ethnocode.services.search import Line
from ethnocode.services.search import search as find

_PAGE = 50
_SIDE_CHARS = 30


def search(
    query: Annotated[str, typer.Argument(help="Words; a phrase in double quotes; a beginning*.")],
    *,
    code: Annotated[
        str | None, typer.Option("--code", help="Only where this code, or one below it, is.")
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="Only this kind of source.")] = None,
    speaker: Annotated[
        str | None, typer.Option("--speaker", help="Only what this label or person says.")
    ] = None,
    limit: LimitOption = _PAGE,
    format_: FormatOption = ListFormat.TEXT,
    output: OutputOption = None,
    project: ProjectOption = None,
) -> None:
    """Find words in the texts, each hit with the words around it.

    All words must stand in one passage (a turn, a paragraph or a table row).

    \b
    Examples:
      ethnocode search tin
      ethnocode search '"the locks"' --speaker Bernadette
      ethnocode search 'trust*' --code capital --kind interview
    """
    found = find(here(project), query, code=code, kind=kind, speaker=speaker, limit=limit)
    if format_ is ListFormat.JSON:
        write_json([_record(line) for line in found.lines], output=output)
    else:
        shown = "".join(f"{row}\n" for line in found.lines for row in _shown(line))
        write_text(shown or "nothing found\n", output=output)
    if found.more and limit is not None:
        say(f"and more: --limit {limit * 2}")


def _record(line: Line) -> dict[str, object]:
    record = asdict(line)
    span = record.pop("span")
    return {**record, "start": span["start"], "end": span["end"], "codes": list(line.codes)}


def _shown(line: Line) -> list[str]:
    """Return the words with what is beside them as one line, and below it where they are."""
    before = visible(line.before[-_SIDE_CHARS:]).rjust(_SIDE_CHARS)
    after = visible(line.after[:_SIDE_CHARS])
    codes = f" · {', '.join(line.codes)}" if line.codes else ""
    where = visible(f"{line.source} {line.citation}{codes}")
    return [f"{before}[{visible(line.words)}]{after}".rstrip(), *wrapped(f"    {where}")]
