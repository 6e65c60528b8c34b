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

from ethnocode.suggest.cues.patterns import Literal, Slot
from ethnocode.suggest.cues.phrases import Cue, Hit
from ethnocode.suggest.words.pieces import BORDER

if TYPE_CHECKING:
    from spacy.matcher import Matcher
    from spacy.tokens import Doc

    from ethnocode.suggest.words.arrays import Flags, Hashes

    Columns = Mapping[str, Hashes]

# Numbers of words are evenly spread hashes: their last bits tell nearly all words apart.
_TABLE_SIZE = 1 << 16
_MARKS = 64
_REACH = 8


@dataclass(frozen=True, slots=True, eq=False)
class TokenPattern:
    """One pattern of one code, ready to be looked for.

    Args:
        cue: The pattern as readers see it.
        matcher: Knows this pattern only.
        literals: Words that every match has.
        most: Tokens in the longest match, or ``None`` for no limit.
        runs: The runs of words it stands for, or ``None`` if it says more.
        is_local: Whether it asks nothing of a word that depends on what is about it.
    """

    cue: Cue
    matcher: Matcher
    literals: tuple[Literal, ...]
    most: int | None
    runs: tuple[tuple[Slot, ...], ...] | None
    is_local: bool


@dataclass(frozen=True, slots=True, eq=False)
class Anchored:
    """A pattern with the word of it that is looked for first.

    Args:
        pattern: Has the anchor among its literals.
        anchor: The rarest of them.
        after: Mark of the rarest literal that must follow within reach of it, or 0.
        before: Mark of the rarest that must go before it, or 0.
    """

    pattern: TokenPattern
    anchor: Literal
    after: int
    before: int


@dataclass(frozen=True, slots=True, eq=False)
class PatternCues:
    """Finds token patterns; made by :func:`pattern_cues`.

    Args:
        anchored: Patterns that may be about a word, by column and word.
        tables: Whether an anchor ends in some bits, by column.
        marks: The marks of literals with a word that ends in some bits, by column.
        everywhere: Patterns that must be tried at every word.
        columns: What is asked of words; ``LOWER`` always.
    """

    anchored: Mapping[str, Mapping[int, tuple[Anchored, ...]]]
    tables: Mapping[str, Flags]
    marks: Mapping[str, Hashes]
    everywhere: tuple[TokenPattern, ...]
    columns: tuple[str, ...]

    def hits(self, doc: Doc) -> Iterator[Hit]:
        """Yield the patterns in a document; some more than once."""
        if not (self.anchored or self.everywhere):
            return
        columns: Any = {name: doc.to_array(name) for name in self.columns}
        near = _Near(doc, columns)
        windows: dict[TokenPattern, set[tuple[int, int]]] = {}
        for pattern in self.everywhere:
            windows[pattern] = set(near.paragraphs())
        for found, place in self._anchors(columns):
            if found.pattern.runs is None:
                ranges = near.windows(found, place)
                windows.setdefault(found.pattern, set()).update(ranges)
            else:
                yield from near.runs(found, place)
        for pattern, around in windows.items():
            for first, last in sorted(around):
                for _, start, end in pattern.matcher(doc[first:last], allow_missing=True):
                    yield first + start, first + end, pattern.cue

    def _anchors(self, columns: Columns) -> Iterator[tuple[Anchored, int]]:
        """Yield patterns with places of their anchors that are in the right company."""
        before, after = self._company(columns)
        for column, table in self.tables.items():
            numbers = columns[column]
            places = table[numbers & (_TABLE_SIZE - 1)].nonzero()[0]
            ahead, behind = before[places].tolist(), after[places].tolist()
            words = numbers[places].tolist()
            for n, place in enumerate(places.tolist()):
                for found in self.anchored[column].get(words[n], ()):
                    if not (found.before & ~ahead[n] or found.after & ~behind[n]):
                        yield found, place

    def _company(self, columns: Columns) -> tuple[Hashes, Hashes]:
        """Return the marks of the words within reach before and after each word."""
        import numpy as np

        length = len(columns["LOWER"])
        marks = np.zeros(length + 2 * _REACH + 1, np.uint64)
        for column, table in self.marks.items():
            marks[_REACH : _REACH + length] |= table[columns[column] & (_TABLE_SIZE - 1)]
        by = 1
        while by < _REACH:
            marks[:-by] |= marks[by:]
            by *= 2
        return marks[:length], marks[_REACH + 1 : _REACH + 1 + length]


def pattern_cues(patterns: Iterable[TokenPattern], *, frequent: Mapping[int, int]) -> PatternCues:
    """Return what finds some patterns.

    Args:
        frequent: How often words come that are in most sentences, to choose other anchors.
    """
    import numpy as np

    anchored: dict[str, dict[int, list[Anchored]]] = {}
    everywhere = []
    marks = _MarkOf(frequent)
    for pattern in patterns:
        if not pattern.literals:
            everywhere.append(pattern)
            continue
        found = _anchored(pattern, frequent, marks)
        for word in found.anchor.words:
            anchored.setdefault(found.anchor.column, {}).setdefault(word, []).append(found)
    tables = {column: np.zeros(_TABLE_SIZE, np.bool_) for column in anchored}
    for column, by_word in anchored.items():
        tables[column][[word & (_TABLE_SIZE - 1) for word in by_word]] = True
    fixed = {
        column: {word: tuple(found) for word, found in by_word.items()}
        for column, by_word in anchored.items()
    }
    columns = ("LOWER", *sorted(_columns_of(patterns) - {"LOWER"}))
    return PatternCues(fixed, tables, marks.tables(), tuple(everywhere), columns)


