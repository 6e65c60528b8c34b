"""Reading files into a project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ethnocode.errors import EthnocodeError, SourceChangedError, UsageError
from ethnocode.ingest import Document, read_document
from ethnocode.interchange import LARGEST
from ethnocode.model import Person, Source
from ethnocode.report.figures import counted
from ethnocode.services.backup import protect_daily
from ethnocode.services.definitions import writing_with_codebook
from ethnocode.services.people import people_by_label
from ethnocode.services.project import Project
from ethnocode.services.reading import bytes_of, declared_wave, find_files, new_source
from ethnocode.store import Store, Transaction, open_store
from ethnocode.text.normalise import sha256_of

Progress = Callable[[str], None]
"""Told of each file before it is read."""


@dataclass(frozen=True, slots=True)
class IngestOptions:
    """What the caller says of all files at once.

    Args:
        kind: Kind of every file, or ``None`` to take each file's own.
        date: Date of every file, or ``None``.
        wave: Round of collection, or ``None``.
        speakers: Pairs of speaker label and person.
        keep_going: Store the readable files though others are refused.
        dry_run: Read and report; store nothing.
    """

    kind: str | None = None
    date: str | None = None
    wave: int | None = None
    speakers: tuple[tuple[str, str], ...] = ()
    keep_going: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one file.

    Args:
        path: Path below the ingested folder.
        document: As read; kind, title, date and segments as stored where it is unchanged.
        original: The file's bytes.
        state: ``added`` or ``unchanged``.
    """

    path: str
    document: Document
    original: bytes
    state: str


@dataclass(frozen=True, slots=True)
class IngestResult:
    """What an ingest did.

    Args:
        files: Read files, in order.
        refused: Errors of files that were refused; empty unless asked to keep going.
        skipped: Files in a folder that no reader reads, and hidden ones are not listed.
    """

    files: tuple[Ingested, ...]
    refused: tuple[EthnocodeError, ...]
    skipped: tuple[str, ...]


def ingest_paths(
    project: Project,
    paths: Sequence[Path],
    *,
    options: IngestOptions,
    progress: Progress = lambda _: None,
) -> IngestResult:
    """Read files and folders, one source a file: all of them, or none.

    Running it again on unchanged files adds nothing, and options change no source
    that is there already.

    Raises:
        SourceError: A file is missing, empty or unreadable, or of an unknown kind.
        SourceChangedError: A source of that path has other text.
        UsageError: An option makes no sense for these files.
    """
    if options.wave is not None and not 1 <= options.wave <= LARGEST:
        raise UsageError(f"wave {options.wave} is not from 1 to {LARGEST}")
    found, skipped = find_files(paths)
    documents, refused = _read_all(project, found, options=options, progress=progress)
    if refused and not options.keep_going:
        raise _combined(refused)
    with open_store(project.folder, write=not options.dry_run) as store:
        if options.dry_run:
            files = _compare(store, documents)
            return IngestResult(files, tuple(refused), tuple(skipped))
        protect_daily(project, store)
        with writing_with_codebook(project, store, action="ingest") as (transaction, _):
            files = _compare(store, documents)
            _store_all(project, store, transaction, files, options=options)
            added = sum(file.state == "added" for file in files)
            transaction.summary = counted(added, "source")
    return IngestResult(files, tuple(refused), tuple(skipped))


def _read_all(
    project: Project, found: dict[str, Path], *, options: IngestOptions, progress: Progress
) -> tuple[dict[str, tuple[Document, bytes]], list[EthnocodeError]]:
    documents: dict[str, tuple[Document, bytes]] = {}
    refused: list[EthnocodeError] = []
    for key, path in found.items():
        progress(key)
        try:
            data = bytes_of(path)
            document = read_document(
                data,
                label=str(path),
                kind=options.kind,
                date=options.date,
                day_first=project.settings.day_first,
                kinds=project.settings.kinds,
            )
            declared_wave(document, where=str(path))
        except UsageError:
            raise
        except EthnocodeError as exc:
            refused.append(exc)
        else:
            documents[key] = (document, data)
    return documents, refused


def _combined(refused: Sequence[EthnocodeError]) -> EthnocodeError:
    first = refused[0]
    if len(refused) == 1:
        return first
    others = "; ".join(str(exc) for exc in refused[1:4])
    more = f"; and {len(refused) - 4} more" if len(refused) > 4 else ""
    return type(first)(
        f"{first.message}; also {others}{more}; nothing was stored",
        where=first.where,
        hint="mend them, or store the others with --keep-going",
    )


def _compare(store: Store, documents: dict[str, tuple[Document, bytes]]) -> tuple[Ingested, ...]:
    known = store.sources.paths()
    files = []
    for path, (document, data) in documents.items():
        source = known.get(path)
        if source is None:
            files.append(Ingested(path, document, data, "added"))
        elif source.digest == sha256_of(document.text):
            files.append(Ingested(path, _as_stored(store, source, document), data, "unchanged"))
        else:
            raise SourceChangedError(
                "already ingested with other text",
                where=path,
                hint="if it is another text, ingest it under another name; "
                "a stored text is never overwritten",
            )
    return tuple(files)


def _as_stored(store: Store, source: Source, document: Document) -> Document:
    return replace(
        document,
        kind=source.kind,
        title=source.title,
        date=source.date,
        segments=tuple(store.sources.segments(source)),
    )


def _store_all(
    project: Project,
    store: Store,
    transaction: Transaction,
    files: Sequence[Ingested],
    *,
    options: IngestOptions,
) -> None:
    by_label = people_by_label(store)
    chosen = _chosen_persons(store, transaction, options, files)
    added = [file for file in files if file.state == "added"]
    for file in added:
        document = file.document
        number = store.sources.add(
            transaction,
            new_source(file.path, document, file.original, wave=options.wave),
            now=project.stamp,
        )
        labels = Counter(s.speaker for s in document.segments if s.speaker)
        pairs = [
            (number, label, chosen.get(label, by_label.get(label.casefold(), 0)))
            for label in sorted(labels)
        ]
        store.sources.map_speakers(transaction, [pair for pair in pairs if pair[2]])


def _chosen_persons(
    store: Store, transaction: Transaction, options: IngestOptions, files: Sequence[Ingested]
) -> dict[str, int]:
    """Return the person of each ``--speaker`` label, adding persons not yet known.

    A label that only unchanged sources have adds nobody.
    """
    added = [file for file in files if file.state == "added"]
    if not added:
        return {}
    heard, new = _labels(files), _labels(added)
    known = people_by_label(store)
    chosen: dict[str, int] = {}
    for label, name in options.speakers:
        if label not in heard:
            raise UsageError(
                f"nobody speaks as '{label}' in these files",
                hint="speakers: " + (", ".join(sorted(heard)) or "none"),
            )
        if label in new:
            if name.casefold() not in known:
                known[name.casefold()] = store.persons.add_all(transaction, [Person(name)])[0]
            chosen[label] = known[name.casefold()]
    return chosen


def _labels(files: Sequence[Ingested]) -> set[str]:
    return {s.speaker for file in files for s in file.document.segments if s.speaker}
