"""Names of months and weekdays, as English, French and German write them."""

from __future__ import annotations

_MONTHS = (
    "january janvier januar jänner jany jan janv",
    "february février fevrier februar feby feb févr fév",
    "march mars märz maerz mar mrz",
    "april avril apr avr",
    "may mai",
    "june juin juni jun",
    "july juillet juli jul juil",
    "august août aout augt aug",
    "september septembre septr sept sep",
    "october octobre oktober octr oct okt",
    "november novembre novr nov",
    "december décembre dezember decr dec déc dez",
)
_WEEKDAYS = (
    "monday lundi montag mon lun",
    "tuesday mardi dienstag tues tue mar",
    "wednesday mercredi mittwoch weds wed mer",
    "thursday jeudi donnerstag thurs thur thu jeu",
    "friday vendredi freitag fri ven",
    "saturday samedi samstag sonnabend sat sam",
    "sunday dimanche sonntag sun dim",
)
# Words of other languages, but for the number of a day after them.
_BEFORE_A_DAY = r"(?=[.,]{0,2}[ \t]+(?:den[ \t]+)?\d)"
_SHORT_WEEKDAYS = ("mo.", "di.", "mi.", "do.", "fr.", "sa.", "so.")

_MONTH_OF = {name: number for number, row in enumerate(_MONTHS, 1) for name in row.split()}
_WEEKDAY_OF = {name: number for number, row in enumerate(_WEEKDAYS) for name in row.split()} | {
    name: number for number, name in enumerate(_SHORT_WEEKDAYS)
}


def _any_of(names: dict[str, int]) -> str:
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return "(?:" + "|".join(longest_first).replace(".", _BEFORE_A_DAY) + ")"


MONTH = _any_of(_MONTH_OF)
"""Pattern of a month's name, for a case-insensitive expression."""
WEEKDAY = _any_of(_WEEKDAY_OF)
"""Pattern of a weekday's name, for a case-insensitive expression."""

BEGINNING = "(?:" + "|".join(sorted({name[:2] for name in (*_MONTH_OF, *_WEEKDAY_OF)})) + ")"
"""Pattern of the first letters of any of them, which is quick to look for."""


def month_number(name: str) -> int:
    """Return 1 to 12 for a month's name, or for its number as digits.

    Raises:
        KeyError: It is no month's name; a caller's bug.
    """
    return int(name) if name.isdecimal() else _MONTH_OF[name.lower()]


def weekday_number(name: str) -> int:
    """Return 0 for Monday to 6 for Sunday.

    Raises:
        KeyError: It is no weekday's name; a caller's bug.
    """
    lower = name.lower()
    return _WEEKDAY_OF[lower] if lower in _WEEKDAY_OF else _WEEKDAY_OF[f"{lower}."]
