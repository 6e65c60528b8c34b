"""A paragraph as it is read: its words, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from ethnocode.ingest.blocks import BlockMark
from ethnocode.model import MarkKind


@dataclass(frozen=True, slots=True)
class NoteReference:
    """Where a foot- or endnote is referred to.

    Args:
        kind: ``footnote`` or ``endnote``.
        id: What the document calls it.
        sign: The sign it has instead of a number, or empty.
    """

    kind: str
    id: str
    sign: str = ""


@dataclass(slots=True)
class Draft:
    """A paragraph that is being written.

    Args:
        page: Label of the page that its words begin on.
        pieces: Its words so far.
        length: Of the words so far.
        marks: What is known of them.
        hidden: Words that Word does not show.
        beside: Other words that stand in the paragraph and are not part of it.
        attached: Notes and text boxes, in the order of their places.
    """

    page: str = ""
    pieces: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[BlockMark] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)
    attached: list[NoteReference | Element] = field(default_factory=list)

    def write(self, words: str) -> None:
        """Go on with words."""
        self.pieces.append(words)
        self.length += len(words)

    def words(self) -> str:
        """Return the words so far."""
        return "".join(self.pieces)

    def delete(self, other: Draft, *, author: str, date: str | None) -> None:
        """Mark what somebody deleted here; deletions side by side are one."""
        at = self.length
        words = other.words()
        last = self.marks[-1] if self.marks else None
        if last and (last.kind, last.start, last.author, last.date) == (
            MarkKind.DELETED,
            at,
            author,
            date,
        ):
            self.marks[-1] = replace(last, words=last.words + words)
        elif words.strip():
            self.marks.append(BlockMark(MarkKind.DELETED, at, at, words, author, date))
        self._take_beside(other)

    def hide(self, other: Draft) -> None:
        """Keep words that Word does not show."""
        self.hidden.append(other.words())
        self._take_beside(other)

    def _take_beside(self, other: Draft) -> None:
        at = self.length
        self.marks += (replace(mark, start=at, end=at) for mark in other.marks)
        self.hidden += other.hidden
        self.beside += other.beside
        self.attached += other.attached

    def marks_after(self, shift: int) -> tuple[BlockMark, ...]:
        """Return the marks as they stand when something is written before the words.

        A page that begins after the last of them begins with the next paragraph.
        """
        if not self.marks:
            return ()
        last = len(self.words().rstrip())
        return tuple(
            replace(mark, start=mark.start + shift, end=mark.end + shift) if shift else mark
            for mark in self.marks
            if mark.kind is not MarkKind.PAGE or mark.start < last
        )
