"""Co-occurrence against hand counts and against its definition, one character at a time."""

from __future__ import annotations

import math
import random
from array import array
from itertools import combinations, product

import pytest

from ethnocode.analysis.cooccurrence import Pair, count_cooccurrence
from ethnocode.model import NOBODY, CodingColumns, Count, Relation, UnitColumns

KINDS = {1: "field-note", 2: "interview", 3: "document", 4: "email", 5: "email"}
LENGTHS = dict.fromkeys(KINDS, 100)
WITH_UNITS = (1, 2, 3)
"""Source 4 is coded and has no units; source 5 has neither."""
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


# --- the definition, one character at a time ------------------------------------------


def subtree(codes: set[str]) -> list[str]:
    found = set()
    for code in codes:
        parts = code.split(".")
        found |= {".".join(parts[:n]) for n in range(1, len(parts) + 1)}
    return sorted(found)


def merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join spans that share a character, until none does."""
    spans = sorted(set(spans))
    while True:
        for one, two in combinations(spans, 2):
            if one[0] < two[1] and two[0] < one[1]:
                joined = (min(one[0], two[0]), max(one[1], two[1]))
                spans = sorted({*(s for s in spans if s not in (one, two)), joined})
                break
        else:
            return spans


def holds(relation: Relation, a: tuple[int, int], b: tuple[int, int]) -> bool:
    in_a, in_b = set(range(*a)), set(range(*b))
    return {
        Relation.OVERLAP: bool(in_a & in_b),
        Relation.EQUAL: in_a == in_b,
        Relation.WITHIN: in_a <= in_b,
        Relation.ENCLOSES: in_b <= in_a,
    }[relation]


class Definition:
    """Everything by sets of characters ``(source, offset)``."""

    def __init__(self, codings, unit_rows):
        self.codes = subtree({code for *_, code in codings})
        self.segments = {
            code: [
                (source, span)
                for source in sorted({s for s, *_ in codings})
                for span in merged(
                    [
                        (start, end)
                        for s, start, end, other in codings
                        if s == source and f"{other}.".startswith(f"{code}.")
                    ]
                )
            ]
            for code in self.codes
        }
        self.units = unit_rows

    def touches(self, segment, unit) -> bool:
        return segment[0] == unit[0] and segment[1][0] < unit[2] and unit[1] < segment[1][1]

    def units_of(self, code):
        return {u for u in self.units for s in self.segments[code] if self.touches(s, u)}

    def related(self, relation, a, b):
        return [
            (one, two)
            for one, two in product(self.segments[a], self.segments[b])
            if one[0] == two[0]
            and (
                any(self.touches(one, u) and self.touches(two, u) for u in self.units)
                if relation is Relation.UNIT
                else holds(relation, one[1], two[1])
            )
        ]

    def shared_characters(self, relation, a, b):
        return {
            (one[0], offset)
            for one, two in self.related(relation, a, b)
            for offset in set(range(*one[1])) & set(range(*two[1]))
        }

    def shared_units(self, relation, a, b):
        if relation is Relation.UNIT:
            return self.units_of(a) & self.units_of(b)
        characters = self.shared_characters(relation, a, b)
        return {u for u in self.units if any((u[0], o) in characters for o in range(u[1], u[2]))}

    def meet(self, relation, count, a, b):
        pairs = self.related(relation, a, b)
        shared = self.shared_units(relation, a, b)
        in_units = relation is Relation.UNIT
        characters = (
            {(u[0], offset) for u in shared for offset in range(u[1], u[2])}
            if in_units
            else self.shared_characters(relation, a, b)
        )
        sources = {u[0] for u in shared} if in_units else {source for source, _ in characters}
        return {
            Count.EVENTS: (len(pairs), len(pairs)),
            Count.SEGMENTS: (len({one for one, _ in pairs}), len({two for _, two in pairs})),
            Count.UNITS: (len(shared), len(shared)),
            Count.CHARS: (len(characters), len(characters)),
            Count.SOURCES: (len(sources), len(sources)),
        }[count]

    def total(self, relation, count):
        in_units = relation is Relation.UNIT
        return {
            Count.EVENTS: None,
            Count.SEGMENTS: None,
            Count.UNITS: len(self.units),
            Count.CHARS: sum(end - start for _, start, end, _ in self.units)
            if in_units
            else sum(LENGTHS.values()),
            Count.SOURCES: len({unit[0] for unit in self.units}) if in_units else len(LENGTHS),
        }[count]

    def measures(self, relation, count, a, b):
        """Return c, Jaccard, both shares and NPMI, by their formulas."""
        both, from_b = self.meet(relation, count, a, b)
        n_a, n_b = self.alone(relation, count, a), self.alone(relation, count, b)
        total = self.total(relation, count)
        either = n_a + n_b - both
        ratio = both / either if either else None
        c = None if count is Count.SEGMENTS else ratio
        jaccard = None if count in (Count.SEGMENTS, Count.EVENTS) else ratio
        shares = (both / n_a if n_a else None, from_b / n_b if n_b else None)
        if count is Count.EVENTS:
            shares = (None, None)
        return (c, jaccard, *shares, self.npmi(both, n_a, n_b, total))

    @staticmethod
    def npmi(both, n_a, n_b, total):
        if total is None or not n_a or not n_b or both == total:
            return None
        if not both:
            return -1.0
        p_ab, p_a, p_b = both / total, n_a / total, n_b / total
        return (math.log(p_ab) - math.log(p_a) - math.log(p_b)) / -math.log(p_ab)

    def alone(self, relation, count, code):
        segments, units = self.segments[code], self.units_of(code)
        in_units = relation is Relation.UNIT
        return {
            Count.EVENTS: len(segments),
            Count.SEGMENTS: len(segments),
            Count.UNITS: len(units),
            Count.CHARS: len({(u[0], o) for u in units for o in range(u[1], u[2])})
            if in_units
            else len({(s, o) for s, span in segments for o in range(*span)}),
            Count.SOURCES: len({u[0] for u in units} if in_units else {s for s, _ in segments}),
        }[count]


def random_project(rng: random.Random):
    codes = ["a", "b", "b.x", "b.y", "b.y.z", "c"]
    unit_rows = []
    for source in WITH_UNITS:
        at = 0
        while at < 60:
            start, end = at + rng.choice([0, 0, 2]), at + rng.randint(3, 25)
            unit_rows.append((source, start, end, rng.choice([NOBODY, 7, 8])))
            at = end
    codings = []
    for _ in range(rng.randint(0, 25)):
        start = rng.randrange(0, 60, rng.choice([1, 5]))
        codings.append(
            (rng.choice([1, 2, 2, 4]), start, start + rng.randint(1, 30), rng.choice(codes))
        )
    return codings, unit_rows


def is_pair(a: str, b: str) -> bool:
    return not (f"{a}.".startswith(f"{b}.") or f"{b}.".startswith(f"{a}."))


@pytest.mark.parametrize("block", range(10))
def test_every_relation_and_count_equals_its_definition_on_random_projects(block: int) -> None:
    """500 projects: 10 blocks of 50, each with every relation and counting mode."""
    for seed in range(block * 50, block * 50 + 50):
        codings, unit_rows = random_project(random.Random(seed))
        definition = Definition(codings, unit_rows)
        for relation, count in product(Relation, Count):
            found = count_cooccurrence(
                columns(codings),
                units(unit_rows),
                relation=relation,
                count=count,
                kinds=KINDS,
                people=PEOPLE,
                lengths=LENGTHS,
            )
            expected = {
                (a, b): (
                    *definition.meet(relation, count, a, b),
                    definition.alone(relation, count, a),
                    definition.alone(relation, count, b),
                )
                for a, b in combinations(definition.codes, 2)
                if is_pair(a, b)
            }
            got = {(p.a, p.b): (p.n_ab, p.n_ba, p.n_a, p.n_b) for p in found}
            assert got == expected, (seed, relation, count)
            for p in found:
                measures = definition.measures(relation, count, p.a, p.b)
                given = (p.c, p.jaccard, p.b_given_a, p.a_given_b, p.npmi)
                assert given == pytest.approx(measures, abs=1e-12), (seed, relation, count, p)
                assert p.npmi is None or -1 <= p.npmi <= 1
                assert p.flags or None not in given, (seed, relation, count, p)


@pytest.mark.parametrize("seed", range(40))
def test_persons_and_kinds_equal_their_definition_on_random_projects(seed: int) -> None:
    codings, unit_rows = random_project(random.Random(seed))
    definition = Definition(codings, unit_rows)
    for relation in Relation:
        for pair in count_cooccurrence(
            columns(codings),
            units(unit_rows),
            relation=relation,
            count=Count.UNITS,
            kinds=KINDS,
            people=PEOPLE,
        ):
            shared = definition.shared_units(relation, pair.a, pair.b)
            persons = {unit[3] for unit in shared} - {NOBODY}
            characters = definition.shared_characters(relation, pair.a, pair.b)
            held = shared if relation is Relation.UNIT else characters
            kinds = {KINDS[source] for source, *_ in held}
            assert (pair.persons, pair.kinds) == (sum(PEOPLE[p] for p in persons), len(kinds)), (
                seed,
                relation,
            )
