"""What the suggestions keep beside the project, to be quick: safe to delete at any time."""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ethnocode.errors import StorageError
from ethnocode.services.project import Project
from ethnocode.store import HIDDEN, make_private_folder, replace_file

if TYPE_CHECKING:
    from ethnocode.suggest.ranker.fits import Fit
    from ethnocode.suggest.reading.source import Reading

FOLDER = Path(HIDDEN, "suggest")
"""Where it is kept, from the project's folder."""

_READINGS = "readings"
_FIT = "fit"
_RUN = "run.json"
_LONGEST_RUN_BYTES = 1_000_000
_LONGEST_BYTES = 1_000_000_000
_LEFT_SECONDS = 3600

DAMAGED = "the saved state of suggestions is damaged: built anew"
"""What is said where something that was kept is not as it was."""


def saved_readings(project: Project) -> tuple[dict[str, Reading], dict[str, Any], str]:
    """Return the readings that were kept, what else was, and what is wrong with them.

    Where something is, or nothing was kept, there are none.
    """
    from ethnocode.suggest.reading.state import UnusableStateError, unpack_readings

    try:
        data = _kept(project, _READINGS, most=_LONGEST_BYTES)
        readings, notes = unpack_readings(data)
        return (readings, notes, "") if _are_notes(notes) else ({}, {}, DAMAGED)
    except FileNotFoundError:
        return {}, {}, ""
    except OSError as exc:
        return {}, {}, _unreadable(exc)
    except UnusableStateError as exc:
        return {}, {}, f"the saved state of suggestions {exc}: built anew"


def fault_of_run(project: Project) -> str:
    """Return what is wrong with what the last run kept, as a sentence; or empty.

    Where nothing was kept, nothing is wrong.
    """
    from ethnocode.suggest.reading.state import UnusableStateError, refuse_unusable

    try:
        if not isinstance(json.loads(_kept(project, _RUN, most=_LONGEST_RUN_BYTES)), dict):
            return DAMAGED
        refuse_unusable(_kept(project, _READINGS, most=_LONGEST_BYTES))
    except FileNotFoundError:
        return ""
    except OSError as exc:
        return _unreadable(exc)
    except UnusableStateError as exc:
        return f"the saved state of suggestions {exc}: built anew"
    except (ValueError, RecursionError):
        return DAMAGED
    return ""


def _unreadable(exc: OSError) -> str:
    return f"the saved state of suggestions cannot be read ({exc.strerror}): built anew"


def _are_notes(notes: Mapping[str, Any]) -> bool:
    """Whether what was noted on reading has the shape it is kept in."""
    languages = notes.get("languages", {})
    return isinstance(languages, dict) and all(
        isinstance(said, list) and all(isinstance(name, str) for name in said)
        for said in (*languages.values(), notes.get("skipped", []))
    )


def keep_readings(
    project: Project, readings: Mapping[str, Reading], *, notes: Mapping[str, Any]
) -> None:
    """Keep readings for the next run; where the folder cannot be written to, none."""
    from ethnocode.suggest.reading.state import pack_readings

    _keep(project, _READINGS, pack_readings(readings, notes=notes))


def saved_fit(project: Project) -> tuple[Fit, dict[str, Any]] | None:
    """Return what the last fit learned and was made from, if that was kept whole."""
    from ethnocode.suggest.ranker.fits import unpack_fit
    from ethnocode.suggest.reading.state import UnusableStateError

    try:
        return unpack_fit(_kept(project, _FIT, most=_LONGEST_BYTES))
    except (OSError, UnusableStateError):
        return None


def keep_fit(project: Project, fit: Fit, *, notes: Mapping[str, Any]) -> None:
    """Keep what a fit learned; where the folder cannot be written to, nothing."""
    from ethnocode.suggest.ranker.fits import pack_fit

    _keep(project, _FIT, pack_fit(fit, notes=notes))


def last_run(project: Project) -> dict[str, Any]:
    """Return what the last run found and did, if that was kept whole; else nothing."""
    try:
        record = json.loads(_kept(project, _RUN, most=_LONGEST_RUN_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def keep_run(project: Project, record: Mapping[str, Any]) -> None:
    """Keep what a run found and did; where the folder cannot be written to, nothing."""
    _keep(project, _RUN, json.dumps(record, ensure_ascii=False).encode())


def _kept(project: Project, name: str, *, most: int) -> bytes:
    """Return what a file of the folder holds.

    A project may come from anybody: what is no plain file of the folder is not waited for,
    followed or read.

    Raises:
        OSError: There is none, it cannot be read, or it is no such file.
    """
    folder = _folder(project)
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with os.fdopen(os.open(folder / name, flags | getattr(os, "O_BINARY", 0)), "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "it is no plain file")
        if status.st_size > most:
            raise OSError(errno.EFBIG, "it is too large")
        return file.read()


def _keep(project: Project, name: str, data: bytes) -> None:
    with suppress(StorageError, OSError):
        folder = _folder(project)
        make_private_folder(folder)
        _clear(folder, name, before=project.now.timestamp() - _LEFT_SECONDS)
        replace_file(folder / name, data)


def _folder(project: Project) -> Path:
    """Return the folder where things are kept.

    Raises:
        OSError: It is a link, which may lead anywhere.
    """
    folder = project.folder / FOLDER
    if any(path.is_symlink() for path in (folder.parent, folder)):
        raise OSError(errno.ELOOP, "it is behind a link")
    return folder


def _clear(folder: Path, name: str, *, before: float) -> None:
    """Remove what runs that were ended while they saved have left; another may save now."""
    for path in folder.glob(f".{name}.*"):
        if path.lstat().st_mtime < before:
            path.unlink()
