"""Lines that begin with a date: what stands on them besides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ethnocode.model import Span
from ethnocode.text.dates import leading_date
from ethnocode.text.days import ORDINAL, day_of, shapes_in
from ethnocode.text.months import (
    BEGINNING,
    MONTH,
    WEEKDAY,
    month_number,
    weekday_number,
)

# "Date:", "Field notes of", "Day 3".
_LABEL = (
    r"(?:(?:date|dated|entry|field[ \t]?notes?|journal|diary|log)"
    r"(?:[ \t]+(?:entry|for|of|from|on|date|\d{1,3}(?=[ \t:,]))){0,3}"
    r"|(?:day|week|visit)[ \t]+\d{1,3})"
)
# The first letters are looked at first: most lines of prose end the search there.
_CANDIDATE = re.compile(
    r"^(?:[=~-]{2,16}+)?[ \t#*_<\[(]{0,16}(?=[^\W_])(?:(?=\d)\d{1,4}+(?:st|nd|rd|th|er)?"
    r"(?:[ \t]*[./:–,-][ \t]*\d|[ \t]?[hap–—&-]"
    rf"|[ \t.,/-]*(?:(?:of|de|day|to|and)\b[ \t]*)*(?={BEGINNING}){MONTH})"
    rf"|(?={BEGINNING}|da|fi|jo|lo|en|vi)(?:{WEEKDAY}|{MONTH}|{_LABEL})(?![^\W\d_])"
    r"|(?<=\[)(?-i:[A-Z])|(?<=^\#[ \t])|(?<=^\#\#[ \t])|(?<=^\#\#\#[ \t]))[^\n]*",
    re.MULTILINE | re.IGNORECASE,
)
# "4.30pm", "16:30", "16h30", "1630 hrs".
_TIME = (
    r"(?:\d{1,2}(?:[:.]\d{2})?[ \t]*[ap]\.?m\b\.?|\d{1,2}[:.]\d{2}(?::\d{2})?"
    r"|\d{1,2}h(?:\d{2})?\b|\d{4}[ \t]?(?:h|hrs|hours)\b)"
)
# What may stand before the date: marks, a label, "[Win Daly, ", a time.
_OPENING = re.compile(
    r"(?P<mark>(?:\#{1,6}|\*{1,8})[ \t]+|(?P<rule>[=~-]{2,})[ \t]*)?"
    r"(?P<bold>[*_]{0,3})(?P<open>[<(]|\[{0,2})[*_]{0,3}"
    rf"(?P<label>{_LABEL}[ \t]*[:,*_–-]{{0,4}}[ \t]*(?=[\w(]))?"
    r"(?:(?<=\[)(?P<who>(?-i:[A-Z])[\w.'’-]*(?:[ \t]+(?:and|&|(?-i:[A-Z])[\w.'’-]*)){0,3}),[ \t]+)?"
    rf"(?:(?P<early>{_TIME})(?:,[ \t]*|[ \t]+))?",
    re.IGNORECASE,
)
# ", at 16:30 - 17:00".
_AT = rf"[ \t,(]*(?:[ \t,(]|at[ \t])(?P<time>{_TIME}(?:[ \t]?(?:[-–]|to)[ \t]?{_TIME})?)\)?"
# "At 10.30 we met" are the words of an entry: the time belongs to the head only
# where what follows it can stand after a head.
_TAILS = tuple(
    re.compile(
        time + r"(?P<close>[*_]{0,3}(?:[>)]|\]{1,2})?[*_]{0,3})"
        r"(?P<sep>[ \t]*(?:\.?[-–—]+|[|@])[ \t]*|,[ \t]+|[ \t]*:[:*_]*[ \t]*|\.[*_]{0,3}[ \t]+"
        r"|[ \t]+(?=\([^()]*\)\W*\Z)|[ \t]+|)(?P<rest>.*)",
        re.IGNORECASE,
    )
    for time in (_AT, "(?P<time>(?!))?")
)
# "Wed 8th of February", "February 8, Wed".
_YEARLESS = re.compile(
    rf"(?:(?P<weekday>{WEEKDAY})\b\.?(?:,[ \t]*|[ \t]+)(?:the[ \t]+)?)?"
    rf"(?:(?P<day>\d{{1,2}}){ORDINAL}(?(weekday)\.?)(?:[ \t]+of)?[ \t]+(?P<month>{MONTH})"
    rf"|(?P<named>{MONTH})\.?[ \t]+(?:the[ \t]+)?(?P<number>\d{{1,2}}){ORDINAL})"
    r"(?![\w/]|[.:]\d|-\w)(?:,?[ \t]+\(?(?P<after>(?-i:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)"
    r"(?:day|nesday|urday)?)\b\)?)?",
    re.IGNORECASE,
)
# "Wed 8/2".
_YEARLESS_NUMBERS = re.compile(
    rf"(?P<weekday>{WEEKDAY})\b\.?(?:,[ \t]*|[ \t]+)(?P<first>\d{{1,2}})(?P<sign>[./-])"
    r"(?P<second>\d{1,2})(?:\.(?!\d)|(?![\w./:-]))",
    re.IGNORECASE,
)
_MONTHLESS = re.compile(
    rf"(?:(?P<weekday>{WEEKDAY})\b\.?(?:,[ \t]*|[ \t]+)(?:the[ \t]+)?(?P<day>\d{{1,2}}){ORDINAL}"
    rf"|(?P<number>\d{{1,2}}){ORDINAL}(?:,[ \t]*|[ \t]+)(?P<after>{WEEKDAY})\b)"
    r"(?![\w/]|[.:]\d|-\w)",
    re.IGNORECASE,
)
_PLACED = re.compile(r"^(?=[^\W_])[^\n]{5,80}(?<=\d)\)?[ \t]*$", re.MULTILINE)
_PLACE = re.compile(
    r"(?P<title>[A-ZÀ-ÖØ-Þ\d][^\n.:;!?]*(?:\.[^\n.:;!?]+)?)(?:,|[ \t][-–—|@]|[ \t]\()[ \t]*\Z"
)
_MOST_PLACE_WORDS = 6
_LEAST_PLACED = 3
# "## The Hut - " with the date behind it, and what may follow that.
_TITLED = re.compile(r"\#{1,6}[ \t]+(?P<title>[^\W_].*?)[ \t]*(?:[-–—:|,@(\[][ \t]*|[ \t])\Z")
_AFTER_TITLED = re.compile(
    rf"(?:,?[ \t]+(?:at[ \t]+)?(?P<time>{_TIME}))?[)\]*_#.: \t]*\Z", re.IGNORECASE
)
# "Week beginning 8 Feb 2012" is a time that is spoken of, not the day of an entry.
_ABOUT_A_TIME = re.compile(
    r"\b(?:week|month|year|beginning|ending|commencing|until|till|since|before|after|by|to|w/c)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"\d{1,2}\.\d{1,2}\.\d{1,2}")
_ORDINALS = re.compile(r"(?<=\d)(?:st|nd|rd|th|er)\b")
_DIGITS = re.compile(r"\d{1,2}(?!\d)|\d+")
_LETTERS = re.compile(r"[^\W\d_]+")
_MOST_WORDS_AFTER_DASH = 10
_MOST_WORDS_AFTER_COMMA = 6
_MOST_SMALL_WORDS = 5
_LEAST_WORDS_AFTER_TAB = 6
_LONGEST_HEAD_CHARS = 160
_SENTENCE_ENDS = (".", "!", "?", "…", ";")


class Tail(StrEnum):
    """What follows the date on its line."""

    NOTHING = "nothing"
    TITLE = "title"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class DayOfYear:
    """A day without its year, and its weekday (0 is Monday) where that is written.

    The month is 0 where that is not written either: ``Wed 8`` below ``February 2012``.
    """

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

    Where most dated lines have a place before the date (``The Hut, 8 February 2012``),
    it is those.

    Complexity:
        O(n) for n characters.
    """
    candidates = _CANDIDATE.finditer(text)
    found = [line for each in candidates if (line := _dated_line(each, day_first=day_first))]
    places = _PLACED.finditer(text)
    placed = [line for each in places if (line := _placed(each, day_first=day_first))]
    yield from placed if len(placed) >= max(_LEAST_PLACED, len(found) + 1) else found


