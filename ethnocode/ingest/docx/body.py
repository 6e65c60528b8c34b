"""The body of a Word document, block by block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from ethnocode.ingest.blocks import Block, BlockKind, BlockMark
from ethnocode.ingest.docx.draft import Draft, NoteReference
from ethnocode.ingest.docx.embedded import Embedded
from ethnocode.ingest.docx.names import (
    ID,
    MC,
    PARAGRAPH,
    PARAGRAPH_PROPERTIES,
    RUN_PROPERTIES,
    TABLE,
    W,
    chosen,
    is_on,
)
from ethnocode.ingest.docx.notes import Note, Notes
from ethnocode.ingest.docx.numbering import Numbering
from ethnocode.ingest.docx.rows import gaps_after, gaps_before, parts_named, without_deleted
from ethnocode.ingest.docx.runs import Runs
from ethnocode.ingest.docx.styles import Styles
from ethnocode.ingest.office.cells import Cell, cell_of, row_blocks, talk_blocks

_WITHOUT_BLOCKS = frozenset(
    f"{W}{name}" for name in ("sectPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "tcPr", "trPr")
)


class Body:
    """Walks what holds paragraphs and tables: a body, a cell, a note, a text box.

    Args:
        runs: Reads paragraphs.
        styles: What paragraph styles say.
        numbering: Counts lists.
        notes: Hands out foot- and endnotes.
        embedded: Reads documents within the document.
    """

    def __init__(
        self,
        runs: Runs,
        *,
        styles: Styles,
        numbering: Numbering,
        notes: Notes | None = None,
        embedded: Embedded | None = None,
    ) -> None:
        self._runs = runs
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._embedded = embedded
        self._carried: Draft | None = None
        self._tables = 0
        self.title = ""

    def blocks(self, elements: Iterable[Element]) -> Iterator[Block]:
        """Yield the blocks that elements hold, with their notes and text boxes after each."""
        outer, self._carried = self._carried, None
        yield from self._blocks(elements)
        yield from self._flush()
        self._carried = outer

    def words_of(self, element: Element) -> str:
        """Return the words of an element, one paragraph to a line."""
        return "\n".join(block.words for block in self.blocks(element) if block.words.strip())

    def unplaced_notes(self) -> Iterator[Block]:
        """Yield the notes that nothing refers to."""
        for note in list(self._notes.rest()) if self._notes else ():
            yield from self._note(note)

    def _blocks(self, elements: Iterable[Element]) -> Iterator[Block]:
        for element in elements:
            tag = element.tag
            if tag == PARAGRAPH:
                yield from self._paragraph(element)
            elif tag == TABLE:
                yield from self._flush()
                yield from self._table(element)
            elif tag not in _WITHOUT_BLOCKS:
                yield from self._other(element)

    def _other(self, element: Element) -> Iterator[Block]:
        """Yield what stands in a wrapper, or in place of a paragraph."""
        if element.tag == f"{MC}AlternateContent":
            choice = chosen(element)
            yield from self._blocks(choice) if choice is not None else ()
        elif element.tag == f"{W}altChunk":
            yield from self._flush()
            yield from self._embedded.blocks(element) if self._embedded else ()
        elif element.tag in (f"{W}commentRangeStart", f"{W}commentRangeEnd"):
            self._carried = self._carried or Draft()
            begins = element.tag.endswith("Start")
            mark = self._runs.comments.start if begins else self._runs.comments.end
            mark(element.get(ID, ""), self._carried)
        elif element.tag in (f"{W}r", f"{W}hyperlink", f"{W}del", f"{W}moveFrom"):
            # Words outside any paragraph are against the rules, and words all the same.
            wrapped = Element(PARAGRAPH)
            wrapped.append(element)
            yield from self._paragraph(wrapped)
        else:
            yield from self._blocks(element)

    def _paragraph(self, paragraph: Element) -> list[Block]:
        properties = paragraph.find(PARAGRAPH_PROPERTIES)
        if properties is not None and not len(properties):
            properties = None
        style = self._styles.used_by(properties)
        if properties is not None and is_on(properties.find(f"{W}pageBreakBefore")):
            self._runs.pages.break_before()
        draft = self._carried or Draft()
        self._carried = None
        self._runs.read(paragraph, draft, style=style)
        if properties is not None and _joins_the_next(properties):
            self._carried = draft
            return []
        label = self._numbering.label(properties, style=style)
        level = self._level(properties, style)
        if level and draft.words().strip() and not self.title and self._styles.is_title(style):
            self.title = " ".join(draft.words().split())
        return self._written(draft, label=label, level=level)

    def _level(self, properties: Element | None, style: str) -> int:
        """Return 1 to 9 for a heading, else 0."""
        own = properties.find(f"{W}outlineLvl") if properties is not None else None
        if own is not None:
            return own_level(own)
        return self._styles.heading_level(style)

    def _written(self, draft: Draft, *, label: str = "", level: int = 0) -> list[Block]:
        found: list[Block] = []
        words = draft.words()
        if words.strip():
            kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
            marks = draft.marks_after(len(label))
            found.append(Block(label + words, kind, level=level, page=draft.page, marks=marks))
        elif draft.marks:
            found.append(Block(words, marks=draft.marks_after(0)))
        if draft.hidden or draft.beside:
            beside = ("".join(draft.hidden), *draft.beside)
            found += (Block(each, BlockKind.FURNITURE) for each in beside if each.strip())
        for attached in draft.attached:
            if not isinstance(attached, NoteReference):
                found += self.blocks(attached)
            elif self._notes and (note := self._notes.referred(attached)):
                found += self._note(note)
        return found

    def _flush(self) -> list[Block]:
        """Return a paragraph that was to go on, where none comes after it."""
        draft, self._carried = self._carried, None
        return self._written(draft) if draft is not None else []

    def _note(self, note: Note) -> Iterator[Block]:
        for block in self.blocks(note.element):
            if block.kind is BlockKind.FURNITURE or not block.words.strip():
                yield block
                continue
            mark = BlockMark(note.mark, 0, len(block.words), note.label, part_of=note.name)
            yield replace(block, marks=(mark, *block.marks))

    def _table(self, table: Element) -> Iterator[Block]:
        rows = [(row, list(parts_named("tc", row))) for row in parts_named("tr", table)]
        if len(rows) == 1 and len(rows[0][1]) == 1:
            # One cell is a frame around paragraphs.
            yield from self.blocks(rows[0][1])
            return
        self._tables += 1
        found = [without_deleted(row, self._row(row, cells)) for row, cells in rows]
        self._tables -= 1
        talk = None if self._tables else talk_blocks(found)
        yield from row_blocks(found) if talk is None else talk

    def _row(self, row: Element, elements: list[Element]) -> list[Cell]:
        """Return the cells of a row, with an empty one for every gap."""
        cells = [Cell() for _ in range(gaps_before(row))]
        pages = self._runs.pages
        first, last = pages.number, pages.number
        for element in elements:
            # Every cell of a row that runs over a page names the break.
            pages.number = first
            cell = cell_of(list(self.blocks(element)))
            last = max(last, pages.number)
            cells.append(cell)
            cells += [Cell()] * gaps_after(element)
        pages.number = last
        return cells


def own_level(outline: Element) -> int:
    """Return 1 to 9 for the outline level of a heading, else 0."""
    level = outline.get(f"{W}val", "")
    return int(level) + 1 if level in tuple("012345678") else 0


def _joins_the_next(properties: Element) -> bool:
    """Whether a paragraph is one with the next: a big first letter, or its end was deleted."""
    frame = properties.find(f"{W}framePr")
    if frame is not None and frame.get(f"{W}dropCap") in ("drop", "margin"):
        return True
    mark = properties.find(RUN_PROPERTIES)
    return mark is not None and (
        mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None
    )
