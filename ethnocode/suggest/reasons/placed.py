"""One passage of a corpus with what was read in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from ethnocode.model import CueMatch
from ethnocode.suggest.corpus.rows import Corpus, CorpusSource
from ethnocode.suggest.reading.passages import Passage


@dataclass(frozen=True, slots=True, eq=False)
class PlacedPassage:
    """A passage in its source; made by :func:`placed`.

    Args:
        source: The source.
        number: Of the passage, within the source.
    """

    source: CorpusSource
    number: int

    @property
    def passage(self) -> Passage:
        """The passage itself."""
        return self.source.passages[self.number]

    def starts(self) -> list[int]:
        """Return the first character of each token."""
        first, last = self._tokens()
        return list(self.source.reading.starts[first:last].tolist())

    def words(self) -> list[str]:
        """Return its words, one a token, in lower case."""
        first, last = self._tokens()
        reading = self.source.reading
        return [reading.words[number] for number in reading.tokens[first:last].tolist()]

    def stems(self) -> frozenset[str]:
        """Return the stems of its words."""
        first, last = self._tokens()
        reading = self.source.reading
        return frozenset(
            reading.stems[number] for number in set(reading.tokens[first:last].tolist())
        )

    def cues_of(self, code: str) -> Iterator[tuple[CueMatch, str]]:
        """Yield the cues of a code with their badges, in text order."""
        reading, span = self.source.reading, self.passage.span
        at = bisect_left(reading.cues, span.start, key=lambda match: match.span.start)
        while at < len(reading.cues) and reading.cues[at].span.start < span.end:
            if reading.cues[at].code == code and span.encloses(reading.cues[at].span):
                yield reading.cues[at], reading.badges[at]
            at += 1

    def _tokens(self) -> tuple[int, int]:
        rows = self.source.reading.rows
        return int(rows[self.number]), int(rows[self.number + 1])


def placed(corpus: Corpus, row: int) -> PlacedPassage:
    """Return the passage of a row with what was read in it."""
    number = int(corpus.source_of[row])
    return PlacedPassage(corpus.sources[number], row - int(corpus.firsts[number]))
