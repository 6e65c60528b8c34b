"""Files become sources: none is lost, and what is there is not changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import permutations
from pathlib import Path

import pytest
from typer.testing import Result

from ethnocode.errors import SourceError, UsageError
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.people import list_persons
from ethnocode.services.project import Project
from ethnocode.services.reading import find_files
from ethnocode.store import open_store

TALK = "Zed: We came on Tuesday.\n\nRos: And then?\n\nZed: Then we left.\n\nRos: Oh.\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    return init_project(tmp_path / "p", name="p", author="ada", codebooks=(), now=now)


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_files_of_one_name_are_told_apart_by_their_folders_in_any_order(tmp_path: Path) -> None:
    paths = [write(tmp_path / f"{name}/in/n.txt", name).parent for name in "xyz"]

    for order in permutations(paths):
        found, _ = find_files(order)

        assert {key: file.read_text() for key, file in found.items()} == {
            "x/in/n.txt": "x",
            "y/in/n.txt": "y",
            "z/in/n.txt": "z",
        }


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


def test_three_folders_with_a_file_of_one_name_become_three_sources(
    project: Project, tmp_path: Path
) -> None:
    paths = [write(tmp_path / f"{name}/in/n.txt", f"Words of {name}.").parent for name in "xyz"]

    ingest_paths(project, paths, options=IngestOptions())

    with open_store(project.folder) as store:
        texts = {key: store.sources.text(source) for key, source in store.sources.paths().items()}
    assert {key: text.strip() for key, text in texts.items()} == {
        f"{name}/in/n.txt": f"Words of {name}." for name in "xyz"
    }


def test_options_change_no_source_that_is_there_already(project: Project, tmp_path: Path) -> None:
    path = write(tmp_path / "talk.txt", TALK)
    first = IngestOptions(kind="interview", date="13.6.13")
    (added,) = ingest_paths(project, [path], options=first).files

    options = IngestOptions(kind="document", date="1.1.01", wave=3, speakers=(("Zed", "New"),))
    (again,) = ingest_paths(project, [path], options=options).files

    assert again.state == "unchanged"
    assert (again.document.kind, again.document.date) == ("interview", "2013-06-13")
    assert [s for s in again.document.segments if s.kind == "turn"] == [
        s for s in added.document.segments if s.kind == "turn"
    ]
    assert list_persons(project) == []
    with open_store(project.folder) as store:
        assert [source.wave for source in store.sources.all()] == [None]


def test_a_speaker_heard_only_in_unchanged_sources_adds_nobody(
    project: Project, tmp_path: Path
) -> None:
    old = write(tmp_path / "talk.txt", TALK)
    ingest_paths(project, [old], options=IngestOptions(kind="interview"))
    new = write(tmp_path / "other.txt", TALK.replace("Zed", "Amy"))

    options = IngestOptions(kind="interview", speakers=(("Zed", "New"), ("Amy", "Amelia")))
    ingest_paths(project, [old, new], options=options)

    assert [person.pseudonym for person in list_persons(project)] == ["Amelia"]


def test_a_label_nobody_speaks_under_is_refused(project: Project, tmp_path: Path) -> None:
    path = write(tmp_path / "talk.txt", TALK)
    options = IngestOptions(kind="interview", speakers=(("Zoe", "New"),))

    with pytest.raises(UsageError, match="nobody speaks as 'Zoe'"):
        ingest_paths(project, [path], options=options)


def test_a_wave_that_is_no_decimal_number_is_refused(project: Project, tmp_path: Path) -> None:
    path = write(tmp_path / "n.md", "---\nwave: ²\n---\nWords.\n")

    with pytest.raises(SourceError, match="'²' is not"):
        ingest_paths(project, [path], options=IngestOptions())


@pytest.mark.parametrize("wave", ["9223372036854775808", "9" * 4000], ids=["one over", "long"])
def test_a_wave_too_large_to_store_is_refused(project: Project, tmp_path: Path, wave: str) -> None:
    path = write(tmp_path / "n.md", f"---\nwave: {wave}\n---\nWords.\n")

    with pytest.raises(SourceError, match="too large"):
        ingest_paths(project, [path], options=IngestOptions())


def test_a_file_of_too_large_a_wave_does_not_keep_others_out(
    project: Project, tmp_path: Path
) -> None:
    write(tmp_path / "in/bad.md", f"---\nwave: {2**63}\n---\nWords.\n")
    write(tmp_path / "in/good.md", "Words.\n")

    result = ingest_paths(project, [tmp_path / "in"], options=IngestOptions(keep_going=True))

    assert [file.path for file in result.files] == ["good.md"]
    assert len(result.refused) == 1


@pytest.mark.parametrize("wave", [0, 2**63])
def test_a_callers_wave_is_one_that_can_be_stored(
    project: Project, tmp_path: Path, wave: int
) -> None:
    path = write(tmp_path / "n.txt", "Words.\n")

    with pytest.raises(UsageError, match="wave"):
        ingest_paths(project, [path], options=IngestOptions(wave=wave))


def test_the_command_says_that_options_change_nothing(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    write(tmp_path / "talk.txt", TALK)
    cli("init", ".")
    cli("ingest", "talk.txt", "--kind", "interview")

    plain = cli("ingest", "talk.txt")
    again = cli("ingest", "talk.txt", "--kind", "document", "--wave", "3", "--speaker", "Zed=New")

    assert plain.stderr == ""
    assert "--kind, --wave, --speaker: options do not change a source" in again.stderr
    assert "interview" in again.stdout
    assert "document" not in again.stdout


def test_the_command_refuses_a_wave_too_large_to_store(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    write(tmp_path / "talk.txt", TALK)
    cli("init", ".")

    assert cli("ingest", "talk.txt", "--wave", str(2**63)).exit_code == 2
