"""Whether something speaks for a code that a coder would see: words, or what was given before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ethnocode.suggest.corpus import Decisions
from ethnocode.suggest.features import Features
from ethnocode.suggest.signals import Learned

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Flags = npt.NDArray[np.bool_]
    Numbers = npt.NDArray[np.int32]

_MOST_OF_A_NAME = 0.5
_STEPS_BACK = 2

_LEFT_UNCODED = 0.1
_USUAL, _USUAL_OF = 0.4, 10
"""What share of a voice's passages is coded where nothing is known, and of how many."""


def spoken(features: Features, decisions: Decisions, rows: Numbers) -> Flags:
    """Return whether codes are spoken for on rows, of shape (rows, codes).

    A code is by its cues, or by a word of its examples where it has no cues, or by half
    its name; or by having been given just before. The codebook's theory does not speak
    for it, nor do the words of the passages about.
    """
    import numpy as np

    found = cued(features, rows) | (features.shared.names(rows) >= _MOST_OF_A_NAME)
    found |= features.quoted & (features.shared.cosines(rows) > 0)
    at, before = np.arange(len(rows)), features.before[rows]
    for _ in range(_STEPS_BACK):
        given = decisions.given[before]
        reached = (before >= 0) & (decisions.read[before] | given.any(axis=1))
        at, before = at[reached], before[reached]
        found[at] |= given[reached]
        before = features.before[before]
    return np.asarray(found)


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

    found = np.asarray(np.diff(features.vocabulary.rows)[rows] == 0)
    voices = features.voices[learned.rows[learned.asked]]
    coded = learned.given[learned.asked].any(axis=1)
    for voice in range(len(features.voice_names)):
        own = coded[voices == voice]
        if (own.sum() + _USUAL * _USUAL_OF) / (len(own) + _USUAL_OF) < _LEFT_UNCODED:
            found |= features.voices[rows] == voice
    return found
