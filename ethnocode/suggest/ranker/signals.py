"""The figures that speak for or against each code on each row, one table for each kind."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from ethnocode.suggest.corpus.features import Features
from ethnocode.suggest.corpus.rows import Decisions
from ethnocode.suggest.ranker.nearby import SIGNALS as NEARBY_SIGNALS
from ethnocode.suggest.ranker.nearby import nearby
from ethnocode.suggest.ranker.nearest import votes

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Flags, Floats, Numbers, Singles


NAMES = (
    "learned",
    "codebook",
    "name",
    "frequency",
    "before",
    "after",
    "before",
    "after",
    "nearest",
    "codebook",
    "learned",
    "length",
    "learned",
    "codebook",
    "name",
    "frequency",
    *("decided nearby",) * NEARBY_SIGNALS,
    *("vectors",) * 2,
    "cues",
    "speaker",
    "kind",
    "before",
    "after",
)
"""What readers call each figure; those of one name are added up for them."""

_FIRST_NEARBY = 1 + NAMES.index("decided nearby")
NEARBY = slice(_FIRST_NEARBY, _FIRST_NEARBY + NEARBY_SIGNALS)
"""Which features of :func:`as_table` are decisions nearby."""

COSINE_SCALE = 4.0
"""What the likeness to the codebook's text is multiplied by."""

_LEAST_LEARNED, _MOST_LEARNED = -2.0, 3.0
_CLOSE = ((0,), (-1,), (1,))
_REACHES = (*_CLOSE, (-5, -4, -3, -2), (2, 3, 4, 5))
_VOTES_SCALE = 2.0
_VECTOR_SCALE = 4.0


@dataclass(frozen=True, eq=False)
class Learned:
    """What a fit has learned, as plain arrays.

    Args:
        rows: Rows it has learned words from, in ascending order.
        asked: Whether each of them was read, so that its codes are known.
        given: Of shape (rows, codes): what they were given.
        blocks: Number of the block of each of them; see :func:`blocks_of`.
        weights: Of shape (hashed columns, codes).
        offset: Of each code.
        apart: What is said of each of them without its block.
        vector_weights: As ``weights``, of vectors; empty without vectors.
        vector_offset: As ``offset``.
        vector_apart: As ``apart``.
        counts: How many rows read were given each code.
        read: How many rows were read.
        sources: In how many sources.
        lasting: How likely each code lasts from a passage to the next, in log-odds.
        voices: Log of how much oftener each voice is given each code than all are.
        voices_apart: The same for each of ``rows``, without its block.
        kinds: As ``voices``, of kinds of source.
        kinds_apart: As ``voices_apart``.
        layers: Constants, bias first: without and with decisions on the passage before.
        limits: By either layer the least probability that is worth showing where the code
            is spoken for, and where it is not, and the least that is strong.
    """

    rows: Numbers
    asked: Flags
    given: Floats
    blocks: Numbers
    weights: Singles
    offset: Floats
    apart: Floats
    vector_weights: Singles
    vector_offset: Floats
    vector_apart: Floats
    counts: Floats
    read: int
    sources: int
    lasting: Floats
    voices: Floats
    voices_apart: Floats
    kinds: Floats
    kinds_apart: Floats
    layers: Floats
    limits: Floats

    @cached_property
    def experience(self) -> Floats:
        """How often each code was given, on a scale on which a few more matter first."""
        import numpy as np

        return np.asarray(np.log1p(self.counts) / 3 - 0.5)

    @cached_property
    def priors(self) -> Floats:
        """The log of each code's share of the rows read, drawn towards all codes alike."""
        import numpy as np

        codes = max(1, len(self.counts))
        if not self.read:
            return np.full(len(self.counts), -np.log(codes))
        doubt = 4 + 80 / max(1, self.sources)
        return np.asarray(np.log((self.counts + doubt / codes) / (self.read + doubt)))

    def places(self, rows: Numbers) -> Numbers:
        """Return where rows are among those learned from, or -1."""
        import numpy as np

        if not len(self.rows):
            return np.full(len(rows), -1, np.int32)
        at = np.minimum(np.searchsorted(self.rows, rows), len(self.rows) - 1)
        return np.where(self.rows[at] == rows, at, -1).astype(np.int32)


