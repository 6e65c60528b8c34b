"""Four writers, a loop of checks, a reader and backups, all at one project at once."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from . import together
from .verifier import DATABASE, flaws

WRITERS = 4
LONGEST_WAIT = 1.0
"""Seconds; the machine may also be busy with other things."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "out").mkdir()
    together.start(tmp_path / "p")
    return tmp_path / "p"


def many(short: int, long: int) -> int:
    """Return how many: ``make faults`` asks for the long run."""
    return long if os.environ.get("FAULTS") == "long" else short


def test_four_writers_beside_a_check_lose_nothing_and_no_one_waits(folder: Path) -> None:
    each = many(25, 500)
    until = folder.parent / "done"
    jobs = [(together.write, (folder, writer, each)) for writer in range(WRITERS)]
    loops = [(together.check, (folder, until)), (together.read, (folder, until))]
    with together.at_once([*jobs, *loops]) as running:
        try:
            added = [future.result() for future in running[:WRITERS]]
        finally:
            until.touch()
        waits = [future.result() for future in running[WRITERS:]]

    assert added == [each] * WRITERS
    with closing(sqlite3.connect(folder / DATABASE)) as db:
        there = db.execute("select count(*), count(distinct guid) from codings").fetchone()
        events = db.execute("select count(*) from events where action = 'coding add'").fetchone()
    assert there == (WRITERS * each, WRITERS * each)
    assert events == (WRITERS * each,)
    assert list(flaws(folder.parent)) == []
    assert all(wait.rounds for wait in waits)
    assert max(wait.longest for wait in waits) < LONGEST_WAIT, waits


def test_a_backup_taken_while_others_write_is_a_moment_of_the_project(folder: Path) -> None:
    each, backups = many(15, 200), many(6, 200)
    jobs = [(together.write, (folder, writer, each)) for writer in range(2)]
    with together.at_once([*jobs, (together.back_up, (folder, backups))]) as running:
        done = [future.result() for future in running]

    assert done == [each, each, backups]
    # every whole copy in 'out' is judged with the project
    assert list(flaws(folder.parent)) == []
    log = _log(folder / DATABASE)
    for number in range(backups):
        copy = _log(folder.parent / "out" / f"{number}.db")
        assert copy == log[: len(copy)]
        assert len(copy) >= 2


def test_of_two_who_change_the_codebook_at_once_neither_loses(folder: Path) -> None:
    times = many(4, 40)
    names = {code: [f"{code}_{n}" for n in range(times)] for code in ("a", "b")}
    jobs = [(together.rename, (folder, code, names[code])) for code in names]
    with together.at_once(jobs) as running:
        assert [future.result() for future in running] == [times, times]

    book = (folder / "codebook.yaml").read_text("utf-8")
    assert f"id: a_{times - 1}\n" in book
    assert f"id: b_{times - 1}\n" in book
    assert list(flaws(folder.parent)) == []


def _log(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return [chain for (chain,) in db.execute("select chain from events order by id")]
