"""Proposals: chosen passages with the words to mark and the reasons, not yet stored."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

from ethnocode.model import Band, Code, Codebook, CueMatch, Evidence, Hint, Likeness, Span
from ethnocode.suggest.corpus.rows import Corpus, Decisions
from ethnocode.suggest.corpus.vocabulary import SENTENCE_END, content_words, plain_words
from ethnocode.suggest.ranker.choosing import Choice
from ethnocode.suggest.ranker.model import Model
from ethnocode.suggest.reading.language import languages_of, name_of_language
from ethnocode.suggest.reading.source import Reading
from ethnocode.suggest.reasons.exclusions import Exclusion, exclusions_of, nearest_exclusion
from ethnocode.suggest.reasons.placed import PlacedPassage, placed
from ethnocode.suggest.reasons.rivals import Rival, rivals_of
from ethnocode.suggest.reasons.spans import WeighedWord, marked_words
from ethnocode.suggest.reasons.wording import CARRIED, Grounds, Quoted, is_inside, line_of, quoted
from ethnocode.suggest.words.said import NAME, said_of

FITS_AS_WELL = 0.5
"""A near code that scores at least this share of a suggestion's score is named with it."""

TOLD_SHARE, TOLD_WEIGHT = 0.3, 0.1
"""What a word shared with the codebook adds at least, of the strongest and in log-odds, to be told.

A word such as ``asked`` is shared with many definitions and says little.
"""

_LONGEST_KEPT = 200
_MOST_HINTS = 6
_SHORTEST_TOLD = 3
_READINGS_HELD = 64
_NEGATED, _REPORTED = "negated", "reported"


