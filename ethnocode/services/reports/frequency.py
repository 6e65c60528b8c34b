"""How often each code is used."""

from __future__ import annotations

from ethnocode.model import Column, Report, Unit
from ethnocode.services.project import Project
from ethnocode.services.reports.layer import read_layer
from ethnocode.services.reports.notes import MERGED, UNIT_NOTES
from ethnocode.services.reports.signing import signed
from ethnocode.store import open_store


def frequency_report(
    project: Project, *, coder: str | None = None, unit: Unit = Unit.PASSAGE
) -> Report:
    """Count how often each code is used, rolled up into parents.

    Raises:
        UsageError: Nobody has coded under that name.
    """
    from ethnocode.analysis.frequency import count_frequencies

    with open_store(project.folder, as_of=project.as_of) as store:
        layer = read_layer(project, store, coder=coder, unit=unit)
        rows = count_frequencies(layer.codings, layer.units, kinds=layer.kinds, people=layer.people)
    names = {code.id: code.name for code in layer.codebook}
    unused = len(names.keys() - {row.code for row in rows})
    notes = (
        UNIT_NOTES[unit],
        MERGED,
        f"{unused} of the codebook's {len(names)} codes are not used by this coder.",
        *layer.notes,
    )
    report = Report(
        name="frequency",
        title="How often each code is used",
        parameters=(*layer.parameters, ("unit", unit.value)),
        notes=notes,
        columns=(
            Column("code", "Code", "full id"),
            Column("name", "Name", "as the codebook has it", narrow=False),
            Column("codings", "Codings", "codings with exactly this code"),
            Column("segments", "Segments", "merged segments of the code and all below it"),
            Column("units", "Units", "units that bear it"),
            Column("sources", "Sources", "sources that bear it"),
            Column("persons", "Persons", "known persons in whose units it is"),
            Column("kinds", "Kinds", "kinds of source that bear it"),
            Column("chars", "Characters", "characters it covers", narrow=False),
        ),
        rows=tuple(
            (
                row.code,
                names.get(row.code, ""),
                row.codings,
                row.segments,
                row.units,
                row.sources,
                None if unit is Unit.SOURCE else row.persons,
                row.kinds,
                row.chars,
            )
            for row in rows
        ),
    )
    return signed(report, project)
