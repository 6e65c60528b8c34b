"""Where cues can be at all: spaCy tokenises and judges only the words about these places.

To tokenise a text takes longer than all else that finding cues in it takes, and nine words
in ten are near no cue. What a tokeniser makes of the characters between two white spaces
depends on nothing else: so it is asked once for each such chunk, what words of cues are in
it is kept, and a text is screened by looking its chunks up. The screen lets through what
stands about the rarest word of a cue, where the cue's other words are within reach. It
never withholds a match; whether there is one is for others to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from ethnocode.suggest.cues.patterns import Literal
from ethnocode.suggest.cues.phrases import PhraseCues
from ethnocode.suggest.cues.places import TokenPattern, frequency
from ethnocode.suggest.words.pieces import BORDER, Piece, joined, parts_of
from ethnocode.suggest.words.pipeline import Pipeline

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from ethnocode.suggest.words.arrays import Hashes, Places

_REACH = 8
_MOST_COMPANY = 4
_MARKS = 64
_FAR = 1 << 40
_MOST_KNOWN = 1_000_000


Kind = frozenset[int]
"""The numbers of the choices of words that a chunk has."""

_ANY = Literal("", frozenset(), 0, 0)
_PLAIN: Kind = frozenset({0})
_BORDER = 1
_KNOWN = (("", 0), (BORDER, _BORDER))


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
        self._numbers = {_PLAIN: 0}
        # What stands between paragraphs is no word, either.
        self._kinds = [_PLAIN, _PLAIN]
        self._known = dict(_KNOWN)
        self._table.take(self._kinds)

    def near(self, pieces: Iterable[Piece]) -> Iterator[Piece]:
        """Yield pieces that hold every match of a cue in some pieces, and little else.

        Complexity:
            O(n) for n characters.
        """
        import numpy as np

        whole = joined(pieces)
        spaced = whole.text.replace(BORDER, f" {BORDER} ")
        kinds = self._kinds_of(spaced.split(" "))
        firsts, lasts = self._table.ranges(kinds)
        spaces = (np.frombuffer(spaced.encode("utf-32-le"), np.uint32) == ord(" ")).nonzero()[0]
        edges = np.concatenate(([-1], spaces, [len(spaced)]))
        # Each border has one space more before it, and one after it.
        more = 2 * np.searchsorted((kinds == _BORDER).nonzero()[0], firsts)
        starts, ends = edges[firsts] + 1 - more, edges[lasts + 1] - more
        yield from parts_of(whole, zip(starts.tolist(), ends.tolist(), strict=True))

    def _kinds_of(self, chunks: list[str]) -> Places:
        """Return the kind of each chunk."""
        import numpy as np

        found = list(map(self._known.get, chunks))
        if None in found:
            if len(self._known) > _MOST_KNOWN:
                self._known = dict(_KNOWN)
            unknown = [chunk for chunk in dict.fromkeys(chunks) if chunk not in self._known]
            docs = self._pipeline.docs(unknown, names=False)
            self._known.update(zip(unknown, map(self._kind_of, docs), strict=True))
            self._table.take(self._kinds)
            found = list(map(self._known.get, chunks))
        return np.array(found, np.int64)

    def _kind_of(self, doc: Doc) -> int:
        kind = set(_PLAIN)
        for token in doc:
            kind.update(self._by_word.get(("LOWER", token.lower), ()))
            kind.update(self._by_word.get(("NORM", token.norm), ()))
            kind.update(self._by_word.get(("ORTH", token.orth), ()))
        number = self._numbers.setdefault(frozenset(kind), len(self._kinds))
        if number == len(self._kinds):
            self._kinds.append(frozenset(kind))
        return number


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

    def take(self, kinds: Sequence[Kind]) -> None:
        """Take in the kinds that are new."""
        import numpy as np

        new = kinds[len(self._counts) :]
        if not new:
            return
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

    def ranges(self, kinds: Places) -> tuple[Places, Places]:
        """Return the first and last chunks of ranges that hold all cues, in order."""
        import numpy as np

        borders = np.concatenate(([-1], (kinds == _BORDER).nonzero()[0], [len(kinds)]))
        places, needs = self._meeting(kinds, *self._candidates(kinds))
        after = np.searchsorted(borders, places)
        along = np.bitwise_or.reduceat(self._along_marks[kinds], np.maximum(borders[:-1], 0))
        met = (self._along[needs] & ~along[after - 1]) == 0
        places, needs, after = places[met], needs[met], after[met]
        firsts = np.maximum(places - self._back[needs], borders[after - 1] + 1)
        ends = np.minimum(places + self._ahead[needs] + 1, borders[after])
        size = len(kinds) + 1
        depth = np.cumsum(np.bincount(firsts, minlength=size) - np.bincount(ends, minlength=size))
        edges = np.diff(depth > 0, prepend=False).nonzero()[0]
        return edges[::2], edges[1::2] - 1

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
