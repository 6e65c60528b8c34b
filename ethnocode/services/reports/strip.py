"""What is coded where in one source."""

from __future__ import annotations

import shlex
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from ethnocode.errors import UsageError
from ethnocode.model import (
    Cell,
    Column,
    Passage,
    Report,
    SegmentKind,
    Selection,
    Source,
    Stretch,
    Strip,
    Unit,
)
from ethnocode.report.figures import counted
from ethnocode.report.measure import shorten
from ethnocode.services.citations import Citer
from ethnocode.services.lookup import source_named
from ethnocode.services.project import Project
from ethnocode.services.reports.layer import CodedLayer, read_layer
from ethnocode.services.reports.notes import UNIT_NOTES
from ethnocode.services.reports.signing import signed
from ethnocode.services.reports.voices import Voices
from ethnocode.store import Store, open_store

_Drawn = tuple[str, int, int, Stretch]
_UNITS = (Unit.PASSAGE, Unit.SENTENCE, Unit.PARAGRAPH, Unit.TURN, Unit.ENTRY)
_TITLE = "What is coded where"
_FIRST_WORDS = 60
_STRETCHES_SHOWN = 40
_OF_THE_LAYER = ("coder", "codebook", "revision", "as of", "code", "level")
_CAPTION = (
    "A row is a code, a column is a unit of the text, each as wide as any other; within it, a "
    "stretch begins and ends where it does in the words."
)
_UNCODED = "This coder has coded nothing here that fits the filters."
_NO_UNITS = "This source has no such unit; choose another with --unit."


@dataclass(frozen=True, slots=True)
class _Ruler:
    """Turns places in a text into places on the strip."""

    starts: Sequence[int]
    ends: Sequence[int]

    def at(self, offset: int) -> float:
        """Return how many columns are left of an offset; between units, all before it."""
        column = bisect_right(self.starts, offset) - 1
        if column < 0:
            return 0.0
        inside = min(offset, self.ends[column]) - self.starts[column]
        return column + inside / max(self.ends[column] - self.starts[column], 1)


def strip_report(
    project: Project,
    source: str,
    *,
    unit: Unit = Unit.PASSAGE,
    coder: str | None = None,
    codes: Sequence[str] = (),
    level: int | None = None,
) -> Report:
    """Return the coded stretches of a source, with a picture of them as a strip.

    Args:
        source: Name of the source.
        unit: What a column is.
        coder: Whose codings.
        codes: Only these codes and those below them; empty for all.
        level: Depth of the tree to which deeper codes are rolled up.

    Raises:
        UsageError: Nobody has coded under that name, there is no such code, or the unit is
            none that a source is cut into.
        SourceError: There is no such source.
    """
    if unit not in _UNITS:
        raise UsageError(f"a strip has no columns of {unit}s", hint=f"units: {', '.join(_UNITS)}")
    with open_store(project.folder, as_of=project.as_of) as store:
        chosen = source_named(store, source)
        only = Selection(codes=tuple(codes))
        layer = read_layer(project, store, coder=coder, unit=unit, selection=only, level=level)
        text = store.sources.text(chosen)
        spans = _spans(layer, chosen)
        passages = _passages(project, store, chosen, spans)
    ruler = _Ruler([start for start, _ in spans], [end for _, end in spans])
    found = [
        (code, start, end, Stretch(ruler.at(start), ruler.at(end), _first(text[start:end])))
        for code, start, end in _merged(_codings(layer, chosen))
    ]
    drawn = [one for one in found if spans and one[3].end > one[3].start]
    caption = (
        *(_CAPTION, UNIT_NOTES[unit]),
        *(() if spans else (_NO_UNITS,)),
        *_left_out(len(found) - len(drawn)),
        *(() if found else (_UNCODED,)),
    )
    strip = Strip(f"{_TITLE}: {chosen.title or chosen.name}", passages, _by_code(drawn), caption)
    report = Report(
        name="strip",
        title=_TITLE,
        parameters=(("source", chosen.name), *_own(layer), ("unit", unit.value)),
        notes=(*strip.caption, *layer.notes),
        columns=_COLUMNS,
        rows=tuple(_row(code, start, end, s, passages) for code, start, end, s in drawn),
        top=_STRETCHES_SHOWN,
        heading="Coded stretches",
        picture=strip,
    )
    day = ("--as-of", project.as_of) if project.as_of else ()
    how = ("--coder", layer.coder, "--unit", unit.value, *layer.options, *day)
    words = ("ethnocode", "report", "strip", chosen.name, *how)
    return signed(report, project, command=shlex.join(words))


