"""Reading order: a page cut into columns, tables and running lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate, pairwise
from statistics import median

from ethnocode.ingest.pdf.pages import Piece
from ethnocode.ingest.pdf.rows import cell_edges, level, rows_of, table_rows

_LEAST_LINES = 3
"""So many lines on either side make a gutter."""

_LEAST_WORDS = 4
_MOST_EDGES = 14
_GUTTER = 0.4
_SLACK = 0.2
"""Width of the narrowest gutter, and how far lines may stand out into it on its right,
both as a part of the height of a line."""

_NEAR = 8
"""So many pieces before and after one, from the top, may stand level with it."""

_BAND = 2.0
_MOST_BAND_ROWS = 4
"""White as high as so many lines parts a few rows at the top or foot from columns."""

_HUNG = re.compile(r"[(\[]?[\w.]{1,7}[.)\]]?|[^\w\s]|[^\n]{1,40}:")
"""What stands left of hanging text: a number, a bullet, a speaker's label."""

_FIGURE = re.compile(r"[(+\-\u2212]?[^\w\s]?\d[\d.,\u202f ]*[%)]?|[-\u2013\u2014]|[Nn]il")
"""A number in a column of numbers, or the dash for none."""

_ALIGNED = 3
"""Places so many points apart are one."""


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


def _upright(pieces: Sequence[Piece], *, known: tuple[float, ...] = ()) -> Iterator[Region]:
    """Yield the upright parts of a page in reading order.

    The widest run of lines with a gutter is looked for; what is above it is read
    first, then its left side, its right side and what is below, each in the same way.
    The order in which the file draws the words tells tables, drawn across, from
    columns, drawn one after the other.

    Args:
        pieces: What is printed upright on the page or a part of it.
        known: Edges of gutters above or below, which may go on here with fewer lines.
    """
    ordered = sorted(pieces, key=lambda piece: (-piece.y1, piece.x0, piece.order))
    gutter = _gutter(ordered, known)
    if gutter is None:
        if ordered:
            yield Region(RegionKind.LINES, rows_of(ordered))
        return
    run = ordered[gutter.start : gutter.end]
    if not gutter.table:
        known = (*known, gutter.edge)
    yield from _upright(ordered[: gutter.start], known=known)
    if gutter.table:
        yield Region(RegionKind.TABLE, tuple(table_rows(run)))
    else:
        yield from _upright([piece for piece in run if piece.x0 < gutter.edge])
        yield from _upright([piece for piece in run if piece.x0 >= gutter.edge])
    yield from _upright(ordered[gutter.end :], known=known)


def _gutter(ordered: Sequence[Piece], known: Sequence[float]) -> _Gutter | None:
    """Return the gutter with most pieces beside it, if there is any."""
    if len(ordered) < (2 if known else 2 * _LEAST_LINES):
        return None
    height = median(piece.height for piece in ordered)
    edges = [(start - _SLACK * height, _LEAST_LINES) for start in _edges(ordered)]
    found = [
        (min(right, len(pieces) - right), -edge, least, run)
        for edge, least in [*edges, *((edge, 1) for edge in known)]
        for run in _runs(ordered, edge, _GUTTER * height)
        for pieces in [ordered[run[0] : run[1]]]
        for right in [sum(piece.x0 >= edge for piece in pieces)]
    ]
    for fewer, edge, least, run in sorted(found, reverse=True):
        gutter = _judged(ordered, run, -edge, least=least) if fewer >= least else None
        if gutter is not None:
            return gutter
    return None


def _edges(pieces: Sequence[Piece]) -> list[float]:
    """Return where several pieces begin, but for the leftmost of such places.

    Figures of a table often end below each other instead: their column begins where the
    longest of them does.
    """
    lined = [
        (len(group), group[0].x0)
        for group in _aligned(pieces, lambda piece: piece.x0)[1:]
        if len(group) >= _LEAST_LINES
    ]
    figures = [piece for piece in pieces if _FIGURE.fullmatch(piece.words)]
    for group in _aligned(figures, lambda piece: piece.x1):
        if len(group) >= _LEAST_LINES:
            lined.append((len(group), min(piece.x0 for piece in group)))
    return [edge for _, edge in sorted(lined, reverse=True)[:_MOST_EDGES]]


def _aligned(pieces: Iterable[Piece], place: Callable[[Piece], float]) -> list[list[Piece]]:
    """Return the pieces that are aligned at one place after another, from the left."""
    groups: list[list[Piece]] = []
    for piece in sorted(pieces, key=place):
        if groups and place(piece) - place(groups[-1][0]) <= _ALIGNED:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return groups


