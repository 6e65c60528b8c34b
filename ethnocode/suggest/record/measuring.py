"""How well passages were ranked and chosen for, held against what a coder gave them.

Every figure is computed under many weightings of the sources at once: the first gives the
figure itself, the others its interval (see :mod:`ethnocode.suggest.record.intervals`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Flags, Floats, Places


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Passages that were read, with their scores and with what was chosen for them.

    Args:
        truth: Whether the coder gave a passage (row) a code (column).
        scores: The higher, the likelier; 0 and less is no offer at all.
        chosen: Whether the code would have been suggested.
        sources: Number of the source of each row, from 0.
    """

    truth: Flags
    scores: Floats
    chosen: Flags
    sources: Places


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Suggested, given and both: by weighting and code.

    Args:
        right: Suggested and given.
        suggested: Suggested.
        given: Given.
    """

    right: Floats
    suggested: Floats
    given: Floats


def count(outcome: Outcome, weights: Floats) -> Counts:
    """Return weighted counts of every code."""
    return Counts(
        weights @ _by_source(outcome.truth & outcome.chosen, outcome, weights),
        weights @ _by_source(outcome.chosen, outcome, weights),
        weights @ _by_source(outcome.truth, outcome, weights),
    )


def share(part: Floats, whole: Floats) -> Floats:
    """Return part over whole; ``nan`` where there is no whole."""
    import numpy as np

    undefined = np.full(np.shape(whole), np.nan)
    return np.asarray(np.divide(part, whole, out=undefined, where=whole > 0), np.float64)


def f1(counts: Counts) -> Floats:
    """Return 2 right / (suggested + given), the harmonic mean of precision and recall.

    It is not defined of a code that was given to nothing.

    Source:
        van Rijsbergen CJ (1979) Information Retrieval. 2nd edition, Butterworths, chapter 7.
    """
    import numpy as np

    values = share(2 * counts.right, counts.suggested + counts.given)
    return np.where(counts.given > 0, values, np.nan)


def summed(counts: Counts) -> Counts:
    """Return the counts of all codes together: frequent codes weigh more ("micro")."""
    return Counts(
        counts.right.sum(axis=1, keepdims=True),
        counts.suggested.sum(axis=1, keepdims=True),
        counts.given.sum(axis=1, keepdims=True),
    )


def mean_of_codes(values: Floats) -> Floats:
    """Return the mean over the codes of which a figure is defined: all weigh the same ("macro")."""
    import numpy as np

    defined = ~np.isnan(values)
    total: Floats = np.where(defined, values, 0.0).sum(axis=1)
    return np.asarray(share(total, defined.sum(axis=1)))


def average_precision(outcome: Outcome, column: int, weights: Floats) -> Floats:
    """Return the average precision of a code's ranking of all passages, best first.

    It is the mean, over the passages that have the code, of the share of such passages
    among all that rank as high or higher. Passages of one score share a rank, so that
    their order does not matter. Without positives it is ``nan``.

    Complexity:
        O(n log p + w s p) for n passages, p of them positive, w weightings, s sources.

    Source:
        Manning CD, Raghavan P and Schuetze H (2008) Introduction to Information Retrieval.
        Cambridge University Press, section 8.4.
    """
    import numpy as np

    truth, scores = outcome.truth[:, column], outcome.scores[:, column]
    # Only the ranks of positives matter: passages are counted between one and the next.
    levels = -np.unique(-scores[truth])
    if not len(levels):
        return np.full(len(weights), np.nan)
    place = np.searchsorted(-levels, -scores)
    reached = place < len(levels)
    shape = (weights.shape[1], len(levels))

    def tally(rows: Flags) -> Floats:
        keys = outcome.sources[rows] * len(levels) + place[rows]
        return np.bincount(keys, minlength=shape[0] * shape[1]).reshape(shape).astype(np.float64)

    here = tally(truth)
    positives = weights @ here
    ranked = weights @ tally(reached).cumsum(axis=1)
    precision = share(positives.cumsum(axis=1), ranked)
    total = positives.sum(axis=1)
    gained = np.where(positives > 0, positives * np.nan_to_num(precision), 0.0).sum(axis=1)
    return np.asarray(share(gained, total))


def average_precisions(outcome: Outcome, weights: Floats) -> Floats:
    """Return the average precision of every code, by weighting and code."""
    import numpy as np

    codes = range(outcome.truth.shape[1])
    return np.stack([average_precision(outcome, n, weights) for n in codes], axis=1)


def precision_at(outcome: Outcome, first: int, weights: Floats) -> Floats:
    """Return the share of right ones among the first codes of each coded passage.

    Passages that were given no code do not count; fewer offers than ``first`` count
    as wrong ones. Codes of one score are taken in the order of the columns.

    Source:
        Manning, Raghavan and Schuetze (2008), section 8.4, over passages for queries.
    """
    return _mean_of_coded(outcome, _right_among(outcome, first) / first, weights)


def hit_at(outcome: Outcome, first: int, weights: Floats) -> Floats:
    """Return the share of coded passages with at least one right code among the first."""
    import numpy as np

    return _mean_of_coded(outcome, np.minimum(_right_among(outcome, first), 1.0), weights)


def _right_among(outcome: Outcome, first: int) -> Floats:
    import numpy as np

    order = np.argsort(-outcome.scores, axis=1, kind="stable")[:, :first]
    offered = np.take_along_axis(outcome.scores, order, axis=1) > 0
    right: Floats = (np.take_along_axis(outcome.truth, order, axis=1) & offered).sum(axis=1)
    return right


def _mean_of_coded(outcome: Outcome, values: Floats, weights: Floats) -> Floats:
    import numpy as np

    coded = outcome.truth.any(axis=1)
    sources = weights.shape[1]
    total = np.bincount(outcome.sources[coded], values[coded], minlength=sources)
    passages = np.bincount(outcome.sources[coded], minlength=sources)
    return np.asarray(share(weights @ total, weights @ passages))


def _by_source(table: Flags, outcome: Outcome, weights: Floats) -> Floats:
    import numpy as np

    found = np.zeros((weights.shape[1], table.shape[1]))
    rows, columns = np.nonzero(table)
    np.add.at(found, (outcome.sources[rows], columns), 1.0)
    return found
