"""Codes by values of texts: how much of each code stands where a value holds.

Texts are cut into pieces wherever a unit, a voice or a value begins or ends, so that each
piece is of at most one unit and one person. What is counted is then distinct things of the
pieces that a code is on, and a total is distinct things again, never a sum.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from ethnocode.analysis.cells import once
from ethnocode.analysis.layer import (
    Bools,
    Ints,
    Layer,
    Units,
    as_ints,
    line_of,
    people_column,
    ranges,
)
from ethnocode.model import NOBODY, Count, UnitColumns


@dataclass(frozen=True, slots=True)
class Ground:
    """Stretches of sources, laid on the line of a layer; rows that may overlap.

    Args:
        start: First character on the line.
        end: One past the last character.
        name: Number of what holds there.
    """

    start: Ints
    end: Ints
    name: Ints


@dataclass(frozen=True, slots=True)
class Pieces:
    """Pieces of the line, in order, without gaps.

    Args:
        cuts: Where pieces begin, and where the last ends.
        unit: Index of the unit that a piece is of, or ``NOBODY``.
        person: Index of the person whose words it is, or ``NOBODY``.
        source: Index of its source.
        read: Whether the coder has gone over it.
        at: Piece of each row of piece and value; rows are distinct.
        value: Value of that row.
        values: How many values there are.
        people: How many real people each person stands for.
    """

    cuts: Ints
    unit: Ints
    person: Ints
    source: Ints
    read: Bools
    at: Ints
    value: Ints
    values: int
    people: Ints

    @property
    def lengths(self) -> Ints:
        """Characters of each piece."""
        return np.diff(self.cuts)


@dataclass(frozen=True, slots=True)
class Extent:
    """How much text there is of each value, coded or not.

    Args:
        units: Units, by value.
        read: Those of them that the coder has gone over, any part of them.
        sources: Sources, by value.
        persons: Known people, by value.
        chars: Characters, by value.
        read_chars: Those of them that the coder has gone over.
    """

    units: Ints
    read: Ints
    sources: Ints
    persons: Ints
    chars: Ints
    read_chars: Ints

    def of(self, count: Count) -> Ints:
        """Return what counts are held against; segments, against units."""
        return {
            Count.SOURCES: self.sources,
            Count.PERSONS: self.persons,
            Count.CHARS: self.chars,
        }.get(count, self.units)

    def gone_over(self, count: Count) -> tuple[Ints, Ints]:
        """Return how much there is that could be counted, and of it the coder has gone over.

        Units where units are counted; else text, which need not be in any unit.
        """
        if count is Count.UNITS:
            return self.units, self.read
        return self.chars, self.read_chars


@dataclass(frozen=True, slots=True)
class Crosstab:
    """Counts of codes by values.

    Args:
        codes: Full ids, sorted.
        cells: Row by code, column by value.
        found: Whether a code is on any character where a value holds, counted or not.
        rows: Distinct things of each code where any value holds.
        columns: Distinct things of any counted code, by value.
        total: Distinct things of any counted code where any value holds.
    """

    codes: tuple[str, ...]
    cells: Ints
    found: Bools
    rows: Ints
    columns: Ints
    total: int


def lay_ground(layer: Layer, columns: UnitColumns) -> Ground:
    """Return stretches of a layer's sources on its line; ``person`` says what holds there.

    Args:
        columns: Of sources of the layer only.
    """
    source, start, end, name = map(
        as_ints, (columns.source, columns.start, columns.end, columns.person)
    )
    line = line_of(layer)
    return Ground(line.place(source, start), line.place(source, end), name)


def bearing(layer: Layer, units: Units, codes: Mapping[str, int], *, without: int) -> Ground:
    """Return the units that bear a code, under the number of the code.

    Args:
        codes: Number by full id.
        without: Number of the units that bear none of these codes.
    """
    parts = [(np.zeros(0, dtype=np.int64), 0)]
    free = np.ones(units.count, dtype=np.bool_)
    for code, number in codes.items():
        mine = layer.code == layer.codes.index(code) if code in layer.codes else layer.code < 0
        first = np.searchsorted(units.end, layer.start[mine], side="right")
        stop = np.searchsorted(units.start, layer.end[mine], side="left")
        unit = np.unique(units.unit[ranges(first, stop)])
        free[unit] = False
        parts.append((np.flatnonzero(np.isin(units.unit, unit)), number))
    parts.append((np.flatnonzero(free[units.unit]), without))
    rows = np.concatenate([row for row, _ in parts])
    name = np.concatenate([np.full(len(row), number) for row, number in parts])
    return Ground(units.start[rows], units.end[rows], name)


def cut_into_pieces(
    layer: Layer,
    units: Units,
    ground: Ground,
    *,
    values: int,
    voices: Ground,
    read: Ground,
    people: Mapping[int, int],
) -> Pieces:
    """Return the pieces that units, values and voices cut the line into.

    Args:
        ground: Where values hold, numbered from 0; values may overlap.
        values: How many there are.
        voices: Whose words stretches are, by number of the person or ``NOBODY``.
        read: What the coder has gone over; the names do not matter.
        people: How many real people each person stands for, by number.
    """
    base = line_of(layer).base
    spans = (units, ground, voices, read)
    cuts = np.unique(np.concatenate([base, *(s.start for s in spans), *(s.end for s in spans)]))
    start = cuts[:-1]
    first, stop = np.searchsorted(cuts, ground.start), np.searchsorted(cuts, ground.end)
    at, value = once(ranges(first, stop), np.repeat(ground.name, np.maximum(stop - first, 0)))
    return Pieces(
        cuts,
        unit=_named(start, units.start, units.end, units.unit),
        person=_named(start, voices.start, voices.end, voices.name),
        source=np.searchsorted(base, start, side="right") - 1,
        read=_named(start, read.start, read.end, np.zeros_like(read.start)) != NOBODY,
        at=at,
        value=value,
        values=values,
        people=people_column(people),
    )


def _named(place: Ints, start: Ints, end: Ints, name: Ints) -> Ints:
    """Return what holds at places, of stretches that do not overlap; else ``NOBODY``."""
    order = np.argsort(start, kind="stable")
    start, end, name = start[order], end[order], name[order]
    row = np.searchsorted(start, place, side="right") - 1
    if not len(start):
        return np.full(len(place), NOBODY, dtype=np.int64)
    inside = (row >= 0) & (place < end[np.maximum(row, 0)])
    found: Ints = np.where(inside, name[np.maximum(row, 0)], NOBODY)
    return found


def measure_extent(pieces: Pieces) -> Extent:
    """Return how much text there is of each value, and at the end of all of them together."""
    value = np.concatenate([pieces.value, np.full(len(pieces.at), pieces.values)])
    at = np.concatenate([pieces.at, pieces.at])
    value, at = once(value, at)
    size = pieces.values + 1
    in_unit = pieces.unit[at] != NOBODY
    read = in_unit & pieces.read[at]
    return Extent(
        units=_tally(*once(value[in_unit], pieces.unit[at[in_unit]]), size=size),
        read=_tally(*once(value[read], pieces.unit[at[read]]), size=size),
        sources=_tally(*once(value, pieces.source[at]), size=size),
        persons=_people(value, pieces.person[at], pieces, size=size),
        chars=_tally(value, at, size=size, weight=pieces.lengths[at]),
        read_chars=_tally(value, at, size=size, weight=(pieces.lengths * pieces.read)[at]),
    )


def count_crosstab(
    layer: Layer, pieces: Pieces, *, count: Count, counted: Collection[str] | None = None
) -> Crosstab:
    """Return the counts of every code of a layer by value.

    Units are those that bear the code on words of the value; segments, merged ones with
    any word of it; sources and known people, those whose words these are; characters,
    those of the code where the value holds. Of any code, segments are those of the
    uppermost codes, so that a parent and its child do not count twice.

    Args:
        counted: Full ids of the codes that the totals are of; all by default.

    Raises:
        ValueError: Events are no count of codes by values.
    """
    if count is Count.EVENTS:
        raise ValueError("events are pairs of segments")
    mine = np.array([counted is None or id_ in counted for id_ in layer.codes], dtype=np.bool_)
    segment, piece = _touched(layer, pieces)
    some = np.zeros(len(pieces.unit), dtype=np.bool_)
    some[pieces.at] = True
    segment, piece = segment[some[piece]], piece[some[piece]]
    # each row of segment and piece, once for each value that holds there
    first = np.searchsorted(pieces.at, piece, side="left")
    stop = np.searchsorted(pieces.at, piece, side="right")
    row = np.repeat(np.arange(len(piece)), stop - first)
    value = pieces.value[ranges(first, stop)]
    codes, values = len(layer.codes), pieces.values
    tally = _Tally(layer, pieces, count=count, counted=mine)
    group = layer.code[segment[row]] * values + value
    cells = tally.by(group, segment[row], piece[row], size=codes * values)
    keep = mine[layer.code[segment]]
    kept = keep[row]
    nowhere = np.zeros(int(keep.sum()), dtype=np.int64)
    return Crosstab(
        layer.codes,
        cells.reshape(codes, values),
        np.bincount(group, minlength=codes * values).reshape(codes, values) > 0,
        tally.by(layer.code[segment], segment, piece, size=codes),
        tally.of_any(value[kept], segment[row][kept], piece[row][kept], size=values),
        int(tally.of_any(nowhere, segment[keep], piece[keep], size=1)[0]),
    )


def only_value(layer: Layer, pieces: Pieces, value: int) -> Layer:
    """Return a layer with its segments cut to where a value holds, from first to last word."""
    holds = np.zeros(len(pieces.unit), dtype=np.bool_)
    holds[pieces.at[pieces.value == value]] = True
    segment, piece = _touched(layer, pieces)
    segment, piece = segment[holds[piece]], piece[holds[piece]]
    rows, first = np.unique(segment, return_index=True)
    last = np.append(first[1:], len(segment)) - 1
    start = np.maximum(layer.start[rows], pieces.cuts[piece[first]]) if len(rows) else rows
    end = np.minimum(layer.end[rows], pieces.cuts[piece[last] + 1]) if len(rows) else rows
    return replace(layer, code=layer.code[rows], start=start, end=end, source=layer.source[rows])


def _touched(layer: Layer, pieces: Pieces) -> tuple[Ints, Ints]:
    """Return rows of segment and piece that share a character, by segment and place."""
    first = np.searchsorted(pieces.cuts, layer.start, side="right") - 1
    stop = np.searchsorted(pieces.cuts, layer.end, side="left")
    return np.repeat(np.arange(len(first)), np.maximum(stop - first, 0)), ranges(first, stop)


class _Tally:
    """Counts distinct things of rows of segment and piece."""

    def __init__(self, layer: Layer, pieces: Pieces, *, count: Count, counted: Bools) -> None:
        self._layer, self._pieces, self._count = layer, pieces, count
        above = [
            any(counted[n] and id_.startswith(f"{other}.") for n, other in enumerate(layer.codes))
            for id_ in layer.codes
        ]
        self._uppermost = ~np.array(above, dtype=np.bool_)

    def by(self, group: Ints, segment: Ints, piece: Ints, *, size: int) -> Ints:
        """Return what is counted of each group, in each of which rows are of one code."""
        if self._count is Count.SEGMENTS:
            return _tally(*once(group, segment), size=size)
        if self._count is Count.CHARS:
            return _tally(group, piece, size=size, weight=self._shared(segment, piece))
        return self._things(group, piece, size=size)

    def of_any(self, group: Ints, segment: Ints, piece: Ints, *, size: int) -> Ints:
        """Return what is counted of each group, in which rows are of several codes."""
        if self._count is Count.SEGMENTS:
            top = self._uppermost[self._layer.code[segment]]
            return _tally(*once(group[top], segment[top]), size=size)
        if self._count is Count.CHARS:
            return self._covered(group, segment, piece, size=size)
        return self._things(group, piece, size=size)

    def _things(self, group: Ints, piece: Ints, *, size: int) -> Ints:
        pieces = self._pieces
        if self._count is Count.PERSONS:
            return _people(group, pieces.person[piece], pieces, size=size)
        if self._count is Count.SOURCES:
            return _tally(*once(group, pieces.source[piece]), size=size)
        known = pieces.unit[piece] != NOBODY
        return _tally(*once(group[known], pieces.unit[piece[known]]), size=size)

    def _shared(self, segment: Ints, piece: Ints) -> Ints:
        low = np.maximum(self._layer.start[segment], self._pieces.cuts[piece])
        high = np.minimum(self._layer.end[segment], self._pieces.cuts[piece + 1])
        return high - low

    def _covered(self, group: Ints, segment: Ints, piece: Ints, *, size: int) -> Ints:
        """Count the characters under any of several segments, each once."""
        if not len(group):
            return np.zeros(size, dtype=np.int64)
        start = np.maximum(self._layer.start[segment], self._pieces.cuts[piece])
        long = self._shared(segment, piece)
        lane = group * (int(self._pieces.cuts[-1]) + 1)
        order = np.argsort(lane + start, kind="stable")
        low = (lane + start)[order]
        reach = np.maximum.accumulate(low + long[order])
        before = np.concatenate([[0], reach[:-1]])
        return _tally(group[order], order, size=size, weight=reach - np.maximum(low, before))


def _people(group: Ints, person: Ints, pieces: Pieces, *, size: int) -> Ints:
    known = person != NOBODY
    group, person = once(group[known], person[known])
    return _tally(group, person, size=size, weight=pieces.people[person])


def _tally(group: Ints, thing: Ints, *, size: int, weight: Ints | None = None) -> Ints:
    """Return how many rows each group has, or the sum of their weights."""
    # float sums of integers are exact below 2 ** 53
    return np.bincount(group, weights=weight, minlength=size).astype(np.int64)
