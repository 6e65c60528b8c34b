"""Proposals of the ranker for passages of a study, as suggestions that are not yet stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from ethnocode.model import (
    Anchor,
    Codebook,
    SegmentKind,
    Source,
    Suggestion,
    SuggestionStatus,
)
from ethnocode.services.suggesting.learning import StudyCorpus
from ethnocode.store import Store

if TYPE_CHECKING:
    from ethnocode.suggest.corpus.rows import Decisions
    from ethnocode.suggest.cues.matcher import CueMatcher
    from ethnocode.suggest.cues_only.segments import CueProposal
    from ethnocode.suggest.ranker.choosing import Choice
    from ethnocode.suggest.ranker.model import Model
    from ethnocode.suggest.reasons.proposal import Background, RankedProposal
    from ethnocode.suggest.words.arrays import Floats

_TEXTS_HELD = 4096
_AT_ONCE = 500


def propose_chosen(
    store: Store,
    study: StudyCorpus,
    decisions: Decisions,
    model: Model,
    *,
    rows: Sequence[int],
    chosen: Iterable[Choice],
    scores: Floats,
    background: Background | None = None,
) -> Iterator[tuple[int, Suggestion]]:
    """Yield what was chosen among passages as suggestions, each with its row.

    Args:
        rows: Of the passages.
        chosen: Among them.
        scores: Of the passages, for all codes of the model.
        background: Of the reasons, where it is kept from call to call.
    """
    from ethnocode.suggest.ranker.model import ENGINE
    from ethnocode.suggest.reasons.proposal import background_of, proposal_for

    sources = {source.name: source for source in study.sources}
    if background is None:
        text_of = lru_cache(_TEXTS_HELD)(lambda name: store.sources.text(sources[name]))
        background = background_of(study.codebook, text_of=text_of, language=study.language)
    waiting = iter(chosen)
    while batch := list(islice(waiting, _AT_ONCE)):
        cells = [(rows[choice.index], model.codes[choice.column]) for choice in batch]
        evidence = model.evidence_for(decisions, cells)
        for choice, (row, _), why in zip(batch, cells, evidence, strict=True):
            proposal = proposal_for(
                model,
                decisions,
                choice,
                row=row,
                background=background,
                scores=scores[choice.index],
                evidence=why,
            )
            source = study.sources[int(study.corpus.source_of[row])]
            plain = _suggested(
                proposal, source, text=background.text_of(source.name), engine=ENGINE
            )
            yield row, replace(plain, band=proposal.band, evidence=proposal.evidence)


def proposals_for(
    store: Store, source: Source, *, matcher: CueMatcher, codebook: Codebook
) -> list[Suggestion]:
    """Return what the cues alone propose in a source; nothing is stored or left out."""
    from ethnocode.suggest.cues_only.engine import ENGINE, suggest_codes

    text = store.sources.text(source)
    segments = store.sources.segments(source)
    sentences = [s.span for s in segments if s.kind is SegmentKind.SENTENCE]
    passages = store.sources.passages(source)
    proposals = suggest_codes(
        text,
        sentences=sentences,
        passages=[span for span, _ in passages],
        speakers=[speaker for _, speaker in passages],
        matcher=matcher,
        codebook=codebook,
    )
    return [_suggested(proposal, source, text=text, engine=ENGINE) for proposal in proposals]


def _suggested(
    proposal: RankedProposal | CueProposal, source: Source, *, text: str, engine: str
) -> Suggestion:
    """Return a proposal for a source of some text as a suggestion that nobody decided on."""
    return Suggestion(
        id=0,
        source=source.name,
        code=proposal.code,
        anchor=Anchor.at(proposal.span, text=text, digest=source.digest),
        engine=engine,
        score=proposal.score,
        status=SuggestionStatus.UNDECIDED,
        explanation=proposal.explanation,
        matches=proposal.matches,
    )
