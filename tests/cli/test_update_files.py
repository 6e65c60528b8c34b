"""``update`` of folders and of files by any name: whose file each is, and which are gone."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Cli = Callable[..., Result]


def write(folder: Path, **texts: str) -> None:
    """Write files; ``__`` stands for a slash and ``_`` for the dot."""
    for name, text in texts.items():
        path = folder / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def texts(cli: Cli) -> dict[str, str]:
    """Return the first line of every source, by name."""
    names = [s["name"] for s in json.loads(cli("source", "list", "--format", "json").stdout)]
    shown = [json.loads(cli("source", "show", n, "--format", "json").stdout) for n in names]
    return {source["name"]: source["text"].splitlines()[0] for source in shown}


def changed(done: Result) -> dict[str, bool]:
    sources: list[dict[str, Any]] = json.loads(done.stdout)
    return {source["source"]: source["changed"] for source in sources}


@pytest.fixture
def notes(cli: Cli, study: Path) -> Path:
    """A folder ``src`` of which two files are sources."""
    write(study, src__win_txt="Win was in.\n", src__hetty_txt="Hetty had the key.\n")
    assert cli("ingest", "src").exit_code == 0
    return study


def test_a_folder_with_a_new_file_is_updated_and_the_new_file_named(cli: Cli, notes: Path) -> None:
    write(notes, src__win_txt="Win was out.\n", src__colin_txt="Colin came late.\n")

    done = cli("update", "src")

    assert done.exit_code == 0
    assert "win.txt: 0 codings" in done.stderr
    assert "hetty.txt: unchanged" in done.stderr
    assert "'ethnocode ingest src/colin.txt'" in done.stderr
    assert texts(cli)["win.txt"] == "Win was out."
    assert "colin.txt" not in texts(cli)


def test_a_new_file_named_by_itself_is_an_error_that_says_ingest(cli: Cli, notes: Path) -> None:
    write(notes, src__win_txt="Win was out.\n", src__colin_txt="Colin came late.\n")

    refused = cli("update", "src", "src/colin.txt")

    assert refused.exit_code == 3
    assert "error[E100]: src/colin.txt: no source 'colin.txt'" in refused.stderr
    assert "'ethnocode ingest src/colin.txt'" in refused.stderr
    assert texts(cli)["win.txt"] == "Win was in."


def test_a_folder_of_which_nothing_is_known_is_an_error(cli: Cli, notes: Path) -> None:
    write(notes, far__away__new_txt="Nobody knows this.\n", far__away__other_txt="Nor this.\n")

    refused = cli("update", "far/away")

    assert refused.exit_code == 3
    assert "ethnocode ingest far/away" in refused.stderr


def test_a_source_whose_file_is_gone_is_named_and_stays(cli: Cli, notes: Path) -> None:
    (notes / "src" / "win.txt").unlink()
    write(notes, src__hetty_txt="Hetty lost the key.\n")

    done = cli("update", "src", "--format", "json")

    assert done.exit_code == 1
    assert "win.txt: no file of it was found" in done.stderr
    assert changed(done) == {"hetty.txt": True}
    assert texts(cli)["win.txt"] == "Win was in."


@pytest.mark.parametrize("below", [".", "src"], ids=["above", "itself"])
def test_what_is_gone_is_seen_from_the_folder_above_too(cli: Cli, notes: Path, below: str) -> None:
    # not win.txt: other tests have one in folders beside this one, where it would be found
    (notes / "src" / "hetty.txt").unlink()

    done = cli("update", below)

    assert done.exit_code == 1
    assert "hetty.txt: no file of it was found" in done.stderr
    assert "charis.txt: no file of it was found" not in done.stderr


def test_sources_of_other_folders_are_not_missed(cli: Cli, notes: Path) -> None:
    """Only below what was named, at the path it is stored by, is a file looked for."""
    write(notes, more__june_txt="June minded.\n", more__deep__win_txt="Another Win.\n")
    assert cli("ingest", "more").exit_code == 0

    done = [cli("update", folder) for folder in ("src", "more", "more/deep")]

    assert [(one.exit_code, "no file of it" in one.stderr) for one in done] == [(0, False)] * 3
    (notes / "more" / "deep" / "win.txt").unlink()
    assert "deep/win.txt: no file of it was found" in cli("update", "more").stderr


def test_a_renamed_file_is_recognised_by_its_words(cli: Cli, notes: Path) -> None:
    (notes / "src" / "win.txt").rename(notes / "src" / "winifred.txt")

    folder = cli("update", "src")
    alone = cli("update", "src/winifred.txt")

    assert (folder.exit_code, alone.exit_code) == (1, 3)
    for said in (folder, alone):
        assert "'ethnocode update src/winifred.txt --source win.txt'" in said.stderr


def test_a_source_is_updated_from_a_file_of_another_name(cli: Cli, notes: Path) -> None:
    cli("coding", "add", "win.txt", "a", "--quote", "Win was")
    write(notes, other__winifred_txt="Before that: Win was in.\n")

    done = cli("update", "other/winifred.txt", "--source", "win.txt")

    assert done.exit_code == 0
    assert "win.txt: 1 coding: 1 exact, 0 moved, 0 need review" in done.stderr
    assert texts(cli)["win.txt"] == "Before that: Win was in."


@pytest.mark.parametrize(
    ("paths", "source", "status"),
    [
        (["src"], "win.txt", 2),
        (["src/win.txt", "src/hetty.txt"], "win.txt", 2),
        (["src/win.txt"], "nobody.txt", 3),
        (["src/none.txt"], "win.txt", 3),
    ],
    ids=["a folder", "two files", "no such source", "no such file"],
)
def test_a_source_that_cannot_be_meant_changes_nothing(
    cli: Cli, notes: Path, paths: list[str], source: str, status: int
) -> None:
    before = (notes / "ethnocode.db").read_bytes()

    assert cli("update", *paths, "--source", source).exit_code == status
    assert (notes / "ethnocode.db").read_bytes() == before


@pytest.fixture
def alike(cli: Cli, study: Path) -> Path:
    """Two sources called ``t.txt``, in ``x`` and ``y``."""
    write(study, n__x__t_txt="First of the two.\n", n__y__t_txt="Second of the two.\n")
    assert cli("ingest", "n").exit_code == 0
    return study


def test_one_of_two_sources_of_the_same_name_is_updated_alone(
    cli: Cli, alike: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(alike, n__x__t_txt="First, edited.\n", n__y__t_txt="Second, edited.\n")

    first = cli("update", "n/x/t.txt", "--format", "json")
    folder = cli("update", "n/x", "--format", "json")
    monkeypatch.chdir(alike / "n" / "y")
    second = cli("update", "t.txt", "--format", "json")

    assert changed(first) == {"x/t.txt": True}
    assert changed(folder) == {"x/t.txt": False}
    assert changed(second) == {"y/t.txt": True}
    assert "no file of it" not in folder.stderr
    assert texts(cli) == {
        "charis.txt": "Interview with Charis 13.6.13",
        "x/t.txt": "First, edited.",
        "y/t.txt": "Second, edited.",
    }


def test_a_copy_deeper_in_the_folder_is_not_taken_for_the_file_itself(
    cli: Cli, notes: Path
) -> None:
    write(notes, src__old__win_txt="Win, long ago.\n", src__win_txt="Win was out.\n")

    done = cli("update", "src")

    assert done.exit_code == 0
    assert texts(cli)["win.txt"] == "Win was out."
    assert "'ethnocode ingest src/old/win.txt'" in done.stderr


def test_of_two_files_that_could_be_one_source_neither_is_taken(cli: Cli, notes: Path) -> None:
    write(notes, src__old__win_txt="Win, long ago.\n")
    before = (notes / "ethnocode.db").read_bytes()

    refused = cli("update", ".")

    assert refused.exit_code == 3
    assert "win.txt: more than one file could be this source" in " ".join(refused.stderr.split())
    assert (notes / "ethnocode.db").read_bytes() == before


def test_a_file_without_an_ending_is_updated_with_its_folder(cli: Cli, notes: Path) -> None:
    write(notes, src__diary="A diary of few words.\n")
    assert cli("ingest", "src/diary").exit_code == 0
    write(notes, src__diary="A diary of a few words more.\n")

    done = cli("update", "src", "--format", "json")

    assert (done.exit_code, changed(done)["diary"]) == (0, True)


def test_an_empty_file_is_refused_with_what_to_do(cli: Cli, notes: Path) -> None:
    write(notes, src__win_txt="")

    refused = cli("update", "src")

    assert refused.exit_code == 3
    assert "put its words back" in refused.stderr
    assert "leave it out" not in refused.stderr


def test_one_bad_file_of_a_folder_is_named_and_the_others_can_be_updated_without_it(
    cli: Cli, notes: Path
) -> None:
    write(notes, src__win_txt="", src__hetty_txt="Hetty lost the key.\n")

    refused = cli("update", "src")

    assert refused.exit_code == 3
    assert "src/win.txt: " in refused.stderr
    assert "nothing was updated, but the other files can be, named without" in refused.stderr
    assert texts(cli)["hetty.txt"] == "Hetty had the key."
    alone = cli("update", "src/win.txt")
    assert "named without" not in alone.stderr
    assert cli("update", "src/hetty.txt").exit_code == 0
    assert texts(cli)["hetty.txt"] == "Hetty lost the key."


def test_the_only_coding_of_another_document_is_counted_in_plain_words(
    cli: Cli, notes: Path
) -> None:
    cli("coding", "add", "win.txt", "a", "--quote", "Win was in.")
    write(notes, src__win_txt="Minutes of a meeting.\n")

    refused = cli("update", "src")

    assert "win.txt: its only coding lost its words" in refused.stderr
    cli("update", "src", "--force")
    write(notes, src__win_txt="Minutes of another meeting.\n")
    assert "1 coding still waits for review" in cli("update", "src").stderr


def test_going_back_to_an_earlier_text_keeps_each_suggestion_once(cli: Cli, study: Path) -> None:
    """Those left with the first text are there again, beside those made in between."""
    first = (study / "charis.txt").read_text()
    cli("suggest")
    (study / "charis.txt").write_text(first.replace("I knew them\nall", "We knew everyone"))
    cli("update", "charis.txt")
    (study / "charis.txt").write_text(first.replace("Her kitchen.", "Her own kitchen."))
    cli("update", "charis.txt")
    cli("suggest")
    (study / "charis.txt").write_text(first)

    done = cli("update", "charis.txt")

    assert done.exit_code == 0
    assert cli("verify").exit_code == 0
