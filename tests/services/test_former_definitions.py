"""Which codebook was in force, and what codes said when their first codings were made."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from ethnocode.codebook import open_codebook
from ethnocode.model import KeptCodebook
from ethnocode.services.former_definitions import earlier_codes, kept_at
from ethnocode.store import open_store

Cli = Callable[..., Result]

TEXT = "id: own\nversion: '1'\ncodes: [{id: a, definition: One.}, {id: b, definition: Two.}]\n"


def kept(*moments: str) -> list[KeptCodebook]:
    return [KeptCodebook(n, at, f"d{n}", "") for n, at in enumerate(moments, start=1)]


@pytest.mark.parametrize(
    ("moment", "digest"), [("09", None), ("10", "d1"), ("15", "d1"), ("20", "d2"), ("99", "d3")]
)
def test_the_codebook_in_force_is_the_last_one_before(moment: str, digest: str | None) -> None:
    found = kept_at(kept("10", "20", "30"), moment)

    assert (found and found.digest) == digest


def test_a_clock_that_was_set_back_misleads_nobody_about_other_moments() -> None:
    back = kept("10", "30", "20")

    assert [(found := kept_at(back, at)) and found.digest for at in ("15", "25", "35")] == [
        "d1",
        "d3",
        "d2",
    ]


def earlier(study: Path) -> dict[str, tuple[str, tuple[str, ...]]]:
    with open_store(study) as store:
        codings = store.codings.select(names=store.sources.names())
        found = earlier_codes(store, open_codebook(study / "codebook.yaml"), codings)
    return {id_: (one.version, one.fields) for id_, one in found.items()}


@pytest.fixture
def study(cli: Cli, tmp_path: Path) -> Path:
    """A note with a coding of 'a', and one of 'b' under a later definition."""
    study = tmp_path
    (study / "in.yaml").write_text(TEXT)
    (study / "note.txt").write_text("I knew them. The money was in a tin. Now there is a form.\n")
    assert cli("init", ".", "--codebook", "in.yaml").exit_code == 0
    assert cli("ingest", "note.txt").exit_code == 0
    assert cli("coding", "add", "note.txt", "a", "--quote", "knew them").exit_code == 0
    (study / "codebook.yaml").write_text(TEXT.replace("One", "Uno").replace("Two", "Due"))
    assert cli("coding", "add", "note.txt", "b", "--quote", "in a tin").exit_code == 0
    return study


def test_each_code_is_held_against_the_codebook_of_its_own_first_coding(study: Path) -> None:
    assert earlier(study) == {"a": ("1", ("definition",))}


def test_a_later_coding_does_not_hide_the_first(cli: Cli, study: Path) -> None:
    assert cli("coding", "add", "note.txt", "a", "--quote", "a form").exit_code == 0

    assert earlier(study) == {"a": ("1", ("definition",))}


def test_a_renamed_code_is_held_against_what_it_was(cli: Cli, study: Path) -> None:
    assert cli("codebook", "rename", "a", "other").exit_code == 0

    assert earlier(study) == {"other": ("1", ("definition",)), "b": ("1", ())}


def test_a_definition_that_is_as_it_was_again_is_no_change(study: Path) -> None:
    (study / "codebook.yaml").write_text(TEXT.replace("Two", "Due"))

    assert earlier(study) == {"a": ("1", ()), "b": ("1", ())}


def test_another_version_is_not_even_read(study: Path) -> None:
    (study / "codebook.yaml").write_text(TEXT.replace("'1'", "'2'"))

    assert earlier(study) == {}
