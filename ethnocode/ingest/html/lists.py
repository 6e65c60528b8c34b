"""What a browser writes before the items of a list."""

from __future__ import annotations

from dataclasses import dataclass

from ethnocode.ingest.html.tokens import Token
from ethnocode.ingest.numerals import BULLET, roman

_LARGEST_WRITTEN = 3999
"""Browsers write larger numbers in digits."""

_LARGEST_COUNTED = 2**31


@dataclass(slots=True)
class Numbering:
    """A list that is open.

    Args:
        style: ``1``, ``a``, ``A``, ``i`` or ``I``; empty for bullets.
        number: Of the next item.
        step: From an item's number to the next one's.
    """

    style: str = ""
    number: int = 1
    step: int = 1

    @classmethod
    def of(cls, token: Token, *, items: int) -> Numbering:
        """Return the list that a tag begins; ``items`` counts those of a reversed one."""
        if token.name != "ol":
            return cls()
        backwards = "reversed" in token.attributes
        start = whole_number(token.attributes.get("start"), default=items if backwards else 1)
        style = token.attributes.get("type", "1")
        return cls(style if style in "aAiI" else "1", start, -1 if backwards else 1)

    def marker(self, value: str | None) -> str:
        """Return what stands before the next item; ``value`` is the number it claims."""
        if not self.style:
            return f"{BULLET} "
        number = whole_number(value, default=self.number)
        self.number = number + self.step
        return f"{_written(number, self.style)}. "


def whole_number(value: str | None, *, default: int) -> int:
    """Return the number that an attribute gives, within what browsers count to."""
    try:
        return max(-_LARGEST_COUNTED, min(int((value or "").strip()[:12]), _LARGEST_COUNTED))
    except ValueError:
        return default


def _written(number: int, style: str) -> str:
    if style == "1" or not 0 < number <= _LARGEST_WRITTEN:
        return str(number)
    written = _letters(number) if style in "aA" else roman(number)
    return written.upper() if style.isupper() else written


def _letters(number: int) -> str:
    """Return a to z, then aa, ab, as columns of a sheet go on."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters
