"""Folds of whole sources, and what has been read when so much is coded."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from ethnocode.suggest.record.folds import first_coded, make_folds, shuffled


def test_sources_go_largest_first_into_the_emptiest_fold() -> None:
    """9 | 7 | 5; then 4 to the third, 3 to the second, 2 to the first: 11, 10, 9."""
    assert make_folds([9, 0, 4, 5, 7, 3, 2], folds=3) == ((0, 6), (4, 5), (2, 3))


def test_few_sources_are_left_out_one_by_one_and_unread_ones_never() -> None:
    assert make_folds([3, 0, 8], folds=5) == ((2,), (0,))
    assert make_folds([0, 0], folds=5) == ()


@pytest.mark.parametrize("seed", range(20))
def test_every_read_source_is_in_one_fold_and_no_fold_is_far_larger(seed: int) -> None:
    rng = random.Random(seed)
    sizes = [rng.randrange(30) for _ in range(rng.randint(1, 40))]

    folds = make_folds(sizes, folds=5)

    assert sorted(n for fold in folds for n in fold) == [n for n, size in enumerate(sizes) if size]
    totals = [sum(sizes[n] for n in fold) for fold in folds]
    if totals:
        assert max(totals) - min(totals) <= max(sizes)


def test_reading_stops_with_the_last_coded_passage_that_is_wanted() -> None:
    coded = [False, True, False, True, True, False, True]

    assert first_coded([[4, 5], [0, 1, 2, 3]], coded, wanted=2) == [4, 5, 0, 1]
    assert first_coded([[4, 5], [0, 1, 2, 3]], coded, wanted=0) == []
    assert first_coded([[4, 5]], coded, wanted=9) == [4, 5]


def test_smaller_sets_lie_within_larger_ones() -> None:
    rng = random.Random(2)
    coded = [rng.random() < 0.5 for _ in range(40)]
    order = shuffled(range(4), rng=rng)
    sources = [list(range(10 * n, 10 * n + 10)) for n in order]

    sets = [first_coded(sources, coded, wanted=n) for n in range(8)]

    for smaller, larger in pairwise(sets):
        assert larger[: len(smaller)] == smaller
    assert sorted(order) == [0, 1, 2, 3]
