"""Numbers and bullets as lists and notes write them."""

from __future__ import annotations

from collections.abc import Callable

BULLET = "•"
"""Stands before an item of a list without numbers."""

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_LARGEST_ROMAN = 32_767
"""The largest number of a list that Word can count to."""

_LONGEST_LETTERS = 30
"""Word repeats a letter no more often."""

_ONES = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_ORDINALS = {
    "one": "first",
    "two": "second",
    "three": "third",
    "five": "fifth",
    "eight": "eighth",
    "nine": "ninth",
    "twelve": "twelfth",
}
_CHICAGO = "*†‡§"
"""Signs of notes, each doubled once all are used, and so on."""


def numeral(number: int, style: str) -> str:
    """Return a number in a style that Word names; as digits in one that is unknown."""
    write = _STYLES.get(style)
    return write(number) if write else str(number)


def _letters(number: int) -> str:
    """Return a to z, then aa, bb, cc as Word goes on, not as columns of a sheet do."""
    times, place = divmod(number - 1, 26)
    if number < 1 or times >= _LONGEST_LETTERS:
        return str(number)
    return chr(ord("a") + place) * (times + 1)


def roman(number: int) -> str:
    """Return a number in small Roman figures; in digits where nobody writes it so."""
    if not 1 <= number <= _LARGEST_ROMAN:
        return str(number)
    written = ""
    for value, letters in _ROMAN:
        times, number = divmod(number, value)
        written += letters * times
    return written


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{({1: 'st', 2: 'nd', 3: 'rd'}).get(number % 10, 'th')}"


def _words(number: int) -> str:
    if not 0 <= number < 100:
        return str(number)
    if number < len(_ONES):
        return _ONES[number].capitalize()
    tens, ones = divmod(number, 10)
    return (_TENS[tens] + (f"-{_ONES[ones]}" if ones else "")).capitalize()


def _ordinal_words(number: int) -> str:
    if not 0 <= number < 100:
        return _ordinal(number)
    head, hyphen, last = _words(number).lower().rpartition("-")
    if last in _ORDINALS:
        last = _ORDINALS[last]
    else:
        last = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return f"{head}{hyphen}{last}".capitalize()


def _chicago(number: int) -> str:
    times, place = divmod(number - 1, len(_CHICAGO))
    return _CHICAGO[place] * (times + 1) if 1 <= number <= 100 else str(number)


_STYLES: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02}",
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda number: roman(number).upper(),
    "ordinal": _ordinal,
    "cardinalText": _words,
    "ordinalText": _ordinal_words,
    "numberInDash": lambda number: f"- {number} -",
    "chicago": _chicago,
    "hex": lambda number: f"{number:X}",
    "none": lambda number: "",
}