def _dated_line(match: re.Match[str], *, day_first: bool) -> DatedLine | None:
    whole = match.group().strip()
    words = whole[:_LONGEST_HEAD_CHARS]
    start = match.start() + match.group().index(whole[0])
    opening = _OPENING.match(words)
    body = words[opening.end() :] if opening else ""
    found = _date_of(body, day_first=day_first)
    if opening is None or found is None:
        fits = len(whole) <= _LONGEST_HEAD_CHARS
        return _titled(words, start=start, day_first=day_first) if fits else None
    date, day, length = found
    ended = _ended(body, length, opening, yearless=day is not None)
    if ended is None or (ended[1] is Tail.TITLE and len(whole) > _LONGEST_HEAD_CHARS):
        return None
    tail, how = ended
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


def _date_of(body: str, *, day_first: bool) -> tuple[str | None, DayOfYear | None, int] | None:
    """Return the date or the day without a year that words begin with, and its length."""
    if found := leading_date(body, day_first=day_first):
        return found[0], None, found[1]
    if match := _YEARLESS.match(body):
        return None, _day_of_year(match), match.end()
    if match := _YEARLESS_NUMBERS.match(body):
        numbers = int(match["first"]), int(match["second"])
        day, month = numbers if day_first else numbers[::-1]
        if 1 <= month <= 12 and 1 <= day <= 31:
            return None, DayOfYear(month, day, weekday_number(match["weekday"])), match.end()
    if match := _MONTHLESS.match(body):
        number, weekday = match["day"] or match["number"], match["weekday"] or match["after"]
        return None, DayOfYear(0, int(number), weekday_number(weekday)), match.end()
    return None


