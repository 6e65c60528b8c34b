"""Journals beside a project file: whether taking one back would harm what the file holds.

SQLite plays back any journal that lies beside a file. Where a folder is kept in step
between machines, that may be the journal of another version of the file: what comes
of it is a mixture of two versions, or the loss of one. SQLite cannot tell. So before
its first call on the file, the journal is tried on a copy.
"""

from __future__ import annotations

import filecmp
import hashlib
import os
import shutil
import sqlite3
import struct
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from ethnocode.errors import (
    BusyError,
    ConflictError,
    EthnocodeError,
    ProjectError,
    StorageError,
)
from ethnocode.store.events import EventRepository
from ethnocode.store.migrations import migrate
from ethnocode.store.opening import connect
from ethnocode.store.schema import SCHEMA_VERSION
from ethnocode.store.side_files import HIDDEN, flush_folder, make_private_folder, not_written
from ethnocode.store.verify import Verifier

_MAGIC = bytes.fromhex("d9d505f920a163d7")
_NONCE = slice(12, 28)
"""Of a journal's header: a random number, and sizes; the number of pages before may change."""

_NOTE = Path(HIDDEN, "saving")
_WORK = Path(HIDDEN, "judging")

# bytes of the file that SQLite locks: docs of its file format, "os_unix.c"
_PENDING, _RESERVED, _SHARED, _SHARED_BYTES = 0x40000000, 0x40000001, 0x40000002, 510
_FLOCK = "hhqqi" if sys.platform.startswith("linux") else "qqihh"
_PAUSE_SECONDS = 0.02
_LOG = "select chain from events order by id"
_UNREADABLE = (sqlite3.Error, EthnocodeError, ValueError, LookupError, TypeError, OverflowError)


def note_save(path: Path, chain: str) -> None:
    """Note which event the save in progress makes; after its event is closed, before COMMIT.

    The note is bound to the journal of this save by a random number in its header, so
    that a note that came from another machine says nothing.

    Args:
        path: The project's file.
        chain: Chain digest of the last event of the save.

    Raises:
        StorageError: The disk refuses.
    """
    note = path.parent / _NOTE
    try:
        line = f"{_seal(chain, _journal_of(path))}\n".encode("ascii")
        handle = _opened_note(note)
        try:
            # in place and always of one length: one block, written in one go
            os.write(handle, line)
            getattr(os, "fdatasync", os.fsync)(handle)
        finally:
            os.close(handle)
    except OSError as exc:
        raise not_written(note, exc) from exc


def refuse_foreign_journal(path: Path, *, patience: float) -> None:
    """Refuse a file beside which lies what another version of it, or program, left.

    A save that was killed here is SQLite's to take back, and one in progress is left
    alone. Nothing is written but a copy of both, in the project's own folder, which is
    removed again.

    Args:
        path: The project's file; nothing has opened it yet.
        patience: Seconds to wait for other programs that read it.

    Raises:
        ConflictError: The journal would harm what the file holds.
        ProjectError: The file is damaged with the journal taken back and without.
        BusyError: Others kept reading it.
        StorageError: The journal cannot be judged, for the folder is read-only or full.
    """
    real = path.resolve()
    _refuse_write_ahead_log(real)
    if not _is_hot(_journal_of(real)):
        return
    with _alone(real, patience=patience) as handle:
        if handle is not None:
            _judge(real, handle, folder=path.parent)


def _opened_note(note: Path) -> int:
    try:
        return os.open(note, os.O_WRONLY)
    except FileNotFoundError:
        make_private_folder(note.parent)
        handle = os.open(note, os.O_WRONLY | os.O_CREAT, 0o600)
        flush_folder(note.parent)
        return handle


def _seal(chain: str, journal: Path) -> str:
    try:
        with journal.open("rb") as file:
            header = file.read(_NONCE.stop)
    except FileNotFoundError:
        header = b""
    return hashlib.sha256(chain.encode("ascii") + header[_NONCE]).hexdigest()


def _journal_of(path: Path) -> Path:
    real = path.resolve()
    return real.with_name(f"{real.name}-journal")


def _is_hot(journal: Path) -> bool:
    """Return whether SQLite would play a journal back, were nobody writing it."""
    try:
        with journal.open("rb") as file:
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def _refuse_write_ahead_log(real: Path) -> None:
    log = real.with_name(f"{real.name}-wal")
    try:
        size = log.stat().st_size
    except OSError:
        return
    if size:
        raise ConflictError(
            f"'{log.name}' lies beside it: another program has the project open, or left work "
            "behind, in a way ethnocode does not use",
            where=str(real),
            hint=f"close that program; if '{log.name}' stays, copy both files elsewhere, then move "
            "it away",
        )


@contextmanager
def _alone(real: Path, *, patience: float) -> Iterator[int | None]:
    """Keep all other programs from the file, and yield it open.

    Yields nothing where there is no journal to judge any more: a save is in progress,
    or another program took it back; or where SQLite cannot take it back either, for the
    file is read-only or the system has no such locks.
    """
    if sys.platform == "win32":
        yield None
        return
    try:
        handle = os.open(real, os.O_RDWR)
    except OSError:
        yield None
        return
    # Closing any descriptor of a file drops all locks this process has on it, those of
    # SQLite too: so it is opened once, here, before SQLite opens it, and closed once.
    try:
        until = monotonic() + patience
        while not _locked(handle):
            if _is_saving(handle):
                break  # a live program, and the journal is its own
            if monotonic() > until:
                raise BusyError(
                    "a save was interrupted, and other programs that read the project keep it "
                    "from being taken back",
                    where=str(real),
                    hint="wait until they have finished, then run the command again",
                )
            sleep(_PAUSE_SECONDS)
        else:
            if _is_hot(_journal_of(real)):
                yield handle
                return
        yield None
    finally:
        os.close(handle)


