"""An open project: repositories to read, one way to write."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ethnocode.errors import EthnocodeError
from ethnocode.store.as_of import rewound
from ethnocode.store.codings import CodingRepository
from ethnocode.store.events import EventRepository
from ethnocode.store.faults import sqlite_faults
from ethnocode.store.opening import create_file, open_database
from ethnocode.store.pending import pending_chain, settle
from ethnocode.store.persons import PersonRepository
from ethnocode.store.search import SearchIndex
from ethnocode.store.sources import SourceRepository
from ethnocode.store.suggestions import SuggestionRepository
from ethnocode.store.transaction import Transaction
from ethnocode.store.verify import Verifier

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
    with closing(open_database(path, write=write)) as db, sqlite_faults(path):
        if not as_of:
            store = Store(db, path)
            if write:
                store.settle_files()
            yield store
            return
        with closing(rewound(db, as_of)) as earlier:
            yield Store(earlier, path)


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
        self.sources = SourceRepository(db)
        self.persons = PersonRepository(db)
        self.codings = CodingRepository(db)
        self.suggestions = SuggestionRepository(db)
        self.events = EventRepository(db)
        self.search = SearchIndex(db)
        self.verifier = Verifier(db)

    @contextmanager
    def write(
        self, *, actor: str, action: str, now: datetime, codebook: str = ""
    ) -> Iterator[Transaction]:
        """Change the project: all that happens in the block, or nothing.

        The write lock is taken at once, every change is appended to the event
        log, anchors are read back and compared, and only then is it committed. Side
        files take their places after that; what a crash leaves half done, the next
        writer finishes.

        Args:
            actor: Coder who acts.
            action: Command, as the log shows it.
            now: Aware time of the event.
            codebook: Digest of the codebook in force; empty where it is the last event's.

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
                settle(self._db, folder)
                transaction = Transaction(self._db, folder=folder, header=header, codebook=codebook)
                yield transaction
                transaction.finish()
                self._db.execute("commit")
            except BaseException:
                self._abandon()
                raise
            self._put_in_place(transaction.chain)

    def settle_files(self) -> None:
        """Put side files in place, or remove them, where an interruption left them waiting.

        Raises:
            ProjectError: Such a file was edited since.
        """
        if pending_chain(self.path.parent):
            # under the lock, or the files of a save in progress would be taken
            # for those of one that failed
            self._db.execute("begin immediate")
            try:
                settle(self._db, self.path.parent)
            finally:
                self._db.rollback()

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
