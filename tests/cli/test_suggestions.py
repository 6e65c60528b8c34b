"""Suggestions through the command line: proposed, explained, decided by a person."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer.testing import Result

Cli = Callable[..., Result]


def suggestions(cli: Cli, *options: str) -> list[dict[str, Any]]:
    return json.loads(cli("suggest", "list", "--format", "json", *options).stdout)


def test_cues_propose_passages_with_reasons_and_code_nothing(cli: Cli, study: Path) -> None:
    result = cli("suggest")

    assert result.exit_code == 0
    found = suggestions(cli)
    assert list(found[0]) == [
        *("id", "source", "code", "start", "end", "quote", "engine", "score"),
        *("status", "explanation"),
    ]
    assert {(s["code"], s["quote"]) for s in found} == {
        ("a", "I knew them\nall, and their mothers."),
        ("b", "We kept the money in a tin."),
    }
    assert all("knew them" in s["explanation"] for s in found if s["code"] == "a")
    assert json.loads(cli("coding", "list", "--format", "json").stdout) == []


def test_undecided_suggestions_leave_every_report_as_it_was(cli: Cli, study: Path) -> None:
    cli("coding", "add", "charis.txt", "a", "--quote", "form")
    reports = [("report", "cooccurrence", "-f", "csv"), ("report", "frequency", "-f", "csv")]
    before = [cli(*report).stdout for report in reports]

    cli("suggest")

    assert [cli(*report).stdout for report in reports] == before


def test_an_accepted_suggestion_is_a_coding_that_knows_where_it_came_from(
    cli: Cli, study: Path
) -> None:
    cli("suggest")
    number = next(s["id"] for s in suggestions(cli) if s["code"] == "a")

    cli("suggest", "accept", str(number), "--memo", "she says so", "--coder", "ada")

    (coding,) = json.loads(cli("coding", "list", "--format", "json").stdout)
    assert (coding["code"], coding["coder"]) == ("a", "ada")
    assert (coding["origin"], coding["memo"]) == (f"suggestion:{number}", "she says so")
    decided = suggestions(cli, "--status", "accepted")
    assert [s["id"] for s in decided] == [number]


def test_what_was_rejected_is_not_offered_again(cli: Cli, study: Path) -> None:
    cli("suggest")
    numbers = [str(s["id"]) for s in suggestions(cli)]

    cli("suggest", "reject", *numbers)
    again = cli("suggest")

    assert suggestions(cli) == []
    assert "0 suggestions new, 2 known before" in again.stderr


def test_a_decision_is_taken_once_and_can_be_undone(cli: Cli, study: Path) -> None:
    cli("suggest")
    number = str(suggestions(cli)[0]["id"])
    cli("suggest", "accept", number)

    twice = cli("suggest", "reject", number)
    cli("undo")

    assert twice.exit_code == 2
    assert "was accepted by author" in twice.stderr
    assert json.loads(cli("coding", "list", "--format", "json").stdout) == []
    assert len(suggestions(cli)) == 2


def test_an_explanation_shows_cue_definition_and_what_to_do(cli: Cli, study: Path) -> None:
    cli("suggest")
    number = next(str(s["id"]) for s in suggestions(cli) if s["code"] == "a")

    shown = cli("suggest", "explain", number).stdout
    record = json.loads(cli("suggest", "explain", number, "--format", "json").stdout)

    assert "knew them all" in shown
    assert "The first of two codes" in shown
    assert f"ethnocode suggest accept {number}" in shown
    assert [cue["cue"] for cue in record["cues"]] == ["knew them all"]


def test_precision_and_recall_are_those_counted_by_hand(cli: Cli, study: Path) -> None:
    """a: one suggestion, on the coded words; b: one, while its coding is elsewhere."""
    cli("coding", "add", "charis.txt", "a", "--quote", "I knew them")
    cli("coding", "add", "charis.txt", "b", "--quote", "Nobody fills it in")

    rows = json.loads(cli("suggest", "evaluate", "--format", "json").stdout)["rows"]

    scores = {row["code"]: (row["precision"], row["recall"]) for row in rows}
    assert scores == {"all codes": (0.5, 0.5), "a": (1.0, 1.0), "b": (0.0, 0.0)}


def test_only_what_is_asked_for_is_read(cli: Cli, study: Path) -> None:
    cli("suggest", "--code", "b")

    assert {s["code"] for s in suggestions(cli)} == {"b"}
