"""Expressions find in words what they found, and do not search what is no word."""

from __future__ import annotations

import re
from contextlib import suppress
from time import process_time
from warnings import catch_warnings, simplefilter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.codebook import read_codebook
from ethnocode.suggest.cues.expressions import bounded, with_bounds
from ethnocode.suggest.cues.matcher import build_matcher


@given(st.text("ab()|*+?^$.", max_size=7), st.text("abc", max_size=8))
def test_an_expression_finds_in_words_what_it_found(expression: str, word: str) -> None:
    with suppress(re.error, OverflowError), catch_warnings():
        simplefilter("ignore")
        found = re.compile(expression).search(word)
        assert bool(re.compile(bounded(expression)).search(word)) == bool(found)


@pytest.mark.parametrize(
    ("expression", "word", "found"),
    [
        ("(?i)^COL(ou|o)r", "colour", True),
        ("(?x) ^ re   # again", "redo", True),
        ("(?m)^b", "a\nb", True),
        ("a", "a" * 100, True),
        ("a", "a" * 101, False),
        ("^", "b" * 101, False),
        (r"(a)b\1", "xaba", True),
    ],
)
def test_flags_are_kept_and_long_words_let_be(expression: str, word: str, found: bool) -> None:
    assert bool(re.search(bounded(expression), word)) == found


@pytest.mark.parametrize("expression", ["(", "a)(", "[", "*"])
def test_what_is_not_regular_is_left_to_be_refused(expression: str) -> None:
    assert bounded(expression) == expression


def test_only_expressions_are_changed() -> None:
    pattern = [{"LOWER": {"IN": ["a"], "NOT_IN": ["b"]}, "OP": "?"}, {"LENGTH": {">=": 2}}, {}]

    assert with_bounds(pattern) == pattern
    assert with_bounds([{"LOWER": {"REGEX": {"IN": ["a", "b"]}}}]) == [
        {"LOWER": {"REGEX": {"IN": [bounded("a"), bounded("b")]}}}
    ]


def test_a_thousand_letters_do_not_keep_a_pattern_busy() -> None:
    """Without the bound this takes a minute and a half."""
    cues = "{patterns: [[{LOWER: {REGEX: 'a*a*a*b'}}]]}"
    matcher = build_matcher(read_codebook(f"codes: [{{id: x, cues: {cues}}}]", path="p").codes)
    start = process_time()

    found = matcher.find("They said " + "a" * 1000 + " and aaab.")

    assert [(match.span.start, match.span.end) for match in found] == [(1015, 1019)]
    assert process_time() - start < 10
