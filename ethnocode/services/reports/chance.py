"""How often pairs would meet by chance: the columns and notes that a test adds to a report."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import ceil, sqrt
from typing import TYPE_CHECKING

from ethnocode.errors import UsageError
from ethnocode.model import Cell, Column, Count, Relation, Report, Unit
from ethnocode.services.reports.layer import CodedLayer
from ethnocode.services.reports.odds import ODDS_COLUMNS, odds_cells, odds_notes

if TYPE_CHECKING:
    from ethnocode.analysis.cooccurrence import Pair

LEAST_ROUNDS, SEED = 999, 1
"""How often codes are shifted, at least and unless said otherwise, and of what is drawn."""

_RATE = 0.05
_NOT_SHIFTED = (Unit.SOURCE, Unit.PERSON)
_PLACES_TO_P = ("c", "b_given_a", "a_given_b", "flag")
"""Columns that leave their place on a terminal to those of the test."""


@dataclass(frozen=True, slots=True)
class Shifts:
    """How a pair is tested.

    Args:
        rounds: How often codes are shifted.
        seed: Of what is drawn.
        told: Told how many rounds are done.
    """

    rounds: int = LEAST_ROUNDS
    seed: int = SEED
    told: Callable[[int], None] = lambda _: None

    @property
    def options(self) -> tuple[str, ...]:
        """What to type to get the same."""
        return ("--test", "--rounds", str(self.rounds), "--seed", str(self.seed))


def check_shifts(shifts: Shifts | None, *, relation: Relation, count: Count, unit: Unit) -> None:
    """Refuse a test of what is no count of units within sources, or of too few rounds.

    Raises:
        UsageError: It is one of these.
    """
    if shifts is None:
        return
    if shifts.rounds < LEAST_ROUNDS:
        raise UsageError(
            f"{shifts.rounds} rounds are too few for a test",
            hint=f"--rounds {LEAST_ROUNDS} or more",
        )
    if (relation, count) != (Relation.UNIT, Count.UNITS):
        raise UsageError(
            f"there is a test for units that bear both codes, not for {count.value} by "
            f"{relation.value}",
            hint="--test with --relation unit --count units, which are what is counted by default",
        )
    if unit in _NOT_SHIFTED:
        raise UsageError(
            f"codes are shifted from unit to unit within a source, which the unit {unit.value} "
            "does not allow",
            hint="such as --unit passage",
        )


def with_chance(
    report: Report, layer: CodedLayer, pairs: Sequence[Pair], shifts: Shifts | None
) -> Report:
    """Return a report on pairs with the test of each; as it is where none was asked for.

    Args:
        pairs: One a row of the report.
        shifts: Passed :func:`check_shifts`.
    """
    if shifts is None:
        return report
    from ethnocode.analysis.contingency import odds_of_pairs
    from ethnocode.analysis.layer import lay_out
    from ethnocode.analysis.permutation import compare_with_shifts

    segments, units = lay_out(layer.codings, layer.units, lengths=layer.lengths)
    names = [(pair.a, pair.b) for pair in pairs]
    odds = odds_of_pairs(segments, units, names)
    found = compare_with_shifts(
        segments,
        units,
        names,
        rounds=shifts.rounds,
        rng=random.Random(shifts.seed),
        told=shifts.told,
    )
    tested: list[tuple[Cell, ...]] = [
        (
            one.expected,
            one.p,
            one.q,
            "undefined: no shift changes the count" if one.p is None else "exploratory",
            *odds_cells(ratios),
        )
        for one, ratios in zip(found, odds, strict=True)
    ]
    columns = (
        replace(column, narrow=column.narrow and column.name not in _PLACES_TO_P)
        for column in report.columns
    )
    return replace(
        report,
        parameters=(
            *report.parameters,
            ("test", "within-source circular shifts, exploratory"),
            ("rounds", shifts.rounds),
            ("seed", shifts.seed),
        ),
        notes=(
            *_notes(shifts, tested=sum(one.p is not None for one in found), pairs=len(found)),
            *odds_notes(names, odds),
            *_source_notes(layer),
            *report.notes,
        ),
        columns=(*columns, *_columns(shifts)),
        rows=tuple((*row, *more) for row, more in zip(report.rows, tested, strict=True)),
    )


def _columns(shifts: Shifts) -> tuple[Column, ...]:
    decimals = len(str(shifts.rounds))
    return (
        Column("expected", "By chance", "units bearing both, on average over all shifts"),
        Column(
            "p",
            "p",
            "exploratory: share of rounds, the data being one, with as many units or more",
            decimals=decimals,
        ),
        Column("q", "q", "p after Benjamini and Hochberg over all pairs", decimals=decimals),
        Column("test", "Test", "exploratory, or why there is no p"),
        *ODDS_COLUMNS,
    )


def _notes(shifts: Shifts, *, tested: int, pairs: int) -> tuple[str, ...]:
    notes = [
        f"p and q are exploratory. In each of {shifts.rounds:,} rounds (seed {shifts.seed}) every "
        "code is shifted round each source by a number of units drawn anew, so that it keeps its "
        "runs and its frequency there. p = (1 + hits) / (1 + rounds), hits being the rounds in "
        "which as many units or more bear both: one-sided, for codes that meet more often than "
        "by chance; whether others meet too seldom is not tested.",
        f"q is p after Benjamini and Hochberg (1995) over all {tested:,} pairs that have a p, "
        "those that never meet among them.",
        f"p is drawn: another seed, or other codes beside the pair, can move a p of {_RATE} by "
        f"about {_spread(shifts.rounds):.1g}; more --rounds lower this.",
        "p says how surprising a count is within these sources. A purposive sample supports no "
        "inference to a population.",
    ]
    least = ceil(tested / (_RATE * (1 + shifts.rounds)))
    if least > 1:
        notes.append(
            f"No p is below 1 / {1 + shifts.rounds:,}, so that at least {least} pairs must reach "
            f"that before any q is {_RATE} or less; more --rounds lower this."
        )
    if tested < pairs:
        notes.append(
            f"{pairs - tested:,} of {pairs:,} pairs have no p, as no shift changes their count: "
            "in every source one of the two is in no unit or in all, or the like."
        )
    return tuple(notes)


def _spread(rounds: int) -> float:
    """Return by how much two drawn p of 0.05 differ at most, nineteen times in twenty."""
    return 2 * sqrt(2 * _RATE * (1 - _RATE) / rounds)


def _source_notes(layer: CodedLayer) -> tuple[str, ...]:
    """Say how many coded sources no shift can tell anything of."""
    units = Counter(layer.units.source)
    coded = set(layer.codings.source)
    single = sum(units[source] < 2 for source in coded)
    if not single:
        return ()
    subject = "1 coded source has" if single == 1 else f"{single:,} coded sources have"
    return (
        f"{subject} fewer than two units, of {len(coded):,}: nothing can be shifted there, and "
        "the test learns nothing from them.",
    )
