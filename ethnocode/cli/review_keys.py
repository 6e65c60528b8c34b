"""Where the keys of a review come from: a terminal, or the lines of a file or program."""

from __future__ import annotations

import os
import signal
import sys
from typing import Protocol

import typer

from ethnocode.cli.output import say

AGAIN = "\x0c"
"""Ctrl-L: show the passage again."""

_STOP = "\x1a"


class Keys(Protocol):
    """Gives keys, and lines that are typed."""

    def key(self) -> str:
        """Return one key; raises ``EOFError`` where there are no more."""

    def line(self, what: str) -> str:
        """Ask for a line and return it; empty where nothing is typed.

        Raises:
            TakenBack: The coder does not want to be asked after all.
        """


class TakenBack(Exception):  # noqa: N818 - no error: a coder thought better of it
    """A question that was broken off; nothing is to be done."""


class TerminalKeys:
    """Keys as they are pressed."""

    def key(self) -> str:
        """Return the key pressed; several at once are none, for nobody has read for them.

        Ctrl-Z stops the program as it does elsewhere; then everything is to be shown again.
        """
        try:
            pressed = typer.getchar()
        except OSError as exc:  # the terminal is gone
            raise EOFError from exc
        if not pressed:
            raise EOFError
        if pressed == _STOP and hasattr(signal, "SIGTSTP"):
            os.kill(0, signal.SIGTSTP)
            return AGAIN
        return pressed if len(pressed) == 1 else ""

    def line(self, what: str) -> str:
        """Ask for a line; Ctrl-C there takes back what was to be done, and only that."""
        try:
            typed = typer.prompt(what, default="", show_default=False, prompt_suffix=": ")
        except typer.Abort as exc:
            typer.echo()
            raise TakenBack from exc
        return str(typed).strip()


class LineKeys:
    """Keys from standard input, one a line; what is asked for is the line after it."""

    def key(self) -> str:
        """Return the next line that is not blank."""
        while line := sys.stdin.readline():
            if line.strip():
                return line.strip()
        raise EOFError

    def line(self, what: str) -> str:
        """Return the next line, which may be blank."""
        say(f"{what}:")
        return sys.stdin.readline().strip()


def keys_here() -> Keys:
    """Return the keys of the terminal, or those that standard input holds."""
    return TerminalKeys() if sys.stdin.isatty() else LineKeys()
