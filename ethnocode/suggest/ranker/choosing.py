"""What deserves to be shown: few suggestions a passage, and none where nothing is likely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ethnocode.model import Band
from ethnocode.suggest.corpus.rows import Decisions

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Floats


MOST_PER_PASSAGE = 3
"""Suggestions a passage at most, unless the study codes more densely."""

LEAST_SHOWN = 0.2
"""What is less likely is not shown, however few suggestions a code has."""

LEAST_PLAUSIBLE, LEAST_STRONG = 0.35, 0.7
"""Where the bands above ``weak`` begin."""

NEVER = 2.0
"""A limit that no probability reaches."""

_LIMITS = (LEAST_SHOWN, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_FEWEST_JUDGED = 10
_RIGHT_ENOUGH = 0.4

_STRONG_LIMITS = (LEAST_STRONG, 0.75, 0.8, 0.85, 0.9, 0.95)
_STRONG_ENOUGH = 0.65
_EXPECTED, _EXPECTED_OF = 0.6, 10
"""How many of strong suggestions are right where nothing is known, and of how many."""

FEWEST_CODED = 25
"""Coded passages before which no suggestion is strong.

What is learned from fewer is too sure of itself, and of a codebook's cues not half are
right.
"""


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
    scores: Floats,
    *,
    codes: Sequence[str],
    thresholds: Floats | None = None,
    limits: Floats | float = LEAST_SHOWN,
    most: int = MOST_PER_PASSAGE,
    strong: Floats | float = LEAST_STRONG,
) -> tuple[Choice, ...]:
    """Return what is to be suggested, by row, then the likeliest first, then by code.

    Args:
        scores: Probabilities of shape (rows, codes).
        codes: Full ids of the columns; they break ties.
        thresholds: Least probability for each code, as :func:`thresholds_of` has found it
            over a whole corpus; by default over these rows.
        limits: Least probability that is shown, whatever the thresholds, as
            :meth:`Model.limits` gives it for each row and code.
        most: Suggestions a passage at most.
        strong: Least probability that is strong, as :meth:`Model.strong` gives it for
            each row.

    Complexity:
        O(n) for n scores, and O(s log s) for s suggestions.
    """
    import numpy as np

    least = thresholds_of(scores) if thresholds is None else thresholds
    strongest = np.broadcast_to(strong, (len(scores), 1))
    index, column = np.nonzero((scores >= least) & (scores >= limits))
    alphabetical = np.argsort(np.argsort(np.array(codes, np.str_), kind="stable"))
    order = np.lexsort((alphabetical[column], -scores[index, column], index))
    found: list[Choice] = []
    row, taken = -1, 0
    for n in order.tolist():
        row, taken = (int(index[n]), 1 if index[n] != row else taken + 1)
        if taken <= most:
            score = float(scores[row, column[n]])
            band = band_of(score, strong=float(strongest[row, 0]))
            found.append(Choice(row, int(column[n]), score, band))
    return tuple(found)


def thresholds_of(scores: Floats) -> Floats:
    """Return for each code the probability from which on suggesting it has most expected F1.

    Suggesting the k likeliest of n passages has expected F1 of about
    ``2 (p1 + ... + pk) / (k + p1 + ... + pn)``; the threshold lies between the k-th and
    the next.

    Complexity:
        O(n log n) for n scores.

    Source:
        Lewis (1995), Evaluating and optimizing autonomous text classification systems;
        Ye, Chai, Lee and Chieu (2012), Optimizing F-measure: a tale of two approaches.
    """
    import numpy as np

    if not len(scores):
        return np.ones(scores.shape[1])
    ordered = -np.sort(-scores, axis=0)
    sums = np.cumsum(ordered, axis=0)
    counts = np.arange(1, len(scores) + 1)[:, None]
    best = np.argmax(2 * sums / (counts + sums[-1]), axis=0)
    following = np.concatenate([ordered[1:], np.zeros((1, scores.shape[1]))])
    columns = np.arange(scores.shape[1])
    return np.asarray((ordered[best, columns] + following[best, columns]) / 2)


def limit_of(scores: Floats, right: Floats) -> float:
    """Return the least probability from which on enough of what was likely was right.

    Args:
        scores: Probabilities by a model that had not seen the cases.
        right: 1 where the code was given, else 0.
    """
    for limit in _LIMITS:
        likely = scores >= limit
        if likely.sum() < _FEWEST_JUDGED or right[likely].mean() >= _RIGHT_ENOUGH:
            return limit
    return NEVER


def strong_of(scores: Floats, right: Floats) -> float:
    """Return the least probability from which on suggestions have earned to be called strong.

    Few cases are judged with caution: beside them stand ten as right as is usual.

    Args:
        scores: Probabilities by a model that had not seen the cases.
        right: 1 where the code was given, else 0.
    """
    for limit in _STRONG_LIMITS:
        likely = scores >= limit
        as_usual = _EXPECTED * _EXPECTED_OF
        if (right[likely].sum() + as_usual) / (likely.sum() + _EXPECTED_OF) >= _STRONG_ENOUGH:
            return limit
    return NEVER


def most_per_passage(decisions: Decisions) -> int:
    """Return how many suggestions a passage has at most: twice as many as codes, or three."""
    per_row = decisions.given.sum(axis=1)
    coded = int((per_row > 0).sum())
    densely = round(2 * float(per_row.sum()) / coded) if coded else 0
    return max(MOST_PER_PASSAGE, densely)


def band_of(score: float, *, strong: float = LEAST_STRONG) -> Band:
    """Return the band of a probability.

    Args:
        strong: Where the strongest band begins.
    """
    if score >= strong:
        return Band.STRONG
    return Band.PLAUSIBLE if score >= LEAST_PLAUSIBLE else Band.WEAK
