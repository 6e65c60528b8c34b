"""Creating and opening a project file: the one place that connects to SQLite."""

from __future__ import annotations

import os
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, cast

from ethnocode.errors import NewerProjectError, NoProjectError, ProjectError, StorageError
from ethnocode.store.faults import sqlite_faults
from ethnocode.store.migrations import migrate
from ethnocode.store.schema import APPLICATION_ID, SCHEMA_VERSION
from ethnocode.store.side_files import HIDDEN, flush_folder, make_private_folder

if TYPE_CHECKING:
    from sqlite_utils import Database

SNAPSHOTS = Path(HIDDEN, "snapshots")
"""Folder of the copies kept inside a project."""

BUSY_SECONDS = 10
"""How long a writer waits for another before it gives up."""

_HEADER_BYTES = 100
_MAGIC = b"SQLite format 3\x00"
_ROLLBACK_JOURNAL = b"\x01\x01"
_NOT_OURS = ("sqlite_", "_sqlite_migrations", "idx__sqlite_migrations")
_OF_THE_INDEX = "passages_fts_"
_SCHEMA = "select type, name, tbl_name, sql from sqlite_schema"
_VERSION = "pragma user_version"

_Entry = tuple[str, str, str, str | None]
"""Type, name, table and SQL of something in a schema."""


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
    db = connect(path, mode="rw")
    try:
        with sqlite_faults(path):
            db.execute("begin immediate")
            migrate(db, to=SCHEMA_VERSION)
            db.execute(f"pragma application_id = {APPLICATION_ID:d}")
            db.execute("commit")
    except BaseException:
        db.close()
        path.unlink(missing_ok=True)
        raise
    db.close()


def open_database(path: Path, *, write: bool, snapshot: bool = True) -> Database:
    """Open a project file that is certainly ours.

    Readers open it read-only and never create a side file, so a project opens
    from a read-only folder. Writers bring an older schema up to date.

    Args:
        path: The file.
        write: Whether it will be changed.
        snapshot: Whether a copy of an older file is kept before it is brought up to date.

    Raises:
        NoProjectError: There is no file.
        ProjectError: The file is not an ethnocode project, or was tampered with;
            or its schema is older and it is opened to be read.
        NewerProjectError: A newer program wrote it.
        ConflictError: What lies beside it is of another version of it.
        StorageError: A save was interrupted and cannot be taken back here.
    """
    check_header(path)
    # here, for judging a journal takes what connects and what verifies
    from ethnocode.store.journals import refuse_foreign_journal

    refuse_foreign_journal(path, patience=BUSY_SECONDS)
    if not write:
        _take_back_interrupted(path)
    db = connect(path, mode="rw" if write else "ro")
    try:
        with sqlite_faults(path):
            _check_version(db, path, write=write, snapshot=snapshot)
    except BaseException:
        db.close()
        raise
    return db


def in_memory(db: Database) -> Database:
    """Return a copy of a whole project in memory; the caller closes it."""
    copy = sqlite3.connect(":memory:")
    db.conn.backup(copy)
    return _database_class()(copy, execute_plugins=False, strict=True)


def connect(path: Path, *, mode: str) -> Database:
    """Connect to a file that :func:`check_header` let pass, set as the manual says.

    Args:
        path: The file.
        mode: ``rw``, or ``ro`` for a connection that cannot write.
    """
    database = _database_class()
    uri = f"{path.resolve().as_uri()}?mode={mode}"
    with sqlite_faults(path):
        connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS)
        db = database(connection, execute_plugins=False, strict=True)
        with _schema_faults(path):
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
            sys.modules.pop("numpy", None)
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


def check_header(path: Path) -> None:
    """Refuse a file that is not ours before SQLite touches it."""
    try:
        # a pipe would be waited for, and a folder is no failing disk
        if not stat.S_ISREG(path.stat().st_mode):
            raise _foreign(path)
        with path.open("rb") as file:
            header = file.read(_HEADER_BYTES)
    except FileNotFoundError:
        raise _missing(path) from None
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
        raise _foreign(path)
    _refuse_newer(path, int.from_bytes(header[60:64], "big"))
    if header[18:20] != _ROLLBACK_JOURNAL:
        raise ProjectError(
            "another program switched this file to write-ahead logging",
            where=str(path),
            hint="close that program, then switch it back: "
            f"sqlite3 {path.name} 'pragma journal_mode = delete'",
        )


def _missing(path: Path) -> NoProjectError:
    if _was_used(path):
        return NoProjectError(
            "the project's database is gone",
            where=str(path),
            hint="'ethnocode restore latest' puts back your newest good copy, 'ethnocode backup "
            "--list' shows all that are known",
        )
    return NoProjectError("no project here", where=str(path), hint="run 'ethnocode init' first")


def _was_used(path: Path) -> bool:
    """Return whether a project was saved in this folder before."""
    return (path.parent / HIDDEN).is_dir()


def _foreign(path: Path) -> ProjectError:
    if _was_used(path):
        return ProjectError(
            "this is no project file any more: it is damaged, or another file took its place",
            where=str(path),
            hint="keep a copy of the file as it is; 'ethnocode verify' names your newest good copy",
        )
    return ProjectError(
        "this file is not an ethnocode project",
        where=str(path),
        hint="nothing was changed; move it away and run 'ethnocode init'",
    )


