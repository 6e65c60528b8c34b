"""Codes by what texts, codings or other codes are: counts, shares, and what a zero means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ethnocode.errors import UsageError
from ethnocode.model import (
    WHOLE_STUDY,
    Cell,
    Column,
    Count,
    Opened,
    Report,
    Selection,
    Unit,
)
from ethnocode.services.project import Project
from ethnocode.services.reports.crossed import UNCOUNTED, Crossed, Line
from ethnocode.services.reports.crossing import crossed_by
from ethnocode.services.reports.layer import CodedLayer, code_id
from ethnocode.services.reports.matrix_tables import Form, Share, laid_out, total_tables
from ethnocode.services.reports.notes import MERGED, PURPOSIVE, UNIT_NOTES
from ethnocode.services.reports.passages import (
    NOTHING_OPENED,
    Quoter,
    Wanted,
    no_pair,
    open_cells,
    shut_notes,
)
from ethnocode.services.reports.selecting import refuse_unknown
from ethnocode.services.reports.signing import signed
from ethnocode.services.reports.values import refuse_unknown_by
from ethnocode.store import Store, open_store

_CELLS_OPENED = 400
"""Cells that a page opens unasked, at most."""

_COUNTED = {
    Count.UNITS: "Counted are distinct units that bear the code on words of the value",
    Count.SEGMENTS: "Counted are distinct merged segments with any word of the value",
    Count.SOURCES: "Counted are distinct sources that bear the code on words of the value",
    Count.PERSONS: "Counted are distinct known people on whose words of that value the code is; "
    "a pseudonym that stands for two counts as two",
    Count.CHARS: "Counted are characters of the value that bear the code",
}
_OF = {
    Count.UNITS: "all units of the column, coded or not",
    Count.SEGMENTS: "all units of the column: segments to the unit",
    Count.SOURCES: "all sources of the column, coded or not",
    Count.PERSONS: "all known people of the column",
    Count.CHARS: "all characters of the column",
}
ZEROS = (
    "Three zeros: 'no source' (–): there is no text of that value, or, where units are counted, "
    "no unit; 'not coded yet' (?): there is, but the coder has coded or read nothing in its "
    "sources; 'read, not found' (0): the coder has gone over some of it, and the code is not "
    "there. A coder has gone over the sources in which she coded, or read, at least one passage; "
    "of a second coding, such as anna@2, the drawn passages that she coded on or said she found "
    "nothing in."
)
FOUND = (
    "'found, not counted' ((0)): the code is there, but only where nothing is counted: {}. "
    "The code is not missing there."
)
_OUTSIDE = {
    Count.UNITS: "outside every unit",
    Count.PERSONS: "on words of nobody whom the roster knows",
}
TOTALS = (
    "Totals count each thing once: a unit in two columns, a parent and its child, or a person "
    "in several columns do not add up twice, so a total can be less than the sum."
)
OPENED = (
    "Opened are the segments of the code, cut to the words of the value; their number is not the "
    "figure of the table, unless segments are counted."
)
_COLUMNS = (
    Column("code", "Code", "full id"),
    Column("value", "Value", "of what codes are compared by"),
    Column("n", "n", "how much there is of the code there; none where two codes are no pair"),
    Column("units", "Units", "units of that value"),
    Column("share", "Share", "n by 'base': of the column"),
    Column("zero", "Zero", "what a zero means"),
    Column("row_share", "Of row", "n by all there is of the code", narrow=False),
    Column("gone_over", "Gone over", "of these units, those that the coder has gone over"),
    Column("base", "Base", "what 'share' is a share of", narrow=False),
)


def matrix_report(
    project: Project,
    *,
    by: str,
    count: Count = Count.UNITS,
    unit: Unit = Unit.PASSAGE,
    coder: str | None = None,
    selection: Selection = WHOLE_STUDY,
    level: int | None = None,
    share: Share = Share.COLUMN,
    sort: str = "code",
    wanted: Wanted = NOTHING_OPENED,
    form: Form = Form.LONG,
    all_codes: bool = False,
) -> Report:
    """Count codes by the values of something: persons, texts, a property, another code.

    Args:
        by: What columns are, as the command names it.
        count: What is counted; not events.
        unit: What codings are held against.
        coder: Whose codings.
        selection: Which texts and codings are kept.
        level: Depth of the tree to which deeper codes are rolled up.
        share: Which shares a reader is shown.
        sort: ``code``, ``total`` or a value, largest first.
        wanted: Which cells, each a code and a value, are opened to their passages.
        form: Whether a row is a cell, or a code with all its values.
        all_codes: Whether codes in force that the coder has not used have a row.

    Raises:
        UsageError: Something is not there, or cannot be counted so.
    """
    _refuse_uncountable(by, count)
    with open_store(project.folder, as_of=project.as_of) as store:
        layer, crossed = crossed_by(
            project, store, by, coder=coder, unit=unit, count=count, selection=selection,
            level=level, most=form.most_values, always=(sort, *wanted.cell[1:]),
            all_codes=all_codes,
        )  # fmt: skip
        crossed = _sorted(crossed, sort)
        opened = _opened(project, store, layer, crossed, wanted, level=level)
    asked = (("by", by), ("count", count.value), ("unit", unit.value))
    report = Report(
        name="matrix",
        title=f"Codes by {by}",
        parameters=(*layer.parameters, *asked, ("share", share.value), ("sort", sort)),
        notes=_notes(layer, crossed, count=count, unit=unit)
        + _opened_notes(wanted, opened, crossed),
        columns=_COLUMNS,
        rows=tuple(_long(crossed)),
        tables=total_tables(crossed, count),
        opened=opened,
    )
    if form is not Form.LONG:
        report = laid_out(report, crossed, form=form, count=count, share=share)
    words = ("--by", by, "--share", share.value, "--sort", sort, *("--all-codes",) * all_codes)
    return signed(report, project, options=(*words, *layer.options, *wanted.options))


def _opened_notes(wanted: Wanted, opened: tuple[Opened, ...], crossed: Crossed) -> tuple[str, ...]:
    shut = shut_notes(wanted, opened, cells=len(_found(crossed)))
    return (*((OPENED,) if opened else ()), *shut)


def _refuse_uncountable(by: str, count: Count) -> None:
    refuse_unknown_by(by)
    if count is Count.EVENTS:
        raise UsageError(
            "events are pairs of codings, so codes by values cannot count them",
            hint="--count segments counts codings, merged where they share words",
        )


def _long(crossed: Crossed) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each cell, code by code."""
    for line in crossed.lines:
        for value, n, zero in zip(crossed.values, line.cells, line.zeros, strict=True):
            yield (
                line.code,
                value.name,
                n,
                value.units,
                None if n is None or not value.base else n / value.base,
                zero,
                None if n is None or not line.total else n / line.total,
                value.gone_over,
                value.base,
            )


