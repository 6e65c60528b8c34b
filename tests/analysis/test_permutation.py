"""The test by shifts against every shift there is, and the false discovery rate by hand."""

from __future__ import annotations

import math
import random
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

import pytest
from unrelated_codes import INTERVIEWS, SETTINGS, Setting, as_columns, found_rates

from ethnocode.analysis import permutation
from ethnocode.analysis.layer import lay_out
from ethnocode.analysis.permutation import (
    Chance,
    benjamini_hochberg,
    compare_with_shifts,
    draw_shifts,
)

Lines = Sequence[Sequence[bool]]
"""Of one source: for each code, which units bear it."""

BENJAMINI_HOCHBERG_1995 = (
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344),
    *(0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000),
)
"""Their section 4.1: 15 hypotheses on treatments of myocardial infarction."""


def compared(sources: Sequence[Lines], *, rounds: int = 999, seed: int = 1) -> list[Chance]:
    """Return the test of each pair of the codes a, b, and so on."""
    codes = "abcdefgh"[: len(sources[0])]
    layer, units = lay_out(*as_columns(sources, codes))
    pairs = list(combinations(codes, 2))
    rng = random.Random(seed)
    return list(compare_with_shifts(layer, units, pairs, rounds=rounds, rng=rng))


def line(marks: str) -> list[bool]:
    return [mark == "x" for mark in marks]


def every_shift(sources: Sequence[Lines], one: int, other: int) -> Counter[int]:
    """Return how many of all shifts within sources give each count of units with both."""
    totals = Counter({0: 1})
    for lines in sources:
        a, b = lines[one], lines[other]
        met = [
            sum(a[unit] and b[unit - shift] for unit in range(len(a))) for shift in range(len(a))
        ]
        found: Counter[int] = Counter()
        for (total, ways), more in product(totals.items(), met):
            found[total + more] += ways
        totals = found
    return totals


def together(sources: Sequence[Lines], one: int, other: int) -> int:
    return sum(sum(map(all, zip(x[one], x[other], strict=True))) for x in sources)


def test_the_example_of_1995_finds_four_where_bonferroni_and_holm_find_three() -> None:
    """By hand: 0.0095 <= 4 x 0.05 / 15, and no later one is as low as its rank x 0.05 / 15."""
    ps = BENJAMINI_HOCHBERG_1995
    q = benjamini_hochberg(ps)

    assert sum(value <= 0.05 for value in q) == 4
    assert q[:4] == pytest.approx([0.0001 * 15, 0.0004 * 15 / 2, 0.0019 * 15 / 3, 0.0095 * 15 / 4])
    assert q[4] == pytest.approx(0.0201 * 15 / 5)
    assert q[5] == pytest.approx(0.0298 * 15 / 7), "a higher one may not have a lower q"
    assert q[-1] == 1
    assert sum(p <= 0.05 / 15 for p in ps) == 3
    assert all(ps[n] <= 0.05 / (15 - n) for n in range(3))
    assert ps[3] > 0.05 / 12


@pytest.mark.parametrize("seed", range(20))
def test_q_is_the_lowest_rate_at_which_the_step_up_procedure_finds_a_pair(seed: int) -> None:
    rng = random.Random(seed)
    ps = [Fraction(rng.randint(1, 40), 40) ** 2 for _ in range(rng.randint(1, 12))]
    q = benjamini_hochberg([float(p) for p in ps])

    for rate in (Fraction(n, 997) for n in range(1, 997, 9)):
        ordered = sorted(ps)
        ranks = [k for k, p in enumerate(ordered, start=1) if p <= rate * k / len(ps)]
        highest = ordered[max(ranks) - 1] if ranks else -1
        assert [value <= rate for value in q] == [p <= highest for p in ps]


def test_no_p_gives_no_q() -> None:
    assert benjamini_hochberg([]) == ()


@pytest.mark.parametrize("seed", range(40))
def test_p_is_the_share_of_all_shifts_that_give_as_many_units(seed: int) -> None:
    """As near as so many rounds can be: within five standard deviations of the drawn share."""
    rng, rounds = random.Random(seed), 2000
    sizes = [rng.randint(1, 9) for _ in range(rng.randint(1, 5))]
    share = rng.choice([0.2, 0.5, 0.8])
    sources = [[[rng.random() < share for _ in range(size)] for _ in range(3)] for size in sizes]
    for code in range(3):
        sources[0][code][0] = True  # so that each is used

    for (one, other), found in zip(
        combinations(range(3), 2), compared(sources, rounds=rounds, seed=seed), strict=True
    ):
        ways = every_shift(sources, one, other)
        as_many = sum(n for met, n in ways.items() if met >= together(sources, one, other))
        exact = as_many / ways.total()
        mean = Fraction(sum(met * n for met, n in ways.items()), ways.total())
        assert found.expected == pytest.approx(float(mean))
        assert (found.p is None) == (len(ways) == 1)
        if found.p is not None:
            hits = found.p * (1 + rounds) - 1
            spread = math.sqrt(rounds * exact * (1 - exact))
            assert abs(hits - rounds * exact) <= 5 * spread + 1e-6
            assert found.q is not None
            assert found.p <= found.q <= 1


