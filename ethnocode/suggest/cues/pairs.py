"""Where runs of words can be: they are compared only about two neighbours they cannot lack.

A word alone is met so often that trying the runs about it costs more than tokenising. Two
given words seldom stand side by side, and all pairs of a text are looked up in one go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from ethnocode.suggest.cues.patterns import Slot
from ethnocode.suggest.cues.phrases import Cue

if TYPE_CHECKING:
    import numpy as np

    Table = np.ndarray[tuple[int], np.dtype[np.bool_]]
    Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]

_COLUMN = "LOWER"
_MOST_PAIRS = 500

# Odd, so that no two products of words are the same unless the words are.
_MIXING = 0x9E3779B97F4A7C15
_WORD_BITS, _TABLE_BITS = 64, 18
_ALL_BITS = (1 << _WORD_BITS) - 1


class PairedRun(NamedTuple):
    """A run of words with the neighbours that are looked for first.

    Args:
        cue: What the run stands for.
        run: Its words.
        at: How many tokens into it the neighbours begin.
    """

    cue: Cue
    run: tuple[Slot, ...]
    at: int


@dataclass(frozen=True, slots=True, eq=False)
class PairCues:
    """Finds runs of words by their pairs; made by :func:`pair_cues`.

    Args:
        by_pair: The runs that may be about a pair of words, by the two in one number.
        table: Whether the number of any pair begins with some bits.
    """

    by_pair: Mapping[int, tuple[PairedRun, ...]]
    table: Table

    def places(self, lowers: Hashes) -> Iterator[tuple[PairedRun, int]]:
        """Yield runs with the tokens they would begin at.

        Args:
            lowers: Words in lower case, by number.
        """
        import numpy as np

        if not self.by_pair or len(lowers) < 2:
            return
        pairs = lowers[:-1] * np.uint64(_MIXING) + lowers[1:]
        found = self.table[pairs >> np.uint64(_WORD_BITS - _TABLE_BITS)].nonzero()[0]
        for place, pair in zip(found.tolist(), pairs[found].tolist(), strict=True):
            for paired in self.by_pair.get(pair, ()):
                if place >= paired.at:
                    yield paired, place - paired.at


def pair_cues(runs: Sequence[PairedRun]) -> PairCues:
    """Return what finds some runs."""
    import numpy as np

    by_pair: dict[int, list[PairedRun]] = {}
    for paired in runs:
        for first, second in _pairs(paired.run, paired.at):
            by_pair.setdefault((first * _MIXING + second) & _ALL_BITS, []).append(paired)
    table = np.zeros(1 << _TABLE_BITS, np.bool_)
    table[[pair >> (_WORD_BITS - _TABLE_BITS) for pair in by_pair]] = True
    return PairCues({pair: tuple(found) for pair, found in by_pair.items()}, table)


def paired_runs(
    cue: Cue, runs: Sequence[tuple[Slot, ...]], *, frequent: Mapping[int, int]
) -> list[PairedRun]:
    """Return the runs of a pattern with their rarest pairs; none where one of them has no pair.

    Args:
        frequent: How often words come that are in most sentences.
    """
    found = []
    for run in runs:
        usual = [_frequency(slot, frequent) for slot in run]
        some = [
            at
            for at in range(len(run) - 1)
            if usual[at] and usual[at + 1] and _times(run, at) <= _MOST_PAIRS
        ]
        if not some:
            return []
        found.append(PairedRun(cue, run, min(some, key=lambda at: usual[at] * usual[at + 1])))
    return found


def _frequency(slot: Slot, frequent: Mapping[int, int]) -> int:
    """Return about how often a token is as a slot says; 0 where that is more than a few words."""
    if [column for column, _ in slot] != [_COLUMN]:
        return 0
    return sum(frequent.get(word, 1) for word in slot[0][1])


def _times(run: tuple[Slot, ...], at: int) -> int:
    return len(run[at][0][1]) * len(run[at + 1][0][1])


def _pairs(run: tuple[Slot, ...], at: int) -> list[tuple[int, int]]:
    return list(product(sorted(run[at][0][1]), sorted(run[at + 1][0][1])))
