"""Co-occurrence against counts worked by hand."""

from __future__ import annotations

import math
from array import array

import pytest

from ethnocode.analysis.cooccurrence import Pair, count_cooccurrence
from ethnocode.model import (
    NOBODY,
    CodingColumns,
    Count,
    Distance,
    Relation,
    Step,
    UnitColumns,
)

KINDS = {1: "field-note", 2: "interview", 3: "document", 4: "email", 5: "email"}
LENGTHS = dict.fromkeys(KINDS, 100)
PEOPLE = {7: 1, 8: 2}
"""Person 8 is a composite of two real people."""


def columns(codings: list[tuple[int, int, int, str]]) -> CodingColumns:
    codes = tuple(sorted({code for *_, code in codings}))
    return CodingColumns(
        array("q", [source for source, *_ in codings]),
        array("q", [start for _, start, *_ in codings]),
        array("q", [end for _, _, end, _ in codings]),
        array("q", [codes.index(code) for *_, code in codings]),
        codes,
    )


def units(rows: list[tuple[int, int, int, int]]) -> UnitColumns:
    source, start, end, person = zip(*rows, strict=True)
    return UnitColumns(array("q", source), array("q", start), array("q", end), array("q", person))


TOY = [
    (1, 0, 20, "a"),
    (1, 30, 40, "a"),
    (1, 60, 70, "a"),
    (1, 10, 35, "b"),
    (1, 36, 38, "b"),
    (1, 90, 95, "b"),
]
HALVES = [(1, 0, 50, 7), (1, 50, 100, 7)]


def toy(relation: Relation, count: Count) -> Pair:
    (pair,) = count_cooccurrence(
        columns(TOY), units(HALVES), relation=relation, count=count, kinds=KINDS, people=PEOPLE
    )
    return pair


@pytest.mark.parametrize(
    ("relation", "count", "n_ab", "n_ba"),
    [
        (Relation.OVERLAP, Count.EVENTS, 3, 3),
        (Relation.OVERLAP, Count.SEGMENTS, 2, 2),
        (Relation.OVERLAP, Count.CHARS, 17, 17),
        (Relation.OVERLAP, Count.UNITS, 1, 1),
        (Relation.UNIT, Count.UNITS, 2, 2),
        (Relation.UNIT, Count.EVENTS, 5, 5),
        (Relation.UNIT, Count.CHARS, 100, 100),
        (Relation.UNIT, Count.SOURCES, 1, 1),
        (Relation.EQUAL, Count.EVENTS, 0, 0),
        (Relation.WITHIN, Count.EVENTS, 0, 0),
        (Relation.ENCLOSES, Count.EVENTS, 1, 1),
        (Relation.ENCLOSES, Count.CHARS, 2, 2),
    ],
)
def test_the_toy_document_counts_as_worked_by_hand(
    relation: Relation, count: Count, n_ab: int, n_ba: int
) -> None:
    """100 characters, halves as paragraphs; a and b overlap on 10-20, 30-35 and 36-38."""
    pair = toy(relation, count)

    assert (pair.n_ab, pair.n_ba) == (n_ab, n_ba)


def test_the_toy_documents_coefficients_are_those_worked_by_hand() -> None:
    """3 events of 3 and 3 segments; 17 shared characters of 55 with either code."""
    assert toy(Relation.OVERLAP, Count.EVENTS).c == 1.0
    assert toy(Relation.OVERLAP, Count.CHARS).jaccard == 17 / 55
    assert toy(Relation.OVERLAP, Count.SEGMENTS).b_given_a == 2 / 3
    assert toy(Relation.OVERLAP, Count.SEGMENTS).c is None
    assert toy(Relation.OVERLAP, Count.EVENTS).jaccard is None


def test_spans_that_touch_do_not_meet() -> None:
    codings = columns([(1, 0, 10, "a"), (1, 10, 20, "b")])
    (pair,) = count_cooccurrence(
        codings,
        units([(1, 0, 20, NOBODY)]),
        relation=Relation.OVERLAP,
        count=Count.EVENTS,
        kinds=KINDS,
        people=PEOPLE,
    )

    assert pair.n_ab == 0


def test_a_parent_has_the_union_of_its_subtree_and_is_no_pair_with_it() -> None:
    """capital.social 0-10 and capital.cultural 5-15 are one segment 0-15 of capital."""
    codings = columns(
        [(1, 0, 10, "capital.social"), (1, 5, 15, "capital.cultural"), (1, 2, 12, "habitus")]
    )
    found = count_cooccurrence(
        codings,
        units([(1, 0, 20, NOBODY)]),
        relation=Relation.OVERLAP,
        count=Count.CHARS,
        kinds=KINDS,
        people=PEOPLE,
    )
    pairs = {(pair.a, pair.b): pair for pair in found}

    assert set(pairs) == {
        ("capital", "habitus"),
        ("capital.cultural", "capital.social"),
        ("capital.cultural", "habitus"),
        ("capital.social", "habitus"),
    }
    assert (pairs["capital", "habitus"].n_ab, pairs["capital", "habitus"].n_a) == (10, 15)


