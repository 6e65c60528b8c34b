"""Machine suggestions: made and shown; nothing is a coding until a coder accepts it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from ethnocode.codebook import digest_of
from ethnocode.errors import BusyError
from ethnocode.model import Band, Codebook, Source, Suggestion, SuggestionStatus
from ethnocode.services.definitions import writing_with_codebook
from ethnocode.services.lookup import code_named, refuse_retired, same_ids, source_named
from ethnocode.services.project import Project
from ethnocode.services.suggesting.acceptance import BandAcceptance, acceptance_by_band
from ethnocode.services.suggesting.engines import Engine, Made, Progress, Task, engine_named
from ethnocode.services.suggesting.growing import Growth, growth_of, keep_growth
from ethnocode.services.suggesting.learning import (
    StudyCorpus,
    decisions_of,
    read_corpus,
    reading_basis,
)
from ethnocode.services.suggesting.renewing import Plan, carry_out, plan_for
from ethnocode.services.suggesting.saved import fault_of_run, keep_run, last_run
from ethnocode.store import Store, open_store

if TYPE_CHECKING:
    from ethnocode.suggest.corpus.rows import Decisions

_MOST_NOTES = 20


@dataclass(frozen=True, slots=True)
class SuggestResult:
    """What a run of an engine did.

    Args:
        engine: Name and version of the engine.
        sources: How many sources suggestions were wanted for.
        new: Suggestions that were not there before.
        already: Suggestions that were there, decided or not.
        coded: Proposals left out because the passage bears the code already.
        left: Proposals left out because the passage was read and not given the code.
        withdrawn: Undecided suggestions that were taken away, as they are made no more.
        renewed: Undecided suggestions that have another score, band or engine now.
        passages: How many passages these sources have.
        scored: How many passages of the study were scored.
        unscored: How many were not, as they were scored before and are as they were.
        reading: How many sources were read now; the others were read before.
        learned: What it learned from: coded passages, sources that have any, rejections.
        silent: Codes for which nothing can be suggested.
        skipped: Cues that the pipeline of the settings cannot look for.
        notes: What else there is to say, each as a sentence.
        unchanged: Whether all is as it was at the last run, so that nothing was done.
    """

    engine: str
    sources: int
    new: int
    already: int
    coded: int
    left: int = 0
    withdrawn: int = 0
    renewed: int = 0
    passages: int = 0
    scored: int = 0
    unscored: int = 0
    reading: int = 0
    learned: tuple[int, int, int] = (0, 0, 0)
    silent: tuple[str, ...] = ()
    skipped: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unchanged: bool = False


def run_suggestions(
    project: Project,
    *,
    sources: Sequence[str] = (),
    codes: Sequence[str] = (),
    engine: str = "",
    again: bool = False,
    dry_run: bool = False,
    progress: Progress = lambda _: None,
) -> SuggestResult:
    """Let an engine propose codes for passages, and store what it proposes as one event.

    It learns from what the coder decided, of all sources. Undecided suggestions that are
    made no more are withdrawn, and those made again are renewed; with sources or codes
    named, those of the others stay as they are. What a coder decided is not touched, nor
    offered again. Where nothing has changed since the last run, nothing is done.

    Args:
        sources: Names of those that suggestions are wanted for; else all.
        codes: Likewise.
        engine: Name of the engine; empty for the usual one.
        again: Whether codes are offered once more for passages that were read without
            being given them.
        dry_run: Say what would be done, and change nothing.
        progress: Told what is being done.

    Raises:
        SourceError: A source is unknown.
        UnknownCodeError: A code is unknown.
        RetiredCodeError: A code is retired.
        UsageError: The engine is unknown.
        PipelineError: The pipeline is missing, or a cue is no valid pattern.
        BusyError: The project was changed meanwhile.
        StorageError: The project cannot be written to.
    """
    chosen = engine_named(engine)
    codebook = project.codebook()
    wanted = frozenset(_usable(codebook, name) for name in codes)
    with open_store(project.folder, write=not dry_run) as store:
        run = _Run(project, store, codebook, chosen, again=again)
        named = [source_named(store, name) for name in dict.fromkeys(sources)]
        whole = not (named or wanted or dry_run)
        fault = fault_of_run(project) if whole else ""
        if whole and not fault and (done := run.as_before()):
            return done
        if not dry_run:
            store.refuse_unwritable()
        study = read_corpus(project, store, codebook=codebook, progress=progress, keep=not dry_run)
        task = run.task(study, sources=named, codes=wanted, progress=progress)
        made = chosen.make(task)
        plan = plan_for(task, made) if dry_run else run.store_all(task, made)
        result = _result(chosen, task, made, plan)
        if whole:
            run.keep(result)
            run.keep_fit(task, made)
        said = study.fault or fault
        return replace(result, notes=(said, *result.notes)) if said else result


def _usable(codebook: Codebook, name: str) -> str:
    code = code_named(codebook, name)
    refuse_retired(codebook, code)
    return code.id


class _Run:
    """One run on an open project: what it depends on is noted before anything is read."""

    def __init__(
        self, project: Project, store: Store, codebook: Codebook, engine: Engine, *, again: bool
    ) -> None:
        self._project, self._store, self._codebook = project, store, codebook
        self._engine, self._again = engine, again
        self._basis = store.basis.fingerprint(project.coder)
        self._growth: Growth | None = None

    def as_before(self) -> SuggestResult | None:
        """Return the result of doing nothing, where nothing changed since the last run."""
        last = last_run(self._project)
        if last.get("key") != self._key():
            return None
        try:
            result = _revived(last["result"])
        except (TypeError, ValueError, KeyError):
            return None
        waiting = result.new + result.already
        return replace(
            result,
            new=0,
            already=waiting,
            withdrawn=0,
            renewed=0,
            reading=0,
            scored=0,
            unscored=result.scored + result.unscored,
            unchanged=True,
        )

    def task(
        self,
        study: StudyCorpus,
        *,
        sources: Sequence[Source],
        codes: frozenset[str],
        progress: Progress,
    ) -> Task:
        """Return what the engine is asked for; only what was added, where that is enough.

        Args:
            sources: Those that suggestions are wanted for; else all.
            codes: Likewise.
        """
        decisions = decisions_of(self._store, study, coder=self._project.coder)
        if self._engine.learns and not (sources or codes):
            basis = self._fit_basis()
            self._growth = growth_of(self._project, self._store, study, decisions, basis=basis)
        growth = self._growth
        return Task(
            self._store,
            study,
            decisions,
            sources or (growth.sources if growth else study.sources),
            codes or study.offered,
            self._again,
            self._project.settings.pipeline,
            progress,
            growth.fit if growth else None,
        )

    def keep_fit(self, task: Task, made: Made) -> None:
        """Keep what was learned, for when sources are added."""
        if made.fit:
            keep_growth(
                self._project,
                self._store,
                task.study,
                task.decisions,
                basis=self._fit_basis(),
                fit=made.fit,
                passages=self._growth.passages if self._growth else task.study.corpus.size,
            )

    def store_all(self, task: Task, made: Made) -> Plan:
        """Store what is proposed, unless what it was made from is no longer so."""
        with writing_with_codebook(self._project, self._store, action="suggest") as writing:
            transaction, now = writing
            basis = self._store.basis.fingerprint(self._project.coder)
            if self._codebook != now or basis != self._basis:
                raise BusyError(
                    "the project was changed while suggestions were made",
                    where=str(self._store.path),
                    hint="run the command again",
                )
            plan = plan_for(task, made)
            carry_out(plan, self._store, transaction, now=self._project.stamp)
            transaction.summary = _summary(plan, self._engine)
            self._basis = self._store.basis.fingerprint(self._project.coder)
        return plan

    def keep(self, result: SuggestResult) -> None:
        """Keep what a whole run found, so that the next one can see that nothing changed."""
        keep_run(self._project, {"key": self._key(), "result": asdict(result)})

    def _key(self) -> str:
        """Return all that a run depends on, as one digest."""
        return hashlib.sha256((self._basis + self._fit_basis()).encode()).hexdigest()

    def _fit_basis(self) -> str:
        """Return what a run depends on besides what is in the database, as one digest."""
        parts = [
            digest_of(self._codebook),
            reading_basis(self._project, self._codebook),
            self._project.coder,
            self._project.settings.author,
            self._engine.version,
            self._again,
        ]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def _revived(record: dict[str, Any]) -> SuggestResult:
    """Return a result as a file has it."""
    lists = {name: tuple(value) for name, value in record.items() if isinstance(value, list)}
    result = SuggestResult(**{**record, **lists})
    if not all(isinstance(n, int) for n in (result.new, result.already, *result.learned)):
        raise ValueError("not the result of a run")
    return result


def _result(engine: Engine, task: Task, made: Made, plan: Plan) -> SuggestResult:
    study = task.study
    unscored = study.corpus.size - made.scored if task.fit else 0
    return SuggestResult(
        engine=engine.version,
        sources=len(study.sources if task.fit else task.sources),
        new=len(plan.new),
        already=plan.kept + len(plan.renewed) + plan.decided + made.refused + _untouched(task),
        coded=made.coded,
        left=made.left,
        withdrawn=len(plan.withdrawn),
        renewed=len(plan.renewed),
        passages=unscored + len(task.rows()),
        scored=made.scored,
        unscored=unscored,
        reading=study.anew,
        learned=_learned(study, task.decisions) if engine.learns else (0, 0, 0),
        silent=tuple(code for code in made.silent if code in study.offered),
        skipped=study.skipped,
        notes=study.languages[:_MOST_NOTES],
    )


def _untouched(task: Task) -> int:
    """Return how many suggestions wait in sources that are scored no more."""
    if not task.fit:
        return 0
    ids = {source.id for source in task.sources}
    return sum(one.source not in ids for one in task.store.basis.waiting())


def _learned(study: StudyCorpus, decisions: Decisions) -> tuple[int, int, int]:
    """Return how many passages are coded, in how many sources, and how many rejections."""
    coded = set(decisions.given.nonzero()[0].tolist())
    sources = {int(study.corpus.source_of[row]) for row in coded}
    return len(coded), len(sources), int(decisions.refused.sum())


def _summary(plan: Plan, engine: Engine) -> str:
    parts = [f"{len(plan.new)} suggestions by {engine.version}"]
    if plan.renewed:
        parts.append(f"{len(plan.renewed)} renewed")
    if plan.withdrawn:
        parts.append(f"{len(plan.withdrawn)} withdrawn")
    return ", ".join(parts)


def list_suggestions(
    project: Project,
    *,
    source: str | None = None,
    code: str | None = None,
    status: SuggestionStatus | None = SuggestionStatus.UNDECIDED,
    band: Band | None = None,
    by_score: bool = False,
    limit: int | None = None,
) -> list[Suggestion]:
    """Return suggestions in text order, or the likeliest first.

    Args:
        source: Only this source's.
        code: Only this code's.
        status: Only those of this status.
        band: Only those of this band.
        by_score: Whether the likeliest come first.
        limit: At most so many.

    Raises:
        SourceError: The source is unknown.
        UnknownCodeError: The code is unknown.
    """
    with open_store(project.folder) as store:
        number, ids = _asked_for(project, store, source=source, code=code)
        return store.suggestions.select(
            names=store.sources.names(),
            source=number,
            codes=ids,
            status=status,
            band=band,
            by_score=by_score,
            limit=limit,
        )


def count_suggestions(
    project: Project,
    *,
    source: str | None = None,
    code: str | None = None,
    status: SuggestionStatus | None = SuggestionStatus.UNDECIDED,
    band: Band | None = None,
) -> int:
    """Return how many suggestions :func:`list_suggestions` returns for the same, without a limit.

    Raises:
        SourceError: The source is unknown.
        UnknownCodeError: The code is unknown.
    """
    with open_store(project.folder) as store:
        number, ids = _asked_for(project, store, source=source, code=code)
        return store.suggestions.count(source=number, codes=ids, status=status, band=band)


def _asked_for(
    project: Project, store: Store, *, source: str | None, code: str | None
) -> tuple[int | None, list[str] | None]:
    """Return the number of a source and all ids of a code, each if it is named."""
    number = source_named(store, source).id if source else None
    if not code:
        return number, None
    codebook = project.codebook()
    return number, same_ids(codebook, store, code_named(codebook, code).id)


def accepted_so_far(project: Project) -> tuple[BandAcceptance, ...]:
    """Return what was decided of the suggestions of each band."""
    with open_store(project.folder) as store:
        return acceptance_by_band(store)
