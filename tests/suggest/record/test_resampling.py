"""Drawing sources anew, and the intervals that come of it."""

from __future__ import annotations

import random

import numpy as np
import pytest

from ethnocode.suggest.record.intervals import Estimate, draw_weights, estimate


def test_every_drawing_has_as_many_sources_as_there_are_and_repeats_with_its_seed() -> None:
    one = draw_weights(7, times=50, rng=random.Random(3))
    two = draw_weights(7, times=50, rng=random.Random(3))

    assert one.shape == (51, 7)
    assert one[0].tolist() == [1] * 7
    assert (one.sum(axis=1) == 7).all()
    assert (one == two).all()
    assert len({tuple(row) for row in one[1:]}) > 40


def test_the_interval_is_as_wide_as_what_was_drawn_spreads() -> None:
    """.4 and .6 in turn have a standard deviation of .1; the ends are 1.96 of it away."""
    values = np.array([0.45, *[0.4, 0.6] * 500])

    found = estimate(values, sources=5, reason="")

    assert (found.value, found.reason) == (0.45, "")
    assert found.low == pytest.approx(0.45 - 0.196, abs=1e-4)
    assert found.high == pytest.approx(0.45 + 0.196, abs=1e-4)


def test_no_interval_leaves_0_to_1() -> None:
    low = estimate(np.array([0.05, *[0.0, 0.3] * 50]), sources=5, reason="")
    high = estimate(np.array([0.95, *[1.0, 0.7] * 50]), sources=5, reason="")

    assert (low.low, high.high) == (0.0, 1.0)


def test_the_interval_of_a_mean_is_near_the_textbook_one() -> None:
    """Of 200 sources the standard error is known: sd / sqrt(200)."""
    rng = random.Random(1)
    shares = np.array([rng.random() for _ in range(200)])
    weights = draw_weights(200, times=2000, rng=rng)

    found = estimate(weights @ shares / 200, sources=200, reason="")

    error = shares.std() / np.sqrt(200)
    assert found.low == pytest.approx(shares.mean() - 1.96 * error, abs=0.004)
    assert found.high == pytest.approx(shares.mean() + 1.96 * error, abs=0.004)


def test_what_is_undefined_says_why_and_one_source_has_no_interval() -> None:
    nan = float("nan")

    assert estimate(np.array([nan, 1.0]), sources=3, reason="no positives") == Estimate(
        None, reason="no positives"
    )
    alone = estimate(np.array([0.5, 0.5]), sources=1, reason="")
    assert (alone.value, alone.low, alone.high) == (0.5, None, None)
    assert "one source" in alone.reason
    assert estimate(np.array([0.5, nan, 0.4, 0.6]), sources=2, reason="").low is not None
    for values in ([0.5], [0.5, nan], [1.0, 1.0, 1.0]):
        same = estimate(np.array(values), sources=2, reason="")
        assert (same.value, same.low, same.high) == (values[0], None, None)
        assert same.reason == "no interval: every drawing gives the same"
