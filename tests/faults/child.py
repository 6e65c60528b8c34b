"""Running the program in a forked child, as the shell would run it."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

HANGS_AFTER = 60
"""Seconds after which a command is taken to hang."""


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended.

    Args:
        status: Exit status; negative for the signal that killed it.
        said: What it wrote on stdout: its acknowledgement.
        complained: What it wrote on stderr.
    """

    status: int
    said: str
    complained: str


def in_child(work: Callable[[], int], *, folder: Path, out: Path, err: Path) -> Done:
    """Do something in a child, in a folder, with its output in files; wait for its end."""
    child = os.fork()
    if not child:
        status = 70
        try:
            signal.alarm(HANGS_AFTER)
            _redirect(out, err)
            os.chdir(folder)
            status = work()
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    status = os.waitstatus_to_exitcode(ended)
    return Done(status, out.read_text("utf-8"), err.read_text("utf-8"))


def run_cli(arguments: Sequence[str]) -> int:
    """Run the program as its console script does; return its exit status."""
    from ethnocode.cli.start import run

    sys.argv = ["ethnocode", *arguments]
    try:
        run()
    except SystemExit as exc:
        status = exc.code
    except BaseException:
        traceback.print_exc()
        status = 1
    else:
        status = 0
    sys.stdout.flush()
    sys.stderr.flush()
    return status if isinstance(status, int) else int(status is not None)


def _redirect(out: Path, err: Path) -> None:
    for number, path in ((0, Path("/dev/null")), (1, out), (2, err)):
        flags = os.O_RDONLY if not number else os.O_CREAT | os.O_TRUNC | os.O_WRONLY
        handle = os.open(path, flags, 0o600)
        os.dup2(handle, number)
        os.close(handle)
