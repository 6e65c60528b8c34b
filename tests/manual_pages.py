"""What the pages of the manual name and show, taken out of them to be tried."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any

import typer

from ethnocode.cli.main import app

TREE: Any = typer.main.get_command(app)


def blocks_of(page: str) -> list[str]:
    """Return the indented blocks of a page, without their indent."""
    found = re.findall(r"(?:^    .*\n|^\n(?=    ))+", page, re.MULTILINE)
    return [re.sub(r"^    ", "", block, flags=re.MULTILINE).strip("\n") for block in found]


def block_after(page: str, words: str) -> str:
    """Return the first indented block after some words of a page."""
    assert words in page
    return blocks_of(page.partition(words)[2])[0]


def steps_of(page: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a page's ``$`` lines, and what the page says it prints."""
    for block in blocks_of(page):
        if "$ " not in block:
            continue
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, printed = re.sub(r"\\\n\s*", "", step).partition("\n")
            yield command, printed


def commands_of(page: str) -> list[list[str]]:
    """Return the words of every command that a page names, in running text or to be typed."""
    prose = re.sub(r"^    .*$", "", page, flags=re.MULTILINE)
    named = [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", prose)]
    typed = [command for command, _ in steps_of(page)]
    return [shlex.split(words)[1:] for words in (*named, *typed) if words.startswith("ethnocode ")]


def below(command: Any) -> dict[str, Any]:
    """Return the commands of a group, by name; none where it is no group."""
    if not hasattr(command, "list_commands"):
        return {}
    ctx = typer.Context(command)
    return {name: command.get_command(ctx, name) for name in command.list_commands(ctx)}


def options_of(command: Any) -> set[str]:
    """Return the options of a command."""
    return {name for param in command.params for name in param.opts} | {"-h", "--help"}


def unknown_words(words: list[str]) -> list[str]:
    """Return the words of a command that the program does not know."""
    command, rest = TREE, list(words)
    while rest and rest[0] in below(command):
        command = below(command)[rest.pop(0)]
    unknown = [word for word in rest if word.startswith("-") and word not in options_of(command)]
    if below(command) and rest and not rest[0].startswith("-"):
        unknown.append(rest[0])
    return unknown


def every_option() -> set[str]:
    """Return every option of every command."""
    commands, options = [TREE], set[str]()
    while commands:
        command = commands.pop()
        options |= options_of(command)
        commands += below(command).values()
    return options
