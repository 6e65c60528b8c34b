"""Phrase and lemma cues: runs of words that are looked for in any inflection."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

from ethnocode.model import Code
from ethnocode.suggest.words.pieces import made_plain

if TYPE_CHECKING:
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc

    from ethnocode.suggest.words.pipeline import Pipeline

Norms = tuple[str, ...]

_HYPHEN = "-"
_MOST_GAPS = 6
_GERUND = re.compile(r"ings?\Z")


@dataclass(frozen=True, slots=True, order=True)
class Cue:
    """A cue of a code, as the codebook has it.

    Args:
        code: Full id of the code.
        kind: ``phrase``, ``lemma``, ``pattern``, ``dependency`` or ``entity``.
        cue: The words of the codebook, or a pattern as readers see it.
    """

    code: str
    kind: str
    cue: str

    @property
    def is_noun(self) -> bool:
        """Whether a lemma is a noun like ``heading``, of which ``head`` is no inflection."""
        return self.kind == "lemma" and self.cue.lower().endswith("ing")


Hit = tuple[int, int, Cue]
"""First token of a document, the one after the last, and the cue they are."""


@dataclass(frozen=True, slots=True, eq=False)
class PhraseCues:
    """Finds phrases and lemmas; made by :func:`phrase_cues`.

    Args:
        matcher: Looks for runs of norms.
        cues: The cues that a run stands for, by the run's number.
        runs: The runs themselves, without hyphens.
    """

    matcher: PhraseMatcher
    cues: Mapping[int, tuple[Cue, ...]]
    runs: tuple[Norms, ...]

    def hits(self, doc: Doc) -> Iterator[Hit]:
        """Yield the cues in a document whose norms are stems."""
        for number, start, end in self.matcher(doc):
            for cue in self.cues[number]:
                if not cue.is_noun or _GERUND.search(doc[end - 1].lower_):
                    yield start, end, cue


def phrase_cues(codes: Iterable[Code], *, pipeline: Pipeline) -> PhraseCues:
    """Return what finds the phrases and lemmas of some codes.

    A cue without a letter or digit is skipped. Cues of one code that differ only in
    inflection, case, white space or hyphens are one: the first, phrases before lemmas.
    """
    from spacy.matcher import PhraseMatcher

    vocab = pipeline.nlp.vocab
    matcher = PhraseMatcher(vocab, attr="NORM")
    cues = {}
    by_norms = _by_norms(codes, norms_of=pipeline.norms_of)
    for words, found in by_norms.items():
        name = "\n".join(words)  # a norm may have a space: N.C. is "north carolina"
        matcher.add(name, [pipeline.doc_of_norms(variant) for variant in _hyphenated(words)])
        cues[vocab.strings[name]] = tuple(found)
    return PhraseCues(matcher, cues, tuple(by_norms))


def _by_norms(
    codes: Iterable[Code], *, norms_of: Callable[[str], Sequence[Norms]]
) -> dict[Norms, list[Cue]]:
    """Return the cues for each run of norms: of each code one, and one noun in ``-ing``."""
    found: dict[Norms, dict[tuple[str, bool], Cue]] = {}
    for code in codes:
        written = [
            *(("phrase", phrase) for phrase in code.cues.phrases),
            *(("lemma", lemma) for lemma in code.cues.lemmas),
        ]
        for cue in (Cue(code.id, kind, words) for kind, words in written):
            for norms in norms_of(made_plain(cue.cue)):
                words = _words(norms)
                if words:
                    found.setdefault(words, {}).setdefault((code.id, cue.is_noun), cue)
    return {words: list(cues.values()) for words, cues in found.items()}


def _words(norms: Norms) -> Norms:
    """Return the norms without hyphens and the marks at the ends."""
    kept = [norm for norm in norms if norm != _HYPHEN]
    words = [n for n, norm in enumerate(kept) if any(map(str.isalnum, norm))]
    return tuple(kept[words[0] : words[-1] + 1]) if words else ()


def _hyphenated(words: Norms) -> Iterator[list[str]]:
    """Yield the words with a hyphen or none in each gap; in long runs, with none or all."""
    gaps = len(words) - 1
    choices: Iterable[Sequence[bool]] = product((False, True), repeat=gaps)
    if gaps > _MOST_GAPS:
        choices = ([False] * gaps, [True] * gaps)
    for choice in choices:
        run = [words[0]]
        for hyphen, word in zip(choice, words[1:], strict=True):
            run += [_HYPHEN, word] if hyphen else [word]
        yield run
