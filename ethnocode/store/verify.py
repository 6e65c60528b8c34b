"""What a project file says of itself, derived again and compared."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ethnocode.errors import ProjectError
from ethnocode.store.codings import anchor_of
from ethnocode.store.content import content_faults, index_faults
from ethnocode.store.events import EventRepository
from ethnocode.store.faults import reason_of
from ethnocode.store.migrations import notes_version
from ethnocode.store.opening import in_memory, version_of
from ethnocode.store.schema import ANCHORED_TABLES
from ethnocode.store.state import LoggedState

if TYPE_CHECKING:
    from sqlite_utils import Database

Faults = Iterator[tuple[str, str]]

_SETTINGS = ("trusted_schema = off", "cell_size_check = on")
_LOCK = "select count(*) from sqlite_schema"
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
_SIDE_FILES = "select name from side_files order by name"
_UNREADABLE = (
    sqlite3.Error,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    OverflowError,
    RecursionError,
)
"""What values that no program of ours wrote can end in."""


class Verifier:
    """Reads everything, writes nothing."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def faults(self, *, live: bool = False) -> Faults:
        """Yield (check, what is wrong) for all that does not hold.

        All is read from one copy in memory, so that a save by another program in the
        meantime is no fault, and nobody waits. What cannot be read is a fault too.

        Args:
            live: Whether this is a project at work, not a backup, which holds side files.

        Checks: ``integrity``, ``foreign-keys``, ``schema``, ``text-digest``,
        ``text-counts``, ``original-digest``, ``codebook-digest``, ``segments``,
        ``full-text``, ``anchor``, ``events``, ``numbers``, ``state``, ``content``,
        ``side-files``.
        """
        with closing(self._copy()) as db:
            yield from _guarded("integrity", _integrity(db))
            yield from _guarded("foreign-keys", _foreign_keys(db))
            yield from _guarded("schema", _migrations(db))
            yield from _each_guarded(content_faults(db))
            for table in ANCHORED_TABLES:
                yield from _guarded("anchor", _anchors(db, table))
            yield from _guarded("anchor", _stale(db))
            yield from _guarded("events", _broken_links(db))
            yield from _guarded("state", LoggedState(db).faults())
            if live:
                yield from _guarded("side-files", _side_files(db))
            yield from _guarded("full-text", index_faults(db))

    def _copy(self) -> Database:
        """Return a copy of one moment; a writer in its way is waited for, as by any reader."""
        begun = not self._db.conn.in_transaction
        if begun:
            self._db.execute("begin")
        try:
            self._db.execute(_LOCK).fetchone()
            copy = in_memory(self._db)
        finally:
            if begun:
                self._db.rollback()
        for setting in _SETTINGS:
            copy.execute(f"pragma {setting}")
        return copy


@contextmanager
def damage_named(db: Database, path: Path) -> Iterator[None]:
    """Say that the file is damaged where that is why something else went wrong.

    Only then is it asked; what goes wrong in a sound project is a bug of ours and passes.
    """
    try:
        yield
    except _UNREADABLE as exc:
        fault = next(Verifier(db).faults(), None)
        if fault is None:
            raise
        raise ProjectError(
            f"the project file is damaged ({fault[1]})",
            where=str(path),
            hint="'ethnocode verify' says all that is wrong, and what to do",
        ) from exc


def _guarded(check: str, found: Faults) -> Faults:
    """Yield faults; what cannot be read on the way ends them as one more."""
    try:
        yield from found
    except _UNREADABLE as exc:
        yield check, f"cannot be read to the end ({reason_of(exc)})"


def _each_guarded(checks: Iterator[tuple[str, Faults]]) -> Faults:
    for check, found in checks:
        yield from _guarded(check, found)


def _integrity(db: Database) -> Faults:
    for row in db.query("pragma integrity_check"):
        # one row may hold many lines, the first of which names the database
        for line in row["integrity_check"].splitlines():
            if line != "ok" and not line.startswith("***"):
                yield "integrity", line


def _foreign_keys(db: Database) -> Faults:
    for row in db.query("pragma foreign_key_check"):
        yield "foreign-keys", f"row {row['rowid']} of {row['table']} lost its {row['parent']}"


def _migrations(db: Database) -> Faults:
    if not notes_version(db, version=version_of(db)):
        yield "schema", "the noted migrations are not those that make this schema"


def _anchors(db: Database, table: str) -> Faults:
    digest, text = "", ""
    for row in db.query(_ANCHORS.format(table=table)):
        if row["digest"] != digest:
            digest = row["digest"]
            text = next(iter(db.query(_TEXT, {"digest": digest})), {"text": ""})["text"]
        try:
            holds = anchor_of(row).holds_in(text, digest=digest)
        except (ValueError, TypeError):
            holds = False
        if not holds:
            yield "anchor", f"{table} row {row['id']} does not sit on its words"


def _stale(db: Database) -> Faults:
    for row in db.query(_STALE):
        yield "anchor", f"codings row {row['id']} sits on an earlier version of its source"


def _broken_links(db: Database) -> Faults:
    for event in EventRepository(db).broken_links():
        yield "events", f"event {event} was altered after it was written"


def _side_files(db: Database) -> Faults:
    for row in db.query(_SIDE_FILES):
        yield "side-files", f"the file '{row['name']}' is kept in the project, not in a backup"