def test_other_codes_move_a_p_by_no_more_than_chance_and_what_is_asked_for_not_at_all() -> None:
    """Five standard deviations of the difference of two drawn shares."""
    rng, rounds = random.Random(8), 2000
    three = [[[rng.random() < 0.3 for _ in range(12)] for _ in range(3)] for _ in range(6)]
    (alone,) = compared([lines[:2] for lines in three], rounds=rounds)
    (beside, *_) = compared(three, rounds=rounds)
    layer, units = lay_out(*as_columns(three, "abc"))
    (asked,) = compare_with_shifts(layer, units, [("b", "a")], rounds=rounds, rng=random.Random(1))

    ways = every_shift(three, 0, 1)
    exact = sum(n for met, n in ways.items() if met >= together(three, 0, 1)) / ways.total()
    assert alone.p is not None
    assert beside.p is not None
    assert abs(alone.p - beside.p) <= 5 * math.sqrt(2 * exact * (1 - exact) / rounds)
    assert (asked.p, asked.expected) == (beside.p, beside.expected)
    assert asked.q == asked.p, "it is over the pairs that are asked for"
    assert alone.expected == beside.expected


def test_codes_that_always_meet_have_the_lowest_p_there_is() -> None:
    """Of 40 x 40 shifts one is as good: of 999 rounds none to three are hits, nearly always."""
    both = line("x" + "." * 39)
    (found,) = compared([[both, both], [both, both]])

    assert found.expected == pytest.approx(2 / 40)
    assert found.p in (0.001, 0.002, 0.003, 0.004)
    assert found.q == found.p


def test_codes_that_never_meet_are_not_found() -> None:
    (found,) = compared([[line("xxxx...."), line("....xxxx")]])

    assert found.p == 1


@pytest.mark.parametrize(
    "source",
    [
        ("x", "x"),
        ("xxxx", "x..."),
        ("x.x.", "xx.."),
        ("x.x.x.x.", "xx......"),
    ],
    ids=["one unit", "one is everywhere", "two and two of four", "four and two of eight"],
)
def test_a_pair_that_no_shift_changes_has_no_p(source: tuple[str, str]) -> None:
    (found,) = compared([[line(marks) for marks in source]])

    assert (found.p, found.q) == (None, None)


def test_a_pair_that_shifts_change_has_a_p_whether_or_not_a_round_changed_it() -> None:
    """By hand: shifts of two of four by one another give 2, 1, 0 and 1; a round may give 2."""
    found = [
        compared([[line("xx.."), line("xx..")]], rounds=1, seed=seed)[0].p for seed in range(9)
    ]

    assert set(found) == {1.0, 0.5}


def test_codes_of_different_sources_have_no_p_and_do_not_count_among_pairs() -> None:
    """By hand: a and b are in the first source, c in the second; so that q is a's and b's p."""
    sources = [
        [line("xx........"), line("xx........"), line("..........")],
        [line("..."), line("..."), line("x..")],
    ]
    ab, ac, bc = compared(sources)

    assert ab.p is not None
    assert ab.q == ab.p
    assert (ac.expected, ac.p, bc.p) == (0, None, None)


def test_a_source_of_one_unit_changes_no_p() -> None:
    sources = [[line("xx..x....."), line("x...x...x.")]]
    single = [[line("x"), line("x")]]

    (alone,), (more,) = compared(sources), compared([*sources, *single])

    assert alone.p == more.p
    assert more.expected == pytest.approx(alone.expected + 1)


def test_sources_without_codes_change_nothing() -> None:
    sources = [[line("xx..x....."), line("x...x...x.")]]
    empty = [[line("......"), line("......")]]

    assert compared([*empty, *sources, *empty]) == compared(sources)


def test_a_seed_gives_the_same_and_another_seed_another() -> None:
    sources = [[line("xx..x.....x.x.."), line("x...x...xx....x")]]

    assert compared(sources, seed=3) == compared(sources, seed=3)
    assert len({compared(sources, seed=seed)[0].p for seed in range(8)}) > 1


