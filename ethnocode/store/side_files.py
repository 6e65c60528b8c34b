"""Side files: written whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path, PurePosixPath

from ethnocode.errors import StorageError

HIDDEN = ".ethnocode"
"""Folder of a project for what the program keeps for itself."""

SIDECARS = ("-journal", "-wal", "-shm")
"""Endings of the files that SQLite may leave beside a database."""


def replace_file(path: Path, data: bytes, *, as_before: bool = False) -> None:
    """Write a file under a temporary name, flush it to disk and rename it.

    A reader sees the old file or the new one, never a half; the new file is
    readable by its owner only. What is no file, such as a pipe, is written to.

    Args:
        path: Where it is, or is to be.
        data: What it shall hold.
        as_before: Whether it keeps the permissions that it has, and links to it stay.

    Raises:
        StorageError: The folder or the disk refuses.
    """
    if as_before:
        path = Path(os.path.realpath(path))
    try:
        if path.exists() and not path.is_file() and not path.is_dir():
            path.write_bytes(data)
            return
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if as_before:
                keep_mode(path, Path(name))
            os.replace(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        flush_folder(path.parent)
    except OSError as exc:
        raise not_written(path, exc) from exc


def not_written(path: Path, exc: OSError) -> StorageError:
    """Return the error of a disk that refuses a file."""
    return StorageError(
        f"cannot be written ({exc.strerror})",
        where=str(path),
        hint="check the folder, its permissions and free space",
    )


def write_flushed(path: Path, data: bytes) -> None:
    """Write a file that its owner only can read, and flush it and its name to disk.

    What an interruption left under that name is overwritten.
    """
    handle = os.open(path, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    flush_folder(path.parent)


def place_of_file(folder: Path, name: str) -> Path:
    """Return where a side file is, or is to be; a link is followed, not replaced."""
    path = folder / name
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def keep_mode(old: Path, new: Path) -> None:
    """Give a file the permissions of the one that it is to replace, if there is one."""
    if not old.exists():
        return
    mode = stat.S_IMODE(old.stat().st_mode)
    if mode != stat.S_IMODE(new.stat().st_mode):
        new.chmod(mode)


def flush_folder(folder: Path) -> None:
    """Flush the names in a folder to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_private_folder(folder: Path) -> None:
    """Make a folder and those above it that only their owner may enter, on disk by name."""
    if folder.is_dir():
        return
    make_private_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    flush_folder(folder.parent)


def is_side_file(name: str) -> bool:
    """Return whether a name can be that of a file the program keeps beside a database.

    That is YAML at or below the project's folder, and neither git's nor the program's own.
    """
    parts = PurePosixPath(name).parts
    plain = not any(part in ("/", "..") or "\\" in part for part in parts)
    own = parts[:1] in ((HIDDEN,), (".git",))
    return plain and not own and name.lower().endswith((".yaml", ".yml"))
