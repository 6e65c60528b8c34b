"""``codebook add`` and ``move`` through the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Cli = Callable[..., Result]


def text_of(study: Path) -> str:
    return (study / "codebook.yaml").read_bytes().decode()


def started_with(study: Path) -> str:
    """Return the codebook that the study was started with."""
    return (study / "codebook-in.yaml").read_text()


def test_a_code_is_added_with_all_that_is_said_of_it(cli: Cli, study: Path) -> None:
    path = study / "codebook.yaml"
    path.write_bytes(text_of(study).replace("\n", "\r\n").encode() + b"sources: {J2015: June}\r\n")
    before = text_of(study)

    done = cli(
        *("codebook", "add", "till_money", "--after", "a", "--name", "Money", "--definition"),
        *(
            "Kept: in\n a tin.",
            "--include",
            "coins",
            "--include",
            "notes: any",
            "--exclude",
            "cards",
        ),
        *("--near", "b=b is not money", "--phrase", "in a tin", "--lemma", "coin"),
        *("--property", "side=left,right", "--source", "J2015"),
    )

    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr == "added till_money\nnamed as near by b too, with the same sentence\n"
    added = """\
  - id: till_money
    name: Money
    definition: "Kept: in a tin."
    include:
      - coins
      - "notes: any"
    exclude: [cards]
    near:
      - {code: b, tell_apart: "b is not money"}
    properties: {side: [left, right]}
    cues: {phrases: ["in a tin"], lemmas: [coin]}
    sources: [J2015]
"""
    back = '    near:\n      - {code: till_money, tell_apart: "b is not money"}\n'
    assert text_of(study) == before.replace(
        "  - id: b\r\n", added.replace("\n", "\r\n") + "  - id: b\r\n"
    ).replace(
        "    definition: The other one.\r\n",
        "    definition: The other one.\r\n" + back.replace("\n", "\r\n"),
    )
    assert cli("coding", "add", "charis.txt", "till_money", "--quote", "in a tin").exit_code == 0
    cli("undo", "2")
    assert text_of(study) == before


@pytest.mark.parametrize(
    ("arguments", "where"),
    [
        (("b.d",), "      - id: d\n        name: D\n"),
        (("d", "--under", "b"), "      - id: d\n        name: D\n"),
        (("d", "--after", "b.c"), "      - id: d\n        name: D\n"),
        (("d",), "  - id: d\n    name: D\n"),
    ],
)
def test_a_code_is_added_where_it_belongs(
    cli: Cli, study: Path, arguments: tuple[str, ...], where: str
) -> None:
    tried = cli("codebook", "add", *arguments, "--definition", "New.", "--dry-run")
    assert text_of(study) == started_with(study)

    done = cli("codebook", "add", *arguments, "--definition", "New.")

    added = where + where.splitlines()[1].replace("name: D", "definition: New.") + "\n"
    assert text_of(study) in (
        started_with(study) + added.replace("New.", '"New."'),
        started_with(study) + added,
    )
    assert tried.stdout.splitlines()[3:] == [
        "+" + line for line in text_of(study).splitlines()[-3:]
    ]
    assert done.stderr == tried.stderr.replace("would add", "added")


def test_a_first_code_is_added_to_an_empty_codebook(cli: Cli, tmp_path: Path) -> None:
    assert cli("init", ".", "--codebook", "power").exit_code == 0

    for id_ in ("agency.mine", "first"):
        assert cli("codebook", "add", id_, "--definition", "Own.").exit_code == 0

    assert text_of(tmp_path).endswith(
        "\ncodes:\n  - id: agency.mine\n    name: Mine\n    definition: Own.\n"
        "  - id: first\n    name: First\n    definition: Own.\n"
    )
    assert '"agency.mine"' in cli("codebook", "show", "--format", "json").stdout


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("a",), 3, "'a' is the id of another code"),
        (("A",), 3, "'A' is not an id"),
        (("b.",), 3, "'b.' is not an id"),
        (("c", "--under", "bb"), 3, "the codebook has no code 'bb'"),
        (("bb.c",), 3, "the codebook has no code 'bb'"),
        (("b.c",), 3, "'b.c' is the id of another code"),
        (("a.d", "--under", "b"), 2, "cannot be directly below 'a' and 'b'"),
        (("b.d", "--after", "a"), 2, "cannot be directly below the top and 'b'"),
        (("d", "--after", "x"), 3, "no code 'x'"),
        (("d", "--near", "a"), 2, "--near 'a' is not NAME=VALUE"),
        (("d", "--near", "x=no"), 3, "no code 'x'"),
        (("d", "--near", "a=x", "--near", "a=y"), 2, "--near names one code twice"),
        (("d", "--include", " "), 2, "--include is blank"),
        (("d", "--property", "side=a,,b"), 2, "a value of --property side is blank"),
        (("d", "--property", "side=a,a"), 2, "says something twice"),
        (("d", "--source", "J"), 3, "the codebook lists no source 'J'"),
        (("d", "--definition", " "), 2, "--definition is blank"),
    ],
)
def test_what_cannot_be_added_is_said_in_a_line(
    cli: Cli, study: Path, arguments: tuple[str, ...], status: int, message: str
) -> None:
    database = (study / "ethnocode.db").read_bytes()

    refused = cli("codebook", "add", "--definition", "New.", *arguments)

    assert (refused.exit_code, refused.stdout) == (status, "")
    assert message in refused.stderr
    assert text_of(study) == started_with(study)
    assert (study / "ethnocode.db").read_bytes() == database


def test_an_alias_cannot_be_defined_again(cli: Cli, study: Path) -> None:
    cli("codebook", "rename", "a", "x")

    refused = cli("codebook", "add", "a", "--definition", "New.")

    assert refused.exit_code == 3
    assert "'a' is an alias of 'x'" in refused.stderr


def test_a_move_says_what_followed_and_that_it_was_taken_back(cli: Cli, study: Path) -> None:
    cli("coding", "add", "charis.txt", "b.c", "--quote", "in a tin")

    there = cli("codebook", "move", "b", "--under", "a")
    back = cli("codebook", "move", "a.b", "--top")
    tried = cli("codebook", "move", "a", "--after", "b", "--dry-run")

    assert there.stderr == (
        "moved b to a.b with 1 code below it: 1 coding, 0 references; 'b' stays as an alias\n"
    )
    assert back.stderr == (
        "moved a.b to b with 1 code below it: 1 coding, 0 references; "
        "'a.b' goes, for 'b' was the id before\n"
    )
    assert text_of(study) == started_with(study)
    assert tried.stderr == "would move a among its siblings: no id changes\n"
    assert tried.stdout.splitlines()[3] == "-  - id: a"
    assert cli("codebook", "move", "b").exit_code == 2
    assert cli("codebook", "move", "b", "--under", "b.c").exit_code == 3
