"""Ways to suggest codes, tried on passages that they have not learned from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ethnocode.model import Band, Codebook
from ethnocode.suggest.corpus.features import prepare
from ethnocode.suggest.corpus.rows import Corpus, Decisions, no_decisions
from ethnocode.suggest.ranker.choosing import MOST_PER_PASSAGE
from ethnocode.suggest.ranker.model import Model, fit_model
from ethnocode.suggest.ranker.offering import Chooser, spread_rows
from ethnocode.suggest.record.baselines import WordRidge, cue_scores, repeated_scores
from ethnocode.suggest.record.measuring import Outcome

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from ethnocode.suggest.words.arrays import Flags, Floats, Places, Singles

    Bands = npt.NDArray[np.int8]
    Given = tuple[Floats, Bands | None, Flags]

_BANDS = tuple(Band)


class Way(StrEnum):
    """A way to suggest codes."""

    ENGINE = "suggestions"
    NEIGHBOURS = "with decided neighbours"
    CODEBOOK = "before any coding"
    CUES = "cues only"
    RIDGE = "tf-idf ridge"
    REPEAT = "last passage repeated"


@dataclass(frozen=True, slots=True, eq=False)
class Tested:
    """A way to suggest codes, tried on passages that it has not learned from.

    Args:
        way: Which.
        outcome: What it gave; codes are columns, sorted by full id.
        bands: Band of each suggestion, 1 the weakest, 0 none; ``None`` where it has no bands.
    """

    way: Way
    outcome: Outcome
    bands: Bands | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Split:
    """What is known, by row of the corpus, and the read rows that are tried."""

    known: Flags
    tested: Places


@dataclass(frozen=True, slots=True, eq=False)
class _Fitted:
    model: Model
    chooser: Chooser


class Bench:
    """Tries the ways to suggest codes, split after split, and keeps what they gave.

    Args:
        corpus: All passages.
        codebook: Defines the codes.
        decisions: Of one coder.
        code_vectors: As the ranker takes them.
    """

    def __init__(
        self,
        corpus: Corpus,
        codebook: Codebook,
        decisions: Decisions,
        *,
        code_vectors: Singles | None = None,
    ) -> None:
        self._corpus, self._codebook, self._decisions = corpus, codebook, decisions
        self._features = prepare(corpus, codebook, code_vectors=code_vectors)
        self._ridge = WordRidge(corpus)
        self._untaught: _Fitted | None = None
        self._rows: list[Places] = []
        self._found: dict[Way, list[Given]] = {}

    @property
    def codes(self) -> tuple[str, ...]:
        """Full ids of the codes, sorted, as the columns of outcomes have them."""
        return tuple(sorted(self._decisions.codes))

    @property
    def rows(self) -> Places:
        """Passages tried so far."""
        import numpy as np

        return np.concatenate([*self._rows, np.zeros(0, np.int64)]).astype(np.int64)

    def read_rows(self, source: int) -> list[int]:
        """Return the rows of a source that were read."""
        import numpy as np

        first, end = self._corpus.firsts[source], self._corpus.firsts[source + 1]
        found: list[int] = (first + np.flatnonzero(self._decisions.read[first:end])).tolist()
        return found

    def read_by_source(self) -> list[int]:
        """Return how many passages of each source were read."""
        return [len(self.read_rows(n)) for n in range(len(self._corpus.sources))]

    def is_coded(self) -> list[bool]:
        """Tell of each row whether it bears a code."""
        import numpy as np

        coded: list[bool] = np.any(self._decisions.given, axis=1).tolist()
        return coded

    def split(self, sources: Sequence[int]) -> Split:
        """Return the split that leaves sources out: all else is known."""
        import numpy as np

        outside = ~np.isin(self._corpus.source_of, list(sources))
        return Split(outside, np.flatnonzero(~outside & self._decisions.read))

    def try_all(self, split: Split) -> None:
        """Try every way on a split."""
        rows = split.tested
        self._rows.append(rows)
        known = self._known(split.known)
        fitted = self._learned(known)
        self._keep(Way.ENGINE, self._ranked(fitted, known, rows))
        # The ranker looks at what was decided on earlier passages of a source only.
        near = self._known(split.known | self._same_sources(rows))
        self._keep(Way.NEIGHBOURS, self._ranked(fitted, near, rows))
        self._keep(Way.CODEBOOK, self._before_any(rows))
        cues = cue_scores(self._corpus, rows.tolist(), codes=self._decisions.codes)
        self._keep(Way.CUES, (cues, None, cues > 0))
        self._keep(Way.RIDGE, self._plain(split))
        repeated = repeated_scores(self._corpus, self._decisions, rows.tolist())
        self._keep(Way.REPEAT, (repeated, None, repeated > 0))

    def tested(self) -> tuple[Tested, ...]:
        """Return what each way gave on all splits so far."""
        return tuple(self._gathered(way, self.rows, self._found[way]) for way in Way)

    def try_learning(self, splits: Sequence[Split]) -> tuple[Tested, ...]:
        """Try the ranker and the ridge on splits, apart from all others."""
        import numpy as np

        ranked, plain = [], []
        for split in splits:
            known = self._known(split.known)
            ranked.append(self._ranked(self._learned(known), known, split.tested))
            plain.append(self._plain(split))
        rows = np.concatenate([split.tested for split in splits])
        return (
            self._gathered(Way.ENGINE, rows, ranked),
            self._gathered(Way.RIDGE, rows, plain),
        )

    def _known(self, flags: Flags) -> Decisions:
        """Return the decisions on some rows alone."""
        decided = self._decisions
        return Decisions(
            decided.codes,
            decided.read & flags,
            decided.given & flags[:, None],
            decided.refused & flags[:, None],
        )

    def _learned(self, known: Decisions) -> _Fitted:
        """Return a ranker fitted to what is known, and its rule of what is shown."""
        model = fit_model(self._corpus, self._codebook, known, features=self._features)
        usual = model.scores(known, spread_rows(self._corpus.size))
        return _Fitted(model, Chooser(model, known, scores=usual))

    def _ranked(self, fitted: _Fitted, known: Decisions, rows: Places) -> Given:
        """Return scores, bands and choice of a fitted ranker, as the program would choose.

        Args:
            known: What it may look at when it scores; its rows are taken as open.
        """
        import numpy as np

        columns = {code: n for n, code in enumerate(known.codes)}
        places = [columns[code] for code in fitted.model.codes]
        found = fitted.model.scores(known, rows.tolist())
        scores = np.zeros((len(rows), len(columns)))
        scores[:, places] = found
        bands = np.zeros(scores.shape, np.int8)
        for choice in fitted.chooser.among(found, known, rows.tolist()):
            bands[choice.index, places[choice.column]] = 1 + _BANDS.index(choice.band)
        return scores, bands, bands > 0

    def _same_sources(self, rows: Places) -> Flags:
        import numpy as np

        return np.isin(self._corpus.source_of, self._corpus.source_of[rows])

    def _before_any(self, rows: Places) -> Given:
        """Return what the ranker gives that has learned from nothing."""
        nothing = no_decisions(self._corpus, self._decisions.codes)
        if self._untaught is None:
            self._untaught = self._learned(nothing)
        return self._ranked(self._untaught, nothing, rows)

    def _plain(self, split: Split) -> Given:
        """Return what the ridge gives."""
        import numpy as np

        given = self._decisions.given
        trained = np.flatnonzero(split.known & self._decisions.read).tolist()
        scores = self._ridge.scores(given, trained=trained, rows=split.tested.tolist())
        return scores, None, _capped(scores, self._ridge.limit(given, trained=trained))

    def _gathered(self, way: Way, rows: Places, parts: Sequence[Given]) -> Tested:
        """Return what a way gave, with columns in the order of ids and sources from 0."""
        import numpy as np

        codes = self._decisions.codes
        order = sorted(range(len(codes)), key=codes.__getitem__)
        _, sources = np.unique(self._corpus.source_of[rows], return_inverse=True)
        banded = [bands for _, bands, _ in parts if bands is not None]
        outcome = Outcome(
            self._decisions.given[rows][:, order],
            np.concatenate([scores for scores, _, _ in parts])[:, order],
            np.concatenate([chosen for _, _, chosen in parts])[:, order],
            sources,
        )
        return Tested(way, outcome, np.concatenate(banded)[:, order] if banded else None)

    def _keep(self, way: Way, given: Given) -> None:
        self._found.setdefault(way, []).append(given)


def _capped(scores: Floats, least: float) -> Flags:
    """Return what scores more than 0 and at least so much, the first three of a passage."""
    import numpy as np

    order = np.argsort(-scores, axis=1, kind="stable")[:, MOST_PER_PASSAGE:]
    chosen = (scores > 0) & (scores >= least)
    np.put_along_axis(chosen, order, False, axis=1)
    return chosen
