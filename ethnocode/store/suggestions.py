"""Suggestions, kept apart from codings for ever."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ethnocode.model import (
    Anchor,
    Band,
    CueMatch,
    Drawn,
    Span,
    Suggestion,
    SuggestionStatus,
)
from ethnocode.store.codings import anchor_columns, anchor_of
from ethnocode.store.evidence import evidence_of, packed_evidence
from ethnocode.store.transaction import Transaction

if TYPE_CHECKING:
    from sqlite_utils import Database

_WHICH = """
    from suggestions
    join codes on codes.id = suggestions.code_id
    join sources on sources.id = suggestions.source_id
    where (:source is null or suggestions.source_id = :source)
        and (:codes is null or codes.code in (select value from json_each(:codes)))
        and (:status is null or suggestions.status = :status)
        and (:band is null or suggestions.band = :band)
        and (:decided is null or (suggestions.status <> 'undecided') = :decided)
        and (:id is null or suggestions.id = :id)
        and (:ids is null or suggestions.id in (select value from json_each(:ids)))
"""
_LIST = f"""
    select suggestions.id, suggestions.source_id, codes.code, suggestions.start,
        suggestions."end", suggestions.quote, suggestions.prefix, suggestions.suffix,
        suggestions.digest, suggestions.engine, suggestions.score, suggestions.status,
        suggestions.explanation, suggestions.matches, suggestions.decided_by,
        suggestions.band, suggestions.evidence, suggestions.drawn, suggestions.correction,
        suggestions.decided
    {_WHICH}
    order by case when :by_score then -suggestions.score end,
        sources.path, suggestions.start, suggestions."end", codes.code,
        suggestions.engine, suggestions.id
    limit :limit
"""
_COUNT = f"select count(*) as n {_WHICH}"
_SAME = """
    select suggestions.id from suggestions join codes on codes.id = suggestions.code_id
    where suggestions.source_id = :source and codes.code = :code
        and suggestions.engine = :engine and suggestions.start = :start
        and suggestions."end" = :end and suggestions.digest = :digest
"""
_CODE_KEPT = """
    select suggestions.id from suggestions
    join codings on codings.guid = suggestions.correction
    where suggestions.status = 'corrected' and codings.code_id = suggestions.code_id
"""
_CORRECTIONS = """
    select suggestions.id, codings.id as coding from suggestions
    join codings on codings.guid = suggestions.correction
"""
_GUID = "select guid from codings where id = :id"
_COUNTS = "select status, count(*) as n from suggestions group by status"
_DECISION_COUNTS = """
    select band, status, count(*) as n
    from suggestions
    where status <> 'undecided'
        and (:coder is null or decided_by = :coder)
        and (:drawn is null or drawn = :drawn)
    group by band, status
    order by band, status
