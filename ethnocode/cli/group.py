"""The root of the command tree: commands loaded when called, errors said once."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from ethnocode.cli.usage import LARGEST, REFUSED, asks_for_json, is_help, plain_error
from ethnocode.errors import EthnocodeError, UsageError

JSON_WANTED = "ethnocode.json"
"""Key in the context's ``meta``: whether ``--format json`` was given."""
PROJECT_NAMED = "ethnocode.project"
"""Key in the context's ``meta``: the folder that ``--project`` named."""


_INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Entry:
    """A command or group of the root, loaded only when it is called.

    Args:
        name: What people type.
        place: ``module:attribute`` of its function, or of a Typer app.
        short: Its line in the list of commands: the first of its help text.
    """

    name: str
    place: str
    short: str


class EthnocodeGroup(TyperGroup):
    """The root group; ``entries`` is its table of commands.

    Loading each command's module only when it is called keeps ``--help`` fast.
    """

    entries: tuple[Entry, ...] = ()

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands, in the order they are listed."""
        return [entry.name for entry in self.entries]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command, loading its module, or ``None``."""
        for entry in self.entries:
            if entry.name == cmd_name:
                return load(entry)
        return None

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(entry.name, entry.short) for entry in self.entries])

    def parse_args(self, ctx: Any, args: Any) -> Any:
        """Read the options of the program itself, and note whether JSON is asked for."""
        ctx.meta[JSON_WANTED] = asks_for_json(args)
        try:
            return super().parse_args(ctx, args)
        except REFUSED as exc:
            if is_help(exc):
                raise
            say_error(plain_error(exc), as_json=ctx.meta[JSON_WANTED])
            raise typer.Exit(UsageError.exit_status) from None

    def invoke(self, ctx: Any) -> Any:
        """Run the command; turn an :class:`EthnocodeError` into one message on stderr."""
        try:
            return super().invoke(ctx)
        except EthnocodeError as exc:
            error = exc
        except REFUSED as exc:
            if is_help(exc):
                raise
            error = plain_error(exc)
        except UnicodeEncodeError:  # a name or word from the shell that is no Unicode text
            error = UsageError(
                "a name or an option has bytes that are not UTF-8 text",
                hint="rename the file, or type the words again",
            )
        except KeyboardInterrupt:
            typer.echo("ethnocode: interrupted; what was not done yet is not done", err=True)
            raise typer.Exit(_INTERRUPTED) from None
        say_error(error, as_json=bool(ctx.meta.get(JSON_WANTED)))
        raise typer.Exit(error.exit_status)


def new_group(help_: str | None = None, *, needs_command: bool = True) -> typer.Typer:
    """Return an empty group whose help is plain, as all of the program's is.

    Args:
        help_: What the group is; ``None`` takes the docstring of its callback.
        needs_command: Whether the group alone only prints its help.
    """
    group = typer.Typer(
        no_args_is_help=needs_command,
        invoke_without_command=not needs_command,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        add_completion=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    if help_ is not None:
        group.info.help = help_
    return group


def load(entry: Entry) -> Any:
    """Return the command of an entry, ready to run."""
    module, _, attribute = entry.place.partition(":")
    found = getattr(import_module(module), attribute)
    if not isinstance(found, typer.Typer):
        single = new_group()
        single.command(entry.name)(found)
        found = single
    command = typer.main.get_command(found)
    command.name = entry.name
    _without_endless_bounds(command)
    return command


def _without_endless_bounds(command: Any) -> None:
    """Keep the largest number that can be stored out of the help: it bounds nobody."""
    for param in command.params:
        if getattr(param, "max", None) == LARGEST:
            param.max = None
    for below in getattr(command, "commands", {}).values():
        _without_endless_bounds(below)


def say_error(exc: EthnocodeError, *, as_json: bool) -> None:
    """Tell what could not be done, and what to do, on stderr."""
    from ethnocode.report.safe import visible

    if as_json:
        record = {
            "error": exc.code,
            "message": exc.message,
            "where": exc.where,
            "hint": exc.hint,
        }
        typer.echo(json.dumps(record, ensure_ascii=False), err=True)
        return
    typer.echo(f"ethnocode: error[{exc.code}]: {visible(str(exc))}", err=True)
    if exc.hint:
        typer.echo(f"  hint: {visible(exc.hint)}", err=True)
