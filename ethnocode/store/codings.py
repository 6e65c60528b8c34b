"""Codings: as values for lists, as columns for counting."""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from ethnocode.model import Anchor, Coding, CodingColumns, CodingStatus, Span
from ethnocode.store.number_lists import numbers_in
from ethnocode.store.transaction import Transaction

if TYPE_CHECKING:
    from sqlite_utils import Database

_WHERE = """
    where (:source is null or codings.source_id = :source)
        and (:coder is null or coders.name = :coder)
        and (:codes is null or codes.code in (select value from json_each(:codes)))
        and (:id is null or codings.id = :id)
        and (:status is null or codings.status = :status)
"""
_LIST = f"""
    select codings.id, codings.guid, codings.source_id, codes.code, codings.start,
        codings."end", codings.quote, codings.prefix, codings.suffix, codings.digest,
        coders.name as coder, codings.created, codings.origin, codings.status,
        codings.memo, codings.properties
    from codings
    join codes on codes.id = codings.code_id
    join coders on coders.id = codings.coder_id
    {_WHERE}
    order by codings.source_id, codings.start, codings."end", codes.code, coders.name
    limit :limit
"""
_COUNT = f"""
    select count(*) as n from codings
    join codes on codes.id = codings.code_id
    join coders on coders.id = codings.coder_id
    {_WHERE}
"""
_COLUMNS = """
    select codings.source_id, count(*) as n, group_concat(codings.start),
        group_concat(codings."end"), group_concat(codings.code_id)
    from codings not indexed
    where codings.coder_id = (select id from coders where name = :coder)
        and codings.status = 'anchored'
        and (:having is null or not exists (
            select 1 from json_each(:having) as wanted where not exists (
                select 1 from json_each(codings.properties) as recorded
                where recorded.key = wanted.key
                    and recorded.value in (select value from json_each(wanted.value))
            )
        ))
    group by codings.source_id
"""
_RECORDED = """
    select distinct recorded.key as name, recorded.value as value
    from codings, json_each(codings.properties) as recorded
"""
_CODES = "select id, code from codes order by code"
_USED = """
    select codes.code, count(*) as n from codings
    join codes on codes.id = codings.code_id group by codes.code order by codes.code
"""
_SPREAD = """
    select codes.code, codings.source_id as source, count(*) as n from codings
    join codes on codes.id = codings.code_id
    group by codes.code, codings.source_id order by codes.code, codings.source_id
"""
_CODERS = """
    select coders.name, counts.n
    from (select coder_id, count(*) as n from codings group by coder_id) as counts
    join coders on coders.id = counts.coder_id order by coders.name
"""
_CODER = "select id from coders where name = :name"
_MAKERS = """
    select name from coders where id in (
        select coder_id from codings where substr(origin, 1, length(:beginning)) = :beginning
    )
"""
_CODED = """
    select distinct codings.source_id from codings
    join coders on coders.id = codings.coder_id
    where :coder is null or coders.name = :coder
    order by codings.source_id
"""
_SAME = """
    select codings.id from codings
    join coders on coders.id = codings.coder_id
    where codings.source_id = :source and coders.name = :coder
        and codings.code_id in (
            select id from codes where code in (select value from json_each(:codes))
        )
        and codings.start = :start and codings."end" = :end and codings.digest = :digest
"""
_EVERYTHING = -1


