"""Cues of codes, as the rules compare them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ethnocode.codebook.rules.words import WORD
from ethnocode.model import PIPELINE_ATTRIBUTES, Code

_PIECE = re.compile(rf"{WORD.pattern}|[^\w\s\u2010\u2011-]")
_OF_GRAMMAR = frozenset(PIPELINE_ATTRIBUTES) - {"LEMMA"}
_NO_WORDS = frozenset({"REGEX", "FUZZY", "OP", "NOT_IN"}) | _OF_GRAMMAR


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


@dataclass(frozen=True, slots=True)
class WrittenCue:
    """A phrase, lemma or pattern of a code.

    Args:
        place: Such as ``cues.phrases.0``.
        words: As written; of a pattern its tokens.
        finds: What it looks for: two cues of one such value find the same.
    """

    place: str
    words: str
    finds: tuple[str, ...]


def comparable_cues(code: Code, *, stem_of: Callable[[str], str]) -> Iterator[WrittenCue]:
    """Yield the phrases, lemmas and patterns of a code that can find anything.

    As in a search, inflection, case, white space, hyphens and marks at the ends do not
    matter, but a lemma in ``-ing`` is a noun of its own.
    """
    for kind, cues in (("phrases", code.cues.phrases), ("lemmas", code.cues.lemmas)):
        for n, cue in enumerate(cues):
            finds = tuple(map(stem_of, _pieces(cue)))
            if finds and kind == "lemmas" and cue.casefold().endswith("ing"):
                finds = ("-ing", *finds)
            if finds:
                yield WrittenCue(f"cues.{kind}.{n}", cue, finds)
    for n, pattern in enumerate(code.cues.patterns):
        tokens = [_plain_token(token) for token in pattern]
        plain = json.dumps(tokens, sort_keys=True, ensure_ascii=False)
        yield WrittenCue(f"cues.patterns.{n}", plain, ("pattern", plain))


def _pieces(cue: str) -> list[str]:
    """Return words and marks, without hyphens and the marks at the ends."""
    pieces = _PIECE.findall(cue.casefold().replace("\u2019", "'"))
    while pieces and not pieces[0][0].isalnum():
        del pieces[0]
    while pieces and not pieces[-1][0].isalnum():
        del pieces[-1]
    return pieces


def _plain_token(token: Mapping[str, Any]) -> dict[str, Any]:
    """Return a token with names in capitals, and in small letters what is compared so."""
    return {
        name.upper(): value.lower() if name.upper() == "LOWER" and isinstance(value, str) else value
        for name, value in token.items()
    }


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
