"""Putting a copy in the place of a project, in one step.

The copy is copied once more, inside the project's folder, brought up to date, checked
and given an event of its own. Then it takes the name of the database, while nobody
else can write to the old one; the files beside it follow as they do after any event.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ethnocode.errors import ProjectError, StorageError
from ethnocode.store.copies import drop_files, files_in
from ethnocode.store.faults import sqlite_faults
from ethnocode.store.opening import check_header, connect, open_database
from ethnocode.store.pending import stage
from ethnocode.store.side_files import flush_folder, make_private_folder
from ethnocode.store.transaction import Transaction
from ethnocode.store.verify import Verifier

if TYPE_CHECKING:
    from sqlite_utils import Database

_WORK = Path(".ethnocode", "restoring.db")
SIDECARS = ("-journal", "-wal", "-shm")
"""Endings of the files that SQLite may leave beside a database."""


class Prepared:
    """A copy that could take a project's place at once; made by :func:`prepare`.

    Attributes:
        files: The files it holds beside the database, by name.
    """

    def __init__(self, db: Database, work: Path, *, files: Mapping[str, bytes]) -> None:
        self._db = db
        self._work = work
        self.files = files

    def take_place(self, path: Path, *, header: Mapping[str, str], kept: str, was: str) -> None:
        """Become the project at a path; the files beside it become those of the copy
        once it is opened for writing.

        Args:
            path: The project's database; need not be there.
            header: Time, actor and action of the event.
            kept: Copy of what is replaced, from the project's folder; may be empty.
            was: Revision of what is replaced; may be empty.

        Raises:
            BusyError: Another program kept writing to what is there.
            StorageError: The disk refuses.
        """
        folder = path.parent
        with sqlite_faults(self._work):
            chain = self._close_log(folder, header=header, kept=kept, was=was)
        contents = {name: (_bytes_of(folder / name), data) for name, data in self.files.items()}
        for name in contents:
            make_private_folder((folder / name).parent)
        with _held(path):
            stage(folder, chain=chain, files=contents)
            try:
                for ending in SIDECARS:
                    path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)
                os.replace(self._work, path)
                flush_folder(folder)
            except OSError as exc:
                raise _refused(path, exc) from exc

    def _close_log(self, folder: Path, *, header: Mapping[str, str], kept: str, was: str) -> str:
        """End the log with the event of this restore; return its chain digest."""
        self._db.execute("begin immediate")
        transaction = Transaction(self._db, folder=folder, header=dict(header))
        before, after = {"revision": was}, {"files": sorted(self.files)}
        transaction.record_restore(kept, before=before, after=after)
        transaction.summary = f"kept what was there as {kept}" if kept else "into a new folder"
        transaction.finish()
        self._db.execute("commit")
        self._db.close()
        return transaction.chain


@contextmanager
def prepare(copy: Path, folder: Path) -> Iterator[Prepared]:
    """Make a private copy of a copy, of the current schema and sound.

    Args:
        copy: A backup, a snapshot, or any other project file; only read.
        folder: Folder of the project whose place it may take.

    Raises:
        ProjectError: It is no project, is damaged, or was being written to.
        StorageError: The disk refuses.
    """
    check_header(copy)
    _refuse_sidecars(copy)
    work = folder / _WORK
    try:
        make_private_folder(work.parent)
        for name in (work, *(work.with_name(f"{work.name}{ending}") for ending in SIDECARS)):
            name.unlink(missing_ok=True)
        handle = os.open(work, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as target, copy.open("rb") as source:
            shutil.copyfileobj(source, target)
    except OSError as exc:
        raise _refused(work, exc) from exc
    try:
        with closing(open_database(work, write=True, snapshot=False)) as db, sqlite_faults(copy):
            files = files_in(db)
            _check_names(files, copy)
            drop_files(db)
            fault = next((fault for _, fault in Verifier(db).faults()), "")
            if fault:
                raise ProjectError(
                    f"this copy is not sound ({fault})",
                    where=str(copy),
                    hint="'ethnocode backup --list' shows the others",
                )
            yield Prepared(db, work, files=files)
    finally:
        work.unlink(missing_ok=True)


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Keep all others from a project file, where it is sound enough to be locked."""
    try:
        check_header(path)
        db = connect(path, mode="rw")
    except ProjectError:
        yield
        return
    with closing(db):
        try:
            with sqlite_faults(path):
                db.execute("begin exclusive")
        except ProjectError:
            pass  # damaged: nobody else can write to it either
        yield


def _refuse_sidecars(copy: Path) -> None:
    for ending in SIDECARS:
        beside = copy.with_name(f"{copy.name}{ending}")
        if beside.exists() and beside.stat().st_size:
            raise ProjectError(
                f"'{beside.name}' lies beside this copy: it was taken in the middle of a save",
                where=str(copy),
                hint="take another copy; 'ethnocode backup' makes whole ones",
            )


def _check_names(files: Iterable[str], copy: Path) -> None:
    """Refuse a copy that would write anywhere but below the project's folder."""
    for name in files:
        parts = PurePosixPath(name).parts
        plain = not any(part.startswith(".") or "\\" in part for part in parts)
        if name.startswith("/") or not plain or not name.endswith((".yaml", ".yml")):
            raise ProjectError(
                f"this copy holds a file named '{name}', which is none of a project's",
                where=str(copy),
                hint="nothing was changed; ask whoever gave it to you for another",
            )


def _bytes_of(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _refused(path: Path, exc: OSError) -> StorageError:
    return StorageError(
        f"cannot be written ({exc.strerror})",
        where=str(path),
        hint="check the folder, its permissions and free space",
    )
