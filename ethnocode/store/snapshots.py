"""The copies a project keeps of itself, and the note of those written elsewhere."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from ethnocode.store.opening import SNAPSHOTS
from ethnocode.store.side_files import HIDDEN, make_private_folder

KEPT_LAST = 10
"""The newest snapshots are all kept, however old."""

DAILY_DAYS = 30
"""Beyond those, one a day is kept for so long; then one a month, then one a year."""

MONTHLY_DAYS = 365

_ELSEWHERE = Path(HIDDEN, "backups.jsonl")
_STAMP = "%Y%m%dT%H%M%S%f"
BEFORE_RESTORE = "before restore"
"""Reason of the snapshots that hold work which is in no log but theirs."""

_NAME = re.compile(r"(\d{8}T\d{9})-(?!before-restore\.)[a-z0-9-]+\.db")
_LEFT_OVER = timedelta(hours=1)


def snapshot_path(folder: Path, *, now: datetime, reason: str) -> Path:
    """Return where a snapshot of a project goes, such as ``20260301T120000000-before-merge.db``."""
    words = re.sub(r"[^a-z0-9]+", "-", reason.lower()).strip("-")
    make_private_folder(folder / SNAPSHOTS)
    return folder / SNAPSHOTS / f"{now.strftime(_STAMP)[:-3]}-{words}.db"


def snapshots(folder: Path) -> list[Path]:
    """Return the snapshots of a project, by name."""
    return sorted((folder / SNAPSHOTS).glob("*.db"))


def last_taken(folder: Path) -> datetime | None:
    """Return when the newest snapshot was taken, in UTC; ``None`` where there is none."""
    stamps = [match[1] for path in snapshots(folder) if (match := _NAME.fullmatch(path.name))]
    return datetime.strptime(f"{max(stamps)}+0000", f"{_STAMP}%z") if stamps else None


def expired(names: Iterable[str], *, now: datetime) -> list[str]:
    """Return the names of snapshots that are kept no longer.

    The last ten are kept; of those before, the newest of each day for 30 days, of
    each month for a year, of each year after that. What a restore replaced is nowhere
    else, and never expires; nor do files named otherwise, which are no snapshots.
    """
    dated = sorted((m[1], m[0]) for name in names if (m := _NAME.fullmatch(name)))
    seen: set[str] = set()
    gone = []
    for stamp, name in reversed(dated[:-KEPT_LAST]):
        age = now - datetime.strptime(f"{stamp}+0000", f"{_STAMP}%z")
        digits = 8 if age.days < DAILY_DAYS else 6 if age.days < MONTHLY_DAYS else 4
        if stamp[:digits] in seen:
            gone.append(name)
        seen.add(stamp[:digits])
    return gone


def thin_out(folder: Path, *, now: datetime) -> None:
    """Remove the snapshots that are kept no longer, and what interrupted ones left behind."""
    place = folder / SNAPSHOTS
    for name in expired((path.name for path in snapshots(folder)), now=now):
        with suppress(OSError):
            (place / name).unlink()
    for part in (*place.glob(".*.part"), *place.glob(".*.part-journal")):
        with suppress(OSError):
            if now.timestamp() - part.stat().st_mtime > _LEFT_OVER.total_seconds():
                part.unlink()


def note_elsewhere(folder: Path, path: Path) -> None:
    """Note that a backup was written outside the project.

    Raises:
        OSError: The project's folder cannot be written.
    """
    note = folder / _ELSEWHERE
    make_private_folder(note.parent)
    handle = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, (json.dumps({"path": str(path)}) + "\n").encode("ascii"))
        os.fsync(handle)
    finally:
        os.close(handle)


def noted_elsewhere(folder: Path) -> list[Path]:
    """Return where backups were written outside the project; a note may be out of date."""
    try:
        lines = (folder / _ELSEWHERE).read_bytes().splitlines()
    except OSError:
        return []
    found: dict[Path, None] = {}
    for line in lines:
        with suppress(ValueError, LookupError, TypeError):  # cut short by a power cut
            found[Path(json.loads(line)["path"])] = None
    return list(found)
