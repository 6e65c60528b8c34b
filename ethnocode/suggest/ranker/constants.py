"""Constants that the ranker begins with, and is drawn towards.

Where they come from: logistic regression, pooled over the codes, on what was known of
passages of sources that nothing had been learned from, with 0 to 1,000 passages coded
elsewhere. A prototype's on six public sets of human codings first; then, drawn to those, on
the training documents of three of the six: oral histories of the 1960s, usability interviews
(Navarro-Gallinad et al. 2022) and comments of patients (NHS pxtextmining). Vectors and cues
are in none of these: their constants are guesses, and a project's own decisions correct
them. The benchmark of quality uses constants learned without the set that is measured.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Constants:
    """Weights of the bias and of each figure of :data:`ethnocode.suggest.ranker.signals.NAMES`.

    Args:
        alone: Where nothing is decided on the passage before.
        following: Where the passage before was read.
    """

    alone: tuple[float, ...]
    following: tuple[float, ...]


# fmt: off
_SHIPPED = (
    (-3.251, -3.3043),  # bias
    (3.0597, 3.1903),  # own words, as learned
    (1.1761, 1.2718),  # likeness to the codebook's text
    (0.5841, 0.6394),  # share of the code's name
    (0.378, 0.3339),  # frequency of the code
    (1.2168, 0.3467),  # before: likeness to the codebook's text
    (0.9138, 0.709),  # after: likeness to the codebook's text
    (-0.3495, -1.8819),  # before: words, as learned
    (-0.6397, -0.4677),  # after: words, as learned
    (0.6804, 0.4251),  # most like coded passages
    (0.9747, 0.7526),  # the code whose text it is most like
    (0.1337, 0.1365),  # the code learned best
    (1.2098, 1.1894),  # length
    (0.2553, -0.052),  # learned, with experience of the code
    (0.2285, 0.3151),  # codebook's text, with experience
    (-0.6065, -0.8437),  # name, with experience
    (-0.1021, -0.07),  # frequency, with sources
    (0.0, 1.7769),  # given on the passage before
    (0.0, 0.881),  # given on the one before that
    (0.0, 0.1977),  # given often in the source
    (0.0, -0.2435),  # nothing given on the passage before
    (0.0, 1.8364),  # given not long ago
    (0.0, 0.3679),  # given before, and lasting
    (0.6, 0.6),  # vectors: likeness to the codebook's text
    (0.5, 0.5),  # vectors, as learned
    (2.0, 2.0),  # cues of the codebook
    (0.0, 0.01),  # speaker
    (0.0, 0.0),  # kind of source
    (0.718, 0.0543),  # two to five before: likeness to the codebook's text
    (0.4108, 0.2815),  # two to five after: likeness to the codebook's text
)
# fmt: on

SHIPPED = Constants(tuple(pair[0] for pair in _SHIPPED), tuple(pair[1] for pair in _SHIPPED))
"""What every project begins with."""
