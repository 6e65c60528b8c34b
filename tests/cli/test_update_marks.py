"""``update`` of files whose words are the same, and what stands beside them is not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Cli = Callable[..., Result]

CAPTIONS = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ros>Who came?\n\n"
CAPTIONS += "00:05.000 --> 00:09.000\n<v Hetty>Everybody knew them.\n"


@pytest.fixture
def talk(cli: Cli, study: Path) -> Path:
    """A project with captions of which one passage is coded."""
    path = study / "talk.vtt"
    path.write_text(CAPTIONS)
    assert cli("ingest", "talk.vtt").exit_code == 0
    assert cli("coding", "add", "talk.vtt", "a", "--quote", "knew them").exit_code == 0
    return path


def codings(cli: Cli) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(cli("coding", "list", "-f", "json").stdout)
    return found


def test_new_times_are_taken_in_though_no_word_changed(cli: Cli, talk: Path) -> None:
    (before,) = codings(cli)
    talk.write_text(CAPTIONS.replace("00:05.000", "12:05.000").replace("00:09", "12:09"))

    (done,) = json.loads(cli("update", "talk.vtt", "-f", "json").stdout)

    (after,) = codings(cli)
    assert (done["changed"], done["renewed"]) == (False, ["cue", "segments"])
    assert "00:05" in before["citation"]
    assert "12:05" in after["citation"]
    same = ("id", "start", "end", "quote", "status")
    assert [after[key] for key in same] == [before[key] for key in same]
    assert cli("verify").exit_code == 0
    assert "unchanged" in cli("ingest", "talk.vtt").stdout
    assert cli("undo").exit_code == 0
    assert codings(cli) == [before]


def test_what_stands_beside_the_words_is_said_and_a_dry_run_takes_none_in(
    cli: Cli, talk: Path
) -> None:
    talk.write_text(CAPTIONS.replace("00:05.000", "12:05.000").replace("00:09", "12:09"))

    dry = cli("update", "talk.vtt", "--dry-run")

    assert "talk.vtt: the same words; taken in anew: cue, segments" in dry.stderr
    assert "00:05" in codings(cli)[0]["citation"]


def test_other_bytes_that_say_the_same_are_unchanged(cli: Cli, talk: Path) -> None:
    before = (talk.parent / "ethnocode.db").read_bytes()
    talk.write_bytes(CAPTIONS.replace("\n", "\r\n").encode())

    assert "talk.vtt: unchanged" in cli("update", "talk.vtt").stderr
    assert (talk.parent / "ethnocode.db").read_bytes() == before


def test_what_a_person_said_stays_where_the_file_says_nothing_new(cli: Cli, talk: Path) -> None:
    said = ("--title", "Hetty at home", "--date", "18.5.15", "--author", "Hetty", "--wave", "2")
    assert cli("source", "set", "talk.vtt", *said, "--speaker", "Hetty=Het").exit_code == 0

    assert "talk.vtt: unchanged" in cli("update", "talk.vtt").stderr
    talk.write_text(CAPTIONS.replace("00:05.000", "12:05.000").replace("00:09", "12:09"))
    cli("update", "talk.vtt")

    shown = json.loads(cli("source", "show", "talk.vtt", "-f", "json").stdout)
    assert (shown["title"], shown["date"], shown["wave"]) == ("Hetty at home", "2015-05-18", 2)
    assert {s["label"]: s["person"] for s in shown["speakers"]} == {"Ros": None, "Hetty": "Het"}