def _runs(ordered: Sequence[Piece], edge: float, width: float) -> Iterator[tuple[int, int]]:
    """Yield the longest runs of pieces of which none stands in the strip before an edge."""
    start = 0
    for index, piece in enumerate(ordered):
        if piece.x0 < edge and piece.x1 > edge - width and not _overprints(ordered, index, edge):
            yield from _bands(ordered, start, index, edge)
            start = index + 1
    yield from _bands(ordered, start, len(ordered), edge)


def _overprints(ordered: Sequence[Piece], index: int, edge: float) -> bool:
    """Whether a piece runs into the words right of an edge, as a long address does."""
    piece = ordered[index]
    near = ordered[max(0, index - _NEAR) : index + _NEAR + 1]
    return any(edge <= other.x0 < piece.x1 and level(piece, other) for other in near)


def _bands(
    ordered: Sequence[Piece], start: int, end: int, edge: float
) -> Iterator[tuple[int, int]]:
    """Yield the parts of a run that the file draws one below the other.

    Where it goes back from the right side to the left one below all that it has drawn,
    there is a heading over both columns, or a row of a table; rows stay together.
    """
    if end - start < 2:
        return
    drawn = sorted(ordered[start:end], key=lambda piece: piece.order)
    highest = list(accumulate((piece.y1 for piece in reversed(drawn)), max))[::-1]
    lowest = accumulate((piece.y1 for piece in drawn), min)
    cuts = [
        start + index
        for index, (reach, (before, after)) in enumerate(
            zip(lowest, pairwise(drawn), strict=False), 1
        )
        if after.x0 < edge <= before.x0 and highest[index] < reach
    ]
    first = start
    for begin, stop in pairwise([start, *cuts, end]):
        if cuts and _side_rows(ordered[begin:stop], edge) >= _LEAST_LINES:
            if first < begin:
                yield _without_bands(ordered, first, begin)
            yield _without_bands(ordered, begin, stop)
            first = stop
    if first < end:
        yield _without_bands(ordered, first, end)


def _side_rows(pieces: Sequence[Piece], edge: float) -> int:
    """Return how many lines the side with fewer lines has."""
    if len(pieces) < 2 * _LEAST_LINES:
        return 0
    sides = ([p for p in pieces if p.x0 < edge], [p for p in pieces if p.x0 >= edge])
    return min(len(rows_of(side)) for side in sides)


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


def _judged(
    ordered: Sequence[Piece], run: tuple[int, int], edge: float, *, least: int
) -> _Gutter | None:
    """Return the gutter of a run, if it is one, and whether it is of a table."""
    pieces = ordered[run[0] : run[1]]
    left = rows_of([piece for piece in pieces if piece.x0 < edge])
    right = rows_of([piece for piece in pieces if piece.x0 >= edge])
    weight = min(len(left), len(right))
    if weight < least or not _side_by_side(left, right):
        return None
    back = _ways_back(pieces, edge)
    few = back <= max(1, weight // 10)
    level = _level_rows(left, right)
    prose = _prose(left), _prose(right)
    if all(prose):
        table = not few and back < 0.8 * level
    elif (few and level < 0.7 * weight) or (any(prose) and back <= weight // 10):
        table = False
    else:
        table = True
    if table and _hanging(left, right):
        return None
    return _Gutter(edge, *(_of_table(ordered, run, edge) if table else run), table)


def _of_table(ordered: Sequence[Piece], run: tuple[int, int], edge: float) -> tuple[int, int]:
    """Return a run without the lines of text over and under a table.

    They stand on one side and are nearer to what is beyond, or farther from the
    table, than its rows are from each other; or they run over its cells from above.
    """
    start, end = run
    rows = rows_of(ordered[start:end])
    both = [row[0].x0 < edge <= row[-1].x0 for row in rows]
    if not any(both):
        return run
    first, last = both.index(True), len(rows) - 1 - both[::-1].index(True)
    steps = [above[0].y0 - below[0].y0 for above, below in pairwise(rows)]
    most = 1.15 * max(steps[first:last], default=0.0)
    cells = cell_edges(
        [piece for row, is_both in zip(rows, both, strict=True) if is_both for piece in row]
    )
    for index in range(first - 1, -1, -1):
        over = ordered[start - 1].y0 - rows[0][0].y0 if start else float("inf")
        crossing = _runs_over(rows[index], cells)
        if crossing or steps[index] > most or over < 0.9 * steps[index]:
            return start + sum(map(len, rows[: index + 1])), end
    for index in range(last, len(rows) - 1):
        if steps[index] > most:
            return start, end - sum(map(len, rows[index + 1 :]))
    return run


def _runs_over(row: Sequence[Piece], cells: Sequence[float]) -> bool:
    """Whether a piece goes on beyond where the next cell begins."""
    return any(piece.x0 < cell < piece.x1 for piece in row for cell in cells)


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
