"""One passage of a corpus with what was read in it."""

from __future__ import annotations

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
        reading = self.source.reading
        for number in self.source.cues_in.get(self.number, ()):
            if reading.cues[number].code == code:
                yield reading.cues[number], reading.badges[number]

    def _tokens(self) -> tuple[int, int]:
        rows = self.source.reading.rows
        return int(rows[self.number]), int(rows[self.number + 1])


def placed(corpus: Corpus, row: int) -> PlacedPassage:
    """Return the passage of a row with what was read in it."""
    number = int(corpus.source_of[row])
    return PlacedPassage(corpus.sources[number], row - int(corpus.firsts[number]))
