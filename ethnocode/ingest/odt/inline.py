"""The words of one paragraph, and what stands in them without being words of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from ethnocode.ingest.blocks import Block, BlockKind, BlockMark
from ethnocode.ingest.odt.names import (
    CHANGE,
    DC,
    DR3D,
    DRAW,
    OFFICE,
    SOFT_PAGE_BREAK,
    TEXT,
    number_of,
    words_in,
)
from ethnocode.ingest.office.beside import all_words
from ethnocode.model import MarkKind

_SPACES = re.compile(r"[ \t\r\n]+")
_MOST_SPACES = 1000
_SKIPPED = (f"{TEXT}number", f"{TEXT}script", f"{OFFICE}event-listeners")


@dataclass(frozen=True, slots=True)
class Comments:
    """The comments of a text that stand on several paragraphs.

    Args:
        ended: Names of those whose end the file marks; others stand at one place.
        open: Those that have begun and not ended, by name.
    """

    ended: frozenset[str] = frozenset()
    open: dict[str, BlockMark] = field(default_factory=dict)


class Inline:
    """A paragraph as it is read.

    Args:
        comments: Those that may go on from an earlier paragraph.
        blocks_of: Reads what is inside an element as blocks: notes, frames, comments.
        deleted: Returns the mark of a deletion, by its id, at a place.
        turn_page: Says that a page begins and returns its label.
    """

    def __init__(
        self,
        comments: Comments,
        *,
        blocks_of: Callable[[Element], list[Block]],
        deleted: Callable[[str, int], list[BlockMark]],
        turn_page: Callable[[], str],
    ) -> None:
        self.marks: list[BlockMark] = []
        self.after: list[Block] = []
        self._pieces: list[str] = []
        self._length = 0
        self._spaced = True
        self._comments = comments
        self._open: dict[str, int] = {}
        for name, mark in comments.open.items():
            self._open[name] = len(self.marks)
            self.marks.append(mark)
        self._blocks_of = blocks_of
        self._deleted = deleted
        self._turn_page = turn_page

    def finish(self) -> str:
        """Return the words; comments that are open stand on all that is left of them."""
        for at in self._open.values():
            self.marks[at] = replace(self.marks[at], end=self._length)
        return "".join(self._pieces)

    def label(self, label: str) -> None:
        """Write a number or bullet before the words."""
        if label.strip():
            self._write(f"{label.strip()} ")

    def read(self, element: Element) -> None:
        """Add the words of an element and of all that is inside it."""
        self._add(element.text)
        for child in element:
            self._child(child)
            self._add(child.tail)

    def _child(self, child: Element) -> None:
        act = _ACTS.get(child.tag)
        if act:
            act(self, child)
        elif child.tag.startswith((DRAW, DR3D)):
            self.after += self._blocks_of(child)
        elif child.tag not in _SKIPPED:
            self.read(child)

    def _add(self, words: str | None) -> None:
        """Add words of the file, whose runs of white space are one space."""
        if words:
            plain = _SPACES.sub(" ", words)
            self._write(plain[1:] if self._spaced and plain[0] == " " else plain)
            self._spaced = plain.endswith(" ")

    def _write(self, words: str) -> None:
        self._pieces.append(words)
        self._length += len(words)
        self._spaced = False

    def _space(self, element: Element) -> None:
        self._write(" " * number_of(element, f"{TEXT}c", default=1, most=_MOST_SPACES))

    def _tab(self, _: Element) -> None:
        self._write("\t")

    def _line(self, _: Element) -> None:
        self._write("\n")

    def _hidden(self, element: Element) -> None:
        """Add hidden words: somebody wrote them, and they may be the point."""
        before = self._length
        self.read(element)
        if self._length == before:
            self._add(element.get(f"{TEXT}string-value"))

    def _ruby(self, element: Element) -> None:
        """Add words with their reading in brackets, as web browsers fall back to."""
        for child in element:
            if child.tag == f"{TEXT}ruby-text" and "".join(child.itertext()).strip():
                self._write("(")
                self.read(child)
                self._write(")")
            else:
                self.read(child)

    def _page(self, _: Element) -> None:
        label = self._turn_page()
        self.marks.append(BlockMark(MarkKind.PAGE, self._length, self._length, label))

    def _change(self, element: Element) -> None:
        self.marks += self._deleted(element.get(f"{TEXT}change-id", ""), self._length)

    def _note(self, element: Element) -> None:
        kind = MarkKind.FOOTNOTE
        if element.get(f"{TEXT}note-class") == "endnote":
            kind = MarkKind.ENDNOTE
        label = words_in(element, f"{TEXT}note-citation")
        body = element.find(f"{TEXT}note-body")
        for block in self._blocks_of(body) if body is not None else ():
            part_of = f"note {element.get(f'{TEXT}id', '')} {label}"
            whole = BlockMark(kind, 0, len(block.words), label, part_of=part_of)
            if block.kind is not BlockKind.FURNITURE:
                block = replace(block, marks=(whole, *block.marks))
            self.after.append(block)

    def _comment(self, element: Element) -> None:
        author, date = words_in(element, f"{DC}creator"), words_in(element, f"{DC}date")
        words = all_words(self._blocks_of(element))
        name = element.get(f"{OFFICE}name", "")
        mark = BlockMark(MarkKind.COMMENT, 0, 0, words, author, date or None)
        if name in self._comments.ended and name not in self._comments.open:
            mark = replace(mark, part_of=f"comment {name}")
            self._comments.open[name] = mark
            self._open[name] = len(self.marks)
        self.marks.append(replace(mark, start=self._length, end=self._length))

    def _comment_end(self, element: Element) -> None:
        name = element.get(f"{OFFICE}name", "")
        self._comments.open.pop(name, None)
        at = self._open.pop(name, None)
        if at is not None:
            self.marks[at] = replace(self.marks[at], end=self._length)


_ACTS: dict[str, Callable[[Inline, Element], None]] = {
    f"{TEXT}s": Inline._space,
    f"{TEXT}tab": Inline._tab,
    f"{TEXT}line-break": Inline._line,
    f"{TEXT}hidden-text": Inline._hidden,
    f"{TEXT}ruby": Inline._ruby,
    f"{TEXT}note": Inline._note,
    f"{OFFICE}annotation": Inline._comment,
    f"{OFFICE}annotation-end": Inline._comment_end,
    SOFT_PAGE_BREAK: Inline._page,
    CHANGE: Inline._change,
}
