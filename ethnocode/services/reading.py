"""Files on their way to becoming sources."""

from __future__ import annotations

import os
import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from ethnocode.errors import SourceError
from ethnocode.ingest import READERS, Document
from ethnocode.interchange import LARGEST, whole_number
from ethnocode.store import NewSource
from ethnocode.text.normalise import sha256_of
from ethnocode.text.words import count_words, passage_words


def find_files(paths: Sequence[Path]) -> tuple[dict[str, Path], list[str]]:
    """Return files by their path below what was named, and what is passed over.

    Where several files would have one path, the folders above them are put in
    front until they differ. The same files give the same paths in any order; a file
    named twice is one file.

    Raises:
        SourceError: A folder has nothing that can be read.
    """
    files: dict[Path, Path] = {}
    lengths: dict[Path, int] = {}
    skipped: list[str] = []
    for path in paths:
        inside, passed_over = _readable(path) if path.is_dir() else ([path], [])
        skipped += passed_over
        for file in inside:
            parts = 1 if file is path else len(file.relative_to(path).parts)
            whole = Path(os.path.abspath(file))
            files.setdefault(whole, file)
            lengths[whole] = max(parts, lengths.get(whole, 0))
    keys = _unique_keys(lengths)
    return {keys[whole]: file for whole, file in files.items()}, skipped


def _readable(folder: Path) -> tuple[list[Path], list[str]]:
    """Return the files below a folder that some reader reads, and the paths of the others."""
    suffixes = {suffix for reader in READERS for suffix in reader.suffixes}
    files = sorted(_below(folder))
    inside = [file for file in files if file.suffix.lower() in suffixes]
    if not inside:
        raise SourceError(
            "there is nothing readable in this folder",
            where=str(folder),
            hint="readable are: " + ", ".join(sorted(suffixes)),
        )
    others = [file for file in files if file.suffix.lower() not in suffixes]
    return inside, [file.relative_to(folder).as_posix() for file in others]


def _unique_keys(lengths: Mapping[Path, int]) -> dict[Path, str]:
    """Return the last parts of each absolute path, as few as tell it from the others.

    Args:
        lengths: How many parts are wanted at least, by absolute path.
    """
    wanted = dict(lengths)
    while True:
        alike: dict[str, list[Path]] = defaultdict(list)
        for path, parts in wanted.items():
            alike["/".join(path.parts[1:][-parts:])].append(path)
        if len(alike) == len(wanted):
            return {paths[0]: key for key, paths in alike.items()}
        for paths in alike.values():
            if len(paths) > 1:
                wanted.update({path: wanted[path] + 1 for path in paths})


def _below(folder: Path) -> list[Path]:
    files = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found = (Path(root, name) for name in names if not name.startswith((".", "~$")))
        files += [file for file in found if file.is_file()]
    return files


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        SourceError: There is no such file, or it cannot be read.
    """
    if path.exists() and not path.is_file():
        raise SourceError("this is no file", where=str(path), hint="name a file or a folder")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError("there is no such file", where=str(path), hint="check the name") from None
    except OSError as exc:
        raise SourceError(f"cannot be read ({exc.strerror})", where=str(path)) from exc


def declared_wave(document: Document, *, where: str) -> int | None:
    """Return the round of collection that a file itself names, if it is a number.

    Raises:
        SourceError: The number is too large to store.
    """
    declared = dict(document.variables).get("wave", "")
    wave = whole_number(declared)
    if wave is None and declared.isdecimal():
        raise SourceError("its wave is too large a number", where=where, hint=f"at most {LARGEST}")
    return wave


def new_source(path: str, document: Document, original: bytes, *, wave: int | None) -> NewSource:
    """Return a document as a source about to be stored; the caller's wave goes first."""
    return NewSource(
        guid=str(uuid.uuid4()),
        path=path,
        kind=document.kind,
        title=document.title,
        date=document.date,
        wave=wave if wave is not None else declared_wave(document, where=path),
        author=document.author,
        original=original,
        text=document.text,
        digest=sha256_of(document.text),
        words=count_words(document.text),
        segments=document.segments,
        segment_words=passage_words(document.segments, document.text),
        variables=document.variables,
    )
