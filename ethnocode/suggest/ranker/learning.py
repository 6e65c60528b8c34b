"""Fitting: from what a coder decided to the arrays that score what she has not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ethnocode.suggest.corpus.features import Features
from ethnocode.suggest.corpus.rows import Decisions
from ethnocode.suggest.ranker.choosing import (
    FEWEST_CODED,
    LEAST_PLAUSIBLE,
    LEAST_SHOWN,
    NEVER,
    limit_of,
    strong_of,
)
from ethnocode.suggest.ranker.constants import SHIPPED, Constants
from ethnocode.suggest.ranker.layer import probabilities, refit
from ethnocode.suggest.ranker.nearby import lasting, was_read
from ethnocode.suggest.ranker.ridge import Ridge, blocks_of, fit_ridge
from ethnocode.suggest.ranker.signals import NEARBY, Learned, as_table, signals

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Flags, Floats, Numbers


MOST_ROWS = 4000
"""Rows that words are learned from at most, so that a fit stays in seconds."""

_RARE = 50
_CHUNK = 128
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
        limits=np.array([[LEAST_SHOWN, NEVER, NEVER]] * 2),
    )
    layers, limits = _refitted(features, learned, decisions)
    return replace(learned, layers=layers, limits=limits)


def _kept(known: Flags, given: Flags) -> Numbers:
    """Return the rows to learn from, in ascending order."""
    import numpy as np

    rows = np.flatnonzero(known)
    if len(rows) <= MOST_ROWS:
        return rows.astype(np.int32)
    rare = given.sum(axis=0) <= _RARE
    first = rows[given[rows][:, rare].any(axis=1)][:MOST_ROWS]
    others = np.setdiff1d(rows, first)
    wanted = MOST_ROWS - len(first)
    spread = others[np.arange(wanted) * len(others) // max(1, wanted)]
    return np.sort(np.concatenate([first, spread])).astype(np.int32)


def _word_ridge(
    features: Features, decisions: Decisions, rows: Numbers, blocks: Numbers, *, asked: Flags
) -> tuple[tuple[Any, Ridge], tuple[Any, Ridge]]:
    """Return weights and fit of the hashed words, and those of the vectors."""
    import numpy as np
    from scipy import sparse

    hashed = sparse.vstack([features.hashed_rows(rows), features.hashed_codes()], format="csr")
    words = _taught(_products(hashed), decisions, rows, blocks, asked=asked)
    found = (np.asarray(hashed.T @ words.duals.astype(np.float32)), _of_rows(words, len(rows)))
    codes = len(features.codes)
    if features.vectors is None:
        nothing = np.zeros((len(rows), codes))
        none = Ridge(nothing, np.zeros(codes), nothing)
        return found, (np.zeros((0, codes), np.float32), none)
    all_vectors = np.concatenate([features.vectors[0][rows], features.vectors[1]])
    kernel = (all_vectors @ all_vectors.T).astype(np.float64)
    vectors = _taught(kernel, decisions, rows, blocks, asked=asked)
    weights = all_vectors.T @ vectors.duals.astype(np.float32)
    return found, (weights, _of_rows(vectors, len(rows)))


def _of_rows(ridge: Ridge, size: int) -> Ridge:
    """Return a fit without what it says of the texts on the codes, which stand last."""
    return replace(ridge, apart=ridge.apart[:size])


def _products(hashed: Any) -> Floats:
    """Return the products of all pairs of rows."""
    import numpy as np

    size = hashed.shape[0]
    kernel = np.zeros((size, size))
    for start in range(0, size, _CHUNK):
        end = min(start + _CHUNK, size)
        others = hashed[start:end].T.toarray(order="C")
        kernel[start:, start:end] = hashed[start:] @ others
    lower = np.tril(kernel)
    return np.asarray(lower + np.tril(kernel, -1).T)


def _taught(
    kernel: Floats, decisions: Decisions, rows: Numbers, blocks: Numbers, *, asked: Flags
) -> Ridge:
    """Fit what is known: 1 where a code was given or is its own text, else -1.

    Of a row that was not read only refusals are known; for its other codes stands what a
    fit without it says.
    """
    import numpy as np

    codes = decisions.given.shape[1]
    targets = 2.0 * np.concatenate([decisions.given[rows], np.eye(codes)]) - 1
    all_blocks = np.concatenate([blocks, np.full(codes, -1, np.int32)])
    known = np.concatenate([asked, np.ones(codes, np.bool_)])
    if not known.all():
        first = fit_ridge(kernel[np.ix_(known, known)], targets[known], blocks=all_blocks[known])
        said = kernel[np.ix_(~known, known)] @ first.duals + first.offset
        said[decisions.refused[rows[~asked]]] = -1
        targets[~known] = np.clip(said, -1, 1)
    return fit_ridge(kernel, targets, blocks=all_blocks)


def _rates(
    numbers: Numbers, rows: Numbers, given: Floats, blocks: Numbers, *, asked: Flags
) -> tuple[Floats, Floats]:
    """Return how much oftener each voice or kind is given each code than all, as logs.

    Also for each row that is learned from, without its block.
    """
    import numpy as np

    size = int(numbers.max(initial=-1)) + 1
    of = np.where(asked, numbers[rows], -1)
    apart = np.zeros_like(given)
    for block in range(int(blocks.max(initial=-1)) + 1) if size else ():
        inside = blocks == block
        table = _rate_table(of[~inside], given[~inside], size=size)
        inside &= numbers[rows] >= 0
        apart[inside] = table[numbers[rows][inside]]
    return _rate_table(of, given, size=size), apart


def _rate_table(of: Numbers, given: Floats, *, size: int) -> Floats:
    import numpy as np

    beginning = np.full(given.shape[1], 1 / max(1, given.shape[1]))
    usual = (given.sum(axis=0) + beginning) / (len(given) + 1)
    table = np.zeros((size, given.shape[1]))
    for number in range(size):
        own = given[of == number]
        # Where all speak with one voice, its share is the usual one exactly.
        share = own.sum(axis=0) + beginning + _RATE_DOUBT * usual
        table[number] = np.log(share / (len(own) + 1 + _RATE_DOUBT) / usual)
    return np.clip(table, -_MOST_RATE, _MOST_RATE)


def _refitted(features: Features, learned: Learned, decisions: Decisions) -> tuple[Floats, Floats]:
    """Return both layers, drawn from their constants to what was decided, and their limits."""
    import numpy as np

    coded = int(decisions.given.any(axis=1).sum())
    if coded < FEWEST_CODED:
        return learned.layers, learned.limits
    pull = next((pull for fewer, pull in _PULLS if learned.sources < fewer), _LEAST_PULL)
    read, before = was_read(decisions), features.before
    follows = (before[learned.rows] >= 0) & read[before[learned.rows]]
    tables = as_table(signals(features, learned, decisions, learned.rows, follows=follows))
    known = read[learned.rows][:, None] | decisions.refused[learned.rows]
    given = decisions.given[learned.rows]
    at = learned.asked & follows
    seen = tables[at][known[at]], given[at][known[at]]
    tables[..., NEARBY] = 0.0
    layers, limits = [], []
    for number, (cases, codes) in enumerate(((tables[known], given[known]), seen)):
        labels = codes.astype(np.float64)
        layer = refit(cases, labels, towards=learned.layers[number], pull=pull)
        layers.append(layer)
        likely = probabilities(cases @ layer)
        least = limit_of(likely, labels)
        limits.append((least, max(least, LEAST_PLAUSIBLE), strong_of(likely, labels)))
    return np.array(layers), np.array(limits)
