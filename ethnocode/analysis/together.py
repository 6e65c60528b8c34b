"""Codes in one unit: how many units, segments, characters, sources and people.

Each block of units is a square of zeros and ones, units by codes; its product with itself
says of every pair of codes in how many units both are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ethnocode.analysis.cells import Cells, Voices, Witnesses, once
from ethnocode.analysis.layer import Bools, Ints, Layer, Units, ranges
from ethnocode.analysis.meetings import Presence, presence, touched
from ethnocode.model import NOBODY, Count

_BLOCK_UNITS = 20_000
"""Units of a block; counts of so many are exact in 32 bits."""

SQUARE_SPEED = 200
"""Cells of a square of zeros and ones that are multiplied in the time of one pair of rows."""

Floats = NDArray[np.floating]


@dataclass(frozen=True, slots=True)
class Held:
    """What units hold of a layer.

    Args:
        segment: Index of a segment, one a row of segment and unit.
        unit: Index of a unit that it touches.
        present: Which codes are in which units.
        at: Which codes are in which stretches; its ``unit`` is the stretch.
    """

    segment: Ints
    unit: Ints
    present: Presence
    at: Presence


def held(layer: Layer, units: Units) -> Held:
    """Return what units hold of a layer."""
    segment, stretch = touched(layer, units)
    at = presence(layer, stretch, segment)
    if units.whole:
        return Held(segment, stretch, at, at)
    segment, unit = once(segment, units.unit[stretch])
    return Held(segment, unit, presence(layer, unit, segment), at)


def count_together(
    layer: Layer, units: Units, holding: Held, voices: Voices, *, count: Count
) -> tuple[Ints, Ints]:
    """Return how often codes are in one unit; of segments, from either side."""
    codes = len(layer.codes)
    if count is Count.SEGMENTS:
        return _segments(layer, holding)
    if count is Count.SOURCES:
        found = _distinct(holding, units, codes=codes, label=units.source)
        sums = sum((square.astype(np.int64) for _, square in found), _square(codes))
    elif count is Count.PERSONS:
        found = _distinct(holding, units, codes=codes, label=voices.person)
        weighed = (square * voices.people[person] for person, square in found)
        sums = sum(weighed, _square(codes))
    elif count is Count.EVENTS and not units.whole:
        sums = _events_of_sets(layer, holding, units=units.count)
    elif count is Count.EVENTS:
        # two segments that share k neighbouring units share k - 1 borders between them
        goes_on = np.flatnonzero(holding.segment[1:] == holding.segment[:-1])
        border = presence(layer, holding.unit[goes_on], holding.segment[goes_on])
        sums = _pairs(holding.present, codes) - _pairs(border, codes)
    else:
        size = unit_chars(units) if count is Count.CHARS else None
        sums = _units(holding.present, codes, size=size)
    return sums.ravel(), sums.ravel()


def witness_together(
    layer: Layer, units: Units, holding: Held, voices: Voices, *, source_kind: Ints
) -> Witnesses:
    """Return who and what is behind codes in one unit: what bears either of them there."""
    codes = len(layer.codes)
    found = Witnesses(voices, source_kind=source_kind, codes=codes)
    full = None
    if not units.whole:
        full = np.zeros((units.count, codes), dtype=np.float32)
        full[holding.present.unit, holding.present.code] = 1
    for person, square in _distinct(holding, units, codes=codes, label=voices.person, full=full):
        found.add_person(np.flatnonzero(square), person)
    kind = source_kind[units.source]
    for number, square in _distinct(holding, units, codes=codes, label=kind, full=full):
        found.add_kind(np.flatnonzero(square), number)
    return found


def unit_chars(units: Units) -> Ints:
    """Return the characters of each unit."""
    size = np.bincount(units.unit, weights=units.end - units.start, minlength=units.count)
    return size.astype(np.int64)


def _square(codes: int) -> Ints:
    return np.zeros((codes, codes), dtype=np.int64)


def _blocks(unit: Ints, label: Ints | None = None) -> Iterator[tuple[int, int, Ints]]:
    """Yield ranges of rows of one label and not too many units, and whose unit each row is.

    Args:
        unit: Of each row; rows of one unit and label are neighbours.
        label: Of each row; rows of one label are neighbours.
    """
    if not len(unit):
        return
    label = np.zeros_like(unit) if label is None else label
    turns = label[1:] != label[:-1]
    opens = np.concatenate([[True], turns | (unit[1:] != unit[:-1])])
    rank = np.cumsum(opens) - 1
    first = np.concatenate([[0], np.flatnonzero(turns) + 1])
    within = rank - np.repeat(rank[first], np.diff(np.append(first, len(unit))))
    part = within // _BLOCK_UNITS
    breaks = np.flatnonzero(turns | (part[1:] != part[:-1])) + 1
    borders = [0, *breaks.tolist(), len(unit)]
    for low, high in pairwise(borders):
        yield low, high, rank[low:high] - rank[low]


def _units(present: Presence, codes: int, *, size: Ints | None) -> Ints:
    """Return in how many units codes are together; or in how many characters of units."""
    sums = _square(codes)
    for low, high, row in _blocks(present.unit):
        code = present.code[low:high]
        if size is None:
            sums += _shared(row, code, codes=codes)
        else:
            block = np.zeros((int(row[-1]) + 1, codes))
            block[row, code] = 1
            heavy = block.copy()
            heavy[row, code] = size[present.unit[low:high]]
            sums += (heavy.T @ block).astype(np.int64)
    return sums


def _shared(unit: Ints, code: Ints, *, codes: int) -> Ints:
    """Return in how many units of a block codes are together, from rows of unit and code.

    Where units bear few of many codes, the pairs of rows are fewer than a square is work.
    """
    stop = np.cumsum(np.bincount(unit))
    first = np.concatenate([[0], stop[:-1]])
    if int(((stop - first) ** 2).sum()) * SQUARE_SPEED < len(stop) * codes * codes:
        one = np.repeat(np.arange(len(unit)), (stop - first)[unit])
        two = ranges(first[unit], stop[unit])
        pair = code[one] * codes + code[two]
        return np.bincount(pair, minlength=codes * codes).reshape(codes, codes)
    block = np.zeros((len(stop), codes), dtype=np.float32)
    block[unit, code] = 1
    found: Ints = (block.T @ block).astype(np.int64)
    return found


def _pairs(present: Presence, codes: int) -> Ints:
    """Return how many pairs of segments codes have in the same unit, unit by unit."""
    sums = _square(codes)
    for low, high, row in _blocks(present.unit):
        block = np.zeros((int(row[-1]) + 1, codes))
        block[row, present.code[low:high]] = present.segments[low:high]
        sums += (block.T @ block).astype(np.int64)
    return sums


def _distinct(
    holding: Held, units: Units, *, codes: int, label: Ints, full: Floats | None = None
) -> Iterator[tuple[int, Bools]]:
    """Yield, for each label but ``NOBODY``, which codes are in stretches of one unit with it.

    Args:
        label: Of each stretch.
        full: Codes of each whole unit; if given, one of the two may be elsewhere in the
            unit, and need not be in stretches with the label.
    """
    at = holding.at
    known = np.flatnonzero(label[at.unit] != NOBODY)
    unit, name = units.unit[at.unit[known]], label[at.unit[known]]
    order = np.argsort(name, kind="stable") if units.whole else np.lexsort((unit, name))
    unit, name, code = unit[order], name[order], at.code[known][order]
    last, found = NOBODY, np.zeros((codes, codes), dtype=np.bool_)
    for low, high, row in _blocks(unit, name):
        if int(name[low]) != last and last != NOBODY:
            yield last, found
            found = np.zeros((codes, codes), dtype=np.bool_)
        last = int(name[low])
        if full is None:
            found |= _shared(row, code[low:high], codes=codes) > 0
        else:
            block = np.zeros((int(row[-1]) + 1, codes), dtype=np.float32)
            block[row, code[low:high]] = 1
            whole = block.T @ full[unit[low:high][np.unique(row, return_index=True)[1]]]
            found |= (whole > 0) | (whole.T > 0)
    if last != NOBODY:
        yield last, found


def _events_of_sets(layer: Layer, holding: Held, *, units: int) -> Ints:
    """Count pairs of segments with a unit in common, each once.

    Segments that touch the same set of units are alike, and there are few such sets.
    """
    codes = len(layer.codes)
    number: dict[tuple[int, ...], int] = {}
    border = np.flatnonzero(np.diff(holding.segment)) + 1
    groups = np.split(holding.unit, border) if len(holding.unit) else []
    which = [number.setdefault(tuple(group.tolist()), len(number)) for group in groups]
    bears = np.zeros((len(number), codes))
    segment = holding.segment[np.concatenate([[0], border])] if which else holding.segment
    np.add.at(bears, (np.array(which, dtype=np.int64), layer.code[segment]), 1)
    member = np.zeros((len(number), units), dtype=np.float32)
    for group, row in number.items():
        member[row, list(group)] = 1
    sums = _square(codes)
    for low in range(0, len(number), 1000):
        shares = member[low : low + 1000] @ member.T > 0
        sums += (bears[low : low + 1000].T @ (shares @ bears)).astype(np.int64)
    return sums


def _segments(layer: Layer, holding: Held) -> tuple[Ints, Ints]:
    """Count segments of one code that touch a unit which bears the other code."""
    codes = len(layer.codes)
    first = np.searchsorted(holding.present.unit, holding.unit, side="left")
    stop = np.searchsorted(holding.present.unit, holding.unit, side="right")
    segment, other = once(
        np.repeat(holding.segment, stop - first), holding.present.code[ranges(first, stop)]
    )
    own = layer.code[segment]
    ab, ba = Cells(codes), Cells(codes)
    ab.add(own * codes + other)
    ba.add(other * codes + own)
    return ab.sums, ba.sums
