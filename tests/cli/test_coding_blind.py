"""Blind sheets: whose passages are drawn, for whom, and files that are not written over."""

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
TALK = """\
# At the hall

RESEARCHER: Who asked you in?

HETTY: They ticked the box.

COLIN: We asked everyone.

RESEARCHER: And then?

HETTY: It rained.
"""
HETTY = ["They ticked the box.", "It rained."]
ROSTER = """\
persons:
  - {pseudonym: Hetty, group: resident, aliases: [HETTY]}
  - {pseudonym: Colin, group: council, aliases: [COLIN]}
"""


@pytest.fixture
def desk(cli: Cli, tmp_path: Path) -> Path:
    """An interview of five turns below a heading, in which anna has coded one."""
    (tmp_path / "talk.md").write_text(TALK)
    (tmp_path / "book.yaml").write_text(CODEBOOK)
    (tmp_path / "roster.yaml").write_text(ROSTER)
    assert cli("init", ".", "--codebook", "book.yaml").exit_code == 0
    assert cli("person", "import", "roster.yaml").exit_code == 0
    assert cli("ingest", "talk.md", "--kind", "interview").exit_code == 0
    added = cli(
        *("coding", "add", "talk.md", "tokenism", "--quote", "They ticked the box."),
        *("--coder", "anna"),
    )
    assert added.exit_code == 0, added.stderr
    return tmp_path


def drawn(cli: Cli, *options: str) -> list[dict[str, Any]]:
    result = cli("coding", "sample", "--blind", "--share", "100%", "--format", "json", *options)
    assert result.exit_code == 0, result.stderr
    sheet: list[dict[str, Any]] = json.loads(result.stdout)
    return sheet


def log(cli: Cli) -> str:
    return cli("log", "--format", "json").stdout


def test_a_heading_is_no_passage_to_draw(cli: Cli, desk: Path) -> None:
    words = [row["words"] for row in drawn(cli, "--coder", "anna")]

    assert len(words) == 5
    assert not any("At the hall" in one for one in words)


@pytest.mark.parametrize(
    "filters", [("--person", "Hetty"), ("--group", "resident"), ("--speaker", "HETTY")]
)
def test_only_what_some_say_is_drawn(cli: Cli, desk: Path, filters: tuple[str, str]) -> None:
    words = [row["words"] for row in drawn(cli, "--coder", "anna", *filters)]

    assert [one.removeprefix("HETTY: ") for one in words] == HETTY


def test_an_unknown_person_is_named_and_nothing_is_drawn(cli: Cli, desk: Path) -> None:
    before = log(cli)

    result = cli("coding", "sample", "--blind", "--coder", "anna", "--person", "Heddy")

    assert result.exit_code == 2
    assert "did you mean Hetty?" in result.stderr
    assert log(cli) == before


def test_agreement_is_on_what_some_say(cli: Cli, desk: Path) -> None:
    """Of two turns of hers anna coded one; ben coded it too, and Colin's, which is not asked."""
    for quote in ("They ticked the box.", "We asked everyone."):
        added = cli(
            *("coding", "add", "talk.md", "tokenism", "--quote", quote, "--coder", "ben"),
        )
        assert added.exit_code == 0
    options = ("--format", "json", "--bootstrap", "0")

    whole = json.loads(cli("report", "agreement", *options).stdout)
    hers = json.loads(cli("report", "agreement", "--person", "Hetty", *options).stdout)

    assert len(whole["rows"]) == 1
    assert hers["rows"] == []
    assert hers["parameters"]["person"] == "Hetty"
    assert hers["parameters"]["units"] == 2
    (table,) = (one for one in hers["tables"] if one["name"] == "codes")
    (row,) = table["rows"]
    assert [row[key] for key in ("both", "only_first", "only_second", "neither")] == [1, 0, 0, 1]
    assert [row[key] for key in ("percent", "alpha", "u_alpha")] == [1, 1, 1]
    turns = sum(len(f"HETTY: {words}") for words in HETTY)
    assert hers["parameters"]["characters"] == turns


