"""Exclusions of a code, and the one that comes nearest to the words of a passage."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from ethnocode.model import Code, Codebook
from ethnocode.suggest.stem import stem

NEAR_SHARE = 0.5
"""An exclusion is near when a passage has at least this share of its words that matter."""
NEAR_WORDS = 2
"""...and at least so many of them: one word in common says little."""


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
    from spacy.lang.en.stop_words import STOP_WORDS

    return {code.id: tuple(_exclusions(code, STOP_WORDS)) for code in codebook}


def nearest_exclusion(exclusions: Sequence[Exclusion], *, stems: Collection[str]) -> str:
    """Return the exclusion that a passage has the largest share of, or nothing.

    Args:
        exclusions: Of one code; the earlier one where two are equal.
        stems: Of all words of the passage.
    """
    best, found = NEAR_SHARE, ""
    for exclusion in exclusions:
        shared = len(exclusion.stems.intersection(stems))
        share = shared / max(len(exclusion.stems), 1)
        if shared >= NEAR_WORDS and (share > best or (share == best and not found)):
            best, found = share, exclusion.words
    return found


def _exclusions(code: Code, stop_words: Collection[str]) -> Sequence[Exclusion]:
    entries = [*code.exclude, *(e.text for e in code.examples if not e.apply)]
    found = []
    for entry in entries:
        plain = " ".join(entry.split())
        found.append(Exclusion(plain, _stems(plain, stop_words)))
    return found


def _stems(words: str, stop_words: Collection[str]) -> frozenset[str]:
    plain = words.lower().replace("’", "'")
    cleaned = "".join(char if char.isalnum() or char == "'" else " " for char in plain)
    parts = [part.strip("'").removesuffix("'s") for part in cleaned.split()]
    return frozenset(stem(part) for part in parts if part and part not in stop_words)
