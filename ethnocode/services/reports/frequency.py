"""How often each code is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ethnocode.model import WHOLE_STUDY, Cell, Column, Opened, Report, Selection, Unit
from ethnocode.services.project import Project
from ethnocode.services.reports.layer import CodedLayer, read_layer
from ethnocode.services.reports.notes import MERGED, UNIT_NOTES
from ethnocode.services.reports.passages import (
    NOTHING_OPENED,
    SEGMENTS_OPENED,
    Quoter,
    Wanted,
    named_cell,
    open_cells,
)
from ethnocode.services.reports.signing import signed
from ethnocode.store import Store, open_store

if TYPE_CHECKING:
    from ethnocode.analysis.frequency import Frequency


_COLUMNS = (
    Column("code", "Code", "full id"),
    Column("name", "Name", "as the codebook has it", narrow=False),
    Column("codings", "Codings", "codings with exactly this code"),
    Column("segments", "Segments", "merged segments of the code and all below it"),
    Column("units", "Units", "units that bear it"),
    Column("sources", "Sources", "sources that bear it"),
    Column("persons", "Persons", "known persons in whose units it is"),
    Column("kinds", "Kinds", "kinds of source that bear it"),
    Column("chars", "Characters", "characters it covers", narrow=False),
)


def frequency_report(
    project: Project,
    *,
    coder: str | None = None,
    unit: Unit = Unit.PASSAGE,
    selection: Selection = WHOLE_STUDY,
    level: int | None = None,
    wanted: Wanted = NOTHING_OPENED,
) -> Report:
    """Count how often each code is used, rolled up into parents.

    Args:
        coder: Whose codings.
        unit: What codings are held against.
        selection: Which texts and codings are kept.
        level: Depth of the tree to which deeper codes are rolled up.
        wanted: Which codes are opened to their passages.

    Raises:
        UsageError: Nobody has coded under that name, or something named is not there.
    """
    from ethnocode.analysis.frequency import count_frequencies

    with open_store(project.folder, as_of=project.as_of) as store:
        layer = read_layer(project, store, coder=coder, unit=unit, selection=selection, level=level)
        counted = count_frequencies(
            layer.codings,
            layer.units,
            kinds=layer.kinds,
            people=layer.people,
            by_person=unit is Unit.PERSON,
        )
        rows = [row for row in counted if layer.shows(row.code)]
        opened = _opened(
            project, store, layer, wanted, keys=[(row.code,) for row in rows], level=level
        )
    names = {code.id: code.name for code in layer.codebook if layer.shows(code.id)}
    unused = len(names.keys() - {row.code for row in rows})
    notes = (
        UNIT_NOTES[unit],
        MERGED,
        f"{unused} of the codebook's {len(names)} codes are not used by this coder"
        f"{' in what is kept' if layer.options else ''}.",
        *layer.notes,
        *((SEGMENTS_OPENED,) if opened else ()),
    )
    report = Report(
        name="frequency",
        title="How often each code is used",
        parameters=(*layer.parameters, ("unit", unit.value)),
        notes=notes,
        columns=_COLUMNS,
        rows=tuple(
            _row(row, names.get(row.code, ""), told_apart=unit is not Unit.SOURCE) for row in rows
        ),
        opened=opened,
    )
    return signed(report, project, options=(*layer.options, *wanted.options))


def _row(row: Frequency, name: str, *, told_apart: bool) -> tuple[Cell, ...]:
    return (
        row.code,
        name,
        row.codings,
        row.segments,
        row.units,
        row.sources,
        row.persons if told_apart else None,
        row.kinds,
        row.chars,
    )


def _opened(
    project: Project,
    store: Store,
    layer: CodedLayer,
    wanted: Wanted,
    *,
    keys: list[tuple[str, ...]],
    level: int | None,
) -> tuple[Opened, ...]:
    if not wanted:
        return ()
    from ethnocode.analysis.opening import Opener

    opener = Opener(*layer.on_line(), whole_units=False)
    return open_cells(
        wanted,
        named_cell(wanted, layer, level=level),
        keys,
        top=None,
        places=lambda key: opener.segments(key[0]),
        quoter=Quoter(project, store, layer),
    )
