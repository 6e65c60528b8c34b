"""What texts may be compared by: where in the sources each value holds."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from ethnocode.errors import UsageError
from ethnocode.model import NOBODY, Person, Source, UnitColumns
from ethnocode.services.project import Project
from ethnocode.services.reports.selecting import PERSON_RULE
from ethnocode.services.reports.voices import Voice, Voices
from ethnocode.store import Store
from ethnocode.text.day_range import day_range

UNKNOWN = "unknown"
FUZZY = "fuzzy"
NO_SPEAKER = "no speaker"
PROPERTY, CODE = "property:", "code:"
SOURCES = ("kind", "wave", "source")
VOICES = ("person", "role", "group", "speaker")
DATES = ("month", "year")
_DATE_CHARS = {"month": 7, "year": 4}
_MOST_FILLED = 24
_MONTHS = 12

DATE_NOTE = (
    "A text is of a {} where every day that its date may mean lies in it: the date of a dated "
    f"journal entry, else of the source. '{FUZZY}' is text with another date, '{UNKNOWN}' text "
    "with none. Where there are few, those without any text between the first and the last have "
    "a column as well."
)

UNKNOWN_NOTE = (
    "'unknown' is text of nobody whose {} the roster says, as of a paper without an author. "
)

_ValuedStretch = tuple[int, int, int, str | None]
"""Number of a source, first character, one past the last, and the value; empty if unknown.

