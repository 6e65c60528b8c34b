"""History under random work: undo, redo and ``--as-of`` against dumps kept on the way."""

from __future__ import annotations

import random
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ethnocode.interchange import CodingRequest
from ethnocode.model import SuggestionStatus
from ethnocode.services.codebook import import_codebook
from ethnocode.services.coding import add_codings, list_codings, remove_codings
from ethnocode.services.history import read_log, redo, redoable, undo, undoable
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.people import import_persons
from ethnocode.services.project import Project
from ethnocode.services.suggest import (
    accept_suggestions,
    list_suggestions,
    reject_suggestions,
    run_suggestions,
)
from ethnocode.services.verify import verify
from ethnocode.store import DATABASE, open_store
from ethnocode.store.schema import STATE_TABLES

START = datetime(2026, 3, 1, tzinfo=UTC)
CODEBOOK = """\
ethnocode: 1
id: h
version: 1.0.0
codes:
  - {id: a, definition: A., cues: {lemmas: [tin]}}
  - {id: b, definition: B., cues: {phrases: ["knew them all"]}}
"""
TEXT = "Maud: We knew them all. The tin was full.\n\nRos: And the tin now?\n\nMaud: Yes.\n"


def dumped(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of state, by our own SQL."""
    with sqlite3.connect(folder / DATABASE) as db:
        return {t: db.execute(f"select * from {t} order by id").fetchall() for t in STATE_TABLES}


def as_of(project: Project, moment: str) -> dict[str, list[tuple[object, ...]]]:
    with open_store(project.folder, as_of=moment) as store:
        return {
            t: store._db.execute(f"select * from {t} order by id").fetchall() for t in STATE_TABLES
        }


class Worker:
    """Does random things to a project, one a second, and keeps a dump of each state."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.rng = random.Random(seed)
        (folder / "in.yaml").write_text(CODEBOOK)
        (folder / "persons.yaml").write_text("persons: [{pseudonym: Maud}, {pseudonym: Ros}]\n")
        self.project = init_project(
            folder / "p", name="p", author="ada", codebooks=[str(folder / "in.yaml")], now=START
        )
        self.inputs = folder
        self.texts = 0
        self.kept = [(self.project.stamp, dumped(self.project.folder))]

    def step(self) -> None:
        self.project = replace(self.project, now=self.project.now + timedelta(seconds=1))
        action = self.rng.choice(
            [
                "ingest",
                "add",
                "add",
                "remove",
                "suggest",
                "decide",
                "persons",
                "undo",
                "undo",
                "redo",
            ]
        )
        getattr(self, action)()
        self.kept.append((self.project.stamp, dumped(self.project.folder)))

    def ingest(self) -> None:
        self.texts += 1
        path = self.inputs / f"t{self.texts}.txt"
        path.write_text(TEXT * self.rng.randint(1, 2) + f"\nMaud: {self.texts}.\n")
        ingest_paths(self.project, [path], options=IngestOptions())

    def sources(self) -> list[str]:
        with open_store(self.project.folder) as store:
            return sorted(store.sources.names().values())

    def add(self) -> None:
        if sources := self.sources():
            start = self.rng.randrange(30)
            request = CodingRequest(
                self.rng.choice(sources), self.rng.choice("ab"), start=start, end=start + 9
            )
            add_codings(self.project, [request])

    def remove(self) -> None:
        if found := list_codings(self.project).codings:
            remove_codings(self.project, [self.rng.choice(found).id], dry_run=False)

    def suggest(self) -> None:
        run_suggestions(self.project)

    def decide(self) -> None:
        if found := list_suggestions(self.project, status=SuggestionStatus.UNDECIDED):
            number = self.rng.choice(found).id
            if self.rng.random() < 0.5:
                accept_suggestions(self.project, [number], memo="", properties=())
            else:
                reject_suggestions(self.project, [number])

    def persons(self) -> None:
        import_persons(self.project, self.inputs / "persons.yaml")

    def undo(self) -> None:
        if left := len(undoable(read_log(self.project)[::-1])):
            undo(self.project, steps=self.rng.randint(1, min(left, 3)), dry_run=False)

    def redo(self) -> None:
        if left := len(redoable(read_log(self.project)[::-1])):
            redo(self.project, steps=self.rng.randint(1, min(left, 2)), dry_run=False)


@pytest.mark.parametrize("seed", range(6))
def test_every_earlier_state_can_be_read_back_and_undoing_all_gives_the_first(
    tmp_path: Path, seed: int
) -> None:
    worker = Worker(tmp_path, seed)
    for _ in range(40):
        worker.step()

    for moment, state in worker.kept:
        assert as_of(worker.project, moment) == state
    left = len(undoable(read_log(worker.project)[::-1]))
    if left:
        undo(worker.project, steps=left, dry_run=False)
    assert dumped(worker.project.folder) == worker.kept[0][1]
    assert verify(worker.project) == []


def test_the_codebook_of_an_earlier_day_is_read_back(tmp_path: Path) -> None:
    """Codes and names in an earlier report are those of that day."""
    from ethnocode.services.reports import frequency_report

    worker = Worker(tmp_path, 0)
    worker.ingest()
    worker.add()
    then = worker.project.stamp
    later = replace(worker.project, now=worker.project.now + timedelta(days=1))
    before = frequency_report(worker.project)
    import_codebook(later, "power", replace=False, dry_run=False)

    earlier = frequency_report(replace(later, as_of=then))

    assert earlier.rows == before.rows
    unused = [note for note in earlier.notes if "codes are not used" in note]
    assert unused == ["1 of the codebook's 2 codes are not used by this coder."]
