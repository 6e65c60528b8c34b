"""Passages: the units that are scored, cut so that a reader would take each in at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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


LONGEST_WORDS = 150
"""A stretch of more words is cut into windows of sentences."""


def cut_passages(
    text: str, stretches: Sequence[Stretch], *, sentences: Sequence[Span]
) -> tuple[Passage, ...]:
    """Return the passages of a source, in text order; every word of a stretch is in one.

    Args:
        text: The canonical text.
        stretches: Spans that do not overlap.
        sentences: Spans that do not overlap; a stretch without any is one sentence.

    Complexity:
        O(n) for n stretches and sentences.
    """
    held = _sentences_of(stretches, sentences)
    return tuple(
        Passage(stretch.span, held.get(n, (stretch.span,)), stretch.group, stretch.asks)
        for n, stretch in enumerate(stretches)
        if text[stretch.span.start : stretch.span.end].strip()
    )


def _sentences_of(
    stretches: Sequence[Stretch], sentences: Sequence[Span]
) -> Mapping[int, tuple[Span, ...]]:
    found: dict[int, tuple[Span, ...]] = {}
    at = 0
    for n, stretch in enumerate(stretches):
        while at < len(sentences) and sentences[at].end <= stretch.span.start:
            at += 1
        inside = []
        while at < len(sentences) and sentences[at].start < stretch.span.end:
            start = max(sentences[at].start, stretch.span.start)
            inside.append(Span(start, min(sentences[at].end, stretch.span.end)))
            if sentences[at].end > stretch.span.end:
                break
            at += 1
        if inside:
            found[n] = tuple(inside)
    return found
