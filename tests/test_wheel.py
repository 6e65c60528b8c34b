"""The built wheel carries all that a plain ``pip install`` needs."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built and unpacked where no checkout is near."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("ethnocode-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def run(site: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the unpacked program in a folder, as if nothing else of it existed."""
    code = (
        "import sys; sys.path.insert(0, sys.argv.pop(1)); "
        "import ethnocode; assert ethnocode.__file__.startswith(sys.path[0]); "
        "from ethnocode.cli.start import run; run()"
    )
    home = {"HOME": str(folder), "PATH": os.environ["PATH"]}
    return subprocess.run(
        [sys.executable, "-c", code, str(site), *arguments],
        cwd=folder,
        env=home,
        capture_output=True,
        text=True,
    )


def test_a_study_extends_a_shipped_codebook(installed: Path, tmp_path: Path) -> None:
    assert run(installed, tmp_path, "init", ".", "--codebook", "bourdieu").returncode == 0

    shown = run(installed, tmp_path, "codebook", "show", "habitus")

    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.startswith("habitus · Habitus · bourdieu")
    assert "extends: [bourdieu]" in (tmp_path / "codebook.yaml").read_text()


def test_the_demo_builds_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, "demo")

    assert done.returncode == 0, done.stderr
    assert "33 sources, 644 codings" in done.stderr
    exports = tmp_path / "ethnocode-demo" / "exports"
    assert {path.suffix for path in exports.iterdir()} == {
        *(".txt", ".md", ".csv", ".json", ".html", ".svg", ".png"),
        *(".graphml", ".gexf", ".dot"),
    }
    texts, vector, raster, graphs = 9 * 5, 4, 3, 4  # charts are no PNG; edges are a CSV
    assert len(list(exports.iterdir())) == texts + vector + raster + graphs


def test_the_typeface_of_pictures_is_in_the_wheel_with_its_licence(installed: Path) -> None:
    fonts = installed / "ethnocode" / "report" / "fonts"

    assert {path.name for path in fonts.iterdir()} == {
        "DejaVuSans-subset.LICENSE",
        "DejaVuSans-subset.ttf",
    }


def test_manual_pages_are_in_the_wheel(installed: Path, tmp_path: Path) -> None:
    assert "methods" in run(installed, tmp_path, "help").stdout
    assert run(installed, tmp_path, "explain", "CB004").returncode == 0
