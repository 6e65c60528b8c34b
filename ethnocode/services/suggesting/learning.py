"""What the suggestions learn from: the passages of a study, and what a coder decided on them."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ethnocode.model import Codebook, Source, Span
from ethnocode.services.lookup import present_ids
from ethnocode.services.project import Project
from ethnocode.services.suggesting.saved import DAMAGED, keep_readings, saved_readings
from ethnocode.services.suggesting.voices import Voices, voices_of
from ethnocode.store import Bearing, Cut, Store

if TYPE_CHECKING:
    from ethnocode.suggest.corpus.rows import Corpus, Decisions
    from ethnocode.suggest.reading.many import Unread
    from ethnocode.suggest.reading.passages import Passage, Stretch
    from ethnocode.suggest.reading.source import Reading
    from ethnocode.suggest.words.arrays import Singles

Pair = tuple[int, int]

_ENGLISH = "en"


@dataclass(frozen=True, eq=False)
class StudyCorpus:
    """A study as the suggestions see it.

    Args:
        sources: Its sources, as the corpus has them.
        corpus: Their passages.
        codebook: The definitions in force.
        anew: How many sources were read just now; the others were read before.
        fault: What is wrong with what was kept of that, as a sentence; or empty.
        skipped: Cues that the pipeline cannot look for.
        languages: A sentence for each source with passages that seem to be in another
            language than the pipeline reads.
        language: What the pipeline reads, of two letters.
        code_vectors: Unit vector of the text on each code, where the pipeline has vectors.
    """

    sources: tuple[Source, ...]
    corpus: Corpus
    codebook: Codebook
    anew: int = 0
    fault: str = ""
    skipped: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    language: str = _ENGLISH
    code_vectors: Singles | None = None

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Full ids of all codes, as the columns of decisions and scores have them."""
        return tuple(code.id for code in self.codebook)

    @cached_property
    def offered(self) -> frozenset[str]:
        """Full ids of the codes that may be suggested: those that are not retired."""
        return frozenset(code.id for code in self.codebook if code.retired is None)

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {source.name: n for n, source in enumerate(self.sources)}

    @cached_property
    def _places(self) -> dict[int, tuple[list[Span], list[int]]]:
        return {}

    def rows_of(self, name: str) -> range:
        """Return the rows of a source."""
        n = self._numbers[name]
        return range(int(self.corpus.firsts[n]), int(self.corpus.firsts[n + 1]))

    def rows_under(self, name: str, span: Span) -> list[int]:
        """Return the rows that a span bears on: where it has at least half of the one or the other.

        Args:
            name: Of the source.
            span: In its current text.
        """
        number = self._numbers[name]
        if number not in self._places:
            spans = [passage.span for passage in self.corpus.sources[number].passages]
            self._places[number] = spans, [span.end for span in spans]
        spans, ends = self._places[number]
        first = int(self.corpus.firsts[number])
        return [first + n for n in _under(spans, ends, span)]


def read_corpus(
    project: Project,
    store: Store,
    *,
    codebook: Codebook,
    progress: Callable[[str], None] = lambda _: None,
    keep: bool = False,
) -> StudyCorpus:
    """Return all passages of a study, read; what was read before is not read again.

    Args:
        keep: Whether what is read just now is kept beside the project for the next time.

    Raises:
        PipelineError: The pipeline of the settings is missing, or a cue is no valid pattern.
    """
    from ethnocode.suggest.corpus.rows import Corpus, CorpusSource
    from ethnocode.suggest.reading.language import language_note, languages_of
    from ethnocode.suggest.reading.many import read_many

    before, notes, fault = saved_readings(project)
    basis = reading_basis(project, codebook)
    language = project.settings.pipeline.partition("_")[0] or _ENGLISH
    sources = tuple(store.sources.all())
    cut, unread = _cut_all(project, store, sources, basis=basis, known=before, progress=progress)
    readings = {key: before[key] for key, _ in cut if key in before and key not in unread}
    if any(key in before for key in unread):
        fault = DAMAGED
    foreign = {key: said for key, said in notes.get("languages", {}).items() if key in readings}
    skipped = tuple(notes.get("skipped", ())) if notes.get("basis") == basis else ()
    if unread:
        found, skipped = read_many(
            list(unread.values()),
            codes=list(codebook),
            pipeline=project.settings.pipeline,
            progress=progress,
        )
        for key, reading in zip(unread, found, strict=True):
            readings[key] = reading
            if any(languages := languages_of(reading, language=language)):
                foreign[key] = languages
    if keep and (unread or len(readings) < len(before)):
        said = {"basis": basis, "skipped": skipped, "languages": foreign}
        keep_readings(project, readings, notes=said)
    made, said_of = [], []
    for source, (key, passages) in zip(sources, cut, strict=True):
        made.append(CorpusSource(source.name, source.kind, source.digest, passages, readings[key]))
        if key in foreign:
            said_of.append(language_note(foreign[key], source=source.name, language=language))
    return StudyCorpus(
        sources,
        Corpus(tuple(made)),
        codebook,
        anew=len(unread),
        fault=fault,
        skipped=skipped,
        languages=tuple(said_of),
        language=language,
        code_vectors=_code_vectors(project, codebook, readings.values()),
    )


