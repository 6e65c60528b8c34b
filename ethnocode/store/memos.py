"""Memos: notes on the study or on one thing in it."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from ethnocode.model import Anchor, Coding, CodingStatus, Memo, MemoKind
from ethnocode.store.codings import anchor_columns, anchor_of
from ethnocode.store.transaction import Transaction

if TYPE_CHECKING:
    from sqlite_utils import Database

_FROM = """
    from memos
    join coders on coders.id = memos.coder_id
    left join codings on codings.id = memos.coding_id
    left join codes on codes.id = coalesce(memos.code_id, codings.code_id)
    left join persons on persons.id = memos.person_id
    where (:id is null or memos.id = :id)
        and (:kind is null or memos.kind = :kind)
        and (:source is null or coalesce(memos.source_id, codings.source_id) = :source)
        and (:codes is null or codes.code in (select value from json_each(:codes)))
        and (:coder is null or coders.name = :coder)
        and (:status is null or memos.status = :status)
"""
_LIST = f"""
    select memos.id, memos.guid, memos.kind, memos.title, memos.body,
        coders.name as coder, memos.created, memos.edited, memos.coding_id, codes.code,
        persons.pseudonym as person, memos.status,
        coalesce(memos.source_id, codings.source_id) as source_id,
        coalesce(memos.start, codings.start) as start,
        coalesce(memos."end", codings."end") as "end",
        coalesce(memos.quote, codings.quote) as quote,
        coalesce(memos.prefix, codings.prefix) as prefix,
        coalesce(memos.suffix, codings.suffix) as suffix,
        coalesce(memos.digest, codings.digest) as digest
    {_FROM}
    order by memos.id
    limit :limit
"""
_COUNT = f"select count(*) as n {_FROM}"
_CODERS = """
    select coders.name, count(*) as n from memos
    join coders on coders.id = memos.coder_id group by coders.name order by coders.name
