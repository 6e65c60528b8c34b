"""Words that stayed where they were while their neighbours went elsewhere.

Of two questions with the same answer that change places, a diff sees only that
the words of the questions were exchanged: both answers stayed. So words that an
edit left alone are in doubt where what stood beside them now stands beside the
same words in another place, or where what stands beside them now did.

A word that the other text has not, or a name replaced by the same one time and
again, tells nothing of this and is left out: what is beyond it is the neighbour.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, compress
from operator import itemgetter

from ethnocode.text.diff import SWAPPED_WORDS, Block, Words, gaps, joined

NEIGHBOURS = (1, 2, 4, 8, 16)
"""Words beside a place that are compared: more, while too many places agree in fewer."""
MOST_PLACES = 8
"""Places that can agree; of more, those that agree in more words are looked for."""

_Range = tuple[int, int]
"""The first word, and the one after the last."""


@dataclass(frozen=True, slots=True)
class Parted:
    """Where words and their neighbours were parted.

    Args:
        at: For each old word, and the end, how many before it are not left out.
        left: Ranges of these, within passages, that could be meant elsewhere.
        gone: Ranges of these, between passages, that went beside the same words
            elsewhere, or gave way to words from there.
    """

    at: list[int]
    left: tuple[_Range, ...]
    gone: tuple[_Range, ...]

    def could_be_elsewhere(self, first: int, stop: int) -> bool:
        """Whether all the words, from first to stop, could be meant in another place."""
        first, stop = self.at[first], self.at[stop]
        number = bisect_right(self.left, first, key=itemgetter(0))
        near = self.left[max(0, number - 2) : number]
        return first < stop and any(stop <= last for _, last in near)

    def are_exchanged(self, first: int, stop: int) -> bool:
        """Whether any of the words, from first to stop, changed places with others."""
        first, stop = self.at[first], self.at[stop]
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
    old_free = [(left.old_stop, right.old) for left, right in between]
    new_free = [(left.new_stop, right.new) for left, right in between]
    here, old_at = _thinned(old.keys, old_free, _telling(old.keys, old_free, new.keys, new_free))
    there, new_at = _thinned(new.keys, new_free, _telling(new.keys, new_free, old.keys, old_free))
    kept = joined(Block(old_at[one.old], new_at[one.new], one.size) for one in stayed)
    blocks = [*kept, *(Block(old_at[one.old], new_at[one.new], one.size) for one in moved)]
    heads = _heads(here, there, [(one.old, one.new, one.size) for one in blocks])
    size, new_size = len(here.keys), len(there.keys)
    ends = [(size - one.old_stop, new_size - one.new_stop, one.size) for one in blocks]
    tails = _heads(here.mirrored(), there.mirrored(), ends)
    left = []
    for one, head, tail in zip(blocks, heads, tails, strict=True):
        left += [(one.old, one.old + head)] if head else []
        left += [(one.old_stop - tail, one.old_stop)] if tail else []
    edges = zip(
        [0, *(one.old_stop for one in kept)],
        [*(one.old for one in kept), len(here.keys)],
        [0, *tails[: len(kept)]],
        [*heads[: len(kept)], 0],
        strict=True,
    )
    gone = tuple((first, stop) for first, stop, tail, head in edges if tail or head)
    return Parted(old_at, tuple(sorted(left)), gone)


def _telling(
    one: list[int], free: list[_Range], other: list[int], other_free: list[_Range]
) -> set[int]:
    """Return the words of one text that could have gone somewhere in the other.

    A name is known by a replacement made more than once, alone or last of a change.
    """
    renamed: Counter[tuple[tuple[int, ...], tuple[int, ...]]] = Counter()
    come = set()
    for (first, stop), (start, end) in zip(free, other_free, strict=True):
        come.update(other[start:end])
        if 0 < stop - first <= SWAPPED_WORDS and 0 < end - start <= SWAPPED_WORDS:
            renamed[tuple(one[first:stop]), tuple(other[start:end])] += 1
        elif first < stop and start < end:
            renamed[tuple(one[stop - 1 : stop]), tuple(other[max(start, end - 2) : end])] += 1
    telling = set(other)
    for (names, _), count in renamed.items():
        if count > 1:
            telling.difference_update(names if count > MOST_PLACES else set(names) - come)
    return telling


@dataclass(frozen=True, slots=True)
class _Side:
    """The words of one text that are not left out, and those of them without a partner."""

    keys: tuple[int, ...]
    free: list[_Range]

    def mirrored(self) -> _Side:
        """Return the words as they are read backwards."""
        size = len(self.keys)
        return _Side(self.keys[::-1], [(size - stop, size - first) for first, stop in self.free])

    def before(self, place: int, length: int) -> tuple[int, ...]:
        return self.keys[max(0, place - length) : place]

    def places(self) -> Iterator[int]:
        """Yield the places after a word without a partner."""
        return chain.from_iterable(range(first + 1, stop + 1) for first, stop in self.free)


_Run = tuple[int, int, int]
"""Where a passage starts on one side, and on the other; and how many words it has."""


def _thinned(keys: Sequence[int], free: list[_Range], telling: set[int]) -> tuple[_Side, list[int]]:
    """Leave out the free words that tell nothing; return also where each word is now."""
    flags = bytearray(b"\x01") * len(keys)
    for first, stop in free:
        flags[first:stop] = bytes(map(telling.__contains__, keys[first:stop]))
    at = list(accumulate(flags, initial=0))
    return _Side(tuple(compress(keys, flags)), [(at[first], at[stop]) for first, stop in free]), at


def _heads(here: _Side, there: _Side, runs: list[_Run]) -> list[int]:
    """Return how many words at the start of each passage could be meant elsewhere.

    Either what was before them went there, or what is before them came from there.
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
    numbers = [number for number, (here, _, _) in enumerate(runs) if here]
    places = list(other.places())
    keys = other.keys
    for length in NEIGHBOURS:
        wanted: dict[tuple[int, ...], list[int]] = {}
        for number in numbers:
            wanted.setdefault(one.before(runs[number][0], length), []).append(number)
        found: dict[tuple[int, ...], list[int]] = {before: [] for before in wanted}
        for place in places:
            before = keys[place - length : place]
            if before in found:
                found[before].append(place)
        numbers, places = [], []
        for before, agreeing in found.items():
            is_few = len(agreeing) <= MOST_PLACES or length == NEIGHBOURS[-1]
            rest = []
            for number in wanted[before] if agreeing else ():
                if is_few and other.before(runs[number][1], length) != before:
                    yield number, agreeing[:MOST_PLACES]
                else:
                    rest.append(number)
            numbers += rest
            places += agreeing if rest else []


def _alike(one: Sequence[int], here: int, other: Sequence[int], place: int, most: int) -> int:
    """Return how many words from two places on are the same, up to a number."""
    length, step = 0, 1
    most = min(most, len(other) - place)
    while step:
        ahead = min(length + step, most)
        if one[here + length : here + ahead] != other[place + length : place + ahead]:
            step //= 2
        elif ahead == most:
            return most
        else:
            length, step = ahead, 2 * step
    return length
