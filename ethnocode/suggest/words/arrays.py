"""Types of arrays by what is in them, for signatures; shapes are said where they are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Flags = npt.NDArray[np.bool_]
    """Whether something is so."""
    Floats = npt.NDArray[np.float64]
    """Scores, log-odds, weights of what is added up exactly."""
    Singles = npt.NDArray[np.float32]
    """Vectors and weights that come by the million."""
    Numbers = npt.NDArray[np.int32]
    """Rows, columns, words and other small numbers."""
    Places = npt.NDArray[np.int64]
    """Indices as numpy gives them."""
    Hashes = npt.NDArray[np.uint64]
    """Hashes and sets of bits."""
