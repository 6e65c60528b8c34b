"""Proposals of the ranker for passages of a study, as suggestions that are not yet stored."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from ethnocode.model import Anchor, Suggestion, SuggestionStatus
from ethnocode.services.learning import StudyCorpus
from ethnocode.store import Store

if TYPE_CHECKING:
    from ethnocode.suggest.choosing import Choice, Scores
    from ethnocode.suggest.corpus import Decisions
    from ethnocode.suggest.proposal import RankedProposal
    from ethnocode.suggest.ranker import Model

_TEXTS_HELD = 100


def propose_for(
    store: Store,
    study: StudyCorpus,
    decisions: Decisions,
    model: Model,
    *,
    rows: Sequence[int],
    code: str | None = None,
) -> list[Suggestion]:
    """Return what is proposed for some passages, in their order; nothing is left out for
    having been decided.

    Args:
        rows: Of the passages.
        code: A code that is proposed for each of them, be it likely or not, instead of what
            deserves to be shown.
    """
    from ethnocode.suggest.choosing import choose
    from ethnocode.suggest.proposal import background_of, proposal_for

    corpus = study.corpus
    sources = {source.name: source for source in study.sources}
    text_of = lru_cache(_TEXTS_HELD)(lambda name: store.sources.text(sources[name]))
    background = background_of(study.codebook, text_of=text_of)
    scores = model.scores(corpus, decisions, rows)
    found = []
    shown = choose(scores, codes=model.codes) if code is None else _all_of(code, model, scores)
    for choice in shown:
        row = rows[choice.index]
        proposal = proposal_for(
            model,
            corpus,
            decisions,
            choice,
            row=row,
            background=background,
            scores=scores[choice.index],
        )
        number = int(corpus.source_of[row])
        text = text_of(study.sources[number].name)
        found.append(_suggestion(proposal, study, number=number, text=text))
    return found


def _all_of(code: str, model: Model, scores: Scores) -> list[Choice]:
    from ethnocode.suggest.choosing import Choice, band_of

    column = model.codes.index(code)
    likely = [float(row[column]) for row in scores]
    return [Choice(n, column, score, band_of(score)) for n, score in enumerate(likely)]


def _suggestion(
    proposal: RankedProposal, study: StudyCorpus, *, number: int, text: str
) -> Suggestion:
    from ethnocode.suggest.ranker import ENGINE

    source = study.sources[number]
    return Suggestion(
        id=0,
        source=source.name,
        code=proposal.code,
        anchor=Anchor.at(proposal.span, text=text, digest=source.digest),
        engine=ENGINE,
        score=proposal.score,
        status=SuggestionStatus.UNDECIDED,
        explanation=proposal.explanation,
        matches=proposal.matches,
        band=proposal.band,
        evidence=proposal.evidence,
    )
