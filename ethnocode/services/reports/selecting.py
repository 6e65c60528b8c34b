"""Filters of a report: which texts and codings are kept, and how the report says so."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ethnocode.errors import UsageError
from ethnocode.model import Cell, Codebook, Selection, Source, StretchColumns
from ethnocode.report.figures import counted
from ethnocode.services.lookup import ids_wanted, is_below, present_ids
from ethnocode.services.people import people_by_label
from ethnocode.services.project import Project
from ethnocode.services.reports.unnamed import unnamed_notes
from ethnocode.services.reports.voices import Voice, Voices
from ethnocode.store import Store
from ethnocode.text.dates import read_date
from ethnocode.text.day_range import day_range

if TYPE_CHECKING:
    from ethnocode.analysis.keeping import Kept

_Bounds = tuple[int, int]
"""First character of a source, and one past the last."""

_MOST_NAMED = 10

DATE_RULE = (
    "Dates are those of dated journal entries, else of the source; a fuzzy date counts where "
    "every day that it may mean lies within."
)
PERSON_RULE = (
    "A person's words are her turns, and what she wrote; words that are quoted there, and "
    "observer comments in a turn, are not the speaker's."
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A selection with every name found, and what a report says of it.

    Args:
        selection: With present ids of codes, pseudonyms, names of sources, and whole days.
        stored: Stored ids of the codes that are kept; ``None`` for all.
        having: Values by property; of each, a coding must record one.
        kept: The kept stretches; ``None`` where all texts are kept.
        notes: What a reader should know of them.
    """

    selection: Selection
    stored: frozenset[str] | None
    having: Mapping[str, tuple[str, ...]]
    kept: Kept | None
    notes: tuple[str, ...]

    @property
    def parameters(self) -> tuple[tuple[str, Cell], ...]:
        """What a report states: every filter by the name of its option."""
        found: dict[str, list[str]] = {}
        for name, value in _words(self.selection):
            found.setdefault(name, []).append(value)
        return tuple((name, ", ".join(values)) for name, values in found.items())

    @property
    def options(self) -> tuple[str, ...]:
        """What to type to choose the same."""
        return tuple(
            word for name, value in _words(self.selection) for word in (f"--{name}", value)
        )

    def shows(self, code: str) -> bool:
        """Return whether a row is about a chosen code or one below it.

        Codes above a chosen one are not shown: only a part of what they have is kept.
        """
        tops = self.selection.codes
        return not tops or any(is_below(code, top) for top in tops)


def _words(selection: Selection) -> Iterator[tuple[str, str]]:
    """Yield the name of the option and the value of each filter, in the order of the help."""
    for name, values in (
        ("code", selection.codes),
        ("source", selection.sources),
        ("kind", selection.kinds),
        ("wave", map(str, selection.waves)),
        ("since", filter(None, [selection.since])),
        ("until", filter(None, [selection.until])),
        ("person", selection.persons),
        ("group", selection.groups),
        ("speaker", selection.speakers),
        ("set", (f"{name}={value}" for name, value in selection.properties)),
    ):
        yield from ((name, value) for value in values)


def choose(project: Project, store: Store, selection: Selection, *, codebook: Codebook) -> Choice:
    """Return what filters keep; values of one filter are alternatives, all filters must hold.

    Of ``properties``, the values of one property are alternatives, and every property that is
    named must hold.

    Args:
        codebook: The definitions in force.

    Raises:
        UsageError: The study has no such code, source, kind, wave, person, group, speaker,
            property or value, or a date is none; names the nearest.
    """
    selection, stored = _with_codes(project, store, selection, codebook)
    having: dict[str, tuple[str, ...]] = {}
    for name, value in _known_properties(store, selection.properties, codebook):
        having[name] = (*having.get(name, ()), value)
    texts = _Texts(project, store)
    selection = texts.resolved(selection)
    stretches = texts.stretches(selection)
    if stretches is None:
        return Choice(selection, stored, having, None, ())
    from ethnocode.analysis.keeping import Kept

    kept = Kept(stretches, lengths=texts.lengths)
    return Choice(selection, stored, having, kept, texts.notes(selection, kept))


def nothing_left(choice: Choice, *, before: int, after: int) -> tuple[str, ...]:
    """Return the note that says why nothing is left to count; none where something is.

    Args:
        before: Codings of the coder under the codes and with the values that are kept.
        after: Those of them that are on kept text.
    """
    if after or not choice.options:
        return ()
    if choice.kept is not None and not choice.kept.lengths:
        return ("Nothing is left to count: no text fits the filters.",)
    if before:
        return ("Nothing is left to count: no coding is on the text that the filters keep.",)
    return ("Nothing is left to count: this coder has no coding that fits the filters.",)


