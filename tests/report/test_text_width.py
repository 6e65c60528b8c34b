"""Widths on a terminal, worked by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.report.measure import pad, shorten, width_of, wrap


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("中文", 4), ("e\u0301", 1), ("", 0), ("“x”", 3), ("🙂", 2)]
)
def test_a_width_counts_columns_not_characters(text: str, width: int) -> None:
    assert width_of(text) == width


@pytest.mark.parametrize(
    ("width", "expected"),
    [(14, "capital.social"), (13, "capita…social"), (8, "capi…ial"), (2, "c…"), (1, "…")],
)
def test_the_middle_of_a_name_is_cut_out(width: int, expected: str) -> None:
    assert shorten("capital.social", width) == expected


def test_wrapping_breaks_at_spaces_and_only_then_within_words() -> None:
    assert wrap("to be or not", 5) == ("to be", "or", "not")
    assert wrap("a tokenistically", 6) == ("a", "tokeni", "stical", "ly")
    assert wrap("", 5) == ("",)


def test_padding_fills_the_side_away_from_the_text() -> None:
    assert pad("中", 4) == "中  "
    assert pad("12", 4, right=True) == "  12"


@given(st.text(), st.integers(2, 40))
def test_wrapped_and_shortened_text_fits_and_keeps_every_word(text: str, width: int) -> None:
    lines = wrap(text, width)

    assert all(width_of(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == "".join(text.split())
    assert width_of(shorten(text, width)) <= width