def _columns_of(patterns: Iterable[TokenPattern]) -> set[str]:
    """Return what patterns ask of words; the words of a run that may be missing included."""
    found: set[str] = set()
    for pattern in patterns:
        found.update(literal.column for literal in pattern.literals)
        found.update(column for run in pattern.runs or () for slot in run for column, _ in slot)
    return found


class _MarkOf:
    """Gives choices of words one of 64 marks; those that share one are seldom met."""

    def __init__(self, frequent: Mapping[int, int]) -> None:
        self._frequent = frequent
        self._numbers: dict[tuple[str, frozenset[int]], int] = {}
        self._times = [0] * _MARKS

    def __call__(self, literals: Iterable[Literal]) -> int:
        """Return the mark of the rarest of some literals; 0 if there are none."""
        rarest = min(literals, key=lambda one: frequency(one, self._frequent), default=None)
        if rarest is None:
            return 0
        key = (rarest.column, rarest.words)
        if key not in self._numbers:
            self._numbers[key] = self._times.index(min(self._times))
            self._times[self._numbers[key]] += frequency(rarest, self._frequent)
        return 1 << self._numbers[key]

    def tables(self) -> dict[str, Hashes]:
        """Return the marks of words that end in some bits, by column."""
        import numpy as np

        found: dict[str, Hashes] = {}
        for (column, words), number in self._numbers.items():
            table = found.setdefault(column, np.zeros(_TABLE_SIZE, np.uint64))
            table[[word & (_TABLE_SIZE - 1) for word in words]] |= np.uint64(1 << number)
        return found


def _anchored(pattern: TokenPattern, frequent: Mapping[int, int], mark: _MarkOf) -> Anchored:
    bound = [literal for literal in pattern.literals if literal.last is not None]
    anchor = min(bound or pattern.literals, key=lambda one: frequency(one, frequent))
    if anchor.last is None:
        return Anchored(pattern, anchor, 0, 0)
    after = [one for one in bound if one.first - anchor.last > 0 and _apart(anchor, one) <= _REACH]
    before = [
        one for one in bound if anchor.first - (one.last or 0) > 0 and _apart(one, anchor) <= _REACH
    ]
    return Anchored(pattern, anchor, mark(after), mark(before))


def _apart(one: Literal, other: Literal) -> int:
    """Return how many words a literal may at most be before another."""
    return (other.last or 0) - one.first


def frequency(literal: Literal, frequent: Mapping[int, int]) -> int:
    """Return about how often any of a literal's words comes."""
    return sum(frequent.get(word, 1) for word in literal.words)


class _Near:
    """What stands about the anchors of a document."""

    def __init__(self, doc: Doc, columns: Columns) -> None:
        self._columns, self._length = columns, len(doc)
        self._border: int = doc.vocab.strings[BORDER]
        self._lists: dict[str, list[int]] = {}
        self._sets: dict[str, frozenset[int]] = {}
        self._possible: dict[TokenPattern, bool] = {}
        self._edges: tuple[list[int], list[int]] | None = None

    def _may_have(self, pattern: TokenPattern) -> bool:
        """Whether every word that a pattern cannot do without is in the document."""
        if pattern not in self._possible:
            self._possible[pattern] = not any(
                literal.words.isdisjoint(self._distinct(literal.column))
                for literal in pattern.literals
            )
        return self._possible[pattern]

    def runs(self, found: Anchored, place: int) -> Iterator[Hit]:
        """Yield the runs of words of a pattern that have an anchor at a place."""
        pattern = found.pattern
        for start, _ in self.windows(found, place):
            for run in pattern.runs or ():
                if self._has(run, start):
                    yield start, start + len(run), pattern.cue

    def windows(self, found: Anchored, place: int) -> Iterator[tuple[int, int]]:
        """Yield the ranges of tokens that hold every match with an anchor at a place."""
        pattern, anchor = found.pattern, found.anchor
        starts, ends = self._paragraphs()
        n = bisect_right(starts, place) - 1
        first, end = starts[n], ends[n]
        if anchor.last is None:
            if self._may_have(pattern):
                yield first, end
            return
        for start in range(max(first, place - anchor.last), place - anchor.first + 1):
            if self._has_all(pattern.literals, start, end):
                if pattern.most is None:
                    yield start, self._last_end(pattern.literals, start, end)
                else:
                    yield start, min(end, start + pattern.most)

    def _last_end(self, literals: Iterable[Literal], start: int, end: int) -> int:
        """Return where the longest match from here ends: so far after its last literal."""
        for literal in literals:
            if literal.after is not None:
                words = self._words(literal.column)
                met = (n for n in range(end - 1, start - 1, -1) if words[n] in literal.words)
                end = min(end, next(met, start - 1) + 1 + literal.after)
        return end

    def _has(self, run: Sequence[Slot], start: int) -> bool:
        if start + len(run) > self._length:
            return False
        return all(
            self._words(column)[start + n] in words
            for n, slot in enumerate(run)
            for column, words in slot
        )

    def paragraphs(self) -> Iterator[tuple[int, int]]:
        """Yield the ranges of tokens of all paragraphs."""
        yield from zip(*self._paragraphs(), strict=True)

    def _paragraphs(self) -> tuple[list[int], list[int]]:
        if self._edges is None:
            borders = [n for n, word in enumerate(self._words("LOWER")) if word == self._border]
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

    def _distinct(self, column: str) -> frozenset[int]:
        if column not in self._sets:
            self._sets[column] = frozenset(self._words(column))
        return self._sets[column]

    def _words(self, column: str) -> list[int]:
        if column not in self._lists:
            numbers: Any = self._columns[column]
            self._lists[column] = numbers.tolist()
        return self._lists[column]
