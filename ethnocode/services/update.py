"""Taking edited sources in, carrying their codings and memos along."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ethnocode.errors import SourceChangedError, SourceError
from ethnocode.ingest import Document, read_document
from ethnocode.model import Anchor, Coding, CodingStatus, MemoSubject, Source, Span
from ethnocode.report.figures import counted
from ethnocode.services.backup import protect_daily
from ethnocode.services.definitions import writing_with_codebook
from ethnocode.services.lookup import source_named
from ethnocode.services.people import people_by_label
from ethnocode.services.project import Project
from ethnocode.services.reading import bytes_of, find_files, new_source
from ethnocode.store import NewSource, Store, Transaction, open_store
from ethnocode.text.anchoring import Mapped, Outcome, carry, share_lost

MOST_LOST = 0.5
"""A file in which a larger share of codings and memos has lost its words is another document."""


@dataclass(frozen=True, slots=True)
class Updated:
    """What became of one source.

    Args:
        source: Its name.
        changed: Whether its text changed.
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


def update_paths(
    project: Project, paths: Sequence[Path], *, force: bool, dry_run: bool
) -> list[Updated]:
    """Make edited files the current versions of their sources: all of them, or none.

    Codings, memos and suggestions on untouched words follow them exactly; where words were
    touched they are found again or wait for review. Nothing is guessed or deleted.

    Args:
        force: Take a file in though most of its codings and memos lost their words.

    Raises:
        SourceError: A file is missing, empty or unreadable; a source is unknown, or has
            codings or memos that still wait for review.
        SourceChangedError: A file is another document altogether.
    """
    found, _ = find_files(paths)
    with open_store(project.folder, write=not dry_run) as store:
        if dry_run:
            return [job.outcome() for job in _jobs(project, store, found, force=force)]
        protect_daily(project, store)
        with writing_with_codebook(project, store, action="update") as (transaction, _):
            # under the lock: what is coded meanwhile would be left behind
            jobs = _jobs(project, store, found, force=force)
            for job in jobs:
                job.store_in(transaction)
            changed = [job for job in jobs if job.changed]
            transaction.summary = counted(len(changed), "source")
    return [job.outcome() for job in jobs]


def _jobs(project: Project, store: Store, found: Mapping[str, Path], *, force: bool) -> list[_Job]:
    jobs = [_Job(project, store, key, path) for key, path in found.items()]
    for job in jobs:
        job.check(force=force)
    return jobs


