"""The test by shifts: how often it finds what is not there, and how long it takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from unrelated_codes import INTERVIEWS, SETTINGS, found_rates

from .big_project import PARAGRAPHS, build
from .test_speed import timed

pytestmark = pytest.mark.benchmark

RUNS, ROUNDS, SEED = 1000, 999, 7
HIGHEST_RATE = 0.07
"""Of runs that find unrelated codes, at a nominal 0.05."""

UNITS, CODINGS = 20_000, 100_000
MOST_SECONDS, MOST_MEGABYTES = 30, 1000


def test_unrelated_codes_are_found_no_oftener_than_said() -> None:
    print(f"\n{RUNS:,} runs of {ROUNDS} rounds (seed {SEED}), found at 0.05:", end="")
    rates = []
    for setting in (*SETTINGS, INTERVIEWS):
        shifted, fisher = found_rates(setting, runs=RUNS, rounds=ROUNDS, seed=SEED)
        print(f"\n  {setting.name:36} shifts {shifted:.3f}   pooled Fisher {fisher:.3f}", end="")
        rates.append((shifted, fisher))

    assert max(shifted for shifted, _ in rates) <= HIGHEST_RATE
    assert max(fisher for _, fisher in rates) > 0.5, "the settings are not hard"


def test_sixty_codes_on_20_000_units_are_tested_quickly(tmp_path: Path) -> None:
    folder = build(tmp_path / "project", codings=CODINGS, sources=UNITS // PARAGRAPHS)

    seconds, output, peak = timed(
        "report", "cooccurrence", "--test", "--format", "json", "-p", str(folder)
    )  # fmt: skip

    report = json.loads(output)
    print(
        f"\n{len(report['rows'])} pairs on {UNITS:,} units, {ROUNDS} rounds: "
        f"{seconds:.1f} s, peak {peak:.0f} MB",
        end="",
    )
    assert report["parameters"]["rounds"] == ROUNDS
    assert seconds < MOST_SECONDS
    assert peak < MOST_MEGABYTES
