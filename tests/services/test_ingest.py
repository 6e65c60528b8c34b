"""Files become sources: none is lost, and what is there is not changed."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from ethnocode.errors import SourceError, UsageError
from ethnocode.services import ingest as ingesting
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.people import list_persons
from ethnocode.services.project import Project
from ethnocode.store import open_store
from ethnocode.store.sources import SourceRepository
from tests.files import write

TALK = "Zed: We came on Tuesday.\n\nRos: And then?\n\nZed: Then we left.\n\nRos: Oh.\n"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    now = datetime(2026, 3, 1, tzinfo=UTC)
    return init_project(tmp_path / "p", name="p", author="ada", codebooks=(), now=now)


def stored(project: Project) -> list[str]:
    with open_store(project.folder) as store:
        return sorted(store.sources.paths())


def test_a_name_that_is_not_utf8_is_refused_and_the_others_go_in(
    project: Project, tmp_path: Path
) -> None:
    folder = write(tmp_path / "f/n.txt", "words").parent
    for name in (b"/b\xff.txt", b"/b\xff.png"):
        Path(os.fsdecode(os.fsencode(folder) + name)).write_bytes(b"words")

    result = ingest_paths(project, [folder], options=IngestOptions())

    assert stored(project) == ["n.txt"]
    (error,) = result.refused
    assert (error.where, error.message) == (r"b\xff.txt", "its name has bytes that are not UTF-8")
    assert [skipped.path for skipped in result.skipped] == [r"b\xff.png"]


def test_a_file_that_vanishes_while_others_are_read_is_refused(
    project: Project, tmp_path: Path
) -> None:
    folder = write(tmp_path / "f/a.txt", "words").parent
    last = write(folder / "b.txt", "other words")

    def vanish(said: str) -> None:
        if said == "2 of 2: b.txt":
            last.unlink()

    result = ingest_paths(project, [folder], options=IngestOptions(), progress=vanish)

    assert stored(project) == ["a.txt"]
    assert [error.message for error in result.refused] == ["there is no such file"]


def test_a_name_that_is_too_long_is_refused_in_one_line(project: Project) -> None:
    result = ingest_paths(project, [Path("x" * 300)], options=IngestOptions())

    assert "cannot be read" in result.refused[0].message


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
    assert (again.kind, again.date) == ("interview", "2013-06-13")
    assert (again.turns, again.speakers) == (added.turns, added.speakers)
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


@pytest.mark.parametrize(
    ("wave", "says"),
    [("²", "'²' is not"), ("9223372036854775808", "too large"), ("9" * 4000, "too large")],
    ids=["no decimal", "one over", "long"],
)
def test_a_file_of_no_wave_that_can_be_does_not_keep_others_out(
    project: Project, tmp_path: Path, wave: str, says: str
) -> None:
    write(tmp_path / "in/bad.md", f"---\nwave: {wave}\n---\nWords.\n")
    write(tmp_path / "in/good.md", "Words.\n")

    result = ingest_paths(project, [tmp_path / "in"], options=IngestOptions())

    assert [file.path for file in result.files] == ["good.md"]
    (error,) = result.refused
    assert isinstance(error, SourceError)
    assert says in error.message


def test_what_was_read_before_an_interruption_is_stored(project: Project, tmp_path: Path) -> None:
    for name in "abc":
        write(tmp_path / f"in/{name}.txt", f"Words of {name}.\n")

    def interrupt(told: str) -> None:
        if "c.txt" in told:
            raise KeyboardInterrupt

    result = ingest_paths(project, [tmp_path / "in"], options=IngestOptions(), progress=interrupt)

    assert result.interrupted
    assert stored(project) == ["a.txt", "b.txt"]
    again = ingest_paths(project, [tmp_path / "in"], options=IngestOptions())
    assert [file.state for file in again.files] == ["unchanged", "unchanged", "added"]


def test_a_signal_to_end_keeps_its_status_and_what_was_read(
    project: Project, tmp_path: Path
) -> None:
    for name in "ab":
        write(tmp_path / f"in/{name}.txt", f"Words of {name}.\n")

    def end(told: str) -> None:
        if "b.txt" in told:
            raise SystemExit(143)

    result = ingest_paths(project, [tmp_path / "in"], options=IngestOptions(), progress=end)

    assert result.interrupted == 143
    assert stored(project) == ["a.txt"]


def test_an_interrupted_dry_run_stores_nothing(project: Project, tmp_path: Path) -> None:
    write(tmp_path / "in/a.txt", "Words.\n")
    write(tmp_path / "in/b.txt", "More words.\n")

    def interrupt(told: str) -> None:
        if "b.txt" in told:
            raise KeyboardInterrupt

    options = IngestOptions(dry_run=True)
    result = ingest_paths(project, [tmp_path / "in"], options=options, progress=interrupt)

    assert [file.path for file in result.files] == ["a.txt"]
    assert stored(project) == []


def test_a_long_run_is_stored_in_steps_that_are_undone_one_by_one(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingesting, "_LARGEST_UNSAVED_CHARS", 10)
    for name in "abc":
        write(tmp_path / f"in/{name}.txt", f"Words of {name}, and more.\n")

    result = ingest_paths(project, [tmp_path / "in"], options=IngestOptions())

    assert result.events == 3
    with open_store(project.folder) as store:
        actions = [event.action for event in store.events.all()]
    assert actions.count("ingest") == 3


def test_a_label_that_nobody_speaks_under_stores_nothing_of_a_long_run(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ingesting, "_LARGEST_UNSAVED_CHARS", 10)
    for name in "ab":
        write(tmp_path / f"in/{name}.txt", TALK)
    options = IngestOptions(kind="interview", speakers=(("Zoe", "New"),))

    with pytest.raises(UsageError, match="nobody speaks as 'Zoe'"):
        ingest_paths(project, [tmp_path / "in"], options=options)

    assert stored(project) == []


def test_twins_are_added_and_said(project: Project, tmp_path: Path) -> None:
    write(tmp_path / "in/a.txt", "Nothing today.\n")
    write(tmp_path / "in/b.txt", "Nothing today.\n")
    (tmp_path / "in/c.txt").write_bytes(b"Nothing today.\r\n")

    first, second, third = ingest_paths(project, [tmp_path / "in"], options=IngestOptions()).files

    assert first.warnings == ()
    assert "the very bytes of 'a.txt'" in second.warnings[-1]
    assert "the same text as 'a.txt'" in third.warnings[-1]
    assert stored(project) == ["a.txt", "b.txt", "c.txt"]


def test_other_bytes_of_the_same_text_are_noted_and_nothing_is_stored(
    project: Project, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.txt", "One.\nTwo.\n")
    ingest_paths(project, [path], options=IngestOptions())
    path.write_bytes(b"\xef\xbb\xbfOne.\r\nTwo.\r\n")

    (again,) = ingest_paths(project, [path], options=IngestOptions()).files

    assert again.state == "unchanged"
    assert "other bytes" in again.warnings[-1]


def test_other_text_under_a_known_path_is_refused_and_the_others_go_in(
    project: Project, tmp_path: Path
) -> None:
    path = write(tmp_path / "in/a.txt", "One.\n")
    ingest_paths(project, [path.parent], options=IngestOptions())
    write(path, "Two.\n")
    write(tmp_path / "in/b.txt", "Three.\n")

    result = ingest_paths(project, [path.parent], options=IngestOptions())

    assert [file.path for file in result.files] == ["b.txt"]
    (error,) = result.refused
    assert error.code == "E103"
    assert "ethnocode update" in error.hint


def test_a_folder_tells_what_it_passes_over_and_why(project: Project, tmp_path: Path) -> None:
    write(tmp_path / "in/a.txt", "One.\n")
    write(tmp_path / "in/~$a.docx", "ada")
    write(tmp_path / "in/.hidden.txt", "Two.\n")
    (tmp_path / "in/photo.jpg").write_bytes(b"\xff\xd8\xff\xe0 and so on")

    result = ingest_paths(project, [tmp_path / "in"], options=IngestOptions())

    assert stored(project) == ["a.txt"]
    assert [skipped.path for skipped in result.skipped] == ["photo.jpg", "~$a.docx"]
    assert "JPEG" in result.skipped[0].why
    assert "lock file" in result.skipped[1].why
    assert result.refused == ()


def test_the_projects_own_files_are_never_read(project: Project) -> None:
    write(project.folder / "notes.txt", "Words.\n")
    write(project.folder / "exports/report.html", "<html><body>A report.</body></html>")

    ingest_paths(project, [project.folder], options=IngestOptions())

    assert stored(project) == ["notes.txt"]


MAILBOX = """\
From e@example.org Wed May  2 10:00:00 2012
From: Elizabeth <e@example.org>
To: ros@example.org
Subject: The tin
Date: Wed, 02 May 2012 10:00:00 +0100

