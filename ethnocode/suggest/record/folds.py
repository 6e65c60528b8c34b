"""Which sources are left out together, and which passages are learned from first."""

from __future__ import annotations

import random
from collections.abc import Sequence


def make_folds(passages: Sequence[int], *, folds: int) -> tuple[tuple[int, ...], ...]:
    """Put sources into folds of about as many read passages each; whole sources only.

    The source with the most goes first, each into the fold that has the fewest so far.
    Where there are no more sources than folds, each is left out alone.

    Args:
        passages: How many passages of each source were read; sources without any are in
            no fold.
        folds: How many, at most.

    Returns:
        Numbers of sources, ascending in each fold.
    """
    read = sorted((n for n, number in enumerate(passages) if number), key=lambda n: -passages[n])
    filled: list[list[int]] = [[] for _ in range(min(folds, len(read)))]
    sizes = [0] * len(filled)
    for source in read:
        at = sizes.index(min(sizes))
        filled[at].append(source)
        sizes[at] += passages[source]
    return tuple(tuple(sorted(fold)) for fold in filled)


def first_coded(
    sources: Sequence[Sequence[int]], coded: Sequence[bool], *, wanted: int
) -> list[int]:
    """Return the rows that somebody has read when so many of them are coded.

    Args:
        sources: Read rows of each source, in the order of reading.
        coded: Whether a row bears a code, for every row of the corpus.
        wanted: How many coded rows; the last row returned is the last of these.
    """
    found: list[int] = []
    left = wanted
    for rows in sources:
        for row in rows:
            if left == 0:
                return found
            found.append(row)
            left -= bool(coded[row])
    return found


def shuffled(sources: Sequence[int], *, rng: random.Random) -> tuple[int, ...]:
    """Return sources in a drawn order, the same for the same state of ``rng``."""
    order = list(sources)
    rng.shuffle(order)
    return tuple(order)
