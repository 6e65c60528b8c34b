"""How long codes by values take; printed by ``make bench``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .big_project import build
from .test_speed import MOST_MEGABYTES, MOST_SECONDS, RUNS, timed

pytestmark = pytest.mark.benchmark

CODINGS, SOURCES = 100_000, 500


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("bench") / "big", codings=CODINGS, sources=SOURCES)


@pytest.mark.parametrize(
    ("options", "values"),
    [
        (("--by", "kind"), 4),
        (("--by", "source"), SOURCES),
        (("--by", "kind", "--count", "chars"), 4),
        (("--by", "kind", "--count", "segments", "--unit", "sentence"), 4),
        (("--by", "code:family1"), 7),
    ],
)
def test_codes_by_values_are_quick_and_small(
    project: Path, options: tuple[str, ...], values: int
) -> None:
    command = ("report", "matrix", *options, "--format", "json", "-p", str(project))
    seconds, output, peak = min(timed(*command) for _ in range(RUNS))
    found = {row["value"] for row in json.loads(output)["rows"]}
    print(f"\n{CODINGS:,} codings {' '.join(options):50} {seconds:5.2f} s, {peak:4.0f} MB", end="")

    assert len(found) == values
    assert seconds < MOST_SECONDS
    assert peak < MOST_MEGABYTES
