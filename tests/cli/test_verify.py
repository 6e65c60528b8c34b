"""``verify`` says what to do; and files that are not ours, or are traps, are left as they are."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import Result

from ethnocode.store.schema import APPLICATION_ID, SCHEMA_VERSION

Cli = Callable[..., Result]
Hostile = Callable[[Path], object]

LONGEST_SECONDS = 240


@pytest.fixture(autouse=True)
def no_hang() -> Iterator[None]:
    signal.alarm(LONGEST_SECONDS)
    yield
    signal.alarm(0)


def change(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as db:
        for statement in statements:
            db.execute(statement)


def by_sql(*statements: str) -> Hostile:
    return lambda file: change(file, *statements)


def another_program(file: Path) -> None:
    file.unlink()
    change(file, "create table codings (id, quote)", "insert into codings values (1, 'theirs')")


def a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


def a_pipe(file: Path) -> None:
    file.unlink()
    os.mkfifo(file)


def header(at: int, data: bytes) -> Hostile:
    def write(file: Path) -> None:
        whole = file.read_bytes()
        file.write_bytes(whole[:at] + data + whole[at + len(data) :])

    return write


TRAP = "create trigger {} after insert on {} begin delete from codings; end"
HOSTILE: dict[str, Hostile] = {
    "another program's database": another_program,
    "an empty file": lambda file: file.write_bytes(b""),
    "a text": lambda file: file.write_text("Maud: We knew them all.\n" * 20),
    "a newer project": by_sql(f"pragma user_version = {SCHEMA_VERSION + 1}"),
    "a trap on codings": by_sql(TRAP.format("trap", "codings")),
    "a trap on events": by_sql(TRAP.format("passages_fts_trap", "events")),
    "a view for a table": by_sql(
        "drop table memos",
        "create view memos as select id, load_extension('evil') as body from codings",
    ),
    "a column that computes": by_sql(
        "alter table coders add column x text generated always as (upper(name)) virtual"
    ),
    "a write-ahead log": by_sql("pragma journal_mode = wal"),
    "a huge count of pages": header(28, (0x7FFFFFFF).to_bytes(4, "big")),
    "pages of another size": header(16, b"\x02\x00"),
    "our mark on nothing": lambda file: file.write_bytes(
        b"SQLite format 3\0\x10\0\x01\x01\0@  ".ljust(60, b"\0")
        + SCHEMA_VERSION.to_bytes(4, "big")
        + bytes(4)
        + APPLICATION_ID.to_bytes(4, "big")
        + b"\xff" * 5000
    ),
    "a schema of another format": header(44, (9).to_bytes(4, "big")),
    "a schema with bytes that are no text": by_sql(
        "pragma writable_schema = on",
        "update sqlite_schema set sql = cast(cast('create table (' as blob) || x'e6' as text) "
        "where name = 'coders'",
    ),
    "half of it": lambda file: os.truncate(file, file.stat().st_size // 2),
    "a folder": a_folder,
    "a pipe": a_pipe,
}
COMMANDS = (
    ("status",),
    ("coding", "list"),
    ("coding", "add", "toy.txt", "a", "--span", "70:80"),
    ("verify",),
    ("undo",),
    ("ingest", "new.txt"),
)


def entries(folder: Path) -> dict[str, str]:
    """Return the digest of every file below a folder, and whatever else there is."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        if path.is_file()
        else ""
        for path in folder.rglob("*")
    }


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_not_ours_is_refused_and_left_as_it_is(
    cli: Cli, toy: Path, name: str
) -> None:
    (toy / "new.txt").write_text("Nothing of this is stored.\n")
    HOSTILE[name](toy / "ethnocode.db")
    before = entries(toy)

    for command in COMMANDS:
        result = cli(*command)

        assert result.exit_code == 4, (command, result.output)
        first, *rest = result.stderr.splitlines()
        assert first.startswith("ethnocode: error[E30"), command
        assert [line[:8] for line in rest] == ["  hint: "], command
        assert result.stdout == ""
        assert entries(toy) == before, command


EMPTIED = "insert into passages_fts (passages_fts) values ('delete-all')"


@pytest.mark.parametrize("statement", [EMPTIED, "delete from passages_fts_data where id > 10"])
def test_a_broken_index_alone_is_made_anew_on_demand(cli: Cli, toy: Path, statement: str) -> None:
    log, hits = cli("log").stdout, cli("search", "klmnopqrst").stdout
    assert hits
    change(toy / "ethnocode.db", statement)
    broken = (toy / "ethnocode.db").read_bytes()

    found = cli("verify")
    assert found.exit_code == 4
    assert found.stdout.startswith("full-text: the full-text index does not match the texts (")
    assert "'ethnocode verify --rebuild-index'" in found.stdout
    assert (toy / "ethnocode.db").read_bytes() == broken
    assert cli("verify", "--rebuild-index").exit_code == 0

    assert cli("verify").exit_code == 0
    assert cli("search", "klmnopqrst").stdout == hits
    assert cli("log").stdout == log


