"""Projects of schema 3 brought up to date: suggestions keep their numbers and decisions."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from older import to_schema_3
from whole_project import build

from ethnocode.model import Band, SuggestionStatus
from ethnocode.services.history import redo, undo
from ethnocode.services.project import Project
from ethnocode.services.suggesting.deciding import reject_suggestions
from ethnocode.services.suggesting.run import list_suggestions, run_suggestions
from ethnocode.services.verify import verify
from ethnocode.store import DATABASE, open_store

TAKEN_BACK = ("coding remove", "suggest")
"""Steps after the rejection that the project's history has undone already."""


def rows(project: Project, query: str) -> list[Any]:
    with closing(sqlite3.connect(project.folder / DATABASE)) as db:
        return db.execute(query).fetchall()


@pytest.fixture
def old(tmp_path: Path) -> Project:
    """Two suggestions decided, the others not, the last withdrawn by an undo; schema 3."""
    project = build(tmp_path, readings=False)
    with open_store(project.folder, write=True) as store:
        (one, *_) = store.suggestions.select(names=store.sources.names())
        with store.write(actor="ada", action="suggest", now=project.now) as transaction:
            (row,) = rows(project, f"select * from suggestions where id = {one.id}")
            names = [name for _, name, *_ in rows(project, "pragma table_info(suggestions)")]
            again = {**dict(zip(names, row, strict=True)), "engine": "other/1"}
            del again["id"]
            transaction.insert_all("suggestions", [again])
    undo(project, steps=1, dry_run=False)
    with closing(sqlite3.connect(project.folder / DATABASE, isolation_level=None)) as db:
        to_schema_3(db)
    return project


def touched(project: Project) -> None:
    with open_store(project.folder, write=True):
        pass


def test_an_old_project_is_sound_once_it_is_brought_up_to_date(old: Project) -> None:
    before = rows(old, "select * from suggestions order by id")
    assert {row[11] for row in before} == {"undecided", "accepted", "rejected"}

    touched(old)

    assert rows(old, "pragma user_version") == [(4,)]
    assert verify(old) == []
    assert [row[:17] for row in rows(old, "select * from suggestions order by id")] == before
    assert {one.band for one in list_suggestions(old, status=None)} == {Band.PLAUSIBLE}


def test_no_number_of_a_suggestion_is_given_twice(old: Project) -> None:
    """One more than there are was given, and its suggestion is gone."""
    (given,) = rows(old, "select seq from sqlite_sequence where name = 'suggestions'")[0]
    assert max(row[0] for row in rows(old, "select id from suggestions")) < given
    touched(old)

    with open_store(old.folder, write=True) as store:
        (one, *_) = store.suggestions.select(names=store.sources.names())
        numbers = {name: key for key, name in store.sources.names().items()}
        with store.write(actor="ada", action="suggest", now=old.now) as transaction:
            other = [replace(one, engine="another/1")]
            new = store.suggestions.add_all(transaction, other, sources=numbers, now=old.stamp)

    assert new == [given + 1]


def test_what_was_decided_before_is_taken_back_and_done_again(old: Project) -> None:
    """The log ends with accept, reject, update, ..., an undone run; go back to the reject."""
    touched(old)
    events = rows(old, "select id, action from events where action <> 'undo' order by id")
    done = [action for _, action in events]
    after = len(done) - 1 - done.index("suggest reject") - len(TAKEN_BACK)
    rejected = list_suggestions(old, status=SuggestionStatus.REJECTED)
    assert len(rejected) == 1

    undo(old, steps=after + 1, dry_run=False)
    assert list_suggestions(old, status=SuggestionStatus.REJECTED) == []
    assert verify(old) == []

    redo(old, steps=after + 1, dry_run=False)
    assert list_suggestions(old, status=SuggestionStatus.REJECTED) == rejected
    assert verify(old) == []


def test_what_was_decided_before_is_not_offered_again(old: Project) -> None:
    touched(old)
    (rejected,) = list_suggestions(old, status=SuggestionStatus.REJECTED)
    run_suggestions(old)

    waiting = list_suggestions(old)
    reject_suggestions(old, [one.id for one in waiting])

    again = [s for s in waiting if (s.source, s.code) == (rejected.source, rejected.code)]
    assert not any(s.anchor.span.overlaps(rejected.anchor.span) for s in again)
    assert verify(old) == []