def test_nothing_coded_gives_no_pairs() -> None:
    nothing = columns([])

    assert not count_cooccurrence(
        nothing,
        units(HALVES),
        relation=Relation.UNIT,
        count=Count.UNITS,
        kinds=KINDS,
        people=PEOPLE,
    )


def lone_pair(
    codings: list[tuple[int, int, int, str]],
    unit_rows: list[tuple[int, int, int, int]],
    *,
    relation: Relation,
    count: Count,
) -> Pair:
    """Return the one pair of codings in the five sources."""
    (pair,) = count_cooccurrence(
        columns(codings),
        units(unit_rows),
        relation=relation,
        count=count,
        kinds=KINDS,
        people=PEOPLE,
        lengths=LENGTHS,
    )
    return pair


OUTSIDE = [
    (1, 0, 10, "a"),
    (1, 5, 15, "b"),
    (4, 0, 10, "a"),
    (4, 5, 15, "b"),
    (2, 0, 10, "a"),
]


@pytest.mark.parametrize(
    ("count", "counts", "total"),
    [(Count.SOURCES, (2, 3, 2), 5), (Count.CHARS, (10, 30, 20), 500)],
)
def test_segments_are_held_against_the_whole_study_and_not_its_units_only(
    count: Count, counts: tuple[int, int, int], total: int
) -> None:
    """Only source 1 has a unit, of 12 characters; the study has 5 sources of 100."""
    pair = lone_pair(OUTSIDE, [(1, 0, 12, 7)], relation=Relation.OVERLAP, count=count)

    n_ab, n_a, n_b = counts
    assert (pair.n_ab, pair.n_a, pair.n_b) == counts
    assert pair.npmi == pytest.approx(
        math.log2(n_ab * total / (n_a * n_b)) / -math.log2(n_ab / total)
    )


def test_kinds_are_those_of_the_shared_words_also_outside_units_and_persons_are_not() -> None:
    """They meet in a field note, within person 7's unit, and in an e-mail without units."""
    pair = lone_pair(OUTSIDE, [(1, 0, 12, 7)], relation=Relation.OVERLAP, count=Count.EVENTS)

    assert (pair.kinds, pair.persons) == (2, 1)


def test_a_coding_outside_its_source_is_refused() -> None:
    with pytest.raises(ValueError, match="outside source 2"):
        lone_pair(
            [(1, 0, 10, "a"), (2, 95, 101, "b")],
            HALVES,
            relation=Relation.OVERLAP,
            count=Count.UNITS,
        )


@pytest.mark.parametrize(
    ("codings", "relation", "count", "flags"),
    [
        (TOY, Relation.OVERLAP, Count.SEGMENTS, ("asymmetric",)),
        (TOY, Relation.OVERLAP, Count.EVENTS, ("events",)),
        (TOY, Relation.OVERLAP, Count.CHARS, ()),
        (TOY, Relation.UNIT, Count.UNITS, ("everywhere",)),
        ([(1, 0, 9, "a"), (4, 0, 9, "b")], Relation.UNIT, Count.UNITS, ("unequal", "absent")),
        ([(4, 0, 9, "a"), (4, 0, 9, "b")], Relation.UNIT, Count.CHARS, ("undefined", "absent")),
        (
            [(1, 0, 9, "a"), (1, 20, 29, "a"), (1, 1, 2, "b"), (1, 21, 22, "b")],
            Relation.UNIT,
            Count.EVENTS,
            ("undefined", "events"),  # 4 / (2 + 2 - 4)
        ),
    ],
)
def test_a_pair_says_why_a_measure_is_missing(
    codings: list[tuple[int, int, int, str]],
    relation: Relation,
    count: Count,
    flags: tuple[str, ...],
) -> None:
    assert lone_pair(codings, HALVES, relation=relation, count=count).flags == flags


def test_pairs_are_sorted_by_the_side_from_which_they_meet_more_often() -> None:
    """d comes before a three times; b before c twice, a before b once, and nothing else near."""
    spans = [(1, 0, 2, "d"), (1, 3, 5, "a"), (1, 20, 22, "d"), (1, 23, 25, "a")]
    spans += [(1, 40, 42, "d"), (1, 43, 45, "a"), (2, 0, 2, "b"), (2, 3, 5, "c")]
    spans += [(2, 20, 22, "b"), (2, 23, 25, "c"), (3, 0, 2, "a"), (3, 3, 5, "b")]

    pairs = count_cooccurrence(
        columns(spans),
        units([(1, 0, 100, 7), (2, 0, 100, 7), (3, 0, 100, 7)]),
        relation=Relation.BEFORE,
        count=Count.EVENTS,
        kinds=KINDS,
        people=PEOPLE,
        lengths=LENGTHS,
        distance=Distance(5, Step.CHARS),
    )

    assert [(pair.a, pair.b, pair.n_ab, pair.n_ba) for pair in pairs[:3]] == [
        ("a", "d", 0, 3),
        ("b", "c", 2, 0),
        ("a", "b", 1, 0),
    ]
