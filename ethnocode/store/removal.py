"""Taking a source out, with all that refers to it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ethnocode.model import Anchor, Source
from ethnocode.store.codings import anchor_of
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

_CODES = "select id, code from codes"
_EVENT = "select changes from events where id = :id"
_CODEBOOK_EVENTS = "select changes from events where action like 'codebook %' order by id"
_REFUSED = ("rejected", "corrected")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A suggestion that was decided against on a source that is removed since.

    Args:
        path: Of the source, below the ingested folder.
        basename: Name of its file.
        code: Id of the code, the last that its row had.
        anchor: The words, in the text that the source had.
    """

    path: str
    basename: str
    code: str
    anchor: Anchor


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

    def refusals(self, event: int) -> Iterator[Refusal]:
        """Yield what had been decided against on the sources that an event removed."""
        gone = self._before(event)
        sources = {row["id"]: row for row in gone["sources"]}
        kept = {row["guid"]: row["code_id"] for row in gone["codings"]}
        refused = [
            row
            for row in gone["suggestions"]
            if row["status"] in _REFUSED and kept.get(row.get("correction")) != row["code_id"]
        ]
        codes = self._codes({row["code_id"] for row in refused})
        for row in refused:
            source = sources[row["source_id"]]
            if row["code_id"] in codes:
                code = codes[row["code_id"]]
                yield Refusal(source["path"], source["basename"], code, anchor_of(row))

    def _before(self, event: int) -> dict[str, list[Mapping[str, Any]]]:
        found: dict[str, list[Mapping[str, Any]]] = {
            "sources": [],
            "suggestions": [],
            "codings": [],
        }
        changes = next(iter(self._db.query(_EVENT, {"id": event})))["changes"]
        for table, _, before, after in json.loads(changes):
            if table in found and after is None:
                found[table].append(before)
        return found

    def _codes(self, wanted: set[int]) -> dict[int, str]:
        """Return ids of codes by number, those whose rows went in a merge too."""
        codes = {row["id"]: row["code"] for row in self._db.query(_CODES)}
        if not wanted <= codes.keys():
            for event in self._db.query(_CODEBOOK_EVENTS):
                for table, key, before, after in json.loads(event["changes"]):
                    if table == "codes" and after is None:
                        codes.setdefault(key, before["code"])
        return codes

    def _rows(self, query: str, source: Source) -> list[int]:
        return [row["id"] for row in self._db.query(query, {"source": source.id})]
