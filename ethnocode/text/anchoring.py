"""Codings taken along into an edited text, so that they never drift.

A span whose words an edit left alone follows them exactly. A span whose words
were touched slightly, or moved as a passage, is found again only where nothing
else could be meant. Every other span waits for a person: it is never put on a
guess, nor on a twin of its own words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from ethnocode.model import CONTEXT_CHARS, Span
from ethnocode.text.company import parted
from ethnocode.text.diff import Words, matching_blocks
from ethnocode.text.islands import islands
from ethnocode.text.moves import moved_blocks
from ethnocode.text.partners import Image, Partners, cut_alike
from ethnocode.text.rivals import is_contested
from ethnocode.text.slides import settle

NEARBY_CHARS = 500
"""A quote with a word replaced that stands unchanged within this distance is in doubt."""


class Outcome(StrEnum):
    """What became of a span."""

    EXACT = "exact"
    MOVED = "moved"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Mapped:
    """Where a span of the old text is in the new one.

    Args:
        span: Its place, or ``None`` where a person has to decide.
        outcome: Whether its words are untouched, found again, or in doubt.
        reason: What happened to them, for people.
    """

    span: Span | None
    outcome: Outcome
    reason: str


def carry(spans: Sequence[Span], *, old: str, new: str) -> tuple[Mapped, ...]:
    """Map spans of a canonical text onto an edited version of it.

    A span that is ``EXACT`` has the very words it had. One that is ``MOVED`` has
    nearly its words, changed white space or quotation marks, or its words in
    another place.

    Returns:
        One result for each span, in the order given.

    Raises:
        ValueError: A span reaches past the end of the old text.

    Complexity:
        O(n log n + k) for texts of n words and k spans, whatever the texts.
    """
    for span in spans:
        if span.end > len(old):
            raise ValueError(f"span {span} is outside a text of {len(old)} characters")
    if old == new:
        return tuple(Mapped(span, Outcome.EXACT, "the text is unchanged") for span in spans)
    carrier = _Carrier(old, new)
    return tuple(carrier.mapped(span) for span in spans)


def share_lost(mapped: Sequence[Mapped]) -> float:
    """Return the share of spans that need review; 0 where there are none."""
    lost = sum(one.outcome is Outcome.REVIEW for one in mapped)
    return lost / len(mapped) if mapped else 0.0


class _Carrier:
    """Both texts, and what they have in common."""

    def __init__(self, old: str, new: str) -> None:
        numbers: dict[str, int] = {}
        self.old, self.new = Words.of(old, numbers=numbers), Words.of(new, numbers=numbers)
        settled = settle(matching_blocks(self.old, self.new), self.old, self.new)
        self.stayed = Partners(settled.blocks, self.old, self.new, doubtful=settled.doubtful)
        self.moved = moved_blocks(settled.blocks, self.old, self.new)
        self.parted = parted(settled.blocks, self.moved, old=self.old, new=self.new)
        self.islands = list(islands(self.stayed))
        self.island_starts = [island.old.start for island in self.islands]

    def mapped(self, span: Span) -> Mapped:
        """Return what became of a span."""
        if self.parted.could_be_elsewhere(*self.old.within(span)):
            return _review("the words beside it went to where the same words stand")
        number = bisect_right(self.island_starts, span.start) - 1
        if number >= 0 and self.islands[number].old.encloses(span):
            return self._untouched(span, number)
        return self._touched(span)

    def _untouched(self, span: Span, number: int) -> Mapped:
        island = self.islands[number]
        place = span.shifted(island.new.start - island.old.start)
        beside = []
        if span.start - island.old.start < CONTEXT_CHARS:
            beside.append((number - 1, number))
        if island.old.end - span.end < CONTEXT_CHARS:
            beside.append((number, number + 1))
        changes = [self._between(left, right) for left, right in beside]
        there, here = (self.old.text, span), (self.new.text, place)
        if is_contested(there, here, among=[come for _, come in changes]) or is_contested(
            here, there, among=[gone for gone, _ in changes]
        ):
            return _review("the same words stand beside it, and either could be meant")
        return Mapped(place, Outcome.EXACT, "its words are untouched")

    def _between(self, left: int, right: int) -> tuple[tuple[int, int], tuple[int, int]]:
        """Return the offsets between two islands in the old and in the new text."""
        old_first = new_first = 0
        old_stop, new_stop = len(self.old.text), len(self.new.text)
        if left >= 0:
            old_first, new_first = self.islands[left].old.end, self.islands[left].new.end
        if right < len(self.islands):
            old_stop, new_stop = self.islands[right].old.start, self.islands[right].new.start
        return (old_first, old_stop), (new_first, new_stop)

    def _touched(self, span: Span) -> Mapped:
        first, stop = self.old.within(span)
        if first >= stop:
            return _review("it covers no word")
        found = self.stayed.image(span)
        is_exchanged = self.parted.are_exchanged(first, stop)
        if found is not None and not is_exchanged and self.stayed.is_slight(found):
            return self._found_again(span, found)
        passage = bisect_right(self.moved, first, key=lambda block: block.old) - 1
        if passage >= 0 and stop <= self.moved[passage].old_stop:
            by = self.moved[passage].new - self.moved[passage].old
            edges = {"at": (first, first + by), "until": (stop, stop + by)}
            place = cut_alike(span, self.old, self.new, **edges)
            return Mapped(place, Outcome.MOVED, "its passage was moved")
        if found is None:
            return _review("its words are gone")
        if is_exchanged:
            return _review("some of its words changed places with others")
        return _review(f"its words were rewritten, perhaps as those at {found.span}")

    def _found_again(self, span: Span, found: Image) -> Mapped:
        there, here = (self.old.text, span), (self.new.text, found.span)
        changes = [self.stayed.change_before(found), self.stayed.change_after(found)]
        if is_contested(there, here, among=changes) or (
            not found.is_respelt and self._is_nearby(span.of(self.old.text), found.span)
        ):
            return _review("the same words stand beside it, and either could be meant")
        what = "white space or signs" if found.likeness == 1 else "a few of its words"
        return Mapped(found.span, Outcome.MOVED, f"{what} changed")

    def _is_nearby(self, quote: str, place: Span) -> bool:
        first = max(0, place.start - NEARBY_CHARS)
        return self.new.text.find(quote, first, place.end + NEARBY_CHARS) >= 0


def _review(reason: str) -> Mapped:
    return Mapped(None, Outcome.REVIEW, reason)
