"""Putting a copy of the project back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ethnocode.errors import EthnocodeError, NoProjectError, ProjectError, UsageError
from ethnocode.model import Copy
from ethnocode.services.backup import newest_good, snapshot_now
from ethnocode.services.project import coder_name
from ethnocode.services.settings import SETTINGS
from ethnocode.store import (
    BEFORE_RESTORE,
    DATABASE,
    RESTORE,
    SNAPSHOTS,
    Store,
    conflict_copies,
    held,
    kept_bytes,
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
        kept: Where what was there is kept: a copy, or a folder of files byte for byte;
            ``None`` where there was nothing.
        files: Files beside the database that the copy holds.
        moved: Where the copy is now, if it was one that a synchronising service left.
    """

    before: Copy | None
    after: Copy
    kept: Path | None
    files: tuple[str, ...]
    moved: Path | None = None


def restore(
    folder: Path,
    copy: str,
    *,
    coder: str | None,
    now: datetime,
    dry_run: bool,
    action: str = RESTORE,
    since: str = "",
) -> Restored:
    """Put a copy in the place of the project, and keep what was there.

    Nobody else can save from when that is kept until the copy is in place.

    Args:
        folder: The project's; one without a project becomes one.
        copy: A backup, the name of a snapshot, or ``latest`` for the newest good one.
        coder: Who does it, if that was said; else whoever did the last thing in the copy.
        now: Aware time of the command.
        action: What the log calls it.
        since: When the project came to hold what is replaced now; empty for the time of
            the last thing done in the copy.

    Raises:
        NoProjectError: There is no such copy.
        NewerProjectError: A newer program wrote the copy, or what is there.
        ProjectError: The copy is no project, or is damaged.
        BusyError: Another program keeps writing to the project, or restores too.
        StorageError: The disk refuses.
        UsageError: The copy is the project itself.
    """
    name = coder_name(coder)
    path = _chosen(folder, copy)
    live = folder / DATABASE
    _check_place(live, path)
    with prepare(path, folder) as prepared:
        before, after = _readable(live), read_copy(path)
        names = tuple(sorted(prepared.files))
        _check_beside(folder, path, names)
        if dry_run:
            return Restored(before, after, None, names)
        header = {
            "at": now.isoformat(timespec="milliseconds"),
            "actor": name or after.actor,
            "action": action,
        }
        with held(folder) as store, _kept(folder, store, now=now, names=names) as kept:
            prepared.take_place(
                folder,
                header=header,
                kept=kept.relative_to(folder).as_posix() if kept else "",
                was={
                    "revision": store.events.revision() if store else "",
                    "since": since or after.at,
                },
            )
    with open_store(folder, write=True):
        pass  # puts the files beside it in their places
    return Restored(before, after, kept, names, _out_of_the_way(folder, path, now=now))


def _out_of_the_way(folder: Path, path: Path, *, now: datetime) -> Path | None:
    """Move a conflict copy that was taken to the snapshots; it has been decided on."""
    if path.resolve() not in conflict_copies(folder, database=DATABASE, texts=()):
        return None
    place = snapshot_path(folder, now=now, reason="conflict copy")
    with suppress(OSError):  # it stays, and the next command names it
        path.rename(place)
        return place
    return None


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


def _check_place(live: Path, path: Path) -> None:
    if live.exists() and not live.is_file():
        raise ProjectError("this is no file", where=str(live), hint="move it away, then try again")
    if live.exists() and live.samefile(path):
        raise UsageError(f"'{path}' is the project itself", hint="name a copy of it")


def _check_beside(folder: Path, path: Path, names: Iterable[str]) -> None:
    """Refuse a copy without settings where none are; or whose files have no room there."""
    if SETTINGS not in names and not (folder / SETTINGS).exists():
        raise ProjectError(
            "this copy holds no settings and no codebook, and there are none in the folder",
            where=str(path),
            hint="copy that study by 'ethnocode backup' in its folder; or put its settings and "
            f"codebook into {folder} first",
        )
    for name in names:
        target = folder / name
        above = next(place for place in target.parents if place.exists())
        if not above.is_dir() or (target.exists() and not target.is_file()):
            raise ProjectError(
                f"'{name}' is in the copy, and something else is in its place",
                where=str(target if above.is_dir() else above),
                hint="move that away, then try again",
            )


def _readable(live: Path) -> Copy | None:
    try:
        return read_copy(live)
    except EthnocodeError:
        return None


@contextmanager
def _kept(
    folder: Path, store: Store | None, *, now: datetime, names: Iterable[str]
) -> Iterator[Path | None]:
    """Keep what is there: as a sound copy; where that cannot be, byte for byte."""
    if store is not None:
        try:
            kept = snapshot_now(folder, store, now=now, reason=BEFORE_RESTORE)
        except ProjectError:
            pass
        else:
            yield kept
            return
    place = snapshot_path(folder, now=now, reason=BEFORE_RESTORE).with_suffix("")
    with kept_bytes(folder, place, names=names) as some:
        yield place if some else None