class _Job:
    """One file: what it changes, worked out before anything is written."""

    def __init__(self, project: Project, store: Store, key: str, path: Path) -> None:
        self._store = store
        self.source = _source_of(store, key, path)
        self.new = _read(project, self.source, path)
        self.changed = self.new.digest != self.source.digest
        names = store.sources.names()
        self._all = store.codings.select(names=names, source=self.source.id)
        self._codings = [c for c in self._all if c.status is CodingStatus.ANCHORED]
        held = store.suggestions.select(names=names, source=self.source.id, status=None)
        self._suggestions = [s for s in held if s.anchor.digest == self.source.digest]
        self._memos = [
            memo
            for memo in store.memos.select(names=names, source=self.source.id)
            if memo.subject is MemoSubject.PASSAGE
        ]
        self._noted = [m for m in self._memos if m.status is CodingStatus.ANCHORED]
        self._mapped = self._carried([c.anchor for c in self._codings])
        self._memos_mapped = self._carried([m.anchor for m in self._noted if m.anchor])
        self._suggested = self._carried([s.anchor for s in self._suggestions])

    def _carried(self, anchors: Sequence[Anchor]) -> tuple[Mapped, ...]:
        spans = [anchor.span for anchor in anchors]
        return carry(spans, old=self._store.sources.text(self.source), new=self.new.text)

    def check(self, *, force: bool) -> None:
        if not self.changed:
            return
        self._check_settled("coding", waiting=len(self._all) - len(self._codings))
        self._check_settled("memo", waiting=len(self._memos) - len(self._noted))
        mapped = (*self._mapped, *self._memos_mapped)
        if not force and share_lost(mapped) > MOST_LOST:
            lost = sum(m.outcome is Outcome.REVIEW for m in mapped)
            what = "codings and memos" if self._noted else "codings"
            raise SourceChangedError(
                f"{lost} of {len(mapped)} {what} lost their words: this seems to be "
                "another document",
                where=self.source.name,
                hint="ingest it under another name, or insist with --force",
            )

    def _check_settled(self, what: str, *, waiting: int) -> None:
        if waiting:
            raise SourceError(
                f"{waiting} {what}s still wait for review",
                where=self.source.name,
                hint=f"settle them first: 'ethnocode {what} list --status needs-review'",
            )

    def store_in(self, transaction: Transaction) -> None:
        if not self.changed:
            return
        self._store.sources.replace(transaction, self.source, self.new)
        taken: set[tuple[str, str, object]] = set()
        for coding, mapped in zip(self._codings, self._mapped, strict=True):
            anchor = self._anchor(mapped)
            place = (coding.code, coding.coder, mapped.span)
            if place in taken:  # two codings have become the same: a person decides
                anchor = None
            taken.add(place)
            self._store.codings.anchor(transaction, coding.id, anchor)
        for memo, mapped in zip(self._noted, self._memos_mapped, strict=True):
            self._store.memos.anchor(transaction, memo.id, self._anchor(mapped))
        for suggestion, mapped in zip(self._suggestions, self._suggested, strict=True):
            anchor = self._anchor(mapped)
            place = (suggestion.code, suggestion.engine, mapped.span)
            if anchor is not None and place not in taken:
                taken.add(place)
                self._store.suggestions.anchor(transaction, suggestion.id, anchor)
        self._map_new_speakers(transaction)

    def _anchor(self, mapped: Mapped) -> Anchor | None:
        if mapped.span is None:
            return None
        return Anchor.at(mapped.span, text=self.new.text, digest=self.new.digest)

    def _map_new_speakers(self, transaction: Transaction) -> None:
        by_label = people_by_label(self._store)
        mapped = self._store.persons.speakers()
        heard = sorted({s.speaker for s in self.new.segments if s.speaker})
        labels = [label for label in heard if (int(self.source.id), label) not in mapped]
        pairs = [
            (int(self.source.id), label, by_label[label.casefold()])
            for label in labels
            if label.casefold() in by_label
        ]
        self._store.sources.map_speakers(transaction, pairs)

    def outcome(self) -> Updated:
        counts = Counter(mapped.outcome for mapped in self._mapped)
        memos = Counter(mapped.outcome for mapped in self._memos_mapped)
        carried = sum(mapped.span is not None for mapped in self._suggested)
        return Updated(
            self.source.name,
            self.changed,
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


def _source_of(store: Store, key: str, path: Path) -> Source:
    if not path.exists():
        raise SourceError("there is no such file", where=str(path), hint="check the name")
    return source_named(store, key)


def _read(project: Project, source: Source, path: Path) -> NewSource:
    data = bytes_of(path)
    document: Document = read_document(
        data,
        label=str(path),
        kind=source.kind,
        day_first=project.settings.day_first,
        kinds=project.settings.kinds,
    )
    return new_source(source.name, document, data, wave=source.wave)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A coding that waits for review, old and new side by side.

    Args:
        coding: The coding, on the words it had.
        now: What stands between its surroundings in the current text; empty when those
            are gone as well.
    """

    coding: Coding
    now: str


def waiting_for_review(project: Project) -> list[Waiting]:
    """Return the codings that wait for review."""
    with open_store(project.folder) as store:
        names = store.sources.names()
        sources = {source.name: source for source in store.sources.all()}
        found = store.codings.select(names=names, status=CodingStatus.NEEDS_REVIEW)
        return [
            Waiting(c, words_now(c.anchor, store=store, source=sources[c.source])) for c in found
        ]


def words_now(anchor: Anchor, *, store: Store, source: Source) -> str:
    """Return the words that now stand between the surroundings of an anchor of an earlier text."""
    old, new = store.sources.text_of(anchor.digest), store.sources.text(source)
    before, after = anchor.prefix.rstrip(), anchor.suffix.lstrip()
    if not before or not after:
        return ""
    start = anchor.span.start - len(anchor.prefix)
    end = anchor.span.end + len(anchor.suffix)
    left, right = carry(
        [Span(start, start + len(before)), Span(end - len(after), end)], old=old, new=new
    )
    if left.span is None or right.span is None or right.span.start <= left.span.end:
        return ""
    return new[left.span.end : right.span.start].strip()
