"""``backup`` and ``restore`` through the command line: whole copies, and the way back."""

from __future__ import annotations

import json
import re
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Cli = Callable[..., Result]
DB = "ethnocode.db"


def dump(path: Path, *, without: tuple[str, ...] = ("side_files",)) -> dict[str, list[Any]]:
    """Return every row of every table, by our own SQL."""
    with sqlite3.connect(path) as db:
        names = [
            name
            for (name,) in db.execute("select name from sqlite_schema where type = 'table'")
            if name not in without and not name.startswith("passages_fts")
        ]
        return {name: sorted(db.execute(f'select * from "{name}"'), key=repr) for name in names}


def state(path: Path) -> dict[str, list[Any]]:
    """Return all but the log, which ends with the restore itself."""
    return dump(path, without=("side_files", "events", "sqlite_sequence"))


def list_codings(cli: Cli) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(cli("coding", "list", "-f", "json").stdout)
    return found


def copies(cli: Cli) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(cli("backup", "--list", "-f", "json").stdout)
    return found


@pytest.fixture
def work(cli: Cli, study: Path) -> Path:
    """The interview with two codings."""
    for code, quote in (("a", "I knew them\nall"), ("b", "in a tin")):
        assert cli("coding", "add", "charis.txt", code, "--quote", quote).exit_code == 0
    return study


def test_a_backup_holds_all_that_the_project_holds(cli: Cli, work: Path) -> None:
    done = cli("backup", "stick.db")

    assert done.exit_code == 0
    assert "backed up 1 source and 2 codings to stick.db" in done.stderr
    assert dump(work / "stick.db") == dump(work / DB)
    with sqlite3.connect(work / "stick.db") as db:
        files = dict(db.execute("select name, bytes from side_files"))
    assert files == {n: (work / n).read_bytes() for n in ("codebook.yaml", "ethnocode.yaml")}
    assert stat.S_IMODE((work / "stick.db").stat().st_mode) == 0o600
    assert [p.name for p in work.iterdir() if p.name.startswith(".stick")] == []


def test_a_folder_gets_a_file_named_after_study_and_time(cli: Cli, work: Path) -> None:
    (work / "stick").mkdir()

    assert cli("backup", "stick").exit_code == 0

    (made,) = (work / "stick").iterdir()
    assert made.name.startswith(f"{work.name}-backup-20")


def test_codebooks_beside_the_study_are_in_its_backup(cli: Cli, work: Path) -> None:
    (work / "more").mkdir()
    base = "ethnocode: 1\nid: base\nversion: 1.0.0\ncodes: [{id: q, definition: Q.}]\n"
    (work / "more" / "base.yaml").write_text(base)
    own = (work / "codebook.yaml").read_text()
    (work / "codebook.yaml").write_text(
        own.replace("codes:\n", "extends: [more/base.yaml]\ncodes:\n", 1)
    )
    assert cli("backup", "stick.db").exit_code == 0
    (work / "more" / "base.yaml").write_text("spoilt")

    assert cli("restore", "stick.db").exit_code == 0
    assert (work / "more" / "base.yaml").read_text() == base


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("there.db", "there is a file 'there.db' already"),
        (DB, "is a file of a project itself"),
        ("no/such/folder.db", "No such file or directory"),
    ],
)
def test_a_backup_goes_over_nothing(cli: Cli, work: Path, place: str, says: str) -> None:
    (work / "there.db").write_text("mine")
    before = (work / DB).read_bytes()

    done = cli("backup", place)

    assert done.exit_code in (2, 6)
    assert says in done.stderr
    assert (work / "there.db").read_text() == "mine"
    assert (work / DB).read_bytes() == before


def test_a_backup_goes_over_another_where_that_is_asked_for(cli: Cli, work: Path) -> None:
    cli("backup", "stick.db")
    cli("coding", "remove", "1")

    assert cli("backup", "stick.db", "--replace").exit_code == 0
    assert "1 coding" in cli("restore", "stick.db", "--dry-run").stderr
    assert cli("backup", DB, "--replace").exit_code == 2


