"""What the option parser refuses: one line that names the value, and what to type instead."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from typer.testing import Result

Cli = Callable[..., Result]

MISTYPED = [
    (
        ("report", "cooccurrence", "--relation", "bef"),
        "--relation 'bef' is not one of overlap, equal, within, encloses, near, before, unit",
        "did you mean before?",
    ),
    (
        ("report", "cooccurrence", "--relation", "q"),
        "--relation 'q' is not one of overlap, equal, within, encloses, near, before, unit",
        "'ethnocode report cooccurrence --help' says what there is",
    ),
    (("report", "frequency", "--level", "0"), "--level 0 is too small", "1 is the least"),
    (("report", "cooccurrence", "--dpi", "601"), "--dpi 601 is too large", "600 is the most"),
    (
        ("report", "frequency", "--level", "x"),
        "--level 'x' is no whole number",
        "'ethnocode report frequency --help' says what there is",
    ),
    (
        ("report", "frequency", "--wave", "z"),
        "--wave 'z' is no whole number",
        "'ethnocode report frequency --help' says what there is",
    ),
    (
        ("report", "frequency", "--lvel", "1"),
        "no such option: --lvel",
        "did you mean --level?",
    ),
    (
        ("report", "frequency", "--level"),
        "option '--level' requires an argument",
        "'ethnocode --help' says what there is",
    ),
    (
        ("report", "strip"),
        "missing argument 'source'",
        "'ethnocode report strip --help' says what there is",
    ),
    (("report", "frequncy"), "no such command 'frequncy'", "did you mean frequency?"),
    (("reprt",), "no such command 'reprt'", "did you mean report?"),
    (("--projet", "x", "status"), "no such option: --projet", "did you mean --project?"),
]


@pytest.mark.parametrize(("words", "message", "hint"), MISTYPED)
def test_a_mistyped_command_is_told_in_one_line_with_what_to_type(
    cli: Cli, words: tuple[str, ...], message: str, hint: str
) -> None:
    result = cli(*words)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"ethnocode: error[E010]: {message}\n  hint: {hint}\n"


@pytest.mark.parametrize("spelled", [("--format", "json"), ("--format=json",), ("-f", "json")])
@pytest.mark.parametrize(("words", "message", "hint"), MISTYPED)
def test_a_mistyped_command_that_asks_for_json_is_told_in_one_object(
    cli: Cli, words: tuple[str, ...], message: str, hint: str, spelled: tuple[str, ...]
) -> None:
    head, last = (words[:2], words[2:]) if words[0] == "report" else (words, ())

    result = cli(*head, *spelled, *last)

    assert (result.exit_code, result.stdout) == (2, "")
    told = json.loads(result.stderr)
    assert told == {"error": "E010", "message": message, "where": "", "hint": hint}


@pytest.mark.parametrize("number", ["9223372036854775808", "9" * 40])
def test_a_number_that_no_row_can_have_is_too_large(cli: Cli, number: str) -> None:
    result = cli("report", "frequency", "--level", number)

    assert result.exit_code == 2
    assert result.stderr.startswith(f"ethnocode: error[E010]: --level {number} is too large\n")
    assert "9,223" not in result.stderr


def test_the_help_names_bounds_only_where_they_bind(cli: Cli) -> None:
    told = cli("report", "cooccurrence", "--help").stdout

    assert "9223372036854775807" not in told
    assert "[x>=1]" in told
    assert "48<=x<=600" in told


def test_a_group_alone_prints_its_help(cli: Cli) -> None:
    result = cli("report")

    assert result.stderr.startswith("Usage: ")
    assert "error" not in result.stderr
