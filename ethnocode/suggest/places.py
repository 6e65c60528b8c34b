"""Where token patterns can be: they are judged only about words they cannot do without.

spaCy's ``Matcher`` tries every pattern at every token, which takes twenty times as
long as tokenising. Most patterns name words that every match has; so the rarest of
those, the anchors, are looked for first, all at once. A pattern that is nothing but
choices of words is then compared word by word; the matcher judges the others, in the
few stretches that have their anchors.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ethnocode.suggest.patterns import Literal, Slot
from ethnocode.suggest.phrases import Cue, Hit
from ethnocode.suggest.pieces import BORDER

if TYPE_CHECKING:
    import numpy as np
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

    Table = np.ndarray[tuple[int], np.dtype[np.bool_]]
    Columns = Mapping[str, np.ndarray[tuple[int], np.dtype[np.uint64]]]

# Numbers of words are evenly spread hashes: their last bits tell nearly all words apart.
_TABLE_SIZE = 1 << 16
_COMMON = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class TokenPattern:
    """One pattern of one code, ready to be looked for.

    Args:
        cue: The pattern as readers see it.
        matcher: Knows this pattern only.
        literals: Words that every match has.
        most: Tokens in the longest match, or ``None`` for no limit.
        sequences: The runs of words it stands for, or ``None`` if it says more.
    """

    cue: Cue
    matcher: Matcher
    literals: tuple[Literal, ...]
    most: int | None
    sequences: tuple[tuple[Slot, ...], ...] | None


@dataclass(frozen=True, slots=True, eq=False)
class _Run:
    """A run of words of a pattern, and which of them is its anchor."""

    cue: Cue
    slots: tuple[Slot, ...]
    at: int


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    """A pattern that the matcher judges, and its anchor."""

    pattern: TokenPattern
    anchor: Literal


_Anchored = _Run | _Judged


@dataclass(frozen=True, slots=True, eq=False)
class PatternCues:
    """Finds token patterns; made by :func:`pattern_cues`.

    Args:
        anchored: What may be about a word, by column and word.
        tables: Whether an anchor ends in some bits, by column.
        everywhere: Patterns that must be tried at every word.
    """

    anchored: Mapping[str, Mapping[int, tuple[_Anchored, ...]]]
    tables: Mapping[str, Table]
    everywhere: tuple[TokenPattern, ...]

    def hits(self, doc: Doc, columns: Columns) -> Iterator[Hit]:
        """Yield the patterns in a document; some more than once.

        Args:
            columns: Numbers of the document's words.
        """
        near = _Near(doc, columns)
        windows: dict[TokenPattern, set[tuple[int, int]]] = {}
        for pattern in self.everywhere:
            windows[pattern] = set(near.paragraphs())
        for column, place, word in self._anchors(columns):
            for found in self.anchored[column].get(word, ()):
                if isinstance(found, _Judged):
                    windows.setdefault(found.pattern, set()).update(near.windows(found, place))
                elif near.has(found.slots, place - found.at):
                    start = place - found.at
                    yield start, start + len(found.slots), found.cue
        for pattern, ranges in windows.items():
            for first, last in sorted(ranges):
                for _, start, end in pattern.matcher(doc[first:last]):
                    yield first + start, first + end, pattern.cue

    def _anchors(self, columns: Columns) -> Iterator[tuple[str, int, int]]:
        for column, table in self.tables.items():
            numbers = columns[column]
            places = table[numbers & (_TABLE_SIZE - 1)].nonzero()[0]
            for place, word in zip(places.tolist(), numbers[places].tolist(), strict=True):
                yield column, place, word


def pattern_cues(patterns: Iterable[TokenPattern], *, common: frozenset[int]) -> PatternCues:
    """Return what finds some patterns.

    Args:
        common: Numbers of words that are in most sentences: poor anchors.
    """
    import numpy as np

    anchored: dict[str, dict[int, list[_Anchored]]] = {}
    everywhere = []
    for pattern in patterns:
        for column, words, found in _anchors_of(pattern, common):
            for word in words:
                anchored.setdefault(column, {}).setdefault(word, []).append(found)
        if pattern.sequences is None and not pattern.literals:
            everywhere.append(pattern)
    tables = {column: np.zeros(_TABLE_SIZE, np.bool_) for column in anchored}
    for column, by_word in anchored.items():
        tables[column][[word & (_TABLE_SIZE - 1) for word in by_word]] = True
    fixed = {
        column: {word: tuple(found) for word, found in by_word.items()}
        for column, by_word in anchored.items()
    }
    return PatternCues(fixed, tables, tuple(everywhere))


def _anchors_of(
    pattern: TokenPattern, common: frozenset[int]
) -> Iterator[tuple[str, frozenset[int], _Anchored]]:
    if pattern.sequences is not None:
        for slots in pattern.sequences:
            options = [
                (_weight(words, common), at, column, words)
                for at, slot in enumerate(slots)
                for column, words in slot
            ]
            _, at, column, words = min(options, key=lambda option: option[:3])
            yield column, words, _Run(pattern.cue, slots, at)
    elif pattern.literals:
        bound = [literal for literal in pattern.literals if literal.last is not None]
        anchor = min(bound or pattern.literals, key=lambda one: _weight(one.words, common))
        yield anchor.column, anchor.words, _Judged(pattern, anchor)


def _weight(words: frozenset[int], common: frozenset[int]) -> int:
    return len(words) + _COMMON * len(words & common)


class _Near:
    """What stands about the anchors of a document."""

    def __init__(self, doc: Doc, columns: Columns) -> None:
        self._columns, self._length = columns, len(doc)
        self._border: int = doc.vocab.strings[BORDER]
        self._lists: dict[str, list[int]] = {}
        self._edges: tuple[list[int], list[int]] | None = None

    def has(self, slots: Sequence[Slot], start: int) -> bool:
        """Whether a run of words is at a place."""
        if start < 0 or start + len(slots) > self._length:
            return False
        return all(
            self._words(column)[start + n] in words
            for n, slot in enumerate(slots)
            for column, words in slot
        )

    def windows(self, found: _Judged, place: int) -> Iterator[tuple[int, int]]:
        """Yield the ranges of tokens that hold every match with an anchor at a place."""
        pattern, anchor = found.pattern, found.anchor
        starts, ends = self._paragraphs()
        n = bisect_right(starts, place) - 1
        first, end = starts[n], ends[n]
        if anchor.last is not None:
            first, last = max(first, place - anchor.last), place - anchor.first
        else:
            last = first
        for start in range(first, last + 1):
            if anchor.last is None or self._has_all(pattern.literals, start, end):
                yield start, end if pattern.most is None else min(end, start + pattern.most)

    def paragraphs(self) -> Iterator[tuple[int, int]]:
        """Yield the ranges of tokens of all paragraphs."""
        yield from zip(*self._paragraphs(), strict=True)

    def _paragraphs(self) -> tuple[list[int], list[int]]:
        if self._edges is None:
            borders = [n for n, word in enumerate(self._words("ORTH")) if word == self._border]
            self._edges = [0, *(place + 1 for place in borders)], [*borders, self._length]
        return self._edges

    def _has_all(self, literals: Iterable[Literal], start: int, end: int) -> bool:
        """Whether the words that every match has are where one from here to there has them."""
        for literal in literals:
            last = end if literal.last is None else min(end, start + literal.last + 1)
            near = self._words(literal.column)[start + literal.first : last]
            if literal.words.isdisjoint(near):
                return False
        return True

    def _words(self, column: str) -> list[int]:
        if column not in self._lists:
            numbers: Any = self._columns[column]
            self._lists[column] = numbers.tolist()
        return self._lists[column]
