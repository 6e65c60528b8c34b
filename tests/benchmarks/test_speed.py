"""How long the slow things take; printed by ``make bench``, which fails on bad growth."""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .big_project import build

pytestmark = pytest.mark.benchmark

SIZES = ((10_000, 50), (100_000, 500), (1_000_000, 5_000))
WORST_GROWTH = 1.1


def timed(*arguments: str) -> tuple[float, str, float]:
    """Return seconds, stdout and peak memory in MB of one run of the program."""
    before = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "ethnocode", *arguments], capture_output=True, text=True, check=True
    )
    seconds = time.perf_counter() - before
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return seconds, done.stdout, peak


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    folder = tmp_path_factory.mktemp("bench")
    return {
        codings: build(folder / str(codings), codings=codings, sources=sources)
        for codings, sources in SIZES
    }


@pytest.mark.parametrize(
    "options",
    [(), ("--relation", "overlap", "--count", "events"), ("--count", "chars")],
    ids=["units", "events", "chars"],
)
def test_cooccurrence_grows_about_linearly(
    projects: dict[int, Path], options: tuple[str, ...]
) -> None:
    times = []
    for codings, folder in projects.items():
        seconds, output, peak = timed(
            "report", "cooccurrence", *options, "--format", "json", "-p", str(folder)
        )
        times.append((codings, seconds))
        rows = len(json.loads(output)["rows"])
        print(
            f"\n{codings:>9,} codings: {seconds:6.2f} s, peak {peak:5.0f} MB, {rows} pairs", end=""
        )
    (small, quick), (large, slow) = times[0], times[-1]
    growth = math.log(slow / quick) / math.log(large / small)
    print(f"\n{' '.join(options) or 'units'}: time grows as n^{growth:.2f}")
    assert growth <= WORST_GROWTH


@pytest.mark.parametrize(
    "arguments",
    [
        ("source", "list", "--format", "json"),
        ("coding", "list"),
        ("coding", "list", "--format", "json"),
        ("coding", "add", "00001.txt", "family1", "--span", "1:30"),
        ("--help",),
    ],
    ids=lambda arguments: " ".join(arguments[:2] + arguments[-1:]),
)
def test_everyday_commands_on_100_000_codings(
    projects: dict[int, Path], arguments: tuple[str, ...]
) -> None:
    seconds, _, _ = timed("-p", str(projects[100_000]), *arguments)
    print(f"\n{' '.join(arguments)}: {seconds:.2f} s", end="")
