"""Which words of a text are the same words in an edited version of it.

A cautious diff: it pairs runs of words that occur once on either side, first
long ones, then shorter ones between those, and leaves the rest unpaired. It
never weighs one of several equal pairings against another, so its cost stays
near linear whatever the texts.

Source:
    The idea of unique anchors is Bram Cohen's patience diff; dropping matches
    smaller than the changes around them is Neil Fraser's semantic cleanup.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from ethnocode.model import Span

# Scripts written without spaces are cut into characters, so that an edit touches one.
_UNSPACED = "\u0e00-\u0eff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[^\W{_UNSPACED}]+|\S")
_ALIKE = str.maketrans(dict.fromkeys("‘’‚ʼ`´", "'") | dict.fromkeys("“”„«»", '"'))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))

RUN_LENGTHS = (8, 4, 2, 1)
"""Words in the unique runs looked for, in the gaps between longer ones."""
LOCAL_WORDS = 200
"""Runs shorter than four words count only in gaps of at most this many words."""
LEAST_SHARED = 0.02
"""Runs that make up less of a larger gap than this are coincidences in rewritten text."""
SWAPPED_WORDS = 3
"""As many words replaced by as many, such as a name, count as no change around a match."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words and signs of a text, without the white space between them.

    Args:
        keys: A number for each word; words that differ in case, or signs that
            differ in the kind of quotation mark or dash, share one.
        starts: Where each word starts.
        ends: Where each word ends.
        sizes: Characters in all words before each word, and in all.
    """

    text: str
    keys: list[int]
    starts: list[int]
    ends: list[int]
    sizes: list[int]

    @classmethod
    def of(cls, text: str, *, numbers: dict[str, int]) -> Words:
        """Return the words of a text, adding new ones to the numbers they are known by."""
        matches = list(_WORD.finditer(text))
        words = list(map(re.Match.group, matches))
        for word in dict.fromkeys(words):
            numbers.setdefault(word, numbers.setdefault(_folded(word), len(numbers)))
        return cls(
            text,
            list(map(numbers.__getitem__, words)),
            list(map(re.Match.start, matches)),
            list(map(re.Match.end, matches)),
            list(accumulate(map(len, words), initial=0)),
        )

    def __len__(self) -> int:
        return len(self.keys)

    def part(self, first: int, stop: int) -> str:
        """Return the text from word ``first`` to the one before ``stop``."""
        return self.text[self.starts[first] : self.ends[stop - 1]]

    def within(self, span: Span) -> tuple[int, int]:
        """Return the first word that a span touches, and the one after the last."""
        return bisect_right(self.ends, span.start), bisect_left(self.starts, span.end)

    def size(self, first: int, stop: int) -> int:
        """Return how many characters the words ``first`` to ``stop`` have."""
        return self.sizes[stop] - self.sizes[first]


@dataclass(frozen=True, slots=True)
class Block:
    """Words ``old`` onwards of one text that are words ``new`` onwards of another."""

    old: int
    new: int
    size: int

    @property
    def old_stop(self) -> int:
        """The word after the block in the old text."""
        return self.old + self.size

    @property
    def new_stop(self) -> int:
        """The word after the block in the new text."""
        return self.new + self.size


def matching_blocks(old: Words, new: Words) -> list[Block]:
    """Return the words two texts have in common, in order, as blocks.

    Complexity:
        O(n log n) for n words, whatever the texts.
    """
    box = (0, len(old), 0, len(new))
    blocks = joined(_matches(old.keys, new.keys, box, RUN_LENGTHS))
    return _without_coincidences(blocks, old, new)


def unique_runs(
    old: Sequence[int], new: Sequence[int], box: tuple[int, int, int, int], length: int
) -> list[tuple[int, int]]:
    """Return where runs start that occur once in each side of a box, in old order.

    Args:
        box: First and stop of the old words, first and stop of the new ones.
        length: Words in a run.
    """
    old_first, old_stop, new_first, new_stop = box
    there = _once(new, new_first, new_stop, length)
    here = _once(old, old_first, old_stop, length)
    return sorted((i, there[run]) for run, i in here.items() if run in there)


def _folded(word: str) -> str:
    return word.casefold().translate(_ALIKE).translate(_DASHES)


def _once(keys: Sequence[int], first: int, stop: int, length: int) -> dict[tuple[int, ...], int]:
    """Return where each run of words starts that occurs once between two places."""
    runs = list(zip(*(keys[first + shift : stop] for shift in range(length)), strict=False))
    last = dict(zip(runs, range(first, stop), strict=False))
    if len(last) == len(runs):
        return last
    earliest = dict(zip(reversed(runs), range(first + len(runs) - 1, first - 1, -1), strict=True))
    return {run: place for run, place in last.items() if earliest[run] == place}


def _matches(
    old: Sequence[int],
    new: Sequence[int],
    box: tuple[int, int, int, int],
    lengths: tuple[int, ...],
) -> Iterator[Block]:
    a, a_stop, b, b_stop = box
    head, room = 0, min(a_stop - a, b_stop - b)
    while head < room and old[a + head] == new[b + head]:
        head += 1
    tail = 0
    while tail < room - head and old[a_stop - tail - 1] == new[b_stop - tail - 1]:
        tail += 1
    if head:
        yield Block(a, b, head)
    inner = (a + head, a_stop - tail, b + head, b_stop - tail)
    fitting = tuple(length for length in lengths if length <= room - head - tail)
    if fitting and max(a_stop - a, b_stop - b) > head + tail + 1:
        yield from _anchored(old, new, inner, fitting)
    if tail:
        yield Block(a_stop - tail, b_stop - tail, tail)


def _anchored(
    old: Sequence[int],
    new: Sequence[int],
    box: tuple[int, int, int, int],
    lengths: tuple[int, ...],
) -> Iterator[Block]:
    a, a_stop, b, b_stop = box
    length, rest = lengths[0], lengths[1:]
    if length < 4 and max(a_stop - a, b_stop - b) > LOCAL_WORDS:
        return
    anchors = joined(Block(i, j, length) for i, j in _rising(unique_runs(old, new, box, length)))
    room = min(a_stop - a, b_stop - b)
    if room > LOCAL_WORDS and sum(block.size for block in anchors) < LEAST_SHARED * room:
        anchors = []
    for block in anchors:
        yield from _matches(old, new, (a, block.old, b, block.new), rest)
        yield block
        a, b = block.old_stop, block.new_stop
    yield from _matches(old, new, (a, a_stop, b, b_stop), rest)


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return a longest part of the pairs that rises on both sides."""
    ends: list[int] = []
    last: list[int] = []
    before = [-1] * len(pairs)
    for here, (_, j) in enumerate(pairs):
        rank = len(ends) if not ends or j > ends[-1] else bisect_left(ends, j)
        ends[rank : rank + 1] = [j]
        last[rank : rank + 1] = [here]
        before[here] = last[rank - 1] if rank else -1
    chain = []
    here = last[-1] if last else -1
    while here >= 0:
        chain.append(pairs[here])
        here = before[here]
    return chain[::-1]


