"""The state of a project compared with the log that made it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ethnocode.store.schema import STATE_TABLES
from ethnocode.store.tables import existing_table

if TYPE_CHECKING:
    from sqlite_utils import Database

_CHANGES = "select id, changes, codebook from events order by id"
_ROWS = "select * from {table} order by id"
_NUMBERS = "select count(*) as n, min({key}) as first, max({key}) as last from {table}"
_NEXT = "select name, seq from sqlite_sequence"
_KEYS = "select {column} as key from {table}"
_GAPLESS = ("events", "cuttings", "segments", "marks")
"""Numbered tables whose rows are never removed."""

_CONTENT = (
    ("texts", "digest", "digest"),
    ("originals", "sha256", "sha256"),
    ("cuttings", "id", "cutting_id"),
)
"""Table of content, its key, and the column of ``sources`` that names a row of it."""

Names = tuple[str, ...]
Left = dict[int, tuple[Names, bytes] | None]
"""Columns and fingerprint of each row as its last event left it, by number."""


class LoggedState:
    """What the log says there should be.

    Complexity:
        O(n log n) for n changes and rows; keeps sixteen bytes a row.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._left: dict[str, Left] = {table: {} for table in STATE_TABLES}
        self._highest = dict.fromkeys(STATE_TABLES, 0)
        self._named: dict[str, set[Any]] = {table: set() for table, _, _ in _CONTENT}
        self._codebooks: set[str] = set()
        self._shapes: dict[Names, Names] = {}

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield (check, fault) for all that log, rows and numbers do not agree on.

        Checks: ``numbers``, ``state``, ``content``.
        """
        yield from self._gaps()
        for event in self._db.query(_CHANGES):
            try:
                self._follow(event["changes"])
            except (ValueError, TypeError, AttributeError, LookupError, RecursionError):
                yield "state", f"the changes of event {event['id']} cannot be read"
                return
            self._codebooks.add(event["codebook"])
        yield from self._next_numbers()
        for table in STATE_TABLES:
            yield from (("state", fault) for fault in self._rows(table))
        yield from self._content()

    def _gaps(self) -> Iterator[tuple[str, str]]:
        written = self._next_after()
        for table in _GAPLESS:
            found = self._numbers(table)
            last = written.get(table, 0)
            if not found["n"] == (found["last"] or 0) == last or found["first"] not in (1, None):
                what = "log" if table == "events" else "file"
                yield "numbers", f"{last} {table} were written, but the {what} holds {found['n']}"

    def _next_numbers(self) -> Iterator[tuple[str, str]]:
        """A number that is given twice would let one row pass for another in the log."""
        following = self._next_after()
        if len(following) != self._numbers("sqlite_sequence", key="rowid")["n"]:
            yield "numbers", "the numbers that come next are kept twice"
        for table in STATE_TABLES:
            given = max(self._highest[table], self._numbers(table)["last"] or 0)
            last = following.get(table, 0)
            if last != given:
                yield "numbers", f"{table} rows have numbers up to {given}, not up to {last}"

    def _next_after(self) -> dict[str, int]:
        return {row["name"]: row["seq"] for row in self._db.query(_NEXT)}

    def _numbers(self, table: str, *, key: str = "id") -> dict[str, Any]:
        return next(iter(self._db.query(_NUMBERS.format(table=table, key=key))))

    def _follow(self, changes: str) -> None:
        for table, key, before, after in json.loads(changes):
            if table not in self._left:
                continue
            if table == "sources":
                self._note_content(before)
                self._note_content(after)
            self._highest[table] = max(self._highest[table], key)
            if after is None:
                self._left[table][key] = None
            else:
                # a million rows share a few tuples of names
                names = self._shapes.setdefault(tuple(after), tuple(after))
                self._left[table][key] = names, _fingerprint(after, names)

    def _note_content(self, source: Mapping[str, Any] | None) -> None:
        if source is not None:
            for table, _, column in _CONTENT:
                self._named[table].add(source[column])

    def _rows(self, table: str) -> Iterator[str]:
        left = self._left[table]
        defaults = existing_table(self._db, table).default_values
        for row in self._db.query(_ROWS.format(table=table)):
            expected = left.pop(row["id"], None)
            if expected is None:
                yield f"{table} row {row['id']} is there, but no event left it there"
            elif not _is_as_left(row, expected, defaults=defaults):
                yield f"{table} row {row['id']} is not as its last event left it"
        for key in sorted(key for key, expected in left.items() if expected is not None):
            yield f"{table} row {key} is gone, but no event removed it"

    def _content(self) -> Iterator[tuple[str, str]]:
        """Texts and originals of earlier versions are needed by undo and ``--as-of``."""
        for table, column, _ in _CONTENT:
            keys = self._keys(table, column)
            for key in sorted(self._named[table] - keys):
                yield "content", f"{table} row {str(key)[:12]} is gone, though the log names it"
            for key in sorted(keys - self._named[table]):
                yield "content", f"{table} row {str(key)[:12]} is there, but no event names it"
        for digest in sorted(self._codebooks - self._keys("codebooks", "digest")):
            if digest:
                yield "content", f"codebook {digest[:12]} is gone, though the log names it"

    def _keys(self, table: str, column: str) -> set[Any]:
        rows = self._db.query(_KEYS.format(table=table, column=column))
        return {row["key"] for row in rows}


def _is_as_left(
    row: Mapping[str, Any], left: tuple[Names, bytes], *, defaults: Mapping[str, Any]
) -> bool:
    """Whether a row is as its last event left it.

    Columns that the event does not name, as it gave them no value or an older
    program wrote it, hold their default.
    """
    names, fingerprint = left
    return fingerprint == _fingerprint(row, names) and all(
        row[name] == defaults.get(name) for name in row.keys() - names
    )


def _fingerprint(row: Mapping[str, Any], names: Names) -> bytes:
    """Return a digest of the named columns; a later schema may have more of them."""
    values = tuple(map(row.get, names))
    if float in map(type, values):
        # SQLite gives 1.0 back where JSON may have kept 1
        values = tuple(int(v) if isinstance(v, float) and v.is_integer() else v for v in values)
    return hashlib.blake2b(repr(values).encode("utf-8"), digest_size=16).digest()
