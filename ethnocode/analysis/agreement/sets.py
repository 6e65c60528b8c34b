"""Agreement on whole sets of codes: what each coder gave to a unit, taken together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ethnocode.analysis.agreement.bootstrap import Floats
from ethnocode.analysis.layer import Ints

Codes = frozenset[str]
MOST_DRAWN = 2000
"""Different sets up to which drawings are worth their time and memory."""

_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class SetAlphas:
    """Alphas on sets of codes.

    Args:
        values: One for each row of weights, ``nan`` where undefined; where there are too
            many different sets, only that of the first row.
        different: How many different sets there are.
    """

    values: Floats
    different: int


def set_alphas(
    rows: Sequence[tuple[Codes, ...]], source: Sequence[int], *, weights: Floats
) -> SetAlphas:
    """Return Krippendorff's alpha with the MASI distance, under each row of weights.

    Args:
        rows: One a unit: the set of codes that each coder gave it, empty for none.
        source: Index of the source of each unit.
        weights: How often each source counts, by row.

    Complexity:
        O(d^2) for d different sets.

    Source:
        Krippendorff (2004) chapter 11 with the distance of Passonneau (2006), as
        :func:`ethnocode.analysis.agreement.coefficients.masi` has it.
    """
    sets = sorted({codes for row in rows for codes in row}, key=sorted)
    index = {codes: n for n, codes in enumerate(sets)}
    if not rows:
        return SetAlphas(np.full(len(weights), np.nan), 0)
    given = np.array([[index[codes] for codes in row] for row in rows], dtype=np.int64)
    where = np.asarray(source, dtype=np.int64)
    if len(sets) > MOST_DRAWN:
        weights = weights[:1]
    bits = _bits(sets)
    apart = weights @ _apart(given, where, bits, sources=weights.shape[1])
    often = np.zeros((weights.shape[1], len(sets)))
    np.add.at(often, (np.repeat(where, given.shape[1]), given.ravel()), 1)
    drawn = weights @ often
    chance = np.zeros(len(weights))
    every = np.arange(len(sets))
    for low in range(0, len(sets), _AT_ONCE):
        some = every[low : low + _AT_ONCE]
        distance = _distance(bits[some][:, None], bits[every][None, :])
        chance += ((drawn[:, some] @ distance) * drawn).sum(axis=1)
    made = drawn.sum(axis=1)
    return SetAlphas(1 - (made - 1) * apart / np.where(chance > 0, chance, np.nan), len(sets))


def _bits(sets: Sequence[Codes]) -> Floats:
    codes = sorted(frozenset().union(*sets))
    index = {code: n for n, code in enumerate(codes)}
    bits = np.zeros((len(sets), len(codes)))
    for row, members in zip(bits, sets, strict=True):
        row[[index[code] for code in members]] = 1
    return bits


def _apart(given: Ints, source: Ints, bits: Floats, *, sources: int) -> Floats:
    """Return the distances between coders over the units of each source, per other coder."""
    coders = given.shape[1]
    found = np.zeros(sources)
    for one in range(coders):
        for other in range(one + 1, coders):
            pairs, back = np.unique(given[:, [one, other]], axis=0, return_inverse=True)
            distance = _distance(bits[pairs[:, 0]], bits[pairs[:, 1]])
            np.add.at(found, source, 2 * distance[back.ravel()])
    mean: Floats = found / (coders - 1)
    return mean


def _distance(one: Floats, other: Floats) -> Floats:
    shared = np.einsum("...c,...c->...", one, other)
    first, second = one.sum(axis=-1), other.sum(axis=-1)
    either = first + second - shared
    holds = shared == np.minimum(first, second)
    kept = np.where(shared == either, 1.0, np.where(holds, 2 / 3, 1 / 3))
    alike: Floats = np.where(either > 0, shared / np.maximum(either, 1) * kept, 1.0)
    return 1 - alike
