"""What is known of a source is corrected; its words and codings stay."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ethnocode.errors import SourceError, UsageError
from ethnocode.interchange import CodingRequest
from ethnocode.model import Source
from ethnocode.services.coding import add_codings
from ethnocode.services.correcting import Correction, correct_sources, remove_sources
from ethnocode.services.history import undo
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.project import Project
from ethnocode.services.sources import list_sources, show_source
from ethnocode.services.update import update_paths
from ethnocode.services.verify import verify
from ethnocode.store import open_store

NOW = datetime(2026, 3, 1, tzinfo=UTC)
NOTES = "Notes\n\n8/2/12\n\nThe Hut was cold. Maud brought the tin.\n\n9/2/12\n\nNobody came.\n"
TALK = "Ros: Who came?\n\nC: Everybody.\n\nRos: And now?\n\nC: Nobody.\n"
CODEBOOK = """\
ethnocode: 1
id: t
version: 1.0.0
codes:
  - {id: a, definition: A.}
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "in.yaml").write_text(CODEBOOK)
    (tmp_path / "notes.txt").write_text(NOTES)
    (tmp_path / "talk.txt").write_text(TALK)
    made = init_project(
        tmp_path / "p", name="p", author="ada", codebooks=[str(tmp_path / "in.yaml")], now=NOW
    )
    ingest_paths(made, [tmp_path / "notes.txt"], options=IngestOptions(kind="document"))
    ingest_paths(made, [tmp_path / "talk.txt"], options=IngestOptions())
    add_codings(made, [CodingRequest("notes.txt", "a", quote="the tin")])
    return made


def source(project: Project, name: str) -> Source:
    return show_source(project, name).card.source


def sound(project: Project) -> bool:
    return not verify(project)


def test_another_kind_cuts_the_text_anew_and_keeps_the_codings(project: Project) -> None:
    before = show_source(project, "notes.txt")
    changes = correct_sources(project, ["notes.txt"], Correction(kind="field-note"), dry_run=False)

    after = show_source(project, "notes.txt")
    assert [(change.what, change.before, change.after) for change in changes] == [
        ("kind", "document", "field-note"),
        ("date", "2012-02-08", "2012-02-08/2012-02-09"),
    ]
    assert (before.card.entries, after.card.entries) == (0, 2)
    assert after.text == before.text
    with open_store(project.folder) as store:
        (coding,) = store.codings.select(names=store.sources.names())
        assert coding.anchor.quote == "the tin"
    assert sound(project)


def test_a_correction_is_undone_as_one_step(project: Project) -> None:
    before = show_source(project, "notes.txt")
    said = Correction(kind="field-note", title="Cold", wave=2)
    correct_sources(project, ["notes.txt"], said, dry_run=False)

    undo(project, steps=1, dry_run=False)

    assert show_source(project, "notes.txt") == before
    assert sound(project)


def test_a_dry_run_says_what_would_change_and_changes_nothing(project: Project) -> None:
    before = show_source(project, "notes.txt")

    changes = correct_sources(project, ["notes.txt"], Correction(title="Cold"), dry_run=True)

    assert [(change.what, change.after) for change in changes] == [("title", "Cold")]
    assert show_source(project, "notes.txt") == before


def test_a_date_that_was_set_survives_another_kind_and_an_edited_file(
    project: Project, tmp_path: Path
) -> None:
    correct_sources(project, ["notes.txt"], Correction(date="1.3.12"), dry_run=False)
    correct_sources(project, ["notes.txt"], Correction(kind="field-note"), dry_run=False)
    assert source(project, "notes.txt").date == "2012-03-01"

    (tmp_path / "notes.txt").write_text(NOTES + "\n10/2/12\n\nSnow.\n")
    update_paths(project, [tmp_path / "notes.txt"], force=False, dry_run=False)

    assert source(project, "notes.txt").date == "2012-03-01"


