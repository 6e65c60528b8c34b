"""Places of a network: near what belongs near, none over another, the same everywhere."""

from __future__ import annotations

from itertools import combinations
from math import dist
from random import Random

import pytest

from ethnocode.analysis.network import Places, place, seeming_pairs, target_distances


def all_pairs(number: int) -> frozenset[tuple[int, int]]:
    return frozenset(combinations(range(number), 2))


def drawn(places: Places, i: int, j: int) -> float:
    return dist((places.x[i], places.y[i]), (places.x[j], places.y[j]))


def stress_by_definition(places: Places, targets: dict[tuple[int, int], float]) -> float:
    """Kruskal's stress-1 by trying scales, without the formula for the best one."""
    drawings = {(i, j): drawn(places, i, j) for i, j in targets}
    squares = sum(value**2 for value in drawings.values())
    scales = (n / 20 for n in range(1, 8000))
    return min(
        (sum((drawings[pair] - scale * targets[pair]) ** 2 for pair in targets) / squares) ** 0.5
        for scale in scales
    )


def test_what_meets_belongs_one_over_the_root_apart_and_what_does_not_goes_around() -> None:
    """By hand: 1/√.25 = 2 and 1/√1 = 1; 0 to 2 over 1 is 3; 3 meets nobody: 2 × 3 = 6."""
    targets = target_distances(4, {(0, 1): 0.25, (1, 2): 1.0}, among=all_pairs(4))

    assert targets == {(0, 1): 2, (1, 2): 1, (0, 2): 3, (0, 3): 6, (1, 3): 6, (2, 3): 6}


def test_what_never_meets_belongs_no_nearer_than_the_weakest_meeting() -> None:
    """By hand: 0 to 2 over 1 is 1 + 1, but the weakest meeting, of 3 with 0, is 4 apart."""
    strengths = {(0, 1): 1.0, (1, 2): 1.0, (0, 3): 1 / 16}

    assert target_distances(4, strengths, among=all_pairs(4))[0, 2] == 4


def test_a_code_and_its_parent_ask_for_no_distance() -> None:
    assert (0, 1) not in target_distances(3, {(1, 2): 1.0}, among=frozenset({(0, 2), (1, 2)}))


@pytest.mark.parametrize(("number", "share"), [(2, 1.0), (7, 0.4), (25, 0.1), (60, 0.3)])
def test_no_box_lies_over_another(number: int, share: float) -> None:
    rng = Random(number)
    sizes = [(rng.uniform(30, 180), rng.uniform(20, 60)) for _ in range(number)]
    strengths = {pair: rng.uniform(0.01, 1) for pair in all_pairs(number) if rng.random() < share}
    places = place(sizes, target_distances(number, strengths, among=all_pairs(number)), seed=3)

    for i, j in combinations(range(number), 2):
        apart_x = abs(places.x[i] - places.x[j]) - (sizes[i][0] + sizes[j][0]) / 2
        apart_y = abs(places.y[i] - places.y[j]) - (sizes[i][1] + sizes[j][1]) / 2
        assert max(apart_x, apart_y) >= -0.11, (i, j)  # places are rounded to a tenth


def test_two_groups_that_never_meet_are_drawn_apart() -> None:
    """Ten codes in two groups of five: each is nearer to the middle of its own group."""
    strengths = {(i, j): 0.9 for i, j in all_pairs(10) if i // 5 == j // 5}
    targets = target_distances(10, strengths, among=all_pairs(10))
    places = place([(10.0, 10.0)] * 10, targets, seed=1)

    middles = [
        (sum(places.x[group : group + 5]) / 5, sum(places.y[group : group + 5]) / 5)
        for group in (0, 5)
    ]
    for i in range(10):
        to_groups = [dist((places.x[i], places.y[i]), middle) for middle in middles]
        assert to_groups[i // 5] < to_groups[1 - i // 5] / 1.5
    assert seeming_pairs(places, strengths, targets) == ()


def test_stress_is_that_of_the_places_as_they_are_drawn() -> None:
    rng = Random(5)
    strengths = {pair: rng.uniform(0.05, 1) for pair in all_pairs(9) if rng.random() < 0.5}
    targets = target_distances(9, strengths, among=all_pairs(9))
    places = place([(60.0, 20.0)] * 9, targets, seed=2)

    assert places.stress == pytest.approx(stress_by_definition(places, targets), abs=0.001)


def test_three_codes_as_far_apart_as_they_belong_have_no_stress() -> None:
    targets = {(0, 1): 3.0, (0, 2): 4.0, (1, 2): 5.0}
    places = place([(1.0, 1.0)] * 3, targets, seed=1)

    assert places.stress == pytest.approx(0, abs=0.005)
    assert drawn(places, 1, 2) / drawn(places, 0, 1) == pytest.approx(5 / 3, rel=0.02)


def test_pairs_that_never_meet_and_stand_side_by_side_are_named_nearest_first() -> None:
    """By hand, on a line: meetings are 10, 20, 30 and 40 apart, so side by side is up to 10."""
    places = Places((0.0, 10.0, 30.0, 60.0, 100.0, 91.0, 5.0), (0.0,) * 7, None)
    strengths = {(0, 1): 1.0, (1, 2): 1.0, (2, 3): 1.0, (3, 4): 1.0}
    targets = dict.fromkeys(all_pairs(7), 1.0)

    assert seeming_pairs(places, strengths, targets) == ((0, 6), (1, 6), (4, 5))


def test_one_seed_gives_one_picture_and_another_seed_another() -> None:
    targets = {(0, 1): 1.0, (0, 2): 2.0, (1, 2): 2.0, (0, 3): 3.0, (1, 3): 2.5, (2, 3): 1.5}
    sizes = [(50.0, 20.0)] * 4

    assert place(sizes, targets, seed=1) == place(sizes, targets, seed=1)
    assert place(sizes, targets, seed=1) != place(sizes, targets, seed=2)


def test_nothing_and_one_code_have_places() -> None:
    assert place([], {}, seed=1) == Places((), (), None)
    assert place([(30.0, 20.0)], {}, seed=1) == Places((15.0,), (10.0,), None)
