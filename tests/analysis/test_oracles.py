"""Published and hand-checked figures, through public functions; our own copies always run."""

from __future__ import annotations

import math
from array import array
from fractions import Fraction
from itertools import product
from typing import Any

import pytest

from ethnocode.analysis.association import c_coefficient, lift, log_likelihood, npmi
from ethnocode.analysis.cooccurrence import Pair, count_cooccurrence
from ethnocode.model import CodingColumns, Count, Distance, Relation, Step, UnitColumns

N_WORDS = 14_307_668
BIGRAMS = (
    (42, 20, 18.38),
    (41, 27, 17.98),
    (30, 117, 16.31),
    (77, 59, 15.94),
    (24, 320, 15.19),
    (14907, 9017, 1.09),
    (13484, 10570, 1.01),
    (14734, 13478, 0.53),
    (14093, 14776, 0.46),
    (15019, 15629, 0.29),
)
"""Manning and Schuetze 1999, table 5.14: occurrences of either word and bits; 20 times both."""

A = ((0, 20), (30, 40), (60, 70))
B = ((10, 35), (36, 38), (90, 95))


def toy(relation: Relation, count: Count, *, a=A, b=B, near: int | None = None) -> Pair:
    rows = [(start, end, n) for n, spans in enumerate((a, b)) for start, end in spans]
    start, end, code = (array("q", column) for column in zip(*rows, strict=True))
    (pair,) = count_cooccurrence(
        CodingColumns(array("q", [1] * len(rows)), start, end, code, ("a", "b")),
        UnitColumns(
            array("q", [1, 1]), array("q", [0, 50]), array("q", [50, 100]), array("q", [7, 7])
        ),
        relation=relation,
        count=count,
        kinds={1: "interview"},
        people={7: 1},
        lengths={1: 100},
        distance=None if near is None else Distance(near, Step.CHARS),
    )
    return pair


def test_segments_near_and_before_each_other_are_those_of_the_toy_document() -> None:
    """Gaps: 16 from a 0-20 to b 36-38; 25 and 22 back from a 60-70, and 20 on to b 90-95."""
    assert toy(Relation.NEAR, Count.EVENTS, near=19).n_ab == 4
    assert toy(Relation.NEAR, Count.EVENTS, near=20).n_ab == 5
    assert toy(Relation.NEAR, Count.EVENTS, near=30).n_ab == 7
    assert toy(Relation.NEAR, Count.EVENTS, near=100).n_ab == 9
    before = toy(Relation.BEFORE, Count.EVENTS, near=20)
    assert (before.n_ab, before.n_ba) == (2, 0)
    assert toy(Relation.BEFORE, Count.EVENTS, near=25).n_ba == 2
    assert (before.c, before.flags) == (None, ("asymmetric", "events"))


@pytest.mark.parametrize(("one", "other", "bits"), BIGRAMS)
def test_the_logarithm_of_lift_is_the_published_pointwise_mutual_information(
    one: int, other: int, bits: float
) -> None:
    found = lift(20, one, other, total=N_WORDS)

    assert found is not None
    assert math.log2(found) == pytest.approx(bits, abs=0.01)


@pytest.mark.parametrize(
    ("counts", "total", "value"),
    [
        ((10, 20, 30), 60, 0.0),
        ((30, 30, 30), 60, 120 * math.log(2)),  # 2 (30 ln 2 + 30 ln 2)
        ((0, 30, 30), 60, -120 * math.log(2)),
        ((0, 0, 30), 60, None),
        ((30, 60, 30), 60, None),
    ],
)
def test_log_likelihood_is_that_worked_by_hand(
    counts: tuple[int, int, int], total: int, value: float | None
) -> None:
    assert log_likelihood(*counts, total=total) == pytest.approx(value)


def test_log_likelihood_equals_that_of_scipy_on_random_tables() -> None:
    stats = pytest.importorskip("scipy.stats")
    for cells in product((1, 4, 30, 1000), repeat=4):
        both, one, other, neither = cells
        found = log_likelihood(both, both + one, both + other, total=sum(cells))
        expected = stats.chi2_contingency(
            [[both, one], [other, neither]], correction=False, lambda_="log-likelihood"
        )
        assert found is not None
        assert abs(found) == pytest.approx(expected.statistic, abs=1e-8)
        assert found == 0 or (found > 0) == (both * neither > one * other)


def test_log_likelihood_refuses_counts_that_make_no_table() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        log_likelihood(1, 8, 8, total=10)


