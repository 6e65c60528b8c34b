"""How often codes would meet if each had fallen elsewhere in its sources; an exploratory test.

Codes come in runs, and sources differ in how densely they are coded; either makes unrelated
codes meet more often than a test that shuffles units expects. Turning a code's units round
within each source, by a number of units drawn for that source, keeps its runs and how often
it is in each source, and breaks only what ties its places to those of another code.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ethnocode.analysis.layer import Bools, Ints, Layer, Units
from ethnocode.analysis.meetings import Presence
from ethnocode.analysis.together import held

_MOST_CELLS = 2_000_000
"""Cells of units by codes held at once, about, of as many rounds as fit."""

_WORD_BITS = 64


@dataclass(frozen=True, slots=True)
class Chance:
    """How often two codes would meet, and how seldom that is as often as they do.

    Args:
        expected: Units bearing both, on average over all shifts; exact, not drawn.
        p: Share of rounds, with the data as one of them, in which units bearing both were as
            many as in the data or more; ``None`` where no shift can change how many there are.
        q: ``p`` adjusted to all pairs that have one.
    """

    expected: float
    p: float | None
    q: float | None


@dataclass(frozen=True, slots=True)
class Ground:
    """Which codes are in which units of the sources that have any; a row a code and unit.

    Args:
        place: Number of the unit within its source.
        code: Index of the code.
        source: Index of the source; rows are sorted by it.
        sizes: Units of each source.
        codes: How many codes there are.
    """

    place: Ints
    code: Ints
    source: Ints
    sizes: Ints
    codes: int


def compare_with_shifts(
    layer: Layer,
    units: Units,
    pairs: Sequence[tuple[str, str]],
    *,
    rounds: int,
    rng: random.Random,
    told: Callable[[int], None] = lambda _: None,
) -> tuple[Chance, ...]:
    """Test for each pair whether more units bear both codes than shifts within sources give.

    In each round every code is shifted, circularly and by a number of units of its own,
    within each source. Then ``p = (1 + hits) / (1 + rounds)``, hits being the rounds with
    at least as many units as the data: one-sided, for more often than by chance.

    Args:
        units: Each of one stretch.
        pairs: Full ids; all pairs that are shown, so that ``q`` is over all of them.
        rounds: How often codes are shifted.
        told: Told how many rounds are done.

    Raises:
        ValueError: A unit is of more than one source, so that nothing can be shifted in it.

    Complexity:
        O(rounds u c^2) for c codes and u units of sources that are coded, 64 units at once.

    Source:
        Shifts that close in a ring, to keep what each of two patterns is by itself: Lotwick
        and Silverman (1982) Methods for analysing spatial processes of several types of
        points. The data as one of the rounds: Phipson and Smyth (2010) Permutation p-values
        should never be zero.
    """
    if not units.whole:
        raise ValueError("units of more than one source cannot be shifted within sources")
    index = {code: number for number, code in enumerate(layer.codes)}
    one = np.array([index[min(pair)] for pair in pairs], dtype=np.int64)
    other = np.array([index[max(pair)] for pair in pairs], dtype=np.int64)
    ground = ground_of(held(layer, units).present, units.source, codes=len(layer.codes))
    cells = _cells(ground)
    expected, moves = _expected(ground, cells)
    hits = _rounds(_of_many_units(ground), rounds=rounds, rng=rng, told=told)
    ps = [
        (1 + int(hits[a, b])) / (1 + rounds)
        if moves[a, b] or _can_move(ground, cells, a, b)
        else None
        for a, b in zip(one.tolist(), other.tolist(), strict=True)
    ]
    adjusted = iter(benjamini_hochberg([p for p in ps if p is not None]))
    return tuple(
        Chance(float(mean), p, None if p is None else next(adjusted))
        for mean, p in zip(expected[one, other], ps, strict=True)
    )


def benjamini_hochberg(ps: Sequence[float]) -> tuple[float, ...]:
    """Return, for each p, the lowest false discovery rate at which it would be found.

    Source:
        Benjamini and Hochberg (1995) Controlling the false discovery rate, section 3; as
        adjusted p-values: Yekutieli and Benjamini (1999)
        Resampling-based false discovery rate controlling multiple test procedures.
    """
    order = sorted(range(len(ps)), key=lambda n: ps[n])
    adjusted, lowest = [1.0] * len(ps), 1.0
    for rank in range(len(ps), 0, -1):
        lowest = min(lowest, ps[order[rank - 1]] * (len(ps) / rank))
        adjusted[order[rank - 1]] = lowest
    return tuple(adjusted)


def ground_of(present: Presence, source: Ints, *, codes: int) -> Ground:
    """Return what is shifted; sources without a code have no part in it.

    Args:
        present: Which codes are in which units.
        source: Source of each unit; units are sorted by it.
    """
    numbers, first, size = np.unique(source, return_index=True, return_counts=True)
    at = np.searchsorted(numbers, source[present.unit])
    coded, index = np.unique(at, return_inverse=True)
    place = present.unit - first[at]
    return Ground(place, present.code, index, size[coded].astype(np.int64), codes)


def _of_many_units(ground: Ground) -> Ground:
    """Return what can be shifted: in sources of one unit nothing can, and no p hangs on them."""
    keep = ground.sizes > 1
    rows = keep[ground.source]
    source = (np.cumsum(keep) - 1)[ground.source[rows]]
    return Ground(ground.place[rows], ground.code[rows], source, ground.sizes[keep], ground.codes)


def draw_shifts(sizes: Ints, *, rounds: int, rng: random.Random) -> Ints:
    """Return so many rounds of one number below each size, all equally likely."""
    # 64 bits: what is left over of their range is too little to favour any number
    bits = np.frombuffer(rng.randbytes(8 * rounds * len(sizes)), dtype="<u8")
    drawn: Ints = (bits.reshape(rounds, len(sizes)) % sizes.astype(np.uint64)).astype(np.int64)
    return drawn


def _cells(ground: Ground) -> Ints:
    """Return in how many units of each source each code is."""
    lanes = ground.source * ground.codes + ground.code
    counts = np.bincount(lanes, minlength=len(ground.sizes) * ground.codes)
    return counts.astype(np.int64).reshape(len(ground.sizes), ground.codes)


def _expected(ground: Ground, cells: Ints) -> tuple[NDArray[np.float64], Bools]:
    """Return the mean of units with both codes over all shifts, and which pairs surely move.

    Over all shifts of a source of n units, each unit of one code meets each of the other
    once, so that the mean is their product / n. Where that is no whole number, shifts differ.
    """
    square = (ground.codes, ground.codes)
    moves = np.zeros(square, dtype=np.bool_)
    met = {size: np.zeros(square, dtype=np.int64) for size in np.unique(ground.sizes).tolist()}
    for size, row in zip(ground.sizes.tolist(), cells, strict=True):
        product = np.outer(row, row)
        moves |= product % size != 0
        met[size] += product
    expected = np.zeros(square)
    for size, product in met.items():
        expected += product / size
    return expected, moves


def _rounds(
    ground: Ground, *, rounds: int, rng: random.Random, told: Callable[[int], None]
) -> Ints:
    """Return in how many rounds any two codes, a < b, met as often as in the data or more."""
    lanes = ground.source * ground.codes + ground.code
    groups, group = np.unique(lanes, return_inverse=True)
    sizes = ground.sizes[groups // max(ground.codes, 1)]
    data = _together(ground, np.zeros((1, len(group)), dtype=np.int64))[0]
    hits: Ints = np.zeros_like(data)
    cells = max(int(ground.sizes.sum()), ground.codes, 1) * max(ground.codes, 1)
    batch = max(1, _MOST_CELLS // cells)
    for done in range(0, rounds, batch):
        some = min(batch, rounds - done)
        shifts = draw_shifts(sizes, rounds=some, rng=rng)
        hits += (_together(ground, shifts[:, group]) >= data).sum(axis=0)
        told(done + some)
    return hits


def _together(ground: Ground, shift: Ints) -> Ints:
    """Return, of each round, how many units bear both of any two codes, a < b.

    Args:
        shift: Units by which each row is shifted, by round and row.
    """
    rounds, codes = len(shift), ground.codes
    before = np.cumsum(ground.sizes) - ground.sizes
    size = ground.sizes[ground.source]
    place = ground.place + shift
    place -= np.where(place >= size, size, 0)
    # a line of units for each code, a bit a unit, so that 64 units are compared at once
    width = -(-int(ground.sizes.sum()) // _WORD_BITS) * _WORD_BITS
    line = np.arange(rounds)[:, None] * codes + ground.code
    bears = np.zeros(rounds * codes * width, dtype=np.bool_)
    bears[line * width + before[ground.source] + place] = True
    bits = np.packbits(bears).view(np.uint64).reshape(rounds, codes, width // _WORD_BITS)
    found = np.zeros((rounds, codes, codes), dtype=np.int64)
    for code in range(codes):
        both = bits[:, code + 1 :] & bits[:, code, None]
        found[:, code, code + 1 :] = np.bitwise_count(both).sum(axis=-1, dtype=np.int64)
    return found


def _can_move(ground: Ground, cells: Ints, a: int, b: int) -> bool:
    """Whether any shift within any source changes how many units bear both codes."""
    partly = (cells > 0) & (cells < ground.sizes[:, None])
    for number in np.flatnonzero(partly[:, a] & partly[:, b]).tolist():
        first, stop = np.searchsorted(ground.source, [number, number + 1])
        size, code = int(ground.sizes[number]), ground.code[first:stop]
        line = np.zeros((2, size))
        line[0, ground.place[first:stop][code == a]] = 1
        line[1, ground.place[first:stop][code == b]] = 1
        # of all shifts at once; whole numbers but for errors far below a half
        turned = np.fft.rfft(line)
        met = np.rint(np.fft.irfft(turned[0].conj() * turned[1], n=size))
        if (met != met[0]).any():
            return True
    return False
