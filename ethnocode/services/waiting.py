"""What waits for review: what stands now where its words were."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from ethnocode.model import Anchor, Span
from ethnocode.services.lookup import source_named
from ethnocode.store import Store
from ethnocode.text.anchoring import Mapped, carry


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
    sides = [_sides(anchor) for anchor in anchors]
    spans = [anchor.span for anchor in anchors]
    spans += [side for pair in sides for side in pair if side is not None]
    mapped = iter(carry(spans, old=old, new=new))
    own = [next(mapped) for _ in anchors]
    found = []
    for anchor, there, (before, after) in zip(anchors, own, sides, strict=True):
        left = next(mapped) if before else None
        right = next(mapped) if after else None
        if there.span is not None:
            found.append(there.span.of(new))
        else:
            first = _end(left, at_edge=anchor.span.start == len(anchor.prefix), edge=0)
            stop = _start(right, at_edge=_reaches_end(anchor, old), edge=len(new))
            found.append(_between(first, stop, new))
    return found


def _sides(anchor: Anchor) -> tuple[Span | None, Span | None]:
    """Return where the surroundings of an anchor are in its own text, without white space."""
    before, after = anchor.prefix.rstrip(), anchor.suffix.lstrip()
    start = anchor.span.start - len(anchor.prefix)
    end = anchor.span.end + len(anchor.suffix)
    return (
        Span(start, start + len(before)) if before else None,
        Span(end - len(after), end) if after else None,
    )


def _reaches_end(anchor: Anchor, text: str) -> bool:
    return anchor.span.end + len(anchor.suffix) == len(text)


def _end(left: Mapped | None, *, at_edge: bool, edge: int) -> int | None:
    if left is None:
        return edge if at_edge else None
    return left.span.end if left.span else None


def _start(right: Mapped | None, *, at_edge: bool, edge: int) -> int | None:
    if right is None:
        return edge if at_edge else None
    return right.span.start if right.span else None


def _between(first: int | None, stop: int | None, text: str) -> str | None:
    if first is None or stop is None or stop < first:
        return None
    return text[first:stop].strip()
