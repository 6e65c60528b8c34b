"""A project with nothing in it, and ways to write to it and to be killed at it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ethnocode.services.init import init_project

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
CHILD = """\
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
from ethnocode.store import Store, Transaction, open_store

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

folder, now = Path(sys.argv[1]), datetime(2026, 1, 2, tzinfo=UTC)
with open_store(folder, write=True) as store:
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    init_project(tmp_path, name="s", author="ada", codebooks=(), now=NOW)
    return tmp_path


@pytest.fixture
def killed(folder: Path) -> Callable[[str], None]:
    """Run lines in another program that has the store open, and dies by SIGKILL at ``die``."""

    def run(lines: str) -> None:
        body = "".join(f"    {line}\n" for line in lines.splitlines())
        done = subprocess.run(
            [sys.executable, "-c", CHILD + body, str(folder)], capture_output=True, check=False
        )
        assert done.returncode == -9, done.stderr.decode()

    return run
