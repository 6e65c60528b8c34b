"""Side files and rows change together, wherever a save is cut off."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ethnocode.errors import ProjectError, StorageError, UndecodableSourceError, UndoError
from ethnocode.store import Store, open_store, pending
from ethnocode.store import store as store_module

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
OLD, NEW = b"old: 1\r\n", "new: 2\n"
SAVE = f"""\
with store.write(actor="ada", action="import", now=now) as transaction:
    transaction.write_file("codebook.yaml", {NEW!r})
"""
KILLED_BEFORE_COMMIT = f"""\
finish = Transaction.finish
Transaction.finish = lambda self: (finish(self), die())
{SAVE}"""
KILLED_AFTER_COMMIT = f"""\
Store._put_in_place = die
{SAVE}"""


@pytest.fixture
def book(folder: Path) -> Path:
    (folder / "codebook.yaml").write_bytes(OLD)
    return folder / "codebook.yaml"


def names(folder: Path) -> list[str]:
    """Return every file of the project but its settings and what a save leaves for the next."""
    files = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    left = {"ethnocode.yaml", "ethnocode.db-journal", ".ethnocode/saving"}
    return sorted(set(files) - left)


WHOLE = ["codebook.yaml", "ethnocode.db"]


def save(store: Store, text: str = NEW) -> None:
    with store.write(actor="ada", action="import", now=NOW) as transaction:
        transaction.write_file("codebook.yaml", text)


def undo(store: Store) -> None:
    last = store.events.all()[-1].id
    with store.write(actor="ada", action="undo", now=NOW) as transaction:
        transaction.take_back(store.events.changes_of(last))


def actions(folder: Path) -> list[str]:
    with open_store(folder) as store:
        return [event.action for event in store.events.all()]


@pytest.mark.parametrize(
    "old", [b"a: 1\r\nb: 2\r\n", b"a: 1\rb: 2\r", b"\xef\xbb\xbfa: 1\n\r\n", b"", b"a: 1"]
)
def test_a_file_comes_back_byte_for_byte(folder: Path, book: Path, old: bytes) -> None:
    book.write_bytes(old)
    with open_store(folder, write=True) as store:
        save(store, "ours\r\nand\n")
        assert book.read_bytes() == b"ours\r\nand\n"
        undo(store)
        assert book.read_bytes() == old
        undo(store)

    assert book.read_bytes() == b"ours\r\nand\n"


def test_a_file_that_differs_in_line_ends_only_was_edited(folder: Path, book: Path) -> None:
    with open_store(folder, write=True) as store:
        save(store)
        book.write_bytes(NEW.encode().replace(b"\n", b"\r\n"))
        with pytest.raises(UndoError, match="edited since"):
            undo(store)

    assert book.read_bytes() == b"new: 2\r\n"


def test_a_file_that_is_not_utf_8_is_neither_replaced_nor_taken_back(
    folder: Path, book: Path
) -> None:
    with open_store(folder, write=True) as store:
        save(store)
        book.write_bytes(b"caf\xe9\n")
        with pytest.raises(UndecodableSourceError):
            save(store)
        with pytest.raises(UndoError, match="edited since"):
            undo(store)

    assert book.read_bytes() == b"caf\xe9\n"


def test_a_file_that_was_not_there_is_removed_again(folder: Path, book: Path) -> None:
    book.unlink()
    with open_store(folder, write=True) as store:
        save(store)
        undo(store)

    assert names(folder) == ["ethnocode.db"]


def test_a_save_leaves_nothing_waiting(folder: Path, book: Path) -> None:
    with open_store(folder, write=True) as store:
        save(store)

    assert names(folder) == WHOLE


@pytest.mark.parametrize("mode", [0o644, 0o600, 0o664])
def test_a_file_keeps_its_permissions_and_a_new_one_is_its_owners_only(
    folder: Path, book: Path, mode: int
) -> None:
    book.chmod(mode)
    with open_store(folder, write=True) as store:
        save(store)
        assert book.stat().st_mode & 0o777 == mode
        undo(store)
        assert book.stat().st_mode & 0o777 == mode
        book.unlink()
        save(store)

    assert book.stat().st_mode & 0o777 == 0o600


@pytest.fixture
def linked(folder: Path, book: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The codebook of another folder, which that of the project is a link to."""
    real = tmp_path_factory.mktemp("theirs") / "ours.yaml"
    book.rename(real)
    real.chmod(0o640)
    book.symlink_to(os.path.relpath(real, folder))
    return real


