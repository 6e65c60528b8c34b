"""Whether something speaks for a code that a coder would see: words, or what was given before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ethnocode.suggest.corpus.features import ASKS, Features
from ethnocode.suggest.corpus.rows import Decisions
from ethnocode.suggest.ranker.signals import Learned

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Flags, Numbers


_WHOLE_NAME = 0.999
_ENOUGH_TOLD = 3
_STEPS_BACK = 2
_CLOSE_IN_MEANING = 0.25

_LEFT_UNCODED = 0.1
_USUAL, _USUAL_OF = 0.4, 10
"""What share of a voice's passages is coded where nothing is known, and of how many."""


def spoken(features: Features, decisions: Decisions, rows: Numbers) -> Flags:
    """Return whether codes are spoken for on rows, of shape (rows, codes).

    A code is by its cues, or by a word of its examples where it has no cues, or by its
    whole name, or by three telling words of what the codebook says on it, or by vectors
    that are close; or by having been given just before, unless the researcher asks. Fewer
    words of theory do not speak for it, nor do the words of the passages about.
    """
    import numpy as np

    shared = features.shared
    found = cued(features, rows) | (shared.names(rows) >= _WHOLE_NAME)
    found |= shared.told(rows) >= _ENOUGH_TOLD
    found |= features.quoted & (shared.cosines(rows) > 0)
    if features.vectors is not None:
        meant = features.vectors[0][rows] @ features.vectors[1].T
        found |= meant - meant.mean(axis=1, keepdims=True) >= _CLOSE_IN_MEANING
    asking = _asking(features, rows)[:, None]
    at, before = np.arange(len(rows)), features.before[rows]
    for _ in range(_STEPS_BACK):
        given = decisions.given[before]
        reached = (before >= 0) & (decisions.read[before] | np.any(given, axis=1))
        at, before = at[reached], before[reached]
        found[at] |= given[reached] & ~asking[at]
        before = features.before[before]
    return np.asarray(found)


def _asking(features: Features, rows: Numbers) -> Flags:
    """Return whether the researcher asks in rows."""
    import numpy as np

    names = features.voice_names
    asker = names.index(ASKS) if ASKS in names else len(names)
    return np.asarray(features.voices[rows] == asker)


def cued(features: Features, rows: Numbers) -> Flags:
    """Return whether each row has a cue of each code, of shape (rows, codes)."""
    import numpy as np

    return np.asarray(features.cues[rows].toarray() > 0)


def mute(features: Features, learned: Learned, rows: Numbers) -> Flags:
    """Return whether rows have no words, or are of a voice that the coder leaves uncoded.

    Such a voice is most often the interviewer's; some coders code her questions, others
    never do. A few passages of it that were read say nothing yet.
    """
    import numpy as np

    found: Flags = np.equal(np.diff(features.vocabulary.rows)[rows], 0)
    voices = features.voices[learned.rows[learned.asked]]
    coded: Flags = np.asarray(learned.given[learned.asked].any(axis=1))
    for voice in range(len(features.voice_names)):
        own = coded[voices == voice]
        if (own.sum() + _USUAL * _USUAL_OF) / (len(own) + _USUAL_OF) < _LEFT_UNCODED:
            found = found | (features.voices[rows] == voice)
    return found
