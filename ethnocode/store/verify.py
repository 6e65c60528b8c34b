"""What a project file says of itself, derived again and compared."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING

from ethnocode.model import Anchor, Span
from ethnocode.store.events import EventRepository
from ethnocode.store.opening import in_memory
from ethnocode.store.schema import ANCHORED_TABLES
from ethnocode.store.state import state_faults

if TYPE_CHECKING:
    from sqlite_utils import Database

_TEXTS = "select digest, text, characters from texts order by digest"
_ORIGINALS = "select sha256, bytes from originals order by sha256"
_SEGMENTS = """
    select count(*) as n from segments
    join cuttings on cuttings.id = segments.cutting_id
    join texts on texts.digest = cuttings.digest
    where segments."end" > texts.characters
"""
_ANCHORS = """
    select {table}.id, {table}.start, {table}."end", {table}.quote, {table}.prefix,
        {table}.suffix, {table}.digest
    from {table} where {table}.digest is not null order by {table}.digest, {table}.id
"""
_STALE = """
    select codings.id from codings join sources on sources.id = codings.source_id
    where codings.status = 'anchored' and codings.digest <> sources.digest
    order by codings.id
"""
_TEXT = "select text from texts where digest = :digest"


class Verifier:
    """Reads everything, writes nothing."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield (check, what is wrong) for all that does not hold.

        Checks: ``integrity``, ``foreign-keys``, ``text-digest``,
        ``original-digest``, ``segments``, ``full-text``, ``anchor``, ``events``,
        ``state``.
        """
        yield from self._integrity()
        yield from self._digests()
        yield from self._full_text()
        for table in ANCHORED_TABLES:
            yield from self._anchors(table)
        for row in self._db.query(_STALE):
            yield "anchor", f"codings row {row['id']} sits on an earlier version of its source"
        for event in EventRepository(self._db).broken_links():
            yield "events", f"event {event} was altered after it was written"
        yield from (("state", fault) for fault in state_faults(self._db))

    def _integrity(self) -> Iterator[tuple[str, str]]:
        for row in self._db.query("pragma integrity_check"):
            if row["integrity_check"] != "ok":
                yield "integrity", row["integrity_check"]
        for row in self._db.query("pragma foreign_key_check"):
            yield "foreign-keys", f"row {row['rowid']} of {row['table']} lost its {row['parent']}"

    def _digests(self) -> Iterator[tuple[str, str]]:
        for row in self._db.query(_TEXTS):
            digest = hashlib.sha256(row["text"].encode("utf-8")).hexdigest()
            if digest != row["digest"] or len(row["text"]) != row["characters"]:
                yield "text-digest", f"text {row['digest'][:12]} was edited in place"
        for row in self._db.query(_ORIGINALS):
            if hashlib.sha256(row["bytes"]).hexdigest() != row["sha256"]:
                yield "original-digest", f"original {row['sha256'][:12]} was edited in place"
        outside = next(iter(self._db.query(_SEGMENTS)))["n"]
        if outside:
            yield "segments", f"{outside} segments reach past the end of their text"

    def _full_text(self) -> Iterator[tuple[str, str]]:
        # The check is spelled as an insert; it reads only, but a read-only
        # connection refuses it, so it runs on a copy in memory.
        with closing(in_memory(self._db)) as copy:
            try:
                copy.execute(
                    "insert into passages_fts (passages_fts, rank) values ('integrity-check', 1)"
                )
            except sqlite3.DatabaseError:
                yield "full-text", "the full-text index does not match the texts"

    def _anchors(self, table: str) -> Iterator[tuple[str, str]]:
        digest, text = "", ""
        for row in self._db.query(_ANCHORS.format(table=table)):
            if row["digest"] != digest:
                digest = row["digest"]
                text = next(iter(self._db.query(_TEXT, {"digest": digest})), {"text": ""})["text"]
            span = Span(row["start"], row["end"])
            anchor = Anchor(span, row["quote"], row["prefix"], row["suffix"], digest)
            if not anchor.holds_in(text, digest=digest):
                yield "anchor", f"{table} row {row['id']} does not sit on its words"