def _placed(match: re.Match[str], *, day_first: bool) -> DatedLine | None:
    """Return a line that is a place, or what was done, and a date after a comma or dash."""
    words = match.group().rstrip()
    for shape in shapes_in(words):
        place = _PLACE.match(words[: shape.start()])
        date = day_of(shape, day_first=day_first)
        if place is None or date is None or words[shape.end() :] not in ("", ")"):
            continue
        title = place["title"].strip()
        if len(title.split()) <= _MOST_PLACE_WORDS and not _ABOUT_A_TIME.search(title):
            return DatedLine(
                Span(match.start(), match.start() + len(words)),
                date,
                None,
                None,
                title,
                Tail.TITLE,
                marked=False,
                labelled=False,
                firm=True,
                style=_style(f"@ {shape.group()}"),
            )
    return None


def _titled(words: str, *, start: int, day_first: bool) -> DatedLine | None:
    """Return a heading whose title goes before its date, as ``## The Hut (8/2/12)``."""
    for shape in shapes_in(words) if words.startswith("#") else ():
        before = _TITLED.match(words[: shape.start()])
        after = _AFTER_TITLED.match(words, shape.end())
        date = day_of(shape, day_first=day_first)
        if before and after and date and not _ABOUT_A_TIME.search(before["title"]):
            return DatedLine(
                Span(start, start + len(words)),
                date,
                None,
                after["time"],
                before["title"],
                Tail.TITLE,
                marked=True,
                labelled=False,
                firm=True,
                style=_style(f"# {shape.group()}"),
            )
    return None


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

    ``<2020-06-01>`` alone is a time stamp of an outline, whose heads have stars. A line
    drawn before the date goes on after it.
    """
    wanted = {"<": ">", "[": "]", "[[": "]]", "(": ")", "": ""}[opening["open"]]
    closed = "".join(character for character in tail["close"] if character in ">])")
    if opening["rule"] and set((tail["sep"] + tail["rest"]).strip()) != {opening["rule"][0]}:
        return False
    return closed == wanted and (wanted != ">" or bool(opening["mark"]))


def _ended(
    body: str, length: int, opening: re.Match[str], *, yearless: bool
) -> tuple[re.Match[str], Tail] | None:
    """Return how a line goes on after its date, or ``None`` where it is no head."""
    for pattern in _TAILS:
        tail = pattern.match(body, length)
        if tail and _closes(opening, tail):
            how = _tail(body[:length], opening, tail, yearless=yearless)
            if how:
                return tail, how
    return None


def _is_firm(date: str, opening: re.Match[str], tail: re.Match[str]) -> bool:
    has_weekday = re.match(rf"\(?{WEEKDAY}\b(?!\.?[ \t]*\d{{1,2}}\Z)", date, re.IGNORECASE)
    numeric = not any(map(str.isalpha, date))
    return numeric or bool(has_weekday or tail["time"] or opening["early"] or opening["bold"])


def _tail(date: str, opening: re.Match[str], tail: re.Match[str], *, yearless: bool) -> Tail | None:
    """Return what follows the date; ``None`` where it is the rest of a sentence or a row."""
    rest, sep = tail["rest"].strip(), tail["sep"]
    if not rest.strip(".:*_#=-–—~ "):
        return Tail.NOTHING
    if not rest or opening["open"] == "[[":
        return None
    if "\t" in sep:
        told = len(rest.split()) >= _LEAST_WORDS_AFTER_TAB or rest.endswith(_SENTENCE_ENDS)
        cells = "\t" in rest or not told
        return None if cells else Tail.WORDS
    mark = sep.strip(" *_")[:1]
    title = rest.strip(" *_#")
    words = title.split()
    whole = bool(words) and not title.endswith(_SENTENCE_ENDS)
    small = len(words) <= _MOST_SMALL_WORDS and not yearless and _is_firm(date, opening, tail)
    if mark == ",":
        short = whole and len(words) <= _MOST_WORDS_AFTER_COMMA
        return Tail.TITLE if short and (words[0][0].isupper() or small) else None
    if mark == "(" or (not mark and rest.startswith("(") and rest.rstrip(" *_").endswith(")")):
        return Tail.TITLE
    if mark in ("-", "–", "—", "|", "@"):
        return Tail.TITLE if whole and len(words) <= _MOST_WORDS_AFTER_DASH else Tail.WORDS
    if mark == ":" or sep.lstrip().startswith((".-", ".–", ".—")):
        return Tail.WORDS
    if _begins_afresh(date, opening, tail, yearless=yearless):
        return Tail.WORDS
    if mark or not sep or _CLAUSE.fullmatch(date) or not whole:
        return None
    heading = len((opening["mark"] or "").strip("* ")) > 0 or (opening["mark"] or "").count("*") > 1
    return Tail.TITLE if (heading and (small or not yearless)) or small else None


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
    if _CLAUSE.fullmatch(date):
        return False
    first = tail["rest"][0]
    if not (first.isupper() or first.isdecimal() or first in "\"'“‘[£$"):
        return False
    return tail["sep"].startswith(".") or (firm and not yearless)
