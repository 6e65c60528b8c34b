"""Creating and opening a project file: the one place that connects to SQLite."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

from ethnocode.errors import NewerProjectError, NoProjectError, ProjectError, StorageError
from ethnocode.store.faults import sqlite_faults
from ethnocode.store.migrations import build_migrations
from ethnocode.store.schema import APPLICATION_ID, FIRST_TABLES, SCHEMA_VERSION

if TYPE_CHECKING:
    from sqlite_utils import Database

BUSY_SECONDS = 10
"""How long a writer waits for another before it gives up."""

_HEADER_BYTES = 100
_MAGIC = b"SQLite format 3\x00"
_KNOWN_PREFIXES = ("sqlite_", "_sqlite_migrations", "idx__sqlite_migrations", "passages_fts_")
_SCHEMA = "select type, name, sql from sqlite_schema"


def create_file(path: Path) -> None:
    """Create an empty project file, readable by its owner only.

    Raises:
        ProjectError: There is a file already.
        StorageError: The folder cannot be written.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        raise ProjectError(
            "there is a project already", where=str(path), hint="choose another folder"
        ) from None
    except OSError as exc:
        raise StorageError(
            f"cannot be created ({exc.strerror})",
            where=str(path),
            hint="choose a folder you may write to",
        ) from exc
    db = _connect(path, mode="rw")
    try:
        with sqlite_faults(path):
            build_migrations().apply(db)
            db.execute(f"pragma application_id = {APPLICATION_ID:d}")
            db.execute(f"pragma user_version = {SCHEMA_VERSION:d}")
    finally:
        db.close()


def open_database(path: Path, *, write: bool) -> Database:
    """Open a project file that is certainly ours.

    Readers open it read-only and never create a side file, so a project opens
    from a read-only folder.

    Raises:
        NoProjectError: There is no file.
        ProjectError: The file is not an ethnocode project, or was tampered with.
        NewerProjectError: A newer program wrote it.
    """
    _check_header(path)
    db = _connect(path, mode="rw" if write else "ro")
    try:
        with sqlite_faults(path):
            _check_schema(db, path)
    except BaseException:
        db.close()
        raise
    return db


def in_memory(db: Database) -> Database:
    """Return a copy of a whole project in memory; the caller closes it."""
    copy = sqlite3.connect(":memory:")
    db.conn.backup(copy)
    return _database_class()(copy, execute_plugins=False, strict=True)


def _connect(path: Path, *, mode: str) -> Database:
    database = _database_class()
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    with sqlite_faults(path):
        connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS)
        db = database(connection, execute_plugins=False, strict=True)
        for pragma in _pragmas(mode):
            db.execute(f"pragma {pragma}")
    return db


def _database_class() -> type[Database]:
    """Import sqlite-utils without numpy, which it would load only to know its types.

    No numpy value is ever stored, and the import takes half as long without.
    """
    absent = sys.modules.setdefault("numpy", cast("ModuleType", None)) is None
    try:
        from sqlite_utils import Database
    finally:
        if absent:
            del sys.modules["numpy"]
    return Database


def _pragmas(mode: str) -> tuple[str, ...]:
    common = (
        "foreign_keys = on",  # off by default: orphans would be accepted
        "trusted_schema = off",  # a received file must not run functions
        "cell_size_check = on",  # notice damage when a page is read
        "temp_store = memory",  # no confidential words in temporary files
    )
    if mode == "ro":
        return (*common, "query_only = on")
    return (
        *common,
        "journal_mode = delete",  # one file at rest; opens from a read-only folder
        "synchronous = extra",  # no acknowledged save is lost in a power cut
        "secure_delete = on",  # removed words are overwritten
    )


def _check_header(path: Path) -> None:
    """Refuse a file that is not ours before SQLite touches it."""
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except FileNotFoundError:
        raise NoProjectError(
            "no project here", where=str(path), hint="run 'ethnocode init' first"
        ) from None
    except OSError as exc:
        raise StorageError(
            f"cannot be read ({exc.strerror})", where=str(path), hint="check its permissions"
        ) from exc
    ours = (
        len(header) == _HEADER_BYTES
        and header.startswith(_MAGIC)
        and int.from_bytes(header[68:72], "big") == APPLICATION_ID
    )
    if not ours:
        raise ProjectError(
            "this file is not an ethnocode project",
            where=str(path),
            hint="nothing was changed; move it away and run 'ethnocode init'",
        )
    version = int.from_bytes(header[60:64], "big")
    if version > SCHEMA_VERSION:
        raise NewerProjectError(
            f"written by a newer ethnocode (schema {version}, this program knows {SCHEMA_VERSION})",
            where=str(path),
            hint="install the newer version",
        )


def _check_schema(db: Database, path: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as model:
        for statement in FIRST_TABLES:
            model.execute(statement)
        expected = _schema_of(model.execute(_SCHEMA).fetchall())
    found = _schema_of(db.execute(_SCHEMA).fetchall())
    if found != expected:
        names = sorted({name for _, name, _ in found ^ expected})
        raise ProjectError(
            f"the project's tables are not those ethnocode makes ({', '.join(names)})",
            where=str(path),
            hint="another program changed the file; return to your last good copy",
        )


def _schema_of(rows: list[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    return {row for row in rows if not row[1].startswith(_KNOWN_PREFIXES)}