def joined(blocks: Iterable[Block]) -> list[Block]:
    """Join blocks that touch or overlap on one diagonal; cut or drop those that cross."""
    whole: list[Block] = []
    for block in blocks:
        last = whole[-1] if whole else Block(0, 0, 0)
        if block.old - block.new == last.old - last.new and block.old <= last.old_stop:
            grown = max(last.old_stop, block.old_stop) - last.old
            whole[-1:] = [Block(last.old, last.new, grown)]
            continue
        cut = max(0, last.old_stop - block.old, last.new_stop - block.new)
        if cut < block.size:
            whole.append(Block(block.old + cut, block.new + cut, block.size - cut))
    return [block for block in whole if block.size]


def least_words(around: int) -> int:
    """Return how long a match must be to be no coincidence among changed words.

    Twice as many words hold about two more words in a row by chance.
    """
    return 2 * around.bit_length()


def _without_coincidences(blocks: list[Block], old: Words, new: Words) -> list[Block]:
    """Drop short matches between changes that are larger than they are."""
    kept = [Block(0, 0, 0)]
    for block in [*blocks, Block(len(old), len(new), 0)]:
        kept.append(block)
        while len(kept) > 2 and _is_coincidence(kept, old, new):
            del kept[-2]
    return [block for block in kept if block.size]


def _is_coincidence(kept: list[Block], old: Words, new: Words) -> bool:
    """Whether the last block but one is a match by chance between changed words."""
    left, middle, right = kept[-3:]
    before, after = _words_changed(left, middle), _words_changed(middle, right)
    if not before or not after:
        return False
    size = old.size(middle.old, middle.old_stop)
    if size > min(
        _characters_changed(left, middle, old, new), _characters_changed(middle, right, old, new)
    ):
        return not any(map(str.isalnum, old.part(middle.old, middle.old_stop)))
    return middle.size < least_words(min(before, after))


def _words_changed(left: Block, right: Block) -> int:
    """Return how many words changed between two blocks, on the side where they are more."""
    return max(right.old - left.old_stop, right.new - left.new_stop)


def _characters_changed(left: Block, right: Block, old: Words, new: Words) -> int:
    """Return how many characters changed between two blocks, on the side where they are more."""
    gone, come = right.old - left.old_stop, right.new - left.new_stop
    if gone == come <= SWAPPED_WORDS:
        return 0
    return max(old.size(left.old_stop, right.old), new.size(left.new_stop, right.new))


def gaps(blocks: Sequence[Block], old: Words, new: Words) -> Iterator[tuple[Block, Block]]:
    """Yield each pair of neighbouring blocks, the texts' ends being empty blocks."""
    yield from pairwise([Block(0, 0, 0), *blocks, Block(len(old), len(new), 0)])