def _with_codes(
    project: Project, store: Store, selection: Selection, codebook: Codebook
) -> tuple[Selection, frozenset[str] | None]:
    if not selection.codes:
        return selection, None
    stored: set[str] = set()
    tops: list[str] = []
    for name in selection.codes:
        ids = ids_wanted(project, store, name)
        stored.update(ids)
        code = codebook.code_named(name)
        present = present_ids(codebook, ids)
        meant = sorted({present.get(id_, id_) for id_ in ids})
        below = any(is_below(id_, name) for id_ in meant)
        tops += [code.id] if code else [name] if below else meant
    return replace(selection, codes=tuple(dict.fromkeys(tops))), frozenset(stored)


def _known_properties(
    store: Store, properties: Sequence[tuple[str, str]], codebook: Codebook
) -> Sequence[tuple[str, str]]:
    if not properties:
        return ()
    values: dict[str, set[str]] = {}
    free: set[str] = set()
    for code in codebook:
        for name, declared in code.properties:
            values.setdefault(name, set()).update(declared)
            free |= {name} if not declared else set()
    for name, value in store.codings.recorded():
        values.setdefault(name, set()).add(value)
    for name, value in properties:
        refuse_unknown(name, values, what="no code has a property '{}'", plural="properties")
        if name not in free:
            what = f"property '{name}' has no value '{{}}'"
            refuse_unknown(value, values[name], what=what, plural="values")
    return properties


class _Texts:
    """Finds the stretches that filters of texts keep."""

    def __init__(self, project: Project, store: Store) -> None:
        self._project, self._store = project, store
        self._sources = store.sources.all()
        self._persons = store.persons.numbered()
        self._left_undated = 0
        self._voices: Voices | None = None

    @property
    def lengths(self) -> dict[int, int]:
        return {int(source.id): source.characters for source in self._sources}

    def resolved(self, selection: Selection) -> Selection:
        """Return the selection with every name as the study has it."""
        groups = {*self._project.settings.groups, *(p.group for p in self._persons.values())}
        kinds = {*self._project.settings.kinds, *(source.kind for source in self._sources)}
        waves = {str(source.wave) for source in self._sources if source.wave is not None}
        for kind in selection.kinds:
            refuse_unknown(kind, kinds, what="unknown kind '{}'", plural="kinds here")
        for wave in map(str, selection.waves):
            refuse_unknown(wave, waves, what="no source is of wave {}", plural="waves here")
        for group in selection.groups:
            refuse_unknown(group, groups - {""}, what="no group '{}'", plural="groups")
        for label in selection.speakers:
            labels = self._all_voices().labels()
            refuse_unknown(label, labels, what="nobody speaks as '{}'", plural="speakers")
        since = self._day(selection.since, "--since", last=False)
        until = self._day(selection.until, "--until", last=True)
        if since and until and since > until:
            raise UsageError(
                f"--since {since} is after --until {until}", hint="give the earlier day to --since"
            )
        return replace(
            selection,
            sources=_once(map(self._source, selection.sources)),
            kinds=_once(selection.kinds),
            waves=tuple(dict.fromkeys(selection.waves)),
            since=since,
            until=until,
            persons=_once(map(self._person, selection.persons)),
            groups=_once(selection.groups),
            speakers=_once(selection.speakers),
        )

    def stretches(self, selection: Selection) -> StretchColumns | None:
        """Return what is kept, or ``None`` where no filter is of texts."""
        by_voice = bool(selection.persons or selection.groups or selection.speakers)
        by_date = bool(selection.since or selection.until)
        if not (by_voice or by_date or selection.sources or selection.kinds or selection.waves):
            return None
        entries = self._store.stretches.entries() if by_date else {}
        found = StretchColumns(array("q"), array("q"), array("q"))
        for source in self._sources:
            if not _is_chosen(source, selection):
                continue
            kept: list[_Bounds] = [(0, source.characters)]
            if by_date:
                kept = self._dated(source, entries.get(source.id, ()), selection)
            if by_voice and kept:
                kept = list(_both(kept, self._spoken(source, selection)))
            for start, end in kept:
                found.source.append(source.id)
                found.start.append(start)
                found.end.append(end)
        return found

    def notes(self, selection: Selection, kept: Kept) -> tuple[str, ...]:
        """Return what a reader should know of the kept texts."""
        lengths = kept.lengths
        whole = sum(source.characters for source in self._sources)
        notes = [
            f"Kept by filters of texts: {sum(lengths.values()):,} of "
            f"{counted(whole, 'character')}, in {len(lengths):,} of "
            f"{counted(len(self._sources), 'source')}. The rest is as though it were not there."
        ]
        if selection.since or selection.until:
            left = counted(self._left_undated, "entry or source", "entries or sources")
            notes.append(f"{DATE_RULE} Left out as undated or not certainly within: {left}.")
        if selection.persons or selection.groups or selection.speakers:
            notes.append(PERSON_RULE)
            chosen = [source for source in self._sources if _is_chosen(source, selection)]
            notes += unnamed_notes(selection, self._all_voices(), chosen)
        return tuple(notes)

    def _all_voices(self) -> Voices:
        if self._voices is None:
            self._voices = Voices(self._store)
        return self._voices

    def _spoken(self, source: Source, selection: Selection) -> Iterator[_Bounds]:
        for voice in self._all_voices().of(int(source.id), source.characters):
            if self._is_wanted(voice, selection):
                yield voice.start, voice.end

    def _is_wanted(self, voice: Voice, selection: Selection) -> bool:
        person = self._persons.get(voice.person)
        return (
            (
                not selection.persons
                or (person is not None and person.pseudonym in selection.persons)
            )
            and (not selection.groups or (person is not None and person.group in selection.groups))
            and (not selection.speakers or voice.label in selection.speakers)
        )

    def _dated(
        self,
        source: Source,
        entries: Iterable[tuple[int, int, str | None]],
        selection: Selection,
    ) -> list[_Bounds]:
        """Return the stretches of a source whose date lies within the days."""
        whole = _fit(source.date, selection)
        kept: list[_Bounds] = []
        at, any_entries = 0, False
        for start, end, date in entries:
            fit = _fit(date, selection) if date else whole
            self._left_undated += fit is None
            kept += [(at, start)] * bool(whole and at < start) + [(start, end)] * bool(fit)
            at, any_entries = end, True
        self._left_undated += whole is None and not any_entries
        return [*kept, *[(at, source.characters)] * bool(whole and at < source.characters)]

    def _source(self, name: str) -> str:
        source = self._store.sources.named(name)
        names = {known.name for known in self._sources}
        if source is None:
            refuse_unknown(name, names, what="no source '{}'", plural="sources")
            raise LookupError(name)
        return source.name

    def _person(self, name: str) -> str:
        number = people_by_label(self._store).get(name.casefold())
        if number is None:
            names = {person.pseudonym for person in self._persons.values()}
            refuse_unknown(name, names, what="no person '{}'", plural="persons")
            raise LookupError(name)
        return self._persons[number].pseudonym

    def _day(self, written: str, option: str, *, last: bool) -> str:
        if not written:
            return ""
        date = read_date(written, day_first=self._project.settings.day_first)
        days = day_range(date) if date else None
        if days is None:
            raise UsageError(
                f"{option} '{written}' is no date", hint="write it as 2012-02-08, 2012-02 or 2012"
            )
        return days[1] if last else days[0]