def test_restoring_gives_the_project_of_the_backup(cli: Cli, work: Path) -> None:
    cli("backup", "stick.db")
    before, book = state(work / DB), (work / "codebook.yaml").read_bytes()
    cli("coding", "remove", "1", "2")
    (work / "codebook.yaml").write_bytes(book + b"# later\n")

    done = cli("restore", "stick.db")

    assert done.exit_code == 0, done.stderr
    assert "restored 1 source and 2 codings" in done.stderr
    assert "in place of 1 source and 0 codings" in done.stderr
    assert state(work / DB) == before
    assert (work / "codebook.yaml").read_bytes() == book
    assert cli("verify").exit_code == 0
    assert json.loads(cli("log", "-n", "1", "-f", "json").stdout)[0]["action"] == "restore"


def test_what_a_restore_replaced_comes_back_by_undo_and_goes_by_redo(cli: Cli, work: Path) -> None:
    cli("backup", "stick.db")
    cli("coding", "remove", "1")
    later, book = state(work / DB), (work / "codebook.yaml").read_bytes() + b"# later\n"
    (work / "codebook.yaml").write_bytes(book)
    cli("restore", "stick.db")
    restored = state(work / DB)

    assert cli("undo").exit_code == 0
    assert state(work / DB) == later
    assert (work / "codebook.yaml").read_bytes() == book
    assert cli("redo").exit_code == 0
    assert state(work / DB) == restored
    assert cli("redo").exit_code == 3
    assert cli("undo").exit_code == 0
    assert state(work / DB) == later
    assert cli("verify").exit_code == 0


def test_steps_before_a_restore_that_was_taken_back_are_taken_back_next(
    cli: Cli, work: Path
) -> None:
    cli("backup", "stick.db")
    cli("coding", "remove", "1")
    cli("restore", "stick.db")
    cli("undo")

    assert cli("undo").exit_code == 0  # the removing
    assert len(list_codings(cli)) == 2
    assert cli("undo").exit_code == 0  # the second coding
    assert [coding["code"] for coding in list_codings(cli)] == ["a"]
    assert cli("redo", "2").exit_code == 0
    assert len(list_codings(cli)) == 1
    assert cli("verify").exit_code == 0


def test_a_restore_is_taken_back_by_itself(cli: Cli, work: Path) -> None:
    cli("backup", "stick.db")
    cli("restore", "stick.db")
    before = (work / DB).read_bytes()

    done = cli("undo", "2")

    assert done.exit_code == 3
    assert "a restore is taken back by itself" in done.stderr
    assert (work / DB).read_bytes() == before


def test_a_day_whose_work_a_restore_replaced_is_refused(cli: Cli, work: Path) -> None:
    cli("backup", "stick.db")
    cli("coding", "remove", "1")
    removed = json.loads(cli("log", "-n", "1", "-f", "json").stdout)[0]["at"]
    cli("restore", "stick.db")

    done = cli("coding", "list", "--as-of", removed)

    assert done.exit_code == 2
    assert "was replaced by a restore" in done.stderr
    assert "before-restore.db --project NEW_FOLDER'" in done.stderr
    assert cli("coding", "list", "--as-of", "2999-01-01").exit_code == 0


def test_a_day_before_a_restore_of_the_latest_work_is_read(cli: Cli, work: Path) -> None:
    """Nothing was done between the copy and its restore, so that nothing was replaced."""
    cli("backup", "stick.db")
    last = json.loads(cli("log", "-n", "1", "-f", "json").stdout)[0]["at"]
    cli("restore", "stick.db")

    found = json.loads(cli("coding", "list", "--as-of", last, "-f", "json").stdout)

    assert len(found) == 2


def test_a_restore_whose_copy_is_gone_is_not_undone(cli: Cli, work: Path) -> None:
    cli("backup", "stick.db")
    cli("restore", "stick.db")
    for path in (work / ".ethnocode" / "snapshots").iterdir():
        path.unlink()

    done = cli("undo")

    assert done.exit_code == 3
    assert "is not kept any more" in done.stderr


def test_work_goes_on_after_a_restore_and_is_undone(cli: Cli, work: Path) -> None:
    cli("backup", "stick.db")
    cli("restore", "stick.db")
    cli("coding", "remove", "2")

    assert cli("undo").exit_code == 0
    assert len(list_codings(cli)) == 2


