"""Opening: settings of a connection, older schemas, saves that were killed."""

from __future__ import annotations

import os
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ethnocode.errors import NewerProjectError, ProjectError, StorageError
from ethnocode.model import Person
from ethnocode.services.init import init_project
from ethnocode.store import DATABASE, open_store, opening
from ethnocode.store import migrations as steps
from ethnocode.store.migrations import build_migrations
from ethnocode.store.opening import SNAPSHOTS
from ethnocode.store.schema import SCHEMA_VERSION

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
UNFINISHED = """\
store._db.execute("pragma cache_size = 1")
with store.write(actor="ada", action="x", now=now) as transaction:
    transaction.insert_all("codes", [{"code": f"{n}" * 900} for n in range(500)])
    die()
"""


def add_persons(folder: Path, *names: str) -> None:
    with (
        open_store(folder, write=True) as store,
        store.write(actor="ada", action="test", now=NOW) as transaction,
    ):
        store.persons.add_all(transaction, [Person(name) for name in names])


def pragma(db: Any, name: str) -> object:
    return db.execute(f"pragma {name}").fetchone()[0]


@pytest.mark.parametrize(
    ("name", "writing", "reading"),
    [
        ("foreign_keys", 1, 1),
        ("trusted_schema", 0, 0),
        ("cell_size_check", 1, 1),
        ("temp_store", 2, 2),
        ("busy_timeout", 10_000, 10_000),
        ("journal_mode", "delete", "delete"),
        ("query_only", 0, 1),
        ("synchronous", 3, None),
        ("secure_delete", 1, None),
    ],
)
def test_a_connection_is_set_as_designed(
    folder: Path, name: str, writing: object, reading: object
) -> None:
    with open_store(folder, write=True) as store:
        assert pragma(store._db, name) == writing
    if reading is not None:
        with open_store(folder) as store:
            assert pragma(store._db, name) == reading


def test_a_reader_is_refused_by_the_file_itself(folder: Path) -> None:
    """``query_only`` alone could be switched off again."""
    with open_store(folder) as store:
        store._db.execute("pragma query_only = off")
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            store._db.conn.execute("insert into coders (name) values ('x')")


def test_what_was_removed_is_not_left_in_the_file(folder: Path) -> None:
    db = folder / DATABASE
    with open_store(folder, write=True) as store:
        store._db.execute("insert into coders (name) values ('Zebedee Quux')")
        assert b"Zebedee Quux" in db.read_bytes()
        store._db.execute("delete from coders where name = 'Zebedee Quux'")

    assert b"Zebedee Quux" not in db.read_bytes()


def test_the_schema_version_is_the_number_of_migrations() -> None:
    db = opening._database_class()(memory=True)

    assert len(build_migrations().pending(db)) == SCHEMA_VERSION
    db.close()


def test_a_new_project_is_of_that_version(folder: Path) -> None:
    with sqlite3.connect(folder / DATABASE) as db:
        assert pragma(db, "user_version") == SCHEMA_VERSION


def test_a_file_that_could_not_be_made_whole_is_not_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(db: Any, *, to: int) -> None:
        db.execute("create table half (made)")
        raise sqlite3.OperationalError("planted")

    monkeypatch.setattr(opening, "migrate", fail)
    with pytest.raises(sqlite3.OperationalError, match="planted"):
        opening.create_file(tmp_path / DATABASE)

    assert list(tmp_path.iterdir()) == []