def test_the_index_is_not_made_anew_from_texts_that_are_not_sound(cli: Cli, toy: Path) -> None:
    change(toy / "ethnocode.db", EMPTIED, "update texts set text = replace(text, 'q', 'x')")
    before = (toy / "ethnocode.db").read_bytes()

    result = cli("verify", "--rebuild-index", "--format", "json")

    assert result.exit_code == 4
    faults = json.loads(result.stdout)
    assert {"text-digest", "full-text"} < {fault["check"] for fault in faults}
    assert not any("--rebuild-index" in fault["hint"] for fault in faults)
    assert (toy / "ethnocode.db").read_bytes() == before


def test_an_index_that_cannot_be_made_anew_is_not_said_to_be_mended_so(cli: Cli, toy: Path) -> None:
    change(toy / "ethnocode.db", "update passages_fts_config set v = 9 where k = 'version'")

    result = cli("verify", "--rebuild-index")

    assert result.exit_code == 4
    assert result.stdout.startswith("integrity: the full-text index cannot be read")
    assert "--rebuild-index" not in result.stdout


def test_a_sound_index_is_not_made_anew(cli: Cli, toy: Path) -> None:
    before = (toy / "ethnocode.db").read_bytes()

    assert cli("verify", "--rebuild-index").exit_code == 0
    assert (toy / "ethnocode.db").read_bytes() == before


def test_a_moved_coding_can_be_put_back_as_the_hint_says(cli: Cli, toy: Path) -> None:
    change(
        toy / "ethnocode.db",
        'update codings set start = start + 1, "end" = "end" + 1 where id = 2',
    )
    (first, _) = cli("verify").stdout.splitlines()
    assert first.startswith("anchor: codings row 2 does not sit on its words ('ethnocode coding m")

    assert cli("coding", "move", "2", "--span", "30:40").exit_code == 0

    assert cli("verify").exit_code == 0


def test_all_faults_are_listed_though_one_check_cannot_go_on(cli: Cli, toy: Path) -> None:
    """Bytes that are no UTF-8 end the reading of codings; the memo of the text is later."""
    change(
        toy / "ethnocode.db",
        "update codings set memo = cast(x'ff' as text) where id = 3",
        "update texts set words = words + 1",
    )

    checks = [fault["check"] for fault in json.loads(cli("verify", "--format", "json").stdout)]

    assert checks == ["text-counts", "state"]


@pytest.mark.parametrize(
    "statement",
    [
        "update codings set properties = '{' where id = 2",
        "update codings set memo = cast(x'ff' as text) where id = 3",
        "update codings set source_id = 99 where id = 2",
        "update codings set code_id = 99 where id = 2",
        "update segments set kind = 'verse'",
        "update segments set words = null",
        "update passages_fts_config set v = 9 where k = 'version'",
    ],
)
def test_no_command_ends_in_a_traceback_over_a_damaged_row(
    cli: Cli, toy: Path, statement: str
) -> None:
    """A bug of ours would fail in the fixture; damage is an error that names it."""
    change(toy / "ethnocode.db", "pragma foreign_keys = off", statement)
    refused = 0
    for command in (
        ("status",),
        ("coding", "list"),
        ("search", "klmnopqrst"),
        ("source", "show", "toy.txt"),
        ("report", "frequency"),
        ("report", "cooccurrence"),
        ("suggest",),
        ("log",),
        ("undo", "--dry-run"),
    ):
        result = cli(*command)
        assert result.exit_code in (0, 4), (command, result.output)
        if result.exit_code == 4:
            refused += 1
            assert "the project file is damaged (" in result.stderr
            assert "hint: " in result.stderr
    assert cli("verify").exit_code == 4
    assert refused or statement.startswith("update segments set words")


def test_a_code_that_left_the_codebook_is_found(cli: Cli, study: Path) -> None:
    cli("coding", "add", "charis.txt", "a", "--quote", "form")
    book = study / "codebook.yaml"
    text = book.read_text()
    assert text.count("id: a\n") == 1
    book.write_text(text.replace("id: a\n", "id: other\n"))

    done = cli("verify")

    assert done.exit_code == 4
    assert "codebook: 1 coding under 'a', which the codebook does not have" in done.stdout
    assert "newest good copy" not in done.stderr
    book.write_text(text.replace("id: a\n", "id: other\n    aliases: [a]\n"))
    assert cli("verify").exit_code == 0


def test_a_codebook_that_cannot_be_read_is_found(cli: Cli, study: Path) -> None:
    (study / "codebook.yaml").write_text("codes: [")

    done = cli("verify")

    assert done.exit_code == 4
    assert done.stdout.startswith("codebook: the codebook cannot be read")