@dataclass(frozen=True, slots=True)
class RankedProposal:
    """A code proposed for some words of a passage.

    Args:
        row: The passage's row.
        code: Full id of the code.
        span: The words that a coder would mark.
        score: From 0 to 1.
        band: How likely it is right.
        explanation: One plain line, without a full stop.
        evidence: What the score is made of.
        matches: The cues of the code in the passage.
    """

    row: int
    code: str
    span: Span
    score: float
    band: Band
    explanation: str
    evidence: Evidence
    matches: tuple[CueMatch, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """What reasons are worded from, made once for many proposals.

    Args:
        text_of: Returns the text of a source by its name.
        names: Names of the codes by full id.
        texts: What the codebook says of each code, by full id, without line breaks.
        rivals: Near codes by full id.
        exclusions: What codes do not cover, by full id.
        languages_of: Returns, for a reading, the language of each passage that is in
            another one than the engine reads, else nothing.
    """

    text_of: Callable[[str], str]
    names: Mapping[str, str]
    texts: Mapping[str, tuple[str, ...]]
    rivals: Mapping[str, tuple[Rival, ...]]
    exclusions: Mapping[str, tuple[Exclusion, ...]]
    languages_of: Callable[[Reading], tuple[str, ...]]


def background_of(
    codebook: Codebook, *, text_of: Callable[[str], str], language: str = "en"
) -> Background:
    """Return what a codebook and the texts have to word reasons from.

    Args:
        text_of: Returns the text of a source by its name.
        language: What the engine reads, of two letters.
    """
    return Background(
        text_of,
        {code.id: code.name for code in codebook},
        {code.id: _texts(code) for code in codebook},
        rivals_of(codebook),
        exclusions_of(codebook),
        lru_cache(_READINGS_HELD)(partial(languages_of, language=language)),
    )


def _texts(code: Code) -> tuple[str, ...]:
    return tuple(" ".join(text.split()) for field, text in said_of(code) if field != NAME)


def proposal_for(
    model: Model,
    decisions: Decisions,
    choice: Choice,
    *,
    row: int,
    background: Background,
    scores: Sequence[float],
    evidence: Evidence | None = None,
) -> RankedProposal:
    """Return what is proposed by a choice among scored rows.

    Args:
        row: The row that the choice's index stands for.
        background: Of the codebook and the texts that the model was fitted to.
        scores: Of that row, for all codes of the model.
        evidence: As :meth:`Model.evidence_for` gives it, if it was asked for many at once.
    """
    code = model.codes[choice.column]
    here = placed(model.features.corpus, row)
    text = background.text_of(here.source.name)
    cues = tuple(here.cues_of(code))
    found = evidence or model.evidence(decisions, row, code=code)
    words = _weighed(here, model.token_weights(row, code=code).tolist())
    span = marked_words(here.passage, words=words, cues=[match.span for match, _ in cues])
    seen = [cue for cue in cues if span.encloses(cue[0].span)] or cues
    rival = _best_rival(background.rivals.get(code, ()), codes=model.codes, scores=scores)
    foreign = background.languages_of(here.source.reading)[here.number]
    whole = replace(
        _quoting(found, words, text=text, texts=background.texts.get(code, ())),
        nearest=tuple(_with_words(near, background.text_of, told=words) for near in found.nearest),
        rival=rival.code if rival else "",
        difference=rival.difference if rival else "",
        exclusion=nearest_exclusion(background.exclusions.get(code, ()), stems=here.stems()),
        badges=_badges(seen, language=foreign),
    )
    carried = any(part.name == CARRIED and part.amount > 0 for part in whole.contributions)
    fits = rival and scores[model.codes.index(rival.code)] >= FITS_AS_WELL * choice.score
    grounds = Grounds(
        name=background.names.get(code, code),
        evidence=_told(whole, [word for word in words if span.start <= word.start < span.end]),
        cues=tuple(Quoted(match.span.of(text), match) for match, _ in seen),
        coded=bool(model.parts.counts[choice.column]),
        nearby=_nearby(model.features.corpus, decisions, row, code=code) if carried else "",
        rival=rival.name if rival and fits else "",
        texts=background.texts.get(code, ()),
    )
    return RankedProposal(
        row=row,
        code=code,
        span=span,
        score=choice.score,
        band=choice.band,
        explanation=line_of(grounds),
        evidence=whole,
        matches=tuple(match for match, _ in cues),
    )


def _weighed(here: PlacedPassage, weights: Sequence[float]) -> list[WeighedWord]:
    return list(map(WeighedWord, here.starts(), weights, here.words()))


def _best_rival(
    rivals: Sequence[Rival], *, codes: Sequence[str], scores: Sequence[float]
) -> Rival | None:
    """Return the near code that scores most, the first declared where two do; or ``None``."""
    known = [rival for rival in rivals if rival.code in codes]
    return max(known, key=lambda rival: scores[codes.index(rival.code)], default=None)


def _strongest(
    hints: Sequence[Hint], words: Iterable[WeighedWord], *, texts: Sequence[str]
) -> tuple[Hint, ...]:
    """Return the hints whose words are worth telling, the strongest first.

    Their phrases say where they are cut out of the codebook's texts.
    """
    sums = _sums(words)
    least = max(TOLD_SHARE * max(sums.values(), default=0.0), TOLD_WEIGHT)
    ordered = sorted(
        (
            hint
            for hint in hints
            if sums.get(hint.words, 0.0) >= least and len(hint.words) >= _SHORTEST_TOLD
        ),
        key=lambda hint: -sums[hint.words],
    )
    return tuple(
        replace(hint, phrase=_cut_out(hint.phrase, texts)) for hint in ordered[:_MOST_HINTS]
    )


def _told(evidence: Evidence, marked: Sequence[WeighedWord]) -> Evidence:
    """Return evidence with what can be told of the marked words: what weighs, and is seen."""
    sums = _sums(marked)
    return replace(
        evidence,
        hints=tuple(
            hint for hint in evidence.hints if sums.get(hint.words.lower(), 0.0) >= TOLD_WEIGHT
        ),
        terms=tuple(term for term in evidence.terms if term[0].lower() in sums),
    )


def _quoting(
    evidence: Evidence, words: Sequence[WeighedWord], *, text: str, texts: Sequence[str]
) -> Evidence:
    """Return evidence with the hints worth telling, and words as the passage has them first.

    That is, ``Maud`` and not ``maud``.
    """
    written: dict[str, str] = {}
    for word in words:
        here = text[word.start : word.start + len(word.word)]
        if here.lower() == word.word:
            written.setdefault(word.word, here)
    return replace(
        evidence,
        terms=tuple((written.get(word, word), amount) for word, amount in evidence.terms),
        hints=tuple(
            Hint(written.get(hint.words, hint.words), hint.field, hint.phrase)
            for hint in _strongest(evidence.hints, words, texts=texts)
        ),
    )


def _sums(words: Iterable[WeighedWord]) -> dict[str, float]:
    sums: dict[str, float] = {}
    for word in words:
        sums[word.word] = sums.get(word.word, 0.0) + word.weight
    return sums


def _cut_out(phrase: str, texts: Sequence[str]) -> str:
    """Return a phrase of the codebook with dots where the text goes on."""
    text = next((text for text in texts if phrase in text), phrase)
    before, _, after = text.partition(phrase)
    start, end = "... " if before.strip() else "", " ..." if after.strip(" .") else ""
    kept = phrase.rstrip(",;: ") if end else phrase
    return f"{start}{kept}{end}"


def _with_words(
    near: Likeness, text_of: Callable[[str], str], *, told: Iterable[WeighedWord]
) -> Likeness:
    """Return a likeness that quotes where it has most telling words of a passage."""
    held = {word.word for word in told}
    whole = near.span.of(text_of(near.source))
    starts = [0, *(end.end() for end in SENTENCE_END.finditer(whole))]
    ends = [*starts[1:], len(whole)]
    shared = [
        len(set(content_words(plain_words(whole[start:end]))).intersection(held))
        for start, end in zip(starts, ends, strict=True)
    ]
    best = starts[shared.index(max(shared))]
    return replace(near, quote=quoted(whole[best:], most=_LONGEST_KEPT)[1:-1])


def _badges(cues: Sequence[tuple[CueMatch, str]], *, language: str) -> tuple[str, ...]:
    """Return what is so of every cue of the code, and the language of a foreign passage.

    A cue within a longer one is not asked: what denies the longer is farther from it.
    """
    spans = [match.span for match, _ in cues]
    found = [badge for match, badge in cues if not is_inside(match.span, spans)]
    kinds = (_NEGATED, _REPORTED)
    held = tuple(kind for kind in kinds if found and all(kind in badge for badge in found))
    return (*held, f"language:{name_of_language(language)}") if language else held


def _nearby(corpus: Corpus, decisions: Decisions, row: int, *, code: str) -> str:
    """Say where before a passage, in its source, the code was given."""
    first = int(corpus.firsts[corpus.source_of[row]])
    given = decisions.given[first:row, decisions.codes.index(code)].nonzero()[0]
    if not len(given):
        return ""
    back = row - first - int(given[-1])
    if back == 1:
        return "the passage before is coded so"
    return "a passage just before is coded so" if back == 2 else "coded so earlier in this source"
