"""kill -9 at storage calls: every one of two commands, some of the others."""

from __future__ import annotations

import random

import pytest

from . import shim
from .pool import Pool, points

WHOLLY = ("coding add", "codebook rename")
PARTLY = (
    "ingest",
    "update",
    "source set",
    "source remove",
    "undo source remove",
    "bulk accept",
    "codebook merge",
    "undo codebook merge",
    "migrate",
    "backup",
    "restore",
)
MOST = 4


@pytest.mark.parametrize("name", WHOLLY)
def test_a_kill_at_any_storage_call_loses_nothing(pool: Pool, name: str) -> None:
    calls = pool.count(name)

    tally = pool.run(
        {"do": "kill", "scenario": name, "at": at, "follow": at % 6 == 0}
        for at in range(1, calls + 1)
    )

    assert tally.tried == calls > 30
    assert not tally.found, str(tally)


def test_a_kill_at_some_storage_calls_of_other_commands_loses_nothing(pool: Pool) -> None:
    tally = pool.run(
        {"do": "kill", "scenario": name, "at": at, "follow": bool(at % 2)}
        for name in PARTLY
        for at in points(pool.count(name), most=MOST)
    )

    assert tally.tried == MOST * len(PARTLY)
    assert not tally.found, str(tally)


def test_a_kill_half_way_through_a_write_loses_nothing(pool: Pool) -> None:
    tally = pool.run(
        {"do": "kill", "scenario": name, "at": at, "tear": True, "follow": bool(at % 2)}
        for name in ("coding add", "codebook rename", "restore")
        for at in points(pool.count(name, mask=shim.WRITE), most=MOST)
    )

    assert not tally.found, str(tally)


def test_a_kill_while_an_earlier_one_is_mended_loses_nothing(pool: Pool) -> None:
    rng = random.Random(1)
    jobs = []
    for name in ("coding add", "codebook rename"):
        calls = pool.count(name)
        moments = [(rng.randint(calls - 30, calls), rng.randint(1, 20)) for _ in range(6)]
        jobs += [
            {"do": "kill_twice", "scenario": name, "at": at, "then": then} for at, then in moments
        ]

    tally = pool.run(jobs)

    assert not tally.found, str(tally)


def test_a_codebook_change_that_was_killed_is_not_lost_to_the_next_one(pool: Pool) -> None:
    """The next command must not start from the codebook of before."""
    name = "codebook import"
    calls = pool.count(name)

    tally = pool.run(
        {"do": "kill_and_rename", "scenario": name, "at": at} for at in range(calls - 12, calls)
    )

    assert not tally.found, str(tally)


def test_what_a_killed_snapshot_left_is_removed_by_a_later_one(pool: Pool) -> None:
    name = "codebook merge"

    tally = pool.run(
        {"do": "kill_and_snapshot", "scenario": name, "at": at}
        for at in points(pool.count(name), most=6)
    )

    assert not tally.found, str(tally)
