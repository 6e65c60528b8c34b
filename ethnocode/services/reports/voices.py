"""Whose words the stretches of a source are."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from ethnocode.model import NOBODY, MarkKind, UnitColumns
from ethnocode.services.people import authors_of_sources
from ethnocode.store import Store, Turn

_QUOTED = (MarkKind.QUOTED, MarkKind.ATTRIBUTION)
NotSpoken = Sequence[tuple[int, int, MarkKind]]


@dataclass(frozen=True, slots=True)
class Voice:
    """A stretch of a source in one voice.

    Args:
        start: First character.
        end: One past the last character.
        person: Number of the person whose words they are, or ``NOBODY``.
        label: Label that speaks; empty outside turns.
        words: Whether these are words of hers and not her label.
        blank: Whether nothing but blanks stands there, between the words of others.
    """

    start: int
    end: int
    person: int
    label: str = ""
    words: bool = True
    blank: bool = False


def voices_in(
    length: int, *, author: int, turns: Sequence[Turn], not_spoken: NotSpoken, text: str = ""
) -> Iterator[Voice]:
    """Yield the stretches of a source, each in one voice: together they are the whole text.

    A turn is its speaker's, label and all, and what stands outside turns is the author's.
    Quoted words, with the line that announces them, are nobody's. An observer comment or a
    media time in a turn is the author's where there is one, never the speaker's. Blanks
    between any of these, such as the empty line after a turn, are nobody's.

    Args:
        length: Characters of the source.
        author: Number of the person who wrote or sent it, or ``NOBODY``.
        turns: In text order.
        not_spoken: Start, end and kind of marks, in text order; they may overlap.
        text: The source's, for its blanks.
    """
    places = {0, length}
    for spoken in turns:
        places |= {spoken.start, spoken.words_from, spoken.end}
    for start, end, _ in not_spoken:
        places |= {start, end}
    cuts = sorted(place for place in places if place <= length)
    marked = _kinds_from(cuts, not_spoken)
    starts = [turn.start for turn in turns]
    for start, end in pairwise(cuts):
        at = bisect_right(starts, start) - 1
        turn = turns[at] if at >= 0 and start < turns[at].end else None
        kinds = marked.get(start, ())
        if text[start:end].isspace():
            yield Voice(start, end, NOBODY, words=False, blank=True)
        elif any(kind in _QUOTED for kind in kinds):
            yield Voice(start, end, NOBODY)
        elif turn is None or kinds:
            yield Voice(start, end, author)
        else:
            person = NOBODY if turn.person is None else turn.person
            yield Voice(start, end, person, turn.label, words=start >= turn.words_from)


def _kinds_from(cuts: Sequence[int], not_spoken: NotSpoken) -> Mapping[int, set[MarkKind]]:
    """Return the kinds of marks on the stretch that begins at each cut."""
    found: dict[int, set[MarkKind]] = {}
    for start, end, kind in not_spoken:
        for cut in cuts[bisect_left(cuts, start) : bisect_left(cuts, end)]:
            found.setdefault(cut, set()).add(kind)
    return found


class Voices:
    """Who speaks where in the sources of a study; read once, where it is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._digests = {int(source.id): source.digest for source in store.sources.all()}
        self._turns = store.stretches.turns()
        self._not_spoken = store.stretches.not_spoken()
        self._authors = authors_of_sources(store)

    def of(self, source: int, length: int) -> Iterator[Voice]:
        """Yield the stretches of a source, each in one voice."""
        turns, not_spoken = self._turns.get(source, ()), self._not_spoken.get(source, ())
        return voices_in(
            length,
            author=self._authors.get(source, NOBODY),
            turns=turns,
            not_spoken=not_spoken,
            text=self._store.sources.text_of(self._digests[source]) if turns or not_spoken else "",
        )

    def unknown(self, sources: Collection[int]) -> Counter[str]:
        """Return how many turns of sources each label has behind which no person is known."""
        return Counter(
            turn.label
            for source in sources
            for turn in self._turns.get(source, ())
            if turn.label and turn.person is None
        )

    def unsent(self, sources: Collection[int]) -> set[int]:
        """Return the sources that no person is known to have written or sent."""
        return {source for source in sources if source not in self._authors}

    def labels(self) -> set[str]:
        """Return the labels that speak anywhere."""
        return {turn.label for turns in self._turns.values() for turn in turns if turn.label}


def by_voice(units: UnitColumns, turns: Mapping[int, Sequence[Turn]]) -> UnitColumns:
    """Return units with a number for each voice in the place of the person.

    A voice is a person, else a label of turns that nobody known is behind. All that is
    neither, such as a document or what an e-mail quotes, is one voice more.

    Args:
        turns: Of the sources that have any, in text order. A unit is of the turn in which
            it begins.
    """
    person = array("q", units.person)
    known = max(person, default=NOBODY) + 1
    labels = sorted({turn.label for some in turns.values() for turn in some if turn.label})
    number = {label: known + n for n, label in enumerate(labels)}
    for row, (source, start) in enumerate(zip(units.source, units.start, strict=True)):
        if person[row] != NOBODY or source not in turns:
            continue
        at = bisect_right(turns[source], start, key=lambda turn: turn.start) - 1
        if at >= 0 and start < turns[source][at].end:
            person[row] = number.get(turns[source][at].label, NOBODY)
    return replace(units, person=person)


def with_own_words(units: UnitColumns, store: Store, *, authors: Mapping[int, int]) -> UnitColumns:
    """Return units without persons none of whose own words are in them.

    Words that a unit quotes are not the sender's, and observer comments in a turn are not
    the speaker's. A unit of nothing else is the author's where she comments, else nobody's.

    Args:
        authors: Number of the person who wrote or sent a source, by source number.
    """
    not_spoken = store.stretches.not_spoken()
    if not not_spoken:
        return units
    voices = Voices(store)
    sources = {int(source.id): source for source in store.sources.all()}
    person = array("q", units.person)
    pieces: dict[int, list[Voice]] = {}
    texts: dict[int, str] = {}
    for row, number in enumerate(units.source):
        if number not in not_spoken or person[row] == NOBODY:
            continue
        if number not in pieces:
            texts[number] = store.sources.text(sources[number])
            pieces[number] = list(voices.of(number, len(texts[number])))
        here = _speaking(pieces[number], texts[number], units.start[row], units.end[row])
        author = authors.get(number, NOBODY)
        if person[row] not in here:
            person[row] = author if author in here else NOBODY
    return replace(units, person=person)


def _speaking(voices: Sequence[Voice], text: str, start: int, end: int) -> set[int]:
    """Return the persons of whom any words stand between two places."""
    first = bisect_right(voices, start, key=lambda voice: voice.end)
    found = set()
    for voice in voices[first:]:
        if voice.start >= end:
            break
        words = text[max(start, voice.start) : min(end, voice.end)]
        if voice.words and not words.isspace():
            found.add(voice.person)
    return found
