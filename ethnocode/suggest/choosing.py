"""What deserves to be shown: few suggestions a passage, and none where nothing is likely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ethnocode.model import Band

if TYPE_CHECKING:
    import numpy as np

    Scores = np.ndarray[tuple[int, int], np.dtype[np.float64]]

MOST_PER_PASSAGE = 3
"""Suggestions a passage at most, unless the study codes more densely."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A code that is to be suggested for a passage.

    Args:
        index: Which of the rows that were scored.
        column: Which of the codes.
        score: Its probability.
        band: How likely it is right.
    """

    index: int
    column: int
    score: float
    band: Band


def choose(
    scores: Scores, *, codes: Sequence[str], most: int = MOST_PER_PASSAGE
) -> tuple[Choice, ...]:
    """Return what is to be suggested, by row, then the likeliest first, then by code.

    Args:
        scores: Probabilities of shape (rows, codes).
        codes: Full ids of the columns; they break ties.
        most: Suggestions a passage at most.
    """
    found = []
    for index, row in enumerate(scores):
        likely = [(-float(p), codes[n], n) for n, p in enumerate(row) if p >= 0.25]
        for minus, _, column in sorted(likely)[:most]:
            found.append(Choice(index, column, -minus, band_of(-minus)))
    return tuple(found)


def band_of(score: float) -> Band:
    """Return the band of a probability."""
    if score >= 0.6:
        return Band.STRONG
    return Band.PLAUSIBLE if score >= 0.3 else Band.WEAK
