"""The copies a project keeps of itself, and the note of those written elsewhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from ethnocode.store.opening import SNAPSHOTS
from ethnocode.store.side_files import HIDDEN, make_private_folder, replace_file

KEPT_LAST = 10
"""The newest snapshots are all kept, however old."""

DAILY_DAYS = 30
"""Beyond those, one a day is kept for so long; then one a month, then one a year."""

MONTHLY_DAYS = 365

_ELSEWHERE = Path(HIDDEN, "backups.jsonl")
_STAMP = "%Y%m%dT%H%M%S%f"
_NAME = re.compile(r"(\d{8}T\d{9})-[a-z0-9-]+\.db")
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
    each month for a year, of each year after that. Files named otherwise are not
    snapshots and never expire.
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
    """Note that a backup was written outside the project."""
    known = [*(p for p in noted_elsewhere(folder) if p != path), path]
    lines = (json.dumps({"path": str(p)}) + "\n" for p in known)
    make_private_folder((folder / _ELSEWHERE).parent)
    replace_file(folder / _ELSEWHERE, "".join(lines).encode("ascii"))


def noted_elsewhere(folder: Path) -> list[Path]:
    """Return where backups were written outside the project; a note may be out of date."""
    try:
        lines = (folder / _ELSEWHERE).read_bytes().splitlines()
        return [Path(json.loads(line)["path"]) for line in lines]
    except (OSError, ValueError, LookupError, TypeError):
        return []