def signals(
    features: Features,
    learned: Learned,
    decisions: Decisions,
    rows: Numbers,
    *,
    follows: Flags,
) -> list[Floats]:
    """Return one table for each of ``NAMES``, each of shape (rows, codes) or wide enough.

    A row that was learned from is judged by what the others say: without its block.

    Args:
        follows: For each row, whether the decisions on the rows before it count.
    """
    import numpy as np

    near = {reach: _rows_at(features, rows, reach) for reach in _REACHES}
    wider = np.unique(np.concatenate([numbers.ravel() for numbers in near.values()]))
    wider = wider[wider >= 0]
    likeness = features.shared.cosines(wider) * COSINE_SCALE
    close = np.unique(np.concatenate([near[reach].ravel() for reach in _CLOSE]))
    close = close[close >= 0]
    scores = _learned_scores(features, learned, close)
    own, before, after = (_summed(scores, close, near[reach]) for reach in _CLOSE)
    shared, *likeness_about = (_summed(likeness, wider, near[reach]) for reach in _REACHES)
    names = features.shared.names(rows)
    priors = np.broadcast_to(learned.priors, own.shape)
    top = (shared > 0) & (shared >= shared.max(axis=1, keepdims=True, initial=0))
    best = own >= own.max(axis=1, keepdims=True, initial=_LEAST_LEARNED)
    certainty = learned.sources / (learned.sources + 4)
    return [
        own,
        shared,
        names,
        priors,
        likeness_about[0],
        likeness_about[1],
        before,
        after,
        _votes(features, learned, rows) * _VOTES_SCALE,
        top.astype(np.float64),
        best.astype(np.float64) if len(learned.rows) else np.zeros_like(own),
        np.broadcast_to(features.lengths[rows][:, None], own.shape),
        own * learned.experience,
        shared * learned.experience,
        names * learned.experience,
        priors * certainty,
        *_nearby(features, learned, decisions, rows, follows=follows),
        *_vector_signals(features, learned, rows),
        _cues(features, rows),
        _rates(learned, rows, features.voices, learned.voices, apart=learned.voices_apart),
        _rates(learned, rows, features.kinds, learned.kinds, apart=learned.kinds_apart),
        likeness_about[2],
        likeness_about[3],
    ]


def _rows_at(features: Features, rows: Numbers, reach: tuple[int, ...]) -> Numbers:
    """Return the rows at distances from rows, of shape (rows, distances), or -1.

    There is none beyond the source, nor beside a row that stands for itself.
    """
    import numpy as np

    corpus = features.corpus
    found = rows[:, None] + np.array(reach, np.int32)
    sources = corpus.source_of[rows]
    inside = found >= corpus.firsts[sources][:, None]
    inside &= found < corpus.firsts[sources + 1][:, None]
    alone = (features.before[rows] < 0) & (features.after[rows] < 0)
    inside &= (found == rows[:, None]) | ~alone[:, None]
    return np.where(inside, found, -1).astype(np.int32)


def _summed(table: Floats, rows: Numbers, wanted: Numbers) -> Floats:
    """Return for each line of wanted rows the sum of what a table has of them."""
    import numpy as np

    found = np.zeros((len(wanted), table.shape[1]))
    for column in wanted.T:
        there = column >= 0
        found[there] += table[np.searchsorted(rows, column[there])]
    return found


