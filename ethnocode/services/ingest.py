"""Reading files into a project."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ethnocode.errors import EthnocodeError, SourceError, UsageError
from ethnocode.ingest import Given, ReadOptions, read_document, reader_for
from ethnocode.report.figures import counted
from ethnocode.services.backup import protect_daily
from ethnocode.services.comparing import Compared, Comparer, ReadFile
from ethnocode.services.definitions import writing_with_codebook
from ethnocode.services.finding import Skipped, find_files, in_utf8
from ethnocode.services.ingested import Ingested, speakers_of
from ethnocode.services.lookup import refuse_impossible_wave, refuse_unheard, refuse_unknown_kind
from ethnocode.services.people import people_by_label, persons_called
from ethnocode.services.project import Project
from ethnocode.services.reading import as_said, bytes_of, declared_wave, new_source
from ethnocode.store import Store, Transaction, open_store

Progress = Callable[[str], None]
"""Told of each file before it is read."""

_LONGEST_UNSAVED_SECONDS = 10.0
_LARGEST_UNSAVED_CHARS = 20_000_000
"""After whichever comes first, what was read is stored, and is safe."""

_DEEPEST = 3
"""How many files deep a file may lie in others: an attachment of a message of a mailbox."""

_INTERRUPTED = 130
"""A shell's status for a program that was interrupted at its keyboard."""


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
        interrupted: Exit status of what ended it early, else 0; what was read until then
            is stored.
    """

    files: tuple[Ingested, ...]
    refused: tuple[EthnocodeError, ...]
    skipped: tuple[Skipped, ...]
    events: int
    interrupted: int = 0


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
    refuse_impossible_wave(options.wave)
    refuse_unknown_kind(project, options.kind)
    found, skipped = find_files(paths, without=_own_files(project))
    with open_store(project.folder, write=not options.dry_run) as store:
        run = _Run(project, store, options)
        if not options.dry_run:
            protect_daily(project, store)
        interrupted = 0
        try:
            for number, (key, path) in enumerate(found.items(), start=1):
                progress(f"{number} of {len(found)}: {in_utf8(key)}")
                run.read(key, path)
            run.check_speakers()
            run.store_pending()
        except (KeyboardInterrupt, SystemExit) as exc:
            run.store_pending()
            # a signal that asks for an end has a status of its own
            interrupted = _INTERRUPTED if isinstance(exc, KeyboardInterrupt) else _status(exc)
    return IngestResult(
        tuple(run.files), tuple(run.refused), tuple(skipped), run.events, interrupted
    )


def _status(exc: SystemExit) -> int:
    return exc.code if isinstance(exc.code, int) else _INTERRUPTED


def _own_files(project: Project) -> list[Path]:
    names = ("exports", "ethnocode.yaml", "ethnocode.db", project.settings.codebook)
    return [project.folder / name for name in names]


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
        self._pending: list[ReadFile] = []
        self._since = time.monotonic()
        self._comparer = Comparer(store)
        self.files: list[Ingested] = []
        self.refused: list[EthnocodeError] = []
        self.events = 0

    def read(self, key: str, path: Path) -> None:
        """Read a file; what is wrong with it is remembered."""
        try:
            _refuse_bad_name(key)
            data = bytes_of(path)
        except EthnocodeError as exc:
            self.refused.append(exc)
            return
        self._take(key, data, label=str(path), holder="")
        if self._is_due():
            self.store_pending()

    def _take(self, key: str, data: bytes, *, label: str, holder: str, depth: int = 1) -> None:
        """Read bytes, and the files in them.

        Args:
            key: Path below the ingested folder.
            data: The bytes.
            label: Where they are, for messages.
            holder: Key of the file on the disk that they lie in, or empty.
            depth: 1 for a file on the disk, one more for each file that it lies in.
        """
        try:
            reader = reader_for(data, label=label)
            if reader.unpack is not None:
                inside = reader.unpack(data, label=label, options=self._how)
            else:
                document = read_document(data, label=label, given=self._given, options=self._how)
                declared_wave(document, where=label)
                if self._given.date is not None:
                    document = as_said(document, "date")
                inside = document.attachments if self._options.attachments else ()
                self._pending.append(ReadFile.of(key, document, data, holder=holder))
        except UsageError:
            raise
        except EthnocodeError as exc:
            self.refused.append(exc)
            return
        for part in inside if depth < _DEEPEST else ():
            self._take(
                f"{key}/{part.name}",
                part.data,
                label=f"{label}/{part.name}",
                holder=holder or key,
                depth=depth + 1,
            )

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
        labels = [label for label, _ in self._options.speakers]
        refuse_unheard(labels, heard=heard, where="these files")

    def store_pending(self) -> None:
        """Store what was read and is not stored yet, in one event.

        What is pending stays so until it is stored, so that this can be done again where
        it was interrupted.
        """
        compared = self._comparer.compare(self._pending)
        if compared.added and not self._options.dry_run:
            compared = self._stored()
        self._comparer.note(compared)
        self.files += compared.files
        self.refused += compared.refused
        self._pending = []
        self._since = time.monotonic()

    def _stored(self) -> Compared:
        """Store the files that are new, and return what became of all."""
        with writing_with_codebook(self._project, self._store, action="ingest") as (writing, _):
            # under the lock: others may have stored one of them meanwhile
            compared = self._comparer.compare(self._pending)
            self._store_all(writing, compared.added)
            writing.summary = counted(len(compared.added), "source")
        self.events += bool(compared.added)
        return compared

    def _store_all(self, writing: Transaction, added: Sequence[ReadFile]) -> None:
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
                (number, label, chosen.get(label) or by_label.get(label.casefold()))
                for label in labels
            ]
            known = [(source, label, person) for source, label, person in pairs if person]
            self._store.sources.map_speakers(writing, known)

    def _chosen_persons(self, writing: Transaction, added: Sequence[ReadFile]) -> dict[str, int]:
        """Return the person of each ``--speaker`` label, adding persons not yet known.

        A label that only unchanged sources have adds nobody.
        """
        new = {s.label for read in added for s in speakers_of(read.document)}
        wanted = [(label, name) for label, name in self._options.speakers if label in new]
        numbers = persons_called(self._store, writing, [name for _, name in wanted])
        return {label: numbers[name] for label, name in wanted}


def _refuse_bad_name(key: str) -> None:
    """Refuse a name that is no Unicode text, which no source can have."""
    shown = in_utf8(key)
    if shown != key:
        raise SourceError(
            "its name has bytes that are not UTF-8", where=shown, hint="rename the file"
        )
