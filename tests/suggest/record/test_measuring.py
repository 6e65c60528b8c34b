"""Figures of merit: by hand, from print, and against the definitions on random data."""

from __future__ import annotations

import math
import random

import numpy as np
import pytest

from ethnocode.suggest.record.measuring import (
    Outcome,
    average_precision,
    average_precisions,
    count,
    f1,
    hit_at,
    mean_of_codes,
    precision_at,
    share,
    summed,
)

ONCE = np.ones((1, 1))


def outcome(
    truth: list[list[int]],
    scores: list[list[float]],
    chosen: list[list[int]] | None = None,
    sources: list[int] | None = None,
) -> Outcome:
    return Outcome(
        np.array(truth, bool),
        np.array(scores, float),
        np.array(chosen if chosen is not None else truth, bool),
        np.array(sources if sources is not None else [0] * len(truth), np.int64),
    )


def ranking(relevant: str) -> Outcome:
    """One code; passages ranked as written, R relevant."""
    return outcome(
        [[int(letter == "R")] for letter in relevant],
        [[1.0 - n / 100] for n in range(len(relevant))],
    )


def test_average_precision_of_two_published_rankings() -> None:
    """Manning, Raghavan and Schuetze (2008), exercise 8.8: two systems on four relevant ones."""
    one = average_precision(ranking("RNRNNNNNRR"), 0, ONCE)
    two = average_precision(ranking("NRNNRRRNNN"), 0, ONCE)

    assert one[0] == pytest.approx((1 + 2 / 3 + 3 / 9 + 4 / 10) / 4)
    assert two[0] == pytest.approx((1 / 2 + 2 / 5 + 3 / 6 + 4 / 7) / 4)
    assert (round(one[0], 2), round(two[0], 2)) == (0.60, 0.49)


def test_passages_of_one_score_share_a_rank() -> None:
    """Two of four tie at the top, one of them positive; the other positive is third."""
    found = average_precision(outcome([[1], [0], [1], [0]], [[0.9], [0.9], [0.5], [0.1]]), 0, ONCE)

    assert found[0] == pytest.approx((1 / 2 + 2 / 3) / 2)


def test_a_code_without_positives_has_no_average_precision() -> None:
    assert math.isnan(average_precision(outcome([[0], [0]], [[0.2], [0.1]]), 0, ONCE)[0])


def test_the_first_codes_of_coded_passages_counted_by_hand() -> None:
    """First right in one of two coded passages; the passage without codes does not count;
    an offer of 0 is none, so that the second passage has two offers and no hit."""
    found = outcome(
        [[1, 0, 1, 0], [0, 0, 0, 1], [0, 0, 0, 0]],
        [[0.9, 0.5, 0.4, 0.3], [0.9, 0.8, 0.0, 0.0], [0.9, 0.8, 0.7, 0.6]],
    )

    assert precision_at(found, 1, ONCE)[0] == 1 / 2
    assert precision_at(found, 3, ONCE)[0] == pytest.approx((2 / 3 + 0) / 2)
    assert hit_at(found, 3, ONCE)[0] == 1 / 2
    assert hit_at(found, 4, ONCE)[0] == 1 / 2


def test_counts_and_means_over_codes_by_hand() -> None:
    """a: 2 of 3 right of 2 given; b: 0 of 1 right of 1 given; c: nothing either way."""
    found = count(
        outcome(
            [[1, 0, 0], [1, 0, 0], [0, 1, 0]],
            [[0.9, 0.1, 0.1]] * 3,
            [[1, 1, 0], [1, 0, 0], [1, 0, 0]],
        ),
        ONCE,
    )
    total = summed(found)

    assert found.right.tolist() == [[2, 0, 0]]
    assert found.suggested.tolist() == [[3, 1, 0]]
    assert found.given.tolist() == [[2, 1, 0]]
    assert share(total.right, total.suggested)[0, 0] == 2 / 4
    assert share(total.right, total.given)[0, 0] == 2 / 3
    assert f1(total)[0, 0] == pytest.approx(4 / 7)
    np.testing.assert_allclose(f1(found), [[4 / 5, 0, np.nan]])
    assert mean_of_codes(f1(found))[0] == pytest.approx(2 / 5)
    assert mean_of_codes(share(found.right, found.suggested))[0] == pytest.approx(1 / 3)


def random_outcome(rng: random.Random, *, passages: int, codes: int, sources: int) -> Outcome:
    cells = [[rng.random() < 0.3 for _ in range(codes)] for _ in range(passages)]
    # Few distinct scores, so that many tie.
    scores = [[rng.randrange(8) / 8 for _ in range(codes)] for _ in range(passages)]
    chosen = [[rng.random() < 0.4 for _ in range(codes)] for _ in range(passages)]
    return outcome(cells, scores, chosen, [rng.randrange(sources) for _ in range(passages)])


def repeated(found: Outcome, weights: list[int]) -> Outcome:
    """Write passages out as often as their sources count."""
    rows = [n for n, source in enumerate(found.sources) for _ in range(weights[source])]
    return Outcome(
        found.truth[rows], found.scores[rows], found.chosen[rows], np.zeros(len(rows), np.int64)
    )


def defined_ap(found: Outcome, code: int) -> float:
    """Average precision written as its definition, passage after passage."""
    truth, scores = found.truth[:, code].tolist(), found.scores[:, code].tolist()
    parts = [
        sum(t for t, s in zip(truth, scores, strict=True) if s >= mine)
        / sum(1 for s in scores if s >= mine)
        for is_positive, mine in zip(truth, scores, strict=True)
        if is_positive
    ]
    return sum(parts) / len(parts) if parts else math.nan


def defined_at(found: Outcome, first: int) -> tuple[float, float]:
    """Precision and hits among the first codes, passage after passage."""
    precision, hits = [], []
    for truth, scores in zip(found.truth.tolist(), found.scores.tolist(), strict=True):
        if any(truth):
            best = sorted(range(len(scores)), key=lambda n: (-scores[n], n))[:first]
            right = sum(truth[n] for n in best if scores[n] > 0)
            precision.append(right / first)
            hits.append(right > 0)
    if not hits:
        return math.nan, math.nan
    return sum(precision) / len(precision), sum(hits) / len(hits)


@pytest.mark.parametrize("seed", range(25))
def test_weighted_figures_are_those_of_passages_written_out_as_often(seed: int) -> None:
    rng = random.Random(seed)
    found = random_outcome(rng, passages=rng.randint(1, 30), codes=4, sources=3)
    drawn = [[1, 1, 1], [0, 2, 1], [3, 0, 0], [0, 0, 3]]
    weights = np.array(drawn, float)

    figures = average_precisions(found, weights)
    counts = count(found, weights)
    for n, weighting in enumerate(drawn):
        same = repeated(found, weighting)
        expected = [defined_ap(same, code) for code in range(4)]
        np.testing.assert_allclose(figures[n], expected)
        np.testing.assert_allclose(counts.right[n], (same.truth & same.chosen).sum(axis=0))
        np.testing.assert_allclose(counts.suggested[n], same.chosen.sum(axis=0))
        for first in (1, 3):
            precision, hits = defined_at(same, first)
            np.testing.assert_allclose(precision_at(found, first, weights)[n], precision)
            np.testing.assert_allclose(hit_at(found, first, weights)[n], hits)
