"""Side files that change together with the database, whatever interrupts.

Before COMMIT the new files are written beside the old ones and a marker names
them, with the chain digest of their event. Whether they take their places or are
thrown away is decided by one question, whenever it is asked: is the event in the log?
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ethnocode.errors import ProjectError
from ethnocode.store.side_files import (
    HIDDEN,
    flush_folder,
    is_side_file,
    keep_mode,
    make_private_folder,
    not_written,
    place_of_file,
    write_flushed,
)
from ethnocode.text.normalise import sha256_of

if TYPE_CHECKING:
    from sqlite_utils import Database

_MARKER = Path(HIDDEN, "pending.json")
_IN_LOG = "select 1 as found from events where chain = :chain"

Content = str | bytes | None
"""What a side file holds; nothing where there is no file."""


def stage(folder: Path, *, chain: str, files: Mapping[str, tuple[Content, Content]]) -> None:
    """Write files beside those they will replace, and the marker; before COMMIT.

    Args:
        folder: The project's.
        chain: Chain digest of the event that changes the files.
        files: Content before and after, by name; ``None`` where there is no file.

    Raises:
        StorageError: The disk refuses.
    """
    entries = [
        {"name": name, "before": _digest(before), "after": _digest(after)}
        for name, (before, after) in files.items()
    ]
    marker = folder / _MARKER
    try:
        make_private_folder(marker.parent)
    except OSError as exc:
        raise not_written(marker.parent, exc) from exc
    _mark(marker, json.dumps({"chain": chain, "files": entries}).encode("ascii"))
    for name, (_, after) in files.items():
        staged = _staged(place_of_file(folder, name), chain)
        try:
            write_flushed(staged, after.encode("utf-8") if isinstance(after, str) else after or b"")
        except OSError as exc:
            raise not_written(staged, exc) from exc


def _mark(marker: Path, data: bytes) -> None:
    """Write the marker whole; under one temporary name, for the caller holds the lock."""
    part = marker.with_name(f"{marker.name}.part")
    try:
        try:
            write_flushed(part, data)
            os.replace(part, marker)
        finally:
            part.unlink(missing_ok=True)
        flush_folder(marker.parent)
    except OSError as exc:
        raise not_written(marker, exc) from exc


def pending_chain(folder: Path) -> str:
    """Return the chain digest of the event whose files wait; empty where none do."""
    marked = _marked(folder)
    return str(marked["chain"]) if marked else ""


def settle(db: Database, folder: Path) -> None:
    """Put waiting files in place if their event is in the log; else remove them.

    The caller holds the write lock, so that no other program does the same.

    Raises:
        ProjectError: A file was edited since; or the marker cannot be read.
        StorageError: The disk refuses.
    """
    marked = _marked(folder)
    if not marked:
        return
    chain = str(marked["chain"])
    happened = any(True for _ in db.query(_IN_LOG, {"chain": chain}))
    try:
        for entry in marked["files"]:
            target = place_of_file(folder, entry["name"])
            _settle_file(target, _staged(target, chain), entry=entry, happened=happened)
        (folder / _MARKER).unlink(missing_ok=True)
    except OSError as exc:
        raise not_written(folder, exc) from exc


def _settle_file(target: Path, staged: Path, *, entry: Mapping[str, Any], happened: bool) -> None:
    if not staged.exists():
        return
    if happened:
        now = target.read_bytes() if target.is_file() else None
        if _digest(now) not in (entry["before"], entry["after"]):
            raise ProjectError(
                "the file was edited while a save was interrupted",
                where=str(target),
                hint=f"put what you want to keep into it, then delete '{staged.name}' beside it",
            )
        if entry["after"] is None:
            target.unlink(missing_ok=True)
        else:
            keep_mode(target, staged)
            os.replace(staged, target)
    staged.unlink(missing_ok=True)
    flush_folder(target.parent)


def _staged(target: Path, chain: str) -> Path:
    return target.with_name(f"{target.name}.pending-{chain[:8]}")


def _marked(folder: Path) -> Any:
    """Return what the marker says; nothing where there is none, or it may not be read."""
    marker = folder / _MARKER
    try:
        marked = json.loads(marker.read_bytes())
        _ = marked["chain"], [(e["before"], e["after"]) for e in marked["files"]]
        strange = [e["name"] for e in marked["files"] if not is_side_file(e["name"])]
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return None
    except (ValueError, TypeError, LookupError, AttributeError) as exc:
        raise _unreadable(marker) from exc
    if strange:
        raise _unreadable(marker)
    return marked


def _unreadable(marker: Path) -> ProjectError:
    return ProjectError(
        "the note about an interrupted save cannot be read",
        where=str(marker),
        hint="delete it after comparing the files whose names have '.pending-' in them",
    )


def _digest(content: Content) -> str | None:
    return None if content is None else sha256_of(content)
