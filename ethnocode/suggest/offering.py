"""What is offered to a coder: what deserves to be shown and she has not decided already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ethnocode.suggest.choosing import (
    FEWEST_CODED,
    Choice,
    band_of,
    choose,
    most_per_passage,
    thresholds_of,
)
from ethnocode.suggest.corpus import Corpus, Decisions
from ethnocode.suggest.ranker import Model

if TYPE_CHECKING:
    import numpy as np

    from ethnocode.suggest.choosing import Scores

    Table = np.ndarray[tuple[int, int], np.dtype[np.bool_]]

_ROWS_AT_ONCE = 4_000
_THREADS = 2


class Chooser:
    """The one rule of what deserves to be shown, for all that shows or measures it.

    Args:
        model: Gives the scores.
        decisions: What it was fitted to.
        scores: Of the whole corpus, or of rows spread over it: they say how many of all
            passages are likely.
    """

    def __init__(self, model: Model, decisions: Decisions, *, scores: Scores) -> None:
        self._model = model
        self._thresholds = thresholds_of(scores)
        self._most = most_per_passage(decisions)

    def among(
        self, scores: Scores, decisions: Decisions, rows: Sequence[int]
    ) -> tuple[Choice, ...]:
        """Choose among rows.

        Args:
            scores: Of these rows; 0 where nothing may be shown.
            decisions: What was looked at when they were scored.
        """
        early = self._model.learned < FEWEST_CODED
        return choose(
            scores,
            codes=self._model.codes,
            thresholds=self._thresholds,
            limits=self._model.limits(decisions, rows),
            most=self._most,
            coded=self._model.learned,
            cued=self._model.cued(rows) if early else None,
        )

    def asked(self, score: float, *, row: int, column: int) -> Choice:
        """Return one code on one row, be it worth showing or not."""
        sure = self._model.learned >= FEWEST_CODED or bool(self._model.cued([row])[0, column])
        return Choice(0, column, score, band_of(score, sure=sure))


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """What is offered, and how much is not.

    Args:
        rows: Of the passages that choices are among.
        choices: What is offered.
        scores: Of these passages, for all codes of the model.
        coded: How many likely codes were left out because the passage bears them.
        refused: How many were left out because the coder decided against them.
        left: How many were left out because the coder read the passage and did not give
            it the code.
    """

    rows: tuple[int, ...]
    choices: tuple[Choice, ...]
    scores: Scores
    coded: int
    refused: int
    left: int


def score_all(
    model: Model, corpus: Corpus, decisions: Decisions, *, progress: Callable[[int], None]
) -> Scores:
    """Return the probabilities of every row, of shape (rows, codes).

    Args:
        progress: Told how many rows are scored.
    """
    from concurrent.futures import ThreadPoolExecutor

    import numpy as np

    def scored(first: int) -> Scores:
        return model.scores(
            corpus, decisions, range(first, min(first + _ROWS_AT_ONCE, corpus.size))
        )

    found = np.zeros((corpus.size, len(model.codes)))
    firsts = range(0, corpus.size, _ROWS_AT_ONCE)
    with ThreadPoolExecutor(_THREADS) as pool:  # each part is the same, whoever is first
        for first, part in zip(firsts, pool.map(scored, firsts), strict=True):
            found[first : first + len(part)] = part
            progress(first + len(part))
    return found


def offer(
    model: Model,
    decisions: Decisions,
    *,
    scores: Scores,
    rows: Sequence[int],
    wanted: frozenset[str],
    again: bool,
) -> Offer:
    """Choose what is offered for some rows, by what is likely in the whole corpus.

    Args:
        scores: Of every row.
        rows: For which something may be offered.
        wanted: Full ids of the codes that may be.
        again: Whether what was left on a passage when it was read is offered once more.
    """
    import numpy as np

    at = list(rows)
    columns = [decisions.codes.index(code) for code in model.codes]
    some = np.array([code in wanted for code in model.codes], np.bool_)
    given = decisions.given[:, columns][at]
    refused = decisions.refused[:, columns][at] & ~given
    left = ~given & ~refused & decisions.read[at, None] & (not again)
    here = scores[at]
    chooser = Chooser(model, decisions, scores=scores)

    def chosen(which: Table) -> tuple[Choice, ...]:
        return chooser.among(np.where(which & some, here, 0.0), decisions, at)

    return Offer(
        tuple(at),
        chosen(~given & ~refused & ~left),
        here,
        coded=len(chosen(given)),
        refused=len(chosen(refused)),
        left=len(chosen(left)),
    )
