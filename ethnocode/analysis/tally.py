"""Counting the meetings of two codes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ethnocode.analysis.cells import Cells, Gathering, Seen, Voices, Witnesses, once, voices_of
from ethnocode.analysis.distances import Reach
from ethnocode.analysis.layer import Ints, Layer, Units, ranges
from ethnocode.analysis.meetings import Meetings, meetings, unit_range
from ethnocode.analysis.together import Held, count_together, held, unit_chars, witness_together
from ethnocode.model import NOBODY, Count, Relation


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts by pair of codes; cell ``a * codes + b`` of an array is the pair a, b.

    Args:
        ab: How often they meet, from a's side where the sides differ.
        ba: The same from b's side.
        persons: Known people in whose units they meet; a composite counts as several.
        groups: Distinct groups that these speak from.
        kinds: Distinct kinds of source in which they meet.
        alone: How much there is of each code by itself, by code.
        total: How much there is in all, or ``None`` where that has no meaning.
    """

    ab: Ints
    ba: Ints
    persons: Ints
    groups: Ints
    kinds: Ints
    alone: Ints
    total: int | None


def tally(
    layer: Layer,
    units: Units,
    *,
    relation: Relation,
    count: Count,
    source_kind: Ints,
    people: Mapping[int, int],
    sides: Mapping[int, str],
    reach: Reach | None = None,
) -> Tally:
    """Count how often each pair of codes stands in a relation.

    Where segments share characters, ``events`` are pairs of segments, ``chars`` the shared
    characters, ``units``, ``sources`` and ``persons`` those with a shared character. For
    ``unit``, they are the pairs of segments that touch one unit, the characters of units
    that bear both codes, those units, their sources and those who speak them.

    For ``near`` and ``before`` nothing is shared, and each code is counted by itself:
    the segments of a that have one of b near (or, after them), and the units, characters,
    persons and sources of these segments; for the other side, those of b.

    The total is of the same ground: all sources of the study and their characters for
    a relation between segments, the units and what they hold for ``unit``, and all
    known people for persons.

    Args:
        source_kind: Number of the kind of each source, by index of the source.
        people: How many real people each person stands for, by number of the person.
        sides: Group that each person speaks from, by number.
        reach: How far segments reach, for ``near`` and ``before``.
    """
    voices = voices_of(units, people=people, sides=sides)
    asked = _Asked(layer, units, voices, relation, count)
    holding = held(layer, units)
    if relation is Relation.UNIT:
        ab, ba = count_together(layer, units, holding, voices, count=count)
        witnesses = witness_together(layer, units, holding, voices, source_kind=source_kind)
    else:
        witnesses = Witnesses(voices, source_kind=source_kind, codes=len(layer.codes))
        counting = (_Distant if relation.needs_distance else _Sharing)(asked, witnesses)
        for found in meetings(layer, relation, reach=reach):
            counting.add(found)
        ab, ba = counting.sums()
    persons, groups, kinds = witnesses.counts()
    return Tally(ab, ba, persons, groups, kinds, _alone(asked, holding), _total(asked))


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is counted, and on what."""

    layer: Layer
    units: Units
    voices: Voices
    relation: Relation
    count: Count

    @property
    def codes(self) -> int:
        return len(self.layer.codes)


class _Sharing:
    """Counts segments that share characters, and what holds these."""

    def __init__(self, asked: _Asked, witnesses: Witnesses) -> None:
        codes, units = asked.codes, asked.units
        self._units, self._count, self._witnesses = units, asked.count, witnesses
        self._ab, self._ba = Cells(codes), Cells(codes)
        self._gathered_ab, self._gathered_ba = Gathering(), Gathering()
        scattered = asked.count is Count.UNITS and not units.whole
        self._seen = Seen(codes, things=units.count) if scattered else None

    def add(self, found: Meetings) -> None:
        """Count what a chunk has."""
        first, stop = unit_range(self._units, found.start, found.end)
        pair, stretch = np.repeat(found.pair, stop - first), ranges(first, stop)
        self._witnesses.add_stretches(pair, stretch)
        self._witnesses.add_sources(found.pair, found.source)
        count, complete = self._count, found.complete
        if count is Count.EVENTS:
            self._ab.add(found.pair)
        elif count is Count.CHARS:
            self._ab.add(found.pair, found.end - found.start)
        elif count is Count.SEGMENTS:
            self._ab.add(self._gathered_ab.add(found.pair, found.a, complete=complete)[0])
            self._ba.add(self._gathered_ba.add(found.pair, found.b, complete=complete)[0])
        elif count is Count.SOURCES:
            self._ab.add(self._gathered_ab.add(found.pair, found.source, complete=complete)[0])
        elif self._seen is not None:
            self._seen.add(pair, self._units.unit[stretch])
        elif count is Count.UNITS:
            self._ab.add(self._gathered_ab.add(pair, stretch, complete=complete)[0])

    def sums(self) -> tuple[Ints, Ints]:
        """Return the counts from either side."""
        if self._count is Count.PERSONS:
            people = self._witnesses.counts()[0]
            return people, people
        if self._seen is not None:
            self._ab.add(self._seen.rows()[0])
        sides = self._ba if self._count is Count.SEGMENTS else self._ab
        return self._ab.sums, sides.sums


class _Distant:
    """Counts segments of either code that have one of the other near, or after them."""

    def __init__(self, asked: _Asked, witnesses: Witnesses) -> None:
        self._layer, self._relation, self._count = asked.layer, asked.relation, asked.count
        self._events = Cells(asked.codes), Cells(asked.codes)
        lies = unit_range(asked.units, asked.layer.start, asked.layer.end)
        self._sides = _Side(asked, witnesses, lies=lies), _Side(asked, witnesses, lies=lies)

    def add(self, found: Meetings) -> None:
        """Count what a chunk has."""
        everything = np.arange(len(found.pair))
        rows = (everything, everything)
        if self._relation is Relation.BEFORE:
            forward = self._layer.start[found.a] < self._layer.start[found.b]
            rows = (np.flatnonzero(forward), np.flatnonzero(~forward))
        for n, leader in enumerate((found.a, found.b)):
            pair = found.pair[rows[n]]
            self._events[n].add(pair)
            self._sides[n].add(pair, leader[rows[n]], complete=found.complete)

    def sums(self) -> tuple[Ints, Ints]:
        """Return the counts from either side."""
        if self._count is Count.EVENTS:
            return self._events[0].sums, self._events[1].sums
        return self._sides[0].sums(), self._sides[1].sums()


class _Side:
    """Counts the segments of one code of a pair that have one of the other near or after.

    Args:
        lies: First and one past the last stretch of units that each segment touches.
    """

    def __init__(self, asked: _Asked, witnesses: Witnesses, *, lies: tuple[Ints, Ints]) -> None:
        self._layer, self._units, self._voices = asked.layer, asked.units, asked.voices
        self._witnesses, self._count = witnesses, asked.count
        self._first, self._stop = lies
        self._cells, self._gathering = Cells(asked.codes), Gathering()
        self._units_seen = Seen(asked.codes, things=0 if self._units.whole else self._units.count)
        self._persons = Seen(asked.codes, things=len(self._voices.people))

    def add(self, pair: Ints, segment: Ints, *, complete: bool) -> None:
        """Count the distinct segments of whole sources."""
        pair, segment = self._gathering.add(pair, segment, complete=complete)
        layer, count = self._layer, self._count
        first, stop = self._first[segment], self._stop[segment]
        wide, stretch = np.repeat(pair, stop - first), ranges(first, stop)
        self._witnesses.add_stretches(wide, stretch)
        self._witnesses.add_sources(pair, layer.source[segment])
        if count is Count.SEGMENTS:
            self._cells.add(pair)
        elif count is Count.CHARS:
            self._cells.add(pair, layer.end[segment] - layer.start[segment])
        elif count is Count.SOURCES:
            self._cells.add(once(pair, layer.source[segment])[0])
        elif count is Count.PERSONS:
            person = self._voices.person[stretch]
            known = person != NOBODY
            self._persons.add(wide[known], person[known])
        elif count is Count.UNITS and self._units.whole:
            self._cells.add(once(wide, stretch)[0])
        elif count is Count.UNITS:
            self._units_seen.add(wide, self._units.unit[stretch])

    def sums(self) -> Ints:
        """Return the counts."""
        if self._count is Count.PERSONS:
            pair, person = self._persons.rows()
            self._cells.add(pair, self._voices.people[person])
        elif self._count is Count.UNITS and not self._units.whole:
            self._cells.add(self._units_seen.rows()[0])
        return self._cells.sums


def _alone(asked: _Asked, holding: Held) -> Ints:
    """Return how much there is of each code by itself."""
    layer, units, voices, count = asked.layer, asked.units, asked.voices, asked.count
    in_units = asked.relation is Relation.UNIT
    code, weight = layer.code, None
    if count is Count.UNITS:
        code = holding.present.code
    elif count is Count.PERSONS:
        person = voices.person[holding.at.unit]
        known = person != NOBODY
        code, person = once(holding.at.code[known], person[known])
        weight = voices.people[person]
    elif count is Count.SOURCES:
        source = units.source[holding.at.unit] if in_units else layer.source
        code = once(holding.at.code if in_units else layer.code, source)[0]
    elif count is Count.CHARS and in_units:
        code, weight = holding.present.code, unit_chars(units)[holding.present.unit]
    elif count is Count.CHARS:
        weight = layer.end - layer.start
    return np.bincount(code, weights=weight, minlength=asked.codes).astype(np.int64)


def _total(asked: _Asked) -> int | None:
    """Return how much there is in all, of the ground that codes are counted on."""
    layer, units, count = asked.layer, asked.units, asked.count
    in_units = asked.relation is Relation.UNIT
    if count is Count.UNITS:
        return units.count
    if count is Count.PERSONS:
        return asked.voices.everybody
    if count is Count.SOURCES:
        return len(np.unique(units.source)) if in_units else len(layer.sources)
    if count is Count.CHARS:
        return int((units.end - units.start).sum() if in_units else layer.lengths.sum())
    return None
