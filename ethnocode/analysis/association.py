"""How strongly two codes go together, from counts alone."""

from __future__ import annotations

import math
from dataclasses import dataclass

UNEQUAL_RATIO = 5
"""A code used more than this many times as often as the other is flagged."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A c-coefficient and what must be said of it.

    Args:
        value: ``None`` where the denominator is zero.
        flags: Any of ``undefined``, ``out_of_range`` and ``unequal``.
    """

    value: float | None
    flags: tuple[str, ...]


def c_coefficient(n_ab: int, n_a: int, n_b: int) -> Coefficient:
    """Return ``n_ab / (n_a + n_b - n_ab)``, never clamped.

    Where events are counted the value can leave 0 to 1, because events and
    segments are different units; it is then flagged, as is a pair where one
    code is used more than five times as often as the other.

    Source:
        ATLAS.ti 22 manual, "Code Co-occurrence Coefficient": 5 of 100 and 10 is 0.048.
    """
    flags = []
    below = n_a + n_b - n_ab
    value = n_ab / below if below else None
    if value is None:
        flags.append("undefined")
    elif not 0 <= value <= 1:
        flags.append("out_of_range")
    if max(n_a, n_b) > UNEQUAL_RATIO * min(n_a, n_b):
        flags.append("unequal")
    return Coefficient(value, tuple(flags))


def jaccard(n_ab: int, n_a: int, n_b: int) -> float | None:
    """Return shared units over units with either code; ``None`` when there is none.

    Source:
        Jaccard (1912) The distribution of the flora in the alpine zone.
    """
    either = n_a + n_b - n_ab
    return n_ab / either if either else None


def inclusion(n_ab: int, n_a: int) -> float | None:
    """Return the share of a code's units that bear the other code too."""
    return n_ab / n_a if n_a else None


def npmi(n_ab: int, n_a: int, n_b: int, *, total: int) -> float | None:
    """Return normalised pointwise mutual information, from -1 to 1.

    0 is independence, 1 is always together, -1 is never together (the limit).
    ``None`` when a code is in no unit, or both are in every unit.

    Args:
        total: How much there is in all, of the same kind as the other three.

    Raises:
        ValueError: The counts cannot be of one ground: one is larger than the total, or
            the codes meet more often than one of them occurs.

    Source:
        Bouma (2009) Normalized (pointwise) mutual information in collocation extraction.
    """
    _check_ground(n_ab, n_a, n_b, total=total)
    if not n_a or not n_b or n_ab == total:
        return None
    if not n_ab:
        return -1.0
    # this order makes "always together" exactly 1: both quotients are then the same number
    return math.log2(n_ab * total / (n_a * n_b)) / math.log2(total / n_ab)


def lift(n_ab: int, n_a: int, n_b: int, *, total: int) -> float | None:
    """Return how many times as often the codes meet as if they were independent.

    1 is independence, 0 is never; ``None`` when a code is in nothing. Its logarithm to
    base 2 is the pointwise mutual information.

    Args:
        total: How much there is in all, of the same kind as the other three.

    Raises:
        ValueError: The counts cannot be of one ground.

    Source:
        Church and Hanks (1990) Word association norms, mutual information, and
        lexicography, p. 23, before the logarithm is taken.
    """
    _check_ground(n_ab, n_a, n_b, total=total)
    return n_ab * total / (n_a * n_b) if n_a and n_b else None


def log_likelihood(n_ab: int, n_a: int, n_b: int, *, total: int) -> float | None:
    """Return G2, twice the sum of ``O ln(O / E)`` over both, one, the other and neither.

    Below zero where the codes meet less often than if they were independent. ``None``
    where a code is in nothing or in everything, so that the table has an empty margin.
    It orders pairs; without a test that keeps sources together it is no evidence.

    Args:
        total: How much there is in all, of the same kind as the other three.

    Raises:
        ValueError: The counts cannot be of one ground, or make no table: there is less
            than nothing with neither code.

    Source:
        Dunning (1993) Accurate methods for the statistics of surprise and coincidence.
    """
    _check_ground(n_ab, n_a, n_b, total=total)
    if n_a + n_b - n_ab > total:
        raise ValueError(f"{n_a} and {n_b} with {n_ab} in both do not fit into {total}")
    if not 0 < n_a < total or not 0 < n_b < total:
        return None
    table = (
        (n_ab, n_a, n_b),
        (n_a - n_ab, n_a, total - n_b),
        (n_b - n_ab, total - n_a, n_b),
        (total - n_a - n_b + n_ab, total - n_a, total - n_b),
    )
    # the ratios are of whole numbers, so that independence gives exactly 0
    parts = (seen * math.log(seen * total / (row * column)) for seen, row, column in table if seen)
    size = max(2 * math.fsum(parts), 0.0)
    return -size if n_ab * total < n_a * n_b else size


def _check_ground(n_ab: int, n_a: int, n_b: int, *, total: int) -> None:
    """Refuse counts of which one is larger than what it is a part of."""
    if max(n_a, n_b) > total or n_ab > min(n_a, n_b):
        raise ValueError(f"counts {n_ab}, {n_a} and {n_b} do not fit into a total of {total}")
