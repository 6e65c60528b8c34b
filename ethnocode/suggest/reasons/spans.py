"""Which words of a passage a suggestion marks: whole sentences, as a person would mark them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ethnocode.model import Span
from ethnocode.suggest.reading.passages import Passage

CARRIED = 0.6
"""Share of the weight that the marked sentences carry at least."""
CUE_WEIGHT = 1.0
"""What an explicit cue adds to the weight of the sentence it begins in."""
LEAST_WEIGHT = 0.6
"""Log-odds that a passage's words need to have for some to be told from others."""
SPREAD = 0.65
"""Share of a passage from which on what carries its weight is as good as all of it."""
SHORT_CHARS = 160
"""One or two sentences of fewer characters are marked together."""
ANNOUNCING_CHARS = 24
"""A sentence of fewer characters announces the next and is marked with it: ``The rules.``"""


@dataclass(frozen=True, slots=True)
class WeighedWord:
    """A word of a passage with what it says for a code.

    Args:
        start: Its first character.
        weight: In log-odds; words below 0 count for nothing.
        word: In lower case.
    """

    start: int
    weight: float
    word: str = ""


def marked_words(
    passage: Passage, *, words: Iterable[WeighedWord], cues: Iterable[Span] = ()
) -> Span:
    """Return the sentences of a passage that a suggestion of a code marks.

    They are the shortest run of neighbouring sentences that carries most of the weight,
    the earlier one where two are equal. A short passage is marked whole, and so are one
    whose weight is spread over most of it and one whose words hardly speak for the code,
    as where those of its neighbours do.

    Args:
        passage: With at least one sentence.
        words: Words of the passage with their weight, in any order.
        cues: Where explicit cues of the code are.

    Complexity:
        O(n log s) for n words in s sentences.
    """
    sentences = passage.sentences
    weights = _weights(sentences, words, cues)
    total = sum(weights)
    short = len(sentences) <= 2 and len(passage.span) < SHORT_CHARS
    if len(sentences) == 1 or short or total < LEAST_WEIGHT:
        return passage.span
    marked = min(_runs(sentences, weights, least=CARRIED * total), key=len)
    marked = _with_next(marked, sentences)
    return passage.span if len(marked) >= SPREAD * len(passage.span) else marked


def _with_next(marked: Span, sentences: Sequence[Span]) -> Span:
    """Return a run with the sentences after it that it is too short to do without.

    At the end of a passage they are the sentences before it.
    """
    after = [sentence for sentence in sentences if sentence.start >= marked.end]
    before = [sentence for sentence in reversed(sentences) if sentence.end <= marked.start]
    for sentence in (*after, *before):
        if len(marked) >= ANNOUNCING_CHARS:
            break
        marked = Span(min(marked.start, sentence.start), max(marked.end, sentence.end))
    return marked


def _weights(
    sentences: Sequence[Span], words: Iterable[WeighedWord], cues: Iterable[Span]
) -> list[float]:
    starts = [sentence.start for sentence in sentences]
    weights = [0.0] * len(sentences)
    weighed = [(word.start, max(word.weight, 0.0)) for word in words]
    weighed += [(cue.start, CUE_WEIGHT) for cue in cues]
    for start, weight in weighed:
        weights[max(bisect_right(starts, start) - 1, 0)] += weight
    return weights


def _runs(sentences: Sequence[Span], weights: Sequence[float], *, least: float) -> Iterator[Span]:
    """Yield, for each sentence, the run ending with it that just carries enough."""
    first, carried = 0, 0.0
    for last, weight in enumerate(weights):
        carried += weight
        while first < last and carried - weights[first] >= least:
            carried -= weights[first]
            first += 1
        if carried >= least:
            yield Span(sentences[first].start, sentences[last].end)
