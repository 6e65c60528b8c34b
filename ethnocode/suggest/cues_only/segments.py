"""What to suggest: the sentences that carry a code's cues, with a score and a reason."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten

from ethnocode.model import CueMatch, Span

WEIGHTS: Mapping[str, float] = {
    "phrase": 0.5,
    "pattern": 0.5,
    "dependency": 0.5,
    "lemma": 0.25,
    "entity": 0.25,
}
"""How far one cue of a kind, that no other code has, speaks for its code."""

_NOUNS = {
    "phrase": "a phrase",
    "pattern": "a wording",
    "dependency": "a wording",
    "lemma": "a word",
    "entity": "a name of a sort",
}
_MOST_QUOTED = 3
_LONGEST_CUE_CHARS = 60
_SCORE_DIGITS = 4


@dataclass(frozen=True, slots=True)
class CueProposal:
    """A code proposed for some words of a text.

    Args:
        code: Full id of the code.
        span: Whole sentences, without white space at the ends.
        score: From 0 to 1.
        explanation: One plain sentence, without a full stop.
        matches: The cues behind it, in text order.
    """

    code: str
    span: Span
    score: float
    explanation: str
    matches: tuple[CueMatch, ...]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Neighbouring sentences of one passage that carry cues of one code."""

    code: str
    passage: int | None
    span: Span
    matches: tuple[CueMatch, ...]


def propose(
    text: str,
    *,
    sentences: Sequence[Span],
    passages: Sequence[Span],
    matches: Sequence[CueMatch],
    names: Mapping[str, str] | None = None,
    speakers: Sequence[str | None] = (),
) -> tuple[CueProposal, ...]:
    """Return what the cues found in a text suggest, sorted by span and code.

    For each code, the sentences that carry its cues are proposed, and those that
    follow one another in one passage are one proposal. A cue that begins in one
    passage and ends in another, or that is in no sentence, does not count.

    Args:
        text: The canonical text.
        sentences: Spans that do not overlap.
        passages: Paragraphs or turns: spans that do not overlap. A sentence
            outside every passage is a passage of its own.
        matches: What :meth:`CueMatcher.find` found.
        names: Names of codes by full id; a code without one is called by its id.
        speakers: Who speaks in each passage, ``None`` where unknown; or nothing.

    Raises:
        ValueError: There are speakers, but not one for each passage.

    Complexity:
        O(n log n) for n sentences, passages and matches.
    """
    if speakers and len(speakers) != len(passages):
        raise ValueError(f"{len(speakers)} speakers for {len(passages)} passages")
    sharing = codes_sharing(matches)
    proposals = []
    for stretch in _stretches(sentences, passages, matches):
        speaker = speakers[stretch.passage] if speakers and stretch.passage is not None else None
        name = (names or {}).get(stretch.code, stretch.code)
        strengths = strengths_of(stretch.matches, sharing)
        span = stretch.span.trimmed(text)
        if span:
            proposals.append(
                CueProposal(
                    stretch.code,
                    span,
                    score_of(strengths.values()),
                    f"{speaker or 'The passage'} says {_reasons(text, name, strengths)}",
                    stretch.matches,
                )
            )
    return tuple(sorted(proposals, key=lambda proposal: (proposal.span, proposal.code)))


def score_of(strengths: Iterable[float]) -> float:
    """Return ``1 - (1 - s1)(1 - s2)...`` for the strengths of distinct cues.

    It is 0 for no cue and rises with each further cue, never beyond 1. A cue's
    strength is its kind's in ``WEIGHTS``, divided by the number of codes that
    have a cue on the same words. So one phrase of its own scores 0.5, two 0.75, a
    word shared by two codes 0.125. It orders suggestions; it is no probability.
    """
    doubt = math.prod(1 - strength for strength in sorted(strengths))
    return round(1 - doubt, _SCORE_DIGITS)


