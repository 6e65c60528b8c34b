"""What becomes of files that were read: which are new, which are sources already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ethnocode.errors import EthnocodeError, SourceChangedError
from ethnocode.ingest import Document
from ethnocode.model import Source
from ethnocode.services.held_files import HeldFiles
from ethnocode.services.ingested import ADDED, UNCHANGED, Ingested
from ethnocode.services.reading import stored_document
from ethnocode.store import Store
from ethnocode.text.normalise import sha256_of


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file that was read and is not stored yet.

    Args:
        path: Path below the ingested folder.
        holder: That of the file that it lies in, or empty.
        document: What it was read as.
        original: Its bytes.
        sha256: Digest of its bytes.
        digest: Digest of its text.
    """

    path: str
    holder: str
    document: Document
    original: bytes
    sha256: str
    digest: str

    @classmethod
    def of(cls, path: str, document: Document, original: bytes, *, holder: str) -> ReadFile:
        """Return a file with its digests, which are asked for more than once."""
        digests = {"sha256": sha256_of(original), "digest": sha256_of(document.text)}
        return cls(path, holder, document, original, **digests)


@dataclass(frozen=True, slots=True)
class Compared:
    """What becomes of files, and those of them that are new."""

    files: list[Ingested] = field(default_factory=list)
    refused: list[EthnocodeError] = field(default_factory=list)
    added: list[ReadFile] = field(default_factory=list)


class Comparer:
    """Compares the files of one run with the sources there are, and with one another."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._claimed: set[str] = set()
        self._same_bytes: dict[str, str] = {}
        self._same_text: dict[str, str] = {}

    def compare(self, files: Sequence[ReadFile]) -> Compared:
        """Return what becomes of files; nothing is remembered of them until :meth:`note`."""
        known = self._store.sources.paths()
        held, claimed = HeldFiles(known), set(self._claimed)
        same_bytes = {source.sha256: source.name for source in known.values()} | self._same_bytes
        same_text = {source.digest: source.name for source in known.values()} | self._same_text
        compared = Compared()
        for file in files:
            read = _at_its_path(file, held, claimed)
            claimed.add(read.path)
            source = known.get(read.path)
            if source is None:
                note = _twin_note(same_bytes.get(read.sha256, ""), same_text.get(read.digest, ""))
                done = Ingested.of(read.path, read.document, state=ADDED, note=note)
                compared.files.append(done)
                compared.added.append(read)
                same_bytes.setdefault(read.sha256, read.path)
                same_text.setdefault(read.digest, read.path)
            elif read.sha256 == source.sha256 or read.digest == source.digest:
                compared.files.append(self._unchanged(read, source))
            else:
                compared.refused.append(_changed(read))
        return compared

    def note(self, compared: Compared) -> None:
        """Remember files of which no more is to come."""
        self._claimed |= {file.path for file in compared.files}
        for read in compared.added:
            self._same_bytes.setdefault(read.sha256, read.path)
            self._same_text.setdefault(read.digest, read.path)

    def _unchanged(self, read: ReadFile, source: Source) -> Ingested:
        """Return a file whose source is there, as it is stored."""
        stored = replace(
            stored_document(self._store, source),
            format=read.document.format,
            warnings=read.document.warnings,
            attachments=read.document.attachments,
        )
        note = ""
        if read.digest != source.digest:
            note = (
                "the same bytes, which are read as other words now; the words it has stay "
                "until 'ethnocode update' takes those in"
            )
        elif read.sha256 != source.sha256:
            note = (
                "other bytes than before, but the same text; 'ethnocode update' takes in "
                "what else is new in it"
            )
        return Ingested.of(read.path, stored, state=UNCHANGED, note=note)


def _at_its_path(file: ReadFile, held: HeldFiles, claimed: set[str]) -> ReadFile:
    """Return a file under the path that its source has, be it numbered otherwise now."""
    if not file.holder:
        return file
    digests = {"sha256": file.sha256, "digest": file.digest}
    path = held.path_of(file.path, holder=file.holder, claimed=claimed, **digests)
    return replace(file, path=path)


def _twin_note(same_bytes: str, same_text: str) -> str:
    if same_bytes:
        return f"the very bytes of '{same_bytes}': is it one source under two names?"
    if same_text:
        return f"the same text as '{same_text}', in other bytes"
    return ""


def _changed(read: ReadFile) -> SourceChangedError:
    return SourceChangedError(
        "already ingested with other text",
        where=read.path,
        hint="'ethnocode update' takes an edited file in and carries its codings along; "
        "if it is another text, ingest it under another name",
    )
