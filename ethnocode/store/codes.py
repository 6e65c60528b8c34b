"""Codes as rows: the number that codings, suggestions and memos name one by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ethnocode.store.transaction import Transaction

if TYPE_CHECKING:
    from sqlite_utils import Database

_NUMBERS = "select id, code from codes order by code"


class CodeRepository:
    """Numbers of codes in and out; what codes mean is the codebook's."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def numbers(self) -> dict[str, int]:
        """Return the number of each code that was ever used, by full id."""
        return {row["code"]: row["id"] for row in self._db.query(_NUMBERS)}

    def rename(self, transaction: Transaction, number: int, id_: str) -> None:
        """Give a code another id; whatever names it by number follows."""
        transaction.update("codes", number, {"code": id_})