class CodingRepository:
    """Codings in, codings out."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def select(
        self,
        *,
        names: Mapping[int, str],
        source: int | None = None,
        coder: str | None = None,
        codes: Collection[str] | None = None,
        id_: int | None = None,
        status: CodingStatus | None = None,
        limit: int | None = None,
    ) -> list[Coding]:
        """Return codings in text order within a source.

        Args:
            names: Name of each source by number.
            source: Only this source's.
            coder: Only this coder's.
            codes: Only those under one of these ids.
            id_: Only the coding of this number.
            status: Only those that are anchored, or that wait for review.
            limit: At most so many.
        """
        where = _filters(source=source, coder=coder, codes=codes, status=status)
        where["id"] = id_
        where["limit"] = _EVERYTHING if limit is None else limit
        return [_coding(row, names) for row in self._db.query(_LIST, where)]

    def same_as(self, coding: Coding, *, source: int, codes: Collection[str]) -> int | None:
        """Return the number of a stored coding of that coder and span, if any.

        Args:
            source: Number of its source.
            codes: Ids under which codings of its code are stored.
        """
        where = {
            "source": source,
            "codes": json.dumps(list(codes)),
            "coder": coding.coder,
            "start": coding.anchor.span.start,
            "end": coding.anchor.span.end,
            "digest": coding.anchor.digest,
        }
        return next((int(row["id"]) for row in self._db.query(_SAME, where)), None)

    def count(
        self,
        *,
        source: int | None = None,
        coder: str | None = None,
        codes: Collection[str] | None = None,
        status: CodingStatus | None = None,
    ) -> int:
        """Return how many codings :meth:`select` would give without a limit."""
        where = _filters(source=source, coder=coder, codes=codes, status=status)
        return int(next(iter(self._db.query(_COUNT, where)))["n"])

    def recorded(self) -> set[tuple[str, str]]:
        """Return the pairs of property and value that any coding records."""
        return {(row["name"], str(row["value"])) for row in self._db.query(_RECORDED)}

    def columns(
        self, *, coder: str, having: Mapping[str, Collection[str]] | None = None
    ) -> CodingColumns:
        """Return the anchored codings of a coder as columns, in no order.

        Args:
            having: Values by property; of each property a coding must record one of them.
        """
        rows = list(self._db.query(_CODES))
        codes = tuple(row["code"] for row in rows)
        index = [0] * (max((row["id"] for row in rows), default=0) + 1)
        for n, row in enumerate(rows):
            index[row["id"]] = n
        columns = CodingColumns(array("q"), array("q"), array("q"), array("q"), codes)
        wanted = {name: sorted(values) for name, values in (having or {}).items()}
        where = {"coder": coder, "having": json.dumps(wanted) if wanted else None}
        for source, count, start, end, code in self._db.execute(_COLUMNS, where):
            columns.source.extend([source] * count)
            columns.start.extend(numbers_in(start))
            columns.end.extend(numbers_in(end))
            columns.code.extend([index[number] for number in numbers_in(code)])
        return columns

    def used_codes(self) -> dict[str, int]:
        """Return how often each code is used, by full id."""
        return {row["code"]: row["n"] for row in self._db.query(_USED)}

    def spread(self) -> dict[str, dict[int, int]]:
        """Return how often each code is used in each source, by full id and number of source."""
        found: dict[str, dict[int, int]] = {}
        for row in self._db.query(_SPREAD):
            found.setdefault(row["code"], {})[row["source"]] = row["n"]
        return found

    def coded_sources(self, *, coder: str | None = None) -> list[int]:
        """Return the numbers of sources with at least one coding.

        Args:
            coder: Only of this coder.
        """
        return [row["source_id"] for row in self._db.query(_CODED, {"coder": coder})]

    def coders(self) -> dict[str, int]:
        """Return how many codings each coder has, by name."""
        return {row["name"]: row["n"] for row in self._db.query(_CODERS)}

    def number_of_coder(self, name: str) -> int | None:
        """Return the number of a coder, who may have no coding any more."""
        return next((int(row["id"]) for row in self._db.query(_CODER, {"name": name})), None)

    def coders_by_origin(self, beginning: str) -> frozenset[str]:
        """Return the coders with a coding whose origin begins so."""
        return frozenset(row["name"] for row in self._db.query(_MAKERS, {"beginning": beginning}))

    def anchor(self, transaction: Transaction, number: int, anchor: Anchor | None) -> None:
        """Put a coding on other words; without an anchor it waits for review where it was."""
        if anchor is None:
            transaction.update("codings", number, {"status": CodingStatus.NEEDS_REVIEW.value})
            return
        status = {"status": CodingStatus.ANCHORED.value}
        transaction.update("codings", number, {**anchor_columns(anchor), **status})

    def recode(self, transaction: Transaction, coding: Coding, *, code: int) -> None:
        """Put a coding under another code, with the memo, properties and origin it has now."""
        row = _row(coding)
        kept = {name: row[name] for name in ("memo", "properties", "origin")}
        transaction.update("codings", coding.id, {"code_id": code, **kept})

    def add_all(
        self, transaction: Transaction, codings: Iterable[Coding], *, sources: Mapping[str, int]
    ) -> list[int]:
        """Store codings and return their numbers.

        Args:
            sources: Number of each source by the name the codings use.
        """
        codes: dict[str, int] = {}
        coders: dict[str, int] = {}
        rows = []
        for coding in codings:
            if coding.code not in codes:
                codes[coding.code] = transaction.intern("codes", "code", coding.code)
            if coding.coder not in coders:
                coders[coding.coder] = transaction.intern("coders", "name", coding.coder)
            row = _row(coding)
            row["source_id"] = sources[coding.source]
            row["code_id"] = codes[coding.code]
            row["coder_id"] = coders[coding.coder]
            rows.append(row)
        return transaction.insert_all("codings", rows)


def _filters(
    *,
    source: int | None,
    coder: str | None,
    codes: Collection[str] | None,
    status: CodingStatus | None,
) -> dict[str, Any]:
    return {
        "source": source,
        "coder": coder,
        "codes": None if codes is None else json.dumps(list(codes)),
        "status": status.value if status else None,
        "id": None,
    }


def anchor_columns(anchor: Anchor) -> dict[str, Any]:
    """Return the columns that keep an anchor."""
    return {
        "start": anchor.span.start,
        "end": anchor.span.end,
        "quote": anchor.quote,
        "prefix": anchor.prefix,
        "suffix": anchor.suffix,
        "digest": anchor.digest,
    }


def anchor_of(row: Mapping[str, Any]) -> Anchor:
    """Return the anchor that a row keeps."""
    span = Span(row["start"], row["end"])
    return Anchor(span, row["quote"], row["prefix"], row["suffix"], row["digest"])


def _row(coding: Coding) -> dict[str, Any]:
    return {
        "guid": coding.guid,
        **anchor_columns(coding.anchor),
        "created": coding.created,
        "origin": coding.origin,
        "status": coding.status.value,
        "memo": coding.memo,
        "properties": json.dumps(dict(coding.properties), ensure_ascii=False, sort_keys=True),
    }


def _coding(row: dict[str, Any], names: Mapping[int, str]) -> Coding:
    return Coding(
        id=row["id"],
        guid=row["guid"],
        source=names[row["source_id"]],
        code=row["code"],
        anchor=anchor_of(row),
        coder=row["coder"],
        created=row["created"],
        origin=row["origin"],
        status=CodingStatus(row["status"]),
        memo=row["memo"],
        properties=tuple(json.loads(row["properties"]).items()),
    )
