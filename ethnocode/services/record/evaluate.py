"""How the suggestions do against what a coder coded: the record."""

from __future__ import annotations

import random
import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ethnocode.errors import UsageError
from ethnocode.model import Cell, CodingStatus, Drawn, Report
from ethnocode.services.lookup import present_ids
from ethnocode.services.project import Project
from ethnocode.services.record.measured import measure
from ethnocode.services.record.random_share import RandomShare, read_random_share
from ethnocode.services.record.tables import (
    band_table,
    overall_columns,
    overall_rows,
    random_table,
)
from ethnocode.services.reports.layer import edition, waiting_notes
from ethnocode.services.reports.signing import signed
from ethnocode.services.suggesting.acceptance import (
    BandAcceptance,
    acceptance_by_band,
    acceptance_line,
)
from ethnocode.services.suggesting.engines import Progress
from ethnocode.services.suggesting.learning import StudyCorpus, decisions_of, read_corpus
from ethnocode.store import Store, open_store

if TYPE_CHECKING:
    from ethnocode.suggest.corpus.rows import Decisions
    from ethnocode.suggest.record.evaluate import Record

FOLDS = 5
FEW_SOURCES = 5
"""Below it a drawing of sources says little."""
SEED = 1

WAYS = (
    "'With decided neighbours' may look at her codes on earlier passages of the same source, as in "
    "a review in order; so may 'last passage repeated', which does nothing else. The others "
    "may not.",
    "'Before any coding' has learned from nothing and has the codebook alone; 'cues only' has its "
    "cues; 'tf-idf ridge' has the words of the coded passages and nothing of the codebook.",
)
READ = (
    "Only passages that she has read count: those she coded, those between the first and the "
    "last she coded by reading in a source, and those she went through in a review."
)
JUDGED = (
    "A passage and a code are right together when the coder gave the passage the code: on which "
    "words is not judged."
)
MISSES = (
    "A code that is suggested and not given may be wrong, or may have been missed: the coder's "
    "misses count against the suggestions. This is no measure of the coder."
)
TEXTS = (
    "The codebook is taken as it is now: where its examples or cues were drawn from the texts "
    "that are tried, figures are too good. How common a word is was counted in all texts."
)
NOT_SHOWN = (
    "Not shown: whether the codings themselves are sound, whether another coder would code so, "
    "whether the right words were marked, and how the suggestions would do in another study."
)
_LEFT_OUT = (
    "Whole sources are left out in turn; the suggestions learn from the others and are then "
    "held against what the coder gave the passages left out."
)
FLATTERED = (
    "Codings that came from accepted suggestions count as given, which flatters; the figures on "
    "passages drawn at random are the fairer ones."
)

LONG_NOTES = (JUDGED, READ, *WAYS, TEXTS, FLATTERED)
"""What a reader in a hurry is spared; the whole record has it."""


def evaluation_report(
    project: Project,
    *,
    coder: str | None = None,
    folds: int = FOLDS,
    seed: int = SEED,
    curve: bool = True,
    progress: Progress = lambda _: None,
) -> Report:
    """Hold the suggestions against a coder's codings, on sources they did not learn from.

    Stored suggestions play no part but in the shares of what was accepted. Codings that
    wait for review are left out, and a note says how many; those under a former id of a
    code count for its present id.

    Args:
        coder: Whose codings; else the author's.
        folds: How many groups of sources are left out in turn, at most.
        seed: Of everything that is drawn.
        curve: Whether to measure what more coding brings, which takes longest.

    Raises:
        UsageError: The coder has coded nothing, or all of it waits for review.
    """
    from ethnocode.suggest.record.evaluate import SIZES, cross_validate
    from ethnocode.suggest.record.intervals import TIMES, draw_weights

    work = _read_work(project, coder or project.coder, progress=progress)
    record = cross_validate(
        work.study.corpus,
        work.study.codebook,
        work.decisions,
        folds=folds,
        sizes=SIZES if curve else None,
        rng=random.Random(seed),
        code_vectors=work.study.code_vectors,
        progress=progress,
    )
    progress("drawing sources anew")
    weights = draw_weights(record.sources, times=TIMES, rng=random.Random(seed))
    measured = measure(record, weights)
    drawn = (("folds", record.folds), ("seed", seed), ("drawings", TIMES))
    report = Report(
        name="suggestions",
        title="How the suggestions do",
        parameters=(*_parameters(work, record), *drawn, ("revision", work.revision)),
        notes=_notes(work, record, seed=seed),
        columns=overall_columns(),
        rows=overall_rows(measured.overall),
        heading="All codes together",
        tables=(
            random_table(work.share),
            band_table(measured.bands, work.accepted, work.by_chance),
            *measured.tables,
        ),
        charts=measured.charts,
    )
    words = ["ethnocode", "suggest", "evaluate", "--coder", work.coder, "--folds", str(folds)]
    words += ["--seed", str(seed), *(["--no-curve"] if not curve else [])]
    return signed(report, project, command=shlex.join(words))


