"""Constants that the ranker begins with, and is drawn towards."""

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
SHIPPED = Constants(
    alone=(
        -3.18655, 2.843138, 1.225005, 0.536298, 0.292767, 1.399063, 0.998181, -0.542988, -0.813651,
        0.603285, 0.764319, -0.234029, 1.21071, 0.050106, 0.524145, -0.473519, -0.115491,
        0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.6, 0.5, 2.0, 0.0, 0.0, 0.0, 0.0,
    ),
    following=(
        -3.075325, 3.000152, 1.505646, 0.626239, 0.28634, 0.442905, 0.722199, -2.079526, -0.456487,
        0.337448, 0.792004, -0.071873, 1.362171, -0.232793, 0.492571, -0.777894, -0.045362,
        1.636469, 0.961307, 0.317803, -0.67919, 1.89557, 0.207527, 0.6, 0.5, 2.0, 0.0, 0.0, 0.0, 0.0,
    ),
)
# fmt: on
