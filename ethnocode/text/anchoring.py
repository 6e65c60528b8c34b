"""Codings taken along into an edited text, so that they never drift.

A span whose words an edit left alone follows them exactly. A span whose words
were touched slightly, or moved as a passage, is found again only where nothing
else could be meant. Every other span waits for a person: it is never put on a
guess, nor on a twin of its own words.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import accumulate

from ethnocode.model import CONTEXT_CHARS, Span
from ethnocode.text.diff import Block, Words, matching_blocks
from ethnocode.text.moves import moved_blocks
from ethnocode.text.slides import settle

LEAST_ALIKE = 0.75
"""Share of a quote that must have survived for it to count as touched slightly."""
LEAST_CONTEXT = 0.5
"""Share of the context that must have survived on the better side."""
RIVAL_MARGIN = 0.5
"""By how much of one side's context a place must fit better than any other."""
MOST_RIVALS = 8
"""A quote that occurs more often in the change beside it is not told apart."""
COMPARED_CHARS = 80
"""Longest change whose letters, not only words, are compared."""
MOST_COMPARED = 2000
"""Changes in a text whose letters are compared; beyond, only whole words count."""


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


@dataclass(frozen=True, slots=True)
class _Island:
    """Characters of the old text that are the same characters in the new one."""

    start: int
    end: int
    by: int


class _Partners:
    """Which new word each old word became, if it is certain."""

    def __init__(self, blocks: Iterable[Block], old: Words, doubtful: Iterable[tuple[int, int]]):
        self.new = [-1] * len(old)
        for block in blocks:
            self.new[block.old : block.old_stop] = range(block.new, block.new_stop)
        for first, stop in doubtful:
            self.new[first:stop] = [-1] * (stop - first)
        sizes = (end - start for start, end in zip(old.starts, old.ends, strict=True))
        kept = (size if new >= 0 else 0 for size, new in zip(sizes, self.new, strict=True))
        self.kept = list(accumulate(kept, initial=0))
        self.before = list(accumulate(range(len(old)), self._later))
        self.after = list(accumulate(reversed(range(len(old))), self._later))[::-1]

    def _later(self, known: int, here: int) -> int:
        return here if self.new[here] >= 0 else known
