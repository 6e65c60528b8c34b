"""``coding add --from``: all lines or none, and nothing of a line is lost without a word."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ethnocode.cli.main import app

Cli = Callable[..., Result]
TIN = {"source": "charis.txt", "code": "a", "quote": "the money in a tin"}


def added(cli: Cli, *lines: dict[str, Any] | str, options: tuple[str, ...] = ()) -> Result:
    """Write a file of these lines and take it in."""
    rows = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    Path("in.jsonl").write_bytes("\n".join([*rows, ""]).encode())
    return cli("coding", "add", "--from", "in.jsonl", *options)


def stored(cli: Cli) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(cli("coding", "list", "--format", "json").stdout)
    return found


@pytest.mark.parametrize(
    "other",
    [{"memo": "second"}, {"memo": "first", "properties": {"side": "left"}}, {"why": "second"}],
    ids=["memo", "values", "why"],
)
def test_a_line_that_says_otherwise_of_the_same_coding_is_refused_with_both_lines(
    cli: Cli, study: Path, other: dict[str, Any]
) -> None:
    refused = added(cli, {**TIN, "memo": "first"}, "", {**TIN, **other})

    assert (refused.exit_code, refused.stdout) == (3, "")
    assert "error[E250]: in.jsonl:3: " in refused.stderr
    assert "in.jsonl:1" in refused.stderr
    assert stored(cli) == []


def test_a_line_that_says_the_same_again_is_reported_with_its_line(cli: Cli, study: Path) -> None:
    said = {**TIN, "memo": "why", "properties": {"side": "left"}}
    start = (study / "charis.txt").read_text().index("the money")
    spanned = {**said, "start": start, "end": start + len(TIN["quote"])}
    del spanned["quote"]

    done = added(cli, said, spanned, {**said, "code": "b", "properties": {}})

    assert done.exit_code == 0
    assert "added 2, there already 1" in done.stderr
    assert "in.jsonl:2" in done.stderr
    assert [(c["code"], c["memo"], c["properties"]) for c in stored(cli)] == [
        ("a", "why", {"side": "left"}),
        ("b", "why", {}),
    ]


def test_json_lists_what_was_there_already_with_its_line(cli: Cli, study: Path) -> None:
    added(cli, TIN)

    done = added(cli, {**TIN, "code": "b"}, {**TIN, "code": "b"}, TIN, options=("--format", "json"))

    said = [(c["id"], c["code"], c["state"], c["where"]) for c in json.loads(done.stdout)]
    assert said == [
        (2, "b", "added", "in.jsonl:1"),
        (2, "b", "already", "in.jsonl:2"),
        (1, "a", "already", "in.jsonl:3"),
    ]


def test_json_of_one_coding_from_the_shell_names_no_line(cli: Cli, study: Path) -> None:
    done = cli("coding", "add", "charis.txt", "a", "--quote", "a tin", "--format", "json")

    assert [(c["state"], c["where"]) for c in json.loads(done.stdout)] == [("added", None)]


def test_another_memo_for_a_stored_coding_is_refused_with_the_line(cli: Cli, study: Path) -> None:
    added(cli, {**TIN, "memo": "first"})

    refused = added(cli, {**TIN, "code": "b"}, {**TIN, "memo": "second"})

    assert refused.exit_code == 3
    assert "in.jsonl:2: coding 1 is there already, with another memo" in " ".join(
        refused.stderr.split()
    )
    assert [c["memo"] for c in stored(cli)] == ["first"]


@pytest.mark.parametrize(
    "option",
    [
        ("--memo", "why"),
        ("--set", "side=left"),
        ("--quote", "a tin"),
        ("--span", "1:4"),
        ("--occurrence", "1"),
    ],
    ids=lambda option: option[0],
)
def test_an_option_that_a_file_would_leave_unheard_is_refused(
    cli: Cli, study: Path, option: tuple[str, str]
) -> None:
    refused = added(cli, TIN, options=option)

    assert refused.exit_code == 2
    assert option[0] in refused.stderr
    assert stored(cli) == []


@pytest.mark.parametrize("name", ["a\x1b[31m", " ", "x" * 500, "b\nc"])
def test_the_coder_of_a_line_is_a_name_that_can_be_read(cli: Cli, study: Path, name: str) -> None:
    refused = added(cli, TIN, {**TIN, "code": "b", "coder": name})

    assert refused.exit_code == 3
    assert "error[E250]: in.jsonl:2: " in refused.stderr
    assert stored(cli) == []


def test_a_coder_who_is_too_long_to_be_one_is_refused_on_the_command_line(
    cli: Cli, study: Path
) -> None:
    refused = added(cli, TIN, options=("--coder", "x" * 500))

    assert refused.exit_code == 2
    assert "--coder" in refused.stderr


def test_a_memo_is_made_plain_as_texts_are_and_may_hold_any_line_break(
    cli: Cli, study: Path
) -> None:
    memo = "One\x00 \x1b[31mtwo\u2028three\r\nfour"
    line = json.dumps({**TIN, "memo": memo}, ensure_ascii=False)
    assert "\u2028" in line

    done = added(cli, line)

    assert done.exit_code == 0
    assert [c["memo"] for c in stored(cli)] == ["One [31mtwo\nthree\nfour"]


def test_a_memo_from_the_shell_is_made_plain_too(cli: Cli, study: Path) -> None:
    cli("coding", "add", "charis.txt", "a", "--quote", "a tin", "--memo", "\x1b[31mred\x07")

    assert [c["memo"] for c in stored(cli)] == ["[31mred"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (json.dumps(TIN)[:-1] + ', "code": "b"}', "'code' is there twice"),
        (
            json.dumps(TIN)[:-1] + ', "properties": {"side": "left", "side": "right"}}',
            "'side' is there twice",
        ),
        (json.dumps({**TIN, "properties": {"colour": "red"}}), "no property 'colour'"),
        (json.dumps({**TIN, "properties": {"side": "up"}}), "'up' is not a value"),
        (json.dumps({**TIN, "memo": "\ud800"}), "'memo' is not Unicode text"),
        (json.dumps({**TIN, "properties": {"side": "\ud800"}}), "'properties' is not Unicode"),
    ],
    ids=["key", "property", "unknown property", "value", "half a character", "half in a value"],
)
def test_a_bad_line_is_refused_with_its_number(cli: Cli, study: Path, line: str, says: str) -> None:
    refused = added(cli, {**TIN, "code": "b"}, line)

    assert refused.exit_code == 3
    assert "in.jsonl:2: " in refused.stderr
    assert says in refused.stderr
    assert stored(cli) == []


def test_a_minus_reads_the_lines_from_standard_input(cli: Cli, study: Path) -> None:
    lines = json.dumps(TIN) + "\n" + json.dumps({**TIN, "code": "none"}) + "\n"

    runner = CliRunner()
    refused = runner.invoke(app, ["coding", "add", "--from", "-"], input=lines.encode())
    first = lines.splitlines()[0].encode()
    done = runner.invoke(app, ["coding", "add", "--from", "-"], input=first)

    assert refused.exit_code == 3
    assert "standard input:2: " in refused.stderr
    assert done.exit_code == 0
    assert [c["code"] for c in stored(cli)] == ["a"]
