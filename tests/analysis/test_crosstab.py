"""Codes by values against their definition: every character asked for unit, person and value."""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pytest

from ethnocode.analysis.cooccurrence import count_cooccurrence
from ethnocode.analysis.crosstab import (
    bearing,
    count_crosstab,
    cut_into_pieces,
    lay_ground,
    measure_extent,
    only_value,
)
from ethnocode.analysis.layer import lay_out
from ethnocode.analysis.opening import Opener
from ethnocode.model import NOBODY, CodingColumns, Count, Relation, UnitColumns

LENGTHS = {1: 60, 2: 40, 4: 30}
PEOPLE = {7: 1, 8: 2, 9: 1}
CODES = ("a", "b", "b.x", "b.y", "b.y.z", "c")
COUNTS = (Count.UNITS, Count.SEGMENTS, Count.SOURCES, Count.PERSONS, Count.CHARS)
PROJECTS = 200

Row = tuple[int, int, int, int]
Char = tuple[int, int]


def columns(rows: Sequence[Row]) -> UnitColumns:
    return UnitColumns(*(array("q", [row[n] for row in rows]) for n in range(4)))


def coded(rows: Sequence[tuple[int, int, int, str]]) -> CodingColumns:
    codes = tuple(sorted({code for *_, code in rows}))
    places = [array("q", [row[n] for row in rows]) for n in range(3)]  # type: ignore[misc]
    return CodingColumns(*places, array("q", [codes.index(row[3]) for row in rows]), codes)


def chars(rows: Iterable[tuple[int, int, int, object]]) -> set[Char]:
    return {(source, at) for source, start, end, _ in rows for at in range(start, end)}


def cut_up(rng: random.Random, names: Sequence[int], *, gaps: bool) -> list[Row]:
    """Return stretches of all sources that do not overlap, each with a name."""
    rows = []
    for source, length in LENGTHS.items():
        at = 0
        while at < length:
            start = at + (rng.choice([0, 0, 3]) if gaps else 0)
            end = min(length, start + rng.randint(2, 25))
            if start < end:
                rows.append((source, start, end, rng.choice(names)))
            at = max(end, at + 1)
    return rows


@dataclass(frozen=True)
class Invented:
    """A random project; values 0 to 3, of which 2 and 3 overlap the others, and 4 is empty."""

    codings: list[tuple[int, int, int, str]]
    units: list[Row]
    voices: list[Row]
    values: list[Row]
    read: list[Row]

    @classmethod
    def drawn(cls, rng: random.Random) -> Invented:
        codings = []
        for _ in range(rng.randint(0, 18)):
            source = rng.choice(list(LENGTHS))
            start = rng.randrange(LENGTHS[source] - 1)
            end = min(LENGTHS[source], start + rng.choice([5, 10, rng.randint(1, 30)]))
            codings.append((source, start, end, rng.choice(CODES)))
        codings += codings[: rng.randint(0, 2)]
        values = cut_up(rng, [0, 1], gaps=False)
        values += [(*row[:3], 2) for row in cut_up(rng, [2], gaps=True)]
        values += [(*row[:3], 3) for row in rng.sample(values, 2)]
        whole = [(source, 0, length, 0) for source, length in LENGTHS.items()]
        return cls(
            codings,
            cut_up(rng, [NOBODY, 7, 8], gaps=True),
            cut_up(rng, [NOBODY, 7, 8, 9], gaps=False),
            list(dict.fromkeys(values)),
            rng.sample(whole, rng.randint(0, 3)),
        )


class Definition:
    """What every count means, character by character."""

    def __init__(self, given: Invented, *, by_person: bool) -> None:
        self.given = given
        self.unit = {
            char: person if by_person else number
            for number, (*row, person) in enumerate(given.units)
            if not by_person or person != NOBODY
            for char in chars([(*row, 0)])  # type: ignore[list-item]
        }
        self.person = {
            char: row[3] for row in given.voices if row[3] != NOBODY for char in chars([row])
        }
        self.read = chars(given.read)

    def holds(self, value: int | None) -> set[Char]:
        return chars(row for row in self.given.values if value is None or row[3] == value)

    def segments(self, code: str) -> list[set[Char]]:
        """Return the codings of a code and all below it, merged while any two share a character."""
        found: list[set[Char]] = []
        for *row, own in self.given.codings:
            if f"{own}.".startswith(f"{code}."):
                on = chars([(*row, 0)])  # type: ignore[list-item]
                apart = [other for other in found if not other & on]
                found = [*apart, on.union(*(other for other in found if other & on))]
        return found

    def count(self, codes: Sequence[str], value: int | None, count: Count) -> int:
        """Return how much there is of any of some codes, none of them above another."""
        holds = self.holds(value)
        segments = [s & holds for code in codes for s in self.segments(code) if s & holds]
        if count is Count.SEGMENTS:
            return len(segments)
        return self.things(set().union(*segments), count)

    def things(self, on: set[Char], count: Count) -> int:
        if count is Count.SOURCES:
            return len({source for source, _ in on})
        if count is Count.PERSONS:
            return sum(PEOPLE[p] for p in {self.person[c] for c in on if c in self.person})
        if count is Count.CHARS:
            return len(on)
        return len({self.unit[char] for char in on if char in self.unit})


