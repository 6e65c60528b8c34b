"""What the suggestions learn from: the passages of a study, and what a coder decided on them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ethnocode.model import Anchor, Codebook, SegmentKind, Source, Span, SuggestionStatus
from ethnocode.services.lookup import present_ids
from ethnocode.services.project import Project
from ethnocode.store import Store

if TYPE_CHECKING:
    from ethnocode.suggest.corpus import Corpus, Decisions
    from ethnocode.suggest.passages import Passage

_BY_SUGGESTION = "suggestion:"
_AGAINST = (SuggestionStatus.REJECTED, SuggestionStatus.CORRECTED)


@dataclass(frozen=True, slots=True, eq=False)
class StudyCorpus:
    """A study as the suggestions see it.

    Args:
        sources: Its sources, as the corpus has them.
        corpus: Their passages.
        codebook: The definitions in force.
    """

    sources: tuple[Source, ...]
    corpus: Corpus
    codebook: Codebook

    @property
    def codes(self) -> tuple[str, ...]:
        """Full ids of all codes, as the columns of decisions and scores have them."""
        return tuple(code.id for code in self.codebook)

    def rows_of(self, name: str) -> range:
        """Return the rows of a source."""
        n = [source.name for source in self.sources].index(name)
        return range(int(self.corpus.firsts[n]), int(self.corpus.firsts[n + 1]))

    def rows_under(self, name: str, span: Span) -> list[int]:
        """Return the rows that a span bears on: where it has at least half of the one or the other.

        Args:
            name: Of the source.
            span: In its current text.
        """
        rows = self.rows_of(name)
        passages = self.corpus.sources[int(self.corpus.source_of[rows[0]])].passages if rows else ()
        return [rows[n] for n in _under(passages, span)]


def read_corpus(
    project: Project,
    store: Store,
    *,
    codebook: Codebook,
    progress: Callable[[str], None] = lambda _: None,
) -> StudyCorpus:
    """Return all passages of a study, read.

    Raises:
        PipelineError: The pipeline of the settings is missing, or a cue is no valid pattern.
    """
    from ethnocode.suggest.corpus import Corpus, CorpusSource
    from ethnocode.suggest.cues import build_matcher
    from ethnocode.suggest.reading import read_source

    matcher = build_matcher(codebook)
    sources = tuple(store.sources.all())
    found = []
    for source in sources:
        progress(source.name)
        text = store.sources.text(source)
        passages = passages_of(store, source, text=text)
        reading = read_source(text, passages, matcher=matcher)
        found.append(CorpusSource(source.name, source.kind, source.digest, passages, reading))
    return StudyCorpus(sources, Corpus(tuple(found)), codebook)


def passages_of(store: Store, source: Source, *, text: str) -> tuple[Passage, ...]:
    """Return the passages of a source that are scored."""
    from ethnocode.suggest.passages import Stretch, cut_passages

    segments = store.sources.segments(source)
    sentences = [s.span for s in segments if s.kind is SegmentKind.SENTENCE]
    stretches = [Stretch(span) for span, _ in store.sources.passages(source)]
    return cut_passages(text, stretches, sentences=sentences)


def decisions_of(store: Store, study: StudyCorpus, *, coder: str) -> Decisions:
    """Return what a coder has decided.

    A passage that bears a coding is read, and so is one between the first and the last
    that she coded by reading in the same source, and one that she went through in a
    review. Codings that wait for review, and undecided suggestions, play no part.
    """
    from ethnocode.suggest.corpus import no_decisions

    decided = no_decisions(study.corpus, study.codes)
    desk = _Desk(store, study, decided, coder)
    desk.note_codings()
    desk.note_readings()
    desk.note_refusals()
    return decided


class _Desk:
    """Fills in decisions, one kind of record after another."""

    def __init__(self, store: Store, study: StudyCorpus, decided: Decisions, coder: str) -> None:
        self._store, self._study, self._decided, self._coder = store, study, decided, coder
        self._names = store.sources.names()
        self._digests = {source.name: source.digest for source in study.sources}
        self._present = present_ids(study.codebook, store.codes.numbers())
        self._columns = {code: n for n, code in enumerate(study.codes)}

    def note_codings(self) -> None:
        """Codings are positives; what lies between those made by reading was read."""
        by_reading: dict[str, list[int]] = {}
        for coding in self._store.codings.select(names=self._names, coder=self._coder):
            column = self._column(coding.code)
            if column is None:
                continue
            for row in self._rows(coding.source, coding.anchor):
                self._decided.given[row, column] = self._decided.read[row] = True
                if not coding.origin.startswith(_BY_SUGGESTION):
                    by_reading.setdefault(coding.source, []).append(row)
        for rows in by_reading.values():
            self._decided.read[min(rows) : max(rows) + 1] = True

    def note_readings(self) -> None:
        """What was gone through in a review was read."""
        for passage in self._store.readings.select(names=self._names, coder=self._coder):
            self._decided.read[self._rows(passage.source, passage.anchor)] = True

    def note_refusals(self) -> None:
        """A code rejected for some words is none of theirs, unless it was given all the same."""
        for suggestion in self._store.suggestions.select(names=self._names):
            column = self._column(suggestion.code)
            if suggestion.status not in _AGAINST or suggestion.decided_by != self._coder:
                continue
            for row in self._rows(suggestion.source, suggestion.anchor):
                if column is not None and not self._decided.given[row, column]:
                    self._decided.refused[row, column] = True

    def _column(self, code: str) -> int | None:
        return self._columns.get(self._present.get(code, code))

    def _rows(self, source: str, anchor: Anchor) -> list[int]:
        """Return the rows under an anchor; none where it sits on an earlier text."""
        current = anchor.digest == self._digests[source]
        return self._study.rows_under(source, anchor.span) if current else []


def _under(passages: Sequence[Passage], span: Span) -> Iterator[int]:
    at = bisect_left(passages, span.start, key=lambda passage: passage.span.end)
    while at < len(passages) and passages[at].span.start < span.end:
        other = passages[at].span
        shared = min(span.end, other.end) - max(span.start, other.start)
        if 2 * shared >= min(len(span), len(other)) > 0:
            yield at
        at += 1
