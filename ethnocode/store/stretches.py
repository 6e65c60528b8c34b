"""Stretches of all sources at once: who speaks, what is dated, whose words they are not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ethnocode.model import MarkKind

if TYPE_CHECKING:
    from sqlite_utils import Database

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
