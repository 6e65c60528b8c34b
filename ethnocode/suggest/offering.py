"""What is offered to a coder: what deserves to be shown and she has not decided already."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ethnocode.suggest.choosing import (
    FEWEST_CODED,
    Choice,
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
    thresholds, most = thresholds_of(scores), most_per_passage(decisions)
    cued = model.cued(at) if model.learned < FEWEST_CODED else None

    def chosen(which: Table) -> tuple[Choice, ...]:
        return choose(
            np.where(which & some, here, 0.0),
            codes=model.codes,
            thresholds=thresholds,
            most=most,
            coded=model.learned,
            cued=cued,
        )

    return Offer(
        tuple(at),
        chosen(~given & ~refused & ~left),
        here,
        coded=len(chosen(given)),
        refused=len(chosen(refused)),
        left=len(chosen(left)),
    )
