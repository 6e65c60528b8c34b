"""Keeping stretches of sources: what is counted as though the rest of the texts were not there.

Codings and units are cut to the kept characters, and these are numbered anew from 0 in each
source. So a coding that goes on beyond a stretch that is not kept stays one coding, a unit
stays one unit, and nothing is counted twice for having been cut.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from ethnocode.analysis.layer import Bools, Ints, as_column, as_ints
from ethnocode.model import CodingColumns, StretchColumns, UnitColumns


class Kept:
    """The kept stretches of all sources.

    Args:
        stretches: What is kept; stretches of a source in any order, never overlapping.
        lengths: Characters of each source of the study, by number.

    Raises:
        ValueError: Two stretches share a character, or one is outside its source.
    """

    def __init__(self, stretches: StretchColumns, *, lengths: Mapping[int, int]) -> None:
        self._sources = np.array(sorted(lengths), dtype=np.int64)
        self._lengths = np.array([lengths[n] for n in self._sources.tolist()], dtype=np.int64)
        self._base = np.concatenate([[0], np.cumsum(self._lengths)]).astype(np.int64)
        source = as_ints(stretches.source)
        if not np.isin(source, self._sources).all():
            raise ValueError("a stretch is of no source")
        start = self._line(source, as_ints(stretches.start))
        end = self._line(source, as_ints(stretches.end))
        order = np.argsort(start, kind="stable")
        self._start, self._end = start[order], end[order]
        ahead = self._base[np.searchsorted(self._sources, source)[order] + 1]
        if (self._start[1:] < self._end[:-1]).any() or (self._end > ahead).any():
            raise ValueError("stretches overlap or leave their source")
        self._before = np.concatenate([[0], np.cumsum(self._end - self._start)]).astype(np.int64)

    @property
    def lengths(self) -> dict[int, int]:
        """Kept characters of each source of which any are kept, by number."""
        kept = self._kept(self._base[1:]) - self._kept(self._base[:-1])
        pairs = zip(self._sources.tolist(), kept.tolist(), strict=True)
        return {source: count for source, count in pairs if count}

    def numbered(self, source: Ints, offset: Ints) -> Ints:
        """Return how many kept characters of its source stand before each place."""
        base = self._line(source, np.zeros(len(source), dtype=np.int64))
        return self._kept(self._line(source, offset)) - self._kept(base)

    def place(self, source: int, number: int) -> int:
        """Return where in its source the kept character of a number stands.

        Raises:
            ValueError: So many of that source are not kept.
        """
        base = int(self._base[np.searchsorted(self._sources, source)])
        wanted = int(self._kept(np.array([base]))[0]) + number
        at = int(np.searchsorted(self._before, wanted, side="right")) - 1
        if not 0 <= number < self.lengths_of(source):
            raise ValueError(f"source {source} keeps no character {number}")
        return int(self._start[at]) + wanted - int(self._before[at]) - base

    def lengths_of(self, source: int) -> int:
        """Return how many characters of a source are kept."""
        index = int(np.searchsorted(self._sources, source))
        first, last = self._kept(self._base[[index, index + 1]]).tolist()
        return int(last - first)

    def pieces(self, source: int, start: int, end: int) -> tuple[tuple[int, int], ...]:
        """Return the places in its source of a run of kept characters, stretch by stretch.

        Args:
            start: Number of the first kept character.
            end: One past the number of the last.
        """
        index = int(np.searchsorted(self._sources, source))
        base, stop = int(self._base[index]), int(self._base[index + 1])
        first, last = self.place(source, start) + base, self.place(source, end - 1) + base + 1
        low = int(np.searchsorted(self._end, first, side="right"))
        found = []
        for at in range(low, len(self._start)):
            one, other = max(int(self._start[at]), first), min(int(self._end[at]), last)
            if one >= min(other, stop):
                break
            found.append((one - base, other - base))
        return tuple(found)

    def cut_codings(self, codings: CodingColumns) -> CodingColumns:
        """Return the codings on any kept character, cut to these."""
        source, start, end, keep = self._cut(codings)
        return replace(
            codings,
            source=as_column(source[keep]),
            start=as_column(start[keep]),
            end=as_column(end[keep]),
            code=as_column(as_ints(codings.code)[keep]),
        )

    def cut_units(self, units: UnitColumns) -> UnitColumns:
        """Return the units with any kept character, cut to these."""
        source, start, end, keep = self._cut(units)
        return replace(
            units,
            source=as_column(source[keep]),
            start=as_column(start[keep]),
            end=as_column(end[keep]),
            person=as_column(as_ints(units.person)[keep]),
        )

    def _cut(self, columns: CodingColumns | UnitColumns) -> tuple[Ints, Ints, Ints, Bools]:
        source = as_ints(columns.source)
        start = self.numbered(source, as_ints(columns.start))
        end = self.numbered(source, as_ints(columns.end))
        return source, start, end, start < end

    def _line(self, source: Ints, offset: Ints) -> Ints:
        return self._base[np.searchsorted(self._sources, source)] + offset

    def _kept(self, place: Ints) -> Ints:
        """Return how many kept characters of all sources stand before places on the line."""
        if not len(self._start):
            return np.zeros(len(place), dtype=np.int64)
        at = np.searchsorted(self._start, place, side="right") - 1
        inside = np.minimum(place, self._end[at]) - self._start[at]
        found: Ints = np.where(at < 0, 0, self._before[np.maximum(at, 0)] + inside)
        return found
