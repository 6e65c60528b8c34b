"""Sets of codes against their definition, on random studies, and by hand."""

from __future__ import annotations

import random
from itertools import combinations

import pytest
from coded_by_definition import (
    KINDS,
    LENGTHS,
    PEOPLE,
    SIDES,
    Definition,
    Study,
    is_pair,
    random_study,
)

from ethnocode.analysis import tuples
from ethnocode.analysis.cooccurrence import count_cooccurrence
from ethnocode.analysis.tuples import TUPLE_COUNTS, Group, TooManyTuplesError, count_tuples
from ethnocode.model import Count, Relation


def sets_of(
    study: Study, *, size: int, relation: Relation, count: Count, **more
) -> tuple[Group, ...]:
    return count_tuples(
        study.columns(),
        study.unit_columns(),
        size=size,
        relation=relation,
        count=count,
        kinds=KINDS,
        people=PEOPLE,
        sides=SIDES,
        lengths=LENGTHS,
        **more,
    )


def expected(
    definition: Definition, relation: Relation, count: Count, codes: tuple[str, ...]
) -> int:
    if relation is Relation.UNIT:
        return definition.together(count, *codes)
    shared = set.intersection(*(definition.places(code) for code in codes))
    return definition.of_places(count, shared)


@pytest.mark.parametrize("block", range(4))
@pytest.mark.parametrize("relation", [Relation.UNIT, Relation.OVERLAP])
def test_sets_of_codes_equal_their_definition_on_random_studies(
    relation: Relation, block: int
) -> None:
    for seed in range(block * 25, block * 25 + 25):
        rng = random.Random(seed)
        study, by_person, size = random_study(rng), seed % 2 == 0, rng.choice([2, 3, 3, 4])
        definition = Definition(study, by_person=by_person)
        for count in TUPLE_COUNTS:
            found = sets_of(study, size=size, relation=relation, count=count, by_person=by_person)
            by_hand = {
                codes: expected(definition, relation, count, codes)
                for codes in combinations(definition.codes, size)
                if all(is_pair(*pair) for pair in combinations(codes, 2))
            }
            assert {group.codes: group.count for group in found} == {
                codes: n for codes, n in by_hand.items() if n
            }, (seed, count)
            often = sets_of(
                study, size=size, relation=relation, count=count, by_person=by_person, least=2
            )
            assert often == tuple(group for group in found if group.count >= 2)
            assert [(-g.count, g.codes) for g in found] == sorted(
                (-g.count, g.codes) for g in found
            )


@pytest.mark.parametrize("by_person", [False, True])
@pytest.mark.parametrize("relation", [Relation.UNIT, Relation.OVERLAP])
def test_sets_of_two_are_the_pairs_that_meet(relation: Relation, by_person: bool) -> None:
    """Persons, groups and kinds of pairs have a definition of their own."""
    for seed in range(40):
        study = random_study(random.Random(seed))
        pairs = count_cooccurrence(
            study.columns(),
            study.unit_columns(),
            relation=relation,
            count=Count.CHARS,
            kinds=KINDS,
            people=PEOPLE,
            sides=SIDES,
            lengths=LENGTHS,
            by_person=by_person,
        )
        found = sets_of(study, size=2, relation=relation, count=Count.CHARS, by_person=by_person)
        assert {(*g.codes, g.count, g.persons, g.groups, g.kinds) for g in found} == {
            (p.a, p.b, p.n_ab, p.persons, p.groups, p.kinds) for p in pairs if p.n_ab
        }


def test_three_codes_that_meet_two_by_two_share_no_character() -> None:
    """a 0-10, b 8-20, c 18-30, all in one turn; d is on 9 alone with a and b."""
    rows = [(1, 0, 10, "a"), (1, 8, 20, "b"), (1, 18, 30, "c"), (1, 9, 10, "d")]
    study = Study(rows, [(1, 0, 40, 8)])
    in_unit = sets_of(study, size=3, relation=Relation.UNIT, count=Count.UNITS)
    sharing = sets_of(study, size=3, relation=Relation.OVERLAP, count=Count.CHARS)

    assert len(in_unit) == 4
    assert sharing == (Group(("a", "b", "d"), 1, persons=2, groups=1, kinds=1),)


def test_too_many_sets_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuples, "MOST_TUPLES", 3)
    study = Study([(1, 0, 9, code) for code in "abcde"], [(1, 0, 40, 7)])
    with pytest.raises(TooManyTuplesError, match="more than 3 sets of 3"):
        sets_of(study, size=3, relation=Relation.UNIT, count=Count.UNITS)


def test_segments_and_near_make_no_sets() -> None:
    study = Study([(1, 0, 9, "a"), (1, 3, 5, "b")], [(1, 0, 40, 7)])
    for relation, count in ((Relation.NEAR, Count.UNITS), (Relation.UNIT, Count.EVENTS)):
        with pytest.raises(ValueError, match="are not counted"):
            sets_of(study, size=2, relation=relation, count=count)
