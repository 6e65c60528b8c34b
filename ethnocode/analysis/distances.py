"""How far apart segments of a source are, in characters, words or units of text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from ethnocode.analysis.layer import Bools, Ints, Layer, as_column, line_of, stretches
from ethnocode.model import NOBODY, Distance, Step, UnitColumns

BETWEEN = (Step.CHARS, Step.WORDS)
"""Steps that are counted between two segments; others lead from the one to the other."""

_LAST_SPACE = 0x3000
"""No character beyond this one is white space."""


@dataclass(frozen=True, slots=True)
class Reach:
    """How far segments reach, so that a later one is near where it is not beyond.

    From an earlier segment x to a later y it is ``begins[y] - ends[x]`` steps. Both grow
    along the line, and neither knows of sources.

    Args:
        begins: Where each segment begins, in steps.
        ends: Where each segment ends, in steps.
        placed: Whether each segment can be measured from: it touches a step.
        most: How many steps at most.
    """

    begins: Ints
    ends: Ints
    placed: Bools
    most: int


def measured(layer: Layer, distance: Distance, *, steps: Iterable[UnitColumns] | None) -> Reach:
    """Return how far the segments of a layer reach.

    Characters and words are those that lie wholly between two segments, so that segments
    that touch are 0 apart. Sentences, paragraphs and turns are counted from the last one
    that the earlier segment touches to the first one that the later touches, so that 0 is
    the same one; a segment that touches none is near only what it overlaps.

    Args:
        steps: All words, sentences, paragraphs or turns, in columns of whole sources, by
            number of the source; not needed for characters.

    Raises:
        ValueError: The distance is negative, or its steps are not given, or not by source.
    """
    if distance.number < 0:
        raise ValueError(f"a distance of {distance} is none")
    if distance.step is Step.CHARS:
        everywhere = np.ones(len(layer.start), dtype=np.bool_)
        return Reach(layer.start, layer.end, everywhere, distance.number)
    if steps is None:
        raise ValueError(f"a distance in {distance.step} needs to know where these are")
    begins, ends = _steps_passed(layer, steps)
    if distance.step in BETWEEN:
        return Reach(begins, ends, np.ones(len(begins), dtype=np.bool_), distance.number)
    return Reach(begins, ends - 1, begins < ends, distance.number)


def _steps_passed(layer: Layer, steps: Iterable[UnitColumns]) -> tuple[Ints, Ints]:
    """Return how many steps end before each segment, and how many begin before its end."""
    line = line_of(layer)
    begins, ends = np.zeros_like(layer.start), np.zeros_like(layer.end)
    done, total, reached = 0, 0, 0
    for columns in steps:
        if not len(columns.start):
            continue
        start, end = stretches(line, columns)
        first, last = line.source_at(start[[0, -1]])
        if line.base[first] < reached:
            raise ValueError("steps are not by source")
        reached = int(line.base[last + 1])
        low, high = np.searchsorted(layer.start, [line.base[first], reached])
        begins[done:low] = ends[done:low] = total
        begins[low:high] = total + np.searchsorted(end, layer.start[low:high], side="right")
        ends[low:high] = total + np.searchsorted(start, layer.end[low:high], side="left")
        done, total = high, total + len(start)
    begins[done:] = ends[done:] = total
    return begins, ends


def words_of(texts: Iterable[tuple[int, str]]) -> Iterator[UnitColumns]:
    """Yield what stands between white space in each source: the words that are counted.

    Args:
        texts: Number and text of each source.
    """
    space = np.array([chr(n).isspace() for n in range(_LAST_SPACE + 1)] + [False])
    for source, text in texts:
        letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        inside = np.zeros(len(letters) + 2, dtype=np.int8)
        inside[1:-1] = ~space[np.minimum(letters, _LAST_SPACE + 1)]
        change = np.diff(inside)
        start, end = np.flatnonzero(change > 0), np.flatnonzero(change < 0)
        columns = (np.full(len(start), source), start, end, np.full(len(start), NOBODY))
        yield UnitColumns(*map(as_column, columns))