def codes_sharing(matches: Iterable[CueMatch]) -> dict[Span, int]:
    """Return how many codes have a cue on exactly the same words."""
    codes = defaultdict(set)
    for match in matches:
        codes[match.span].add(match.code)
    return {span: len(found) for span, found in codes.items()}


def strengths_of(matches: Iterable[CueMatch], sharing: Mapping[Span, int]) -> dict[CueMatch, float]:
    """Return one match of each distinct cue, its strongest, with its strength; strongest first."""
    strongest: dict[tuple[str, str], tuple[CueMatch, float]] = {}
    for match in matches:
        strength = WEIGHTS[match.kind] / sharing[match.span]
        known = strongest.get((match.kind, match.cue))
        if known is None or strength > known[1]:
            strongest[match.kind, match.cue] = (match, strength)
    return dict(sorted(strongest.values(), key=lambda found: -found[1]))


def _stretches(
    sentences: Sequence[Span], passages: Sequence[Span], matches: Iterable[CueMatch]
) -> Iterator[_Stretch]:
    """Yield runs of sentences with cues of one code, never across passages."""
    sentences = sorted(sentences)
    homes = _homes(sentences, passages)
    carried: dict[str, dict[int, list[CueMatch]]] = {}
    for match in sorted(matches, key=lambda match: (match.span, match.kind, match.cue)):
        touched = _touched(sentences, match.span)
        if touched and len({homes[n] for n in touched}) == 1:
            of_code = carried.setdefault(match.code, {})
            for n in touched:
                of_code.setdefault(n, []).append(match)
    for code, by_sentence in carried.items():
        for run in _runs(sorted(by_sentence), homes):
            found = dict.fromkeys(match for n in run for match in by_sentence[n])
            span = Span(sentences[run[0]].start, sentences[run[-1]].end)
            passage = homes[run[0]]
            yield _Stretch(code, passage if passage >= 0 else None, span, tuple(found))


def _homes(sentences: Sequence[Span], passages: Sequence[Span]) -> list[int]:
    """Return the passage of each sentence; a number below 0, of its own, where there is none."""
    order = sorted(range(len(passages)), key=lambda n: passages[n])
    starts = [passages[n].start for n in order]
    homes = []
    for number, sentence in enumerate(sentences):
        at = bisect_right(starts, sentence.start) - 1
        held = at >= 0 and passages[order[at]].encloses(sentence)
        homes.append(order[at] if held else -1 - number)
    return homes


def _touched(sentences: Sequence[Span], span: Span) -> list[int]:
    """Return the sentences that hold a span's words; none where it reaches beyond them."""
    first = bisect_right(sentences, span.start, key=lambda sentence: sentence.start) - 1
    stop = bisect_left(sentences, span.end, key=lambda sentence: sentence.start)
    if first < 0 or sentences[first].end <= span.start or sentences[stop - 1].end < span.end:
        return []
    return list(range(first, stop))


def _runs(numbers: Iterable[int], homes: Sequence[int]) -> Iterator[list[int]]:
    """Yield runs of consecutive sentences in one passage."""
    run: list[int] = []
    for number in numbers:
        if run and (number != run[-1] + 1 or homes[number] != homes[run[-1]]):
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _reasons(text: str, name: str, strengths: Mapping[CueMatch, float]) -> str:
    """Return the participants' words with the cues they are, the strongest first."""
    reasons: list[str] = []
    for match in list(strengths)[:_MOST_QUOTED]:
        giver = "it also gives" if reasons else f"the codebook gives for {name}"
        quote = " ".join(match.span.of(text).split())
        cue = shorten(match.cue, _LONGEST_CUE_CHARS, placeholder=" ...")
        reasons.append(f'"{quote}", {_NOUNS[match.kind]} {giver} ("{cue}")')
    more = len(strengths) - len(reasons)
    if more:
        reasons.append("one more cue" if more == 1 else f"{more} more cues")
    *before, last = reasons
    return f"{', '.join(before)}, and {last}" if before else last
