"""Tables: rows of cells, some of them repeated or covered by others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.etree.ElementTree import Element

from ethnocode.ingest.blocks import Block
from ethnocode.ingest.odt.names import SOFT_PAGE_BREAK, TABLE, number_of
from ethnocode.ingest.office.cells import Cell, cell_of, row_blocks, talk_blocks

_CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
_MOST_REPEATED = 100
_MOST_EMPTY = 20
_MOST_REPEATED_CHARS = 10_000
"""A cell or row that is longer than this in all its copies is written once."""

BlocksOf = Callable[[Element], list[Block]]


def blocks_of_table(table: Element, blocks_of: BlocksOf, *, nested: bool) -> list[Block]:
    """Return a table as rows or, where it is one of talk, as what people say.

    Args:
        table: The table.
        blocks_of: Reads what is inside an element.
        nested: Whether it stands in a cell of another table.
    """
    rows: list[list[Cell]] = []
    for row in _rows(table):
        if row.tag == SOFT_PAGE_BREAK:
            holder = Element("holder")
            holder.append(row)
            blocks_of(holder)
            continue
        blocks = [(cell, blocks_of(cell)) for cell in row if cell.tag in _CELLS]
        if len(table) == len(blocks) == 1:
            # One cell is a frame around paragraphs.
            return blocks[0][1]
        cells = _cells(blocks)
        chars = sum(len(cell.words) for cell in cells)
        times = _times(row, f"{TABLE}number-rows-repeated", chars=chars)
        rows += [cells] * (times if chars else 1)
    talk = None if nested else talk_blocks(rows)
    return list(row_blocks(rows)) if talk is None else talk


def _rows(table: Element) -> Iterator[Element]:
    """Yield rows and page breaks, in whatever groups they are."""
    for child in table:
        if child.tag in (f"{TABLE}table-row", SOFT_PAGE_BREAK):
            yield child
        elif child.tag.startswith(TABLE):
            yield from _rows(child)


def _cells(blocks: list[tuple[Element, list[Block]]]) -> list[Cell]:
    cells: list[Cell] = []
    for element, inside in blocks:
        cell = cell_of(inside)
        times = _times(element, f"{TABLE}number-columns-repeated", chars=len(cell.words))
        # Empty cells repeated up to the edge of a sheet are no columns.
        cells += [cell] * (times if cell.words or times <= _MOST_EMPTY else 0)
    return cells


def _times(element: Element, name: str, *, chars: int) -> int:
    """Return how often a cell or row stands there."""
    times = number_of(element, name, default=1, most=_MOST_REPEATED)
    return max(1, times) if times * chars <= _MOST_REPEATED_CHARS else 1
