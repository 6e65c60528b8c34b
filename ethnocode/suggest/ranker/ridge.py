"""Ridge regression in dual form, and what it says of each source without having seen it."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Floats, Numbers


PENALTY = 0.3
"""Weight of the squared weights beside the squared errors."""

CONSTANT = 0.1
"""Square of the feature that all rows share, which carries the intercept."""

_FEWEST_SOURCES = 3
_PARTS_OF_A_SOURCE = 4
_MOST_SOURCES, _GROUPS = 300, 20


@dataclass(frozen=True, slots=True, eq=False)
class Ridge:
    """A fitted ridge.

    Args:
        duals: Of shape (rows, columns): weights are the rows' features times these.
        offset: Intercept of each column.
        apart: For each row what is said of it by a fit without its block.
    """

    duals: Floats
    offset: Floats
    apart: Floats


def fit_ridge(kernel: Floats, targets: Floats, *, blocks: Numbers) -> Ridge:
    """Fit targets, and leave out every block once in closed form.

    With G the inverse of kernel plus penalty and A = G T, what a fit without the rows D
    says of them is T_D - inverse(G_DD) A_D.

    Args:
        kernel: Products of all pairs of rows, without the shared feature.
        targets: Of shape (rows, columns).
        blocks: Number of the block of each row; -1 where it is never left out.

    Complexity:
        O(n^3) for n rows.

    Source:
        Golub, Heath and Wahba (1979), Technometrics 21(2): the leave-one-out identity,
        here for blocks of rows.
    """
    import numpy as np

    size = len(kernel)
    inverse = np.linalg.inv(kernel + CONSTANT + PENALTY * np.eye(size))
    duals = inverse @ targets
    apart = targets.copy()
    for block in range(int(blocks.max(initial=-1)) + 1):
        rows = np.flatnonzero(blocks == block)
        if len(rows):
            apart[rows] = targets[rows] - np.linalg.solve(inverse[np.ix_(rows, rows)], duals[rows])
    return Ridge(duals, CONSTANT * duals.sum(axis=0), apart)


def blocks_of(sources: Sequence[int], *, names: Sequence[str]) -> Numbers:
    """Return the block of each row: its source, where there are enough sources but not too many.

    Fewer than three sources are parted in four stretches each; of more than 300, those
    whose names hash alike are one block.

    Args:
        sources: Number of the source of each row, in ascending order.
        names: Of the sources, by number.
    """
    import numpy as np

    numbers = np.asarray(sources, np.int32)
    distinct, places = np.unique(numbers, return_inverse=True)
    block = places.astype(np.int32)
    if len(distinct) > _MOST_SOURCES:
        group = [zlib.crc32(names[number].encode()) % _GROUPS for number in distinct]
        block = np.array(group, np.int32)[block]
    elif len(distinct) < _FEWEST_SOURCES:
        for source in range(len(distinct)):
            rows = np.flatnonzero(numbers == distinct[source])
            parts = np.array_split(rows, _PARTS_OF_A_SOURCE)
            for n, part in enumerate(parts):
                block[part] = source * _PARTS_OF_A_SOURCE + n
    return block
