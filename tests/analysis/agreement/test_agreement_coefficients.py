"""Coefficients of agreement against published examples, and where they are not defined."""

from __future__ import annotations

from fractions import Fraction
from itertools import chain

import pytest

from ethnocode.analysis.agreement.coefficients import (
    Agreement,
    Difference,
    Undefined,
    cohen_kappa,
    fleiss_by_value,
    fleiss_kappa,
    holsti,
    interval,
    krippendorff_alpha,
    masi,
    nominal,
    ordinal,
    percent_agreement,
    scott_pi,
    yes_no,
)

# Fleiss (1971), p. 379: thirty patients, each by six psychiatrists
FLEISS = (
    "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 "
    "144444 124444 222333 144444 224445 333335 111455 111112 224444 133555 "
    "555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"
)
# Krippendorff (2011): four observers and twelve units
KRIPPENDORFF = "11.1 2232 3333 3333 2222 1234 4444 1121 2222 .555 ..11 ..3."
# Hayes and Krippendorff (2007), p. 84: five observers and forty units
HAYES = (
    "112.2 1101. 2333. .00.0 000.0 000.0 102.1 1.20. 222.2 2111. .100. 0000. 1222. 33223 "
    "111.1 111.1 212.2 1233. 1101. 000.0 0011. 00.00 2333. 0000. 12.22 0111. 00010 1212. "
    "1122. 112.2 110.0 2121. 22.22 3222. 222.2 223.2 222.2 22.12 2222. 111.1"
)
THREE_BY_FIFTEEN = ("*****34121133*3", "1*213343*******", "**21344*21133*4")


def ratings(text: str) -> list[tuple[int | None, ...]]:
    """Return rows of figures; anything else is a rating that is missing."""
    return [tuple(int(c) if c.isdecimal() else None for c in row) for row in text.split()]


def value(found: Agreement | Undefined) -> float:
    assert isinstance(found, Agreement), found
    return float(found.value)


def test_cohens_own_example() -> None:
    """Cohen (1960), p. 45."""
    assert value(cohen_kappa([[88, 14, 18], [10, 40, 10], [2, 6, 12]])) == pytest.approx(
        0.492, abs=0.001
    )


def test_fleiss_own_example_with_each_category() -> None:
    rows = ratings(FLEISS)

    found = fleiss_kappa(rows)

    assert isinstance(found, Agreement)
    assert value(found) == pytest.approx(0.430, abs=0.001)
    assert float(found.observed) == pytest.approx(0.5556, abs=0.0001)
    # Fleiss adds up shares that he has rounded to three digits
    assert float(found.expected) == pytest.approx(0.2201, abs=0.0002)
    by_value = {
        key: float(k) for key, k in fleiss_by_value(rows).items() if isinstance(k, Fraction)
    }
    published = {1: 0.248, 2: 0.248, 3: 0.517, 4: 0.470, 5: 0.565}
    assert by_value == pytest.approx(published, abs=0.005)


def test_ten_segments_of_two_coders() -> None:
    """Krippendorff (2004), p. 224; 60 % agreement is little more than chance."""
    rows = list(zip("1100000000", "0110010100", strict=True))

    found = krippendorff_alpha(rows)

    assert percent_agreement(rows) == Fraction(6, 10)
    assert isinstance(found, Agreement)
    assert found.observed == Fraction(4, 10)
    assert float(found.expected) == pytest.approx(0.442, abs=0.001)
    assert value(found) == pytest.approx(0.0952, abs=0.0001)


@pytest.mark.parametrize(
    ("rows", "difference", "alpha"),
    [
        (ratings(KRIPPENDORFF), nominal, 0.743),
        (ratings(HAYES), ordinal, 0.7598),
        (ratings(" ".join(map("".join, zip(*THREE_BY_FIFTEEN, strict=True)))), nominal, 0.6914),
        (ratings(" ".join(map("".join, zip(*THREE_BY_FIFTEEN, strict=True)))), interval, 0.8108),
    ],
)
def test_alpha_with_ratings_that_are_missing(
    rows: list[tuple[int | None, ...]], difference: Difference, alpha: float
) -> None:
    assert value(krippendorff_alpha(rows, difference=difference)) == pytest.approx(alpha, abs=0.001)


