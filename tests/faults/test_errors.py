"""Disks that are full, failing or read-only, and signals: some of what 'make faults' tries."""

from __future__ import annotations

import errno
import os
import random
import signal

import pytest

from . import shim
from .pool import Pool, points

NAMES = ("coding add", "codebook rename")


@pytest.mark.parametrize(
    ("value", "mask"),
    [(errno.ENOSPC, shim.WRITE | shim.OPEN), (errno.EIO, shim.SYNC | shim.READ)],
    ids=["full", "failing"],
)
def test_an_error_of_the_disk_is_said_in_a_line_and_loses_nothing(
    pool: Pool, value: int, mask: int
) -> None:
    tally = pool.run(
        {
            "do": "fail",
            "scenario": name,
            "at": at,
            "value": value,
            "mask": mask,
            "lasts": bool(at % 2),
            "follow": at % 3 == 0,
        }
        for name in NAMES
        for at in points(pool.count(name, mask=mask), most=5)
    )

    assert not tally.found, str(tally)


def test_a_limit_on_the_size_of_files_loses_nothing(pool: Pool) -> None:
    tally = pool.run(
        {"do": "outgrow", "scenario": "ingest", "size": size}
        for size in (4096, 40_960, 102_400, 131_072)
    )

    assert not tally.found, str(tally)


def test_what_is_read_only_is_read_and_not_written(pool: Pool) -> None:
    tally = pool.run(
        {"do": "refuse", "scenario": "coding add", "what": what}
        for what in ("file", "folder", "both")
    )

    assert not tally.found, str(tally)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_command_cleanly(pool: Pool, number: int) -> None:
    names = {"ingest": 4, "coding add --from": 3}
    if number == signal.SIGINT:
        names["suggest"] = 1  # starts spaCy each time, which is slow
    rng = random.Random(int(number))
    jobs = []
    for name, moments in names.items():
        calls = pool.count(name, mask=shim.CHANGES | shim.READ)
        jobs += [
            {"do": "interrupt", "scenario": name, "at": at, "number": int(number)}
            for at in rng.sample(range(1, calls + 1), moments)
        ]

    tally = pool.run(jobs)

    assert tally.tried == sum(names.values())
    assert not tally.found, str(tally)


def test_the_shim_says_what_it_was_asked_to() -> None:
    """The numbers of the calls are those of the C source."""
    source = os.path.join(os.path.dirname(__file__), "shim.c")
    with open(source, encoding="utf-8") as file:
        text = file.read()

    for name in ("OPEN", "WRITE", "SYNC", "TRUNCATE", "UNLINK", "RENAME", "MKDIR", "READ", "SAID"):
        assert f"{name} = {getattr(shim, name)}" in text
