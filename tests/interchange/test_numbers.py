"""Whole numbers as people write them."""

from __future__ import annotations

import pytest

from ethnocode.interchange import whole_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("7", 7),
        ("007", 7),
        ("0" * 5000 + "7", 7),
        ("9223372036854775807", 9223372036854775807),
        ("9223372036854775808", None),
        ("9" * 5000, None),
        ("²", None),
        ("-1", None),
        ("1.0", None),
        ("", None),
    ],
    ids=lambda value: str(value)[-20:],
)
def test_a_number_is_decimal_digits_up_to_two_to_the_63_less_one(
    text: str, number: int | None
) -> None:
    assert whole_number(text) == number
