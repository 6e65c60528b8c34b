"""Which word of the new text each word of the old one became, and where a span went."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

from ethnocode.model import CONTEXT_CHARS, Span
from ethnocode.text.diff import Block, Words

LEAST_ALIKE = 0.85
"""Share of a quote that must be left for it to count as touched slightly."""
LEAST_CONTEXT = 0.5
"""Share of the context that must be left on the better side; of a short quote, on both."""
SHORT_CHARS = 16
"""A quote with fewer characters left is short."""
FEW_WORDS = 2
"""Words replaced in one place that are few even in a short quote, if its context is whole."""
LEAST_LETTERS = 0.6
"""Share of the letters of one or two words that is left if only their spelling changed."""
WHOLE_CONTEXT = 0.9
"""Share of the context that counts as all of it."""
COMPARED_WORDS = 40
"""Words in the longest quote whose letters, not only its words, are compared."""

_GONE = -1
_DOUBTFUL = -2


@dataclass(frozen=True, slots=True)
class Image:
    """Where the words of a span are in the new text.

    Args:
        old: First and stop of its words in the old text.
        new: First and stop of its words in the new text.
        span: Its characters in the new text.
        likeness: Share of its characters that are left, of the larger quote.
        is_respelt: Whether most letters of the words that changed are left.
    """

    old: tuple[int, int]
    new: tuple[int, int]
    span: Span
    likeness: float
    is_respelt: bool


class Partners:
    """The new word that each old word is, where that is certain."""

    def __init__(
        self,
        blocks: Iterable[Block],
        old: Words,
        new: Words,
        *,
        doubtful: Iterable[tuple[int, int]] = (),
    ) -> None:
        self.old, self.new = old, new
        self.of = [_GONE] * len(old)
        for block in blocks:
            self.of[block.old : block.old_stop] = range(block.new, block.new_stop)
        for first, stop in doubtful:
            self.of[first:stop] = [_DOUBTFUL] * (stop - first)
        self._before, self._after = _nearest(self.of)
        self._left = _sizes_left(self.of, old)

    def image(self, span: Span) -> Image | None:
        """Return where the words of a span went, or ``None`` where no place can be told."""
        first, stop = self.old.within(span)
        if self._cuts_a_change(span, first, stop):
            return None
        start, end = self._new_start(first), self._new_stop(stop)
        if start is None or end is None or start >= end:
            return None
        size = max(self.old.size(first, stop), self.new.size(start, end))
        left = self._left[stop] - self._left[first]
        letters = 0
        if stop - first <= COMPARED_WORDS and left < size:
            letters = sum(self._letters_left((first, stop), (start, end)))
        place = cut_alike(span, self.old, self.new, at=(first, start), until=(stop, end))
        likeness = min(1.0, (left + letters) / size)
        is_respelt = letters >= LEAST_LETTERS * (size - left)
        return Image((first, stop), (start, end), place, likeness, is_respelt)

    def is_slight(self, image: Image) -> bool:
        """Whether so much of a quote and its surroundings is left that no other is meant."""
        (first, stop), (start, end) = image.old, image.new
        around = (
            self._context_left(range(first - 1, -1, -1), self.new.starts[start]),
            self._context_left(range(stop, len(self.old)), self.new.ends[end - 1]),
        )
        left = self._left[stop] - self._left[first]
        if image.likeness < LEAST_ALIKE:
            return self._few_replaced(image) and min(around) > WHOLE_CONTEXT
        return (min(around) if left < SHORT_CHARS else max(around)) >= LEAST_CONTEXT

    def change_before(self, image: Image) -> tuple[int, int]:
        """Return the offsets of the new text between an image and the certain word before it."""
        before = self._before[image.old[0] - 1] if image.old[0] else -1
        first = self.new.ends[self.of[before]] if before >= 0 else 0
        return first, self.new.starts[image.new[0]]

    def change_after(self, image: Image) -> tuple[int, int]:
        """Return the offsets of the new text between an image and the certain word after it."""
        after = self._after[image.old[1]] if image.old[1] < len(self.old) else len(self.old)
        stop = self.new.starts[self.of[after]] if after < len(self.old) else len(self.new.text)
        return self.new.ends[image.new[1] - 1], stop

    def _few_replaced(self, image: Image) -> bool:
        (first, stop), (start, end) = image.old, image.new
        if stop - first > COMPARED_WORDS or not -1 <= end - start - (stop - first) <= FEW_WORDS:
            return False
        replaced = [place for place in range(first, stop) if self.of[place] < 0]
        if len(replaced) > FEW_WORDS or (replaced and replaced[-1] - replaced[0] >= len(replaced)):
            return False
        return 2 * len(replaced) <= stop - first or image.likeness >= LEAST_LETTERS

    def _cuts_a_change(self, span: Span, first: int, stop: int) -> bool:
        head = self.old.starts[first] < span.start and self.of[first] < 0
        return head or (span.end < self.old.ends[stop - 1] and self.of[stop - 1] < 0)

    def _new_start(self, first: int) -> int | None:
        """Return the new word that an old one became; of a change, word for word."""
        before, after = self._before[first], self._after[first]
        if before == first:
            return self.of[first]
        low = self.of[before] + 1 if before >= 0 else 0
        high = self.of[after] if after < len(self.old) else len(self.new)
        if first == before + 1:
            return low
        return low + first - before - 1 if after - before - 1 == high - low else None

    def _new_stop(self, stop: int) -> int | None:
        before, after = self._before[stop - 1], self._after[stop - 1]
        if before == stop - 1:
            return self.of[before] + 1
        low = self.of[before] + 1 if before >= 0 else 0
        high = self.of[after] if after < len(self.old) else len(self.new)
        if stop == after:
            return high
        return high - after + stop if after - before - 1 == high - low else None

    def _letters_left(self, old: tuple[int, int], new: tuple[int, int]) -> Iterator[int]:
        """Yield how many letters are left in each change within a span."""
        place, stop = old
        while place < stop:
            if self.of[place] >= 0:
                place += 1
                continue
            after = min(self._after[place], stop)
            low = new[0] if place == old[0] else self.of[place - 1] + 1
            high = new[1] if after == stop else self.of[after]
            if low < high and _DOUBTFUL not in self.of[place:after]:
                yield _letters_alike(self.old.part(place, after), self.new.part(low, high))
            place = after

    def _context_left(self, places: Iterable[int], edge: int) -> float:
        """Return how much of the context on one side of a span is beside its image too."""
        total = left = 0
        for place in places:
            if total >= CONTEXT_CHARS:
                break
            size = self.old.size(place, place + 1)
            total += size
            partner = self.of[place]
            if partner >= 0 and abs(self.new.starts[partner] - edge) <= 2 * CONTEXT_CHARS:
                left += size
        return left / total if total else 1.0


def _letters_alike(one: str, other: str) -> int:
    """Return how many letters two words share at their ends, as a word and its misspelling do."""
    one, other = one.casefold(), other.casefold()
    head = _alike_first(one, other)
    return head + _alike_first(one[head:][::-1], other[head:][::-1])


def _alike_first(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def cut_alike(
    span: Span, old: Words, new: Words, *, at: tuple[int, int], until: tuple[int, int]
) -> Span:
    """Return the span of new words; of an outer word that is the same, the part it covered.

    Args:
        span: In the old text.
        at: The first word of the span in the old text, and in the new one.
        until: The word after the last one, likewise.
    """
    start, end = new.starts[at[1]], new.ends[until[1] - 1]
    if old.part(at[0], at[0] + 1) == new.part(at[1], at[1] + 1):
        start += max(0, span.start - old.starts[at[0]])
    if old.part(until[0] - 1, until[0]) == new.part(until[1] - 1, until[1]):
        end -= max(0, old.ends[until[0] - 1] - span.end)
    return Span(start, end)


def _nearest(of: list[int]) -> tuple[list[int], list[int]]:
    """Return the certain word at or before each word, and the one at or after it."""
    before, after = [], [len(of)] * len(of)
    last = -1
    for place, partner in enumerate(of):
        last = place if partner >= 0 else last
        before.append(last)
    last = len(of)
    for place in range(len(of) - 1, -1, -1):
        last = place if of[place] >= 0 else last
        after[place] = last
    return before, after


def _sizes_left(of: list[int], old: Words) -> list[int]:
    """Return how many characters in the words before each word, and in all, are certain."""
    sizes = (end - start for start, end in zip(old.starts, old.ends, strict=True))
    kept = (size if there >= 0 else 0 for size, there in zip(sizes, of, strict=True))
    return list(accumulate(kept, initial=0))