The tin is with me.

From r@example.org Thu May  3 10:00:00 2012
From: Ros <ros@example.org>
To: e@example.org
Subject: Re: The tin
Date: Thu, 03 May 2012 10:00:00 +0100

Keep it.
"""


def test_a_mailbox_is_one_source_a_message(project: Project, tmp_path: Path) -> None:
    path = write(tmp_path / "post.mbox", MAILBOX)

    result = ingest_paths(project, [path], options=IngestOptions())

    assert [(file.kind, file.date, file.title) for file in result.files] == [
        ("email", "2012-05-02", "The tin"),
        ("email", "2012-05-03", "Re: The tin"),
    ]
    assert all(name.startswith("post.mbox/") for name in stored(project))
    again = ingest_paths(project, [path], options=IngestOptions())
    assert [file.state for file in again.files] == ["unchanged", "unchanged"]


WITH_ATTACHMENT = """\
From: Elizabeth <e@example.org>
To: ros@example.org
Subject: Notes
Date: Wed, 02 May 2012 10:00:00 +0100
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=B

--B
Content-Type: text/plain

Here they are.
--B
Content-Type: text/plain
Content-Disposition: attachment; filename="../notes.txt"

The tin was counted twice.
--B--
"""


@pytest.mark.parametrize(
    ("wanted", "sources"), [(False, ["m.eml"]), (True, ["m.eml", "m.eml/notes.txt"])]
)
def test_attachments_are_listed_and_become_sources_on_request(
    project: Project, tmp_path: Path, wanted: bool, sources: list[str]
) -> None:
    path = write(tmp_path / "m.eml", WITH_ATTACHMENT)

    files = ingest_paths(project, [path], options=IngestOptions(attachments=wanted)).files

    assert files[0].attachments == ("notes.txt",)
    with open_store(project.folder) as store:
        assert sorted(store.sources.paths()) == sources


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


def message(number: int, words: str) -> str:
    """A message like any other of its day and subject."""
    return (
        "From e@example.org Wed May  2 10:00:00 2012\n"
        "From: Elizabeth <e@example.org>\nSubject: The tin\n"
        f"Date: Wed, 02 May 2012 10:0{number}:00 +0100\n\n{words}\n\n"
    )


def test_a_mailbox_in_another_order_adds_only_what_is_new(project: Project, tmp_path: Path) -> None:
    """Mail programs number nothing: the first of a day may stand last in the next export."""
    first, second = message(1, "It was counted."), message(2, "Twice, in fact.")
    path = write(tmp_path / "post.mbox", first + second)
    ingest_paths(project, [path], options=IngestOptions())
    before = stored(project)
    flagged = first.replace("Subject:", "X-Mozilla-Status: 0001\nSubject:")

    write(path, message(3, "Nobody knows.") + second + flagged)
    result = ingest_paths(project, [path], options=IngestOptions())

    assert [file.state for file in result.files] == ["added", "unchanged", "unchanged"]
    assert result.refused == ()
    assert len(stored(project)) == len(before) + 1
    again = ingest_paths(project, [path], options=IngestOptions())
    assert [file.state for file in again.files] == ["unchanged"] * 3
    assert [file.path for file in again.files] == [file.path for file in result.files]


def test_messages_of_one_text_in_a_mailbox_are_all_kept(project: Project, tmp_path: Path) -> None:
    path = write(tmp_path / "post.mbox", message(1, "Thanks!") + message(2, "Thanks!"))

    for state in ("added", "unchanged"):
        files = ingest_paths(project, [path], options=IngestOptions()).files
        assert [file.state for file in files] == [state, state]
    assert len(stored(project)) == 2


def test_the_same_bytes_are_unchanged_even_where_they_read_otherwise(
    project: Project, tmp_path: Path
) -> None:
    """As when a later version of the program, or another encoding, gives other words."""
    path = tmp_path / "a.txt"
    path.write_bytes("Zoë counted the tin.\n".encode())
    ingest_paths(project, [path], options=IngestOptions())

    (file,) = ingest_paths(project, [path], options=IngestOptions(encoding="cp1252")).files

    assert (file.state, file.characters) == ("unchanged", 21)
    assert "read as other words now" in file.warnings[-1]


def test_reading_again_writes_nothing_though_the_codebook_was_edited(
    project: Project, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.txt", "Words.\n")
    ingest_paths(project, [path], options=IngestOptions())
    codebook = project.folder / "codebook.yaml"
    codebook.write_text(codebook.read_text() + "\n# a remark\n")
    before = (project.folder / "ethnocode.db").read_bytes()

    ingest_paths(project, [path], options=IngestOptions())

    assert (project.folder / "ethnocode.db").read_bytes() == before


def test_an_interruption_while_storing_loses_nothing_that_was_read(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "a.txt", "Words.\n")
    add, interrupted = SourceRepository.add, iter([True])

    def add_or_stop(self: SourceRepository, *rest: Any, **named: Any) -> int:
        if next(interrupted, False):
            raise KeyboardInterrupt
        return add(self, *rest, **named)

    monkeypatch.setattr(SourceRepository, "add", add_or_stop)
    result = ingest_paths(project, [path], options=IngestOptions())

    assert result.interrupted == 130
    assert [file.state for file in result.files] == ["added"]
    assert stored(project) == ["a.txt"]


def test_a_preview_fits_eighty_columns_and_names_every_speaker(
    cli: Callable[..., Result], tmp_path: Path
) -> None:
    """Six speakers, each with two turns of three words; the path is longer than a line."""
    names = ["Moderator", "Annabella", "Bartholomew", "Clementine", "Dorothea", "Evangelina"]
    turns = [f"{name}: We heard nothing?" for name in names] * 2
    folder = tmp_path / ("a-rather-long-name-of-a-folder-" * 3) / "of-2015"
    write(folder / "focus-group.txt", "\n\n".join(turns) + "\n")
    cli("init", ".")

    result = cli("ingest", str(tmp_path / folder.parts[-2]), "--dry-run")

    assert max(map(len, result.stdout.splitlines())) <= 80
    said = " ".join(result.stdout.split())
    assert "would add of-2015/focus-group.txt interview?, undated, plain text" in said
    assert all(f"{name}: 2 turns, 6 words" in said for name in names)


def test_an_unknown_kind_is_said_once_and_not_for_every_file(
    project: Project, tmp_path: Path
) -> None:
    folder = write(tmp_path / "in" / "a.txt", "One.\n").parent
    write(folder / "b.txt", "Two.\n")

    with pytest.raises(UsageError, match=r"^unknown kind 'diary'$"):
        ingest_paths(project, [folder], options=IngestOptions(kind="diary"))

    assert stored(project) == []
