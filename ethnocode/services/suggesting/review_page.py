"""What a review lays before a coder, and what she has done in it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ethnocode.model import Code, Drawn, Source, Span, Suggestion
from ethnocode.services.suggesting.queues import Place


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
        further: Codes suggested for this passage that come after it.
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
    further: tuple[str, ...]
    examples: int


@dataclass(slots=True)
class Table:
    """What lies before the coder now: a place, and what she has not decided on there."""

    place: Place
    waiting: list[Suggestion]
    passed: list[Suggestion] = field(default_factory=list)
    """What she skipped there."""

    @property
    def undecided(self) -> list[Suggestion]:
        """All that was suggested and she has not decided on."""
        return [*self.passed, *self.waiting]

    def take_off(self, suggestion: Suggestion) -> None:
        """Take note that a suggestion is decided on."""
        self.waiting = [one for one in self.waiting if one is not suggestion]
        self.passed = [one for one in self.passed if one is not suggestion]

    def copy(self) -> Table:
        """Return it as it is now."""
        return Table(self.place, self.waiting.copy(), self.passed.copy())


@dataclass(frozen=True, slots=True)
class Done:
    """A thing that was done, and what it takes to be back before it.

    Args:
        at: When, as the log has it.
        table: What lay before the coder.
        tally: What she had done by then.
        missed: Code that was turned down by it; or empty.
        events: How many the log has of it; none of a skip.
    """

    at: str
    table: Table
    tally: Tally
    missed: str = ""
    events: int = 1
