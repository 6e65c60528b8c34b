"""Deciding on suggestions from the shell: one by one, corrected, or all of a kind."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from proposals import keep, proposal
from typer.testing import Result

from ethnocode.model import Band
from ethnocode.services.project import Project, open_project
from ethnocode.store import snapshots

Cli = Callable[..., Result]

KNEW = "I knew them all, and their mothers."
KEPT = "We kept the money in a tin."
FORM = "Now there's a form."


@pytest.fixture
def project(cli: Cli, study: Path) -> Project:
    """Five suggestions: 1, 2 of a; 3, 4 of b; 5 of b.c; of these 2, 3 and 5 are strong."""
    project = open_project(study, start=study, coder=None, now=datetime(2026, 3, 1, tzinfo=UTC))
    keep(
        project,
        proposal(project, "charis.txt", "a", KNEW),
        proposal(project, "charis.txt", "a", KEPT, band=Band.STRONG),
        proposal(project, "charis.txt", "b", KEPT, band=Band.STRONG),
        proposal(project, "charis.txt", "b", FORM),
        proposal(project, "charis.txt", "b.c", FORM, band=Band.STRONG),
    )
    return project


def statuses(cli: Cli) -> dict[int, str]:
    found = json.loads(cli("suggest", "list", "--status", "all", "--format", "json").stdout)
    return {one["id"]: one["status"] for one in found}


def codings(cli: Cli) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(cli("coding", "list", "--format", "json").stdout)
    return found


def events(cli: Cli) -> int:
    return len(cli("log", "--limit", "999").stdout.splitlines())


def refused(cli: Cli, *arguments: str, status: int = 2) -> str:
    """Return what is told of a command that is refused; it changes nothing."""
    before = statuses(cli), codings(cli), events(cli)
    result = cli("suggest", *arguments)
    assert result.exit_code == status
    assert result.stdout == ""
    assert (statuses(cli), codings(cli), events(cli)) == before
    return result.stderr


def test_a_correction_is_told_as_a_coding(cli: Cli, project: Project) -> None:
    result = cli("suggest", "correct", "1", "--code", "b", "--memo", "people", "--coder", "ben")

    assert (result.exit_code, result.stdout) == (0, "")
    (coding,) = codings(cli)
    assert result.stderr == f"coding {coding['id']}: b in charis.txt at 91:126\n"
    assert (coding["code"], coding["origin"], coding["coder"]) == ("b", "suggestion:1", "ben")
    assert coding["memo"] == "people"
    assert statuses(cli)[1] == "corrected"
    listed = cli("suggest", "list", "--status", "corrected", "--format", "json").stdout
    assert [one["id"] for one in json.loads(listed)] == [1]


def test_its_words_may_be_others_and_its_code_have_values(cli: Cli, project: Project) -> None:
    cli("suggest", "correct", "1", "--quote", "Everybody. I knew them all", "--set", "side=left")

    (coding,) = codings(cli)
    assert (coding["code"], coding["quote"]) == ("a", "Everybody. I knew them\nall")
    assert coding["properties"] == {"side": "left"}


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ((), "say what is to be other than suggested"),
        (("--quote", "tin", "--span", "1:2"), "either --quote or --span"),
        (("--occurrence", "2"), "--occurrence is of a quote"),
        (("--code", "a"), "suggestion 1 has that code on those words already"),
        (("--span", "1-2"), "--span '1-2' is not A:B"),
        (("--code", "b", "--set", "side=left"), "b has no property 'side'"),
    ],
)
def test_a_correction_that_says_nothing_clear_is_refused(
    cli: Cli, project: Project, options: tuple[str, ...], told: str
) -> None:
    message = refused(cli, "correct", "1", *options)

    assert "error[E010]" in message
    assert told in message
    assert len(message.splitlines()) <= 2


def test_a_code_that_is_not_there_is_named_with_the_nearest(cli: Cli, project: Project) -> None:
    assert "error[E201]" in refused(cli, "correct", "1", "--code", "x", status=3)
    assert "error[E150]" in refused(cli, "correct", "1", "--quote", "no such words", status=3)


@pytest.mark.parametrize("verb", ["accept", "reject"])
def test_without_numbers_or_a_filter_nothing_is_decided(
    cli: Cli, project: Project, verb: str
) -> None:
    assert "numbers or a filter" in refused(cli, verb)
    assert "numbers or a filter" in refused(cli, verb, "--yes")
    assert "numbers or a filter" in refused(cli, verb, "1", "--code", "a")
    assert "no such option" in refused(cli, verb, "--all")


@pytest.mark.parametrize("verb", ["accept", "reject"])
def test_all_of_a_filter_need_a_word_where_nobody_can_be_asked(
    cli: Cli, project: Project, verb: str
) -> None:
    message = refused(cli, verb, "--band", "strong")

    assert f"error[E010]: 3 suggestions would be {verb}ed, and nobody is there to ask" in message
    assert "--dry-run" in message
    assert "--yes" in message
    assert len(snapshots(project.folder)) == 0


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        (("--band", "strong"), [2, 3, 5]),
        (("--code", "b"), [3, 4]),
        (("--code", "a", "--band", "strong"), [2]),
        (("--source", "charis.txt", "--band", "plausible"), [1, 4]),
    ],
)
def test_all_of_a_filter_are_accepted_as_one_step_after_a_snapshot(
    cli: Cli, project: Project, options: tuple[str, ...], numbers: list[int]
) -> None:
    before = events(cli)

    result = cli("suggest", "accept", *options, "--yes")

    assert result.exit_code == 0
    assert [n for n, status in statuses(cli).items() if status == "accepted"] == sorted(
        numbers, key=lambda n: list(statuses(cli)).index(n)
    )
    assert sorted(one["origin"] for one in codings(cli)) == [f"suggestion:{n}" for n in numbers]
    assert len(snapshots(project.folder)) == 1
    assert events(cli) == before + 1
    cli("undo")
    assert set(statuses(cli).values()) == {"undecided"}
    assert codings(cli) == []


def test_all_of_a_filter_are_rejected_as_one_step_after_a_snapshot(
    cli: Cli, project: Project
) -> None:
    result = cli("suggest", "reject", "--code", "a", "--yes", "--coder", "ben")

    assert result.stderr == "rejected 1: a in charis.txt\nrejected 2: a in charis.txt\n"
    assert [n for n, status in statuses(cli).items() if status == "rejected"] == [1, 2]
    assert len(snapshots(project.folder)) == 1
    cli("undo")
    assert set(statuses(cli).values()) == {"undecided"}


@pytest.mark.parametrize("verb", ["accept", "reject"])
def test_what_would_be_decided_is_shown_first(cli: Cli, project: Project, verb: str) -> None:
    before = events(cli)

    shown = cli("suggest", verb, "--band", "strong", "--dry-run")
    named = cli("suggest", verb, "4", "--dry-run")

    assert shown.exit_code == named.exit_code == 0
    assert f"3 suggestions would be {verb}ed" in shown.stdout
    assert shown.stdout.count("strong · charis.txt") == 3
    assert f"1 suggestion would be {verb}ed" in named.stdout
    assert FORM in named.stdout
    assert events(cli) == before


def test_a_filter_that_nothing_waits_for_is_said(cli: Cli, project: Project) -> None:
    cli("suggest", "accept", "5")

    assert "no suggestion of that kind waits" in refused(cli, "accept", "--code", "b.c", "--yes")
    assert "error[E100]" in refused(cli, "accept", "--source", "x", "--yes", status=3)
    assert "error[E201]" in refused(cli, "reject", "--code", "x", "--yes", status=3)


def test_words_that_an_edit_took_away_are_said_in_one_line(cli: Cli, project: Project) -> None:
    file = project.folder / "charis.txt"
    file.write_text(file.read_text().replace("Now there's a form.", "Nothing."))
    assert cli("update", "charis.txt").exit_code == 0

    message = refused(cli, "accept", "4", status=3)

    assert "error[E150]: charis.txt: suggestion 4 is on words of an earlier text" in message
    assert "'ethnocode suggest'" in message
    assert "would be accepted" in cli("suggest", "accept", "--code", "b", "--dry-run").stdout
    assert "4  b" not in cli("suggest", "accept", "--code", "b", "--dry-run").stdout


def _at_the_terminal() -> None:
    os.close(os.open(os.ttyname(0), os.O_RDWR))
    # a test run in the background of a shell ignores Ctrl-C, and what it starts does too
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.mark.parametrize(
    ("answer", "status", "accepted"),
    [(b"y\n", 0, [2, 3, 5]), (b"n\n", 1, []), (b"\x03", 130, [])],
    ids=["yes", "no", "ctrl-c"],
)
def test_a_person_at_a_terminal_is_asked(
    cli: Cli, project: Project, answer: bytes, status: int, accepted: list[int]
) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "ethnocode", "suggest", "accept", "--band", "strong"]
    with subprocess.Popen(
        command,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        cwd=project.folder,
        start_new_session=True,
        preexec_fn=_at_the_terminal,
    ) as program:
        os.close(theirs)
        told = b""
        while b"[y/N]" not in told:
            told += os.read(ours, 4096)
        os.write(ours, answer)
        try:
            assert program.wait(timeout=30) == status
        finally:
            program.kill()
    os.close(ours)

    assert b"3 suggestions would be accepted" in told
    assert [n for n, what in sorted(statuses(cli).items()) if what == "accepted"] == accepted


def test_accepted_edited_undone_and_redone_keeps_origins_and_rejections(
    cli: Cli, study: Path
) -> None:
    """The whole way through the command line, with the program's own suggestions."""
    cli("suggest")
    (accepted, rejected, *_) = json.loads(cli("suggest", "list", "--format", "json").stdout)
    cli("suggest", "accept", str(accepted["id"]))
    cli("suggest", "reject", str(rejected["id"]))
    (coding,) = codings(cli)

    def is_kept() -> bool:
        offered = json.loads(cli("suggest", "list", "--format", "json").stdout)
        there = [(one["guid"], one["origin"], one["quote"]) for one in codings(cli)]
        decided = statuses(cli)
        return (
            there == [(coding["guid"], f"suggestion:{accepted['id']}", coding["quote"])]
            and decided[accepted["id"]] == "accepted"
            and decided[rejected["id"]] == "rejected"
            and not any(
                one["code"] == rejected["code"] and rejected["quote"] in one["quote"]
                for one in offered
            )
        )

    file = study / "charis.txt"
    file.write_text(file.read_text().replace("Her kitchen.", "Her kitchen, in the rain."))
    for step in (("update", "charis.txt"), ("undo",), ("redo",), ("suggest",), ("verify",)):
        assert cli(*step).exit_code == 0
        assert is_kept()
