"""Journals beside a project: ours are taken back without a word, others never played back."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ethnocode.errors import BusyError, ConflictError, ProjectError, StorageError
from ethnocode.interchange import CodingRequest
from ethnocode.services.coding import add_codings
from ethnocode.services.history import undo
from ethnocode.services.ingest import IngestOptions, ingest_paths
from ethnocode.services.init import init_project
from ethnocode.services.project import Project, open_project
from ethnocode.store import DATABASE, Transaction, journals, open_store, opening
from ethnocode.store import store as store_module

NOW = datetime(2026, 3, 1, tzinfo=UTC)
CODEBOOK = "ethnocode: 1\nid: h\ncodes:\n  - {id: a, definition: A.}\n  - {id: b, definition: B.}\n"
TEXT = "We knew them all, and the tin was full on Tuesdays.\n\n" * 60
MAGIC = bytes.fromhex("d9d505f920a163d7")

Rows = list[tuple[object, ...]]


@pytest.fixture(scope="module")
def coded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with 200 codings; tests work on copies of it."""
    folder = tmp_path_factory.mktemp("coded")
    (folder / "in.yaml").write_text(CODEBOOK)
    (folder / "text.txt").write_text(TEXT)
    project = init_project(
        folder / "p", name="p", author="ada", codebooks=[str(folder / "in.yaml")], now=NOW
    )
    ingest_paths(project, [folder / "text.txt"], options=IngestOptions())
    add_codings(project, requests(random.Random(0), 200))
    shutil.rmtree(project.folder / ".ethnocode")
    return project.folder


@pytest.fixture
def project(coded: Path, tmp_path: Path) -> Project:
    return copied(coded, tmp_path / "here")


def copied(coded: Path, folder: Path) -> Project:
    shutil.copytree(coded, folder)
    return open_project(folder, start=folder, coder=None, now=NOW + timedelta(days=1))


def requests(rng: random.Random, count: int) -> list[CodingRequest]:
    starts = [rng.randrange(0, 50 * 53) for _ in range(count)]
    return [
        CodingRequest("text.txt", rng.choice("ab"), start=s, end=s + rng.randint(9, 90))
        for s in starts
    ]


def database(project: Project) -> Path:
    return project.folder / DATABASE


def journal(project: Project) -> Path:
    return project.folder / f"{DATABASE}-journal"


def rows(path: Path) -> Rows:
    """Return the codings and events of a file, read from a copy without a journal."""
    with sqlite3.connect(":memory:") as db:
        db.deserialize(path.read_bytes())
        found = db.execute("select * from codings order by id").fetchall()
        return found + db.execute("select id, chain from events order by id").fetchall()


def opened(project: Project, *, write: bool) -> None:
    with open_store(project.folder, write=write) as store:
        assert list(store.verifier.faults()) == []


