"""The README's five minutes, typed in order into an empty folder."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"


def tour() -> str:
    """Return the commands of the README's console blocks, in order."""
    blocks = re.findall(r"```console\n(.*?)```", README.read_text("utf-8"), flags=re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    assert all(line.startswith("$ ") for line in lines)
    return "\n".join(line.removeprefix("$ ") for line in lines)


def test_the_tour_runs_as_printed_and_ends_where_it_says(tmp_path: Path) -> None:
    script = f'set -eu\nethnocode() {{ "{sys.executable}" -m ethnocode "$@"; }}\n{tour()}\n'
    home = {"HOME": str(tmp_path), "PATH": os.environ["PATH"], "COLUMNS": "80"}

    done = subprocess.run(
        ["sh", "-c", script], cwd=tmp_path, env=home, capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "library" / "cooccurrence.html").read_text().startswith("<!DOCTYPE html>")
    assert "power_over.agenda_control" in done.stdout
    assert "took back" in done.stderr
    assert "Traceback" not in done.stderr
