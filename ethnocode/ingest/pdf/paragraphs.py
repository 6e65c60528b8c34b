"""Lines of print joined into paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import groupby

from ethnocode.ingest.blocks import Block, BlockKind, BlockMark
from ethnocode.ingest.pdf.hyphens import Vocabulary
from ethnocode.ingest.pdf.lines import WHITE, Line, Row
from ethnocode.ingest.pdf.pages import leftward
from ethnocode.model import MarkKind
from ethnocode.text.dates import leading_date

_BULLET = re.compile(r"[•▪‣◦●○■□➢➤✓❖–—*\-\uf0a7\uf0b7\uf0d8\uf0fc]\s")
# "1.2", "(a) ", "iv. ".
_NUMBER = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})+[.:]?|\(?(?:\d{1,3}|[ivxlc]{1,5}|[A-Za-z])[.)])\s")
_LABEL = re.compile(
    r"(?P<name>\[[Aa]uthor\]|[^\W\d_][\w.'’\-]*(?:[ \t][^\W_a-z][\w.'’\-]*){0,4})"
    r"[ \t]*:(?=\s|$)"
)
_TIMED = re.compile(
    r"[\[(#<]\d{1,2}:\d{2}|\d{1,2}:\d{2}:\d{2}\b"
    r"|[^\W\d_][\w.'’ \-]{0,40}[ \t][\[(]?\d{1,2}:\d{2}(?::\d{2})?[\])]?$"
)
"""A time that opens a turn, alone or after the name of who speaks."""

_LABEL_TIMES = 3
"""A label that begins so many lines begins a paragraph."""

_LONE_TIMES, _LONE_WORDS = 4, 4
"""A line of fewer words that is there so often is a name over what somebody says."""
# What ends a sentence or a clause.
_ENDED = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_LONGEST_HEADING_WORDS = 14
_LARGER = 1.12
"""Print that is so much larger is of another size, as that of headings is."""

_SHORT_CHARS = 3
"""The size of so few characters says nothing."""
# What a footnote begins with: its number or sign.
_NOTE = re.compile(r"(?:\[?\d{1,3}[\].)]?|[*†‡§]{1,3})\s*[\w\"“‘'(]")
_NOTE_SIZE = 0.93
"""Print of notes is smaller than such a part of what most of the text has."""


class Typography:
    """What a document does on every page: its size of print, its speakers' labels."""

    def __init__(self, lines: Sequence[Line]) -> None:
        sizes: Counter[float] = Counter()
        labels: Counter[str] = Counter()
        short: Counter[str] = Counter()
        for line in lines:
            sizes[round(line.size, 1)] += len(line.words)
            label = _LABEL.match(line.words)
            if label:
                labels[label["name"]] += 1
            if line.words.count(" ") < _LONE_WORDS:
                short[line.words] += 1
        self.height = sizes.most_common(1)[0][0] if sizes else 0.0
        self._labels = frozenset(name for name, n in labels.items() if n >= _LABEL_TIMES)
        self._lone = frozenset(
            words for words, n in short.items() if n >= _LONE_TIMES and words[:1].isalpha()
        )
        self._short = short

    def opens(self, line: Line) -> bool:
        """Whether a line begins a paragraph whatever is before it."""
        label = _LABEL.match(line.words)
        if label and label["name"] in self._labels:
            return True
        return bool(_BULLET.match(line.words) or _TIMED.match(line.words))

    def alone(self, line: Line) -> bool:
        """Whether a line is a paragraph of its own, as names over what is said are."""
        return line.words in self._lone and not _ENDED.search(line.words)

    def heads(self, lines: Sequence[Line]) -> bool:
        """Whether a paragraph is a heading: larger print, or bold and not repeated."""
        words = " ".join(line.words for line in lines)
        if words.count(" ") >= _LONGEST_HEADING_WORDS or not any(map(str.isalpha, words)):
            return False
        if words.endswith((":", ",", ";")) or len(lines) > 3 or self._short[words] > 2:
            return False
        if _LABEL.match(words) or _BULLET.match(words):
            return False
        if all(line.size >= _LARGER * self.height for line in lines):
            return True
        return all(line.bold for line in lines) and not words.endswith(".") and ":" not in words


