"""Where codes meet: pairs of segments in a relation, or codes in one unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ethnocode.analysis.layer import Bools, Ints, Layer, Units, ranges
from ethnocode.model import Relation

CHUNK_MEETINGS = 2_000_000
"""Meetings held in memory at once; whole sources are never split."""


@dataclass(frozen=True, slots=True)
class Meetings:
    """Pairs of segments of two codes, ``a`` before ``b`` in the sorted codes.

    Args:
        pair: ``a * codes + b``.
        a: Index of the segment of code a.
        b: Index of the segment of code b.
        start: First shared character on the line.
        end: One past the last shared character.
        source: Index of the source.
    """

    pair: Ints
    a: Ints
    b: Ints
    start: Ints
    end: Ints
    source: Ints


@dataclass(frozen=True, slots=True)
class Presence:
    """Which codes are in which units: one row for each code in each unit.

    Args:
        unit: Index of the unit.
        code: Index of the code.
        segments: How many segments of the code touch the unit.
    """

    unit: Ints
    code: Ints
    segments: Ints


def unrelated(codes: tuple[str, ...]) -> Bools:
    """Return, for each pair of codes, whether it counts as a pair.

    A code is no pair with itself, its ancestors or its descendants.
    """
    square = np.ones((len(codes), len(codes)), dtype=np.bool_)
    for i, one in enumerate(codes):
        for j, other in enumerate(codes):
            square[i, j] = not (f"{one}.".startswith(f"{other}.") or other.startswith(f"{one}."))
    return square


def meetings(layer: Layer, relation: Relation) -> Iterator[Meetings]:
    """Yield the pairs of overlapping segments that stand in a relation.

    Segments of one code never overlap, so n segments of c codes have at most
    2 c n overlapping pairs.

    Args:
        relation: Any but ``unit``. ``within`` reads: a's segment lies within b's
            (equal ones included); ``encloses`` is its converse.

    Complexity:
        O(n log n + k) for n segments and k overlapping pairs.
    """
    pairs = unrelated(layer.codes).ravel()
    size = len(layer.codes)
    stop = np.searchsorted(layer.start, layer.end, side="left")
    first = np.arange(1, len(stop) + 1)
    for low, high in _chunks(layer.source, np.maximum(stop - first, 0)):
        one = np.repeat(np.arange(low, high), np.maximum(stop - first, 0)[low:high])
        two = ranges(first[low:high], stop[low:high])
        swap = layer.code[one] > layer.code[two]
        a, b = np.where(swap, two, one), np.where(swap, one, two)
        pair = layer.code[a] * size + layer.code[b]
        keep = pairs[pair] & _holds(layer, relation, a, b)
        a, b = a[keep], b[keep]
        yield Meetings(
            pair[keep],
            a,
            b,
            np.maximum(layer.start[a], layer.start[b]),
            np.minimum(layer.end[a], layer.end[b]),
            layer.source[a],
        )


def _holds(layer: Layer, relation: Relation, a: Ints, b: Ints) -> Bools:
    """Return which pairs of overlapping segments stand in the relation."""
    starts, ends = layer.start, layer.end
    equal: Bools = (starts[a] == starts[b]) & (ends[a] == ends[b])
    within: Bools = (starts[b] <= starts[a]) & (ends[a] <= ends[b])
    encloses: Bools = (starts[a] <= starts[b]) & (ends[b] <= ends[a])
    holding = {
        Relation.OVERLAP: np.ones(len(a), dtype=np.bool_),
        Relation.EQUAL: equal,
        Relation.WITHIN: within,
        Relation.ENCLOSES: encloses,
    }
    return holding[relation]


def _chunks(source: Ints, work: Ints) -> Iterator[tuple[int, int]]:
    """Yield ranges of rows that hold whole sources and about equal work."""
    if not len(source):
        return
    total = np.cumsum(work)
    borders = np.append(np.flatnonzero(np.diff(source)) + 1, len(source))
    low, done = 0, 0
    for border in borders.tolist():
        reached = int(total[border - 1])
        if reached - done >= CHUNK_MEETINGS or border == len(source):
            yield low, border
            low, done = border, reached


def touched(layer: Layer, units: Units) -> tuple[Ints, Ints]:
    """Return rows of (segment, unit) for each unit that a segment touches."""
    first, stop = unit_range(units, layer.start, layer.end)
    segment = np.repeat(np.arange(len(first)), np.maximum(stop - first, 0))
    return segment, ranges(first, stop)


def unit_range(units: Units, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Return first and one past the last unit that share a character with spans."""
    first = np.searchsorted(units.end, start, side="right")
    return first, np.maximum(np.searchsorted(units.start, end, side="left"), first)


def presence(layer: Layer, unit: Ints, segment: Ints) -> Presence:
    """Return which codes are in which units, from rows of (segment, unit)."""
    size = max(len(layer.codes), 1)
    key, count = np.unique(unit * size + layer.code[segment], return_counts=True)
    return Presence(key // size, key % size, count)


def joined(key: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Yield, in chunks, all pairs of rows i < j whose sorted keys are equal."""
    stop = np.searchsorted(key, key, side="right")
    first = np.arange(1, len(key) + 1)
    for low, high in _chunks(key, stop - first):
        yield (
            np.repeat(np.arange(low, high), (stop - first)[low:high]),
            ranges(first[low:high], stop[low:high]),
        )
