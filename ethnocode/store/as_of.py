"""The state of an earlier moment, made again from the event log."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ethnocode.errors import UsageError
from ethnocode.store.opening import in_memory
from ethnocode.store.schema import STATE_TABLES
from ethnocode.store.tables import existing_table

if TYPE_CHECKING:
    from sqlite_utils import Database

_FIRST = "select min(id) as id from events where at > :moment"
_RESTORED = """
    select events.at, events.changes from events
    where events.id = :first and events.changes like '[["restore"%'
"""
_LATER = "select changes from events where id >= :first order by id desc"
_FORGET = "delete from events where id >= :first"


def rewound(db: Database, moment: str, *, folder: Path) -> Database:
    """Return a copy in memory of a project as it was at a moment.

    The first later event and all that follow it are taken back, last first, for
    each built on those before; so a clock that was set back breaks nothing. The
    copy's log ends there too. The project itself is only read. Work that a restore
    replaced is not in the log of what took its place.

    Args:
        db: The project, open for reading.
        moment: ISO 8601 in UTC, as events keep it; events at that moment still count.
        folder: The project's, for messages.

    Raises:
        UsageError: A restore replaced what the project was at that moment.
    """
    copy = in_memory(db)
    first = next(iter(copy.query(_FIRST, {"moment": moment})))["id"]
    if first is None:
        return copy
    for row in copy.query(_RESTORED, {"first": first}):
        _refuse_replaced(moment, row["at"], json.loads(row["changes"])[0], folder=folder)
    copy.execute("pragma foreign_keys = off")
    copy.execute("begin")
    for row in db.query(_LATER, {"first": first}):
        for table, key, before, after in reversed(json.loads(row["changes"])):
            if table in STATE_TABLES:
                _take_back(copy, table, key, before=before, after=after)
    copy.execute("drop trigger events_are_kept")
    copy.execute(_FORGET, {"first": first})
    copy.execute("commit")
    return copy


def _refuse_replaced(moment: str, restored: str, change: list[Any], *, folder: Path) -> None:
    """Refuse a moment at which the project held other work than the copy restored later."""
    _, kept, before, after = change
    if before["revision"] in ("", after["revision"]) or moment < before["since"]:
        return
    place = shlex.quote(str(folder / kept))
    raise UsageError(
        f"what the project held at {moment[:19]} was replaced by a restore at {restored[:19]}",
        hint=f"it is kept: 'ethnocode restore {place} --project NEW_FOLDER' makes a study of it"
        if kept.endswith(".db")
        else f"it could not be read, and is kept byte for byte as {place}",
    )


def _take_back(
    db: Database,
    table: str,
    key: int,
    *,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
) -> None:
    rows = existing_table(db, table)
    if before is None:
        rows.delete(key)
    elif after is None:
        rows.insert(before, pk="id")
    else:
        rows.update(key, before)
