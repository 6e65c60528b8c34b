"""The same input gives the same suggestions and reasons, to the last digit.

Each time by a process of its own: under other hash seeds and numbers of threads, after
what was read before is loaded from disk, with the sources taken in in another order, after
work that was taken back, and of a backup.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ethnocode.model import MemoKind
from ethnocode.services.backup import back_up
from ethnocode.services.coding import add_codings, codings_from_file
from ethnocode.services.history import undo
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.memos import About, add_memo
from ethnocode.services.people import import_persons
from ethnocode.services.project import Project
from ethnocode.services.restore import restore
from ethnocode.services.suggesting.run import run_suggestions
from ethnocode.services.suggesting.saved import FOLDER

CORPUS = Path(__file__).parents[1] / "corpora" / "netherfold"
CODEBOOKS = ("bourdieu", "coproduction", "professionalisation", "power")
READ = 3
"""Interviews whose reference codings are loaded."""

PRINT = """
import contextlib, io, json, sys
from ethnocode.cli.main import app

def printed(*command):
    told = io.StringIO()
    with contextlib.redirect_stdout(told):
        app(["--project", sys.argv[1], *command], standalone_mode=False)
    return told.getvalue()

printed("suggest")
lists = [printed("suggest", "list", "--format", "json", *how) for how in ([], ["--by", "score"])]
numbers = sorted(one["id"] for one in json.loads(lists[0]))
reasons = [printed("suggest", "explain", str(n), "--format", "json") for n in numbers]
print(*lists, *reasons, sep="\\n")
"""


def study(folder: Path, *, order: int) -> Project:
    """Return half-coded interviews, taken in one after another by their names or backwards."""
    now = datetime(2026, 1, 1, tzinfo=UTC)
    project = init_project(folder, name="n", author="author", codebooks=CODEBOOKS, now=now)
    import_persons(project, CORPUS / "persons.yaml")
    files = sorted((CORPUS / "interviews").iterdir())
    for file in files[::order]:
        ingest_paths(project, [file], options=IngestOptions(wave=1))
    read = {file.name for file in files[:READ]}
    requests = codings_from_file(CORPUS / "reference-codings.yaml")
    add_codings(project, [one for one in requests if one.source in read][::order])
    return project


def suggested(folder: Path, *, seed: str, threads: int) -> str:
    """Return what a process of its own prints of all suggestions, which it makes first."""
    env = {**os.environ, "PYTHONHASHSEED": seed, "OPENBLAS_NUM_THREADS": str(threads)}
    done = [sys.executable, "-c", PRINT, str(folder)]
    return subprocess.run(done, check=True, env=env, capture_output=True, text=True).stdout


def without_numbers(text: str) -> str:
    """Numbers of suggestions are never given again, so later ones are higher."""
    return re.sub(r'"id": \d+', '"id": 0', text)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Project:
    return study(tmp_path_factory.mktemp("same") / "before", order=1)


@pytest.fixture(scope="module")
def first(before: Project, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """What was suggested first, and in which folder."""
    folder = tmp_path_factory.mktemp("first") / "p"
    shutil.copytree(before.folder, folder)
    return folder, suggested(folder, seed="0", threads=1)


def test_there_is_something_to_compare(first: tuple[Path, str]) -> None:
    found, _ = json.JSONDecoder().raw_decode(first[1])

    assert len(found) > 20
    assert len({one["source"] for one in found}) > 3
    assert first[1].count('"nearest"') >= len(found)


def test_by_another_process_with_what_was_read_before(
    before: Project, first: tuple[Path, str], tmp_path: Path
) -> None:
    folder = tmp_path / "again"
    shutil.copytree(before.folder, folder)
    shutil.copytree(first[0] / FOLDER, folder / FOLDER)

    assert suggested(folder, seed="1", threads=2) == first[1]


def test_with_sources_and_codings_taken_in_in_another_order(
    first: tuple[Path, str], tmp_path: Path
) -> None:
    other = study(tmp_path / "backwards", order=-1)

    assert suggested(other.folder, seed="random", threads=1) == first[1]


def test_of_a_backup_after_work_that_was_taken_back(
    before: Project, first: tuple[Path, str], tmp_path: Path
) -> None:
    worked = replace(before, folder=tmp_path / "worked")
    shutil.copytree(before.folder, worked.folder)
    add_memo(worked, "A thought.", about=About(), kind=MemoKind.ANALYTIC)
    accepted = run_suggestions(worked, engine="cues")
    assert accepted.new
    undo(worked, steps=2, dry_run=False)
    copy = back_up(worked, tmp_path / "copy.db", replace=False).path
    there = tmp_path / "restored"
    restore(there, str(copy), coder=None, now=before.now, dry_run=False)

    found = suggested(there, seed="2", threads=1)

    assert without_numbers(found) == without_numbers(first[1])
