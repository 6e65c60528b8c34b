"""Measures of association against published examples and hand calculation."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.analysis.association import c_coefficient, inclusion, jaccard, npmi


@st.composite
def tables(draw: st.DrawFn) -> tuple[int, int, int, int]:
    """Return n_ab, n_a, n_b and the total of a table with both, one, other and neither."""
    both, one, other, neither = (draw(st.integers(0, 10**6)) for _ in range(4))
    return both, both + one, both + other, both + one + other + neither


def test_c_is_that_of_the_worked_example_of_atlas_ti() -> None:
    """ATLAS.ti 22 manual: 5 meetings of a code used 100 times and one used 10 times."""
    found = c_coefficient(5, 100, 10)

    assert found.value == 5 / 105
    assert round(5 / 105, 4) == 0.0476
    assert found.flags == ("unequal",)


@pytest.mark.parametrize(
    ("counts", "value", "flags"),
    [
        ((3, 1, 3), 3.0, ("out_of_range",)),
        ((4, 2, 2), None, ("undefined",)),
        ((9, 3, 3), -3.0, ("out_of_range",)),
        ((0, 0, 0), None, ("undefined",)),
        ((0, 3, 4), 0.0, ()),
        ((3, 3, 3), 1.0, ()),
    ],
)
def test_c_is_never_clamped_and_says_so(
    counts: tuple[int, int, int], value: float | None, flags: tuple[str, ...]
) -> None:
    """3 / (1 + 3 - 3); 4 / (2 + 2 - 4), which is 4 / 0; 9 / (3 + 3 - 9)."""
    found = c_coefficient(*counts)

    assert (found.value, found.flags) == (value, flags)


@pytest.mark.parametrize(
    ("counts", "unequal"),
    [((1, 10, 2), False), ((1, 11, 2), True), ((1, 2, 10), False), ((1, 2, 11), True)],
)
def test_codes_are_unequal_only_above_a_ratio_of_five(
    counts: tuple[int, int, int], unequal: bool
) -> None:
    assert ("unequal" in c_coefficient(*counts).flags) is unequal


def test_jaccard_is_what_bears_both_of_what_bears_either() -> None:
    """4 units bear both, 6 only one, 10 only the other: 4 of 20."""
    assert jaccard(4, 10, 14) == 0.2
    assert jaccard(0, 0, 0) is None
    assert jaccard(0, 2, 3) == 0.0


def test_inclusion_is_the_share_of_the_code_it_starts_from() -> None:
    """4 of 10 one way, 4 of 16 the other."""
    assert (inclusion(4, 10), inclusion(4, 16)) == (0.4, 0.25)
    assert inclusion(0, 0) is None


def test_npmi_is_that_of_a_published_pmi() -> None:
    """Manning & Schuetze 1999, table 5.14: Ayatollah 42, Ruhollah 20, both 20: 18.38 bits."""
    words = 14_307_668
    found = npmi(20, 42, 20, total=words)

    assert found is not None
    assert round(found * -math.log2(20 / words), 2) == 18.38
    assert found == pytest.approx(18.38 / -math.log2(20 / words), abs=0.0005)


@pytest.mark.parametrize(
    ("counts", "total", "value"),
    [
        ((6, 12, 50), 100, 0.0),  # 12 % of 50 is 6: independent
        ((7, 7, 7), 100, 1.0),
        ((3, 3, 3), 7, 1.0),
        ((0, 5, 5), 100, -1.0),
        ((1, 2, 4), 16, 0.25),  # log2(1 * 16 / 8) = 1, of log2(16) = 4
        ((1, 4, 8), 16, -0.25),  # log2(1 * 16 / 32) = -1
    ],
)
def test_npmi_is_that_worked_by_hand(
    counts: tuple[int, int, int], total: int, value: float
) -> None:
    assert npmi(*counts, total=total) == value


@pytest.mark.parametrize(("counts", "total"), [((0, 0, 3), 9), ((0, 3, 0), 9), ((9, 9, 9), 9)])
def test_npmi_is_undefined_where_a_code_is_nowhere_or_both_are_everywhere(
    counts: tuple[int, int, int], total: int
) -> None:
    assert npmi(*counts, total=total) is None


@pytest.mark.parametrize(
    "counts",
    [(11, 11, 11), (1, 11, 3), (1, 3, 11), (0, 0, 11), (0, 11, 0), (4, 3, 5), (4, 5, 3)],
)
def test_npmi_refuses_counts_that_are_not_of_the_same_ground(counts: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="do not fit into a total of 10"):
        npmi(*counts, total=10)


@given(tables())
def test_measures_of_counts_of_one_ground_stay_within_their_bounds(
    table: tuple[int, int, int, int],
) -> None:
    n_ab, n_a, n_b, total = table

    for share in (jaccard(n_ab, n_a, n_b), inclusion(n_ab, n_a), inclusion(n_ab, n_b)):
        assert share is None or 0 <= share <= 1
    information = npmi(n_ab, n_a, n_b, total=total)
    assert information is None or -1 <= information <= 1
    assert (information is None) == (n_a == 0 or n_b == 0 or n_ab == total)
    assert c_coefficient(n_ab, n_a, n_b).value == jaccard(n_ab, n_a, n_b)


@given(tables())
def test_measures_are_the_same_from_either_side(table: tuple[int, int, int, int]) -> None:
    n_ab, n_a, n_b, total = table

    assert c_coefficient(n_ab, n_a, n_b) == c_coefficient(n_ab, n_b, n_a)
    assert npmi(n_ab, n_a, n_b, total=total) == npmi(n_ab, n_b, n_a, total=total)


@given(st.integers(1, 10**9), st.integers(1, 10**9))
def test_codes_that_are_always_together_have_an_npmi_of_exactly_one(n: int, rest: int) -> None:
    assert npmi(n, n, n, total=n + rest) == 1.0
