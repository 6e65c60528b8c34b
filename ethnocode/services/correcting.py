"""Correcting what is known of a source, and taking a source out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ethnocode.errors import SourceChangedError, UsageError
from ethnocode.model import Source
from ethnocode.report.figures import counted
from ethnocode.services.backup import protect
from ethnocode.services.definitions import writing_with_codebook
from ethnocode.services.lookup import (
    refuse_impossible_wave,
    refuse_unheard,
    refuse_unknown_kind,
    source_named,
)
from ethnocode.services.people import map_by_label, persons_called
from ethnocode.services.project import Project
from ethnocode.services.reading import (
    as_corrected,
    as_said,
    new_source,
    read_again,
    stored_document,
)
from ethnocode.store import NewSource, Store, Transaction, open_store
from ethnocode.text.dates import read_date
from ethnocode.text.normalise import normalise

UNKNOWN = "unknown"
"""What is said instead of a date to take one away."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What is to be known of a source; ``None`` leaves a field as it is.

    Args:
        kind: Kind; the text is cut into entries or turns anew.
        date: As people write it, or ``unknown``.
        title: Title.
        author: Who wrote or sent it; whom an interview is with.
        wave: Round of collection.
        speakers: Pairs of a label and a person; an empty person unmaps the label.
        password: Opens the original, where it is protected.
    """

    kind: str | None = None
    date: str | None = None
    title: str | None = None
    author: str | None = None
    wave: int | None = None
    speakers: tuple[tuple[str, str], ...] = ()
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that was corrected."""

    source: str
    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A source that was taken out, and the work that went with it."""

    source: str
    codings: int
    memos: int
    suggestions: int


def correct_sources(
    project: Project, names: Sequence[str], correction: Correction, *, dry_run: bool
) -> list[Changed]:
    """Correct what is known of sources: all of them, or none. Texts and codings stay.

    Raises:
        SourceError: There is no source of a name, or its original can no longer be read.
        UsageError: The kind, date, wave or a label is none that can be.
    """
    _check(project, correction)
    with open_store(project.folder, write=not dry_run) as store:
        if dry_run:
            return [
                change
                for name in names
                for change in _Job(project, store, name, correction).changes()
            ]
        with writing_with_codebook(project, store, action="source set") as (transaction, _):
            jobs = [_Job(project, store, name, correction) for name in dict.fromkeys(names)]
            changes = [change for job in jobs for change in job.changes()]
            for job in jobs:
                job.store_in(transaction)
            transaction.summary = counted(len({change.source for change in changes}), "source")
    return changes


def remove_sources(
    project: Project, names: Sequence[str], *, with_work: bool, dry_run: bool
) -> list[Removed]:
    """Take sources out of the project: all of them, or none. It can be undone.

    Args:
        with_work: Whether codings and memos on them may go too.

    Raises:
        SourceError: There is no source of a name.
        UsageError: There is work on one and that was not allowed for.
    """
    with open_store(project.folder, write=not dry_run) as store:
        sources = [source_named(store, name) for name in dict.fromkeys(names)]
        removed = [_removed(source, store.removal.work_on(source)) for source in sources]
        work = [one for one in removed if one.codings or one.memos]
        if work and not with_work and not dry_run:
            what = f"{counted(work[0].codings, 'coding')} and {counted(work[0].memos, 'memo')}"
            raise UsageError(
                f"there is work on '{work[0].source}': {what}",
                hint="insist with --with-codings; 'ethnocode undo' brings all of it back",
            )
        if dry_run:
            return removed
        protect(project, store, reason="before source remove")
        with writing_with_codebook(project, store, action="source remove") as (transaction, _):
            removed = [_removed(s, store.removal.remove(transaction, s)) for s in sources]
            transaction.summary = counted(len(removed), "source")
    return removed


def _removed(source: Source, rows: dict[str, int]) -> Removed:
    return Removed(source.name, rows["codings"], rows["memos"], rows["suggestions"])


def _check(project: Project, correction: Correction) -> None:
    refuse_unknown_kind(project, correction.kind)
    refuse_impossible_wave(correction.wave)
    if correction.title is not None and not _one_line(correction.title):
        raise UsageError("a title has no words", hint="name the source, such as 'Panel minutes'")
    if correction.date not in (None, UNKNOWN) and _date(project, correction) is None:
        raise UsageError(
            f"'{correction.date}' is not a certain date",
            hint=f"write it as 2015-04-28, 2015-04 or 2015, or '{UNKNOWN}' to have none",
        )


def _one_line(words: str) -> str:
    return " ".join(normalise(words).text.split())


def _date(project: Project, correction: Correction) -> str | None:
    return read_date(correction.date or "", day_first=project.settings.day_first)


class _Job:
    """One source: what is corrected, worked out before anything is written."""

    def __init__(self, project: Project, store: Store, name: str, correction: Correction) -> None:
        self._project = project
        self._store = store
        self._correction = correction
        self.source = source_named(store, name)
        self._mapped = {
            speaker.label: speaker.person or ""
            for speaker in store.sources.speakers().get(self.source.id, [])
        }
        kind = correction.kind or self.source.kind
        new = self._same() if kind == self.source.kind else self._read_as(kind)
        self._new = self._with_what_was_said(new)
        self._heard = {segment.speaker for segment in self._new.segments if segment.speaker}
        labels = [label for label, _ in correction.speakers]
        refuse_unheard(labels, heard=self._heard, where=self.source.name)

    def _same(self) -> NewSource:
        """Return the source as it is, to be changed in a field or two."""
        stored = as_said(stored_document(self._store, self.source), *self._said())
        original = self._store.sources.original(self.source)
        return new_source(self.source.name, stored, original, wave=self.source.wave)

    def _read_as(self, kind: str) -> NewSource:
        """Return the source as its original reads when it is of another kind.

        What a person said of it before stays.
        """
        source = self.source
        original = self._store.sources.original(source)
        now = read_again(
            self._project,
            original,
            label=source.name,
            kind=kind,
            encoding=self._store.sources.variables(source).get("encoding"),
            password=self._correction.password,
        )
        kept = as_said(as_corrected(self._store, source, now), *self._said())
        new = new_source(source.name, kept, original, wave=source.wave)
        if new.digest != source.digest:
            raise SourceChangedError(
                "this program reads other words from its original than it has",
                where=source.name,
                hint="'ethnocode update' takes the file in anew and carries its codings along",
            )
        return new

    def _said(self) -> list[str]:
        """Return the fields that the correction names."""
        fields = ("date", "title", "author")
        return [field for field in fields if getattr(self._correction, field) is not None]

    def _with_what_was_said(self, new: NewSource) -> NewSource:
        said = self._correction
        return replace(
            new,
            date=new.date if said.date is None else _date(self._project, said),
            title=new.title if said.title is None else _one_line(said.title),
            author=new.author if said.author is None else _one_line(said.author),
            wave=new.wave if said.wave is None else said.wave,
        )

    def changes(self) -> list[Changed]:
        """Return what is corrected, field by field."""
        source, new = self.source, self._new
        pairs = [
            ("kind", source.kind, new.kind),
            ("date", source.date or UNKNOWN, new.date or UNKNOWN),
            ("title", source.title, new.title),
            ("author", source.author, new.author),
            ("wave", str(source.wave or ""), str(new.wave or "")),
            *(
                (f"speaker {label}", self._mapped.get(label, ""), person)
                for label, person in self._correction.speakers
            ),
        ]
        return [
            Changed(source.name, what, before, after)
            for what, before, after in pairs
            if before != after
        ]

    def store_in(self, transaction: Transaction) -> None:
        """Write what is corrected, if anything is."""
        if not self.changes():
            return
        self._store.sources.correct(transaction, self.source, self._new)
        speakers = self._correction.speakers
        numbers = persons_called(self._store, transaction, [name for _, name in speakers if name])
        for label, name in speakers:
            person = numbers[name] if name else None
            self._store.sources.map_speaker(transaction, self.source, label, person=person)
        self._map_new_labels(transaction)

    def _map_new_labels(self, transaction: Transaction) -> None:
        """Map speakers that were no speakers before and are known by their label."""
        said = {label for label, _ in self._correction.speakers}
        new = sorted(self._heard - said - self._mapped.keys())
        map_by_label(self._store, transaction, [(self.source.id, label) for label in new])
