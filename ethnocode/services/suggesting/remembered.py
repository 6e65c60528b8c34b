"""What was decided on suggestions before: by code and place, and by code and words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from ethnocode.model import CONTEXT_CHARS, Anchor, Codebook, Span, Suggestion, SuggestionStatus
from ethnocode.services.history import steps_of
from ethnocode.services.lookup import present_ids
from ethnocode.store import Store

ENOUGH = 4
"""So many words are known again wherever they stand; fewer, by what stands beside them."""

_BESIDE = 3
_WORD = re.compile(r"\w+")
_REMOVED = "source remove"


class Remembered:
    """What was decided in a project, to hold against what is proposed anew.

    A suggestion is decided where one of the same code was, be it under a former id: on
    words that share a character with its own; or, if it was decided against, on the same
    words wherever in the source they stand now, though they are part of more words or
    more words were part of them. Case, white space and signs play no part. Words of a
    source that was removed and taken in again, under its name or with its text under
    another, count too. What one coder decided is decided for all.

    Complexity:
        O(n) for n words decided on; to ask is O(m + log n) for m words proposed.
    """

    def __init__(self, store: Store, *, codebook: Codebook) -> None:
        self._present = present_ids(codebook, store.codes.numbers())
        self._names = store.sources.names()
        self._places: dict[tuple[str, str, str], _Places] = {}
        self._refused: dict[tuple[str, str], _Refused] = defaultdict(_Refused)
        self._note_decisions(store)
        self._note_removed(store)

    def decided(self, suggestion: Suggestion) -> bool:
        """Return whether what a suggestion proposes was decided before."""
        anchor = suggestion.anchor
        source, code = suggestion.source, self._code(suggestion.code)
        places = self._places.get((source, code, anchor.digest))
        if places is not None and places.touch(anchor.span):
            return True
        refused = self._refused.get((source, code))
        return refused is not None and refused.has(anchor)

    def _code(self, code: str) -> str:
        return self._present.get(code, code)

    def _note_decisions(self, store: Store) -> None:
        kept = store.suggestions.with_code_kept()
        spans: dict[tuple[str, str, str], list[Span]] = defaultdict(list)
        for one in store.suggestions.select(names=self._names, decided=True):
            source, code = one.source, self._code(one.code)
            spans[source, code, one.anchor.digest].append(one.anchor.span)
            if one.status is not SuggestionStatus.ACCEPTED and one.id not in kept:
                self._refused[source, code].add(one.anchor)
        self._places = {key: _Places(found) for key, found in spans.items()}

    def _note_removed(self, store: Store) -> None:
        """Take in what was decided against on sources that were removed, and are there again."""
        by_path = {path: source.name for path, source in store.sources.paths().items()}
        by_text = {source.digest: source.name for source in store.sources.all()}
        names = set(by_path.values())
        for step in steps_of(store.events.all()):
            if not step.in_force or step.event.action != _REMOVED:
                continue
            for one in store.removal.refusals(step.event.id):
                name = by_path.get(one.path, one.basename)
                if name not in names:
                    name = by_text.get(one.anchor.digest, "")
                if name:
                    self._refused[name, self._code(one.code)].add(one.anchor)


class _Places:
    """Spans of one text, to be asked what overlaps any of them."""

    def __init__(self, spans: Iterable[Span]) -> None:
        ordered = sorted(spans)
        self._starts = [span.start for span in ordered]
        self._ends = list(accumulate((span.end for span in ordered), max))

    def touch(self, span: Span) -> bool:
        before = bisect_left(self._starts, span.end)
        return before > 0 and self._ends[before - 1] > span.start


class _Refused:
    """Words that a code was decided against on, in one source."""

    def __init__(self) -> None:
        self._from: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._within: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._short: dict[tuple[str, ...], set[tuple[tuple[str, ...], ...]]] = defaultdict(set)

    def add(self, anchor: Anchor) -> None:
        words = _words(anchor.quote)
        if len(words) < ENOUGH:
            self._short[words].add(_beside(anchor))
            return
        whole = _joined(words)
        self._from[words[:ENOUGH]].add(whole)
        for run in _runs(words):
            self._within[run].add(whole)

    def has(self, anchor: Anchor) -> bool:
        words = _words(anchor.quote)
        if len(words) < ENOUGH:
            mine = _beside(anchor)
            return any(_share_a_side(mine, known) for known in self._short.get(words, ()))
        whole = _joined(words)
        return any(whole in known for known in self._within.get(words[:ENOUGH], ())) or any(
            known in whole for run in _runs(words) for known in self._from.get(run, ())
        )


def _words(text: str) -> tuple[str, ...]:
    """Return words as they are compared: without signs, unless there is nothing else."""
    folded = text.casefold()
    return tuple(_WORD.findall(folded)) or tuple(folded.split())


def _joined(words: Sequence[str]) -> str:
    return f" {' '.join(words)} "


def _runs(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    return (words[n : n + ENOUGH] for n in range(len(words) - ENOUGH + 1))


def _beside(anchor: Anchor) -> tuple[tuple[str, ...], ...]:
    """Return the words before and after an anchor, without those that its context cuts."""
    before, after = _words(anchor.prefix), _words(anchor.suffix)
    if len(anchor.prefix) == CONTEXT_CHARS:
        before = before[1:]
    if len(anchor.suffix) == CONTEXT_CHARS:
        after = after[:-1]
    return before[-_BESIDE:], after[:_BESIDE]


def _share_a_side(one: Sequence[tuple[str, ...]], other: Sequence[tuple[str, ...]]) -> bool:
    """Return whether the same words stand before two places, or after; no words are none."""
    same = [mine for mine, its in zip(one, other, strict=True) if mine == its]
    return any(same) or len(same) == len(one)
