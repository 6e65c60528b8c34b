"""Blocks: how a reader of a structured format hands over what it found.

A reader yields blocks in reading order; :func:`lay_out` writes them as one
canonical text and says where each came to stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import pairwise

from ethnocode.ingest.times import start_of, starts_again
from ethnocode.model import Mark, MarkKind, Span, mark_order
from ethnocode.text.entries import EntryHead
from ethnocode.text.normalise import Normalised, normalise
from ethnocode.text.turns import Turn

_BETWEEN_ROWS = " \n"
"""What is taken off the ends of a row: its first or last cell may be empty."""

PARAGRAPH_BREAK = "\n\n"
"""What stands between two blocks unless a block says otherwise."""

CELL_BREAK = " / "
"""What stands in a cell of a row for the end of a line or paragraph."""


class BlockKind(StrEnum):
    """What a block is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ROW = "row"
    FURNITURE = "furniture"


@dataclass(frozen=True, slots=True)
class BlockMark:
    """A mark in a block.

    Args:
        kind: What it is. A ``PAGE`` mark is where a page begins; its words are the label.
        start: Offset into the words of the block, as the block has them.
        end: The same; equal to ``start`` for a mark between characters.
        words: As in :class:`ethnocode.model.Mark`.
        author: Who made it, or empty.
        date: When, as the file says it, or ``None``.
        part_of: Names a mark that stands on the words of several blocks: all that are
            part of it become one. Empty for a mark in one block.
    """

    kind: MarkKind
    start: int
    end: int
    words: str = ""
    author: str = ""
    date: str | None = None
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, table row or piece of furniture, in reading order.

    Args:
        words: As the file has them; they are made canonical by :func:`lay_out`. The
            cells of a row are separated by tabs. Furniture is kept beside the text.
        kind: What it is.
        level: 1 to 9 for a heading, else 0.
        page: Label of the page that it begins on, or empty where there are none.
        speaker: Label of who speaks, where the format itself says so; else empty. It is
            written before the words, once for all blocks in a row by one speaker, and
            again where the clock starts again.
        time: Media or clock time as the file has it; else empty. It is not written
            into the text, but kept as a cue mark, or as the time of a dated entry.
        date: ISO date of the entry that this block heads; else ``None``.
        before: What separates it from the block before.
        marks: What is known of parts of it.
    """

    words: str
    kind: BlockKind = BlockKind.PARAGRAPH
    level: int = 0
    page: str = ""
    speaker: str = ""
    time: str = ""
    date: str | None = None
    before: str = PARAGRAPH_BREAK
    marks: tuple[BlockMark, ...] = ()


@dataclass(frozen=True, slots=True)
class LaidBlock:
    """Where a block came to stand in the text; furniture stands nowhere."""

    kind: BlockKind
    span: Span
    level: int = 0


@dataclass(frozen=True, slots=True)
class Layout:
    """What a format says of the structure of its text.

    Args:
        blocks: Sorted and disjoint; all words are in one, but for speakers' labels.
        turns: Turns, where the format names its speakers or is known to have none;
            ``None`` where labels may stand among the words.
        heads: Heads of dated entries, where the format dates them; else ``None``.
    """

    blocks: tuple[LaidBlock, ...]
    turns: tuple[Turn, ...] | None = None
    heads: tuple[EntryHead, ...] | None = None


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A text made of blocks.

    Args:
        content: The canonical text and what was repaired.
        layout: Where the blocks stand.
        marks: Sorted.
    """

    content: Normalised
    layout: Layout
    marks: tuple[Mark, ...]


def lay_out(blocks: Iterable[Block], *, speakers_known: bool = False) -> LaidOut:
    """Write blocks as one canonical text.

    Args:
        blocks: In reading order; blank ones leave only their marks.
        speakers_known: Whether a block without a speaker is known to have none, as in
            captions; otherwise labels are looked for in the words unless some block
            names its speaker.
    """
    page = _Page()
    for block in blocks:
        page.add(block)
    return page.laid_out(speakers_known=speakers_known)


@dataclass(slots=True)
class _Open:
    """A turn that may go on."""

    label: str
    start: int
    words_from: int
    time: str
    end: int


