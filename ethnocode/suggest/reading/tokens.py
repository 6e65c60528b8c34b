"""The words of a source in numbers, gathered piece by piece."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ethnocode.model import Span
from ethnocode.suggest.cues.matcher import ReadPiece
from ethnocode.suggest.words.pieces import Piece
from ethnocode.suggest.words.pipeline import Pipeline

if TYPE_CHECKING:
    import numpy as np

    from ethnocode.suggest.words.arrays import Hashes, Numbers, Places


_COLUMNS = ("LOWER", "NORM", "IDX", "LENGTH")

# Odd, so that no two products of words are the same unless the words are.
_MIXING = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Words within spans; the fields are those of a ``Reading``."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    tokens: Numbers
    starts: Numbers
    ends: Numbers
    rows: Numbers


class Tokens:
    """All tokens of a source, in text order.

    Args:
        pipeline: Knows the words by number.
    """

    def __init__(self, pipeline: Pipeline) -> None:
        self._strings = pipeline.nlp.vocab.strings
        self._lowers: list[Hashes] = []
        self._norms: list[Hashes] = []
        self._starts: list[Places] = []
        self._ends: list[Places] = []
        self._reached = 0

    def add(self, read: ReadPiece) -> None:
        """Take in the tokens of a piece, but for those that the piece before has too."""
        import numpy as np

        columns: Any = read.doc.to_array(list(_COLUMNS))
        lowers, norms = columns[:, 0], columns[:, 1]
        inside = columns[:, 2].astype(np.int64)
        starts = _original(read.piece, inside)
        ends = _original(read.piece, inside + columns[:, 3].astype(np.int64) - 1) + 1
        if len(starts) and starts[0] < self._reached:
            fresh = starts >= self._reached
            starts, ends, lowers, norms = starts[fresh], ends[fresh], lowers[fresh], norms[fresh]
        if len(starts):
            self._reached = int(ends[-1])
        self._starts.append(starts)
        self._ends.append(ends)
        self._lowers.append(lowers)
        self._norms.append(norms)

    def within(self, spans: Sequence[Span]) -> Words:
        """Return the words within spans that are in order and do not overlap.

        Complexity:
            O(n log n) for n tokens.
        """
        import numpy as np

        first = np.array([span.start for span in spans], np.int64)
        last = np.array([span.end for span in spans], np.int64)
        starts, ends = _joined(self._starts, np.int64), _joined(self._ends, np.int64)
        homes = np.searchsorted(first, starts, side="right") - 1
        inside = (homes >= 0) & (ends <= last[homes]) if len(spans) else homes >= 0
        lowers = _joined(self._lowers, np.uint64)[inside]
        norms = _joined(self._norms, np.uint64)[inside]
        named, numbers = self._named(lowers, norms)
        worded = numbers >= 0
        homes = homes[inside][worded]
        return Words(
            words=tuple(word for word, _ in named),
            stems=tuple(stem for _, stem in named),
            tokens=numbers[worded].astype(np.int32),
            starts=starts[inside][worded].astype(np.int32),
            ends=ends[inside][worded].astype(np.int32),
            rows=np.searchsorted(homes, np.arange(len(spans) + 1)).astype(np.int32),
        )

    def _named(self, lowers: Hashes, norms: Hashes) -> tuple[list[tuple[str, str]], Places]:
        """Return the distinct words with their stems, as they come, and each token's, or -1."""
        import numpy as np

        pairs = lowers * np.uint64(_MIXING) + norms
        _, firsts, kinds = np.unique(pairs, return_index=True, return_inverse=True)
        order = np.argsort(firsts)
        first_lowers, first_norms = (column[firsts[order]].tolist() for column in (lowers, norms))
        strings = self._strings
        named: list[tuple[str, str]] = []
        number_of = np.full(len(firsts), -1, np.int64)
        for kind, lower, norm in zip(order.tolist(), first_lowers, first_norms, strict=True):
            word = strings[lower]
            if word.isalnum() or any(map(str.isalnum, word)):
                number_of[kind] = len(named)
                named.append((word, strings[norm]))
        return named, np.asarray(number_of[kinds], np.int64)


def _original(piece: Piece, offsets: Places) -> Places:
    """Return where characters of a piece are in the original text."""
    import numpy as np

    if len(piece.resumes) == 1:
        return offsets + piece.shifts[0]
    at = np.searchsorted(np.array(piece.resumes), offsets, side="right") - 1
    return np.asarray(offsets + np.array(piece.shifts)[at], np.int64)


def _joined(parts: Sequence[np.ndarray[tuple[int], np.dtype[Any]]], kind: Any) -> Any:
    import numpy as np

    return np.concatenate(parts) if parts else np.zeros(0, kind)
