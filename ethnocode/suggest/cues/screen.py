"""Where cues can be at all: spaCy tokenises and judges only the words about these places.

To tokenise a text takes longer than all else that finding cues in it takes, and nine words
in ten are near no cue. What a tokeniser makes of the characters between two white spaces
depends on nothing else: so it is asked once for each such chunk, what words of cues are in
it is kept, and a text is screened by looking its chunks up. The screen lets through what
stands about the rarest word of a cue, where the cue's other words are within reach. It
never withholds a match; whether there is one is for others to say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from ethnocode.suggest.cues.patterns import Literal
from ethnocode.suggest.cues.phrases import PhraseCues
from ethnocode.suggest.cues.places import TokenPattern, frequency
from ethnocode.suggest.words.chunks import chunks_of
from ethnocode.suggest.words.pieces import Piece, parts_of, plain_marks, stretches_of
from ethnocode.suggest.words.pipeline import Pipeline

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Hashes, Places

_REACH = 8
_MOST_COMPANY = 4
_MARKS = 64
_FAR = 1 << 40
_MOST_KNOWN = 250_000


Kind = frozenset[int]
"""The numbers of the choices of words that a chunk has."""

_ANY = Literal("", frozenset(), 0, 0)
_PLAIN: Kind = frozenset({0})


@dataclass(frozen=True, slots=True)
class Companion:
    """A choice of words that must be about an anchor.

    Args:
        choice: The words.
        first: The least number of chunks from the anchor; below 0 before it.
        last: The greatest, at most ``_REACH`` more.
    """

    choice: Literal
    first: int
    last: int


_NOBODY = Companion(_ANY, 0, 0)


@dataclass(frozen=True, slots=True)
class Need:
    """What must be about a chunk for a cue to be there.

    Args:
        anchor: The cue's rarest words, which the chunk has.
        company: Others within reach, the rarest first.
        along: Others anywhere in the paragraph.
        back: Chunks before the anchor that a match may take in.
        ahead: Chunks after it.
    """

    anchor: Literal
    company: tuple[Companion, ...]
    along: tuple[Literal, ...]
    back: int
    ahead: int


def screen_of(
    phrases: PhraseCues,
    patterns: Iterable[TokenPattern],
    *,
    pipeline: Pipeline,
    frequent: Mapping[int, int],
) -> Screen | None:
    """Return what tells where some cues can be; ``None`` where they can be anywhere.

    Args:
        phrases: Phrases and lemmas.
        patterns: Token patterns.
        pipeline: Tokenises texts.
        frequent: How often words come that are in most sentences, to choose other anchors.
    """
    patterns = tuple(patterns)
    if pipeline.name or not all(pattern.literals and pattern.is_local for pattern in patterns):
        return None
    needs = [_of_pattern(pattern, frequent) for pattern in patterns]
    for run in phrases.runs:
        norms = [token.norm for token in pipeline.doc_of_norms(list(run))]
        needs.append(_of_run(norms, frequent))
    return Screen(pipeline, needs, frequent=frequent)


def _of_pattern(pattern: TokenPattern, frequent: Mapping[int, int]) -> Need:
    literals = pattern.literals
    bound = [one for one in literals if one.last is not None]
    anchor = min(bound or literals, key=lambda one: frequency(one, frequent))
    along = tuple(_choice(one) for one in literals if one.last is None)
    if anchor.last is None:
        return Need(_choice(anchor), (), along, _FAR, _FAR)
    company = [
        (one, one.first - anchor.last, (one.last or 0) - anchor.first)
        for one in bound
        if one is not anchor
    ]
    ahead = _FAR if pattern.most is None else pattern.most - anchor.first - 1
    return Need(_choice(anchor), _nearest(company, frequent), along, anchor.last, ahead)


def _of_run(norms: Sequence[int], frequent: Mapping[int, int]) -> Need:
    """Return what a run of words needs, any two of which may have a hyphen between them."""
    words = [Literal("NORM", frozenset({norm}), n, n) for n, norm in enumerate(norms)]
    anchor = min(words, key=lambda one: frequency(one, frequent))
    company = [
        (one, 2 * (one.first - anchor.first), 2 * (one.first - anchor.first))
        for one in words
        if one is not anchor
    ]
    back, ahead = 2 * anchor.first, 2 * (len(norms) - 1 - anchor.first)
    return Need(_choice(anchor), _nearest(company, frequent), (), back, ahead)


def _nearest(
    company: Iterable[tuple[Literal, int, int]], frequent: Mapping[int, int]
) -> tuple[Companion, ...]:
    """Return those that are least often within reach.

    Args:
        company: Words, with the least and greatest number of tokens from the anchor. As
            chunks of one token or more they may be nearer, down to the anchor's own.
        frequent: How often words come.
    """
    found: list[tuple[int, int, Companion]] = []
    for one, first, last in company:
        first, last = min(first, 0), max(last, 0)
        if last - first <= _REACH:
            often = frequency(one, frequent) * (last - first + 1)
            found.append((often, len(found), Companion(_choice(one), first, last)))
    return tuple(companion for *_, companion in sorted(found)[:_MOST_COMPANY])


def _choice(literal: Literal) -> Literal:
    """Return the words of a literal, wherever they stand."""
    return Literal(literal.column, literal.words, 0, 0)


class Screen:
    """Tells where cues can be; made by :func:`screen_of`.

    Args:
        pipeline: Blank, so that nothing about a word depends on its neighbours.
        needs: What each cue needs.
        frequent: How often words come.
    """

    def __init__(
        self, pipeline: Pipeline, needs: Iterable[Need], *, frequent: Mapping[int, int]
    ) -> None:
        self._pipeline = pipeline
        needs = tuple(dict.fromkeys(needs))
        choices = _choices_of(needs, frequent)
        self._by_word: dict[tuple[str, int], list[int]] = {}
        for choice, number in choices.items():
            for word in choice.words:
                self._by_word.setdefault((choice.column, word), []).append(number)
        self._table = _Table(needs, choices)
        self._kinds = {_PLAIN: 0}
        self.known = Known(self._kind_of)

    def near(self, text: str) -> Iterator[Piece]:
        """Yield pieces that hold every match of a cue in a text, and little else.

        Complexity:
            O(n) for n characters.
        """
        plain = plain_marks(text)
        if len(self.known) > _MOST_KNOWN:
            self.known.clear()
        for start, end in stretches_of(plain):
            yield from parts_of(plain, self._ranges(plain, start, end))

    def _ranges(self, plain: str, start: int, end: int) -> list[tuple[int, int]]:
        """Return where cues can be in a stretch of a text."""
        import numpy as np

        chunks = chunks_of(plain, start, end)
        if not chunks.words:
            return []
        kinds = np.fromiter(map(self.known.__getitem__, chunks.words), np.int64, len(chunks.words))
        self._table.take(self._kinds)
        firsts, lasts = self._table.ranges(kinds, chunks.borders)
        # White space at the very beginning is a token.
        begins = np.where(firsts == 0, start, chunks.starts[firsts])
        return list(zip(begins.tolist(), chunks.ends[lasts].tolist(), strict=True))

    def _kind_of(self, chunk: str) -> int:
        kind = set(_PLAIN)
        (doc,) = self._pipeline.docs([chunk], names=False)
        for token in doc:
            kind.update(self._by_word.get(("LOWER", token.lower), ()))
            kind.update(self._by_word.get(("NORM", token.norm), ()))
            kind.update(self._by_word.get(("ORTH", token.orth), ()))
        return self._kinds.setdefault(frozenset(kind), len(self._kinds))


class Known(dict[str, int]):
    """The kinds of chunks; what is not yet known is found out.

    Args:
        kind_of: Returns the kind of a chunk.
    """

    def __init__(self, kind_of: Callable[[str], int]) -> None:
        super().__init__()
        self._kind_of = kind_of

    def __missing__(self, chunk: str) -> int:
        kind = self[chunk] = self._kind_of(chunk)
        return kind


def _choices_of(needs: Iterable[Need], frequent: Mapping[int, int]) -> dict[Literal, int]:
    """Return all choices of words by number, the most frequent first."""
    found: list[Literal] = []
    for need in needs:
        found += [need.anchor, *need.along, *(one.choice for one in need.company)]
    found.sort(key=lambda one: -frequency(one, frequent))
    return {choice: number for number, choice in enumerate(dict.fromkeys([_ANY, *found]))}


class _Table:
    """What each cue needs and what chunks of each kind have, as arrays.

    Args:
        needs: What each cue needs.
        numbers: Of all choices of words.
    """

    def __init__(self, needs: Sequence[Need], numbers: Mapping[Literal, int]) -> None:
        import numpy as np

        self._needs: dict[int, list[int]] = {}
        for number, need in enumerate(needs):
            self._needs.setdefault(numbers[need.anchor], []).append(number)
        rows = [need.company + (_NOBODY,) * (_MOST_COMPANY - len(need.company)) for need in needs]
        company = [[(numbers[one.choice], one.first, one.last) for one in row] for row in rows]
        self._company = np.array(company, np.int64).reshape(-1, _MOST_COMPANY, 3)
        self._along = np.array(
            [_marks_of(map(numbers.__getitem__, need.along)) for need in needs], np.uint64
        )
        self._sides = np.array([_sides(need, numbers) for need in needs], np.uint64).reshape(-1, 2)
        self._in_company = frozenset(numbers[one.choice] for row in rows for one in row)
        self._in_along = frozenset(numbers[choice] for need in needs for choice in need.along)
        self._back = np.array([need.back for need in needs], np.int64)
        self._ahead = np.array([need.ahead for need in needs], np.int64)
        self._has = np.zeros((0, len(numbers) // 8 + 1), np.uint8)
        self._near_marks = np.zeros(0, np.uint64)
        self._along_marks = np.zeros(0, np.uint64)
        self._counts = np.zeros(0, np.int64)
        self._met = np.zeros(0, np.int64)

    def take(self, kinds: Collection[Kind]) -> None:
        """Take in the kinds that are new, in order."""
        import numpy as np

        if len(kinds) == len(self._counts):
            return
        new = list(kinds)[len(self._counts) :]
        has = np.zeros((len(new), self._has.shape[1]), np.uint8)
        for row, kind in zip(has, new, strict=True):
            for number in kind:
                row[number >> 3] |= 1 << (number & 7)
        near = [_marks_of(kind & self._in_company) for kind in new]
        along = [_marks_of(kind & self._in_along) for kind in new]
        met = [[n for number in sorted(kind) for n in self._needs.get(number, ())] for kind in new]
        self._has = np.concatenate((self._has, has))
        self._near_marks = _more(self._near_marks, near)
        self._along_marks = _more(self._along_marks, along)
        self._counts = _more(self._counts, list(map(len, met)))
        self._met = _more(self._met, list(chain.from_iterable(met)))

    def ranges(self, kinds: Places, borders: Places) -> tuple[Places, Places]:
        """Return the first and last chunks of ranges that hold all cues, in order.

        Args:
            kinds: Of chunks.
            borders: Chunks that begin a paragraph, in order.
        """
        import numpy as np

        edges = np.unique(np.concatenate(([0], borders, [len(kinds)])))
        places, needs = self._meeting(kinds, *self._candidates(kinds))
        after = np.searchsorted(edges, places, side="right")
        along = np.bitwise_or.reduceat(self._along_marks[kinds], edges[:-1])
        met = (self._along[needs] & ~along[after - 1]) == 0
        places, needs, after = places[met], needs[met], after[met]
        firsts = np.maximum(places - self._back[needs], edges[after - 1])
        ends = np.minimum(places + self._ahead[needs] + 1, edges[after])
        size = len(kinds) + 1
        depth = np.cumsum(np.bincount(firsts, minlength=size) - np.bincount(ends, minlength=size))
        turns = np.diff(depth > 0, prepend=False).nonzero()[0]
        return turns[::2], turns[1::2] - 1

    def _candidates(self, kinds: Places) -> tuple[Places, Places]:
        """Return the places of anchors, and by number the needs that may be met there."""
        import numpy as np

        found = self._counts[kinds].nonzero()[0]
        at = kinds[found]
        counts = self._counts[at]
        places = np.repeat(found, counts)
        skipped = np.repeat(np.cumsum(self._counts)[at] - np.cumsum(counts), counts)
        needs = self._met[skipped + np.arange(len(places))]
        before, after = self._sides[needs].T
        around = _gathered(self._near_marks[kinds])
        lacking = before & ~around[places] | after & ~around[places + _REACH]
        met = lacking == 0
        return places[met], needs[met]

    def _meeting(self, kinds: Places, places: Places, needs: Places) -> tuple[Places, Places]:
        """Return the candidates that have their company where it must be."""
        import numpy as np

        around = np.pad(kinds, _REACH)
        steps = np.arange(_REACH + 1)
        for n in range(_MOST_COMPANY):
            choices, firsts, lasts = self._company[needs, n, :, None].transpose(1, 0, 2)
            near = around[(places + _REACH)[:, None] + firsts + steps]
            there = (self._has[near, choices >> 3] >> (choices & 7)) & 1
            met = (there.astype(bool) & (steps <= lasts - firsts)).any(axis=1)
            places, needs = places[met], needs[met]
        return places, needs


def _gathered(marks: Hashes) -> Hashes:
    """Return the marks of each chunk with those within reach before it.

    There are as many more at the end as the reach is, for what is within reach after.
    """
    import numpy as np

    gathered = np.pad(marks, _REACH)
    for by in (1, 2, 4, 1):
        gathered[:-by] |= gathered[by:]
    return gathered


def _marks_of(numbers: Iterable[int]) -> int:
    marks = 0
    for number in numbers:
        marks |= 1 << number % _MARKS
    return marks


def _sides(need: Need, numbers: Mapping[Literal, int]) -> tuple[int, int]:
    """Return the marks that must be before a need's anchor, or with it, and those after."""
    before = [numbers[one.choice] for one in need.company if one.last == 0]
    after = [numbers[one.choice] for one in need.company if one.first == 0 < one.last]
    return _marks_of(before), _marks_of(after)


def _more(held: Any, new: list[int]) -> Any:
    import numpy as np

    return np.concatenate((held, np.array(new, held.dtype)))
