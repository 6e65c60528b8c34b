"""What a file does not declare, read off its words and its name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from ethnocode.ingest.day_names import day_in_name, spaced
from ethnocode.ingest.reader import Reading
from ethnocode.ingest.segmenting import headings_of
from ethnocode.text.chats import days_read
from ethnocode.text.dates import find_date
from ethnocode.text.entries import EntryHead, entry_heads
from ethnocode.text.media_times import begins_with_media_time
from ethnocode.text.speaker_labels import asks
from ethnocode.text.turns import Turn, speaker_turns
from ethnocode.text.words import count_words

_HEADER_LINES = 5
_HEADER_CHARS = 4000
_LONGEST_HEADER_BLOCK_CHARS = 300
_LONGEST_TITLE_CHARS = 80
_LONGEST_ALONE_CHARS = 60
"""A longer first line is a title only if nothing stands right below it."""

_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_INTERVIEW_WITH = re.compile(
    r"\binterview(?:ed)?[ \t]+with[ \t]+(?P<name>\w[\w'’.\-]*(?:[ \t]+[\w'’.\-]+){0,4})",
    re.IGNORECASE,
)
_TALK = re.compile(r"\b(?:interview|focus ?group|transcript|conversation)s?\b", re.IGNORECASE)
# "Interview guide" names no interview.
_FORM = re.compile(
    r"\b(?:guide|schedule|questions?|plan|consent|protocol|topics?|notes?|list|form|letter|report"
    r"|summary|analysis|memo)s?\b",
    re.IGNORECASE,
)
# "Interview with Win Monday 8 May" is with Win.
_CALENDAR = (
    "(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July"
    r"|August|September|October|November|December)\b"
)
_NAME_WORD = rf"(?!{_CALENDAR})[A-ZÀ-ÖØ-Þ][\w'’\-]*\.?"
_NAME = re.compile(rf"{_NAME_WORD}(?:[ \t]+{_NAME_WORD})*")


@dataclass(frozen=True, slots=True)
class Look:
    """A text as the guesses see it, measured once.

    Args:
        text: The canonical text.
        label: Name of the file, or its path.
        day_first: Whether ``08/02/12`` is 8 February.
        heads: Heads of dated entries.
        turns: Turns, were it an interview.
    """

    text: str
    label: str
    day_first: bool
    heads: tuple[EntryHead, ...]
    turns: tuple[Turn, ...]

    @classmethod
    def at(cls, reading: Reading, *, label: str, day_first: bool, interview: bool) -> Look:
        """Look at what was read; ``interview`` says that it is declared to be one.

        Where the format itself dates its entries or names its speakers, that is taken.
        """
        text, layout = reading.content.text, reading.layout
        heads, turns = (layout.heads, layout.turns) if layout else (None, None)
        if heads is None:
            heads = entry_heads(text, day_first=day_first)
        look = cls(text, label, day_first, heads, turns or ())
        if turns is None:
            declared = interview or look.is_named_talk
            look = replace(look, turns=speaker_turns(text, declared=declared))
        return look

    @property
    def is_named_talk(self) -> bool:
        """Whether the file or its first line is called an interview, and no form for one."""
        first = self.text.lstrip()[:_LONGEST_TITLE_CHARS].partition("\n")[0]
        names = (spaced(self.stem), first if ":" not in first else "")
        return any(_TALK.search(name) and not _FORM.search(name) for name in names)

    @property
    def stem(self) -> str:
        """Name of the file without folders and ending."""
        path = PurePosixPath(self.label)
        # In "minutes 28.4.15" the ending is the year.
        return path.stem if any(map(str.isalpha, path.suffix)) else path.name or self.label

    @property
    def days(self) -> dict[str, str]:
        """ISO date of each day that the messages of a chat have, by the day as written."""
        written = (turn.day for turn in self.turns if turn.day)
        return days_read(written, day_first=self.day_first)

    @property
    def header(self) -> tuple[str, ...]:
        """The first lines, up to the first turn or the first block of running prose."""
        before = self.text[: self.turns[0].span.start] if self.turns else self.text
        lines: list[str] = []
        for block in _BLANK_LINE.split(before[:_HEADER_CHARS]):
            if len(block) > _LONGEST_HEADER_BLOCK_CHARS:
                break
            lines += [line.strip() for line in block.splitlines() if line.strip()]
        return tuple(lines[:_HEADER_LINES])


def guess_title(look: Look) -> str:
    """Return the first heading, else a short first line, else the file's name."""
    dated = {head.span.start for head in look.heads if head.written}
    heading = next(iter(headings_of(look.text, kind="")), None)
    if heading and heading.words and heading.span.start not in dated:
        return heading.words
    first, _, rest = look.text.strip().partition("\n")
    line = first.strip(" \t*_")
    start = len(look.text) - len(look.text.lstrip())
    spans = [*(head.span for head in look.heads), *(turn.span for turn in look.turns[:1])]
    taken = {span.start for span in spans}
    prose = line.endswith((".", ",", ";")) or (
        len(line) > _LONGEST_ALONE_CHARS and rest.strip(" ")[:1] not in ("", "\n")
    )
    speech = start in taken or begins_with_media_time(line)
    if not line or speech or prose or "\t" in line or len(line) > _LONGEST_TITLE_CHARS:
        return look.stem
    return line


def guess_date(look: Look) -> str | None:
    """Return the first certain date of the header lines, else of the file's name.

    A chat has the EDTF interval of its messages.
    """
    days = sorted(look.days.values())
    if days:
        return "/".join(dict.fromkeys((days[0], days[-1])))
    for line in look.header:
        if date := find_date(line, day_first=look.day_first):
            return date
    return day_in_name(look.stem, day_first=look.day_first)


def entry_dates(look: Look) -> tuple[str, ...]:
    """Return the certain dates of the entries, sorted, each once."""
    dates = (head.date.split("/") for head in look.heads if head.date)
    return tuple(sorted({day for days in dates for day in days}))


def named_interviewee(look: Look, *, title: str) -> str:
    """Return whom ``Interview with NAME`` in the title or the header names, or nothing."""
    for line in (title, *look.header):
        match = _INTERVIEW_WITH.search(line)
        name = _NAME.match(match["name"]) if match else None
        if name:
            return name.group().rstrip(".")
    return ""


def loudest_speaker(look: Look) -> str:
    """Return the speaker with most words who is not labelled as an interviewer.

    Empty when unsure: where two such speakers remain, the first must say more than
    twice as much as the next.
    """
    words: Counter[str] = Counter()
    for turn in look.turns:
        if not asks(turn.label):
            words[turn.label] += _count_spoken(look.text, turn)
    ranked = words.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] <= 2 * ranked[1][1]):
        return ""
    return ranked[0][0]


def _count_spoken(text: str, turn: Turn) -> int:
    """Count the words of a turn without the media times among them."""
    timed = sum(count_words(span.of(text)) for span in turn.times)
    return count_words(text[turn.words_from : turn.span.end]) - timed
