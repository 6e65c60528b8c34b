"""Intervals of shares: how sure a share of so few cases can be."""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist

CONFIDENCE = 0.95
"""Of every interval of the record."""


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
