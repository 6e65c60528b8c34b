"""The passages behind the figures of a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from ethnocode.errors import UsageError
from ethnocode.model import CodedWords, Count, Opened, Quotation, Relation, Source, Unit
from ethnocode.report.figures import counted
from ethnocode.services.citations import Citer
from ethnocode.services.lookup import is_below
from ethnocode.services.project import Project
from ethnocode.services.reports.layer import CodedLayer, code_id
from ethnocode.services.reports.voices import Voice, Voices
from ethnocode.store import Store

if TYPE_CHECKING:
    from ethnocode.analysis.opening import Opening

GAP = " […] "
"""Stands in a passage for what filters do not keep."""

LARGE_UNITS = (Unit.ENTRY, Unit.SOURCE, Unit.PERSON)
"""Units that are too long to be shown whole as a passage."""

_NOT_COUNTED = "their number is not the figure of the table"
OPENED_NOTES = {
    Count.UNITS: "Opened are the units that are counted.",
    Count.SEGMENTS: "Opened are segments: of a that meet b, and of b that meet a.",
    Count.EVENTS: "Opened are the pairs of segments that are counted, each from the beginning of "
    "the first to the end of the last.",
    Count.CHARS: f"Opened are runs of the characters that are counted; {_NOT_COUNTED}.",
    Count.SOURCES: f"Opened are the meetings in the sources that are counted; {_NOT_COUNTED}.",
    Count.PERSONS: f"Opened are the units behind the persons that are counted; {_NOT_COUNTED}.",
}
IN_LARGE_UNITS = (
    f"As a unit is long, opened are the coded words in it and not the whole unit; {_NOT_COUNTED}."
)
IN_REACH = (
    "Opened are the pairs of segments, each from the beginning of the first to the end of the "
    f"last; {_NOT_COUNTED}, unless events are counted."
)
IN_ONES_WORDS = (
    "Opened are the segments of both codes in one person's words, not their pairs, which can be "
    f"of two sources; {_NOT_COUNTED}."
)
SEGMENTS_OPENED = "Opened are the segments that are counted."


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which cells of a report are to be opened.

    Args:
        cell: Codes of the one cell, as somebody named them; empty for none.
        most: Passages of each of the other cells at most; ``None`` to leave them shut.
        page: Whether these are what a page has unasked: of a cell all passages as long as the
            page has room for them, and in a large study only the rows that a reader is shown
            at first.
    """

    cell: tuple[str, ...] = ()
    most: int | None = None
    page: bool = False

    def __bool__(self) -> bool:
        return bool(self.cell) or self.most is not None

    @property
    def options(self) -> tuple[str, ...]:
        """What to type to open the same; a page opens some unasked."""
        most = () if self.most is None or self.page else ("--passages", str(self.most))
        return (*(("--open", *self.cell) if self.cell else ()), *most)


def named_cell(wanted: Wanted, layer: CodedLayer, *, level: int | None) -> tuple[str, ...]:
    """Return the present ids of the cell that is to be opened, sorted; empty for none.

    Raises:
        UsageError: There is no such code, or the two are no pair.
    """
    ids = sorted({code_id(name, layer, level=level) for name in wanted.cell})
    if len(ids) < len(wanted.cell) or (len(ids) > 1 and is_below(ids[1], ids[0])):
        raise no_pair(wanted)
    return tuple(ids)


def no_pair(wanted: Wanted) -> UsageError:
    """Return what to raise where a cell that is to be opened cannot be."""
    return UsageError(
        f"{' and '.join(wanted.cell)} are no pair",
        hint="a code is no pair with itself, nor with a code above or below it",
    )


NOTHING_OPENED = Wanted()
"""No cell is opened."""
PAGE = Wanted(most=3, page=True)
"""What a page opens unasked: all passages behind its cells, or a few where that is too much."""

PAGE_ROOM = 2_000_000
"""Characters of passages beyond those few in a page; one of 6 MB opens in two seconds."""
_NAMED = 150
"""Characters that it takes to name a passage beside a figure."""


