"""The record on passages drawn at random: what was suggested there, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ethnocode.model import (
    Codebook,
    CodingStatus,
    Drawn,
    ReadPassage,
    Span,
    Suggestion,
    SuggestionStatus,
)
from ethnocode.services.lookup import present_ids
from ethnocode.store import Store


class Fate(StrEnum):
    """What became of a code on a passage that was drawn at random."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    """Suggested, and coded so on other words."""
    REJECTED = "rejected"
    """Suggested, and decided against, passed over or coded otherwise."""
    ADDED = "added"
    """Coded without having been suggested."""


@dataclass(frozen=True, slots=True)
class ShareCounts:
    """What became of codes on passages drawn at random.

    Args:
        accepted: Pairs of passage and code that were suggested and accepted.
        corrected: Suggested, and given on other words.
        rejected: Suggested, and decided against or passed over.
        added: Given without having been suggested.
    """

    accepted: int = 0
    corrected: int = 0
    rejected: int = 0
    added: int = 0

    @property
    def suggested(self) -> int:
        """All that were suggested."""
        return self.accepted + self.corrected + self.rejected

    @property
    def right(self) -> int:
        """Those whose code the coder gave to the passage."""
        return self.accepted + self.corrected

    @property
    def given(self) -> int:
        """All that the coder gave."""
        return self.right + self.added


@dataclass(frozen=True, slots=True)
class RandomShare:
    """The record on passages that nobody and nothing selected.

    Args:
        passages: How many were drawn and read.
        counts: By full id of a code; codes that play no part are missing.
    """

    passages: int
    counts: Mapping[str, ShareCounts]

    @property
    def total(self) -> ShareCounts:
        """All codes together."""
        parts = list(self.counts.values())
        return ShareCounts(
            sum(part.accepted for part in parts),
            sum(part.corrected for part in parts),
            sum(part.rejected for part in parts),
            sum(part.added for part in parts),
        )


_FATES = {
    SuggestionStatus.ACCEPTED: Fate.ACCEPTED,
    SuggestionStatus.REJECTED: Fate.REJECTED,
    SuggestionStatus.CORRECTED: Fate.REJECTED,
}
_ORDER = tuple(Fate)


def read_random_share(store: Store, *, coder: str, codebook: Codebook) -> RandomShare:
    """Count what became of every code on the passages a coder read because chance drew them.

    A passage and a code make one pair, however often it was suggested or coded there. A
    corrected suggestion is right where the coder gave the passage that code on other
    words, and else wrong. What was decided about a passage in another way than by the
    drawing plays no part, nor does a passage whose text has changed since. What is not
    decided was not shown when she read: a review decides against all that is passed over.
    """
    present = present_ids(codebook, store.codes.numbers())
    digests = {source.name: source.digest for source in store.sources.all()}
    counted: dict[str, Counter[Fate]] = {}
    passages = 0
    for number, name in sorted(store.sources.names().items()):
        read = [
            passage
            for passage in store.readings.select(names={number: name}, source=number, coder=coder)
            if passage.drawn is Drawn.RANDOM and passage.anchor.digest == digests.get(name)
        ]
        passages += len(read)
        if read:
            pairs = _fates(store, read, number=number, coder=coder, present=present)
            for (_, code), fate in sorted(pairs.items()):
                counted.setdefault(code, Counter())[fate] += 1
    counts = {code: _counts(counted[code]) for code in sorted(counted)}
    return RandomShare(passages, counts)


def _counts(fates: Counter[Fate]) -> ShareCounts:
    return ShareCounts(*(fates[fate] for fate in _ORDER))


def _fates(
    store: Store,
    read: Sequence[ReadPassage],
    *,
    number: int,
    coder: str,
    present: Mapping[str, str],
) -> dict[tuple[int, str], Fate]:
    """Return what became of each pair of passage and code in a source."""
    names = {number: read[0].source}
    given: set[tuple[int, str]] = set()
    found = store.codings.select(
        names=names, source=number, coder=coder, status=CodingStatus.ANCHORED
    )
    for coding in found:
        code = present.get(coding.code, coding.code)
        anchor = coding.anchor
        given |= {(at, code) for at in _under(read, anchor.span, anchor.digest)}
    fates: dict[tuple[int, str], Fate] = {}
    otherwise: set[tuple[int, str]] = set()
    for suggestion in store.suggestions.select(names=names, source=number):
        if suggestion.status is SuggestionStatus.UNDECIDED:
            continue
        code = present.get(suggestion.code, suggestion.code)
        for at in _under(read, suggestion.anchor.span, suggestion.anchor.digest):
            if not _came_by_chance(suggestion, coder):
                otherwise.add((at, code))
                continue
            fate = _fate(suggestion, coded=(at, code) in given)
            earlier = fates.get((at, code), fate)
            fates[at, code] = min(earlier, fate, key=_ORDER.index)
    for pair in given - fates.keys() - otherwise:
        fates[pair] = Fate.ADDED
    return fates


def _came_by_chance(suggestion: Suggestion, coder: str) -> bool:
    return suggestion.drawn is Drawn.RANDOM and suggestion.decided_by == coder


def _fate(suggestion: Suggestion, *, coded: bool) -> Fate:
    if suggestion.status is SuggestionStatus.CORRECTED and coded:
        return Fate.CORRECTED
    return _FATES[suggestion.status]


def _under(read: Sequence[ReadPassage], span: Span, digest: str) -> Iterable[int]:
    """Yield the read passages that a span has half of, or that have half of it."""
    for at, passage in enumerate(read):
        if passage.anchor.digest == digest and span.shares_half(passage.anchor.span):
            yield at