def sealed(header: bytes, before: bytes, after: bytes, *, pages: set[int] | None = None) -> bytes:
    """Return the journal of a save, made by the documented format.

    Magic, number of records, random number, pages of the file, size of sector and page,
    filled up to a sector; then number, content and checksum of each page as it was.
    """
    size = int.from_bytes(before[16:18], "big")
    if pages is None:
        pages = changed(before, after)
    nonce = int.from_bytes(header[12:16], "big")
    head = MAGIC + len(pages).to_bytes(4, "big") + header[12:16]
    head += (len(before) // size).to_bytes(4, "big") + (512).to_bytes(4, "big")
    whole = (head + size.to_bytes(4, "big")).ljust(512, b"\0")
    for page in sorted(pages):
        content = before[(page - 1) * size : page * size]
        check = (nonce + sum(content[i] for i in range(size - 200, 0, -200))) % 2**32
        whole += page.to_bytes(4, "big") + content + check.to_bytes(4, "big")
    return whole


def changed(before: bytes, after: bytes) -> set[int]:
    size = int.from_bytes(before[16:18], "big")
    return {
        page + 1
        for page in range(len(before) // size)
        if before[page * size : page * size + size] != after[page * size : page * size + size]
    }


def killed_between_last_page_and_unlink(
    project: Project, monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]
) -> None:
    """Leave file and journal as a kill leaves them just before the save is done."""
    before, headers = database(project).read_bytes(), []
    note = store_module.note_save

    def watch(path: Path, chain: str) -> None:
        headers.append(journal(project).read_bytes()[:28])
        note(path, chain)

    with monkeypatch.context() as patch:
        patch.setattr(store_module, "note_save", watch)
        work()
    (header,) = headers
    pages = len(before) // int.from_bytes(before[16:18], "big")
    assert header[12:16] != bytes(4)
    assert int.from_bytes(header[16:20], "big") == pages
    journal(project).write_bytes(sealed(header, before, database(project).read_bytes()))


def killed(work: Callable[[], object], *, at: str) -> None:
    """Do work in a child with next to no cache, so that it spills; kill it before COMMIT."""
    child = os.fork()
    if child == 0:
        try:
            pragmas = opening._pragmas
            opening._pragmas = lambda mode: (*pragmas(mode), "cache_size = 1")  # type: ignore[assignment]
            die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)  # noqa: E731
            if at == "finish":
                Transaction.finish = die  # type: ignore[assignment,method-assign]
            else:
                note = store_module.note_save
                store_module.note_save = lambda *a: (note(*a), die())  # type: ignore[assignment]
            work()
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize("at", ["finish", "note"])
def test_a_save_killed_before_its_commit_is_taken_back(
    project: Project, at: str, write: bool
) -> None:
    before = rows(database(project))
    whole = database(project).read_bytes()
    killed(lambda: add_codings(project, requests(random.Random(1), 300)), at=at)
    assert database(project).read_bytes() != whole

    opened(project, write=write)

    assert rows(database(project)) == before
    assert not journal(project).exists()
    assert not (project.folder / ".ethnocode" / "judging").exists()


def one(project: Project, seed: int = 1) -> None:
    add_codings(project, requests(random.Random(seed), 1))


def many(project: Project, seed: int = 1) -> None:
    add_codings(project, requests(random.Random(seed), 150))


def back(project: Project) -> None:
    one(project)
    undo(project, steps=2, dry_run=False)


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize("work", [one, many])
def test_a_save_killed_between_its_last_page_and_the_end_is_taken_back(
    project: Project, monkeypatch: pytest.MonkeyPatch, work: Callable[[Project], None], write: bool
) -> None:
    before = database(project).read_bytes()
    killed_between_last_page_and_unlink(project, monkeypatch, lambda: work(project))
    assert database(project).read_bytes() != before

    opened(project, write=write)

    assert database(project).read_bytes() == before
    assert not journal(project).exists()


