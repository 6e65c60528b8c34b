"""Reports are the same bytes on every run and for every hash seed."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

REPORTS = (
    ("report", "cooccurrence"),
    ("report", "cooccurrence", "--count", "events"),
    ("report", "frequency"),
    ("suggest", "evaluate"),
)
FORMATS = ("text", "md", "csv", "json", "html")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("same") / "demo"
    subprocess.run([sys.executable, "-m", "ethnocode", "demo", str(folder)], check=True)
    return folder


def written(demo: Path, *, seed: str) -> dict[str, bytes]:
    """Return every report in every format, made by one process under a hash seed."""
    code = (
        "import sys, io\n"
        "from ethnocode.cli.main import app\n"
        f"for report in {REPORTS!r}:\n"
        f"    for format_ in {FORMATS!r}:\n"
        "        name = f'{\"-\".join(report)}.{format_}'.replace('--', '')\n"
        "        args = [*report, '--format', format_, '-p', sys.argv[1]]\n"
        "        app([*args, '--output', f'{sys.argv[2]}/{name}'], standalone_mode=False)\n"
    )
    folder = demo / f"seed-{seed}"
    folder.mkdir()
    env = {**os.environ, "PYTHONHASHSEED": seed}
    done = [sys.executable, "-c", code, str(demo), str(folder)]
    subprocess.run(done, check=True, env=env, capture_output=True)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_two_runs_under_two_hash_seeds_write_the_same_bytes(demo: Path) -> None:
    first, second = written(demo, seed="0"), written(demo, seed="1")

    assert len(first) == len(REPORTS) * len(FORMATS)
    assert first == second
    assert all(len(text) > 500 for text in first.values())