def test_a_date_said_at_the_ingest_survives_an_edited_file(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "diary.txt"
    path.write_text("8 February 2012\n\nThe Hut was cold.\n")
    ingest_paths(project, [path], options=IngestOptions(kind="document", date="1.3.12"))

    path.write_text("9 February 2012\n\nThe Hut was cold.\n")
    update_paths(project, [path], force=False, dry_run=False)

    assert source(project, "diary.txt").date == "2012-03-01"
    assert dict(show_source(project, "diary.txt").variables)["set by hand"] == "date"


def test_a_file_saved_anew_in_another_encoding_keeps_its_letters(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "cafe.txt"
    words = "The café was cold, and Zoë brought the tin to the fête.\n"
    path.write_bytes(words.encode("cp1252"))
    ingest_paths(project, [path], options=IngestOptions(encoding="cp1252"))

    path.write_bytes(words.replace("cold", "warm").encode("utf-8"))
    update_paths(project, [path], force=False, dry_run=False)

    assert show_source(project, "cafe.txt").text == words.replace("cold", "warm")


def test_an_edited_file_in_an_encoding_that_was_named_is_read_as_it_was(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "greek.txt"
    words = "Η συνέντευξη έγινε στην κουζίνα της.\n"
    path.write_bytes(words.encode("cp1253"))
    ingest_paths(project, [path], options=IngestOptions(encoding="cp1253"))

    path.write_bytes((words + "Μετά φύγαμε.\n").encode("cp1253"))
    update_paths(project, [path], force=False, dry_run=False)

    assert show_source(project, "greek.txt").text == words + "Μετά φύγαμε.\n"


def test_a_date_that_nobody_set_follows_an_edited_file(project: Project, tmp_path: Path) -> None:
    correct_sources(project, ["notes.txt"], Correction(kind="field-note"), dry_run=False)

    (tmp_path / "notes.txt").write_text(NOTES + "\n10/2/12\n\nSnow.\n")
    update_paths(project, [tmp_path / "notes.txt"], force=False, dry_run=False)

    assert source(project, "notes.txt").date == "2012-02-08/2012-02-10"


def test_a_date_can_be_taken_away(project: Project) -> None:
    correct_sources(project, ["notes.txt"], Correction(date="unknown"), dry_run=False)

    assert source(project, "notes.txt").date is None


def test_a_label_is_mapped_to_a_person_and_to_another_and_to_nobody(project: Project) -> None:
    def persons() -> dict[str, str | None]:
        (card,) = (c for c in list_sources(project) if c.source.name == "talk.txt")
        return {speaker.label: speaker.person for speaker in card.speakers}

    for person in ("Charis", "Colin", ""):
        said = Correction(speakers=(("C", person),))
        correct_sources(project, ["talk.txt"], said, dry_run=False)
        assert persons() == {"Ros": None, "C": person or None}
    undo(project, steps=1, dry_run=False)
    assert persons()["C"] == "Colin"


@pytest.mark.parametrize(
    ("said", "message"),
    [
        (Correction(kind="diary"), "unknown kind 'diary'"),
        (Correction(date="31.2.12"), "'31.2.12' is not a certain date"),
        (Correction(wave=0), "wave 0"),
        (Correction(speakers=(("Zoe", "X"),)), "nobody speaks as 'Zoe'"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    project: Project, said: Correction, message: str
) -> None:
    before = show_source(project, "talk.txt")

    with pytest.raises(UsageError, match=message):
        correct_sources(project, ["talk.txt"], said, dry_run=False)

    assert show_source(project, "talk.txt") == before


def test_one_unknown_name_keeps_all_as_they_are(project: Project) -> None:
    with pytest.raises(SourceError, match=r"no source 'talks\.txt'"):
        correct_sources(project, ["talk.txt", "talks.txt"], Correction(title="T"), dry_run=False)

    assert source(project, "talk.txt").title != "T"


def test_a_source_with_codings_is_removed_only_if_insisted_and_comes_back(
    project: Project,
) -> None:
    before = [show_source(project, name) for name in ("notes.txt", "talk.txt")]
    with pytest.raises(UsageError, match=r"there is work on 'notes\.txt': 1 coding and 0 memos"):
        remove_sources(project, ["talk.txt", "notes.txt"], with_work=False, dry_run=False)
    assert [show_source(project, name) for name in ("notes.txt", "talk.txt")] == before

    (removed,) = remove_sources(project, ["notes.txt"], with_work=True, dry_run=False)

    assert (removed.source, removed.codings) == ("notes.txt", 1)
    assert [card.source.name for card in list_sources(project)] == ["talk.txt"]
    assert sound(project)
    undo(project, steps=1, dry_run=False)
    assert [show_source(project, name) for name in ("notes.txt", "talk.txt")] == before
    with open_store(project.folder) as store:
        (coding,) = store.codings.select(names=store.sources.names())
        assert coding.anchor.quote == "the tin"
    assert sound(project)


def test_a_dry_run_of_a_removal_counts_and_removes_nothing(project: Project) -> None:
    (removed,) = remove_sources(project, ["notes.txt"], with_work=False, dry_run=True)

    assert removed.codings == 1
    assert len(list_sources(project)) == 2


def test_a_removed_source_can_be_ingested_again(project: Project, tmp_path: Path) -> None:
    remove_sources(project, ["talk.txt"], with_work=False, dry_run=False)

    (file,) = ingest_paths(project, [tmp_path / "talk.txt"], options=IngestOptions()).files

    assert file.state == "added"
    assert sound(project)


def test_a_title_is_one_line_of_words(project: Project) -> None:
    correct_sources(project, ["talk.txt"], Correction(title=" The \n Hut "), dry_run=False)

    assert source(project, "talk.txt").title == "The Hut"
    with pytest.raises(UsageError, match="a title has no words"):
        correct_sources(project, ["talk.txt"], Correction(title=" \n"), dry_run=False)
