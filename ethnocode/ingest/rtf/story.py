"""A story: the body of an RTF text, a note, a comment or a text box, as it is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ethnocode.ingest.blocks import Block, BlockKind, BlockMark
from ethnocode.ingest.office.cells import cell_of, row_blocks, talk_blocks
from ethnocode.model import MarkKind


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a story: the block that will be there, and an offset into it."""

    block: int
    offset: int


@dataclass(slots=True)
class Story:
    """Blocks as they grow: a paragraph, which may be in a cell, in a row, in a table."""

    blocks: list[Block] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0
    _marks: list[BlockMark] = field(default_factory=list)
    _after: list[Block] = field(default_factory=list)
    _cell: list[Block] = field(default_factory=list)
    _row: list[list[Block]] = field(default_factory=list)
    _rows: list[list[list[Block]]] = field(default_factory=list)

    def write(self, words: str) -> None:
        """Add words to the paragraph."""
        self._pieces.append(words)
        self._length += len(words)

    def delete(self, words: str, *, author: str, date: str | None) -> None:
        """Add deleted words beside the paragraph, joined to those just before them."""
        at = self._length
        last = self._marks[-1] if self._marks else None
        mark = BlockMark(MarkKind.DELETED, at, at, words, author, date)
        if last and replace(last, words=words) == mark:
            self._marks[-1] = replace(last, words=last.words + words)
        else:
            self._marks.append(mark)

    def add(self, blocks: Sequence[Block]) -> None:
        """Add blocks that come after the paragraph: a note, a text box."""
        self._after += blocks

    def place(self) -> Place:
        """Return where the story is; places in tables cannot be told from each other."""
        return Place(len(self.blocks), self._length)

    def comment(self, mark: BlockMark, *, start: Place, end: Place) -> None:
        """Add a comment on the words between two places, in one paragraph or several."""
        here = len(self.blocks)
        in_table = bool(self._rows or self._row or self._cell)
        offset = end.offset if end.block == here else self._length
        if start.block == here and not in_table and start.offset <= offset:
            self._marks.append(replace(mark, start=start.offset, end=offset, part_of=""))
            return
        if in_table or any(block.kind is BlockKind.ROW for block in self.blocks[start.block :]):
            self._marks.append(replace(mark, start=offset, end=offset, part_of=""))
            return
        for at in range(start.block, here):
            block = self.blocks[at]
            own = replace(
                mark, start=start.offset if at == start.block else 0, end=len(block.words)
            )
            if own.start < own.end:
                self.blocks[at] = replace(block, marks=(*block.marks, own))
        self._marks.append(replace(mark, start=0, end=offset))

    def end_paragraph(self, *, level: int = 0, in_table: bool = False) -> None:
        """Begin a new paragraph."""
        words = "".join(self._pieces)
        kind = BlockKind.HEADING if level else BlockKind.PARAGRAPH
        found = [Block(words, kind, level=level, marks=tuple(self._marks)), *self._after]
        self._pieces, self._marks, self._after, self._length = [], [], [], 0
        if in_table:
            self._cell += found
        else:
            self.end_table()
            self.blocks += found

    def end_cell(self) -> None:
        """Begin a new cell."""
        if self._length or self._marks or self._after:
            self.end_paragraph(in_table=True)
        self._row.append(self._cell)
        self._cell = []

    def end_row(self) -> None:
        """Begin a new row; what stands in no cell is one of its own."""
        if self._cell:
            self.end_cell()
        if self._row:
            self._rows.append(self._row)
            self._row = []

    def end_table(self) -> None:
        """Write the rows, if there are any; those of talk as what people say."""
        self.end_row()
        rows, self._rows = self._rows, []
        if len(rows) == 1 and len(rows[0]) == 1:
            # One cell is a frame around paragraphs.
            self.blocks += rows[0][0]
            return
        cells = [[cell_of(cell) for cell in row] for row in rows]
        talk = talk_blocks(cells) if cells else []
        self.blocks += row_blocks(cells) if talk is None else talk

    def finish(self) -> list[Block]:
        """Return the whole story."""
        self.end_paragraph(in_table=bool(self._cell or self._row))
        self.end_table()
        return self.blocks
