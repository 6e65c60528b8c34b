"""Intervals: how sure a share of few cases is, and how much hangs on which texts were there."""

from __future__ import annotations

import random
from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Floats


CONFIDENCE = 0.95
"""Of every interval of the record."""

TIMES = 1000
"""How often the sources are drawn, unless said otherwise."""
_NO_SPREAD = 1e-12


def wilson(right: int, cases: int) -> tuple[float, float] | None:
    """Return the score interval of a share at 95 %; ``None`` of no cases.

    With p = right / cases and z the normal quantile, it is
    (p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n). It stays within 0 and 1 and is
    of use for few cases, which the textbook interval p ± z sqrt(p(1-p)/n) is not.

    Raises:
        ValueError: More are right than there are, or fewer than none.

    Source:
        Wilson EB (1927) Probable inference, the law of succession, and statistical
        inference. Journal of the American Statistical Association 22(158): 209-212.
    """
    if not 0 <= right <= cases:
        raise ValueError(f"{right} of {cases} cases")
    if not cases:
        return None
    z = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)
    share = right / cases
    middle = share + z * z / (2 * cases)
    reach = z * sqrt(share * (1 - share) / cases + z * z / (4 * cases * cases))
    scale = 1 + z * z / cases
    # At the ends the formula gives 0 and 1 but for rounding.
    low = 0.0 if right == 0 else (middle - reach) / scale
    high = 1.0 if right == cases else (middle + reach) / scale
    return low, high


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its interval at 95 %.

    Args:
        value: The figure; ``None`` where the data cannot define it.
        low: Lower end; ``None`` where no interval is defined.
        high: Upper end.
        reason: Why something is ``None``, or empty.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    reason: str = ""


def draw_weights(sources: int, *, times: int, rng: random.Random) -> Floats:
    """Return how often each source counts: once in the first row, then as often as drawn.

    Each further row draws as many sources as there are, with replacement. Whole sources
    are drawn, as passages of one text are not independent of each other.

    Returns:
        Shape (1 + times, sources); every row adds up to the number of sources.

    Source:
        Efron B and Tibshirani RJ (1993) An Introduction to the Bootstrap. Chapman & Hall;
        Field CA and Welsh AH (2007) Bootstrapping clustered data. Journal of the Royal
        Statistical Society B 69(3): 369-390.
    """
    import numpy as np

    weights = np.ones((1 + times, sources))
    for row in weights[1:]:
        row[:] = np.bincount(rng.choices(range(sources), k=sources), minlength=sources)
    return weights


def estimate(values: Floats, *, sources: int, reason: str) -> Estimate:
    """Return the first value, give or take 1.96 standard deviations of the others.

    The middle of the others is not taken for the interval: a rare code that is drawn is
    drawn more often than it is there, which lifts means over codes; their spread is sound.

    Args:
        values: A figure under each row of the weights; ``nan`` where it is undefined.
        sources: How many sources bear on it; an interval needs two.
        reason: Why the figure is undefined, if it is.

    Source:
        Efron and Tibshirani (1993), section 13.2, standard normal intervals.
    """
    import numpy as np

    if np.isnan(values[0]):
        return Estimate(None, reason=reason)
    value, drawn = float(values[0]), values[1:][~np.isnan(values[1:])]
    if sources < 2:
        return Estimate(value, reason="no interval: it rests on one source only")
    spread = float(drawn.std()) if len(drawn) else 0.0
    if spread < _NO_SPREAD:
        return Estimate(value, reason="no interval: every drawing gives the same")
    reach = NormalDist().inv_cdf((1 + CONFIDENCE) / 2) * spread
    return Estimate(value, max(0.0, value - reach), min(1.0, value + reach))
