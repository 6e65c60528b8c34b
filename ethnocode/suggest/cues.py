"""Cues: where participants' words that hint at a code occur in a text. The home of spaCy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from ethnocode.errors import PipelineError
from ethnocode.model import Code, CueMatch, Span
from ethnocode.suggest.patterns import (
    Index,
    Pattern,
    TokenPattern,
    literals_of,
    most_tokens,
    plain_pattern,
    readable,
)
from ethnocode.suggest.pieces import BORDER, made_plain, pieces_of
from ethnocode.suggest.stem import stem

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import Matcher, PhraseMatcher
    from spacy.tokens import Doc

_Words = tuple[str, ...]
_Rules = Mapping[str, list[dict[int, str]]]

_HYPHEN = "-"
_MOST_GAPS = 6
_SAMPLE = "A sample of words, to see whether a pattern can be looked for."

# What a pattern may raise that the matcher does not take.
_PATTERN_ERRORS = (ValueError, TypeError, KeyError, AttributeError, re.error)

# Initials for spaCy; but "so do I." and "plan B." end a sentence.
_LETTER_WITH_STOP = re.compile(r"\w\.")

# The part of a contraction that stands after the verb or pronoun.
_CONTRACTED = re.compile(r"'|(?:n't|nt|not)\Z")
_GERUND = re.compile(r"ings?\Z")
_APOSTROPHES = "'’"


@dataclass(frozen=True, slots=True)
class _Cue:
    code: str
    kind: str
    cue: str


@dataclass(frozen=True, slots=True)
class CueMatcher:
    """Finds the cues of the codes it was built from; made by :func:`build_matcher`.

    Args:
        tokenizer: Cuts a piece of text into tokens whose norms are stems.
        phrases: Looks for runs of norms.
        phrase_cues: The cues that a run stands for, by the run's number.
        patterns: Token patterns.
        wanted: Words that patterns cannot do without, by column.
    """

    tokenizer: Callable[[str], Doc]
    phrases: PhraseMatcher
    phrase_cues: Mapping[int, tuple[_Cue, ...]]
    patterns: tuple[TokenPattern, ...]
    wanted: Mapping[str, frozenset[int]]

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
        found = set()
        for piece in pieces_of(text):
            doc = self.tokenizer(piece.text)
            for start, end, cue in self._hits(doc):
                words = doc[start:end]
                if BORDER in words.text:
                    continue
                span = piece.original_span(words.start_char, words.end_char)
                whole = _whole_words(text, span, contracted=_CONTRACTED.match(doc[start].lower_))
                if whole:
                    found.add(CueMatch(cue.code, whole, cue.kind, cue.cue))
        return tuple(_longest(sorted(found, key=_order)))

    def words(self, text: str, span: Span) -> Iterator[tuple[int, int, str, str]]:
        """Yield start, end, lower case and stem of each word of a part of a text."""
        for piece in pieces_of(text[span.start : span.end]):
            for token in self.tokenizer(piece.text):
                if any(map(str.isalnum, token.text)):
                    at = piece.original_span(token.idx, token.idx + len(token))
                    yield span.start + at.start, span.start + at.end, token.lower_, token.norm_

    def _hits(self, doc: Doc) -> Iterator[tuple[int, int, _Cue]]:
        """Yield ranges of tokens with the cue they are; some more than once."""
        for number, start, end in self.phrases(doc):
            for cue in self.phrase_cues[number]:
                if not _is_noun(cue) or _GERUND.search(doc[end - 1].lower_):
                    yield start, end, cue
        if not self.patterns:
            return
        index = Index(doc, wanted=self.wanted)
        for pattern in self.patterns:
            cue = _Cue(pattern.code, "pattern", pattern.cue)
            for first, last in index.windows(pattern):
                for _, start, end in pattern.matcher(doc[first:last]):
                    yield first + start, first + end, cue


def build_matcher(codes: Iterable[Code]) -> CueMatcher:
    """Return a matcher for the cues of some codes.

    A code without cues is skipped, and so is a cue without a letter or digit.
    Cues of one code that differ only in inflection, case, white space or hyphens
    are one: the first, phrases before lemmas.

    Raises:
        PipelineError: A token pattern is not one that spaCy's matcher takes.
    """
    import spacy
    from spacy.matcher import Matcher, PhraseMatcher

    codes = tuple(codes)
    nlp = spacy.blank("en")
    _stem_norms(nlp)
    phrases = PhraseMatcher(nlp.vocab, attr="NORM")
    phrase_cues = {}
    for words, cues in _phrase_cues(codes, norms_of=lambda cue: _norms(nlp, cue)).items():
        name = "\n".join(words)  # a norm may have a space: N.C. is "north carolina"
        phrases.add(name, [_doc_of(nlp, variant) for variant in _hyphenated(words)])
        phrase_cues[nlp.vocab.strings[name]] = tuple(cues)
    patterns = tuple(_token_patterns(nlp, codes, new_matcher=Matcher))
    return CueMatcher(nlp.tokenizer, phrases, phrase_cues, patterns, _wanted(patterns))


def _stem_norms(nlp: Language) -> None:
    """Make the norm of every token a stem, those of contractions included."""
    vocab: Any = nlp.vocab
    tokenizer: Any = nlp.tokenizer
    norm = vocab.strings["NORM"]
    vocab.lex_attr_getters[norm] = stem
    for lexeme in vocab:
        # Made before the getter was set.
        lexeme.norm_ = stem(lexeme.text)
    tokenizer.rules = {
        words: [{**part, norm: stem(part[norm])} if norm in part else part for part in parts]
        for words, parts in _exceptions(tokenizer.rules, orth=vocab.strings["ORTH"])
    }


def _exceptions(rules: _Rules, *, orth: int) -> Iterator[tuple[str, list[dict[int, str]]]]:
    """Yield spaCy's exceptions, contractions in capitals too; but full stops end sentences."""
    for letter in ascii_uppercase:
        yield f"{letter}.", [{orth: letter}, {orth: "."}]
    for words, parts in rules.items():
        if _LETTER_WITH_STOP.fullmatch(words):
            continue
        yield words, parts
        if "'" in words and words.upper() not in rules:
            yield words.upper(), [{**part, orth: part[orth].upper()} for part in parts]


