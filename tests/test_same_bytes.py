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
    (folder / "told.txt").write_text(done.stderr)
    return folder


def test_the_demo_exports_every_report_as_its_command_writes_it(demo: Path) -> None:
    """Byte for byte; agreement has one more note, on who the two coders are."""
    texts = {"text": "txt", "md": "md", "csv": "csv", "json": "json", "html": "html"}
    pictures = {"svg": "svg", "png": "png"}
    graphs = {"graphml": "graphml", "gexf": "gexf", "dot": "dot"}
    reports = {
        "cooccurrence": (("cooccurrence",), texts | pictures),
        "frequency": (("frequency",), texts),
        "matrix-group": (("matrix", "--by", "group"), texts),
        "matrix-kind": (("matrix", "--by", "kind"), texts),
        "network": (("network",), texts | pictures | graphs),
        "network-edges": (("network",), {"edges": "csv"}),
        "strip-charlie": (("strip", "charlie-4-12-14.txt"), texts | pictures),
    }
    exports = demo / "exports"
    commands = {
        f"{name}.{ending}": ("report", *words, "--format", format_)
        for name, (words, formats) in reports.items()
        for format_, ending in formats.items()
    }

    written = written_by(demo, tuple(commands.values()), folder="as-exported")

    assert [
        name for name, now in zip(commands, written, strict=True)
        if now != (exports / name).read_bytes()
    ] == []  # fmt: skip
    others = {path.name for path in exports.iterdir()} - set(commands)
    assert others == {
        *(f"agreement.{ending}" for ending in texts.values()),
        *(f"suggestions.{ending}" for ending in (*texts.values(), "svg")),
        *(f"suggestions-first-100.{ending}" for ending in texts.values()),
    }
    notes = json.loads((exports / "agreement.json").read_text())["notes"]
    assert "by the same hands" in notes[0]


def test_the_demo_ends_with_the_page_to_open_first_and_what_every_page_is(demo: Path) -> None:
    told = (demo / "told.txt").read_text()
    exports = demo / "exports"
    lines = told.splitlines()

    first = lines.index(f"  {exports / 'cooccurrence.html'}")
    assert lines[first - 1].startswith("Open this page first")
    for page in exports.glob("*.html"):
        (line,) = [line for line in lines if page.name in line]
        assert line == f"  {exports / page.name}" or len(line.split()) > 3
    assert "111 more by a second coder" in told
    assert [line for line in lines if len(line) > 80 and str(demo) not in line] == []


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


def test_a_page_with_all_passages_of_every_pair_is_of_a_megabyte_and_a_half_at_most(
    demo: Path,
) -> None:
    """Nothing is left out, and the page still goes with a letter or on the oldest stick."""
    command = ("report", "cooccurrence", "--format", "html", "-p", str(demo))
    done = [sys.executable, "-m", "ethnocode", *command]
    page = subprocess.run(done, check=True, capture_output=True, text=True).stdout
    described = ("report", "cooccurrence", "--format", "json", "-p", str(demo))
    found = subprocess.run(
        [sys.executable, "-m", "ethnocode", *described], check=True, capture_output=True, text=True
    )
    meeting = [row for row in json.loads(found.stdout)["rows"] if row["n_ab"]]

    assert page.count("<details>") == len(meeting) > 100
    assert "more passage" not in page
    assert len(page.encode()) < 1.5 * 1024 * 1024


def written_by(
    demo: Path, commands: tuple[tuple[str, ...], ...], *, folder: str, seed: str = "0"
) -> list[bytes]:
    """Return what each command writes, made by one process under a hash seed."""
    code = (
        "import sys\n"
        "from ethnocode.cli.main import app\n"
        f"for number, command in enumerate({commands!r}):\n"
        "    where = ['-p', sys.argv[1], '--output', f'{sys.argv[2]}/{number}']\n"
        "    app([*command, *where], standalone_mode=False)\n"
    )
    (demo / folder).mkdir()
    env = {**os.environ, "PYTHONHASHSEED": seed}
    done = [sys.executable, "-c", code, str(demo), str(demo / folder)]
    subprocess.run(done, check=True, env=env, capture_output=True)
    return [(demo / folder / str(number)).read_bytes() for number in range(len(commands))]


def test_two_runs_under_two_hash_seeds_write_the_same_bytes(demo: Path) -> None:
    first = written_by(demo, COMMANDS, folder="seed-0", seed="0")
    second = written_by(demo, COMMANDS, folder="seed-1", seed="1")

    assert first == second
    assert all(len(text) > 500 for text in first)
