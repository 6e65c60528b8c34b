"""Whether a probability means what it says: predicted against observed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ethnocode.suggest.record.intervals import wilson
from ethnocode.suggest.record.measuring import share

if TYPE_CHECKING:
    from ethnocode.suggest.record.measuring import Outcome
    from ethnocode.suggest.words.arrays import Floats, Places

LEAST = 0.05
"""Below it nobody is shown anything, and nearly all pairs of passage and code lie there."""
_BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """Pairs of passage and code whose probability lies in a range.

    Args:
        start: Least probability.
        end: Where the next range begins.
        pairs: How many pairs.
        predicted: Their mean probability; ``None`` of none.
        observed: The share that the coder gave; ``None`` of none.
        low: Lower end of the interval of ``observed``.
        high: Upper end.
    """

    start: float
    end: float
    pairs: int
    predicted: float | None
    observed: float | None
    low: float | None
    high: float | None


def calibrate(outcome: Outcome) -> tuple[Bin, ...]:
    """Return ten ranges of probability of the same width; the first begins at .05."""

    likely = outcome.scores >= LEAST
    scores, truth = outcome.scores[likely], outcome.truth[likely]
    place = _place(scores)
    bins = []
    for n in range(_BINS):
        here = place == n
        pairs, right = int(here.sum()), int(truth[here].sum())
        low, high = wilson(right, pairs) or (None, None)
        predicted = float(scores[here].mean()) if pairs else None
        observed = right / pairs if pairs else None
        start = LEAST if n == 0 else n / _BINS
        bins.append(Bin(start, (n + 1) / _BINS, pairs, predicted, observed, low, high))
    return tuple(bins)


def calibration_errors(outcome: Outcome, weights: Floats) -> Floats:
    """Return the expected calibration error: the mean gap between predicted and observed.

    Each range weighs as much as it has pairs: sum of n_b / n |observed_b - predicted_b|.
    It is ``nan`` where no pair reaches .05.

    Source:
        Naeini MP, Cooper GF and Hauskrecht M (2015) Obtaining well calibrated probabilities
        using Bayesian binning. Proceedings of AAAI 2015: 2901-2907.
    """
    import numpy as np

    rows, columns = np.nonzero(outcome.scores >= LEAST)
    scores, truth = outcome.scores[rows, columns], outcome.truth[rows, columns]
    shape = (weights.shape[1], _BINS)
    keys = outcome.sources[rows] * _BINS + _place(scores)

    def summed(values: Floats) -> Floats:
        found = np.bincount(keys, values, minlength=shape[0] * shape[1]).reshape(shape)
        return np.asarray(weights @ found)

    # n_b |observed_b - predicted_b| is the gap between the sums.
    gaps = np.abs(summed(truth.astype(np.float64)) - summed(scores)).sum(axis=1)
    return share(gaps, summed(np.ones(len(scores))).sum(axis=1))


def _place(scores: Floats) -> Places:
    import numpy as np

    return np.minimum((scores * _BINS).astype(np.int64), _BINS - 1)