def test_exactly_one_of_allens_relations_holds_and_ours_are_made_of_them() -> None:
    """All pairs of spans in 6 characters; each of the thirteen occurs."""
    spans = [(start, end) for start in range(6) for end in range(start + 1, 7)]
    seen = set()
    for a, b in product(spans, repeat=2):
        held = [name for name, holds in ALLEN.items() if holds(*a, *b)]
        assert len(held) == 1, (a, b, held)
        (allen,) = held
        seen.add(allen)
        for relation, of in OURS.items():
            near = 100 if relation is Relation.BEFORE else None
            pair = toy(relation, Count.EVENTS, a=[a], b=[b], near=near)
            assert pair.n_ab == (allen in of), (relation, allen)
            if relation is Relation.BEFORE:
                assert pair.n_ba == (allen in ("after", "met-by"))
    assert seen == set(ALLEN)


ALLEN = {
    "before": lambda s, e, t, f: e < t,
    "meets": lambda s, e, t, f: e == t,
    "overlaps": lambda s, e, t, f: s < t < e < f,
    "starts": lambda s, e, t, f: s == t and e < f,
    "during": lambda s, e, t, f: t < s and e < f,
    "finishes": lambda s, e, t, f: t < s and e == f,
    "equals": lambda s, e, t, f: (s, e) == (t, f),
    "finished-by": lambda s, e, t, f: s < t and e == f,
    "contains": lambda s, e, t, f: s < t and f < e,
    "started-by": lambda s, e, t, f: s == t and f < e,
    "overlapped-by": lambda s, e, t, f: t < s < f < e,
    "met-by": lambda s, e, t, f: f == s,
    "after": lambda s, e, t, f: f < s,
}
"""Allen (1983) Maintaining knowledge about temporal intervals, figure 2."""

OURS = {
    Relation.EQUAL: {"equals"},
    Relation.WITHIN: {"equals", "starts", "during", "finishes"},
    Relation.ENCLOSES: {"equals", "started-by", "contains", "finished-by"},
    Relation.OVERLAP: set(ALLEN) - {"before", "meets", "met-by", "after"},
    Relation.BEFORE: {"before", "meets"},
}


# --- the reference file, where it is at hand --------------------------------------------


@pytest.mark.parametrize(
    "name", ["c_coefficient_manual", "c_out_of_range_gt1", "c_undefined", "c_negative"]
)
def test_c_is_that_of_the_reference(oracles: dict[str, Any], name: str) -> None:
    row = oracles[name]
    found = c_coefficient(*(int(row["input"][key]) for key in ("n12", "n1", "n2")))
    expected = None if row["expect"] is None else float(row["expect"])
    assert found.value == pytest.approx(expected, abs=1e-12)
    assert row.get("flag", "unequal") in found.flags


def test_the_toy_document_is_that_of_the_reference(oracles: dict[str, Any]) -> None:
    expected = oracles["cooc_semantics_toy"]["expect"]
    found = {
        "events_overlap": toy(Relation.OVERLAP, Count.EVENTS).n_ab,
        "A_segments": toy(Relation.OVERLAP, Count.SEGMENTS).n_ab,
        "B_segments": toy(Relation.OVERLAP, Count.SEGMENTS).n_ba,
        "equal": toy(Relation.EQUAL, Count.EVENTS).n_ab,
        "A_within_B": toy(Relation.WITHIN, Count.EVENTS).n_ab,
        "A_encloses_B": toy(Relation.ENCLOSES, Count.EVENTS).n_ab,
        "chars_both": toy(Relation.OVERLAP, Count.CHARS).n_ab,
        "char_jaccard": toy(Relation.OVERLAP, Count.CHARS).jaccard,
        "paragraphs_both": toy(Relation.UNIT, Count.UNITS).n_ab,
        "documents_both": toy(Relation.OVERLAP, Count.SOURCES).n_ab,
        "near_20": toy(Relation.NEAR, Count.EVENTS, near=20).n_ab,
        "near_30": toy(Relation.NEAR, Count.EVENTS, near=30).n_ab,
        "A_precedes_B_within_20": toy(Relation.BEFORE, Count.EVENTS, near=20).n_ab,
        "c_on_events": toy(Relation.OVERLAP, Count.EVENTS).c,
    }
    assert found == {key: float(Fraction(value)) for key, value in expected.items()}


def test_mutual_information_is_that_of_the_reference(oracles: dict[str, Any]) -> None:
    row = oracles["pmi_manning_schuetze"]
    for (_, one, other, both), bits in zip(row["input"], row["expect"], strict=True):
        found = lift(int(both), int(one), int(other), total=N_WORDS)
        assert found is not None
        assert math.log2(found) == pytest.approx(float(bits), abs=float(row["tol"]))


def test_the_bounds_of_npmi_are_those_of_the_reference(oracles: dict[str, Any]) -> None:
    expected = oracles["npmi_bounds"]["expect"]
    assert npmi(7, 7, 7, total=100) == float(expected["always_together"])
    assert npmi(6, 12, 50, total=100) == float(expected["independent"])
    assert npmi(0, 5, 5, total=100) == float(expected["never"])
