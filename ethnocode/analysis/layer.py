"""One coder's codings as merged segments on a single line.

The sources are laid end to end, so that one offset names a place in the whole
corpus and no measure needs to loop over sources.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from ethnocode.model import NOBODY, CodingColumns, UnitColumns

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_LARGEST = 2**63


@dataclass(frozen=True, slots=True)
class Line:
    """Where each source begins when all are laid end to end.

    Args:
        sources: Numbers of the sources, sorted.
        base: Offset of each source's first character; one longer than ``sources``.
    """

    sources: Ints
    base: Ints

    def place(self, source: Ints, offset: Ints) -> Ints:
        """Return the offsets on the line of offsets within sources."""
        return self.base[np.searchsorted(self.sources, source)] + offset

    def source_at(self, place: Ints) -> Ints:
        """Return the index into ``sources`` of places on the line."""
        return np.searchsorted(self.base, place, side="right") - 1


@dataclass(frozen=True, slots=True)
class Layer:
    """Merged segments of every code, sorted by place.

    Codings of one code that share a character are merged; a code has the segments
    of its whole subtree, merged likewise, so that a parent counts their union.

    Args:
        codes: Full ids, sorted; every ancestor of a used code is among them.
        code: Index into ``codes``, one a segment.
        start: First character on the line.
        end: One past the last character on the line.
        source: Index of the source.
        sources: Numbers of all sources, sorted; coded or not, with units or without.
        lengths: Characters of each of them.
    """

    codes: tuple[str, ...]
    code: Ints
    start: Ints
    end: Ints
    source: Ints
    sources: Ints
    lengths: Ints


@dataclass(frozen=True, slots=True)
class Units:
    """Stretches of units on the line, sorted; they never overlap.

    Most units are one stretch. All that one person says is a unit of many.

    Args:
        start: First character of the stretch.
        end: One past the last character.
        source: Index of the source.
        person: Number of the person, or ``NOBODY``.
        unit: Index of the unit that the stretch is of.
        count: How many units there are.
        whole: Whether each stretch is a unit.
    """

    start: Ints
    end: Ints
    source: Ints
    person: Ints
    unit: Ints
    count: int
    whole: bool = True


def lay_out(
    codings: CodingColumns,
    units: UnitColumns,
    *,
    lengths: Mapping[int, int] | None = None,
    by_person: bool = False,
) -> tuple[Layer, Units]:
    """Return a coder's merged segments and the units, both on one line.

    Args:
        lengths: Characters of each source of the study, by number; by default the
            sources that codings and units name, each as long as these reach.
        by_person: Whether all units of one person are one unit; those of nobody known
            are then none.

    Raises:
        ValueError: A coding or unit lies outside every source.

    Complexity:
        O(n log n) for n codings times their depth in the tree.
    """
    line = _line(codings, units, lengths=lengths)
    codes, expand = _with_ancestors(codings.codes, as_ints(codings.code))
    rows, code = expand
    start = line.place(as_ints(codings.source), as_ints(codings.start))[rows]
    end = line.place(as_ints(codings.source), as_ints(codings.end))[rows]
    code, start, end = _merged(code, start, end, length=int(line.base[-1]))
    start, long, code = sorted_rows(start, end - start, code)
    layer = Layer(
        codes,
        code,
        start,
        start + long,
        line.source_at(start),
        sources=line.sources,
        lengths=np.diff(line.base),
    )
    return layer, _units(units, line, by_person=by_person)


def line_of(layer: Layer) -> Line:
    """Return the line that a layer is laid out on."""
    base = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(layer.lengths)])
    return Line(layer.sources, base)


def stretches(line: Line, columns: UnitColumns) -> tuple[Ints, Ints]:
    """Return starts and ends of further stretches of sources on their line, sorted.

    Raises:
        ValueError: One lies outside every source.
    """
    source, end = as_ints(columns.source), as_ints(columns.end)
    _check_inside(line, source, end)
    start, long = sorted_rows(
        line.place(source, as_ints(columns.start)), end - as_ints(columns.start)
    )
    return start, start + long


def _line(codings: CodingColumns, units: UnitColumns, *, lengths: Mapping[int, int] | None) -> Line:
    source = np.concatenate([as_ints(codings.source), as_ints(units.source)])
    end = np.concatenate([as_ints(codings.end), as_ints(units.end)])
    if lengths is None:
        sources, length = _reach(source, end)
    else:
        sources = np.array(sorted(lengths), dtype=np.int64)
        length = np.array([lengths[number] for number in sources.tolist()], dtype=np.int64)
    line = Line(sources, np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(length)]))
    _check_inside(line, source, end)
    return line


def _check_inside(line: Line, source: Ints, end: Ints) -> None:
    """Refuse what is of no source, or goes beyond its end."""
    index = np.searchsorted(line.sources, source)
    known = np.append(line.sources, -1)[index] == source
    reach = np.append(np.diff(line.base), 0)[index]
    outside = np.unique(source[~known | (end > reach)])
    if len(outside):
        raise ValueError(f"codings or units lie outside source {outside[0]}")


def _reach(source: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Return the sources that are named, and how far codings and units reach in each."""
    sources, index = np.unique(source, return_inverse=True)
    length = np.zeros(len(sources), dtype=np.int64)
    np.maximum.at(length, index, end)
    return sources, length