def test_a_link_is_followed_and_stays_a_link(folder: Path, book: Path, linked: Path) -> None:
    with open_store(folder, write=True) as store:
        save(store)
        assert (book.readlink().name, linked.read_bytes()) == ("ours.yaml", NEW.encode())
        undo(store)

    assert (book.is_symlink(), linked.read_bytes()) == (True, OLD)
    assert linked.stat().st_mode & 0o777 == 0o640
    assert [path.name for path in linked.parent.iterdir()] == ["ours.yaml"]
    assert names(folder) == WHOLE


@pytest.mark.parametrize("committed", [True, False])
def test_what_was_killed_is_settled_beside_the_file_that_a_link_names(
    folder: Path, book: Path, linked: Path, killed: Callable[[str], None], committed: bool
) -> None:
    killed(KILLED_AFTER_COMMIT if committed else KILLED_BEFORE_COMMIT)
    assert len(list(linked.parent.glob("ours.yaml.pending-*"))) == 1

    with open_store(folder, write=True):
        pass

    assert (book.is_symlink(), linked.read_bytes()) == (True, NEW.encode() if committed else OLD)
    assert [path.name for path in linked.parent.iterdir()] == ["ours.yaml"]
    assert names(folder) == WHOLE


def test_a_link_to_nothing_is_given_its_file(folder: Path, book: Path, linked: Path) -> None:
    linked.unlink()
    with open_store(folder, write=True) as store:
        save(store)
        assert (book.is_symlink(), linked.read_bytes()) == (True, NEW.encode())
        undo(store)

    assert (book.is_symlink(), linked.exists()) == (True, False)


def test_nothing_is_replaced_before_the_commit(
    folder: Path, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    with open_store(folder, write=True) as store:
        execute = store._db.execute

        def watched(sql: str, *arguments: object) -> object:
            if sql == "commit":
                seen.append(book.read_bytes())
            return execute(sql, *arguments)

        monkeypatch.setattr(store._db, "execute", watched)
        save(store)

    assert seen == [OLD]
    assert book.read_bytes() == NEW.encode()


def test_what_was_killed_before_its_commit_is_forgotten(
    folder: Path, book: Path, killed: Callable[[str], None]
) -> None:
    killed(KILLED_BEFORE_COMMIT)
    assert book.read_bytes() == OLD
    assert len(names(folder)) > len(WHOLE)

    with open_store(folder, write=True):
        pass

    assert book.read_bytes() == OLD
    assert names(folder) == WHOLE
    assert actions(folder) == ["init"]


def test_what_was_killed_after_its_commit_is_finished_by_the_next_writer(
    folder: Path, book: Path, killed: Callable[[str], None]
) -> None:
    killed(KILLED_AFTER_COMMIT)
    assert book.read_bytes() == OLD

    with open_store(folder, write=True):
        assert book.read_bytes() == NEW.encode()

    assert names(folder) == WHOLE
    assert actions(folder) == ["init", "import"]


def test_a_removal_that_was_killed_after_its_commit_is_finished(
    folder: Path, book: Path, killed: Callable[[str], None]
) -> None:
    book.unlink()
    with open_store(folder, write=True) as store:
        save(store)
    killed(
        "Store._put_in_place = die\n"
        'with store.write(actor="ada", action="undo", now=now) as transaction:\n'
        "    transaction.take_back(store.events.changes_of(2))\n"
    )
    assert book.exists()

    with open_store(folder, write=True):
        assert not book.exists()

    assert names(folder) == ["ethnocode.db"]


def test_an_edit_made_before_the_next_writer_came_is_not_lost(
    folder: Path, book: Path, killed: Callable[[str], None]
) -> None:
    killed(KILLED_AFTER_COMMIT)
    book.write_bytes(b"mine\n")

    with (
        pytest.raises(ProjectError, match="edited while a save was interrupted") as caught,
        open_store(folder, write=True),
    ):
        pass
    assert book.read_bytes() == b"mine\n"
    (waiting,) = folder.glob("codebook.yaml.pending-*")
    assert waiting.read_text() == NEW
    assert waiting.name in caught.value.hint

    waiting.unlink()
    with open_store(folder, write=True):
        pass
    assert book.read_bytes() == b"mine\n"
    assert names(folder) == WHOLE


def test_a_note_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / ".ethnocode").mkdir(exist_ok=True)
    (folder / ".ethnocode" / "pending.json").write_text("[1]")

    with pytest.raises(ProjectError, match="cannot be read"), open_store(folder, write=True):
        pass


