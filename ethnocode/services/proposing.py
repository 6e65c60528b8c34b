"""Proposals of the ranker for passages of a study, as suggestions that are not yet stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ethnocode.model import Anchor, Suggestion, SuggestionStatus
from ethnocode.services.learning import StudyCorpus
from ethnocode.store import Store

if TYPE_CHECKING:
    from ethnocode.suggest.corpus import Decisions
    from ethnocode.suggest.proposal import RankedProposal
    from ethnocode.suggest.ranker import Model


def propose_for(
    store: Store, study: StudyCorpus, decisions: Decisions, model: Model, *, rows: Sequence[int]
) -> list[Suggestion]:
    """Return what is proposed for some passages, in their order; nothing is left out for
    having been decided."""
    from ethnocode.suggest.choosing import choose
    from ethnocode.suggest.proposal import proposal_for

    corpus = study.corpus
    chosen = choose(model.scores(corpus, decisions, rows), codes=model.codes)
    found = []
    texts: dict[int, str] = {}
    for choice in chosen:
        row = rows[choice.index]
        source = int(corpus.source_of[row])
        if source not in texts:
            texts = {source: store.sources.text(study.sources[source])}
        proposal = proposal_for(model, corpus, decisions, choice, row=row)
        found.append(_suggestion(proposal, study, number=source, text=texts[source]))
    return found


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
