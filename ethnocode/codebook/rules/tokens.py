"""Tokens of patterns: whether any word can be what one asks for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from itertools import combinations
from typing import Any

from ethnocode.codebook.rules.token_expressions import finds_all, why_never_found
from ethnocode.text.stem import stem

_WORDS = ("ORTH", "TEXT", "LOWER", "NORM")
_IN_SMALL_LETTERS = ("LOWER", "NORM")
_OP = re.compile(r"[!?+*1]|\{(?=[\d,])(?P<least>\d*)(?P<range>,(?P<most>\d*))?\}")
_EXCLUDE_EACH_OTHER = (
    ("IS_ALPHA", "IS_DIGIT", "IS_PUNCT", "IS_CURRENCY", "LIKE_URL"),
    ("IS_LOWER", "IS_UPPER"),
    ("IS_LOWER", "IS_TITLE"),
    ("IS_ALPHA", "LIKE_EMAIL"),
)
_COMPARED: Mapping[str, Callable[[int, int], bool]] = {
    "==": int.__eq__,
    "!=": int.__ne__,
    ">=": int.__ge__,
    "<=": int.__le__,
    ">": int.__gt__,
    "<": int.__lt__,
}
_MOST_CHARS = 1000

# What the reader of English takes apart.
_VERBS_BEFORE_NOT = (
    "ai|are|ca|could|dare|did|does|do|had|has|have|is|might|must|need|ought|sha|should"
    "|was|were|wo|would"
)
_PRONOUNS = "i|you|he|she|it|we|they"
_APART = (
    (re.compile(r"\S\s+\S"), "is more than one word: write a token for each"),
    (
        re.compile(r"[^\W\d_]-[^\W\d_]|\d-\d"),
        "is read in parts: write a token for each, and one for the hyphen",
    ),
    (
        re.compile(rf"\b(?:{_VERBS_BEFORE_NOT})n't\Z", re.IGNORECASE),
        "is read as two words: write a token for the verb, and one for n't",
    ),
    (
        re.compile(rf"\w's\Z|\A(?:{_PRONOUNS})'(?:ll|re|ve|d|m)\Z", re.IGNORECASE),
        "is read as two words: write a token for what follows the apostrophe",
    ),
    (
        re.compile(r"\w\w[,;!?\"”)]\Z|\A[\"“(]\w\w"),
        "is read without the mark: write a token for it, or leave it out",
    ),
)
_AN_ADDRESS = re.compile(r"[@/.:]")
_STATES = re.compile(r"(?:new|north|south) \w+", re.IGNORECASE)


def why_never_matched(token: Mapping[str, Any]) -> str:
    """Return why no word is what a token asks for, or "" if that cannot be told."""
    asked = {name.upper(): value for name, value in token.items()}
    operator = asked.pop("OP", "1")
    times = _OP.fullmatch(str(operator))
    if times is None or (times["most"] and int(times["most"]) < int(times["least"] or 0)):
        return f"'{operator}' is no OP: write one of ! ? + * or {{2}}, {{1,3}}"
    if operator == "!":
        return ""
    return next(filter(None, _reasons(asked)), "")


def asks_for_nothing(token: Mapping[str, Any]) -> bool:
    """Whether any word is what a token asks for, or none has to be there."""
    asked = {name.upper(): value for name, value in token.items()}
    return asked.pop("OP", "1") == "!" or all(map(_is_empty, asked.values()))


def may_be_missing(token: Mapping[str, Any]) -> bool:
    """Whether a pattern is matched without a token, too."""
    operator = next((str(value) for name, value in token.items() if name.upper() == "OP"), "1")
    times = _OP.fullmatch(operator)
    if times is None or operator in ("+", "1"):
        return False
    return operator in ("?", "*", "!") or not int(times["least"] or 0)


def _is_empty(value: Any) -> bool:
    if not isinstance(value, Mapping) or list(value) != ["REGEX"]:
        return False
    return isinstance(value["REGEX"], str) and finds_all(value["REGEX"])


def _reasons(asked: Mapping[str, Any]) -> Iterator[str]:
    for name, value in asked.items():
        if isinstance(value, Mapping):
            yield _why_no_choice(value)
        if name in _WORDS:
            yield _why_no_word(name, value)
        if name == "LENGTH":
            yield _why_no_length(value)
    if asked.get("IS_SPACE") is True:
        yield "no cue runs across white space that is read as a word"
    for names in _EXCLUDE_EACH_OTHER:
        for one, other in combinations(names, 2):
            if asked.get(one) is asked.get(other) is True:
                yield f"no word is both {one} and {other}"
    name = next((name for name in _WORDS[:3] if _choices(asked.get(name))), "")
    if name and not any(_fits(name, word, asked) for word in _choices(asked[name])):
        yield f"{' and '.join(asked)} contradict each other"


def _why_no_choice(value: Mapping[str, Any]) -> str:
    if "IN" not in value:
        return ""
    if not isinstance(value["IN"], list):
        return "IN wants a list"
    return "" if value["IN"] else "IN has nothing to choose from"


def _why_no_word(name: str, value: Any) -> str:
    for word in _choices(value):
        if name == "NORM" and _STATES.fullmatch(word):
            continue
        if not word:
            return f"{name} is blank"
        for apart, why in _APART:
            if apart.search(word) and not _AN_ADDRESS.search(word):
                return f"'{word}' {why}"
    searched = value.get("REGEX") if isinstance(value, Mapping) else None
    if isinstance(searched, Mapping) and list(searched) == ["IN"]:
        searched = searched["IN"]
    choices = searched if isinstance(searched, list) else [searched]
    small_letters = name in _IN_SMALL_LETTERS
    reasons = [
        why_never_found(choice, small_letters=small_letters) if isinstance(choice, str) else ""
        for choice in choices
    ]
    return reasons[0] if reasons and all(reasons) else ""


def _choices(value: Any) -> list[str]:
    """Return the words that a value allows, as texts are read; none where it says more."""
    if isinstance(value, str):
        value = [value]
    elif isinstance(value, Mapping) and list(value) == ["IN"]:
        value = value["IN"]
    if not isinstance(value, list):
        return []
    return [str(word).replace("\u2019", "'").replace("\u2011", "-").strip() for word in value]


def _why_no_length(value: Any) -> str:
    if isinstance(value, int):
        value = {"==": value}
    if not isinstance(value, Mapping):
        return ""
    bounds = [(_COMPARED[sign], n) for sign, n in value.items() if _is_bound(sign, n)]
    possible = (n for n in range(1, _MOST_CHARS) if all(is_so(n, to) for is_so, to in bounds))
    return "" if next(possible, 0) else "no word has such a LENGTH"


def _is_bound(sign: str, number: Any) -> bool:
    return sign in _COMPARED and isinstance(number, int)


def _fits(name: str, word: str, asked: Mapping[str, Any]) -> bool:
    """Whether a word can be all that a token asks for, as far as its letters tell."""
    small = word.lower()
    forms = {"LOWER": small, "NORM": stem(small)}
    if name != "LOWER":
        forms |= {"ORTH": word, "TEXT": word}
    for other, form in forms.items():
        choices = _choices(asked.get(other))
        choices = [stem(one) if other == "NORM" else one for one in choices]
        if other in _IN_SMALL_LETTERS:
            choices = [one.lower() for one in choices]
        if choices and form not in choices:
            return False
    return all(asked.get(flag, is_so) is is_so for flag, is_so in _flags(name, word)) and not (
        isinstance(asked.get("LENGTH"), int) and asked["LENGTH"] != len(word)
    )


def _flags(name: str, word: str) -> Iterator[tuple[str, bool]]:
    yield "IS_ALPHA", word.isalpha()
    yield "IS_DIGIT", word.isdigit()
    yield "IS_PUNCT", all(unicodedata.category(mark).startswith("P") for mark in word)
    if name != "LOWER":
        yield "IS_LOWER", word.islower()
        yield "IS_UPPER", word.isupper()
        yield "IS_TITLE", word.istitle()