def test_another_person_is_given_a_blind_sheet_under_a_name_of_its_own(
    cli: Cli, desk: Path
) -> None:
    alone = cli("coding", "sample", "--blind", "--coder", "ben")
    sheet = drawn(cli, "--coder", "ben", "--of", "anna")
    again = drawn(cli, "--coder", "anna", "--of", "anna")

    assert alone.exit_code == 2
    assert "--of CODER draws" in alone.stderr
    assert len(sheet) == 5
    assert {row["coder"] for row in sheet} == {"ben@1"}
    assert {row["coder"] for row in again} == {"anna@2"}
    wrong = cli("coding", "sample", "--coder", "ben")
    assert "did you mean ben@1?" in wrong.stderr


@pytest.mark.parametrize("who", ["ben", "ben@1"])
def test_what_others_coded_there_is_kept_back_from_him_until_he_has_coded(
    cli: Cli, desk: Path, monkeypatch: pytest.MonkeyPatch, who: str
) -> None:
    drawn(cli, "--coder", "ben", "--of", "anna")
    monkeypatch.setenv("ETHNOCODE_CODER", who)
    before = cli("coding", "list", "--format", "json")
    hits = json.loads(cli("search", "box", "--format", "json").stdout)

    assert cli("coding", "sample", "--coder", "ben@1", "--nothing", "rest").exit_code == 0

    assert json.loads(before.stdout) == []
    assert f"kept back: 1 coding by others in passages that {who} is to code" in before.stderr
    assert [hit["codes"] for hit in hits] == [[]]
    assert len(json.loads(cli("coding", "list", "--format", "json").stdout)) == 1


def test_her_first_codings_are_not_kept_back_from_her_own_name(
    cli: Cli, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn(cli, "--coder", "anna")
    monkeypatch.setenv("ETHNOCODE_CODER", "anna")

    assert len(json.loads(cli("coding", "list", "--format", "json").stdout)) == 1


def test_a_sheet_is_not_written_over(cli: Cli, desk: Path) -> None:
    draw = ("coding", "sample", "--blind", "--coder", "anna", "--output", "s.csv")
    assert cli(*draw).exit_code == 0
    Path("s.csv").write_text("filled in")
    before = log(cli)

    for options in (
        draw,
        (*draw, "--dry-run"),
        ("coding", "sample", "--coder", "anna@2", "-o", "s.csv"),
    ):
        result = cli(*options)

        assert result.exit_code == 2
        assert "there is a file 's.csv' already" in result.stderr
    assert Path("s.csv").read_text() == "filled in"
    assert log(cli) == before


def test_a_dry_run_writes_no_sheet(cli: Cli, desk: Path) -> None:
    result = cli(
        *("coding", "sample", "--blind", "--coder", "anna", "--output", "s.csv", "--dry-run")
    )

    assert result.exit_code == 0
    assert not Path("s.csv").exists()
    assert "would write s.csv" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-8"])
def test_a_sheet_saved_as_unicode_text_is_read(cli: Cli, desk: Path, encoding: str) -> None:
    (row, *_) = drawn(cli, "--coder", "anna", "--person", "Hetty")
    text = f"passage\tcoder\twords\tcodes\n{row['passage']}\tanna@2\t{row['words']}\thabitus\n"
    Path("s.txt").write_bytes(text.encode(encoding))

    result = cli("coding", "sample", "--from", "s.txt")

    assert result.exit_code == 0, result.stderr
    assert "added 1 coding" in result.stderr


def test_a_sheet_in_an_older_encoding_is_refused_with_what_to_save_it_as(
    cli: Cli, desk: Path
) -> None:
    Path("s.csv").write_bytes("passage,coder,codes\n1,ännä,-\n".encode("cp1252"))

    result = cli("coding", "sample", "--from", "s.csv")

    assert result.exit_code == 3
    assert "save it as 'CSV UTF-8'" in result.stderr


def test_a_dry_run_of_a_filled_sheet_says_what_it_would_bring(cli: Cli, desk: Path) -> None:
    (row, *_) = drawn(cli, "--coder", "anna", "--person", "Hetty")
    Path("good.json").write_text(json.dumps([{**row, "codes": ["habitus"]}]))
    Path("bad.json").write_text(json.dumps([{**row, "codes": ["habbitus"]}]))
    before = log(cli)

    good = cli("coding", "sample", "--from", "good.json", "--dry-run")
    bad = cli("coding", "sample", "--from", "bad.json", "--dry-run")

    assert good.exit_code == 0, good.stderr
    assert "1 passage filled in, would add 1 coding\n1 passage not gone over" in good.stderr
    assert bad.exit_code == 3
    assert "habbitus" in bad.stderr
    assert log(cli) == before
