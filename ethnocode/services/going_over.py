"""What a coder has gone over: what she left uncoded there, she left on purpose."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ethnocode.model import Coding, Drawn, ReadPassage, Span
from ethnocode.services.consensus import consensus_layers
from ethnocode.store import Store

Stretch = tuple[int, int, int]
"""Number of a source, first character, and one past the last."""

_SECOND_TIME = re.compile(r"(.+)@\d+")


def first_coder(coder: str) -> str:
    """Return whose coding is repeated under a name such as ``anna@2``; else the name itself."""
    again = _SECOND_TIME.fullmatch(coder)
    return again[1] if again else coder


def gone_over(store: Store, coder: str) -> list[Stretch]:
    """Return what a coder has gone over, in order and without overlaps.

    These are the sources in which she coded, or read, at least one passage. One whose name
    ends like ``@2`` codes a second time what was drawn for her: she has gone over those
    passages only that she coded on, or said she had read, if any was drawn or read. And a
    consensus has gone over those passages only that were settled.
    """
    names = store.sources.names()
    numbers = {name: number for number, name in names.items()}
    read = store.readings.select(names=names, coder=coder, unread=True)
    if (read and first_coder(coder) != coder) or coder in consensus_layers(store):
        standing = _on_present_text(store, read)
        left = {passage.id for passage in _not_gone_over(store, standing, coder)}
        return _apart(
            sorted(
                (numbers[p.source], p.anchor.span.start, p.anchor.span.end)
                for p in standing
                if p.id not in left
            )
        )
    there = {*store.codings.coded_sources(coder=coder), *(numbers[p.source] for p in read)}
    characters = {int(source.id): source.characters for source in store.sources.all()}
    return [(number, 0, characters[number]) for number in sorted(there)]


def drawn_units(store: Store, coder: str) -> list[ReadPassage]:
    """Return the passages that were drawn for a second coding, as far as they still stand.

    Args:
        coder: Name of the second coding, such as ``anna@2``; for others there are none.
    """
    if first_coder(coder) == coder:
        return []
    read = store.readings.select(names=store.sources.names(), coder=coder, unread=True)
    return [p for p in _on_present_text(store, read) if p.drawn is Drawn.RANDOM]


def drawn_and_left(store: Store, coder: str) -> list[ReadPassage]:
    """Return those of the passages drawn for a second coding that she has not gone over."""
    return _not_gone_over(store, drawn_units(store, coder), coder)


def still_blind(store: Store, coder: str) -> list[ReadPassage]:
    """Return the passages in which a coder is not to see yet what others gave them.

    They were drawn for her under a name such as ``ben@1``, and are not gone over; neither
    are they by her own name, if it is under that name that she looks.
    """
    if first_coder(coder) != coder:
        return drawn_and_left(store, coder)
    names = [n for n in sorted(store.readings.coders()) if n != coder and first_coder(n) == coder]
    passages = [passage for name in names for passage in drawn_and_left(store, name)]
    if not passages:
        return []
    numbers = {name: number for number, name in store.sources.names().items()}
    seen = {number for number, *_ in gone_over(store, coder)}
    return [passage for passage in passages if numbers[passage.source] not in seen]


def kept_back(store: Store, coder: str, codings: Sequence[Coding]) -> list[Coding]:
    """Return those codings that a coder who codes blind is not to see yet.

    They are of others, and share words with a passage of :func:`still_blind`.
    """
    passages = spans_by_source(still_blind(store, coder))
    return [
        coding
        for coding in codings
        if coding.coder != coder
        and any(coding.anchor.span.overlaps(span) for span in passages.get(coding.source, ()))
    ]


def spans_by_source(placed: Iterable[Coding | ReadPassage]) -> dict[str, list[Span]]:
    """Return where codings or passages are, by name of the source."""
    found: dict[str, list[Span]] = {}
    for one in placed:
        found.setdefault(one.source, []).append(one.anchor.span)
    return found


def _on_present_text(store: Store, read: Iterable[ReadPassage]) -> list[ReadPassage]:
    digests = {source.name: source.digest for source in store.sources.all()}
    return [passage for passage in read if passage.anchor.digest == digests[passage.source]]


def _not_gone_over(store: Store, drawn: Iterable[ReadPassage], coder: str) -> list[ReadPassage]:
    """Return the passages that she neither said she had read, nor gave a code."""
    unread = [passage for passage in drawn if not passage.is_read]
    if not unread:
        return []
    coded = spans_by_source(store.codings.select(names=store.sources.names(), coder=coder))
    return [
        passage
        for passage in unread
        if not any(passage.anchor.span.overlaps(span) for span in coded.get(passage.source, ()))
    ]


def _apart(spans: Iterable[Stretch]) -> list[Stretch]:
    """Merge sorted stretches that share a character."""
    found: list[Stretch] = []
    for source, start, end in spans:
        if found and found[-1][0] == source and start < found[-1][2]:
            found[-1] = (source, found[-1][1], max(end, found[-1][2]))
        else:
            found.append((source, start, end))
    return found