def _cut_all(
    project: Project,
    store: Store,
    sources: Sequence[Source],
    *,
    basis: str,
    known: Mapping[str, Reading],
    progress: Callable[[str], None],
) -> tuple[list[tuple[str, tuple[Passage, ...]]], dict[str, Unread]]:
    """Return key and passages of each source, and by key what was not read before."""
    from ethnocode.suggest.reading.many import Unread
    from ethnocode.suggest.reading.state import is_reading_of, reading_key

    voices = voices_of(project, store)
    cut: list[tuple[str, tuple[Passage, ...]]] = []
    unread: dict[str, Unread] = {}
    for source in sources:
        progress(f"cutting {source.name}")
        text = store.sources.text(source)
        passages = passages_of(store, source, text=text, voices=voices)
        key = reading_key(source.digest, passages, basis=basis)
        cut.append((key, passages))
        if key not in known or not is_reading_of(known[key], passages):
            unread[key] = Unread(source.name, text, passages)
    return cut, unread


def _code_vectors(
    project: Project, codebook: Codebook, readings: Iterable[Reading]
) -> Singles | None:
    if not all(reading.vectors is not None for reading in readings):
        return None
    from ethnocode.suggest.reading.vectors import vectors_of_codes
    from ethnocode.suggest.words.pipeline import load_pipeline

    if not project.settings.pipeline:
        return None
    return vectors_of_codes(load_pipeline(project.settings.pipeline), list(codebook))


def reading_basis(project: Project, codebook: Codebook) -> str:
    """Return what readings depend on besides the texts: cues, pipeline and program, as a digest."""
    cues = [(code.id, code.cues) for code in codebook]
    whole = f"{project.settings.pipeline}\n{_versions(project)}\n{cues}"
    return hashlib.sha256(whole.encode()).hexdigest()


def _versions(project: Project) -> list[str]:
    """Return the versions of what reads, found without loading it."""
    from importlib.metadata import PackageNotFoundError, version

    found = []
    for name in ("spacy", project.settings.pipeline):
        try:
            found.append(version(name) if name else "")
        except PackageNotFoundError:
            found.append("")
    return found


def passages_of(
    store: Store, source: Source, *, text: str, voices: Voices | None = None
) -> tuple[Passage, ...]:
    """Return the passages of a source that are scored.

    Words that nobody says where they stand are in none: headings and the title of an
    interview, times, the observer's comments, quoted e-mails, signatures.

    Args:
        voices: Who speaks in the study; without it nobody is known to.
    """
    from ethnocode.suggest.reading.passages import Stretch, cut_passages

    cut = store.basis.cut(source.id)
    unspoken = [*_title(text, source, cut), *cut.unspoken]
    stretches: list[Stretch] = []
    for start, end, label in cut.stretches:
        group, asks = voices.of(source, label) if voices else ("", False)
        for span in _spoken(text, start, end, unspoken):
            stretches.append(Stretch(span, group, asks))
    return cut_passages(text, stretches, sentences=[Span(*pair) for pair in cut.sentences])


