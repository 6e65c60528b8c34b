"""Marks: what is known of the words of a text besides how it is cut."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MarkKind(StrEnum):
    """What a mark says of the words it stands on, or beside."""

    PAGE = "page"
    CUE = "cue"
    TIME = "time"
    FOOTNOTE = "footnote"
    ENDNOTE = "endnote"
    OBSERVER_COMMENT = "observer-comment"
    INFERRED_DATE = "inferred-date"
    QUOTED = "quoted"
    ATTRIBUTION = "attribution"
    SIGNATURE = "signature"
    COMMENT = "comment"
    DELETED = "deleted"
    FURNITURE = "furniture"


NOT_SPEECH = (MarkKind.TIME, MarkKind.OBSERVER_COMMENT)
"""Kinds of marks whose words in a turn are not the speaker's."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Something known of a text that is not one of its segments.

    Most marks stand on words: a page, a caption cue, the quoted part of an e-mail.
    Comments stand on the words that they are about. Deleted words and furniture
    (running headers, menus) are no part of the text: they stand at one place in
    it, where ``start == end``, and bring their own words.

    Args:
        start: First character of the text it stands on.
        end: One after the last; equal to ``start`` for a mark between characters.
        kind: What it is.
        words: What it brings: the label of a page, the time of a cue, the words of a
            comment, of deleted text or of furniture; empty for marks that bring none.
        author: Who made it, where known; else empty.
        date: When, as the file says it, where known; else ``None``.

    Raises:
        ValueError: Unless ``0 <= start <= end``; a caller's bug.
    """

    start: int
    end: int
    kind: MarkKind
    words: str = ""
    author: str = ""
    date: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"not a place: {self.start}:{self.end}")

    def of(self, text: str) -> str:
        """Return the words of the text that it stands on."""
        return text[self.start : self.end]


def mark_order(mark: Mark) -> tuple[int, int, str, str, str, str]:
    """Return the key that marks are sorted by: by place, outer before inner."""
    return mark.start, -mark.end, mark.kind, mark.words, mark.author, mark.date or ""
