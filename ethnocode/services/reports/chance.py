"""How often pairs would meet by chance: the columns and notes that a test adds to a report."""

from __future__ import annotations

import random
from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, sqrt
from typing import TYPE_CHECKING

from ethnocode.errors import UsageError
from ethnocode.model import (
    NOBODY,
    Cell,
    Column,
    Count,
    Relation,
    Report,
    Unit,
    UnitColumns,
    Within,
)
from ethnocode.services.reports.layer import CodedLayer
from ethnocode.services.reports.odds import ODDS_COLUMNS, odds_cells, odds_notes
from ethnocode.services.reports.voices import by_voice
from ethnocode.store import Turn

if TYPE_CHECKING:
    from ethnocode.analysis.cooccurrence import Pair

LEAST_ROUNDS, SEED = 999, 1
"""How often codes are shifted, at least and unless said otherwise, and of what is drawn."""

_SHIFTED = {
    Within.VOICE: "the units of each voice in each source",
    Within.SOURCE: "the units of each source",
}
_WHY_WITHIN = {
    Within.VOICE: "A voice is a speaker, or all that is not in turns. An interviewer's questions "
    "are so kept from the answers: what nobody codes is no place where codes could have met. "
    "NPMI, lift, G2 and odds rest on all units; filters such as --group leave questions out.",
    Within.SOURCE: "Where one speaker of a source is coded and another is not, such as an "
    "interviewer, this finds codes that meet only because both are in the one's words; "
    "--within voice does not.",
}
_RATE = 0.05
_NOT_SHIFTED = (Unit.SOURCE, Unit.PERSON)
_COUNTS = 3
"""Columns before those of the test: two codes, and how often they meet."""
_PLACES_TO_P = ("c", "b_given_a", "a_given_b", "flag")
"""Columns that leave their place on a terminal to those of the test."""


@dataclass(frozen=True, slots=True)
class Shifts:
    """How a pair is tested.

    Args:
        rounds: How often codes are shifted.
        seed: Of what is drawn.
        within: Where codes are shifted: in each voice of a source, or in the source as a whole.
        told: Told how many rounds are done.
    """

    rounds: int = LEAST_ROUNDS
    seed: int = SEED
    within: Within = Within.VOICE
    told: Callable[[int], None] = lambda _: None

    @property
    def parameters(self) -> tuple[tuple[str, Cell], ...]:
        """What a report says was tested, and how."""
        return (
            ("test", "within-source circular shifts, exploratory"),
            ("within", self.within.value),
            ("rounds", self.rounds),
            ("seed", self.seed),
        )

    @property
    def options(self) -> tuple[str, ...]:
        """What to type to get the same."""
        within = () if self.within is Within.VOICE else ("--within", self.within.value)
        return ("--test", *within, "--rounds", str(self.rounds), "--seed", str(self.seed))


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
    report: Report,
    layer: CodedLayer,
    pairs: Sequence[Pair],
    shifts: Shifts,
    *,
    turns: Mapping[int, Sequence[Turn]],
) -> Report:
    """Return a report on pairs with the test of each.

    Args:
        pairs: One a row of the report.
        shifts: Passed :func:`check_shifts`.
        turns: Of the sources that have any, in text order.
    """
    from ethnocode.analysis.contingency import odds_of_pairs
    from ethnocode.analysis.permutation import compare_with_shifts

    voiced = replace(layer, units=_within(shifts.within, layer.units, turns))
    segments, units = voiced.on_line()
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
        )
        for one in found
    ]
    columns = [
        replace(column, narrow=column.narrow and column.name not in _PLACES_TO_P)
        for column in report.columns
    ]
    first, then = columns[:_COUNTS], columns[_COUNTS:]
    return replace(
        report,
        parameters=(*report.parameters, *shifts.parameters),
        notes=(
            *_notes(shifts, tested=sum(one.p is not None for one in found), pairs=len(found)),
            *odds_notes(names, odds),
            *_source_notes(layer),
            *report.notes,
        ),
        columns=(*first, *_columns(shifts), *then, *ODDS_COLUMNS),
        rows=tuple(
            (*row[:_COUNTS], *more, *row[_COUNTS:], *odds_cells(ratios))
            for row, more, ratios in zip(report.rows, tested, odds, strict=True)
        ),
    )


def _within(within: Within, units: UnitColumns, turns: Mapping[int, Sequence[Turn]]) -> UnitColumns:
    """Return units with the voice that they are shifted within in the place of the person."""
    if within is Within.SOURCE:
        return replace(units, person=array("q", [NOBODY]) * len(units.source))
    return by_voice(units, turns)


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
    )


def _notes(shifts: Shifts, *, tested: int, pairs: int) -> tuple[str, ...]:
    notes = [
        f"p and q are exploratory. In each of {shifts.rounds:,} rounds (seed {shifts.seed}) every "
        f"code is shifted round {_SHIFTED[shifts.within]} by a number of units drawn anew, so that "
        "it keeps its runs and its frequency there. p = (1 + hits) / (1 + rounds), hits being the "
        "rounds in which as many units or more bear both: one-sided, for codes that meet more "
        "often than by chance; whether others meet too seldom is not tested.",
        f"q is p after Benjamini and Hochberg (1995) over all {tested:,} pairs that have a p, "
        "those that never meet among them.",
        f"p is drawn: another seed, or other codes beside the pair, can move a p of {_RATE} by "
        f"about {_spread(shifts.rounds):.1g}; more --rounds lower this.",
        _WHY_WITHIN[shifts.within],
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
            f"in {_SHIFTED[shifts.within]} one of the two is in no unit or in all, or the like."
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
