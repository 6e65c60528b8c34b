"""Dates as people write them: never a wrong one, rather none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
SEASON_NAMES = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}
"""What EDTF writes in the place of a month, and the season it means."""
_FIRST_TWO_DIGIT_YEAR = 1970

_WEEKDAY = (
    "(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:s|nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?"
    "|sat(?:urday)?|sun(?:day)?)"
)
_MONTH = (
    "(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_BEFORE = rf"(?<![\w/:-])(?<!\d\.)(?:(?P<weekday>{_WEEKDAY})\b\.?,?[ \t]+(?:the[ \t]+)?)?"
# "sat" after a date is more often the verb: short names count with a capital only.
_AFTER = (
    r"(?!\w)(?![./:-]\w)(?:,?[ \t]+\(?(?P<after>(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?-i:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun))\b\)?)?"
)
_FORMS = (
    r"(?P<year>\d{4})(?P<sep>[-/.])(?P<month>\d{1,2})(?P=sep)(?P<day>\d{1,2})"
    r"(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?",
    r"(?P<first>\d{1,2})(?P<sep>[-/.])(?P<second>\d{1,2})(?P=sep)(?P<year>\d{4}|\d{2})",
    rf"{_DAY}(?:[ \t]+of)?[ \t-]+{_MONTH}[ \t,-]+(?P<year>\d{{4}}|['’]?\d{{2}})",
    rf"{_MONTH}[ \t]+{_DAY}(?:,[ \t]*|[ \t]+)(?P<year>\d{{4}})",
)
_PATTERNS = tuple(re.compile(_BEFORE + form + _AFTER, re.IGNORECASE) for form in _FORMS)

_YEAR = re.compile(r"[12]\d{3}")
_YEAR_MONTH = re.compile(r"(?P<year>[12]\d{3})-(?P<part>\d{2})")
_MONTH_YEAR = re.compile(rf"{_MONTH}(?:[ \t]+of)?[ \t,-]+(?P<year>[12]\d{{3}})", re.IGNORECASE)
_NUMBER_YEAR = re.compile(r"(?P<part>\d{1,2})[./](?P<year>[12]\d{3})")
_SEASON = re.compile(
    r"(?:(?:in[ \t]+)?the[ \t]+)?(?P<season>spring|summer|autumn|fall|winter)"
    r"(?:[ \t]+of|,)?[ \t]+(?P<year>[12]\d{3})",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?:clauses?|sections?|para(?:graph)?s?|versions?|v|rules?|items?|minutes?|parts?|tables?"
    r"|fig(?:ure)?s?|appendix|schedules?|policy|no)\.?[ \t]*\Z",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\d(?:st|nd|rd|th)?[ \t]*(?:and|to|or|&|-|–|,)[ \t]*\Z", re.IGNORECASE)


def read_date(text: str, *, day_first: bool = True) -> str | None:
    """Return a string that is wholly a date as ISO 8601, or EDTF where it is fuzzy.

    ``8/2/12`` gives ``2012-02-08``, ``Feb 2012`` gives ``2012-02`` and ``summer of
    2006`` gives ``2006-22``. ISO is never flipped. Two-digit years are 1970 to 2069.

    Args:
        text: The string; white space around it is ignored.
        day_first: Whether ``8/2/12`` is 8 February.

    Returns:
        ``None`` for anything else: an impossible date, one that is possible only
        in the other order, or one that its weekday contradicts.
    """
    words = text.strip()
    for pattern in _PATTERNS:
        if match := pattern.fullmatch(words):
            return _iso(match, day_first=day_first)
    return _fuzzy_date(words)


def leading_date(line: str, *, day_first: bool = True) -> tuple[str | None, int] | None:
    """Return the full date a line begins with, and its length in characters.

    The date is ``None`` where the words have the shape of one but are not certain;
    the whole is ``None`` where the line begins otherwise.
    """
    for pattern in _PATTERNS:
        if match := pattern.match(line):
            return _iso(match, day_first=day_first), match.end()
    return None


def find_date(text: str, *, day_first: bool = True) -> str | None:
    """Return the first certain full date inside running text, as ISO 8601.

    Clause numbers (``clause 3.2.15``), the ends of ranges and years of two digits
    after a month's name (``8 February 12 people came``) are not certain.
    """
    for match in _in_order(text):
        before = text[max(0, match.start() - 20) : match.start()]
        if _NUMBERED.search(before) or _RANGE.search(before):
            continue
        if "day" in match.re.groupindex and len(match["year"]) < 4:
            continue
        if found := _iso(match, day_first=day_first):
            return found
    return None


def _in_order(text: str) -> Iterator[re.Match[str]]:
    """Yield what has the shape of a date, first to last, none inside another."""
    matches = [match for pattern in _PATTERNS for match in pattern.finditer(text)]
    end = 0
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        if match.start() >= end:
            end = match.end()
            yield match


def _iso(match: re.Match[str], *, day_first: bool) -> str | None:
    found = match.groupdict()
    if "first" in found:
        day, month = (found["first"], found["second"])[:: 1 if day_first else -1]
    else:
        day, month = found["day"], found["month"]
    try:
        moment = date(_full_year(found["year"]), _month_number(month), int(day))
    except ValueError:
        return None
    for weekday in (found["weekday"], found["after"]):
        if weekday and _WEEKDAYS.index(weekday[:3].lower()) != moment.weekday():
            return None
    return moment.isoformat()


def _month_number(month: str) -> int:
    return int(month) if month.isdecimal() else _MONTHS.index(month[:3].lower()) + 1


def _full_year(year: str) -> int:
    number = int(year.lstrip("'’"))
    if len(year) == 4:
        return number
    century = _FIRST_TWO_DIGIT_YEAR // 100 * 100
    return number + century + (0 if number >= _FIRST_TWO_DIGIT_YEAR - century else 100)


def _fuzzy_date(words: str) -> str | None:
    if _YEAR.fullmatch(words):
        return words
    if match := _YEAR_MONTH.fullmatch(words):
        return words if 1 <= int(match["part"]) <= 12 or match["part"] in SEASON_NAMES else None
    if match := _NUMBER_YEAR.fullmatch(words):
        part = int(match["part"])
        return f"{match['year']}-{part:02}" if 1 <= part <= 12 else None
    if match := _MONTH_YEAR.fullmatch(words):
        return f"{match['year']}-{_month_number(match['month']):02}"
    if match := _SEASON.fullmatch(words):
        return f"{match['year']}-{_SEASONS[match['season'].lower()]}"
    return None
