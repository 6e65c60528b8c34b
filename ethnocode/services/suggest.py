"""Machine suggestions: made, shown, and decided by a coder."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ethnocode.errors import BusyError
from ethnocode.model import (
    Anchor,
    Codebook,
    SegmentKind,
    Source,
    Span,
    Suggestion,
    SuggestionStatus,
)
from ethnocode.services.definitions import writing_with_codebook
from ethnocode.services.learning import decisions_of, read_corpus
from ethnocode.services.lookup import (
    code_named,
    present_ids,
    same_ids,
    source_named,
)
from ethnocode.services.project import Project
from ethnocode.services.proposing import propose_for
from ethnocode.services.remembered import Remembered
from ethnocode.store import Store, open_store

if TYPE_CHECKING:
    from ethnocode.suggest.cues import CueMatcher

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class SuggestResult:
    """What a run of the engine did.

    Args:
        engine: Name and version of the engine.
        sources: How many sources were read.
        new: Suggestions that were not there before.
        already: Suggestions that were there, decided or not.
        coded: Proposals left out because the passage bears the code already.
    """

    engine: str
    sources: int
    new: int
    already: int
    coded: int


def run_suggestions(
    project: Project,
    *,
    sources: Sequence[str] = (),
    codes: Sequence[str] = (),
    dry_run: bool = False,
    progress: Progress = lambda _: None,
) -> SuggestResult:
    """Read sources with the cue engine and store what it proposes.

    Nothing that a coder decided is offered again, and nothing is a coding until
    a coder accepts it.

    Raises:
        SourceError: A source is unknown.
        UnknownCodeError: A code is unknown.
        PipelineError: A cue of the codebook is no valid pattern.
    """
    from ethnocode.suggest.ranker import ENGINE, fit_model

    codebook = project.codebook()
    wanted = {code_named(codebook, name).id for name in codes} or {code.id for code in codebook}
    with open_store(project.folder, write=not dry_run) as store:
        chosen = [source_named(store, name) for name in sources] or store.sources.all()
        study = read_corpus(project, store, codebook=codebook, progress=progress)
        decisions = decisions_of(store, study, coder=project.coder)
        model = fit_model(study.corpus, codebook, decisions)
        rows = [row for source in chosen for row in study.rows_of(source.name)]
        made = propose_for(store, study, decisions, model, rows=rows)
        proposed = [suggestion for suggestion in made if suggestion.code in wanted]
        if dry_run:
            new, already, coded = _sorted_out(project, store, proposed, codebook=codebook)
        else:
            with writing_with_codebook(project, store, action="suggest") as (transaction, now):
                _refuse_stale(store, chosen, codebook, now)
                new, already, coded = _sorted_out(project, store, proposed, codebook=now)
                numbers = {name: key for key, name in store.sources.names().items()}
                store.suggestions.add_all(transaction, new, sources=numbers, now=project.stamp)
                transaction.summary = f"{len(new)} suggestions by {ENGINE}"
        return SuggestResult(ENGINE, len(chosen), len(new), already, coded)


def list_suggestions(
    project: Project,
    *,
    source: str | None = None,
    code: str | None = None,
    status: SuggestionStatus | None = SuggestionStatus.UNDECIDED,
    limit: int | None = None,
) -> list[Suggestion]:
    """Return suggestions in text order.

    Raises:
        SourceError: The source is unknown.
        UnknownCodeError: The code is unknown.
    """
    with open_store(project.folder) as store:
        number = source_named(store, source).id if source else None
        ids = None
        if code:
            codebook = project.codebook()
            ids = same_ids(codebook, store, code_named(codebook, code).id)
        return store.suggestions.select(
            names=store.sources.names(), source=number, codes=ids, status=status, limit=limit
        )


def _refuse_stale(store: Store, read: Sequence[Source], codebook: Codebook, now: Codebook) -> None:
    """Refuse to store proposals that were made from what is no longer so."""
    current = {source.id: source.digest for source in store.sources.all()}
    if codebook != now or any(current.get(source.id) != source.digest for source in read):
        raise BusyError(
            "the codebook or a source was changed while suggestions were made",
            where=str(store.path),
            hint="run the command again",
        )


def proposals_for(
    store: Store, source: Source, *, matcher: CueMatcher, codebook: Codebook
) -> list[Suggestion]:
    """Return what the cues propose in a source; nothing is stored or left out."""
    from ethnocode.suggest.engine import ENGINE, suggest_codes

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
    return [
        Suggestion(
            id=0,
            source=source.name,
            code=proposal.code,
            anchor=Anchor.at(proposal.span, text=text, digest=source.digest),
            engine=ENGINE,
            score=proposal.score,
            status=SuggestionStatus.UNDECIDED,
            explanation=proposal.explanation,
            matches=proposal.matches,
        )
        for proposal in proposals
    ]


def _sorted_out(
    project: Project, store: Store, proposed: Sequence[Suggestion], *, codebook: Codebook
) -> tuple[list[Suggestion], int, int]:
    """Return proposals that are new, how many were made before, how many are coded.

    What a coder decided is not offered again, though another version of engine or
    codebook proposes it.
    """
    names = store.sources.names()
    present = present_ids(codebook, store.codes.numbers())
    earlier = [
        replace(suggestion, code=present.get(suggestion.code, suggestion.code))
        for suggestion in store.suggestions.select(names=names)
    ]
    before = {_identity(suggestion) for suggestion in earlier}
    remembered = Remembered(store, codebook=codebook)
    coded: dict[tuple[str, str], list[Span]] = {}
    for coding in store.codings.select(names=names, coder=project.coder):
        code = present.get(coding.code, coding.code)
        coded.setdefault((coding.source, code), []).append(coding.anchor.span)
    new, already, covered = [], 0, 0
    for suggestion in proposed:
        spans = coded.get((suggestion.source, suggestion.code), ())
        if remembered.decided(suggestion) or _identity(suggestion) in before:
            already += 1
        elif any(span.overlaps(suggestion.anchor.span) for span in spans):
            covered += 1
        else:
            new.append(suggestion)
    return new, already, covered


def _identity(suggestion: Suggestion) -> tuple[str, str, str, Span, str]:
    anchor = suggestion.anchor
    return suggestion.source, suggestion.code, suggestion.engine, anchor.span, anchor.digest
