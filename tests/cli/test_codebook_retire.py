"""``codebook retire``: no new codings, and those that there are stay; in the study's own file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Cli = Callable[..., Result]

OWN = """\
id: own
extends: [base.yaml]  # the theory
codes:
  # waiting as such
  - id: waiting
    definition: Somebody waits.

  - {id: trust, definition: Counting on somebody.}
"""
BASE = """\
id: base
version: 2.0.0
codes:
  - id: ties
    definition: People who can be called on.
    cues: {phrases: [knew them all]}
    children: [{id: old, definition: Ties of before.}]
"""


@pytest.fixture
def study(cli: Cli, study: Path) -> Path:
    """The interview, with a codebook that extends another; 'ties' and 'trust' are used."""
    (study / "base.yaml").write_text(BASE)
    (study / "codebook.yaml").write_text(OWN)
    for code, quote in (("ties", "I knew them\nall"), ("trust", "in a tin")):
        assert cli("coding", "add", "charis.txt", code, "--quote", quote).exit_code == 0
    return study


def book(study: Path) -> str:
    return (study / "codebook.yaml").read_text()


def listed(cli: Cli, *command: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(cli(*command, "--format", "json").stdout)
    return found


def test_a_code_of_the_studys_own_is_retired_in_one_line_of_its_own(cli: Cli, study: Path) -> None:
    done = cli("codebook", "retire", "waiting", "--because", "Too wide.", "--use", "trust")

    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "retired waiting: 0 codings kept; use trust instead\n"
    assert book(study) == OWN.replace(
        "    definition: Somebody waits.\n",
        "    definition: Somebody waits.\n"
        "    retired: {because: Too wide., use: [trust]}\n".replace("Too wide.", '"Too wide."'),
    )
    assert cli("codebook", "retire", "waiting", "--revive").exit_code == 0
    assert book(study) == OWN


def test_a_code_of_an_extended_book_is_retired_by_an_entry_that_says_only_that(
    cli: Cli, study: Path
) -> None:
    done = cli("codebook", "retire", "ties", "--because", "unused here", "--coder", "ben")

    assert done.stderr.splitlines() == [
        "retired ties: 1 coding kept",
        "below it stay in use: ties.old",
    ]
    assert book(study).startswith(OWN)
    assert (study / "base.yaml").read_text() == BASE
    record = listed(cli, "codebook", "show", "ties")[0]
    assert (record["base"], record["overrides"]) == ("base", ["retired"])
    assert record["retired"] == {"because": "unused here", "use": []}
    assert record["definition"] == "People who can be called on."
    event = listed(cli, "log")[0]
    assert (event["action"], event["actor"]) == ("codebook retire", "ben")
    assert cli("codebook", "retire", "ties", "--revive").exit_code == 0
    assert book(study) == OWN


def test_undo_and_redo_follow(cli: Cli, study: Path) -> None:
    cli("codebook", "retire", "ties", "--because", "unused here")
    after = book(study)

    assert cli("undo").exit_code == 0
    assert book(study) == OWN
    assert cli("redo").exit_code == 0
    assert book(study) == after


def test_a_dry_run_shows_the_lines_and_changes_nothing(cli: Cli, study: Path) -> None:
    done = cli("codebook", "retire", "trust", "--because", "merged", "--dry-run")

    assert done.stdout.splitlines()[-2:] == [
        "-  - {id: trust, definition: Counting on somebody.}",
        "+  - {id: trust, definition: Counting on somebody., retired: merged}",
    ]
    assert done.stderr == "would retire trust: 1 coding kept\n"
    assert book(study) == OWN


def test_a_retired_code_takes_no_new_codings_by_hand_or_from_a_file(cli: Cli, study: Path) -> None:
    cli("codebook", "retire", "ties", "--because", "unused here", "--use", "trust")
    before = listed(cli, "coding", "list")

    by_hand = cli("coding", "add", "charis.txt", "ties", "--quote", "Everybody.")
    (study / "more.jsonl").write_text(
        '{"source": "charis.txt", "code": "trust", "quote": "Everybody."}\n'
        '{"source": "charis.txt", "code": "ties", "quote": "Everybody."}\n'
    )
    from_file = cli("coding", "add", "--from", "more.jsonl")

    assert (by_hand.exit_code, from_file.exit_code) == (3, 3)
    assert "error[E202]: 'ties' is retired: unused here" in by_hand.stderr
    assert "use trust instead" in by_hand.stderr
    assert "error[E202]: more.jsonl:2: 'ties' is retired" in from_file.stderr
    assert listed(cli, "coding", "list") == before


def test_codings_that_it_has_stay_and_can_be_named_again_and_moved(cli: Cli, study: Path) -> None:
    cli("codebook", "retire", "ties", "--because", "unused here")

    assert cli("coding", "add", "charis.txt", "ties", "--quote", "I knew them\nall").exit_code == 0
    assert cli("coding", "move", "1", "--quote", "I knew them").exit_code == 0
    assert [coding["quote"] for coding in listed(cli, "coding", "list", "--code", "ties")] == [
        "I knew them"
    ]
    assert {row["code"] for row in listed(cli, "report", "frequency")["rows"]} == {"ties", "trust"}


def test_nothing_is_suggested_for_it_and_what_waits_is_withdrawn(cli: Cli, study: Path) -> None:
    cli("coding", "remove", "1", "2")
    cli("suggest", "--engine", "cues")
    assert [one["code"] for one in listed(cli, "suggest", "list")] == ["ties"]

    done = cli("codebook", "retire", "ties", "--because", "unused here")
    accepted = cli("suggest", "accept", "1")
    corrected = cli("suggest", "correct", "1", "--quote", "Everybody.")

    assert "the next 'ethnocode suggest' withdraws 1 suggestion for it" in done.stderr
    assert (accepted.exit_code, corrected.exit_code) == (3, 3)
    assert "error[E202]" in accepted.stderr
    assert "error[E202]" in corrected.stderr
    assert cli("suggest", "--engine", "cues").exit_code == 0
    assert listed(cli, "suggest", "list") == []
    asked = cli("suggest", "--code", "ties")
    assert (asked.exit_code, "error[E202]" in asked.stderr) == (3, True)
    cli("codebook", "retire", "ties", "--revive")
    cli("suggest", "--engine", "cues")
    assert [one["code"] for one in listed(cli, "suggest", "list")] == ["ties"]


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (("ties",), 2, "say why the code is retired"),
        (("ties", "--because", " \n"), 2, "say why the code is retired"),
        (("tise", "--because", "w"), 3, "error[E201]"),
        (("ties", "--because", "w", "--use", "ties"), 2, "cannot stand for itself"),
        (("ties", "--because", "w", "--use", "tise"), 3, "error[E201]"),
        (("ties", "--because", "w", "--use", "waiting"), 3, "'waiting' is retired: too wide"),
        (("waiting", "--because", "too wide"), 3, "'waiting' is retired already"),
        (("ties", "--revive"), 3, "'ties' is not retired"),
        (("ties", "--revive", "--because", "w"), 2, "--revive takes neither"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    cli: Cli, study: Path, options: tuple[str, ...], status: int, said: str
) -> None:
    cli("codebook", "retire", "waiting", "--because", "too wide")
    before = book(study)

    refused = cli("codebook", "retire", *options)

    assert refused.exit_code == status
    assert said in refused.stderr
    assert book(study) == before


def test_a_review_does_not_ask_about_it(cli: Cli, study: Path) -> None:
    """The cue of 'ties' waits as a suggestion, and is the one thing that can be confirmed."""
    cli("coding", "remove", "1", "2")
    cli("suggest", "--engine", "cues")
    assert "ties" in cli("review", "--queue", "confirm", "--seed", "1").stdout
    cli("codebook", "retire", "ties", "--because", "unused here")

    assert "ties" not in cli("review", "--queue", "confirm", "--seed", "1").stdout
    assert "ties" not in cli("review", "--queue", "fill", "--seed", "1").stdout
    asked = cli("review", "--code", "ties")
    assert (asked.exit_code, "error[E202]" in asked.stderr) == (3, True)


def test_a_reason_can_be_given_anew(cli: Cli, study: Path) -> None:
    cli("codebook", "retire", "waiting", "--because", "too wide")
    cli("codebook", "retire", "waiting", "--because", "told apart now", "--use", "trust")

    retired = listed(cli, "codebook", "show", "waiting")[0]["retired"]
    assert retired == {"because": "told apart now", "use": ["trust"]}
    assert book(study).count("retired:") == 1


def test_what_an_extended_book_retires_is_not_taken_back_here(cli: Cli, study: Path) -> None:
    (study / "base.yaml").write_text(BASE.replace("    cues:", "    retired: old\n    cues:"))

    refused = cli("codebook", "retire", "ties", "--revive")

    assert refused.exit_code == 3
    assert "it is the codebook 'base' that retires 'ties'" in refused.stderr


def test_what_an_extended_book_retires_is_not_said_to_be_taken_back_here(
    cli: Cli, study: Path
) -> None:
    (study / "base.yaml").write_text(BASE.replace("    cues:", "    retired: old\n    cues:"))

    refused = cli("suggest", "--code", "ties")

    assert refused.exit_code == 3
    assert "error[E202]: 'ties' is retired: old" in refused.stderr
    assert "--revive" not in refused.stderr
    assert "hint: the codebook 'base' retires it" in refused.stderr


def test_what_only_the_extended_book_could_do_names_what_one_can_do(cli: Cli, study: Path) -> None:
    refused = cli("codebook", "rename", "ties", "bonds")

    assert "belongs to the codebook 'base'" in refused.stderr
    assert "'ethnocode codebook retire ties --because WHY'" in refused.stderr
    assert cli("codebook", "retire", "ties", "--because", "WHY").exit_code == 0


def test_codes_that_name_it_as_successor_are_told(cli: Cli, study: Path) -> None:
    cli("codebook", "retire", "waiting", "--because", "too wide", "--use", "trust")

    done = cli("codebook", "retire", "trust", "--because", "no")

    assert "waiting should no longer name it to be used instead" in done.stderr
    assert "CB030" in cli("codebook", "lint").stdout


def test_nothing_is_merged_into_a_retired_code(cli: Cli, study: Path) -> None:
    cli("codebook", "retire", "waiting", "--because", "too wide")

    refused = cli("codebook", "merge", "trust", "waiting")

    assert (refused.exit_code, "error[E202]" in refused.stderr) == (3, True)
    merged = cli("codebook", "merge", "waiting", "trust")
    assert merged.exit_code == 0
    assert "retired" not in book(study)


def test_lists_and_reports_say_which_codes_they_count_are_retired(cli: Cli, study: Path) -> None:
    assert "Retired" not in cli("report", "frequency").stdout
    cli("codebook", "retire", "ties", "--because", "unused here")

    note = "Retired, with codings that stay: ties."
    assert note in cli("report", "frequency").stdout
    assert note in cli("report", "cooccurrence").stdout
    assert note in cli("coding", "list", "--code", "ties").stdout
    assert note not in cli("coding", "list", "--code", "trust").stdout