def test_a_save_of_several_events_killed_so_is_taken_back(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    one(project)
    before = database(project).read_bytes()
    killed_between_last_page_and_unlink(
        project, monkeypatch, lambda: undo(project, steps=2, dry_run=False)
    )

    opened(project, write=False)

    assert database(project).read_bytes() == before


def test_without_its_note_such_a_save_might_be_another_machines(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed_between_last_page_and_unlink(project, monkeypatch, lambda: one(project))
    (project.folder / ".ethnocode" / "saving").unlink()

    assert_refused(project)


def test_the_note_of_another_machine_says_nothing_of_a_journal_here(
    project: Project, tmp_path: Path, coded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole folder is kept in step, the note with it; both machines coded one passage."""
    there = copied(coded, tmp_path / "there")
    killed_between_last_page_and_unlink(project, monkeypatch, lambda: one(project))
    one(there, seed=2)
    shutil.copy(database(there), database(project))
    shutil.copytree(there.folder / ".ethnocode", project.folder / ".ethnocode", dirs_exist_ok=True)

    assert_refused(project)


def assert_refused(project: Project, error: type[ProjectError] = ConflictError) -> None:
    files = [database(project), journal(project)]
    before = [path.read_bytes() for path in files]
    for write in (False, True):
        with pytest.raises(error) as caught:
            opened(project, write=write)
        assert "nothing was changed" in caught.value.hint
    assert type(caught.value) is error
    assert [path.read_bytes() for path in files] == before
    assert not (project.folder / ".ethnocode" / "judging").exists()


@pytest.mark.parametrize("seed", range(40))
def test_a_file_delivered_over_one_that_was_being_saved_is_neither_mixed_nor_lost(
    coded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Machine A is killed; machine B codes one or many; B's file arrives over A's."""
    rng = random.Random(seed)
    a, b = copied(coded, tmp_path / "a"), copied(coded, tmp_path / "b")
    count = rng.choice([1, 1, 2, 30, 200])
    if seed % 4 == 0:
        killed(lambda: add_codings(a, requests(rng, 150)), at=rng.choice(["finish", "note"]))
    else:
        work = lambda: add_codings(a, requests(rng, rng.choice([1, 2, 50])))  # noqa: E731
        killed_between_last_page_and_unlink(a, monkeypatch, work)
    add_codings(b, requests(rng, count))
    shutil.copy(database(b), database(a))
    if seed % 2:
        shutil.copytree(b.folder / ".ethnocode", a.folder / ".ethnocode", dirs_exist_ok=True)
    assert unguarded(a, tmp_path / "unguarded") != rows(database(b))

    assert_refused(a)

    assert rows(database(a)) == rows(database(b))


def unguarded(project: Project, folder: Path) -> Rows | None:
    """Return what SQLite alone makes of file and journal; nothing where it is damaged."""
    folder.mkdir()
    for path in (database(project), journal(project)):
        shutil.copy(path, folder)
    db = sqlite3.connect(folder / DATABASE)
    try:
        if db.execute("pragma integrity_check").fetchone() != ("ok",):
            return None
        return rows(folder / DATABASE)
    except sqlite3.DatabaseError:
        return None
    finally:
        db.close()


def test_a_coding_is_not_lost_whichever_of_its_pages_are_in_the_journal(project: Project) -> None:
    """The other machine's save may have touched any of them, so that what comes of it is sound."""
    before = database(project).read_bytes()
    one(project)
    after = database(project).read_bytes()
    pages = sorted(changed(before, after))
    header = MAGIC + bytes(4) + b"\1\2\3\4"
    choices = random.Random(4).sample(range(1, 2 ** len(pages)), 24)
    sound = 0
    for choice in (*choices, *(1 << bit for bit in range(len(pages)))):
        chosen = {page for bit, page in enumerate(pages) if choice >> bit & 1}
        journal(project).write_bytes(sealed(header, before, after, pages=chosen))
        now = journal(project).read_bytes()
        try:
            opened(project, write=bool(choice % 2))
        except ConflictError:
            assert journal(project).read_bytes() == now
            assert database(project).read_bytes() == after
            continue
        sound += 1
        assert rows(database(project)) == rows_of(after, project)
        database(project).write_bytes(after)
        journal(project).unlink(missing_ok=True)
    assert len(pages) >= 5
    assert sound <= 2  # page 1 alone counts saves, and nobody sees that


def rows_of(content: bytes, project: Project) -> Rows:
    path = project.folder / "rows.tmp"
    path.write_bytes(content)
    return rows(path)


def test_a_journal_that_another_machine_sent_is_not_played_back(
    project: Project, coded: Path, tmp_path: Path
) -> None:
    there = copied(coded, tmp_path / "there")
    killed(lambda: add_codings(there, requests(random.Random(1), 150)), at="note")
    many(project, seed=5)
    shutil.copy(journal(there), journal(project))

    assert_refused(project)


def test_a_file_damaged_either_way_is_left_as_it_is(project: Project) -> None:
    killed(lambda: many(project), at="note")
    whole = bytearray(database(project).read_bytes())
    for page in changed(bytes(whole), bytes(len(whole))) - {1}:
        if page % 3 == 0:
            whole[(page - 1) * 4096 : page * 4096] = bytes(4096)
    database(project).write_bytes(bytes(whole))

    assert_refused(project, ProjectError)


def test_a_torn_file_whose_log_would_be_altered_is_left_as_it_is(project: Project) -> None:
    """The journal gives back pages of a log that no project of ours can have."""
    with sqlite3.connect(database(project)) as db:
        (trigger,) = db.execute("select sql from sqlite_schema where name = 'events_are_fixed'")
        db.execute("drop trigger events_are_fixed")
        db.execute("update events set actor = 'ben' where id = 2")
        db.execute(trigger[0])
    killed(lambda: many(project), at="note")

    assert_refused(project, ProjectError)


def test_a_fault_that_both_versions_have_makes_no_conflict(project: Project) -> None:
    """Only page 1 differs, which counts the saves."""
    with sqlite3.connect(database(project)) as db:
        db.execute("update codings set memo = 'edited by hand' where id = 7")
    before = database(project).read_bytes()
    with sqlite3.connect(database(project)) as db:
        db.execute("update coders set name = name")
    after = database(project).read_bytes()
    assert changed(before, after) == {1}
    journal(project).write_bytes(sealed(MAGIC + bytes(4) + b"\1\2\3\4", before, after))

    with open_store(project.folder):
        pass

    assert database(project).read_bytes() == before


@pytest.mark.parametrize("content", [b"", bytes(512), b"\xd9\xd5\x05", b"no journal at all"])
def test_what_sqlite_would_not_play_back_is_not_judged(
    project: Project, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    monkeypatch.delattr(journals, "_judge")
    before = rows(database(project))
    journal(project).write_bytes(content)

    opened(project, write=True)

    assert rows(database(project)) == before


def test_a_log_of_another_program_is_refused(project: Project) -> None:
    before = database(project).read_bytes()
    log = project.folder / f"{DATABASE}-wal"
    log.write_bytes(b"")
    opened(project, write=False)
    log.write_bytes(b"7\x7f\x06\x82 and so on")

    for write in (False, True):
        with pytest.raises(ConflictError, match="-wal"):
            opened(project, write=write)

    assert database(project).read_bytes() == before
    assert log.read_bytes() == b"7\x7f\x06\x82 and so on"


OTHER = """\
import sqlite3, sys
db = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in sys.argv[2:]:
    db.execute(statement).fetchone()
print("ready", flush=True)
sys.stdin.readline()
"""


@pytest.fixture
def other() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Start another program that has the project open, and goes on until told."""
    started: list[subprocess.Popen[str]] = []

    def start(project: Project, *statements: str) -> subprocess.Popen[str]:
        child = subprocess.Popen(
            [sys.executable, "-c", OTHER, str(database(project)), *statements],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(child)
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        return child

    yield start
    for child in started:
        if child.poll() is None:
            child.communicate("\n")


WRITE = ("begin immediate", "insert into coders (name) values ('ben')")
SPILL = (
    "pragma cache_size = 1",
    "begin immediate",
    "update codings set memo = hex(randomblob(400))",
)


def test_readers_go_on_beside_a_save_in_progress_elsewhere(
    project: Project, other: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(journals, "_judge")
    monkeypatch.delattr(journals, "sleep")
    other(project, *WRITE)
    assert journal(project).stat().st_size > 0

    with open_store(project.folder) as store:
        names = [row["name"] for row in store._db.query("select name from coders")]

    assert names == ["ada"]


@pytest.mark.parametrize("write", [False, True])
def test_a_save_elsewhere_that_writes_to_the_file_already_is_not_judged(
    project: Project, other: Callable[..., object], monkeypatch: pytest.MonkeyPatch, write: bool
) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.01)
    monkeypatch.delattr(journals, "_judge")
    monkeypatch.delattr(journals, "sleep")
    before = database(project).read_bytes()
    other(project, *SPILL)
    assert journal(project).read_bytes()[:8] == MAGIC
    assert database(project).read_bytes() != before

    with pytest.raises(BusyError, match="is writing to this project"):
        opened(project, write=write)

    assert not (project.folder / ".ethnocode").exists()


def test_a_reader_elsewhere_is_waited_for(
    project: Project,
    other: Callable[..., subprocess.Popen[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    child = other(project, "begin", "select count(*) from codings")
    before = database(project).read_bytes()
    killed_journal = sealed(MAGIC + bytes(4) + b"\1\2\3\4", before, before, pages={2, 3})
    journal(project).write_bytes(killed_journal)
    pauses: list[float] = []

    def pause(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 3:
            child.communicate("\n")

    monkeypatch.setattr(journals, "sleep", pause)
    opened(project, write=False)

    assert len(pauses) >= 3
    assert not journal(project).exists()
    assert database(project).read_bytes() == before


def test_a_reader_elsewhere_that_goes_on_is_named_as_busy(
    project: Project, other: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "BUSY_SECONDS", 0.01)
    other(project, "begin", "select count(*) from codings")
    before = database(project).read_bytes()
    journal(project).write_bytes(sealed(MAGIC + bytes(8), before, before, pages={2}))

    with pytest.raises(BusyError, match="was interrupted"):
        opened(project, write=False)

    assert journal(project).exists()


@pytest.mark.parametrize("foreign", [False, True])
def test_several_programs_at_once_judge_alike(
    project: Project, monkeypatch: pytest.MonkeyPatch, foreign: bool
) -> None:
    before = database(project).read_bytes()
    killed_between_last_page_and_unlink(project, monkeypatch, lambda: many(project))
    after = database(project).read_bytes()
    if foreign:
        (project.folder / ".ethnocode" / "saving").write_bytes(b"0" * 64 + b"\n")
    children = []
    for number in range(6):
        children.append(os.fork())
        if children[-1] == 0:
            status = 9
            try:
                opened(project, write=bool(number % 2))
                status = 0
            except ConflictError:
                status = 4
            finally:
                os._exit(status)

    statuses = {os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children}

    assert statuses == ({4} if foreign else {0})
    assert database(project).read_bytes() == (after if foreign else before)
    assert journal(project).exists() == foreign


def test_an_upgrade_killed_between_its_last_page_and_the_end_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(opening, "SCHEMA_VERSION", 1)
        opening.create_file(tmp_path / DATABASE)
    path = tmp_path / DATABASE
    before = path.read_bytes()
    with open_store(tmp_path, write=True):
        pass
    after = path.read_bytes()
    (tmp_path / f"{DATABASE}-journal").write_bytes(
        sealed(MAGIC + bytes(4) + b"\1\2\3\4", before, after)
    )

    with pytest.raises(ProjectError, match="older ethnocode"), open_store(tmp_path):
        pass

    assert path.read_bytes() == before


def test_what_a_kill_left_of_judging_is_removed_by_the_next(project: Project) -> None:
    work = project.folder / ".ethnocode" / "judging"
    work.mkdir(parents=True)
    (work / "now.db").write_bytes(b"half")
    killed(lambda: many(project), at="note")

    opened(project, write=False)

    assert not work.exists()


def test_copies_made_to_judge_are_for_their_owner_only(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed(lambda: many(project), at="note")
    modes = set()
    judge = journals._is_whole

    def watch(path: Path, *, log: bool = False) -> bool:
        modes.add(stat.S_IMODE(path.parent.stat().st_mode))
        return judge(path, log=log)

    monkeypatch.setattr(journals, "_is_whole", watch)
    opened(project, write=False)

    assert modes == {0o700}


def test_a_fault_that_was_there_before_does_not_keep_a_save_from_being_taken_back(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    with sqlite3.connect(database(project)) as db:
        db.execute("update codings set memo = 'edited by hand' where id = 7")
    before = rows(database(project))
    killed(lambda: many(project), at="note")
    with open_store(project.folder) as store:
        assert [check for check, *_ in store.verifier.faults()] == ["state"]
    assert rows(database(project)) == before

    killed_between_last_page_and_unlink(project, monkeypatch, lambda: one(project))
    with open_store(project.folder):
        pass
    assert rows(database(project)) == before


def test_a_disk_that_refuses_the_copies_leaves_file_and_journal(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed(lambda: many(project), at="note")
    files = [database(project), journal(project)]
    before = [path.read_bytes() for path in files]

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journals.shutil, "copyfileobj", refuse)
    with pytest.raises(StorageError, match="No space left"):
        opened(project, write=True)

    assert [path.read_bytes() for path in files] == before


def test_a_save_leaves_one_line_for_its_owner_only_in_place(project: Project) -> None:
    note = project.folder / ".ethnocode" / "saving"
    one(project)
    first, number = note.read_bytes(), note.stat().st_ino
    one(project, seed=2)

    assert (len(first), note.stat().st_size, note.stat().st_ino) == (65, 65, number)
    assert note.read_bytes() != first
    assert stat.S_IMODE(note.stat().st_mode) == 0o600
    assert stat.S_IMODE(note.parent.stat().st_mode) == 0o700


def test_a_save_without_an_event_leaves_no_note(project: Project) -> None:
    with (
        open_store(project.folder, write=True) as store,
        store.write(actor="ada", action="x", now=NOW),
    ):
        pass

    assert not (project.folder / ".ethnocode").exists()


def test_a_save_that_cannot_be_noted_is_not_done(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(database(project))

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journals.os, "fdatasync", refuse)
    with pytest.raises(StorageError, match="No space left"):
        one(project)

    assert rows(database(project)) == before