def test_a_dry_run_of_a_restore_changes_nothing(cli: Cli, work: Path) -> None:
    cli("backup", "stick.db")
    cli("coding", "remove", "1")
    before = (work / DB).read_bytes()

    done = cli("restore", "stick.db", "--dry-run")

    assert done.exit_code == 0
    assert "would restore 1 source and 2 codings" in done.stderr
    assert (work / DB).read_bytes() == before
    assert not (work / ".ethnocode" / "restoring.db").exists()


def test_a_folder_without_a_project_becomes_one(
    cli: Cli, work: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cli("backup", "stick.db")
    new = tmp_path_factory.mktemp("new") / "laptop"

    assert cli("restore", "stick.db", "--project", str(new)).exit_code == 0
    assert state(new / DB) == state(work / DB)
    assert (new / "codebook.yaml").read_bytes() == (work / "codebook.yaml").read_bytes()
    assert cli("verify", "--project", str(new)).exit_code == 0
    assert cli("check", "--project", str(new)).exit_code in (0, 1)


def kept_folder(work: Path) -> Path:
    (kept,) = (p for p in (work / ".ethnocode" / "snapshots").iterdir() if p.is_dir())
    return kept


def test_a_damaged_project_is_kept_byte_for_byte_with_what_is_beside_it(
    cli: Cli, work: Path
) -> None:
    cli("backup", "stick.db")
    damaged = (work / DB).read_bytes()[:9000]
    (work / DB).write_bytes(damaged)
    by_hand = (work / "codebook.yaml").read_bytes() + b"# by hand\n"
    (work / "codebook.yaml").write_bytes(by_hand)
    assert cli("status").exit_code == 4

    done = cli("restore", "latest")

    assert done.exit_code == 0, done.stderr
    assert len(list_codings(cli)) == 2
    assert cli("verify").exit_code == 0
    kept = kept_folder(work)
    assert (kept / DB).read_bytes() == damaged
    assert (kept / "codebook.yaml").read_bytes() == by_hand
    assert stat.S_IMODE((kept / DB).stat().st_mode) == 0o600
    undone = cli("undo")
    assert undone.exit_code == 3
    assert f"{kept.name}: what that restore replaced could not be read" in undone.stderr


def test_files_beside_a_database_that_is_gone_are_kept(cli: Cli, work: Path) -> None:
    cli("backup", "stick.db")
    by_hand = (work / "codebook.yaml").read_bytes() + b"# by hand\n"
    (work / "codebook.yaml").write_bytes(by_hand)
    (work / DB).unlink()
    said = cli("verify").stderr
    assert "the project's database is gone" in said
    assert "the newest good copy holds work up to" in said

    assert cli("restore", "latest").exit_code == 0
    assert (kept_folder(work) / "codebook.yaml").read_bytes() == by_hand
    assert cli("verify").exit_code == 0


@pytest.mark.parametrize("size", [0, 50])
def test_a_database_cut_short_is_called_damaged(cli: Cli, work: Path, size: int) -> None:
    (work / DB).write_bytes((work / DB).read_bytes()[:size])

    done = cli("status")

    assert done.exit_code == 4
    assert "it is damaged, or another file took its place" in done.stderr
    assert "init" not in done.stderr


def test_broken_settings_do_not_stand_in_the_way_of_a_restore(cli: Cli, work: Path) -> None:
    cli("backup", "stick.db")
    good = (work / "ethnocode.yaml").read_bytes()
    (work / "ethnocode.yaml").write_text("{{{")
    assert cli("status").exit_code == 4

    assert cli("restore", "stick.db").exit_code == 0
    assert (work / "ethnocode.yaml").read_bytes() == good
    assert cli("status").exit_code == 0


def break_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def alter(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("update texts set text = replace(text, 'tin', 'bag')")


def plant(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("insert into side_files values ('../../outside.yaml', x'61')")


def leave_journal(path: Path) -> None:
    path.with_name(f"{path.name}-journal").write_bytes(b"x")


def replace_by_text(path: Path) -> None:
    path.write_text("not a project")


@pytest.mark.parametrize("harm", [break_off, alter, plant, leave_journal, replace_by_text])
def test_a_copy_that_is_not_sound_is_refused_with_nothing_changed(
    cli: Cli, work: Path, harm: Callable[[Path], None]
) -> None:
    cli("backup", "stick.db")
    harm(work / "stick.db")
    before = (work / DB).read_bytes()

    done = cli("restore", "stick.db")

    assert done.exit_code == 4
    assert done.stderr.startswith("ethnocode: error[E300]")
    assert (work / DB).read_bytes() == before
    assert not (work.parent.parent / "outside.yaml").exists()
    assert not (work / ".ethnocode" / "restoring.db").exists()


def test_the_list_says_which_copies_are_good(cli: Cli, work: Path) -> None:
    cli("backup", "old.db")
    cli("coding", "remove", "1")
    cli("backup", "new.db")
    cli("backup")
    alter(work / "new.db")

    found = [(Path(c["path"]).name[-6:], c["codings"], c["good"]) for c in copies(cli)]
    assert sorted(found[:2]) == [("new.db", 1, False), ("kup.db", 1, True)][::-1]
    assert found[2:] == [("old.db", 2, True)]
    listed = cli("backup", "--list").stdout
    assert "damaged" in listed
    assert max(map(len, listed.splitlines())) <= 80 or str(work) in listed


def test_a_copy_that_is_gone_is_not_listed(cli: Cli, work: Path) -> None:
    cli("backup", "stick.db")
    (work / "stick.db").unlink()

    assert copies(cli) == []
    assert "There is no copy yet" in cli("backup", "--list").stdout
    assert cli("restore", "latest").exit_code == 4


def test_a_snapshot_is_named_without_its_folder(cli: Cli, work: Path) -> None:
    cli("backup")
    (name,) = (p.name for p in (work / ".ethnocode" / "snapshots").iterdir())

    assert cli("restore", name).exit_code == 0
    assert cli("restore", "nobody.db").exit_code == 4


def test_the_project_itself_is_no_copy(cli: Cli, work: Path) -> None:
    done = cli("restore", DB)

    assert done.exit_code == 2
    assert "is the project itself" in done.stderr


def test_many_decisions_at_once_are_taken_after_a_snapshot(cli: Cli, study: Path) -> None:
    (study / "tins.txt").write_text("\n\n".join(f"Maud: The tin, time {n}." for n in range(12)))
    cli("ingest", "tins.txt")
    cli("suggest")
    ids = [str(s["id"]) for s in json.loads(cli("suggest", "list", "-f", "json").stdout)]
    assert cli("suggest", "accept", *ids[:9]).exit_code == 0
    assert copies(cli) == []

    assert cli("suggest", "accept", *ids[9:]).exit_code == 0
    few = copies(cli)
    cli("undo", "2")
    assert cli("suggest", "accept", *ids).exit_code == 0

    assert few == []
    assert [Path(c["path"]).name.partition("-")[2] for c in copies(cli)] == [
        "before-accepting-many.db"
    ]


def test_a_day_of_work_is_kept_before_files_are_taken_in(cli: Cli, work: Path) -> None:
    (work / "more.txt").write_text("Ros: More.\n")
    (work / "yet.txt").write_text("Ros: Yet more.\n")

    cli("ingest", "more.txt")
    cli("ingest", "yet.txt")

    (kept,) = copies(cli)
    assert kept["path"].endswith("-daily.db")
    assert (kept["sources"], kept["codings"]) == (1, 2)


def test_verify_names_the_newest_good_copy(cli: Cli, work: Path) -> None:
    cli("backup", "old.db")
    cli("coding", "remove", "1")
    cli("backup", "good.db")
    cli("coding", "remove", "2")
    cli("backup", "new.db")
    alter(work / "new.db")
    alter(work / DB)
    before = {path: path.read_bytes() for path in work.rglob("*") if path.is_file()}

    done = cli("verify")

    assert done.exit_code == 4
    assert "text-digest" in done.stdout
    assert "the newest good copy holds work up to 20" in done.stderr
    assert f"'ethnocode restore {work / 'good.db'}'" in done.stderr
    assert {path: path.read_bytes() for path in work.rglob("*") if path.is_file()} == before


def test_verify_names_it_for_a_file_that_cannot_be_opened_too(cli: Cli, work: Path) -> None:
    cli("backup")
    (name,) = (path.name for path in (work / ".ethnocode" / "snapshots").iterdir())
    with sqlite3.connect(work / DB) as db:
        db.execute("create table theirs (x)")

    done = cli("verify")

    assert done.exit_code == 4
    assert "theirs" in done.stderr
    assert f"'ethnocode restore {name}'" in done.stderr


def test_verify_says_where_no_copy_is_known(cli: Cli, work: Path) -> None:
    alter(work / DB)

    assert "no good copy of this project is known here" in cli("verify").stderr


def test_what_is_saved_while_a_restore_waits_is_not_lost(
    cli: Cli, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A save that comes between the snapshot and the swap has to wait, and is then refused."""
    from ethnocode.errors import BusyError
    from ethnocode.services import restore as module
    from ethnocode.store import open_store

    cli("backup", "stick.db")
    monkeypatch.setattr("ethnocode.store.opening.BUSY_SECONDS", 0)
    tried = []
    snapshot_now = module.snapshot_now

    def then_save(*args: Any, **options: Any) -> Path:
        kept = snapshot_now(*args, **options)
        with pytest.raises((BusyError, sqlite3.OperationalError), match=r"writing|locked"):
            other = sqlite3.connect(work / DB, timeout=0)
            other.execute("begin immediate")
        tried.append(kept)
        return kept

    monkeypatch.setattr(module, "snapshot_now", then_save)
    assert cli("restore", "stick.db").exit_code == 0
    assert len(tried) == 1
    with open_store(work) as store:
        assert list(store.verifier.faults(live=True)) == []


def test_two_restores_at_once_are_refused(cli: Cli, work: Path) -> None:
    import fcntl

    cli("backup", "stick.db")
    cli("restore", "stick.db")
    with (work / ".ethnocode" / "restoring.lock").open("r+") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = cli("restore", "stick.db", "--dry-run")

    assert done.exit_code == 5
    assert "another program is restoring a copy here" in done.stderr


@pytest.mark.parametrize(
    ("name", "left_out"),
    [("../outside.yaml", True), (".hidden/book.yaml", False), ("Book.YAML", False)],
)
def test_what_a_backup_holds_can_be_restored(
    cli: Cli, work: Path, name: str, left_out: bool
) -> None:
    place = work / name
    place.parent.mkdir(exist_ok=True)
    (work / "codebook.yaml").rename(place)
    settings = (work / "ethnocode.yaml").read_text()
    assert "codebook: codebook.yaml" in settings
    (work / "ethnocode.yaml").write_text(settings.replace("codebook.yaml", name))

    done = cli("backup", "stick.db")

    assert ("not in the copy" in done.stderr) is left_out
    text = place.read_bytes()
    if not left_out:
        place.unlink()
    assert cli("restore", "stick.db").exit_code == 0
    assert place.read_bytes() == text
    assert cli("verify").exit_code == 0


@pytest.mark.parametrize(
    "place", ["codebook.yaml", "ethnocode.yaml", ".ethnocode/x.db", "other/ethnocode.db", "n.txt"]
)
def test_a_backup_replaces_nothing_but_a_copy(cli: Cli, work: Path, place: str) -> None:
    (work / "n.txt").write_text("mine")
    (work / "other").mkdir()
    assert cli("init", "other").exit_code == 0
    (work / ".ethnocode" / "x.db").write_text("mine")
    before = (work / place).read_bytes()

    done = cli("backup", "--replace", place)

    assert done.exit_code == 2
    assert (work / place).read_bytes() == before


def test_a_project_without_its_files_is_no_copy_for_a_new_folder(
    cli: Cli, work: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    new = tmp_path_factory.mktemp("new")

    done = cli("restore", str(work / DB), "--project", str(new))

    assert done.exit_code == 4
    assert "holds no settings and no codebook" in done.stderr
    assert not (new / DB).exists()


@pytest.mark.parametrize("coder", ["  ", "a\nb"])
def test_who_restores_is_named_as_everywhere(cli: Cli, work: Path, coder: str) -> None:
    cli("backup", "stick.db")
    before = (work / DB).read_bytes()

    assert cli("restore", "stick.db", "--coder", coder).exit_code == 2
    assert (work / DB).read_bytes() == before


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "", "9999-12-31", "soon"])
def test_a_moment_that_is_none_is_refused_in_one_line(cli: Cli, work: Path, moment: str) -> None:
    done = cli("coding", "list", "--as-of", moment)

    assert (done.exit_code, len(done.stderr.splitlines())) in ((2, 2), (0, 0))
    assert done.exception is None or isinstance(done.exception, SystemExit)


def test_a_day_ends_at_its_end_however_it_is_written(cli: Cli, work: Path) -> None:
    today = json.loads(cli("log", "-n", "1", "-f", "json").stdout)[0]["at"][:10]

    for day in (today, today.replace("-", "")):
        found = json.loads(cli("coding", "list", "--as-of", day, "-f", "json").stdout)
        assert len(found) == 2


def test_a_conflict_copy_that_is_taken_is_out_of_the_way(cli: Cli, work: Path) -> None:
    copy = work / "ethnocode (Ben's conflicted copy 2026-03-01).db"
    copy.write_bytes((work / DB).read_bytes())
    cli("backup", "stick.db")  # what a service leaves does not stop this
    assert cli("coding", "list").exit_code == 4
    before = copy.read_bytes()

    done = cli("restore", copy.name)

    assert done.exit_code == 0, done.stderr
    assert not copy.exists()
    moved = [p for p in (work / ".ethnocode" / "snapshots").iterdir() if "conflict-copy" in p.name]
    assert [path.read_bytes() for path in moved] == [before]
    assert cli("coding", "list").exit_code == 0


def test_a_day_before_a_restore_that_was_taken_back_is_read(cli: Cli, work: Path) -> None:
    """The log has it again; only the time between restore and undo is another log's."""
    cli("backup", "stick.db")
    cli("coding", "remove", "1")
    removed = json.loads(cli("log", "-n", "1", "-f", "json").stdout)[0]["at"]
    cli("restore", "stick.db")
    restored = json.loads(cli("log", "-n", "1", "-f", "json").stdout)[0]["at"]
    cli("undo")

    earlier = cli("coding", "list", "--as-of", removed, "-f", "json")
    between = cli("coding", "list", "--as-of", restored)

    assert len(json.loads(earlier.stdout)) == 1
    assert between.exit_code == 2
    (place,) = re.findall(r"'ethnocode restore (\S+) --project NEW_FOLDER'", between.stderr)
    assert cli("restore", place, "--project", str(work / "new")).exit_code == 0
    found = cli("coding", "list", "--as-of", restored, "-f", "json", "-p", str(work / "new"))
    assert len(json.loads(found.stdout)) == 2


@pytest.mark.parametrize("name", ["codebook.yaml", "ethnocode.yaml"])
def test_something_else_in_the_place_of_a_file_is_named_before_anything_is_done(
    cli: Cli, work: Path, name: str
) -> None:
    cli("backup", "stick.db")
    (work / name).unlink()
    (work / name).mkdir()
    before = (work / DB).read_bytes()

    done = cli("restore", "stick.db")

    assert done.exit_code == 4
    assert f"'{name}' is in the copy, and something else is in its place" in done.stderr
    assert (work / DB).read_bytes() == before
    assert not list(work.glob("*.pending-*"))


def test_a_codebook_that_is_gone_can_be_taken_from_a_copy(cli: Cli, work: Path) -> None:
    cli("backup", "stick.db")
    book = (work / "codebook.yaml").read_bytes()
    (work / "codebook.yaml").unlink()

    said = cli("verify").stdout

    (place,) = re.findall(r"'ethnocode restore (\S+) --project NEW_FOLDER'", said)
    assert cli("restore", place, "--project", str(work / "new")).exit_code == 0
    assert (work / "new" / "codebook.yaml").read_bytes() == book


def test_undoing_a_restore_into_a_new_folder_says_there_was_nothing(cli: Cli, work: Path) -> None:
    cli("backup", "stick.db")
    cli("restore", "stick.db", "--project", "new")

    done = cli("undo", "--project", "new")

    assert done.exit_code == 3
    assert "there was no project before it" in done.stderr


def test_listing_copies_makes_none(cli: Cli, work: Path) -> None:
    assert cli("backup", "--list", "x.db").exit_code == 2
    assert not (work / "x.db").exists()
