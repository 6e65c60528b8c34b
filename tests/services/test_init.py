"""Starting a project: any name is safe, and a failure leaves nothing in the way."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ethnocode.errors import CodebookError, EthnocodeError, ProjectError, StorageError, UsageError
from ethnocode.services import init as module
from ethnocode.services.codebook import import_codebook
from ethnocode.services.history import undo
from ethnocode.services.init import init_project
from ethnocode.services.project import Project
from ethnocode.services.settings import read_settings

NOW = datetime(2026, 3, 1, tzinfo=UTC)
BOOK = "ethnocode: 1\r\nid: own\r\nversion: 1.0.0\r\ncodes:\r\n  - {id: a, definition: A.}\r\n"


def start(folder: Path, *, name: str = "p", author: str = "ada", codebook: str = "") -> Project:
    books = [codebook] if codebook else []
    return init_project(folder, name=name, author=author, codebooks=books, now=NOW)


@pytest.mark.parametrize(
    "name",
    [
        "Ann #1",
        "Ann: B",
        'Ann "Nan" B',
        "Ann's",
        "Ann \\n B",
        "{ann}",
        "[a]",
        "- a",
        "~",
        "null",
        "no",
        "*a",
        "!a",
        "%a",
        "{study}",
        "Zoë 👩‍🌾",
    ],
)
def test_names_are_read_back_as_they_were_given(tmp_path: Path, name: str) -> None:
    start(tmp_path / "p", name=name, author=name)

    settings = read_settings(tmp_path / "p/ethnocode.yaml")
    assert (settings.study, settings.author) == (name, name)


@pytest.mark.parametrize("mark", ["\n", "\r", "\x85", "\u2028", "\x00", "\t", "\u202e", "\udcff"])
@pytest.mark.parametrize("option", ["name", "author"])
def test_a_name_that_is_not_one_line_of_text_is_refused(
    tmp_path: Path, option: str, mark: str
) -> None:
    with pytest.raises(UsageError, match="cannot be the name"):
        start(tmp_path / "p", **{option: f"Ann{mark}B"})

    assert list(tmp_path.iterdir()) == []


def test_a_name_is_one_coder_however_its_letters_are_composed(tmp_path: Path) -> None:
    project = start(tmp_path / "p", author="Zoe\u0308")

    assert project.coder == read_settings(tmp_path / "p/ethnocode.yaml").author == "Zo\u00eb"


def test_a_blank_author_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="author has no name"):
        start(tmp_path / "p", author="  ")


@pytest.mark.parametrize("step", ["create_store", "replace_file", "read_settings", "_first_event"])
@pytest.mark.parametrize(
    "error", [StorageError("disk full"), KeyboardInterrupt()], ids=["disk", "^C"]
)
def test_a_failure_half_way_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
) -> None:
    real = getattr(module, step)

    def fail(*given: object) -> None:
        real(*given)
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(module, step, fail)
        with pytest.raises(type(error)):
            start(tmp_path / "above/p")

    assert list(tmp_path.iterdir()) == []
    start(tmp_path / "above/p")


def test_a_failure_leaves_what_others_put_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "p").mkdir()
    (tmp_path / "p/notes.txt").write_text("mine")

    def fail(*_: object) -> None:
        raise StorageError("disk full")

    monkeypatch.setattr(module, "_first_event", fail)
    with pytest.raises(StorageError):
        start(tmp_path / "p")

    assert [path.name for path in tmp_path.rglob("*")] == ["p", "notes.txt"]


def test_a_database_that_another_program_made_meanwhile_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = module.create_store

    def be_late(folder: Path) -> None:
        (folder / "ethnocode.db").write_bytes(b"theirs")
        real(folder)

    monkeypatch.setattr(module, "create_store", be_late)
    with pytest.raises(ProjectError, match="already"):
        start(tmp_path / "p")

    assert {path.name: path.read_bytes() for path in (tmp_path / "p").iterdir()} == {
        "ethnocode.db": b"theirs"
    }


def test_a_folder_whose_name_is_too_long_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EthnocodeError):
        start(tmp_path / "p" / ("x" * 300))

    assert list(tmp_path.iterdir()) == []


def test_a_codebook_file_is_taken_with_its_line_endings(tmp_path: Path) -> None:
    (tmp_path / "in.yaml").write_bytes(BOOK.encode())

    start(tmp_path / "p", codebook=str(tmp_path / "in.yaml"))

    assert (tmp_path / "p/codebook.yaml").read_bytes() == BOOK.encode()


def test_import_of_a_codebook_and_undo_keep_line_endings(tmp_path: Path) -> None:
    first, second = BOOK.encode(), BOOK.replace("A.", "B.").encode()
    (tmp_path / "one.yaml").write_bytes(first)
    (tmp_path / "two.yaml").write_bytes(second)
    project = start(tmp_path / "p", codebook=str(tmp_path / "one.yaml"))
    stored = tmp_path / "p/codebook.yaml"

    import_codebook(project, str(tmp_path / "two.yaml"), replace=True, dry_run=False)
    assert stored.read_bytes() == second
    undo(project, steps=1, dry_run=False)
    assert stored.read_bytes() == first


def test_extending_a_shipped_book_keeps_line_endings(tmp_path: Path) -> None:
    (tmp_path / "in.yaml").write_bytes(BOOK.encode())
    project = start(tmp_path / "p", codebook=str(tmp_path / "in.yaml"))

    import_codebook(project, "power", replace=False, dry_run=False)

    after = (tmp_path / "p/codebook.yaml").read_bytes()
    assert b"power" in after
    assert after.count(b"\n") == after.count(b"\r\n") == BOOK.count("\n") + 1


@pytest.mark.parametrize("name", ["power", "file"])
def test_a_dry_run_writes_nothing_into_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    (tmp_path / "in.yaml").write_bytes(BOOK.encode())
    project = start(tmp_path / "p")
    source = name if name == "power" else str(tmp_path / "in.yaml")
    before = {path: path.stat().st_mtime_ns for path in [project.folder, *project.folder.iterdir()]}

    result = import_codebook(project, source, replace=True, dry_run=True)

    assert result.changed
    after = {path: path.stat().st_mtime_ns for path in [project.folder, *project.folder.iterdir()]}
    assert after == before


@pytest.mark.parametrize(
    ("place", "entry", "written"),
    [
        ("books", "base.yaml", "../books/base.yaml"),
        ("books", "./more/base.yaml", "../books/more/base.yaml"),
        ("books", '"my base.yaml"', '"../books/my base.yaml"'),
        ("p", "./base.yaml", "./base.yaml"),
        (".", "p/base.yaml", "base.yaml"),
    ],
)
@pytest.mark.parametrize("imported", [False, True], ids=["init", "import"])
def test_what_a_codebook_file_extends_is_found_from_the_project(
    tmp_path: Path, place: str, entry: str, written: str, imported: bool
) -> None:
    base = tmp_path / place / entry.strip('"')
    base.parent.mkdir(parents=True, exist_ok=True)
    base.write_text("id: base\ncodes: [{id: a, definition: A.}]\n")
    text = "id: own\r\nextends: [power, {}]  # both\r\ncodes: []\r\n"
    (tmp_path / place / "in.yaml").write_bytes(text.format(entry).encode())

    if imported:
        project = start(tmp_path / "p")
        import_codebook(project, str(tmp_path / place / "in.yaml"), replace=False, dry_run=False)
    else:
        project = start(tmp_path / "p", codebook=str(tmp_path / place / "in.yaml"))

    assert (tmp_path / "p/codebook.yaml").read_bytes() == text.format(written).encode()
    assert project.codebook().code_named("a") is not None


def test_a_shipped_book_of_another_version_is_not_taken_for_the_one_that_is_there(
    tmp_path: Path,
) -> None:
    project = start(tmp_path / "p", codebook="power")

    with pytest.raises(CodebookError, match=r"power@9\.9\.9"):
        import_codebook(project, "power@9.9.9", replace=False, dry_run=False)
    assert not import_codebook(project, "power@1.0.0", replace=False, dry_run=False).changed
