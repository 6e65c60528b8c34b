"""Org files: outlines, journals and daily notes as Emacs and Logseq keep them.

The words stay as they are written, with stars and links; drawers, keywords and
planning lines are kept beside the text, and say when an entry was made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ethnocode.ingest.blocks import Block, BlockKind, BlockMark, LaidOut, lay_out
from ethnocode.ingest.decode import decode
from ethnocode.ingest.reader import Reader, Reading, ReadOptions, never_sure
from ethnocode.model import MarkKind, Span
from ethnocode.text.dates import read_date
from ethnocode.text.entries import EntryHead, entry_heads
from ethnocode.text.normalise import normalise

_HEADLINE = re.compile(r"(?P<stars>\*+)[ \t]+(?P<words>\S.*)")
_TAGS = re.compile(r"[ \t]+:(?:[\w@#%]+:)+[ \t]*$")
# "<2012-02-08 Wed 16:30>".
_STAMP = re.compile(
    r"[<\[](?P<day>\d{4}-\d{2}-\d{2})(?:[ ]+[^\W\d]+\.?)?"
    r"(?:[ ]+(?P<time>\d{1,2}:\d{2})[^\]>]*)?[>\]]"
)
# ":PROPERTIES:", or the last line of one, ":END:".
_DRAWER = re.compile(r"[ \t]*:[\w-]+:[ \t]*")
_END = re.compile(r"[ \t]*:END:[ \t]*", re.IGNORECASE)
_CREATED = re.compile(r"[ \t]*:CREATED:[ \t]*(?P<written>\S.*)", re.IGNORECASE)
_KEYWORD = re.compile(r"[ \t]*#\+(?P<name>[\w-]+):[ \t]*(?P<value>.*)")
# Comments, keywords and planning lines: no words of the text.
_BESIDE = re.compile(
    r"[ \t]*(?:#(?:[ \t].*|\+.*)?|(?:SCHEDULED|DEADLINE|CLOSED|CLOCK):[ \t]*[<\[].*)$"
)
_BEGIN = re.compile(r"[ \t]*#\+BEGIN_(?P<name>\S+).*", re.IGNORECASE)
# A row of a table.
_ROW = re.compile(r"[ \t]*\|(?P<cells>.*?)\|?[ \t]*")
_RULE = re.compile(r"[ \t]*\|[-+|: \t]*")
_NOTE = re.compile(r"\[fn:(?P<label>[^\]\s:]+)\]")
_MARK, _BODY = "## ", "\n\nWords."  # so that a heading may have a title, and has an entry
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DATED_FILE = re.compile(r"[<\[]?(?P<day>\d{4}-\d{2}-\d{2})\b.{0,20}")


def read_org(data: bytes, *, label: str, options: ReadOptions) -> Reading:
    """Read an Org file.

    Raises:
        UndecodableSourceError: Its encoding cannot be known.
    """
    decoded = decode(data, label=label, encoding=options.encoding)
    whole = normalise(decoded.words)
    outline = _Outline(whole.text.split("\n"))
    outline.read()
    blocks, heads = _dated(outline, day_first=options.day_first)
    laid = lay_out(blocks)
    written = outline.declared("date") or outline.declared("title")
    date = _day(written, day_first=options.day_first)
    return Reading(
        replace(laid.content, repairs=whole.repairs),
        layout=replace(laid.layout, heads=_as_laid(laid, heads)),
        marks=laid.marks,
        title=outline.declared("title"),
        date=date,
        dated=date is not None,
        author=outline.declared("author"),
        encoding=decoded.encoding,
        warnings=decoded.warnings,
    )


@dataclass(slots=True)
class _Headline:
    """A heading: where its block is, what it says, and when it says that it was made."""

    block: int
    level: int
    words: str
    created: str = ""


@dataclass(slots=True)
class _Outline:
    """An Org file, cut into blocks line by line."""

    lines: Sequence[str]
    blocks: list[Block] = field(default_factory=list)
    headlines: list[_Headline] = field(default_factory=list)
    keywords: dict[str, str] = field(default_factory=dict)
    paragraph: list[str] = field(default_factory=list)
    blank: bool = True

    def declared(self, name: str) -> str:
        """Return the value of a keyword of the file, or nothing."""
        return self.keywords.get(name, "")

    def read(self) -> None:
        """Cut all lines."""
        ends = self._ends()
        position = 0
        while position < len(self.lines):
            line = self.lines[position]
            end = ends.get(position)
            if end is not None and _DRAWER.fullmatch(line):
                self._drawer(self.lines[position : end + 1])
                position = end
            elif end is not None:
                self._verbatim(position, end)
                position = end
            else:
                self._line(line)
            position += 1
        self._end_paragraph()

    def _ends(self) -> dict[int, int]:
        """Return, for each line that opens a drawer or a block, the line that closes it."""
        ends: dict[int, int] = {}
        opened: tuple[int, str] | None = None
        for number, line in enumerate(self.lines):
            begin = _BEGIN.fullmatch(line)
            if _HEADLINE.fullmatch(line):
                opened = None
            elif opened and _closes(line, opened[1]):
                ends[opened[0]] = number
                opened = None
            elif opened and opened[1]:
                continue
            elif begin:
                opened = number, begin["name"].lower()
            elif _DRAWER.fullmatch(line) and not _END.fullmatch(line):
                opened = number, ""
        return ends

    def _drawer(self, lines: Sequence[str]) -> None:
        created = next((found for line in lines if (found := _CREATED.fullmatch(line))), None)
        if created and self.headlines and not self.headlines[-1].created:
            self.headlines[-1].created = created["written"].strip()
        self._beside("\n".join(lines))

    def _verbatim(self, start: int, end: int) -> None:
        """Keep the lines of a block as they are, and those that hold it beside the text."""
        self._beside(self.lines[start])
        begin = _BEGIN.fullmatch(self.lines[start])
        words = "\n".join(self.lines[start + 1 : end])
        if begin and begin["name"].lower() == "comment":
            self._beside(words)
        elif words.strip():
            self._put(Block(words))
        self._beside(self.lines[end])

    def _line(self, line: str) -> None:
        headline = _HEADLINE.fullmatch(line)
        row = _ROW.fullmatch(line)
        if headline:
            self._headline(headline)
        elif not line.strip():
            self._end_paragraph()
            self.blank = True
        elif _BESIDE.fullmatch(line):
            self._keyword(line)
        elif row:
            self._row(line, row["cells"])
        else:
            if _NOTE.match(line):
                self._end_paragraph()
            self.paragraph.append(line)

    def _headline(self, headline: re.Match[str]) -> None:
        level = len(headline["stars"])
        words = headline.group().rstrip()
        self._put(Block(words, BlockKind.HEADING, min(level, 9)))
        said = _TAGS.sub("", headline["words"]).strip()
        self.headlines.append(_Headline(len(self.blocks) - 1, level, said))

    def _keyword(self, line: str) -> None:
        keyword = _KEYWORD.fullmatch(line)
        if keyword and keyword["value"].strip():
            self.keywords.setdefault(keyword["name"].lower(), keyword["value"].strip())
        self._beside(line)

    def _row(self, line: str, cells: str) -> None:
        if _RULE.fullmatch(line):
            self._end_paragraph()
            return
        words = "\t".join(cell.strip() for cell in cells.split("|"))
        self._put(Block(words, BlockKind.ROW))

    def _put(self, block: Block) -> None:
        self._end_paragraph()
        self._add(block)

    def _end_paragraph(self) -> None:
        if not self.paragraph:
            return
        words = "\n".join(self.paragraph)
        self.paragraph = []
        note = _NOTE.match(words)
        marks = (BlockMark(MarkKind.FOOTNOTE, 0, len(words), note["label"]),) if note else ()
        self._add(Block(words, marks=marks))

    def _add(self, block: Block) -> None:
        self.blocks.append(block if self.blank else replace(block, before="\n"))
        self.blank = False

    def _beside(self, words: str) -> None:
        self._end_paragraph()
        self.blocks.append(Block(words, BlockKind.FURNITURE))


def _closes(line: str, name: str) -> bool:
    """Whether a line closes a block of a name, or a drawer, which has none here."""
    if not name:
        return _END.fullmatch(line) is not None
    return line.strip().lower() == f"#+end_{name}"


def _dated(outline: _Outline, *, day_first: bool) -> tuple[list[Block], list[EntryHead]]:
    """Return the blocks, those that head an entry with their date, and those heads."""
    blocks = list(outline.blocks)
    heads = _entries(outline.headlines, day_first=day_first)
    for number, head in heads.items():
        blocks[number] = replace(blocks[number], date=head.date or "")
    return blocks, list(heads.values())


def _entries(headlines: Sequence[_Headline], *, day_first: bool) -> dict[int, EntryHead]:
    """Return the headings that begin a dated entry, by the number of their block.

    A heading is one if it begins with a time stamp or is wholly a date; the day that
    its properties say goes before what its words could mean. Where no heading is one,
    those of the highest level are that say when they were made.
    """
    written = "\n\n".join(f"{_MARK}{headline.words}{_BODY}" for headline in headlines)
    found = {head.span.start: head for head in entry_heads(written, day_first=day_first)}
    entries: dict[int, EntryHead] = {}
    made: dict[int, EntryHead] = {}
    top = min((headline.level for headline in headlines), default=0)
    offset = 0
    for headline in headlines:
        span = Span(offset, offset + len(_MARK) + len(headline.words))
        offset = span.end + len(_BODY) + 2
        stamp = _STAMP.match(headline.words)
        head = found.get(span.start)
        sure = _day(headline.created, day_first=day_first)
        if stamp:
            day = read_date(stamp["day"], day_first=day_first)
            title = headline.words[stamp.end() :].strip()
            entries[headline.block] = EntryHead(span, day, stamp["time"], title)
        elif head:
            entries[headline.block] = replace(
                head, date=sure or head.date, inferred=head.inferred and not sure
            )
        elif sure and headline.level == top:
            made[headline.block] = EntryHead(span, sure, None, headline.words)
    return entries or made


def _as_laid(laid: LaidOut, heads: Sequence[EntryHead]) -> tuple[EntryHead, ...] | None:
    """Return the heads where their headings came to stand."""
    if laid.layout.heads is None:
        return None
    pairs = zip(heads, laid.layout.heads, strict=True)
    return tuple(replace(head, span=stands.span) for head, stands in pairs)


def _day(written: str, *, day_first: bool) -> str | None:
    """Return the day that a property or keyword says, or nothing."""
    stamp = _STAMP.match(written)
    compact = _COMPACT_DAY.fullmatch(written)
    if stamp:
        written = stamp["day"]
    elif compact:
        written = "-".join(compact.groups())
    elif dated := _DATED_FILE.fullmatch(written):
        written = dated["day"]
    return read_date(written, day_first=day_first)


ORG = Reader("Org", (".org",), never_sure, read_org)
"""Outlines and journals of Emacs and Logseq; only its name says that a file is one."""
