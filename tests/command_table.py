"""The commands of a Typer app, and the Markdown table of them that README.md shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import typer

BEGIN = "<!-- commands -->"
END = "<!-- /commands -->"


@dataclass(frozen=True, slots=True)
class Listed:
    """A command or group of the tree; ``path`` is what people type after the program's name."""

    path: tuple[str, ...]
    command: Any

    @property
    def name(self) -> str:
        """What people type, or the program itself."""
        return " ".join(self.path) or "the program"

    @property
    def is_group(self) -> bool:
        """Whether it has commands below it."""
        return hasattr(self.command, "list_commands")

    @property
    def runs(self) -> bool:
        """Whether it does something by itself; a few groups do."""
        return not self.is_group or bool(self.command.invoke_without_command)

    @property
    def short(self) -> str:
        """The first paragraph of its help, in one line."""
        return " ".join((self.command.help or "").split("\n\n")[0].split())


def commands(app: typer.Typer) -> Iterator[Listed]:
    """Yield the program, its groups and its commands, in the order of its help."""
    yield from _below(typer.main.get_command(app), (), None)


def command_table(app: typer.Typer) -> str:
    """Return a table of what can be run, as Markdown."""
    rows = [
        f"| `{_cell(' '.join((*listed.path, *_arguments(listed.command))))}` | "
        f"{_cell(listed.short)} |"
        for listed in commands(app)
        if listed.runs and listed.path
    ]
    return "\n".join(["| Command | Does |", "| --- | --- |", *rows])


def with_table(page: str, table: str) -> str:
    """Return a page with the table between its markers.

    Raises:
        ValueError: The page does not have each marker once, in order.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end or page.count(BEGIN) + page.count(END) != len((BEGIN, END)):
        raise ValueError(f"README.md needs {BEGIN} and {END}, once each, in this order")
    return f"{before}{BEGIN}\n{table}\n{END}{after}"


def _below(command: Any, path: tuple[str, ...], parent: Any) -> Iterator[Listed]:
    yield Listed(path, command)
    if hasattr(command, "list_commands"):
        context = command.context_class(command, info_name=command.name, parent=parent)
        for name in command.list_commands(context):
            yield from _below(command.get_command(context, name), (*path, name), context)


def _arguments(command: Any) -> list[str]:
    found = []
    for param in command.params:
        if param.param_type_name == "argument":
            name = param.metavar or param.name.strip("_").upper()
            more = "..." if param.nargs == -1 else ""
            found.append(f"{name}{more}" if param.required else f"[{name}]{more}")
    return found


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
