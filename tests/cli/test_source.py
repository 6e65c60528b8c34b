"""``ethnocode source set`` and ``remove``, as a person types them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Cli = Callable[..., Result]

NOTES = "Notes\n\n8/2/12\n\nThe Hut was cold.\n\n9/2/12\n\nNobody came. [OC: I was glad.]\n"


@pytest.fixture
def notes(cli: Cli, tmp_path: Path) -> Path:
    (tmp_path / "notes.txt").write_text(NOTES)
    assert cli("init", ".").exit_code == 0
    assert cli("ingest", "notes.txt", "--kind", "document").exit_code == 0
    return tmp_path


def shown(cli: Cli) -> dict[str, object]:
    record: dict[str, object] = json.loads(cli("source", "show", "notes.txt", "-f", "json").stdout)
    return record


def test_a_wrong_guess_is_corrected(cli: Cli, notes: Path) -> None:
    result = cli("source", "set", "notes.txt", "--kind", "field-note", "--title", "The Hut")

    assert result.exit_code == 0
    assert "notes.txt: kind document -> field-note" in result.stderr
    record = shown(cli)
    assert (record["kind"], record["title"], record["entries"]) == ("field-note", "The Hut", 2)
    assert cli("undo").exit_code == 0
    assert shown(cli)["kind"] == "document"


def test_a_dry_run_says_what_would_change(cli: Cli, notes: Path) -> None:
    result = cli("source", "set", "notes.txt", "--date", "1.3.12", "--dry-run", "-f", "json")

    (change,) = json.loads(result.stdout)
    assert change == {
        "source": "notes.txt",
        "what": "date",
        "before": "2012-02-08",
        "after": "2012-03-01",
    }
    assert shown(cli)["date"] == "2012-02-08"


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("notes.txt",), 2, "nothing to set"),
        (("notes.txt", "--kind", "diary"), 2, "kinds here: field-note"),
        (("note.txt", "--title", "T"), 3, "did you mean notes.txt?"),
        (("notes.txt", "--speaker", "Zoe=?"), 2, "nobody speaks as 'Zoe'"),
    ],
)
def test_what_cannot_be_set_says_what_to_do(
    cli: Cli, notes: Path, arguments: tuple[str, ...], status: int, says: str
) -> None:
    result = cli("source", "set", *arguments)

    assert result.exit_code == status
    assert says in result.stderr


def test_one_of_a_thing_is_told_as_one_and_marks_are_counted(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "talk.vtt").write_text(
        "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Ros>Who came?\n\n"
        "00:12:04.000 --> 00:12:09.000\n<v Win>Everybody.\n\n"
        "00:12:10.000 --> 00:12:19.000\n<v Win>Nobody counted.\n"
    )
    assert cli("init", ".").exit_code == 0
    assert cli("ingest", "talk.vtt").exit_code == 0

    lines = cli("source", "show", "talk.vtt").stdout.splitlines()

    assert "Win: 1 turn, 3 words" in lines
    assert "marks: 3 cues, 1 line of furniture" in lines
    assert "- 1 source, 7 words." in cli("source", "list").stdout
    assert "'Win' speaks 1 turn and is no known person" in cli("check").stdout


def test_marks_are_shown_with_their_words(cli: Cli, notes: Path) -> None:
    record = shown(cli)

    assert isinstance(record["marks"], list)
    (mark,) = record["marks"]
    assert mark["kind"] == "observer-comment"
    assert NOTES[mark["start"] : mark["end"]] == "[OC: I was glad.]"


def test_a_source_is_removed_and_comes_back(cli: Cli, notes: Path) -> None:
    result = cli("source", "remove", "notes.txt")

    assert result.exit_code == 0
    assert "removed notes.txt, with 0 codings, 0 memos, 0 suggestions" in result.stderr
    assert json.loads(cli("source", "list", "-f", "json").stdout) == []
    assert cli("undo").exit_code == 0
    assert shown(cli)["name"] == "notes.txt"


def test_a_source_of_no_name_is_removed_by_nobody(cli: Cli, notes: Path) -> None:
    result = cli("source", "remove", "note.txt")

    assert result.exit_code == 3
    assert "did you mean notes.txt?" in result.stderr
