"""Rows and cells as the tables of a Word document hold them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain
from xml.etree.ElementTree import Element

from ethnocode.ingest.blocks import BlockMark
from ethnocode.ingest.docx.names import MC, W, chosen, number_of
from ethnocode.ingest.office.cells import Cell
from ethnocode.model import MarkKind

_MOST_GAPS = 100
"""Columns that one cell may span; a table of more would be for no reader."""


def parts_named(name: str, within: Element) -> Iterator[Element]:
    """Yield the rows of a table, or the cells of a row, through whatever wraps them."""
    wanted = f"{W}{name}"
    for child in within:
        if child.tag == wanted:
            yield child
        elif child.tag == f"{MC}AlternateContent":
            choice = chosen(child)
            yield from parts_named(name, choice) if choice is not None else ()
        elif not child.tag.endswith("Pr") and child.tag not in (f"{W}tr", f"{W}tc", f"{W}p"):
            yield from parts_named(name, child)


def gaps_after(cell: Element) -> int:
    """Return how many columns more than one a cell fills."""
    properties = cell.find(f"{W}tcPr")
    span = properties.find(f"{W}gridSpan") if properties is not None else None
    return 0 if span is None else min(max(number_of(span, 1) - 1, 0), _MOST_GAPS)


def gaps_before(row: Element) -> int:
    """Return how many columns a row leaves free before its first cell."""
    properties = row.find(f"{W}trPr")
    before = properties.find(f"{W}gridBefore") if properties is not None else None
    return 0 if before is None else min(max(number_of(before, 0), 0), _MOST_GAPS)


def without_deleted(row: Element, cells: list[Cell]) -> list[Cell]:
    """Return the cells of a row, as deleted words where the whole row was deleted."""
    properties = row.find(f"{W}trPr")
    deleted = properties.find(f"{W}del") if properties is not None else None
    words = "\t".join(cell.words for cell in cells)
    if deleted is None or not words.strip():
        return cells
    mark = BlockMark(
        MarkKind.DELETED,
        0,
        0,
        words,
        deleted.get(f"{W}author", ""),
        deleted.get(f"{W}date") or None,
    )
    kept = [replace(each, start=0, end=0) for cell in cells for each in cell.marks]
    beside = tuple(chain.from_iterable(cell.beside for cell in cells))
    return [Cell(marks=(mark, *kept), beside=beside)]
