"""All faults at all points: what ``make faults`` runs. Prints a table; exits 1 on a flaw."""

from __future__ import annotations

import errno
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator

from . import shim
from .pool import Job, Pool, Tally, points
from .power_cut import MODELS
from .scenarios import SCENARIOS, Scenario

DISKS = 70
"""Disks after a power cut, of each scenario and model, at most."""

TWICE = 20
"""Kills of each scenario while an earlier one is mended."""

ERRORS = 24
"""Calls that fail, of each scenario and errno, at most."""

INTERRUPTIONS = 12
"""Moments of each signal in each scenario; in these many more."""

SLOW = ("ingest", "coding add --from", "suggest")
MANY = 35


def kills(pool: Pool, scenario: Scenario) -> Iterator[Job]:
    """Before every storage call, and half way through every write."""
    name = scenario.name
    for at in range(1, pool.count(name) + 1):
        yield {"do": "kill", "scenario": name, "at": at}
    for at in range(1, pool.count(name, mask=shim.WRITE) + 1):
        yield {"do": "kill", "scenario": name, "at": at, "tear": True}


def kills_of_mending(pool: Pool, scenario: Scenario) -> Iterator[Job]:
    """Once at one of the last calls, and then the next commands, while they mend it."""
    calls = pool.count(scenario.name)
    rng = random.Random(scenario.name)
    for _ in range(TWICE):
        at, then = rng.randint(max(1, calls - 40), calls), rng.randint(1, 25)
        yield {"do": "kill_twice", "scenario": scenario.name, "at": at, "then": then}


def power_cuts(pool: Pool, scenario: Scenario) -> Iterator[Job]:
    """Both models."""
    for model in MODELS:
        yield {
            "do": "cut_power",
            "scenario": scenario.name,
            "model": model,
            "most": DISKS,
            "follow": 2,
        }


def errors(pool: Pool, scenario: Scenario) -> Iterator[Job]:
    """A disk that is full, failing or read-only; each from a point on and at that point alone."""
    name = scenario.name
    for value, mask in (
        (errno.ENOSPC, shim.WRITE | shim.OPEN),
        (errno.EIO, shim.SYNC | shim.READ),
    ):
        for at in points(pool.count(name, mask=mask), most=ERRORS):
            kept = {"scenario": name, "value": value, "mask": mask}
            yield {"do": "fail", "at": at, "lasts": bool(at % 2), **kept}


def limits(pool: Pool, scenario: Scenario) -> Iterator[Job]:
    """Files that may not grow, that may not be written, and small disks."""
    for size in range(4096, 200_000, 24_576):
        yield {"do": "outgrow", "scenario": scenario.name, "size": size}
    for what in ("file", "folder", "both"):
        yield {"do": "refuse", "scenario": scenario.name, "what": what}
    for kilobytes in range(0, 200, 40) if can_mount() else ():
        yield {"do": "fill", "scenario": scenario.name, "kilobytes": kilobytes}


def interruptions(pool: Pool, scenario: Scenario) -> Iterator[Job]:
    """SIGINT, SIGTERM and SIGHUP at storage calls, reading ones too."""
    calls = pool.count(scenario.name, mask=shim.CHANGES | shim.READ)
    rng = random.Random(scenario.name)
    most = min(calls, MANY if scenario.name in SLOW else INTERRUPTIONS)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        for at in sorted(rng.sample(range(1, calls + 1), most)):
            yield {"do": "interrupt", "scenario": scenario.name, "at": at, "number": number}


KINDS: dict[str, Callable[[Pool, Scenario], Iterator[Job]]] = {
    "killed": kills,
    "killed twice": kills_of_mending,
    "power cut": power_cuts,
    "error": errors,
    "limit": limits,
    "interrupted": interruptions,
}


def can_mount() -> bool:
    """Return whether this process may mount a small disk."""
    with tempfile.TemporaryDirectory() as place:
        mount = ["mount", "-t", "tmpfs", "tmpfs", place]
        if subprocess.run(mount, capture_output=True, check=False).returncode:
            return False
        subprocess.run(["umount", place], check=True)
    return True


def main(wanted: list[str]) -> int:
    """Run all kinds of fault on all scenarios, or those named; return the exit status."""
    began, whole = time.monotonic(), Tally()
    say(f"{'scenario':24} {'fault':12} {'tried':>6} {'flaws':>6} {'seconds':>8}")
    with Pool() as pool:
        for scenario in SCENARIOS:
            for kind, jobs in KINDS.items():
                if wanted and scenario.name not in wanted and kind not in wanted:
                    continue
                start = time.monotonic()
                tally = pool.run(jobs(pool, scenario))
                flaws = sum(tally.found.values())
                took = time.monotonic() - start
                say(f"{scenario.name:24} {kind:12} {tally.tried:6} {flaws:6} {took:8.1f}")
                if flaws:
                    say(str(tally))
                whole.tried += tally.tried
                whole.found += tally.found
    flaws = sum(whole.found.values())
    say(f"{'all':37} {whole.tried:6} {flaws:6} {time.monotonic() - began:8.1f}")
    return int(bool(flaws))


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