class Planted:
    """A program one schema later: persons get a birthday."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.statements = ["alter table persons add column born text not null default 'unknown'"]
        monkeypatch.setattr(steps, "build_migrations", self.migrations)
        monkeypatch.setattr(opening, "SCHEMA_VERSION", SCHEMA_VERSION + 1)

    def migrations(self) -> Any:
        migrations = build_migrations()

        @migrations()
        def m999_planted(db: Any) -> None:
            for statement in self.statements:
                db.execute(statement)

        return migrations


def test_a_writer_brings_an_older_project_up_to_date_and_keeps_a_copy(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_persons(folder, "Maud")
    with sqlite3.connect(folder / DATABASE) as db:
        before = list(db.iterdump())
    Planted(monkeypatch)

    add_persons(folder, "Ros")

    with sqlite3.connect(folder / DATABASE) as db:
        rows = db.execute("select pseudonym, born from persons order by id").fetchall()
        assert pragma(db, "user_version") == SCHEMA_VERSION + 1
    copy = folder / SNAPSHOTS / f"before-schema-{SCHEMA_VERSION + 1}.db"
    with sqlite3.connect(copy) as db:
        assert list(db.iterdump()) == before
        assert pragma(db, "user_version") == SCHEMA_VERSION
        assert pragma(db, "application_id") == int.from_bytes(b"ETNO", "big")
    assert rows == [("Maud", "unknown"), ("Ros", "unknown")]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def test_a_project_brought_up_to_date_is_sound_and_its_old_steps_are_undone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_persons(folder, "Maud")
    Planted(monkeypatch)

    with open_store(folder, write=True) as store:
        assert list(store.verifier.faults()) == []
        with store.write(actor="ada", action="undo", now=NOW) as transaction:
            transaction.take_back(store.events.changes_of(2))

    with open_store(folder) as store:
        assert store.persons.all() == []
        assert list(store.verifier.faults()) == []


def test_a_project_is_brought_up_to_date_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Planted(monkeypatch)
    add_persons(folder, "Maud")
    (folder / SNAPSHOTS / f"before-schema-{SCHEMA_VERSION + 1}.db").unlink()

    add_persons(folder, "Ros")

    assert not (folder / SNAPSHOTS / f"before-schema-{SCHEMA_VERSION + 1}.db").exists()


def test_a_reader_of_an_older_project_is_told_to_write(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Planted(monkeypatch)
    before = (folder / DATABASE).read_bytes()

    with pytest.raises(ProjectError, match="older ethnocode") as caught, open_store(folder):
        pass

    assert "any command that writes" in caught.value.hint
    assert (folder / DATABASE).read_bytes() == before


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("create table persons (name text)", sqlite3.OperationalError),
        # speakers would point at persons who are gone
        ("delete from persons", ProjectError),
    ],
)
def test_a_migration_that_fails_changes_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, statement: str, error: type[Exception]
) -> None:
    add_persons(folder, "Maud")
    with sqlite3.connect(folder / DATABASE) as db:
        db.execute("pragma foreign_keys = off")
        db.execute("insert into speakers (source_id, label, person_id) values (1, 'x', 1)")
        before = list(db.iterdump())
    Planted(monkeypatch).statements.append(statement)

    with pytest.raises(error), open_store(folder, write=True):
        pass

    with sqlite3.connect(folder / DATABASE) as db:
        assert list(db.iterdump()) == before
        assert pragma(db, "user_version") == SCHEMA_VERSION


def test_a_table_of_another_program_is_found_in_an_older_project(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite3.connect(folder / DATABASE) as db:
        db.execute("create table theirs (id)")
    Planted(monkeypatch)

    with pytest.raises(ProjectError, match="theirs"), open_store(folder, write=True):
        pass

    assert not (folder / SNAPSHOTS / f"before-schema-{SCHEMA_VERSION + 1}.db").exists()


def test_a_newer_project_is_refused(folder: Path) -> None:
    with sqlite3.connect(folder / DATABASE) as db:
        db.execute(f"pragma user_version = {SCHEMA_VERSION + 1}")

    with pytest.raises(NewerProjectError), open_store(folder):
        pass


def test_a_reader_takes_back_a_save_that_was_killed(
    folder: Path, killed: Callable[[str], None]
) -> None:
    with sqlite3.connect(folder / DATABASE) as db:
        before = list(db.iterdump())
    killed(UNFINISHED)
    journal = folder / f"{DATABASE}-journal"
    # SQLite takes a journal for one to play back when its first byte is not 0
    assert journal.read_bytes()[0]

    with open_store(folder) as store:
        assert [event.action for event in store.events.all()] == ["init"]
        assert list(store.verifier.faults()) == []

    assert not journal.exists()
    with sqlite3.connect(folder / DATABASE) as db:
        assert list(db.iterdump()) == before


def test_a_reader_leaves_a_save_in_progress_alone(folder: Path) -> None:
    with (
        open_store(folder, write=True) as store,
        store.write(actor="ada", action="x", now=NOW) as transaction,
    ):
        transaction.insert_all("coders", [{"name": "ben"}])
        assert (folder / f"{DATABASE}-journal").stat().st_size
        with open_store(folder) as reader:
            names = [row["name"] for row in reader._db.query("select name from coders")]
    with open_store(folder) as reader:
        after = [row["name"] for row in reader._db.query("select name from coders order by id")]

    assert names == ["ada"]
    assert after == ["ada", "ben"]


@contextmanager
def unprivileged() -> Iterator[None]:
    """Be somebody who may not write, even where the tests run as root."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_save_that_cannot_be_taken_back_here_says_why(
    folder: Path, killed: Callable[[str], None]
) -> None:
    killed(UNFINISHED)
    # not below the folder of pytest, which nobody else may enter
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        for file in (DATABASE, f"{DATABASE}-journal"):
            (place / file).write_bytes((folder / file).read_bytes())
            (place / file).chmod(0o444)
        place.chmod(0o555)
        try:
            with (
                unprivileged(),
                pytest.raises(StorageError, match=r"was interrupted.*is read-only"),
                open_store(place),
            ):
                pass
        finally:
            place.chmod(0o755)


def test_a_project_at_rest_is_read_from_a_read_only_folder() -> None:
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        init_project(place, name="s", author="ada", codebooks=(), now=NOW)
        (place / DATABASE).chmod(0o444)
        place.chmod(0o555)
        try:
            with unprivileged(), open_store(place) as store:
                assert len(store.events.all()) == 1
        finally:
            place.chmod(0o755)
