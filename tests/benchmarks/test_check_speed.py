"""``ethnocode check`` on a large study: sound, and with something wrong nearly everywhere."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from pathlib import Path

import pytest

from ethnocode.store import DATABASE

from .big_project import build, code_ids
from .test_speed import MIDDLE, RUNS, timed

pytestmark = pytest.mark.benchmark

SOURCES = 500
MOST_SECONDS, MOST_MEGABYTES = 6, 400


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("check") / "big"
    return build(folder, codings=MIDDLE, sources=SOURCES)


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One code in ten gone, the others with false examples; memos, values, what waits."""
    folder = build(tmp_path_factory.mktemp("check") / "bad", codings=MIDDLE, sources=SOURCES)
    lines = ["ethnocode: 1", "id: big", "title: Big", "version: 1.0.0", "codes:"]
    for name in (id_ for n, id_ in enumerate(code_ids()) if n % 10):
        lines.append(f"  - id: {name}")
        lines.append(f"    examples: [{{text: {'q' * 120}, apply: false}}]")
    (folder / "codebook.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with sqlite3.connect(folder / DATABASE) as db:
        db.execute("update codings set memo = 'Ring 0114 496 0123 about it, please.'")
        db.execute('update codings set properties = \'{"holder": "her"}\' where id % 50 = 0')
        db.execute("update codings set status = 'needs-review' where id % 7 = 0")
    return folder


@pytest.mark.parametrize(("which", "status"), [("project", 0), ("spoilt", 1)])
def test_a_check_of_100_000_codings(
    which: str, status: int, request: pytest.FixtureRequest
) -> None:
    folder: Path = request.getfixturevalue(which)
    command = ("check", "--format", "json", "-p", str(folder))
    seconds, output, peak = min(timed(*command, status=status) for _ in range(RUNS))
    found = Counter(finding["rule"] for finding in json.loads(output))
    print(f"\n{which}: {seconds:.2f} s, peak {peak:.0f} MB, {dict(sorted(found.items()))}", end="")

    assert seconds < MOST_SECONDS
    assert peak < MOST_MEGABYTES


def test_ten_thousand_findings_in_one_long_text_are_placed_quickly(tmp_path: Path) -> None:
    """Lines are counted once, not from the top for each finding."""
    folder = build(tmp_path / "one", codings=20_000, sources=1)
    seconds, output, _ = timed("check", "--format", "json", "-p", str(folder))
    print(f"\none source: {seconds:.2f} s, {len(json.loads(output)):,} findings", end="")

    assert seconds < MOST_SECONDS
