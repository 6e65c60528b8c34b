"""What a command says of where the project lies and of what lies beside it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from ethnocode.store import DATABASE, journals

Cli = Callable[..., Result]

COPY = "ethnocode (Ben's conflicted copy 2026-03-01).db"
SPAN = ("coding", "add", "charis.txt", "a", "--span", "60:75")


def moved(study: Path, place: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    target = study / place / "study"
    target.mkdir(parents=True)
    for name in (DATABASE, "ethnocode.yaml", "codebook.yaml"):
        shutil.move(study / name, target)
    monkeypatch.chdir(target)
    return target


def contents(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_a_project_in_a_synchronised_folder_is_told_so_once(
    cli: Cli, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = cli("coding", "list", "--format", "json")
    assert plain.stderr == ""
    moved(study, "Dropbox", monkeypatch)

    first, second = (cli("coding", "list", "--format", "json") for _ in range(2))

    assert (first.exit_code, first.stdout) == (0, plain.stdout)
    line, hint = first.stderr.splitlines()
    assert line.startswith("ethnocode: notice: ")
    assert "Dropbox keeps in step" in line
    assert hint == (
        "  hint: keep the project outside it and put 'ethnocode backup FILE' copies there"
    )
    assert (second.exit_code, second.stdout, second.stderr) == (0, plain.stdout, "")


def test_a_project_that_moves_to_another_such_folder_is_told_again(
    cli: Cli, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = moved(study, "Dropbox", monkeypatch)
    assert "Dropbox" in cli("status").stderr
    (study / "Nextcloud").mkdir()
    shutil.move(first, study / "Nextcloud")
    monkeypatch.chdir(study / "Nextcloud" / "study")

    assert "Nextcloud keeps in step" in cli("status").stderr
    assert cli("status").stderr == ""


def test_commands_that_write_nothing_into_a_project_leave_it_at_that(
    cli: Cli, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = moved(study, "Dropbox", monkeypatch)
    before = contents(folder)

    assert cli("verify").exit_code == 0
    assert cli("log").exit_code == 0
    assert contents(folder) == before


def test_a_failed_command_in_such_a_folder_keeps_its_status(
    cli: Cli, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved(study, "Dropbox", monkeypatch)

    result = cli("source", "show", "nowhere.txt")

    assert result.exit_code == 3
    assert "notice" in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    "words",
    [
        ("status",),
        ("coding", "list"),
        SPAN,
        ("ingest", "charis.txt"),
        ("check",),
        ("undo",),
        ("report", "frequency"),
        ("search", "mothers"),
        ("suggest",),
        ("codebook", "show"),
    ],
)
def test_commands_stop_at_a_conflict_copy_and_change_nothing(
    cli: Cli, study: Path, words: tuple[str, ...]
) -> None:
    shutil.copy(study / DATABASE, study / COPY)
    before = contents(study)

    result = cli(*words)

    assert result.exit_code == 4
    assert result.stdout == ""
    line, hint = result.stderr.splitlines()
    assert line.startswith("ethnocode: error[E303]: ")
    assert f"'{COPY}'" in line
    assert "move the one you do not want out of the folder" in hint
    assert "ethnocode restore COPY" in hint
    assert contents(study) == before


def test_every_conflict_copy_is_named(cli: Cli, study: Path) -> None:
    names = [COPY, "ethnocode-DESKTOP-4F2K.db", "codebook (conflicted copy 2026-03-01 120000).yaml"]
    for name in names:
        shutil.copy(study / (DATABASE if name.endswith(".db") else "codebook.yaml"), study / name)

    result = cli("status", "--format", "json")

    assert result.exit_code == 4
    error = json.loads(result.stderr)
    assert error["error"] == "E303"
    assert all(f"'{name}'" in error["message"] for name in names)


def test_a_conflict_copy_of_a_codebook_of_another_name_is_found(cli: Cli, study: Path) -> None:
    settings = study / "ethnocode.yaml"
    lines = [x for x in settings.read_text().splitlines() if not x.startswith("codebook:")]
    settings.write_text("\n".join([*lines, "codebook: theory.yaml"]) + "\n")
    shutil.move(study / "codebook.yaml", study / "theory.yaml")
    assert cli("status").exit_code == 0
    shutil.copy(study / "theory.yaml", study / "theory_conflict-20260301-120000.yaml")

    assert cli("status").exit_code == 4


def test_verify_and_log_work_beside_a_conflict_copy(cli: Cli, study: Path) -> None:
    log = cli("log").stdout
    shutil.copy(study / DATABASE, study / COPY)

    verify, as_json = cli("verify"), cli("verify", "--format", "json")

    assert verify.exit_code == as_json.exit_code == 4
    (line,) = verify.stdout.splitlines()
    assert line.startswith("conflict: ")
    assert COPY in line
    assert [fault["check"] for fault in json.loads(as_json.stdout)] == ["conflict"]
    assert (cli("log").exit_code, cli("log").stdout) == (0, log)
    assert cli("help", "errors").exit_code == cli("explain", "E303").exit_code == 0


def test_a_conflict_is_over_once_the_copy_is_moved_away(cli: Cli, study: Path) -> None:
    shutil.copy(study / DATABASE, study / COPY)
    assert cli("status").exit_code == 4
    (study / "elsewhere").mkdir()
    shutil.move(study / COPY, study / "elsewhere")

    assert cli(*SPAN).exit_code == 0


def test_a_conflict_copy_is_backed_up_beside_and_taken_by_restore(cli: Cli, study: Path) -> None:
    shutil.copy(study / DATABASE, study / COPY)
    (study / "stick").mkdir()

    backup = cli("backup", "stick/b.db")
    restored = cli("restore", COPY)

    assert (backup.exit_code, restored.exit_code) == (0, 0), backup.output + restored.output


def test_a_copy_written_by_backup_is_no_conflict(cli: Cli, study: Path) -> None:
    assert cli("backup", "ethnocode-HOST.db").exit_code == 0

    assert cli("status").exit_code == 0


def test_a_journal_of_another_version_is_told_in_one_line(
    cli: Cli, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal gives back every page of an older version; nothing notes that it is ours."""
    before = (study / DATABASE).read_bytes()
    assert cli(*SPAN).exit_code == 0
    after = (study / DATABASE).read_bytes()
    size = 4096
    pages = [
        n
        for n in range(len(before) // size)
        if before[n * size :][:size] != after[n * size :][:size]
    ]
    head = bytes.fromhex("d9d505f920a163d7") + len(pages).to_bytes(4, "big") + bytes(4)
    for number in (len(before) // size, 512, size):
        head += number.to_bytes(4, "big")
    body = b""
    for n in pages:
        page = before[n * size :][:size]
        check = sum(page[i] for i in range(size - 200, 0, -200))
        body += (n + 1).to_bytes(4, "big") + page + check.to_bytes(4, "big")
    (study / f"{DATABASE}-journal").write_bytes(head.ljust(512, b"\0") + body)
    files = contents(study)

    for words in (("status",), ("undo",), ("verify",)):
        result = cli(*words)
        assert result.exit_code == 4
        line, hint = result.stderr.splitlines()
        assert line.startswith("ethnocode: error[E303]: ")
        assert "copy both files elsewhere" in hint
        assert contents(study) == files

    (study / f"{DATABASE}-journal").rename(study / "journal")
    assert len(json.loads(cli("coding", "list", "--format", "json").stdout)) == 1


def test_restore_keeps_both_a_file_and_the_journal_of_another_version(
    cli: Cli, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("backup", "b.db").exit_code == 0
    assert cli(*SPAN).exit_code == 0
    database = (study / DATABASE).read_bytes()
    journal = bytes.fromhex("d9d505f920a163d7") + bytes(504)
    (study / f"{DATABASE}-journal").write_bytes(journal)

    def refuse(*_: object, **__: object) -> None:
        raise journals.ConflictError("planted", where="", hint="")

    with monkeypatch.context() as patch:
        patch.setattr(journals, "_judge", refuse)
        result = cli("restore", "b.db")

    assert result.exit_code == 0, result.output
    (folder,) = (study / ".ethnocode" / "snapshots").glob("*-before-restore")
    kept = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert kept[DATABASE] == database
    assert kept[f"{DATABASE}-journal"] == journal
