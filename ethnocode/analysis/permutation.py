"""How often codes would meet if each had fallen elsewhere in its sources; an exploratory test.

Codes come in runs, and sources differ in how densely they are coded; either makes unrelated
codes meet more often than a test that shuffles units expects. So do voices: where every
second turn is an interviewer's question that nobody codes, all codes fall on the answers, and
meet there. Turning a code's units round within each ring, the units of one voice in one
source, by a number of units drawn for that ring, keeps its runs and how often it is in each
voice of each source, and breaks only what ties its places to those of another code.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ethnocode.analysis.layer import Bools, Ints, Layer, Units
from ethnocode.analysis.together import held
from ethnocode.model import NOBODY

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
    """Which codes are in which units of the rings that have any; a row a code and unit.

    Args:
        place: Number of the unit within its ring.
        code: Index of the code.
        ring: Index of the ring; rows are sorted by it.
        sizes: Units of each ring.
        codes: How many codes there are.
    """

    place: Ints
    code: Ints
    ring: Ints
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
    within each ring: the units of one source that have the same person. Then
    ``p = (1 + hits) / (1 + rounds)``, hits being the rounds with at least as many units as
    the data: one-sided, for more often than by chance.

    Args:
        units: Each of one stretch. Their person is the voice that they are of, whether she is
            known or not; where all have the same, whole sources are shifted.
        pairs: Full ids; all pairs that are shown, so that ``q`` is over all of them.
        rounds: How often codes are shifted.
        told: Told how many rounds are done.

    Raises:
        ValueError: A unit is of more than one source, so that nothing can be shifted in it.

    Complexity:
        O(rounds u c^2) for c codes and u units of rings that are coded, 64 units at once.

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
    ground = ground_of(layer, units)
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


def ground_of(layer: Layer, units: Units) -> Ground:
    """Return what is shifted; rings without a code have no part in it.

    Args:
        units: Each of one stretch; those of one source and person are a ring.
    """
    voices = int(units.person.max(initial=NOBODY)) + 2
    _, ring, sizes = np.unique(
        units.source * voices + units.person + 1, return_inverse=True, return_counts=True
    )
    order = np.argsort(ring, kind="stable")
    place = np.empty(len(ring), dtype=np.int64)
    place[order] = np.arange(len(ring)) - (np.cumsum(sizes) - sizes)[ring[order]]
    present = held(layer, units).present
    rows = np.argsort(ring[present.unit], kind="stable")
    unit, code = present.unit[rows], present.code[rows]
    coded, index = np.unique(ring[unit], return_inverse=True)
    return Ground(place[unit], code, index, sizes[coded].astype(np.int64), len(layer.codes))


def _of_many_units(ground: Ground) -> Ground:
    """Return what can be shifted: in rings of one unit nothing can, and no p hangs on them."""
    keep = ground.sizes > 1
    rows = keep[ground.ring]
    ring = (np.cumsum(keep) - 1)[ground.ring[rows]]
    return Ground(ground.place[rows], ground.code[rows], ring, ground.sizes[keep], ground.codes)


def draw_shifts(sizes: Ints, *, rounds: int, rng: random.Random) -> Ints:
    """Return so many rounds of one number below each size, all equally likely."""
    # 64 bits: what is left over of their range is too little to favour any number
    bits = np.frombuffer(rng.randbytes(8 * rounds * len(sizes)), dtype="<u8")
    drawn: Ints = (bits.reshape(rounds, len(sizes)) % sizes.astype(np.uint64)).astype(np.int64)
    return drawn


def _cells(ground: Ground) -> Ints:
    """Return in how many units of each ring each code is."""
    lanes = ground.ring * ground.codes + ground.code
    counts = np.bincount(lanes, minlength=len(ground.sizes) * ground.codes)
    return counts.astype(np.int64).reshape(len(ground.sizes), ground.codes)


def _expected(ground: Ground, cells: Ints) -> tuple[NDArray[np.float64], Bools]:
    """Return the mean of units with both codes over all shifts, and which pairs surely move.

    Over all shifts of a ring of n units, each unit of one code meets each of the other
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
    lanes = ground.ring * ground.codes + ground.code
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
    size = ground.sizes[ground.ring]
    place = ground.place + shift
    place -= np.where(place >= size, size, 0)
    # a line of units for each code, a bit a unit, so that 64 units are compared at once
    width = -(-int(ground.sizes.sum()) // _WORD_BITS) * _WORD_BITS
    line = np.arange(rounds)[:, None] * codes + ground.code
    bears = np.zeros(rounds * codes * width, dtype=np.bool_)
    bears[line * width + before[ground.ring] + place] = True
    bits = np.packbits(bears).view(np.uint64).reshape(rounds, codes, width // _WORD_BITS)
    found = np.zeros((rounds, codes, codes), dtype=np.int64)
    for code in range(codes):
        both = bits[:, code + 1 :] & bits[:, code, None]
        found[:, code, code + 1 :] = np.bitwise_count(both).sum(axis=-1, dtype=np.int64)
    return found


def _can_move(ground: Ground, cells: Ints, a: int, b: int) -> bool:
    """Whether any shift of any ring changes how many units bear both codes."""
    partly = (cells > 0) & (cells < ground.sizes[:, None])
    for number in np.flatnonzero(partly[:, a] & partly[:, b]).tolist():
        first, stop = np.searchsorted(ground.ring, [number, number + 1])
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
