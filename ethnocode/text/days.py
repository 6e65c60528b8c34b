"""Full dates as people write them: a day, a month and a year, and how certain they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ethnocode.text.months import MONTH, WEEKDAY, month_number, weekday_number

_FIRST_TWO_DIGIT_YEAR = 1970

LONG_YEAR = r"(?:1[6-9]|2[01])\d{2}(?![ \t]?(?:h|hrs|hours)\b)"
"""Pattern of a year that is no time of day, such as ``1430``."""
ORDINAL = r"(?:[ \t]?(?:st|nd|rd|th|er)\b)?"
"""Pattern of what may follow the number of a day."""
_YEAR = rf"(?P<year>{LONG_YEAR}|['’‘]?\d{{2}})"
_MID = rf"(?:(?P<mid>{WEEKDAY})\b[ \t,]+)?"
_BEFORE = (
    r"(?<![\w/:-])(?<!\d\.)"
    rf"(?:\(?(?P<weekday>{WEEKDAY})\b\.?\)?(?:,[ \t]*|[ \t]+)(?:(?:the|le|den)[ \t]+)?)?"
)
# "sat" after a date is more often the verb: short names count with a capital only, and
# where no words go on ("Sat with Win").
_AFTER = (
    r"(?![^\W_])(?![/-]\w)(?![.:]\d)"
    r"(?:,?[ \t]+\(?(?P<after>(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
    r"|(?-i:(?:Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)\b(?![ \t]+[a-z])))\b\)?)?"
)
_ISO = (
    rf"(?P<year>{LONG_YEAR})(?P<sep>[-/.])(?P<month>\d{{1,2}})(?P=sep)(?P<day>\d{{1,2}})"
    r"(?:T\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
)
_NUMBERS = rf"(?P<first>\d{{1,2}})(?P<sep>[-/.])(?P<second>\d{{1,2}})(?P=sep){_YEAR}(?!\.\w)"
_DAY_MONTH = (
    rf"(?P<day>\d{{1,2}}){ORDINAL}(?:[ \t]+day)?(?:[ \t]+(?:of|de)\b)?[ \t.,/-]*"
    rf"(?P<month>{MONTH})\.?[ \t,./-]*{_MID}{_YEAR}"
)
_MONTH_DAY = (
    rf"(?P<month>{MONTH})\.?[ \t./-]*{_MID}(?:the[ \t]+)?(?P<day>\d{{1,2}}){ORDINAL}"
    rf"(?:[ \t]*,[ \t]*|[ \t./-]+)(?P<year>{LONG_YEAR}|['’‘]\d{{2}}|(?<=,)\d{{2}}|(?<=,[ ])\d{{2}})"
)
_YEAR_NAME = (
    rf"(?P<year>{LONG_YEAR})[ \t,./-]+(?P<month>{MONTH})\.?[ \t./-]*(?P<day>\d{{1,2}}){ORDINAL}"
)


def _compiled(*forms: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_BEFORE + form + _AFTER, re.IGNORECASE) for form in forms)


_IN_PROSE = _compiled(_ISO, _NUMBERS, _DAY_MONTH, _MONTH_DAY)
# "In 2012 May 8 people" is a date only where a line begins with it.
_ON_ITS_OWN = (*_IN_PROSE, *_compiled(_YEAR_NAME))


def whole_shape(words: str) -> re.Match[str] | None:
    """Return the match of words that have wholly the shape of a full date."""
    matches = (pattern.fullmatch(words) for pattern in _ON_ITS_OWN)
    return next((match for match in matches if match), None)


def shape_at(text: str, start: int = 0) -> re.Match[str] | None:
    """Return the match of what has the shape of a full date at a place in a text."""
    matches = (pattern.match(text, start) for pattern in _ON_ITS_OWN)
    return next((match for match in matches if match), None)


def shapes_in(text: str) -> Iterator[re.Match[str]]:
    """Yield what has the shape of a full date, first to last, none inside another."""
    matches = [match for pattern in _IN_PROSE for match in pattern.finditer(text)]
    end = 0
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        if match.start() >= end:
            end = match.end()
            yield match


def names_its_month(match: re.Match[str]) -> bool:
    """Whether the month of a shape is a word."""
    return not (match.groupdict().get("month") or "1").isdecimal()


def day_of(match: re.Match[str], *, day_first: bool) -> str | None:
    """Return the ISO date of a shape, or ``None`` where it is not certain.

    Numbers are read in the other order only where the weekday fits that one alone.
    """
    found = match.groupdict()
    weekdays = [found.get(name) for name in ("weekday", "mid", "after")]
    numbers = {weekday_number(name) for name in weekdays if name}
    year = full_year(found["year"])
    if "first" not in found:
        orders = [(int(found["day"]), month_number(found["month"]))]
    else:
        orders = [(int(found["first"]), int(found["second"]))]
        orders.insert(1 if day_first else 0, orders[0][::-1])
    for day, month in orders if numbers else orders[:1]:
        moment = real_day(year, month, day)
        if moment and numbers <= {moment.weekday()}:
            return moment.isoformat()
    return None


def real_day(year: int, month: int, day: int) -> date | None:
    """Return a day of the calendar, or ``None`` where there is none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def full_year(year: str) -> int:
    """Return a year of four digits; those of two are 1970 to 2069."""
    number = int(year.lstrip("'’‘"))
    if number > 99:
        return number
    century = _FIRST_TWO_DIGIT_YEAR // 100 * 100
    return number + century + (0 if number >= _FIRST_TWO_DIGIT_YEAR - century else 100)
