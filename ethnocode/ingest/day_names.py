"""What the names of files say: their words, and days among them."""

from __future__ import annotations

import re

from ethnocode.text.dates import find_date, read_date

_FULL = len("2015-04-28")
_BETWEEN = re.compile(r"[\s._-]+")
"""What stands between the words and numbers of a file's name."""

_NUMBERS = re.compile(r"(?<!\d)\d+(?:[-._]\d+)*")
# A second note of a day is numbered, or says its time.
_ONE_OF_A_DAY = re.compile(
    r"(?P<day>\d{4}(?P<sign>[-_.]?)\d{2}(?P=sign)\d{2})"
    r"(?:[T _-]+\d{2}[-_.h]?\d{2}(?:[-_.]?\d{2})?|[ _-]*\(\d+\)|[a-d])?"
)


def spaced(name: str) -> str:
    """Return a name with a space for whatever stands between its words."""
    return _BETWEEN.sub(" ", name)


def day_of_name(stem: str, *, day_first: bool) -> str | None:
    """Return the day that is all of a file's name, as of a daily note, or its few days.

    It may be followed by a time of day or a number, as in ``2012-05-01 (2)``.
    """
    one = _ONE_OF_A_DAY.fullmatch(stem)
    name = one["day"] if one else stem
    for written in (name.replace("_", " "), _BETWEEN.sub("-", name).strip("-")):
        days = read_date(written, day_first=day_first)
        if days and all(len(day) == _FULL for day in days.split("/")):
            return days
    return None


def day_in_name(stem: str, *, day_first: bool) -> str | None:
    """Return the one certain day in a file's name, such as ``minutes 28.4.15``."""
    if day := day_of_name(stem, day_first=day_first):
        return day
    written = [match.group().replace("_", "-") for match in _NUMBERS.finditer(stem)]
    found = {read_date(numbers, day_first=day_first) for numbers in written}
    days = {day for day in found if day and len(day) == _FULL}
    if days:
        return days.pop() if len(days) == 1 else None
    return find_date(stem.replace("_", " "), day_first=day_first)
