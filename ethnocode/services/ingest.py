"""Reading files into a project."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ethnocode.errors import EthnocodeError, SourceChangedError, UsageError
from ethnocode.ingest import Document, Given, ReadOptions, read_document, reader_for
from ethnocode.interchange import LARGEST
from ethnocode.model import Person, Source
from ethnocode.report.figures import counted
from ethnocode.services.backup import protect_daily
from ethnocode.services.definitions import writing_with_codebook
from ethnocode.services.finding import Skipped, find_files
from ethnocode.services.ingested import ADDED, UNCHANGED, Ingested, speakers_of
from ethnocode.services.people import people_by_label
from ethnocode.services.project import Project
from ethnocode.services.reading import bytes_of, declared_wave, new_source, stored_document
from ethnocode.store import Store, Transaction, open_store
from ethnocode.text.normalise import sha256_of

Progress = Callable[[str], None]
"""Told of each file before it is read."""

_LONGEST_UNSAVED_SECONDS = 10.0
_LARGEST_UNSAVED_CHARS = 20_000_000
_DEEPEST = 3
"""How many files deep a file may lie in others: an attachment of a message of a mailbox."""


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """What the caller says of all files at once.

    Args:
        kind: Kind of every file, or ``None`` to take each file's own.
        date: Date of every file, or ``None``.
        wave: Round of collection, or ``None``.
        speakers: Pairs of speaker label and person.
        encoding: Encoding of every text file, or ``None`` to find it.
        password: Opens protected files, or ``None``.
        attachments: Make the files in e-mails sources of their own.
        dry_run: Read and report; store nothing.
    """

    kind: str | None = None
    date: str | None = None
    wave: int | None = None
    speakers: tuple[tuple[str, str], ...] = ()
    encoding: str | None = None
    password: str | None = None
    attachments: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What an ingest did.

    Args:
        files: What became of each file that was read, in order.
        refused: Errors of the others.
        skipped: Files in folders that no reader reads; hidden ones are not listed.
        events: In how many steps the sources were stored; each can be undone.
        interrupted: Whether it was ended early; what was read until then is stored.
    """

    files: tuple[Ingested, ...]
    refused: tuple[EthnocodeError, ...]
    skipped: tuple[Skipped, ...]
    events: int
    interrupted: bool = False


def ingest_paths(
    project: Project,
    paths: Sequence[Path],
    *,
    options: IngestOptions,
    progress: Progress = lambda _: None,
) -> IngestResult:
    """Read files and folders, one source a file; those that cannot be read are left out.

    Of a file that is refused nothing is stored. Running it again on unchanged files adds
    nothing, and options change no source that is there already. What was read is stored
    at intervals, and when the run is interrupted.

    Raises:
        SourceError: A folder has nothing that can be read.
        UsageError: An option makes no sense for these files.
    """
    if options.wave is not None and not 1 <= options.wave <= LARGEST:
        raise UsageError(f"wave {options.wave} is not from 1 to {LARGEST}")
    found, skipped = find_files(paths, without=_own_files(project))
    with open_store(project.folder, write=not options.dry_run) as store:
        run = _Run(project, store, options)
        if not options.dry_run:
            protect_daily(project, store)
        interrupted = False
        try:
            for number, (key, path) in enumerate(found.items(), start=1):
                progress(f"{number} of {len(found)}: {key}")
                run.read(key, path)
        except (KeyboardInterrupt, SystemExit) as exc:
            run.store_pending()
            if isinstance(exc, SystemExit):  # a signal asks for an end, with its own status
                raise
            interrupted = True
        else:
            run.check_speakers()
            run.store_pending()
    return IngestResult(
        tuple(run.files), tuple(run.refused), tuple(skipped), run.events, interrupted
    )


def _own_files(project: Project) -> list[Path]:
    names = ("exports", "ethnocode.yaml", "ethnocode.db", project.settings.codebook)
    return [project.folder / name for name in names]


@dataclass(frozen=True, slots=True)
class _Read:
    """A file that was read and is not stored yet."""

    path: str
    document: Document
    original: bytes


