"""What every counting report reads: one coder's codings, held against units."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass

from ethnocode.codebook import digest_of
from ethnocode.errors import UsageError
from ethnocode.model import NOBODY, Cell, CodingColumns, Unit, UnitColumns
from ethnocode.services.people import authors_of_sources
from ethnocode.services.project import Project
from ethnocode.services.snapshots import codebook_in_force
from ethnocode.store import Store


@dataclass(frozen=True, slots=True)
class CodedLayer:
    """One coder's codings and the units they are held against.

    Args:
        coder: Whose codings.
        codings: The codings.
        units: The units.
        kinds: Kind of each source, by number.
        people: How many real people each person stands for, by number.
        parameters: What a report states of the layer.
        notes: What a reader should know of the coder.
    """

    coder: str
    codings: CodingColumns
    units: UnitColumns
    kinds: Mapping[int, str]
    people: Mapping[int, int]
    parameters: tuple[tuple[str, Cell], ...]
    notes: tuple[str, ...]


def read_layer(project: Project, store: Store, *, coder: str | None, unit: Unit) -> CodedLayer:
    """Return a coder's layer: the named one's, else the author's, else the only coder's.

    Raises:
        UsageError: Nobody has coded under that name.
    """
    who, note = _layer_coder(project, store, coder)
    sources = store.sources.all()
    kinds = {int(source.id): source.kind for source in sources}
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
    codings = store.codings.columns(coder=who)
    codebook = codebook_in_force(project, store)
    parameters: tuple[tuple[str, Cell], ...] = (
        ("coder", who),
        ("codings", len(codings.code)),
        ("sources", len(sources)),
        ("codebook", f"{codebook.id} {codebook.version} ({digest_of(codebook)[:8]})"),
        ("revision", store.events.revision()),
        *((("as of", project.as_of),) if project.as_of else ()),
    )
    return CodedLayer(who, codings, units, kinds, people, parameters, note)


def _layer_coder(project: Project, store: Store, coder: str | None) -> tuple[str, tuple[str, ...]]:
    coders = store.codings.coders()
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
