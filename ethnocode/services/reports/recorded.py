"""Codings by the value of a property that they record."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from ethnocode.model import CodingColumns, Selection
from ethnocode.services.lookup import present_ids, rolled_up
from ethnocode.services.reports.layer import CodedLayer
from ethnocode.services.reports.selecting import refuse_unknown
from ethnocode.store import Store

NOT_RECORDED = "not recorded"
_NOTE = (
    "Columns: codings by the value of '{}' that they record; rows: the codes that can record "
    "one, and those above them. Shares are of the units, or whatever else is counted, where any "
    "code records the value."
)
Row = tuple[int, int, int, str]


class Recorded:
    """A layer's codings by the value of one property.

    Args:
        layer: The codings, as filters keep them.
        name: Of the property.
        selection: The filters.
        level: Depth to which codes are rolled up.

    Raises:
        UsageError: No code has such a property.
    """

    def __init__(
        self,
        store: Store,
        layer: CodedLayer,
        name: str,
        selection: Selection,
        *,
        level: int | None,
    ) -> None:
        self._store, self._layer, self._name = store, layer, name
        self._selection, self._level = selection, level
        self._values, self._owners = self._known()
        self._found = {value: self._recording((value,)) for value in self._values}

    @property
    def note(self) -> str:
        """What a reader should know of the columns."""
        return _NOTE.format(self._name)

    @property
    def codes(self) -> set[str]:
        """Full ids of the codes that can record a value, or do."""
        used = {c.codes[n] for c in self._found.values() for n in set(c.code)}
        return used | {self._rolled(id_) for id_ in self._owners}

    def layers(
        self, most: int | None, always: Collection[str] = ()
    ) -> list[tuple[str, CodingColumns]]:
        """Return the codings that record each value, and then those that record none.

        Args:
            most: Layers at most; rarer values are together in one.
            always: Values that have their own in any case.
        """
        values, found = self._values, self._found
        layers = [(value, found[value]) for value in values]
        if most is not None and len(values) >= most:
            size = {value: len(found[value].code) for value in values}
            order = sorted(values, key=lambda v: (v.casefold() not in always, -size[v]))
            large = order[: most - 2]
            rest = tuple(value for value in values if value not in large)
            layers = [(value, found[value]) for value in values if value in large]
            layers.append((others(len(rest)), self._recording(rest)))
        if any(wanted == self._name for wanted, _ in self._selection.properties):
            return layers
        none = NOT_RECORDED if NOT_RECORDED not in values else f"({NOT_RECORDED})"
        return [*layers, (none, _rest(self._layer.codings, found.values()))]

    def _known(self) -> tuple[tuple[str, ...], set[str]]:
        """Return the values, those that are declared first, and whose property it is."""
        declared: dict[str, None] = {}
        owners: set[str] = set()
        known: set[str] = set()
        for code in self._layer.codebook:
            for own, values in code.properties:
                known.add(own)
                if own == self._name:
                    owners.add(code.id)
                    declared.update(dict.fromkeys(values))
        recorded = self._store.codings.recorded()
        known |= {own for own, _ in recorded}
        refuse_unknown(self._name, known, what="no code has a property '{}'", plural="properties")
        others_ = sorted({v for own, v in recorded if own == self._name} - set(declared))
        asked = {v for own, v in self._selection.properties if own == self._name}
        return tuple(v for v in (*declared, *others_) if not asked or v in asked), owners

    def _recording(self, values: Collection[str]) -> CodingColumns:
        """Return the kept codings that record one of the values."""
        having = {self._name: tuple(values)}
        for own, value in self._selection.properties:
            if own != self._name:
                having[own] = (*having.get(own, ()), value)
        codings = self._store.codings.columns(coder=self._layer.coder, having=having)
        if self._layer.kept is not None:
            codings = self._layer.kept.cut_codings(codings)
        present = present_ids(self._layer.codebook, codings.codes)
        ids = [present.get(id_, id_) for id_ in codings.codes]
        shown = [self._layer.shows(id_) for id_ in ids]
        names = [self._rolled(id_) for id_ in ids]
        return _columns(
            (source, start, end, names[code])
            for source, start, end, code in zip(
                codings.source, codings.start, codings.end, codings.code, strict=True
            )
            if shown[code]
        )

    def _rolled(self, id_: str) -> str:
        return rolled_up(id_, self._level)


def others(number: int) -> str:
    """Return the name of a column of so many values together."""
    return f"{number} others"


def _rest(codings: CodingColumns, taken: Iterable[CodingColumns]) -> CodingColumns:
    """Return the codings that are not among others."""
    left = Counter(_rows(codings))
    for columns in taken:
        left.subtract(_rows(columns))
    return _columns(sorted(row for row, count in left.items() if count > 0))


def _rows(codings: CodingColumns) -> Sequence[Row]:
    names = map(codings.codes.__getitem__, codings.code)
    return list(zip(codings.source, codings.start, codings.end, names, strict=True))


def _columns(rows: Iterable[Row]) -> CodingColumns:
    found = list(rows)
    codes = tuple(sorted({row[3] for row in found}))
    index = {code: n for n, code in enumerate(codes)}
    return CodingColumns(
        array("q", [row[0] for row in found]),
        array("q", [row[1] for row in found]),
        array("q", [row[2] for row in found]),
        array("q", [index[row[3]] for row in found]),
        codes,
    )