"""
_ON_CODING = "select id from memos where coding_id = :coding order by id"
_ON_CODE = "select id from memos where code_id = :code order by id"
_EVERYTHING = -1
_PLACE = (
    "coding_id",
    "code_id",
    "person_id",
    "source_id",
    "start",
    "end",
    "quote",
    "prefix",
    "suffix",
    "digest",
)
"""Columns that say what a memo is on; all are null for the whole study."""


class MemoRepository:
    """Memos in, memos out."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def select(
        self,
        *,
        names: Mapping[int, str],
        id_: int | None = None,
        kind: MemoKind | None = None,
        source: int | None = None,
        codes: Collection[str] | None = None,
        coder: str | None = None,
        status: CodingStatus | None = None,
        limit: int | None = None,
    ) -> list[Memo]:
        """Return memos in the order they were written.

        Args:
            names: Name of each source by number.
            id_: Only the memo of this number.
            kind: Only memos of this kind.
            source: Only those on this source, its passages and the codings in it.
            codes: Only those on a code, or a coding, under one of these ids.
            coder: Only this coder's.
            status: Only those that are anchored, or that wait for review.
            limit: At most so many.
        """
        where = _filters(kind=kind, source=source, codes=codes, coder=coder, status=status)
        where["id"] = id_
        where["limit"] = _EVERYTHING if limit is None else limit
        return [_memo(row, names) for row in self._db.query(_LIST, where)]

    def count(
        self,
        *,
        kind: MemoKind | None = None,
        source: int | None = None,
        codes: Collection[str] | None = None,
        coder: str | None = None,
        status: CodingStatus | None = None,
    ) -> int:
        """Return how many memos :meth:`select` would give without a limit."""
        where = _filters(kind=kind, source=source, codes=codes, coder=coder, status=status)
        return int(next(iter(self._db.query(_COUNT, where)))["n"])

    def coders(self) -> dict[str, int]:
        """Return how many memos each coder has written, by name."""
        return {row["name"]: row["n"] for row in self._db.query(_CODERS)}

    def on_coding(self, coding: int) -> list[int]:
        """Return the numbers of the memos on a coding."""
        return [row["id"] for row in self._db.query(_ON_CODING, {"coding": coding})]

    def add(
        self, transaction: Transaction, memo: Memo, *, source: int | None, person: int | None
    ) -> int:
        """Store a memo and return its number.

        Args:
            source: Number of the source it is on, itself or by a passage.
            person: Number of the person it is on.
        """
        anchored = anchor_columns(memo.anchor) if source and memo.anchor else {}
        row = {
            "guid": memo.guid,
            "kind": memo.kind.value,
            "title": memo.title,
            "body": memo.body,
            "coder_id": transaction.intern("coders", "name", memo.coder),
            "created": memo.created,
            "edited": memo.edited,
            **dict.fromkeys(_PLACE),
            "coding_id": memo.coding,
            "person_id": person,
            "source_id": source,
            **anchored,
            "status": memo.status.value,
        }
        if memo.code and memo.coding is None:
            row["code_id"] = transaction.intern("codes", "code", memo.code)
        return transaction.insert_all("memos", [row])[0]

    def edit(self, transaction: Transaction, memo: Memo) -> None:
        """Keep the kind, title, body and day of change that a memo has now."""
        values = {
            "kind": memo.kind.value,
            "title": memo.title,
            "body": memo.body,
            "edited": memo.edited,
        }
        transaction.update("memos", memo.id, values)

    def anchor(self, transaction: Transaction, number: int, anchor: Anchor | None) -> None:
        """Put a memo on other words; without an anchor it waits for review where it was."""
        if anchor is None:
            transaction.update("memos", number, {"status": CodingStatus.NEEDS_REVIEW.value})
            return
        status = {"status": CodingStatus.ANCHORED.value}
        transaction.update("memos", number, {**anchor_columns(anchor), **status})

    def place(
        self, transaction: Transaction, number: int, anchor: Anchor | None, *, source: int
    ) -> None:
        """Put a memo on a passage of a source, or without an anchor on all of it."""
        values = {
            **dict.fromkeys(_PLACE),
            "source_id": source,
            **(anchor_columns(anchor) if anchor else {}),
            "status": CodingStatus.ANCHORED.value,
        }
        transaction.update("memos", number, values)

    def follow(self, transaction: Transaction, coding: int, *, into: int) -> None:
        """Put the memos on a coding onto another."""
        for number in self.on_coding(coding):
            transaction.update("memos", number, {"coding_id": into})

    def follow_code(self, transaction: Transaction, code: int, *, into: int) -> None:
        """Put the memos on a code onto another; both by number."""
        for row in list(self._db.query(_ON_CODE, {"code": code})):
            transaction.update("memos", row["id"], {"code_id": into})

    def detach(self, transaction: Transaction, coding: Coding, *, source: int) -> list[int]:
        """Put the memos on a coding onto its passage, and return their numbers.

        Where the coding waits for review its memos do so too.
        """
        numbers = self.on_coding(coding.id)
        for number in numbers:
            values = {
                "coding_id": None,
                "source_id": source,
                **anchor_columns(coding.anchor),
                "status": coding.status.value,
            }
            transaction.update("memos", number, values)
        return numbers


def _filters(
    *,
    kind: MemoKind | None,
    source: int | None,
    codes: Collection[str] | None,
    coder: str | None,
    status: CodingStatus | None,
) -> dict[str, Any]:
    return {
        "kind": kind.value if kind else None,
        "source": source,
        "codes": None if codes is None else json.dumps(list(codes)),
        "coder": coder,
        "status": status.value if status else None,
        "id": None,
    }


def _memo(row: dict[str, Any], names: Mapping[int, str]) -> Memo:
    return Memo(
        id=row["id"],
        guid=row["guid"],
        kind=MemoKind(row["kind"]),
        title=row["title"],
        body=row["body"],
        coder=row["coder"],
        created=row["created"],
        edited=row["edited"],
        coding=row["coding_id"],
        code=row["code"] or "",
        person=row["person"] or "",
        source="" if row["source_id"] is None else names[row["source_id"]],
        anchor=None if row["digest"] is None else anchor_of(row),
        status=CodingStatus(row["status"]),
    )
