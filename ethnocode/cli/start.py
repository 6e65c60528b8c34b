"""The console script: ready to be ended before the rest is loaded."""

from __future__ import annotations

import signal
import sys

_ENDINGS = ("SIGTERM", "SIGHUP")
_SIGNALLED = 128
"""A shell's status for a program that a signal ended is this and the signal's number."""


class _Interrupted(KeyboardInterrupt):
    """Ctrl-C.

    Where the built-in exception leaves a string that is executed, as dataclasses are made
    by while modules load, ``python -m`` ends by the signal whoever catches it afterwards.
    It does not so for a kind of it.
    """


def run() -> None:
    """Run the program; a signal to end takes a save in progress back first."""
    for name in _ENDINGS:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupt)
    try:
        from ethnocode.cli.main import app

        app()
    except KeyboardInterrupt:
        sys.exit(_SIGNALLED + signal.SIGINT)


def _interrupt(number: int, frame: object) -> None:
    raise _Interrupted


def _end(number: int, frame: object) -> None:
    """End as if interrupted, so that blocks in progress are left in order."""
    sys.exit(_SIGNALLED + number)
