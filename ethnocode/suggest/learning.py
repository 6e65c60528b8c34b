"""Fitting: from what a coder decided to the arrays that score what she has not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ethnocode.suggest.constants import SHIPPED, Constants
from ethnocode.suggest.corpus import Decisions
from ethnocode.suggest.features import Features
from ethnocode.suggest.layer import refit
from ethnocode.suggest.nearby import lasting, was_read
from ethnocode.suggest.ridge import Ridge, blocks_of, fit_ridge
from ethnocode.suggest.signals import Learned, as_table, signals

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]
    Numbers = npt.NDArray[np.int32]

MOST_ROWS = 4000
"""Rows that words are learned from at most, so that a fit stays in seconds."""

_RARE = 50
_CHUNK = 512
_FEWEST_CODED = 25
_PULLS = ((3, 300.0), (8, 30.0))
_LEAST_PULL = 10.0
_RATE_DOUBT = 8.0
_MOST_RATE = 2.0


def learn(features: Features, decisions: Decisions, *, constants: Constants = SHIPPED) -> Learned:
    """Learn from what was read, and from what was refused elsewhere.

    Of more than ``MOST_ROWS`` rows those with rare codes are kept, and of the others
    some at even distances: a fit of 4,000 rows takes some ten seconds.

    Args:
        constants: What to begin with, and to be drawn towards.
    """
    import numpy as np

    read = was_read(decisions)
    rows = _kept(read | decisions.refused.any(axis=1), decisions.given)
    asked = read[rows]
    sources = features.corpus.source_of
    names = [source.name for source in features.corpus.sources]
    blocks = blocks_of(sources[rows].tolist(), names=names)
    words, vectors = _word_ridge(features, decisions, rows, blocks, asked=asked)
    every = np.flatnonzero(read).astype(np.int32)
    given = decisions.given[rows].astype(np.float64) * asked[:, None]
    voices, voices_apart = _rates(features.voices, rows, given, blocks, asked=asked)
    kinds, kinds_apart = _rates(features.kinds, rows, given, blocks, asked=asked)
    learned = Learned(
        rows=rows,
        asked=asked,
        given=given,
        blocks=blocks,
        weights=words[0],
        offset=words[1].offset,
        apart=words[1].apart,
        vector_weights=vectors[0],
        vector_offset=vectors[1].offset,
        vector_apart=vectors[1].apart,
        counts=decisions.given[every].sum(axis=0).astype(np.float64),
        read=len(every),
        sources=len(np.unique(sources[every])),
        lasting=lasting(decisions, every, before=features.before),
        voices=voices,
        voices_apart=voices_apart,
        kinds=kinds,
        kinds_apart=kinds_apart,
        layers=np.array([constants.alone, constants.following]),
    )
    return replace(learned, layers=_refitted(features, learned, decisions))
