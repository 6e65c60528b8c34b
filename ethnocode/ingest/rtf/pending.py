"""Characters of RTF on their way to words: bytes of a code page, and numbers of Unicode."""

from __future__ import annotations

from ethnocode.ingest.rtf.fonts import Fonts, sign_of
from ethnocode.text.normalise import whole_characters

_LARGEST_CHARACTER = 0x10FFFF


class Pending:
    """Characters that no story has yet.

    Args:
        fonts: Say what bytes mean.
    """

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._bytes = bytearray()
        self._words: list[str] = []
        self._standing_in = 0

    def add(self, data: bytes) -> None:
        """Add bytes, but for those that stand in for a character in Unicode."""
        left = data[self._standing_in :]
        self._standing_in = max(0, self._standing_in - len(data))
        self._bytes += left

    def character(self, character: str, *, font: int | None) -> None:
        """Add a character that the format has a word for."""
        if self._standing_in:
            self._standing_in -= 1
            return
        self._decode(font)
        self._words.append(character)

    def unicode(self, number: int, *, font: int | None, fallback: int) -> None:
        """Add a character by its number; ``fallback`` characters stand in for it."""
        self._decode(font)
        number += 0x10000 if number < 0 else 0
        if 0 < number <= _LARGEST_CHARACTER:
            self._words.append(sign_of(number))
        self._standing_in = fallback

    def end_group(self) -> None:
        """End what stands in for a character, as braces do."""
        self._standing_in = 0

    def take(self, *, font: int | None) -> str:
        """Return all that is pending, as words."""
        self._decode(font)
        if not self._words:
            return ""
        words = whole_characters("".join(self._words))
        self._words.clear()
        return words

    def _decode(self, font: int | None) -> None:
        if self._bytes:
            self._words.append(self._fonts.decode(bytes(self._bytes), font=font))
            self._bytes.clear()
