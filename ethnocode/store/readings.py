"""Passages that coders have read: what they left uncoded there, they left on purpose.

A passage that was drawn for a coder and is not read yet is a row without a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ethnocode.model import Anchor, Drawn, ReadPassage
from ethnocode.store.codings import anchor_columns, anchor_of
from ethnocode.store.transaction import Transaction

if TYPE_CHECKING:
    from sqlite_utils import Database

_LIST = """
    select readings.id, readings.source_id, readings.start, readings."end", readings.quote,
        readings.prefix, readings.suffix, readings.digest, readings.drawn, readings.created,
        coders.name as coder
    from readings join coders on coders.id = readings.coder_id
    where (:source is null or readings.source_id = :source)
        and (:coder is null or coders.name = :coder)
        and (:unread or readings.created <> '')
    order by readings.source_id, readings.start, readings."end", coders.name, readings.id
"""
_SAME = """
    select readings.id from readings join coders on coders.id = readings.coder_id
    where readings.source_id = :source_id and coders.name = :coder
        and readings.start = :start and readings."end" = :end and readings.digest = :digest
"""


_CODERS = "select name from coders where id in (select coder_id from readings)"


class ReadingRepository:
    """Read passages in, read passages out."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def select(
        self,
        *,
        names: Mapping[int, str],
        source: int | None = None,
        coder: str | None = None,
        unread: bool = False,
    ) -> list[ReadPassage]:
        """Return read passages in text order within a source.

        Args:
            names: Name of each source by number.
            source: Only this source's.
            coder: Only what this coder read.
            unread: Whether those are returned too that were drawn, and are not read yet.
        """
        where = {"source": source, "coder": coder, "unread": unread}
        return [_read(row, names) for row in self._db.query(_LIST, where)]

    def coders(self) -> frozenset[str]:
        """Return who has read a passage, or is to read one."""
        return frozenset(row["name"] for row in self._db.query(_CODERS))

    def add_all(
        self, transaction: Transaction, read: Iterable[ReadPassage], *, sources: Mapping[str, int]
    ) -> list[int]:
        """Store that passages were read; return the numbers of the rows.

        Args:
            sources: Number of each source by the name the passages use.
        """
        coders: dict[str, int] = {}
        rows = []
        for passage in read:
            if passage.coder not in coders:
                coders[passage.coder] = transaction.intern("coders", "name", passage.coder)
            rows.append(
                {
                    "source_id": sources[passage.source],
                    "coder_id": coders[passage.coder],
                    **anchor_columns(passage.anchor),
                    "drawn": passage.drawn.value,
                    "created": passage.created,
                }
            )
        return transaction.insert_all("readings", rows)

    def note_read(self, transaction: Transaction, passage: ReadPassage, *, source: int) -> None:
        """Store that a passage was read, be it one that was drawn for her or another.

        Args:
            source: Number of its source.
        """
        where = {
            **anchor_columns(passage.anchor),
            "source_id": source,
            "coder": passage.coder,
        }
        for row in self._db.query(_SAME, where):
            transaction.update("readings", row["id"], {"created": passage.created})
            return
        self.add_all(transaction, [passage], sources={passage.source: source})

    def set_read(self, transaction: Transaction, numbers: Iterable[int], *, at: str) -> None:
        """Store that passages which were drawn have been read.

        Args:
            at: When.
        """
        transaction.update_all("readings", {number: {"created": at} for number in numbers})

    def anchor(self, transaction: Transaction, number: int, anchor: Anchor) -> None:
        """Put a read passage on the same words of another version of its source."""
        transaction.update("readings", number, anchor_columns(anchor))


def _read(row: Mapping[str, Any], names: Mapping[int, str]) -> ReadPassage:
    return ReadPassage(
        id=row["id"],
        source=names[row["source_id"]],
        anchor=anchor_of(row),
        coder=row["coder"],
        drawn=Drawn(row["drawn"]),
        created=row["created"],
    )
