"""The state of a project compared with the log that made it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ethnocode.store.schema import STATE_TABLES

if TYPE_CHECKING:
    from sqlite_utils import Database

_CHANGES = "select id, changes from events order by id"
_ROWS = "select * from {table} order by id"
_LENGTH = """
    select count(*) as events, coalesce(max(id), 0) as last,
        coalesce((select seq from sqlite_sequence where name = 'events'), 0) as written
    from events
"""

Names = tuple[str, ...]
Left = dict[int, tuple[Names, bytes] | None]
"""Columns and fingerprint of each row as its last event left it, by number."""


def state_faults(db: Database) -> Iterator[str]:
    """Yield what the log and the rows of state do not agree on.

    Complexity:
        O(n log n) for n changes and rows; keeps sixteen bytes a row.
    """
    length = next(iter(db.query(_LENGTH)))
    if not length["events"] == length["last"] == length["written"]:
        yield f"{length['written']} events were written, but the log holds {length['events']}"
    left: dict[str, Left] = {table: {} for table in STATE_TABLES}
    shapes: dict[Names, Names] = {}
    for event in db.query(_CHANGES):
        try:
            _follow(left, event["changes"], shapes=shapes)
        except (ValueError, TypeError, AttributeError):
            yield f"the changes of event {event['id']} cannot be read"
            return
    for table in STATE_TABLES:
        yield from _table_faults(db, table, left[table])


def _follow(left: dict[str, Left], changes: str, *, shapes: dict[Names, Names]) -> None:
    for table, key, _, after in json.loads(changes):
        if table not in left:
            continue
        if after is None:
            left[table][key] = None
        else:
            # a million rows share a few tuples of names
            names = shapes.setdefault(tuple(after), tuple(after))
            left[table][key] = names, _fingerprint(after, names)


def _table_faults(db: Database, table: str, left: Left) -> Iterator[str]:
    for row in db.query(_ROWS.format(table=table)):
        expected = left.pop(row["id"], None)
        if expected is None:
            yield f"{table} row {row['id']} is there, but no event left it there"
        elif expected[1] != _fingerprint(row, expected[0]):
            yield f"{table} row {row['id']} is not as its last event left it"
    for key in sorted(key for key, expected in left.items() if expected is not None):
        yield f"{table} row {key} is gone, but no event removed it"


def _fingerprint(row: Mapping[str, Any], names: Names) -> bytes:
    """Return a digest of the named columns; a later schema may have more of them."""
    values = [row.get(name) for name in names]
    # SQLite gives 1.0 back where JSON may have kept 1
    plain = [int(v) if isinstance(v, float) and v.is_integer() else v for v in values]
    text = json.dumps(plain)
    return hashlib.blake2b(text.encode("ascii"), digest_size=16).digest()
