"""Whole copies of a project: made, listed, kept before what changes much, and put back."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from ethnocode.codebook import extended_files
from ethnocode.errors import EthnocodeError, UsageError
from ethnocode.model import Copy
from ethnocode.services.project import Project
from ethnocode.services.settings import CODEBOOK, SETTINGS, read_settings
from ethnocode.store import (
    DATABASE,
    HIDDEN,
    Store,
    fault_of,
    is_side_file,
    last_taken,
    note_elsewhere,
    noted_elsewhere,
    open_store,
    read_copy,
    snapshot_path,
    snapshots,
    thin_out,
)

MANY = 10
"""Decisions taken at once before which a snapshot is taken."""

_OFTEN_ENOUGH = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ListedCopy:
    """A copy of the project, and whether it is good.

    Args:
        copy: What it holds; ``None`` where it cannot be read.
        path: Where it is.
        fault: The first thing that does not hold; empty where it is sound.
    """

    copy: Copy | None
    path: Path
    fault: str


def back_up(project: Project, place: Path | None, *, replace: bool) -> Copy:
    """Write a whole copy of the project, checked, and return what it holds.

    Args:
        place: The new file, or a folder to put it in; ``None`` for the project's own
            snapshots.
        replace: Whether a file of that name may be replaced.

    Raises:
        UsageError: There is a file of that name, or it is the project itself.
        StorageError: The folder or the disk refuses.
        ProjectError: The project is not sound.
    """
    writable = os.access(project.folder / DATABASE, os.W_OK) and os.access(project.folder, os.W_OK)
    with open_store(project.folder, write=writable) as store:
        if place is None:
            return read_copy(snapshot_now(project.folder, store, now=project.now, reason="backup"))
        target = _target(project, place, replace=replace)
        store.copy_to(target, files=_Files(project.folder))
    with suppress(OSError):  # a read-only project keeps no note
        note_elsewhere(project.folder, target.resolve())
    return read_copy(target)


def left_out(project: Project) -> list[str]:
    """Return the files of the codebook that are where no copy of the project can hold them."""
    return _Files(project.folder).left_out()


def protect(project: Project, store: Store, *, reason: str) -> None:
    """Take a snapshot before something that changes much.

    Args:
        store: The project, open for writing, in no transaction.
        reason: What is about to happen, such as ``before merge``.
    """
    snapshot_now(project.folder, store, now=project.now, reason=reason)


def protect_daily(project: Project, store: Store) -> None:
    """Take a snapshot if the newest is older than a day and there is work to lose."""
    last = last_taken(project.folder)
    due = last is None or project.now - last > _OFTEN_ENOUGH
    if due and store.codings.coders():
        snapshot_now(project.folder, store, now=project.now, reason="daily")


def list_copies(project_folder: Path) -> list[ListedCopy]:
    """Return the project's snapshots and the backups it knows of, latest work first."""
    return [ListedCopy(copy, path, fault_of(path)) for path, copy in _latest_first(project_folder)]


def newest_good(project_folder: Path) -> Copy | None:
    """Return the sound copy that holds the latest work; ``None`` where there is none."""
    readable = (copy for _, copy in _latest_first(project_folder) if copy is not None)
    return next((copy for copy in readable if not fault_of(copy.path)), None)


def is_backed_up(project_folder: Path) -> bool:
    """Return whether a copy outside the project is known and there."""
    return any(path.is_file() for path in noted_elsewhere(project_folder))


def _latest_first(folder: Path) -> list[tuple[Path, Copy | None]]:
    """Return the known copies, those that hold the latest work first, unreadable ones last."""
    found = [(path, _read(path)) for path in sorted(_known(folder))]
    return sorted(found, key=_work, reverse=True)


def _work(found: tuple[Path, Copy | None]) -> tuple[str, int]:
    copy = found[1]
    return (copy.at, copy.events) if copy else ("", 0)


def _known(folder: Path) -> Iterator[Path]:
    yield from snapshots(folder)
    yield from (path for path in noted_elsewhere(folder) if path.is_file())


def _read(path: Path) -> Copy | None:
    try:
        return read_copy(path)
    except EthnocodeError:
        return None


def snapshot_now(folder: Path, store: Store, *, now: datetime, reason: str) -> Path:
    """Take a snapshot, remove those that are kept no longer, and return where it is."""
    place = snapshot_path(folder, now=now, reason=reason)
    store.copy_to(place, files=_Files(folder))
    thin_out(folder, now=now)
    return place


def _target(project: Project, place: Path, *, replace: bool) -> Path:
    """Return the file to write: a new one, or a copy that may be replaced."""
    if place.is_dir():
        stamp = project.now.strftime("%Y%m%d-%H%M%S")
        place = place / f"{project.folder.name}-backup-{stamp}.db"
    if _is_own(place, project):
        raise UsageError(f"'{place}' is a file of a project itself", hint="name another file")
    if not place.exists() and not place.is_symlink():
        return place
    if not replace:
        raise UsageError(
            f"there is a file '{place}' already",
            hint="name another, a folder to put it in, or insist with --replace",
        )
    if not place.is_file() or _read(place) is None:
        raise UsageError(f"'{place}' is no copy of a project", hint="name another file")
    return place


def _is_own(place: Path, project: Project) -> bool:
    """Return whether a place is where this project, or another, keeps its own files."""
    real, folder = place.resolve(), project.folder.resolve()
    own = (DATABASE, SETTINGS, project.settings.codebook)
    return (
        real.is_relative_to(folder / HIDDEN)
        or real in (folder / name for name in own)
        or (real.name == DATABASE and (real.parent / SETTINGS).exists())
    )


@dataclass(frozen=True, slots=True)
class _Files:
    """Reads the files beside a project's database, by their path from its folder.

    Those are the settings and the codebook with what it extends, as far as they are
    in the folder and can be read.
    """

    folder: Path

    def __call__(self) -> dict[str, bytes]:
        return {
            name: (self.folder / name).read_bytes()
            for name in self._names()
            if (self.folder / name).is_file()
        }

    def left_out(self) -> list[str]:
        """Return the files of the codebook that are where no copy can hold them."""
        inside = self._names()
        return [name for name in self._read_from() if name not in inside]

    def _names(self) -> list[str]:
        return [name for name in (SETTINGS, *self._read_from()) if is_side_file(name)]

    def _read_from(self) -> list[str]:
        """Return the codebook's files, as paths from the folder where they are below it."""
        folder = self.folder.resolve()
        own = Path(os.path.normpath(folder / self._codebook()))
        paths = (own, *extended_files(own))
        return [
            path.relative_to(folder).as_posix() if path.is_relative_to(folder) else str(path)
            for path in paths
        ]

    def _codebook(self) -> str:
        try:
            return read_settings(self.folder / SETTINGS).codebook
        except EthnocodeError:  # the settings may be what is broken
            return CODEBOOK
