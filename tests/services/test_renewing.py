"""Suggestions made again: a number stands for one code on the same words for ever."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from proposals import keep, project_with, proposal, suggestion

from ethnocode.errors import UsageError
from ethnocode.model import Band, Suggestion
from ethnocode.services.history import redo, undo
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.project import Project
from ethnocode.services.suggesting.deciding import accept_suggestions
from ethnocode.services.suggesting.run import list_suggestions, run_suggestions
from ethnocode.store import open_store

CODEBOOK = """\
ethnocode: 1
id: h
version: 1.0.0
codes:
  - {id: a, definition: Money in a tin., cues: {lemmas: [tin]}}
"""
WHOLE = "The tin was full on the table."
TEXT = f"{WHOLE}\n\nNobody came after that.\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return project_with(tmp_path, codebook=CODEBOOK, text=TEXT)


def meant(found: list[Suggestion]) -> list[tuple[int, str, str]]:
    return [(one.id, one.code, one.anchor.quote) for one in found]


def test_other_words_of_the_same_passage_get_another_number(project: Project) -> None:
    (number,) = keep(project, proposal(project, "charis.txt", "a", "The tin", engine="fused/1"))

    done = run_suggestions(project)

    assert (done.new, done.renewed, done.withdrawn) == (1, 0, 1)
    assert meant(list_suggestions(project)) == [(number + 1, "a", WHOLE)]
    with pytest.raises(UsageError, match=f"no suggestion {number}"):
        accept_suggestions(project, [number])


def test_the_same_words_keep_their_number_with_another_score_band_and_reasons(
    project: Project,
) -> None:
    shown = proposal(project, "charis.txt", "a", WHOLE, score=0.001, band=Band.STRONG)
    (number,) = keep(project, shown)

    done = run_suggestions(project)

    assert (done.new, done.renewed, done.withdrawn) == (0, 1, 0)
    now = suggestion(project, number)
    assert (now.source, now.code, now.anchor) == (shown.source, shown.code, shown.anchor)
    assert now.engine == "fused/1"
    assert now.band is not Band.STRONG  # nothing is, until enough is coded
    assert now.score > 0.01
    assert "tin" in now.explanation
    assert now.evidence is not None


def test_a_number_means_the_same_after_the_run_is_taken_back_and_done_again(
    project: Project,
) -> None:
    (number,) = keep(project, proposal(project, "charis.txt", "a", "The tin", engine="fused/1"))
    before = list_suggestions(project)
    run_suggestions(project)
    after = list_suggestions(project)

    undo(project, steps=1, dry_run=False)
    assert list_suggestions(project) == before
    redo(project, steps=1, dry_run=False)
    assert list_suggestions(project) == after
    assert not {number} & {one.id for one in after}


def test_renewing_touches_neither_code_nor_words(project: Project) -> None:
    (number,) = keep(project, proposal(project, "charis.txt", "a", "The tin"))
    before = suggestion(project, number)
    other = proposal(project, "charis.txt", "b", "on the table", engine="fused/1", score=0.7)

    with (
        open_store(project.folder, write=True) as store,
        store.write(actor="ada", action="suggest", now=project.now) as transaction,
    ):
        store.suggestions.renew(transaction, number, other)

    assert suggestion(project, number) == replace(before, engine="fused/1", score=0.7)


def test_suggestions_are_listed_by_the_names_of_sources_whenever_these_came(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "ada.txt").write_text(TEXT)
    ingest_paths(project, [tmp_path / "ada.txt"], options=IngestOptions())
    run_suggestions(project)

    for by_score in (False, True):
        found = list_suggestions(project, by_score=by_score)
        assert [one.source for one in found] == ["ada.txt", "charis.txt"]
        assert len({one.score for one in found}) == 1
