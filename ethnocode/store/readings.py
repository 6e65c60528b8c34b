"""Passages that coders have read: what they left uncoded there, they left on purpose."""

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
    order by readings.source_id, readings.start, readings."end", coders.name, readings.id
"""


class ReadingRepository:
    """Read passages in, read passages out."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def select(
        self, *, names: Mapping[int, str], source: int | None = None, coder: str | None = None
    ) -> list[ReadPassage]:
        """Return read passages in text order within a source.

        Args:
            names: Name of each source by number.
            source: Only this source's.
            coder: Only what this coder read.
        """
        where = {"source": source, "coder": coder}
        return [_read(row, names) for row in self._db.query(_LIST, where)]

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
