"""Reports are the same bytes on every run and for every hash seed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

FORMATS = ("text", "md", "csv", "json", "html")
COMMANDS = (
    *(("report", "cooccurrence", "--format", name) for name in FORMATS),
    *(("report", "cooccurrence", "--count", "events", "--format", name) for name in FORMATS),
    *(("report", "frequency", "--format", name) for name in FORMATS),
    *(("report", "network", "--format", name) for name in ("json", "html", "gexf", "png")),
    *(("report", "strip", "field-journal.md", "--format", name) for name in ("text", "png")),
    *(("suggest", "evaluate", "--no-curve", "--format", name) for name in ("json", "svg")),
)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("same") / "demo"
    made = [sys.executable, "-m", "ethnocode", "demo", str(folder)]
    done = subprocess.run(made, check=True, capture_output=True, text=True)
    (folder / "printed.txt").write_text(done.stdout)
    return folder


def test_the_demo_prints_how_the_suggestions_do_before_any_coding_and_after_100(
    demo: Path,
) -> None:
    """What it prints is what it exports, as found, on sources that nobody had begun."""
    found = json.loads((demo / "exports" / "suggestions-first-100.json").read_text())
    whole = json.loads((demo / "exports" / "suggestions.json").read_text())
    printed = (demo / "printed.txt").read_text()

    assert found["parameters"]["learned from"] == "100 coded passages"
    assert found["parameters"]["sources begun"] + found["parameters"]["sources tried"] == 33
    ways = {row["way"]: row for row in found["rows"]}
    for way in ("suggestions", "before any coding", "tf-idf ridge"):
        (line,) = [line for line in printed.splitlines() if line.startswith(f"{way}  ")]
        shown = [ways[way][name] for name in ("precision", "recall", "f1", "macro_f1", "map")]
        assert line.split()[-7:][:5] == [f"{value:.2f}" for value in shown]
    for report in (found, whole):
        assert any("written by the same hands" in note for note in report["notes"])
    assert (demo / "exports" / "suggestions.svg").read_text().startswith("<svg ")


def test_a_page_with_the_passages_of_every_pair_is_of_a_megabyte_at_most(demo: Path) -> None:
    command = ("report", "cooccurrence", "--format", "html", "-p", str(demo))
    done = [sys.executable, "-m", "ethnocode", *command]
    page = subprocess.run(done, check=True, capture_output=True, text=True).stdout
    described = ("report", "cooccurrence", "--format", "json", "-p", str(demo))
    found = subprocess.run(
        [sys.executable, "-m", "ethnocode", *described], check=True, capture_output=True, text=True
    )
    meeting = [row for row in json.loads(found.stdout)["rows"] if row["n_ab"]]

    assert page.count("<details>") == len(meeting) > 100
    assert len(page.encode()) < 1024 * 1024


def written(demo: Path, *, seed: str) -> dict[str, bytes]:
    """Return what every command writes, made by one process under a hash seed."""
    code = (
        "import sys\n"
        "from ethnocode.cli.main import app\n"
        f"for number, command in enumerate({COMMANDS!r}):\n"
        "    where = ['-p', sys.argv[1], '--output', f'{sys.argv[2]}/{number}']\n"
        "    app([*command, *where], standalone_mode=False)\n"
    )
    folder = demo / f"seed-{seed}"
    folder.mkdir()
    env = {**os.environ, "PYTHONHASHSEED": seed}
    done = [sys.executable, "-c", code, str(demo), str(folder)]
    subprocess.run(done, check=True, env=env, capture_output=True)
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_two_runs_under_two_hash_seeds_write_the_same_bytes(demo: Path) -> None:
    first, second = written(demo, seed="0"), written(demo, seed="1")

    assert len(first) == len(COMMANDS)
    assert first == second
    assert all(len(text) > 500 for text in first.values())
