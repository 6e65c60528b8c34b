"""The laboratory catches what is planted in the write path; else its silence proves nothing."""

from __future__ import annotations

import errno
from collections.abc import Callable

import pytest

from . import shim
from .pool import Job, Pool, points
from .seeded_bugs import BUGS

Jobs = Callable[[Pool, str], list[Job]]


def kills(scenario: str, *, last: int, step: int = 1, follow: bool = False) -> Jobs:
    """Kill at some of the last storage calls."""

    def jobs(pool: Pool, bug: str) -> list[Job]:
        calls = pool.count(scenario, bug=bug)
        kept = {"do": "kill", "scenario": scenario, "bug": bug, "follow": follow}
        return [{"at": at, **kept} for at in range(max(1, calls - last + 1), calls + 1, step)]

    return jobs


def cuts(scenario: str, model: str, *, follow: int = 1000) -> Jobs:
    def jobs(pool: Pool, bug: str) -> list[Job]:
        kept = {"scenario": scenario, "model": model, "bug": bug, "follow": follow}
        return [{"do": "cut_power", **kept, "most": 45}]

    return jobs


def untouched(scenario: str) -> Jobs:
    return lambda _, bug: [{"do": "kill", "scenario": scenario, "at": 0, "bug": bug}]


def full(scenario: str) -> Jobs:
    """No space from some write on."""

    def jobs(pool: Pool, bug: str) -> list[Job]:
        calls = points(pool.count(scenario, mask=shim.WRITE), most=6)
        kept = {"scenario": scenario, "value": errno.ENOSPC, "mask": shim.WRITE, "lasts": True}
        return [{"do": "fail", "at": at, "follow": False, "bug": bug, **kept} for at in calls]

    return jobs


TELLING = {
    "acknowledged before commit": (kills("coding add", last=20, step=4), "A"),
    "text in a transaction of its own": (kills("ingest", last=100, step=12), "A"),
    "index filled after commit": (kills("ingest", last=30, step=3), "I"),
    "codebook rewritten in place": (kills("codebook rename", last=12), "Y"),
    "errors of the save passed over": (full("coding add"), "A"),
    "synchronous off": (cuts("coding add", "ordered"), "AI"),
    "synchronous full": (cuts("coding add", "strict"), "A"),
    "no journal": (kills("coding add", last=20, step=3), "AI"),
    "journal in memory": (kills("coding add", last=20, step=3), "AI"),
    "written but never committed": (untouched("coding add"), "A"),
    "side file renamed before commit": (
        kills("codebook rename", last=28, step=4, follow=True),
        "R",
    ),
    "side file not flushed": (cuts("codebook rename", "ordered"), "Y"),
    "folder not flushed": (cuts("codebook rename", "strict", follow=3), "LRY"),
    "temporary files with random names": (
        kills("codebook rename", last=45, step=5, follow=True),
        "L",
    ),
    "errors of the disk not put into words": (full("coding add"), "E"),
}


def test_every_bug_has_its_telling_fault() -> None:
    assert set(TELLING) == set(BUGS)


@pytest.mark.parametrize("bug", BUGS)
def test_a_planted_bug_is_caught_and_the_program_as_it_is_passes_the_same(
    pool: Pool, bug: str
) -> None:
    sweep, letters = TELLING[bug]
    jobs = sweep(pool, bug)

    caught = pool.run([dict(job) for job in jobs])
    sound = pool.run([{**job, "bug": ""} for job in jobs])

    assert any(flaw[0] in letters for flaw in caught.found), str(caught) or "nothing was found"
    assert not sound.found, str(sound)