def test_coders_as_a_manual_compares_them() -> None:
    """NVivo: 50 characters of both, 150 of one, 800 of neither; kappa hangs on whose they are."""
    halves, one_sided = [[50, 75], [75, 800]], [[50, 150], [0, 800]]

    assert value(cohen_kappa(halves)) == pytest.approx(0.3143, abs=0.0001)
    assert value(cohen_kappa(one_sided)) == pytest.approx(0.3478, abs=0.0001)
    assert percent_agreement({(True, True): 50, (True, False): 150, (False, False): 800}) == (
        Fraction(85, 100)
    )


def test_four_coefficients_of_one_table() -> None:
    """Artstein and Poesio (2008), p. 558: 70 % agreement."""
    table = [[20, 20], [10, 50]]

    assert float(value(scott_pi(table))) == pytest.approx(0.341, abs=0.001)
    assert value(cohen_kappa(table)) == pytest.approx(0.348, abs=0.001)


def test_scott_is_fleiss_of_two_and_alpha_comes_close_to_it_in_large_samples() -> None:
    counts = {("a", "a"): 40, ("a", "b"): 9, ("b", "a"): 11, ("b", "b"): 40}
    pi = fleiss_kappa(counts)
    alpha = krippendorff_alpha(counts)

    assert isinstance(pi, Agreement)
    assert isinstance(alpha, Agreement)
    assert pi == scott_pi([[40, 9], [11, 40]])
    # alpha = 1 - (1 - pi)(N - 1) / N for N ratings
    assert alpha.value == 1 - (1 - pi.value) * Fraction(199, 200)


def test_holsti_counts_shared_decisions_twice() -> None:
    assert holsti(8, 10, 12) == Fraction(16, 22)
    assert holsti(0, 0, 0) == Undefined("nobody decided anything")


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("ab", "abcd", Fraction(2, 3)),  # Passonneau (2006)
        ("ab", "ab", Fraction(0)),
        ("", "", Fraction(0)),
        ("", "a", Fraction(1)),
        ("ab", "bc", 1 - Fraction(1, 9)),
        ("ab", "cd", Fraction(1)),
    ],
)
def test_sets_are_apart_as_masi_says(one: str, other: str, apart: Fraction) -> None:
    assert masi(frozenset(one), frozenset(other), {}) == apart


@pytest.mark.parametrize("same", [True, False])
def test_one_value_used_is_undefined_and_never_a_number(same: bool) -> None:
    rows = [(same, same, same)] * 5
    pairs = [(same, same)] * 5
    table = [[5, 0], [0, 0]] if same else [[0, 0], [0, 5]]

    found = [
        cohen_kappa(table),
        scott_pi(table),
        fleiss_kappa(rows),
        krippendorff_alpha(pairs),
        *fleiss_by_value(rows).values(),
    ]

    assert found == [Undefined("only one value used")] * 5
    assert {str(one) for one in found} == {"undefined: only one value used"}


def test_nothing_rated_twice_is_undefined() -> None:
    nothing = Undefined("nothing that two coders rated")

    assert percent_agreement([]) == nothing
    assert cohen_kappa([[0, 0], [0, 0]]) == nothing
    assert fleiss_kappa([]) == nothing
    assert krippendorff_alpha([(1, None), (None, 2)]) == nothing


def test_a_missing_rating_is_no_matter_for_fleiss() -> None:
    with pytest.raises(ValueError, match="rating of every coder"):
        fleiss_kappa([(1, 2), (1, None)])


def test_two_coders_who_never_agree_are_below_chance() -> None:
    assert value(cohen_kappa([[0, 5], [5, 0]])) == -1
    assert cohen_kappa([[0, 5], [0, 0]]) == Agreement(Fraction(0), Fraction(0), Fraction(0))


def test_cells_stand_for_the_ratings_they_count() -> None:
    listed = list(
        chain([(True, True, True)] * 2, [(True, True, False)] * 3, [(False, False, False)] * 4)
    )

    assert krippendorff_alpha(yes_no([4, 0, 3, 2])) == krippendorff_alpha(listed)
    assert fleiss_kappa(yes_no([4, 0, 3, 2])) == fleiss_kappa(listed)
