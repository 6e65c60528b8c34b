"""Proposals: chosen passages with the words to mark and the reasons, not yet stored."""

from __future__ import annotations

from dataclasses import dataclass

from ethnocode.model import Band, CueMatch, Evidence, Span
from ethnocode.suggest.choosing import Choice
from ethnocode.suggest.corpus import Corpus, Decisions
from ethnocode.suggest.ranker import Model


@dataclass(frozen=True, slots=True)
class RankedProposal:
    """A code proposed for some words of a passage.

    Args:
        row: The passage's row.
        code: Full id of the code.
        span: The words that a coder would mark.
        score: From 0 to 1.
        band: How likely it is right.
        explanation: One plain sentence, without a full stop.
        evidence: What the score is made of.
        matches: The cues in the marked words.
    """

    row: int
    code: str
    span: Span
    score: float
    band: Band
    explanation: str
    evidence: Evidence
    matches: tuple[CueMatch, ...]


def proposal_for(
    model: Model, corpus: Corpus, decisions: Decisions, choice: Choice, *, row: int
) -> RankedProposal:
    """Return what is proposed by a choice among scored rows.

    Args:
        row: The row that the choice's index stands for.
    """
    code = model.codes[choice.column]
    passage = corpus.passage(row)
    source = corpus.sources[int(corpus.source_of[row])]
    matches = tuple(
        match
        for match in source.reading.cues
        if match.code == code and passage.span.encloses(match.span)
    )
    evidence = model.evidence(corpus, decisions, row, code=code)
    return RankedProposal(
        row=row,
        code=code,
        span=passage.span,
        score=choice.score,
        band=choice.band,
        explanation=f"the passage fits {code}",
        evidence=evidence,
        matches=matches,
    )
