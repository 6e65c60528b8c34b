"""The engines that suggestions can be made by: a registry like that of the readers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ethnocode.errors import UsageError
from ethnocode.model import Source, Suggestion
from ethnocode.services.suggesting.learning import StudyCorpus
from ethnocode.services.suggesting.proposing import proposals_for, propose_chosen
from ethnocode.store import Store
from ethnocode.suggest.cues_only.engine import ENGINE as CUES
from ethnocode.suggest.ranker.model import ENGINE as FUSED

if TYPE_CHECKING:
    from ethnocode.suggest.corpus.rows import Decisions
    from ethnocode.suggest.ranker.fits import Fit

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What an engine is asked for.

    Args:
        store: The open project.
        study: Its passages.
        decisions: Of the coder.
        sources: For which suggestions are wanted.
        codes: Full ids of the codes that are wanted.
        again: Whether what was left on a passage when it was read is offered once more.
        pipeline: Name of the pipeline that texts are read with; empty for blank English.
        progress: Told what is being done.
        fit: What was learned before, if only these sources are to be scored by it.
    """

    store: Store
    study: StudyCorpus
    decisions: Decisions
    sources: Sequence[Source]
    codes: frozenset[str]
    again: bool
    pipeline: str
    progress: Progress
    fit: Fit | None = None

    def rows(self) -> list[int]:
        """Return the rows of the sources that suggestions are wanted for."""
        return [row for source in self.sources for row in self.study.rows_of(source.name)]


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """What an engine proposes.

    Args:
        proposals: Suggestions that are not stored, each with the row that it is on, in
            text order within a source.
        scored: How many passages were looked at.
        coded: How many proposals were left out because the passage bears the code already.
        refused: How many were left out because the coder decided against them.
        left: How many were left out because the coder read the passage and did not give
            it the code.
        silent: Codes for which nothing can be suggested.
        fit: What was learned, if anything was.
    """

    proposals: Sequence[tuple[int, Suggestion]]
    scored: int
    coded: int
    refused: int
    left: int
    silent: tuple[str, ...] = ()
    fit: Fit | None = None


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine.

    Args:
        name: As ``--engine`` takes it.
        version: Name and version, kept with every suggestion it makes.
        learns: Whether it learns from decisions.
        make: Makes suggestions.
    """

    name: str
    version: str
    learns: bool
    make: Callable[[Task], Made]


def engine_named(name: str) -> Engine:
    """Return the engine of a name; the first one for none.

    Raises:
        UsageError: There is none.
    """
    for engine in ENGINES:
        if name in ("", engine.name, engine.version):
            return engine
    names = [engine.name for engine in ENGINES]
    near = get_close_matches(name, names, n=1)
    raise UsageError(
        f"no engine '{name}'",
        hint=f"did you mean {near[0]}?" if near else f"engines: {', '.join(names)}",
    )


def _by_all_evidence(task: Task) -> Made:
    from ethnocode.suggest.ranker.fits import Fit
    from ethnocode.suggest.ranker.model import fit_model
    from ethnocode.suggest.ranker.offering import offer, score_all

    corpus, rows = task.study.corpus, task.rows()
    task.progress("learning")
    model = fit_model(
        corpus,
        task.study.codebook,
        task.decisions,
        code_vectors=task.study.code_vectors,
        learned=task.fit.parts if task.fit else None,
    )
    scored = len(rows) if task.fit else corpus.size
    scores = score_all(
        model,
        task.decisions,
        progress=lambda n: task.progress(f"scoring {n:,} of {scored:,} passages"),
        only=rows if task.fit else None,
    )
    found = offer(
        model,
        task.decisions,
        scores=scores,
        rows=rows,
        wanted=task.codes,
        again=task.again,
        thresholds=task.fit.thresholds if task.fit else None,
    )
    made = propose_chosen(
        task.store,
        task.study,
        task.decisions,
        model,
        rows=found.rows,
        chosen=found.choices,
        scores=found.scores,
    )
    proposals = []
    for n, proposal in enumerate(made, start=1):
        proposals.append(proposal)
        if n % 100 == 0:
            task.progress(f"giving reasons for {n:,} of {len(found.choices):,}")
    return Made(
        proposals,
        scored,
        found.coded,
        found.refused,
        found.left,
        model.silent,
        Fit(model.parts, found.thresholds),
    )


def _by_cues_alone(task: Task) -> Made:
    from ethnocode.suggest.cues.matcher import build_matcher
    from ethnocode.suggest.words.pipeline import load_pipeline

    codebook = task.study.codebook
    matcher = build_matcher(codebook, load_pipeline(task.pipeline))
    columns = {code: n for n, code in enumerate(task.study.codes)}
    proposals = []
    coded = refused = left = 0
    for n, source in enumerate(task.sources, start=1):
        task.progress(f"looking for cues in {n:,} of {len(task.sources):,} {source.name}")
        for proposal in proposals_for(task.store, source, matcher=matcher, codebook=codebook):
            rows = task.study.rows_under(source.name, proposal.anchor.span)
            if proposal.code not in task.codes or not rows:
                continue
            column = columns[proposal.code]
            if task.decisions.given[rows, column].any():
                coded += 1
            elif task.decisions.refused[rows, column].any():
                refused += 1
            elif not task.again and task.decisions.read[rows].all():
                left += 1
            else:
                proposals.append((rows[0], proposal))
    silent = tuple(code.id for code in codebook if not code.cues)
    return Made(proposals, len(task.rows()), coded, refused, left, silent)


ENGINES = (
    Engine("fused", FUSED, True, _by_all_evidence),
    Engine("cues", CUES, False, _by_cues_alone),
)
"""Every engine; the first is the one that is used where none is named."""
