"""The laboratory catches mistakes planted in the write path: a test that cannot fail proves nothing."""

from __future__ import annotations

import errno

import pytest

from . import shim
from .pool import Job, Pool, points
from .seeded_bugs import BUGS

MOST = 12


def kills(scenario: str, *, most: int = MOST):
    def jobs(pool: Pool, bug: str) -> list[Job]:
        ats = points(pool.count(scenario, bug=bug), most=most)
        return [{"do": "kill", "scenario": scenario, "at": at, "bug": bug} for at in ats]

    return jobs


def cuts(scenario: str, model: str):
    def jobs(pool: Pool, bug: str) -> list[Job]:
        kept = {"scenario": scenario, "model": model, "bug": bug}
        return [{"do": "cut_power", **kept, "most": 60, "per_cut": 3, "follow": 4}]

    return jobs


def untouched(scenario: str):
    def jobs(pool: Pool, bug: str) -> list[Job]:
        return [{"do": "kill", "scenario": scenario, "at": 0, "bug": bug}]

    return jobs


def full(scenario: str):
    def jobs(pool: Pool, bug: str) -> list[Job]:
        calls = points(pool.count(scenario, mask=shim.WRITE), most=MOST)
        kept = {"scenario": scenario, "value": errno.ENOSPC, "mask": shim.WRITE, "lasts": True}
        return [{"do": "fail", "at": at, "bug": bug, **kept} for at in calls]

    return jobs


TELLING = {
    "acknowledged before commit": (kills("coding add"), "A"),
    "text in a transaction of its own": (kills("ingest", most=20), "A"),
    "index filled after commit": (kills("ingest", most=40), "I"),
    "codebook rewritten in place": (kills("codebook import", most=60), "Y"),
    "errors of the save passed over": (full("coding add"), "A"),
    "synchronous off": (cuts("coding add", "ordered"), "AI"),
    "synchronous full": (cuts("coding add", "strict"), "A"),
    "no journal": (kills("coding add"), "AI"),
    "journal in memory": (kills("coding add"), "AI"),
    "written but never committed": (untouched("coding add"), "A"),
    "side file renamed before commit": (kills("codebook import", most=60), "RY"),
    "side file not flushed": (cuts("codebook import", "ordered"), "Y"),
    "folder not flushed": (cuts("codebook import", "strict"), "Y"),
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