class Quoter:
    """Quotes the places behind figures, reading each source once."""

    def __init__(self, project: Project, store: Store, layer: CodedLayer) -> None:
        self._store, self._kept = store, layer.kept
        self._citer = Citer(store, project.settings)
        self._voices = Voices(store)
        self._names = {key: person.pseudonym for key, person in store.persons.numbered().items()}
        self._sources: dict[int, Source] = {int(s.id): s for s in store.sources.all()}
        self._texts: dict[int, str] = {}
        self._speaking: dict[int, list[Voice]] = {}

    def opened(
        self, key: tuple[str, ...], openings: Sequence[Opening], *, most: int | None
    ) -> Opened:
        """Return a cell with at most so many of its passages."""
        shown = openings if most is None else openings[:most]
        return Opened(key, tuple(map(self._quotation, shown)), len(openings) - len(shown))

    def _quotation(self, opening: Opening) -> Quotation:
        source = self._sources[opening.source]
        pieces = _joined(self._pieces(opening.source, opening.start, opening.end))
        text = self._text(source)
        start, end = pieces[0][0], pieces[-1][1]
        return Quotation(
            source=source.name,
            start=start,
            end=end,
            words=GAP.join(text[low:high] for low, high in pieces),
            citation=self._citer.cite(source, start),
            speaker=self._speaker(source, start, end),
            codes=opening.codes,
            coded=self._coded(opening, pieces),
        )

    def _pieces(self, source: int, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Return where in its source a run of kept characters is."""
        if self._kept is None:
            return ((start, end),)
        return self._kept.pieces(source, start, end)

    def _coded(self, opening: Opening, pieces: Sequence[tuple[int, int]]) -> tuple[CodedWords, ...]:
        """Return which words bear which codes, counted in the words of the passage."""
        whole = (opening.start, opening.end)
        if all((start, end) == whole for _, start, end in opening.stretches):
            return ()
        return tuple(
            CodedWords(code, low, high)
            for code, start, end in opening.stretches
            for low, high in _within(pieces, self._pieces(opening.source, start, end))
        )

    def _text(self, source: Source) -> str:
        if source.id not in self._texts:
            self._texts[source.id] = self._store.sources.text(source)
        return self._texts[source.id]

    def _speaker(self, source: Source, start: int, end: int) -> str:
        """Return whose words come first in a passage; a label where it is nobody known."""
        if source.id not in self._speaking:
            voices = self._voices.of(int(source.id), source.characters)
            self._speaking[source.id] = list(voices)
        for voice in self._speaking[source.id]:
            if voice.end > start and (voice.words or voice.end >= end):
                return self._names.get(voice.person, voice.label)
        return ""


def _joined(pieces: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join pieces that touch."""
    found: list[tuple[int, int]] = []
    for start, end in pieces:
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def _within(
    pieces: Sequence[tuple[int, int]], some: Iterable[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return where some characters of a source are in words joined from pieces of it."""
    found = []
    for low, high in _joined(some):
        at = 0
        for start, end in pieces:
            if low < end and start < high:
                found.append((at + max(low, start) - start, at + min(high, end) - start))
            at += end - start + len(GAP)
    return found


def open_cells(
    wanted: Wanted,
    cell: tuple[str, ...],
    keys: Iterable[tuple[str, ...]],
    *,
    top: int | None,
    places: Callable[[tuple[str, ...]], Sequence[Opening]],
    quoter: Quoter,
) -> tuple[Opened, ...]:
    """Return the cell that was asked for, whole, and then the others.

    Args:
        cell: What :func:`named_cell` returned.
        keys: Cells with anything in them, in the order of the table.
        top: How many of them a reader is shown at first; ``None`` to open all.
        places: Returns the places behind a cell.
    """
    found = [quoter.opened(cell, places(cell), most=None)] if cell else []
    if wanted.most is not None:
        room = _Room(PAGE_ROOM if wanted.page else 0)
        for key in islice(keys, top if wanted.page else None):
            if key != cell:
                behind = places(key)
                most = None if room.takes(behind[wanted.most :]) else wanted.most
                found.append(quoter.opened(key, behind, most=most))
    return tuple(found)


def shut_notes(wanted: Wanted, opened: Sequence[Opened], *, cells: int) -> tuple[str, ...]:
    """Return the note on cells that a page does not open unasked.

    Args:
        cells: How many have anything in them.
    """
    shut = cells - len(opened)
    if not wanted.page or shut <= 0:
        return ()
    return (
        f"{shut:,} of {counted(cells, 'figure')} do not open in this page, which would be too "
        "large; --passages N opens each to N passages, --open one to all of its own.",
    )


class _Room:
    """Room in a page for passages, each of which stands there once."""

    def __init__(self, characters: int) -> None:
        self._left = characters
        self._there: set[tuple[int, int, int]] = set()

    def takes(self, some: Sequence[Opening]) -> bool:
        """Tell whether there is room for some more passages, and if so, give it to them."""
        places = {(one.source, one.start, one.end) for one in some} - self._there
        size = _NAMED * len(some) + sum(end - start for _, start, end in places)
        if size > self._left:
            return False
        self._left -= size
        self._there |= places
        return True


def opened_notes(count: Count, relation: Relation, *, unit: Unit) -> tuple[str, ...]:
    """Return the note that says what the passages of pairs are."""
    if relation.needs_distance:
        return (IN_REACH,)
    if (relation, count, unit) == (Relation.UNIT, Count.EVENTS, Unit.PERSON):
        return (IN_ONES_WORDS,)
    unit_counts = (Count.UNITS, Count.PERSONS)
    in_units = count in unit_counts or (
        relation is Relation.UNIT and count in (Count.CHARS, Count.SOURCES)
    )
    return (IN_LARGE_UNITS if in_units and unit in LARGE_UNITS else OPENED_NOTES[count],)
