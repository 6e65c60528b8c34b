"""How the suggestions do against what a coder coded by reading."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from ethnocode.errors import UsageError
from ethnocode.model import Cell, CodingStatus, Column, Report
from ethnocode.services.engines import Progress
from ethnocode.services.layer import edition, waiting_notes
from ethnocode.services.lookup import present_ids
from ethnocode.services.project import Project
from ethnocode.services.proposing import proposals_for
from ethnocode.services.reports import signed
from ethnocode.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ethnocode.suggest.evaluate import CodeScore, Placed


def evaluation_report(
    project: Project, *, coder: str | None = None, progress: Progress = lambda _: None
) -> Report:
    """Compare what the cues propose with a coder's codings, code by code.

    Every source is read afresh; stored suggestions and decisions play no part. Codings
    that wait for review are left out, and a note says how many; those under a former id
    of a code count for its present id.

    Raises:
        UsageError: The coder has coded nothing, or all of it waits for review.
    """
    from ethnocode.suggest.cues import build_matcher
    from ethnocode.suggest.engine import ENGINE
    from ethnocode.suggest.evaluate import compare

    who = coder or project.coder
    codebook = project.codebook()
    matcher = build_matcher(codebook)
    with open_store(project.folder) as store:
        present = present_ids(codebook, store.codings.used_codes())
        reference, waiting = _reference(store, who, present=present)
        suggested = []
        for source in store.sources.all():
            progress(source.name)
            for found in proposals_for(store, source, matcher=matcher, codebook=codebook):
                suggested.append((found.source, found.code, found.anchor.span))
        revision = store.events.revision()
    report = Report(
        name="suggestions",
        title="How the cue suggestions do",
        parameters=(
            ("coder", who),
            ("engine", ENGINE),
            ("codings", len(reference)),
            ("suggestions", len(suggested)),
            ("codebook", edition(codebook)),
            ("revision", revision),
        ),
        notes=(
            "A suggestion is right when it shares a character with a coding of the same code; "
            "a coding is found when such a suggestion exists.",
            "Precision is right suggestions over suggestions; recall is codings found over "
            "codings. Where there are none, neither is defined.",
            "A passage that is suggested and not coded may be wrong, or may have been missed "
            "by its coder: low precision is a reason to look, not a verdict.",
            *waiting_notes(waiting),
        ),
        columns=_COLUMNS,
        rows=tuple(
            _row(score)
            for score in sorted(
                compare(suggested, reference), key=lambda score: (bool(score.code), score.code)
            )
        ),
    )
    command = shlex.join(["ethnocode", "suggest", "evaluate", "--coder", who])
    return signed(report, project, command=command)


def _reference(store: Store, coder: str, *, present: Mapping[str, str]) -> tuple[list[Placed], int]:
    """Return where a coder coded what, and how many codings more wait for review."""
    names = store.sources.names()
    found = store.codings.select(names=names, coder=coder, status=CodingStatus.ANCHORED)
    waiting = store.codings.count(coder=coder, status=CodingStatus.NEEDS_REVIEW)
    if not found and waiting:
        raise UsageError(
            f"every coding of '{coder}' waits for review",
            hint="settle them first: 'ethnocode coding list --status needs-review'",
        )
    if not found:
        coders = ", ".join(store.codings.coders()) or "nobody yet"
        raise UsageError(f"'{coder}' has coded nothing", hint=f"coders: {coders}")
    placed = [(c.source, present.get(c.code, c.code), c.anchor.span) for c in found]
    return placed, waiting


_COLUMNS = (
    Column("code", "Code", "full id; the first row is all codes together"),
    Column("codings", "Codings", "codings of the coder"),
    Column("found", "Found", "codings that some suggestion touches"),
    Column("recall", "Recall", "found over codings"),
    Column("suggestions", "Suggested", "suggestions of the cues"),
    Column("right", "Right", "suggestions that touch a coding of the same code"),
    Column("precision", "Precision", "right over suggested"),
)


def _row(score: CodeScore) -> tuple[Cell, ...]:
    return (
        score.code or "all codes",
        score.reference,
        score.found,
        score.recall,
        score.suggested,
        score.hits,
        score.precision,
    )
