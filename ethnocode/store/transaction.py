"""Transactions: changes to state, each kept in the event that made it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ethnocode.errors import UndoError
from ethnocode.model import Change
from ethnocode.store.schema import STATE_TABLES
from ethnocode.store.side_files import replace_file
from ethnocode.store.tables import existing_table

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.db import Table

_LAST_ID = "select seq from sqlite_sequence where name = :table"
_LAST_CHAIN = "select chain from events order by id desc limit 1"
_REREAD = """
    select id, source_id, start, "end", quote, digest from {table}
    where id in (select value from json_each(:keys)) and digest is not null
    order by digest
"""
_TEXT = "select text from texts where digest = :digest"
_FIELDS = ("at", "actor", "action", "summary", "codebook", "undoes", "changes")

Row = dict[str, Any]


class Transaction:
    """Writes rows and remembers every one; made by :meth:`Store.write` only."""

    def __init__(self, db: Database, *, folder: Path, header: Row) -> None:
        self._db = db
        self._header = header
        self._folder = folder
        self._tables: dict[str, Table] = {}
        self._changes: list[Change] = []
        self._files: dict[str, str | None] = {}
        self._replaced: dict[str, bytes | None] = {}
        self.summary = ""
        self.undoes: int | None = None

    @property
    def changes(self) -> int:
        """How many rows and files were changed so far."""
        return len(self._changes)

    def insert_all(self, table: str, rows: Iterable[Row]) -> list[int]:
        """Insert rows of state and return their numbers."""
        numbered = self._numbered(table, rows)
        self._table(table).insert_all(numbered, pk="id")
        self._changes += [Change(table, row["id"], None, row) for row in numbered]
        return [row["id"] for row in numbered]

    def update(self, table: str, key: int, values: Row) -> None:
        """Change columns of one row of state."""
        before = self._row(table, key)
        self._table(table).update(key, values)
        self._changes.append(Change(table, key, before, {**before, **values}))

    def delete(self, table: str, key: int) -> None:
        """Remove one row of state; its event keeps it."""
        before = self._row(table, key)
        self._table(table).delete(key)
        self._changes.append(Change(table, key, before, None))

    def intern(self, table: str, column: str, value: str) -> int:
        """Return the number of a name in a table of names, adding it when new."""
        for row in self._table(table).rows_where(f'"{column}" = ?', [value]):
            return int(row["id"])
        return self.insert_all(table, [{column: value}])[0]

    def add_content(self, table: str, row: Row) -> None:
        """Insert a row of content unless its key is known; content is not an event's."""
        self._table(table).insert(row, ignore=True)

    def add_numbered_content(self, table: str, rows: Iterable[Row]) -> list[int]:
        """Insert new numbered rows of content and return their numbers."""
        numbered = self._numbered(table, rows)
        self._table(table).insert_all(numbered, pk="id")
        return [row["id"] for row in numbered]

    def index_passages(self, bodies: Sequence[tuple[int, str]]) -> None:
        """Add passages to the full-text index."""
        for key, body in bodies:
            self._db.execute("insert into passages_fts (rowid, body) values (?, ?)", (key, body))

    def write_file(self, name: str, text: str) -> None:
        """Replace a side file of the project when the transaction ends well."""
        before = self._file_now(name)
        if before != text:
            self._keep_file(name, before, text)

    def take_back(self, changes: Sequence[Change]) -> None:
        """Undo the changes of an event, last first.

        Raises:
            UndoError: A row or file is no longer as that event left it.
        """
        for change in reversed(changes):
            if change.table == "file":
                self._restore_file(change)
            else:
                self._restore_row(change)

    def _file_now(self, name: str) -> str | None:
        if name in self._files:
            return self._files[name]
        path = self._folder / name
        return path.read_text(encoding="utf-8") if path.is_file() else None

    def _restore_file(self, change: Change) -> None:
        name = str(change.key)
        now = self._file_now(name)
        if now != (change.after or {}).get("text"):
            raise UndoError(
                "the file was edited since",
                where=name,
                hint="put it back as it was, or leave that step as it is",
            )
        before = (change.before or {}).get("text")
        self._keep_file(name, now, before)

    def _restore_row(self, change: Change) -> None:
        table, key = change.table, int(change.key)
        if table not in STATE_TABLES:
            raise LookupError(f"an event names the table {table!r}")
        now = next(iter(self._table(table).rows_where("id = ?", [key])), None)
        if now != change.after:
            raise UndoError(
                f"row {key} of {table} was changed by later work",
                hint="undo the later work first ('ethnocode log')",
            )
        if change.before is None:
            self.delete(table, key)
        elif change.after is None:
            self._table(table).insert(dict(change.before), pk="id")
            self._changes.append(Change(table, key, None, change.before))
        else:
            self.update(table, key, dict(change.before))

    def _keep_file(self, name: str, before: str | None, after: str | None) -> None:
        self._files[name] = after
        wrapped = [None if text is None else {"text": text} for text in (before, after)]
        self._changes.append(Change("file", name, wrapped[0], wrapped[1]))

    def _table(self, name: str) -> Table:
        """Return a table that exists; looked up once, for there may be many rows."""
        if name not in self._tables:
            self._tables[name] = existing_table(self._db, name)
        return self._tables[name]

    def _numbered(self, table: str, rows: Iterable[Row]) -> list[Row]:
        last = next(iter(self._db.query(_LAST_ID, {"table": table})), {"seq": 0})["seq"]
        return [{"id": key, **row} for key, row in enumerate(rows, start=last + 1)]

    def _row(self, table: str, key: int) -> Row:
        row: Row = self._table(table).get(key)
        return row

    def close_event(self) -> None:
        """Check what was written so far and append it to the log as one event.

        Called when one command is several events, as ``undo 3`` is.
        """
        if not self._changes:
            return
        for table in ("codings", "suggestions"):
            self._reread(table)
        event = {
            **self._header,
            "summary": self.summary,
            "undoes": self.undoes,
            "changes": _packed(self._changes),
        }
        last = next(iter(self._db.query(_LAST_CHAIN)), {"chain": ""})["chain"]
        self._table("events").insert({**event, "chain": link(last, event)})
        self._changes = []

    def finish(self) -> None:
        """Close the last event, then replace side files.

        Called by :meth:`Store.write` just before it commits.
        """
        self.close_event()
        for name, text in self._files.items():
            path = self._folder / name
            self._replaced[name] = path.read_bytes() if path.is_file() else None
            _put(path, None if text is None else text.encode("utf-8"))

    def put_files_back(self) -> None:
        """Restore the side files that :meth:`finish` replaced; after a failed commit."""
        for name, data in self._replaced.items():
            _put(self._folder / name, data)

    def _reread(self, table: str) -> None:
        """Read written anchors back and compare them with the text itself."""
        keys = [c.key for c in self._changes if c.table == table and c.after is not None]
        if not keys:
            return
        digest, text = "", ""
        for row in self._db.query(_REREAD.format(table=table), {"keys": json.dumps(keys)}):
            if row["digest"] != digest:
                digest = row["digest"]
                text = next(iter(self._db.query(_TEXT, {"digest": digest})))["text"]
            if text[row["start"] : row["end"]] != row["quote"]:
                raise ValueError(f"{table} row {row['id']} does not sit on its words")


def _put(path: Path, data: bytes | None) -> None:
    if data is None:
        path.unlink(missing_ok=True)
    else:
        replace_file(path, data)


def link(last: str, event: Mapping[str, Any]) -> str:
    """Return the chain digest of an event: SHA-256 over the last one and this row."""
    fields = json.dumps([last, *(event[name] for name in _FIELDS)], ensure_ascii=False)
    return hashlib.sha256(fields.encode("utf-8")).hexdigest()


def _packed(changes: Sequence[Change]) -> str:
    rows = [[c.table, c.key, c.before, c.after] for c in changes]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
