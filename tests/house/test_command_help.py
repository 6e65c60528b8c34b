"""Every command, group and option says what it is for, and every command shows how."""

import shlex
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import pytest
import typer
from command_table import Listed, commands
from inspect_tree import assert_none
from typer.testing import CliRunner

from ethnocode.cli.main import COMMANDS, app

PROGRAM = "ethnocode"
HEADING = "Examples:"
SHELL_SIGNS = {"|", ">", "&&", "<"}


def without_help(listed: Iterable[Listed]) -> list[str]:
    """Return commands, groups, arguments and options that have no help."""
    found = []
    for each in listed:
        if not each.short:
            found.append(f"{each.name}: no help")
        found += [
            f"{each.name}: no help for {'/'.join(param.opts)}"
            for param in each.command.params
            if not (param.help or "").strip()
        ]
    return found


def faulty_examples(listed: Iterable[Listed]) -> list[str]:
    """Return commands whose help shows no example, or one of another command or option."""
    found = []
    for each in listed:
        if not each.runs or not each.path:
            continue
        lines = examples_of(each.command.help or "")
        if not lines:
            found.append(f"{each.name}: no examples")
        found += [f"{each.name}: {line}" for line in lines if not _is_call_of(each, line)]
    return found


def examples_of(text: str) -> list[str]:
    """Return the indented lines under the heading."""
    _, _, below = text.partition(f"\n{HEADING}\n")
    lines = below.split("\n\n")[0].splitlines()
    return [line.strip() for line in lines if line.startswith("  ")]


def failing_help(app_: typer.Typer, paths: Iterable[Sequence[str]]) -> list[str]:
    """Return commands for which ``-h`` or ``--help`` does not print their help."""
    found = []
    for path in paths:
        for option in ("-h", "--help"):
            done = CliRunner().invoke(app_, [*path, option], prog_name=PROGRAM)
            usage = " ".join((f"Usage: {PROGRAM}", *path))
            if done.exit_code or not done.stdout.lstrip().startswith(usage):
                found.append(" ".join((*path, option)))
    return found


def _is_call_of(listed: Listed, line: str) -> bool:
    words = _first_call(shlex.split(line))
    head = [PROGRAM, *listed.path]
    known = {
        name for param in listed.command.params for name in (*param.opts, *param.secondary_opts)
    }
    given = {word.partition("=")[0] for word in words if word.startswith("-") and word != "-"}
    return words[: len(head)] == head and given <= known


def _first_call(words: list[str]) -> list[str]:
    end = next((n for n, word in enumerate(words) if word in SHELL_SIGNS), len(words))
    return words[:end]


# Typer reads annotations when it builds the app, so this module keeps them as they are.
def planted_app(doc: str | None, help_: str | None = "How many.") -> typer.Typer:
    planted = typer.Typer(
        help="The program.",
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    @planted.command()
    def other() -> None:
        """Do something else.

        Examples:
          ethnocode other
        """

    @planted.command(help=doc)
    def count(limit: Annotated[int, typer.Option("--limit", help=help_)] = 1) -> None: ...

    return planted


GOOD = "Count.\n\n\b\nExamples:\n  ethnocode count --limit 3 > file.txt\n  ethnocode count\n"


def test_a_command_and_an_option_without_help_are_named() -> None:
    assert without_help(commands(planted_app(None, None))) == [
        "count: no help",
        "count: no help for --limit",
    ]
    assert not without_help(commands(planted_app(GOOD)))


def test_a_group_without_help_is_named() -> None:
    planted, group = planted_app(GOOD), typer.Typer()
    planted.add_typer(group, name="coding")

    @group.command()
    def add() -> None:
        """Add."""

    assert without_help(commands(planted)) == ["coding: no help"]


@pytest.mark.parametrize(
    ("doc", "violation"),
    [
        ("Count.", "count: no examples"),
        ("Count.\n\nExamples:\n", "count: no examples"),
        ("Count.\n\nExamples:\n  ethnocode other\n", "count: ethnocode other"),
        ("Count.\n\nExamples:\n  count --limit 3\n", "count: count --limit 3"),
        ("Count.\n\nExamples:\n  ethnocode count --most 3\n", "count: ethnocode count --most 3"),
    ],
)
def test_a_help_without_an_example_that_can_be_typed_is_named(doc: str, violation: str) -> None:
    assert faulty_examples(commands(planted_app(doc))) == [violation]
    assert not faulty_examples(commands(planted_app(GOOD)))


def test_a_command_that_does_not_know_h_is_named() -> None:
    planted = planted_app(GOOD)
    planted.info.context_settings = {}

    assert failing_help(planted, [("count",)]) == ["count -h"]
    assert not failing_help(planted_app(GOOD), [("count",), ()])


def test_every_command_group_and_option_has_help() -> None:
    assert_none(without_help(commands(app)))


def test_every_command_shows_examples_of_itself() -> None:
    assert_none(faulty_examples(commands(app)))


def test_every_command_prints_its_help() -> None:
    assert_none(failing_help(app, [listed.path for listed in commands(app)]))


def test_the_list_of_commands_says_what_their_help_says() -> None:
    """The list is written out apart from the commands, so that none need be loaded for it."""
    said: dict[str, Any] = {entry.name: entry.short for entry in COMMANDS}

    assert said == {each.name: each.short for each in commands(app) if len(each.path) == 1}
