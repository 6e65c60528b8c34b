"""Stretches of all sources at once: who speaks, what is dated, whose words they are not."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ethnocode.model import NOBODY, MarkKind, UnitColumns
from ethnocode.store.number_lists import numbers_in

if TYPE_CHECKING:
    from sqlite_utils import Database

_UNITS = """
    select source, count(*) as n, group_concat(start), group_concat("end"),
        group_concat(coalesce(person_id, -1))
    from (
        select sources.id as source, segments.start, segments."end", speakers.person_id
        from segments
        join sources on sources.cutting_id = segments.cutting_id
        left join speakers
            on speakers.source_id = sources.id and speakers.label = segments.speaker
        where segments.kind = :kind or (:kind = 'passage' and segments.passage = 1)
        order by sources.id, segments.start
    )
    group by source
"""
_TURNS = """
    select sources.id, segments.start, segments.words_from, segments."end", segments.speaker,
        speakers.person_id
    from segments
    join sources on sources.cutting_id = segments.cutting_id
    left join speakers on speakers.source_id = sources.id and speakers.label = segments.speaker
    where segments.kind = 'turn'
    order by sources.id, segments.start
"""
_ENTRIES = """
    select sources.id, segments.start, segments."end", segments.date
    from segments join sources on sources.cutting_id = segments.cutting_id
    where segments.kind = 'entry'
    order by sources.id, segments.start
"""
_NOT_SPOKEN = """
    select sources.id, marks.start, marks."end", marks.kind
    from marks join sources on sources.cutting_id = marks.cutting_id
    where marks.kind in ('quoted', 'attribution', 'observer-comment', 'time')
        and marks.start < marks."end"
    order by sources.id, marks.start, marks."end" desc, marks.kind
"""


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn of a source.

    Args:
        start: First character, of the label.
        words_from: First character after the label.
        end: One past the last character.
        label: Who speaks, as the text has it.
        person: Number of the person behind the label, or ``None``.
    """

    start: int
    words_from: int
    end: int
    label: str
    person: int | None


class StretchRepository:
    """What holds of stretches of the current texts, by number of the source."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def units(self, kind: str, *, authors: Mapping[int, int]) -> UnitColumns:
        """Return the units of a kind as columns, in text order within a source.

        Args:
            kind: A segment kind, or ``passage``: a turn, else a paragraph or table row.
            authors: Number of the person who wrote or sent a source, by source number;
                stands for units that nobody is known to speak.
        """
        units = UnitColumns(array("q"), array("q"), array("q"), array("q"))
        for source, count, start, end, person in self._db.execute(_UNITS, {"kind": kind}):
            author = authors.get(source, NOBODY)
            units.source.extend([source] * count)
            units.start.extend(numbers_in(start))
            units.end.extend(numbers_in(end))
            units.person.extend([author if n == NOBODY else n for n in numbers_in(person)])
        return units

    def turns(self) -> dict[int, list[Turn]]:
        """Return the turns of every source that has any, in text order."""
        found: dict[int, list[Turn]] = defaultdict(list)
        for source, start, words_from, end, label, person in self._db.execute(_TURNS):
            found[source].append(Turn(start, words_from, end, label or "", person))
        return dict(found)

    def entries(self) -> dict[int, list[tuple[int, int, str | None]]]:
        """Return start, end and date of every entry, in text order."""
        found: dict[int, list[tuple[int, int, str | None]]] = defaultdict(list)
        for source, start, end, date in self._db.execute(_ENTRIES):
            found[source].append((start, end, date))
        return dict(found)

    def not_spoken(self) -> dict[int, list[tuple[int, int, MarkKind]]]:
        """Return start, end and kind of what speaker or sender did not say, in text order.

        Quoted words and the line that announces them, observer comments, media times.
        """
        found: dict[int, list[tuple[int, int, MarkKind]]] = defaultdict(list)
        for source, start, end, kind in self._db.execute(_NOT_SPOKEN):
            found[source].append((start, end, MarkKind(kind)))
        return dict(found)
