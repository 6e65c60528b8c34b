"""Damaged files: ``verify`` finds all that a user could see, cries wolf never, writes nothing."""

from __future__ import annotations

import hashlib
import random
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from older import to_schema_3
from tampering import SQL_MUTANTS, bytes_mutants, tampered
from whole_project import build, dump

from ethnocode.errors import EthnocodeError, ProjectError, SourceError, UndoError
from ethnocode.interchange import CodingRequest
from ethnocode.model import SuggestionStatus
from ethnocode.services.coding import add_codings, list_codings, remove_codings
from ethnocode.services.history import redo, undo
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.project import Project
from ethnocode.services.suggesting.deciding import accept_suggestions, reject_suggestions
from ethnocode.services.suggesting.run import list_suggestions, run_suggestions
from ethnocode.services.update import update_paths
from ethnocode.services.verify import verify
from ethnocode.store import DATABASE
from ethnocode.store.state import LoggedState

LONGEST_SECONDS = 240


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return build(tmp_path_factory.mktemp("damage"))


@pytest.fixture(scope="module")
def seen(whole: Project) -> dict[str, Any]:
    found = dump(whole.folder / DATABASE)
    assert found is not None
    return found


@pytest.fixture
def no_hang() -> Iterator[None]:
    signal.alarm(LONGEST_SECONDS)
    yield
    signal.alarm(0)


def files_of(folder: Path) -> dict[str, tuple[str, int]]:
    """Return digest and time of every file below a folder."""
    return {
        str(path.relative_to(folder)): (
            hashlib.sha256(path.read_bytes()).hexdigest(),
            path.stat().st_mtime_ns,
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def is_found(project: Project) -> bool:
    """Whether verify has anything to say; anything but faults or one error is a bug of ours."""
    before = files_of(project.folder)
    try:
        faults = verify(project)
    except ProjectError:
        return True
    finally:
        assert files_of(project.folder) == before
    assert all(fault.check and fault.message and fault.hint for fault in faults)
    assert all("\n" not in fault.message for fault in faults)
    return bool(faults)


def test_the_project_is_sound_and_has_something_of_everything(
    whole: Project, seen: dict[str, Any]
) -> None:
    assert not is_found(whole)
    empty = [name for name, rows in seen.items() if not rows]
    assert empty == ["side_files"]


def test_all_damage_to_the_bytes_that_anybody_could_see_is_found(
    whole: Project, seen: dict[str, Any], no_hang: None
) -> None:
    file = whole.folder / DATABASE
    sound = file.read_bytes()
    missed, visible = [], 0
    try:
        for name, mutant in bytes_mutants(sound, seed=7):
            file.write_bytes(mutant)
            found = is_found(whole)
            changed = dump(file) != seen
            visible += changed
            if changed and not found:
                missed.append(name)
    finally:
        file.write_bytes(sound)
    assert missed == []
    assert visible > 120  # most of 170; the others fell on bytes that nothing uses


@pytest.mark.parametrize("name", SQL_MUTANTS)
def test_what_somebody_did_to_the_rows_is_found(
    whole: Project, seen: dict[str, Any], no_hang: None, name: str
) -> None:
    file = whole.folder / DATABASE
    sound = file.read_bytes()
    try:
        tampered(file, SQL_MUTANTS[name])
        changed = dump(file) != seen
        found = is_found(whole)
    finally:
        file.write_bytes(sound)
    assert changed, "this mutant changes nothing"
    assert found


class Days:
    """Random work, an hour's step at a time."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.rng = random.Random(seed)
        self.folder = folder
        self.project = build(folder)
        self.files = 0

    def step(self) -> None:
        self.project = replace(self.project, now=self.project.now + timedelta(hours=1))
        work = (self.ingest, self.edit, self.add, self.add, self.remove, self.decide, self.undo)
        self.rng.choice((*work, self.undo, self.redo))()

    def ingest(self) -> None:
        self.files += 1
        path = self.folder / "in" / f"new{self.files}.md"
        path.write_text(f"# {self.files}\n\nMaud: the tin.\n\n| a | b |\n| - | - |\n| tin | 2 |\n")
        ingest_paths(self.project, [path], options=IngestOptions())

    def edit(self) -> None:
        path = self.folder / "in" / "charis.txt"
        path.write_text(path.read_text() + self.rng.choice(("\nRos: Oh.\n", "\nCharis: Well.\n")))
        with suppress(SourceError):  # codings wait for review
            update_paths(self.project, [path], force=True, dry_run=False)

    def add(self) -> None:
        start = self.rng.randrange(20)
        request = CodingRequest("journal.md", self.rng.choice("ab"), start=start, end=start + 9)
        add_codings(self.project, [request])

    def remove(self) -> None:
        if found := list_codings(self.project).codings:
            with suppress(EthnocodeError):  # a memo may sit on it
                remove_codings(self.project, [self.rng.choice(found).id], dry_run=False)

    def decide(self) -> None:
        run_suggestions(self.project)
        waiting = list_suggestions(self.project, status=SuggestionStatus.UNDECIDED)
        if waiting and self.rng.random() < 0.5:
            accept_suggestions(self.project, [waiting[0].id], memo="", properties=())
        elif waiting:
            reject_suggestions(self.project, [waiting[0].id])

    def undo(self) -> None:
        with suppress(UndoError):
            undo(self.project, steps=self.rng.randint(1, 3), dry_run=False)

    def redo(self) -> None:
        with suppress(UndoError):
            redo(self.project, steps=1, dry_run=False)


@pytest.mark.parametrize("seed", range(5))
def test_verify_cries_wolf_over_none_of_fifty_sound_projects(tmp_path: Path, seed: int) -> None:
    """Ten states of each of five histories; every other one also as a compact copy."""
    days = Days(tmp_path, seed)
    file = days.project.folder / DATABASE
    for number in range(10):
        days.step()
        assert verify(days.project) == []
        if number % 2:
            compact = tmp_path / "compact.db"
            compact.unlink(missing_ok=True)
            with closing(sqlite3.connect(file)) as db:
                db.execute("vacuum into ?", [str(compact)])
            file.write_bytes(compact.read_bytes())
            assert verify(days.project) == []


def test_a_project_of_the_first_schema_is_sound_once_it_is_brought_up_to_date(
    tmp_path: Path,
) -> None:
    project = build(tmp_path, memos=False, readings=False)
    with closing(sqlite3.connect(project.folder / DATABASE, isolation_level=None)) as db:
        to_schema_3(db)
        db.execute("drop table memos")
        db.execute("drop table side_files")
        db.execute("drop table marks")
        db.execute("update texts set words = words + 1")
        db.execute("update segments set words = words + 1 where words is not null")
        db.execute("delete from sqlite_sequence where name = 'marks'")
        db.execute("delete from _sqlite_migrations where name not like 'm001%'")
        db.execute("pragma user_version = 1")

    add_codings(project, [CodingRequest("journal.md", "b", start=3, end=9)])

    assert verify(project) == []


def test_a_save_by_another_program_in_the_meantime_is_no_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes when the log was read and the codings were not."""
    project = build(tmp_path)
    read_rows = LoggedState._rows

    def rows(self: LoggedState, table: str) -> Iterator[str]:
        if table == "codings":
            add_codings(project, [CodingRequest("journal.md", "b", start=3, end=9)])
        return read_rows(self, table)

    monkeypatch.setattr(LoggedState, "_rows", rows)

    assert verify(project) == []
    assert len(list_codings(project).codings) == 7