@dataclass(frozen=True, slots=True, eq=False)
class _Work:
    """What a coder has done, as far as the record needs it."""

    coder: str
    codings: int
    waiting: int
    study: StudyCorpus
    decisions: Decisions
    share: RandomShare
    accepted: tuple[BandAcceptance, ...]
    by_chance: tuple[BandAcceptance, ...]
    revision: str
    outside: int


def _read_work(project: Project, coder: str, *, progress: Progress) -> _Work:
    with open_store(project.folder) as store:
        codings, waiting = _refuse_uncoded(store, coder)
        study = read_corpus(project, store, codebook=project.codebook(), progress=progress)
        decisions = decisions_of(store, study, coder=coder)
        _refuse_unknown_codes(decisions, coder)
        return _Work(
            coder,
            codings,
            waiting,
            study,
            decisions,
            read_random_share(store, coder=coder, codebook=study.codebook),
            acceptance_by_band(store, coder=coder),
            acceptance_by_band(store, coder=coder, drawn=Drawn.RANDOM),
            store.events.revision(),
            _count_outside(store, study, coder),
        )


def _count_outside(store: Store, study: StudyCorpus, coder: str) -> int:
    """Return how many codings are under codes that the codebook does not have."""
    present = present_ids(study.codebook, store.codes.numbers())
    columns = store.codings.columns(coder=coder)
    known = frozenset(study.codes)
    outside = [present.get(code, code) not in known for code in columns.codes]
    return sum(outside[code] for code in columns.code)


def _notes(work: _Work, record: Record, *, seed: int) -> tuple[str, ...]:
    from ethnocode.suggest.record.intervals import TIMES

    said = acceptance_line(work.accepted)
    return (
        _LEFT_OUT,
        JUDGED,
        READ,
        *WAYS,
        TEXTS,
        f"Intervals are at 95 %: 1.96 standard deviations over {TIMES:,} drawings of whole "
        f"sources (seed {seed}); those of calibration and of decisions are Wilson's.",
        MISSES,
        FLATTERED,
        NOT_SHOWN,
        *_thin(record, coded=int(work.decisions.given.any(axis=1).sum())),
        *_outside(work.outside),
        *([f"Decisions so far: {said}."] if said else []),
        *waiting_notes(work.waiting),
    )


def _parameters(work: _Work, record: Record) -> tuple[tuple[str, Cell], ...]:
    from ethnocode.suggest.ranker.model import ENGINE

    return (
        ("coder", work.coder),
        ("codings", work.codings),
        ("engine", ENGINE),
        ("passages read", len(record.rows)),
        ("passages coded", int(work.decisions.given.any(axis=1).sum())),
        ("sources", record.sources),
        ("codebook", edition(work.study.codebook)),
    )


def _thin(record: Record, *, coded: int) -> tuple[str, ...]:
    """Say what the data are too few for."""
    notes = []
    if record.sources == 1:
        notes.append(
            "One source only is coded: with it left out there is nothing to learn from, so that "
            "the suggestions have the codebook alone, and no interval is defined. Code passages "
            "of a second source."
        )
    elif record.folds == record.sources:
        notes.append("Each source is left out alone.")
    if 1 < record.sources < FEW_SOURCES:
        notes.append(
            f"Only {record.sources} sources are coded: the figures mean little yet, and the "
            "intervals are too narrow."
        )
    if coded == len(record.rows):
        notes.append(
            "Every passage read is coded: how often codes would be suggested where none belongs "
            "is not known, so that precision is too good. 'ethnocode review' notes what was "
            "read and left."
        )
    return tuple(notes)


def _outside(codings: int) -> tuple[str, ...]:
    """Say that some codings play no part, for their codes are gone."""
    if not codings:
        return ()
    what = "1 coding is" if codings == 1 else f"{codings:,} codings are"
    return (f"{what} under a code that the codebook does not have, and left out.",)


def _refuse_uncoded(store: Store, coder: str) -> tuple[int, int]:
    """Return how many codings there are, and how many more wait for review."""
    coders = store.codings.coders()
    waiting = store.codings.count(coder=coder, status=CodingStatus.NEEDS_REVIEW)
    codings = coders.get(coder, 0) - waiting
    if not codings and waiting:
        raise UsageError(
            f"every coding of '{coder}' waits for review",
            hint="settle them first: 'ethnocode coding list --status needs-review'",
        )
    if not codings:
        hint = (
            f"coders: {', '.join(coders)}"
            if coders
            else "code some passages first, by 'ethnocode review' or 'ethnocode coding add'"
        )
        raise UsageError(f"'{coder}' has coded nothing", hint=hint)
    return codings, waiting


def _refuse_unknown_codes(decisions: Decisions, coder: str) -> None:
    if not decisions.given.any():
        raise UsageError(
            f"no coding of '{coder}' stands on a passage under a code of the codebook",
            hint="'ethnocode check' says which codes are missing",
        )
