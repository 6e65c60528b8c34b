"""Words of names, ids and texts, as the rules compare them."""

from __future__ import annotations

import re

from ethnocode.model import Code

WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
"""A word, with apostrophes within it."""

_FUNCTION_WORDS = """
    a about after all an and any are as at be been before being between but by can do does for
    from had has have how if in into is it its not of off on onto or out over so somebody someone
    something than that the their them there these they this those through to under up upon was
    what when where which while who whose with within without
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Words that carry no concept of their own: no code's name is given away by them."""


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case; underscores, dots and hyphens part words."""
    return tuple(WORD.findall(text.casefold().replace("\u2019", "'")))


def naming_words(code: Code) -> frozenset[str]:
    """Return the words of a code's name and full id that carry its concept."""
    return frozenset(words_of(f"{code.name} {code.id}")) - FUNCTION_WORDS
