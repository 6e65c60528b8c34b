"""Opening codebooks: shipped ones, and a study's own with what it extends."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ethnocode.codebook import catalogue, open_codebook, open_shipped, shipped_books
from ethnocode.errors import CodebookError


@pytest.fixture(autouse=True)
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shelf of shipped books of our own, so that the real ones may change."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    write(folder / "garden.yaml", "id: garden\nversion: 1.0.0\n", ["dig", "plant"])
    write(folder / "kitchen.yaml", "id: kitchen\nversion: 2.1.0\n", ["cook"])
    monkeypatch.setattr(catalogue, "shipped_folder", lambda _: folder)
    return folder


def write(path: Path, head: str, codes: list[str], *, definition: str = "d") -> Path:
    lines = "".join(f"  - {{id: {code}, definition: {definition}}}\n" for code in codes)
    path.write_text(f"{head}codes:\n{lines}" if codes else f"{head}codes: []\n", "utf-8")
    return path


def refusal(path: Path) -> CodebookError:
    with pytest.raises(CodebookError) as caught:
        open_codebook(path)
    return caught.value


def test_shipped_books_are_the_yaml_files_of_the_shelf(shelf: Path) -> None:
    (shelf / "README.md").write_text("not a codebook", "utf-8")

    assert shipped_books() == ("garden", "kitchen")
    assert [code.id for code in open_shipped("garden")] == ["dig", "plant"]
    assert open_shipped("kitchen@2.1.0").version == "2.1.0"


def test_extended_codes_come_before_the_books_own(tmp_path: Path) -> None:
    path = write(
        tmp_path / "study.yaml", "id: study\nversion: '3'\nextends: [kitchen, garden]\n", ["rest"]
    )
    book = open_codebook(path)

    assert [(code.book, code.id) for code in book] == [
        ("kitchen", "cook"),
        ("garden", "dig"),
        ("garden", "plant"),
        ("study", "rest"),
    ]
    assert book.books == (("kitchen", "2.1.0"), ("garden", "1.0.0"), ("study", "3"))
    assert [code.id for code in book.own_codes] == ["rest"]


def test_a_path_is_read_from_the_books_own_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "books").mkdir()
    write(tmp_path / "books" / "mine.yaml", "id: mine\n", ["sow"])
    path = write(tmp_path / "books" / "study.yaml", "id: study\nextends: mine.yaml\n", [])
    monkeypatch.chdir(tmp_path)

    assert [code.id for code in open_codebook(path)] == ["sow"]


def test_a_book_reached_twice_is_there_once(tmp_path: Path) -> None:
    write(tmp_path / "left.yaml", "id: left\nextends: [garden]\n", ["l"])
    write(tmp_path / "right.yaml", "id: right\nextends: [garden]\n", ["r"])
    path = write(
        tmp_path / "study.yaml", "id: study\nextends: [left.yaml, right.yaml, garden]\n", []
    )
    book = open_codebook(path)

    assert [code.id for code in book] == ["dig", "plant", "l", "r"]
    assert [id_ for id_, _ in book.books] == ["garden", "left", "right", "study"]


def test_an_own_code_overrides_the_extended_one_in_its_place(tmp_path: Path) -> None:
    path = write(
        tmp_path / "study.yaml", "id: study\nextends: [garden]\n", ["dig", "rest"], definition="own"
    )
    book = open_codebook(path)

    assert [(code.id, code.book, code.definition) for code in book] == [
        ("dig", "study", "own"),
        ("plant", "garden", "d"),
        ("rest", "study", "own"),
    ]


def test_sources_of_extended_books_are_kept_with_the_books_own(tmp_path: Path) -> None:
    write(tmp_path / "base.yaml", "id: base\nsources: {B1: base}\n", [])
    path = write(
        tmp_path / "study.yaml", "id: study\nextends: base.yaml\nsources: {S1: study}\n", []
    )

    assert open_codebook(path).sources == (("B1", "base"), ("S1", "study"))


def test_two_extended_books_with_one_id_are_refused_by_name(tmp_path: Path) -> None:
    write(tmp_path / "mine.yaml", "id: mine\n", ["dig"])
    path = write(tmp_path / "study.yaml", "id: study\nextends: [garden, mine.yaml]\n", [])
    error = refusal(path)

    assert "'garden' and 'mine' both define the code 'dig'" in error.message
    assert error.where == str(path)


def test_an_extended_book_of_the_same_id_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "study.yaml", "id: garden\nextends: [garden]\n", [])

    assert "extends a codebook of the same id" in refusal(path).message


def test_books_that_extend_one_another_in_a_circle_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "a.yaml", "id: a\nextends: [b.yaml]\n", [])
    write(tmp_path / "b.yaml", "id: b\nextends: [c.yaml]\n", [])
    write(tmp_path / "c.yaml", "id: c\nextends: [a.yaml]\n", [])
    error = refusal(tmp_path / "a.yaml")

    assert "leads back to itself" in error.message
    assert error.where == f"{tmp_path / 'c.yaml'}:2:11"


def test_a_book_that_extends_itself_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.yaml", "id: a\nextends: ./a.yaml\n", [])

    assert "leads back to itself" in refusal(path).message


def test_a_very_long_chain_of_books_is_refused(tmp_path: Path) -> None:
    for n in range(40):
        write(tmp_path / f"b{n}.yaml", f"id: b{n}\nextends: [b{n + 1}.yaml]\n", [])

    assert "extends too far" in refusal(tmp_path / "b0.yaml").message


@pytest.mark.parametrize(
    ("entry", "message", "hint"),
    [
        ("gardn", "no shipped codebook is named 'gardn'", "did you mean 'garden'?"),
        ("zzz", "no shipped codebook is named 'zzz'", "there are 'garden', 'kitchen'"),
        ("garden@9.9.9", "'garden@9.9.9' was asked for, but version 1.0.0", "'garden@1.0.0'"),
        ("nowhere.yaml", "there is no codebook file", "check the name"),
        ("/etc/books.yaml", "absolute path", "from this codebook's folder"),
    ],
)
def test_an_entry_that_cannot_be_opened_is_named_where_it_stands(
    tmp_path: Path, entry: str, message: str, hint: str
) -> None:
    path = write(tmp_path / "study.yaml", f"id: study\nextends:\n  - kitchen\n  - {entry}\n", [])
    error = refusal(path)

    assert message in error.message
    assert hint in error.hint
    assert error.where == f"{path}:4:5"


def test_a_version_is_checked_even_where_the_book_is_already_open(tmp_path: Path) -> None:
    path = write(tmp_path / "study.yaml", "id: study\nextends: [garden, garden@2.0.0]\n", [])

    assert "'garden@2.0.0' was asked for" in refusal(path).message


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    assert "there is no codebook file" in refusal(tmp_path / "codebook.yaml").message
    assert "is a folder" in refusal(tmp_path).message


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.yaml")

    assert "there is no codebook file" in refusal(tmp_path / "pipe.yaml").message


def test_an_installation_without_codebooks_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> Path:
        raise LookupError(f"this installation has no shipped {name}")

    monkeypatch.setattr(catalogue, "shipped_folder", missing)

    with pytest.raises(CodebookError, match="no shipped codebooks"):
        shipped_books()
