"""Markup, escapes, HTML and formulas in any text are shown as text everywhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Cli = Callable[..., Result]

HOSTILE = (
    "[bold red]not bold[/]",
    "[link=file:///etc]here[/link]",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "=HYPERLINK(1)",
    "+1+1",
    "@SUM(1)",
    "-2+3",
    "a|b|c",
    "**loud** `code`",
    "\u202ereversed",
)
TERMINAL = ("\x1b[31mred", "\x1b]0;title\x07", "bell\x07", "back\x08space", "\x9b31m")
"""Control characters do not survive ingest; they can stand in names and memos only."""


def text_with(strings: tuple[str, ...]) -> str:
    turns = [f"Maud: Well, {words} is what she said." for words in strings]
    return "\n\n".join(["Interview with Maud 1.2.15", *turns]) + "\n"


@pytest.fixture
def project(cli: Cli, tmp_path: Path) -> Path:
    names = [
        f"  - {{id: c{n}, name: {json.dumps(w)}, definition: D.}}" for n, w in enumerate(HOSTILE)
    ]
    book = "\n".join(["ethnocode: 1", "id: h", "version: 1.0.0", "codes:", *names[:-1]]) + "\n"
    (tmp_path / "book.yaml").write_text(book)
    assert cli("init", "p", "--codebook", "book.yaml", "--name", HOSTILE[0]).exit_code == 0
    (tmp_path / "=cmd [red].txt").write_text(text_with(HOSTILE + TERMINAL))
    assert cli("-p", "p", "ingest", "=cmd [red].txt").exit_code == 0
    for n, words in enumerate(HOSTILE[:-1]):
        memo = TERMINAL[n % len(TERMINAL)]
        arguments = ("coding", "add", "=cmd [red].txt", f"c{n}", "--quote", words, "--memo", memo)
        assert (
            cli("-p", "p", *arguments, "--coder", f"coder{n % len(TERMINAL)} [red]x[/]").exit_code
            == 0
        )
    return tmp_path / "p"


COMMANDS = (
    ("source", "list"),
    ("source", "show", "=cmd [red].txt"),
    ("codebook", "show"),
    ("codebook", "show", "c0"),
    ("codebook", "lint"),
    ("coding", "list"),
    ("search", "she"),
    ("status",),
    ("log",),
    ("check",),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_nothing_that_acts_on_a_terminal_is_printed(
    cli: Cli, project: Path, command: tuple[str, ...]
) -> None:
    result = cli("-p", "p", *command)

    said = result.stdout + result.stderr
    assert result.exit_code in (0, 1)
    assert not [c for c in said if ord(c) < 32 and c != "\n"]
    assert not [c for c in said if 0x7F <= ord(c) <= 0x9F or c in "\u202e\u2066"]


@pytest.mark.parametrize("command", [c for c in COMMANDS if c[0] not in ("search", "check")])
def test_json_gives_back_the_very_words(cli: Cli, project: Path, command: tuple[str, ...]) -> None:
    result = cli("-p", "p", *command, "--format", "json")

    json.loads(result.stdout)
    assert "\x1b" not in result.stdout


def test_quotes_are_listed_as_they_are_written(cli: Cli, project: Path) -> None:
    codings = json.loads(cli("-p", "p", "coding", "list", "--format", "json").stdout)

    assert sorted(c["quote"] for c in codings) == sorted(HOSTILE[:-1])
    assert "[bold red]not bold[/]" in cli("-p", "p", "coding", "list").stdout


def test_an_html_report_has_no_live_markup_and_a_csv_no_live_formula(
    cli: Cli, project: Path
) -> None:
    coder = ("--coder", "coder0 [red]x[/]")
    page = cli("-p", "p", "report", "frequency", *coder, "--format", "html").stdout
    sheet = cli("-p", "p", "report", "frequency", *coder, "--format", "csv").stdout

    assert page.count("<script") == 1  # its own, which the policy names by its hash
    assert "<img" not in page
    assert "\x1b" not in page + sheet
    assert not [line for line in sheet.splitlines() if line.startswith(("=", "+", "@", "-"))]
