"""Lines that begin with a date: what stands on them besides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ethnocode.model import Span
from ethnocode.text.dates import leading_date
from ethnocode.text.days import ORDINAL
from ethnocode.text.months import (
    BEGINNING,
    MONTH,
    WEEKDAY,
    month_number,
    weekday_number,
)

_LABEL = (
    r"(?:(?:date|dated|entry|field[ \t]?notes?|journal|diary|log)"
    r"(?:[ \t]+(?:entry|for|of|from|on|date|\d{1,3}(?=[ \t:,]))){0,3}"
    r"|(?:day|week|visit)[ \t]+\d{1,3})"
)
# The first letters are looked at first: most lines of prose end the search there.
_CANDIDATE = re.compile(
    r"^[ \t#*_<\[(]{0,16}(?=[^\W_])(?:(?=\d)\d{1,4}+(?:st|nd|rd|th|er)?"
    r"(?:[ \t]*[./:–,-][ \t]*\d|[ \t]?[hap–—&-]"
    rf"|[ \t.,/-]*(?:(?:of|de|day|to|and)\b[ \t]*)*(?={BEGINNING}){MONTH})"
    rf"|(?={BEGINNING}|da|fi|jo|lo|en|vi)(?:{WEEKDAY}|{MONTH}|{_LABEL})(?![^\W\d_])"
    r"|(?<=\[)(?-i:[A-Z]))[^\n]*",
    re.MULTILINE | re.IGNORECASE,
)
_TIME = (
    r"(?:\d{1,2}(?:[:.]\d{2})?[ \t]*[ap]\.?m\b\.?|\d{1,2}[:.]\d{2}(?::\d{2})?"
    r"|\d{1,2}h(?:\d{2})?\b|\d{4}[ \t]?(?:h|hrs|hours)\b)"
)
_OPENING = re.compile(
    r"(?P<mark>(?:\#{1,6}|\*{1,8})[ \t]+)?(?P<bold>[*_]{0,3})(?P<open>[<\[(]?)[*_]{0,3}"
    rf"(?P<label>{_LABEL}[ \t]*[:,*_–-]{{0,4}}[ \t]*(?=[\w(]))?"
    r"(?:(?<=\[)(?P<who>(?-i:[A-Z])[\w.'’-]*(?:[ \t]+(?:and|&|(?-i:[A-Z])[\w.'’-]*)){0,3}),[ \t]+)?"
    rf"(?:(?P<early>{_TIME})(?:,[ \t]*|[ \t]+))?",
    re.IGNORECASE,
)
_TAIL = re.compile(
    rf"(?:[ \t,(]*(?:[ \t,(]|at[ \t])(?P<time>{_TIME}(?:[ \t]?(?:[-–]|to)[ \t]?{_TIME})?)\)?)?"
    r"(?P<close>[*_]{0,3}[>\])]?[*_]{0,3})"
    r"(?P<sep>[ \t]*(?:\.?[-–—]+|[|@])[ \t]*|,[ \t]+|[ \t]*:[:*_]*[ \t]*|\.[*_]{0,3}[ \t]+"
    r"|[ \t]+(?=\([^()]*\)\W*\Z)|[ \t]+|)(?P<rest>.*)",
    re.IGNORECASE,
)
_YEARLESS = re.compile(
    rf"(?:(?P<weekday>{WEEKDAY})\b\.?(?:,[ \t]*|[ \t]+)(?:the[ \t]+)?)?"
    rf"(?:(?P<day>\d{{1,2}}){ORDINAL}(?(weekday)\.?)(?:[ \t]+of)?[ \t]+(?P<month>{MONTH})"
    rf"|(?P<named>{MONTH})\.?[ \t]+(?:the[ \t]+)?(?P<number>\d{{1,2}}){ORDINAL})"
    r"(?![\w/]|[.:]\d|-\w)(?:,?[ \t]+\(?(?P<after>(?-i:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)"
    r"(?:day|nesday|urday)?)\b\)?)?",
    re.IGNORECASE,
)
_ORDINALS = re.compile(r"(?<=\d)(?:st|nd|rd|th|er)\b")
_DIGITS = re.compile(r"\d{1,2}(?!\d)|\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
_MOST_WORDS_AFTER_DASH = 10
_MOST_WORDS_AFTER_COMMA = 6
_LONGEST_HEAD_CHARS = 160
_SENTENCE_ENDS = (".", "!", "?", "…", ";")


class Tail(StrEnum):
    """What follows the date on its line."""

    NOTHING = "nothing"
    TITLE = "title"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A day without its year, and its weekday (0 is Monday) where that is written."""

    month: int
    day: int
    weekday: int | None


@dataclass(frozen=True, slots=True)
class DatedLine:
    """A line that begins with a date.

    Args:
        span: The date with its marks, and with time and title where they follow;
            never the words of the entry.
        date: ISO 8601, or the EDTF interval of a few days; ``None`` where it is not
            certain or has no year.
        day: What is known where there is no year, else ``None``.
        time: Time of day as written, or ``None``.
        title: Place, title or writer; may be empty.
        tail: What follows the date.
        marked: Whether the line is a heading or an outline item.
        labelled: Whether a word such as ``Date:`` goes before.
        firm: Whether the date is in numbers, with its weekday or with a time, as no
            sentence begins.
        style: How it is written; lines of one style differ in their dates alone.
    """

    span: Span
    date: str | None
    day: DayOfYear | None
    time: str | None
    title: str
    tail: Tail
    marked: bool
    labelled: bool
    firm: bool
    style: str


