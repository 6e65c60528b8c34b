"""Which words of a passage a suggestion marks: whole sentences, as a person would mark them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ethnocode.model import Span
from ethnocode.suggest.passages import Passage

CUE_WEIGHT = 1.0
"""What an explicit cue adds to the weight of the sentence it begins in."""
LENGTH_COST = 0.8
"""What a run pays of its share of the weight for its share of the passage's length."""
"""A passage of so many sentences is marked whole."""


@dataclass(frozen=True, slots=True)
class WeighedWord:
    """A word of a passage with what it says for a code.

    Args:
        start: Its first character.
        weight: In log-odds; words below 0 count for nothing.
    """

    start: int
    weight: float


def marked_words(
    passage: Passage, *, words: Iterable[WeighedWord], cues: Iterable[Span] = ()
) -> Span:
    """Return the sentences of a passage that a suggestion of a code marks.

    Of all runs of neighbouring sentences it is the one whose share of the weight is
    furthest above its share of the passage's length; the shorter and then the earlier
    one where two are equal. A passage with nothing to weigh is marked whole.

    Args:
        passage: With at least one sentence.
        words: Words of the passage with their weight, in any order.
        cues: Where explicit cues of the code are.

    Complexity:
        O(n + s^2) for n words in s sentences.
    """
    sentences = passage.sentences
    weights = _weights(sentences, words, cues)
    total = sum(weights)
    if len(sentences) == 1 or total <= 0:
        return passage.span
    length = sum(map(len, sentences))
    gains = [
        weight / total - LENGTH_COST * len(sentence) / length
        for weight, sentence in zip(weights, sentences, strict=True)
    ]
    first, last = _best_run(gains)
    return Span(sentences[first].start, sentences[last].end)


def _weights(
    sentences: Sequence[Span], words: Iterable[WeighedWord], cues: Iterable[Span]
) -> list[float]:
    from bisect import bisect_right

    starts = [sentence.start for sentence in sentences]
    weights = [0.0] * len(sentences)
    weighed = [(word.start, max(word.weight, 0.0)) for word in words]
    weighed += [(cue.start, CUE_WEIGHT) for cue in cues]
    for start, weight in weighed:
        weights[max(bisect_right(starts, start) - 1, 0)] += weight
    return weights


def _best_run(gains: Sequence[float]) -> tuple[int, int]:
    """Return first and last of the run with the largest sum."""
    best, found = gains[0], (0, 0)
    for first in range(len(gains)):
        gained = 0.0
        for last in range(first, len(gains)):
            gained += gains[last]
            shorter = last - first < found[1] - found[0]
            if gained > best or (gained == best and shorter):
                best, found = gained, (first, last)
    return found
