"""What is shown: thresholds against all possible cuts, few a passage, bands, silence."""

from __future__ import annotations

import numpy as np
import pytest
from worded_corpus import book, code, corpus, decided

from ethnocode.model import Band
from ethnocode.suggest.ranker.choosing import (
    NEVER,
    band_of,
    choose,
    limit_of,
    most_per_passage,
    strong_of,
    thresholds_of,
)

CODES = ("a", "b", "c", "d")


def test_a_threshold_has_more_expected_f1_than_any_other_cut() -> None:
    scores = np.random.default_rng(4).random((40, 3)) ** 3

    for column, threshold in enumerate(thresholds_of(scores)):
        likely = scores[:, column]

        def expected(least: float, likely: np.ndarray = likely) -> float:
            taken = likely[likely >= least]
            return float(2 * taken.sum() / (len(taken) + likely.sum()))

        assert expected(threshold) == pytest.approx(max(expected(cut) for cut in likely))


def test_a_threshold_worked_by_hand() -> None:
    """Of .9 and .5 and .1, sum 1.5: F1 is 1.8/2.5, 2.8/3.5, 3/4.5; the second is the most."""
    assert thresholds_of(np.array([[0.1], [0.9], [0.5]])).tolist() == pytest.approx([0.3])


def test_no_rows_have_thresholds_that_are_not_reached_by_accident() -> None:
    assert thresholds_of(np.zeros((0, 2))).tolist() == [1, 1]


def test_the_likeliest_codes_come_first_and_ties_by_name() -> None:
    scores = np.array([[0.5, 0.9, 0.5, 0.4], [0.1, 0.1, 0.1, 0.1]])

    found = choose(scores, codes=("z", "b", "a", "d"), thresholds=np.full(4, 0.3))

    assert [(choice.index, choice.column) for choice in found] == [(0, 1), (0, 2), (0, 0)]


def test_no_passage_has_more_than_the_most() -> None:
    found = choose(np.full((3, 4), 0.5), codes=CODES, thresholds=np.zeros(4), most=2)

    assert [choice.index for choice in found] == [0, 0, 1, 1, 2, 2]


def test_where_nothing_is_likely_nothing_is_shown() -> None:
    assert choose(np.full((5, 4), 0.19), codes=CODES) == ()


def test_limits_silence_single_pairs() -> None:
    limits = np.full((1, 4), 0.2)
    limits[0, 1] = NEVER

    found = choose(np.full((1, 4), 0.9), codes=CODES, thresholds=np.zeros(4), limits=limits)

    assert [choice.column for choice in found] == [0, 2, 3]


def test_each_row_is_strong_from_its_own_limit_on() -> None:
    strong = np.array([[0.7], [0.92], [NEVER]])

    found = choose(np.array([[0.95, 0.9]] * 3), codes=("a", "b"), strong=strong)

    assert [choice.band for choice in found] == [
        *(Band.STRONG, Band.STRONG),
        *(Band.STRONG, Band.PLAUSIBLE),
        *(Band.PLAUSIBLE, Band.PLAUSIBLE),
    ]


def test_strong_is_what_has_been_right_where_it_could_be_held_against_decisions() -> None:
    """With ten of which six are right beside them: 33 of 50 is .66 enough, 32 is not."""
    scores = np.array([0.72] * 20 + [0.92] * 20)
    right = np.array([1.0] * 12 + [0.0] * 8 + [1.0] * 15 + [0.0] * 5)
    fewer = right.copy()
    fewer[0] = 0

    assert strong_of(scores, right) == 0.7
    assert strong_of(scores, fewer) == 0.75
    assert strong_of(scores, np.zeros(40)) == NEVER


def test_nothing_is_strong_that_few_decisions_bear_out() -> None:
    assert strong_of(np.array([0.9]), np.ones(1)) == NEVER
    assert strong_of(np.array([0.9, 0.9]), np.ones(2)) == 0.7


def test_bands_begin_where_they_are_said_to() -> None:
    bands = [band_of(score) for score in (0.34, 0.35, 0.69, 0.7)]

    assert bands == [Band.WEAK, Band.PLAUSIBLE, Band.PLAUSIBLE, Band.STRONG]


def test_the_limit_is_the_least_from_which_two_in_five_were_right() -> None:
    """Of twenty at .3 none is right and of twenty at .6 sixteen: 16 of 40 is enough, 15 is not."""
    scores = np.array([0.3] * 20 + [0.6] * 20)
    right = np.array([0.0] * 20 + [1.0] * 16 + [0.0] * 4)
    fewer = right.copy()
    fewer[20] = 0

    assert limit_of(scores, right) == 0.2
    assert limit_of(scores, fewer) == 0.35
    assert limit_of(np.full(20, 0.95), np.zeros(20)) == NEVER


def test_a_study_that_codes_densely_is_shown_more() -> None:
    words = corpus(["one", "two", "three"])
    codes = book(*(code(name) for name in "abcd"))
    sparse = decided(words, codes, {0: "a"})
    dense = decided(words, codes, {0: "a"})
    dense.given[1] = True

    assert most_per_passage(sparse) == 3
    assert most_per_passage(dense) == 5