def dated_lines(text: str, *, day_first: bool = True) -> Iterator[DatedLine]:
    """Yield the lines that begin with a date, in order.

    Complexity:
        O(n) for n characters.
    """
    for match in _CANDIDATE.finditer(text):
        if line := _dated_line(match, day_first=day_first):
            yield line


def _dated_line(match: re.Match[str], *, day_first: bool) -> DatedLine | None:
    whole = match.group().strip()
    words = whole[:_LONGEST_HEAD_CHARS]
    opening = _OPENING.match(words)
    if opening is None:
        return None
    body = words[opening.end() :]
    found = leading_date(body, day_first=day_first)
    day = None
    if found is None:
        yearless = _YEARLESS.match(body)
        if yearless is None:
            return None
        day, found = _day_of_year(yearless), (None, yearless.end())
    date, length = found
    tail = _TAIL.match(body, length)
    if tail is None or not _closes(opening, tail):
        return None
    how = _tail(body[:length], opening, tail, yearless=day is not None)
    if how is None or (how is Tail.TITLE and len(whole) > _LONGEST_HEAD_CHARS):
        return None
    start = match.start() + match.group().index(whole[0])
    end = tail.end("sep") if how is Tail.WORDS else len(body)
    head = (words[: opening.end()] + body[:end]).rstrip()
    return DatedLine(
        Span(start, start + len(head)),
        date,
        day,
        tail["time"] or opening["early"],
        (tail["rest"].strip(" \t*_#()") if how is Tail.TITLE else "") or opening["who"] or "",
        how,
        marked=bool(opening["mark"]),
        labelled=bool(opening["label"]),
        firm=day is None and _is_firm(body[:length], opening, tail),
        style=_style(words[: opening.end()] + body[:length] + tail["close"]),
    )


def _style(head: str) -> str:
    return _LETTERS.sub("a", _DIGITS.sub("1", _ORDINALS.sub("th", head)))


def _day_of_year(match: re.Match[str]) -> DayOfYear:
    weekday = match["weekday"] or match["after"]
    return DayOfYear(
        month_number(match["month"] or match["named"]),
        int(match["day"] or match["number"]),
        weekday_number(weekday) if weekday else None,
    )


def _closes(opening: re.Match[str], tail: re.Match[str]) -> bool:
    """Whether the bracket that opens before the date closes after it, and no other does.

    ``<2020-06-01>`` alone is a time stamp of an outline, whose heads have stars.
    """
    wanted = {"<": ">", "[": "]", "(": ")", "": ""}[opening["open"]]
    closed = "".join(character for character in tail["close"] if character in ">])")
    return closed == wanted and (wanted != ">" or bool(opening["mark"]))


def _is_firm(date: str, opening: re.Match[str], tail: re.Match[str]) -> bool:
    has_weekday = re.match(rf"\(?{WEEKDAY}\b(?!\.?[ \t]*\d{{1,2}}\Z)", date, re.IGNORECASE)
    numeric = not any(map(str.isalpha, date))
    return numeric or bool(has_weekday or tail["time"] or opening["early"] or opening["bold"])


def _tail(date: str, opening: re.Match[str], tail: re.Match[str], *, yearless: bool) -> Tail | None:
    """Return what follows the date; ``None`` where it is the rest of a sentence or a row."""
    rest, sep = tail["rest"].strip(), tail["sep"]
    if not rest.strip(".:*_#=-–— "):
        return Tail.NOTHING
    if "\t" in sep or not rest:
        return None
    mark = sep.strip(" *_")[:1]
    title = rest.strip(" *_#")
    words = title.split()
    if mark == ",":
        short = len(words) <= _MOST_WORDS_AFTER_COMMA and not title.endswith(_SENTENCE_ENDS)
        return Tail.TITLE if short and words[0][0].isupper() else None
    if mark == "(" or (not mark and rest.startswith("(") and rest.rstrip(" *_").endswith(")")):
        return Tail.TITLE
    if mark in ("-", "–", "—", "|", "@"):
        short = len(words) <= _MOST_WORDS_AFTER_DASH and not title.endswith(_SENTENCE_ENDS)
        return Tail.TITLE if short else Tail.WORDS
    if mark == ":" or sep.lstrip().startswith((".-", ".–", ".—")):
        return Tail.WORDS
    return Tail.WORDS if _begins_afresh(date, opening, tail, yearless=yearless) else None


def _begins_afresh(
    date: str, opening: re.Match[str], tail: re.Match[str], *, yearless: bool
) -> bool:
    """Whether words after a date and a full stop or a space are not the rest of a sentence.

    ``3.2.15 The Panel`` and ``3.2.15. The Panel`` are clauses.
    """
    if opening["mark"]:
        return False
    firm = _is_firm(date, opening, tail)
    if tail["close"] and (opening["bold"] or firm):
        return True
    if date.count(".") == 2 and not any(map(str.isalpha, date)):
        return False
    if not (tail["rest"][0].isupper() or tail["rest"][0] in "\"'“‘[£$"):
        return False
    return tail["sep"].startswith(".") or (firm and not yearless)
