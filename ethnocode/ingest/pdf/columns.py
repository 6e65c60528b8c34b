"""Reading order: a page cut into columns, tables and running lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from statistics import median

from ethnocode.ingest.pdf.pages import Piece, leftward

_LEAST_LINES = 3
"""So many lines on either side make a gutter."""

_LEAST_WORDS = 4
_MOST_EDGES = 14
_GUTTER = 0.5
_SLACK = 0.45
"""Width of the narrowest gutter, and how far lines may stand out into it on its right,
both as a part of the height of a line."""

_BAND = 2.0
_MOST_BAND_ROWS = 4
"""White as high as so many lines parts a few rows at the top or foot from columns."""

_HUNG = re.compile(r"[(\[]?[\w.]{1,7}[.)\]]?|[^\w\s]|[^\n]{1,40}:")
"""What stands left of hanging text: a number, a bullet, a speaker's label."""


class RegionKind(StrEnum):
    """How the pieces of a region belong together."""

    LINES = "lines"
    TABLE = "table"


@dataclass(frozen=True, slots=True)
class Region:
    """A part of a page that is read before the next part is.

    Args:
        kind: Lines of one column, or the rows of a table.
        rows: Pieces of each line or of each row of a table; the pieces of a line from
            its beginning, the cells of a row from the left.
    """

    kind: RegionKind
    rows: tuple[tuple[Piece, ...], ...]


@dataclass(frozen=True, slots=True)
class _Gutter:
    """White space between two sides of a run of pieces.

    Args:
        edge: Where the right side begins, at the earliest.
        start: First piece of the run, from the top.
        end: One after its last piece.
        table: Whether it parts cells and not columns.
    """

    edge: float
    start: int
    end: int
    table: bool


def regions_of(pieces: Sequence[Piece]) -> Iterator[Region]:
    """Yield the parts of a page in reading order; what is printed askew comes last."""
    yield from _upright([piece for piece in pieces if not piece.tilted])
    for piece in pieces:
        if piece.tilted:
            yield Region(RegionKind.LINES, ((piece,),))


def _upright(pieces: Sequence[Piece]) -> Iterator[Region]:
    """Yield the upright parts of a page in reading order.

    The widest run of lines with a gutter is looked for; what is above it is read
    first, then its left side, its right side and what is below, each in the same way.
    The order in which the file draws the words tells tables, drawn across, from
    columns, drawn one after the other.
    """
    ordered = sorted(pieces, key=lambda piece: (-piece.y1, piece.x0, piece.order))
    gutter = _gutter(ordered)
    if gutter is None:
        if ordered:
            yield Region(RegionKind.LINES, rows_of(ordered))
        return
    run = ordered[gutter.start : gutter.end]
    yield from _upright(ordered[: gutter.start])
    if gutter.table:
        yield Region(RegionKind.TABLE, tuple(_table_rows(run)))
    else:
        yield from _upright([piece for piece in run if piece.x0 < gutter.edge])
        yield from _upright([piece for piece in run if piece.x0 >= gutter.edge])
    yield from _upright(ordered[gutter.end :])


def rows_of(pieces: Sequence[Piece]) -> tuple[tuple[Piece, ...], ...]:
    """Return pieces printed on one line together, from the top, each in reading order."""
    rows: list[list[Piece]] = []
    tallest: Piece | None = None
    for piece in sorted(pieces, key=lambda piece: (-(piece.y0 + piece.y1), piece.x0)):
        if tallest is not None and _level(piece, tallest):
            rows[-1].append(piece)
            tallest = max(tallest, piece, key=lambda one: one.height)
        else:
            rows.append([piece])
            tallest = piece
    return tuple(tuple(_in_order(row)) for row in rows)


def _level(piece: Piece, other: Piece) -> bool:
    """Whether two pieces stand on one line; raised signs do."""
    upper = piece.y1 if piece.y1 < other.y1 else other.y1
    lower = piece.y0 if piece.y0 > other.y0 else other.y0
    return upper - lower >= 0.5 * max(0.1, min(piece.height, other.height))


def _in_order(row: list[Piece]) -> list[Piece]:
    backwards = sum(len(piece.words) for piece in row if leftward(piece.words))
    if 2 * backwards > sum(len(piece.words) for piece in row):
        return sorted(row, key=lambda piece: (-piece.x1, piece.order))
    return sorted(row, key=lambda piece: (piece.x0, piece.order))


def _gutter(ordered: Sequence[Piece]) -> _Gutter | None:
    """Return the gutter with most pieces beside it, if there is any."""
    if len(ordered) < 2 * _LEAST_LINES:
        return None
    height = median(piece.height for piece in ordered)
    found = [
        (min(right, len(pieces) - right), -edge, run)
        for start in _edges(ordered)
        for edge in [start - _SLACK * height]
        for run in _runs(ordered, edge, _GUTTER * height)
        for pieces in [ordered[run[0] : run[1]]]
        for right in [sum(piece.x0 >= edge for piece in pieces)]
    ]
    for least, edge, run in sorted(found, reverse=True):
        gutter = _judged(ordered, run, -edge) if least >= _LEAST_LINES else None
        if gutter is not None:
            return gutter
    return None


