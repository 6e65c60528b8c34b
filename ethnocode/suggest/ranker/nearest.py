"""Coded passages that a passage is most like, and what they were given."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Floats, Singles


NEIGHBOURS = 10
"""How many of the most like are asked."""

_DOUBT = 0.3
"""Added to the sum of similarities, so that a few far neighbours say little."""


def votes(similarities: Singles, given: Floats) -> Floats:
    """Return what the most like passages were given, weighed by how like they are.

    Args:
        similarities: Of shape (rows, passages); -1 for a passage that is not to be asked.
        given: Of shape (passages, codes), 0 or 1.

    Complexity:
        O(r n) for r rows and n passages.
    """
    import numpy as np

    most = min(NEIGHBOURS, similarities.shape[1])
    nearest = np.argpartition(-similarities, most - 1, axis=1)[:, :most]
    weights = np.maximum(0, np.take_along_axis(similarities, nearest, axis=1)).astype(np.float64)
    found = np.zeros((len(similarities), given.shape[1]))
    for place in range(most):
        found += weights[:, place, None] * given[nearest[:, place]]
    return np.asarray(found / (weights.sum(axis=1, keepdims=True) + _DOUBT))
