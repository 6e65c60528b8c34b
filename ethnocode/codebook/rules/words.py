"""Words of names, ids and cues, as the rules compare them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ethnocode.model import PIPELINE_ATTRIBUTES, Code

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")

_FUNCTION_WORDS = """
    a about after all an and any are as at be been before being between but by can do does for
    from had has have how if in into is it its not of off on onto or out over so somebody someone
    something than that the their them there these they this those through to under up upon was
    what when where which while who whose with within without
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Words that carry no concept of their own: no code's name is given away by them."""


_OF_GRAMMAR = frozenset(PIPELINE_ATTRIBUTES) - {"LEMMA"}
_NO_WORDS = frozenset({"REGEX", "FUZZY", "OP", "NOT_IN"}) | _OF_GRAMMAR


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case; underscores and dots part words."""
    return tuple(match[0] for match in _WORD.finditer(text.casefold()))


def naming_words(code: Code) -> frozenset[str]:
    """Return the words of a code's name and full id that carry its concept."""
    return frozenset(words_of(f"{code.name} {code.id}")) - FUNCTION_WORDS


def written_cues(code: Code) -> Iterator[tuple[str, str]]:
    """Yield the place (such as ``cues.phrases.0``) and the words of each cue of a code.

    Of a pattern or dependency, the words are those its tokens compare with; expressions
    and what is said of grammar and entities are left out.
    """
    for n, phrase in enumerate(code.cues.phrases):
        yield f"cues.phrases.{n}", phrase
    for n, lemma in enumerate(code.cues.lemmas):
        yield f"cues.lemmas.{n}", lemma
    for n, pattern in enumerate(code.cues.patterns):
        words = [word for token in pattern for word in _token_words(token)]
        yield f"cues.patterns.{n}", " ".join(words)
    for n, dependency in enumerate(code.cues.dependencies):
        words = [word for one in dependency for word in _token_words(one["RIGHT_ATTRS"])]
        yield f"cues.dependencies.{n}", " ".join(words)


def _token_words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from _token_words(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name.upper() not in _NO_WORDS:
                yield from _token_words(item)
