"""Codes held against values: of texts, of a property of codings, or of another code."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ethnocode.errors import UsageError
from ethnocode.model import CodingColumns, Count, Selection, Unit, UnitColumns
from ethnocode.services.lookup import is_below, near_codes
from ethnocode.services.project import Project
from ethnocode.services.reports.gone_over import gone_over
from ethnocode.services.reports.layer import CodedLayer, read_layer
from ethnocode.services.reports.recorded import Recorded, others
from ethnocode.services.reports.values import (
    CODE,
    PROPERTY,
    everywhere,
    values_of_texts,
    voice_columns,
)
from ethnocode.services.reports.voices import Voices
from ethnocode.store import Store

if TYPE_CHECKING:
    from ethnocode.analysis.crosstab import Ground, Pieces
    from ethnocode.analysis.layer import Layer
    from ethnocode.analysis.opening import Opening

NO_SOURCE = "no source"
NOT_FOUND = "read, not found"
NOT_CODED = "not coded yet"
NO_PAIR = "no pair"
WITHOUT = "without"


@dataclass(frozen=True, slots=True)
class Value:
    """A column: how much text there is of a value.

    Args:
        name: As readers see it.
        n: How much there is of any code there.
        base: What counts are held against there.
        units: Units there.
        gone_over: Those of them that the coder has gone over.
        zero: What it means there that a code is not found.
    """

    name: str
    n: int
    base: int
    units: int
    gone_over: int
    zero: str


@dataclass(frozen=True, slots=True)
class Crossed:
    """Codes by values.

    Args:
        codes: Full ids, sorted; those that are used.
        values: The columns.
        cells: Row by code, column by value; ``None`` where two codes are no pair.
        rows: How much there is of each code, whatever the value.
        whole: All values together.
        notes: What a reader should know of the values.
        places: Gives the places behind a cell, by code and index of the value.
    """

    codes: tuple[str, ...]
    values: tuple[Value, ...]
    cells: tuple[tuple[int | None, ...], ...]
    rows: tuple[int, ...]
    whole: Value
    notes: tuple[str, ...]
    places: Callable[[str, int], Sequence[Opening]]


class Crossing:
    """Holds one coder's layer against values.

    Args:
        by: What codes are compared by.
        layer: The codings, with the units that they are held against.
        unit: What these units are.
        count: What is counted.
    """

    def __init__(
        self,
        project: Project,
        store: Store,
        *,
        by: str,
        layer: CodedLayer,
        unit: Unit,
        count: Count,
    ) -> None:
        from ethnocode.analysis.layer import lay_out

        self._project, self._store, self._by = project, store, by
        self._layer, self._unit, self._count = layer, unit, count
        self._segments, self._units = lay_out(
            layer.codings, layer.units, lengths=layer.lengths, by_person=unit is Unit.PERSON
        )
        self._voices = Voices(store)
        self._shown = [code for code in self._segments.codes if layer.shows(code)]

    def by_texts(self, *, most: int | None, always: Collection[str]) -> Crossed:
        """Return codes by values of texts.

        Args:
            most: Values at most; the others are counted together in the last.
            always: Those that are never among the others, in any case of letters.
        """
        values = values_of_texts(self._project, self._store, self._by, voices=self._voices)
        kept = self._kept(values.ground)
        gone = set(values.ground.person) - set(kept.person)
        numbers = [n for n in range(len(values.names)) if n not in gone]
        names = tuple(values.names[n] for n in numbers)
        found = self._counted(names, _numbered(kept, {n: i for i, n in enumerate(numbers)}))
        if most is not None and len(names) > most:
            large = sorted(
                range(len(names)),
                key=lambda i: (names[i].casefold() not in always, -found.values[i].n, i),
            )[: most - 1]
            some = sorted(large)
            last = len(some)
            places = {n: some.index(i) if i in large else last for i, n in enumerate(numbers)}
            short = (*(names[i] for i in some), others(len(names) - last))
            found = self._counted(short, _numbered(kept, places))
        dropped = (
            (f"Left out: {len(gone)} values of which the filters keep no text.",) if gone else ()
        )
        return replace(found, notes=(*((values.note,) if values.note else ()), *dropped))

    def _counted(self, names: Sequence[str], columns: UnitColumns) -> Crossed:
        from ethnocode.analysis.crosstab import lay_ground

        return self._by_ground(names, lay_ground(self._segments, columns))

    def _by_ground(self, names: Sequence[str], ground: Ground, *, coded: bool = False) -> Crossed:
        from ethnocode.analysis.crosstab import count_crosstab, measure_extent, only_value

        pieces = self._pieces(ground, len(names))
        extent = measure_extent(pieces)
        base, units, read = (
            column.tolist() for column in (extent.of(self._count), extent.units, extent.read)
        )
        table = count_crosstab(self._segments, pieces, count=self._count, counted=self._shown)
        columns = table.columns.tolist()
        index = [self._segments.codes.index(code) for code in self._shown]
        cells, rows = table.cells.tolist(), table.rows.tolist()
        layers: dict[int, Layer] = {}

        def places(code: str, value: int) -> Sequence[Opening]:
            if value not in layers:
                layers[value] = only_value(self._segments, pieces, value)
            return self._opened(layers[value], code)

        def column(n: int, name: str, any_code: int) -> Value:
            there = -1 if coded else n
            zero = _zero(units[there], read[there])
            return Value(name, any_code, base[n], units[n], read[n], zero)

        return Crossed(
            tuple(self._shown),
            tuple(column(n, name, columns[n]) for n, name in enumerate(names)),
            tuple(tuple(cells[n]) for n in index),
            tuple(rows[n] for n in index),
            column(len(names), "", table.total),
            (),
            places,
        )

    def by_code(self, top: str, columns: CodedLayer) -> Crossed:
        """Return codes by whether a code, or one right below it, is in the same unit.

        Args:
            top: Full id of the code.
            columns: The coder's codings without filters of codes.
        """
        from ethnocode.analysis.crosstab import bearing
        from ethnocode.analysis.layer import lay_out

        other, units = lay_out(
            columns.codings,
            columns.units,
            lengths=columns.lengths,
            by_person=self._unit is Unit.PERSON,
        )
        depth = top.count(".") + 1
        below = [c for c in other.codes if is_below(c, top) and c.count(".") == depth]
        codes = (top, *below)
        ground = bearing(
            other, units, {code: n for n, code in enumerate(codes)}, without=len(codes)
        )
        found = self._by_ground((*codes, f"{WITHOUT} {top}"), ground, coded=True)
        cells = tuple(
            tuple(
                None if n < len(codes) and _are_no_pair(code, codes[n]) else cell
                for n, cell in enumerate(row)
            )
            for code, row in zip(found.codes, found.cells, strict=True)
        )
        note = (
            f"Columns: units that bear {top}, or a code right below it, anywhere in them; "
            "'without': units that do not. A code is no pair with one above or below it."
        )
        return replace(found, cells=cells, notes=(note,))

    def by_property(
        self,
        name: str,
        selection: Selection,
        *,
        level: int | None,
        most: int | None,
        always: Collection[str],
    ) -> Crossed:
        """Return codes by the value of a property that their codings record.

        Args:
            selection: The filters.
            level: Depth to which codes are rolled up.
            most: Values at most; the others are counted together.
            always: Those that are never among the others.

        Raises:
            UsageError: No code has such a property.
        """
        recorded = Recorded(self._store, self._layer, name, selection, level=level)
        used = recorded.codes
        codes = [code for code in self._shown if any(is_below(one, code) for one in used)]
        return replace(
            self._by_layers(recorded.layers(most, always), codes), notes=(recorded.note,)
        )

    def _by_layers(
        self, layers: Sequence[tuple[str, CodingColumns]], codes: Sequence[str]
    ) -> Crossed:
        from ethnocode.analysis.crosstab import count_crosstab, lay_ground, measure_extent
        from ethnocode.analysis.layer import lay_out

        ground = lay_ground(self._segments, self._kept(everywhere(self._store)))
        pieces = self._pieces(ground, 1)
        extent = measure_extent(pieces)
        units, read = int(extent.units[0]), int(extent.read[0])
        zero = _zero(units, read)
        laid = [
            lay_out(codings, self._layer.units, lengths=self._layer.lengths)[0]
            for _, codings in layers
        ]
        columns, values = [], []
        for (name, _), segments in zip(layers, laid, strict=True):
            table = count_crosstab(segments, pieces, count=self._count, counted=codes)
            bearing = count_crosstab(segments, pieces, count=Count.UNITS, counted=codes).total
            by_code = dict(zip(table.codes, table.rows.tolist(), strict=True))
            columns.append([by_code.get(code, 0) for code in codes])
            base = bearing if self._count is Count.SEGMENTS else table.total
            values.append(Value(name, table.total, base, bearing, read, zero))
        table = count_crosstab(self._segments, pieces, count=self._count, counted=codes)
        rows = dict(zip(table.codes, table.rows.tolist(), strict=True))
        base = int(extent.of(self._count)[0])
        return Crossed(
            tuple(codes),
            tuple(values),
            tuple(tuple(row) for row in zip(*columns, strict=True)),
            tuple(rows[code] for code in codes),
            Value("", table.total, base, units, read, zero),
            (),
            lambda code, value: self._opened(laid[value], code),
        )

    def _opened(self, segments: Layer, code: str) -> Sequence[Opening]:
        from ethnocode.analysis.opening import Opener

        return Opener(segments, self._units, whole_units=False).segments(code)

    def _pieces(self, ground: Ground, values: int) -> Pieces:
        from ethnocode.analysis.crosstab import cut_into_pieces, lay_ground

        return cut_into_pieces(
            self._segments,
            self._units,
            ground,
            values=values,
            voices=lay_ground(self._segments, self._kept(voice_columns(self._store, self._voices))),
            read=lay_ground(self._segments, self._kept(gone_over(self._store, self._layer.coder))),
            people=self._layer.people,
        )

    def _kept(self, columns: UnitColumns) -> UnitColumns:
        return columns if self._layer.kept is None else self._layer.kept.cut_units(columns)


def crossed_by(
    project: Project,
    store: Store,
    by: str,
    *,
    coder: str | None,
    unit: Unit,
    count: Count,
    selection: Selection,
    level: int | None,
    most: int | None,
    always: Sequence[str] = (),
) -> tuple[CodedLayer, Crossed]:
    """Return a coder's layer, and its codes by values.

    Args:
        by: What codes are compared by.
        most: Values at most; the others are counted together.
        always: Those that are never among the others.

    Raises:
        UsageError: Something named is not there.
    """
    layer = read_layer(project, store, coder=coder, unit=unit, selection=selection, level=level)
    crossing = Crossing(project, store, by=by, layer=layer, unit=unit, count=count)
    kept = frozenset(name.casefold() for name in always)
    if by.startswith(PROPERTY):
        name = by.removeprefix(PROPERTY)
        return layer, crossing.by_property(name, selection, level=level, most=most, always=kept)
    if not by.startswith(CODE):
        return layer, crossing.by_texts(most=most, always=kept)
    columns = layer
    if selection.codes:
        columns = read_layer(
            project,
            store,
            coder=coder,
            unit=unit,
            selection=replace(selection, codes=()),
            level=level,
        )
    top = code_id(by.removeprefix(CODE), columns, level=level)
    return layer, crossing.by_code(top, columns)


def code_id(name: str, layer: CodedLayer, *, level: int | None) -> str:
    """Return the present id of a code, rolled up.

    Raises:
        UsageError: The study has no such code; names the nearest.
    """
    code = layer.codebook.code_named(name)
    if code is None and not any(is_below(id_, name) for id_ in layer.codings.codes):
        raise UsageError(f"the study has no code '{name}'", hint=near_codes(layer.codebook, name))
    return ".".join((code.id if code else name).split(".")[:level])


def _zero(units: int, read: int) -> str:
    if not units:
        return NO_SOURCE
    return NOT_FOUND if read else NOT_CODED


def _are_no_pair(one: str, other: str) -> bool:
    return is_below(one, other) or is_below(other, one)


def _numbered(columns: UnitColumns, numbers: Mapping[int, int]) -> UnitColumns:
    return replace(columns, person=array("q", [numbers[n] for n in columns.person]))
