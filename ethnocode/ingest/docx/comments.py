"""Comments in a Word document, and the words they are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from ethnocode.ingest.blocks import BlockMark
from ethnocode.ingest.docx.draft import Draft
from ethnocode.ingest.docx.names import ID, W
from ethnocode.model import MarkKind

_MOST_PARAGRAPHS = 200
"""A comment that is about more than this was never ended."""


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody wrote in the margin."""

    words: str
    author: str
    date: str | None


class Comments:
    """The comments of a document; those that have begun go on from paragraph to paragraph.

    Args:
        part: The part that holds them, or ``None``.
        words_of: Returns the words of one.
    """

    def __init__(self, part: Element | None, *, words_of: Callable[[Element], str]) -> None:
        self._comments = {
            element.get(ID, ""): Comment(
                words_of(element), element.get(f"{W}author", ""), element.get(f"{W}date") or None
            )
            for element in (part.iter(f"{W}comment") if part is not None else ())
        }
        self._open: dict[str, int] = {}
        self._paragraphs: Counter[str] = Counter()
        self._placed: set[str] = set()

    def go_on(self, draft: Draft) -> None:
        """Go on with the comments that have begun, in another paragraph."""
        if self._open:
            self._open = dict.fromkeys(self._open, draft.length)

    def pause(self, draft: Draft) -> None:
        """Mark the words of a paragraph that has ended."""
        for id, start in list(self._open.items()):
            if start < draft.length:
                self._place(id, start, draft)
                self._paragraphs[id] += 1
                if self._paragraphs[id] >= _MOST_PARAGRAPHS:
                    # Its end is missing: thousands of such would take hours.
                    del self._open[id]

    def start(self, id: str, draft: Draft) -> None:
        """Begin the words that a comment is about."""
        if id in self._comments and id not in self._placed:
            self._open[id] = draft.length

    def end(self, id: str, draft: Draft) -> None:
        """End them."""
        if id in self._open:
            # It may have begun among words that were deleted.
            start = min(self._open.pop(id), draft.length)
            if start < draft.length or id not in self._placed:
                self._place(id, start, draft)

    def refer(self, id: str, draft: Draft) -> None:
        """Mark the place of a comment that is about no words in particular."""
        self.end(id, draft)
        if id in self._comments and id not in self._placed:
            self._place(id, draft.length, draft)

    def rest(self) -> tuple[BlockMark, ...]:
        """Return marks for the comments that no place in the text refers to."""
        ids = sorted(set(self._comments) - self._placed, key=lambda id: (len(id), id))
        return tuple(self._mark(id, 0, 0) for id in ids)

    def _place(self, id: str, start: int, draft: Draft) -> None:
        self._placed.add(id)
        draft.marks.append(self._mark(id, start, draft.length))

    def _mark(self, id: str, start: int, end: int) -> BlockMark:
        comment = self._comments[id]
        return BlockMark(
            MarkKind.COMMENT,
            start,
            end,
            comment.words,
            comment.author,
            comment.date,
            part_of=f"comment {id}",
        )
