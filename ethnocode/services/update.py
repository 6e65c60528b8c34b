"""Taking edited sources in, carrying their codings and memos along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ethnocode.errors import (
    EmptySourceError,
    SourceChangedError,
    SourceError,
    UndecodableSourceError,
)
from ethnocode.ingest import Document
from ethnocode.model import Anchor, CodingStatus, MemoSubject, Source, Span
from ethnocode.report.figures import counted
from ethnocode.services.backup import protect_daily
from ethnocode.services.definitions import writing_with_codebook
from ethnocode.services.known_files import NewFile, known_files
from ethnocode.services.people import map_by_label
from ethnocode.services.project import Project
from ethnocode.services.reading import as_corrected, bytes_of, new_source, read_again
from ethnocode.store import NewSource, Store, Transaction, open_store
from ethnocode.text.anchoring import Mapped, Outcome, carry, share_lost

MOST_LOST = 0.5
"""A file in which a larger share of codings and memos has lost its words is another document."""

_UNREAD = Mapped(None, Outcome.REVIEW, "its words are not those that were read")


@dataclass(frozen=True, slots=True)
class Reopening:
    """How edited files are opened, where they do not tell.

    Args:
        encoding: Encoding of text files; ``None`` for that of the source, else found.
        password: Opens protected files, or ``None``.
    """

    encoding: str | None = None
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Updated:
    """What became of one source.

    Args:
        source: Its name.
        changed: Whether its text changed.
        renewed: What else is taken from the file where the text did not change: kinds of
            marks, ``segments``, ``title``, ``date``, ``author``, ``variables``.
        codings: Anchored codings it had.
        exact: Those on untouched words.
        moved: Those found again beyond doubt.
        review: Those that wait for a decision.
        suggestions: Suggestions carried along.
        dropped: Suggestions whose words are gone; they stay with the earlier version.
        memos: Anchored memos it had on passages.
        memos_exact: Those on untouched words.
        memos_moved: Those found again beyond doubt.
        memos_review: Those that wait for a decision.
    """

    source: str
    changed: bool
    renewed: tuple[str, ...] = ()
    codings: int = 0
    exact: int = 0
    moved: int = 0
    review: int = 0
    suggestions: int = 0
    dropped: int = 0
    memos: int = 0
    memos_exact: int = 0
    memos_moved: int = 0
    memos_review: int = 0


@dataclass(frozen=True, slots=True)
class UpdateResult:
    """What an update did.

    Args:
        sources: Sources whose file was found, in order.
        new: Files in folders that belong to no source; they are left out.
        gone: Names of sources whose file is no more where it was; they stay as they are.
        holding: Files that hold sources, as mailboxes do; they are ingested, not updated.
    """

    sources: tuple[Updated, ...]
    new: tuple[NewFile, ...]
    gone: tuple[str, ...]
    holding: tuple[Path, ...] = ()


def update_paths(
    project: Project,
    paths: Sequence[Path],
    *,
    force: bool,
    dry_run: bool,
    source: str | None = None,
    how: Reopening = Reopening(),
) -> UpdateResult:
    """Make edited files the current versions of their sources: all of them, or none.

    Codings, memos and suggestions on untouched words follow them exactly; where words were
    touched they are found again or wait for review. Nothing is guessed or deleted. A passage
    that was read and then touched has to be read again.

    Args:
        force: Take a file in though most of its codings and memos lost their words.
        source: Name of the source that the one file belongs to, whatever it is called.
        how: How files are opened, where they do not tell.

    Raises:
        SourceError: A file is missing, empty or unreadable; a source is unknown, or has
            codings or memos that still wait for review.
        SourceChangedError: A file is another document altogether.
        UsageError: A source is named for more than one file.
    """
    with open_store(project.folder, write=not dry_run) as store:
        if dry_run:
            return _planned(project, store, paths, source=source, force=force, how=how)[1]
        protect_daily(project, store)
        with writing_with_codebook(project, store, action="update") as (transaction, _):
            # under the lock: what is coded meanwhile would be left behind
            jobs, result = _planned(project, store, paths, source=source, force=force, how=how)
            for job in jobs:
                job.store_in(transaction)
            changed = sum(job.changed or bool(job.renewed) for job in jobs)
            transaction.summary = counted(changed, "source")
    return result


def _planned(
    project: Project,
    store: Store,
    paths: Sequence[Path],
    *,
    source: str | None,
    force: bool,
    how: Reopening,
) -> tuple[list[_Job], UpdateResult]:
    known = known_files(store, paths, source=source, project_folder=project.folder)
    try:
        jobs = [_Job(project, store, owner, path, how=how) for owner, path in known.files]
        for job in jobs:
            job.check(force=force)
    except SourceError as exc:
        if len(known.files) > 1:
            others = "nothing was updated, but the other files can be, named without this one"
            exc.hint = "; ".join(filter(None, (exc.hint, others)))
        raise
    outcomes = tuple(job.outcome() for job in jobs)
    gone = tuple(source.name for source in known.gone)
    return jobs, UpdateResult(outcomes, known.new, gone, known.holding)


class _Job:
    """One file: what it changes, worked out before anything is written."""

    def __init__(
        self, project: Project, store: Store, source: Source, path: Path, *, how: Reopening
    ) -> None:
        self._store = store
        self.source = source
        self.new = _read(project, store, source, path, how)
        self.changed = self.new.digest != source.digest
        self.renewed = () if self.changed else _renewed(store, source, self.new)
        names = store.sources.names()
        self._all = store.codings.select(names=names, source=source.id)
        self._codings = [c for c in self._all if c.status is CodingStatus.ANCHORED]
        held = store.suggestions.select(names=names, source=source.id, status=None)
        self._suggestions = [s for s in held if s.anchor.digest == source.digest]
        self._earlier = [s for s in held if s.anchor.digest == self.new.digest and self.changed]
        self._memos = [
            memo
            for memo in store.memos.select(names=names, source=source.id)
            if memo.subject is MemoSubject.PASSAGE
        ]
        self._noted = [m for m in self._memos if m.status is CodingStatus.ANCHORED]
        read = store.readings.select(names=names, source=source.id, unread=True)
        self._readings = [r for r in read if r.anchor.digest == source.digest]
        self._read_earlier = [r for r in read if r.anchor.digest == self.new.digest]
        self._carry()

    def _carry(self) -> None:
        """Work out what becomes of everything; what is counted and stored is this."""
        anchors = [c.anchor for c in self._codings] + [m.anchor for m in self._noted if m.anchor]
        anchors += [s.anchor for s in self._suggestions]
        anchors += [r.anchor for r in self._readings]
        spans = [anchor.span for anchor in anchors]
        mapped = carry(spans, old=self._store.sources.text(self.source), new=self.new.text)
        codings, kept = len(self._codings), len(self._codings) + len(self._noted)
        self._kept = mapped[:kept]
        coders = [(coding.code, coding.coder) for coding in self._codings]
        self._mapped = _one_each(mapped[:codings], coders)
        self._memos_mapped = mapped[codings:kept]
        engines = [(s.code, s.engine) for s in self._suggestions]
        # this very text may have been current before, and have suggestions of its own
        there = {((s.code, s.engine), s.anchor.span) for s in self._earlier}
        suggested = kept + len(self._suggestions)
        self._suggested = _one_each(mapped[kept:suggested], engines, taken=there)
        # a passage that was touched has to be read again
        still = [m if m.outcome is Outcome.EXACT else _UNREAD for m in mapped[suggested:]]
        read = {((r.coder, ""), r.anchor.span) for r in self._read_earlier}
        self._still_read = _one_each(still, [(r.coder, "") for r in self._readings], taken=read)

    def check(self, *, force: bool) -> None:
        """Refuse what cannot be taken in."""
        if not self.changed:
            return
        self._check_settled("coding", waiting=len(self._all) - len(self._codings))
        self._check_settled("memo", waiting=len(self._memos) - len(self._noted))
        if not force and share_lost(self._kept) > MOST_LOST:
            raise SourceChangedError(
                f"{self._lost()}: this seems to be another document",
                where=self.source.name,
                hint="ingest it under another name, or insist with --force",
            )

    def _lost(self) -> str:
        if len(self._kept) == 1:
            return f"its only {'memo' if self._noted else 'coding'} lost its words"
        lost = sum(m.outcome is Outcome.REVIEW for m in self._kept)
        what = "codings and memos" if self._codings else "memos"
        what = what if self._noted else "codings"
        return f"{lost:,} of {len(self._kept):,} {what} lost their words"

    def _check_settled(self, what: str, *, waiting: int) -> None:
        if waiting:
            raise SourceError(
                f"{counted(waiting, what)} still {'waits' if waiting == 1 else 'wait'} for review",
                where=self.source.name,
                hint=f"settle them first: 'ethnocode {what} list --status needs-review'",
            )

    def store_in(self, transaction: Transaction) -> None:
        """Write what was worked out."""
        if self.changed or self.renewed:
            self._store.sources.replace(transaction, self.source, self.new)
            self._map_new_speakers(transaction)
        if self.changed:
            self._store_carried(transaction)

    def _store_carried(self, transaction: Transaction) -> None:
        for coding, mapped in zip(self._codings, self._mapped, strict=True):
            self._store.codings.anchor(transaction, coding.id, self._anchor(mapped))
        for memo, mapped in zip(self._noted, self._memos_mapped, strict=True):
            self._store.memos.anchor(transaction, memo.id, self._anchor(mapped))
        for suggestion, mapped in zip(self._suggestions, self._suggested, strict=True):
            anchor = self._anchor(mapped)
            if anchor is not None:
                self._store.suggestions.anchor(transaction, suggestion.id, anchor)
        for passage, mapped in zip(self._readings, self._still_read, strict=True):
            anchor = self._anchor(mapped)
            if anchor is not None:
                self._store.readings.anchor(transaction, passage.id, anchor)

    def _anchor(self, mapped: Mapped) -> Anchor | None:
        if mapped.span is None:
            return None
        return Anchor.at(mapped.span, text=self.new.text, digest=self.new.digest)

    def _map_new_speakers(self, transaction: Transaction) -> None:
        heard = sorted({s.speaker for s in self.new.segments if s.speaker})
        map_by_label(self._store, transaction, [(self.source.id, label) for label in heard])

    def outcome(self) -> Updated:
        """Return what becomes of the source."""
        counts = Counter(mapped.outcome for mapped in self._mapped)
        memos = Counter(mapped.outcome for mapped in self._memos_mapped)
        carried = sum(mapped.span is not None for mapped in self._suggested)
        return Updated(
            self.source.name,
            self.changed,
            self.renewed,
            codings=len(self._codings),
            exact=counts[Outcome.EXACT],
            moved=counts[Outcome.MOVED],
            review=counts[Outcome.REVIEW],
            suggestions=carried,
            dropped=len(self._suggested) - carried,
            memos=len(self._noted),
            memos_exact=memos[Outcome.EXACT],
            memos_moved=memos[Outcome.MOVED],
            memos_review=memos[Outcome.REVIEW],
        )


def _renewed(store: Store, source: Source, new: NewSource) -> tuple[str, ...]:
    """Return what a file of the same words says otherwise than its source has it."""
    marks = set(store.marks.of(source.id)) ^ set(new.marks)
    pairs = (
        ("segments", set(store.sources.segments(source)), set(new.segments)),
        ("title", source.title, new.title),
        ("date", source.date, new.date),
        ("author", source.author, new.author),
        ("variables", store.sources.variables(source), dict(new.variables)),
    )
    kinds = sorted({mark.kind.value for mark in marks})
    return (*kinds, *(name for name, was, now in pairs if was != now))


def _one_each(
    mapped: Sequence[Mapped],
    whose: Sequence[tuple[str, str]],
    *,
    taken: Iterable[tuple[tuple[str, str], Span]] = (),
) -> tuple[Mapped, ...]:
    """Leave a place to one of several of the same code and coder; a person decides on the others.

    It is left to the one whose words are untouched, else to the first.
    """
    found = list(mapped)
    places = set(taken)
    for index in sorted(range(len(found)), key=lambda n: found[n].outcome is not Outcome.EXACT):
        span = found[index].span
        if span is None:
            continue
        if (whose[index], span) in places:
            found[index] = Mapped(None, Outcome.REVIEW, "it has become the same as another")
        places.add((whose[index], span))
    return tuple(found)


def _read(project: Project, store: Store, source: Source, path: Path, how: Reopening) -> NewSource:
    data = bytes_of(path)
    try:
        document = _document(project, source, path, data, how)
    except EmptySourceError as exc:
        exc.hint = (
            f"put its words back; until then '{source.name}' keeps its last text "
            "('ethnocode source show')"
        )
        raise
    except UndecodableSourceError:
        known = store.sources.variables(source).get("encoding")
        if how.encoding or not known:
            raise
        document = _document(project, source, path, data, replace(how, encoding=known))
    return new_source(source.name, as_corrected(store, source, document), data, wave=source.wave)


def _document(
    project: Project, source: Source, path: Path, data: bytes, how: Reopening
) -> Document:
    return read_again(
        project,
        data,
        label=str(path),
        kind=source.kind,
        encoding=how.encoding,
        password=how.password,
    )