def _sorted(crossed: Crossed, sort: str) -> Crossed:
    names = [value.name for value in crossed.values]
    if sort == "code":
        return crossed
    column = None
    if sort != "total":
        column = _index(sort, names, option="--sort", more=("code", "total"))

    def size(line: Line) -> int:
        return line.total if column is None else line.cells[column] or 0

    return replace(crossed, lines=tuple(sorted(crossed.lines, key=size, reverse=True)))


def _index(name: str, names: Sequence[str], *, option: str, more: Sequence[str] = ()) -> int:
    if name in names:
        return names.index(name)
    folded = {value.casefold(): n for n, value in enumerate(names)}
    if name.casefold() in folded:
        return folded[name.casefold()]
    what = f"{option}: there is no value '{{}}'"
    refuse_unknown(name, {*names, *more}, what=what, plural="values here")
    raise LookupError(name)


def _opened(
    project: Project,
    store: Store,
    layer: CodedLayer,
    crossed: Crossed,
    wanted: Wanted,
    *,
    level: int | None,
) -> tuple[Opened, ...]:
    if not wanted:
        return ()
    names = [value.name for value in crossed.values]
    cell: tuple[str, ...] = ()
    if wanted.cell:
        code = code_id(wanted.cell[0], layer, level=level)
        value = _index(wanted.cell[1], names, option="--open")
        if any(line.code == code and line.cells[value] is None for line in crossed.lines):
            raise no_pair(wanted)
        cell = (code, names[value])
    return open_cells(
        wanted,
        cell,
        _found(crossed),
        top=_CELLS_OPENED,
        places=lambda key: crossed.places(key[0], names.index(key[1])),
        quoter=Quoter(project, store, layer),
    )


def _found(crossed: Crossed) -> list[tuple[str, ...]]:
    """Return the cells with anything in them, in the order of the table."""
    return [
        (line.code, value.name)
        for line in crossed.lines
        for value, n in zip(crossed.values, line.cells, strict=True)
        if n
    ]


def _notes(layer: CodedLayer, crossed: Crossed, *, count: Count, unit: Unit) -> tuple[str, ...]:
    return (
        f"{_COUNTED[count]}. 'share' is of {_OF[count]}; 'row_share' of all there is of the code.",
        UNIT_NOTES[unit],
        *crossed.notes,
        ZEROS,
        *_found_notes(crossed, count),
        TOTALS,
        MERGED,
        f"{_without_row(layer, crossed)}{PURPOSIVE}",
        *layer.notes,
    )


def _found_notes(crossed: Crossed, count: Count) -> tuple[str, ...]:
    if count not in _OUTSIDE or not any(UNCOUNTED in line.zeros for line in crossed.lines):
        return ()
    return (FOUND.format(_OUTSIDE[count]),)


def _without_row(layer: CodedLayer, crossed: Crossed) -> str:
    names = {code.id for code in layer.codebook if layer.shows(code.id)}
    rows = {line.code for line in crossed.lines}
    unused = len(names - set(layer.codings.codes) - rows)
    if not unused:
        return ""
    return (
        f"{unused} of the codebook's {len(names)} codes are not used by this coder"
        f"{' in what is kept' if layer.options else ''}, and have no row; "
        "--all-codes gives those in force one. "
    )
