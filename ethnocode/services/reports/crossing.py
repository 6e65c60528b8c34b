"""Codes held against values: of texts, of a property of codings, or of another code."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ethnocode.model import CodingColumns, Count, Selection, Unit, UnitColumns
from ethnocode.services.going_over import gone_over
from ethnocode.services.lookup import is_below, rolled_up
from ethnocode.services.project import Project
from ethnocode.services.reports.crossed import Crossed, Line, Value, meaning_of_zero
from ethnocode.services.reports.layer import CodedLayer, code_id, read_layer
from ethnocode.services.reports.recorded import Recorded, others
from ethnocode.services.reports.values import (
    CODE,
    PROPERTY,
    everywhere,
    stretches_of,
    values_of_texts,
    voice_columns,
)
from ethnocode.services.reports.voices import Voices
from ethnocode.store import Store

if TYPE_CHECKING:
    from ethnocode.analysis.crosstab import Extent, Ground, Pieces
    from ethnocode.analysis.layer import Layer
    from ethnocode.analysis.opening import Opening

WITHOUT = "without"


class Crossing:
    """Holds one coder's layer against values.

    Args:
        by: What codes are compared by.
        layer: The codings, with the units that they are held against.
        unit: What these units are.
        count: What is counted.
        also: Codes that have a row even if the coder has not used them.
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
        also: Collection[str] = (),
    ) -> None:
        self._project, self._store, self._by = project, store, by
        self._layer, self._unit, self._count = layer, unit, count
        self._segments, self._units = layer.on_line(by_person=unit is Unit.PERSON)
        self._voices = Voices(store)
        codes = {*self._segments.codes, *also}
        self._shown = sorted(code for code in codes if layer.shows(code))

    def by_texts(self, *, most: int | None, always: Collection[str]) -> Crossed:
        """Return codes by values of texts.

        Args:
            most: Values at most; the others are counted together in the last.
            always: Those that are never among the others, in any case of letters.
        """
        values = values_of_texts(self._project, self._store, self._by, voices=self._voices)
        kept = self._kept(values.ground)
        gone = (set(values.ground.person) - set(kept.person)) & set(range(len(values.names)))
        numbers = [n for n in range(len(values.names)) if n not in gone]
        names = tuple(values.names[n] for n in numbers)
        found = self._counted(names, kept, {n: i for i, n in enumerate(numbers)})
        if most is not None and len(names) > most:
            large = sorted(
                range(len(names)),
                key=lambda i: (names[i].casefold() not in always, -found.values[i].n, i),
            )[: most - 1]
            some = sorted(large)
            last = len(some)
            places = {n: some.index(i) if i in large else last for i, n in enumerate(numbers)}
            short = (*(names[i] for i in some), others(len(names) - last))
            found = self._counted(short, kept, places)
        dropped = (
            (f"Left out: {len(gone)} values of which the filters keep no text.",) if gone else ()
        )
        return replace(found, notes=(*((values.note,) if values.note else ()), *dropped))

    def _counted(
        self, names: Sequence[str], columns: UnitColumns, numbers: Mapping[int, int]
    ) -> Crossed:
        from ethnocode.analysis.crosstab import lay_ground

        numbered = array("q", [numbers.get(n, len(names)) for n in columns.person])
        return self._by_ground(names, lay_ground(self._segments, replace(columns, person=numbered)))

    def _by_ground(self, names: Sequence[str], ground: Ground, *, coded: bool = False) -> Crossed:
        from ethnocode.analysis.crosstab import count_crosstab, measure_extent, only_value

        # one more than there are names: where no value holds
        pieces = self._pieces(ground, len(names) + 1)
        extent = measure_extent(pieces)
        table = count_crosstab(self._segments, pieces, count=self._count, counted=self._shown)
        columns = table.columns.tolist()
        values = tuple(
            self._value(extent, n, name, any_code=columns[n], there=-1 if coded else n)
            for n, name in enumerate(names)
        )
        index = {code: n for n, code in enumerate(table.codes)}
        cells, found = table.cells[:, :-1].tolist(), table.found[:, :-1].tolist()
        rows = table.rows.tolist()
        layers: dict[int, Layer] = {}

        def places(code: str, value: int) -> Sequence[Opening]:
            if value not in layers:
                layers[value] = only_value(self._segments, pieces, value)
            return self._opened(layers[value], code)

        lines = (
            Line.of(code, values, cells[index[code]], found[index[code]], rows[index[code]])
            if code in index
            else Line.empty(code, values)
            for code in self._shown
        )
        whole = self._value(extent, -1, "", any_code=table.total, there=-1)
        return Crossed(tuple(lines), values, whole, (), places)

    def _value(self, extent: Extent, at: int, name: str, *, any_code: int, there: int) -> Value:
        """Return the column at a place of the extent.

        Args:
            there: Place of the text where a code of the column could be.
        """
        zero = meaning_of_zero(*(int(column[there]) for column in extent.gone_over(self._count)))
        base, units, read = extent.of(self._count)[at], extent.units[at], extent.read[at]
        return Value(name, any_code, int(base), int(units), int(read), zero)

    def by_code(self, top: str, columns: CodedLayer) -> Crossed:
        """Return codes by whether a code, or one right below it, is in the same unit.

        Args:
            top: Full id of the code.
            columns: The coder's codings without filters of codes.
        """
        from ethnocode.analysis.crosstab import bearing

        other, units = columns.on_line(by_person=self._unit is Unit.PERSON)
        depth = top.count(".") + 1
        below = [c for c in other.codes if is_below(c, top) and c.count(".") == depth]
        codes = (top, *below)
        ground = bearing(
            other, units, {code: n for n, code in enumerate(codes)}, without=len(codes)
        )
        found = self._by_ground((*codes, f"{WITHOUT} {top}"), ground, coded=True)
        lines = (
            line.without([n for n, code in enumerate(codes) if _are_no_pair(code, line.code)])
            for line in found.lines
        )
        note = (
            f"Columns: units that bear {top}, or a code right below it, anywhere in them; "
            "'without': units that do not. A code is no pair with one above or below it."
        )
        return replace(found, lines=tuple(lines), notes=(note,))

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
        laid = [
            lay_out(codings, self._layer.units, lengths=self._layer.lengths)[0]
            for _, codings in layers
        ]
        tables = [count_crosstab(one, pieces, count=self._count, counted=codes) for one in laid]
        values = []
        for (name, _), segments, table in zip(layers, laid, tables, strict=True):
            bearing = count_crosstab(segments, pieces, count=Count.UNITS, counted=codes).total
            base = bearing if self._count is Count.SEGMENTS else table.total
            whole = self._value(extent, -1, name, any_code=table.total, there=-1)
            values.append(replace(whole, base=base, units=bearing))
        every = count_crosstab(self._segments, pieces, count=self._count, counted=codes)
        rows = dict(zip(every.codes, every.rows.tolist(), strict=True))
        by_value = [
            {code: (int(table.rows[n]), True) for n, code in enumerate(table.codes)}
            for table in tables
        ]
        lines = []
        for code in codes:
            cells = [of.get(code, (0, False)) for of in by_value]
            counts, found = [n for n, _ in cells], [there for _, there in cells]
            lines.append(Line.of(code, values, counts, found, rows.get(code, 0)))
        return Crossed(
            tuple(lines),
            tuple(values),
            self._value(extent, -1, "", any_code=every.total, there=-1),
            (),
            lambda code, value: self._opened(laid[value], code),
        )

    def _opened(self, segments: Layer, code: str) -> Sequence[Opening]:
        from ethnocode.analysis.opening import Opener

        return Opener(segments, self._units, whole_units=False).segments(code)

    def _pieces(self, ground: Ground, values: int) -> Pieces:
        from ethnocode.analysis.crosstab import cut_into_pieces, lay_ground

        gone = ((*stretch, 0) for stretch in gone_over(self._store, self._layer.coder))
        return cut_into_pieces(
            self._segments,
            self._units,
            ground,
            values=values,
            voices=lay_ground(self._segments, self._kept(voice_columns(self._store, self._voices))),
            read=lay_ground(self._segments, self._kept(stretches_of(gone))),
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
    all_codes: bool = False,
) -> tuple[CodedLayer, Crossed]:
    """Return a coder's layer, and its codes by values.

    Args:
        by: What codes are compared by.
        most: Values at most; the others are counted together.
        always: Those that are never among the others.
        all_codes: Whether codes in force that the coder has not used have a row.

    Raises:
        UsageError: Something named is not there.
    """
    layer = read_layer(project, store, coder=coder, unit=unit, selection=selection, level=level)
    also: set[str] = set()
    if all_codes:
        in_force = (code.id for code in layer.codebook if code.retired is None)
        also = {rolled_up(id_, level) for id_ in in_force}
    crossing = Crossing(project, store, by=by, layer=layer, unit=unit, count=count, also=also)
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


def _are_no_pair(one: str, other: str) -> bool:
    return is_below(one, other) or is_below(other, one)
