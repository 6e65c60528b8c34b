"""Tables of a web page: rows of data, talk in columns, or only a way to place paragraphs."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from ethnocode.ingest.blocks import CELL_BREAK, Block, BlockKind, BlockMark
from ethnocode.ingest.html.elements import HEADINGS
from ethnocode.ingest.rewriting import Marks, rewritten
from ethnocode.ingest.talk.tables import transcript_rows

_TITLES = frozenset(HEADINGS)
_EDGES = re.compile(r"\A\s+|\s+\Z")
_TABS = re.compile(r"\t+")
_LINES = re.compile(r"[ ]*\n\s*")
_MOST_COLUMNS = 50
"""Gaps are filled up to here, so that no page of spans can grow beyond measure."""


@dataclass(slots=True)
class Cell:
    """A cell and the blocks in it.

    Args:
        blocks: In order, furniture too.
        columns: How many columns it is wide.
        rows: How many rows it is high.
        holds: Tags of what lists, headings and tables were begun in it.
    """

    columns: int = 1
    rows: int = 1
    blocks: list[Block] = field(default_factory=list)
    holds: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Table:
    """A table that is open.

    Args:
        for_layout: Whether the page says that it is no table of data.
        ruled: Whether the page says that it is one.
        above: The blocks of its caption.
        rows: The rows, each of cells.
    """

    for_layout: bool = False
    ruled: bool = False
    above: list[Block] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)

    def blocks(self) -> list[Block]:
        """Return what the table says, in order."""
        if self._places_only():
            cells = (cell for row in self.rows for cell in row)
            return [*self.above, *(block for cell in cells for block in cell.blocks)]
        rows = [_joined(cells) for cells in self._square()]
        beside = [
            [b for cell in row for b in cell.blocks if b.kind is BlockKind.FURNITURE]
            for row in self.rows
        ]
        talk = None
        if not any(row.marks or row.page for row in rows):
            talk = transcript_rows([row.words.split("\t") for row in rows])
        if talk is not None:
            return [*self.above, *(block for blocks in beside for block in blocks), *talk]
        return [*self.above, *_in_order(rows, beside)]

    def _places_only(self) -> bool:
        """Whether the table only places paragraphs on the page."""
        cells = [cell for row in self.rows for cell in row]
        if self.for_layout:
            return True
        if self.ruled:
            return any("table" in cell.holds and _TITLES & cell.holds for cell in cells)
        return any(cell.holds for cell in cells) or all(len(row) <= 1 for row in self.rows)

    def _square(self) -> Iterator[list[Cell]]:
        """Yield the rows with an empty cell for each gap that a wide or high one leaves."""
        below: dict[int, int] = {}  # column: rows that a cell above still reaches down
        for row in self.rows:
            filled: list[Cell] = []
            cells = deque(row)
            while cells:
                column = len(filled)
                if column in below:
                    filled.append(Cell())
                    continue
                cell = cells.popleft()
                wide = max(1, min(cell.columns, _MOST_COLUMNS - column))
                filled += [cell, *(Cell() for _ in range(wide - 1))]
                for covered in range(column, min(column + wide, _MOST_COLUMNS)):
                    below[covered] = cell.rows
            below = {column: rows - 1 for column, rows in below.items() if rows > 1}
            yield filled


def _joined(cells: Sequence[Cell]) -> Block:
    """Return a row: the words of its cells, separated by tabs."""
    words = ""
    marks: list[BlockMark] = []
    page = ""
    for number, cell in enumerate(cells):
        words += "\t" if number else ""
        first = True
        for block in cell.blocks:
            if block.kind is BlockKind.FURNITURE:
                continue
            page = page or block.page
            if block.words and not first:
                words += CELL_BREAK
            first = first and not block.words
            line, moved = _one_line(block)
            at = len(words)
            marks += (replace(m, start=m.start + at, end=m.end + at) for m in moved)
            words += line
    return Block(words, BlockKind.ROW, page=page, before="\n", marks=tuple(marks))


def _one_line(block: Block) -> tuple[str, Marks]:
    """Return the words of a block in a cell, and its marks; a row in it keeps its cells apart."""
    tabs = CELL_BREAK if block.kind is BlockKind.ROW else " "
    found = block.words, block.marks
    for old, new in ((_EDGES, ""), (_TABS, tabs), (_LINES, CELL_BREAK)):
        found = rewritten(*found, old=old, new=new)
    return found


def _in_order(rows: list[Block], beside: list[list[Block]]) -> Iterator[Block]:
    first = True
    for row, furniture in zip_longest(rows, beside):
        yield from furniture or ()
        if row is None or not (row.words.strip() or row.marks):
            continue
        yield replace(row, before="\n\n") if first else row
        first = False
