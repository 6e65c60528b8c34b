"""What every counting report reads: one coder's codings, held against units."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ethnocode.codebook import digest_of
from ethnocode.errors import UsageError
from ethnocode.model import (
    NOBODY,
    WHOLE_STUDY,
    Cell,
    Codebook,
    CodingColumns,
    CodingStatus,
    Selection,
    Unit,
    UnitColumns,
)
from ethnocode.services.consensus import consensus_layers
from ethnocode.services.definitions import codebook_in_force
from ethnocode.services.lookup import (
    is_below,
    near_codes,
    present_ids,
    retired_notes,
    rolled_up,
    unknown_coder,
)
from ethnocode.services.people import authors_of_sources
from ethnocode.services.project import Project
from ethnocode.services.reports.selecting import Choice, choose, nothing_left
from ethnocode.services.reports.voices import with_own_words
from ethnocode.store import Store

if TYPE_CHECKING:
    from ethnocode.analysis.keeping import Kept
    from ethnocode.analysis.layer import Layer, Units


@dataclass(frozen=True, slots=True)
class CodedLayer:
    """One coder's codings and the units they are held against.

    Where filters of texts keep stretches only, every offset counts kept characters; the
    layer's ``kept`` gives the place in the source back.

    Args:
        coder: Whose codings.
        codings: The codings that filters keep, under present ids, rolled up where asked.
        units: The units, as far as they are kept.
        codebook: The definitions in force.
        kinds: Kind of each source, by number.
        lengths: Characters of each source of which any are kept, by number.
        people: How many real people each person stands for, by number.
        sides: Group that each person speaks from, by number, where it is known.
        parameters: What a report states of the layer.
        notes: What a reader should know of the coder, and of what is left out.
        kept: The kept stretches; ``None`` where all texts are kept.
        options: What to type to choose the same, but for the coder.
        shows: Whether a row is about a code that was chosen.
    """

    coder: str
    codings: CodingColumns
    units: UnitColumns
    codebook: Codebook
    kinds: Mapping[int, str]
    lengths: Mapping[int, int]
    people: Mapping[int, int]
    sides: Mapping[int, str]
    parameters: tuple[tuple[str, Cell], ...]
    notes: tuple[str, ...]
    kept: Kept | None
    options: tuple[str, ...]
    shows: Callable[[str], bool]

    def on_line(self, *, by_person: bool = False) -> tuple[Layer, Units]:
        """Return the merged segments and the units on one line, as reports count them.

        Args:
            by_person: Whether all units of one person are one unit.
        """
        from ethnocode.analysis.layer import lay_out

        return lay_out(self.codings, self.units, lengths=self.lengths, by_person=by_person)


def read_layer(
    project: Project,
    store: Store,
    *,
    coder: str | None,
    unit: Unit,
    selection: Selection = WHOLE_STUDY,
    level: int | None = None,
) -> CodedLayer:
    """Return a coder's layer: the named one's, else the author's, else the only coder's.

    Codings under a former id of a code are given its present id; those that wait for
    review are left out, and a note says how many.

    Args:
        selection: Which texts and codings are kept.
        level: Depth of the tree, 1 at the top, to which deeper codes are rolled up.

    Raises:
        UsageError: Nobody has coded under that name, or a filter names what is not there.
    """
    coders = store.codings.coders()
    who, notes = _layer_coder(project, store, coders, coder)
    sources = store.sources.all()
    persons = store.persons.numbered()
    units = _units(store, unit)
    codebook = codebook_in_force(project, store)
    choice = choose(project, store, selection, codebook=codebook)
    anchored = store.codings.columns(coder=who, having=choice.having)
    fitting = _of_codes(anchored, choice)
    codings = _under_present_ids(fitting, codebook)
    lengths = {int(source.id): source.characters for source in sources}
    if choice.kept is not None:
        codings, units = choice.kept.cut_codings(codings), choice.kept.cut_units(units)
        lengths = choice.kept.lengths
    used = {codings.codes[number] for number in set(codings.code)}
    codings = _rolled_up(codings, level)
    waiting = _waiting(store, who, choice, coders.get(who, 0) - len(anchored.code))
    return CodedLayer(
        who,
        codings,
        units,
        codebook,
        kinds={int(source.id): source.kind for source in sources},
        lengths=lengths,
        people={key: person.composite for key, person in persons.items()},
        sides={key: person.group for key, person in persons.items() if person.group},
        parameters=(
            *(("coder", who), ("codings", len(codings.code)), ("sources", len(lengths))),
            *_stated(project, store, codebook, choice=choice, level=level),
        ),
        notes=(
            *nothing_left(choice, before=len(fitting.code), after=len(codings.code)),
            *(*choice.notes, *_level_notes(level), *notes),
            *(*retired_notes(codebook, used), *waiting_notes(waiting)),
        ),
        kept=choice.kept,
        options=(*choice.options, *(("--level", str(level)) if level is not None else ())),
        shows=choice.shows,
    )


def _stated(
    project: Project, store: Store, codebook: Codebook, *, choice: Choice, level: int | None
) -> tuple[tuple[str, Cell], ...]:
    return (
        ("codebook", edition(codebook)),
        ("revision", store.events.revision()),
        *((("as of", project.as_of),) if project.as_of else ()),
        *choice.parameters,
        *((("level", level),) if level is not None else ()),
    )


def _waiting(store: Store, coder: str, choice: Choice, others: int) -> int:
    """Return how many of a coder's codings wait for review.

    Args:
        others: How many were not read as anchored; where properties are chosen, that says
            nothing and they are counted.
    """
    if choice.having:
        return store.codings.count(coder=coder, status=CodingStatus.NEEDS_REVIEW)
    return others


def _units(store: Store, unit: Unit) -> UnitColumns:
    """Return the units of a study, each with the person whose words are in it."""
    authors = authors_of_sources(store)
    units = units_of(store, unit, authors=authors)
    return units if unit is Unit.SOURCE else with_own_words(units, store, authors=authors)


def units_of(store: Store, unit: Unit, *, authors: Mapping[int, int]) -> UnitColumns:
    """Return the units of a kind, each with the person who speaks or writes it.

    Args:
        authors: Number of the person who wrote or sent a source, by source number; empty
            where it does not matter who it is.
    """
    if unit is not Unit.SOURCE:
        return store.stretches.units(_stored(unit), authors=authors)
    sources = store.sources.all()
    return UnitColumns(
        array("q", [source.id for source in sources]),
        array("q", [0] * len(sources)),
        array("q", [source.characters for source in sources]),
        array("q", [authors.get(source.id, NOBODY) for source in sources]),
    )


def _stored(unit: Unit) -> str:
    """Return the kind of segment that units are; what a person says is passages."""
    return (Unit.PASSAGE if unit is Unit.PERSON else unit).value


def code_id(name: str, layer: CodedLayer, *, level: int | None) -> str:
    """Return the present id of a code, rolled up.

    Raises:
        UsageError: The study has no such code; names the nearest.
    """
    code = layer.codebook.code_named(name)
    if code is None and not any(is_below(id_, name) for id_ in layer.codings.codes):
        raise UsageError(f"the study has no code '{name}'", hint=near_codes(layer.codebook, name))
    return rolled_up(code.id if code else name, level)


def edition(codebook: Codebook) -> str:
    """Return which codebook this is, and in which state, for the head of a report."""
    return f"{codebook.id} {codebook.version} ({digest_of(codebook)[:8]})"


def waiting_notes(waiting: int) -> tuple[str, ...]:
    """Return the note that so many codings are left out; none where none is."""
    if not waiting:
        return ()
    subject = "1 coding waits" if waiting == 1 else f"{waiting} codings wait"
    return (
        f"Left out: {subject} for review "
        "('ethnocode coding list --status needs-review' shows what).",
    )


def _level_notes(level: int | None) -> tuple[str, ...]:
    if level is None:
        return ()
    return (f"Codes are rolled up to depth {level} of the tree; those above it stay themselves.",)


def _of_codes(codings: CodingColumns, choice: Choice) -> CodingColumns:
    if choice.stored is None:
        return codings
    wanted = [id_ in choice.stored for id_ in codings.codes]
    rows = [row for row, code in enumerate(codings.code) if wanted[code]]
    columns = (codings.source, codings.start, codings.end, codings.code)
    source, start, end, code = (array("q", map(column.__getitem__, rows)) for column in columns)
    return CodingColumns(source, start, end, code, codings.codes)


def _rolled_up(codings: CodingColumns, level: int | None) -> CodingColumns:
    """Return codings under the code at a depth of the tree that is above their own."""
    if level is None:
        return codings
    return _under(codings, [rolled_up(id_, level) for id_ in codings.codes])


def _under_present_ids(codings: CodingColumns, codebook: Codebook) -> CodingColumns:
    present = present_ids(codebook, codings.codes)
    if not present:
        return codings
    return _under(codings, [present.get(id_, id_) for id_ in codings.codes])


def _under(codings: CodingColumns, ids: Sequence[str]) -> CodingColumns:
    """Return codings with other ids in place of theirs, in the order of ``codes``."""
    codes = tuple(sorted(set(ids)))
    index = {id_: n for n, id_ in enumerate(codes)}
    numbers = [index[id_] for id_ in ids]
    return replace(codings, code=array("q", map(numbers.__getitem__, codings.code)), codes=codes)


def _layer_coder(
    project: Project, store: Store, coders: Mapping[str, int], coder: str | None
) -> tuple[str, tuple[str, ...]]:
    if coder is not None:
        if coder not in coders:
            raise unknown_coder(coder, coders)
        return coder, ()
    others = [name for name in coders if name != project.coder]
    settled = consensus_layers(store) if others else frozenset()
    persons = [name for name in others if name not in settled]
    if project.coder not in coders and len(persons) == 1:
        only = f"Only {persons[0]} has coded, so these are that coder's codings."
        return persons[0], (only, *_settled_note(settled))
    if project.coder not in coders and others:
        return project.coder, (
            f"{project.coder} has not coded; choose a coder with --coder: {', '.join(others)}.",
        )
    if not coders:
        return project.coder, ("Nothing has been coded yet.",)
    too = (f"Others have coded too: {', '.join(persons)}; not counted here.",) if persons else ()
    return project.coder, (*too, *_settled_note(settled))


def _settled_note(settled: Collection[str]) -> tuple[str, ...]:
    """Return the note that coders settled on something; none where they did not."""
    if not settled:
        return ()
    named = ", ".join(sorted(settled))
    return (f"What coders settled on is a layer of its own, not counted here: {named}.",)