@pytest.mark.parametrize("most_cells", [1, 60, 1000])
def test_it_makes_no_difference_how_much_is_done_at_once(
    monkeypatch: pytest.MonkeyPatch, most_cells: int
) -> None:
    rng = random.Random(5)
    sources = [[[rng.random() < 0.3 for _ in range(9)] for _ in range(4)] for _ in range(7)]
    whole = compared(sources)

    monkeypatch.setattr(permutation, "_MOST_CELLS", most_cells)

    assert compared(sources) == whole


def test_every_round_is_told_of_at_last() -> None:
    layer, units = lay_out(*as_columns([[line("x.x."), line("xx..")]], "ab"))
    told: list[int] = []
    rng = random.Random(1)

    compare_with_shifts(layer, units, [("a", "b")], rounds=999, rng=rng, told=told.append)

    assert told == sorted(set(told))
    assert told[-1] == 999


def test_nothing_coded_gives_nothing() -> None:
    layer, units = lay_out(*as_columns([[line("....")]], "a"))

    assert compare_with_shifts(layer, units, [], rounds=999, rng=random.Random(1)) == ()


def test_shifts_are_drawn_evenly_below_the_size_of_the_source() -> None:
    """Of 6,000 draws of 1, 2 and 6 each number comes up 1,000 times the more, give or take 5 s."""
    import numpy as np

    drawn = draw_shifts(np.array([1, 2, 6]), rounds=6000, rng=random.Random(2))

    for column, size in enumerate((1, 2, 6)):
        counts = Counter(drawn[:, column].tolist())
        assert set(counts) == set(range(size))
        spread = math.sqrt(6000 / size * (1 - 1 / size))
        assert all(abs(n - 6000 / size) <= 5 * spread for n in counts.values())


def test_units_of_one_person_cannot_be_shifted() -> None:
    codings, units = as_columns([[line("x.x."), line("xx..")]], "ab")
    layer, said = lay_out(codings, units, by_person=True)

    with pytest.raises(ValueError, match="more than one source"):
        compare_with_shifts(layer, said, [("a", "b")], rounds=999, rng=random.Random(1))


@pytest.mark.parametrize("setting", [*SETTINGS, INTERVIEWS], ids=lambda setting: setting.name)
def test_unrelated_codes_are_seldom_found(setting: Setting) -> None:
    """300 runs of 199 rounds each; 'make bench' has 1,000 of 999 rounds."""
    shifted, _ = found_rates(setting, runs=300, rounds=199, seed=7)

    assert shifted <= 0.07


def test_what_shuffles_units_of_all_sources_finds_unrelated_codes() -> None:
    """So that the settings are hard ones."""
    *_, hardest = SETTINGS

    _, fisher = found_rates(hardest, runs=30, rounds=1, seed=7)

    assert fisher > 0.7


def test_codes_on_answers_alone_would_be_found_if_they_were_shifted_onto_questions() -> None:
    """So that voices matter: as many answers as questions, and codes on the answers."""
    shifted, _ = found_rates(INTERVIEWS, runs=60, rounds=199, seed=7, voices=False)

    assert shifted > 0.2


@pytest.mark.parametrize("seed", range(8))
def test_units_of_one_voice_are_shifted_as_if_they_were_a_source(seed: int) -> None:
    rng = random.Random(seed)
    sources, persons, apart = [], [], []
    for _ in range(3):
        speaks = [rng.choice([-1, 3, 4]) for _ in range(rng.randint(4, 9))]
        lines = [[rng.random() < 0.5 for _ in speaks] for _ in "abc"]
        sources.append(lines)
        persons += speaks
        for voice in sorted(set(speaks)):
            apart.append(
                [
                    [bit for bit, who in zip(row, speaks, strict=True) if who == voice]
                    for row in lines
                ]
            )
    codings, units = as_columns(sources, "abc")
    layer, laid = lay_out(codings, replace(units, person=array("q", persons)))
    pairs = list(combinations("abc", 2))

    found = compare_with_shifts(layer, laid, pairs, rounds=4000, rng=random.Random(seed))

    for (one, other), chance in zip(combinations(range(3), 2), found, strict=True):
        totals = every_shift(apart, one, other)
        met = sum(
            a and b for lines in sources for a, b in zip(lines[one], lines[other], strict=True)
        )
        ways = sum(totals.values())
        mean = sum(Fraction(total * n, ways) for total, n in totals.items())
        assert chance.expected == pytest.approx(float(mean))
        if len(totals) == 1:
            assert chance.p is None
            continue
        exact = sum(n for total, n in totals.items() if total >= met) / ways
        assert chance.p == pytest.approx(exact, abs=5 * math.sqrt(0.25 / 4000))
