"""Taking a source out, with all that refers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ethnocode.model import Source
from ethnocode.store.transaction import Transaction

if TYPE_CHECKING:
    from sqlite_utils import Database

_OF_SOURCE = (
    ("readings", "select id from readings where source_id = :source order by id"),
    ("suggestions", "select id from suggestions where source_id = :source order by id"),
    (
        "memos",
        """
        select id from memos
        where source_id = :source
            or coding_id in (select id from codings where source_id = :source)
        order by id
        """,
    ),
    ("codings", "select id from codings where source_id = :source order by id"),
    ("speakers", "select id from speakers where source_id = :source order by id"),
)
"""What goes with a source, in an order that foreign keys allow."""


class SourceRemoval:
    """What goes with a source."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def work_on(self, source: Source) -> dict[str, int]:
        """Return how many rows of each table would go with a source."""
        return {table: len(self._rows(query, source)) for table, query in _OF_SOURCE}

    def remove(self, transaction: Transaction, source: Source) -> dict[str, int]:
        """Remove a source and all work on it; return how many rows of each table went.

        Its text and bytes stay as content, so that the removal can be undone.
        """
        removed = {}
        for table, query in _OF_SOURCE:
            rows = self._rows(query, source)
            for row in rows:
                transaction.delete(table, row)
            removed[table] = len(rows)
        transaction.delete("sources", source.id)
        return removed

    def _rows(self, query: str, source: Source) -> list[int]:
        return [row["id"] for row in self._db.query(query, {"source": source.id})]
