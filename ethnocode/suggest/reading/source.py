"""A source as the engine reads it: words as numbers, and the cues among them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ethnocode.model import CueMatch, Span
from ethnocode.suggest.cues.matcher import CueMatcher, ReadPiece, longest
from ethnocode.suggest.cues.phrases import Hit
from ethnocode.suggest.reading.badges import badge_of
from ethnocode.suggest.reading.passages import Passage
from ethnocode.suggest.reading.tokens import Tokens
from ethnocode.suggest.reading.vectors import passage_vectors
from ethnocode.suggest.words.pipeline import Pipeline

if TYPE_CHECKING:
    from ethnocode.suggest.words.arrays import Numbers, Singles


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A source in plain data, which can be saved and does not change with the codings.

    Args:
        words: Distinct words of the source in lower case, with plain apostrophes.
        stems: Their stems, as long; with a pipeline that has lemmas, of their lemmas
            (one word may then be there twice, with two stems).
        tokens: Number of the word of each token that has a letter or digit.
        starts: First character of each token, in the source's text.
        ends: Last character of each token, exclusive.
        rows: First token of each passage, and at last the number of tokens.
        cues: Cues within passages, in text order.
        badges: For each cue ``""``, ``negated``, ``reported`` or ``negated reported``.
        vectors: Unit vector of each passage, where the pipeline has vectors.
    """

    words: tuple[str, ...]
    stems: tuple[str, ...]
    tokens: Numbers
    starts: Numbers
    ends: Numbers
    rows: Numbers
    cues: tuple[CueMatch, ...] = ()
    badges: tuple[str, ...] = ()
    vectors: Singles | None = None


def read_source(text: str, passages: Sequence[Passage], *, matcher: CueMatcher) -> Reading:
    """Read a source with a matcher, its words and its cues in one go.

    Args:
        text: The canonical text.
        passages: In text order, without overlap.
        matcher: Tokenises and knows the cues.

    Complexity:
        O(n) for n characters.
    """
    spans = [passage.span for passage in passages]
    tokens = Tokens(matcher.pipeline)
    found: dict[CueMatch, bool] = {}
    borders = sorted({at for span in spans for at in (span.start, span.end)})
    for read in matcher.read(text, borders=borders) if passages else ():
        tokens.add(read)
        for match, hit in read.matches(text):
            if _home(spans, match.span) is not None:
                found[match] = found.get(match, False) or _is_denied(read, hit, matcher.pipeline)
    words = tokens.within(spans)
    cues = longest(found)
    badges = (
        badge_of(text, cue.span, passage=passages[home], denied=found[cue])
        for cue in cues
        if (home := _home(spans, cue.span)) is not None
    )
    return Reading(
        words=words.words,
        stems=words.stems,
        tokens=words.tokens,
        starts=words.starts,
        ends=words.ends,
        rows=words.rows,
        cues=cues,
        badges=tuple(badges),
        vectors=passage_vectors(matcher.pipeline, words.words, words.tokens, rows=words.rows),
    )


def _home(spans: Sequence[Span], span: Span) -> int | None:
    """Return which of some spans encloses another; they are in order."""
    at = bisect_right(spans, span.start, key=lambda other: other.start) - 1
    return at if at >= 0 and spans[at].encloses(span) else None


def _is_denied(read: ReadPiece, hit: Hit, pipeline: Pipeline) -> bool:
    """Whether a parser finds a negation that hangs on a cue, or on what the cue hangs on."""
    if "DEP" not in pipeline.gives:
        return False
    words = read.doc[hit[0] : hit[1]]
    heads = {words.root.i, words.root.head.i}
    return any(
        child.dep_ == "neg" and not hit[0] <= child.i < hit[1]
        for head in sorted(heads)
        for child in read.doc[head].children
    )