def _title(text: str, source: Source, cut: Cut) -> list[Pair]:
    """Return the first line of a source with speakers, if it is the title and nobody's words."""
    first = text.partition("\n")[0]
    labels = [label for _, _, label in cut.stretches]
    is_title = first.strip() == source.title and any(labels) and labels[0] is None
    return [(0, len(first))] if is_title else []


def _spoken(text: str, start: int, end: int, unspoken: Sequence[Pair]) -> list[Span]:
    """Return what is left of a stretch without the parts that nobody says."""
    pieces: list[Pair] = []
    at = start
    for first, stop in unspoken:
        if stop > start and first < end:
            pieces.append((at, min(first, end)))
            at = max(at, stop)
    pieces.append((at, end))
    spans = (Span(a, b).trimmed(text) for a, b in pieces if a < b)
    return [span for span in spans if span is not None]


def learned_from(project: Project, passages: int) -> str:
    """Return how much was learned from, and from whom, where that is not the author."""
    coder = "" if project.coder == project.settings.author else project.coder
    if not passages:
        none = f"no codings yet by '{coder}'" if coder else "no codings yet"
        return f"{none}: cues and definitions alone"
    number = "1 coded passage" if passages == 1 else f"{passages:,} coded passages"
    return f"learned from {number}" + (f" of '{coder}'" if coder else "")


def decisions_of(store: Store, study: StudyCorpus, *, coder: str) -> Decisions:
    """Return what a coder has decided.

    A passage that bears a coding is read, and so is one between the first and the last
    that she coded by reading in the same source, and one that she went through in a
    review. Codings that wait for review, and undecided suggestions, play no part.
    """
    from ethnocode.suggest.corpus.rows import no_decisions

    decided = no_decisions(study.corpus, study.codes)
    filler = _Filler(store, study, decided, coder)
    filler.note_codings()
    filler.note_readings()
    filler.note_refusals()
    return decided


class _Filler:
    """Fills in decisions, one kind of record after another."""

    def __init__(self, store: Store, study: StudyCorpus, decided: Decisions, coder: str) -> None:
        self._store, self._study, self._decided, self._coder = store, study, decided, coder
        self._sources = {int(source.id): source for source in study.sources}
        self._names = store.sources.names()
        self._digests = {source.name: source.digest for source in study.sources}
        self._present = present_ids(study.codebook, store.codes.numbers())
        self._columns = {code: n for n, code in enumerate(study.codes)}

    def note_codings(self) -> None:
        """Codings are positives; what lies between those made by reading was read."""
        by_reading: dict[int, list[int]] = {}
        for bearing, column, rows in self._borne(self._store.basis.given(self._coder)):
            for row in rows:
                self._decided.given[row, column] = self._decided.read[row] = True
            if rows and not bearing.by_suggestion:
                by_reading.setdefault(bearing.source, []).extend((rows[0], rows[-1]))
        for ends in by_reading.values():
            self._decided.read[min(ends) : max(ends) + 1] = True

    def note_readings(self) -> None:
        """What was gone through in a review was read."""
        for passage in self._store.readings.select(names=self._names, coder=self._coder):
            if passage.anchor.digest == self._digests[passage.source]:
                for row in self._study.rows_under(passage.source, passage.anchor.span):
                    self._decided.read[row] = True

    def note_refusals(self) -> None:
        """A code rejected for some words is none of theirs, unless it was given all the same."""
        for _, column, rows in self._borne(self._store.basis.refused(self._coder)):
            for row in rows:
                if not self._decided.given[row, column]:
                    self._decided.refused[row, column] = True

    def _borne(self, bearings: Iterable[Bearing]) -> Iterable[tuple[Bearing, int, list[int]]]:
        """Yield what stands on the present text, for a code that there is, with its rows."""
        for bearing in bearings:
            source = self._sources[bearing.source]
            column = self._columns.get(self._present.get(bearing.code, bearing.code))
            if column is not None and bearing.digest == source.digest:
                span = Span(bearing.start, bearing.end)
                yield bearing, column, self._study.rows_under(source.name, span)


def _under(spans: Sequence[Span], ends: Sequence[int], span: Span) -> Iterable[int]:
    at = bisect_right(ends, span.start)
    while at < len(spans) and spans[at].start < span.end:
        if span.shares_half(spans[at]):
            yield at
        at += 1
