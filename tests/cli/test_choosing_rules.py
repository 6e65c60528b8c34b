"""Rules selected, ignored, re-graded and allowed; what remains drives the exit status."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Cli = Callable[..., Result]

BOOK = """\
codes:
  - id: a
    definition: Somebody waits for word.
    include: [x]
    exclude: [y]
    near: [{code: b}]
  - id: b
"""
"""CB013 at 2 and 7, CB015 and CB007 at 6, CB004 and CB006 at 7."""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "book.yaml").write_text(BOOK)
    return tmp_path / "book.yaml"


def found(result: Result) -> list[str]:
    return [f"{f['line']} {f['rule']} {f['severity']}" for f in json.loads(result.stdout or "[]")]


def lint(cli: Cli, *arguments: str) -> Result:
    return cli("codebook", "lint", *arguments, "--format", "json")


def test_select_and_ignore_take_ids_names_beginnings_and_commas(cli: Cli, book: Path) -> None:
    everything = ["2 CB013 warning", "6 CB007 warning", "6 CB015 warning"]
    everything += ["7 CB004 error", "7 CB006 warning", "7 CB013 warning"]

    assert found(lint(cli, "book.yaml")) == everything
    assert found(lint(cli, "book.yaml", "--select", "CB")) == everything
    assert found(lint(cli, "book.yaml", "--select", "CB007,missing-definition")) == [
        "6 CB007 warning",
        "7 CB004 error",
    ]
    assert found(lint(cli, "book.yaml", "--select", "cb015", "--select", "CB004")) == [
        "6 CB015 warning",
        "7 CB004 error",
    ]
    assert found(lint(cli, "book.yaml", "--ignore", "CB01", "--ignore", "CB004,CB006")) == [
        "6 CB007 warning"
    ]
    assert found(lint(cli, "book.yaml", "--select", "CB00", "--ignore", "CB006")) == [
        "6 CB007 warning",
        "7 CB004 error",
    ]


def test_what_is_ignored_does_not_fail_the_check(cli: Cli, book: Path) -> None:
    assert lint(cli, "book.yaml").exit_code == 1
    assert lint(cli, "book.yaml", "--ignore", "CB004").exit_code == 0
    assert lint(cli, "book.yaml", "--ignore", "CB004", "--strict").exit_code == 1
    assert lint(cli, "book.yaml", "--select", "CB005", "--strict").exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--select", "CB0O4"), "no rule is called 'CB0O4'"),
        (("--ignore", "one-way-neer"), "did you mean one-way-near"),
        (("--select", "CB004,"), "--select names no rule"),
        (("--ignore", ""), "--ignore names no rule"),
        (("--select", "CD001"), "no rule is left to run"),
        (("--select", "CB004", "--ignore", "CB"), "no rule is left to run"),
        (("--ignore", "CB019"), "CB019 not-yaml cannot be ignored"),
        (("--dry-run",), "--dry-run is for --fix"),
        (("--fix", "--dry-run", "--format", "json"), "and no findings"),
        (("--fix", "--dry-run", "--output", "x.txt"), "and no findings"),
    ],
)
def test_a_choice_that_makes_no_sense_is_refused(
    cli: Cli, book: Path, arguments: tuple[str, ...], words: str
) -> None:
    result = cli("codebook", "lint", "book.yaml", *arguments)

    assert result.exit_code == 2
    assert words in " ".join(result.stderr.split())
    assert result.stdout == ""


def test_a_file_that_cannot_be_read_fails_whatever_is_selected(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("# allow CB019: never mind\ncodes: [\n")

    result = lint(cli, "bad.yaml", "--select", "CB007", "--ignore", "CB")
    assert result.exit_code == 2
    result = lint(cli, "bad.yaml", "--select", "CB007")
    assert result.exit_code == 1
    assert {line.split()[1] for line in found(result)} == {"CB019"}


def set_checks(folder: Path, section: str) -> None:
    path = folder / "ethnocode.yaml"
    path.write_text(path.read_text() + "checks:\n" + section)


def test_settings_choose_and_regrade_and_the_command_line_goes_before_them(
    cli: Cli, toy: Path
) -> None:
    """The toy source has no date: SR001 is a warning, and fails nothing."""
    assert cli("check", "--select", "SR").exit_code == 0
    set_checks(toy, "  select: [SR]\n  severity: {SR: error}\n")

    result = cli("check", "--format", "json")
    assert (found(result), result.exit_code) == (["0 SR001 error"], 1)
    assert cli("check", "--ignore", "SR").exit_code == 2  # nothing is left
    assert cli("check", "--select", "SR002").exit_code == 0
    result = cli("codebook", "lint", "--format", "json")  # no rule for codebooks is selected
    assert (found(result), result.exit_code) == ([], 0)


def test_settings_that_ignore_are_set_aside_by_what_is_selected(cli: Cli, toy: Path) -> None:
    set_checks(toy, "  ignore: [CB, CD, SR001]\n")

    assert found(cli("check", "--format", "json")) == []
    assert found(cli("check", "--select", "SR", "--format", "json")) == ["0 SR001 warning"]


def test_the_most_exact_severity_counts_and_what_cannot_be_read_stays_an_error(
    cli: Cli, toy: Path
) -> None:
    set_checks(toy, "  severity: {undated-source: warning, SR: error, CB: warning}\n")

    assert found(cli("check", "--select", "SR", "--format", "json")) == ["0 SR001 warning"]
    (toy / "codebook.yaml").write_text("codes: [\n")
    result = cli("codebook", "lint", "--format", "json")
    assert {line.split()[2] for line in found(result)} == {"error"}


def test_bare_files_know_no_settings_even_inside_a_project(cli: Cli, toy: Path, book: Path) -> None:
    before = found(lint(cli, "book.yaml"))
    set_checks(toy, "  ignore: [CB]\n")

    assert found(lint(cli, "book.yaml")) == before != []


def test_an_allowance_in_the_settings_lets_be_and_says_when_it_is_idle(cli: Cli, toy: Path) -> None:
    set_checks(
        toy,
        "  select: [SR, CB032, CB033]\n"
        "  allow:\n"
        "    - {rule: SR001, where: toy.txt, because: nobody knows when}\n",
    )
    assert cli("check").stdout == ""

    set_checks(toy, "")
    text = (toy / "ethnocode.yaml").read_text().removesuffix("checks:\n")
    line = text.count("\n")
    (toy / "ethnocode.yaml").write_text(text.replace("toy.txt,", "roy.txt,"))
    result = cli("check")
    assert f"ethnocode.yaml:{line}:7: CB032 warning: SR001 undated-source finds nothing" in (
        result.stdout
    )
    assert "toy.txt: SR001 warning" in result.stdout
    (toy / "ethnocode.yaml").write_text(text.replace(", because: nobody knows when", ""))
    result = cli("check")
    assert f"ethnocode.yaml:{line}:7: CB033 error: SR001 is to be allowed" in result.stdout
    assert "(write 'because: why', or mend what it finds)" in result.stdout
    assert "toy.txt: SR001 warning" in result.stdout
    assert result.exit_code == 1


def test_an_allowance_for_another_line_of_the_codebook_names_that_line(cli: Cli, toy: Path) -> None:
    allow = "  allow:\n    - {rule: CD004, where: 'codebook.yaml:1', because: not yet}\n"

    set_checks(toy, "  select: [CD004, CB032]\n" + allow)

    assert "CB032 warning: CD004 unused-code finds nothing in 'codebook.yaml:1'" in (
        cli("check").stdout
    )


def test_of_rules_that_were_not_run_no_allowance_is_idle(cli: Cli, toy: Path) -> None:
    set_checks(
        toy,
        "  allow:\n"
        "    - {rule: SR002, because: none speaks}\n"
        "    - {rule: CB011, where: codebook.yaml:3, because: both say so}\n",
    )
    lint_found = found(cli("codebook", "lint", "--select", "CB032", "--format", "json"))
    check_found = found(cli("check", "--select", "CB032", "--format", "json"))

    assert [line.split()[1] for line in lint_found] == ["CB032"]
    assert [line.split()[1] for line in check_found] == ["CB032", "CB032"]


def test_a_finding_about_the_study_at_a_line_of_the_codebook_is_allowed_by_a_comment(
    cli: Cli, toy: Path
) -> None:
    """'c' is used by no coding: CD004 at its line, until a comment there allows it."""
    path = toy / "codebook.yaml"
    select = ("check", "--select", "CD004,CB032", "--format", "json")
    line = (
        path.read_text()
        .splitlines()
        .index("      - {id: c, name: Third, definition: Below the other one.}")
        + 1
    )
    assert found(cli(*select)) == [f"{line} CD004 warning"]

    path.write_text(
        path.read_text()
        .replace("one.}", "one.} # allow CD004: from the pilot")
        .replace("- id: a", "- id: a  # allow unused-code: for later")
    )
    a = path.read_text().splitlines().index("  - id: a  # allow unused-code: for later") + 1

    assert found(cli(*select)) == [f"{a} CB032 warning"]
    lint_found = cli("codebook", "lint", "--select", "CB032", "--format", "json")
    assert found(lint_found) == []


@pytest.mark.parametrize("where", ["comment", "settings"])
def test_what_cannot_be_judged_before_coding_has_begun_can_be_allowed_beforehand(
    cli: Cli, study: Path, where: str
) -> None:
    path = study / "codebook.yaml"
    if where == "comment":
        path.write_text(path.read_text().replace("- id: a", "- id: a  # allow CD004: soon", 1))
    else:
        set_checks(study, "  allow: [{rule: CD004, where: codebook.yaml, because: soon}]\n")
    select = ("check", "--select", "CD004,CB032", "--format", "json")

    assert found(cli(*select)) == []
    assert cli("coding", "add", "charis.txt", "a", "--span", "0:5").exit_code == 0

    rules = [line.split()[1] for line in found(cli(*select))]
    assert rules.count("CB032") == (where == "comment")
    assert ("CD004" in rules) == (where == "comment")


def begun(cli: Cli, study: Path, *, allowed: str) -> list[str]:
    """A study of fifteen codes and one coding, with a comment at one of the others."""
    lines = ["codes:", *(f"  - id: {letter}" for letter in "abcdefghijklmno")]
    lines = [line + "  # allow CD004: soon" * (line[-1] == allowed) for line in lines]
    (study / "codebook.yaml").write_text("\n".join(lines) + "\n")
    assert cli("coding", "add", "charis.txt", "a", "--span", "0:5").exit_code == 0
    return found(cli("check", "--select", "CD004,CB032", "--format", "json"))


@pytest.mark.parametrize(("allowed", "line"), [("b", 4), ("f", 3)])
def test_an_allowed_finding_neither_speaks_for_many_others_nor_is_idle_among_them(
    cli: Cli, study: Path, allowed: str, line: int
) -> None:
    assert begun(cli, study, allowed=allowed) == [f"{line} CD004 warning"]


def test_a_source_may_go_undated_where_many_others_do(cli: Cli, study: Path) -> None:
    for number in range(12):
        (study / f"n{number:02}.txt").write_text(f"Rain on day {number}.")
    assert cli("ingest", *(f"n{number:02}.txt" for number in range(12))).exit_code == 0
    settings = (study / "ethnocode.yaml").read_text()
    for number in (0, 5):
        set_checks(
            study,
            "  select: [SR001, CB032]\n"
            f"  allow: [{{rule: SR001, where: n{number:02}.txt, because: lost}}]\n",
        )
        records = json.loads(cli("check", "--format", "json").stdout)

        assert [record["rule"] for record in records] == ["SR001"]
        assert (records[0]["path"] == "n00.txt") == (number != 0)
        (study / "ethnocode.yaml").write_text(settings)