@dataclass(slots=True)
class _Page:
    """The text as it grows."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    repairs: Counter[str] = field(default_factory=Counter)
    blocks: list[LaidBlock] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    parts: dict[str, int] = field(default_factory=dict)
    pages: list[tuple[int, str]] = field(default_factory=list)
    turns: list[_Open] = field(default_factory=list)
    heads: list[EntryHead] = field(default_factory=list)
    talking: bool = False
    clock: str = ""
    date: str = ""

    def add(self, block: Block) -> None:
        """Write a block."""
        if block.kind is BlockKind.FURNITURE:
            self._beside(block)
            return
        if block.speaker:
            block = replace(block, speaker=" ".join(self._repaired(block.speaker).split()))
        pieces, places = self._normalised(block)
        words = "".join(pieces)
        blank = not words.strip()
        around = _BETWEEN_ROWS if block.kind is BlockKind.ROW else None
        lead = len(words) - len(words.lstrip(around))
        words = "" if blank else words.strip(around)
        if words:
            label = self._label(block)
            self._write(block.before if self.length else "")
            start = self.length
            self._write(label + words)
            words_from = start + len(label)
            self._note(block, start, words_from)
        else:
            words_from, lead = self.length, 0
        self._mark(block, places, words_from - lead, within=(words_from, words_from + len(words)))

    def _beside(self, block: Block) -> None:
        words = self._repaired(block.words).strip()
        if words:
            at = self.length
            self.marks.append(Mark(at, at, MarkKind.FURNITURE, words))

    def _normalised(self, block: Block) -> tuple[list[str], dict[int, int]]:
        """Return the words, cut where marks stand, and each raw offset's new place."""
        ends = {mark.start for mark in block.marks} | {mark.end for mark in block.marks}
        cuts = sorted(ends | {0, len(block.words)})
        if len(cuts) > 2 and normalise(block.words).text == block.words:
            return [block.words], {cut: cut for cut in cuts}
        pieces: list[str] = []
        places = {0: 0}
        length = 0
        for start, end in pairwise(cuts):
            pieces.append(self._repaired(block.words[start:end]))
            length += len(pieces[-1])
            places[end] = length
        return pieces, places

    def _repaired(self, words: str) -> str:
        done = normalise(words)
        if done.repairs:
            self.repairs.update(dict(done.repairs))
        return done.text

    def _label(self, block: Block) -> str:
        """Return what is written before the words: a speaker's label, where one begins."""
        going_on = self.talking and self.turns and self.turns[-1].label == block.speaker
        times = _times(block)
        again = bool(self.clock and times) and starts_again(self.clock, times[0])
        if not block.speaker or (going_on and not again):
            return ""
        return f"{block.speaker}: "

    def _write(self, words: str) -> None:
        self.pieces.append(words)
        self.length += len(words)

    def _note(self, block: Block, start: int, words_from: int) -> None:
        """Remember where the block, its turn and its entry stand."""
        self.blocks.append(LaidBlock(block.kind, Span(words_from, self.length), block.level))
        if block.page and (not self.pages or self.pages[-1][1] != block.page):
            self.pages.append((start, block.page))
        if block.time and block.date is None:
            self.marks.append(Mark(words_from, self.length, MarkKind.CUE, block.time))
        times = _times(block)
        self.clock = times[-1] if times else self.clock
        if block.speaker and start < words_from:
            time = start_of(times[0]) if times else ""
            self.turns.append(_Open(block.speaker, start, words_from, time, end=self.length))
        elif block.speaker:
            self.turns[-1].end = self.length
        self.talking = bool(block.speaker)
        if block.date is not None:
            span = Span(start, self.length)
            self.heads.append(EntryHead(span, block.date or None, block.time or None, ""))

    def _mark(
        self, block: Block, places: dict[int, int], origin: int, *, within: tuple[int, int]
    ) -> None:
        first, last = within
        for mark in block.marks:
            start = min(max(origin + places[mark.start], first), last)
            end = min(max(origin + places[mark.end], start), last)
            if mark.kind is MarkKind.PAGE:
                self.pages.append((start, mark.words))
            elif mark.part_of in self.parts:
                known = self.parts[mark.part_of]
                self.marks[known] = replace(self.marks[known], end=end)
            else:
                if mark.part_of:
                    self.parts[mark.part_of] = len(self.marks)
                words = self._repaired(mark.words).strip()
                self.marks.append(Mark(start, end, mark.kind, words, mark.author, mark.date))

    def laid_out(self, *, speakers_known: bool) -> LaidOut:
        """Return the whole."""
        text = "".join(self.pieces)
        turns = tuple(
            Turn(turn.label, Span(turn.start, turn.end), turn.words_from, turn.time or None)
            for turn in self.turns
        )
        layout = Layout(
            tuple(self.blocks),
            turns if turns or speakers_known else None,
            tuple(self.heads) or None,
        )
        marks = [*self.marks, *self._pages(len(text))]
        repairs = tuple(sorted((name, n) for name, n in self.repairs.items() if n))
        return LaidOut(Normalised(text, repairs), layout, tuple(sorted(marks, key=mark_order)))

    def _pages(self, end: int) -> Iterable[Mark]:
        """Yield a mark for each page that has words."""
        starts = [*(start for start, _ in self.pages[1:]), end]
        for (start, label), stop in zip(self.pages, starts, strict=False):
            if start < stop:
                yield Mark(start, stop, MarkKind.PAGE, label)


def _times(block: Block) -> list[str]:
    """Return the times in a block, in order."""
    cues = [mark.words for mark in block.marks if mark.kind is MarkKind.CUE]
    return [block.time, *cues] if block.time else cues
