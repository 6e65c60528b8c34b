"""Where codes meet: pairs of segments in a relation, or codes in one unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ethnocode.analysis.distances import Reach
from ethnocode.analysis.layer import Bools, Ints, Layer, Units, ranges
from ethnocode.model import Relation

CHUNK_MEETINGS = 2_000_000
"""Pairs of segments held in memory at once, about."""


@dataclass(frozen=True, slots=True)
class Meetings:
    """Pairs of segments of two codes, ``a`` before ``b`` in the sorted codes.

    Args:
        pair: ``a * codes + b``.
        a: Index of the segment of code a.
        b: Index of the segment of code b.
        start: First shared character on the line; of ``near`` and ``before`` the first
            character of the earlier segment.
        end: One past the last shared character; else of the one that ends last.
        source: Index of the source.
        complete: Whether no later meeting is of one of these sources.
    """

    pair: Ints
    a: Ints
    b: Ints
    start: Ints
    end: Ints
    source: Ints
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Presence:
    """Which codes are in which units: one row for each code in each unit, by unit.

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
    square = ~np.eye(len(codes), dtype=np.bool_)
    index = {code: n for n, code in enumerate(codes)}
    for code, n in index.items():
        above = code.rpartition(".")[0]
        while above:
            at = index.get(above)
            if at is not None:
                square[n, at] = square[at, n] = False
            above = above.rpartition(".")[0]
    return square


def meetings(layer: Layer, relation: Relation, *, reach: Reach | None = None) -> Iterator[Meetings]:
    """Yield the pairs of segments that stand in a relation, each pair once.

    Segments of one code never overlap, so n segments of c codes have at most
    2 c n overlapping pairs.

    Args:
        relation: Any but ``unit``. ``within`` reads: a's segment lies within b's
            (equal ones included); ``encloses`` is its converse. ``before`` yields
            pairs of which either comes first.
        reach: How far segments reach, for ``near`` and ``before``.

    Complexity:
        O(n log n + k) for n segments and k pairs that overlap or are within reach.
    """
    pairs = unrelated(layer.codes).ravel()
    size = len(layer.codes)
    first, stop = _candidates(layer, relation, reach)
    for low, high, complete in _chunks(layer.source, stop - first):
        one = np.repeat(np.arange(low, high), (stop - first)[low:high])
        two = ranges(first[low:high], stop[low:high])
        swap = layer.code[one] > layer.code[two]
        a, b = np.where(swap, two, one), np.where(swap, one, two)
        pair = layer.code[a] * size + layer.code[b]
        keep = pairs[pair]
        if reach is None:
            keep &= _holds(layer, relation, a, b)
        else:
            keep &= _in_reach(layer, reach, one, two)
        pair, a, b = pair[keep], a[keep], b[keep]
        inner, outer = (np.minimum, np.maximum) if reach is None else (np.maximum, np.minimum)
        yield Meetings(
            pair,
            a,
            b,
            outer(layer.start[a], layer.start[b]),
            inner(layer.end[a], layer.end[b]),
            layer.source[a],
            complete=complete,
        )


def _candidates(layer: Layer, relation: Relation, reach: Reach | None) -> tuple[Ints, Ints]:
    """Return, for each segment, the range of later ones that may stand in the relation."""
    after = np.arange(1, len(layer.start) + 1)
    overlapping = np.searchsorted(layer.start, layer.end, side="left")
    if not relation.needs_distance:
        return after, np.maximum(overlapping, after)
    if reach is None:
        raise ValueError(f"'{relation}' needs a distance")
    near = np.searchsorted(reach.begins, reach.ends + reach.most, side="right")
    source_end = np.searchsorted(layer.source, layer.source, side="right")
    if relation is Relation.BEFORE:
        return overlapping, np.maximum(np.minimum(near, source_end), overlapping)
    # what overlaps is near, though it may lie outside all that distance is measured in
    stop = np.maximum(np.minimum(near, source_end), overlapping)
    return after, np.maximum(stop, after)


def _in_reach(layer: Layer, reach: Reach, one: Ints, two: Ints) -> Bools:
    """Return which pairs overlap, or can be measured and are not too far apart."""
    apart = reach.begins[two] - reach.ends[one] <= reach.most
    near: Bools = reach.placed[one] & reach.placed[two] & apart
    overlap: Bools = layer.start[two] < layer.end[one]
    return near | overlap


def _holds(layer: Layer, relation: Relation, a: Ints, b: Ints) -> Bools:
    """Return which pairs of overlapping segments stand in the relation."""
    starts, ends = layer.start, layer.end
    if relation is Relation.OVERLAP:
        return np.ones(len(a), dtype=np.bool_)
    within: Bools = (starts[b] <= starts[a]) & (ends[a] <= ends[b])
    encloses: Bools = (starts[a] <= starts[b]) & (ends[b] <= ends[a])
    holding = {
        Relation.EQUAL: within & encloses,
        Relation.WITHIN: within,
        Relation.ENCLOSES: encloses,
    }
    return holding[relation]


def _chunks(source: Ints, work: Ints) -> Iterator[tuple[int, int, bool]]:
    """Yield ranges of rows of about equal work, and whether the sources in them end there.

    A source is parted only where it alone is too much for one chunk.
    """
    if not len(source):
        return
    total = np.cumsum(work)
    borders = np.append(np.flatnonzero(np.diff(source)) + 1, len(source))
    low, done = 0, 0
    for border in borders.tolist():
        reached = int(total[border - 1])
        while reached - done > 2 * CHUNK_MEETINGS:
            part = int(np.searchsorted(total, done + CHUNK_MEETINGS, side="left")) + 1
            if part >= border:
                break
            yield low, part, False
            low, done = part, int(total[part - 1])
        if reached - done >= CHUNK_MEETINGS or border == len(source):
            yield low, border, True
            low, done = border, reached


def touched(layer: Layer, units: Units) -> tuple[Ints, Ints]:
    """Return rows of (segment, stretch) for each stretch of a unit that a segment touches."""
    first, stop = unit_range(units, layer.start, layer.end)
    segment = np.repeat(np.arange(len(first)), np.maximum(stop - first, 0))
    return segment, ranges(first, stop)


def unit_range(units: Units, start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Return first and one past the last stretch that share a character with spans."""
    first = np.searchsorted(units.end, start, side="right")
    return first, np.maximum(np.searchsorted(units.start, end, side="left"), first)


def presence(layer: Layer, unit: Ints, segment: Ints) -> Presence:
    """Return which codes are in which units, from distinct rows of (segment, unit)."""
    size = max(len(layer.codes), 1)
    key, count = np.unique(unit * size + layer.code[segment], return_counts=True)
    return Presence(key // size, key % size, count)
