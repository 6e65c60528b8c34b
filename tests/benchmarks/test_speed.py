"""How long the slow things take; printed by ``make bench``, which fails on bad growth."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path

import pytest

from .big_project import build

pytestmark = pytest.mark.benchmark

MIDDLE, LARGEST = 100_000, 1_000_000
SIZES = ((10_000, 50), (MIDDLE, 500), (LARGEST, 5_000))
RUNS = 3
"""The quickest of so many runs counts: the others say what else the machine does."""

WORST_GROWTH = 1.1
MOST_SECONDS, MOST_MEGABYTES = 3, 500
"""What a report of 100,000 codings may take."""

LARGEST_SECONDS, LARGEST_MEGABYTES = 6, 1_500
"""What the report by units of 1,000,000 codings may take."""

MANY_CODES, MANY_SECONDS = 200, 2
"""What a report of 100,000 codings under many codes may take."""

_MEASURE = """
import resource, subprocess, sys, time
before = time.perf_counter()
status = subprocess.run(sys.argv[1:]).returncode
seconds = time.perf_counter() - before
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
print(seconds, peak, file=sys.stderr)
sys.exit(status)
"""


def timed(*arguments: str, status: int = 0) -> tuple[float, str, float]:
    """Return seconds, stdout and peak memory in MB of one run that ends with a status."""
    # A process of its own for each run: the peak of children never falls again, and on
    # Linux a child starts with the peak of the process that it came from.
    program = [sys.executable, "-m", "ethnocode", *arguments]
    measured = [sys.executable, "-c", _MEASURE, *program]
    done = subprocess.run(measured, capture_output=True, text=True, check=False)
    assert done.returncode == status, done.stderr
    seconds, peak = map(float, done.stderr.splitlines()[-1].split())
    return seconds, done.stdout, peak


@pytest.fixture(scope="module")
def start_up() -> float:
    """Seconds that the program takes to do nothing, at best."""
    return min(timed("--version")[0] for _ in range(RUNS))


def growth(times: dict[int, float], *, start_up: float) -> float:
    """Return n such that time without start-up grows as size ** n, between the two sizes."""
    (small, quick), (large, slow) = sorted(times.items())
    return math.log((slow - start_up) / (quick - start_up)) / math.log(large / small)


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    folder = tmp_path_factory.mktemp("bench")
    return {
        codings: build(folder / str(codings), codings=codings, sources=sources)
        for codings, sources in SIZES
    }


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("--relation", "overlap", "--count", "events"),
        ("--count", "chars"),
        ("--relation", "near", "--distance", "100 chars", "--count", "segments"),
    ],
    ids=["units", "events", "chars", "near"],
)
def test_cooccurrence_is_quick_small_and_grows_about_linearly(
    projects: dict[int, Path], start_up: float, options: tuple[str, ...]
) -> None:
    times, peaks = {}, {}
    for codings, folder in projects.items():
        command = ("report", "cooccurrence", *options, "--format", "json", "-p", str(folder))
        seconds, output, peak = min(timed(*command) for _ in range(RUNS))
        times[codings], peaks[codings] = seconds, peak
        rows = len(json.loads(output)["rows"])
        print(
            f"\n{codings:>9,} codings: {seconds:6.2f} s, peak {peak:5.0f} MB, {rows} pairs", end=""
        )
    found = growth({n: times[n] for n in (MIDDLE, LARGEST)}, start_up=start_up)
    print(
        f"\n{' '.join(options) or 'units'}: from {MIDDLE:,} on time grows as n^{found:.2f}, "
        f"without {start_up:.2f} s to start"
    )
    assert found <= WORST_GROWTH
    assert times[MIDDLE] < MOST_SECONDS
    assert peaks[MIDDLE] < MOST_MEGABYTES
    assert peaks[LARGEST] < LARGEST_MEGABYTES
    assert options or times[LARGEST] < LARGEST_SECONDS


def test_many_codes_are_counted_quickly(tmp_path: Path) -> None:
    folder = build(tmp_path / "many", codings=MIDDLE, sources=500, codes=MANY_CODES)
    command = ("report", "cooccurrence", "--format", "json", "-p", str(folder))
    seconds, output, peak = min(timed(*command) for _ in range(RUNS))
    rows = len(json.loads(output)["rows"])
    print(f"\n{MANY_CODES} codes, {MIDDLE:,} codings: {seconds:.2f} s, {peak:.0f} MB, {rows} pairs")
    assert seconds < MANY_SECONDS


def test_start_up_does_not_hide_growth() -> None:
    """Time as the square of the size, 0.01 s and 1 s, and 1 s to start."""
    times = {100_000: 1.01, 1_000_000: 2.0}

    assert growth(times, start_up=1.0) == pytest.approx(2.0)
    assert growth(times, start_up=0.0) < WORST_GROWTH


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
