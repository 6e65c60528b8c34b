"""Odds ratios of pairs, over all units and within sources: columns, cells and notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ethnocode.model import Cell, Column

if TYPE_CHECKING:
    from ethnocode.analysis.contingency import Odds

_NAMED = 3
"""Pairs that a note names, at most."""

ODDS_COLUMNS = (
    Column(
        "odds",
        "Odds ratio",
        "odds of a unit with the one code to bear the other, over those of one without; all "
        "units together, 1 for unrelated codes",
        narrow=False,
    ),
    Column(
        "odds_within",
        "Within sources",
        "the odds ratio that sources, or the voices in them, have in common, after Mantel and "
        "Haenszel",
        narrow=False,
    ),
    Column(
        "odds_flag",
        "Of odds",
        "reversed: one odds ratio is above 1 and the other below; or why one is not defined",
        narrow=False,
    ),
)


def odds_cells(odds: Odds) -> tuple[Cell, ...]:
    """Return what a row says of a pair."""
    flag = f"undefined: {odds.reason}" if odds.reason else "reversed" if odds.reverses else ""
    return odds.pooled, odds.within, flag


def odds_notes(pairs: Sequence[tuple[str, str]], odds: Sequence[Odds]) -> tuple[str, ...]:
    """Say what the figures are, and of which pairs they contradict each other."""
    said = (
        "odds is the odds ratio of two codes over all units together, odds_within the one that "
        "those voices or sources have in common within which codes are shifted (Mantel and "
        "Haenszel 1959); 1 is for unrelated codes. They describe, and no p is read from them."
    )
    turned = [pair for pair, one in zip(pairs, odds, strict=True) if one.reverses]
    if not turned:
        return (said,)
    names = ", ".join(f"{a} with {b}" for a, b in turned[:_NAMED])
    more = "" if len(turned) <= _NAMED else f" and {len(turned) - _NAMED:,} more"
    return (
        said,
        f"On either side of 1 (reversed): {names}{more}. Over all units such a pair looks as it "
        "does because some sources, or voices in them, have more or less of both codes, and not "
        "by where the codes are in them. Where few units bear both, little is needed for that.",
    )
