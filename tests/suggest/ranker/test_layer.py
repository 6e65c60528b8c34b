"""The logistic layer: its constants are where the penalised loss is flat."""

from __future__ import annotations

import numpy as np
import pytest

from ethnocode.suggest.ranker.layer import probabilities, refit


@pytest.mark.parametrize("pull", [0.5, 10.0, 300.0])
def test_the_slope_of_the_penalised_loss_is_zero(pull: float) -> None:
    rng = np.random.default_rng(3)
    features = np.hstack([np.ones((200, 1)), rng.normal(size=(200, 4))])
    labels = (rng.random(200) < 0.3).astype(float)
    towards = np.array([-2.0, 1.0, 0.0, 0.5, -0.5])

    found = refit(features, labels, towards=towards, pull=pull)

    likely = 1 / (1 + np.exp(-(features @ found)))
    slope = features.T @ (likely - labels) + pull * (found - towards)
    assert np.abs(slope).max() < 1e-3


def test_without_cases_and_with_a_strong_pull_constants_stay() -> None:
    towards = np.array([1.0, -2.0])

    none = refit(np.zeros((0, 2)), np.zeros(0), towards=towards, pull=1.0)
    one = refit(np.ones((1, 2)), np.ones(1), towards=towards, pull=1e9)

    np.testing.assert_allclose(none, towards)
    np.testing.assert_allclose(one, towards, atol=1e-6)


def test_cases_that_nothing_could_part_do_not_run_away() -> None:
    """All labels are 1: without the penalty the constant would be without bound."""
    found = refit(np.ones((50, 1)), np.ones(50), towards=np.zeros(1), pull=1.0)

    assert np.isfinite(found).all()
    assert found[0] > 0


def test_probabilities_of_extreme_log_odds_are_no_warnings() -> None:
    assert probabilities(np.array([-1e4, 0.0, 1e4])).tolist() == pytest.approx([0, 0.5, 1])
