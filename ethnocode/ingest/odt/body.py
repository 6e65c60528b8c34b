"""The body of a text: paragraphs, headings, lists, tables and frames, in reading order."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from ethnocode.ingest.blocks import Block, BlockKind, BlockMark
from ethnocode.ingest.odt.inline import Comments, Inline
from ethnocode.ingest.odt.lists import Lists, Place
from ethnocode.ingest.odt.names import (
    CHANGE,
    DC,
    HEADING,
    OFFICE,
    PARAGRAPH,
    SOFT_PAGE_BREAK,
    SVG,
    TABLE,
    TEXT,
    number_of,
    words_in,
)
from ethnocode.ingest.odt.styles import Styles
from ethnocode.ingest.odt.tables import blocks_of_table
from ethnocode.ingest.office.beside import all_words
from ethnocode.model import MarkKind

_SKIPPED = (f"{TEXT}tracked-changes", f"{OFFICE}event-listeners")
_DEEPEST_HEADING = 9


class Body:
    """What is read of a text, from its beginning.

    Args:
        styles: Of the document.
        paged: Whether the file says where its pages begin.
    """

    def __init__(self, styles: Styles, *, paged: bool = False) -> None:
        self.title = ""
        self._styles = styles
        self._lists = Lists(styles)
        self._deletions: dict[str, Element] = {}
        self._comments = Comments()
        self._page = 1 if paged else 0
        self._begun = False
        self._page_ended = False
        self._tables = 0

    def read(self, text: Element) -> list[Block]:
        """Return the blocks of a whole text; deletions that stand nowhere come last."""
        for region in text.iter(f"{TEXT}changed-region"):
            deletion = region.find(f"{TEXT}deletion")
            if deletion is not None:
                ids = [value for name, value in region.items() if name.endswith("}id")]
                self._deletions.update(dict.fromkeys(ids, deletion))
        ends = text.iter(f"{OFFICE}annotation-end")
        self._comments = Comments(frozenset(end.get(f"{OFFICE}name", "") for end in ends))
        found = self.blocks(text)
        left = [mark for id in tuple(self._deletions) for mark in self._deleted(id, 0)]
        return [*found, Block("", marks=tuple(left))]

    def blocks(self, element: Element) -> list[Block]:
        """Return what is inside an element as blocks."""
        return [block for child in element for block in self._blocks(child)]

    def _blocks(self, element: Element, *, at: Place | None = None, label: str = "") -> list[Block]:
        tag = element.tag
        if tag in (PARAGRAPH, HEADING):
            return self._paragraph(element, label=label, in_list=at is not None)
        if tag == f"{TEXT}list":
            return self._list(element, around=at)
        if tag == f"{TABLE}table":
            return self._table(element)
        if tag == SOFT_PAGE_BREAK:
            self._turn_page()
        elif tag == CHANGE:
            marks = self._deleted(element.get(f"{TEXT}change-id", ""), 0)
            return [Block("", marks=tuple(marks))]
        elif tag in (f"{SVG}title", f"{SVG}desc"):
            return [Block(element.text or "", BlockKind.FURNITURE)]
        elif tag not in _SKIPPED and not tag.endswith("-source"):
            return self.blocks(element)
        return []

    def _paragraph(self, element: Element, *, label: str, in_list: bool) -> list[Block]:
        style = element.get(f"{TEXT}style-name", "")
        if self._page_ended or (self._begun and self._styles.begins_page(style)):
            self._turn_page()
        self._begun, self._page_ended = True, self._styles.ends_page(style)
        level = 0
        if element.tag == HEADING:
            level = number_of(element, f"{TEXT}outline-level", default=1, most=_DEEPEST_HEADING)
            level = max(level, 1)
            if not in_list:
                label = self._lists.heading_label(element, level=level)
        elif self._styles.is_title(style):
            level = 1
        page = str(self._page or "")
        inline = Inline(
            self._comments,
            blocks_of=self.blocks,
            deleted=self._deleted,
            turn_page=self._turn_page,
        )
        inline.label(label if "".join(element.itertext()).strip() else "")
        inline.read(element)
        words = inline.finish()
        if level and element.tag != HEADING:
            self.title = self.title or " ".join(words.split())
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
        block = Block(words, kind, level=level, page=page, marks=tuple(inline.marks))
        return [block, *inline.after]

    def _table(self, element: Element) -> list[Block]:
        self._tables += 1
        found = blocks_of_table(element, self.blocks, nested=self._tables > 1)
        self._tables -= 1
        return found

    def _list(self, element: Element, *, around: Place | None) -> list[Block]:
        at = self._lists.enter(element, around=around)
        found: list[Block] = []
        for item in element:
            counted = item.tag == f"{TEXT}list-item"
            for child in item if counted or item.tag == f"{TEXT}list-header" else (item,):
                label = ""
                if counted and child.tag in (PARAGRAPH, HEADING):
                    label, counted = self._lists.label(item, child, at=at), False
                found += self._blocks(child, at=at, label=label)
        return found

    def _turn_page(self) -> str:
        if self._page:
            self._page += 1
        return str(self._page or "")

    def _deleted(self, id: str, place: int) -> list[BlockMark]:
        """Return a deletion as a mark at a place; each once, however often it is named."""
        deletion = self._deletions.pop(id, None)
        if deletion is None:
            return []
        # Read apart, so that deleted headings count for no number.
        words = all_words(Body(self._styles).blocks(deletion))
        change = deletion.find(f"{OFFICE}change-info")
        author = words_in(change, f"{DC}creator") if change is not None else ""
        date = words_in(change, f"{DC}date") if change is not None else ""
        deletion.clear()  # it may have another id
        found = BlockMark(MarkKind.DELETED, place, place, words, author, date or None)
        return [found] if words else []
