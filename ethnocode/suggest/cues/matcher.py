"""Cues: where participants' words that hint at a code occur in a text. The home of spaCy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ethnocode.errors import PipelineError
from ethnocode.model import Code, CueMatch, Span
from ethnocode.suggest.cues.expressions import with_bounds
from ethnocode.suggest.cues.patterns import (
    literals_of,
    most_tokens,
    plain_pattern,
    readable,
    runs_of,
)
from ethnocode.suggest.cues.phrases import Cue, Hit, PhraseCues, phrase_cues
from ethnocode.suggest.cues.places import PatternCues, TokenPattern, pattern_cues
from ethnocode.suggest.cues.screen import Screen, screen_of
from ethnocode.suggest.cues.structures import (
    StructureCues,
    attributes_of,
    attributes_of_dependency,
    givers_of,
    plain_dependency,
    readable_dependency,
)
from ethnocode.suggest.words.pieces import BORDER, Piece, pieces_of
from ethnocode.suggest.words.pipeline import Pipeline, load_pipeline

if TYPE_CHECKING:
    from spacy.matcher import DependencyMatcher
    from spacy.tokens import Doc

_SAMPLE = "A sample of words, to see whether a pattern can be looked for."

# The most frequent words of talk first; only roughly, for they only choose what to look for.
_MOST_FREQUENT = """
    the to i and you a of it that in they was we is so n't for 's he she on but have do know be
    not what had there with all as at like this were one out up if would about got get go when no
    my or your them me him her us said just then are from can did who their our been an will
