"""The event log: its chain, its codebooks, its clock, and many writers."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ethnocode.errors import BusyError
from ethnocode.model import Person
from ethnocode.store import DATABASE, Store, Transaction, open_store

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@contextmanager
def writing(
    folder: Path, *, now: datetime = NOW, codebook: str = ""
) -> Iterator[tuple[Store, Transaction]]:
    with (
        open_store(folder, write=True) as store,
        store.write(actor="ada", action="test", now=now) as transaction,
    ):
        transaction.codebook = codebook
        yield store, transaction


def add_person(folder: Path, name: str, *, now: datetime = NOW) -> None:
    with writing(folder, now=now) as (store, transaction):
        store.persons.add_all(transaction, [Person(name)])


def persons_at(folder: Path, moment: datetime) -> list[tuple[str, str]]:
    with open_store(folder, as_of=moment.isoformat(timespec="milliseconds")) as store:
        return [(person.pseudonym, person.role) for person in store.persons.all()]


def broken(folder: Path) -> list[int]:
    with open_store(folder) as store:
        return list(store.events.broken_links())


@contextmanager
def unlocked_events(folder: Path) -> Iterator[sqlite3.Connection]:
    """Open the file without the trigger that keeps events as they are."""
    with sqlite3.connect(folder / DATABASE) as db:
        (restore,) = db.execute(
            "select sql from sqlite_schema where name = 'events_are_fixed'"
        ).fetchone()
        db.execute("drop trigger events_are_fixed")
        yield db
        db.execute(restore)


def test_a_clock_that_was_set_back_does_not_break_the_past(folder: Path) -> None:
    """Maud comes at one and cooks at three; at two by the clock, but later, she leaves."""
    hour = timedelta(hours=1)
    add_person(folder, "Maud", now=NOW + hour)
    with writing(folder, now=NOW + 3 * hour) as (_, transaction):
        transaction.update("persons", 1, {"role": "cook"})
    with writing(folder, now=NOW + 2 * hour) as (_, transaction):
        transaction.delete("persons", 1)

    assert persons_at(folder, NOW) == []
    assert persons_at(folder, NOW + hour) == [("Maud", "")]
    assert persons_at(folder, NOW + 2 * hour) == [("Maud", "")]
    assert persons_at(folder, NOW + 3 * hour) == []


def test_the_log_of_an_earlier_moment_ends_there(folder: Path) -> None:
    add_person(folder, "Maud", now=NOW + timedelta(hours=1))
    with open_store(folder, as_of=NOW.isoformat(timespec="milliseconds")) as store:
        assert [event.action for event in store.events.all()] == ["init"]


def test_the_chain_is_sha_256_over_the_fields_of_the_event(folder: Path) -> None:
    """Worked out by our own means, with the digest of the changes in their place."""
    add_person(folder, "Maud")
    with sqlite3.connect(folder / DATABASE) as db:
        (first,), (last, *fields, changes) = (
            db.execute("select chain from events where id = 1").fetchone(),
            db.execute(
                "select chain, at, actor, action, summary, codebook, undoes, count, changes "
                "from events where id = 2"
            ).fetchone(),
        )
    parts = [first, *fields, hashlib.sha256(changes.encode()).hexdigest()]
    text = json.dumps(parts, ensure_ascii=False)

    assert last == hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.parametrize("forged", [False, True])
def test_altered_changes_are_found(folder: Path, forged: bool) -> None:
    """Also where the digest of the changes was made anew to match."""
    add_person(folder, "Maud")
    add_person(folder, "Ros")
    assert broken(folder) == []
    with unlocked_events(folder) as db:
        db.execute("update events set changes = replace(changes, 'Maud', 'Mary') where id = 2")
        if forged:
            (changes,) = db.execute("select changes from events where id = 2").fetchone()
            digest = hashlib.sha256(changes.encode()).hexdigest()
            db.execute("update events set changes_sha256 = ? where id = 2", [digest])

    assert broken(folder) == [2]


@pytest.mark.parametrize("column", ["at", "actor", "action", "summary", "codebook"])
def test_every_field_of_an_event_is_in_the_chain(folder: Path, column: str) -> None:
    add_person(folder, "Maud")
    with unlocked_events(folder) as db:
        db.execute(f"update events set {column} = {column} || 'x' where id = 2")

    assert broken(folder) == [2]


def test_the_number_of_changes_is_kept_and_in_the_chain(folder: Path) -> None:
    with writing(folder) as (store, transaction):
        store.persons.add_all(transaction, [Person("Maud"), Person("Ros")])
        transaction.update("persons", 1, {"role": "cook"})
    with open_store(folder) as store:
        assert store.events.all()[-1].changes == 3
    with unlocked_events(folder) as db:
        db.execute("update events set count = 1 where id = 2")

    assert broken(folder) == [2]


def test_listing_events_reads_none_of_their_changes(folder: Path) -> None:
    add_person(folder, "Maud")
    with unlocked_events(folder) as db:
        db.execute("update events set changes = 'not json' where id = 2")
    with open_store(folder) as store:
        assert [event.changes for event in store.events.all()] == [1, 1]


def test_an_event_without_a_codebook_carries_the_last_one_on(folder: Path) -> None:
    with open_store(folder) as store:
        (first,) = [event.codebook for event in store.events.all()]
    add_person(folder, "Maud")
    with writing(folder, codebook="d1") as (store, transaction):
        store.persons.add_all(transaction, [Person("Ros")])
    add_person(folder, "Charis")
    with writing(folder, codebook="d1") as (_, transaction):
        for key, digest in ((1, "d2"), (2, "d3")):
            transaction.update("persons", key, {"role": "cook"})
            transaction.codebook = digest
            transaction.close_event()
    add_person(folder, "Una")

    with open_store(folder) as store:
        digests = [event.codebook for event in store.events.all()]
    assert first
    assert digests == [first, first, "d1", "d1", "d2", "d3", "d3"]


def test_the_write_lock_is_taken_before_anything_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ethnocode.store.opening.BUSY_SECONDS", 0)
    with (
        open_store(folder, write=True) as other,
        writing(folder),
        pytest.raises(BusyError),
        other.write(actor="ben", action="test", now=NOW),
    ):
        pass


def test_two_writers_at_once_lose_nothing(folder: Path) -> None:
    failures: list[BaseException] = []

    def work(name: str) -> None:
        try:
            with open_store(folder, write=True) as store:
                for number in range(50):
                    with store.write(actor=name, action="test", now=NOW) as transaction:
                        store.persons.add_all(transaction, [Person(f"{name} {number}")])
        except BaseException as exc:
            failures.append(exc)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("Maud", "Ros")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert failures == []
    expected = {f"{name} {number}" for name in ("Maud", "Ros") for number in range(50)}
    with open_store(folder) as store:
        assert {person.pseudonym for person in store.persons.all()} == expected
        assert [event.id for event in store.events.all()] == list(range(1, 102))
        assert list(store.verifier.faults()) == []
