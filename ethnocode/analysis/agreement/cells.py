"""Who gave which code where: the counts that agreement is worked out from, by source."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ethnocode.analysis.layer import Ints, Layer, Units, as_column, as_ints, lay_out, ranges
from ethnocode.model import CodingColumns, UnitColumns

Stretch = tuple[int, int, int]
"""Number of a source, first character, and one past the last."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many coders gave each code to the units and to the characters of each source.

    Args:
        codes: Full ids, sorted; a parent has what all below it have.
        sources: Numbers of the sources, sorted.
        units: ``units[s, c, k]``: units of a source to which k coders gave a code.
        units_of: ``units_of[s, c, i]``: units of a source to which coder i gave a code.
        chars: The same as ``units``, of characters.
        chars_of: The same as ``units_of``, of characters.
        squares: ``squares[s, c]``: squared lengths of merged segments, over all coders.
    """

    codes: tuple[str, ...]
    sources: Ints
    units: Ints
    units_of: Ints
    chars: Ints
    chars_of: Ints
    squares: Ints


def count_cells(
    layers: Sequence[CodingColumns],
    units: UnitColumns,
    *,
    stretches: Sequence[Stretch],
    asked: Iterable[str] = (),
) -> Counts:
    """Count what coders gave, within stretches that all of them have gone over.

    Codings are cut to the stretches; those of one coder and code that share a character are
    merged, and a parent has what is below it. A unit counts where it lies in one stretch.

    Args:
        layers: Codings of each coder.
        units: Units that do not overlap.
        stretches: Parts of sources that do not overlap.
        asked: Codes to count though nobody may have given them.

    Complexity:
        O(n log n) for n codings and units, and memory for every source and code.
    """
    ground = _Ground(stretches)
    kept = ground.holding(units)
    laid = [lay_out(ground.cut(layer), kept, lengths=ground.lengths) for layer in layers]
    codes = tuple(sorted({*asked, *(code for layer, _ in laid for code in layer.codes)}))
    marks = [_Marks(layer, codes) for layer, _ in laid]
    return _Counting(ground, laid[0][1], marks, codes).counts()


def all_as_one(codings: CodingColumns, *, name: str) -> CodingColumns:
    """Return codings as if there were only one code, of that name."""
    nothing = array("q", bytes(8 * len(codings.code)))
    return CodingColumns(codings.source, codings.start, codings.end, nothing, (name,))


def merged_units(
    codings: CodingColumns, *, stretches: Sequence[Stretch]
) -> dict[int, list[tuple[int, int, str]]]:
    """Return a coder's merged segments by index of the stretch, sorted, with offsets in it.

    Codes stay as they were given: none has what is below it.

    Args:
        stretches: Parts of sources that do not overlap, sorted, none of them empty.
    """
    ground = _Ground(stretches)
    cut = ground.cut(codings)
    rows = sorted(zip(cut.source, cut.code, cut.start, cut.end, strict=True))
    found: dict[int, list[tuple[int, int, str]]] = {}
    last = (-1, -1, 0)
    for stretch, code, start, end in rows:
        here = found.setdefault(stretch, [])
        if (stretch, code) == last[:2] and start < last[2]:
            here[-1] = (here[-1][0], max(end, last[2]), codings.codes[code])
        else:
            here.append((start, end, codings.codes[code]))
        last = (stretch, code, here[-1][1])
    for here in found.values():
        here.sort()
    return found


class _Ground:
    """Stretches laid end to end; each is a source of its own on the line."""

    def __init__(self, stretches: Sequence[Stretch]) -> None:
        rows = np.array(sorted(s for s in stretches if s[2] > s[1]), dtype=np.int64).reshape(-1, 3)
        self.source, self.start, self.end = rows[:, 0], rows[:, 1], rows[:, 2]
        length = self.end - self.start
        self.lengths = dict(enumerate(length.tolist()))
        self.base = np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(length)])
        self.sources, self.row = np.unique(self.source, return_inverse=True)
        self._lane = int(self.end.max(initial=0)) + 1

    def cut(self, codings: CodingColumns) -> CodingColumns:
        """Return the parts of codings that lie in stretches, by stretch."""
        columns = (codings.source, codings.start, codings.end, codings.code)
        source, start, end, code = map(as_ints, columns)
        first, stop = self._reach(source, start, end)
        row = np.repeat(np.arange(len(source)), np.maximum(stop - first, 0))
        stretch = ranges(first, stop)
        base = self.start[stretch]
        low = np.maximum(start[row], base) - base
        high = np.minimum(end[row], self.end[stretch]) - base
        return CodingColumns(
            as_column(stretch), as_column(low), as_column(high), as_column(code[row]), codings.codes
        )

    def holding(self, units: UnitColumns) -> UnitColumns:
        """Return the units that lie wholly in a stretch, by stretch."""
        columns = (units.source, units.start, units.end, units.person)
        source, start, end, person = map(as_ints, columns)
        first, stop = self._reach(source, start, end)
        one = np.flatnonzero((stop - first == 1) & (end > start))
        stretch = first[one]
        inside = (start[one] >= self.start[stretch]) & (end[one] <= self.end[stretch])
        one, stretch = one[inside], stretch[inside]
        base = self.start[stretch]
        return UnitColumns(
            as_column(stretch),
            as_column(start[one] - base),
            as_column(end[one] - base),
            as_column(person[one]),
        )

    def _reach(self, source: Ints, start: Ints, end: Ints) -> tuple[Ints, Ints]:
        """Return first and one past the last stretch that share a character with spans."""
        lane = source * self._lane
        low = lane + np.minimum(start, self._lane - 1)
        high = lane + np.minimum(end, self._lane - 1)
        first = np.searchsorted(self.source * self._lane + self.end, low, side="right")
        stop = np.searchsorted(self.source * self._lane + self.start, high, side="left")
        return first, np.maximum(first, stop)


class _Marks:
    """Merged segments of a coder, under codes that all coders have in common."""

    def __init__(self, layer: Layer, codes: tuple[str, ...]) -> None:
        index = {code: n for n, code in enumerate(codes)}
        own = np.array([index[code] for code in layer.codes], dtype=np.int64)
        self.code = own[layer.code]
        self.start, self.end, self.stretch = layer.start, layer.end, layer.source


@dataclass(frozen=True, slots=True)
class _Counting:
    ground: _Ground
    units: Units
    marks: Sequence[_Marks]
    codes: tuple[str, ...]

    def counts(self) -> Counts:
        """Return all counts."""
        size, coders = (len(self.ground.sources), len(self.codes)), len(self.marks)
        by_unit = [self._units_of(mark) for mark in self.marks]
        key, given = np.unique(np.concatenate(by_unit), return_counts=True)
        cell = self._cell(self.units.source[key // self._width], key % self._width)
        units = self._spread(cell, given)
        there = np.bincount(self.ground.row[self.units.source], minlength=size[0])
        units[..., 0] = there[:, None] - units[..., 1:].sum(axis=2)
        chars = self._chars()
        length = np.zeros(size[0], dtype=np.int64)
        np.add.at(length, self.ground.row, self.ground.end - self.ground.start)
        chars[..., 0] = length[:, None] - chars[..., 1:].sum(axis=2)
        units_of, chars_of = np.zeros((2, *size, coders), dtype=np.int64)
        squares = np.zeros(size, dtype=np.int64)
        for n, mark in enumerate(self.marks):
            cells = self._cell(self.units.source[by_unit[n] // self._width], by_unit[n])
            units_of[..., n] = np.bincount(cells, minlength=size[0] * size[1]).reshape(size)
            width, row = mark.end - mark.start, self.ground.row[mark.stretch]
            np.add.at(chars_of[..., n], (row, mark.code), width)
            np.add.at(squares, (row, mark.code), width**2)
        return Counts(self.codes, self.ground.sources, units, units_of, chars, chars_of, squares)

    @property
    def _width(self) -> int:
        return max(len(self.codes), 1)

    def _cell(self, stretch: Ints, code: Ints) -> Ints:
        cell: Ints = self.ground.row[stretch] * self._width + code % self._width
        return cell

    def _units_of(self, mark: _Marks) -> Ints:
        """Return unit and code, as one key, of what a coder gave; each once."""
        first = np.searchsorted(self.units.end, mark.start, side="right")
        stop = np.searchsorted(self.units.start, mark.end, side="left")
        code = np.repeat(mark.code, np.maximum(stop - first, 0))
        return np.unique(ranges(first, stop) * self._width + code)

    def _spread(self, cell: Ints, given: Ints, weights: Ints | None = None) -> Ints:
        """Return sums by source, code and how many coders gave it."""
        depth = len(self.marks) + 1
        found = np.zeros(len(self.ground.sources) * self._width * depth, dtype=np.int64)
        np.add.at(found, cell * depth + given, 1 if weights is None else weights)
        shape = (len(self.ground.sources), self._width, depth)
        return found.reshape(shape)[:, : len(self.codes)]

    def _chars(self) -> Ints:
        """Return characters by how many coders gave each code, sweeping each code's lane."""
        lane = int(self.ground.base[-1]) + 1
        opening = [mark.code * lane + mark.start for mark in self.marks]
        closing = [mark.code * lane + mark.end for mark in self.marks]
        place = np.concatenate([*opening, *closing])
        step = np.repeat([1, -1], len(place) // 2)
        order = np.argsort(place, kind="stable")
        place, given = place[order], np.cumsum(step[order])
        width = np.diff(place, append=place[-1:])
        kept = (given > 0) & (width > 0)
        place, given, width = place[kept], given[kept], width[kept]
        stretch = np.searchsorted(self.ground.base, place % lane, side="right") - 1
        return self._spread(self._cell(stretch, place // lane), given, width)
