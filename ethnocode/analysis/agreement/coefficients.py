"""Agreement on units that are there before anybody codes, as exact fractions.

Ratings are rows, one a unit, each with one value a coder in the same order; ``None`` is a
rating that is missing. Rows that occur often may be given once with how often they do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

Row = tuple[Hashable, ...]
Ratings = Mapping[Row, int] | Iterable[Row]
Difference = Callable[[Any, Any, Mapping[Any, Fraction]], Fraction]
"""How far two values are apart, given how often each value occurs; 0 for equal ones."""

ONE_VALUE = "only one value used"
NOTHING_RATED = "nothing that two coders rated"


@dataclass(frozen=True, slots=True)
class Undefined:
    """That the data cannot define a coefficient.

    Args:
        reason: Why, such as ``only one value used``.
    """

    reason: str

    def __str__(self) -> str:
        return f"undefined: {self.reason}"


@dataclass(frozen=True, slots=True)
class Agreement:
    """A coefficient of agreement, and what it is made of.

    Args:
        value: 1 is full agreement, 0 what chance would give; below 0 is worse than that.
        observed: Observed agreement; of Krippendorff's coefficients, observed disagreement.
        expected: The same as chance would have it.
    """

    value: Fraction
    observed: Fraction
    expected: Fraction


def percent_agreement(ratings: Ratings) -> Fraction | Undefined:
    """Return the share of units on which two coders agree; of more, the mean over pairs.

    Of each pair, units that both rated count. Chance is not allowed for.

    Source:
        Holsti (1969) Content Analysis for the Social Sciences and Humanities, p. 140.
    """
    agreed, rated = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for row, times in _tallied(ratings).items():
        for i, j in combinations(range(len(row)), 2):
            if row[i] is not None and row[j] is not None:
                rated[i, j] += times
                agreed[i, j] += times * (row[i] == row[j])
    if not rated:
        return Undefined(NOTHING_RATED)
    shares = [Fraction(agreed[pair], number) for pair, number in rated.items()]
    return sum(shares, Fraction(0)) / len(shares)


def holsti(shared: int, first: int, second: int) -> Fraction | Undefined:
    """Return twice the decisions that two coders share over all that both made.

    Source:
        Holsti (1969), p. 140: 2M / (N1 + N2).
    """
    if not first + second:
        return Undefined("nobody decided anything")
    return Fraction(2 * shared, first + second)


def cohen_kappa(table: Sequence[Sequence[int]]) -> Agreement | Undefined:
    """Return Cohen's kappa, in which each coder keeps her own shares of the values.

    Args:
        table: Units by the value that one coder gave (rows) and the other (columns).

    Source:
        Cohen (1960) A coefficient of agreement for nominal scales. Educational and
        Psychological Measurement 20(1): 37-46; example on p. 45.
    """
    total = sum(map(sum, table))
    if not total:
        return Undefined(NOTHING_RATED)
    columns = [sum(column) for column in zip(*table, strict=True)]
    observed = Fraction(sum(row[n] for n, row in enumerate(table)), total)
    chance = sum(sum(row) * column for row, column in zip(table, columns, strict=True))
    return _beyond_chance(observed, Fraction(chance, total * total))


def scott_pi(table: Sequence[Sequence[int]]) -> Agreement | Undefined:
    """Return Scott's pi, in which both coders have the shares of the values in common.

    Args:
        table: Units by the value that one coder gave (rows) and the other (columns).

    Source:
        Scott (1955) Reliability of content analysis: the case of nominal scale coding.
        Public Opinion Quarterly 19(3): 321-325.
    """
    ratings = {(i, j): times for i, row in enumerate(table) for j, times in enumerate(row) if times}
    return fleiss_kappa(ratings)


def fleiss_kappa(ratings: Ratings) -> Agreement | Undefined:
    """Return Fleiss' kappa of two coders or more; of two it is Scott's pi.

    Raises:
        ValueError: A rating is missing, or units were not all rated equally often.

    Source:
        Fleiss (1971) Measuring nominal scale agreement among many raters. Psychological
        Bulletin 76(5): 378-382; example on p. 379.
    """
    rows, coders, totals = _complete(ratings)
    units = sum(rows.values())
    if not units or coders < 2:
        return Undefined(NOTHING_RATED)
    pairs = sum(
        times * sum(n * (n - 1) for n in Counter(row).values()) for row, times in rows.items()
    )
    observed = Fraction(pairs, units * coders * (coders - 1))
    ratings_made = units * coders
    chance = sum(Fraction(n, ratings_made) ** 2 for n in totals.values())
    return _beyond_chance(observed, Fraction(chance))


def fleiss_by_value(ratings: Ratings) -> dict[Hashable, Fraction | Undefined]:
    """Return Fleiss' kappa of each value against all others.

    Raises:
        ValueError: A rating is missing, or units were not all rated equally often.

    Source:
        Fleiss (1971), p. 380.
    """
    rows, coders, totals = _complete(ratings)
    made = sum(rows.values()) * coders
    found: dict[Hashable, Fraction | Undefined] = {}
    for value, number in totals.items():
        if number == made or coders < 2:
            found[value] = Undefined(ONE_VALUE)
            continue
        apart = sum(
            times * row.count(value) * (coders - row.count(value)) for row, times in rows.items()
        )
        found[value] = 1 - Fraction(apart * made, (coders - 1) * number * (made - number))
    return found


def nominal(one: Any, other: Any, _totals: Mapping[Any, Fraction]) -> Fraction:
    """Return 1 for values that differ: they are names."""
    return Fraction(one != other)


def interval(one: Any, other: Any, _totals: Mapping[Any, Fraction]) -> Fraction:
    """Return the square of the difference: values are numbers on a scale of equal steps."""
    return Fraction(one - other) ** 2


def ordinal(one: Any, other: Any, totals: Mapping[Any, Fraction]) -> Fraction:
    """Return the square of the ranks between two values: only their order counts.

    Source:
        Krippendorff (2011) Computing Krippendorff's alpha-reliability, p. 6.
    """
    low, high = min(one, other), max(one, other)
    between = sum((n for value, n in totals.items() if low <= value <= high), Fraction(0))
    return (between - (totals[low] + totals[high]) / 2) ** 2


def masi(one: frozenset[Any], other: frozenset[Any], _totals: Mapping[Any, Fraction]) -> Fraction:
    """Return how far two sets of codes are apart: 0 for equal ones, 1 for strangers.

    One minus the Jaccard coefficient times 1 for equal sets, 2/3 where one holds the
    other, 1/3 where they overlap, and 0 where they share nothing.

    Source:
        Passonneau (2006) Measuring agreement on set-valued items (MASI) for semantic and
        pragmatic annotation. Proceedings of LREC 2006.
    """
    if one == other:
        return Fraction(0)
    shared = len(one & other)
    if not shared:
        return Fraction(1)
    kept = Fraction(2, 3) if one <= other or other <= one else Fraction(1, 3)
    return 1 - Fraction(shared, len(one | other)) * kept


def krippendorff_alpha(
    ratings: Ratings, *, difference: Difference = nominal
) -> Agreement | Undefined:
    """Return Krippendorff's alpha: one minus observed over expected disagreement.

    Ratings may be missing; a unit that fewer than two coders rated does not count.

    Args:
        difference: Of values; :func:`nominal` for codes.

    Source:
        Krippendorff (2004) Content Analysis, 2nd edition, chapter 11; (2011) Computing
        Krippendorff's alpha-reliability: alpha = 1 - Do / De.
    """
    together: dict[tuple[Hashable, Hashable], Fraction] = {}
    for row, times in _tallied(ratings).items():
        here = Counter(value for value in row if value is not None)
        coders = here.total()
        for one, n in here.items():
            for other, k in here.items():
                pairs = n * (k - (one == other))
                if pairs:
                    share = Fraction(times * pairs, coders - 1)
                    together[one, other] = together.get((one, other), Fraction(0)) + share
    totals: dict[Hashable, Fraction] = {}
    for (one, _), share in together.items():
        totals[one] = totals.get(one, Fraction(0)) + share
    made = sum(totals.values(), Fraction(0))
    if not made:
        return Undefined(NOTHING_RATED)
    observed = sum((n * difference(*pair, totals) for pair, n in together.items()), Fraction(0))
    expected = sum(
        (
            n * k * difference(one, other, totals)
            for one, n in totals.items()
            for other, k in totals.items()
        ),
        Fraction(0),
    )
    if not expected:
        return Undefined(ONE_VALUE)
    found, chance = observed / made, expected / (made * (made - 1))
    return Agreement(1 - found / chance, found, chance)


def yes_no(given: Sequence[int]) -> dict[Row, int]:
    """Return ratings that say of each unit who gave a code, but for which coder it was.

    Args:
        given: How many units had the code from no coder, from one, from two and so on.
    """
    coders = len(given) - 1
    return {(True,) * n + (False,) * (coders - n): times for n, times in enumerate(given) if times}


def _beyond_chance(observed: Fraction, expected: Fraction) -> Agreement | Undefined:
    if expected == 1:
        return Undefined(ONE_VALUE)
    return Agreement((observed - expected) / (1 - expected), observed, expected)


def _tallied(ratings: Ratings) -> Mapping[Row, int]:
    return ratings if isinstance(ratings, Mapping) else Counter(map(tuple, ratings))


def _complete(ratings: Ratings) -> tuple[Mapping[Row, int], int, Counter[Hashable]]:
    """Return the ratings, how many coders rated each unit, and how often each value occurs."""
    rows = _tallied(ratings)
    sizes = {len(row) for row in rows}
    if len(sizes) > 1 or any(None in row for row in rows):
        raise ValueError("every unit needs a rating of every coder")
    totals: Counter[Hashable] = Counter()
    for row, times in rows.items():
        for value in row:
            totals[value] += times
    return rows, min(sizes, default=0), totals
