"""Lines of print, as wide as their column, and rows of tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ethnocode.ingest.pdf.columns import Region, RegionKind
from ethnocode.ingest.pdf.pages import Piece

WHITE = 1.35
"""What is farther below a line than so many steps to the next has white above it."""

_SET_SOLID = 1.3
"""From line to line, in heights of a line, where a document has too few to tell."""

_FARTHEST = 2.5
"""Lines that are farther apart, in heights of a line, do not follow each other."""

_LEAST_OWN = 4
"""Fewer lines do not tell their own width or distance."""

_NEAR_EDGE, _MOST_REACH_IT = 0.12, 0.7
"""Lines that end so near to the widest one, as a part of its width, reach their edge; a
block has one if such a share of its lines does."""

_LEAST_SIZE = 0.1
"""In points; so that nothing is divided by a print without a size."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of print within its column; all measures in points.

    Args:
        words: Its words.
        x0: Where it begins.
        x1: Where it ends.
        y0: Lower edge.
        height: Height of its tallest words.
        size: Height of most of its words.
        first: Width of its first word.
        bold: Whether it begins bold.
        page: Number of its page.
        column: Which region it is of.
        left: Where the lines of its column begin.
        right: Where they end.
        leading: From one line of its column to the next.
    """

    words: str
    x0: float
    x1: float
    y0: float
    height: float
    size: float
    first: float
    bold: bool
    page: int
    column: int
    left: float
    right: float
    leading: float


Row = tuple[str, int]
"""The cells of a table row, parted by tabs, their lines by line ends; and its page."""


def usual_leading(regions: Iterable[Region]) -> float:
    """Return how far lines are apart in most of a document, in heights of a line."""
    apart = sorted(
        gap for region in regions if region.kind is RegionKind.LINES for gap in _gaps(_main(region))
    )
    if len(apart) < _LEAST_OWN:
        return min([_SET_SOLID, *apart])
    return apart[len(apart) // 3]


def lines_of(region: Region, *, page: int, column: int, usual: float) -> Iterator[Line]:
    """Yield the lines of a region of running text.

    Args:
        region: Rows of pieces.
        page: Number of its page.
        column: Which region of the document it is.
        usual: From line to line, in heights, where the region has too few to tell.
    """
    rows, main = region.rows, _main(region)
    size = median(piece.size for piece in main)
    gaps = sorted(_gaps(main))
    leading = size * (gaps[len(gaps) // 3] if len(gaps) >= _LEAST_OWN else usual)
    left, widest = min(piece.x0 for row in rows for piece in row), _usual_right(rows)
    for block in _unbroken(rows, main, leading):
        right = _own_right([rows[index] for index in block], widest)
        for index in block:
            row, piece = rows[index], main[index]
            yield Line(
                words=" ".join(piece.words for piece in row),
                x0=min(piece.x0 for piece in row),
                x1=max(piece.x1 for piece in row),
                y0=piece.y0,
                height=max(each.height for each in row if each is piece or len(each.words) > 1),
                size=piece.size,
                first=row[0].first,
                bold=all(piece.bold for piece in row),
                page=page,
                column=column,
                left=left,
                right=right,
                leading=leading * max(1.0, piece.size / max(size, _LEAST_SIZE)),
            )


def _main(region: Region) -> list[Piece]:
    """Return the longest piece of each row."""
    return [max(row, key=lambda piece: len(piece.words)) for row in region.rows]


def _gaps(main: Sequence[Piece]) -> Iterator[float]:
    """Yield how far lines are apart that may follow each other, in their median height."""
    size = max(_LEAST_SIZE, median(piece.size for piece in main))
    for above, below in pairwise(main):
        gap = (above.y0 - below.y0) / size
        if 0 < gap < _FARTHEST:
            yield gap


def _unbroken(
    rows: Sequence[Sequence[Piece]], main: Sequence[Piece], leading: float
) -> Iterator[list[int]]:
    """Yield the indices of rows that follow each other without white between them."""
    block = [0]
    for index in range(1, len(rows)):
        if main[index - 1].y0 - main[index].y0 > WHITE * leading:
            yield block
            block = []
        block.append(index)
    yield block


def _own_right(rows: Sequence[Sequence[Piece]], widest: float) -> float:
    """Return where the lines of a block end: its own edge if they run up to one."""
    if len(rows) < _LEAST_OWN:
        return widest
    ends = [max(piece.x1 for piece in row) for row in rows[:-1]]
    left, right = min(piece.x0 for row in rows for piece in row), max(ends)
    full = sum(end > right - _NEAR_EDGE * (right - left) for end in ends)
    return right if full >= _MOST_REACH_IT * len(ends) else widest


def _usual_right(rows: Sequence[Sequence[Piece]]) -> float:
    """Return where full lines end: all but the few that stand out."""
    ends = sorted(max(piece.x1 for piece in row) for row in rows)
    return ends[max(0, len(ends) - 1 - len(ends) // 20)]


def rows_in(region: Region, *, page: int) -> Iterator[Row]:
    """Yield the rows of a table."""
    for cells in region.rows:
        yield "\t".join(cell.words for cell in cells).rstrip("\t"), page
