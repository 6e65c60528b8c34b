"""Fixtures for every test."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from typer.testing import CliRunner, Result

from ethnocode.cli.main import app

Cli = Callable[..., Result]

GOLDEN = Path(__file__).parent / "golden"

# How long one example takes says how busy the machine is; benchmarks say how fast we are.
settings.register_profile("ethnocode", deadline=None)
settings.load_profile("ethnocode")


@pytest.fixture
def golden() -> Callable[[str, str], None]:
    """Compare text with ``tests/golden/NAME``; ``UPDATE_GOLDEN=1`` rewrites the file."""

    def compare(name: str, actual: str) -> None:
        path = GOLDEN / name
        if os.environ.get("UPDATE_GOLDEN") == "1":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(actual.encode())
        assert actual == path.read_bytes().decode()

    return compare


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Run ``ethnocode ARGS`` in an empty folder; a bug of ours fails the test."""
    monkeypatch.chdir(tmp_path)
    for name in ("ETHNOCODE_PROJECT", "ETHNOCODE_CODER"):
        monkeypatch.delenv(name, raising=False)
    runner = CliRunner(env={"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"})

    def run(*arguments: str) -> Result:
        result = runner.invoke(app, list(arguments))
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
