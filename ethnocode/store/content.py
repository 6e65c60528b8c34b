"""Content, which no event keeps, derived again from the texts and its own digests."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ethnocode.store.marks import mark_of
from ethnocode.store.sources import cutting_key, segment_of
from ethnocode.store.transaction import REBUILD_INDEX
from ethnocode.text.normalise import sha256_of
from ethnocode.text.words import count_words, passage_words

if TYPE_CHECKING:
    from sqlite_utils import Database

Faults = Iterator[tuple[str, str]]

_TEXTS = "select digest, text, characters, words from texts order by digest"
_ORIGINALS = "select sha256, bytes from originals order by sha256"
_CODEBOOKS = "select digest, body from codebooks order by digest"
_CUTTINGS = """
    select cuttings.id, cuttings.key, cuttings.digest, texts.text
    from cuttings join texts on texts.digest = cuttings.digest
    order by cuttings.id
"""
_SEGMENTS = "select * from segments where cutting_id = :cutting order by id"
_MARKS = "select * from marks where cutting_id = :cutting order by id"
CHECK_INDEX = "insert into passages_fts (passages_fts, rank) values ('integrity-check', 1)"


def content_faults(db: Database) -> Iterator[tuple[str, Faults]]:
    """Yield each check of content with its faults, so that one that fails ends no other."""
    yield "text-digest", _texts(db)
    yield "original-digest", _originals(db)
    yield "codebook-digest", _codebooks(db)
    yield "segments", _segments(db)


def index_faults(db: Database) -> Faults:
    """Yield whether the full-text index does not say what the texts say.

    Args:
        db: A copy that may be spoilt; the check is spelled as an insert, which a reader
            is refused, and whether the index can be made anew is tried.
    """
    try:
        db.execute(CHECK_INDEX)
    except sqlite3.DatabaseError:
        try:
            db.execute(REBUILD_INDEX)
        except sqlite3.DatabaseError:
            yield "integrity", "the full-text index cannot be read, nor made anew from the texts"
        else:
            yield "full-text", "the full-text index does not match the texts"


def _texts(db: Database) -> Faults:
    for row in db.query(_TEXTS):
        text = row["text"]
        if sha256_of(text) != row["digest"]:
            yield "text-digest", f"text {row['digest'][:12]} was edited in place"
        elif len(text) != row["characters"] or count_words(text) != row["words"]:
            yield "text-counts", f"characters or words of text {row['digest'][:12]} are miscounted"


def _originals(db: Database) -> Faults:
    for row in db.query(_ORIGINALS):
        if hashlib.sha256(row["bytes"]).hexdigest() != row["sha256"]:
            yield "original-digest", f"original {row['sha256'][:12]} was edited in place"


def _codebooks(db: Database) -> Faults:
    for row in db.query(_CODEBOOKS):
        if sha256_of(row["body"]) != row["digest"]:
            yield "codebook-digest", f"codebook {row['digest'][:12]} was edited in place"


def _segments(db: Database) -> Faults:
    for cutting in db.query(_CUTTINGS):
        rows = list(db.query(_SEGMENTS, {"cutting": cutting["id"]}))
        marks = list(db.query(_MARKS, {"cutting": cutting["id"]}))
        if fault := _cutting_fault(cutting, rows, marks):
            yield "segments", f"cutting {cutting['id']} of text {cutting['digest'][:12]}: {fault}"


def _cutting_fault(
    cutting: dict[str, Any], rows: list[dict[str, Any]], mark_rows: list[dict[str, Any]]
) -> str:
    try:
        segments = [segment_of(row) for row in rows]
        marks = [mark_of(row) for row in mark_rows]
    except ValueError:
        return "a segment or mark is none that can be"
    if cutting_key(cutting["digest"], segments, marks) != cutting["key"]:
        return "its segments or marks were changed"
    words = dict(passage_words(segments, cutting["text"], marks=marks))
    kept = {index: row["words"] for index, row in enumerate(rows) if row["passage"]}
    others = [row for row in rows if not row["passage"] and row["words"] is not None]
    return "passages or words of its segments were changed" if kept != words or others else ""
