"""Codes already given on the passages before one, as coders go through a text in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ethnocode.suggest.corpus.rows import Corpus, Decisions

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Flags, Floats, Numbers


SIGNALS = 6
"""How many figures :func:`nearby` gives for each row and code."""

_FARTHEST = 12
_FADING = 3.0
_DOUBT = 6.0
_MOST_LASTING = 3.0


def was_read(decisions: Decisions) -> Flags:
    """Return whether each row was read; what was given a code was."""
    import numpy as np

    return np.asarray(decisions.read | decisions.given.any(axis=1))


def lasting(decisions: Decisions, rows: Numbers, *, before: Numbers) -> Floats:
    """Return for each code the log-odds that the passage after one given it is given it again."""
    import numpy as np

    followers = rows[before[rows] >= 0]
    followers = followers[was_read(decisions)[before[followers]]]
    first = decisions.given[before[followers]]
    stayed = (first & decisions.given[followers]).sum(axis=0)
    first_times = first.sum(axis=0)
    if not len(followers):
        return np.zeros(decisions.given.shape[1])
    usual = (stayed.sum() + 1) / (first_times.sum() + 4)
    share = (stayed + _DOUBT * usual) / (first_times + _DOUBT)
    return np.asarray(np.clip(np.log(share / (1 - share)), -_MOST_LASTING, _MOST_LASTING))


def nearby(
    corpus: Corpus, decisions: Decisions, rows: Numbers, *, lasting: Floats
) -> tuple[Floats, ...]:
    """Return what the decisions on the passages before say of each row and code.

    The figures: given on the passage before; on the one before that; how often in the
    source so far; nothing given on the passage before; how near it was given last; given
    on the passage before, times how lasting the code is.

    Args:
        rows: Whose passage before was read.

    Complexity:
        O(n k) for n rows of the sources concerned and k codes.
    """
    import numpy as np

    found = tuple(np.zeros((len(rows), decisions.given.shape[1])) for _ in range(SIGNALS))
    sources = corpus.source_of[rows] if len(rows) else np.zeros(0, np.int32)
    for source in np.unique(sources):
        at = np.flatnonzero(sources == source)
        first, end = int(corpus.firsts[source]), int(corpus.firsts[source + 1])
        given = decisions.given[first:end].astype(np.float64)
        read = decisions.read[first:end] | decisions.given[first:end].any(axis=1)
        told = _in_source(given, read, rows[at] - first, lasting=lasting)
        for whole, part in zip(found, told, strict=True):
            whole[at] = part
    return found


def _in_source(
    given: Floats, read: Flags, places: Numbers, *, lasting: Floats
) -> tuple[Floats, ...]:
    import numpy as np

    before = given[places - 1]
    second = np.where((places >= 2)[:, None], given[np.maximum(places - 2, 0)], 0.0)
    so_far = np.cumsum(given, axis=0)[places - 1]
    passages = np.cumsum(read)[places - 1][:, None]
    often = np.log((so_far + 0.5) / (passages + 3)) - np.log(0.5 / 3)
    nothing = np.broadcast_to(before.sum(axis=1, keepdims=True) == 0, before.shape)
    recent = _recency(given)[places]
    return before, second, often, nothing.astype(np.float64), recent, before * lasting


def _recency(given: Floats) -> Floats:
    """Return for each place how near before it each code was last given: 1, then fading."""
    import numpy as np

    distance = np.full(given.shape[1], np.inf)
    found = np.zeros_like(given)
    for place in range(len(given)):
        near = distance <= _FARTHEST
        found[place][near] = np.exp(-(distance[near] - 1) / _FADING)
        distance = np.where(given[place] > 0, 1.0, distance + 1)
    return found
