"""The tokens of RTF: braces, control words, and the bytes between them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    rb"([{}])"
    rb"|\\'([0-9a-fA-F]{2})"
    rb"|\\([a-zA-Z]{1,32})(-?\d{1,10})?\d* ?"
    rb"|\\([^a-zA-Z])"
    rb"|([^\\{}\r\n\x00]+)"
    rb"|[\r\n\x00]+",
    re.DOTALL,
)
_BRACE, _HEX, _WORD, _NUMBER, _SIGN, _WORDS = range(1, 7)
"""The groups of the pattern; by number, because names are slow."""


class Token(NamedTuple):
    """A token: a brace, a control word, a sign, or bytes.

    Args:
        word: A brace, or a control word or sign without its backslash; empty for bytes.
        number: What a control word is followed by, or ``None``.
        data: Bytes of the text in some code page.
    """

    word: str
    number: int | None = None
    data: bytes = b""


def tokens_of(data: bytes) -> Iterator[Token]:
    """Yield the tokens; the bytes of pictures that are not text are passed over.

    Complexity:
        O(n) for n bytes.
    """
    at: int | None = 0
    while at is not None:
        start, at = at, None
        for match in _TOKEN.finditer(data, start):
            token = _token(match)
            if token:
                yield token
                if token.word == "bin":
                    at = match.end() + max(0, token.number or 0)
                    break


def _token(match: re.Match[bytes]) -> Token | None:
    """Return a token as it was found; line ends in the file are none."""
    kind = match.lastindex
    if kind == _WORDS:
        return Token("", data=match.group())
    if kind in (_WORD, _NUMBER):
        number = match.group(_NUMBER)
        return Token(match.group(_WORD).decode("ascii"), int(number) if number else None)
    if kind == _BRACE:
        return Token(match.group().decode("ascii"))
    if kind == _HEX:
        return Token("", data=bytes.fromhex(match.group(_HEX).decode("ascii")))
    if kind == _SIGN:
        sign = match.group(_SIGN)
        return Token("", data=sign) if sign in b"{}\\" else Token(sign.decode("latin-1"))
    return None
