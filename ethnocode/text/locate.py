"""Where a quotation stands in a text."""

from __future__ import annotations

import re

from ethnocode.model import Span
from ethnocode.text.normalise import normalise

_SINGLE = "'’‘ʼ´`"
_DOUBLE = '"“”„«»'
_DASH = "-‐‑‒–—−"
_ALIKE = {
    character: f"[{re.escape(alike)}]" for alike in (_SINGLE, _DOUBLE, _DASH) for character in alike
}


def find_quote(text: str, quote: str) -> list[Span]:
    """Return every place where a quotation occurs, first to last.

    The very words are looked for first. Only where they are nowhere, runs of
    white space, curly and straight quotation marks, and the kinds of dash count
    as alike; the spans are those of the text as it is. Blank quotations occur
    nowhere, and places may overlap.

    Complexity:
        O(n) for a text of n characters.
    """
    words = quote.strip()
    if not words:
        return []
    return _places(re.escape(words), text) or _places(_loosely(words), text)


def _places(pattern: str, text: str) -> list[Span]:
    """Return every place where a pattern matches, those that overlap included."""
    return [Span(*match.span(1)) for match in re.finditer(f"(?=({pattern}))", text)]


def _loosely(words: str) -> str:
    canonical = normalise(words).text.split()
    return r"\s+".join(
        "".join(_ALIKE.get(character) or re.escape(character) for character in word)
        for word in canonical
    )
