"""An ingest in a process of its own, at a terminal, which a person interrupts."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Cli = Callable[..., Result]

FILES = 300
"""So many that the signal comes before they are all read."""

_PROGRESS = re.compile(rb"reading (\d+) of")
_WORDS = "Nobody fills in the form, and the money is in the tin.\n\n" * 1000


def told_until(terminal: int, number: int) -> None:
    """Read what is told at a terminal until a file of this number is being read."""
    told = b""
    while not any(int(found) >= number for found in _PROGRESS.findall(told)):
        told += os.read(terminal, 4096)


def ended(terminal: int) -> str:
    """Return what is told at a terminal until nobody writes there any more."""
    told = b""
    while True:
        try:
            more = os.read(terminal, 4096)
        except OSError:  # Linux says so where the other end is closed
            more = b""
        if not more:
            return told.decode()
        told += more


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["ctrl-c", "ended"]
)
def test_what_was_read_before_a_signal_is_in_and_the_rest_can_follow(
    cli: Cli, tmp_path: Path, number: int, status: int
) -> None:
    (tmp_path / "in").mkdir()
    names = [f"{n:03}.txt" for n in range(FILES)]
    for name in names:
        (tmp_path / "in" / name).write_text(f"This is {name}.\n\n{_WORDS}")
    assert cli("init", ".").exit_code == 0
    ours, theirs = pty.openpty()

    with subprocess.Popen(
        [sys.executable, "-m", "ethnocode", "ingest", "in", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "80"},
    ) as running:
        os.close(theirs)
        told_until(ours, 5)
        running.send_signal(number)
        assert running.stdout
        listed = json.loads(running.stdout.read())
        told = ended(ours)
    os.close(ours)

    assert running.returncode == status
    assert f"interrupted: {len(listed)} files read and stored" in told
    assert [(one["path"], one["state"]) for one in listed] == [
        (name, "added") for name in names[: len(listed)]
    ]
    assert 4 <= len(listed) < FILES
    stored = json.loads(cli("source", "list", "--format", "json").stdout)
    assert [one["name"] for one in stored] == names[: len(listed)]
    assert cli("verify").exit_code == 0
    first = names[len(listed) - 1 : len(listed) + 1]
    again = cli("ingest", *(f"in/{name}" for name in first), "--format", "json")
    assert [one["state"] for one in json.loads(again.stdout)] == ["unchanged", "added"]


_WHILE_A_MODULE_LOADS = """
from ethnocode.cli import explain, start

def help_() -> None:
    exec("import signal; signal.raise_signal(signal.SIGINT)")  # as a dataclass is made

explain.help_ = help_
start.run()
"""


def test_an_interrupt_while_a_module_loads_ends_with_the_status_of_any_other(
    tmp_path: Path,
) -> None:
    """Python would end by the signal, -2, although the interrupt was caught."""
    (tmp_path / "loading.py").write_text(_WHILE_A_MODULE_LOADS)
    command = [sys.executable, "-m", "loading", "help"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.stderr == "ethnocode: interrupted; what was not done yet is not done\n"
    assert done.returncode == 130
