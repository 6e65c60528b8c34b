"""Whether words that occur more than once could be meant where they do not stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from ethnocode.model import CONTEXT_CHARS, Span

RIVAL_MARGIN = 0.5
"""By how much of one side's context a place must fit better than any other."""
MOST_RIVALS = 8
"""Words that occur more often than this in the change beside them are not told apart."""

Place = tuple[str, Span]
"""A span and the text it is in."""


def is_contested(there: Place, here: Place, *, among: Iterable[tuple[int, int]]) -> bool:
    """Whether a place's words also stand beside it, where they would fit about as well.

    Args:
        there: Where the words came from.
        here: The place found for them.
        among: Stretches of the text of ``here`` that could hold a rival.

    Complexity:
        O(n) for n characters in the stretches.
    """
    text, span = here
    own = None
    for count, rival in enumerate(_occurrences(span.of(text), text, among)):
        if own is None:
            own = _fit(there, here)
        if count == MOST_RIVALS or _fit(there, (text, rival)) > own - RIVAL_MARGIN:
            return True
    return False


def _occurrences(words: str, text: str, among: Iterable[tuple[int, int]]) -> Iterator[Span]:
    for first, stop in among:
        start = text.find(words, first, stop)
        while start >= 0:
            yield Span(start, start + len(words))
            start = text.find(words, start + 1, stop)


def _fit(one: Place, other: Place) -> float:
    """Return how alike the surroundings of two places are: 0 to 1 for either side."""
    (text, span), (other_text, other_span) = one, other
    before = _likeness(
        text[max(0, span.start - CONTEXT_CHARS) : span.start],
        other_text[max(0, other_span.start - CONTEXT_CHARS) : other_span.start],
    )
    after = _likeness(
        text[span.end : span.end + CONTEXT_CHARS],
        other_text[other_span.end : other_span.end + CONTEXT_CHARS],
    )
    return before + after


def _likeness(one: str, other: str) -> float:
    """Return the share of pairs of neighbouring characters that two strings share (Dice)."""
    if one == other:
        return 1.0
    pairs, other_pairs = set(pairwise(one)), set(pairwise(other))
    both = len(pairs) + len(other_pairs)
    return 2 * len(pairs & other_pairs) / both if both else 0.0
