"""Intervals of shares: against published figures and by solving the definition."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

import pytest

from ethnocode.suggest.record.intervals import wilson


@pytest.mark.parametrize(
    ("right", "cases", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)],
)
def test_intervals_are_those_of_a_published_table(
    right: int, cases: int, low: float, high: float
) -> None:
    """Newcombe RG (1998) Statistics in Medicine 17: 857-872, table I, method 3."""
    assert wilson(right, cases) == pytest.approx((low, high), abs=5e-5)


def test_the_ends_are_where_the_score_test_just_rejects() -> None:
    z = NormalDist().inv_cdf(0.975)
    for cases in range(1, 30):
        for right in range(cases + 1):
            found = wilson(right, cases)
            assert found is not None
            for end in found:
                if 0 < end < 1:
                    score = abs(right / cases - end) / sqrt(end * (1 - end) / cases)
                    assert score == pytest.approx(z)
            assert found[0] <= right / cases <= found[1]


def test_no_cases_have_no_interval_and_more_right_than_cases_is_a_bug() -> None:
    assert wilson(0, 0) is None
    for right, cases in ((3, 2), (-1, 2)):
        with pytest.raises(ValueError, match="cases"):
            wilson(right, cases)
