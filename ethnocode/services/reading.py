"""Files on their way to becoming sources."""

from __future__ import annotations

import os
import uuid
from collections.abc import Sequence
from pathlib import Path

from ethnocode.errors import SourceError
from ethnocode.ingest import READERS, Document
from ethnocode.model import SegmentKind
from ethnocode.store import NewSource
from ethnocode.text.normalise import sha256_of
from ethnocode.text.words import count_words


def find_files(paths: Sequence[Path]) -> tuple[dict[str, Path], list[str]]:
    """Return files by their path below what was named, and what is passed over.

    Raises:
        SourceError: A folder has nothing that can be read.
    """
    found: dict[str, Path] = {}
    skipped: list[str] = []
    suffixes = {suffix for reader in READERS for suffix in reader.suffixes}
    for path in paths:
        if not path.is_dir():
            key = path.name if path.name not in found else path.as_posix()
            found[key] = path
            continue
        for file in sorted(_below(path)):
            key = file.relative_to(path).as_posix()
            if file.suffix.lower() not in suffixes:
                skipped.append(key)
            elif key in found:
                found[f"{path.name}/{key}"] = file
            else:
                found[key] = file
        if not found:
            raise SourceError(
                "there is nothing readable in this folder",
                where=str(path),
                hint="readable are: " + ", ".join(sorted(suffixes)),
            )
    return found, skipped


def _below(folder: Path) -> list[Path]:
    files = []
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        files += [Path(root, name) for name in names if not name.startswith((".", "~$"))]
    return files


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        SourceError: There is no such file, or it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError("there is no such file", where=str(path), hint="check the name") from None
    except OSError as exc:
        raise SourceError(f"cannot be read ({exc.strerror})", where=str(path)) from exc


def new_source(path: str, document: Document, original: bytes, *, wave: int | None) -> NewSource:
    """Return a document as a source about to be stored; the caller's wave goes first."""
    declared = dict(document.variables).get("wave", "")
    return NewSource(
        guid=str(uuid.uuid4()),
        path=path,
        kind=document.kind,
        title=document.title,
        date=document.date,
        wave=wave if wave is not None else (int(declared) if declared.isdigit() else None),
        author=document.author,
        original=original,
        text=document.text,
        digest=sha256_of(document.text),
        words=count_words(document.text),
        segments=document.segments,
        segment_words=_passage_words(document),
        variables=document.variables,
    )


def _passage_words(document: Document) -> tuple[tuple[int, int], ...]:
    """Return index and words of each passage: turns, and what stands outside them."""
    passages = []
    turn_end = 0
    for index, segment in enumerate(document.segments):
        if segment.kind is SegmentKind.TURN:
            turn_end = segment.span.end
        elif (
            segment.kind not in (SegmentKind.PARAGRAPH, SegmentKind.ROW)
            or segment.span.start < turn_end
        ):
            continue
        words = count_words(document.text[segment.words_from : segment.span.end])
        passages.append((index, words))
    return tuple(passages)
