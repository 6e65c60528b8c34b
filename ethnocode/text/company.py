"""Words that stayed where they were while their neighbours went elsewhere.

Of two questions with the same answer that change places, a diff sees only that
the words of the questions were exchanged: both answers stayed. So words that an
edit left alone are in doubt where a neighbour of theirs now stands beside the
same words in another place, or where a new neighbour came from beside them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise

from ethnocode.text.diff import Block, Words

NEIGHBOURS = (1, 2, 4, 8, 16, 32)
"""Words beside a place that are compared, more of them while too many places agree."""
MOST_PLACES = 8
"""Places that one neighbour can have gone to; more than these tell nothing."""

_Runs = list[tuple[int, int, int]]
"""For each block, its first word in one text and in the other, and its size."""


def left_behind(blocks: Iterable[Block], old: Words, new: Words) -> list[tuple[int, int]]:
    """Return the ranges of old words, in blocks, that their neighbours are beside elsewhere.

    A span within one of them could be meant in the other place. One that reaches
    out of it could not, for there its words are not whole.

    Complexity:
        O(n) for n words.
    """
    runs = [(block.old, block.new, block.size) for block in blocks]
    heads = _heads(old.keys, new.keys, runs)
    mirrored = [
        (len(old) - here - size, len(new) - there - size, size) for here, there, size in runs[::-1]
    ]
    tails = _heads(old.keys[::-1], new.keys[::-1], mirrored)[::-1]
    first = ((here, here + head) for (here, _, _), head in zip(runs, heads, strict=True))
    last = (
        (here + size - tail, here + size)
        for (here, _, size), tail in zip(runs, tails, strict=True)
    )
    return sorted(part for part in chain(first, last) if part[0] < part[1])


def _heads(old: Sequence[int], new: Sequence[int], runs: _Runs) -> list[int]:
    """Return how many words at the start of each block the word before it is beside elsewhere."""
    turned = [(there, here, size) for here, there, size in runs]
    return list(map(max, _heads_gone(old, new, runs), _heads_gone(new, old, turned)))


def _heads_gone(one: Sequence[int], other: Sequence[int], runs: _Runs) -> list[int]:
    """Return how far each block follows, elsewhere in the other text, the word it followed here."""
    heads = [0] * len(runs)
    ends = [(0, 0), *((here + size, there + size) for here, there, size in runs)]
    bereft = {
        here: number
        for number, ((here, _, _), (end, _)) in enumerate(zip(runs, ends, strict=False))
        if here > end
    }
    if not bereft:
        return heads
    starts = [*(there for _, there, _ in runs), len(other)]
    free = zip((end for _, end in ends), starts, strict=True)
    places = chain.from_iterable(range(end + 1, start + 1) for end, start in free)
    for here, elsewhere in _beside_the_same(one, other, list(bereft), list(places)):
        number = bereft[here]
        _, there, size = runs[number]
        lengths = (_alike(one, here, other, place, size) for place in elsewhere if place != there)
        heads[number] = max(lengths, default=0)
    return heads


def _beside_the_same(
    one: Sequence[int], other: Sequence[int], heres: list[int], places: list[int]
) -> Iterator[tuple[int, list[int]]]:
    """Yield the places of the other text that have the same words before them as here."""
    for length in NEIGHBOURS:
        wanted: dict[tuple[int, ...], list[int]] = {}
        for here in heres:
            wanted.setdefault(tuple(one[max(0, here - length) : here]), []).append(here)
        found = defaultdict(list)
        for place in places:
            before = tuple(other[max(0, place - length) : place])
            if before in wanted:
                found[before].append(place)
        heres, places = [], []
        for before, agreeing in found.items():
            if len(agreeing) > MOST_PLACES and length < NEIGHBOURS[-1]:
                heres += wanted[before]
                places += agreeing
            else:
                yield from ((here, agreeing[:MOST_PLACES]) for here in wanted[before])


def _alike(one: Sequence[int], here: int, other: Sequence[int], place: int, most: int) -> int:
    """Return how many words from two places on are the same, up to a number."""
    most = min(most, len(other) - place)
    pairs = zip(one[here : here + most], other[place : place + most], strict=True)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), most)
