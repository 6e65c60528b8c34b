"""What a review lays before a coder, and what she has done in it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ethnocode.model import Code, Drawn, Source, Span, Suggestion


@dataclass(frozen=True, slots=True)
class Tally:
    """What a coder has done in a review.

    Args:
        shown: Passages, or with one suggestion each those, that came before her.
        accepted: Suggestions accepted.
        rejected: Suggestions decided against.
        corrected: Suggestions put on another code or other words.
        added: Codings of her own.
        read: Passages noted as read.
    """

    shown: int = 0
    accepted: int = 0
    rejected: int = 0
    corrected: int = 0
    added: int = 0
    read: int = 0

    def plus(self, name: str) -> Tally:
        """Return it with one more of something."""
        return replace(self, **{name: getattr(self, name) + 1})


@dataclass(frozen=True, slots=True)
class Page:
    """What is before a coder.

    Args:
        source: The passage's source.
        text: Of the source.
        span: The passage.
        citation: How it is cited.
        drawn: How it came.
        whole: Whether the passage is judged whole; else one suggestion on it.
        suggestion: What she is asked about; ``None`` where nothing is (any more).
        code: Its code.
        further: How many suggestions on this passage come after it.
        examples: How many passages she gave this code, for the queue that fills.
    """

    source: Source
    text: str
    span: Span
    citation: str
    drawn: Drawn
    whole: bool
    suggestion: Suggestion | None
    code: Code | None
    further: int
    examples: int
