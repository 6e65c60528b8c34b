"""The words that every co-occurrence states: relation and counting mode."""

from __future__ import annotations

from enum import StrEnum


class Relation(StrEnum):
    """How a segment of one code lies to a segment of another."""

    OVERLAP = "overlap"
    EQUAL = "equal"
    WITHIN = "within"
    ENCLOSES = "encloses"
    UNIT = "unit"


class Count(StrEnum):
    """What is counted."""

    UNITS = "units"
    SEGMENTS = "segments"
    EVENTS = "events"
    CHARS = "chars"
    SOURCES = "sources"


class Unit(StrEnum):
    """What codings are held against; a passage is a turn, else a paragraph or table row."""

    PASSAGE = "passage"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    TURN = "turn"
    ENTRY = "entry"
    SOURCE = "source"
