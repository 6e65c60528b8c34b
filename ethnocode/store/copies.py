"""Whole copies of a project in one file: what backups and snapshots are.

A copy is a project database of its own, compact and checked, that also holds the
files beside the database. It takes its name only once it is whole and on disk.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ethnocode.errors import BusyError, EthnocodeError, ProjectError, StorageError
from ethnocode.model import Copy
from ethnocode.store.content import CHECK_INDEX
from ethnocode.store.events import EventRepository
from ethnocode.store.faults import sqlite_faults
from ethnocode.store.opening import check_header, check_schema, connect, version_of
from ethnocode.store.schema import SCHEMA_VERSION
from ethnocode.store.side_files import flush_folder
from ethnocode.store.tables import existing_table
from ethnocode.store.verify import Verifier

if TYPE_CHECKING:
    from sqlite_utils import Database

_LAST = "select id, at, action, actor, chain from events order by id desc limit 1"
_COUNTS = """
    select (select count(*) from sources) as sources, (select count(*) from codings) as codings
"""
_FILES = "select name, bytes from side_files order by name"
_TRIES = 20

ReadFiles = Callable[[], Mapping[str, bytes] | None]
"""Gives the files beside a database by name; ``None`` while one is being replaced."""


def write_copy(db: Database, place: Path, *, files: ReadFiles) -> None:
    """Write a copy of a project and of the files beside it; check it; give it its name.

    Args:
        db: The project, in no transaction.
        place: The new file; one that is there is replaced.
        files: Reads the files beside the database; asked before and after, for they
            must not change while the database is copied.

    Raises:
        BusyError: The files kept changing.
        ProjectError: What was copied is not sound.
        StorageError: The folder or the disk refuses.
    """
    part = place.with_name(f".{place.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            with sqlite_faults(part):
                contents = _copied(db, part, files=files)
                with closing(connect(part, mode="rw")) as copy:
                    _fill(copy, contents)
                    _check(copy, place, of=db)
            _flush(part)
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)
        flush_folder(place.parent)
    except OSError as exc:
        raise StorageError(
            f"no copy can be written ({exc.strerror})",
            where=str(place),
            hint="check that the folder is there, its permissions and free space",
        ) from exc


def read_copy(path: Path) -> Copy:
    """Return what a copy says it holds; whether it is sound is not asked.

    Raises:
        ProjectError: The file is no project.
        StorageError: It cannot be read.
    """
    with _opened(path) as db, sqlite_faults(path):
        last = next(iter(db.query(_LAST)))
        counts = next(iter(db.query(_COUNTS)))
    revision = f"{last['id']}-{last['chain'][:8]}"
    return Copy(path, last["at"], last["id"], revision, last["actor"], **counts)


def fault_of(path: Path) -> str:
    """Return the first thing that does not hold in a copy; empty where it is sound."""
    try:
        with _opened(path) as db, sqlite_faults(path):
            version = version_of(db)
            check_schema(db, path, version=version)
            if version == SCHEMA_VERSION:
                return next((fault for _, fault in Verifier(db).faults()), "")
            broken = next(EventRepository(db).broken_links(), None)
            return _fault(db) or (f"event {broken} was altered" if broken else "")
    except EthnocodeError as exc:
        return exc.message


def files_in(db: Database) -> dict[str, bytes]:
    """Return the files that a copy holds, by name."""
    return {row["name"]: row["bytes"] for row in db.query(_FILES)}


def drop_files(db: Database) -> None:
    """Remove the files from a copy, as it is about to become a project again."""
    existing_table(db, "side_files").delete_where()


@contextmanager
def _opened(path: Path) -> Iterator[Database]:
    check_header(path)
    with closing(connect(path, mode="ro")) as db:
        yield db


def _copied(db: Database, part: Path, *, files: ReadFiles) -> Mapping[str, bytes]:
    """Copy the database at a moment at which the files beside it stand still."""
    for _ in range(_TRIES):
        contents = files()
        os.truncate(part, 0)
        _vacuum_into(db, part)
        if contents is not None and files() == contents:
            return contents
    raise BusyError(
        "the codebook kept changing while the project was copied",
        where=str(part.parent),
        hint="run the command again when nobody is changing it",
    )


def _vacuum_into(db: Database, part: Path) -> None:
    # a reader's 'query_only' forbids it, though only the copy is written
    reader = db.execute("pragma query_only").fetchone()[0]
    db.execute("pragma query_only = off")
    try:
        db.execute("vacuum into ?", [str(part)])
    finally:
        db.execute(f"pragma query_only = {reader:d}")


def _fill(copy: Database, files: Mapping[str, bytes]) -> None:
    copy.execute("begin immediate")
    drop_files(copy)
    rows = [{"name": name, "bytes": data} for name, data in sorted(files.items())]
    existing_table(copy, "side_files").insert_all(rows)
    copy.execute("commit")


def _check(copy: Database, place: Path, *, of: Database) -> None:
    fault = _fault(copy)
    if fault and not _fault(of):
        raise StorageError(
            f"the copy is not as it was written ({fault})",
            where=str(place),
            hint="the project is sound, so that the disk may be failing: try another",
        )
    try:
        copy.execute(CHECK_INDEX)
    except sqlite3.DatabaseError:
        fault = fault or "the full-text index does not match the texts"
    copy.rollback()
    if fault:
        raise ProjectError(
            f"the project is not sound, so no copy was made ({fault})",
            where=str(place),
            hint="'ethnocode verify' says what is wrong, and which copy is good",
        )


def _fault(db: Database) -> str:
    found = [row["integrity_check"] for row in db.query("pragma integrity_check (1)")]
    if found != ["ok"]:
        return str(found[0])
    orphans = [row["table"] for row in db.query("pragma foreign_key_check")]
    return f"{len(orphans)} rows of {orphans[0]} lost what they refer to" if orphans else ""


def _flush(part: Path) -> None:
    handle = os.open(part, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
