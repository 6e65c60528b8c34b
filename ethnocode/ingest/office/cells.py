"""Cells of the tables in word processors' files, and the rows of text that they make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from ethnocode.ingest.blocks import CELL_BREAK, Block, BlockKind, BlockMark
from ethnocode.ingest.rewriting import rewritten
from ethnocode.ingest.talk.tables import transcript_rows
from ethnocode.model import MarkKind

_TAB = re.compile(r"\t")
_LINE_BREAKS = re.compile(r"[ ]*\n\s*")
_NOTES = (MarkKind.FOOTNOTE, MarkKind.ENDNOTE)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a cell holds.

    Args:
        words: Of all its paragraphs, one to a line.
        page: Label of the page that they begin on.
        marks: What is known of the words.
        beside: Notes and furniture that stand in it.
    """

    words: str = ""
    page: str = ""
    marks: tuple[BlockMark, ...] = ()
    beside: tuple[Block, ...] = ()


def cell_of(blocks: Sequence[Block]) -> Cell:
    """Return the cell that holds blocks; tables in it become lines."""
    if len(blocks) == 1 and (only := blocks[0]).kind is BlockKind.PARAGRAPH and not only.marks:
        # As nearly all cells are; a large table has 100,000.
        return Cell(_TAB.sub(" ", only.words) if only.words.strip() else "", only.page)
    pieces: list[str] = []
    marks: list[BlockMark] = []
    beside: list[Block] = []
    at = 0
    for block in blocks:
        if block.kind is BlockKind.FURNITURE or _is_note(block):
            beside.append(block)
            continue
        new = CELL_BREAK if block.kind is BlockKind.ROW else " "
        words, moved = rewritten(block.words, block.marks, old=_TAB, new=new)
        if moved:
            marks += (_shifted(mark, at) for mark in moved)
        if words.strip():
            pieces.append(words)
            at += len(words) + 1
    page = next((block.page for block in blocks if block.page), "")
    return Cell("\n".join(pieces), page, tuple(marks), tuple(beside))


def row_blocks(rows: Sequence[Sequence[Cell]]) -> Iterator[Block]:
    """Yield the rows of a table, and after each what stands beside its words."""
    for row in rows:
        yield _row(row)
        yield from chain.from_iterable(cell.beside for cell in row)


def talk_blocks(rows: Sequence[Sequence[Cell]]) -> list[Block] | None:
    """Return the rows of a table of talk as what its speakers say; ``None`` for any other table."""
    talk = transcript_rows([[cell.words for cell in row] for row in rows])
    if talk is None:
        return None
    waiting = [cell for row in rows for cell in row if cell.words or cell.marks or cell.beside]
    found: list[Block] = []
    for block in talk:
        said = next((cell for cell in waiting if cell.words.strip() == block.words), None)
        if said is None or block.kind is BlockKind.FURNITURE:
            found.append(block)
            continue
        passed = waiting[: waiting.index(said)]
        waiting = waiting[len(passed) + 1 :]
        lead = len(said.words) - len(said.words.lstrip())
        own = (_shifted(mark, -lead, longest=len(block.words)) for mark in said.marks)
        found += chain.from_iterable(_unspoken(cell) for cell in passed)
        found.append(replace(block, page=said.page, marks=(*block.marks, *own)))
        found += said.beside
    return [*found, *chain.from_iterable(_unspoken(cell) for cell in waiting)]


def _unspoken(cell: Cell) -> Iterator[Block]:
    """Yield what is known of a cell whose words stand elsewhere, as a label or a time."""
    kept = tuple(
        replace(mark, start=0, end=0) for mark in cell.marks if mark.kind is not MarkKind.PAGE
    )
    if kept:
        yield Block("", marks=kept)
    yield from cell.beside


def _is_note(block: Block) -> bool:
    return bool(block.marks) and any(mark.kind in _NOTES for mark in block.marks)


def _row(row: Sequence[Cell]) -> Block:
    words: list[str] = []
    marks: list[BlockMark] = []
    at = 0
    for cell in row:
        line, moved = rewritten(cell.words, cell.marks, old=_LINE_BREAKS, new=CELL_BREAK)
        if moved:
            marks += (_shifted(mark, at) for mark in moved)
        words.append(line)
        at += len(line) + 1
    page = next((cell.page for cell in row if cell.page), "")
    return Block("\t".join(words), BlockKind.ROW, page=page, marks=tuple(marks))


def _shifted(mark: BlockMark, by: int, longest: int | None = None) -> BlockMark:
    start, end = max(mark.start + by, 0), max(mark.end + by, 0)
    if longest is not None:
        start, end = min(start, longest), min(end, longest)
    return replace(mark, start=start, end=end)
