"""Tables of two by two: published figures, and definitions worked out again by brute force."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, product
from typing import Any

import pytest
from unrelated_codes import as_columns

from ethnocode.analysis.contingency import (
    EMPTY_MARGIN,
    NEVER_APART,
    Odds,
    cochran_mantel_haenszel,
    fisher_exact,
    mantel_haenszel_odds_ratio,
    odds_of_pairs,
    odds_ratio,
    pooled_odds_ratio,
)
from ethnocode.analysis.layer import lay_out

Table = tuple[tuple[int, int], tuple[int, int]]

TEA = ((3, 1), (1, 3))
"""Fisher 1935: four cups with milk in first and four without, three of four told rightly."""

BERKELEY = (
    ((512, 89), (313, 19)),
    ((353, 17), (207, 8)),
    ((120, 202), (205, 391)),
    ((138, 131), (279, 244)),
    ((53, 94), (138, 299)),
    ((22, 24), (351, 317)),
)
"""Admitted or not, men and women, by department: R's UCBAdmissions and mantelhaen.test."""


def integers(node: Any) -> Any:
    """Return nested lists of texts as nested lists of whole numbers."""
    return [integers(part) for part in node] if isinstance(node, list) else int(node)


def some_tables(rng: random.Random, *, most: int) -> list[Table]:
    def cell() -> int:
        return rng.choice((0, rng.randint(0, most)))

    return [((cell(), cell()), (cell(), cell())) for _ in range(rng.randint(1, 5))]


def bits(marks: str) -> list[bool]:
    return [mark == "x" for mark in marks]


# --- published figures ----------------------------------------------------------------------


def test_the_lady_tasting_tea_has_fishers_p() -> None:
    found = fisher_exact(TEA)

    assert (found.one_sided, found.two_sided) == (Fraction(17, 70), Fraction(34, 70))


def test_admissions_to_berkeley_turn_round_within_departments() -> None:
    assert pooled_odds_ratio(BERKELEY) == pytest.approx(1.8411, abs=1e-4)
    assert mantel_haenszel_odds_ratio(BERKELEY) == pytest.approx(0.9047, abs=1e-4)


def test_admissions_to_berkeley_have_the_published_test() -> None:
    found = cochran_mantel_haenszel(BERKELEY)

    assert found is not None
    assert found.statistic == pytest.approx(1.4269, abs=1e-4)
    assert found.p == pytest.approx(0.2323, abs=1e-4)


def test_the_reference_has_the_same_p_of_tea(oracles: dict[str, Any]) -> None:
    row = oracles["fisher_tea"]
    found = fisher_exact(integers(row["input"]))

    assert found.one_sided == Fraction(row["expect"]["one_sided"])
    assert found.two_sided == Fraction(row["expect"]["two_sided"])


def test_the_reference_has_the_same_figures_of_berkeley(oracles: dict[str, Any]) -> None:
    row = oracles["cmh_ucb"]
    tables = integers(row["input"])
    test = cochran_mantel_haenszel(tables)
    assert test is not None
    found = {
        "statistic": test.statistic,
        "p": test.p,
        "common_or": mantel_haenszel_odds_ratio(tables),
        "pooled_or": pooled_odds_ratio(tables),
    }

    expected = {key: float(value) for key, value in row["expect"].items()}
    assert found == pytest.approx(expected, abs=float(row["tol"]))


# --- definitions ----------------------------------------------------------------------------


def test_fishers_p_is_the_share_of_ways_to_deal_out_the_second_code() -> None:
    """Each way to give the second code to so many of all units, counted one by one."""
    for both, first, second, neither in product(range(4), repeat=4):
        total = both + first + second + neither
        of_first = set(range(both + first))
        dealt = [
            len(of_first.intersection(chosen))
            for chosen in combinations(range(total), both + second)
        ]
        ways = {n: dealt.count(n) for n in dealt}
        found = fisher_exact(((both, first), (second, neither)))
        assert found.one_sided == Fraction(sum(n >= both for n in dealt), len(dealt))
        no_likelier = sum(ways[n] <= ways[both] for n in dealt)
        assert found.two_sided == Fraction(no_likelier, len(dealt))


