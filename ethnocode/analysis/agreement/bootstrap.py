"""How much agreement hangs on which sources were there: whole sources drawn anew."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ethnocode.analysis.agreement.cells import Counts
from ethnocode.analysis.agreement.coefficients import Undefined
from ethnocode.analysis.layer import Ints

Floats = NDArray[np.float64]

CONFIDENCE = 0.95
_NO_SPREAD = 1e-12


@dataclass(frozen=True, slots=True)
class Interval:
    """Where the middle 95 % of the drawn values lie.

    Args:
        low: Lower end.
        high: Upper end.
    """

    low: float
    high: float


def draw_sources(sources: int, *, times: int, rng: random.Random) -> Floats:
    """Return how often each source counts: once in the first row, then as often as drawn.

    Each further row draws as many sources as there are, with replacement; whole sources, as
    passages of one text are not independent of each other.

    Source:
        Efron and Tibshirani (1993) An Introduction to the Bootstrap, chapter 13; Field and
        Welsh (2007) Bootstrapping clustered data. Journal of the Royal Statistical Society
        B 69(3): 369-390.
    """
    weights = np.ones((1 + times, sources))
    for row in weights[1:]:
        row[:] = np.bincount(rng.choices(range(sources), k=sources), minlength=sources)
    return weights


def drawn_percents(given: Ints, weights: Floats) -> Floats:
    """Return the share of agreeing pairs on each code under each row of weights.

    Args:
        given: ``given[s, c, k]``: units of a source to which k coders gave a code.
        weights: How often each source counts.

    Returns:
        Shape (rows of weights, codes); ``nan`` where it is undefined.
    """
    apart, yes, no = _sums(given, weights)
    return 1 - 2 * apart / _or_nan(yes + no)


def drawn_kappas(given: Ints, own: Ints, weights: Floats) -> Floats:
    """Return Cohen's kappa of two coders on each code under each row of weights.

    Args:
        given: ``given[s, c, k]``: units of a source to which k coders gave a code.
        own: ``own[s, c, i]``: units of a source to which coder i gave a code.
        weights: How often each source counts.

    Returns:
        Shape (rows of weights, codes); ``nan`` where it is undefined.
    """
    apart, yes, no = _sums(given, weights)
    units = (yes + no) / 2
    one, other = weights @ own[..., 0], weights @ own[..., 1]
    return 1 - units * apart / _or_nan(one * (units - other) + other * (units - one))


def drawn_pis(given: Ints, weights: Floats) -> Floats:
    """Return Scott's pi, of more coders Fleiss' kappa, of each code under each row of weights.

    Args:
        given: ``given[s, c, k]``: units of a source to which k coders gave a code.
        weights: How often each source counts.

    Returns:
        Shape (rows of weights, codes); ``nan`` where it is undefined.
    """
    apart, yes, no = _sums(given, weights)
    return 1 - (yes + no) * apart / _or_nan(yes * no)


def drawn_alphas(given: Ints, weights: Floats) -> Floats:
    """Return Krippendorff's nominal alpha of each code under each row of weights.

    Args:
        given: ``given[s, c, k]``: units of a source to which k coders gave a code.
        weights: How often each source counts.

    Returns:
        Shape (rows of weights, codes); ``nan`` where it is undefined.
    """
    apart, yes, no = _sums(given, weights)
    return 1 - (yes + no - 1) * apart / _or_nan(yes * no)


def drawn_u_alphas(given: Ints, squares: Ints, weights: Floats) -> Floats:
    """Return the binary u-alpha of 2016 of each code under each row of weights.

    Args:
        given: ``given[s, c, k]``: characters of a source to which k coders gave a code.
        squares: ``squares[s, c]``: squared lengths of its units, over all coders.
        weights: How often each source counts.

    Returns:
        Shape (rows of weights, codes); ``nan`` where it is undefined.
    """
    apart, yes, no = _sums(given, weights)
    total = yes + no
    below = total - (no + weights @ squares) / _or_nan(total)
    return 1 - apart * below / _or_nan(yes * no)


def interval(drawn: Floats, *, sources: int) -> Interval | Undefined:
    """Return the percentile interval of drawn values, the undefined ones left out.

    Args:
        drawn: Values of the drawings, without the figure itself.
        sources: How many sources bear on the figure; an interval needs two.

    Source:
        Efron and Tibshirani (1993), section 13.3.
    """
    if sources < 2:
        return Undefined("no interval: it rests on one source only")
    known = drawn[~np.isnan(drawn)]
    if not len(known) or known.max() - known.min() < _NO_SPREAD:
        return Undefined("no interval: every drawing gives the same")
    low, high = np.quantile(known, [(1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2])
    return Interval(float(low), float(high))


def bearing_sources(counts: Counts) -> list[int]:
    """Return, for each code, in how many sources any coder gave it."""
    found: list[int] = (counts.chars[..., 1:].sum(axis=2) > 0).sum(axis=0).tolist()
    return found


def _sums(given: Ints, weights: Floats) -> tuple[Floats, Floats, Floats]:
    """Return, of ratings, disagreeing pairs per other coder, those given, and those not."""
    coders = given.shape[2] - 1
    times = np.arange(coders + 1)
    apart = weights @ (given @ (times * (coders - times))) / (coders - 1)
    return apart, weights @ (given @ times), weights @ (given @ (coders - times))


def _or_nan(values: Floats) -> Floats:
    return np.where(values > 0, values, np.nan)
