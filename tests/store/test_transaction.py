"""One way to write: all or nothing, each change in the log, each change undone."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ethnocode.errors import StorageError, UndoError
from ethnocode.model import Anchor, Coding, Person, Span
from ethnocode.services.init import init_project
from ethnocode.store import DATABASE, NewSource, Store, Transaction, open_store
from ethnocode.text.normalise import sha256_of

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
TEXT = "We knew them all, and their mothers."
STATE = ("coders", "codes", "persons", "sources", "speakers", "codings", "suggestions")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    init_project(tmp_path, name="s", author="ada", codebooks=(), now=NOW)
    return tmp_path


def new_source(path: str = "a.txt") -> NewSource:
    return NewSource(
        guid=path,
        path=path,
        kind="document",
        title="A",
        date=None,
        wave=None,
        author="",
        original=TEXT.encode(),
        text=TEXT,
        digest=sha256_of(TEXT),
        words=7,
        segments=(),
        marks=(),
        segment_words=(),
        variables=(),
    )


def coding(start: int, end: int, *, quote: str | None = None) -> Coding:
    anchor = Anchor.at(Span(start, end), text=TEXT, digest=sha256_of(TEXT))
    if quote is not None:
        anchor = Anchor(anchor.span, quote, anchor.prefix, anchor.suffix, anchor.digest)
    return Coding(0, f"{start}-{end}", "a.txt", "capital", anchor, "ada", NOW.isoformat())


def write(store: Store, action: str = "test"):
    return store.write(actor="ada", action=action, now=NOW)


def state(folder: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of state, read by our own SQL."""
    with sqlite3.connect(folder / DATABASE) as db:
        return {table: db.execute(f"select * from {table}").fetchall() for table in STATE}


def add_everything(store: Store, transaction: Transaction) -> None:
    source = store.sources.add(transaction, new_source(), now=NOW.isoformat())
    (person,) = store.persons.add_all(transaction, [Person("Maud", composite=2)])
    store.sources.map_speakers(transaction, [(source, "M", person)])
    store.codings.add_all(transaction, [coding(3, 16), coding(0, 2)], sources={"a.txt": source})


def test_undoing_an_event_gives_back_the_state_before_it(folder: Path) -> None:
    before = state(folder)
    with open_store(folder, write=True) as store:
        with write(store) as transaction:
            add_everything(store, transaction)
        after = state(folder)
        event = store.events.all()[-1]
        with write(store, "undo") as transaction:
            transaction.take_back(store.events.changes_of(event.id))
            transaction.undoes = event.id
        undone = state(folder)
        undoing = store.events.all()[-1]
        with write(store, "undo") as transaction:
            transaction.take_back(store.events.changes_of(undoing.id))

    assert undone == before
    assert state(folder) == after != before


def test_changes_and_removals_are_undone_to_the_very_row(folder: Path) -> None:
    with open_store(folder, write=True) as store:
        with write(store) as transaction:
            add_everything(store, transaction)
        before = state(folder)
        with write(store) as transaction:
            transaction.update("codings", 1, {"memo": "why", "properties": '{"a": "b"}'})
            transaction.delete("codings", 2)
            transaction.update("persons", 1, {"role": "cook"})
        event = store.events.all()[-1]
        with write(store, "undo") as transaction:
            transaction.take_back(store.events.changes_of(event.id))

    assert state(folder) == before


def test_many_changes_and_removals_at_once_are_what_one_by_one_are(folder: Path) -> None:
    with open_store(folder, write=True) as store:
        with write(store) as transaction:
            add_everything(store, transaction)
        before = state(folder)
        with write(store) as transaction:
            transaction.update_all("codings", {2: {"memo": "two"}, 1: {"memo": "one"}})
            transaction.delete_all("codings", [2])
            transaction.delete_all("codings", [])
        event = store.events.all()[-1]
        changes = store.events.changes_of(event.id)
        left = state(folder)["codings"]
        with write(store, "undo") as transaction:
            transaction.take_back(changes)

    noted = [(c.key, c.before["memo"], c.after and c.after["memo"]) for c in changes]
    assert noted == [(2, "", "two"), (1, "", "one"), (2, "two", None)]
    assert [row[0] for row in left] == [1]
    assert "one" in left[0]
    assert state(folder) == before


def test_a_row_that_is_not_there_is_neither_changed_nor_removed(folder: Path) -> None:
    with open_store(folder, write=True) as store:
        with pytest.raises(LookupError, match="no row 7"), write(store) as transaction:
            transaction.delete_all("codings", [7])
        with pytest.raises(LookupError, match="no row 7"), write(store) as transaction:
            transaction.update_all("codings", {7: {"memo": "x"}})


def test_a_failure_leaves_nothing_behind(folder: Path) -> None:
    before = state(folder), (folder / "codebook.yaml").read_bytes()
    with (
        open_store(folder, write=True) as store,
        pytest.raises(RuntimeError),
        write(store) as transaction,
    ):
        add_everything(store, transaction)
        transaction.write_file("codebook.yaml", "codes: []\n")
        raise RuntimeError

    assert (state(folder), (folder / "codebook.yaml").read_bytes()) == before
    assert [event.action for event in logged(folder)] == ["init"]


