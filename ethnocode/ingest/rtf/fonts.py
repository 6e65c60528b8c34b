"""What the bytes of an RTF text mean, by the font that they are set in."""

from __future__ import annotations

import codecs

from ethnocode.ingest.office.symbols import PRIVATE_SIGNS

_DEFAULT_CHARSET = 1
_SYMBOL_CHARSET = 2
_SYMBOL = "symbol"
_FALLBACK = "cp1252"
_PAGES = {0: "cp1252", 1: "cp1252", 10000: "mac_roman", 65001: "utf-8", 28605: "iso8859-15"}
# Python names no such encodings; these read the same letters.
_NEAREST = {78: "cp932", 79: "cp950", 80: "cp949", 81: "cp1256", 82: "cp1255", 85: "cp936"}
_SIGNS = {0xA7: "▪", 0xA8: "▪", 0xB7: "•", 0xD8: "➢", 0xE0: "→", 0xFC: "✓"}


class Fonts:
    """The fonts of a document and the code page it declares."""

    def __init__(self) -> None:
        from striprtf.striprtf import charset_map

        self._of_charset: dict[int, str] = {**charset_map, **_NEAREST}
        self._of_font: dict[int, str] = {}
        self._page = _FALLBACK

    def declare(self, page: int | str) -> None:
        """Take in the code page of the document: its number, or its name in Python."""
        name = page if isinstance(page, str) else _PAGES.get(page, f"cp{page}")
        self._page = name if _is_known(name) else _FALLBACK

    def define(self, font: int, *, charset: int | None = None, page: int | None = None) -> None:
        """Take in what a font says of its bytes."""
        if page:
            self._of_font[font] = _PAGES.get(page, f"cp{page}")
        elif charset == _SYMBOL_CHARSET:
            self._of_font[font] = _SYMBOL
        elif charset is not None and charset != _DEFAULT_CHARSET:
            self._of_font[font] = self._of_charset.get(charset, "")

    def decode(self, data: bytes, *, font: int | None) -> str:
        """Return bytes as words; what means nothing there becomes ``U+FFFD``."""
        name = self._of_font.get(font, "") if font is not None else ""
        if name == _SYMBOL:
            plain = data.decode(_FALLBACK, "replace")
            return "".join(_SIGNS.get(byte, sign) for byte, sign in zip(data, plain, strict=True))
        return data.decode(name if _is_known(name) else self._page, "replace")


def sign_of(number: int) -> str:
    """Return a character by its number; signs of symbol fonts as what they look like."""
    return _SIGNS.get(number - PRIVATE_SIGNS) or chr(number)


def _is_known(name: str) -> bool:
    try:
        return bool(name) and codecs.lookup(name).name not in ("undefined", "idna")
    except LookupError:
        return False
