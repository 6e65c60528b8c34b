"""Plain ways to suggest codes, to hold the ranker against."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ethnocode.model import CueMatch
from ethnocode.suggest.corpus.rows import Corpus, Decisions
from ethnocode.suggest.cues_only.segments import codes_sharing, score_of, strengths_of

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Flags, Floats, Places


PENALTY = 1.0
"""Of the ridge; the usual default."""
_STEPS = 200
_CLOSE = 1e-8
_DEFAULT_LIMIT = 0.5


def cue_scores(corpus: Corpus, rows: Sequence[int], *, codes: Sequence[str]) -> Floats:
    """Return how strongly the cues of each code speak for it, as the engine of cues has it.

    A cue counts in the passage that has all of it.

    Args:
        rows: Of the corpus.
        codes: Full ids of the columns.
    """
    import numpy as np

    columns = {code: n for n, code in enumerate(codes)}
    found = np.zeros((corpus.size, len(codes)))
    for source, first in zip(corpus.sources, corpus.firsts, strict=False):
        sharing = codes_sharing(source.reading.cues)
        carried: dict[tuple[int, str], list[CueMatch]] = {}
        for at, numbers in source.cues_in.items():
            for match in (source.reading.cues[number] for number in numbers):
                carried.setdefault((at, match.code), []).append(match)
        for (at, code), matches in carried.items():
            if code in columns:
                strengths = strengths_of(matches, sharing).values()
                found[int(first) + at, columns[code]] = score_of(strengths)
    return np.asarray(found[list(rows)])


def repeated_scores(corpus: Corpus, decisions: Decisions, rows: Sequence[int]) -> Floats:
    """Return 1 for each code that the passage just before, of the same source, was given."""
    import numpy as np

    numbers = np.asarray(rows, np.int64)
    before = np.maximum(numbers - 1, 0)
    same = (numbers > 0) & (corpus.source_of[before] == corpus.source_of[numbers])
    return np.asarray((decisions.given[before] & same[:, None]).astype(np.float64))


class WordRidge:
    """Ridge regression of each code on the words of a passage, weighted by tf-idf.

    Words in lower case, counts times log((1 + n) / (1 + n_word)) + 1, rows of length 1;
    the targets are 0 and 1, less their mean.

    Source:
        Hoerl AE and Kennard RW (1970) Ridge regression. Technometrics 12(1): 55-67; weights
        as in Manning, Raghavan and Schuetze (2008), section 6.2, smoothed.
    """

    def __init__(self, corpus: Corpus) -> None:
        """Count the words of every passage."""
        import numpy as np
        from scipy import sparse

        numbers: dict[str, int] = {}
        columns, lengths = [], []
        for source in corpus.sources:
            reading = source.reading
            known = [numbers.setdefault(word, len(numbers)) for word in reading.words]
            columns.append(np.asarray(known, np.int64)[reading.tokens])
            lengths.append(np.diff(reading.rows))
        indices = np.concatenate([*columns, np.zeros(0, np.int64)]).astype(np.int32)
        ends = np.concatenate(([0], np.cumsum(np.concatenate([*lengths, np.zeros(0, np.int64)]))))
        shape = (len(ends) - 1, max(len(numbers), 1))
        counts = sparse.csr_matrix((np.ones(len(indices)), indices, ends), shape=shape)
        counts.sum_duplicates()
        self._counts: Any = counts
        self._sources = np.asarray(corpus.source_of)

    def scores(self, given: Flags, *, trained: Sequence[int], rows: Sequence[int]) -> Floats:
        """Fit to some rows and score others.

        Args:
            given: Whether a row of the corpus was given a code.
            trained: Rows to learn from.
            rows: Rows to score.
        """
        import numpy as np

        if not len(trained):
            return np.zeros((len(rows), given.shape[1]))
        known = self._weighted(trained, trained)
        targets = given[list(trained)].astype(np.float64)
        middle = targets.mean(axis=0)
        solved = _solve(known, targets - middle)
        new = self._weighted(rows, trained)
        return np.asarray(middle + new @ (known.T @ solved))

    def limit(self, given: Flags, *, trained: Sequence[int]) -> float:
        """Return the score from which on codes are suggested: that of the best micro-F1.

        The rows are halved by source, and each half is scored by what the other teaches.
        From one source alone nothing can be left out, and it is .5.
        """
        import numpy as np

        there = np.asarray(trained, np.int64)
        sources = sorted(set(self._sources[there].tolist()))
        if len(sources) < 2 or not given[there].any():
            return _DEFAULT_LIMIT
        odd = np.isin(self._sources[there], sources[1::2])
        halves = (there[odd], there[~odd])
        found, truth = [], []
        for one, other in (halves, halves[::-1]):
            found.append(self.scores(given, trained=one.tolist(), rows=other.tolist()).ravel())
            truth.append(given[other].ravel())
        return best_limit(np.concatenate(truth), np.concatenate(found))

    def _weighted(self, rows: Sequence[int], trained: Sequence[int]) -> Any:
        import numpy as np
        from scipy import sparse

        seen = self._counts[list(trained)]
        frequency = np.bincount(seen.indices, minlength=seen.shape[1])
        weights = np.log((1 + seen.shape[0]) / (1 + frequency)) + 1
        table = self._counts[list(rows)] @ sparse.diags(weights)
        lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
        return sparse.diags(1 / np.where(lengths > 0, lengths, 1)) @ table


def best_limit(truth: Places, scores: Floats) -> float:
    """Return the score that parts suggested from not suggested with the highest F1."""
    import numpy as np

    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(truth[order])
    values = 2 * right / (np.arange(1, len(order) + 1) + truth.sum())
    ordered = scores[order]
    cuts = np.append(ordered[1:] != ordered[:-1], True)
    return float(ordered[int(np.argmax(np.where(cuts, values, -1.0)))])


def _solve(table: Any, targets: Floats) -> Floats:
    """Solve (X X' + penalty) a = y for each column, by conjugate gradients."""
    import numpy as np

    found = np.zeros_like(targets)
    rest = targets.copy()
    way = rest.copy()
    size = (rest * rest).sum(axis=0)
    enough = _CLOSE**2 * np.maximum(size, 1e-300)
    for _ in range(_STEPS):
        if (size <= enough).all():
            break
        image = table @ (table.T @ way) + PENALTY * way
        steep = (way * image).sum(axis=0)
        step = np.divide(size, steep, out=np.zeros_like(size), where=steep > 0)
        found += step * way
        rest -= step * image
        smaller = (rest * rest).sum(axis=0)
        turn = np.divide(smaller, size, out=np.zeros_like(size), where=size > 0)
        way = rest + turn * way
        size = smaller
    return found
