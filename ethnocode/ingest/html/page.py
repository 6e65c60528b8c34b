"""A web page as blocks: which words are a paragraph, a heading, a row or furniture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, field

from ethnocode.ingest.blocks import Block, BlockKind, BlockMark
from ethnocode.ingest.html.elements import (
    ALONE,
    BLOCKS,
    CELLS,
    CLOSED_BY_NEXT,
    GROUPS,
    HEADINGS,
    HELD,
    IN_TABLES,
    LISTS,
    NOT_IN_PARAGRAPHS,
    PARAGRAPH,
    VERBATIM,
)
from ethnocode.ingest.html.furniture import is_furniture, titled_header, words_of_control
from ethnocode.ingest.html.lists import Numbering, whole_number
from ethnocode.ingest.html.tables import Cell, Table
from ethnocode.ingest.html.tokens import Token
from ethnocode.ingest.html.words import Words
from ethnocode.model import MarkKind

_DEEPEST = 200
_DEEPEST_TABLE = 40
_LONGEST_MARKER_CHARS = 40
_PAGE_ID = re.compile(r"page[_-]?(\d{1,4})(?:-div)?")


@dataclass(frozen=True, slots=True)
class _Element:
    """A tag that is open, and what it and those around it say of the words in it."""

    tag: str = ""
    heading: int = 0
    verbatim: bool = False
    quoted: bool = False
    inside: bool = False
    list_number: int = 0
    items: Numbering | None = None


@dataclass(slots=True)
class _Flow:
    """The page, or a cell of a table: paragraphs one below the other."""

    elements: list[_Element]
    blocks: list[Block] = field(default_factory=list)
    words: Words = field(default_factory=Words)
    marker: str = ""
    last_list: int = 0
    table: Table | None = None
    cell: Cell | None = None


@dataclass(slots=True)
class _Side:
    """Words beside the text, from one tag to its end."""

    depth: int
    kind: MarkKind
    words: Words = field(default_factory=Words)
    date: str | None = None


def page_blocks(tokens: Iterable[Token], *, quotes: bool) -> list[Block]:
    """Return the blocks of a page in reading order.

    Args:
        tokens: Tags and words.
        quotes: Whether the words of block quotations are marked as quoted.

    Complexity:
        O(n) for n tokens, however deep and however wrongly they are nested.
    """
    tokens = list(tokens)
    page = _Page(_lengths_of_reversed(tokens), quotes=quotes, titled=titled_header(tokens))
    for position, token in enumerate(tokens):
        if not token.name:
            page.write(token.words)
        elif token.ends:
            page.end(token.name)
        else:
            page.begin(token, position=position)
    return page.finished()


def _lengths_of_reversed(tokens: Sequence[Token]) -> dict[int, int]:
    """Return how many items each list has that counts down, by the position of its tag."""
    counts: dict[int, int] = {}
    open_lists: list[int] = []
    for position, token in enumerate(tokens):
        if token.name in LISTS and not token.ends:
            open_lists.append(position)
        elif token.name in LISTS and open_lists:
            open_lists.pop()
        elif token.name == "li" and not token.ends and open_lists:
            counts[open_lists[-1]] = counts.get(open_lists[-1], 0) + 1
    return {at: n for at, n in counts.items() if "reversed" in tokens[at].attributes}


class _Page:
    """The page as it grows."""

    def __init__(self, items: dict[int, int], *, quotes: bool, titled: int | None) -> None:
        self._items = items
        self._quotes = quotes
        self._titled = titled
        self._flows = [_Flow([_Element()])]
        self._side: _Side | None = None
        self._lists = 0
        self._label = ""

    @property
    def _flow(self) -> _Flow:
        return self._flows[-1]

    @property
    def _top(self) -> _Element:
        return self._flow.elements[-1]

    @property
    def _words(self) -> Words:
        return self._side.words if self._side else self._flow.words

    # Words

    def write(self, words: str) -> None:
        """Take words in."""
        if not self._top.verbatim:
            self._words.add(words)
        elif words:
            first = not self._words.pieces
            self._words.keep(words.removeprefix("\r").removeprefix("\n") if first else words)

    def _end_paragraph(self) -> None:
        """Hand over the words so far as a block."""
        if self._side:
            if self._side.words.pieces and not self._side.words.ends_with("\n"):
                self._side.words.break_line()
            return
        flow, top = self._flow, self._top
        words, marks = flow.words.take()
        if not words.strip():
            if marks:
                flow.blocks.append(Block("", marks=tuple(marks)))
            return
        if flow.marker:
            marks = tuple(_moved(mark, by=len(flow.marker)) for mark in marks)
            words, flow.marker = flow.marker + words, ""
        if top.quoted:
            marks = (BlockMark(MarkKind.QUOTED, 0, len(words)), *marks)
        close = top.list_number and top.list_number == flow.last_list and top.tag != "p"
        flow.last_list = top.list_number
        kind = BlockKind.HEADING if top.heading else BlockKind.PARAGRAPH
        before = "\n" if close else "\n\n"
        block = Block(words, kind, top.heading, self._label, before=before, marks=marks)
        flow.blocks.append(block)

    def _put_beside(self, words: str) -> None:
        """Keep words of a picture or a field beside the text."""
        if not words.strip():
            return
        if self._side:
            self._side.words.add(f" {words} ")
        else:
            self._flow.blocks.append(Block(words, BlockKind.FURNITURE))

    # Tags

    def begin(self, token: Token, *, position: int) -> None:
        """Take a start tag in."""
        tag = token.name
        if tag in NOT_IN_PARAGRAPHS:
            self._close(PARAGRAPH, within=GROUPS)
        for alike in CLOSED_BY_NEXT:
            if tag in alike:
                self._close(alike, within=GROUPS)
        if tag in BLOCKS:
            self._end_paragraph()
        if tag in ALONE:
            self._put(token)
        elif self._side is None and (tag == "table" or tag in IN_TABLES) and self._tabular(token):
            return
        else:
            self._open(token, position=position)

    def _put(self, token: Token) -> None:
        """Take in a tag that holds nothing."""
        if token.name == "br":
            self._words.break_line()
        else:
            self._put_beside(words_of_control(token))

    def _open(self, token: Token, *, position: int) -> None:
        """Open an element, if it says anything of the words in it."""
        tag, flow, top = token.name, self._flow, self._top
        if tag == "q":
            self._words.keep("“")
        elif tag in ("td", "th") or (tag == "rt" and not self._words.ends_with("(")):
            self._words.space = True
        begins = self._side is None and position != self._titled and self._begins_side(token)
        # Inside hidden words, a second tag of the same name must not end them.
        within = self._side is not None and any(open_.tag == tag for open_ in flow.elements)
        if not (tag in BLOCKS or begins or within) or len(flow.elements) >= _DEEPEST:
            return
        if begins:
            kind = MarkKind.DELETED if tag == "del" else MarkKind.FURNITURE
            date = token.attributes.get("datetime") if tag == "del" else None
            self._side = _Side(len(flow.elements), kind, date=date or None)
        elif flow.cell and tag in HELD:
            flow.cell.holds.add(tag)
        flow.elements.append(self._element(token, top, position=position))

    def _begins_side(self, token: Token) -> bool:
        if token.name in ("del", "title"):
            return True
        top = self._top
        return is_furniture(token, inside=top.inside, in_heading=top.heading > 0)

    def _element(self, token: Token, top: _Element, *, position: int) -> _Element:
        tag = token.name
        items = None
        list_number = top.list_number
        if tag in LISTS:
            items = Numbering.of(token, items=self._items.get(position, 1))
        if tag in GROUPS and not list_number:
            self._lists += 1
            list_number = self._lists
        if tag == "li" and self._side is None:
            self._begin_numbered(token)
        if tag == "div" and (match := _PAGE_ID.fullmatch(token.attributes.get("id", ""))):
            self._label = match[1]
        return _Element(
            tag,
            HEADINGS.index(tag) + 1 if tag in HEADINGS else top.heading,
            top.verbatim or tag in VERBATIM,
            top.quoted or (self._quotes and tag == "blockquote"),
            top.inside or tag in ("article", "main"),
            list_number,
            items,
        )

    def _begin_numbered(self, token: Token) -> None:
        flow = self._flow
        lists = (element.items for element in reversed(flow.elements) if element.items)
        marker = next(lists, Numbering()).marker(token.attributes.get("value"))
        if len(flow.marker) > _LONGEST_MARKER_CHARS:
            flow.marker = ""
        flow.marker += marker

    def end(self, tag: str) -> None:
        """Take an end tag in; one of nothing that is open says nothing."""
        if tag == "br":
            self._words.break_line()
        if tag == "q":
            self._words.space = False
            self._words.keep("”")
        if tag == "p" and not any(element.tag == "p" for element in self._flow.elements):
            self._end_paragraph()
        if self._close({tag}):
            return
        if tag == "table" or tag in IN_TABLES:
            self._end_tabular(tag)

    def _close(self, tags: Set[str], *, within: Set[str] = frozenset()) -> bool:
        """Close the innermost element of these tags with all in it; whether there was one."""
        elements = self._flow.elements
        # What is implied stays within words beside the text.
        outermost = self._side.depth if self._side and within else 0
        for depth in range(len(elements) - 1, outermost, -1):
            if elements[depth].tag in tags:
                self._close_down_to(depth)
                return True
            if elements[depth].tag in within:
                return False
        return False

    def _close_down_to(self, depth: int) -> None:
        elements = self._flow.elements
        while len(elements) > depth:
            tag = elements[-1].tag
            if tag in BLOCKS:
                self._end_paragraph()
            if tag == "li" and self._side is None:
                self._flow.marker = ""
            elements.pop()
            if self._side and self._side.depth == len(elements):
                self._end_side(self._side)

    def _end_side(self, side: _Side) -> None:
        self._side = None
        words = side.words.take()[0].strip()
        if not words:
            return
        if side.kind is MarkKind.DELETED:
            self._flow.words.mark(side.kind, words, date=side.date)
        else:
            self._flow.blocks.append(Block(words, BlockKind.FURNITURE))

    # Tables

    def _tabular(self, token: Token) -> bool:
        """Take a tag of a table in; whether it is one here."""
        tag = token.name
        if tag == "table":
            return self._begin_table(token)
        self._leave_cell()
        table = self._flow.table
        if table is None:
            return False
        if tag == "tr":
            table.rows.append([])
        elif tag in CELLS:
            cell = Cell(
                max(1, whole_number(token.attributes.get("colspan"), default=1)),
                max(1, whole_number(token.attributes.get("rowspan"), default=1)),
            )
            if tag != "caption":
                table.ruled = table.ruled or tag == "th"
                rows = table.rows or [[]]
                table.rows = rows
                rows[-1].append(cell)
            base = _Element(inside=self._top.inside, quoted=self._top.quoted)
            self._flows.append(_Flow([base], table.above if tag == "caption" else cell.blocks))
            self._flow.cell = cell
            if self._begins_side(token):
                self._side = _Side(1, MarkKind.FURNITURE)
                self._flow.elements.append(base)
        return True

    def _begin_table(self, token: Token) -> bool:
        if len(self._flows) > _DEEPEST_TABLE or self._begins_side(token):
            return False
        flow = self._flow
        if flow.table is not None:
            self._end_table()
        if flow.cell:
            flow.cell.holds.add("table")
        given = token.attributes
        flow.table = Table(
            for_layout=given.get("role", "").lower() in ("presentation", "none"),
            ruled=given.get("border", "0").strip() not in ("0", ""),
        )
        return True

    def _leave_cell(self) -> None:
        """End the cell that is open, so that the table around it goes on."""
        if self._flow.table is None and len(self._flows) > 1:
            self._close_down_to(1)
            self._end_paragraph()
            self._flows.pop()

    def _end_tabular(self, tag: str) -> None:
        if tag == "table" and (self._flow.table or len(self._flows) > 1):
            self._leave_cell()
            self._end_table()
        elif tag in CELLS or tag in ("tr", "tbody", "thead", "tfoot"):
            self._leave_cell()

    def _end_table(self) -> None:
        flow = self._flow
        self._end_paragraph()
        if flow.table is not None:
            flow.blocks += flow.table.blocks()
            flow.table = None
            flow.last_list = 0

    def finished(self) -> list[Block]:
        """Close all that is open, and return the blocks."""
        while True:
            self._close_down_to(1)
            self._end_paragraph()
            if self._flow.table is not None:
                self._end_table()
            elif len(self._flows) > 1:
                self._leave_cell()
            else:
                return self._flow.blocks


def _moved(mark: BlockMark, *, by: int) -> BlockMark:
    return BlockMark(mark.kind, mark.start + by, mark.end + by, mark.words, mark.author, mark.date)
