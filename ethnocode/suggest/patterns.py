"""Token patterns of a codebook: read for the matcher, and looked for only where they can be.

spaCy's ``Matcher`` tries every pattern at every token, which takes twenty times as
long as tokenising. Most patterns name words they cannot do without; so those are
looked up first, and the matcher judges the few stretches that have them.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ethnocode.suggest.pieces import BORDER, made_plain
from ethnocode.suggest.stem import stem

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

Pattern = Sequence[Mapping[str, Any]]

_READ: dict[str, Callable[[str], str]] = {
    "LOWER": lambda value: made_plain(value).lower(),
    "NORM": lambda value: stem(made_plain(value)),
    "ORTH": made_plain,
    "TEXT": made_plain,
}
_COLUMN = {"LOWER": "LOWER", "NORM": "NORM", "ORTH": "ORTH", "TEXT": "ORTH"}
_TIMES: dict[str, tuple[int, int | None]] = {
    "1": (1, 1),
    "?": (0, 1),
    "!": (0, 1),
    "+": (1, None),
    "*": (0, None),
}
_COUNTED = re.compile(r"\{(?P<least>\d*)(?P<range>,(?P<most>\d*))?\}")


@dataclass(frozen=True, slots=True)
class Literal:
    """A token that a pattern cannot do without, and that must be one of a few words.

    Args:
        column: ``LOWER``, ``NORM`` or ``ORTH``.
        words: The words, as the vocabulary numbers them.
        first: Least number of tokens from the pattern's start.
        last: Greatest number, or ``None`` for no limit.
    """

    column: str
    words: frozenset[int]
    first: int
    last: int | None


@dataclass(frozen=True, slots=True)
class TokenPattern:
    """One pattern of one code, ready to be looked for.

    Args:
        code: Full id of the code.
        cue: The pattern as readers see it.
        matcher: Knows this pattern only.
        literals: Words that every match has.
        most: Tokens in the longest match, or ``None`` for no limit.
    """

    code: str
    cue: str
    matcher: Matcher
    literals: tuple[Literal, ...]
    most: int | None


class Index:
    """Where in a document the words are that patterns cannot do without."""

    def __init__(self, doc: Doc, *, wanted: Mapping[str, frozenset[int]]) -> None:
        self._columns = {column: doc.to_array(column).tolist() for column in wanted}
        self._places: dict[str, dict[int, list[int]]] = {}
        for column, words in wanted.items():
            places = self._places.setdefault(column, {})
            for place, word in enumerate(self._columns[column]):
                if word in words:
                    places.setdefault(word, []).append(place)
        self._present = {column: set(places) for column, places in self._places.items()}
        border = doc.vocab.strings[BORDER]
        orths = doc.to_array("ORTH").tolist()
        borders = [place for place, word in enumerate(orths) if word == border]
        self._starts = [0, *(place + 1 for place in borders)]
        self._ends = [*borders, len(doc)]

    def windows(self, pattern: TokenPattern) -> list[tuple[int, int]]:
        """Return the ranges of tokens that together hold every match of a pattern."""
        if not pattern.literals:
            return self._paragraphs(range(len(self._starts)))
        if any(
            literal.words.isdisjoint(self._present[literal.column]) for literal in pattern.literals
        ):
            return []
        rarest = min(pattern.literals, key=self._count)
        places = sorted(place for word in rarest.words for place in self._places_of(rarest, word))
        if pattern.most is None or rarest.last is None:
            holding = {bisect_right(self._starts, place) - 1 for place in places}
            return self._paragraphs(sorted(holding))
        starts = {place - by for place in places for by in range(rarest.first, rarest.last + 1)}
        return [
            (start, start + pattern.most)
            for start in sorted(starts)
            if start >= 0 and all(self._is_at(literal, start) for literal in pattern.literals)
        ]

    def _paragraphs(self, numbers: Iterable[int]) -> list[tuple[int, int]]:
        return [(self._starts[n], self._ends[n]) for n in numbers]

    def _places_of(self, literal: Literal, word: int) -> Sequence[int]:
        return self._places[literal.column].get(word, ())

    def _count(self, literal: Literal) -> int:
        return sum(len(self._places_of(literal, word)) for word in literal.words)

    def _is_at(self, literal: Literal, start: int) -> bool:
        if literal.last is None:
            return True
        near = self._columns[literal.column][start + literal.first : start + literal.last + 1]
        return any(word in literal.words for word in near)


def readable(pattern: Pattern) -> str:
    """Return a pattern as a reader may take it in: ``tick/ticking the/a? box/boxes``."""
    return " ".join(map(_readable_token, pattern))


def _readable_token(token: Mapping[str, Any]) -> str:
    attributes = {name: value for name, value in token.items() if name.upper() != "OP"}
    operator = "".join(str(value) for name, value in token.items() if name.upper() == "OP")
    if len(attributes) == 1:
        name, value = next(iter(attributes.items()))
        words = _either(value)
        if name.upper() in ("LOWER", "NORM") and words:
            return "/".join(words) + operator
    return json.dumps(attributes, ensure_ascii=False, sort_keys=True, default=str) + operator


def _either(value: object) -> list[str]:
    """Return the words that a value allows; none where it is not a plain choice of words."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping) and list(value) == ["IN"] and isinstance(value["IN"], list):
        return list(map(str, value["IN"]))
    return []


def plain_pattern(pattern: Pattern) -> list[dict[str, Any]]:
    """Return a pattern whose words are written as pieces and their norms are.

    Apostrophes are made straight, words under ``LOWER`` put in lower case and words
    under ``NORM`` stemmed, so that any inflection of the word may be written there.
    """
    return [
        {name.upper(): _plain_value(name.upper(), value) for name, value in token.items()}
        for token in pattern
    ]


def _plain_value(attribute: str, value: Any) -> Any:
    read = _READ.get(attribute)
    if read is None:
        return value
    if isinstance(value, str):
        return read(value)
    if isinstance(value, list | tuple):
        return [_plain_value(attribute, part) for part in value]
    if isinstance(value, Mapping):
        return {
            name: part if name == "REGEX" else _plain_value(attribute, part)
            for name, part in value.items()
        }
    return value


def literals_of(pattern: Pattern, *, number_of: Callable[[str], int]) -> Iterator[Literal]:
    """Yield the words that every match of a plain, valid pattern has.

    Args:
        number_of: How the vocabulary numbers a word.
    """
    first, last = 0, 0 if pattern else None
    for token in pattern:
        least, most = _times(token)
        for name, column in _COLUMN.items():
            words = _required(token.get(name))
            if least and words:
                yield Literal(column, frozenset(map(number_of, words)), first, last)
        first += least
        last = None if last is None or most is None else last + most


def most_tokens(pattern: Pattern) -> int | None:
    """Return how many tokens the longest match of a pattern has; ``None`` for no limit."""
    mosts = [_times(token)[1] for token in pattern]
    return None if None in mosts else sum(most or 0 for most in mosts)


def _required(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return list(value["IN"]) if isinstance(value, Mapping) and "IN" in value else []


def _times(token: Mapping[str, Any]) -> tuple[int, int | None]:
    operator = str(token.get("OP", "1"))
    counted = _COUNTED.fullmatch(operator)
    if counted is None:
        return _TIMES[operator]
    least, most = int(counted["least"] or 0), counted["most"]
    if not counted["range"]:
        return least, least
    return least, int(most) if most else None
