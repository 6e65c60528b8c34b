"""Agreement on whole sets of codes: what each coder gave to a unit, taken together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ethnocode.analysis.agreement.bootstrap import Floats
from ethnocode.analysis.layer import Ints

Codes = frozenset[str]
MOST_DRAWN = 2000
"""Different sets up to which drawings are worth their time and memory."""

_AT_ONCE = 64
"""Sets compared with all others at once: few enough to stay near the processor."""


def set_alphas(
    rows: Sequence[tuple[Codes, ...]], source: Sequence[int], *, weights: Floats
) -> Floats:
    """Return Krippendorff's alpha with the MASI distance, under each row of weights.

    It is ``nan`` where it is undefined. Where there are more than :data:`MOST_DRAWN` different
    sets, only that of the first row is returned.

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
    sets = sorted({codes for row in rows for codes in row}, key=lambda one: (len(one), sorted(one)))
    index = {codes: n for n, codes in enumerate(sets)}
    if not rows:
        return np.full(len(weights), np.nan)
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
    for low, high, distance in _distances(bits):
        apart_here = drawn[:, low:high] @ distance
        apart_here[:, high - low :] *= 2  # the other way round as well
        chance += np.einsum("wk,wk->w", apart_here, drawn[:, low:])
    made = drawn.sum(axis=1)
    alphas: Floats = 1 - (made - 1) * apart / np.where(chance > 0, chance, np.nan)
    return alphas


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
            first, second = bits[pairs[:, 0]], bits[pairs[:, 1]]
            distance = _distance(
                (first * second).sum(axis=1), first.sum(axis=1), second.sum(axis=1)
            )
            np.add.at(found, source, 2 * distance[back.ravel()])
    mean: Floats = found / (coders - 1)
    return mean


def _distances(bits: Floats) -> Iterator[tuple[int, int, Floats]]:
    """Yield, for ranges of sets of one size, how far each is from itself and all that follow.

    Args:
        bits: Which codes each set has; sets sorted by size.
    """
    size = bits.sum(axis=1).astype(np.int64)
    width = int(size.max(initial=0)) + 1
    shared, other = np.arange(width)[None, :], np.arange(width)[:, None]
    # one product gives size and shared codes as one whole number, to look the distance up by
    rows = np.column_stack([bits, np.ones(len(bits))]).astype(np.float32)
    columns = np.column_stack([bits, size * width]).astype(np.float32).T.copy()
    for kind in np.unique(size).tolist():
        table = _distance(shared, np.full_like(other, kind), other).ravel()
        first, stop = np.searchsorted(size, [kind, kind + 1]).tolist()
        for low in range(first, stop, _AT_ONCE):
            high = min(low + _AT_ONCE, stop)
            yield low, high, table[(rows[low:high] @ columns[:, low:]).astype(np.int32)]


def _distance(shared: Ints | Floats, first: Ints | Floats, second: Ints | Floats) -> Floats:
    """Return how far sets are apart, given how many codes they share and have."""
    either = first + second - shared
    kept = (1.0 + (shared == np.minimum(first, second)) + (shared == either)) / 3
    apart: Floats = 1 - shared / np.maximum(either, 1) * kept
    apart[either == 0] = 0
    return apart
