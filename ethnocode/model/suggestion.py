"""Suggestions: a machine's proposals, never codings until a coder accepts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ethnocode.model.anchor import Anchor
from ethnocode.model.span import Span


class SuggestionStatus(StrEnum):
    """What a coder has decided."""

    UNDECIDED = "undecided"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class CueMatch:
    """A cue of a code found in a text.

    Args:
        code: Full id of the code the cue belongs to.
        span: The characters it covers.
        kind: ``phrase``, ``lemma`` or ``pattern``.
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
        status: Undecided, accepted or rejected.
        explanation: One plain sentence.
        matches: The cues behind it.
        decided_by: Coder who decided, or empty.
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
    decided_by: str = ""
