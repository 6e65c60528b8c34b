"""The passages of a study as rows, and what coders have decided on each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ethnocode.suggest.reading.passages import Passage
from ethnocode.suggest.reading.source import Reading

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Flags, Numbers


@dataclass(frozen=True, eq=False)
class CorpusSource:
    """A source of a corpus.

    Args:
        name: Of the source.
        kind: Of the source, such as ``interview``.
        digest: Of its text.
        passages: In text order.
        reading: Made of these passages.
    """

    name: str
    kind: str
    digest: str
    passages: tuple[Passage, ...]
    reading: Reading

    @cached_property
    def cues_in(self) -> Mapping[int, tuple[int, ...]]:
        """Numbers of the cues that a passage has all of, by the number of the passage."""
        starts = [passage.span.start for passage in self.passages]
        found: dict[int, list[int]] = {}
        for number, match in enumerate(self.reading.cues):
            at = bisect_right(starts, match.span.start) - 1
            if at >= 0 and self.passages[at].span.encloses(match.span):
                found.setdefault(at, []).append(number)
        return {at: tuple(numbers) for at, numbers in found.items()}


@dataclass(frozen=True, eq=False)
class Corpus:
    """Every passage of a study is a row: source after source, in text order.

    Args:
        sources: The sources, in an order that does not change.
    """

    sources: tuple[CorpusSource, ...]

    @cached_property
    def firsts(self) -> Numbers:
        """First row of each source, and at last the number of rows."""
        import numpy as np

        counts = [len(source.passages) for source in self.sources]
        return np.concatenate(([0], np.cumsum(counts))).astype(np.int32)

    @cached_property
    def source_of(self) -> Numbers:
        """Number of the source of each row."""
        import numpy as np

        return np.repeat(np.arange(len(self.sources), dtype=np.int32), np.diff(self.firsts))

    @property
    def size(self) -> int:
        """How many rows there are."""
        return int(self.firsts[-1])

    def passage(self, row: int) -> Passage:
        """Return the passage of a row."""
        source = int(self.source_of[row])
        return self.sources[source].passages[row - int(self.firsts[source])]


@dataclass(frozen=True, slots=True, eq=False)
class Decisions:
    """What a coder has decided: of rows by codes; undecided suggestions play no part.

    Args:
        codes: Full ids, as the columns have them.
        read: Whether a row was read: what is not given there was left on purpose.
        given: Whether a row was given a code: coded, or a suggestion accepted.
        refused: Whether a code was rejected for a row, be the row read or not.
    """

    codes: tuple[str, ...]
    read: Flags
    given: Flags
    refused: Flags


def no_decisions(corpus: Corpus, codes: Sequence[str]) -> Decisions:
    """Return the decisions of a coder who has not begun."""
    import numpy as np

    shape = (corpus.size, len(codes))
    return Decisions(
        tuple(codes),
        np.zeros(corpus.size, np.bool_),
        np.zeros(shape, np.bool_),
        np.zeros(shape, np.bool_),
    )
