"""How the suggestions do early on: before any coding, and after the first coded passages."""

from __future__ import annotations

import random

from ethnocode.model import Report
from ethnocode.services.project import Project
from ethnocode.services.record.evaluate import JUDGED, MISSES, NOT_SHOWN, READ, SEED, TEXTS, WAYS
from ethnocode.services.record.measured import measure
from ethnocode.services.record.tables import interval_table, overall_columns, overall_rows
from ethnocode.services.reports.layer import edition
from ethnocode.services.reports.signing import signed
from ethnocode.services.suggesting.engines import Progress
from ethnocode.services.suggesting.learning import decisions_of, read_corpus
from ethnocode.store import open_store


def early_record(project: Project, *, coded: int, progress: Progress = lambda _: None) -> Report:
    """Learn from the first coded passages in the order of the sources; try on those not begun.

    Args:
        project: Whose author has coded.
        coded: How many coded passages are learned from.
    """
    from ethnocode.suggest.ranker.model import ENGINE
    from ethnocode.suggest.record.evaluate import try_after
    from ethnocode.suggest.record.intervals import TIMES, draw_weights

    with open_store(project.folder) as store:
        study = read_corpus(project, store, codebook=project.codebook(), progress=progress)
        decisions = decisions_of(store, study, coder=project.coder)
        revision = store.events.revision()
    order = range(len(study.sources))
    record = try_after(
        study.corpus,
        study.codebook,
        decisions,
        order=order,
        coded=coded,
        code_vectors=study.code_vectors,
    )
    weights = draw_weights(record.sources, times=TIMES, rng=random.Random(SEED))
    measured = measure(record, weights)
    begun = len(study.sources) - record.sources
    report = Report(
        name=f"suggestions-first-{coded}",
        title=f"How the suggestions do after the first {coded} coded passages",
        parameters=(
            ("coder", project.coder),
            ("engine", ENGINE),
            ("learned from", f"{coded} coded passages"),
            ("sources begun", begun),
            ("sources tried", record.sources),
            ("passages tried", len(record.rows)),
            ("codebook", edition(study.codebook)),
            ("seed", SEED),
            ("drawings", TIMES),
            ("revision", revision),
        ),
        notes=(
            f"Sources were taken whole, in the order of 'ethnocode source list', until {coded} "
            f"passages were coded; all figures are of the {record.sources} sources not begun by "
            f"then, with {len(record.rows)} passages that were read.",
            JUDGED,
            READ,
            *WAYS,
            TEXTS,
            MISSES,
            NOT_SHOWN,
        ),
        columns=overall_columns(),
        rows=overall_rows(measured.overall),
        heading="All codes together",
        tables=(interval_table(measured.overall),),
    )
    return signed(report, project, command="ethnocode demo")
