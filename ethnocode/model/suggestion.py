"""Suggestions: a machine's proposals, never codings until a coder accepts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ethnocode.model.anchor import Anchor
from ethnocode.model.evidence import Evidence
from ethnocode.model.span import Span


class SuggestionStatus(StrEnum):
    """What a coder has decided."""

    UNDECIDED = "undecided"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CORRECTED = "corrected"


class Band(StrEnum):
    """How likely an engine holds a suggestion to be right, weakest first."""

    WEAK = "weak"
    PLAUSIBLE = "plausible"
    STRONG = "strong"


class Drawn(StrEnum):
    """How a passage or suggestion came before the coder who decided on it."""

    LIST = "list"
    SOURCE = "source"
    CONFIRM = "confirm"
    FILL = "fill"
    RANDOM = "random"


@dataclass(frozen=True, slots=True)
class CueMatch:
    """A cue of a code found in a text.

    Args:
        code: Full id of the code the cue belongs to.
        span: The characters it covers.
        kind: ``phrase``, ``lemma``, ``pattern``, ``dependency`` or ``entity``.
        cue: The cue as the codebook writes it.
    """

    code: str
    span: Span
    kind: str
    cue: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A proposed coding, with the reasons for it.

    Args:
        id: Number of the row; 0 before it is stored.
        source: Name of the source.
        code: Full id of the code.
        anchor: Where, and on which words.
        engine: Name and version of what proposed it, such as ``cues/1``.
        score: From 0 to 1; how strongly, comparable within an engine only.
        status: Undecided, accepted, rejected or corrected.
        explanation: One plain sentence.
        matches: The cues behind it.
        band: How likely it is right.
        evidence: What the score is made of; ``None`` where the engine does not say.
        decided_by: Coder who decided, or empty.
        drawn: How it came before that coder; ``None`` before a decision.
        correction: Guid of the coding made in its place, or empty.
        decided: When it was decided, ISO 8601 in UTC; empty before.
    """

    id: int
    source: str
    code: str
    anchor: Anchor
    engine: str
    score: float
    status: SuggestionStatus
    explanation: str
    matches: tuple[CueMatch, ...] = ()
    band: Band = Band.PLAUSIBLE
    evidence: Evidence | None = None
    decided_by: str = ""
    drawn: Drawn | None = None
    correction: str = ""
    decided: str = ""


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage that a coder has read, or is to read: what she then leaves uncoded is meant so.

    Args:
        id: Number of the row; 0 before it is stored.
        source: Name of the source.
        anchor: Where, and on which words.
        coder: Who read it.
        drawn: How it came before her; ``RANDOM`` where nobody and nothing selected it.
        created: When, ISO 8601 in UTC; empty where it was drawn, and is not read yet.
    """

    id: int
    source: str
    anchor: Anchor
    coder: str
    drawn: Drawn
    created: str

    @property
    def is_read(self) -> bool:
        """Whether she has read it."""
        return bool(self.created)
