"""Sums and distinct things for every pair of codes; cell ``a * codes + b`` is the pair a, b."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ethnocode.analysis.layer import Bools, Ints, Units, people_column, sorted_rows
from ethnocode.model import NOBODY

_MOST_BITS = 100_000_000
"""Pairs times things up to which there is a mark for each."""


class Cells:
    """A sum for each pair of codes."""

    def __init__(self, codes: int) -> None:
        self.sums = np.zeros(codes * codes, dtype=np.int64)

    def add(self, pair: Ints, weight: Ints | None = None) -> None:
        """Add 1, or a weight, for each row."""
        # float sums of integers are exact below 2 ** 53
        found = np.bincount(pair, weights=weight, minlength=len(self.sums))
        self.sums += found.astype(np.int64)


class Gathering:
    """Distinct rows of pair and thing, from chunk to chunk, where a thing is of one source."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Ints, Ints]] = []

    def add(self, pair: Ints, thing: Ints, *, complete: bool) -> tuple[Ints, Ints]:
        """Return the distinct rows so far, and forget them; none until a source is complete."""
        self._waiting.append(once(pair, thing))
        if not complete:
            return _NONE, _NONE
        found, self._waiting = self._waiting, []
        if len(found) == 1:
            return found[0]
        return once(*(np.concatenate(columns) for columns in zip(*found, strict=True)))


class Seen:
    """Distinct things for each pair of codes; they may return in any chunk."""

    def __init__(self, codes: int, *, things: int) -> None:
        self._things = max(things, 1)
        size = codes * codes * self._things
        self._marks: Bools | None = np.zeros(size, np.bool_) if size <= _MOST_BITS else None
        self._keys: list[Ints] = []

    def add(self, pair: Ints, thing: Ints) -> None:
        """Take note of rows of pair and thing."""
        keys = pair * self._things + thing
        if self._marks is None:
            self._keys.append(np.unique(keys))
        else:
            self._marks[keys] = True

    def rows(self) -> tuple[Ints, Ints]:
        """Return the distinct rows of pair and thing."""
        if self._marks is not None:
            keys = np.flatnonzero(self._marks)
        else:
            keys = np.unique(np.concatenate([_NONE, *self._keys]))
        return keys // self._things, keys % self._things


@dataclass(frozen=True, slots=True)
class Voices:
    """Who speaks or writes the stretches of units.

    Args:
        person: Index of the known person, or ``NOBODY``, by stretch.
        people: How many real people each of them stands for.
        side: Index of the group that each of them speaks from, or ``NOBODY``.
    """

    person: Ints
    people: Ints
    side: Ints

    @property
    def everybody(self) -> int:
        """How many real people there are."""
        return int(self.people.sum())


def voices_of(units: Units, *, people: Mapping[int, int], sides: Mapping[int, str]) -> Voices:
    """Return who is behind units.

    Args:
        people: How many real people each person stands for, by number; 1 where unsaid.
        sides: Group that each person speaks from, by number, where one is known.
    """
    known = np.unique(units.person[units.person != NOBODY])
    person = np.where(units.person == NOBODY, NOBODY, np.searchsorted(known, units.person))
    column = people_column({int(n): people.get(int(n), 1) for n in known})
    names = {side: n for n, side in enumerate(sorted({name for name in sides.values() if name}))}
    side = [names.get(sides.get(int(n), ""), NOBODY) for n in known]
    return Voices(person, column[known], np.array(side, dtype=np.int64))


class Witnesses:
    """Distinct people, their groups, and kinds of source behind each pair of codes."""

    def __init__(self, voices: Voices, *, source_kind: Ints, codes: int) -> None:
        self._voices, self._source_kind, self._codes = voices, source_kind, codes
        self._persons = Seen(codes, things=len(voices.people))
        self._kinds = Seen(codes, things=int(source_kind.max(initial=0)) + 1)

    def add_stretches(self, pair: Ints, stretch: Ints) -> None:
        """Take note of who speaks or writes stretches in which pairs meet."""
        person = self._voices.person[stretch]
        known = person != NOBODY
        self._persons.add(pair[known], person[known])

    def add_person(self, pair: Ints, person: int) -> None:
        """Take note of a person, by index, behind pairs."""
        self._persons.add(pair, np.full(len(pair), person))

    def add_sources(self, pair: Ints, source: Ints) -> None:
        """Take note of the kinds of the sources in which pairs meet, in a unit or not."""
        self._kinds.add(pair, self._source_kind[source])

    def add_kind(self, pair: Ints, kind: int) -> None:
        """Take note of a kind of source behind pairs."""
        self._kinds.add(pair, np.full(len(pair), kind))

    def counts(self) -> tuple[Ints, Ints, Ints]:
        """Return people, groups and kinds of source, by pair."""
        persons, groups, kinds = Cells(self._codes), Cells(self._codes), Cells(self._codes)
        pair, person = self._persons.rows()
        persons.add(pair, self._voices.people[person])
        side = self._voices.side[person]
        known = side != NOBODY
        groups.add(once(pair[known], side[known])[0])
        kinds.add(self._kinds.rows()[0])
        return persons.sums, groups.sums, kinds.sums


def once(one: Ints, other: Ints) -> tuple[Ints, Ints]:
    """Return the distinct rows of two columns, sorted."""
    one, other = sorted_rows(one, other)
    new = np.ones(len(one), dtype=np.bool_)
    new[1:] = (one[1:] != one[:-1]) | (other[1:] != other[:-1])
    return one[new], other[new]


_NONE = np.zeros(0, dtype=np.int64)
