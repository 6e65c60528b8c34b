"""Rows: pieces that stand on one line, and the cells of tables."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ethnocode.ingest.pdf.pages import Piece, leftward


def rows_of(pieces: Sequence[Piece]) -> tuple[tuple[Piece, ...], ...]:
    """Return pieces printed on one line together, from the top, each in reading order."""
    rows: list[list[Piece]] = []
    tallest: Piece | None = None
    for piece in sorted(pieces, key=lambda piece: (-(piece.y0 + piece.y1), piece.x0)):
        if tallest is not None and level(piece, tallest):
            rows[-1].append(piece)
            tallest = max(tallest, piece, key=lambda one: one.height)
        else:
            rows.append([piece])
            tallest = piece
    return tuple(tuple(_in_order(row)) for row in rows)


def level(piece: Piece, other: Piece) -> bool:
    """Whether two pieces stand on one line; raised signs do."""
    upper = piece.y1 if piece.y1 < other.y1 else other.y1
    lower = piece.y0 if piece.y0 > other.y0 else other.y0
    return upper - lower >= 0.5 * max(0.1, min(piece.height, other.height))


def _in_order(row: list[Piece]) -> list[Piece]:
    backwards = sum(len(piece.words) for piece in row if leftward(piece.words))
    if 2 * backwards > sum(len(piece.words) for piece in row):
        return sorted(row, key=lambda piece: (-piece.x1, piece.order))
    return sorted(row, key=lambda piece: (piece.x0, piece.order))


def table_rows(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Yield the rows of a table, one piece for each cell."""
    edges = cell_edges(pieces)
    lines = rows_of(pieces)
    drawn = sorted(pieces, key=lambda piece: piece.order)
    if _drawn_by_cell(drawn, edges):
        yield from _rows_drawn(drawn, edges)
    else:
        for line in lines:
            yield _cells([(_column(edges, piece), piece) for piece in line])


def cell_edges(pieces: Sequence[Piece]) -> tuple[float, ...]:
    """Return where cells begin: places that no piece crosses."""
    edges: list[float] = []
    reach = float("-inf")
    for piece in sorted(pieces, key=lambda piece: piece.x0):
        if piece.x0 > reach + 1:
            edges.append(piece.x0)
        reach = max(reach, piece.x1)
    return tuple(edges)


def _column(edges: Sequence[float], piece: Piece) -> int:
    return bisect_right(edges, piece.x0 + 1) - 1


def _drawn_by_cell(drawn: Sequence[Piece], edges: Sequence[float]) -> bool:
    """Whether the file draws the table cell by cell, row by row, and cells have several lines."""
    steps = Counter(
        _column(edges, after) - _column(edges, before)
        for before, after in pairwise(drawn)
        if after.y1 < before.y0 + 0.5 * before.height
    )
    upwards = sum(
        after.y0 > before.y1 and _column(edges, after) <= _column(edges, before)
        for before, after in pairwise(drawn)
    )
    return steps[0] > 0 and upwards == 0 and len(edges) > 1


def _rows_drawn(drawn: Sequence[Piece], edges: Sequence[float]) -> Iterator[tuple[Piece, ...]]:
    """Yield rows of a table drawn cell by cell: a step back to the left begins a row."""
    row: list[tuple[int, Piece]] = []
    for piece in drawn:
        column = _column(edges, piece)
        if row:
            last, before = row[-1]
            apart = before.y0 - piece.y1 > 0.6 * before.height
            if column < last or (column == last and apart):
                yield _cells(row)
                row = []
        row.append((column, piece))
    if row:
        yield _cells(row)


def _cells(row: Sequence[tuple[int, Piece]]) -> tuple[Piece, ...]:
    """Return one piece for each column that has any; empty cells between are kept."""
    last = max(column for column, _ in row)
    cells: list[Piece] = []
    for column in range(last + 1):
        parts = [piece for at, piece in row if at == column]
        cells.append(_joined(parts) if parts else Piece("", 0, row[0][1].y0, 0, row[0][1].y1))
    return tuple(cells)


def _joined(parts: Sequence[Piece]) -> Piece:
    """Return the lines of a cell as one piece, with their ends."""
    return replace(parts[0], words="\n".join(part.words for part in parts))
