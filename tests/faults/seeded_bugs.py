"""Mistakes planted in the write path, each of which the laboratory must catch.

Each is one that real programs make, and that random kills mostly miss. It is planted in
the forked child alone, by replacing a function of the program.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any


def plant(name: str) -> None:
    """Make the program wrong, in this process only."""
    BUGS[name]()


def _early_word() -> None:
    """Say that it is saved before COMMIT."""
    import typer

    from ethnocode.store.transaction import Transaction

    finish = Transaction.finish

    def wrong(self: Any) -> None:
        typer.echo("saved")
        finish(self)

    Transaction.finish = wrong  # type: ignore[method-assign]


def _two_transactions() -> None:
    """Commit a source's text by itself."""
    from ethnocode.store.transaction import Transaction

    add_content = Transaction.add_content

    def wrong(self: Any, table: str, row: dict[str, Any]) -> None:
        add_content(self, table, row)
        if table == "texts":
            self._db.execute("commit")
            self._db.execute("begin immediate")

    Transaction.add_content = wrong  # type: ignore[method-assign]


def _late_index() -> None:
    """Fill the full-text index after COMMIT."""
    from ethnocode.store.store import Store
    from ethnocode.store.transaction import Transaction

    index, put_in_place = Transaction.index_passages, Store._put_in_place
    waiting: list[Any] = []

    def later(self: Any, bodies: Any) -> None:
        waiting.append((self, list(bodies)))

    def wrong(self: Any, chain: str) -> None:
        if waiting:
            self._db.execute("begin immediate")
            for transaction, bodies in waiting:
                index(transaction, bodies)
            waiting.clear()
            self._db.execute("commit")
        put_in_place(self, chain)

    Transaction.index_passages = later  # type: ignore[assignment]
    Store._put_in_place = wrong  # type: ignore[method-assign]


def _in_place() -> None:
    """Rewrite the codebook in place instead of renaming a whole new one."""
    from ethnocode.store import pending

    class Wrong:
        def __getattr__(self, name: str) -> Any:
            return getattr(os, name)

        def replace(self, new: Path, old: Path) -> None:
            Path(old).write_bytes(Path(new).read_bytes())

    pending.os = Wrong()  # type: ignore[assignment]


def _swallow() -> None:
    """Pass over every error of the save."""
    import sqlite3
    from contextlib import suppress

    from sqlite_utils import Database

    execute = Database.execute

    def wrong(self: Any, sql: str, parameters: Any = None) -> Any:
        if sql != "commit":
            return execute(self, sql, parameters)
        with suppress(sqlite3.Error):
            return execute(self, sql, parameters)
        return None

    Database.execute = wrong  # type: ignore[method-assign, assignment]


def _unsynced() -> None:
    """Let SQLite flush nothing."""
    _pragma("synchronous", "off")


def _full_only() -> None:
    """Python's default: the removal of the journal is not flushed."""
    _pragma("synchronous", "full")


def _no_journal() -> None:
    """Let SQLite keep no journal."""
    _pragma("journal_mode", "off")


def _memory_journal() -> None:
    """Let SQLite keep its journal in memory."""
    _pragma("journal_mode", "memory")


def _pragma(name: str, value: str) -> None:
    from ethnocode.store import opening

    pragmas = opening._pragmas

    def wrong(mode: str) -> tuple[str, ...]:
        kept = tuple(each for each in pragmas(mode) if not each.startswith(name))
        return kept if mode == "ro" else (*kept, f"{name} = {value}")

    opening._pragmas = wrong


def _never_committed() -> None:
    """Write codings after COMMIT by the raw connection, which opens a transaction of its own."""
    from ethnocode.store.store import Store
    from ethnocode.store.transaction import Transaction

    insert_all, put_in_place = Transaction.insert_all, Store._put_in_place
    waiting: list[tuple[str, list[Any]]] = []

    def later(self: Any, table: str, rows: Any) -> list[int]:
        rows = list(rows)
        keys = insert_all(self, table, rows)
        if table == "codings":
            self._db.execute(f"delete from codings where id >= {min(keys, default=0)}")
            named = [{"id": key, **row} for key, row in zip(keys, rows, strict=True)]
            for row in named:
                names = ", ".join(f'"{name}"' for name in row)
                marks = ", ".join("?" * len(row))
                sql = f"insert into codings ({names}) values ({marks})"
                waiting.append((sql, list(row.values())))
        return keys

    def wrong(self: Any, chain: str) -> None:
        for sql, values in waiting:
            self._db.conn.execute(sql, values)
        waiting.clear()
        put_in_place(self, chain)

    Transaction.insert_all = later  # type: ignore[method-assign, assignment]
    Store._put_in_place = wrong  # type: ignore[method-assign]


def _early_rename() -> None:
    """Put side files in their places before COMMIT."""
    from ethnocode.store import transaction

    stage = transaction.stage

    def wrong(folder: Path, *, chain: str, files: Any) -> None:
        stage(folder, chain=chain, files=files)
        for name in files:
            (staged,) = folder.glob(f"{name}.pending-*")
            staged.replace(folder / name)

    transaction.stage = wrong


def _unflushed_file() -> None:
    """Rename side files that are not flushed."""
    from ethnocode.store import pending

    def wrong(path: Path, data: bytes) -> None:
        path.write_bytes(data)

    pending.write_flushed = wrong


def _unflushed_names() -> None:
    """Never flush a folder."""
    from ethnocode.store import pending, side_files

    def wrong(folder: Path) -> None:
        pass

    pending.flush_folder = wrong
    side_files.flush_folder = wrong


def _random_names() -> None:
    """Write side files under a new temporary name each time."""
    from tempfile import mkstemp

    from ethnocode.store import pending

    def wrong(path: Path, data: bytes) -> None:
        handle, name = mkstemp(prefix=f"{path.name}.", dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            os.fsync(handle)
        os.replace(name, path)

    pending.write_flushed = wrong


def _wordless() -> None:
    """Let errors of SQLite out as they are."""
    from contextlib import contextmanager

    from ethnocode.store import opening, store

    @contextmanager
    def wrong(path: Path) -> Any:
        yield

    opening.sqlite_faults = wrong
    store.sqlite_faults = wrong


BUGS: dict[str, Callable[[], None]] = {
    "acknowledged before commit": _early_word,
    "text in a transaction of its own": _two_transactions,
    "index filled after commit": _late_index,
    "codebook rewritten in place": _in_place,
    "errors of the save passed over": _swallow,
    "synchronous off": _unsynced,
    "synchronous full": _full_only,
    "no journal": _no_journal,
    "journal in memory": _memory_journal,
    "written but never committed": _never_committed,
    "side file renamed before commit": _early_rename,
    "side file not flushed": _unflushed_file,
    "folder not flushed": _unflushed_names,
    "temporary files with random names": _random_names,
    "errors of the disk not put into words": _wordless,
}
