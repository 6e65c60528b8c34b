"""Project files as the release before the last wrote them, log and all."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from typing import Any

from ethnocode.store.schema import FIRST_TABLES

_LATER = ("band", "evidence", "drawn", "correction")
_FIELDS = ("at", "actor", "action", "summary", "codebook", "undoes", "count")


def to_schema_3(db: sqlite3.Connection) -> None:
    """Make a project what schema 3 kept: suggestions of fewer columns, nothing on readings.

    The log is written anew as if nothing later had ever been named in it. There must be
    no corrected suggestion and no reading.

    Args:
        db: Its connection, in autocommit.
    """
    assert db.execute("select count(*) from readings").fetchone() == (0,)
    db.execute("drop table readings")
    rows = db.execute("select * from suggestions").fetchall()
    (last,) = db.execute("select seq from sqlite_sequence where name = 'suggestions'").fetchone()
    db.execute("drop table suggestions")
    for statement in FIRST_TABLES:
        if " suggestions" in statement:
            db.execute(statement)
    # the later columns are the last
    marks = ", ".join("?" * (len(rows[0]) - len(_LATER)))
    old = [row[: -len(_LATER)] for row in rows]
    db.executemany(f"insert into suggestions values ({marks})", old)
    db.execute("delete from sqlite_sequence where name in ('suggestions', 'readings')")
    db.execute("insert into sqlite_sequence (name, seq) values ('suggestions', ?)", [last])
    _forget_later_columns(db)
    db.execute("delete from _sqlite_migrations where name like 'm004%'")
    db.execute("pragma user_version = 3")


def _forget_later_columns(db: sqlite3.Connection) -> None:
    triggers = db.execute("select name, sql from sqlite_schema where type = 'trigger'").fetchall()
    for name, _ in triggers:
        db.execute(f"drop trigger {name}")
    last = ""
    query = f"select id, changes, {', '.join(_FIELDS)} from events order by id"
    for number, written, *fields in db.execute(query).fetchall():
        rows = json.loads(written)
        changes = [[table, key, _plain(table, a), _plain(table, b)] for table, key, a, b in rows]
        text = json.dumps(changes, ensure_ascii=False, separators=(",", ":"))
        digest = hashlib.sha256(text.encode()).hexdigest()
        linked = json.dumps([last, *fields, digest], ensure_ascii=False)
        last = hashlib.sha256(linked.encode()).hexdigest()
        db.execute(
            "update events set changes = ?, changes_sha256 = ?, chain = ? where id = ?",
            [text, digest, last, number],
        )
    for _, sql in triggers:
        db.execute(sql)


def _plain(table: str, row: dict[str, Any] | None) -> dict[str, Any] | None:
    if table != "suggestions" or row is None:
        return row
    return {name: value for name, value in row.items() if name not in _LATER}
