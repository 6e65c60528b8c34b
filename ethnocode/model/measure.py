"""The words that every co-occurrence states: relation and counting mode."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """How a segment of one code lies to a segment of another."""

    OVERLAP = "overlap"
    EQUAL = "equal"
    WITHIN = "within"
    ENCLOSES = "encloses"
    NEAR = "near"
    BEFORE = "before"
    UNIT = "unit"

    @property
    def needs_distance(self) -> bool:
        """Whether its segments need share no character, but be no further apart than said."""
        return self in (Relation.NEAR, Relation.BEFORE)


class Count(StrEnum):
    """What is counted."""

    UNITS = "units"
    SEGMENTS = "segments"
    EVENTS = "events"
    CHARS = "chars"
    SOURCES = "sources"
    PERSONS = "persons"


def has_sides(relation: Relation, count: Count) -> bool:
    """Whether two codes meet so often seen from the one, and so often from the other."""
    if count is Count.SEGMENTS or relation is Relation.BEFORE:
        return True
    return relation is Relation.NEAR and count not in (Count.EVENTS, Count.SOURCES)


class Unit(StrEnum):
    """What codings are held against; a passage is a turn, else a paragraph or table row."""

    PASSAGE = "passage"
    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"
    TURN = "turn"
    ENTRY = "entry"
    SOURCE = "source"
    PERSON = "person"


class Step(StrEnum):
    """What the distance between two segments is measured in."""

    CHARS = "chars"
    WORDS = "words"
    SENTENCES = "sentences"
    PARAGRAPHS = "paragraphs"
    TURNS = "turns"


@dataclass(frozen=True, slots=True)
class Distance:
    """How far apart two segments of a source may be, for ``near`` and ``before``.

    Args:
        number: Steps at most. Characters or words between them; sentences, paragraphs or
            turns from the one to the other, so that 0 is the same one.
        step: What is counted.
    """

    number: int
    step: Step

    def __str__(self) -> str:
        return f"{self.number} {self.step.removesuffix('s') if self.number == 1 else self.step}"


class Within(StrEnum):
    """Where a code is shifted, when pairs are tested: among the units of what."""

    VOICE = "voice"
    SOURCE = "source"
