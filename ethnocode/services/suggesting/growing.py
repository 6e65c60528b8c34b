"""A large study that has grown: what was learned before scores the sources that were added.

With fewer passages everything is scored again whenever anything has changed, so that
suggestions are a function of what is in the project.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ethnocode.model import Source
from ethnocode.services.project import Project
from ethnocode.services.suggesting.learning import StudyCorpus
from ethnocode.services.suggesting.saved import keep_fit, saved_fit
from ethnocode.store import Store

if TYPE_CHECKING:
    from ethnocode.suggest.corpus.rows import CorpusSource, Decisions
    from ethnocode.suggest.ranker.fits import Fit

LARGE_PASSAGES = 20_000
"""A study of fewer passages is scored again as a whole."""

_MOST_GROWTH = 10
"""A study that has grown by one part in so many since the fit is fitted again."""


@dataclass(frozen=True, slots=True, eq=False)
class Growth:
    """Sources that were added since a fit; nothing else has changed that it depends on.

    Args:
        fit: What was learned before.
        sources: Those that were added.
        passages: How many passages the study had when it was fitted.
    """

    fit: Fit
    sources: tuple[Source, ...]
    passages: int


def growth_of(
    project: Project, store: Store, study: StudyCorpus, decisions: Decisions, *, basis: str
) -> Growth | None:
    """Return what was added to a large study since its last fit, if that was all.

    Args:
        basis: All else that a fit depends on, as a digest.
    """
    from ethnocode.suggest.ranker.fits import moved_to

    kept = saved_fit(project) if study.corpus.size >= LARGE_PASSAGES else None
    if kept is None:
        return None
    fit, notes = kept
    counts = {str(name): int(count) for name, count in notes["sources"]}
    added = tuple(source for source in study.sources if source.name not in counts)
    if not added or not counts.keys() <= {source.name for source in study.sources}:
        return None
    passages = int(notes["passages"])
    is_little = (study.corpus.size - passages) * _MOST_GROWTH < passages
    now = _notes(store, study, decisions, counts, basis=basis, passages=passages)
    if not is_little or notes != now:
        return None
    if any(decisions.read[row] or decisions.refused[row].any() for row in _rows(study, added)):
        return None
    moved = moved_to(fit, study.corpus, sources=list(counts.items()))
    return Growth(moved, added, passages)


def keep_growth(
    project: Project,
    store: Store,
    study: StudyCorpus,
    decisions: Decisions,
    *,
    basis: str,
    fit: Fit,
    passages: int,
) -> None:
    """Keep what was learned from a large study for when sources are added to it.

    Args:
        basis: All else that a fit depends on, as a digest.
        passages: How many the study had when it was fitted.
    """
    if study.corpus.size >= LARGE_PASSAGES:
        names = [source.name for source in study.sources]
        notes = _notes(store, study, decisions, names, basis=basis, passages=passages)
        keep_fit(project, fit, notes=notes)


def _notes(
    store: Store,
    study: StudyCorpus,
    decisions: Decisions,
    names: Iterable[str],
    *,
    basis: str,
    passages: int,
) -> dict[str, Any]:
    """Return what a fit was made from, and what was suggested by it, in some sources."""
    wanted = frozenset(names)
    whole = hashlib.sha256(basis.encode())
    counts = []
    for source in study.corpus.sources:
        if source.name in wanted:
            rows = study.rows_of(source.name)
            counts.append([source.name, len(rows)])
            whole.update(_shape(source).encode())
            for table in (decisions.read, decisions.given, decisions.refused):
                whole.update(table[rows.start : rows.stop].tobytes())
    ids = {source.id for source in study.sources if source.name in wanted}
    for one in store.basis.waiting():
        if one.source in ids:
            whole.update(repr(one).encode())
    # A voice or kind that is new is a column that the fit does not have.
    voices = sorted({(p.group, p.asks) for s in study.corpus.sources for p in s.passages})
    kinds = sorted({source.kind for source in study.corpus.sources})
    whole.update(repr((voices, kinds)).encode())
    return {"sources": counts, "passages": passages, "made from": whole.hexdigest()}


def _shape(source: CorpusSource) -> str:
    passages = [(p.span.start, p.span.end, p.group, p.asks) for p in source.passages]
    return repr((source.name, source.kind, source.digest, passages))


def _rows(study: StudyCorpus, sources: Iterable[Source]) -> Iterable[int]:
    for source in sources:
        yield from study.rows_of(source.name)
