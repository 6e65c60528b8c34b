"""A source as the engine reads it: words as numbers, and the cues among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ethnocode.model import CueMatch
from ethnocode.suggest.passages import Passage

if TYPE_CHECKING:
    import numpy as np

    from ethnocode.suggest.cues import CueMatcher

    Numbers = np.ndarray[tuple[int], np.dtype[np.int32]]
    Vectors = np.ndarray[tuple[int, int], np.dtype[np.float32]]


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
    vectors: Vectors | None = None


def read_source(text: str, passages: Sequence[Passage], *, matcher: CueMatcher) -> Reading:
    """Read a source with a matcher.

    Args:
        text: The canonical text.
        passages: In text order, without overlap.
        matcher: Tokenises and knows the cues.

    Complexity:
        O(n) for n characters.
    """
    import numpy as np

    numbers: dict[tuple[str, str], int] = {}
    tokens: list[int] = []
    starts: list[int] = []
    ends: list[int] = []
    rows = [0]
    for passage in passages:
        for start, end, word, stem in matcher.words(text, passage.span):
            tokens.append(numbers.setdefault((word, stem), len(numbers)))
            starts.append(start)
            ends.append(end)
        rows.append(len(tokens))
    cues = tuple(
        match
        for match in matcher.find(text)
        if any(passage.span.encloses(match.span) for passage in passages)
    )
    return Reading(
        words=tuple(word for word, _ in numbers),
        stems=tuple(stem for _, stem in numbers),
        tokens=np.array(tokens, np.int32),
        starts=np.array(starts, np.int32),
        ends=np.array(ends, np.int32),
        rows=np.array(rows, np.int32),
        cues=cues,
        badges=("",) * len(cues),
    )
