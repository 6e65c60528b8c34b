"""The preloaded library that breaks storage calls, as Python sees it."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OPEN, WRITE, SYNC, TRUNCATE, UNLINK, RENAME, MKDIR, LINK, RMDIR, READ, SAID = (
    1 << bit for bit in range(11)
)
CHANGES = OPEN | WRITE | SYNC | TRUNCATE | UNLINK | RENAME | MKDIR | LINK | RMDIR
_KINDS = ("off", "nothing", "kill", "tear", "fail", "signal")
COMPILER = shutil.which("cc")


@dataclass(frozen=True, slots=True)
class Fault:
    """What happens at the k-th storage call of a command.

    Args:
        kind: ``kill`` before it, ``tear`` (half of its bytes, then kill), ``fail`` it,
            raise a ``signal`` at it, or ``nothing``: only count.
        at: Which call, from 1.
        value: The errno of a failure, the number of a signal.
        lasts: Whether all later calls fail too.
        mask: Which calls count.
    """

    kind: str
    at: int = 0
    value: int = 0
    lasts: bool = False
    mask: int = CHANGES


def build(folder: Path) -> Path:
    """Compile the library into a folder."""
    made = folder / "shim.so"
    source = Path(__file__).with_name("shim.c")
    command = [COMPILER or "cc", "-shared", "-fPIC", "-O1", "-o", str(made), str(source), "-ldl"]
    subprocess.run(command, check=True)
    return made


@cache
def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None)


def watch(folder: Path) -> None:
    _library().shim_watch(str(folder).encode())


def arm(fault: Fault) -> None:
    kind = _KINDS.index(fault.kind)
    at = ctypes.c_long(fault.at)
    _library().shim_arm(kind, fault.value, fault.lasts, fault.mask, at)


def disarm() -> None:
    arm(Fault(_KINDS[0]))


def count() -> int:
    counted = _library().shim_count
    counted.restype = ctypes.c_long
    return int(counted())


def record(path: Path) -> None:
    _library().shim_record(str(path).encode())
