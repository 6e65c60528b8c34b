"""What was settled between coders before: what the consensus has, and what it was to lack."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from ethnocode.model import Source, Span
from ethnocode.services.consensus import ORIGIN
from ethnocode.services.history import steps_of
from ethnocode.store import Store

_REMOVAL = "coding remove"
_IDS = re.compile(r"\(codings? ([\d, ]+)\)")


@dataclass(slots=True)
class Before:
    """What earlier runs, and people since, made of places and codings.

    Args:
        made: By name of the source, where the consensus has a coding, and of which it is made.
        removed: The same of codings that somebody took out of it by hand since.
        against: The same of what was decided to be nothing.
    """

    made: dict[str, list[Made]] = field(default_factory=dict)
    removed: dict[str, list[Made]] = field(default_factory=dict)
    against: dict[str, list[Made]] = field(default_factory=dict)

    def has(self, source: Source, place: Span, ids: Set[int]) -> bool:
        """Return whether the consensus has, in a place, what was made of any of these codings."""
        return _touches(self.made, source, place, ids)

    def lost(self, source: Source, place: Span, ids: Set[int]) -> bool:
        """Return whether it had that once, and somebody took it out by hand."""
        return _touches(self.removed, source, place, ids)

    def decided_against(self, source: Source, place: Span, ids: Set[int]) -> bool:
        """Return whether just these codings were decided to be nothing there."""
        against = self.against.get(source.name, ())
        return any(one.ids == ids and one.overlaps(place, source) for one in against)


@dataclass(frozen=True, slots=True)
class Made:
    """A place, the version of the text that it is in, and numbers of codings there."""

    span: Span
    digest: str
    ids: frozenset[int]

    def overlaps(self, place: Span, source: Source) -> bool:
        """Return whether it shares words with a place; in another text only numbers say so."""
        return self.digest != source.digest or self.span.overlaps(place)


def read_settled(store: Store, name: str) -> Before:
    """Return what was settled in a consensus layer, from its codings, memos and the log.

    Args:
        name: Coder whose layer it is.
    """
    names = store.sources.names()
    before = Before()
    for coding in store.codings.select(names=names, coder=name):
        made = Made(coding.anchor.span, coding.anchor.digest, _made_of(coding.origin))
        before.made.setdefault(coding.source, []).append(made)
    for memo in store.memos.select(names=names, coder=name):
        said = _IDS.search(memo.body)
        if said and memo.anchor:
            place = Made(memo.anchor.span, memo.anchor.digest, _numbers(said[1]))
            before.against.setdefault(memo.source, []).append(place)
    for number, made in _taken_out(store, name):
        if number in names:
            before.removed.setdefault(names[number], []).append(made)
    return before


def _taken_out(store: Store, name: str) -> Iterator[tuple[int, Made]]:
    """Yield the codings of a layer that were removed by hand, with the number of the source.

    What an undo took out was never settled; and a removal that was undone is none.
    """
    coder = store.codings.number_of_coder(name)
    for step in steps_of(store.events.all()):
        if step.event.action != _REMOVAL or not step.in_force:
            continue
        for change in store.events.changes_of(step.event.id):
            row = change.before or {}
            if change.table != "codings" or change.after or row.get("coder_id") != coder:
                continue
            span = Span(row["start"], row["end"])
            yield row["source_id"], Made(span, row["digest"], _made_of(row["origin"]))


def _touches(places: dict[str, list[Made]], source: Source, place: Span, ids: Set[int]) -> bool:
    return any(
        one.overlaps(place, source) and not one.ids.isdisjoint(ids)
        for one in places.get(source.name, ())
    )


def _made_of(origin: str) -> frozenset[int]:
    """Return the numbers of the codings that a coding is made of; none of one by hand."""
    return _numbers(origin.removeprefix(ORIGIN)) if origin.startswith(ORIGIN) else frozenset()


def _numbers(text: str) -> frozenset[int]:
    return frozenset(int(part) for part in text.split(",") if part.strip().isdecimal())