``None`` where no words stand that could be of any value, such as the blank line after a turn.
"""


@dataclass(frozen=True, slots=True)
class Values:
    """Values of texts, and where they hold.

    Args:
        names: Each value once, in the order of the columns.
        ground: Where they hold; ``person`` is the index of the value, and one more than the
            last where only blanks stand between the words of several.
        note: What a reader should know of them; may be empty.
    """

    names: tuple[str, ...]
    ground: UnitColumns
    note: str = ""


def refuse_unknown_by(by: str) -> None:
    """Refuse what codes cannot be compared by.

    Raises:
        UsageError: It is none of these; names the nearest.
    """
    plain = (*VOICES, *SOURCES, *DATES)
    if by in plain or any(by.startswith(sort) and by != sort for sort in (PROPERTY, CODE)):
        return
    if by == "coder":
        raise UsageError(
            "coders are never pooled, so codes are not compared by coder",
            hint="'ethnocode report agreement' compares coders",
        )
    near = get_close_matches(by, [*plain, "property:NAME", "code:ID"], n=2)
    every = ", ".join((*plain, "property:NAME", "code:ID"))
    raise UsageError(
        f"codes cannot be compared by '{by}'",
        hint=f"did you mean {' or '.join(near)}?" if near else f"choose one of {every}",
    )


def values_of_texts(project: Project, store: Store, by: str, *, voices: Voices) -> Values:
    """Return the values of texts by what somebody asked for, other than property and code.

    Values that the settings or the roster name are among them with no text.
    """
    sources = store.sources.all()
    persons = store.persons.numbered()
    if by in DATES:
        found = list(_dated(store, sources, by))
        names = _filled({value for *_, value in found if value} - {FUZZY}, by=by)
        return _values(names, found, DATE_NOTE.format(by), unknown=UNKNOWN)
    if by in VOICES:
        read = _reader(by, persons)
        found = [
            (int(source.id), voice.start, voice.end, None if voice.blank else read(voice))
            for source in sources
            for voice in voices.of(int(source.id), source.characters)
        ]
        known: set[str] = set()
        if by != "speaker":
            known = {getattr(p, "pseudonym" if by == "person" else by) for p in persons.values()}
        if by == "group":
            known |= set(project.settings.groups)
        names = _ordered(known | {value for *_, value in found if value})
        if by == "speaker":
            return _values(names, found, PERSON_RULE, unknown=NO_SPEAKER)
        unknown = UNKNOWN_NOTE.format("name" if by == "person" else by)
        return _values(names, found, unknown + PERSON_RULE, unknown=UNKNOWN)
    of: Callable[[Source], str] = {
        "kind": lambda source: source.kind,
        "wave": lambda source: "" if source.wave is None else str(source.wave),
        "source": lambda source: source.name,
    }[by]
    whole = [(int(source.id), 0, source.characters, of(source)) for source in sources]
    known = set(project.settings.kinds) if by == "kind" else set()
    return _values(_ordered(known | {value for *_, value in whole}), whole, unknown=UNKNOWN)


def everywhere(store: Store) -> UnitColumns:
    """Return all texts, under the number 0."""
    return stretches_of((int(s.id), 0, s.characters, 0) for s in store.sources.all())


def voice_columns(store: Store, voices: Voices) -> UnitColumns:
    """Return whose words all texts are."""
    return stretches_of(
        (int(source.id), voice.start, voice.end, voice.person)
        for source in store.sources.all()
        for voice in voices.of(int(source.id), source.characters)
    )


def stretches_of(rows: Iterable[tuple[int, int, int, int]]) -> UnitColumns:
    """Return stretches, each a source, its first character, one past its last and a number."""
    found = UnitColumns(array("q"), array("q"), array("q"), array("q"))
    for source, start, end, name in rows:
        if start < end:
            found.source.append(source)
            found.start.append(start)
            found.end.append(end)
            found.person.append(name)
    return found


def _values(
    names: Sequence[str], found: Sequence[_ValuedStretch], note: str = "", *, unknown: str
) -> Values:
    """Number the values: those known, then ``fuzzy`` and the unknown where there is such text."""
    unsaid = f"({unknown})" if unknown in names else unknown
    index = {name: n for n, name in enumerate(name for name in names if name not in ("", FUZZY))}
    for value, shown in ((FUZZY, FUZZY), ("", unsaid)):
        if any(row[-1] == value for row in found) and shown not in index:
            index[shown] = len(index)
    nowhere = len(index)
    ground = stretches_of(
        (source, start, end, nowhere if name is None else index[name or unsaid])
        for source, start, end, name in found
    )
    return Values(tuple(index), ground, note)


def _reader(by: str, persons: dict[int, Person]) -> Callable[[Voice], str]:
    if by == "speaker":
        return lambda voice: voice.label
    of = {
        number: person.pseudonym if by == "person" else str(getattr(person, by))
        for number, person in persons.items()
    }
    return lambda voice: of.get(voice.person, "") if voice.person != NOBODY else ""


def _dated(store: Store, sources: Sequence[Source], by: str) -> Iterator[_ValuedStretch]:
    entries = store.stretches.entries()
    for source in sources:
        number, at = int(source.id), 0
        whole = _part(source.date, by)
        if number not in entries:
            yield number, at, source.characters, whole
            continue
        text = store.sources.text(source)
        for start, end, date in entries[number]:
            yield number, at, start, _between(text[at:start], whole)
            yield number, start, end, _part(date, by) if date else whole
            at = end
        yield number, at, source.characters, _between(text[at:], whole)


def _between(text: str, whole: str) -> str | None:
    """Return the value of what stands between dated entries; none of blanks of no sure date."""
    return None if not text.strip() and whole in ("", FUZZY) else whole


def _part(date: str | None, by: str) -> str:
    """Return the month or year that a date lies in for certain."""
    days = day_range(date) if date else None
    if days is None:
        return FUZZY if date else ""
    first, last = (day[: _DATE_CHARS[by]] for day in days)
    return first if first == last else FUZZY


def _filled(values: set[str], *, by: str) -> list[str]:
    """Return months or years in order, with those between them where these are few."""
    if not values:
        return []
    first, last = min(values), max(values)
    if by == "year":
        every = [f"{year:04}" for year in range(int(first), int(last) + 1)]
    else:
        low, high = (int(v[:4]) * _MONTHS + int(v[5:]) - 1 for v in (first, last))
        every = [f"{n // _MONTHS:04}-{n % _MONTHS + 1:02}" for n in range(low, high + 1)]
    return every if len(every) <= _MOST_FILLED else sorted(values)


def _ordered(values: set[str]) -> list[str]:
    """Return values in order, numbers by their size."""
    return sorted(values - {""}, key=lambda v: (0, int(v), v) if v.isdecimal() else (1, 0, v))
