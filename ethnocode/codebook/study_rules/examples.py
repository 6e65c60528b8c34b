"""Examples of a codebook, as words that may stand in a text."""

from __future__ import annotations

import re

from ethnocode.model import Code, Position, Span
from ethnocode.text.locate import find_quote

_LEFT_OUT = re.compile(r"\[[^\[\]]*\]|\.{3,}|…")
_NOT_WORDS = re.compile(r"[\W_]+")


def example_place(code: Code, number: int) -> Position:
    """Return where an example of a code is written."""
    return code.place_of(f"examples.{number}")


def find_example(text: str, words: str) -> Span | None:
    """Return where a text has the words of an example, or ``None``.

    Between the parts of an example with words left out, such as ``she knew ... them``,
    the text may have anything.
    """
    whole = find_quote(text, words)
    if whole:
        return whole[0]
    parts = [part for part in _LEFT_OUT.split(words) if plain(part)]
    places: list[Span] = []
    for part in parts:
        after = places[-1].end if places else 0
        place = next((span for span in find_quote(text, part) if span.start >= after), None)
        if place is None:
            return None
        places.append(place)
    return Span(places[0].start, places[-1].end) if places else None


def plain(words: str) -> str:
    """Return words in lower case with one space between them, and nothing but words."""
    return _NOT_WORDS.sub(" ", words.casefold()).strip()
