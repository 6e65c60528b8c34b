"""Putting a copy of the project back."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ethnocode.errors import EthnocodeError, NoProjectError, ProjectError, StorageError, UsageError
from ethnocode.model import Copy
from ethnocode.services.backup import newest_good, snapshot_now
from ethnocode.store import (
    DATABASE,
    RESTORE,
    SIDECARS,
    SNAPSHOTS,
    open_store,
    prepare,
    read_copy,
    snapshot_path,
)

LATEST = "latest"
"""Name that stands for the newest good copy."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What restoring a copy did, or would do.

    Args:
        before: What was there; ``None`` where there was nothing, or nothing readable.
        after: The copy.
        kept: Where what was there is kept; ``None`` where there was nothing.
        files: Files beside the database that the copy holds.
    """

    before: Copy | None
    after: Copy
    kept: Path | None
    files: tuple[str, ...]


def restore(folder: Path, copy: str, *, coder: str, now: datetime, dry_run: bool) -> Restored:
    """Put a copy in the place of the project, and keep what was there as a snapshot.

    Args:
        folder: The project's; one without a project becomes one.
        copy: A backup, the name of a snapshot, or ``latest`` for the newest good one.
        coder: Who does it; empty for whoever did the last thing in the copy.
        now: Aware time of the command.

    Raises:
        NoProjectError: There is no such copy.
        ProjectError: The copy is no project, or is damaged.
        BusyError: Another program keeps writing to the project.
        StorageError: The disk refuses.
    """
    path = _chosen(folder, copy)
    live = folder / DATABASE
    if live.exists() and live.samefile(path):
        raise UsageError(f"'{path}' is the project itself", hint="name a copy of it")
    with prepare(path, folder) as prepared:
        before, after = _readable(live), read_copy(path)
        names = tuple(sorted(prepared.files))
        if dry_run:
            return Restored(before, after, None, names)
        kept = _keep(folder, now=now) if live.exists() else None
        stamp = now.isoformat(timespec="milliseconds")
        prepared.take_place(
            live,
            header={"at": stamp, "actor": coder or after.actor, "action": RESTORE},
            kept=kept.relative_to(folder).as_posix() if kept else "",
            was=before.revision if before else "",
        )
    with open_store(folder, write=True):
        pass  # puts the files beside it in their places
    return Restored(before, after, kept, names)


def _chosen(folder: Path, copy: str) -> Path:
    path = Path(copy)
    if copy == LATEST and not path.exists():
        good = newest_good(folder)
        if good is None:
            raise NoProjectError(
                "there is no good copy of this project",
                where=str(folder),
                hint="name a backup file; 'ethnocode backup --list' shows what is known",
            )
        return good.path
    if not path.is_file() and path.name == copy:
        path = folder / SNAPSHOTS / copy
    if not path.is_file():
        raise NoProjectError(
            "there is no such copy",
            where=copy,
            hint="'ethnocode backup --list' shows the copies that are known",
        )
    return path


def _readable(live: Path) -> Copy | None:
    try:
        return read_copy(live)
    except EthnocodeError:
        return None


def _keep(folder: Path, *, now: datetime) -> Path:
    """Keep what is there: as a sound copy; where that cannot be, byte for byte."""
    try:
        with open_store(folder, write=True) as store:
            return snapshot_now(folder, store, now=now, reason="before restore")
    except ProjectError:
        return _keep_bytes(folder, now=now)


def _keep_bytes(folder: Path, *, now: datetime) -> Path:
    place = snapshot_path(folder, now=now, reason="damaged").with_suffix(".damaged")
    live = folder / DATABASE
    try:
        for ending in ("", *SIDECARS):
            source = live.with_name(f"{live.name}{ending}")
            if source.exists():
                target = place.with_name(f"{place.name}{ending}")
                os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o600))
                shutil.copyfile(source, target)
    except OSError as exc:
        raise StorageError(
            f"what is there cannot be kept ({exc.strerror}), so nothing was restored",
            where=str(place),
            hint="check the folder, its permissions and free space",
        ) from exc
    return place
