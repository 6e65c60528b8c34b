"""What was learned of a study, kept at hand: which codes are likely on which passages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ethnocode.model import Anchor, Codebook, Span, Suggestion
from ethnocode.services.lookup import present_ids
from ethnocode.services.project import Project
from ethnocode.services.suggesting.learning import decisions_of, read_corpus
from ethnocode.services.suggesting.proposing import propose_chosen
from ethnocode.services.suggesting.remembered import Remembered
from ethnocode.store import Store, open_store

if TYPE_CHECKING:
    from ethnocode.suggest.ranker.choosing import Choice
    from ethnocode.suggest.words.arrays import Floats

MOST_ROWS = 20_000
"""Passages that are scored at once; of a larger study those that 'suggest' found first."""

_TEXTS_HELD = 100


@dataclass(frozen=True, slots=True)
class Candidate:
    """A code on a passage, before anything is said of why.

    Args:
        row: Of the passage.
        code: Full id.
        score: How likely.
    """

    row: int
    code: str
    score: float


class Likely:
    """A study with a ranker fitted to what one coder has decided."""

    def __init__(
        self,
        project: Project,
        store: Store,
        *,
        codebook: Codebook,
        progress: Callable[[str], None] = lambda _: None,
    ) -> None:
        from ethnocode.suggest.corpus.features import prepare
        from ethnocode.suggest.reasons.proposal import background_of

        self._coder = project.coder
        self.study = read_corpus(project, store, codebook=codebook, progress=progress, keep=True)
        self._digests = {source.name: source.digest for source in self.study.sources}
        self._columns = {code: n for n, code in enumerate(self.study.codes)}
        self._folder = project.folder
        text_of = lru_cache(_TEXTS_HELD)(self._text)  # for every sitting its own
        self._background = background_of(codebook, text_of=text_of, language=self.study.language)
        self._features = prepare(self.study.corpus, codebook, code_vectors=self.study.code_vectors)
        self.learn(store)

    def learn(self, store: Store) -> None:
        """Fit the ranker to what is decided now."""
        from ethnocode.suggest.ranker.model import fit_model
        from ethnocode.suggest.ranker.offering import Chooser

        study = self.study
        self.refresh(store)
        self.model = fit_model(
            study.corpus, study.codebook, self.decisions, features=self._features
        )
        self._rows = self._candidates()
        self._scores = self.model.scores(self.decisions, self._rows)
        self._chooser = Chooser(self.model, self.decisions, scores=self._usual_scores())

    def refresh(self, store: Store) -> None:
        """Take what is decided now into account, and fit nothing."""
        self.decisions = decisions_of(store, self.study, coder=self._coder)
        self._known(store)

    def note(self, row: int, code: str, *, given: bool) -> None:
        """Take one decision into account: a code was given to a passage, or refused for it."""
        column = self._columns.get(code)
        if given:
            self.decisions.read[row] = True
        if column is None:
            return
        table = self.decisions.given if given else self.decisions.refused
        table[row, column] = True

    def is_open(self, row: int, code: str) -> bool:
        """Return whether nothing is decided about a code on a passage, as far as rows tell.

        About one that is retired nothing is left to decide.
        """
        column = self._columns.get(code)
        if column is None or code not in self.study.offered:
            return False
        return not (self.decisions.given[row, column] or self.decisions.refused[row, column])

    def is_new(self, row: int, suggestion: Suggestion) -> bool:
        """Return whether nothing is decided about what a suggestion proposes."""
        return self.is_open(row, suggestion.code) and not self._remembered.decided(suggestion)

    def examples(self, code: str) -> int:
        """Return how many passages the coder gave a code."""
        return int(self.decisions.given[:, self._columns[code]].sum())

    def chosen(self) -> list[Candidate]:
        """Return what deserves to be shown and is open, the likeliest first."""
        found = [
            Candidate(self._rows[choice.index], self.model.codes[choice.column], choice.score)
            for choice in self._worth_showing(self._scores, self._rows)
        ]
        return sorted(found, key=lambda one: (-one.score, one.row, one.code))

    def likeliest(self, code: str) -> list[Candidate]:
        """Return the passages by how likely a code is on them, the likeliest first."""
        if code not in self.model.codes:
            return []
        scores = self._scores[:, self.model.codes.index(code)].tolist()
        found = [Candidate(row, code, score) for row, score in zip(self._rows, scores, strict=True)]
        return sorted(found, key=lambda one: (-one.score, one.row))

    def others(self) -> list[tuple[int, Suggestion]]:
        """Return what waits of other engines, each with the row it is on, the strongest first."""
        return sorted(self._others, key=lambda pair: (-pair[1].score, pair[0], pair[1].id))

    def on_passage(self, store: Store, row: int) -> list[Suggestion]:
        """Return what is suggested for a passage, the likeliest first, scored afresh.

        What waits of other engines comes last.
        """
        scores = self.model.scores(self.decisions, [row])
        fresh = self._made(store, row, self._worth_showing(scores, [row]), scores)
        codes = {suggestion.code for suggestion in fresh}
        fresh += [s for at, s in self.others() if at == row and s.code not in codes]
        return [suggestion for suggestion in fresh if self.is_new(row, suggestion)]

    def asked(self, store: Store, row: int, code: str, *, number: int = 0) -> Suggestion | None:
        """Return a code as a suggestion for a passage, be it likely or not, scored afresh.

        Args:
            number: Of the suggestion by another engine that is meant, which is as it was made.
        """
        if number:
            return next((one for at, one in self._others if (at, one.id) == (row, number)), None)
        if code not in self.model.codes:
            return None
        column = self.model.codes.index(code)
        scores = self.model.scores(self.decisions, [row])
        choice = self._chooser.asked(
            float(scores[0][column]), self.decisions, row=row, column=column
        )
        (made,) = self._made(store, row, [choice], scores)
        return made

    def _worth_showing(self, scores: Floats, rows: Sequence[int]) -> tuple[Choice, ...]:
        """Choose among rows what is open, by what is likely in the whole corpus."""
        columns = [self._columns[code] for code in self.model.codes]
        closed = (self.decisions.given | self.decisions.refused)[:, columns][list(rows)]
        closed[:, [code not in self.study.offered for code in self.model.codes]] = True
        return self._chooser.among(scores * ~closed, self.decisions, rows)

    def _usual_scores(self) -> Floats:
        """Return scores that say how many of all passages are likely."""
        from ethnocode.suggest.ranker.offering import spread_rows

        size = self.study.corpus.size
        if len(self._rows) == size:
            return self._scores
        return self.model.scores(self.decisions, spread_rows(size))

    def _made(
        self, store: Store, row: int, choices: Sequence[Choice], scores: Floats
    ) -> list[Suggestion]:
        made = propose_chosen(
            store,
            self.study,
            self.decisions,
            self.model,
            rows=[row],
            chosen=choices,
            scores=scores,
            background=self._background,
        )
        return [suggestion for _, suggestion in made]

    def _text(self, name: str) -> str:
        """Return the text of a source as it was when the study was read."""
        with open_store(self._folder) as store:
            return store.sources.text_of(self._digests[name])

    def _known(self, store: Store) -> None:
        """Note what is decided, and what waits of this engine and of others."""
        from ethnocode.suggest.ranker.model import ENGINE

        codebook = self.study.codebook
        self._remembered = Remembered(store, codebook=codebook)
        self._others: list[tuple[int, Suggestion]] = []
        self._found: dict[int, float] = {}
        names = store.sources.names()
        strange = []
        for one in store.basis.waiting():
            if self._digests.get(names[one.source]) == one.digest:
                for row in self.study.rows_under(names[one.source], Span(one.start, one.end)):
                    self._found[row] = max(self._found.get(row, 0.0), one.score)
            if one.engine != ENGINE:
                strange.append(one.number)
        present = present_ids(codebook, store.codes.numbers())
        for suggestion in store.suggestions.select(names=names, ids=strange) if strange else ():
            code = present.get(suggestion.code, suggestion.code)
            renamed = replace(suggestion, code=code)
            rows = self.rows_at(suggestion.source, suggestion.anchor)
            self._others += [(row, renamed) for row in rows]

    def rows_at(self, source: str, anchor: Anchor) -> list[int]:
        """Return the rows that an anchor bears on; none where it is of another text."""
        if self._digests.get(source) != anchor.digest:
            return []
        return self.study.rows_under(source, anchor.span)

    def _candidates(self) -> list[int]:
        if self.study.corpus.size <= MOST_ROWS:
            return list(range(self.study.corpus.size))
        found = sorted(self._found, key=lambda row: (-self._found[row], row))
        return sorted(found[:MOST_ROWS])
