"""Transcripts that are printed as tables: who said what, and when, in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from ethnocode.ingest.blocks import Block, BlockKind
from ethnocode.ingest.talk.tables import transcript_rows

_LEAST_SHARE = 0.5


def with_talk(blocks: Sequence[Block]) -> list[Block]:
    """Return blocks with the rows of tables of talk as what their speakers say.

    Blocks of which tables of talk are less than half stay as they are: a report may
    quote some talk in a table.
    """
    found: list[Block] = []
    talk_chars = 0
    for kind, group in groupby(blocks, key=lambda block: block.kind):
        run = list(group)
        talk = _talk(run) if kind is BlockKind.ROW else None
        if talk:
            talk_chars += _chars(run)
        found += talk or run
    return found if talk_chars and talk_chars >= _LEAST_SHARE * _chars(blocks) else list(blocks)


def _talk(rows: Sequence[Block]) -> list[Block] | None:
    if any(row.marks for row in rows):
        return None
    talk = transcript_rows([row.words.split("\t") for row in rows])
    return list(_with_pages(talk, rows)) if talk else None


def _with_pages(talk: Sequence[Block], rows: Sequence[Block]) -> Iterator[Block]:
    """Yield what is said with the page of the row in which it begins."""
    waiting = iter(rows)
    for block in talk:
        if block.kind is BlockKind.FURNITURE:
            yield block
            continue
        begun = (row.page for row in waiting if _begins(block, row))
        yield replace(block, page=next(begun, ""))


def _begins(said: Block, row: Block) -> bool:
    """Whether what is said begins with a cell of a row that is not its label."""
    cells = (cell.strip() for cell in row.words.split("\t"))
    return any(cell and cell != said.speaker and said.words.startswith(cell) for cell in cells)


def _chars(blocks: Sequence[Block]) -> int:
    return sum(len(block.words) for block in blocks)