class _Run:
    """One run: files in, sources out."""

    def __init__(self, project: Project, store: Store, options: IngestOptions) -> None:
        self._project = project
        self._store = store
        self._options = options
        self._how = ReadOptions(
            day_first=project.settings.day_first,
            encoding=options.encoding,
            password=options.password,
        )
        self._given = Given(options.kind, options.date, project.settings.kinds)
        self._pending: list[_Read] = []
        self._since = time.monotonic()
        self.files: list[Ingested] = []
        self.refused: list[EthnocodeError] = []
        self.events = 0

    def read(self, key: str, path: Path) -> None:
        """Read a file; what is wrong with it is remembered."""
        try:
            data = bytes_of(path)
        except EthnocodeError as exc:
            self.refused.append(exc)
            return
        self._take(key, data, label=str(path))
        if self._is_due():
            self.store_pending()

    def _take(self, key: str, data: bytes, *, label: str, depth: int = 1) -> None:
        """Read bytes, and the files in them."""
        try:
            reader = reader_for(data, label=label)
            if reader.unpack is not None:
                inside = reader.unpack(data, label=label, options=self._how)
            else:
                document = read_document(data, label=label, given=self._given, options=self._how)
                declared_wave(document, where=label)
                inside = document.attachments if self._options.attachments else ()
                self._pending.append(_Read(key, document, data))
        except UsageError:
            raise
        except EthnocodeError as exc:
            self.refused.append(exc)
            return
        for part in inside if depth < _DEEPEST else ():
            name = part.name
            self._take(f"{key}/{name}", part.data, label=f"{label}/{name}", depth=depth + 1)

    def _is_due(self) -> bool:
        """Whether what was read should be made safe now; speakers are checked over all files."""
        if self._options.speakers:
            return False
        characters = sum(len(read.document.text) for read in self._pending)
        waited = time.monotonic() - self._since
        return waited > _LONGEST_UNSAVED_SECONDS or characters > _LARGEST_UNSAVED_CHARS

    def check_speakers(self) -> None:
        """Refuse ``--speaker`` for a label that nobody speaks under."""
        if not self._options.speakers:
            return
        known, stored = self._store.sources.paths(), self._store.sources.speakers()
        heard = set()
        for read in self._pending:
            source = known.get(read.path)
            speakers = stored.get(source.id, []) if source else speakers_of(read.document)
            heard |= {speaker.label for speaker in speakers}
        for label, _ in self._options.speakers:
            if label not in heard:
                raise UsageError(
                    f"nobody speaks as '{label}' in these files",
                    hint="speakers: " + (", ".join(sorted(heard)) or "none"),
                )

    def store_pending(self) -> None:
        """Store what was read and is not stored yet, in one event."""
        pending, self._pending = self._pending, []
        self._since = time.monotonic()
        if self._options.dry_run:
            self._compare(pending)
            return
        if not pending:
            return
        with writing_with_codebook(self._project, self._store, action="ingest") as (writing, _):
            added = self._compare(pending)
            self._store_all(writing, added)
            writing.summary = counted(len(added), "source")
        self.events += bool(added)

    def _compare(self, pending: Sequence[_Read]) -> list[_Read]:
        """Note what becomes of each file, and return those that are new."""
        known = self._store.sources.paths()
        same_bytes = {source.sha256: source.name for source in known.values()}
        same_text = {source.digest: source.name for source in known.values()}
        added = []
        for read in pending:
            source = known.get(read.path)
            digest, sha256 = sha256_of(read.document.text), sha256_of(read.original)
            if source is None:
                note = _twin_note(same_bytes.get(sha256, ""), same_text.get(digest, ""))
                done = Ingested.of(read.path, read.document, state=ADDED, note=note)
                self.files.append(done)
                added.append(read)
                same_bytes.setdefault(sha256, read.path)
                same_text.setdefault(digest, read.path)
            elif source.digest == digest:
                self.files.append(self._unchanged(read, source, other=source.sha256 != sha256))
            else:
                self.refused.append(_changed(read))
        return added

    def _unchanged(self, read: _Read, source: Source, *, other: bool) -> Ingested:
        """Return a file whose source is there, as it is stored."""
        stored = replace(
            stored_document(self._store, source),
            format=read.document.format,
            warnings=read.document.warnings,
            attachments=read.document.attachments,
        )
        note = "other bytes than before, but the same text" if other else ""
        return Ingested.of(read.path, stored, state=UNCHANGED, note=note)

    def _store_all(self, writing: Transaction, added: Sequence[_Read]) -> None:
        by_label = people_by_label(self._store)
        chosen = self._chosen_persons(writing, added)
        for read in added:
            number = self._store.sources.add(
                writing,
                new_source(read.path, read.document, read.original, wave=self._options.wave),
                now=self._project.stamp,
            )
            labels = sorted(speaker.label for speaker in speakers_of(read.document))
            pairs = [
                (number, label, chosen.get(label, by_label.get(label.casefold(), 0)))
                for label in labels
            ]
            self._store.sources.map_speakers(writing, [pair for pair in pairs if pair[2]])

    def _chosen_persons(self, writing: Transaction, added: Sequence[_Read]) -> dict[str, int]:
        """Return the person of each ``--speaker`` label, adding persons not yet known.

        A label that only unchanged sources have adds nobody.
        """
        new = {s.label for read in added for s in speakers_of(read.document)}
        known = people_by_label(self._store)
        chosen: dict[str, int] = {}
        for label, name in self._options.speakers:
            if label in new:
                if name.casefold() not in known:
                    known[name.casefold()] = self._store.persons.add_all(writing, [Person(name)])[0]
                chosen[label] = known[name.casefold()]
        return chosen


def _twin_note(same_bytes: str, same_text: str) -> str:
    if same_bytes:
        return f"the very bytes of '{same_bytes}': is it one source under two names?"
    if same_text:
        return f"the same text as '{same_text}', in other bytes"
    return ""


def _changed(read: _Read) -> SourceChangedError:
    return SourceChangedError(
        "already ingested with other text",
        where=read.path,
        hint="'ethnocode update' takes an edited file in and carries its codings along; "
        "if it is another text, ingest it under another name",
    )
