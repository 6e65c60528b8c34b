"""How far apart segments of a source are, in characters, words or units of text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ethnocode.analysis.layer import Bools, Ints, Layer, stretches
from ethnocode.model import Distance, Step, UnitColumns

BETWEEN = (Step.CHARS, Step.WORDS)
"""Steps that are counted between two segments; others lead from the one to the other."""


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


def measured(layer: Layer, distance: Distance, *, steps: UnitColumns | None) -> Reach:
    """Return how far the segments of a layer reach.

    Characters and words are those that lie wholly between two segments, so that segments
    that touch are 0 apart. Sentences, paragraphs and turns are counted from the last one
    that the earlier segment touches to the first one that the later touches, so that 0 is
    the same one; a segment that touches none is near only what it overlaps.

    Args:
        steps: All words, sentences, paragraphs or turns; not needed for characters.

    Raises:
        ValueError: The distance is negative, or its steps are not given.
    """
    if distance.number < 0:
        raise ValueError(f"a distance of {distance} is none")
    if distance.step is Step.CHARS:
        everywhere = np.ones(len(layer.start), dtype=np.bool_)
        return Reach(layer.start, layer.end, everywhere, distance.number)
    if steps is None:
        raise ValueError(f"a distance in {distance.step} needs to know where these are")
    start, end = stretches(layer, steps)
    if distance.step in BETWEEN:
        begins = np.searchsorted(end, layer.start, side="right")
        ends = np.searchsorted(start, layer.end, side="left")
        return Reach(begins, ends, np.ones(len(begins), dtype=np.bool_), distance.number)
    begins = np.searchsorted(end, layer.start, side="right")
    ends = np.searchsorted(start, layer.end, side="left") - 1
    return Reach(begins, ends, begins <= ends, distance.number)
