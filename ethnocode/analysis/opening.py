"""Opening a figure: the places that it counts, by the same meaning of "meet"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ethnocode.analysis.distances import Reach
from ethnocode.analysis.layer import Ints, Layer, Units, line_of, ranges
from ethnocode.analysis.meetings import Meetings, meetings, touched, unit_range
from ethnocode.model import Count, Relation


@dataclass(frozen=True, slots=True)
class Opening:
    """A place behind a figure, in characters of its source.

    Args:
        source: Number of the source.
        start: First character.
        end: One past the last character.
        codes: Those of the codes in question, and of those below them, that are on it; of
            a code and one below it, the one below.
        stretches: Where each of the codes in question is in it, those below it included:
            code, first character, one past the last; in text order.
    """

    source: int
    start: int
    end: int
    codes: tuple[str, ...]
    stretches: tuple[tuple[str, int, int], ...] = ()


class Opener:
    """Opens the figures of one layer.

    Args:
        layer: The layer that was counted.
        units: The units that were counted.
        whole_units: Whether a unit is shown as a whole; else what is coded in it is.
        reach: How far segments reach, for ``near`` and ``before``.
    """

    def __init__(
        self, layer: Layer, units: Units, *, whole_units: bool, reach: Reach | None = None
    ) -> None:
        self._layer, self._units, self._reach = layer, units, reach
        self._whole_units = whole_units and units.whole
        order = np.argsort(layer.code, kind="stable")
        borders = np.searchsorted(layer.code[order], np.arange(len(layer.codes) + 1))
        self._of = {code: order[borders[n] : borders[n + 1]] for n, code in enumerate(layer.codes)}
        self._line = line_of(layer)

    def segments(self, code: str) -> tuple[Opening, ...]:
        """Return the segments of a code and all below it; none where it is not used."""
        if code not in self._of:
            return ()
        rows = self._of[code]
        return self._openings(self._layer.start[rows], self._layer.end[rows], (code,))

    def pair(self, a: str, b: str, *, relation: Relation, count: Count) -> tuple[Opening, ...]:
        """Return the places behind a pair of codes, in text order.

        Counted units are these units; segments, those of a that meet b and those of b that
        meet a; events, from the beginning of the first segment of the pair to the end of
        the last, but the segments where the unit is a person, as two segments of hers can
        be of two sources; characters and sources, the shared characters, run by run, or the units
        that bear both where these are what is counted. Where segments share nothing, of
        ``near`` and ``before``, it is always the pairs of segments, in either order.

        Args:
            a: Full id; sorts before ``b``.
        """
        if a not in self._of or b not in self._of:
            return ()
        rows = np.sort(np.concatenate([self._of[a], self._of[b]]))
        layer = replace(
            self._layer,
            codes=(a, b),
            code=np.isin(rows, self._of[b]).astype(np.int64),
            start=self._layer.start[rows],
            end=self._layer.end[rows],
            source=self._layer.source[rows],
        )
        if relation is Relation.UNIT:
            return self._pair_in_units(layer, count=count)
        found = list(meetings(layer, relation, reach=self._reach_of(rows)))
        one, two = _joined(m.a for m in found), _joined(m.b for m in found)
        if count is Count.EVENTS or relation.needs_distance:
            return self._events(layer, one, two)
        if count is Count.SEGMENTS:
            return self._sides(layer, one, two)
        return self._shared(layer, found, count=count)

    def _reach_of(self, rows: Ints) -> Reach | None:
        if self._reach is None:
            return None
        return replace(
            self._reach,
            begins=self._reach.begins[rows],
            ends=self._reach.ends[rows],
            placed=self._reach.placed[rows],
        )

    def _pair_in_units(self, layer: Layer, *, count: Count) -> tuple[Opening, ...]:
        segment, stretch = touched(layer, self._units)
        unit = self._units.unit[stretch]
        second = layer.code[segment] == 1
        both = np.intersect1d(unit[~second], unit[second])
        inside = np.isin(unit, both)
        if count is Count.EVENTS and self._units.whole:
            return self._events(layer, *_pairs(segment[inside], unit[inside], layer.code))
        if count is Count.SEGMENTS or not self._whole_units:
            return self._sides(layer, segment[inside & ~second], segment[inside & second])
        return self._openings(self._units.start[both], self._units.end[both], layer.codes)

    def _shared(
        self, layer: Layer, found: Sequence[Meetings], *, count: Count
    ) -> tuple[Opening, ...]:
        start, end = _runs(_joined(m.start for m in found), _joined(m.end for m in found))
        if count not in (Count.CHARS, Count.SOURCES) and self._whole_units:
            unit = np.unique(ranges(*unit_range(self._units, start, end)))
            start, end = self._units.start[unit], self._units.end[unit]
        return self._openings(start, end, layer.codes)

    def _sides(self, layer: Layer, one: Ints, two: Ints) -> tuple[Opening, ...]:
        found = [
            opening
            for rows, code in ((np.unique(one), layer.codes[0]), (np.unique(two), layer.codes[1]))
            for opening in self._openings(
                layer.start[rows], layer.end[rows], (code,), asked=layer.codes
            )
        ]
        return tuple(sorted(found, key=lambda o: (o.source, o.start, o.end, o.codes)))

    def _events(self, layer: Layer, one: Ints, two: Ints) -> tuple[Opening, ...]:
        start = np.minimum(layer.start[one], layer.start[two])
        end = np.maximum(layer.end[one], layer.end[two])
        order = np.lexsort((end, start))
        return self._openings(start[order], end[order], layer.codes)

    def _openings(
        self, start: Ints, end: Ints, codes: Sequence[str], *, asked: Sequence[str] = ()
    ) -> tuple[Opening, ...]:
        """Return places that bear codes, with where the codes in question are in them."""
        below = [c for c in self._of if any(f"{c}.".startswith(f"{top}.") for top in codes)]
        source, base = self._line.source_at(start), self._line.base
        on = {code: self._bears(code, start, end) for code in below}
        stretches = self._stretches(asked or codes, start, end, base[source])
        return tuple(
            Opening(
                int(self._layer.sources[index]),
                int(low - base[index]),
                int(high - base[index]),
                _deepest([code for code in below if on[code][n]]),
                stretches[n],
            )
            for n, (index, low, high) in enumerate(
                zip(source.tolist(), start.tolist(), end.tolist(), strict=True)
            )
        )

    def _bears(self, code: str, start: Ints, end: Ints) -> Sequence[bool]:
        """Return which spans share a character with a segment of a code."""
        first, stop = self._touching(code, start, end)
        found: list[bool] = (first < stop).tolist()
        return found

    def _touching(self, code: str, start: Ints, end: Ints) -> tuple[Ints, Ints]:
        """Return which segments of a code share a character with each span: a range of them."""
        rows = self._of[code]
        first = np.searchsorted(self._layer.end[rows], start, side="right")
        stop = np.searchsorted(self._layer.start[rows], end, side="left")
        return first, stop

    def _stretches(
        self, codes: Sequence[str], start: Ints, end: Ints, base: Ints
    ) -> list[tuple[tuple[str, int, int], ...]]:
        """Return where codes are in each span, in characters of its source from ``base`` on."""
        found: list[list[tuple[int, int, str]]] = [[] for _ in range(len(start))]
        for code in codes:
            first, stop = self._touching(code, start, end)
            span = np.repeat(np.arange(len(start)), np.maximum(stop - first, 0))
            rows = self._of[code][ranges(first, stop)]
            low = np.maximum(self._layer.start[rows], start[span]) - base[span]
            high = np.minimum(self._layer.end[rows], end[span]) - base[span]
            for n, one, other in zip(span.tolist(), low.tolist(), high.tolist(), strict=True):
                found[n].append((one, other, code))
        return [tuple((code, low, high) for low, high, code in sorted(each)) for each in found]


def _pairs(segment: Ints, unit: Ints, code: Ints) -> tuple[Ints, Ints]:
    """Return each pair of segments of two codes that share a unit, once."""
    order = np.lexsort((segment, unit))
    segment, unit = segment[order], unit[order]
    second = code[segment] == 1
    ones, others = np.flatnonzero(~second), np.flatnonzero(second)
    first = np.searchsorted(unit[others], unit[ones], side="left")
    stop = np.searchsorted(unit[others], unit[ones], side="right")
    one = np.repeat(segment[ones], stop - first)
    two = segment[others][ranges(first, stop)]
    pairs = np.unique(np.stack([one, two], axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1]


def _runs(start: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Join spans that share a character; return the runs in order."""
    if not len(start):
        return start, end
    order = np.argsort(start, kind="stable")
    start, end = start[order], end[order]
    reach = np.maximum.accumulate(end)
    opens = np.concatenate([[True], start[1:] >= reach[:-1]])
    last = np.concatenate([np.flatnonzero(opens)[1:] - 1, [len(start) - 1]])
    return start[opens], reach[last]


def _joined(columns: Iterable[Ints]) -> Ints:
    return np.concatenate([np.zeros(0, dtype=np.int64), *columns])


def _deepest(codes: Sequence[str]) -> tuple[str, ...]:
    return tuple(code for code in codes if not any(other.startswith(f"{code}.") for other in codes))
