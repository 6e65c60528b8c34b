"""Which days a stored date may mean: ISO 8601, or EDTF where it is fuzzy."""

from __future__ import annotations

import re
from calendar import monthrange

_YEAR = re.compile(r"\d{4}")
_DECADE = re.compile(r"(\d{3})X")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SEASONS = {"21": ("03", "05"), "22": ("06", "08"), "23": ("09", "11")}
_WINTER = "24"
_DECEMBER = 12


def day_range(date: str) -> tuple[str, str] | None:
    """Return the first and last day that a date may mean, both ISO 8601.

    A month, season, year or decade may mean any of its days; the winter of a year, those
    of December before it up to February after it. An interval goes from its first to its
    last day, and one of several dates from the earliest to the latest. ``~`` and ``?`` change
    nothing: nobody can say by how much such a date is off.

    Returns:
        ``None`` for what is no such date.
    """
    words = date.strip("[]{}").replace("..", "/")
    ends = [_single(part.strip().rstrip("~?%")) for part in re.split("[,/]", words)]
    known = [end for end in ends if end]
    if not known or len(known) < len(ends):
        return None
    return min(first for first, _ in known), max(last for _, last in known)


def _single(date: str) -> tuple[str, str] | None:
    if _DAY.fullmatch(date):
        return date, date
    if _YEAR.fullmatch(date):
        return f"{date}-01-01", f"{date}-12-31"
    if match := _DECADE.fullmatch(date):
        return f"{match[1]}0-01-01", f"{match[1]}9-12-31"
    match = _MONTH.fullmatch(date)
    return _part_of_year(match[1], match[2]) if match else None


def _part_of_year(year: str, part: str) -> tuple[str, str] | None:
    if part in _SEASONS:
        first, last = _SEASONS[part]
        return f"{year}-{first}-01", f"{year}-{last}-{monthrange(int(year), int(last))[1]:02}"
    if part == _WINTER:
        after = int(year) + 1
        return f"{int(year) - 1:04}-12-01", f"{after:04}-02-{monthrange(after, 2)[1]:02}"
    if not 1 <= int(part) <= _DECEMBER or not int(year):
        return None
    return f"{year}-{part}-01", f"{year}-{part}-{monthrange(int(year), int(part))[1]:02}"
