"""Runners side by side, and what to ask of them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any

from . import shim

Job = dict[str, Any]
RUNNERS = min(2, os.cpu_count() or 1)
MEMORY = Path("/dev/shm")


@dataclass
class Tally:
    """How many faults were tried, and what was wrong: how often each, and where first."""

    tried: int = 0
    found: Counter[str] = field(default_factory=Counter)
    first: dict[str, Job] = field(default_factory=dict)

    def add(self, job: Job, answer: dict[str, Any]) -> None:
        self.tried += answer["tried"]
        for flaw in answer["found"]:
            self.found[flaw] += 1
            self.first.setdefault(flaw, job)

    def __str__(self) -> str:
        lines = [f"{n} x {flaw} (first: {self.first[flaw]})" for flaw, n in self.found.items()]
        return "\n".join(lines[:20])


class Pool:
    """A few runners; a context manager, for they are processes."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        place = Path(self._folder.name)
        place.chmod(0o711)
        library = shim.build(place)
        self._runners = [_start(library, place / f"runner-{n}") for n in range(RUNNERS)]

    def __enter__(self) -> Pool:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for runner in self._runners:
            runner.communicate()
        self._folder.cleanup()

    def run(self, jobs: Iterable[Job]) -> Tally:
        """Have jobs done, by whichever runner is free."""
        waiting, tally = deque(jobs), Tally()

        def work(runner: subprocess.Popen[str]) -> None:
            while True:
                try:
                    job = waiting.popleft()
                except IndexError:
                    return
                tally.add(job, _ask(runner, job))

        with ThreadPoolExecutor(len(self._runners)) as threads:
            list(threads.map(work, self._runners))
        return tally

    def count(self, scenario: str, *, mask: int = shim.CHANGES, bug: str = "") -> int:
        """Return how many storage calls a command makes."""
        job = {"do": "count", "scenario": scenario, "mask": mask, "bug": bug}
        return int(_ask(self._runners[0], job)["tried"])


def points(calls: int, *, most: int) -> Sequence[int]:
    """Return up to ``most`` numbers from 1 to ``calls``, evenly spread, both ends among them."""
    if calls <= most:
        return range(1, calls + 1)
    return sorted({1 + round(n * (calls - 1) / (most - 1)) for n in range(most)})


def _ask(runner: subprocess.Popen[str], job: Job) -> dict[str, Any]:
    assert runner.stdin
    assert runner.stdout
    runner.stdin.write(json.dumps(job) + "\n")
    runner.stdin.flush()
    answer: dict[str, Any] = json.loads(runner.stdout.readline() or '{"failed": "it died"}')
    if "failed" in answer:
        raise RuntimeError(f"{job}: {answer['failed']}")
    return answer


def _start(library: Path, root: Path) -> subprocess.Popen[str]:
    tests = Path(__file__).parent.parent
    kept = {k: v for k, v in os.environ.items() if not k.startswith("ETHNOCODE")}
    places = os.pathsep.join(filter(None, [str(tests), os.environ.get("PYTHONPATH", "")]))
    environment = {
        **kept,
        "LD_PRELOAD": str(library),
        "PYTHONPATH": places,
        "NO_COLOR": "1",
        "TERM": "dumb",
        "COLUMNS": "80",
    }
    return subprocess.Popen(
        [sys.executable, "-m", "faults.runner", str(root)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=environment,
        text=True,
    )
