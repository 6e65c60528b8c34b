"""Character references that web pages leave in captions and tables."""

from __future__ import annotations

import html
import re

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});", re.ASCII)


def unescape(words: str) -> tuple[str, int]:
    """Return words with ``&amp;`` and the like as characters, and how many there were.

    Only references with their semicolon count: ``R&D`` and ``&copy`` are words.
    """
    if "&" not in words:
        return words, 0
    known = 0

    def character(match: re.Match[str]) -> str:
        nonlocal known
        plain = html.unescape(match.group())
        known += plain != match.group()
        return plain

    return _ENTITY.sub(character, words), known
