"""Dated entries of a journal."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto

from ethnocode.model import Span
from ethnocode.text.days import real_day
from ethnocode.text.headlines import DatedLine, DayOfYear, Tail, dated_lines
from ethnocode.text.months import MONTH, month_number

_LOOK_BACK_CHARS = 200
_DAY_CHARS = len("2012-02-08")
_SENTENCE_ENDS = ".!?…\"”')*_]"
_HALF_A_YEAR = timedelta(days=183)
_A_YEAR = timedelta(days=366)
_LONGEST_GAP = 5 * _A_YEAR
_SOON = timedelta(days=31)
_LEAST_OF_A_STYLE = 3
_RULE = re.compile(r"(?:\A|\n)[ \t]*[-=~*_#]{2,}\Z")
# A line that ends so goes on in the next: the date below it heads nothing.
_RUNS_ON = re.compile(
    r"(?:[,;]|\b(?:on|since|until|till|of|to|the|from|and|by|before|after|in|for|at|or|dated|was"
    r"|is|between|for|than))\Z",
    re.IGNORECASE,
)
_MAIL_HEADER = re.compile(
    r"^[>* \t]*(?:from|to|sent|subject|cc|bcc|reply-to|von|an|betreff|de|objet)[*]*[ \t]*:",
    re.MULTILINE | re.IGNORECASE,
)
# "Place: the Hut", as above a date in a form.
_FORM_LINE = re.compile(r"(?:\A|\n)[*_ \t]*\w[\w ]{0,24}:[^\n]*\Z")
# "# 2012", "Spring 2012": the year of the heads below that have none.
_YEAR_LINE = re.compile(
    r"^(?:[#*=_\[( \t]*)(?:(?:(?:[^\W\d_][\w'’]*|\d{1,2}),?[ \t]+){0,4})"
    r"(?P<year>(?:1[6-9]|20)\d{2})[\])*_#:. \t]*$",
    re.MULTILINE,
)
_MONTH_LINE = re.compile(
    rf"^[#*_=\[( \t]*(?P<month>{MONTH})\b\.?(?:,?[ \t]+(?P<year>(?:1[6-9]|20)\d{{2}}))?"
    r"[\])*_#:. \t]*$",
    re.MULTILINE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class EntryHead:
    """What begins a dated entry.

    Args:
        span: The line, without white space at its ends; only the date, with the mark
            that follows it, where the words of the entry begin on the same line.
        date: ISO 8601, or the EDTF interval of a few days; ``None`` where the line
            looks dated but is not certain.
        time: Time of day as written, or ``None``.
        title: Place or title after the date; may be empty.
        inferred: Whether a part of the date is not written here but taken from an
            earlier head.
        written: Whether the words of the span are the head; ``False`` where the name
            of the file dates the entry, whose own words the span then is.
    """

    span: Span
    date: str | None
    time: str | None
    title: str
    inferred: bool = False
    written: bool = True


def entry_heads(text: str, *, day_first: bool = True) -> tuple[EntryHead, ...]:
    """Return where the dated entries of a journal begin.

    A head is a line that is wholly a date, with at most a time, place or title, or a
    date before the first words of the entry. A day without its year (``April 8th``)
    has the year of the head before it, or the next year after New Year, and is
    inferred; so is ``Wed 8`` below ``February 2012``. Lines that look like heads but are
    not certain dates end an entry too, and have no date, as long as one line of the text
    is certain.

    Complexity:
        O(n log n) for n lines that begin with a date, besides one pass over the text.
    """
    dated = _with_months(text, list(dated_lines(text, day_first=day_first)))
    found = [(line, _standing(text, line)) for line in dated]
    chronicle = _Chronicle.of(text, [line for line, stands in found if stands is _Stands.APART])
    lines = [
        line
        for line, stands in found
        if stands is _Stands.APART or (stands is _Stands.CLOSE and line.style == chronicle.style)
    ]
    heads = tuple(chronicle.heads(lines))
    return heads if any(head.date for head in heads) else ()


def _with_months(text: str, lines: Sequence[DatedLine]) -> Iterator[DatedLine]:
    """Yield lines, those without a month with that of the line which names it above them.

    Without such a line, ``Wed 8`` is no date.
    """
    wanting = any(line.day and not line.day.month for line in lines)
    months = deque(m for m in _MONTH_LINE.finditer(text) if _is_apart(m)) if wanting else deque()
    month = 0
    for line in lines:
        while months and months[0].start() < line.span.start:
            month = month_number(months.popleft()["month"])
        if line.day is None or line.day.month:
            yield line
        elif month:
            yield replace(line, day=replace(line.day, month=month))


def _is_apart(line: re.Match[str]) -> bool:
    """Whether a line is a Markdown heading, or stands between blank lines."""
    text = line.string
    above = text[max(0, line.start() - 2) : line.start()]
    below = text[line.end() : line.end() + 2]
    ends = ("", "\n", "\n\n")
    return line.group().startswith("#") or (above in ends and below in ends)


class _Stands(Enum):
    """How a line stands among the others."""

    APART = auto()
    CLOSE = auto()
    WITHIN = auto()


def _standing(text: str, line: DatedLine) -> _Stands:
    """Return whether no sentence runs from the line above into this one.

    Lines that stand close are heads where others of their style stand apart.
    """
    if line.labelled and _in_mail_header(text, line.span):
        return _Stands.WITHIN
    above = text[max(0, line.span.start - _LOOK_BACK_CHARS) : line.span.start]
    words = above.rstrip()
    if not words or above.count("\n", len(words)) > 1 or line.marked or _RULE.search(words):
        return _Stands.APART
    ended = words[-1] in _SENTENCE_ENDS
    if line.tail is Tail.WORDS:
        return _Stands.APART if line.day is None and (ended or line.firm) else _Stands.WITHIN
    alone = line.tail is Tail.NOTHING and line.firm and not _RUNS_ON.search(words)
    if _next_line_begins_small(text, line.span.end):
        return _Stands.CLOSE if alone or ended else _Stands.WITHIN
    if ended or alone or (line.labelled and _FORM_LINE.search(words)):
        return _Stands.APART
    return _Stands.WITHIN


def _in_mail_header(text: str, span: Span) -> bool:
    around = text[max(0, span.start - _LOOK_BACK_CHARS) : span.end + _LOOK_BACK_CHARS]
    at = min(span.start, _LOOK_BACK_CHARS)
    first = around.rfind("\n\n", 0, at) + 1
    last = around.find("\n\n", at)
    return bool(_MAIL_HEADER.search(around[first : last if last >= 0 else None]))


def _next_line_begins_small(text: str, end: int) -> bool:
    newline = text.find("\n", end)
    return newline >= 0 and text[newline + 1 : newline + 2].islower()


@dataclass(frozen=True, slots=True)
class _Chronicle:
    """The dates that a journal is surely divided by, against which doubtful ones are held.

    Args:
        text: The text.
        style: The style of nearly all dated lines, or ``None``.
        places: Where the sure heads begin, sorted.
        dates: Their dates, or first days.
        sure: The tails that make a head with a year sure, where no style prevails.
        holds_days: Whether days without a year must fit in between.
    """

    text: str
    style: str | None
    places: tuple[int, ...]
    dates: tuple[str, ...]
    sure: tuple[Tail, ...]
    holds_days: bool

    @classmethod
    def of(cls, text: str, lines: Sequence[DatedLine]) -> _Chronicle:
        """Take the prevailing style, else the greater of lines wholly heads and others."""
        style = _prevailing(lines)
        dated = [line for line in lines if line.date]
        alone = [line for line in dated if line.tail is not Tail.WORDS]
        sure = (Tail.NOTHING, Tail.TITLE) if 2 * len(alone) >= len(dated) else tuple(Tail)
        chosen = [line for line in dated if (line.style == style if style else line.tail in sure)]
        days = sum(line.day is not None for line in lines)
        return cls(
            text,
            style,
            tuple(line.span.start for line in chosen),
            tuple(line.date[:_DAY_CHARS] for line in chosen if line.date),
            sure,
            days <= len(chosen),
        )

    def heads(self, lines: Sequence[DatedLine]) -> Iterator[EntryHead]:
        """Yield the heads among the lines, each with its date."""
        years = deque(self._years() if any(line.day for line in lines) else ())
        last: date | None = None
        for number, (line, end) in enumerate(zip(lines, self._ends(lines), strict=True)):
            while years and years[0][0] < line.span.start:
                last = date(years.popleft()[1], 1, 1)
            if line.day is None and self._is_head(line, last=last):
                last = date.fromisoformat(line.date[:_DAY_CHARS]) if line.date else last
                yield EntryHead(line.span, line.date, line.time, line.title)
            elif line.day:
                found = _with_year(line.day, last)
                if (
                    found
                    and last
                    and _strays(found, last=last, following=lines[number + 1 : number + 2])
                ):
                    continue
                if self._is_day_head(line, found, last=last, end=end):
                    last = found or last
                    iso = found.isoformat() if found else None
                    yield EntryHead(line.span, iso, line.time, line.title, inferred=bool(found))

    def _is_head(self, line: DatedLine, *, last: date | None) -> bool:
        """Whether a date with its year heads an entry: it is of the style, or fits in."""
        if line.style == self.style:
            return True
        if self.style is None:
            sure = line.date is None or line.tail in self.sure
            return sure or self._fits(line, line.date or "")
        if line.date is None:
            return False
        if self.places:
            return self._fits(line, line.date)
        return (
            last is None or abs(date.fromisoformat(line.date[:_DAY_CHARS]) - last) <= _LONGEST_GAP
        )

    def _is_day_head(
        self, line: DatedLine, found: date | None, *, last: date | None, end: int
    ) -> bool:
        """Whether a day without a year heads an entry, which has words."""
        if not self.text[line.span.end : end].strip():
            return False
        if found is None:
            return line.tail is Tail.NOTHING and self.style in (None, line.style)
        if line.style == self.style:
            return True
        if self.style and not self.places:
            return last is not None and timedelta(0) <= found - last <= _SOON
        return not self.holds_days or self._fits(line, found.isoformat())

    def _fits(self, line: DatedLine, iso: str) -> bool:
        """Whether a date lies between those of the sure heads around it."""
        position = bisect_left(self.places, line.span.start)
        before = self.dates[position - 1] if position else None
        after = self.dates[position] if position < len(self.dates) else None
        if before and after:
            low, high = sorted((before, after))
            return low < iso[:_DAY_CHARS] and iso[-_DAY_CHARS:] < high
        if before:
            gap = date.fromisoformat(iso[:_DAY_CHARS]) - date.fromisoformat(before)
            return timedelta(0) < gap <= _A_YEAR
        return after is None or iso[-_DAY_CHARS:] < after

    def _ends(self, lines: Sequence[DatedLine]) -> list[int]:
        """Return where each line's entry ends: at a line with a year, or of its style."""
        ends, year = [], len(self.text)
        of_style: dict[str, int] = {}
        for line in reversed(lines):
            ends.append(min(year, of_style.get(line.style, year)))
            of_style[line.style] = line.span.start
            year = line.span.start if line.day is None else year
        return ends[::-1]

    def _years(self) -> list[tuple[int, int]]:
        """Return where lines that name a year stand apart, and the years."""
        lines = (line for line in _YEAR_LINE.finditer(self.text) if _is_apart(line))
        return [(line.start(), int(line["year"])) for line in lines]


def _prevailing(lines: Sequence[DatedLine]) -> str | None:
    """Return the style that most dated lines have, if one prevails."""
    styles = Counter(line.style for line in lines)
    style, count = max(styles.items(), key=lambda pair: pair[1], default=("", 0))
    return style if count >= _LEAST_OF_A_STYLE and 3 * count >= 2 * len(lines) else None


def _with_year(day: DayOfYear, last: date | None) -> date | None:
    """Return a day in the year of the last one, or in the next where a year has ended."""
    if last is None:
        return None
    this = real_day(last.year, day.month, day.day)
    following = real_day(last.year + 1, day.month, day.day)
    turned = this is None or last - this > _HALF_A_YEAR
    for found in (following,) if turned else (this,):
        if found and day.weekday in (None, found.weekday()):
            return found
    return None


def _strays(found: date, *, last: date, following: Sequence[DatedLine]) -> bool:
    """Whether a day is far from the last one, and the next line goes on from that."""
    day = following[0].day if following else None
    onward = _with_year(day, last) if day else None
    if onward is None or found - last <= _SOON:
        return False
    return timedelta(0) <= onward - last <= _SOON and not timedelta(0) <= onward - found <= _SOON