def _is_chosen(source: Source, selection: Selection) -> bool:
    return (
        (not selection.sources or source.name in selection.sources)
        and (not selection.kinds or source.kind in selection.kinds)
        and (not selection.waves or source.wave in selection.waves)
    )


def _fit(date: str | None, selection: Selection) -> bool | None:
    """Return whether a date lies within the days of a selection; ``None`` if it may or may not."""
    days = day_range(date) if date else None
    if days is None:
        return None
    since, until = selection.since or days[0], selection.until or days[1]
    if since <= days[0] and days[1] <= until:
        return True
    return None if since <= days[1] and days[0] <= until else False


def _both(ones: Iterable[_Bounds], others: Iterable[_Bounds]) -> Iterator[_Bounds]:
    """Yield what stands in a stretch of either list; both are in text order and disjoint."""
    left, right = list(ones), list(others)
    i = j = 0
    while i < len(left) and j < len(right):
        start, end = max(left[i][0], right[j][0]), min(left[i][1], right[j][1])
        if start < end:
            yield start, end
        if left[i][1] <= right[j][1]:
            i += 1
        else:
            j += 1


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def refuse_unknown(name: str, known: Collection[str], *, what: str, plural: str) -> None:
    """Refuse a value that is not known, with those that are nearest.

    Raises:
        UsageError: It is not among them.
    """
    if name in known:
        return
    folded = {value.casefold(): value for value in sorted(known)}
    near = [folded[found] for found in get_close_matches(name.casefold(), folded, n=3)]
    few = ", ".join(sorted(known, key=_by_number)[:_MOST_NAMED])
    more = f" and {len(known) - _MOST_NAMED} more" if len(known) > _MOST_NAMED else ""
    raise UsageError(
        what.format(name),
        hint=f"did you mean {' or '.join(near)}?" if near else f"{plural}: {few or 'none'}{more}",
    )


def _by_number(value: str) -> tuple[int, str]:
    return (int(value) if value.isdecimal() else 0), value