def test_fishers_p_equals_that_of_scipy_on_large_tables() -> None:
    stats = pytest.importorskip("scipy.stats")
    rng = random.Random(3)
    for _ in range(100):
        table = tuple(tuple(rng.randint(0, 60) for _ in range(2)) for _ in range(2))
        found = fisher_exact(table)
        greater = stats.fisher_exact(table, alternative="greater").pvalue
        assert float(found.one_sided) == pytest.approx(greater, abs=1e-12)
        assert float(found.two_sided) == pytest.approx(stats.fisher_exact(table).pvalue, abs=1e-12)


def test_the_common_odds_ratio_and_its_test_follow_their_formulas() -> None:
    """Written out table by table, with the mean and variance of all ways to deal units out."""
    rng = random.Random(4)
    defined = 0
    for _ in range(300):
        tables = some_tables(rng, most=5)
        rows = [(a, b, c, d, a + b + c + d) for (a, b), (c, d) in tables]
        above = sum(Fraction(a * d, n) for a, _, _, d, n in rows if n)
        below = sum(Fraction(b * c, n) for _, b, c, _, n in rows if n)
        odds = mantel_haenszel_odds_ratio(tables)
        assert odds == (pytest.approx(float(above / below)) if below else None)

        off = spread = Fraction(0)
        for a, b, c, _, n in rows:
            dealt = [
                len(set(range(a + b)).intersection(chosen))
                for chosen in combinations(range(n), a + c)
            ]
            mean = Fraction(sum(dealt), len(dealt))
            off += a - mean
            spread += sum((k - mean) ** 2 for k in dealt) / len(dealt)
        found, plain = cochran_mantel_haenszel(tables), None
        if spread:
            defined += 1
            plain = cochran_mantel_haenszel(tables, corrected=False)
            assert plain is not None
            assert found is not None
            assert plain.statistic == pytest.approx(float(off**2 / spread))
            taken = Fraction(1, 2) if abs(off) >= Fraction(1, 2) else 0
            assert found.statistic == pytest.approx(float((abs(off) - taken) ** 2 / spread))
        assert (found is None) == (plain is None) == (not spread)
    assert defined > 100


def test_the_p_of_the_common_odds_is_that_of_chi_squared() -> None:
    stats = pytest.importorskip("scipy.stats")
    found = cochran_mantel_haenszel(BERKELEY)

    assert found is not None
    assert found.p == pytest.approx(float(stats.chi2.sf(found.statistic, 1)), abs=1e-12)


@pytest.mark.parametrize(
    ("tables", "pooled", "within"),
    [
        ([], None, None),
        ([((0, 0), (0, 0))], None, None),
        ([((2, 0), (0, 3))], None, None),
        ([((0, 2), (3, 0))], 0.0, 0.0),
        ([((1, 1), (1, 1))], 1.0, 1.0),
        ([((2, 1), (0, 4)), ((0, 0), (3, 1))], pytest.approx(10 / 3), None),
    ],
    ids=["none", "empty", "always together", "never", "unrelated", "apart in no source"],
)
def test_odds_that_tables_cannot_define_are_none(
    tables: list[Table], pooled: float | None, within: float | None
) -> None:
    assert pooled_odds_ratio(tables) == pooled
    assert mantel_haenszel_odds_ratio(tables) == within


def test_there_is_no_test_where_every_table_has_an_empty_margin() -> None:
    assert cochran_mantel_haenszel([((3, 0), (4, 0)), ((1, 0), (0, 0)), ((0, 0), (0, 0))]) is None


@pytest.mark.parametrize("table", [((1, 2),), ((1, 2, 3), (4, 5, 6)), ((1, -1), (0, 2)), ()])
@pytest.mark.parametrize("of", [fisher_exact, odds_ratio])
def test_what_is_no_table_is_refused(of: Any, table: Any) -> None:
    with pytest.raises(ValueError, match="no table of two by two counts"):
        of(table)


# --- pairs of codes -------------------------------------------------------------------------


def odds(sources: Sequence[Sequence[Sequence[bool]]], pairs: Any = (("a", "b"),)) -> list[Odds]:
    codes = "abcdefgh"[: len(sources[0])]
    layer, units = lay_out(*as_columns(sources, codes))
    return list(odds_of_pairs(layer, units, pairs))


