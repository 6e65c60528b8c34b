"""Passages: the units that are scored, cut so that a reader would take each in at once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ethnocode.model import Span


@dataclass(frozen=True, slots=True)
class Passage:
    """A unit of a source that is scored: a turn, a paragraph, a row, or some sentences of one.

    Args:
        span: The words proper, without a speaker's label.
        sentences: Its sentences in order; at least one, and they cover its words.
        group: The side its speaker speaks from, such as ``resident``; empty if unknown.
        asks: Whether the researcher speaks, as an interviewer does.
    """

    span: Span
    sentences: tuple[Span, ...]
    group: str = ""
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Stretch:
    """A turn, paragraph or row of a source, as it is stored, before it is cut.

    Args:
        span: The words proper.
        group: The side its speaker speaks from; empty if unknown.
        asks: Whether the researcher speaks.
    """

    span: Span
    group: str = ""
    asks: bool = False


_WORD = re.compile(r"\S+")

LONGEST_WORDS = 150
"""A stretch of more words is cut into windows of sentences."""


def cut_passages(
    text: str, stretches: Sequence[Stretch], *, sentences: Sequence[Span]
) -> tuple[Passage, ...]:
    """Return the passages of a source, in text order; every word of a stretch is in one.

    A stretch of more than ``LONGEST_WORDS`` is cut into windows of whole sentences, about
    as long as one another; a sentence that is longer still is cut between words. What
    no sentence covers is a sentence of its own.

    Args:
        text: The canonical text.
        stretches: Spans that do not overlap, in order.
        sentences: Spans that do not overlap, in order.

    Complexity:
        O(n) for n characters.
    """
    starts = [sentence.start for sentence in sentences]
    found = []
    for stretch in stretches:
        at = max(0, bisect_right(starts, stretch.span.start) - 1)
        inside = tuple(_sentences(text, stretch.span, islice(sentences, at, None)))
        for window in _windows(text, inside):
            whole = len(window) == len(inside)
            span = stretch.span if whole else Span(window[0].start, window[-1].end)
            found.append(Passage(span, window, stretch.group, stretch.asks))
    return tuple(found)


def _sentences(text: str, stretch: Span, sentences: Iterable[Span]) -> Iterator[Span]:
    """Yield the sentences of a stretch, and what lies between them; nothing blank."""
    reached = stretch.start
    for sentence in sentences:
        if sentence.start >= stretch.end:
            break
        start, end = max(sentence.start, reached), min(sentence.end, stretch.end)
        if start < end:
            if reached < start:
                yield from _parts(text, reached, start)
            yield from _parts(text, start, end)
            reached = end
    yield from _parts(text, reached, stretch.end)


def _parts(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield some characters without the white space about them, in parts if they are long."""
    piece = text[start:end]
    count = len(piece.split())
    if count > LONGEST_WORDS:
        yield from _cut_parts(text, start, end)
    elif count:
        start += len(piece) - len(piece.lstrip())
        yield Span(start, start + len(piece.strip()))


def _cut_parts(text: str, start: int, end: int) -> Iterator[Span]:
    """Yield runs of ``LONGEST_WORDS`` words, and what is left of them."""
    words = 0
    for word in _WORD.finditer(text, start, end):
        if words == 0:
            first = word.start()
        words, last = words + 1, word.end()
        if words == LONGEST_WORDS:
            yield Span(first, last)
            words = 0
    if words:
        yield Span(first, last)


def _windows(text: str, sentences: Sequence[Span]) -> Iterator[tuple[Span, ...]]:
    """Yield runs of sentences that together are all of them, each short enough."""
    if len(sentences) == 1:
        yield (sentences[0],)
        return
    lengths = [len(sentence.of(text).split()) for sentence in sentences]
    windows = -(-sum(lengths) // LONGEST_WORDS)
    enough = sum(lengths) / windows if windows else 0
    window: list[Span] = []
    words = 0
    for sentence, length in zip(sentences, lengths, strict=True):
        if window and (words + length > LONGEST_WORDS or words >= enough):
            yield tuple(window)
            window, words = [], 0
        window.append(sentence)
        words += length
    if window:
        yield tuple(window)
