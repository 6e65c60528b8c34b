"""New information by order of collection, and how many codes there may be."""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from ethnocode.analysis.saturation import chao1, new_information

NEW = (16, 9, 7, 5, 2, 1, 1, 0, 0, 0)
"""Codes that each interview is the first to have: the published rule with invented numbers."""

FIVE_PER_CENT = Fraction(1, 20)
SPECIES = (0, 1, 1, 4, 2, 5, 2, 4, 1, 2)
"""A test vector of scikit-bio: nine found, three of them once and three twice."""


def test_new_information_is_that_worked_by_hand() -> None:
    """37 codes in four interviews; interviews 5 and 6 add 3, 6 and 7 add 2, and so on."""
    found = new_information(NEW)

    assert found.base_codes == 37
    assert found.ratios == tuple(Fraction(n, 37) for n in (3, 2, 1, 0, 0))
    assert found.written(FIVE_PER_CENT) == "6+2"
    assert found.written(Fraction(0)) == "7+2"
    assert found.sources_before(FIVE_PER_CENT) == 6
    assert new_information(NEW, run=3).written(FIVE_PER_CENT) == "6+3"
    assert new_information(NEW, base=5).base_codes == 39
    assert new_information(NEW, base=5).written(FIVE_PER_CENT) == "6+2"


def test_new_information_is_that_of_the_reference(oracles: dict[str, Any]) -> None:
    row = oracles["guest2020_rule"]
    new = [int(count) for count in row["input"]["new"]]
    base, run = int(row["input"]["base"]), int(row["input"]["run"])
    expected = row["expect"]
    found = new_information(new, base=base, run=run)

    assert found.base_codes == int(expected["base_codes"])
    assert found.written(FIVE_PER_CENT) == expected["thr5"]
    assert found.written(Fraction(0)) == expected["thr0"]
    assert list(found.ratios[: len(expected["ratios"])]) == list(map(Fraction, expected["ratios"]))
    longer = new_information(new, base=base, run=3)
    assert longer.written(FIVE_PER_CENT) == expected["run3_thr5"]
    wider = new_information(new, base=5, run=2)
    assert wider.written(FIVE_PER_CENT) == expected["base5_run2_thr5"]


def test_a_threshold_includes_itself() -> None:
    found = new_information([20, 1, 0], base=1, run=1)

    assert found.ratios == (FIVE_PER_CENT, 0)
    assert found.written(FIVE_PER_CENT) == "1+1"
    assert found.written(Fraction(1, 21)) == "2+1"


@pytest.mark.parametrize(
    ("new", "codes"),
    [((), 0), ((3, 2), 5), ((16, 9, 7, 5, 2), 37), ((0, 0, 0, 0, 3, 0, 0), 0)],
    ids=["nothing", "less than a base", "less than a run", "nothing in the base"],
)
def test_where_there_is_no_run_nothing_is_said(new: tuple[int, ...], codes: int) -> None:
    found = new_information(new)

    assert (found.base_codes, found.ratios) == (codes, ())
    assert found.sources_before(Fraction(1)) is None
    assert found.written(Fraction(1)) is None


def test_runs_that_keep_bringing_more_come_to_no_figure() -> None:
    assert new_information([4, 4, 4, 4, 4, 4]).written(FIVE_PER_CENT) is None


def test_new_information_equals_its_definition_on_invented_orders() -> None:
    """Sources as sets of codes: what is new to a run is in it and in no source before it."""
    rng = random.Random(9)
    for _ in range(300):
        sources = [
            {rng.randint(1, 30) for _ in range(rng.randint(0, 6))} for _ in range(rng.randint(0, 9))
        ]
        base, run = rng.randint(1, 5), rng.randint(1, 3)
        new = [len(s - set().union(*sources[:n])) for n, s in enumerate(sources)]
        found = new_information(new, base=base, run=run)

        known = set().union(*sources[:base])
        assert found.base_codes == len(known)
        threshold = Fraction(rng.randint(0, 10), 20)
        first, ratios = None, []
        for start in range(base, len(sources)):
            if start + run > len(sources) or not known:
                break
            before = set().union(*sources[:start])
            fresh = set().union(*sources[start : start + run]) - before
            ratios.append(Fraction(len(fresh), len(known)))
            if first is None and ratios[-1] <= threshold:
                first = start
        assert list(found.ratios) == ratios
        assert found.sources_before(threshold) == first


@pytest.mark.parametrize(
    ("new", "base", "run", "said"),
    [((1, -1), 4, 2, "below 0: -1"), ((1,), 0, 2, "base 0"), ((1,), 4, 0, "run 0")],
)
def test_numbers_that_make_no_sense_are_refused(
    new: tuple[int, ...], base: int, run: int, said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        new_information(new, base=base, run=run)


def test_chao1_is_that_of_scikit_bio() -> None:
    assert chao1(SPECIES) == Fraction("9.75")
    assert chao1(SPECIES, corrected=False) == Fraction("10.5")


def test_chao1_is_that_of_the_reference(oracles: dict[str, Any]) -> None:
    row = oracles["chao1_skbio"]
    counts = [int(count) for count in row["input"]]

    assert chao1(counts) == Fraction(row["expect"]["bias_corrected"])
    assert chao1(counts, corrected=False) == Fraction(row["expect"]["classic"])


@pytest.mark.parametrize(
    ("counts", "corrected", "classic"),
    [
        ((), 0, None),
        ((0, 0), 0, None),
        ((3, 4), 2, None),
        ((1,), 1, None),
        ((1, 1), 3, None),
        ((2,), 1, 1),
        ((1, 2), 2, Fraction(5, 2)),
    ],
)
def test_chao1_of_few_codes_is_that_worked_by_hand(
    counts: tuple[int, ...], corrected: int, classic: Fraction | None
) -> None:
    assert chao1(counts) == corrected
    assert chao1(counts, corrected=False) == classic


def test_counts_below_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="below 0: -2"):
        chao1([1, -2])
