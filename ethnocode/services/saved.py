"""What the suggestions keep beside the project, to be quick: safe to delete at any time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ethnocode.errors import StorageError
from ethnocode.services.project import Project
from ethnocode.store import HIDDEN, make_private_folder, replace_file

if TYPE_CHECKING:
    from ethnocode.suggest.reading import Reading

FOLDER = Path(HIDDEN, "suggest")
"""Where it is kept, from the project's folder."""

_READINGS = "readings"
_RUN = "run.json"
_LONGEST_RUN_BYTES = 1_000_000


def saved_readings(project: Project) -> tuple[dict[str, Reading], dict[str, Any], str]:
    """Return the readings that were kept, what else was, and what is wrong with them.

    Where something is, or nothing was kept, there are none.
    """
    from ethnocode.suggest.state import UnusableStateError, unpack_readings

    try:
        data = (project.folder / FOLDER / _READINGS).read_bytes()
    except FileNotFoundError:
        return {}, {}, ""
    except OSError as exc:
        return {}, {}, f"the saved state of suggestions cannot be read ({exc.strerror}): built anew"
    try:
        return *unpack_readings(data), ""
    except UnusableStateError as exc:
        return {}, {}, f"the saved state of suggestions {exc}: built anew"


def keep_readings(
    project: Project, readings: Mapping[str, Reading], *, notes: Mapping[str, Any]
) -> None:
    """Keep readings for the next run; where the folder cannot be written to, none."""
    from ethnocode.suggest.state import pack_readings

    _keep(project, _READINGS, pack_readings(readings, notes=notes))


def last_run(project: Project) -> dict[str, Any]:
    """Return what the last run found and did, if that was kept whole; else nothing."""
    try:
        with (project.folder / FOLDER / _RUN).open("rb") as file:
            record = json.loads(file.read(_LONGEST_RUN_BYTES))
    except (OSError, ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def keep_run(project: Project, record: Mapping[str, Any]) -> None:
    """Keep what a run found and did; where the folder cannot be written to, nothing."""
    _keep(project, _RUN, json.dumps(record, ensure_ascii=False).encode())


def _keep(project: Project, name: str, data: bytes) -> None:
    with suppress(StorageError, OSError):
        make_private_folder(project.folder / FOLDER)
        replace_file(project.folder / FOLDER / name, data)
