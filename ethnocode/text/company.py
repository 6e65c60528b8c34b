"""Words that stayed where they were while their neighbours went elsewhere.

Of two questions with the same answer that change places, a diff sees only that
the words of the questions were exchanged: both answers stayed. So words that an
edit left alone are in doubt where what stood beside them now stands beside the
same words in another place, or where what stands beside them now did.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter

from ethnocode.text.diff import Block, Words, gaps

NEIGHBOURS = (1, 2, 4, 8, 16, 32)
"""Words beside a place that are compared: more, while too many places agree in fewer."""
MOST_PLACES = 8
"""Places that can agree; of more, those that agree in more words are looked for."""


@dataclass(frozen=True, slots=True)
class Parted:
    """Where words and their neighbours were parted; first and stop of each range of words.

    Args:
        left: Old words, within a passage, that could be meant elsewhere.
        gone: Old words, between passages, that went beside the same words elsewhere,
            or that gave way to words from there.
    """

    left: tuple[tuple[int, int], ...]
    gone: tuple[tuple[int, int], ...]

    def could_be_elsewhere(self, first: int, stop: int) -> bool:
        """Whether all the words, from first to stop, could be meant in another place."""
        number = bisect_right(self.left, first, key=itemgetter(0))
        return any(stop <= last for _, last in self.left[max(0, number - 2) : number])

    def are_exchanged(self, first: int, stop: int) -> bool:
        """Whether any of the words, from first to stop, changed places with others."""
        number = bisect_right(self.gone, first, key=itemgetter(1))
        return number < len(self.gone) and self.gone[number][0] < stop


def parted(stayed: Sequence[Block], moved: Sequence[Block], *, old: Words, new: Words) -> Parted:
    """Return the words whose neighbours an edit took from their side, or put there.

    Args:
        stayed: What the texts have in common in order.
        moved: Passages that went elsewhere, from and to places between those.

    Complexity:
        O(n) for n words.
    """
    between = list(gaps(stayed, old, new))
    here = _Side(old.keys, [(left.old_stop, right.old) for left, right in between])
    there = _Side(new.keys, [(left.new_stop, right.new) for left, right in between])
    blocks = [*stayed, *moved]
    heads = _heads(here, there, [(block.old, block.new, block.size) for block in blocks])
    ends = [(len(old) - block.old_stop, len(new) - block.new_stop, block.size) for block in blocks]
    tails = _heads(here.mirrored(), there.mirrored(), ends)
    left = []
    for block, head, tail in zip(blocks, heads, tails, strict=True):
        left += [(block.old, block.old + head)] if head else []
        left += [(block.old_stop - tail, block.old_stop)] if tail else []
    count = len(stayed)
    edges = zip(here.free, [*heads[:count], 0], [0, *tails[:count]], strict=True)
    return Parted(tuple(sorted(left)), tuple(part for part, *known in edges if any(known)))


@dataclass(frozen=True, slots=True)
class _Side:
    """The words of one text, and the ranges of them that have no partner in the other."""

    keys: list[int]
    free: list[tuple[int, int]]

    def mirrored(self) -> _Side:
        length = len(self.keys)
        free = [(length - stop, length - first) for first, stop in self.free]
        return _Side(self.keys[::-1], free[::-1])

    def before(self, place: int, length: int) -> tuple[int, ...]:
        return tuple(self.keys[max(0, place - length) : place])

    def places(self) -> Iterator[int]:
        """Yield the places after a word without a partner."""
        return chain.from_iterable(range(first + 1, stop + 1) for first, stop in self.free)


_Run = tuple[int, int, int]
"""The first word of a passage on one side, and on the other; and how many it has."""


def _heads(here: _Side, there: _Side, runs: list[_Run]) -> list[int]:
    """Return how many words at the start of each passage could be meant elsewhere.

    Either the words before them went there, or those now before them came from there.
    """
    turned = [(new, old, size) for old, new, size in runs]
    return list(
        map(max, _alike_elsewhere(here, there, runs), _alike_elsewhere(there, here, turned))
    )


def _alike_elsewhere(one: _Side, other: _Side, runs: list[_Run]) -> list[int]:
    """Return how far each passage goes on after the same words elsewhere on the other side."""
    heads = [0] * len(runs)
    for number, places in _in_like_company(one, other, runs):
        here, _, size = runs[number]
        heads[number] = max(_alike(one.keys, here, other.keys, place, size) for place in places)
    return heads


def _in_like_company(one: _Side, other: _Side, runs: list[_Run]) -> Iterator[tuple[int, list[int]]]:
    """Yield for a passage the places with more of the words before it than its own place has."""
    numbers = list(range(len(runs)))
    places = list(other.places())
    for length in NEIGHBOURS:
        wanted: dict[tuple[int, ...], list[int]] = {}
        for number in numbers:
            wanted.setdefault(one.before(runs[number][0], length), []).append(number)
        found: dict[tuple[int, ...], list[int]] = defaultdict(list)
        for place in places:
            before = other.before(place, length)
            if before in wanted:
                found[before].append(place)
        numbers, places = [], []
        for before, agreeing in found.items():
            is_few = len(agreeing) <= MOST_PLACES or length == NEIGHBOURS[-1]
            rest = []
            for number in wanted[before]:
                if is_few and other.before(runs[number][1], length) != before:
                    yield number, agreeing[:MOST_PLACES]
                else:
                    rest.append(number)
            numbers += rest
            places += agreeing if rest else []


def _alike(one: list[int], here: int, other: list[int], place: int, most: int) -> int:
    """Return how many words from two places on are the same, up to a number."""
    most = min(most, len(other) - place)
    words = zip(one[here : here + most], other[place : place + most], strict=True)
    return next((n for n, (a, b) in enumerate(words) if a != b), most)
