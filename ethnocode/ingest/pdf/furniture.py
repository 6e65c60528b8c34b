"""Furniture: what stands on the page but is no part of the text."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median

from ethnocode.ingest.pdf.pages import Piece, PrintedPage
from ethnocode.ingest.pdf.rows import rows_of

_ZONE = 0.16
"""Part of the page, at its top and its foot, where running headers are looked for."""

_EDGE = 0.1
"""The same, where a number alone in its row is that of the page."""

_ZONE_ROWS, _EDGE_ROWS = 4, 2
"""Rows of either that are looked at, from the outermost."""

_LEAST_PART = 0.15
"""A running header is on such a part of all pages at least."""

_SAME_HEIGHT = 4.0
"""In points; within it lie the headers of one kind."""

_MOST_COUNT_ON = 0.8
"""Such a share of some numbers counts on from one to the next, if they number anything."""
# "Page 3 of 12", "- 3 -", "iv".
_NUMBER_WORDS = re.compile(
    r"(?:(?i:page|p\.?|seite|s\.)\s*)?[-–—|\[]*\s*(?:\d{1,4}|[ivxlc]{1,7})\s*"
    r"(?:(?:/|(?i:of|de|von))\s*\d{1,4})?\s*[-–—|\]]*"
)
# "Win:" at the top of many pages is a speaker, not a header.
_LABEL = re.compile(r"[^\n]{1,40}:")
_LEAST_NUMBERS = 4
_LARGER = 1.12
"""A title that is printed so much larger than the running header of its words is none."""


def furniture_of(pages: Sequence[PrintedPage]) -> tuple[frozenset[int], ...]:
    """Return, for each page, which of its pieces are furniture, by their order.

    Furniture is what many pages have at the same height of their top or foot, however
    it is numbered, and seldom elsewhere; page numbers at the edge; numbers of lines in
    the margin; and what is printed sideways there. Where no word would be left of a
    document, none is furniture.
    """
    running = _running(pages)
    found = tuple(frozenset(_furniture(page, running)) for page in pages)
    if all(len(page.pieces) == len(aside) for page, aside in zip(pages, found, strict=True)):
        return tuple(frozenset() for _ in pages)
    return found


def _furniture(page: PrintedPage, running: Mapping[tuple[str, str], float]) -> set[int]:
    found = {
        piece.order
        for zone, row in _zone_rows(page)
        for piece in row
        if piece.height <= _LARGER * running.get((zone, _key(piece)), -1.0)
    }
    found.update(piece.order for piece in _page_numbers(page, found))
    found.update(piece.order for piece in line_numbers(page.pieces))
    found.update(piece.order for piece in _stamps(page))
    return found


def _zone_rows(page: PrintedPage) -> Iterator[tuple[str, tuple[Piece, ...]]]:
    """Yield the outermost rows of the top and the foot of a page."""
    height = page.upper - page.lower
    top = [piece for piece in page.pieces if piece.y0 > page.upper - _ZONE * height]
    foot = [piece for piece in page.pieces if piece.y1 < page.lower + _ZONE * height]
    for row in rows_of(top)[:_ZONE_ROWS]:
        yield "top", row
    for row in rows_of(foot)[-_ZONE_ROWS:]:
        yield "foot", row


def _key(piece: Piece) -> str:
    """Return what two headers have in common that differ by their numbers only."""
    return re.sub(r"\d+", "#", piece.words).casefold()


def _running(pages: Sequence[PrintedPage]) -> dict[tuple[str, str], float]:
    """Return the running headers and footers, and how high they are usually printed."""
    heights: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    sizes: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    everywhere: Counter[str] = Counter()
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for page in pages:
        everywhere.update(_key(piece) for piece in page.pieces)
        seen: set[tuple[str, str]] = set()
        for zone, row in _zone_rows(page):
            for piece in row:
                key = _key(piece)
                if (zone, key) not in seen:
                    seen.add((zone, key))
                    edge = page.upper if zone == "top" else page.lower
                    heights[zone, key].append(abs(edge - piece.y0))
                    sizes[zone, key].append(piece.height)
                    if piece.words.isdecimal():
                        numbers[zone].append(int(piece.words) - page.number)
    least = max(2, min(len(pages), 3), round(_LEAST_PART * len(pages)))
    zoned = Counter(key for zone, key in heights for _ in heights[zone, key])
    return {
        (zone, key): median(sizes[zone, key])
        for (zone, key), found in heights.items()
        if len(found) >= least
        and _at_one_height(found) >= least
        and not _LABEL.fullmatch(key)
        and (
            4 * (everywhere[key] - zoned[key]) <= len(found)
            or (key == "#" and _most_alike(numbers[zone]) >= _MOST_COUNT_ON * len(found))
        )
    }


def _most_alike(numbers: Sequence[int]) -> int:
    """Return how often the most frequent of some numbers occurs."""
    return Counter(numbers).most_common(1)[0][1]


def _at_one_height(heights: list[float]) -> int:
    """Return how many of some heights lie closest together."""
    ordered = sorted(heights)
    best = start = 0
    for index, height in enumerate(ordered):
        while height - ordered[start] > _SAME_HEIGHT:
            start += 1
        best = max(best, index - start + 1)
    return best


def _page_numbers(page: PrintedPage, found: Iterable[int]) -> Iterator[Piece]:
    """Yield what looks like the number of the page, alone in a line at the very top or foot."""
    known = set(found)
    height = page.upper - page.lower
    rows = [row for row in rows_of(page.pieces) if not all(piece.order in known for piece in row)]
    outermost = rows[:_EDGE_ROWS] + rows[-_EDGE_ROWS:] if len(rows) > 2 * _EDGE_ROWS else rows[-1:]
    for row in outermost:
        left = [piece for piece in row if piece.order not in known]
        far = left[0].y0 > page.upper - _EDGE * height or left[0].y1 < page.lower + _EDGE * height
        if far and _NUMBER_WORDS.fullmatch(" ".join(piece.words for piece in left)):
            yield from left


def _stamps(page: PrintedPage) -> Iterator[Piece]:
    """Yield what is printed sideways in a margin."""
    upright = [piece for piece in page.pieces if not piece.tilted]
    if not upright:
        return
    inner = sorted(piece.x0 for piece in upright)[len(upright) // 20]
    outer = sorted(piece.x1 for piece in upright)[-1 - len(upright) // 20]
    for piece in page.pieces:
        if piece.tilted and (piece.x1 <= inner or piece.x0 >= outer):
            yield piece


def line_numbers(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return the numbers of lines in a margin: in order, below each other, beside all text."""
    numbers = [piece for piece in pieces if piece.words.isdecimal() and len(piece.words) <= 4]
    words = [piece for piece in pieces if not piece.words.isdecimal() and not piece.tilted]
    if len(numbers) < _LEAST_NUMBERS or not words:
        return ()
    inner = sorted(piece.x0 for piece in words)[len(words) // 50]
    outer = sorted(piece.x1 for piece in words)[-1 - len(words) // 50]
    left = [piece for piece in numbers if piece.x1 < inner]
    right = [piece for piece in numbers if piece.x0 > outer]
    return (*_counting(left), *_counting(right))


def _counting(numbers: Sequence[Piece]) -> tuple[Piece, ...]:
    """Return numbers if they count on down the page; they may begin again once."""
    if len(numbers) < _LEAST_NUMBERS:
        return ()
    downwards = [int(piece.words) for piece in sorted(numbers, key=lambda piece: -piece.y0)]
    steps = [after - before for before, after in pairwise(downwards)]
    usual, times = Counter(steps).most_common(1)[0]
    return tuple(numbers) if usual > 0 and times >= _MOST_COUNT_ON * len(steps) else ()
