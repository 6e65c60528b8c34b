"""What waits for review: what stands now where its words were."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from ethnocode.model import CONTEXT_CHARS, Anchor, Span
from ethnocode.services.lookup import source_named
from ethnocode.store import Store
from ethnocode.text.anchoring import carry

_WORD = re.compile(r"\S+")
_NEIGHBOURS = (CONTEXT_CHARS, 3, 1)
"""How many words beside a passage are looked for; the most that are found are believed."""


def words_now(store: Store, places: Sequence[tuple[str, Anchor | None]]) -> tuple[str | None, ...]:
    """Return what stands where anchors of earlier texts were, for each in turn.

    That is what has become of the words themselves, where that can be told, else what
    stands between the surroundings they had: empty where nothing does, and ``None``
    where the surroundings are gone as well.

    Args:
        places: Pairs of a source's name and an anchor; without one there are no words.
    """
    by_text: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index, (name, anchor) in enumerate(places):
        if anchor is not None:
            by_text[name, anchor.digest].append(index)
    found: list[str | None] = [None] * len(places)
    for (name, digest), indexes in by_text.items():  # each pair of texts is compared once
        anchors = [anchor for index in indexes if (anchor := places[index][1])]
        old, new = store.sources.text_of(digest), store.sources.text(source_named(store, name))
        for index, words in zip(indexes, _words(anchors, old=old, new=new), strict=True):
            found[index] = words
    return tuple(found)


def _words(anchors: Sequence[Anchor], *, old: str, new: str) -> list[str | None]:
    sides = [(_before(anchor), _after(anchor)) for anchor in anchors]
    spans = [anchor.span for anchor in anchors]
    spans += [span for before, after in sides for span in (*before, *after)]
    mapped = iter(carry(spans, old=old, new=new))
    own = [next(mapped).span for _ in anchors]
    found: list[str | None] = []
    for anchor, place, (before, after) in zip(anchors, own, sides, strict=True):
        left = [span for span in (next(mapped).span for _ in before) if span]
        right = [span for span in (next(mapped).span for _ in after) if span]
        first = left[0].end if left else None
        stop = right[0].start if right else None
        if not before and anchor.span.start == len(anchor.prefix):
            first = 0
        if not after and anchor.span.end + len(anchor.suffix) == len(old):
            stop = len(new)
        found.append(place.of(new) if place else _between(first, stop, new))
    return found


def _before(anchor: Anchor) -> list[Span]:
    """Return what stands before an anchor: all that is kept of it, and less and less."""
    start = anchor.span.start - len(anchor.prefix)
    ends = [match.span() for match in _WORD.finditer(anchor.prefix)]
    first = dict.fromkeys(ends[max(0, len(ends) - n)][0] for n in _NEIGHBOURS if ends)
    return [Span(start + begin, start + ends[-1][1]) for begin in first]


def _after(anchor: Anchor) -> list[Span]:
    """Return what stands after an anchor: all that is kept of it, and less and less."""
    start = anchor.span.end
    ends = [match.span() for match in _WORD.finditer(anchor.suffix)]
    last = dict.fromkeys(ends[min(len(ends), n) - 1][1] for n in _NEIGHBOURS if ends)
    return [Span(start + ends[0][0], start + end) for end in last]


def _between(first: int | None, stop: int | None, text: str) -> str | None:
    if first is None or stop is None or stop < first:
        return None
    return text[first:stop].strip()