@pytest.mark.parametrize("by_person", [False, True])
def test_counts_and_totals_equal_their_definition(by_person: bool) -> None:
    rng = random.Random(41 + by_person)
    counted = 0
    for _ in range(PROJECTS):
        given = Invented.drawn(rng)
        truth = Definition(given, by_person=by_person)
        layer, units = lay_out(
            coded(given.codings), columns(given.units), lengths=LENGTHS, by_person=by_person
        )
        pieces = cut_into_pieces(
            layer,
            units,
            lay_ground(layer, columns(given.values)),
            values=5,
            voices=lay_ground(layer, columns(given.voices)),
            read=lay_ground(layer, columns(given.read)),
            people=PEOPLE,
        )
        extent = measure_extent(pieces)
        for value in (0, 1, 2, 3, 4, None):
            at, holds = 5 if value is None else value, truth.holds(value)
            for count in COUNTS:
                assert extent.of(count)[at] == truth.things(holds, count)
            assert extent.read[at] == truth.things(holds & truth.read, Count.UNITS)
            for count in COUNTS:
                what = Count.UNITS if count is Count.UNITS else Count.CHARS
                expected = [truth.things(on, what) for on in (holds, holds & truth.read)]
                assert [column[at] for column in extent.gone_over(count)] == expected
        for count in COUNTS:
            table = count_crosstab(layer, pieces, count=count)
            used = {".".join(c.split(".")[: n + 1]) for *_, c in given.codings for n in range(3)}
            assert table.codes == tuple(sorted(used))
            for n, code in enumerate(table.codes):
                expected = [truth.count([code], value, count) for value in range(5)]
                assert table.cells[n].tolist() == expected
                on = set().union(*truth.segments(code))
                there = [bool(on & truth.holds(value)) for value in range(5)]
                assert table.found[n].tolist() == there
                assert table.rows[n] == truth.count([code], None, count)
                counted += sum(expected)
            tops = sorted({code.split(".")[0] for code in table.codes})
            assert table.columns.tolist() == [truth.count(tops, v, count) for v in range(5)]
            assert table.total == truth.count(tops, None, count)
    assert counted > 10_000


def test_totals_are_of_the_counted_codes_only() -> None:
    """Worked by hand: a on 0..4, b.x on 2..6 of one unit; of b alone, 4 characters."""
    layer, units = lay_out(
        coded([(1, 0, 4, "a"), (1, 2, 6, "b.x")]), columns([(1, 0, 10, 7)]), lengths=LENGTHS
    )
    whole = lay_ground(layer, columns([(1, 0, 60, 0)]))
    pieces = cut_into_pieces(layer, units, whole, values=1, voices=whole, read=whole, people={0: 1})

    every = count_crosstab(layer, pieces, count=Count.CHARS)
    some = count_crosstab(layer, pieces, count=Count.CHARS, counted=("b", "b.x"))
    merged = count_crosstab(layer, pieces, count=Count.SEGMENTS)

    assert (every.total, some.total) == (6, 4)
    assert some.columns.tolist() == [4]
    assert merged.codes == ("a", "b", "b.x")
    assert merged.total == 2


def test_a_code_by_codes_is_their_meetings_in_units() -> None:
    rng = random.Random(43)
    compared = 0
    for _ in range(PROJECTS):
        given = Invented.drawn(rng)
        codings, ground = coded(given.codings), columns(given.units)
        pairs = {
            (pair.a, pair.b): pair.n_ab
            for pair in count_cooccurrence(
                codings,
                ground,
                relation=Relation.UNIT,
                count=Count.UNITS,
                kinds=dict.fromkeys(LENGTHS, "interview"),
                people=PEOPLE,
                lengths=LENGTHS,
            )
        }
        layer, units = lay_out(codings, ground, lengths=LENGTHS)
        whole = lay_ground(layer, columns([(s, 0, end, 7) for s, end in LENGTHS.items()]))
        held = bearing(layer, units, {code: n for n, code in enumerate(CODES)}, without=len(CODES))
        pieces = cut_into_pieces(
            layer, units, held, values=len(CODES) + 1, voices=whole, read=whole, people=PEOPLE
        )
        table = count_crosstab(layer, pieces, count=Count.UNITS)
        for (a, b), n in pairs.items():
            found = table.cells[table.codes.index(a), CODES.index(b)]
            assert found == n == table.cells[table.codes.index(b), CODES.index(a)]
            compared += n
        bare = {n for n, _ in enumerate(given.units)}
        for *row, _ in given.codings:
            on = chars([(*row, 0)])  # type: ignore[list-item]
            bare -= {n for n, unit in enumerate(given.units) if chars([unit]) & on}
        assert measure_extent(pieces).units[len(CODES)] == len(bare)
    assert compared > 1_000


def test_what_is_opened_is_what_is_counted_in_segments() -> None:
    rng = random.Random(44)
    opened = 0
    for _ in range(60):
        given = Invented.drawn(rng)
        truth = Definition(given, by_person=False)
        layer, units = lay_out(coded(given.codings), columns(given.units), lengths=LENGTHS)
        ground = lay_ground(layer, columns(given.values))
        pieces = cut_into_pieces(
            layer, units, ground, values=5, voices=ground, read=ground, people={0: 1}
        )
        for value in range(5):
            opener = Opener(only_value(layer, pieces, value), units, whole_units=False)
            for code in CODES:
                places = opener.segments(code)
                holds = truth.holds(value)
                kept = [s & holds for s in truth.segments(code) if s & holds]
                expected = sorted((*min(s), max(s)[1] + 1) for s in kept)
                assert [(p.source, p.start, p.end) for p in places] == expected
                opened += len(places)
    assert opened > 500


def test_events_are_no_count_of_codes_by_values() -> None:
    layer, units = lay_out(coded([(1, 0, 4, "a")]), columns([(1, 0, 10, 7)]), lengths=LENGTHS)
    whole = lay_ground(layer, columns([(1, 0, 60, 0)]))
    pieces = cut_into_pieces(layer, units, whole, values=1, voices=whole, read=whole, people={})

    with pytest.raises(ValueError, match="events"):
        count_crosstab(layer, pieces, count=Count.EVENTS)
