"""Queues of a review: in what order passages come before a coder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from random import Random

from ethnocode.model import Codebook, Coding, Drawn, SuggestionStatus
from ethnocode.services.consensus import consensus_layers
from ethnocode.services.lookup import code_named, refuse_retired, source_named
from ethnocode.services.suggesting.learning import StudyCorpus
from ethnocode.services.suggesting.likely import Candidate, Likely
from ethnocode.store import Store

RANDOM_ONE_IN = 10
"""Among so many of another queue one is drawn at random."""

_MISSES_LIKE_ONE_EXAMPLE = 3
_MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Place:
    """A passage that comes before a coder.

    Args:
        row: Of the passage.
        drawn: How it came.
        code: The one code she is asked about; empty where the passage is judged whole.
        number: Of the suggestion she is asked about, where another engine made it.
    """

    row: int
    drawn: Drawn
    code: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """What a coder wants to go through.

    Args:
        queue: In what order.
        codes: Full ids, or names that are yet to be resolved; only these are asked about.
            Empty for all.
        sources: Names; only these are drawn from. Empty for all.
        limit: At most so many places.
    """

    queue: Drawn
    codes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    limit: int | None = None

    def resolved(self, store: Store, codebook: Codebook) -> Wish:
        """Return it with full ids of codes, and sources as the project names them.

        Raises:
            UnknownCodeError: A code is unknown.
            RetiredCodeError: A code is retired.
            SourceError: A source is unknown.
        """
        codes = tuple(code_named(codebook, name) for name in self.codes)
        for code in codes:
            refuse_retired(codebook, code)
        sources = tuple(source_named(store, name).name for name in self.sources)
        return replace(self, codes=tuple(code.id for code in codes), sources=sources)


class Readers:
    """Which passages have been gone through whole, and by whom.

    One was where a review noted it, and where it lies between the first and the last
    passage of a source that a coder coded without being led there. What anyone decided
    about a passage that was not drawn at random counts as read by somebody: such
    passages were chosen.
    """

    def __init__(self, likely: Likely, *, coder: str) -> None:
        self._likely, self._coder = likely, coder
        self.mine: set[int] = set()
        self.anyone: set[int] = set()
        self.last_source = ""

    def look(self, store: Store) -> None:
        """Read anew who has gone through what."""
        self.mine.clear()
        self.anyone.clear()
        names = store.sources.names()
        in_order = []
        settled = consensus_layers(store)  # those who settled it had read before
        for passage in store.readings.select(names=names):
            if passage.coder in settled:
                continue
            rows = self._likely.rows_at(passage.source, passage.anchor)
            self.anyone.update(rows)
            if passage.coder == self._coder:
                self.mine.update(rows)
                if passage.drawn is Drawn.SOURCE:
                    in_order.append(passage)
        if in_order:
            self.last_source = max(in_order, key=lambda one: (one.created, one.id)).source
        self._note_codings(store.codings.select(names=names))
        for one in store.suggestions.select(names=names, status=SuggestionStatus.REJECTED):
            if one.drawn is not Drawn.RANDOM:
                self.anyone.update(self._likely.rows_at(one.source, one.anchor))

    def note(self, row: int) -> None:
        """Note that the coder has gone through a passage."""
        self.mine.add(row)
        self.anyone.add(row)

    def _note_codings(self, codings: Iterable[Coding]) -> None:
        read: dict[tuple[str, str], list[int]] = {}
        for coding in codings:
            rows = self._likely.rows_at(coding.source, coding.anchor)
            self.anyone.update(rows)
            if coding.origin == _MANUAL:
                read.setdefault((coding.coder, coding.source), []).extend(rows)
        for (who, _), rows in read.items():
            between = range(min(rows), max(rows) + 1) if rows else ()
            self.anyone.update(between)
            if who == self._coder:
                self.mine.update(between)


def in_reading_order(study: StudyCorpus, *, sources: Collection[str], first: str) -> list[int]:
    """Return the rows of sources as they are read: from one on, then those before it.

    Args:
        sources: Names of those that are wanted; empty for all.
        first: Name of the source to begin with; that of none for the first of all.
    """
    names = [source.name for source in study.sources if not sources or source.name in sources]
    at = names.index(first) if first in names else 0
    return [row for name in names[at:] + names[:at] for row in study.rows_of(name)]


class Queue:
    """Gives places one after another; each once, but what is put back comes again.

    Args:
        wish: What the coder wants.
        likely: What was learned; it changes as she decides.
        readers: Who has gone through what; it is kept up by the caller.
        rng: Draws the random passages.
    """

    def __init__(self, wish: Wish, *, likely: Likely, readers: Readers, rng: Random) -> None:
        self._wish, self._likely, self._readers, self._rng = wish, likely, readers, rng
        self._order = in_reading_order(
            likely.study, sources=wish.sources, first=readers.last_source
        )
        self._rows = frozenset(self._order)
        self._drawable = in_reading_order(likely.study, sources=(), first="")
        rng.shuffle(self._drawable)  # all, so that it rests on the seed and on nothing done
        self._seen: set[tuple[int, str]] = set()
        self._gone: set[int] = set()
        self._misses: Counter[str] = Counter()
        self._back: list[Place] = []
        self._taken = 0
        self._random_at = rng.randrange(RANDOM_ONE_IN)
        self.learned()

    def learned(self) -> None:
        """Put what comes later into order anew, by what was learned since."""
        self._chosen: list[Candidate] | None = None
        self._of_code: dict[str, list[Candidate]] = {}

    def missed(self, code: str, *, by: int = 1) -> None:
        """Note that a code was turned down, or with ``by=-1`` that it was not after all."""
        self._misses[code] += by

    def put_back(self, place: Place) -> None:
        """Let a place come next again."""
        self._back.append(place)

    def drop(self, rows: Iterable[int]) -> None:
        """Let no place on these rows come any more."""
        self._gone.update(rows)
        self._back = [place for place in self._back if place.row not in self._gone]

    @property
    def left(self) -> int | None:
        """How many places are ahead, about; ``None`` where nobody can say."""
        if self._wish.queue is Drawn.CONFIRM:
            return sum(map(self._is_open, self._likeliest()))
        if self._wish.queue is Drawn.FILL:
            return None
        return sum(map(self._is_unread, self._order))

    def next(self) -> Place | None:
        """Return the next place, or ``None`` at the end."""
        if self._back:
            return self._back.pop()
        if self._wish.limit is not None and self._taken >= self._wish.limit:
            return None
        at = self._taken % RANDOM_ONE_IN
        if at == 0 and self._taken:
            self._random_at = self._rng.randrange(RANDOM_ONE_IN)
        place = None
        if self._wish.queue is Drawn.RANDOM or at == self._random_at:
            place = self._drawn()
        if place is None and self._wish.queue is not Drawn.RANDOM:
            place = self._ahead()
        self._taken += place is not None
        return place

    def _ahead(self) -> Place | None:
        if self._wish.queue is Drawn.SOURCE:
            row = next(filter(self._is_unread, self._order), None)
            if row is None:
                return None
            self._gone.add(row)
            return Place(row, Drawn.SOURCE)
        return self._to_confirm() if self._wish.queue is Drawn.CONFIRM else self._to_fill()

    def _drawn(self) -> Place | None:
        """Return a passage drawn at random, on which nobody has read or decided anything."""
        while self._drawable:
            row = self._drawable.pop()
            if row in self._rows and row not in self._readers.anyone and row not in self._gone:
                self._gone.add(row)
                return Place(row, Drawn.RANDOM)
        return None

    def _to_confirm(self) -> Place | None:
        for one in self._likeliest():
            if self._is_open(one):
                self._seen.add((one.row, one.code))
                return Place(one.row, Drawn.CONFIRM, one.code)
        for row, suggestion in self._likely.others():
            one = Candidate(row, suggestion.code, suggestion.score)
            if row in self._rows and self._is_wanted(one.code) and self._is_open(one):
                self._seen.add((row, one.code))
                return Place(row, Drawn.CONFIRM, one.code, suggestion.id)
        return None

    def _to_fill(self) -> Place | None:
        """Return the likeliest passage of a code with the fewest examples.

        Some that were turned down count like an example, or a code that is nowhere would
        keep all others waiting.
        """
        codes = [code for code in self._likely.model.codes if self._is_wanted(code)]
        for _, alike in groupby(sorted(codes, key=self._has), key=self._has):
            ahead = (next(filter(self._is_open, self._likeliest_of(code)), None) for code in alike)
            found = [one for one in ahead if one is not None]
            if found:
                best = min(found, key=lambda one: (-one.score, one.code))
                self._seen.add((best.row, best.code))
                return Place(best.row, Drawn.FILL, best.code)
        return None

    def _has(self, code: str) -> int:
        return self._likely.examples(code) + self._misses[code] // _MISSES_LIKE_ONE_EXAMPLE

    def _likeliest(self) -> Sequence[Candidate]:
        if self._chosen is None:
            wanted = (one for one in self._likely.chosen() if one.row in self._rows)
            self._chosen = [one for one in wanted if self._is_wanted(one.code)]
        return self._chosen

    def _likeliest_of(self, code: str) -> Sequence[Candidate]:
        if code not in self._of_code:
            found = self._likely.likeliest(code)
            self._of_code[code] = [one for one in found if one.row in self._rows]
        return self._of_code[code]

    def _is_wanted(self, code: str) -> bool:
        return not self._wish.codes or code in self._wish.codes

    def _is_unread(self, row: int) -> bool:
        return row not in self._readers.mine and row not in self._gone

    def _is_open(self, one: Candidate) -> bool:
        return (
            (one.row, one.code) not in self._seen
            and one.row not in self._gone
            and one.row not in self._readers.mine
            and self._likely.is_open(one.row, one.code)
        )
