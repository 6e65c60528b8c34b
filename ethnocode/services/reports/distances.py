"""Distances between segments: what they are named, and where their steps are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ethnocode.errors import UsageError
from ethnocode.model import Distance, Relation, Step, UnitColumns
from ethnocode.store import Store

if TYPE_CHECKING:
    from ethnocode.analysis.keeping import Kept

MOST_STEPS = 1_000_000_000
_DISTANCE = re.compile(r"\s*(\d{1,10})\s*([a-z]+)\s*", re.IGNORECASE)
_HINT = "write a number and a step, such as '20 words'; steps: " + ", ".join(Step)
DISTANCE_NOTES = {
    Step.CHARS: "Characters are those between the two segments.",
    Step.WORDS: "Words are those that stand wholly between the two segments.",
    Step.SENTENCES: "Sentences lead from the one segment to the other; 0 is the same sentence.",
    Step.PARAGRAPHS: "Paragraphs lead from the one segment to the other; 0 is the same paragraph.",
    Step.TURNS: "Turns lead from the one segment to the other; 0 is the same turn.",
}


def distance_named(name: str | None, *, relation: Relation) -> Distance | None:
    """Return the distance that somebody named; ``None`` where the relation needs none.

    Raises:
        UsageError: It is none, or the relation needs one and has none, or cannot have one.
    """
    if name is None:
        if relation.needs_distance:
            raise UsageError(f"--relation {relation} needs a --distance", hint=_HINT)
        return None
    if not relation.needs_distance:
        raise UsageError(
            f"--relation {relation} has no --distance",
            hint="leave --distance out, or use --relation near or before",
        )
    found = _DISTANCE.fullmatch(name)
    if found is None or int(found[1]) > MOST_STEPS:
        raise UsageError(f"'{name[:30]}' is no distance", hint=_HINT)
    given = found[2].lower()
    if given not in tuple(Step) and f"{given}s" not in tuple(Step):
        near = get_close_matches(given, tuple(Step), n=1)
        hint = f"did you mean '{found[1]} {near[0]}'?" if near else _HINT
        raise UsageError(f"a distance is not measured in '{given[:30]}'", hint=hint)
    return Distance(int(found[1]), Step(given if given in tuple(Step) else f"{given}s"))


def steps_of(
    store: Store, distance: Distance | None, *, kept: Kept | None
) -> Iterable[UnitColumns] | None:
    """Return where the words, sentences, paragraphs or turns of a study are, by source.

    Args:
        distance: What is measured; characters need no columns.
        kept: The kept stretches, if only some are.
    """
    if distance is None or distance.step is Step.CHARS:
        return None
    if distance.step is Step.WORDS:
        return Words(store, kept)
    steps = store.stretches.units(distance.step.value.removesuffix("s"), authors={})
    return (steps if kept is None else kept.cut_units(steps),)


class Words:
    """The words of all sources: too many to be held at once, so each time read anew.

    Args:
        store: Where the texts are.
        kept: The kept stretches, if only some are.
    """

    def __init__(self, store: Store, kept: Kept | None) -> None:
        self._store, self._kept = store, kept

    def __iter__(self) -> Iterator[UnitColumns]:
        from ethnocode.analysis.distances import words_of

        sources = sorted(self._store.sources.all(), key=lambda source: source.id)
        texts = ((int(source.id), self._store.sources.text(source)) for source in sources)
        for words in words_of(texts):
            yield words if self._kept is None else self._kept.cut_units(words)