def test_a_coding_that_does_not_sit_on_its_words_is_never_committed(folder: Path) -> None:
    with (
        open_store(folder, write=True) as store,
        pytest.raises(ValueError, match="does not sit on its words"),
        write(store) as transaction,
    ):
        source = store.sources.add(transaction, new_source(), now=NOW.isoformat())
        moved = coding(3, 16, quote="x" * 13)
        store.codings.add_all(transaction, [moved], sources={"a.txt": source})

    assert state(folder)["codings"] == []


def test_a_later_change_keeps_an_event_from_being_undone(folder: Path) -> None:
    with open_store(folder, write=True) as store:
        with write(store) as transaction:
            add_everything(store, transaction)
        event = store.events.all()[-1]
        with write(store) as transaction:
            transaction.update("codings", 1, {"memo": "later"})
        before = state(folder)
        with pytest.raises(UndoError, match="changed by later work"), write(store) as transaction:
            transaction.take_back(store.events.changes_of(event.id))

    assert state(folder) == before


def test_a_side_file_changes_with_the_rows_and_comes_back(folder: Path) -> None:
    before = (folder / "codebook.yaml").read_bytes()
    with open_store(folder, write=True) as store:
        with write(store) as transaction:
            transaction.write_file("codebook.yaml", "codes: [] # ours\n")
            assert (folder / "codebook.yaml").read_bytes() == before
        assert (folder / "codebook.yaml").read_text() == "codes: [] # ours\n"
        event = store.events.all()[-1]
        with write(store) as transaction:
            transaction.take_back(store.events.changes_of(event.id))

    assert (folder / "codebook.yaml").read_bytes() == before


def test_a_commit_that_fails_puts_side_files_back(folder: Path) -> None:
    before = (folder / "codebook.yaml").read_bytes()
    with open_store(folder, write=True) as store:
        store._db.execute("pragma foreign_keys = on")
        with pytest.raises(sqlite3.IntegrityError), write(store) as transaction:
            transaction.write_file("codebook.yaml", "codes: [] # ours\n")
            # checked only at commit, so that everything before it succeeds
            store._db.execute("pragma defer_foreign_keys = on")
            transaction.insert_all("speakers", [{"source_id": 9, "label": "x", "person_id": 9}])

    assert (folder / "codebook.yaml").read_bytes() == before
    assert state(folder)["speakers"] == []


def test_nothing_done_is_no_event(folder: Path) -> None:
    with open_store(folder, write=True) as store, write(store):
        pass

    assert [event.action for event in logged(folder)] == ["init"]


def test_every_event_names_actor_time_and_rows_before_and_after(folder: Path) -> None:
    with open_store(folder, write=True) as store:
        with write(store, "first") as transaction:
            add_everything(store, transaction)
        with write(store, "second") as transaction:
            transaction.update("codings", 1, {"memo": "why"})
        event = store.events.all()[-1]
        (change,) = store.events.changes_of(event.id)

    assert (event.action, event.actor) == ("second", "ada")
    assert event.at == "2026-01-02T03:04:05.000+00:00"
    assert (change.table, change.key) == ("codings", 1)
    assert (change.before["memo"], change.after["memo"]) == ("", "why")


def test_numbers_are_never_used_again(folder: Path) -> None:
    with open_store(folder, write=True) as store:
        with write(store) as transaction:
            add_everything(store, transaction)
        with write(store) as transaction:
            transaction.delete("codings", 2)
        with write(store) as transaction:
            (key,) = store.codings.add_all(transaction, [coding(4, 9)], sources={"a.txt": 1})

    assert key == 3


def test_a_text_is_stored_once_however_often_it_is_read(folder: Path) -> None:
    with open_store(folder, write=True) as store, write(store) as transaction:
        store.sources.add(transaction, new_source("a.txt"), now="")
        store.sources.add(transaction, new_source("b.txt"), now="")

    with sqlite3.connect(folder / DATABASE) as db:
        counts = [
            db.execute(f"select count(*) from {t}").fetchone()[0] for t in ("texts", "originals")
        ]
    assert counts == [1, 1]


def logged(folder: Path):
    with open_store(folder) as store:
        return store.events.all()


def test_readers_cannot_write(folder: Path) -> None:
    with (
        open_store(folder) as store,
        pytest.raises(StorageError, match="cannot be read or written"),
        write(store) as transaction,
    ):
        transaction.intern("coders", "name", "ben")


def test_the_log_is_json_that_another_program_can_read(folder: Path) -> None:
    with open_store(folder, write=True) as store, write(store) as transaction:
        add_everything(store, transaction)
    with sqlite3.connect(folder / DATABASE) as db:
        (text,) = db.execute("select changes from events order by id desc limit 1").fetchone()

    tables = [table for table, _, _, _ in json.loads(text)]
    assert tables == ["sources", "persons", "speakers", "codes", "codings", "codings"]