def paragraphs_of(lines: Sequence[Line], typography: Typography) -> Iterator[tuple[Line, ...]]:
    """Yield lines that belong together."""
    open_: list[Line] = []
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        if open_ and _begins(line, open_, following, typography):
            yield tuple(open_)
            open_ = []
        open_.append(line)
    if open_:
        yield tuple(open_)


def _begins(
    line: Line, above: Sequence[Line], following: Line | None, typography: Typography
) -> bool:
    """Whether a line begins a paragraph, given the lines of the one above."""
    before = above[-1]
    if before.words.endswith("-") and line.words[:1].islower():
        return False
    if typography.opens(line) or typography.alone(line) or typography.alone(before):
        return True
    if _differs(line, before):
        return True
    if line.column != before.column and not _just_below(line, before):
        return _begins_after_break(line, before, following)
    gap = before.y0 - line.y0
    if gap > WHITE * line.leading or gap < 0 or _room(before, line):
        return True
    ended = bool(_ENDED.search(before.words))
    numbered = _NUMBER.match(line.words)
    if numbered and (ended or line.x0 < before.x0 - 3 or _NUMBER.match(above[0].words)):
        return True
    if ended and leading_date(line.words) is not None:
        return True
    return _indented(line, above, following)


def _differs(line: Line, before: Line) -> bool:
    """Whether the print is of another size; raised signs and capitals alone do not tell."""
    if min(len(line.words), len(before.words)) <= _SHORT_CHARS:
        return False
    return _apart(line.size, before.size) and _apart(line.height, before.height)


def _apart(height: float, other: float) -> bool:
    small, large = sorted((height, other))
    return large > _LARGER * max(small, 0.1)


def _begins_after_break(line: Line, before: Line, following: Line | None) -> bool:
    """Whether a paragraph ends where its column or page ends."""
    below = line.page == before.page and line.y0 < before.y0
    if below:
        return True
    if line.words[:1].islower() or before.words.endswith("-"):
        return False
    narrow, wide = sorted((line.right - line.left, before.right - before.left))
    if line.page == before.page and narrow < 0.6 * wide:
        return True
    short = before.x1 < before.right - max(0.12 * (before.right - before.left), before.height)
    indented = line.x0 > line.left + 0.5 * line.height
    begun = bool(_ENDED.search(before.words) or _NUMBER.match(line.words))
    return short or indented or begun or _isolated(line, following)


def _just_below(line: Line, before: Line) -> bool:
    """Whether a line of another region goes on in the column of the line before."""
    return (
        line.page == before.page
        and abs(line.left - before.left) < line.height
        and 0 < before.y0 - line.y0 <= WHITE * line.leading
    )


def _isolated(line: Line, following: Line | None) -> bool:
    """Whether white parts the first line of a column or page from what is below it."""
    if following is None or following.column != line.column or _ENDED.search(line.words):
        return False
    return line.y0 - following.y0 > WHITE * line.leading


def _room(before: Line, line: Line) -> bool:
    """Whether the first word of a line would have gone onto the line before."""
    needed = line.first + 0.8 * before.height
    if leftward(before.words):
        return before.x0 - needed > before.left
    return before.x1 + needed < before.right


def _indented(line: Line, above: Sequence[Line], following: Line | None) -> bool:
    """Whether the left edge says that a line begins a paragraph."""
    before, tab = above[-1], 0.5 * line.height
    if line.x0 > before.x0 + tab:
        hanging = len(above) == 1 and (
            _hangs(before.words)
            or not _ENDED.search(before.words)
            or (following is not None and _beside(following, line, tab))
        )
        return not hanging
    if line.x0 < before.x0 - tab:
        return len(above) > 1 and abs(above[0].x0 - before.x0) <= tab
    return False


def _hangs(words: str) -> bool:
    return bool(_BULLET.match(words) or _NUMBER.match(words) or _LABEL.match(words))


