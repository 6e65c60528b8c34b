"""How a passage is cited."""

from __future__ import annotations

from bisect import bisect_right

from ethnocode.model import FIELD_NOTE, Anchor, Settings, Source, SourceId
from ethnocode.store import Store
from ethnocode.text.citation import cite
from ethnocode.text.locator import Locator


class Citer:
    """Cites passages of a project; reads the dates of all journal entries once."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._names = dict(settings.names)
        self._entries = store.sources.entry_dates()
        self._store = store
        self._located = store.marks.located() | store.sources.timed()
        self._places: dict[SourceId, Locator] = {}

    def cite(self, source: Source, start: int | None = None) -> str:
        """Return the citation of a source, or of the passage at an offset in it."""
        date, place = source.date, ""
        if source.kind == FIELD_NOTE and start is not None:
            date = self._entry_date(source, start) or date
        if start is not None and source.id in self._located:
            place = self._locator(source).at(start)
        return cite(
            self._names.get(source.kind, ""),
            kind=source.kind,
            title=source.title,
            who=source.author,
            date=date,
            place=place,
        )

    def cite_anchor(self, source: Source, anchor: Anchor) -> str:
        """Return the citation of a passage; of the source where it is one of an earlier text.

        The entries of the current text say nothing of offsets in an earlier one.
        """
        return self.cite(source, anchor.span.start if anchor.digest == source.digest else None)

    def _locator(self, source: Source) -> Locator:
        if source.id not in self._places:
            marks = self._store.marks.of(source.id)
            self._places[source.id] = Locator(marks, self._store.sources.segments(source))
        return self._places[source.id]

    def _entry_date(self, source: Source, start: int) -> str | None:
        entries = self._entries.get(source.id, [])
        before = bisect_right(entries, start, key=lambda entry: entry[0])
        return entries[before - 1][1] if before else None
