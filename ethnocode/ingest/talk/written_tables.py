"""Tables of talk in the words of a text file: cells between tabs, or Markdown's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ethnocode.ingest.blocks import Block, BlockKind, lay_out
from ethnocode.ingest.reader import Reading
from ethnocode.ingest.talk.tables import transcript_rows
from ethnocode.model import INTERVIEW, Span
from ethnocode.text.blocks import paragraph_spans
from ethnocode.text.normalise import Normalised
from ethnocode.text.turns import speaker_turns

_PIPED = re.compile(r"[ \t]*\|.*\|[ \t]*")
_BORDER = re.compile(r"[ \t]*\+(?:[-=:]+\+)+[ \t]*")
_RULE_CELL = re.compile(r"[ \t]*:?-+:?[ \t]*")
_CELL_END = re.compile(r"(?<!\\)\|")
_HEADING = re.compile(r"(?P<signs>#{1,6})[ \t]+\S")
_LEAST_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class _Table:
    """Lines of a text that are one table.

    Args:
        span: The lines.
        talk: What is said in them.
    """

    span: Span
    talk: tuple[Block, ...]


def with_talk(reading: Reading) -> Reading:
    """Return a text whose greater part is tables of talk with its speakers and turns.

    Any other text stays as it is, and so do rows that begin with labels which are known
    without, and texts with footnotes.

    Complexity:
        O(n) for n characters.
    """
    text = reading.content.text
    tables = list(_tables(text))
    if sum(table.span.end - table.span.start for table in tables) < _LEAST_SHARE * len(text):
        return reading
    if not tables or reading.marks or speaker_turns(text):
        return reading
    laid = lay_out(_blocks(text, tables), speakers_known=True)
    return replace(
        reading,
        content=Normalised(laid.content.text, reading.content.repairs),
        layout=laid.layout,
        marks=laid.marks,
        kind=reading.kind or INTERVIEW,
    )


def _tables(text: str) -> Iterator[_Table]:
    """Yield the tables of talk; blank lines may stand between rows of tabs."""
    lines, position = [], 0
    for line in text.split("\n"):
        if line.strip():
            lines.append((Span(position, position + len(line)), line))
        position += len(line) + 1
    for form, group in groupby(lines, key=lambda line: _form(line[1])):
        rows = list(group) if form else []
        if len(rows) < 2:
            continue
        cells = _piped([line for _, line in rows]) if form == "|" else _tabbed(rows)
        if talk := transcript_rows(cells):
            yield _Table(Span(rows[0][0].start, rows[-1][0].end), tuple(talk))


def _form(line: str) -> str:
    """Return what separates the cells of a line; nothing where it is no row."""
    if _PIPED.fullmatch(line) or _BORDER.fullmatch(line):
        return "|"
    return "\t" if line.count("\t") > 1 else ""


def _tabbed(rows: Sequence[tuple[Span, str]]) -> list[list[str]]:
    return [line.split("\t") for _, line in rows]


def _piped(lines: Sequence[str]) -> list[list[str]]:
    """Return the cells of a Markdown table; between borders, a row has several lines."""
    bordered = any(_BORDER.fullmatch(line) for line in lines)
    rows: list[list[str]] = []
    begins = True
    for line in lines:
        if _BORDER.fullmatch(line):
            begins = True
            continue
        cells = _CELL_END.split(line.strip()[1:-1])
        if all(map(_RULE_CELL.fullmatch, cells)):
            continue
        cells = [cell.strip().replace("\\|", "|") for cell in cells]
        if bordered and not begins and len(cells) == len(rows[-1]):
            rows[-1] = [
                f"{above} {cell}".strip() for above, cell in zip(rows[-1], cells, strict=True)
            ]
        else:
            rows.append(cells)
        begins = False
    return rows


def _blocks(text: str, tables: Sequence[_Table]) -> Iterator[Block]:
    """Yield what is said in the tables, and the paragraphs around them."""
    position = 0
    for table in tables:
        yield from _prose(text[position : table.span.start])
        yield from table.talk
        position = table.span.end
    yield from _prose(text[position:])


def _prose(text: str) -> Iterator[Block]:
    for span in paragraph_spans(text):
        words = span.of(text)
        heading = _HEADING.match(words)
        if heading and "\n" not in words:
            yield Block(words, BlockKind.HEADING, level=len(heading["signs"]))
        else:
            yield Block(words)
