"""An open project: repositories to read, one way to write."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ethnocode.errors import EthnocodeError, StorageError
from ethnocode.store.as_of import rewound
from ethnocode.store.basis import BasisRepository
from ethnocode.store.codes import CodeRepository
from ethnocode.store.codings import CodingRepository
from ethnocode.store.copies import write_copy
from ethnocode.store.events import EventRepository
from ethnocode.store.faults import replaced, sqlite_faults
from ethnocode.store.journals import note_save
from ethnocode.store.marks import MarkRepository
from ethnocode.store.memos import MemoRepository
from ethnocode.store.opening import connect, create_file, open_database
from ethnocode.store.pending import pending_chain, settle
from ethnocode.store.persons import PersonRepository
from ethnocode.store.readings import ReadingRepository
from ethnocode.store.removal import SourceRemoval
from ethnocode.store.search import SearchIndex
from ethnocode.store.sources import SourceRepository
from ethnocode.store.stretches import StretchRepository
from ethnocode.store.suggestions import SuggestionRepository
from ethnocode.store.transaction import Transaction
from ethnocode.store.verify import Verifier, damage_named

if TYPE_CHECKING:
    from sqlite_utils import Database

DATABASE = "ethnocode.db"
"""File name of a project's database, beside its settings."""


@contextmanager
def open_store(folder: Path, *, write: bool = False, as_of: str = "") -> Iterator[Store]:
    """Open the project in a folder; close it when the block ends.

    Args:
        folder: Where the project is.
        write: Whether the block changes it.
        as_of: Moment, ISO 8601 in UTC, whose state is wanted; empty for now.

    Raises:
        ProjectError: The file is missing, foreign, newer or damaged.
        StorageError: The disk refuses.
    """
    path = folder / DATABASE
    with (
        closing(open_database(path, write=write)) as db,
        sqlite_faults(path),
        damage_named(db, path),
        sqlite_faults(path),
    ):
        if not as_of:
            store = Store(db, path)
            if write:
                store.settle_files()
            yield store
            return
        with closing(rewound(db, as_of, folder=folder)) as earlier:
            yield Store(earlier, path)


def finish_interrupted(folder: Path) -> None:
    """Put the side files of a save that was interrupted in their places, if any wait.

    For those who read the files and not the database. Where the project cannot be
    written to, they are left as they are.
    """
    if pending_chain(folder):
        with suppress(StorageError), open_store(folder, write=True):
            pass


def create_store(folder: Path) -> None:
    """Create the database of a new project.

    Raises:
        ProjectError: There is one already.
        StorageError: The folder cannot be written.
    """
    create_file(folder / DATABASE)


class Store:
    """An open project; made by :func:`open_store`."""

    def __init__(self, db: Database, path: Path) -> None:
        self._db = db
        self.path = path
        self._identity = _identity(path)
        self.sources = SourceRepository(db)
        self.marks = MarkRepository(db)
        self.stretches = StretchRepository(db)
        self.removal = SourceRemoval(db)
        self.persons = PersonRepository(db)
        self.codes = CodeRepository(db)
        self.codings = CodingRepository(db)
        self.suggestions = SuggestionRepository(db)
        self.readings = ReadingRepository(db)
        self.basis = BasisRepository(db)
        self.memos = MemoRepository(db)
        self.events = EventRepository(db)
        self.search = SearchIndex(db)
        self.verifier = Verifier(db)

    @contextmanager
    def write(self, *, actor: str, action: str, now: datetime) -> Iterator[Transaction]:
        """Change the project: all that happens in the block, or nothing.

        The write lock is taken at once, every change is appended to the event
        log, anchors are read back and compared, and only then is it committed. Side
        files take their places after that; what a crash leaves half done, the next
        writer finishes.

        Args:
            actor: Coder who acts.
            action: Command, as the log shows it.
            now: Aware time of the event.

        Raises:
            BusyError: Another program kept writing for ten seconds.
        """
        header = {
            "at": now.isoformat(timespec="milliseconds"),
            "actor": actor,
            "action": action,
        }
        folder = self.path.parent
        with sqlite_faults(self.path):
            self._db.execute("begin immediate")
            try:
                self._refuse_replaced()
                settle(self._db, folder)
                transaction = Transaction(self._db, folder=folder, header=header)
                yield transaction
                transaction.finish()
                if transaction.chain:
                    note_save(self.path, transaction.chain)
                self._db.execute("commit")
            except BaseException:
                self._abandon()
                raise
            self._put_in_place(transaction.chain)

    def copy_to(self, place: Path, *, files: Callable[[], Mapping[str, bytes]]) -> None:
        """Write a whole copy of the project, checked, into one file.

        Args:
            place: The new file; one that is there is replaced.
            files: Reads the files beside the database, by name.

        Raises:
            BusyError: The files kept changing.
            ProjectError: The project is not sound.
            StorageError: The folder or the disk refuses.
        """
        folder = self.path.parent
        # of its own, for the project's may hold the write lock
        with closing(connect(self.path, mode="ro")) as reader:
            write_copy(reader, place, files=lambda: None if pending_chain(folder) else files())

    def settle_files(self) -> None:
        """Put side files in place, or remove them, where an interruption left them waiting.

        Raises:
            ProjectError: Such a file was edited since.
        """
        if pending_chain(self.path.parent):
            # under the lock, or the files of a save in progress would be taken
            # for those of one that failed
            with self.locked():
                pass

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Keep all others from saving while the block runs, and save nothing.

        Raises:
            BusyError: Another program kept writing for ten seconds.
            ProjectError: A side file was edited while a save was interrupted.
        """
        self._db.execute("begin immediate")
        try:
            settle(self._db, self.path.parent)
            yield
        finally:
            self._db.rollback()

    @contextmanager
    def at_one_moment(self) -> Iterator[None]:
        """Read one state throughout the block, whatever others save meanwhile.

        They wait with saving until it ends, so it should be short.
        """
        self._db.execute("begin")
        try:
            yield
        finally:
            self._db.rollback()

    def refuse_unwritable(self) -> None:
        """Refuse a project that cannot be written to, before work that would be lost.

        Raises:
            BusyError: Another program kept writing for ten seconds.
            StorageError: The file or its folder is read-only.
        """
        folder = self.path.parent
        with sqlite_faults(self.path), self.locked():
            if not os.access(folder, os.W_OK):  # no journal can be put there
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))

    def _refuse_replaced(self) -> None:
        """Refuse to write into a file that no longer has its name: nobody would find it."""
        if _identity(self.path) != self._identity:
            raise replaced(str(self.path))

    def _abandon(self) -> None:
        """End a write that failed; or whose commit was done before it was interrupted.

        What fails here is left to the next writer, for the first failure tells more.
        """
        with suppress(sqlite3.Error):
            self._db.rollback()
        with suppress(sqlite3.Error, OSError, EthnocodeError):
            self.settle_files()

    def _put_in_place(self, chain: str) -> None:
        try:
            self.settle_files()
        except sqlite3.OperationalError:
            # another writer has the lock, and has settled our files on taking it
            if chain and pending_chain(self.path.parent) == chain:
                raise


def _identity(path: Path) -> tuple[int, int]:
    """Return what tells a file from another that takes its name."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_dev, found.st_ino
