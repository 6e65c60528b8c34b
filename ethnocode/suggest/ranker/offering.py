"""What is offered to a coder: what deserves to be shown and she has not decided already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ethnocode.suggest.corpus.rows import Decisions
from ethnocode.suggest.ranker.choosing import (
    Choice,
    band_of,
    choose,
    most_per_passage,
    thresholds_of,
)
from ethnocode.suggest.ranker.model import Model

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Flags, Floats


_ROWS_AT_ONCE = 4_000
_THREADS = 2

MOST_SPREAD = 5_000
"""Rows, spread over a corpus, whose scores say how many of all are likely."""


class Chooser:
    """The one rule of what deserves to be shown, for all that shows or measures it.

    Args:
        model: Gives the scores.
        decisions: What it was fitted to.
        scores: Of the whole corpus, or of rows spread over it: they say how many of all
            passages are likely.
        thresholds: What the scores of the whole corpus have said before, if they have.
    """

    def __init__(
        self,
        model: Model,
        decisions: Decisions,
        *,
        scores: Floats,
        thresholds: Floats | None = None,
    ) -> None:
        self._model = model
        self.thresholds = thresholds_of(scores) if thresholds is None else thresholds
        self._most = most_per_passage(decisions)

    def among(
        self, scores: Floats, decisions: Decisions, rows: Sequence[int]
    ) -> tuple[Choice, ...]:
        """Choose among rows.

        Args:
            scores: Of these rows; 0 where nothing may be shown.
            decisions: What was looked at when they were scored.
        """
        return choose(
            scores,
            codes=self._model.codes,
            thresholds=self.thresholds,
            limits=self._model.limits(decisions, rows),
            most=self._most,
            strong=self._model.strong(decisions, rows),
        )

    def asked(self, score: float, decisions: Decisions, *, row: int, column: int) -> Choice:
        """Return one code on one row as the first choice, be it worth showing or not."""
        strong = float(self._model.strong(decisions, [row])[0, 0])
        return Choice(0, column, score, band_of(score, strong=strong))


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """What is offered, and how much is not.

    Args:
        rows: Of the passages that choices are among.
        choices: What is offered.
        scores: Of these passages, for all codes of the model.
        thresholds: Least probability for each code, over the whole corpus.
        coded: How many likely codes were left out because the passage bears them.
        refused: How many were left out because the coder decided against them.
        left: How many were left out because the coder read the passage and did not give
            it the code.
    """

    rows: tuple[int, ...]
    choices: tuple[Choice, ...]
    scores: Floats
    thresholds: Floats
    coded: int
    refused: int
    left: int


def spread_rows(size: int) -> list[int]:
    """Return all rows of a corpus of some size, or some thousands at even distances."""
    wanted = min(size, MOST_SPREAD)
    return [n * size // wanted for n in range(wanted)]


def score_all(
    model: Model,
    decisions: Decisions,
    *,
    progress: Callable[[int], None],
    only: Sequence[int] | None = None,
) -> Floats:
    """Return the probabilities of every row, of shape (rows, codes).

    Args:
        progress: Told how many rows are scored.
        only: Rows to score, in ascending order; the others get 0.
    """
    from concurrent.futures import ThreadPoolExecutor

    import numpy as np

    corpus = model.features.corpus
    rows = np.arange(corpus.size) if only is None else np.asarray(only, np.int64)

    def scored(first: int) -> Floats:
        return model.scores(decisions, rows[first : first + _ROWS_AT_ONCE].tolist())

    found = np.zeros((corpus.size, len(model.codes)))
    firsts = range(0, len(rows), _ROWS_AT_ONCE)
    with ThreadPoolExecutor(_THREADS) as pool:  # each part is the same, whoever is first
        for first, part in zip(firsts, pool.map(scored, firsts), strict=True):
            found[rows[first : first + len(part)]] = part
            progress(first + len(part))
    return found


def offer(
    model: Model,
    decisions: Decisions,
    *,
    scores: Floats,
    rows: Sequence[int],
    wanted: frozenset[str],
    again: bool,
    thresholds: Floats | None = None,
) -> Offer:
    """Choose what is offered for some rows, by what is likely in the whole corpus.

    Args:
        scores: Of every row.
        rows: For which something may be offered.
        wanted: Full ids of the codes that may be.
        again: Whether what was left on a passage when it was read is offered once more.
        thresholds: Those of the whole corpus, where not every row has scores.
    """
    import numpy as np

    at = list(rows)
    columns = [decisions.codes.index(code) for code in model.codes]
    some = np.array([code in wanted for code in model.codes], np.bool_)
    given = decisions.given[:, columns][at]
    refused = decisions.refused[:, columns][at] & ~given
    left = ~given & ~refused & decisions.read[at, None] & (not again)
    here = scores[at]
    chooser = Chooser(model, decisions, scores=scores, thresholds=thresholds)

    def chosen(which: Flags) -> tuple[Choice, ...]:
        return chooser.among(np.where(which & some, here, 0.0), decisions, at)

    return Offer(
        tuple(at),
        chosen(~given & ~refused & ~left),
        here,
        chooser.thresholds,
        coded=len(chosen(given)),
        refused=len(chosen(refused)),
        left=len(chosen(left)),
    )
