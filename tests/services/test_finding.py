"""Files are found in folders and by name, each once, and by paths that tell them apart."""

from __future__ import annotations

import os
from itertools import permutations
from pathlib import Path

import pytest

from ethnocode.errors import SourceError
from ethnocode.services.finding import find_files
from tests.files import write


def test_files_of_one_name_are_told_apart_by_their_folders_in_any_order(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{name}/in/n.txt", name).parent for name in "xyz"]

    for order in permutations(paths):
        found, _ = find_files(order)

        assert {key: file.read_text() for key, file in found.items()} == {
            "x/in/n.txt": "x",
            "y/in/n.txt": "y",
            "z/in/n.txt": "z",
        }


def test_what_is_no_file_in_a_folder_is_passed_over_and_said(tmp_path: Path) -> None:
    """None of them may hang the run, as a pipe would that nobody writes to."""
    folder = tmp_path / "f"
    write(folder / "n.txt", "words")
    write(tmp_path / "far/m.txt", "words")
    (folder / "linked.txt").symlink_to(tmp_path / "far/m.txt")
    (folder / "folder").symlink_to(tmp_path / "far")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "nowhere.txt").symlink_to("gone.txt")
    os.mkfifo(folder / "pipe.txt")

    found, skipped = find_files([folder])

    assert sorted(found) == ["linked.txt", "n.txt"]
    assert [(one.path, one.why) for one in skipped] == [
        ("folder", "a link to a folder, which is not followed"),
        ("loop.txt", "a link that leads to no file"),
        ("nowhere.txt", "a link that leads to no file"),
        ("pipe.txt", "a pipe or a device, not a file"),
    ]


def test_plain_files_of_one_name_are_told_apart_and_the_others_keep_theirs(tmp_path: Path) -> None:
    """``n.txt`` of a folder meets two named files; ``sub/m.txt`` meets none."""
    names = ["a/n.txt", "b/n.txt", "c/n.txt", "c/sub/m.txt"]
    files = [write(tmp_path / name, name) for name in names]

    for order in permutations([files[0], files[1], tmp_path / "c"]):
        found, _ = find_files(order)

        assert {key: file.read_text() for key, file in found.items()} == {
            "a/n.txt": "a/n.txt",
            "b/n.txt": "b/n.txt",
            "c/n.txt": "c/n.txt",
            "sub/m.txt": "c/sub/m.txt",
        }


def test_a_longer_path_that_another_file_has_is_lengthened_again(tmp_path: Path) -> None:
    """``a/n.txt`` is what ``c`` calls its own file, so both are named from further up."""
    write(tmp_path / "a/n.txt", "1")
    write(tmp_path / "b/n.txt", "2")
    write(tmp_path / "c/a/n.txt", "3")
    above = tmp_path.name

    found, _ = find_files([tmp_path / "a", tmp_path / "b", tmp_path / "c"])

    assert {key: file.read_text() for key, file in found.items()} == {
        f"{above}/a/n.txt": "1",
        "b/n.txt": "2",
        "c/a/n.txt": "3",
    }


def test_a_file_named_twice_is_one_file(tmp_path: Path) -> None:
    file = write(tmp_path / "in/sub/n.txt", "n")

    for order in permutations([file, tmp_path / "in", tmp_path / "in/../in/sub"]):
        found, _ = find_files(order)

        assert list(found) == ["sub/n.txt"]


def test_a_folder_with_nothing_readable_is_refused_in_any_order(tmp_path: Path) -> None:
    file = write(tmp_path / "n.txt", "n")
    empty = write(tmp_path / "in/picture.png", "").parent

    for order in permutations([file, empty]):
        with pytest.raises(SourceError, match="nothing readable"):
            find_files(order)
