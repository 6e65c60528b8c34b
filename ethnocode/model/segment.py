"""Segments: the units a source is cut into."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ethnocode.model.span import Span


class SegmentKind(StrEnum):
    """What a segment is. Kinds nest: an entry holds paragraphs, those sentences."""

    ENTRY = "entry"
    TURN = "turn"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ROW = "row"
    SENTENCE = "sentence"


@dataclass(frozen=True, slots=True)
class Segment:
    """A unit of a source.

    Args:
        kind: What it is.
        span: Where; a turn starts at its speaker's label.
        words_from: First character of the words proper: after a turn's label, else ``span.start``.
        date: Date of an entry, ISO 8601; else ``None``.
        time: Clock or media time as written, or ``None``.
        speaker: Label of a turn's speaker, or ``None``.
        page: Page number for citation, from 1, or ``None``.
        heading: Text of the heading it stands under, or ``None``.
    """

    kind: SegmentKind
    span: Span
    words_from: int
    date: str | None = None
    time: str | None = None
    speaker: str | None = None
    page: int | None = None
    heading: str | None = None
