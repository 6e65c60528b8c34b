"""What a consensus has gone over: passages that its coders had, and that were settled."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Cli = Callable[..., Result]

CODEBOOK = """\
ethnocode: 1
id: toy
title: Toy
version: 1.0.0
codes:
  - {id: habitus, name: Habitus, definition: What goes without saying.}
  - {id: tokenism, name: Tokenism, definition: Asked for form only.}
"""
WORDS = ("They asked us in.", "A box was ticked.", "It rained.")
SETTLE = ("coding", "resolve", "--coder", "anna", "--coder", "anna@2")


def add(cli: Cli, coder: str, code: str, quote: str) -> None:
    result = cli("coding", "add", "one.txt", code, "--quote", quote, "--coder", coder)
    assert result.exit_code == 0, result.stderr


@pytest.fixture
def desk(cli: Cli, tmp_path: Path) -> Path:
    """Three passages; anna coded the second, and codes the second and third once more."""
    (tmp_path / "one.txt").write_text("\n\n".join(WORDS) + "\n")
    (tmp_path / "book.yaml").write_text(CODEBOOK)
    assert cli("init", ".", "--codebook", "book.yaml").exit_code == 0
    assert cli("ingest", "one.txt").exit_code == 0
    add(cli, "anna", "tokenism", WORDS[1])
    assert cli("coding", "sample", "--blind", "--coder", "anna", "--share", "100%").exit_code == 0
    add(cli, "anna@2", "tokenism", WORDS[1])
    return tmp_path


def gone_over(cli: Cli, *options: str) -> int:
    """Return how many of the three passages the consensus has gone over."""
    result = cli("report", "matrix", "--by", "source", "--format", "json", *options)
    assert result.exit_code == 0, result.stderr
    found = {row["gone_over"] for row in json.loads(result.stdout)["rows"]}
    assert len(found) == 1
    number: int = found.pop()
    return number


def agreement(cli: Cli, *options: str) -> dict[str, Any]:
    result = cli("report", "agreement", "--format", "json", "--bootstrap", "0", *options)
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


CONSENSUS = ("--coder", "consensus")


def test_it_is_what_all_had_gone_over(cli: Cli, desk: Path) -> None:
    assert cli(*SETTLE).exit_code == 0

    assert gone_over(cli, *CONSENSUS) == 1
    assert gone_over(cli, "--coder", "anna") == 3


def test_a_passage_with_something_open_is_not_settled(cli: Cli, desk: Path) -> None:
    add(cli, "anna@2", "habitus", WORDS[2])
    assert cli(*SETTLE).exit_code == 0
    left_open = gone_over(cli, *CONSENSUS)
    assert cli(*SETTLE, "--take", "neither").exit_code == 0

    assert left_open == 1
    assert gone_over(cli, *CONSENSUS) == 2


def test_settling_some_codes_settles_no_passage(cli: Cli, desk: Path) -> None:
    some = cli(*SETTLE, "--code", "tokenism")
    by_code = gone_over(cli, *CONSENSUS)
    assert cli(*SETTLE).exit_code == 0

    assert "no passage counts as gone over by consensus" in some.stderr
    assert by_code == 0
    assert gone_over(cli, *CONSENSUS) == 1


def test_it_is_one_event_that_undo_takes_back_and_is_not_made_twice(cli: Cli, desk: Path) -> None:
    before = len(json.loads(cli("log", "--format", "json").stdout))
    assert cli(*SETTLE).exit_code == 0
    assert cli(*SETTLE).exit_code == 0
    after = len(json.loads(cli("log", "--format", "json").stdout))

    assert after == before + 1
    assert cli("undo").exit_code == 0
    assert cli("report", "matrix", "--by", "source", *CONSENSUS).exit_code == 2
    assert cli("redo").exit_code == 0
    assert gone_over(cli, *CONSENSUS) == 1


def test_a_dry_run_settles_nothing(cli: Cli, desk: Path) -> None:
    before = cli("log", "--format", "json").stdout

    assert cli(*SETTLE, "--dry-run").exit_code == 0

    assert cli("log", "--format", "json").stdout == before


def test_agreement_with_it_is_on_settled_passages_and_called_none(cli: Cli, desk: Path) -> None:
    assert cli(*SETTLE).exit_code == 0

    report = agreement(cli, "--coder", "anna", *CONSENSUS)
    coders = agreement(cli, "--coder", "anna", "--coder", "anna@2")

    assert report["parameters"]["units"] == 1
    assert "consensus is a consensus, and no coder: agreement after it" in report["notes"][0]
    assert not any("coding resolve" in note for note in report["notes"])
    assert any("coding resolve" in note for note in coders["notes"])
    assert not any("agreement after" in note for note in coders["notes"])


def test_agreement_with_one_of_some_codes_says_what_to_do(cli: Cli, desk: Path) -> None:
    assert cli(*SETTLE, "--code", "tokenism").exit_code == 0

    report = agreement(cli, "--coder", "anna", *CONSENSUS)

    assert report["rows"] == []
    assert "without --code notes those in which nothing is open" in report["notes"][1]


def test_a_consensus_on_nothing_is_no_coder(cli: Cli, desk: Path) -> None:
    """All of its codings were taken out: it still is the layer that it was."""
    assert cli(*SETTLE, "--as", "strict").exit_code == 0
    number = max(c["id"] for c in json.loads(cli("coding", "list", "--format", "json").stdout))
    assert cli("coding", "remove", str(number)).exit_code == 0

    report = agreement(cli)

    assert report["parameters"]["coders"] == "anna, anna@2"
