"""Heavy libraries wait until a command needs them, so help comes at once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from time import perf_counter

from inspect_tree import ROOT, assert_none

from ethnocode.cli.main import COMMANDS

HEAVY = (
    *("spacy", "sqlite_utils", "numpy", "scipy", "textual", "click", "rich"),
    *("pypdfium2", "oxmsg", "resvg_py"),
)
RUNS = 7
MOST_TIMES = 2.5
"""How many times as long as loading Typer the help of the program may take."""

# Runs in a fresh interpreter; notes who first asks for each of the libraries.
_WATCH = """
import importlib, json, sys

asked = {}

class Watch:
    def find_spec(self, name, path=None, target=None):
        if name in heavy and name not in asked:
            frame = sys._getframe(1)
            while "importlib" in frame.f_globals.get("__name__", ""):
                frame = frame.f_back
            asked[name] = f"{frame.f_globals['__name__']}:{frame.f_lineno}"

starts, heavy = (names.split() for names in sys.argv[1:])
sys.meta_path.insert(0, Watch())
for start in starts:
    importlib.import_module(start)
print(json.dumps([[name, asked.get(name, "?")] for name in heavy if name in sys.modules]))
"""


def heavy_imports(starts: Iterable[str], *, folder: Path) -> list[str]:
    """Return the heavy libraries that importing modules loads, and who asked for each."""
    done = subprocess.run(
        [sys.executable, "-c", _WATCH, " ".join(starts), " ".join(HEAVY)],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
    )
    return [f"{name} is loaded by {who}" for name, who in json.loads(done.stdout)]


def slowness(times: Sequence[float], *, reference: Sequence[float]) -> list[str]:
    """Return one violation if the best time is too many times the best of the reference."""
    ratio = min(times) / min(reference)
    return [f"{ratio:.1f} times, over {MOST_TIMES}"] if ratio > MOST_TIMES else []


def seconds(arguments: Sequence[str]) -> float:
    """Return how long a fresh interpreter takes."""
    start = perf_counter()
    subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": ""},
    )
    return perf_counter() - start


def test_a_module_that_loads_a_heavy_library_is_named(tmp_path: Path) -> None:
    (tmp_path / "spacy.py").touch()
    (tmp_path / "textual.py").touch()
    (tmp_path / "planted_pipeline.py").write_text("import re\nimport spacy\n")
    (tmp_path / "planted_main.py").write_text(
        "import planted_pipeline\ndef later():\n    import textual\n"
    )

    found = heavy_imports(["planted_main"], folder=tmp_path)

    assert found == ["spacy is loaded by planted_pipeline:2"]


def test_help_that_takes_too_long_is_named() -> None:
    assert slowness([0.9, 0.6], reference=[0.3, 0.2]) == ["3.0 times, over 2.5"]
    assert not slowness([0.9, 0.5], reference=[0.3, 0.2])


def test_the_command_line_loads_nothing_heavy() -> None:
    assert_none(heavy_imports(["ethnocode.cli.main"], folder=ROOT))


def test_the_modules_of_the_commands_load_nothing_heavy() -> None:
    """They are loaded when called, and then a light command should not pay for a heavy one."""
    modules = {entry.place.partition(":")[0] for entry in COMMANDS}

    assert_none(heavy_imports(sorted(modules), folder=ROOT))


def test_help_comes_nearly_as_fast_as_typer_loads() -> None:
    """The least of several runs, taken in turn, so that a busy machine does not decide."""
    program, typer = ("-m", "ethnocode", "--help"), ("-c", "import typer")
    seconds(program)
    pairs = [(seconds(program), seconds(typer)) for _ in range(RUNS)]

    assert_none(slowness([p for p, _ in pairs], reference=[t for _, t in pairs]))
