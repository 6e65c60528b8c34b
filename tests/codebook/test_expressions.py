"""Expressions that could search a word for ever are told from those that cannot."""

from __future__ import annotations

import re
from contextlib import suppress
from time import process_time
from warnings import catch_warnings, simplefilter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.codebook.expressions import may_never_end


@pytest.mark.parametrize(
    "expression",
    [
        "(a+)+$",
        "^(a*)*b",
        "(a|aa)+$",
        "(a|b)*",
        "(?:a+){2,}",
        "(?P<name>a+)+",
        "((a+)?b?)+",
        "(a?a)+$",
        "(a{1,3}){4}",
        "([^b]+c?)+?$",
        r"(\w+-)+",
        "x(y(z+))*",
    ],
)
def test_a_repeated_group_that_varies_may_never_end(expression: str) -> None:
    assert may_never_end(expression)


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "^re",
        "(ly)?$",
        "^(un|in|dis)",
        "(er|ing|ed)?$",
        "^[a-z]+(ly)+$",
        "[(a+)+]",
        r"\(a+\)+",
        "[]+)(]+",
        "(a+)?",
        "(a{2}){3}",
        "(a+)b*",
        "(?i)^col(ou|o)r",
        "(?=a+)b+",
        "a++",
        "a{,}",
        ")+(",
        "(a+",
    ],
)
def test_an_ordinary_expression_ends(expression: str) -> None:
    assert not may_never_end(expression)


@given(st.text("ab()|*+?{},1[]\\^$.", max_size=9))
def test_what_is_let_through_ends_soon(expression: str) -> None:
    """Forty letters that almost fit; what is refused is not tried, it might take years."""
    if may_never_end(expression):
        return
    with suppress(re.error, OverflowError), catch_warnings():
        simplefilter("ignore")
        compiled = re.compile(expression)
        start = process_time()
        compiled.search("a" * 40 + "c")
        compiled.search("ab" * 20 + "c")

        assert process_time() - start < 1
