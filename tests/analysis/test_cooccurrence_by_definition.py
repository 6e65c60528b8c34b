"""Co-occurrence against its definition, one character at a time, on random studies."""

from __future__ import annotations

import random
from itertools import combinations, product

import pytest
from coded_by_definition import (
    KINDS,
    LENGTHS,
    PEOPLE,
    SIDES,
    Definition,
    Study,
    is_pair,
    random_distance,
    random_study,
)

from ethnocode.analysis import meetings, together
from ethnocode.analysis.cooccurrence import Pair, count_cooccurrence
from ethnocode.model import Count, Distance, Relation

DISTANT = (Relation.NEAR, Relation.BEFORE)


def counted(
    study: Study,
    relation: Relation,
    count: Count,
    *,
    distance: Distance | None = None,
    by_person: bool = False,
) -> tuple[Pair, ...]:
    return count_cooccurrence(
        study.columns(),
        study.unit_columns(),
        relation=relation,
        count=count,
        kinds=KINDS,
        people=PEOPLE,
        sides=SIDES,
        lengths=LENGTHS,
        by_person=by_person,
        distance=distance if relation in DISTANT else None,
        steps=study.step_columns(),
    )


@pytest.mark.parametrize("block", range(10))
def test_every_relation_count_and_unit_equals_its_definition_on_random_studies(block: int) -> None:
    """500 studies: 10 blocks of 50, each with every relation and counting mode."""
    for seed in range(block * 50, block * 50 + 50):
        rng = random.Random(seed)
        study, distance, by_person = random_study(rng), random_distance(rng), seed % 3 == 0
        definition = Definition(study, distance=distance, by_person=by_person)
        pairs = [pair for pair in combinations(definition.codes, 2) if is_pair(*pair)]
        for relation in Relation:
            behind = {pair: definition.behind(relation, *pair) for pair in pairs}
            for count in Count:
                found = counted(study, relation, count, distance=distance, by_person=by_person)
                where = (seed, relation, count, distance)
                got = {(p.a, p.b): (p.n_ab, p.n_ba, p.n_a, p.n_b) for p in found}
                assert got == {
                    (a, b): (
                        *definition.meet(relation, count, a, b),
                        definition.alone(relation, count, a),
                        definition.alone(relation, count, b),
                    )
                    for a, b in pairs
                }, where
                for p in found:
                    assert (p.persons, p.groups, p.kinds) == behind[p.a, p.b], (where, p)
                    expected = definition.measures(relation, count, p.a, p.b)
                    given = (p.c, p.jaccard, p.b_given_a, p.a_given_b, p.npmi, p.lift)
                    assert given == pytest.approx(expected[:-1], abs=1e-12), (where, p)
                    if expected[-1] is not None or relation is not Relation.UNIT:
                        assert p.g2 == pytest.approx(expected[-1], abs=1e-9), (where, p)
                    assert p.flags or None not in (*given, p.g2), (where, p)


@pytest.mark.parametrize("relation", list(Relation))
def test_what_the_codes_are_called_and_the_order_of_rows_change_nothing(
    relation: Relation,
) -> None:
    """Codes named the other way round: each pair is counted alike, seen from the other side."""
    turned = {Relation.WITHIN: Relation.ENCLOSES, Relation.ENCLOSES: Relation.WITHIN}
    renamed = {"a": "y", "c": "x"}
    for seed, count in product(range(20), Count):
        rng = random.Random(seed)
        study, distance = random_study(rng), random_distance(rng)
        kept = [(*row[:3], row[3]) for row in study.codings if row[3] in renamed]
        study.codings = kept
        before = counted(study, relation, count, distance=distance)
        study.codings = [(*row[:3], renamed[row[3]]) for row in reversed(kept)]
        study.units.reverse()
        study.steps.reverse()
        after = counted(study, turned.get(relation, relation), count, distance=distance)
        assert [
            (p.n_ab, p.n_ba, p.n_a, p.n_b, p.npmi, p.g2, p.persons, p.groups, p.kinds)
            for p in before
        ] == [
            (p.n_ba, p.n_ab, p.n_b, p.n_a, p.npmi, p.g2, p.persons, p.groups, p.kinds)
            for p in after
        ], (seed, count)


def test_a_source_in_several_chunks_is_counted_as_in_one(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(10):
        rng = random.Random(seed)
        study, distance = random_study(rng), random_distance(rng)
        for relation, count in product(Relation, Count):
            whole = counted(study, relation, count, distance=distance)
            monkeypatch.setattr(meetings, "CHUNK_MEETINGS", 2)
            assert counted(study, relation, count, distance=distance) == whole
            monkeypatch.undo()


def test_few_of_many_codes_are_counted_pair_by_pair_as_in_squares(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Which of the two ways is quicker is a matter of size; here always the one, or the other."""
    for seed, count in product(range(25), Count):
        study = random_study(random.Random(seed))
        monkeypatch.setattr(together, "SQUARE_SPEED", 0)
        by_pairs = counted(study, Relation.UNIT, count, by_person=seed % 2 == 0)
        monkeypatch.setattr(together, "SQUARE_SPEED", 10**9)
        assert counted(study, Relation.UNIT, count, by_person=seed % 2 == 0) == by_pairs


@pytest.mark.parametrize("seed", range(20))
def test_duplicates_and_parents_add_nothing(seed: int) -> None:
    """A coding made twice, or also with the parent of its code, is in the layer already."""
    rng = random.Random(seed)
    study, distance = random_study(rng), random_distance(rng)
    for relation, count in product(Relation, Count):
        once = counted(study, relation, count, distance=distance)
        doubled = Study(
            [
                *study.codings,
                *study.codings[::2],
                *((*row[:3], row[3].rpartition(".")[0] or row[3]) for row in study.codings),
            ],
            study.units,
            study.steps,
        )
        assert counted(doubled, relation, count, distance=distance) == once


def test_a_distance_is_needed_where_codes_may_be_apart() -> None:
    study = Study([(1, 0, 5, "a"), (1, 9, 12, "b")], [(1, 0, 20, 7)])
    for relation in DISTANT:
        with pytest.raises(ValueError, match="needs a distance"):
            counted(study, relation, Count.EVENTS)
