"""The canonical text of a source: repaired once, on the way in, and counted."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

_HALF_CHARACTER = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Normalised:
    """A canonical text.

    Args:
        text: The text.
        repairs: Pairs of a repair's name and how often it was made, sorted by name.
    """

    text: str
    repairs: tuple[tuple[str, int], ...]


def whole_characters(words: str) -> str:
    """Return words in which two halves of a character (surrogates) are the one they mean.

    A half without its other becomes ``U+FFFD``.
    """
    if not _HALF_CHARACTER.search(words):
        return words
    return words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _every(*ranges: tuple[int, int]) -> list[int]:
    return [point for first, last in ranges for point in range(first, last + 1)]


_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}
_BULLETS = {
    0xF02D: "\u2212",
    0xF06E: "\u25a0",
    0xF06F: "\u25a1",
    0xF071: "\u2751",
    0xF076: "\u2756",
    0xF0A7: "\u25aa",
    0xF0A8: "\u25fb",
    0xF0B7: "\u2022",
    0xF0D8: "\u27a2",
    0xF0E0: "\u2192",
    0xF0FC: "\u2713",
}
"""Signs of the fonts Symbol and Wingdings, which no other font can show."""

_SPACES = (0xA0, 0x1680, *_every((0x2000, 0x200A)), 0x202F, 0x205F, 0x3000)
_MADE_PLAIN: tuple[tuple[str, dict[int, str]], ...] = (
    ("space", dict.fromkeys(_SPACES, " ")),
    ("ligature", _LIGATURES),
    ("bullet", _BULLETS),
    ("soft hyphen", {0xAD: ""}),
    (
        "zero-width mark",
        dict.fromkeys([0x180E, 0x200B, 0x200C, *_every((0x2060, 0x2064)), 0xFEFF], ""),
    ),
    (
        "bidirectional mark",
        dict.fromkeys([0x61C, *_every((0x200E, 0x200F), (0x202A, 0x202E), (0x2066, 0x2069))], ""),
    ),
    (
        "control character",
        dict.fromkeys(
            [*_every((0, 8), (0xE, 0x1F), (0x7F, 0x84), (0x86, 0x9F), (0xFFFE, 0xFFFF))], ""
        ),
    ),
    ("lone surrogate", dict.fromkeys(_every((0xD800, 0xDFFF)), "\ufffd")),
)
_NAME_OF = {chr(point): name for name, table in _MADE_PLAIN for point in table}
_PLAIN = {point: plain for _, table in _MADE_PLAIN for point, plain in table.items()}
_ODD = re.compile(f"[{''.join(map(re.escape, _NAME_OF))}]")

_NEWLINE = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")

# Joiners, variation selectors and tags are invisible, but an emoji sequence is
# one picture only as long as it keeps them.
_INVISIBLE = "[\u200d\ufe00-\ufe0f\U000e0020-\U000e007f]"
_PICTURE = "[\xa9\xae\u203c-\u3299\U0001f000-\U0001faff]"
_ONE = f"{_PICTURE}\ufe0f?[\U0001f3fb-\U0001f3ff]?(?:[\U000e0020-\U000e007e]+\U000e007f)?"
_JOINED = re.compile(f"(?P<kept>{_ONE}(?:\u200d{_ONE})*|[#*0-9]\ufe0f\u20e3)|{_INVISIBLE}")
_HAS_INVISIBLE = re.compile(_INVISIBLE)

_WORD = re.compile(r"\S+")


def normalise(raw: str) -> Normalised:
    """Return the canonical text of decoded words, and what was repaired.

    The byte order mark goes; every newline becomes ``\\n``; control characters
    but tab, soft hyphens, zero-width and bidirectional marks go; every kind of
    space, ligature and bullet is made plain; letters are composed (NFC). Curly quotes,
    dashes and emoji stay. Doing it twice changes nothing.

    Complexity:
        O(n) for n characters.
    """
    counts: Counter[str] = Counter()
    text = raw.removeprefix("\ufeff")
    counts["byte order mark"] = len(raw) - len(text)
    text, counts["newline"] = _NEWLINE.subn("\n", text)
    odd = Counter(_ODD.findall(text))
    if odd:
        for character, times in odd.items():
            counts[_NAME_OF[character]] += times
        text = text.translate(_PLAIN)
    if _HAS_INVISIBLE.search(text):
        before = len(text)
        text = _JOINED.sub(lambda match: match["kept"] or "", text)
        counts["zero-width mark"] += before - len(text)
    if not unicodedata.is_normalized("NFC", text):
        words = _WORD.findall(text)
        counts["word composed"] = sum(not unicodedata.is_normalized("NFC", w) for w in words)
        text = unicodedata.normalize("NFC", text)
    return Normalised(text, tuple(sorted((name, n) for name, n in counts.items() if n)))


def plain_words(words: str) -> str:
    """Return what somebody wrote as a note, repaired as a text is, without blank lines around.

    Raises:
        UnicodeEncodeError: It is no Unicode text, which is refused and not repaired.
    """
    words.encode("utf-8")
    return normalise(words).text.strip("\n")


def sha256_of(content: str | bytes) -> str:
    """Return the SHA-256 of bytes, or of a text as UTF-8, in hexadecimal."""
    data = content.encode("utf-8") if isinstance(content, str) else content
    return hashlib.sha256(data).hexdigest()
