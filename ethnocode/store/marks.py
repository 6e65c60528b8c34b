"""Marks: rows of content beside the segments of a cutting."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ethnocode.model import Mark, MarkKind, SourceId

if TYPE_CHECKING:
    from sqlite_utils import Database

_MARKS = """
    select marks.start, marks."end", marks.kind, marks.words, marks.author, marks.date
    from marks join sources on sources.cutting_id = marks.cutting_id
    where sources.id = :source
    order by marks.id
"""
_LOCATED = """
    select distinct sources.id as source
    from marks join sources on sources.cutting_id = marks.cutting_id
    where marks.kind in ('page', 'cue', 'time')
"""
_COUNTS = """
    select sources.id as source, marks.kind as kind, count(*) as n
    from marks join sources on sources.cutting_id = marks.cutting_id
    group by sources.id, marks.kind
"""


class MarkRepository:
    """Marks of the current texts; they are stored with their source."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, source: SourceId) -> tuple[Mark, ...]:
        """Return the marks of a source, sorted."""
        return tuple(mark_of(row) for row in self._db.query(_MARKS, {"source": source}))

    def located(self) -> frozenset[SourceId]:
        """Return the sources whose passages have a page or a time."""
        return frozenset(SourceId(row["source"]) for row in self._db.query(_LOCATED))

    def counts(self) -> dict[tuple[SourceId, str], int]:
        """Return how many marks of each kind each source has."""
        return {(row["source"], row["kind"]): row["n"] for row in self._db.query(_COUNTS)}


def mark_of(row: dict[str, Any]) -> Mark:
    """Return the mark that a row keeps."""
    return Mark(
        start=row["start"],
        end=row["end"],
        kind=MarkKind(row["kind"]),
        words=row["words"],
        author=row["author"],
        date=row["date"],
    )


def mark_rows(marks: Iterable[Mark], *, cutting: int) -> list[dict[str, Any]]:
    """Return marks as rows of a cutting."""
    return [
        {
            "cutting_id": cutting,
            "kind": mark.kind.value,
            "start": mark.start,
            "end": mark.end,
            "words": mark.words,
            "author": mark.author,
            "date": mark.date,
        }
        for mark in marks
    ]


def plain_mark(mark: Mark) -> tuple[Any, ...]:
    """Return a mark as its fingerprint is taken."""
    return mark.kind, mark.start, mark.end, mark.words, mark.author, mark.date
