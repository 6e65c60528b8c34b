"""Files on their way to becoming sources."""

from __future__ import annotations

import os
import uuid
from dataclasses import replace
from pathlib import Path

from ethnocode.errors import SourceError
from ethnocode.ingest import Document, Given, ReadOptions, read_document
from ethnocode.interchange import LARGEST, whole_number
from ethnocode.model import Source
from ethnocode.services.project import Project
from ethnocode.store import NewSource, Store
from ethnocode.text.normalise import sha256_of
from ethnocode.text.words import count_words, passage_words

_PLAIN_FORMATS = ("", "plain text", "Markdown")
"""Formats that are not noted with a source, for most have them."""

BY_HAND = "set by hand"
"""Variable that names the fields of a source that a person said, and no file changes."""

_USUAL_ENCODINGS = ("", "utf-8")


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises:
        SourceError: There is no such file, or it cannot be read.
    """
    if os.path.exists(path) and not os.path.isfile(path):
        raise SourceError("this is no file", where=str(path), hint="name a file or a folder")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError("there is no such file", where=str(path), hint="check the name") from None
    except OSError as exc:
        raise SourceError(f"cannot be read ({exc.strerror})", where=str(path)) from exc


def read_again(
    project: Project,
    data: bytes,
    *,
    label: str,
    kind: str,
    encoding: str | None,
    password: str | None,
) -> Document:
    """Return what bytes are read as, of a source that has its kind.

    Args:
        label: Names them in messages.
        kind: Kind of the source.
        encoding: Encoding of a text file, or ``None`` to find it.
        password: Opens a protected file, or ``None``.

    Raises:
        SourceError: They cannot be read.
    """
    return read_document(
        data,
        label=label,
        given=Given(kind, kinds=project.settings.kinds),
        options=ReadOptions(
            day_first=project.settings.day_first, encoding=encoding, password=password
        ),
    )


def stored_document(store: Store, source: Source) -> Document:
    """Return a source as it is stored, in the shape in which files are read."""
    text, marks = store.sources.text(source), store.marks.of(source.id)
    segments = tuple(store.sources.segments(source))
    variables = store.sources.variables(source)
    return Document(
        text=text,
        kind=source.kind,
        kind_from="given",
        format=variables.pop("format", ""),
        title=source.title,
        date=source.date,
        author=source.author,
        segments=segments,
        segment_words=passage_words(segments, text, marks=marks),
        marks=marks,
        repairs=(),
        encoding=variables.pop("encoding", ""),
        variables=tuple(sorted(variables.items())),
    )


def as_said(document: Document, *fields: str) -> Document:
    """Return a document in which some fields are known to be said by a person."""
    known = dict(document.variables)
    said = sorted({*fields, *_names(known.get(BY_HAND, ""))})
    if not said:
        return document
    return replace(document, variables=tuple({**known, BY_HAND: ", ".join(said)}.items()))


def as_corrected(store: Store, source: Source, now: Document) -> Document:
    """Return a document that takes a source's place, with what a person said of the source."""
    said = _names(store.sources.variables(source).get(BY_HAND, ""))
    if not said:
        return now
    kept = {"title": source.title, "date": source.date, "author": source.author}
    values = {field: kept[field] for field in said if field in kept}
    return as_said(replace(now, **values), *said)  # type: ignore[arg-type]


def _names(listed: str) -> list[str]:
    return [name for name in listed.split(", ") if name]


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
        marks=document.marks,
        segment_words=document.segment_words,
        variables=(*document.variables, *_how_read(document)),
    )


def _how_read(document: Document) -> tuple[tuple[str, str], ...]:
    """Return the format and the encoding of a document, where they are not the usual ones."""
    found = []
    if document.format not in _PLAIN_FORMATS:
        found.append(("format", document.format))
    if document.encoding not in _USUAL_ENCODINGS:
        found.append(("encoding", document.encoding))
    return tuple(found)
