"""Putting a copy in the place of a project, in one step.

The copy is copied once more, inside the project's folder, brought up to date, checked
and given an event of its own. Then it takes the name of the database, while nobody
else can save to the old one; the files beside it follow as they do after any event.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ethnocode.errors import BusyError, NewerProjectError, ProjectError, StorageError
from ethnocode.store.copies import drop_files, files_in
from ethnocode.store.faults import sqlite_faults
from ethnocode.store.opening import check_header, open_database
from ethnocode.store.pending import stage
from ethnocode.store.side_files import (
    HIDDEN,
    SIDECARS,
    flush_folder,
    is_side_file,
    make_private_folder,
    not_written,
    write_flushed,
)
from ethnocode.store.store import DATABASE, Store, open_store
from ethnocode.store.transaction import Transaction
from ethnocode.store.verify import Verifier

if TYPE_CHECKING:
    from sqlite_utils import Database

_WORK = Path(HIDDEN, "restoring.db")
_LOCK = Path(HIDDEN, "restoring.lock")


class Prepared:
    """A copy that could take a project's place at once; made by :func:`prepare`.

    Attributes:
        files: The files it holds beside the database, by name.
    """

    def __init__(self, db: Database, work: Path, *, files: Mapping[str, bytes]) -> None:
        self._db = db
        self._work = work
        self.files = files

    def take_place(
        self, folder: Path, *, header: Mapping[str, str], kept: str, was: Mapping[str, str]
    ) -> None:
        """Become the project of a folder, from which others are kept meanwhile.

        The files beside it become those of the copy once it is opened for writing.

        Args:
            folder: The project's; need hold none.
            header: Time, actor and action of the event.
            kept: Where what is replaced is kept, from the folder; may be empty.
            was: What is replaced: its revision, which may be empty, and since when the
                project held that and not what the copy holds.

        Raises:
            StorageError: The disk refuses.
        """
        path = folder / DATABASE
        with sqlite_faults(self._work):
            chain = self._close_log(folder, header=header, kept=kept, was=was)
        try:
            contents = {name: (_bytes_of(folder / name), data) for name, data in self.files.items()}
            for name in contents:
                make_private_folder((folder / name).parent)
            stage(folder, chain=chain, files=contents)
            for beside in _sidecars(path):
                beside.unlink(missing_ok=True)
            os.replace(self._work, path)
            flush_folder(folder)
        except OSError as exc:
            raise not_written(path, exc) from exc

    def _close_log(
        self, folder: Path, *, header: Mapping[str, str], kept: str, was: Mapping[str, str]
    ) -> str:
        """End the log with the event of this restore; return its chain digest."""
        last = Store(self._db, self._work).events.revision()
        self._db.execute("begin immediate")
        transaction = Transaction(self._db, folder=folder, header=dict(header))
        transaction.record_restore(kept, before=dict(was), after={"revision": last})
        transaction.summary = f"back to event {last.partition('-')[0]}"
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
        BusyError: Another program is restoring a copy there.
        StorageError: The disk refuses.
    """
    _check_copy(copy)
    work = folder / _WORK
    with _only_one(folder):
        try:
            _copy_file(copy, work)
            with closing(open_database(work, write=True, snapshot=False)) as db:
                with sqlite_faults(copy):
                    files = _checked(db, copy)
                yield Prepared(db, work, files=files)
        finally:
            for path in (work, *_sidecars(work)):
                path.unlink(missing_ok=True)


@contextmanager
def held(folder: Path) -> Iterator[Store | None]:
    """Keep all others from saving to a project; yields nothing where it cannot be opened.

    Raises:
        NewerProjectError: A newer program wrote it.
        BusyError: Another program kept writing for ten seconds.
        StorageError: The disk refuses.
    """
    with ExitStack() as stack:
        store: Store | None = None
        try:
            store = stack.enter_context(open_store(folder, write=True))
            stack.enter_context(store.locked())
        except NewerProjectError:
            raise
        except ProjectError:
            store = None
        yield store


@contextmanager
def kept_bytes(folder: Path, place: Path, *, names: Iterable[str]) -> Iterator[bool]:
    """Copy a project's files byte for byte into a folder; yields whether there were any.

    What was read stays open while the block runs: to close a file drops the locks that
    this process has on it.

    Args:
        folder: The project's.
        place: The new folder.
        names: Files beside the database that are copied with it.

    Raises:
        StorageError: The disk refuses.
    """
    live = folder / DATABASE
    found = [path for path in (live, *_sidecars(live)) if path.is_file()]
    found += [folder / name for name in names if (folder / name).is_file()]
    with ExitStack() as stack:
        try:
            for path in found:
                target = place / path.relative_to(folder)
                make_private_folder(target.parent)
                write_flushed(target, stack.enter_context(path.open("rb")).read())
        except OSError as exc:
            raise StorageError(
                f"what is there cannot be kept ({exc.strerror}), so nothing was restored",
                where=str(place),
                hint="check the folder, its permissions and free space",
            ) from exc
        yield bool(found)


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Keep other restores out: they would use the same files."""
    try:
        import fcntl
    except ImportError:  # a system without such locks
        yield
        return
    path = folder / _LOCK
    try:
        make_private_folder(path.parent)
        handle = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as exc:
        raise not_written(path, exc) from exc
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BusyError(
                "another program is restoring a copy here",
                where=str(folder),
                hint="wait until it has finished, then look at the project again",
            ) from None
        yield
    finally:
        os.close(handle)


def _copy_file(copy: Path, work: Path) -> None:
    try:
        for path in (work, *_sidecars(work)):
            path.unlink(missing_ok=True)
        handle = os.open(work, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as target, copy.open("rb") as source:
            shutil.copyfileobj(source, target)
    except OSError as exc:
        raise not_written(work, exc) from exc


def _check_copy(copy: Path) -> None:
    """Refuse what is no whole copy of a project, before it is copied."""
    try:
        check_header(copy)
    except NewerProjectError:
        raise
    except ProjectError as exc:
        raise ProjectError(
            "this is no copy of a project",
            where=str(copy),
            hint="'ethnocode backup --list' shows the copies that are known",
        ) from exc
    for beside in _sidecars(copy):
        if beside.exists() and beside.stat().st_size:
            raise ProjectError(
                f"'{beside.name}' lies beside this copy: it was taken in the middle of a save",
                where=str(copy),
                hint="take another copy; 'ethnocode backup' makes whole ones",
            )


def _checked(db: Database, copy: Path) -> dict[str, bytes]:
    """Return the files a copy holds, taken out of it; refuse one that is not sound."""
    files = files_in(db)
    drop_files(db)
    strange = [f"it holds a file named '{name}'" for name in files if not is_side_file(name)]
    fault = next(iter(strange), "") or next((fault for _, fault in Verifier(db).faults()), "")
    if fault:
        raise ProjectError(
            f"this copy is not sound ({fault})",
            where=str(copy),
            hint="'ethnocode backup --list' shows the others",
        )
    return files


def _sidecars(path: Path) -> tuple[Path, ...]:
    return tuple(path.with_name(f"{path.name}{ending}") for ending in SIDECARS)


def _bytes_of(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
