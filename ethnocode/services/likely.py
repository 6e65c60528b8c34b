"""What was learned of a study, kept at hand: which codes are likely on which passages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ethnocode.model import Anchor, Suggestion, SuggestionStatus
from ethnocode.services.learning import decisions_of, read_corpus
from ethnocode.services.lookup import present_ids
from ethnocode.services.project import Project
from ethnocode.services.proposing import propose_for
from ethnocode.services.remembered import Remembered
from ethnocode.store import Store, open_store

if TYPE_CHECKING:
    from ethnocode.suggest.choosing import Scores
    from ethnocode.suggest.ranker import Model

MOST_ROWS = 20_000
"""Passages that are scored at once; of a larger study those that 'suggest' found first."""


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

    def __init__(self, project: Project, *, progress: Callable[[str], None]) -> None:
        self.project = project
        with open_store(project.folder) as store:
            self.study = read_corpus(
                project, store, codebook=project.codebook(), progress=progress
            )
            self._columns = {code: n for n, code in enumerate(self.study.codes)}
            self.learn(store)

    def learn(self, store: Store) -> None:
        """Fit the ranker to what is decided now."""
        from ethnocode.suggest.ranker import fit_model

        self.decisions = decisions_of(store, self.study, coder=self.project.coder)
        self.model: Model = fit_model(self.study.corpus, self.study.codebook, self.decisions)
        self._known(store)
        self._rows = self._candidates()
        self._scores: Scores | None = None

    def refresh(self, store: Store) -> None:
        """Take what is decided now into account, and fit nothing."""
        self.decisions = decisions_of(store, self.study, coder=self.project.coder)
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
        """Return whether nothing is decided about a code on a passage, as far as rows tell."""
        column = self._columns.get(code)
        if column is None:
            return False
        return not (self.decisions.given[row, column] or self.decisions.refused[row, column])

    def is_new(self, row: int, suggestion: Suggestion) -> bool:
        """Return whether nothing is decided about what a suggestion proposes."""
        return self.is_open(row, suggestion.code) and not self._remembered.decided(suggestion)

    def examples(self, code: str) -> int:
        """Return how many passages the coder gave a code."""
        return int(self.decisions.given[:, self._columns[code]].sum())

    def chosen(self) -> list[Candidate]:
        """Return what deserves to be shown, the likeliest first."""
        from ethnocode.suggest.choosing import choose

        found = [
            Candidate(self._rows[choice.index], self.model.codes[choice.column], choice.score)
            for choice in choose(self._scored(), codes=self.model.codes)
        ]
        return sorted(found, key=lambda one: (-one.score, one.row, one.code))

    def likeliest(self, code: str) -> list[Candidate]:
        """Return the passages by how likely a code is on them, the likeliest first."""
        if code not in self.model.codes:
            return []
        scores = self._scored()[:, self.model.codes.index(code)].tolist()
        found = [Candidate(row, code, score) for row, score in zip(self._rows, scores, strict=True)]
        return sorted(found, key=lambda one: (-one.score, one.row))

    def others(self) -> list[tuple[int, Suggestion]]:
        """Return what waits of other engines, each with the row it is on, the strongest first."""
        return sorted(self._others, key=lambda pair: (-pair[1].score, pair[0], pair[1].id))

    def on_passage(self, store: Store, row: int) -> list[Suggestion]:
        """Return what is suggested for a passage, the likeliest first, scored afresh.

        What waits of other engines comes last.
        """
        fresh = propose_for(store, self.study, self.decisions, self.model, rows=[row])
        fresh = [self._numbered(row, suggestion) for suggestion in fresh]
        codes = {suggestion.code for suggestion in fresh}
        fresh += [s for at, s in self.others() if at == row and s.code not in codes]
        return [suggestion for suggestion in fresh if self.is_new(row, suggestion)]

    def proposed(self, store: Store, row: int, code: str) -> Suggestion:
        """Return a code as a suggestion for a passage, be it likely or not, scored afresh."""
        (made,) = propose_for(
            store, self.study, self.decisions, self.model, rows=[row], code=code
        )
        return self._numbered(row, made)

    def _numbered(self, row: int, suggestion: Suggestion) -> Suggestion:
        """Give a suggestion the number under which it waits already, if it does."""
        waits = self._waiting.get((row, suggestion.code))
        return replace(suggestion, id=waits.id) if waits else suggestion

    def _scored(self) -> Scores:
        if self._scores is None:
            self._scores = self.model.scores(self.study.corpus, self.decisions, self._rows)
        return self._scores

    def _known(self, store: Store) -> None:
        """Note what is decided, and what waits of this engine and of others."""
        from ethnocode.suggest.ranker import ENGINE

        codebook = self.study.codebook
        self._remembered = Remembered(store, codebook=codebook)
        self._waiting: dict[tuple[int, str], Suggestion] = {}
        self._others: list[tuple[int, Suggestion]] = []
        present = present_ids(codebook, store.codes.numbers())
        waiting = store.suggestions.select(
            names=store.sources.names(), status=SuggestionStatus.UNDECIDED
        )
        for stored in waiting:
            suggestion = replace(stored, code=present.get(stored.code, stored.code))
            for row in self.rows_at(suggestion.source, suggestion.anchor):
                if suggestion.engine == ENGINE:
                    self._waiting.setdefault((row, suggestion.code), suggestion)
                else:
                    self._others.append((row, suggestion))

    def rows_at(self, source: str, anchor: Anchor) -> list[int]:
        """Return the rows that an anchor bears on; none where it is of another text."""
        for known in self.study.sources:
            if known.name == source and known.digest == anchor.digest:
                return self.study.rows_under(source, anchor.span)
        return []

    def _candidates(self) -> list[int]:
        if self.study.corpus.size <= MOST_ROWS:
            return list(range(self.study.corpus.size))
        waiting = sorted(self._waiting.items(), key=lambda item: (-item[1].score, item[0]))
        rows = dict.fromkeys(row for (row, _), _ in waiting)
        return sorted(list(rows)[:MOST_ROWS])
