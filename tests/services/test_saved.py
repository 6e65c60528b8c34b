"""What suggestions keep beside a project: nothing that lies there harms, stops or delays a run."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ethnocode.model import Settings
from ethnocode.services.project import Project
from ethnocode.services.suggesting.saved import (
    FOLDER,
    keep_readings,
    keep_run,
    last_run,
    saved_readings,
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder = tmp_path / "study"
    folder.mkdir()
    return Project(folder, Settings("Study"), "author", datetime(2026, 1, 2, tzinfo=UTC))


@pytest.fixture
def kept(project: Project) -> Path:
    """The folder, with a run and readings in it."""
    keep_run(project, {"key": "k"})
    keep_readings(project, {}, notes={"basis": "b"})
    return project.folder / FOLDER


def test_what_was_kept_comes_back(project: Project, kept: Path) -> None:
    assert last_run(project) == {"key": "k"}
    assert saved_readings(project) == ({}, {"basis": "b"}, "")


def test_nothing_kept_is_no_fault(project: Project) -> None:
    assert last_run(project) == {}
    assert saved_readings(project) == ({}, {}, "")


IN_THE_WAY: dict[str, Callable[[Path], None]] = {
    "folder": Path.mkdir,
    "pipe": os.mkfifo,
    "link to a device": lambda path: path.symlink_to("/dev/zero"),
    "link to nothing": lambda path: path.symlink_to("/nowhere/at/all"),
    "huge": lambda path: (path.touch(), os.truncate(path, 10**12))[-1],
}


@pytest.mark.parametrize("put", IN_THE_WAY.values(), ids=IN_THE_WAY)
def test_what_is_no_plain_file_is_not_waited_for_nor_followed(
    project: Project, kept: Path, put: Callable[[Path], None]
) -> None:
    for name in ("run.json", "readings"):
        (kept / name).unlink()
        put(kept / name)

    assert last_run(project) == {}
    readings, notes, fault = saved_readings(project)
    assert (readings, notes) == ({}, {})
    assert fault.startswith("the saved state of suggestions cannot be read (")
    assert fault.endswith("): built anew")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_said(project: Project, kept: Path) -> None:
    (kept / "readings").chmod(0)

    assert "Permission denied" in saved_readings(project)[2]


@pytest.mark.parametrize("linked", [".ethnocode", ".ethnocode/suggest"])
def test_nothing_is_kept_or_read_behind_a_link(
    project: Project, tmp_path: Path, linked: str
) -> None:
    """A project from elsewhere would lead the program to write where its sender likes."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    place = project.folder / linked
    place.parent.mkdir(exist_ok=True)
    place.symlink_to(elsewhere)

    keep_run(project, {"key": "k"})
    keep_readings(project, {}, notes={})

    assert list(elsewhere.iterdir()) == []
    assert last_run(project) == {}


def test_what_ended_runs_left_while_they_saved_is_cleared_away(
    project: Project, kept: Path
) -> None:
    """What another run may be writing at this moment is not."""
    old, fresh = kept / ".run.json.abc", kept / ".run.json.def"
    for path in (old, fresh):
        path.write_text("{")
    now = project.now.timestamp()
    os.utime(old, (now - 86_400, now - 86_400))
    os.utime(fresh, (now - 60, now - 60))

    keep_run(project, {"key": "later"})

    assert sorted(path.name for path in kept.iterdir()) == [
        ".run.json.def",
        "readings",
        "run.json",
    ]
    assert last_run(project) == {"key": "later"}


@pytest.mark.parametrize("record", [[], None, 1, "x", {"key": 1}])
def test_a_run_of_another_shape_is_none(project: Project, kept: Path, record: object) -> None:
    (kept / "run.json").write_text(json.dumps(record))

    assert last_run(project) == (record if isinstance(record, dict) else {})
