"""A run of suggestions in a process of its own, which a person interrupts at each of its steps."""

from __future__ import annotations

import os
import pty
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from test_interrupting import ended
from typer.testing import Result

Cli = Callable[..., Result]

SOURCES, PASSAGES = 60, 40
"""So many that the signal comes before a step is over."""

_CODEBOOK = """\
ethnocode: 1
id: toy
title: Toy
version: 1.0.0
codes:
  - {id: a, name: Tins, definition: Money kept in tins., cues: {phrases: [in a tin]}}
  - {id: c, name: Buses, definition: Buses that are late., cues: {lemmas: [bus]}}
"""


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with a few thousand passages."""
    folder = tmp_path_factory.mktemp("large")
    (folder / "in").mkdir()
    (folder / "book.yaml").write_text(_CODEBOOK)
    for n in range(SOURCES):
        said = [f"Of {n} and {k}: the money in a tin, the bus late." for k in range(PASSAGES)]
        (folder / "in" / f"{n:03}.txt").write_text("\n\n".join(said))
    for command in (("init", ".", "--codebook", "book.yaml"), ("ingest", "in")):
        done = [sys.executable, "-m", "ethnocode", *command]
        subprocess.run(done, cwd=folder, check=True, capture_output=True)
    return folder


def told_until(terminal: int, step: bytes) -> None:
    """Read until a step is told; any number of it, for a busy terminal skips some."""
    told = b""
    while not re.search(step, told):
        told += os.read(terminal, 4096)


@pytest.mark.parametrize("step", [b"cutting", rb"reading \d", b"scoring", rb"reasons for \d"])
def test_a_run_that_is_interrupted_has_changed_nothing(
    cli: Cli, tmp_path: Path, large: Path, step: bytes
) -> None:
    shutil.copytree(large, tmp_path, dirs_exist_ok=True)
    database = (tmp_path / "ethnocode.db").read_bytes()
    ours, theirs = pty.openpty()

    with subprocess.Popen(
        [sys.executable, "-m", "ethnocode", "suggest"],
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
    ) as running:
        os.close(theirs)
        told_until(ours, step)
        running.send_signal(signal.SIGINT)
        told = ended(ours)
    os.close(ours)

    assert running.returncode == 130
    assert "interrupted; what was not done yet is not done" in told
    assert (tmp_path / "ethnocode.db").read_bytes() == database
    kept = tmp_path / ".ethnocode" / "suggest"
    assert {path.name for path in kept.glob("*")} <= {"readings"}
    assert cli("verify").exit_code == 0
