"""Opened figures: as many places as the figure says, by the same meaning of "meet"."""

from __future__ import annotations

import random
from array import array
from itertools import product

import pytest

from ethnocode.analysis.cooccurrence import count_cooccurrence
from ethnocode.analysis.distances import measured
from ethnocode.analysis.layer import lay_out
from ethnocode.analysis.opening import Opener, Opening
from ethnocode.model import NOBODY, CodingColumns, Count, Distance, Relation, Step, UnitColumns

KINDS = {1: "field-note", 2: "interview", 4: "email"}
LENGTHS = dict.fromkeys(KINDS, 100)
PEOPLE = {7: 1, 8: 2}
CODES = ("a", "b", "b.x", "b.y", "b.y.z", "c")
SHARING = (Relation.OVERLAP, Relation.EQUAL, Relation.WITHIN, Relation.ENCLOSES, Relation.UNIT)
COUNTS = (Count.UNITS, Count.SEGMENTS, Count.EVENTS, Count.CHARS, Count.SOURCES)

Row = tuple[int, int, int, str]


def columns(rows: list[Row]) -> CodingColumns:
    codes = tuple(sorted({code for *_, code in rows}))
    places = [array("q", [row[n] for row in rows]) for n in range(3)]  # type: ignore[misc]
    return CodingColumns(*places, array("q", [codes.index(row[3]) for row in rows]), codes)


def units(rows: list[tuple[int, int, int, int]]) -> UnitColumns:
    return UnitColumns(*(array("q", [row[n] for row in rows]) for n in range(4)))


def random_project(rng: random.Random) -> tuple[CodingColumns, UnitColumns]:
    unit_rows = []
    for source in (1, 2):
        at = 0
        while at < 60:
            start, end = at + rng.choice([0, 0, 2]), at + rng.randint(3, 25)
            unit_rows.append((source, start, end, rng.choice([NOBODY, 7, 8])))
            at = end
    rows = []
    for _ in range(rng.randint(0, 25)):
        start = rng.randrange(0, 60, rng.choice([1, 10]))
        end = start + rng.choice([10, rng.randint(1, 30)])
        rows.append((rng.choice([1, 2, 2, 4]), start, end, rng.choice(CODES)))
    return columns(rows), units(unit_rows)


def figure(places: tuple[Opening, ...], relation: Relation, count: Count) -> int:
    """Return the figure that opened places make."""
    if count is Count.CHARS:
        return len({(p.source, i) for p in places for i in range(p.start, p.end)})
    if count is Count.SOURCES:
        return len({p.source for p in places})
    return len(places)


@pytest.mark.parametrize(("relation", "count"), list(product(SHARING, COUNTS)))
def test_the_places_behind_a_pair_make_its_figure(relation: Relation, count: Count) -> None:
    """In 60 random projects; of segments, the places of both sides are shown."""
    rng = random.Random(11)
    opened = 0
    for _ in range(60):
        codings, ground = random_project(rng)
        pairs = count_cooccurrence(
            codings,
            ground,
            relation=relation,
            count=count,
            kinds=KINDS,
            people=PEOPLE,
            lengths=LENGTHS,
        )
        opener = Opener(*lay_out(codings, ground, lengths=LENGTHS), whole_units=True)
        for pair in pairs:
            places = opener.pair(pair.a, pair.b, relation=relation, count=count)
            expected = pair.n_ab + (pair.n_ba if count is Count.SEGMENTS else 0)
            assert figure(places, relation, count) == expected
            assert list(places) == sorted(places, key=lambda p: (p.source, p.start, p.end))
            opened += len(places)
    assert opened


@pytest.mark.parametrize("relation", [Relation.NEAR, Relation.BEFORE])
def test_the_pairs_of_segments_behind_a_distant_pair_are_its_events(relation: Relation) -> None:
    rng = random.Random(12)
    distance = Distance(7, Step.CHARS)
    opened = 0
    for _ in range(60):
        codings, ground = random_project(rng)
        pairs = count_cooccurrence(
            codings,
            ground,
            relation=relation,
            count=Count.EVENTS,
            kinds=KINDS,
            people=PEOPLE,
            lengths=LENGTHS,
            distance=distance,
        )
        layer, places = lay_out(codings, ground, lengths=LENGTHS)
        reach = measured(layer, distance, steps=None)
        opener = Opener(layer, places, whole_units=True, reach=reach)
        for pair in pairs:
            found = opener.pair(pair.a, pair.b, relation=relation, count=Count.EVENTS)
            both = pair.n_ba if relation is Relation.BEFORE else 0
            assert len(found) == pair.n_ab + both
            opened += len(found)
    assert opened


def test_a_place_names_the_deepest_codes_on_it() -> None:
    """b.x is on 0-10 and b itself on 5-20, which makes one segment of b."""
    codings = columns([(1, 0, 10, "b.x"), (1, 5, 20, "b"), (1, 15, 30, "c"), (1, 40, 50, "b")])
    opener = Opener(*lay_out(codings, units([(1, 0, 100, 7)]), lengths=LENGTHS), whole_units=False)

    assert opener.segments("b") == (
        Opening(1, 0, 20, ("b.x",), (("b", 0, 20),)),
        Opening(1, 40, 50, ("b",), (("b", 40, 50),)),
    )
    assert opener.pair("b", "c", relation=Relation.OVERLAP, count=Count.EVENTS) == (
        Opening(1, 0, 30, ("b.x", "c"), (("b", 0, 20), ("c", 15, 30))),
    )


def test_a_code_that_is_not_used_has_no_places() -> None:
    opener = Opener(
        *lay_out(columns([(1, 0, 10, "a")]), units([(1, 0, 100, 7)]), lengths=LENGTHS),
        whole_units=True,
    )

    assert opener.segments("c") == ()
    assert opener.pair("a", "c", relation=Relation.OVERLAP, count=Count.UNITS) == ()
