"""Several processes at one project: writers, a loop of checks, readers, backups.

Each function runs in a process of its own and uses the services as the commands do.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from .scenarios import CODEBOOK

NOTE = "note.md"
WORDS = "The hall was cold, and the tin was on the table. "


@dataclass(frozen=True, slots=True)
class Waits:
    """How a loop of readers fared.

    Args:
        rounds: How often it ran.
        longest: Seconds of the slowest wait for the first row.
        whole: Seconds of the slowest round.
        quiet: Seconds of the quickest round.
    """

    rounds: int
    longest: float
    whole: float
    quiet: float


def start(folder: Path) -> None:
    """Make a project with one source."""
    from ethnocode.services.ingest import IngestOptions, ingest_paths
    from ethnocode.services.init import init_project

    given = folder.parent / "given"
    given.mkdir()
    (given / NOTE).write_text(WORDS * 100, encoding="utf-8")
    (given / "codebook.yaml").write_text(CODEBOOK, encoding="utf-8")
    book = str(given / "codebook.yaml")
    init_project(folder, name="t", author="ada", codebooks=(book,), now=datetime.now(UTC))
    ingest_paths(_project(folder), [given / NOTE], options=IngestOptions())


def write(folder: Path, writer: int, count: int) -> int:
    """Add codings one by one, each its own save; return how many were acknowledged."""
    from ethnocode.interchange import CodingRequest
    from ethnocode.services.coding import add_codings

    done = 0
    for number in range(count):
        request = CodingRequest(NOTE, "ab"[number % 2], start=number, end=number + 10)
        done += len(add_codings(_project(folder, f"coder{writer}"), [request]).added)
    return done


def check(folder: Path, until: Path) -> Waits:
    """Check the study over and over, until a file is there."""
    from ethnocode.services.check import check_study

    return _loop(folder, until, lambda: check_study(_project(folder)))


def read(folder: Path, until: Path) -> Waits:
    """Read the project over and over: what the program itself finds wrong is an error."""
    from ethnocode.services.verify import verify

    def round_() -> None:
        if found := verify(_project(folder)):
            raise ValueError(f"unsound while others write: {found}")

    return _loop(folder, until, round_)


def back_up(folder: Path, count: int) -> int:
    """Take backups beside the project's folder; return how many were said to be good."""
    from ethnocode.services.backup import back_up as take

    for number in range(count):
        take(_project(folder), folder.parent / "out" / f"{number}.db", replace=False)
    return count


def rename(folder: Path, code: str, names: list[str]) -> int:
    """Rename a code again and again; return how often."""
    from ethnocode.services.codes import rename_code

    now = code
    for name in names:
        rename_code(_project(folder), now, name, dry_run=False)
        now = name
    return len(names)


@contextmanager
def at_once(jobs: list[tuple[Callable[..., Any], tuple[Any, ...]]]) -> Iterator[list[Any]]:
    """Start jobs in processes of their own; give their futures, in order."""
    # a forked process would share what this one has open
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(jobs), mp_context=context) as processes:
        yield [processes.submit(work, *given) for work, given in jobs]


def _loop(folder: Path, until: Path, work: Callable[[], Any]) -> Waits:
    from ethnocode.store import open_store

    waits, rounds = [], []
    while not until.exists():
        began = time.monotonic()
        with open_store(folder) as store:
            store.events.revision()
        waits.append(time.monotonic() - began)
        began = time.monotonic()
        work()
        rounds.append(time.monotonic() - began)
    return Waits(len(rounds), max(waits), max(rounds), min(rounds))


def _project(folder: Path, coder: str = "ada") -> Any:
    from ethnocode.services.project import open_project

    return open_project(folder, start=folder, coder=coder, now=datetime.now(UTC))
