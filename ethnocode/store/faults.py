"""What SQLite complains of, said in the program's own errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ethnocode.errors import BusyError, EthnocodeError, ProjectError, StorageError

_STORAGE = (
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
)
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_TOOBIG)
_NOT_TEXT = "Could not decode to UTF-8"
_BROKEN_INDEX = ("vtable constructor failed", "invalid fts5 file format")


@contextmanager
def sqlite_faults(path: Path) -> Iterator[None]:
    """Turn errors of SQLite and of the disk about the file into :class:`EthnocodeError`.

    A constraint that fails is a bug of ours and passes through unchanged.
    """
    try:
        yield
    except OSError as exc:
        if isinstance(exc, BrokenPipeError):  # not the disk's: nobody reads the output
            raise
        raise StorageError(
            f"cannot be read or written ({exc.strerror})",
            where=str(exc.filename or path),
            hint="check free space and permissions of the file and its folder",
        ) from exc
    except sqlite3.Error as exc:
        fault = _fault(exc, str(path))
        if fault is None:
            raise
        raise fault from exc


def replaced(where: str) -> BusyError:
    """Return the error of a command whose file another took the place of meanwhile."""
    return BusyError(
        "the project file was replaced while this command had it open",
        where=where,
        hint="run the command again",
    )


def _fault(exc: sqlite3.Error, where: str) -> EthnocodeError | None:
    code = getattr(exc, "sqlite_errorcode", None) or 0
    primary = code & 0xFF
    if code == sqlite3.SQLITE_READONLY_DBMOVED:
        return replaced(where)
    if primary in _BUSY:
        return BusyError(
            "another program is writing to this project",
            where=where,
            hint="wait until it has finished, then run the command again",
        )
    if primary in _STORAGE:
        return StorageError(
            f"cannot be read or written ({exc})",
            where=where,
            hint="check free space and permissions of the file and its folder",
        )
    # these two come without a number of their own
    unreadable = str(exc).startswith((_NOT_TEXT, *_BROKEN_INDEX))
    if primary in _DAMAGED or unreadable:
        return ProjectError(
            f"the project file is damaged ({reason_of(exc)})",
            where=where,
            hint="keep a copy of the file as it is; 'ethnocode verify' names your newest good copy",
        )
    return None


def reason_of(exc: Exception) -> str:
    """Return in one line why something could not be read, without the words it holds."""
    if str(exc).startswith(_NOT_TEXT):
        return "words that are not UTF-8"
    if isinstance(exc, sqlite3.Error):
        return str(exc)
    return "a value that cannot be"