@pytest.mark.parametrize("done", [True, False])
def test_an_interrupt_around_the_commit_leaves_file_and_log_of_one_mind(
    folder: Path, book: Path, monkeypatch: pytest.MonkeyPatch, done: bool
) -> None:
    with open_store(folder, write=True) as store:
        execute = store._db.execute

        def interrupted(sql: str, *arguments: object) -> object:
            if sql != "commit":
                return execute(sql, *arguments)
            if done:
                execute(sql)
            raise KeyboardInterrupt

        monkeypatch.setattr(store._db, "execute", interrupted)
        with pytest.raises(KeyboardInterrupt):
            save(store)

    assert book.read_bytes() == (NEW.encode() if done else OLD)
    assert actions(folder) == (["init", "import"] if done else ["init"])
    assert names(folder) == WHOLE


def test_a_rollback_that_fails_leaves_the_file_as_it_was(
    folder: Path, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_store(folder, write=True) as store:
        execute = store._db.execute

        def failing(sql: str, *arguments: object) -> object:
            if sql == "commit":
                raise RuntimeError("planted")
            return execute(sql, *arguments)

        def rollback() -> None:
            raise sqlite3.OperationalError("cannot roll back")

        monkeypatch.setattr(store._db, "execute", failing)
        monkeypatch.setattr(store._db, "rollback", rollback)
        with pytest.raises(RuntimeError, match="planted"):
            save(store)
        assert book.read_bytes() == OLD

    with open_store(folder, write=True):
        pass
    assert book.read_bytes() == OLD
    assert names(folder) == WHOLE


def test_a_disk_that_refuses_the_new_file_keeps_everything_as_it_was(
    folder: Path, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, data: bytes) -> None:
        path.write_bytes(data[:3])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pending, "write_flushed", refuse)
    with (
        open_store(folder, write=True) as store,
        pytest.raises(StorageError, match="No space left"),
    ):
        save(store)

    assert book.read_bytes() == OLD
    assert names(folder) == WHOLE
    assert actions(folder) == ["init"]


def test_files_waiting_for_another_writer_are_not_thrown_away(
    folder: Path, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are judged under the write lock only: here the commit is still to come."""
    monkeypatch.setattr("ethnocode.store.opening.BUSY_SECONDS", 0)
    with open_store(folder, write=True) as store:
        execute = store._db.execute

        def crowded(sql: str, *arguments: object) -> object:
            if sql == "commit":
                with (
                    pytest.raises(Exception, match="another program"),
                    open_store(folder, write=True),
                ):
                    pass
            return execute(sql, *arguments)

        monkeypatch.setattr(store._db, "execute", crowded)
        save(store)

    assert book.read_bytes() == NEW.encode()
    assert store_module.pending_chain(folder) == ""
