"""Counting the meetings of two codes, chunk by chunk."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ethnocode.analysis.layer import Bools, Ints, Layer, Units, ranges
from ethnocode.analysis.meetings import (
    Presence,
    joined,
    meetings,
    presence,
    touched,
    unit_range,
    unrelated,
)
from ethnocode.model import NOBODY, Count, Relation


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts by pair of codes; cell ``a * codes + b`` of an array is the pair a, b.

    Args:
        ab: How often they meet; segments of a that meet b, when segments are counted.
        ba: As ``ab``, but segments of b that meet a, when segments are counted.
        persons: Known people in whose units they meet; a composite counts as several.
        kinds: Distinct kinds of source in which they meet.
        alone: How much there is of each code by itself, by code.
        total: How much there is in all, or ``None`` where that has no meaning.
    """

    ab: Ints
    ba: Ints
    persons: Ints
    kinds: Ints
    alone: Ints
    total: int | None


class _Cells:
    """A sum for each pair of codes."""

    def __init__(self, codes: int) -> None:
        self.sums = np.zeros(codes * codes, dtype=np.int64)

    def add(self, pair: Ints, weight: Ints | None = None) -> None:
        # float sums of integers are exact below 2 ** 53
        found = np.bincount(pair, weights=weight, minlength=len(self.sums))
        self.sums += found.astype(np.int64)

    def add_distinct(self, pair: Ints, thing: Ints) -> None:
        """Count each thing once a pair; it must not return in another chunk."""
        self.add(_keys(pair, thing) // _things(thing))


class _Witnesses:
    """Distinct persons and kinds of source for each pair; these return in any chunk."""

    def __init__(self, units: Units, source_kind: Ints, *, people: Ints, codes: int) -> None:
        self._units, self._source_kind, self._codes = units, source_kind, codes
        self._people = people
        self._persons: list[tuple[Ints, Ints]] = []
        self._kinds: list[tuple[Ints, Ints]] = []

    def add_units(self, pair: Ints, unit: Ints) -> None:
        """Take note of who speaks or writes the units in which pairs meet."""
        person = self._units.person[unit]
        known = person != NOBODY
        self._persons.append(_once(pair[known], person[known]))

    def add_sources(self, pair: Ints, source: Ints) -> None:
        """Take note of the kinds of the sources in which pairs meet, in a unit or not."""
        self._kinds.append(_once(pair, self._source_kind[source]))

    def counts(self) -> tuple[Ints, Ints]:
        persons, kinds = _Cells(self._codes), _Cells(self._codes)
        pair, person = _all_of(self._persons)
        persons.add(pair, self._people[person])
        kinds.add(_all_of(self._kinds)[0])
        return persons.sums, kinds.sums


def tally(
    layer: Layer,
    units: Units,
    *,
    relation: Relation,
    count: Count,
    source_kind: Ints,
    people: Ints,
) -> Tally:
    """Count how often each pair of codes stands in a relation.

    For a relation between segments, ``events`` are pairs of segments, ``chars``
    the shared characters, ``units`` and ``sources`` those that hold a shared
    character. For ``unit``, they are the pairs of segments that touch one unit,
    the characters of units that bear both codes, those units, and their sources.
    The total is of the same ground: all sources of the study and their characters for
    a relation between segments, the units and what they hold for ``unit``.

    Args:
        source_kind: Number of the kind of each source, by index of the source.
        people: How many real people each person stands for, by number of the person.
    """
    codes = len(layer.codes)
    ab, ba = _Cells(codes), _Cells(codes)
    witnesses = _Witnesses(units, source_kind, people=people, codes=codes)
    segment, unit = touched(layer, units)
    present = presence(layer, unit, segment)
    if relation is Relation.UNIT:
        _count_units(layer, units, present, witnesses, ab, count=count)
        if count is Count.SEGMENTS:
            _count_segments_in_units(layer, present, segment, unit, ab=ab, ba=ba)
        elif count is Count.EVENTS:
            _take_off_repeats(layer, units, segment, unit, ab)
    else:
        _count_meetings(layer, units, witnesses, ab, ba, relation=relation, count=count)
    if count is not Count.SEGMENTS:
        ba = ab
    persons, kinds = witnesses.counts()
    alone = _alone(layer, units, present, relation=relation, count=count)
    total = _total(layer, units, relation=relation, count=count)
    return Tally(ab.sums, ba.sums, persons, kinds, alone, total)


def _count_meetings(
    layer: Layer,
    units: Units,
    witnesses: _Witnesses,
    ab: _Cells,
    ba: _Cells,
    *,
    relation: Relation,
    count: Count,
) -> None:
    """Count pairs of segments, and what holds their shared characters."""
    for found in meetings(layer, relation):
        first, stop = unit_range(units, found.start, found.end)
        pair, unit = np.repeat(found.pair, stop - first), ranges(first, stop)
        witnesses.add_units(pair, unit)
        witnesses.add_sources(found.pair, found.source)
        if count is Count.EVENTS:
            ab.add(found.pair)
        elif count is Count.SEGMENTS:
            ab.add_distinct(found.pair, found.a)
            ba.add_distinct(found.pair, found.b)
        elif count is Count.CHARS:
            ab.add(found.pair, found.end - found.start)
        elif count is Count.SOURCES:
            ab.add_distinct(found.pair, found.source)
        else:
            ab.add_distinct(pair, unit)


def _count_units(
    layer: Layer,
    units: Units,
    present: Presence,
    witnesses: _Witnesses,
    ab: _Cells,
    *,
    count: Count,
) -> None:
    """Count units that bear both codes; for events, pairs of segments in each unit."""
    allowed = unrelated(layer.codes).ravel()
    sources: list[tuple[Ints, Ints]] = []
    for i, j in joined(present.unit):
        pair = present.code[i] * len(layer.codes) + present.code[j]
        keep = allowed[pair]
        i, j, pair = i[keep], j[keep], pair[keep]
        unit = present.unit[i]
        witnesses.add_units(pair, unit)
        witnesses.add_sources(pair, units.source[unit])
        if count is Count.UNITS:
            ab.add(pair)
        elif count is Count.CHARS:
            ab.add(pair, units.end[unit] - units.start[unit])
        elif count is Count.EVENTS:
            ab.add(pair, present.segments[i] * present.segments[j])
        elif count is Count.SOURCES:
            sources.append(_once(pair, units.source[unit]))
    if sources:
        ab.add(_all_of(sources)[0])


def _take_off_repeats(layer: Layer, units: Units, segment: Ints, unit: Ints, ab: _Cells) -> None:
    """Count a pair of segments once though it shares several units.

    Two segments that share k neighbouring units share k - 1 borders between them,
    so pairs over units less pairs over borders counts each pair of segments once.
    """
    goes_on = np.flatnonzero(segment[1:] == segment[:-1])
    border = presence(layer, unit[goes_on], segment[goes_on])
    allowed = unrelated(layer.codes).ravel()
    for i, j in joined(border.unit):
        pair = border.code[i] * len(layer.codes) + border.code[j]
        ab.add(pair, -(border.segments[i] * border.segments[j] * allowed[pair]))


def _count_segments_in_units(
    layer: Layer, present: Presence, segment: Ints, unit: Ints, *, ab: _Cells, ba: _Cells
) -> None:
    """Count segments of one code that touch a unit which bears the other code."""
    codes = len(layer.codes)
    allowed = unrelated(layer.codes).ravel()
    first = np.searchsorted(present.unit, unit, side="left")
    stop = np.searchsorted(present.unit, unit, side="right")
    met = _once(np.repeat(segment, stop - first), present.code[ranges(first, stop)])
    own, other = layer.code[met[0]], met[1]
    _add_where(ab, own * codes + other, allowed, own < other)
    _add_where(ba, other * codes + own, allowed, own > other)


def _add_where(cells: _Cells, pair: Ints, allowed: Bools, side: Bools) -> None:
    cells.add(pair[side & allowed[pair]])


def _alone(
    layer: Layer, units: Units, present: Presence, *, relation: Relation, count: Count
) -> Ints:
    """Return how much there is of each code by itself."""
    codes = len(layer.codes)
    if count is Count.UNITS:
        return np.bincount(present.code, minlength=codes)
    if count is Count.SOURCES:
        in_units = relation is Relation.UNIT
        code = present.code if in_units else layer.code
        source = units.source[present.unit] if in_units else layer.source
        return np.bincount(_once(code, source)[0], minlength=codes)
    if count is Count.CHARS:
        in_units = relation is Relation.UNIT
        code = present.code if in_units else layer.code
        chars = (units.end - units.start)[present.unit] if in_units else layer.end - layer.start
        return np.bincount(code, weights=chars, minlength=codes).astype(np.int64)
    return np.bincount(layer.code, minlength=codes)


def _total(layer: Layer, units: Units, *, relation: Relation, count: Count) -> int | None:
    """Return how much there is in all, of the ground that codes are counted on."""
    in_units = relation is Relation.UNIT
    if count is Count.UNITS:
        return len(units.start)
    if count is Count.SOURCES:
        return len(np.unique(units.source)) if in_units else len(layer.sources)
    if count is Count.CHARS:
        return int((units.end - units.start).sum() if in_units else layer.lengths.sum())
    return None


def _all_of(found: list[tuple[Ints, Ints]]) -> tuple[Ints, Ints]:
    """Return the distinct rows of all chunks."""
    if not found:
        return _once(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    one, other = (np.concatenate(columns) for columns in zip(*found, strict=True))
    return _once(one, other)


def _once(one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """Return the distinct rows of two columns, sorted."""
    things = _things(other)
    keys = _keys(one, other)
    return keys // things, keys % things


def _keys(one: Ints, other: Ints) -> Ints:
    return np.unique(one * _things(other) + other)


def _things(thing: Ints) -> int:
    return int(thing.max()) + 1 if len(thing) else 1
