"""``update`` through the command line: codings go where their words went, or wait."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Cli = Callable[..., Result]

QUOTES = {
    "a": "I knew them\nall, and their mothers.",
    "b": "We kept the money in a tin.",
    "b.c": "Nobody fills it in.",
}


@pytest.fixture
def coded(cli: Cli, study: Path) -> Path:
    """The interview with three codings and a rejected suggestion."""
    for code, quote in QUOTES.items():
        assert cli("coding", "add", "charis.txt", code, "--quote", quote).exit_code == 0
    cli("suggest", "--coder", "ben")
    suggested = json.loads(cli("suggest", "list", "--format", "json").stdout)
    assert cli("suggest", "reject", *(str(s["id"]) for s in suggested)).exit_code == 0
    return study


def edit(study: Path, old: str, new: str) -> None:
    text = (study / "charis.txt").read_text()
    assert old in text
    (study / "charis.txt").write_text(text.replace(old, new))


def codings(cli: Cli, *options: str) -> dict[str, dict[str, Any]]:
    listed = cli("coding", "list", "--format", "json", *options)
    return {coding["code"]: coding for coding in json.loads(listed.stdout)}


def test_codings_on_untouched_words_follow_them_exactly(cli: Cli, coded: Path) -> None:
    before = codings(cli)
    edit(coded, "Her kitchen.", "Her kitchen, the kettle on, a long way round.")

    done = cli("update", "charis.txt")

    assert done.exit_code == 0
    assert "charis.txt: 3 codings: 3 exact, 0 moved, 0 need review" in done.stderr
    after = codings(cli)
    grown = len("Her kitchen, the kettle on, a long way round.") - len("Her kitchen.")
    assert {code: c["start"] for code, c in after.items()} == {
        code: c["start"] + grown for code, c in before.items()
    }
    text = json.loads(cli("source", "show", "charis.txt", "--format", "json").stdout)["text"]
    assert {code: text[c["start"] : c["end"]] for code, c in after.items()} == QUOTES
    assert cli("verify").exit_code == 0


def test_a_typo_mended_inside_a_quote_is_carried_along(cli: Cli, coded: Path) -> None:
    edit(coded, "We kept the money in a tin.", "We kept the cash in a tin.")

    done = cli("update", "charis.txt")

    assert "2 exact, 1 moved, 0 need review" in done.stderr
    assert codings(cli)["b"]["quote"] == "We kept the cash in a tin."


def test_words_that_are_gone_wait_for_review_and_fail_the_check(cli: Cli, coded: Path) -> None:
    edit(coded, "Nobody fills it in.", "It is nine pages, and then they ring you up about it.")

    done = cli("update", "charis.txt")

    assert "2 exact, 0 moved, 1 needs review" in done.stderr
    waiting = codings(cli, "--status", "needs-review")
    assert waiting["b.c"]["quote"] == "Nobody fills it in."
    assert "was: Nobody fills it in." in cli("coding", "list", "--status", "needs-review").stdout
    assert cli("check").exit_code == 1
    assert cli("verify").exit_code == 0
    again = cli("update", "charis.txt")
    assert (again.exit_code, "unchanged" in again.stderr) == (0, True)


def test_a_waiting_coding_is_settled_by_move_or_remove(cli: Cli, coded: Path) -> None:
    edit(coded, "Nobody fills it in.", "It is nine pages, and then they ring you up about it.")
    cli("update", "charis.txt")
    number = str(codings(cli, "--status", "needs-review")["b.c"]["id"])
    edit(coded, "nine pages", "ten pages")

    refused = cli("update", "charis.txt")
    moved = cli("coding", "move", number, "--quote", "they ring you up")

    assert (refused.exit_code, "1 coding still waits for review" in refused.stderr) == (3, True)
    assert moved.exit_code == 0
    assert codings(cli)["b.c"]["status"] == "anchored"
    assert cli("update", "charis.txt").exit_code == 0
    assert cli("verify").exit_code == 0


def test_rejected_suggestions_stay_rejected(cli: Cli, coded: Path) -> None:
    edit(coded, "Her kitchen.", "Her kitchen, in the rain.")
    cli("update", "charis.txt")

    again = cli("suggest", "--coder", "ben")

    assert "0 suggestions new" in again.stderr


def test_another_document_under_the_same_name_is_refused(cli: Cli, coded: Path) -> None:
    (coded / "charis.txt").write_text("Minutes of another meeting altogether.\n\nItem one.\n")
    before = (coded / "ethnocode.db").read_bytes()

    refused = cli("update", "charis.txt")

    assert refused.exit_code == 3
    assert "error[E103]: charis.txt: 3 of 3 codings lost their words" in refused.stderr
    assert (coded / "ethnocode.db").read_bytes() == before
    forced = cli("update", "charis.txt", "--force")
    assert "0 exact, 0 moved, 3 need review" in forced.stderr
    assert len(codings(cli)) == 3


def test_an_update_is_undone_to_the_very_text(cli: Cli, coded: Path) -> None:
    before = codings(cli)
    edit(coded, "Nobody fills it in.", "It is nine pages long and I sent it back.")
    cli("update", "charis.txt")

    cli("undo")

    assert codings(cli) == before
    assert cli("verify").exit_code == 0


@pytest.mark.parametrize("kind", ["missing", "empty", "unknown"])
def test_what_cannot_be_taken_in_changes_nothing(cli: Cli, coded: Path, kind: str) -> None:
    name = {"missing": "gone.txt", "empty": "charis.txt", "unknown": "other.txt"}[kind]
    if kind == "empty":
        (coded / name).write_text("")
    if kind == "unknown":
        (coded / name).write_text("Other.\n")
    before = (coded / "ethnocode.db").read_bytes()

    refused = cli("update", name)

    assert (refused.exit_code, refused.stdout) == (3, "")
    assert name in refused.stderr
    assert (coded / "ethnocode.db").read_bytes() == before


def test_a_dry_run_says_what_would_become_of_the_codings(cli: Cli, coded: Path) -> None:
    edit(coded, "Her kitchen.", "Her kitchen, in the rain.")
    before = (coded / "ethnocode.db").read_bytes()

    done = cli("update", "charis.txt", "--dry-run", "--format", "json")

    (said,) = json.loads(done.stdout)
    assert (said["codings"], said["exact"], said["review"]) == (3, 3, 0)
    assert (coded / "ethnocode.db").read_bytes() == before