@pytest.mark.parametrize("seed", range(40))
def test_the_odds_of_pairs_are_those_of_tables_counted_unit_by_unit(seed: int) -> None:
    rng = random.Random(seed)
    codes = "abcd"
    sources = []
    for _ in range(rng.randint(1, 6)):
        share, size = rng.choice([0.0, 0.3, 0.7, 1.0]), rng.randint(1, 9)
        sources.append([[rng.random() < share for _ in range(size)] for _ in codes])
    for code in range(len(codes)):
        sources[0][code][0] = True  # so that each is used

    pairs = list(combinations(codes, 2))
    for (one, other), found in zip(pairs, odds(sources, pairs), strict=True):
        tables = []
        for lines in sources:
            seen = list(zip(lines[codes.index(one)], lines[codes.index(other)], strict=True))
            both, first = seen.count((True, True)), seen.count((True, False))
            tables.append(((both, first), (seen.count((False, True)), seen.count((False, False)))))
        assert found.pooled == pooled_odds_ratio(tables)
        expected = mantel_haenszel_odds_ratio(tables)
        assert found.within == (None if expected is None else pytest.approx(expected))
        assert bool(found.reason) == (found.within is None)


def test_codes_that_only_share_their_sources_have_odds_of_one_there() -> None:
    """By hand: in the first source 4 4 4 4 and so 1; in the second neither; so 4 * 20 / 16."""
    full = [bits("xxxxxxxx........"), bits("xxxx....xxxx....")]
    empty = [bits("." * 16), bits("." * 16)]
    (found,) = odds([full, empty])

    assert found == Odds(pooled=5.0, within=1.0)
    assert not found.reverses


def test_codes_that_seek_each_other_only_over_all_units_are_reversed() -> None:
    """By hand: 2 4 2 0 of 8 units and 0 1 1 30 of 32, so 2 * 30 / (5 * 3), and 0 within."""
    (found,) = odds(
        [
            [bits("xxxxxx.."), bits("xx....xx")],
            [bits("x" + "." * 31), bits(".x" + "." * 30)],
        ]
    )

    assert (found.pooled, found.within) == (4.0, 0.0)
    assert found.reverses


@pytest.mark.parametrize(
    ("pooled", "within", "reverses"),
    [
        (1.8411, 0.9047, True),
        (0.5, 2.0, True),
        (1.8, 1.2, False),
        (1.8, 1 - 1e-15, False),
        (1.0, 0.5, False),
        (None, None, False),
        (2.0, None, False),
    ],
)
def test_only_odds_on_either_side_of_one_are_reversed(
    pooled: float | None, within: float | None, reverses: bool
) -> None:
    assert Odds(pooled, within).reverses is reverses


@pytest.mark.parametrize(
    ("sources", "found"),
    [
        ((("xx..", "xx.."),), Odds(None, None, NEVER_APART)),
        ((("xx..", "x..."),), Odds(None, None, NEVER_APART)),
        ((("xxxx", "x..."),), Odds(None, None, EMPTY_MARGIN)),
        ((("xx..", "...."), ("....", "xx..")), Odds(0.0, None, EMPTY_MARGIN)),
        ((("xx..", "x..."), ("....", "xx..")), Odds(2.0, None, NEVER_APART)),
    ],
    ids=["always together", "one inside", "one everywhere", "other sources", "apart elsewhere"],
)
def test_odds_that_are_not_defined_have_a_reason(
    sources: Sequence[tuple[str, str]], found: Odds
) -> None:
    assert odds([[bits(marks) for marks in source] for source in sources]) == [found]


def test_units_of_one_person_are_in_no_table_of_one_source() -> None:
    codings, units = as_columns([[bits("x.x."), bits("xx..")]], "ab")
    layer, said = lay_out(codings, units, by_person=True)

    with pytest.raises(ValueError, match="more than one source"):
        odds_of_pairs(layer, said, [("a", "b")])


def test_a_large_p_is_that_of_a_small_statistic() -> None:
    """No more with both than chance gives: the statistic is 0 and p is 1."""
    found = cochran_mantel_haenszel([((2, 2), (2, 2))])

    assert found is not None
    assert (found.statistic, found.p) == (0.0, 1.0)
