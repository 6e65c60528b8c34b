"""Sources: the texts of a corpus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NewType

SourceId = NewType("SourceId", int)

FIELD_NOTE = "field-note"
INTERVIEW = "interview"
DOCUMENT = "document"
EMAIL = "email"
BUILT_IN_KINDS = (FIELD_NOTE, INTERVIEW, DOCUMENT, EMAIL)
"""Kinds every study has; ``ethnocode.yaml`` may add more."""


@dataclass(frozen=True, slots=True)
class Source:
    """One text of the corpus, without its words.

    Args:
        id: Number of the row.
        guid: Identity that survives export and import.
        name: File name, or the path below the ingested folder where that is ambiguous.
        kind: Field note, interview, document, email, or a kind of the study's own.
        title: As the source gives it, else made from its name.
        date: ISO 8601 or EDTF; ``None`` when unknown.
        wave: Round of collection, or ``None``.
        digest: SHA-256 of the canonical text.
        sha256: SHA-256 of the original bytes.
        characters: Length of the canonical text in code points.
        words: Words in the canonical text.
        author: Who wrote or sent it, where the source says so; else empty.
    """

    id: SourceId
    guid: str
    name: str
    kind: str
    title: str
    date: str | None
    wave: int | None
    digest: str
    sha256: str
    characters: int
    words: int
    author: str = ""


@dataclass(frozen=True, slots=True)
class Speaker:
    """A label that speaks in a source, and the person it was mapped to."""

    label: str
    person: str | None
    turns: int
    words: int
