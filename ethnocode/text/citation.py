"""Short citations in the house style of the study."""

from __future__ import annotations

import datetime
import re

from ethnocode.model import DOCUMENT, EMAIL, FIELD_NOTE, INTERVIEW
from ethnocode.text.dates import SEASON_NAMES

KIND_NAMES = (
    (FIELD_NOTE, "Field note journal"),
    (INTERVIEW, "Interview"),
    (DOCUMENT, "Document"),
    (EMAIL, "Email"),
)
"""What a citation calls each built-in kind, unless the study says otherwise."""

_FUZZY = re.compile(r"(?P<year>\d{4})(?:-(?P<part>\d{2}))?")
_MONTHS = {
    "01": "January",
    "02": "February",
    "03": "March",
    "04": "April",
    "05": "May",
    "06": "June",
    "07": "July",
    "08": "August",
    "09": "September",
    "10": "October",
    "11": "November",
    "12": "December",
}
_FIRST_SHORT_YEAR, _LAST_SHORT_YEAR = 1970, 2069


def cite(
    kind_name: str, *, kind: str, title: str, who: str, date: str | None, place: str = ""
) -> str:
    """Return how a passage is cited, such as ``(Interview with Charis 13.6.13)``.

    Field notes and e-mails carry ``DD/MM/YY``, interviews and documents ``D.M.YY``.
    A fuzzy date follows a comma; a missing one reads ``n.d.``.

    Args:
        kind_name: What the study calls the kind; empty for the built-in name.
        kind: Kind of the source.
        title: Title, which names documents.
        who: Whom the interview is with, or who sent the e-mail; may be empty.
        date: ISO 8601 or EDTF, or ``None``.
        place: Page or time of a passage, such as ``p. 7``; may be empty.
    """
    name = kind_name or dict(KIND_NAMES).get(kind) or kind.replace("-", " ").capitalize()
    padded = kind in (FIELD_NOTE, EMAIL)
    if kind == INTERVIEW:
        subject, mark = f"{name} with {who}" if who else name, " "
    elif kind == EMAIL:
        subject, mark = f"{name} from {who}" if who else name, " "
    elif kind == FIELD_NOTE:
        subject, mark = name, " "
    else:
        subject, mark = title or name, ", "
    day = _short_date(date, padded=padded)
    when = f"{mark}{day}" if day else f", {_loose_date(date, padded=padded)}"
    return f"({subject}{when}{f', {place}' if place else ''})"


def _short_date(date: str | None, *, padded: bool) -> str:
    """Return a full date, or an interval of two, in short; empty for any other."""
    if date and "/" in date:
        ends = [_short_date(end, padded=padded) for end in date.split("/")]
        return f"{ends[0]}–{ends[1]}" if all(ends) else ""
    try:
        moment = datetime.date.fromisoformat(date or "")
    except ValueError:
        return ""
    # A year that two digits would put into the wrong century keeps all four.
    short = _FIRST_SHORT_YEAR <= moment.year <= _LAST_SHORT_YEAR
    year = f"{moment.year % 100:02}" if short else str(moment.year)
    if padded:
        return f"{moment.day:02}/{moment.month:02}/{year}"
    return f"{moment.day}.{moment.month}.{year}"


def _loose_date(date: str | None, *, padded: bool) -> str:
    """Return an EDTF date as people write it; a missing one is ``n.d.``."""
    if not date:
        return "n.d."
    if date.startswith("["):
        either = date.strip("[]").split(",")
        return " or ".join(_one_date(day, padded=padded) for day in either)
    return "–".join(_one_date(end, padded=padded) for end in date.split("/"))


def _one_date(date: str, *, padded: bool) -> str:
    if date.endswith("~"):
        return f"c. {_one_date(date[:-1], padded=padded)}"
    if date.endswith("?"):
        return f"{_one_date(date[:-1], padded=padded)}?"
    if date.endswith("X"):
        return f"{date[:-1]}0s"
    match = _FUZZY.fullmatch(date)
    if match is None or match["part"] is None:
        return _short_date(date, padded=padded) or date
    part = match["part"]
    if part in SEASON_NAMES:
        return f"{SEASON_NAMES[part]} {match['year']}"
    return f"{_MONTHS[part]} {match['year']}" if part in _MONTHS else date