def _edges(pieces: Sequence[Piece]) -> list[float]:
    """Return where several pieces begin, but for the leftmost of such places."""
    starts = sorted(piece.x0 for piece in pieces)
    groups: list[list[float]] = []
    for start in starts:
        if groups and start - groups[-1][0] <= 3:
            groups[-1].append(start)
        else:
            groups.append([start])
    often = [(len(group), group[0]) for group in groups[1:] if len(group) >= _LEAST_LINES]
    return [edge for _, edge in sorted(often, reverse=True)[:_MOST_EDGES]]


def _runs(ordered: Sequence[Piece], edge: float, width: float) -> Iterator[tuple[int, int]]:
    """Yield the longest runs of pieces of which none stands in the strip before an edge."""
    start = 0
    for index, piece in enumerate(ordered):
        if piece.x0 < edge and piece.x1 > edge - width:
            if index - start >= 2 * _LEAST_LINES:
                yield _without_bands(ordered, start, index)
            start = index + 1
    if len(ordered) - start >= 2 * _LEAST_LINES:
        yield _without_bands(ordered, start, len(ordered))


def _without_bands(ordered: Sequence[Piece], start: int, end: int) -> tuple[int, int]:
    """Return a run without the few rows that much white parts from the rest of it."""
    rows = rows_of(ordered[start:end])
    white = _BAND * median(piece.height for piece in ordered[start:end])
    count = 0
    for above, below in pairwise(rows[: _MOST_BAND_ROWS + 1]):
        count += len(above)
        if min(piece.y0 for piece in above) - max(piece.y1 for piece in below) > white:
            start, count = start + count, 0
    count = 0
    for below, above in pairwise(rows[: -2 - _MOST_BAND_ROWS : -1]):
        count += len(below)
        if min(piece.y0 for piece in above) - max(piece.y1 for piece in below) > white:
            end, count = end - count, 0
    return start, max(start, end)


def _judged(ordered: Sequence[Piece], run: tuple[int, int], edge: float) -> _Gutter | None:
    """Return the gutter of a run, if it is one, and whether it is of a table."""
    pieces = ordered[run[0] : run[1]]
    left = rows_of([piece for piece in pieces if piece.x0 < edge])
    right = rows_of([piece for piece in pieces if piece.x0 >= edge])
    weight = min(len(left), len(right))
    if weight < _LEAST_LINES or not _side_by_side(left, right):
        return None
    back = _ways_back(pieces, edge)
    few = back <= max(1, weight // 10)
    level = _level_rows(left, right)
    if _prose(left) and _prose(right):
        table = not few and back < 0.8 * level
    elif few and level < 0.7 * weight:
        table = False
    else:
        table = True
    if table and _hanging(left, right):
        return None
    return _Gutter(edge, *run, table)


def _side_by_side(left: Sequence[Sequence[Piece]], right: Sequence[Sequence[Piece]]) -> bool:
    """Whether the two sides share at least half the height of the lower one."""
    tops = left[0][0].y1, right[0][0].y1
    feet = left[-1][0].y0, right[-1][0].y0
    shared = min(tops) - max(feet)
    return shared >= 0.5 * min(tops[0] - feet[0], tops[1] - feet[1])


def _ways_back(pieces: Sequence[Piece], edge: float) -> int:
    """Return how often the file goes from the right side back to the left one."""
    drawn = [piece.x0 >= edge for piece in sorted(pieces, key=lambda piece: piece.order)]
    return sum(before and not after for before, after in pairwise(drawn))


def _level_rows(left: Sequence[Sequence[Piece]], right: Sequence[Sequence[Piece]]) -> int:
    """Return how many lines of the shorter side stand level with one of the other."""
    fewer, more = sorted((left, right), key=len)
    feet = sorted(row[0].y0 for row in more)
    level = 0
    for row in fewer:
        position = bisect_right(feet, row[0].y0 - 2)
        level += position < len(feet) and feet[position] <= row[0].y0 + 2
    return level


def _prose(rows: Sequence[Sequence[Piece]]) -> bool:
    """Whether lines run on: most have several words and are about as wide as any."""
    least = 0.6 * max(piece.x1 - piece.x0 for row in rows for piece in row)
    running = sum(
        any(p.words.count(" ") + 1 >= _LEAST_WORDS and p.x1 - p.x0 >= least for p in row)
        for row in rows
    )
    return running >= 0.5 * len(rows)


def _hanging(left: Sequence[Sequence[Piece]], right: Sequence[Sequence[Piece]]) -> bool:
    """Whether numbers, bullets or labels hang left of running text: no table."""
    hung = sum(_may_hang(" ".join(piece.words for piece in row)) for row in left)
    running = sum(all(_may_hang(piece.words) for piece in row[:-1]) for row in right)
    return hung >= 0.6 * len(left) and running >= 0.8 * len(right)


def _may_hang(words: str) -> bool:
    return _HUNG.fullmatch(words) is not None


def _table_rows(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Yield the rows of a table, one piece for each cell."""
    edges = _cell_edges(pieces)
    lines = rows_of(pieces)
    drawn = sorted(pieces, key=lambda piece: piece.order)
    if _drawn_by_cell(drawn, edges):
        yield from _rows_drawn(drawn, edges)
    else:
        for line in lines:
            yield _cells([(_column(edges, piece), piece) for piece in line])


def _cell_edges(pieces: Sequence[Piece]) -> tuple[float, ...]:
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
    """Return the lines of a cell as one piece."""
    return replace(parts[0], words=" ".join(part.words for part in parts))
