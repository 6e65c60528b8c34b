"""Constants that the ranker begins with, and is drawn towards.

Where they come from: logistic regression, pooled over the codes, on what was known of
passages of sources that nothing had been learned from, with 0 to 1,000 passages coded
elsewhere. First on six public sets of human codings: oral histories of the 1960s (histories
of students), usability interviews (Navarro-Gallinad et al. 2022), comments of patients
(NHS pxtextmining), election programmes, arguments on values, and interviews on schools;
then, drawn to what was found there, on the training documents of the first three. Vectors and
cues are in none of the sets: their constants are modest guesses, and a project's own
decisions correct them. The benchmark of quality uses constants that were learned without
the set that is measured.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Constants:
    """Weights of the bias and of each figure of :data:`ethnocode.suggest.signals.NAMES`.

    Args:
        alone: Where nothing is decided on the passage before.
        following: Where the passage before was read.
    """

    alone: tuple[float, ...]
    following: tuple[float, ...]


# fmt: off
_SHIPPED = (
    (-3.2463, -3.301),  # bias
    (3.0634, 3.1984),  # own words, as learned
    (1.1738, 1.2668),  # likeness to the codebook's text
    (0.5809, 0.6312),  # share of the code's name
    (0.3722, 0.3331),  # frequency of the code
    (1.2288, 0.345),  # before: likeness to the codebook's text
    (0.9262, 0.7195),  # after: likeness to the codebook's text
    (-0.3439, -1.8803),  # before: words, as learned
    (-0.6271, -0.469),  # after: words, as learned
    (0.7143, 0.4409),  # most like coded passages
    (0.9761, 0.773),  # the code whose text it is most like
    (0.1381, 0.1376),  # the code learned best
    (1.1918, 1.1796),  # length
    (0.2722, -0.044),  # learned, with experience of the code
    (0.2267, 0.3133),  # codebook's text, with experience
    (-0.6094, -0.8464),  # name, with experience
    (-0.0959, -0.0689),  # frequency, with sources
    (0.0, 1.7777),  # given on the passage before
    (0.0, 0.8834),  # given on the one before that
    (0.0, 0.1976),  # given often in the source
    (0.0, -0.2446),  # nothing given on the passage before
    (0.0, 1.8398),  # given not long ago
    (0.0, 0.3696),  # given before, and lasting
    (0.6, 0.6),  # vectors: likeness to the codebook's text
    (0.5, 0.5),  # vectors, as learned
    (2.0, 2.0),  # cues of the codebook
    (-0.0015, 0.006),  # speaker
    (0.0, 0.0),  # kind of source
    (0.619, 0.046),  # two to five before: likeness to the codebook's text
    (0.347, 0.2177),  # two to five after: likeness to the codebook's text
)
# fmt: on

SHIPPED = Constants(tuple(pair[0] for pair in _SHIPPED), tuple(pair[1] for pair in _SHIPPED))
"""What every project begins with."""