def _locked(handle: int) -> bool:
    """Take the locks that SQLite takes to be alone with a file, unless others have one.

    Who is saving has a lock on the shared bytes too. The byte for that is not locked
    here, even for a moment: a reader that saw it so would take the journal for one of
    a save in progress, and read a file half saved.
    """
    import fcntl

    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _PENDING)
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_BYTES, _SHARED)
    except OSError:
        with suppress(OSError):
            fcntl.lockf(handle, fcntl.LOCK_UN, 1, _PENDING)
        return False
    return True


def _is_saving(handle: int) -> bool:
    """Return whether another program is saving; also where a disk knows no locks.

    There SQLite will not play a journal back either.
    """
    import fcntl

    kind = 0 if sys.platform.startswith("linux") else 3
    fields = [_RESERVED, 1, 0]
    fields[kind:kind] = [fcntl.F_WRLCK, os.SEEK_SET]
    try:
        found = fcntl.fcntl(handle, fcntl.F_GETLK, struct.pack(_FLOCK, *fields))
    except OSError:
        return True
    return bool(struct.unpack_from(_FLOCK, found)[kind] != fcntl.F_UNLCK)


@dataclass(frozen=True, slots=True)
class _Version:
    """What a file says that can be read as a whole.

    Args:
        faults: What does not hold in it.
        log: Chain digests of its events.
    """

    faults: frozenset[str]
    log: tuple[str, ...]


def _judge(real: Path, handle: int, *, folder: Path) -> None:
    """Compare the file as it is with what it were with the journal taken back.

    Of a save that was killed here, the file either is torn; or has the events it had
    before, or just those of the save that noted them, and taking it back spoils nothing.
    """
    journal = _journal_of(real)
    with _work_folder(folder) as work:
        now, before = work / "now.db", work / "before.db"
        try:
            with open(handle, "rb", closefd=False) as source, now.open("wb") as target:
                shutil.copyfileobj(source, target)
            shutil.copyfile(now, before)
            shutil.copyfile(journal, _journal_of(before))
            readable = _took_back(before)
            if readable and filecmp.cmp(now, before, shallow=False):
                return
        except OSError as exc:
            raise _unjudged(work, exc) from exc
        held = _version(now) if _is_whole(now) else None
        if held is None:
            if not (readable and _is_whole(before, log=True)):
                raise _damaged(real)
            return
        earlier = _version(before) if readable and _is_whole(before) else None
        if earlier is None or not (_is_the_same(held, earlier) or _is_noted(folder, held, journal)):
            raise _conflict(real)


def _is_the_same(held: _Version, earlier: _Version) -> bool:
    return held.log == earlier.log and earlier.faults <= held.faults


def _damaged(real: Path) -> ProjectError:
    return ProjectError(
        f"the file is damaged, with '{real.name}-journal' taken back as well as without",
        where=str(real),
        hint="nothing was changed; copy both files elsewhere, then 'ethnocode restore' your last "
        "good backup",
    )


def _conflict(real: Path) -> ConflictError:
    return ConflictError(
        f"'{real.name}-journal' is of another version of this file, and would undo what this one "
        "holds",
        where=str(real),
        hint="nothing was changed; copy both files elsewhere, then move the journal away to go on "
        "with what the file holds, or 'ethnocode restore' a backup",
    )


def _took_back(path: Path) -> bool:
    try:
        with closing(connect(path, mode="rw")) as db:
            db.execute(_LOG).fetchone()
    except (sqlite3.Error, EthnocodeError):
        return False
    return True


def _is_whole(path: Path, *, log: bool = False) -> bool:
    """Return whether a copy can be read as a whole; if asked, with its log and references."""
    try:
        with closing(connect(path, mode="rw")) as db:
            if db.execute("pragma integrity_check (1)").fetchone()[0] != "ok":
                return False
            if not log:
                return True
            orphan = db.execute("pragma foreign_key_check").fetchone()
            return orphan is None and not any(EventRepository(db).broken_links())
    except _UNREADABLE:
        return False


def _version(path: Path) -> _Version | None:
    """Read a copy, all of it; an older one is brought up to date first."""
    try:
        with closing(connect(path, mode="rw")) as db:
            db.execute("pragma foreign_keys = off")
            migrate(db, to=SCHEMA_VERSION)
            log = tuple(row["chain"] for row in db.query(_LOG))
            return _Version(frozenset(map(str, Verifier(db).faults())), log)
    except _UNREADABLE:
        return None


def _is_noted(folder: Path, held: _Version, journal: Path) -> bool:
    """Return whether the last event in the file is of the save that wrote this journal."""
    try:
        noted = (folder / _NOTE).read_text("ascii").strip()
        return bool(held.log) and noted == _seal(held.log[-1], journal)
    except (OSError, ValueError):
        return False


@contextmanager
def _work_folder(folder: Path) -> Iterator[Path]:
    """Make a private folder for the copies; nobody else is in it, for the file is locked."""
    work = folder / _WORK
    try:
        shutil.rmtree(work, ignore_errors=True)  # what a kill left
        make_private_folder(work)
    except OSError as exc:
        raise _unjudged(work, exc) from exc
    try:
        yield work
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _unjudged(work: Path, exc: OSError) -> StorageError:
    return StorageError(
        f"a save was interrupted, and cannot be taken back before a copy is looked at, which "
        f"cannot be written ({exc.strerror})",
        where=str(work),
        hint="check the folder, its permissions and free space",
    )