"""
_EVERYTHING = -1
_RENEWED = ("engine", "score", "explanation", "matches", "band", "evidence")
"""What a later fit changes of a suggestion; never its code or its words."""


class SuggestionRepository:
    """Suggestions in, suggestions out."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def select(
        self,
        *,
        names: Mapping[int, str],
        source: int | None = None,
        codes: Collection[str] | None = None,
        status: SuggestionStatus | None = None,
        band: Band | None = None,
        decided: bool | None = None,
        id_: int | None = None,
        ids: Collection[int] | None = None,
        by_score: bool = False,
        limit: int | None = None,
    ) -> list[Suggestion]:
        """Return suggestions in text order, source after source by name, or the likeliest first.

        Args:
            names: Name of each source by number.
            source: Only this source's.
            codes: Only those under one of these ids.
            status: Only those of this status.
            band: Only those of this band.
            decided: Only those that a coder has decided on, or only those that wait.
            id_: Only the suggestion of this number.
            ids: Only those of these numbers.
            by_score: Whether the likeliest come first.
            limit: At most so many.
        """
        where = {
            **_which(source=source, codes=codes, status=status, band=band),
            "decided": decided,
            "id": id_,
            "ids": None if ids is None else json.dumps(list(ids)),
            "by_score": by_score,
            "limit": _EVERYTHING if limit is None else limit,
        }
        return [_suggestion(row, names) for row in self._db.query(_LIST, where)]

    def count(
        self,
        *,
        source: int | None = None,
        codes: Collection[str] | None = None,
        status: SuggestionStatus | None = None,
        band: Band | None = None,
    ) -> int:
        """Return how many suggestions :meth:`select` returns for the same, without a limit."""
        where = _which(source=source, codes=codes, status=status, band=band)
        return next(int(row["n"]) for row in self._db.query(_COUNT, where))

    def counts(self) -> dict[SuggestionStatus, int]:
        """Return how many suggestions there are of each status."""
        found = {row["status"]: row["n"] for row in self._db.query(_COUNTS)}
        return {status: found.get(status.value, 0) for status in SuggestionStatus}

    def decision_counts(
        self, *, coder: str | None = None, drawn: Drawn | None = None
    ) -> list[tuple[Band, SuggestionStatus, int]]:
        """Return how many suggestions of each band were decided, and how.

        Args:
            coder: Only what this coder decided.
            drawn: Only decisions that came up so.
        """
        where = {"coder": coder, "drawn": drawn.value if drawn else None}
        return [
            (Band(row["band"]), SuggestionStatus(row["status"]), row["n"])
            for row in self._db.query(_DECISION_COUNTS, where)
        ]

    def same_as(self, suggestion: Suggestion, *, source: int) -> int | None:
        """Return the number of a stored suggestion of that code, engine and words, if any.

        Args:
            source: Number of its source.
        """
        where = {
            "source": source,
            "code": suggestion.code,
            "engine": suggestion.engine,
            "start": suggestion.anchor.span.start,
            "end": suggestion.anchor.span.end,
            "digest": suggestion.anchor.digest,
        }
        return next((int(row["id"]) for row in self._db.query(_SAME, where)), None)

    def with_code_kept(self) -> set[int]:
        """Return the numbers of those that were corrected in their words only."""
        return {int(row["id"]) for row in self._db.query(_CODE_KEPT)}

    def add_all(
        self,
        transaction: Transaction,
        suggestions: Iterable[Suggestion],
        *,
        sources: Mapping[str, int],
        now: str,
    ) -> list[int]:
        """Store new suggestions and return their numbers."""
        codes: dict[str, int] = {}
        rows = []
        for suggestion in suggestions:
            if suggestion.code not in codes:
                codes[suggestion.code] = transaction.intern("codes", "code", suggestion.code)
            row = _row(suggestion)
            row["source_id"] = sources[suggestion.source]
            row["code_id"] = codes[suggestion.code]
            row["created"] = now
            rows.append(row)
        return transaction.insert_all("suggestions", rows)

    def anchor(self, transaction: Transaction, number: int, anchor: Anchor) -> None:
        """Put a suggestion on the same words of another version of its source."""
        transaction.update("suggestions", number, anchor_columns(anchor))

    def renew(self, transaction: Transaction, number: int, suggestion: Suggestion) -> None:
        """Give an undecided suggestion the score, band and reasons of a later fit."""
        self.renew_all(transaction, {number: suggestion})

    def renew_all(self, transaction: Transaction, later: Mapping[int, Suggestion]) -> None:
        """Give undecided suggestions the score, band and reasons of a later fit.

        Args:
            later: What they are now, by their numbers.
        """
        rows = {number: _row(suggestion) for number, suggestion in later.items()}
        transaction.update_all(
            "suggestions",
            {number: {name: row[name] for name in _RENEWED} for number, row in rows.items()},
        )

    def withdraw_all(self, transaction: Transaction, numbers: Sequence[int]) -> None:
        """Take away undecided suggestions that are made no more."""
        transaction.delete_all("suggestions", numbers)

    def recode(self, transaction: Transaction, number: int, *, code: int) -> None:
        """Put a suggestion under another code."""
        transaction.update("suggestions", number, {"code_id": code})

    def follow(self, transaction: Transaction, joined: Iterable[tuple[int, int]]) -> None:
        """Let suggestions whose correction becomes part of another coding name that one.

        Args:
            joined: Pairs of a coding that goes, which is still there, and the one it joins.
        """
        into = dict(joined)
        found = self._db.query(_CORRECTIONS) if into else ()
        for row in [row for row in found if row["coding"] in into]:
            number = row["coding"]
            while number in into:
                number = into[number]
            (kept,) = self._db.query(_GUID, {"id": number})
            transaction.update("suggestions", row["id"], {"correction": kept["guid"]})

    def decide(
        self,
        transaction: Transaction,
        suggestion: Suggestion,
        *,
        status: SuggestionStatus,
        coder: str,
        now: str,
        drawn: Drawn = Drawn.LIST,
        correction: str = "",
    ) -> None:
        """Record what a coder decided of a suggestion.

        Args:
            drawn: How it came before her.
            correction: Guid of the coding made in its place, if one was.
        """
        values = {
            "status": status.value,
            "decided": now,
            "decided_by": coder,
            "drawn": drawn.value,
            "correction": correction,
        }
        transaction.update("suggestions", suggestion.id, values)


def _which(
    *,
    source: int | None,
    codes: Collection[str] | None,
    status: SuggestionStatus | None,
    band: Band | None,
) -> dict[str, Any]:
    """Return what a query is asked for, as its parameters; by number or decision it is not."""
    return {
        "decided": None,
        "id": None,
        "ids": None,
        "source": source,
        "codes": None if codes is None else json.dumps(list(codes)),
        "status": status.value if status else None,
        "band": band.value if band else None,
    }


def _row(suggestion: Suggestion) -> dict[str, Any]:
    matches = [[m.code, m.span.start, m.span.end, m.kind, m.cue] for m in suggestion.matches]
    return {
        **anchor_columns(suggestion.anchor),
        "engine": suggestion.engine,
        "score": suggestion.score,
        "status": suggestion.status.value,
        "explanation": suggestion.explanation,
        "matches": json.dumps(matches, ensure_ascii=False),
        "decided": None,
        "decided_by": suggestion.decided_by,
        "band": suggestion.band.value,
        "evidence": packed_evidence(suggestion.evidence),
        "drawn": suggestion.drawn.value if suggestion.drawn else "",
        "correction": suggestion.correction,
    }


def _suggestion(row: dict[str, Any], names: Mapping[int, str]) -> Suggestion:
    matches = (
        CueMatch(code, Span(start, end), kind, cue)
        for code, start, end, kind, cue in json.loads(row["matches"])
    )
    return Suggestion(
        id=row["id"],
        source=names[row["source_id"]],
        code=row["code"],
        anchor=anchor_of(row),
        engine=row["engine"],
        score=row["score"],
        status=SuggestionStatus(row["status"]),
        explanation=row["explanation"],
        matches=tuple(matches),
        band=Band(row["band"]),
        evidence=evidence_of(row["evidence"]),
        decided_by=row["decided_by"],
        drawn=Drawn(row["drawn"]) if row["drawn"] else None,
        correction=row["correction"],
        decided=row["decided"] or "",
    )