def _beside(following: Line, line: Line, tab: float) -> bool:
    """Whether the next line goes on at the same edge, in the same paragraph."""
    return (
        following.column == line.column
        and abs(following.x0 - line.x0) <= tab
        and line.y0 - following.y0 <= WHITE * line.leading
    )


@dataclass(slots=True)
class _Words:
    """The words of a paragraph as its lines are joined."""

    words: str
    page: int
    marks: list[BlockMark] = field(default_factory=list)

    def add(self, line: Line, vocabulary: Vocabulary) -> None:
        length = len(self.words)
        self.words = vocabulary.joined(self.words, line.words)
        if line.page != self.page:
            self.page = line.page
            # A word that runs over the page is of the page where it begins.
            at = length + 1 if self.words[length : length + 1] == " " else self._word_end(length)
            self.marks.append(BlockMark(MarkKind.PAGE, at, at, str(line.page)))

    def _word_end(self, position: int) -> int:
        space = self.words.find(" ", position)
        return len(self.words) if space < 0 else space + 1


def block_of(lines: Sequence[Line], vocabulary: Vocabulary, typography: Typography) -> Block:
    """Return a paragraph or heading as a block, with the pages that it runs over."""
    growing = _Words(lines[0].words, lines[0].page)
    for line in lines[1:]:
        growing.add(line, vocabulary)
    heads = typography.heads(lines)
    return Block(
        growing.words,
        BlockKind.HEADING if heads else BlockKind.PARAGRAPH,
        level=1 if heads else 0,
        page=str(lines[0].page),
        marks=tuple(growing.marks),
    )


def _notes_apart(
    lines: Sequence[Line], typography: Typography
) -> tuple[list[Line], dict[int, list[Line]]]:
    """Return the lines without the notes at the foot of columns, and those notes.

    Notes are in smaller print and numbered. They are keyed by the index, among the
    lines without them, of what comes next in the text that they interrupt.
    """
    text: list[Line] = []
    notes: dict[int, list[Line]] = {}
    for _, group in groupby(lines, key=lambda line: line.column):
        column = list(group)
        start = len(column)
        while start and column[start - 1].size < _NOTE_SIZE * typography.height:
            start -= 1
        labels = [at for at in range(start, len(column)) if _NOTE.match(column[at].words)]
        start = labels[0] if labels else len(column)
        text += column[:start]
        if start < len(column):
            notes.setdefault(len(text), []).extend(column[start:])
    return text, notes


def _running_blocks(
    lines: Sequence[Line], vocabulary: Vocabulary, typography: Typography
) -> Iterator[Block]:
    """Yield paragraphs and headings; notes before or after the one that they interrupt.

    They are put before it if it goes on over the page, so that pages stay in order.
    """
    text, notes = _notes_apart(lines, typography)
    done = 0
    for paragraph in paragraphs_of(text, typography):
        within = [at for at in notes if done <= at <= done + len(paragraph)]
        for at in within:
            if at < done + len(paragraph) and notes[at][0].page < paragraph[-1].page:
                for note in paragraphs_of(notes.pop(at), typography):
                    yield block_of(note, vocabulary, typography)
        yield block_of(paragraph, vocabulary, typography)
        done += len(paragraph)
        for at in within:
            for note in paragraphs_of(notes.pop(at, ()), typography):
                yield block_of(note, vocabulary, typography)
    for left in notes.values():  # nothing but notes
        for note in paragraphs_of(left, typography):
            yield block_of(note, vocabulary, typography)


def blocks_of(
    parts: Iterable[Line | Row], vocabulary: Vocabulary, typography: Typography
) -> Iterator[Block]:
    """Yield paragraphs, headings and rows in reading order."""
    running: list[Line] = []
    for part in parts:
        if isinstance(part, Line):
            running.append(part)
            continue
        yield from _running_blocks(running, vocabulary, typography)
        running = []
        cells = (reduce(vocabulary.joined, cell.split("\n")) for cell in part[0].split("\t"))
        yield Block("\t".join(cells), BlockKind.ROW, page=str(part[1]))
    yield from _running_blocks(running, vocabulary, typography)