def _refuse_newer(path: Path, version: int) -> None:
    if version > SCHEMA_VERSION:
        raise NewerProjectError(
            f"written by a newer ethnocode (schema {version}, this program knows {SCHEMA_VERSION})",
            where=str(path),
            hint="install the newer version",
        )


def _take_back_interrupted(path: Path) -> None:
    """Let SQLite undo a save that was killed, which a read-only connection cannot.

    A journal beside the file may also be that of a save in progress; then this
    changes nothing.
    """
    real = path.resolve()
    journal = real.with_name(f"{real.name}-journal")
    try:
        if not journal.stat().st_size:
            return
    except OSError:
        return
    try:
        with closing(connect(path, mode="rw")) as db, sqlite_faults(path):
            db.execute(_SCHEMA).fetchall()
    except StorageError as exc:
        raise StorageError(
            "a save was interrupted, and the file or its folder is read-only, so that it cannot "
            "be taken back",
            where=str(path),
            hint=f"make both writable, or copy the project with '{journal.name}' elsewhere",
        ) from exc


def _check_version(db: Database, path: Path, *, write: bool, snapshot: bool) -> None:
    """Refuse what is not our schema; bring an older one up to date when writing."""
    version = version_of(db)
    _refuse_newer(path, version)
    check_schema(db, path, version=version)
    if version == SCHEMA_VERSION:
        return
    if not write:
        raise ProjectError(
            f"written by an older ethnocode (schema {version}, this program reads "
            f"{SCHEMA_VERSION})",
            where=str(path),
            hint="run any command that writes, such as 'ethnocode ingest', to bring it up to "
            "date; a copy is kept",
        )
    _upgrade(db, path, snapshot=snapshot)


def _upgrade(db: Database, path: Path, *, snapshot: bool) -> None:
    # a migration that makes a table anew would trip over keys that point at it;
    # they are checked before the commit instead
    db.execute("pragma foreign_keys = off")
    db.execute("begin immediate")
    try:
        version = version_of(db)
        if version < SCHEMA_VERSION:
            if snapshot:
                _keep_copy(path, path.parent / SNAPSHOTS / f"before-schema-{SCHEMA_VERSION}.db")
            migrate(db, to=SCHEMA_VERSION)
            check_schema(db, path, version=SCHEMA_VERSION)
            if orphans := db.execute("pragma foreign_key_check").fetchall():
                raise ProjectError(
                    f"{len(orphans)} rows would lose what they refer to in schema {SCHEMA_VERSION}",
                    where=str(path),
                    hint="nothing was changed; 'ethnocode verify' of the older version says more",
                )
        db.execute("commit")
    finally:
        db.rollback()
        db.execute("pragma foreign_keys = on")


def _keep_copy(path: Path, place: Path) -> None:
    """Copy the whole project; under its own name only once it is whole and on disk."""
    part = place.with_name(f"{place.name}.part")
    try:
        make_private_folder(place.parent)
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        # a connection that may write is no source of a copy: SQLite would wait for ever
        with closing(connect(path, mode="ro")) as db, closing(sqlite3.connect(part)) as copy:
            db.conn.backup(copy)
        part.replace(place)
        flush_folder(place.parent)
    except OSError as exc:
        raise StorageError(
            f"no copy can be kept ({exc.strerror}), so the project is not brought up to date",
            where=str(place),
            hint="check the folder, its permissions and free space",
        ) from exc


def version_of(db: Database) -> int:
    """Return the version of a project's schema."""
    return int(db.execute(_VERSION).fetchone()[0])


def check_schema(db: Database, path: Path, *, version: int) -> None:
    """Refuse a file whose tables are not those of a version.

    Raises:
        ProjectError: Another program changed them.
    """
    model = _database_class()(sqlite3.connect(":memory:"), execute_plugins=False, strict=True)
    with closing(model):
        migrate(model, to=version)
        expected = _schema_of(model.execute(_SCHEMA).fetchall())
    with _schema_faults(path):
        found = _schema_of(db.execute(_SCHEMA).fetchall())
    if found != expected:
        names = sorted({entry[1] for entry in found ^ expected})
        raise ProjectError(
            f"the project's tables are not those ethnocode makes ({', '.join(names)})",
            where=str(path),
            hint="another program changed the file; 'ethnocode verify' names your newest good copy",
        )


@contextmanager
def _schema_faults(path: Path) -> Iterator[None]:
    """Turn what a broken schema ends in, at the first statement, into one error."""
    try:
        yield
    except (UnicodeDecodeError, sqlite3.OperationalError) as exc:
        # the first comes of a message of SQLite's that quotes broken words
        error = getattr(exc, "sqlite_errorcode", sqlite3.SQLITE_ERROR)
        if error != sqlite3.SQLITE_ERROR:
            raise
        raise ProjectError(
            "the project file is damaged (its tables cannot be read)",
            where=str(path),
            hint="keep a copy of the file as it is; 'ethnocode verify' names your newest good copy",
        ) from exc


def _schema_of(rows: list[_Entry]) -> set[_Entry]:
    """Return what a schema has of ours.

    The tables and indexes that SQLite and sqlite-utils make for themselves differ with
    their versions; a trigger or a view is never theirs.
    """
    found = set()
    for type_, name, table, sql in rows:
        is_made = type_ in ("table", "index")
        if not (is_made and name.startswith(_NOT_OURS)):
            is_of_index = is_made and name.startswith(_OF_THE_INDEX)
            found.add((type_, name, table, None if is_of_index else sql))
    return found