def _learned_scores(features: Features, learned: Learned, rows: Numbers) -> Floats:
    import numpy as np

    scores = features.hashed_rows(rows) @ learned.weights + learned.offset
    scores = np.asarray(scores, np.float64)
    places = learned.places(rows)
    scores[places >= 0] = learned.apart[places[places >= 0]]
    return np.asarray(np.clip(scores + 1, _LEAST_LEARNED, _MOST_LEARNED))


def _votes(features: Features, learned: Learned, rows: Numbers) -> Floats:
    import numpy as np

    asked = learned.rows[learned.asked]
    if not len(asked):
        return np.zeros((len(rows), len(features.codes)))
    similarities = similarities_of(features, rows, asked)
    places = learned.places(rows)
    blocks = learned.blocks[learned.asked]
    for n in np.flatnonzero(places >= 0):
        similarities[n, blocks == learned.blocks[places[n]]] = -1
    return votes(similarities, learned.given[learned.asked])


def similarities_of(features: Features, rows: Numbers, others: Numbers) -> Singles:
    """Return how like the words of rows are to those of others, of shape (rows, others)."""
    import numpy as np

    words = features.hashed.words
    if len(rows) < len(others):
        # A table of the fewer is made; each sum is added up in the same order.
        return np.asarray(words[others] @ words[rows].T.toarray(order="C")).T
    return np.asarray(words[rows] @ words[others].T.toarray(order="C"))


def _nearby(
    features: Features,
    learned: Learned,
    decisions: Decisions,
    rows: Numbers,
    *,
    follows: Flags,
) -> tuple[Floats, ...]:
    import numpy as np

    found = tuple(np.zeros((len(rows), len(features.codes))) for _ in range(NEARBY_SIGNALS))
    if follows.any():
        told = nearby(features.corpus, decisions, rows[follows], lasting=learned.lasting)
        for whole, part in zip(found, told, strict=True):
            whole[follows] = part
    return found


def _vector_signals(features: Features, learned: Learned, rows: Numbers) -> tuple[Floats, Floats]:
    """Return the likeness to each code's text beside that to all, and what vectors learned."""
    import numpy as np

    if features.vectors is None:
        nothing = np.zeros((len(rows), len(features.codes)))
        return nothing, nothing
    own, texts = features.vectors[0][rows], features.vectors[1]
    cosines = np.asarray(own @ texts.T, np.float64)
    cosines -= cosines.mean(axis=1, keepdims=True)
    scores = np.asarray(own @ learned.vector_weights + learned.vector_offset, np.float64)
    places = learned.places(rows)
    scores[places >= 0] = learned.vector_apart[places[places >= 0]]
    return cosines * _VECTOR_SCALE, np.clip(scores + 1, _LEAST_LEARNED, _MOST_LEARNED)


def _cues(features: Features, rows: Numbers) -> Floats:
    """Return 1 for one cue, and the more the more different ones."""
    import numpy as np

    return np.asarray(np.log2(1 + features.cues[rows].toarray()), np.float64)


def _rates(
    learned: Learned, rows: Numbers, numbers: Numbers, rates: Floats, *, apart: Floats
) -> Floats:
    import numpy as np

    found = np.zeros((len(rows), rates.shape[1]))
    of = numbers[rows]
    known = of >= 0
    found[known] = rates[of[known]]
    places = learned.places(rows)
    found[places >= 0] = apart[places[places >= 0]]
    return found


def scale_of(learned: Learned, name: str, *, column: int) -> float:
    """Return how many log-odds one unit of a figure of the row itself adds to a code.

    Args:
        name: ``learned``, ``codebook`` or ``name``, which weigh more or less with experience.
    """
    places = [n for n, other in enumerate(NAMES, start=1) if other == name]
    alone = learned.layers[0]
    return float(alone[places[0]] + alone[places[-1]] * learned.experience[column])


def as_table(tables: list[Floats]) -> Any:
    """Return tables as features of cases: of shape (rows, codes, 1 + tables), 1 being the bias."""
    import numpy as np

    return np.stack([np.ones_like(tables[0]), *tables], axis=-1)
