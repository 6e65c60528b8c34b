"""Two codes in a table of two by two, over all units or one table a source.

A table is ``((both, first), (second, neither))``: units that bear both codes, only the
first, only the second, and neither. Two codes may go together over all units only because
some sources have more of both; tables of one source each say what is left of it there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from ethnocode.analysis.layer import Ints, Layer, Units
from ethnocode.analysis.permutation import Ground, ground_of

Floats = NDArray[np.float64]
Table = Sequence[Sequence[int]]
"""Two rows of two counts, none below 0."""

_ROUNDING = 1e-9

EMPTY_MARGIN = "in each source and voice one of the two is in no unit or in all"
NEVER_APART = "no voice of a source has each of the two without the other"


@dataclass(frozen=True, slots=True)
class ExactP:
    """The two p of Fisher's exact test, exactly.

    Args:
        one_sided: For as many units with both as there are, or more.
        two_sided: For every table that is no likelier than this one.
    """

    one_sided: Fraction
    two_sided: Fraction


@dataclass(frozen=True, slots=True)
class CommonOddsTest:
    """A test of whether the odds ratio that tables have in common is 1.

    Args:
        statistic: Chi-squared, with one degree of freedom.
        p: Two-sided.
    """

    statistic: float
    p: float


@dataclass(frozen=True, slots=True)
class Odds:
    """How much likelier one code is where the other is; descriptive, 1 for unrelated codes.

    Args:
        pooled: Odds ratio over all units together; ``None`` where they cannot define it.
        within: The one that sources have in common, after Mantel and Haenszel; likewise.
        reason: Why one of them is not defined; empty where both are.
    """

    pooled: float | None
    within: float | None
    reason: str = ""

    @property
    def reverses(self) -> bool:
        """Whether one of the two is above 1 and the other below, by more than rounding."""
        if self.pooled is None or self.within is None:
            return False
        return _side(self.pooled) * _side(self.within) < 0


def fisher_exact(table: Table) -> ExactP:
    """Return the p of Fisher's exact test, with the margins of the table held fast.

    On units of field notes it finds far too much, since these are no independent draws:
    no report prints it. Where a margin is 0 no other table is possible, and p is 1.

    Raises:
        ValueError: It is no table of two by two counts.

    Source:
        Fisher (1935) The Design of Experiments, chapter II: of (3, 1), (1, 3) 17/70; the
        two-sided p adds every table that is no likelier.
    """
    both, first, second, neither = _cells(table)
    row, column, total = both + first, both + second, both + first + second + neither
    ways = {
        n: math.comb(row, n) * math.comb(total - row, column - n)
        for n in range(max(0, row + column - total), min(row, column) + 1)
    }
    of = math.comb(total, column)
    return ExactP(
        Fraction(sum(some for n, some in ways.items() if n >= both), of),
        Fraction(sum(some for some in ways.values() if some <= ways[both]), of),
    )


def odds_ratio(table: Table) -> float | None:
    """Return ``both neither / (first second)``: the odds of one code with the other and without.

    ``None`` where one of the codes is in no unit or in all, or never without the other.

    Raises:
        ValueError: It is no table of two by two counts.
    """
    both, first, second, neither = _cells(table)
    return both * neither / (first * second) if first * second else None


def pooled_odds_ratio(tables: Iterable[Table]) -> float | None:
    """Return the odds ratio of the sum of tables, as if they were one.

    Raises:
        ValueError: One is no table of two by two counts.
    """
    both = first = second = neither = 0
    for table in tables:
        cells = _cells(table)
        both, first = both + cells[0], first + cells[1]
        second, neither = second + cells[2], neither + cells[3]
    return odds_ratio(((both, first), (second, neither)))


def mantel_haenszel_odds_ratio(tables: Iterable[Table]) -> float | None:
    """Return the odds ratio that tables have in common: a weighted mean of their own.

    ``None`` where no table has units with only the one code and units with only the other.

    Raises:
        ValueError: One is no table of two by two counts.

    Source:
        Mantel and Haenszel (1959) Statistical aspects of the analysis of data from
        retrospective studies of disease. Admissions to Berkeley, six departments: 0.9047,
        where the pooled ratio is 1.8411.
    """
    alike = apart = 0.0
    for both, first, second, neither in map(_cells, tables):
        total = (both + first + second + neither) or 1
        alike, apart = alike + both * neither / total, apart + first * second / total
    return alike / apart if apart else None


def cochran_mantel_haenszel(
    tables: Iterable[Table], *, corrected: bool = True
) -> CommonOddsTest | None:
    """Test whether codes go together within tables; ``None`` where no table can tell.

    It holds sources apart, but takes the units of one for independent draws, which runs of
    a code are not: no report prints it.

    Args:
        corrected: For continuity, by a half, where the difference is as large.

    Raises:
        ValueError: One is no table of two by two counts.

    Source:
        Cochran (1954) Some methods for strengthening the common chi-squared tests; Mantel
        and Haenszel (1959). Admissions to Berkeley, six departments: 1.4269, p 0.2323.
    """
    difference = variance = Fraction(0)
    for table in tables:
        both, first, second, neither = _cells(table)
        row, column, total = both + first, both + second, both + first + second + neither
        if total < 2:
            continue
        difference += both - Fraction(row * column, total)
        variance += Fraction(
            row * (total - row) * column * (total - column), total * total * (total - 1)
        )
    if not variance:
        return None
    half = Fraction(1, 2)
    size = abs(difference) - (half if corrected and abs(difference) >= half else 0)
    statistic = float(size * size / variance)
    return CommonOddsTest(statistic, math.erfc(math.sqrt(statistic / 2)))


def odds_of_pairs(layer: Layer, units: Units, pairs: Sequence[tuple[str, str]]) -> tuple[Odds, ...]:
    """Return, for each pair of codes, the odds ratio over all units and that within sources.

    A table is of the units of one source that have the same person.

    Args:
        units: Each of one stretch. Their person is the voice that they are of, whether she is
            known or not; where all have the same, there is a table for each source.
        pairs: Full ids.

    Raises:
        ValueError: A unit is of more than one source.

    Complexity:
        O(r c^2 + u c^2) for c codes in u units of r rings.

    Source:
        As :func:`mantel_haenszel_odds_ratio`.
    """
    if not units.whole:
        raise ValueError("units of more than one source are in no table of one source")
    ground = ground_of(layer, units)
    pooled, alike, apart = (np.zeros((ground.codes, ground.codes)) for _ in range(3))
    for codes, size, both in _together_in_rings(ground):
        square = np.ix_(codes, codes)
        only = np.diag(both)[:, None] - both
        pooled[square] += both
        alike[square] += both * (size - both - only - only.T) / size
        apart[square] += only * only.T / size
    # a code with itself is in all units that bear it
    index = {code: number for number, code in enumerate(layer.codes)}
    places = [(index[one], index[other]) for one, other in pairs]
    return tuple(
        _odds(
            _table(*pooled[[a, a, b], [b, a, b]].astype(int).tolist(), total=units.count),
            float(alike[a, b]),
            float(apart[a, b]),
        )
        for a, b in places
    )


def _odds(pooled: Table, alike: float, apart: float) -> Odds:
    ratio = odds_ratio(pooled)
    if apart:
        return Odds(ratio, alike / apart)
    return Odds(ratio, None, NEVER_APART if alike else EMPTY_MARGIN)


def _table(both: int, one: int, other: int, *, total: int) -> Table:
    return (both, one - both), (other - both, total - one - other + both)


def _side(ratio: float) -> int:
    """Return on which side of 1 a ratio lies; 0 within rounding of it."""
    return 0 if math.isclose(ratio, 1, rel_tol=_ROUNDING) else 1 if ratio > 1 else -1


def _together_in_rings(ground: Ground) -> Iterator[tuple[Ints, int, Floats]]:
    """Yield, for each coded ring, its codes, its units, and units with any two of the codes."""
    first = np.searchsorted(ground.ring, np.arange(len(ground.sizes) + 1))
    for number, size in enumerate(ground.sizes.tolist()):
        rows = slice(first[number], first[number + 1])
        codes, code = np.unique(ground.code[rows], return_inverse=True)
        _, unit = np.unique(ground.place[rows], return_inverse=True)
        bears = np.zeros((int(unit.max()) + 1, len(codes)))
        bears[unit, code] = 1
        yield codes, size, bears.T @ bears


def _cells(table: Table) -> tuple[int, int, int, int]:
    if [len(row) for row in table] != [2, 2] or any(cell < 0 for row in table for cell in row):
        raise ValueError(f"{table} is no table of two by two counts")
    (both, first), (second, neither) = table
    return both, first, second, neither
