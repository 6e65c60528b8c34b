"""One coder's codings as merged segments on a single line.

The sources are laid end to end, so that one offset names a place in the whole
corpus and no measure needs to loop over sources.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ethnocode.model import CodingColumns, UnitColumns

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


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
    """Units on the line, sorted; units never overlap.

    Args:
        start: First character.
        end: One past the last character.
        source: Index of the source.
        person: Number of the person, or ``NOBODY``.
    """

    start: Ints
    end: Ints
    source: Ints
    person: Ints


def lay_out(
    codings: CodingColumns, units: UnitColumns, *, lengths: Mapping[int, int] | None = None
) -> tuple[Layer, Units]:
    """Return a coder's merged segments and the units, both on one line.

    Args:
        lengths: Characters of each source of the study, by number; by default the
            sources that codings and units name, each as long as these reach.

    Raises:
        ValueError: A coding or unit lies outside every source.

    Complexity:
        O(n log n) for n codings times their depth in the tree.
    """
    line = _line(_reach(codings, units), lengths)
    codes, expand = _with_ancestors(codings.codes, _array(codings.code))
    rows, code = expand
    start = line.place(_array(codings.source)[rows], _array(codings.start)[rows])
    end = line.place(_array(codings.source)[rows], _array(codings.end)[rows])
    code, start, end = _merged(code, start, end, length=int(line.base[-1]))
    order = np.lexsort((code, end, start))
    start = start[order]
    layer = Layer(
        codes,
        code[order],
        start,
        end[order],
        line.source_at(start),
        sources=line.sources,
        lengths=np.diff(line.base),
    )
    return layer, _units(units, line)


def _array(column: object) -> Ints:
    return np.asarray(column, dtype=np.int64)


def _line(reach: tuple[Ints, Ints], lengths: Mapping[int, int] | None) -> Line:
    sources, length = reach
    if lengths is not None:
        sources = np.array(sorted(lengths), dtype=np.int64)
        length = np.array([lengths[number] for number in sources.tolist()], dtype=np.int64)
        ends = dict(zip(reach[0].tolist(), reach[1].tolist(), strict=True))
        outside = [number for number, end in ends.items() if end > lengths.get(number, -1)]
        if outside:
            raise ValueError(f"codings or units lie outside source {outside[0]}")
    base = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(length)])
    return Line(sources, base)


def _reach(codings: CodingColumns, units: UnitColumns) -> tuple[Ints, Ints]:
    """Return the sources that are named, and how far codings and units reach in each."""
    source = np.concatenate([_array(codings.source), _array(units.source)])
    end = np.concatenate([_array(codings.end), _array(units.end)])
    sources, index = np.unique(source, return_inverse=True)
    length = np.zeros(len(sources), dtype=np.int64)
    np.maximum.at(length, index, end)
    return sources, length


def _units(units: UnitColumns, line: Line) -> Units:
    start = line.place(_array(units.source), _array(units.start))
    end = line.place(_array(units.source), _array(units.end))
    order = np.argsort(start, kind="stable")
    start = start[order]
    return Units(start, end[order], line.source_at(start), _array(units.person)[order])


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
    lane = code * length
    order = np.argsort(lane + start, kind="stable")
    low, high = (lane + start)[order], (lane + end)[order]
    reach = np.maximum.accumulate(high)
    opens = np.concatenate([[True], low[1:] >= reach[:-1]])
    last = np.concatenate([np.flatnonzero(opens)[1:] - 1, [len(low) - 1]])
    lane, code = lane[order][opens], code[order][opens]
    return code, low[opens] - lane, reach[last] - lane


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
