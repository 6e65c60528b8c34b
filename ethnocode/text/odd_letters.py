"""Letters of names that look like others, or like nothing."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W\d_]+")
_LIKE_LATIN = ("CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")
_INVISIBLE = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")


def odd_letter(name: str) -> str:
    """Return the first character of a name that reads as another or cannot be seen, or "".

    That is one without a shape, one of full width or of mathematics, and one of another
    script within a word of Latin letters. A word all of one script is as it should be.
    """
    for letter in name:
        if unicodedata.category(letter) in _INVISIBLE or letter == "\u00a0":
            return letter
        if letter > "\x7f" and letter.isalnum() and _stands_for_ascii(letter):
            return letter
    for word in _WORD.findall(name):
        others = [letter for letter in word if letter > "\x7f" and _script(letter) in _LIKE_LATIN]
        if others and any(_script(letter) == "LATIN" for letter in word):
            return str(others[0])
    return ""


def named(letter: str) -> str:
    """Return a character as messages show it: its number and, where it has one, its name."""
    name = unicodedata.name(letter, "")
    return f"U+{ord(letter):04X} {name}" if name else f"U+{ord(letter):04X}"


def _stands_for_ascii(letter: str) -> bool:
    """Return whether a letter or digit is but another shape of a plain one, as in full width."""
    plain = unicodedata.normalize("NFKC", letter)
    shape = unicodedata.decomposition(letter).partition(" ")[0]
    return plain.isascii() and shape in ("<wide>", "<font>", "<circle>", "<narrow>")


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
