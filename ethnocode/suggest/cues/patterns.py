"""Token patterns of a codebook: what they say, made plain for those who look for them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from ethnocode.suggest.words.pieces import made_plain
from ethnocode.text.stem import stem

Pattern = Sequence[Mapping[str, Any]]

Slot = tuple[tuple[str, frozenset[int]], ...]
"""What a token must be: for each column named, one of a few words; nothing if it may be any."""

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
_MOST_RUNS = 64
_COUNTED = re.compile(r"\{(?P<least>\d*)(?P<range>,(?P<most>\d*))?\}")


@dataclass(frozen=True, slots=True)
class Literal:
    """A token that a pattern cannot do without, and that must be one of a few words.

    Args:
        column: ``LOWER``, ``NORM`` or ``ORTH``.
        words: The words, as the vocabulary numbers them.
        first: Least number of tokens from the pattern's start.
        last: Greatest number, or ``None`` for no limit.
        after: Greatest number of tokens that follow it, or ``None`` for no limit.
    """

    column: str
    words: frozenset[int]
    first: int
    last: int | None
    after: int | None = None


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
    for n, token in enumerate(pattern):
        least, most = _times(token)
        # Where it may be there several times, each but the first follows it, too.
        after = most_tokens(({"OP": f"{{{most - 1}}}"}, *pattern[n + 1 :])) if most else None
        for name, column in _COLUMN.items():
            words = _required(token.get(name))
            if least and words:
                yield Literal(column, frozenset(map(number_of, words)), first, last, after)
        first += least
        last = None if last is None or most is None else last + most


def runs_of(
    pattern: Pattern, *, number_of: Callable[[str], int]
) -> tuple[tuple[Slot, ...], ...] | None:
    """Return the runs of words that a plain pattern stands for; ``None`` if it says more.

    A pattern of nothing but choices of words, some of which may be missing, is as good
    as a few runs of such choices.

    Args:
        number_of: How the vocabulary numbers a word.
    """
    choices: list[tuple[tuple[Slot, ...], ...]] = []
    for token in pattern:
        operator = token.get("OP", "1")
        named = [name for name in token if name != "OP"]
        slot = tuple(
            (_COLUMN[name], frozenset(map(number_of, words)))
            for name in named
            if name in _COLUMN and (words := _required(token[name]))
        )
        if operator not in ("1", "?") or len(slot) < len(named) or _says_more(token):
            return None
        choices.append(((slot,), ()) if operator == "?" else ((slot,),))
    runs = {sum(chosen, ()) for chosen in islice(product(*choices), _MOST_RUNS + 1)}
    simple = len(runs) <= _MOST_RUNS and all(any(run) for run in runs if run)
    return tuple(sorted(filter(None, runs), key=_run_order)) if simple and any(runs) else None


def _says_more(token: Mapping[str, Any]) -> bool:
    return any(isinstance(value, Mapping) and list(value) != ["IN"] for value in token.values())


def _run_order(run: tuple[Slot, ...]) -> tuple[int, list[list[tuple[str, list[int]]]]]:
    return len(run), [[(column, sorted(words)) for column, words in slot] for slot in run]


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