"""
_FIRST_WORD_TIMES = 4_000
_STOP_WORD_TIMES = 10

# What a pattern may raise that the matcher does not take.
_PATTERN_ERRORS = (ValueError, TypeError, KeyError, AttributeError, re.error)

# The part of a contraction that stands after the verb or pronoun.
_CONTRACTED = re.compile(r"'|(?:n't|nt|not)\Z")
_APOSTROPHES = "'’"

# What even a blank pipeline tells of a word by its place in the text.
_OF_THE_TEXT = frozenset({"SENT_START", "IS_SENT_START", "SPACY", "_"})


_HINTS = {
    "pattern": "write spaCy token patterns such as [{LOWER: tick}, {LOWER: the, OP: '?'}]",
    "dependency": "write spaCy dependency patterns: the first word as {RIGHT_ID: verb, "
    "RIGHT_ATTRS: {LEMMA: wait}}, each other with LEFT_ID and REL_OP as well",
}


@dataclass(frozen=True, slots=True, eq=False)
class ReadPiece:
    """A piece of a text, tokenised, and the cues in it.

    Args:
        piece: Its words, with the way back.
        doc: Its tokens.
        hits: Ranges of tokens with the cue they are; some more than once.
    """

    piece: Piece
    doc: Doc
    hits: tuple[Hit, ...]

    def matches(self, text: str) -> Iterator[tuple[CueMatch, Hit]]:
        """Yield the cues that stand in the text as whole words, within a paragraph."""
        for hit in self.hits:
            start, end, cue = hit
            words = self.doc[start:end]
            if BORDER in words.text:
                continue
            span = self.piece.original_span(words.start_char, words.end_char)
            contracted = _CONTRACTED.match(self.doc[start].lower_)
            whole = _whole_words(text, span, contracted=contracted)
            if whole:
                yield CueMatch(cue.code, whole, cue.kind, cue.cue), hit


@dataclass(frozen=True, slots=True, eq=False)
class CueMatcher:
    """Finds the cues of the codes it was built from; made by :func:`build_matcher`.

    Args:
        pipeline: Reads texts.
        phrases: Finds phrases and lemmas.
        patterns: Finds token patterns.
        structures: Finds dependencies and entities.
        screen: Tells where cues can be; ``None`` where they can be anywhere.
        skipped: Cues that need what the pipeline lacks, and what that is.
        names: Whether any cue asks for entities.
    """

    pipeline: Pipeline
    phrases: PhraseCues
    patterns: PatternCues
    structures: StructureCues
    screen: Screen | None
    skipped: tuple[str, ...]
    names: bool

    def find(self, text: str) -> tuple[CueMatch, ...]:
        """Return the cues in a text, sorted by start, end, code, kind and cue.

        Every inflection of a cue's words counts; line breaks, runs of white space
        and the shape of apostrophes do not, and a hyphen between two words of a
        phrase is as good as a space. A lemma in ``-ing`` is a noun: ``heading`` finds
        ``headings``, not ``head``. A match never runs across a blank line, and
        begins and ends with whole words: one that begins with the second part of
        a contraction (``n't allowed``) takes in the first (``wasn't allowed``).
        Of one cue's matches, those inside a longer one are left out.

        Args:
            text: The canonical text; the spans are in its code points.

        Complexity:
            O(n) for n characters, unless a pattern has no literal words.
        """
        pieces = list(self.screen.near(text) if self.screen else pieces_of(text))
        return longest(match for read in self._read(pieces) for match, _ in read.matches(text))

    def read(self, text: str, *, borders: Sequence[int] = ()) -> Iterator[ReadPiece]:
        """Yield a text's pieces, read once each.

        Args:
            text: The canonical text.
            borders: Further places, in order, that no word and no cue may run across.
        """
        yield from self._read(list(pieces_of(text, borders=borders)))

    def _read(self, pieces: Sequence[Piece]) -> Iterator[ReadPiece]:
        docs = self.pipeline.docs((piece.text for piece in pieces), names=self.names)
        for piece, doc in zip(pieces, docs, strict=True):
            hits = list(self.phrases.hits(doc))
            if self.pipeline.take_lemmas(doc):
                hits += self.phrases.hits(doc)
            hits += self.patterns.hits(doc)
            hits += self.structures.hits(doc)
            yield ReadPiece(piece, doc, tuple(hits))


def build_matcher(codes: Iterable[Code], pipeline: Pipeline | None = None) -> CueMatcher:
    """Return a matcher for the cues of some codes.

    A code without cues is passed over, and so is a cue without a letter or digit.
    Cues of one code that differ only in inflection, case, white space or hyphens
    are one: the first, phrases before lemmas. With a pipeline that has lemmas a phrase
    is found by those as well. A cue that needs what the pipeline lacks is skipped, since
    a codebook is shared among machines.

    Args:
        codes: Any number.
        pipeline: Blank English where there is none.

    Raises:
        PipelineError: A token pattern is not one that spaCy's matcher takes.
    """
    codes = tuple(codes)
    pipeline = pipeline or load_pipeline()
    built = _Building(pipeline)
    patterns = [found for code in codes for found in built.token_patterns(code)]
    dependencies = tuple(found for code in codes for found in built.dependencies(code))
    entities = tuple(found for code in codes for found in built.entities(code))
    phrases = phrase_cues(codes, pipeline=pipeline)
    frequent = _frequent(pipeline)
    return CueMatcher(
        pipeline,
        phrases,
        pattern_cues(patterns, frequent=frequent),
        StructureCues(dependencies, entities),
        screen_of(phrases, patterns, pipeline=pipeline, frequent=frequent),
        tuple(built.skipped),
        bool(entities) or built.names,
    )


def _frequent(pipeline: Pipeline) -> dict[int, int]:
    """Return about how often the most frequent words come, by number; others count as 1."""
    strings = pipeline.nlp.vocab.strings
    found = dict.fromkeys(map(strings.add, pipeline.nlp.Defaults.stop_words), _STOP_WORD_TIMES)
    for rank, word in enumerate(_MOST_FREQUENT.split()):
        found[strings.add(word)] = _FIRST_WORD_TIMES // (rank + 10)
    return found


class _Building:
    """Builds patterns one by one, and keeps account of those that are skipped."""

    def __init__(self, pipeline: Pipeline) -> None:
        self.skipped: list[str] = []
        self.names = False
        self._pipeline = pipeline
        self._vocab = pipeline.nlp.vocab
        (self._sample,) = pipeline.docs([_SAMPLE], names=True)

    def token_patterns(self, code: Code) -> Iterator[TokenPattern]:
        """Yield the token patterns of a code."""
        from spacy.matcher import Matcher

        for number, pattern in enumerate(code.cues.patterns):
            asked = attributes_of(pattern)
            cue = Cue(code.id, "pattern", readable(pattern))
            if self._lacks(cue, asked):
                continue
            plain = plain_pattern(pattern)
            matcher = Matcher(self._vocab, validate=True)
            try:
                matcher.add("cue", [with_bounds(plain)])
                matcher(self._sample, allow_missing=True)
            except _PATTERN_ERRORS as exc:
                raise _refused(code, number, cue, reason=exc) from exc
            number_of = self._vocab.strings.add
            literals = tuple(literals_of(plain, number_of=number_of))
            runs = runs_of(plain, number_of=number_of)
            is_local = _OF_THE_TEXT.isdisjoint(name for token in plain for name in token)
            yield TokenPattern(cue, matcher, literals, most_tokens(plain), runs, is_local)

    def dependencies(self, code: Code) -> Iterator[tuple[Cue, DependencyMatcher]]:
        """Yield the dependency patterns of a code."""
        from spacy.matcher import DependencyMatcher

        for number, pattern in enumerate(code.cues.dependencies):
            cue = Cue(code.id, "dependency", readable_dependency(pattern))
            matcher = DependencyMatcher(self._vocab, validate=True)
            try:
                matcher.add("cue", [with_bounds(plain_dependency(pattern))])
            except _PATTERN_ERRORS as exc:
                raise _refused(code, number, cue, reason=exc) from exc
            if not self._lacks(cue, attributes_of_dependency(pattern)):
                yield cue, matcher

    def entities(self, code: Code) -> Iterator[Cue]:
        """Yield the entities of a code."""
        for label in code.cues.entities:
            cue = Cue(code.id, "entity", label)
            if self._lacks(cue, frozenset({"ENT_TYPE"})):
                continue
            if label in self._pipeline.labels:
                yield cue
            else:
                self.skipped.append(f"{_called(cue)}: {self._pipeline.label} has no such label")

    def _lacks(self, cue: Cue, asked: frozenset[str]) -> bool:
        """Return whether the pipeline lacks what a cue asks for; if so, note it as skipped."""
        missing = asked - self._pipeline.gives
        if missing:
            self.skipped.append(f"{_called(cue)}: needs a pipeline with {givers_of(missing)}")
        elif any(name.startswith("ENT_") for name in asked):
            self.names = True
        return bool(missing)


def _called(cue: Cue) -> str:
    return f"{cue.kind} {cue.cue} of '{cue.code}'"


def _refused(code: Code, number: int, cue: Cue, *, reason: Exception) -> PipelineError:
    why = " ".join(str(reason).split())
    field = "patterns" if cue.kind == "pattern" else "dependencies"
    return PipelineError(
        f"{cue.kind} {number + 1} of code '{code.id}', {cue.cue}, cannot be used: {why}",
        where=str(code.place_of(f"cues.{field}.{number}")),
        hint=_HINTS[cue.kind],
    )


def _whole_words(text: str, span: Span, *, contracted: object) -> Span | None:
    """Return the span from its first to its last letter or digit, if no word is cut.

    A contraction whose second part the span begins with is taken in.
    """
    start, end = span.start, span.end
    while contracted and start and (text[start - 1].isalnum() or text[start - 1] in _APOSTROPHES):
        start -= 1
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not text[end - 1].isalnum():
        end -= 1
    if start == end:
        return None
    cut = (start and text[start - 1].isalnum()) or text[end : end + 1].isalnum()
    return None if cut else Span(start, end)


def longest(matches: Iterable[CueMatch]) -> tuple[CueMatch, ...]:
    """Return the matches that no longer match of the same cue encloses, in order."""
    matches = sorted(set(matches), key=lambda match: (match.span.start, -match.span.end))
    reached: dict[Cue, int] = {}
    kept = []
    for match in matches:
        cue = Cue(match.code, match.kind, match.cue)
        if match.span.end > reached.get(cue, 0):
            reached[cue] = match.span.end
            kept.append(match)
    return tuple(sorted(kept, key=_order))


def _order(match: CueMatch) -> tuple[Span, str, str, str]:
    return match.span, match.code, match.kind, match.cue
