"""The one door to a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.db import Table


def existing_table(db: Database, name: str) -> Table:
    """Return a table that exists.

    sqlite-utils creates a table on the first insert and reads a missing one as
    empty, so a misspelt name would lose data in silence; here it raises.

    Raises:
        LookupError: The schema has no such table.
    """
    table = db.table(name)
    if not table.exists():
        raise LookupError(f"no table {name!r} in the project")
    return table
