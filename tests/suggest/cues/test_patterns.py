"""Token patterns: looked for in a few places only, with nothing missed."""

from __future__ import annotations

import random
from functools import cache
from itertools import product
from typing import Any

import pytest

from ethnocode.model import Code, Cues, Position
from ethnocode.suggest.cues.matcher import build_matcher
from ethnocode.suggest.cues.patterns import (
    Literal,
    literals_of,
    most_tokens,
    plain_pattern,
    readable,
)

PATTERNS: list[list[dict[str, Any]]] = [
    [{"LOWER": "a"}, {"LOWER": {"IN": ["b", "c"]}}],
    [{"LOWER": "a"}, {}, {"LOWER": "b"}],
    [{"LOWER": "a", "OP": "?"}, {"LOWER": "b"}, {"LOWER": "c", "OP": "?"}, {"LOWER": "d"}],
    [{"LOWER": "a", "OP": "+"}, {"LOWER": "b"}],
    [{"LOWER": "a"}, {"OP": "*"}, {"LOWER": "d"}],
    [{"LOWER": "a", "OP": "{2,3}"}, {"LOWER": "c"}],
    [{"LOWER": "b", "OP": "{2}"}],
    [{"LOWER": "a"}, {"LOWER": "b", "OP": "{0,1}"}, {"LOWER": "c", "OP": "{1,}"}],
    [{"LOWER": {"NOT_IN": ["a", "b"]}}, {"LOWER": "c"}],
    [{"LOWER": {"REGEX": "^[ab]$"}}, {"LOWER": {"REGEX": "^d$"}}],
    [{"LOWER": "a"}, {"LOWER": "b", "OP": "!"}, {"LOWER": "c"}],
    [{"LOWER": "a", "LENGTH": 1}, {"IS_ALPHA": True, "OP": "?"}, {"TEXT": "D"}],
    [{"ORTH": "D"}, {"NORM": "c"}],
    [{"LOWER": "c", "OP": "?"}, {"LOWER": "d", "OP": "?"}],
    [{"LOWER": "a"}, {"OP": "?"}, {"LOWER": {"IN": ["b", "d"]}}, {"LOWER": "c"}],
    [{"LOWER": "d"}, {"LOWER": {"IN": ["a", "b"]}}, {}, {"LOWER": "c"}],
]


@cache
def matcher() -> Any:
    return build_matcher(
        [
            Code(
                "c",
                "book",
                "C",
                "D.",
                Position("b"),
                cues=Cues(patterns=tuple(map(tuple, PATTERNS))),
            )
        ]
    )


@cache
def spacys_own() -> Any:
    import spacy
    from spacy.matcher import Matcher

    nlp = spacy.blank("en")
    own = Matcher(nlp.vocab)
    for pattern in PATTERNS:
        own.add(readable(pattern), [pattern])
    return nlp, own


def by_spacy(text: str) -> set[tuple[int, int, str]]:
    """What spaCy's matcher finds by itself in each paragraph, without the shorter of two."""
    nlp, own = spacys_own()
    found = set()
    start = 0
    for paragraph in text.split("\n\n"):
        doc = nlp(paragraph)
        for number, first, last in own(doc):
            span = doc[first:last]
            found.add((start + span.start_char, start + span.end_char, nlp.vocab.strings[number]))
        start += len(paragraph) + 2
    return {
        one
        for one in found
        if not any(
            one != other and one[2] == other[2] and other[0] <= one[0] and one[1] <= other[1]
            for other in found
        )
    }


@pytest.mark.parametrize("seed", range(60))
def test_patterns_find_what_spacy_finds_paragraph_by_paragraph(seed: int) -> None:
    rng = random.Random(seed)
    text = "".join(rng.choice("abcdDAx") + rng.choice([" "] * 9 + ["\n\n"]) for _ in range(40))
    text = text.strip()

    found = {(m.span.start, m.span.end, m.cue) for m in matcher().find(text)}

    assert found == by_spacy(text)


def test_the_patterns_of_the_test_find_something_each() -> None:
    texts = [" ".join(letters) for letters in product("abcD", repeat=4)]
    found = {match.cue for text in texts for match in matcher().find(text)}

    assert found == set(map(readable, PATTERNS))


def test_literals_say_how_far_from_both_ends_their_words_are() -> None:
    """Worked by hand: one or two tokens before ``b``, any number before ``d``, two after it."""
    pattern: list[dict[str, Any]] = [
        {"LOWER": "a", "OP": "{1,2}"},
        {"NORM": {"IN": ["b", "c"]}},
        {"IS_PUNCT": True, "OP": "*"},
        {"TEXT": "d"},
        {"LOWER": "e", "OP": "?"},
        {"LOWER": {"REGEX": "f"}},
    ]

    assert list(literals_of(pattern, number_of=ord)) == [
        Literal("LOWER", frozenset({97}), 0, 0),
        Literal("NORM", frozenset({98, 99}), 1, 2),
        Literal("ORTH", frozenset({100}), 2, None, 2),
    ]
    assert most_tokens(pattern) is None
    assert most_tokens(pattern[:2]) == 3


def test_words_of_a_pattern_are_made_plain_but_expressions_are_not() -> None:
    pattern: list[dict[str, Any]] = [
        {"lower": "N’T", "op": "?"},
        {"NORM": {"NOT_IN": ["Knew", "told"]}, "LENGTH": {">=": 3}},
        {"LOWER": {"REGEX": r"^\S{3}  ’$"}},
    ]

    assert plain_pattern(pattern) == [
        {"LOWER": "n't", "OP": "?"},
        {"NORM": {"NOT_IN": ["know", "tell"]}, "LENGTH": {">=": 3}},
        {"LOWER": {"REGEX": r"^\S{3}  ’$"}},
    ]


def test_patterns_are_shown_as_readers_take_them_in() -> None:
    pattern: list[dict[str, Any]] = [
        {"LOWER": {"IN": ["tick", "ticking"]}},
        {"LOWER": "the", "OP": "?"},
        {"IS_DIGIT": True},
        {},
        {"NORM": "box"},
    ]

    assert readable(pattern) == 'tick/ticking the? {"IS_DIGIT": true} {} box'
