"""Exclusions of a code, and the one that comes nearest to the words of a passage."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ethnocode.model import Code, Codebook
from ethnocode.suggest.corpus.vocabulary import content_words, plain_words
from ethnocode.text.stem import stem

NEAR_SHARE = 0.5
"""An exclusion is near when a passage has at least this share of its words that matter..."""
NEAR_WORDS = 3
"""...and so many of them, or all: two words in common say little."""
FEWEST_WORDS = 2
"""An exclusion with fewer words that matter is never near."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """What a code does not cover, as the codebook says it.

    Args:
        words: The entry, or the words of an example that is none.
        stems: Stems of its words that matter.
    """

    words: str
    stems: frozenset[str]


def exclusions_of(codebook: Codebook) -> Mapping[str, tuple[Exclusion, ...]]:
    """Return, by full id of a code, its exclusions and the examples it does not apply to."""
    return {code.id: tuple(map(_exclusion, _entries(code))) for code in codebook}


def nearest_exclusion(exclusions: Sequence[Exclusion], *, stems: Collection[str]) -> str:
    """Return the exclusion that a passage has the largest share of, or nothing.

    Args:
        exclusions: Of one code; the earlier one where two are equal.
        stems: Of all words of the passage.
    """
    best, found = 0.0, ""
    for exclusion in exclusions:
        shared, words = len(exclusion.stems.intersection(stems)), len(exclusion.stems)
        near = shared >= min(NEAR_WORDS, words) and words >= FEWEST_WORDS
        if near and shared / words >= NEAR_SHARE and shared / words > best:
            best, found = shared / words, exclusion.words
    return found


def _entries(code: Code) -> tuple[str, ...]:
    return *code.exclude, *(example.text for example in code.examples if not example.apply)


def _exclusion(entry: str) -> Exclusion:
    stems = frozenset(stem(word) for word in content_words(plain_words(entry)))
    return Exclusion(" ".join(entry.split()), stems)