def _phrase_cues(
    codes: Iterable[Code], *, norms_of: Callable[[str], _Words]
) -> dict[_Words, list[_Cue]]:
    """Return the cues for each run of norms: of each code one, and one noun in ``-ing``."""
    found: dict[_Words, dict[tuple[str, bool], _Cue]] = {}
    for code in codes:
        written = [
            *(("phrase", phrase) for phrase in code.cues.phrases),
            *(("lemma", lemma) for lemma in code.cues.lemmas),
        ]
        for cue in (_Cue(code.id, kind, words) for kind, words in written):
            words = norms_of(cue.cue)
            if words:
                found.setdefault(words, {}).setdefault((code.id, _is_noun(cue)), cue)
    return {words: list(cues.values()) for words, cues in found.items()}


def _norms(nlp: Language, cue: str) -> _Words:
    """Return the norms of a cue's words, without hyphens and the marks at its ends."""
    norms = [token.norm_ for token in nlp.make_doc(made_plain(cue)) if token.text != _HYPHEN]
    words = [n for n, norm in enumerate(norms) if any(map(str.isalnum, norm))]
    return tuple(norms[words[0] : words[-1] + 1]) if words else ()


def _hyphenated(words: _Words) -> Iterator[list[str]]:
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


def _doc_of(nlp: Language, norms: list[str]) -> Doc:
    from spacy.tokens import Doc

    # A norm is its own norm, so tokens can be made of norms alone.
    return Doc(nlp.vocab, words=norms)


def _token_patterns(
    nlp: Language, codes: Iterable[Code], *, new_matcher: Callable[..., Matcher]
) -> Iterator[TokenPattern]:
    sample = nlp.make_doc(_SAMPLE)
    for code in codes:
        for number, pattern in enumerate(code.cues.patterns):
            plain = plain_pattern(pattern)
            matcher = new_matcher(nlp.vocab, validate=True)
            try:
                matcher.add("cue", [plain])
                matcher(sample)
            except _PATTERN_ERRORS as exc:
                raise _refused(code, number, pattern, reason=exc) from exc
            literals = tuple(literals_of(plain, number_of=nlp.vocab.strings.add))
            yield TokenPattern(code.id, readable(pattern), matcher, literals, most_tokens(plain))


def _refused(code: Code, number: int, pattern: Pattern, *, reason: Exception) -> PipelineError:
    why = " ".join(str(reason).split())
    return PipelineError(
        f"pattern {number + 1} of code '{code.id}', {readable(pattern)}, cannot be used: {why}",
        where=str(code.place_of(f"cues.patterns.{number}")),
        hint="write spaCy token patterns such as [{LOWER: tick}, {LOWER: the, OP: '?'}]",
    )


def _wanted(patterns: Iterable[TokenPattern]) -> dict[str, frozenset[int]]:
    words: dict[str, frozenset[int]] = {}
    for pattern in patterns:
        for literal in pattern.literals:
            words[literal.column] = words.get(literal.column, frozenset()) | literal.words
    return words


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


def _is_noun(cue: _Cue) -> bool:
    """Whether a lemma is a noun like ``heading``, whose inflections do not include ``head``."""
    return cue.kind == "lemma" and cue.cue.lower().endswith("ing")


def _longest(matches: Iterable[CueMatch]) -> Iterator[CueMatch]:
    """Yield the matches that no longer match of the same cue encloses, in order."""
    matches = sorted(matches, key=lambda match: (match.span.start, -match.span.end))
    reached: dict[_Cue, int] = {}
    kept = []
    for match in matches:
        cue = _Cue(match.code, match.kind, match.cue)
        if match.span.end > reached.get(cue, 0):
            reached[cue] = match.span.end
            kept.append(match)
    yield from sorted(kept, key=_order)


def _order(match: CueMatch) -> tuple[Span, str, str, str]:
    return match.span, match.code, match.kind, match.cue