def _own(layer: CodedLayer) -> tuple[tuple[str, Cell], ...]:
    """Return what is stated of the layer but for counts, which are of all sources."""
    return tuple((name, value) for name, value in layer.parameters if name in _OF_THE_LAYER)


def _by_code(drawn: Iterable[_Drawn]) -> tuple[tuple[str, tuple[Stretch, ...]], ...]:
    rows: dict[str, list[Stretch]] = {}
    for code, _, _, stretch in drawn:
        rows.setdefault(code, []).append(stretch)
    return tuple((code, tuple(stretches)) for code, stretches in sorted(rows.items()))


def _left_out(number: int) -> tuple[str, ...]:
    if not number:
        return ()
    return (f"Not shown: {counted(number, 'coded stretch', 'coded stretches')} outside all units.",)


def _spans(layer: CodedLayer, source: Source) -> list[tuple[int, int]]:
    units = layer.units
    rows = zip(units.source, units.start, units.end, strict=True)
    return sorted((start, end) for number, start, end in rows if number == source.id)


def _codings(layer: CodedLayer, source: Source) -> list[tuple[str, int, int]]:
    """Return code, start and end of the codings of a source, sorted."""
    columns = layer.codings
    rows = zip(columns.source, columns.start, columns.end, columns.code, strict=True)
    return sorted(
        (columns.codes[code], start, end)
        for number, start, end, code in rows
        if number == source.id and layer.shows(columns.codes[code])
    )


def _merged(codings: Iterable[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """Yield stretches: codings of one code that share words are one."""
    held: tuple[str, int, int] | None = None
    for code, start, end in codings:
        if held is not None and held[0] == code and start < held[2]:
            held = (code, held[1], max(held[2], end))
            continue
        if held is not None:
            yield held
        held = (code, start, end)
    if held is not None:
        yield held


def _passages(
    project: Project, store: Store, source: Source, spans: Sequence[tuple[int, int]]
) -> tuple[Passage, ...]:
    """Return the columns: who speaks first in each unit, and the entry that begins with it."""
    citer = Citer(store, project.settings)
    names = {key: person.pseudonym for key, person in store.persons.numbered().items()}
    voices = list(Voices(store).of(int(source.id), source.characters))
    entries = [
        (segment.span.start, segment.date)
        for segment in store.sources.segments(source)
        if segment.kind is SegmentKind.ENTRY and segment.date
    ]
    ends = [voice.end for voice in voices]
    found = []
    for number, (start, end) in enumerate(spans):
        before = spans[number - 1][0] if number else -1
        begun = [date for at, date in entries if before < at <= start]
        speaking = next(
            (v for v in voices[bisect_right(ends, start) :] if v.words or v.end >= end), None
        )
        voice = "" if speaking is None else names.get(speaking.person, speaking.label)
        found.append(Passage(citer.cite(source, start), voice, begun[-1] if begun else ""))
    return tuple(found)


def _first(words: str) -> str:
    return shorten(" ".join(words.split()), _FIRST_WORDS)


def _row(
    code: str, start: int, end: int, stretch: Stretch, passages: Sequence[Passage]
) -> tuple[Cell, ...]:
    first = int(stretch.start)
    last = max(ceil(stretch.end) - 1, first)
    at = passages[first]
    place = (first + 1, last + 1, at.voice, at.citation, stretch.words)
    return (code, *place, start, end, stretch.start, stretch.end)


_COLUMNS = (
    Column("code", "Code", "full id"),
    Column("first", "From", "number of the first unit"),
    Column("last", "To", "number of the last unit"),
    Column("voice", "Voice", "who speaks or writes the first unit"),
    Column("citation", "Citation", "of the first unit", narrow=False),
    Column("words", "Words", "the first of them; the middle is left out", prose=True),
    Column("start", "Start", "first character", narrow=False),
    Column("end", "End", "one past the last character", narrow=False),
    Column("from_column", "From, exactly", "units left of its beginning", narrow=False),
    Column("to_column", "To, exactly", "units left of its end", narrow=False),
)
