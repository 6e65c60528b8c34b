"""What every counting report reads: one coder's codings, held against units."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ethnocode.codebook import digest_of
from ethnocode.errors import UsageError
from ethnocode.model import NOBODY, Cell, Codebook, CodingColumns, Unit, UnitColumns
from ethnocode.services.definitions import codebook_in_force
from ethnocode.services.lookup import present_ids, retired_notes
from ethnocode.services.people import authors_of_sources
from ethnocode.services.project import Project
from ethnocode.store import Store


@dataclass(frozen=True, slots=True)
class CodedLayer:
    """One coder's codings and the units they are held against.

    Args:
        coder: Whose codings.
        codings: The codings.
        units: The units.
        codebook: The definitions in force.
        kinds: Kind of each source, by number.
        lengths: Characters of each source, by number.
        people: How many real people each person stands for, by number.
        parameters: What a report states of the layer.
        notes: What a reader should know of the coder, and of what is left out.
    """

    coder: str
    codings: CodingColumns
    units: UnitColumns
    codebook: Codebook
    kinds: Mapping[int, str]
    lengths: Mapping[int, int]
    people: Mapping[int, int]
    parameters: tuple[tuple[str, Cell], ...]
    notes: tuple[str, ...]


def read_layer(project: Project, store: Store, *, coder: str | None, unit: Unit) -> CodedLayer:
    """Return a coder's layer: the named one's, else the author's, else the only coder's.

    Codings under a former id of a code are given its present id; those that wait for
    review are left out, and a note says how many.

    Raises:
        UsageError: Nobody has coded under that name.
    """
    coders = store.codings.coders()
    who, notes = _layer_coder(project, coders, coder)
    sources = store.sources.all()
    authors = authors_of_sources(store)
    people = {key: person.composite for key, person in store.persons.numbered().items()}
    if unit is Unit.SOURCE:
        units = UnitColumns(
            array("q", [source.id for source in sources]),
            array("q", [0] * len(sources)),
            array("q", [source.characters for source in sources]),
            array("q", [authors.get(source.id, NOBODY) for source in sources]),
        )
    else:
        units = store.sources.units(unit.value, authors=authors)
    codebook = codebook_in_force(project, store)
    codings = _under_present_ids(store.codings.columns(coder=who), codebook)
    used = {codings.codes[number] for number in set(codings.code)}
    waiting = coders.get(who, 0) - len(codings.code)
    parameters: tuple[tuple[str, Cell], ...] = (
        ("coder", who),
        ("codings", len(codings.code)),
        ("sources", len(sources)),
        ("codebook", edition(codebook)),
        ("revision", store.events.revision()),
        *((("as of", project.as_of),) if project.as_of else ()),
    )
    return CodedLayer(
        who,
        codings,
        units,
        codebook,
        kinds={int(source.id): source.kind for source in sources},
        lengths={int(source.id): source.characters for source in sources},
        people=people,
        parameters=parameters,
        notes=(*notes, *retired_notes(codebook, used), *waiting_notes(waiting)),
    )


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


def _under_present_ids(codings: CodingColumns, codebook: Codebook) -> CodingColumns:
    present = present_ids(codebook, codings.codes)
    if not present:
        return codings
    resolved = [present.get(id_, id_) for id_ in codings.codes]
    codes = tuple(sorted(set(resolved)))
    index = {id_: n for n, id_ in enumerate(codes)}
    numbers = [index[id_] for id_ in resolved]
    return replace(codings, code=array("q", map(numbers.__getitem__, codings.code)), codes=codes)


def _layer_coder(
    project: Project, coders: Mapping[str, int], coder: str | None
) -> tuple[str, tuple[str, ...]]:
    if coder is not None:
        if coder not in coders:
            raise UsageError(
                f"nobody has coded as '{coder}'",
                hint="coders: " + (", ".join(coders) or "nobody yet"),
            )
        return coder, ()
    others = [name for name in coders if name != project.coder]
    if project.coder not in coders and len(others) == 1:
        return others[0], (f"Only {others[0]} has coded, so these are that coder's codings.",)
    if project.coder not in coders and others:
        return project.coder, (
            f"{project.coder} has not coded; choose a coder with --coder: {', '.join(others)}.",
        )
    if not coders:
        return project.coder, ("Nothing has been coded yet.",)
    if others:
        return project.coder, (f"Others have coded too: {', '.join(others)}; not counted here.",)
    return project.coder, ()