def _units(units: UnitColumns, line: Line, *, by_person: bool) -> Units:
    source, person = as_ints(units.source), as_ints(units.person)
    start = line.place(source, as_ints(units.start))
    end = line.place(source, as_ints(units.end))
    order = np.argsort(start, kind="stable")
    if by_person:
        order = order[person[order] != NOBODY]
    start, person = start[order], person[order]
    names, unit = np.unique(person, return_inverse=True) if by_person else (order, None)
    return Units(
        start,
        end[order],
        line.source_at(start),
        person,
        unit=np.arange(len(order)) if unit is None else unit,
        count=len(names),
        whole=unit is None,
    )


def _with_ancestors(
    codes: tuple[str, ...], code: Ints
) -> tuple[tuple[str, ...], tuple[Ints, Ints]]:
    """Return all codes, and rows with their own code and each ancestor's."""
    used = [codes[n] for n in np.unique(code)]
    every = tuple(sorted({name for id_ in used for name in _lineage(id_)}))
    index = {name: n for n, name in enumerate(every)}
    lineages = [[index[name] for name in _lineage(id_) if name in index] for id_ in codes]
    depth = np.array([len(lineage) for lineage in lineages] or [0], dtype=np.int64)
    first = np.cumsum(depth) - depth
    flat = np.array([n for lineage in lineages for n in lineage], dtype=np.int64)
    rows = np.repeat(np.arange(len(code)), depth[code])
    return every, (rows, flat[ranges(first[code], first[code] + depth[code])])


def _lineage(id_: str) -> list[str]:
    parts = id_.split(".")
    return [".".join(parts[:n]) for n in range(len(parts), 0, -1)]


def _merged(code: Ints, start: Ints, end: Ints, *, length: int) -> tuple[Ints, Ints, Ints]:
    """Merge segments of one code that share a character; touching ones stay apart."""
    if not len(code):
        return code, start, end
    code, start, long = sorted_rows(code, start, end - start)
    lane = code * length
    low = lane + start
    reach = np.maximum.accumulate(low + long)
    opens = np.concatenate([[True], low[1:] >= reach[:-1]])
    last = np.concatenate([np.flatnonzero(opens)[1:] - 1, [len(low) - 1]])
    return code[opens], start[opens], reach[last] - lane[opens]


def as_ints(column: array[int]) -> Ints:
    """Return a column of the model for counting."""
    return np.asarray(column, dtype=np.int64)


def as_column(values: Ints) -> array[int]:
    """Return numbers as a column of the model."""
    return array("q", np.ascontiguousarray(values, dtype=np.int64).tobytes())


def sorted_rows(*columns: Ints) -> tuple[Ints, ...]:
    """Return columns of numbers from 0 up with their rows sorted, the first column first."""
    sizes = [int(column.max()) + 1 if len(column) else 1 for column in columns]
    if prod(sizes) >= _LARGEST:
        order = np.lexsort(columns[::-1])
        return tuple(column[order] for column in columns)
    # one number a row: sorting these is many times as quick as sorting rows
    key = np.zeros(len(columns[0]), dtype=np.int64)
    for column, size in zip(columns, sizes, strict=True):
        key = key * size + column
    key.sort()
    found: list[Ints] = []
    for size in sizes[:0:-1]:
        rest = key // size
        found.append(key - rest * size)
        key = rest
    return (key, *reversed(found))


def people_column(people: Mapping[int, int]) -> Ints:
    """Return how many real people stand behind each person, by number; 1 where unsaid."""
    column: Ints = np.ones(max(people, default=0) + 1, dtype=np.int64)
    for number, count in people.items():
        column[number] = count
    return column


def ranges(first: Ints, stop: Ints) -> Ints:
    """Return the integers of all half-open ranges, one range after the other."""
    count = np.maximum(stop - first, 0)
    before = np.cumsum(count) - count
    found: Ints = np.arange(int(count.sum())) + np.repeat(first - before, count)
    return found
