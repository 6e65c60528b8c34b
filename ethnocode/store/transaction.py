"""Transactions: changes to state, each kept in the event that made it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ethnocode.errors import UndecodableSourceError, UndoError
from ethnocode.model import Change
from ethnocode.store.pending import stage
from ethnocode.store.schema import ANCHORED_TABLES, STATE_TABLES
from ethnocode.store.tables import existing_table
from ethnocode.text.edits import edited_lines, without_edit
from ethnocode.text.normalise import sha256_of

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.db import Table

REBUILD_INDEX = "insert into passages_fts (passages_fts) values ('rebuild')"
_ROWS_AT_ONCE = 10_000
_LAST_ID = "select seq from sqlite_sequence where name = :table"
_LAST_EVENT = "select chain, codebook from events order by id desc limit 1"
_REREAD = """
    select id, source_id, start, "end", quote, digest from {table}
    where id in (select value from json_each(:keys)) and digest is not null
    order by digest
"""
_TEXT = "select text from texts where digest = :digest"
_FIELDS = (
    "at",
    "actor",
    "action",
    "summary",
    "codebook",
    "undoes",
    "count",
    "changes_sha256",
)

RESTORE = "restore"
"""Action of the event that a restored project ends with, and table of its change."""

Row = dict[str, Any]


class Transaction:
    """Writes rows and remembers every one; made by :meth:`Store.write` only.

    Attributes:
        summary: One line about the event for people.
        undoes: Event that this one takes back.
        codebook: Digest of the codebook in force; empty carries the last event's on.
        chain: Chain digest of the event closed last; empty before the first.
    """

    def __init__(self, db: Database, *, folder: Path, header: Row) -> None:
        self._db = db
        self._header = header
        self._folder = folder
        self._tables: dict[str, Table] = {}
        self._changes: list[Change] = []
        self._files: dict[str, tuple[str | None, str | None]] = {}
        self.summary = ""
        self.undoes: int | None = None
        self.codebook = ""
        self.chain = ""

    @property
    def changes(self) -> int:
        """How many rows and files were changed so far."""
        return len(self._changes)

    def insert_all(self, table: str, rows: Iterable[Row]) -> list[int]:
        """Insert rows of state, alike in columns, and return their numbers."""
        numbered = self._numbered(table, rows)
        self._insert_many(table, numbered)
        self._changes += [Change(table, row["id"], None, row) for row in numbered]
        return [row["id"] for row in numbered]

    def update(self, table: str, key: int, values: Row) -> None:
        """Change columns of one row of state."""
        self.update_all(table, {key: values})

    def update_all(self, table: str, values: Mapping[int, Row]) -> None:
        """Change the same columns of many rows of state, by their numbers."""
        if not values:
            return
        columns = tuple(next(iter(values.values())))
        places = ", ".join(f"{_quoted(name)} = ?" for name in columns)
        before = self._rows(table, values)
        self._db.conn.executemany(
            f'update "{table}" set {places} where id = ?',
            [(*(row[name] for name in columns), key) for key, row in values.items()],
        )
        self._changes += [
            Change(table, key, before[key], {**before[key], **row}) for key, row in values.items()
        ]

    def delete(self, table: str, key: int) -> None:
        """Remove one row of state; its event keeps it."""
        self.delete_all(table, [key])

    def delete_all(self, table: str, keys: Sequence[int]) -> None:
        """Remove many rows of state; their event keeps them."""
        before = self._rows(table, keys)
        self._db.conn.executemany(f'delete from "{table}" where id = ?', [(key,) for key in keys])
        self._changes += [Change(table, key, before[key], None) for key in keys]

    def intern(self, table: str, column: str, value: str) -> int:
        """Return the number of a name in a table of names, adding it when new."""
        for row in self._table(table).rows_where(f'"{column}" = ?', [value]):
            return int(row["id"])
        return self.insert_all(table, [{column: value}])[0]

    def add_content(self, table: str, row: Row) -> None:
        """Insert a row of content unless its key is known; content is not an event's."""
        self._table(table).insert(row, ignore=True)

    def add_numbered_content(self, table: str, rows: Iterable[Row]) -> list[int]:
        """Insert new numbered rows of content, alike in columns, and return their numbers."""
        keys: list[int] = []
        waiting = iter(rows)
        while batch := self._numbered(table, islice(waiting, _ROWS_AT_ONCE)):
            self._insert_many(table, batch)
            keys += (row["id"] for row in batch)
        return keys

    def index_passages(self, bodies: Iterable[tuple[int, str]]) -> None:
        """Add passages to the full-text index."""
        self._db.conn.executemany("insert into passages_fts (rowid, body) values (?, ?)", bodies)

    def rebuild_index(self) -> None:
        """Make the full-text index anew from the texts."""
        self._db.execute(REBUILD_INDEX)

    def write_file(self, name: str, text: str) -> None:
        """Replace a side file of the project when the transaction ends well.

        Raises:
            UndecodableSourceError: What the file holds now is not UTF-8, so that no
                event could keep it.
        """
        before = self._file_now(name)
        if before is not None and not _is_utf8(before):
            raise UndecodableSourceError(
                "the file is not UTF-8", where=name, hint="save it as UTF-8, then try again"
            )
        if before != text:
            self._keep_file(name, before, text)

    def record_restore(self, kept: str, *, before: Row, after: Row) -> None:
        """Note that a copy took the project's place.

        Args:
            kept: Copy of what was replaced, from the project's folder; may be empty.
            before: What was replaced.
            after: What took its place.
        """
        self._changes.append(Change(RESTORE, kept, before, after))

    def take_back(self, changes: Sequence[Change], *, merging: str = "") -> str | None:
        """Undo the changes of an event, last first.

        Args:
            merging: Side file in which lines that were edited since may stay.

        Returns:
            The text of that file, if such lines stay in it; else nothing.

        Raises:
            UndoError: A row or file is no longer as that event left it.
        """
        merged = None
        for change in reversed(changes):
            if change.table != "file":
                self._restore_row(change)
            elif (kept := self._restore_file(change, merging=merging)) is not None:
                merged = kept
        return merged

    def _file_now(self, name: str) -> str | None:
        """Return a side file as it will be, every byte kept, be it UTF-8 or not."""
        if name in self._files:
            return self._files[name][1]
        path = self._folder / name
        # read_text would turn "\r\n" into "\n"
        return path.read_bytes().decode("utf-8", "surrogateescape") if path.is_file() else None

    def _restore_file(self, change: Change, *, merging: str) -> str | None:
        """Restore a file; return its text if lines that were edited since stay in it."""
        name = str(change.key)
        now = self._file_now(name)
        left, before = ((side or {}).get("text") for side in (change.after, change.before))
        if now == left:
            self._keep_file(name, now, before)
            return None
        kept = None
        if name == merging and now and left and before and _is_utf8(now):
            kept = without_edit(now, was=str(before), left=str(left))
        if kept is None:
            raise UndoError(
                f"the file was edited since: {edited_lines(now, left)}",
                where=name,
                hint="copy what you wrote elsewhere, make these lines as they were, undo, and "
                "write it anew; or leave the step as it is",
            )
        self._keep_file(name, now, kept)
        return kept

    def _restore_row(self, change: Change) -> None:
        table, key = change.table, int(change.key)
        if table not in STATE_TABLES:
            raise LookupError(f"an event names the table {table!r}")
        now = self._found(table, [key]).get(key)
        if not _is_still(now, change.after):
            raise UndoError(
                f"row {key} of {table} was changed by later work",
                hint="undo the later work first ('ethnocode log')",
            )
        if change.before is None:
            self.delete(table, key)
        elif change.after is None:
            self._insert_many(table, [change.before])
            self._changes.append(Change(table, key, None, change.before))
        else:
            self.update(table, key, dict(change.before))

    def _keep_file(self, name: str, before: str | None, after: str | None) -> None:
        first = self._files[name][0] if name in self._files else before
        self._files[name] = (first, after)
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

    def _rows(self, table: str, keys: Iterable[int]) -> dict[int, Row]:
        """Return rows of state by number.

        Raises:
            LookupError: One is not there.
        """
        wanted = list(keys)
        rows = self._found(table, wanted)
        if missing := set(wanted) - set(rows):
            raise LookupError(f"no row {min(missing)} of {table}")
        return rows

    def _found(self, table: str, keys: Sequence[int]) -> dict[int, Row]:
        """Return those rows of state that are there, by number; asked for one by one often."""
        self._table(table)  # it exists
        query = f'select * from "{table}" where id in (select value from json_each(?))'
        return {row["id"]: row for row in self._db.query(query, [json.dumps(keys)])}

    def _insert_many(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert rows that are alike in columns; sqlite-utils takes five times as long."""
        if not rows:
            return
        self._table(table)  # it exists
        columns = tuple(rows[0])
        names = ", ".join(map(_quoted, columns))
        places = ", ".join("?" * len(columns))
        self._db.conn.executemany(
            f'insert into "{table}" ({names}) values ({places})',
            [tuple(row[name] for name in columns) for row in rows],
        )

    def close_event(self) -> None:
        """Check what was written so far and append it to the log as one event.

        Called when one command is several events, as ``undo 3`` is.
        """
        if not self._changes:
            return
        for table in ANCHORED_TABLES:
            self._reread(table)
        last = next(iter(self._db.query(_LAST_EVENT)), {"chain": "", "codebook": ""})
        changes = _packed(self._changes)
        event = {
            **self._header,
            "summary": self.summary,
            "codebook": self.codebook or last["codebook"],
            "undoes": self.undoes,
            "count": len(self._changes),
            "changes_sha256": sha256_of(changes),
        }
        self.chain = link(last["chain"], event)
        self._table("events").insert({**event, "changes": changes, "chain": self.chain})
        self._changes = []

    def finish(self) -> None:
        """Close the last event and write its side files beside the old ones.

        Called by :meth:`Store.write` just before it commits; the files take their
        places after that.
        """
        self.close_event()
        if self._files:
            stage(self._folder, chain=self.chain, files=self._files)

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


def _is_still(now: Row | None, left: Mapping[str, Any] | None) -> bool:
    """Return whether a row is as an event left it; a later schema may have more columns."""
    if now is None or left is None:
        return now is None and left is None
    return all(now.get(name) == value for name, value in left.items())


def _quoted(name: str) -> str:
    """Return the name of a column for a query; an event of a foreign project may name anything."""
    return '"' + name.replace('"', '""') + '"'


def _is_utf8(text: str) -> bool:
    return not any("\ud800" <= character <= "\udfff" for character in text)


def link(last: str, event: Mapping[str, Any]) -> str:
    """Return the chain digest of an event: SHA-256 over the last one and this row.

    The changes enter by their own digest, so that the chain can still be derived
    where their text was blanked.
    """
    fields = json.dumps([last, *(event[name] for name in _FIELDS)], ensure_ascii=False)
    return hashlib.sha256(fields.encode("utf-8")).hexdigest()


def _packed(changes: Sequence[Change]) -> str:
    rows = [[c.table, c.key, c.before, c.after] for c in changes]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
