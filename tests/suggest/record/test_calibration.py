"""Calibration: bins and the expected error, by hand and by definition."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from ethnocode.suggest.record.calibration import calibrate, calibration_errors
from ethnocode.suggest.record.measuring import Outcome


def pairs(*found: tuple[float, bool]) -> Outcome:
    scores = np.array([[score] for score, _ in found])
    truth = np.array([[right] for _, right in found])
    return Outcome(truth, scores, truth, np.zeros(len(found), np.int64))


def error(found: Outcome) -> float:
    (value,) = calibration_errors(found, np.ones((1, 1)))
    return float(value)


def test_a_small_table_worked_by_hand() -> None:
    """Two in .1 to .2 (mean .15, one right), one at .95 that is wrong; .04 is left out."""
    found = pairs((0.12, True), (0.18, False), (0.95, False), (0.04, True))
    bins = calibrate(found)

    assert [(b.start, b.pairs) for b in bins if b.pairs] == [(0.1, 2), (0.9, 1)]
    assert bins[1].predicted == pytest.approx(0.15)
    assert bins[1].observed == 0.5
    assert bins[9].observed == 0.0
    assert (bins[5].predicted, bins[5].observed, bins[5].low) == (None, None, None)
    # 2/3 * |.5 - .15| + 1/3 * |0 - .95|
    assert error(found) == pytest.approx(2 / 3 * 0.35 + 1 / 3 * 0.95)


def test_bounds_belong_to_the_range_that_they_begin_and_one_to_the_last() -> None:
    bins = calibrate(pairs((0.05, True), (0.5, True), (1.0, True)))

    assert [n for n, part in enumerate(bins) if part.pairs] == [0, 5, 9]
    assert [(part.start, part.end) for part in bins[:2]] == [(0.05, 0.1), (0.1, 0.2)]


def test_the_error_is_that_of_its_definition_and_undefined_of_nothing() -> None:
    rng = random.Random(5)
    drawn = [(rng.random(), rng.random() < 0.4) for _ in range(500)]
    groups: dict[int, list[tuple[float, bool]]] = {}
    for score, right in drawn:
        if score >= 0.05:
            groups.setdefault(int(score * 10), []).append((score, right))
    total = sum(map(len, groups.values()))
    expected = sum(
        len(group)
        / total
        * abs(sum(s for s, _ in group) / len(group) - sum(r for _, r in group) / len(group))
        for group in groups.values()
    )

    assert error(pairs(*drawn)) == pytest.approx(expected)
    assert math.isnan(error(pairs((0.01, True))))


def test_a_source_that_counts_twice_is_as_if_written_out_twice() -> None:
    once = [(0.3, True), (0.35, False), (0.9, False)]
    other = [(0.32, True), (0.88, True)]
    both = pairs(*once, *other)
    found = Outcome(both.truth, both.scores, both.chosen, np.array([0, 0, 0, 1, 1]))

    (weighted,) = calibration_errors(found, np.array([[1.0, 2.0]]))

    assert weighted == pytest.approx(error(pairs(*once, *other, *other)))
