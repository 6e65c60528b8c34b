"""Text by the columns it takes on a terminal: width, wrapping, shortening, padding."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable

ELLIPSIS = "…"
_UNSEEN_CATEGORIES = ("Mn", "Me", "Cf")

PAGE_WIDTH = 80
"""Columns of a page of text."""


def width_of(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_char_width, text))


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Fill a text with spaces up to a width, on its left if it is to stand right."""
    spaces = " " * (width - width_of(text))
    return spaces + text if right else text + spaces


def shorten(text: str, width: int) -> str:
    """Cut the middle out of a text that is too wide, leaving an ellipsis."""
    if width_of(text) <= width:
        return text
    tail = (width - 1) // 2
    head = width - 1 - tail
    return _start(text, head) + ELLIPSIS + _start(text[::-1], tail)[::-1]


def shorten_apart(texts: Iterable[str], width: int) -> dict[str, str]:
    """Shorten each text; those that would look like another are cut less."""
    found = {text: shorten(text, width) for text in texts}
    room = width
    while True:
        seen = Counter(found.values())
        alike = [text for text, short in found.items() if seen[short] > 1]
        if not alike:
            return found
        room += 1
        found |= {text: shorten(text, room) for text in alike}


def wrap(text: str, width: int) -> tuple[str, ...]:
    """Break a text into lines at spaces, and within words that are too wide.

    Returns:
        At least one line; a width below 2 is taken as 2, the widest character.
    """
    room = max(width, 2)
    lines = [""]
    for word in _pieces(text.split(), room):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if width_of(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _pieces(words: Iterable[str], width: int) -> Iterable[str]:
    for word in words:
        rest = word
        while width_of(rest) > width:
            piece = _start(rest, width)
            yield piece
            rest = rest[len(piece) :]
        yield rest


def _start(text: str, width: int) -> str:
    used = 0
    for index, char in enumerate(text):
        used += _char_width(char)
        if used > width:
            return text[:index]
    return text


def _char_width(char: str) -> int:
    if unicodedata.category(char) in _UNSEEN_CATEGORIES:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
