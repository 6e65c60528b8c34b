"""Half-open character spans: the only arithmetic on offsets in the program."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """The characters ``start <= i < end`` of a canonical text.

    Offsets are Unicode code points, never bytes and never tokens. An empty span
    cannot be made: a coding covers at least one character.

    Raises:
        ValueError: Unless ``0 <= start < end``; a caller's bug.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"not a span: {self.start}:{self.end}")

    def __len__(self) -> int:
        return self.end - self.start

    def __str__(self) -> str:
        return f"{self.start}:{self.end}"

    def overlaps(self, other: Span) -> bool:
        """Whether the spans share a character; spans that touch do not."""
        return self.start < other.end and other.start < self.end

    def encloses(self, other: Span) -> bool:
        """Whether every character of ``other`` is in this span."""
        return self.start <= other.start and other.end <= self.end

    def shares_half(self, other: Span) -> bool:
        """Whether at least half of the one or of the other is in both."""
        shared = min(self.end, other.end) - max(self.start, other.start)
        return 2 * shared >= min(len(self), len(other))

    def of(self, text: str) -> str:
        """Return the words the span covers."""
        return text[self.start : self.end]

    def trimmed(self, text: str) -> Span | None:
        """Return the span without white space at its ends, or ``None`` if blank."""
        words = self.of(text)
        start = self.start + len(words) - len(words.lstrip())
        end = self.end - (len(words) - len(words.rstrip()))
        return Span(start, end) if start < end else None

    def shifted(self, by: int) -> Span:
        """Return the span moved by a number of characters."""
        return Span(self.start + by, self.end + by)
