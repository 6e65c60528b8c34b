"""Sets of three or more codes that meet in one place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ethnocode.analysis.cells import Voices, voices_of
from ethnocode.analysis.layer import Bools, Ints, Layer, Units, lay_out, line_of
from ethnocode.analysis.meetings import presence, touched, unit_range, unrelated
from ethnocode.model import NOBODY, CodingColumns, Count, Relation, UnitColumns

TUPLE_COUNTS = (Count.UNITS, Count.CHARS, Count.SOURCES, Count.PERSONS)
TUPLE_RELATIONS = (Relation.UNIT, Relation.OVERLAP)
MOST_TUPLES = 100_000
"""Sets of codes that are kept at most."""


@dataclass(frozen=True, slots=True)
class Group:
    """A set of codes that meet.

    Args:
        codes: Full ids, sorted; none is above another.
        count: How often all of them meet.
        persons: Known people behind it; a composite of two counts as two.
        groups: Distinct groups that these speak from.
        kinds: Distinct kinds of source behind it.
    """

    codes: tuple[str, ...]
    count: int
    persons: int
    groups: int
    kinds: int


@dataclass(frozen=True, slots=True)
class _Places:
    """Places that bear codes as a whole, one a row.

    Args:
        bears: Which codes each place bears.
        unit: Index of its unit, or -1.
        chars: How many characters it has.
        source: Index of its source.
        person: Index of the known person, or ``NOBODY``.
        kinds: A bit for each kind of source that it is of; for each code where a place
            is of many stretches, and bears codes in some of them.
    """

    bears: Bools
    unit: Ints
    chars: Ints
    source: Ints
    person: Ints
    kinds: Ints


class TooManyTuplesError(ValueError):
    """More sets of codes meet than are kept."""


def count_tuples(
    codings: CodingColumns,
    units: UnitColumns,
    *,
    size: int,
    least: int = 1,
    relation: Relation,
    count: Count,
    kinds: Mapping[int, str],
    people: Mapping[int, int],
    sides: Mapping[int, str] | None = None,
    lengths: Mapping[int, int] | None = None,
    by_person: bool = False,
) -> tuple[Group, ...]:
    """Return every set of so many codes that meet so often, the most frequent first.

    Codes meet in a unit that bears all of them, or for ``overlap`` on a character that
    all of them share. No code of a set is above another.

    Args:
        codings: One coder's layer; merged here, and rolled up into parents.
        units: The units.
        size: Codes of a set, 2 or more.
        least: Sets that meet less often are left out, as they are found.
        relation: ``unit`` or ``overlap``.
        count: Units, characters, sources or persons.
        kinds: Kind of each source, by number.
        people: How many real people each person stands for, by number.
        sides: Group that each person speaks from, by number, where one is known.
        lengths: Characters of each source of the study, by number.
        by_person: Whether all units of one person are one unit.

    Raises:
        TooManyTuplesError: More than ``MOST_TUPLES`` sets meet so often.
        ValueError: The relation or the count is another, or the size less than 2.

    Complexity:
        O(p c) room for p places and c codes; time grows with the sets that are found.
    """
    if size < 2 or count not in TUPLE_COUNTS or relation not in TUPLE_RELATIONS:
        raise ValueError(f"sets of {size} codes are not counted by {relation} in {count}")
    layer, stretches = lay_out(codings, units, lengths=lengths, by_person=by_person)
    voices, bits = voices_of(stretches, people=people, sides=sides or {}), _kind_bits(layer, kinds)
    behind = None
    if relation is Relation.UNIT:
        places = _units_of(layer, stretches, voices, bits=bits, count=count)
        if count is Count.SOURCES and by_person:
            # as for pairs, who says all of it need not do so in one source
            behind = _units_of(layer, stretches, voices, bits=bits, count=Count.UNITS)
    else:
        places = _runs_of(layer, stretches, voices, bits=bits)
    search = _Search(layer, places, voices, size=size, least=max(least, 1), count=count)
    found: list[Group] = []
    for chosen, rows in search.sets():
        if len(found) == MOST_TUPLES:
            raise TooManyTuplesError(f"more than {MOST_TUPLES:,} sets of {size} codes meet")
        worth = search.worth(rows)
        rows = rows if behind is None else _bearing(behind, chosen)
        found.append(_group(layer, chosen, rows, worth, places=behind or places, voices=voices))
    return tuple(sorted(found, key=lambda group: (-group.count, group.codes)))


def _bearing(places: _Places, chosen: tuple[int, ...]) -> Ints:
    return np.flatnonzero(places.bears[:, list(chosen)].all(axis=1))


def _kind_bits(layer: Layer, kinds: Mapping[int, str]) -> Ints:
    """Return for each source one bit, which sources of its kind share."""
    names = sorted(set(kinds.values()))
    return np.array([1 << names.index(kinds[n]) for n in layer.sources.tolist()], dtype=np.int64)


def _group(
    layer: Layer,
    chosen: tuple[int, ...],
    rows: Ints,
    worth: int,
    *,
    places: _Places,
    voices: Voices,
) -> Group:
    person = np.unique(places.person[rows])
    person = person[person != NOBODY]
    side = np.unique(voices.side[person])
    seen = places.kinds[rows] if places.kinds.ndim == 1 else places.kinds[rows][:, chosen]
    return Group(
        tuple(layer.codes[n] for n in chosen),
        worth,
        persons=int(voices.people[person].sum()),
        groups=int((side != NOBODY).sum()),
        kinds=int(np.bitwise_or.reduce(seen, axis=None)).bit_count(),
    )


def _units_of(layer: Layer, units: Units, voices: Voices, *, bits: Ints, count: Count) -> _Places:
    """Return the units; where sources are counted, what each unit has in each source."""
    segment, stretch = touched(layer, units)
    name, person = units.unit, voices.person
    if count is Count.SOURCES and not units.whole:
        name = units.unit * len(layer.sources) + units.source
    names, place = np.unique(name, return_inverse=True)
    present = presence(layer, place[stretch], segment)
    bears = np.zeros((len(names), len(layer.codes)), dtype=np.bool_)
    bears[present.unit, present.code] = True
    chars = np.bincount(place, weights=units.end - units.start, minlength=len(names))
    first = np.zeros(len(names), dtype=np.int64)
    first[place[::-1]] = np.arange(len(place))[::-1]
    kinds = bits[units.source[first]]
    if not units.whole:
        kinds = np.zeros(bears.shape, dtype=np.int64)
        where = (place[stretch], layer.code[segment])
        np.bitwise_or.at(kinds, where, bits[units.source[stretch]])
    return _Places(
        bears,
        np.arange(len(names)),
        chars.astype(np.int64),
        units.source[first],
        person[first],
        kinds,
    )


def _runs_of(layer: Layer, units: Units, voices: Voices, *, bits: Ints) -> _Places:
    """Return the runs of characters that bear the same codes, of one unit or of none."""
    borders = np.unique(np.concatenate([layer.start, layer.end, units.start, units.end]))
    first = np.searchsorted(borders, layer.start)
    stop = np.searchsorted(borders, layer.end)
    change = np.zeros((len(borders) + 1, len(layer.codes)), dtype=np.int8)
    np.add.at(change, (first, layer.code), 1)
    np.add.at(change, (stop, layer.code), -1)
    bears = np.cumsum(change, axis=0, dtype=np.int8)[: max(len(borders) - 1, 0)] > 0
    start, end = borders[:-1], borders[1:]
    low, high = unit_range(units, start, end)
    inside = np.append(low, 0)[: len(start)]
    known = low < high
    at = np.where(known, inside, 0)
    if not len(units.start):
        nowhere = np.full(len(start), NOBODY)
        unit, person = nowhere, nowhere
    else:
        unit = np.where(known, units.unit[at], -1)
        person = np.where(known, voices.person[at], NOBODY)
    source = line_of(layer).source_at(start)
    return _Places(bears, unit, end - start, source, person, bits[source])


class _Search:
    """Finds sets of codes depth first: what a set meets in, any part of it meets in."""

    def __init__(
        self,
        layer: Layer,
        places: _Places,
        voices: Voices,
        *,
        size: int,
        least: int,
        count: Count,
    ) -> None:
        self._bears, self._places, self._voices = places.bears, places, voices
        self._size, self._least, self._count = size, least, count
        self._allowed = unrelated(layer.codes)

    def sets(self) -> Iterator[tuple[tuple[int, ...], Ints]]:
        """Yield sets of codes that meet often enough, with the places in which they do."""
        everywhere = np.arange(len(self._bears))
        yield from self._beyond((), np.ones(self._bears.shape[1], dtype=np.bool_), everywhere)

    def _beyond(
        self, chosen: tuple[int, ...], free: Bools, rows: Ints
    ) -> Iterator[tuple[tuple[int, ...], Ints]]:
        here = self._bears[rows]
        free = free & here.any(axis=0)
        for code in np.flatnonzero(free).tolist():
            both = rows[here[:, code]]
            if self.worth(both) < self._least:
                continue
            if len(chosen) + 1 == self._size:
                yield (*chosen, code), both
                continue
            after = free & self._allowed[code]
            after[: code + 1] = False
            yield from self._beyond((*chosen, code), after, both)

    def worth(self, rows: Ints) -> int:
        """Return how much these places count."""
        places, count = self._places, self._count
        if count is Count.CHARS:
            return int(places.chars[rows].sum())
        if count is Count.SOURCES:
            return len(np.unique(places.source[rows]))
        if count is Count.PERSONS:
            person = np.unique(places.person[rows])
            return int(self._voices.people[person[person != NOBODY]].sum())
        unit = np.unique(places.unit[rows])
        return int((unit >= 0).sum())
