"""Invented codings in which two codes have nothing to do with each other inside sources.

Sources may differ in how densely they are coded, and codes may come in runs: both are so in
field notes, and either makes tests that pool or shuffle units find what is not there.
"""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ethnocode.analysis.contingency import fisher_exact
from ethnocode.model import NOBODY, CodingColumns, UnitColumns

SOURCES, UNITS = 12, 60
SHARE = 0.15
"""Of units that a code is in, where sources do not differ."""

UNIT_CHARS = 10
Bits = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Setting:
    """How unrelated codes lie.

    Args:
        name: For readers.
        mixed: Whether sources differ in how densely they are coded, for both codes alike.
        stick: How likely a unit is as the one before it.
        asked: Whether a question that bears no code stands before each unit.
    """

    name: str
    mixed: bool
    stick: float
    asked: bool = False


SETTINGS = (
    Setting("alike sources, units by themselves", mixed=False, stick=0.0),
    Setting("sources differ, units by themselves", mixed=True, stick=0.0),
    Setting("alike sources, codes in runs", mixed=False, stick=0.7),
    Setting("sources differ, codes in runs", mixed=True, stick=0.7),
)
INTERVIEWS = Setting("interviews, questions not coded", mixed=False, stick=0.7, asked=True)


def unrelated_pair(setting: Setting, rng: np.random.Generator) -> list[tuple[Bits, Bits]]:
    """Return, for each source, the units that bear the one code and the other."""
    sources = []
    for _ in range(SOURCES):
        share = float(rng.beta(0.6, 3)) if setting.mixed else SHARE
        one, other = _line(setting, share, rng), _line(setting, share, rng)
        sources.append((_asked(one), _asked(other)) if setting.asked else (one, other))
    return sources


def _asked(answers: Bits) -> Bits:
    """Return a line of units with a question, which bears nothing, before each answer."""
    line = np.zeros(2 * len(answers), dtype=np.bool_)
    line[1::2] = answers
    return line


def spoken(units: UnitColumns) -> UnitColumns:
    """Return units of sources with questions with a number for who asks, and who answers."""
    answers = [start // UNIT_CHARS % 2 for start in units.start]
    return replace(units, person=array("q", answers))


def _line(setting: Setting, share: float, rng: np.random.Generator) -> Bits:
    bears = (rng.random(UNITS) < share).tolist()
    stays = (rng.random(UNITS) < setting.stick).tolist()
    for n in range(1, UNITS):
        if stays[n]:
            bears[n] = bears[n - 1]
    return np.array(bears, dtype=np.bool_)


def as_columns(
    sources: Sequence[Sequence[Iterable[bool]]], codes: Sequence[str]
) -> tuple[CodingColumns, UnitColumns]:
    """Return codings and units, a line of units a code in each source, numbered from 1 on."""
    codings: list[tuple[int, int, int]] = []
    units: list[tuple[int, int]] = []
    for number, lines in enumerate(sources, start=1):
        rows = [list(line) for line in lines]
        units += [(number, unit) for unit in range(len(rows[0]))]
        for code, row in enumerate(rows):
            codings += [(number, unit, code) for unit, bears in enumerate(row) if bears]
    starts = [unit * UNIT_CHARS for _, unit, _ in codings]
    unit_starts = [unit * UNIT_CHARS for _, unit in units]
    return (
        CodingColumns(
            array("q", [number for number, *_ in codings]),
            array("q", starts),
            array("q", [start + UNIT_CHARS for start in starts]),
            array("q", [code for *_, code in codings]),
            tuple(codes),
        ),
        UnitColumns(
            array("q", [number for number, _ in units]),
            array("q", unit_starts),
            array("q", [start + UNIT_CHARS for start in unit_starts]),
            array("q", [NOBODY] * len(units)),
        ),
    )


def pooled_fisher(sources: Sequence[tuple[Bits, Bits]]) -> float:
    """Return the one-sided p of Fisher's exact test on all units of all sources together."""
    one = np.concatenate([a for a, _ in sources])
    other = np.concatenate([b for _, b in sources])
    both, first, second = (int(found.sum()) for found in (one & other, one & ~other, other & ~one))
    neither = len(one) - both - first - second
    return float(fisher_exact(((both, first), (second, neither))).one_sided)


def found_rates(
    setting: Setting,
    *,
    runs: int,
    rounds: int,
    seed: int,
    rate: float = 0.05,
    voices: bool = True,
) -> tuple[float, float]:
    """Return in how many of so many runs shifts, and pooled Fisher, find what is not there."""
    from ethnocode.analysis.layer import lay_out
    from ethnocode.analysis.permutation import compare_with_shifts

    rng, draws = np.random.default_rng(seed), random.Random(seed)
    shifted = fisher = 0
    for _ in range(runs):
        sources = unrelated_pair(setting, rng)
        codings, units = as_columns(sources, ("a", "b"))
        layer, laid = lay_out(codings, spoken(units) if voices and setting.asked else units)
        fisher += pooled_fisher(sources) <= rate
        if layer.codes != ("a", "b"):
            continue
        (found,) = compare_with_shifts(layer, laid, [("a", "b")], rounds=rounds, rng=draws)
        shifted += found.p is not None and found.p <= rate
    return shifted / runs, fisher / runs
