"""Sources added to a large study: they alone are scored, and as if they had been there."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from ethnocode.suggest.ranker.model import Model

Cli = Callable[..., Result]

CODEBOOK = """\
ethnocode: 1
id: toy
title: Toy
version: 1.0.0
codes:
  - {id: a, name: Tins, definition: Money kept in tins., cues: {phrases: [in a tin]}}
  - {id: c, name: Buses, definition: Buses that are late., cues: {lemmas: [bus]}}
"""
OLD = 22
"""Passages of the first sources: two of each."""


def text(n: int) -> str:
    return f"Number {n} kept the money in a tin.\n\nThe bus of number {n} was late again.\n"


def add(cli: Cli, folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_text(text(len(name) + ord(name[0])))
    assert cli("ingest", *names, "--kind", "document").exit_code == 0


@pytest.fixture
def study(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Eleven sources in a study that counts as large, one of them coded."""
    monkeypatch.setattr("ethnocode.services.suggesting.growing.LARGE_PASSAGES", OLD)
    (tmp_path / "book.yaml").write_text(CODEBOOK)
    assert cli("init", ".", "--codebook", "book.yaml").exit_code == 0
    add(cli, tmp_path, *(f"{letter}.txt" for letter in "bcdefghijkl"))
    assert cli("coding", "add", "b.txt", "a", "--quote", "the money").exit_code == 0
    return tmp_path


@pytest.fixture
def scored(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Every row that is scored, in order."""
    rows: list[int] = []
    plain = Model.scores

    def noting(self: Model, decisions: Any, wanted: Any) -> Any:
        rows.extend(wanted)
        return plain(self, decisions, wanted)

    monkeypatch.setattr(Model, "scores", noting)
    return rows


def run(cli: Cli, *options: str) -> dict[str, Any]:
    done = cli("suggest", "--format", "json", *options)
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def waiting(cli: Cli) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(cli("suggest", "list", "--format", "json").stdout)
    return found


@pytest.mark.parametrize("name", ["a.txt", "z.txt"], ids=["before the others", "after them"])
def test_only_the_passages_of_an_added_source_are_scored(
    cli: Cli, study: Path, scored: list[int], name: str
) -> None:
    first = run(cli)
    assert (first["scored"], first["unscored"], sorted(scored)) == (OLD, 0, list(range(OLD)))
    before = waiting(cli)
    add(cli, study, name)
    scored.clear()

    second = run(cli)

    assert len(scored) == len(set(scored)) == 2
    assert (second["scored"], second["unscored"], second["passages"]) == (2, OLD, OLD + 2)
    assert (second["renewed"], second["withdrawn"]) == (0, 0)
    assert second["already"] == len(before)
    assert [one for one in waiting(cli) if one["source"] != name] == before
    assert {(one["code"]) for one in waiting(cli) if one["source"] == name} == {"a", "c"}


def test_a_source_added_later_is_scored_alone_as_well(
    cli: Cli, study: Path, scored: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The study may grow by less than a tenth: two passages of 22, not four."""
    monkeypatch.setattr("ethnocode.services.suggesting.growing._MOST_GROWTH", 5)
    run(cli)
    add(cli, study, "y.txt")
    assert run(cli)["scored"] == 2
    add(cli, study, "z.txt")
    scored.clear()

    assert (run(cli)["scored"], len(scored)) == (2, 2)


def test_what_was_learned_before_suggests_what_a_new_fit_does(cli: Cli, study: Path) -> None:
    """And reasons add up to the score, though rows that were learned from have moved."""
    run(cli)
    add(cli, study, "a.txt")
    run(cli)

    for one in waiting(cli):
        why = json.loads(cli("suggest", "explain", str(one["id"]), "--format", "json").stdout)
        logit = why["evidence"]["bias"] + sum(
            part["amount"] for part in why["evidence"]["contributions"]
        )
        assert 1 / (1 + math.exp(-logit)) == pytest.approx(one["score"], abs=1e-6)
    fresh = {(one["source"], one["code"]) for one in waiting(cli)}
    (study / ".ethnocode" / "suggest" / "fit").unlink()
    (study / ".ethnocode" / "suggest" / "run.json").unlink()
    whole = run(cli)
    assert whole["scored"] == OLD + 2
    assert {(one["source"], one["code"]) for one in waiting(cli)} == fresh


STEPS: dict[str, Callable[[Cli, Path], object]] = {
    "coded": lambda cli, _: cli("coding", "add", "c.txt", "c", "--quote", "bus"),
    "coded in the added one": lambda cli, _: cli("coding", "add", "z.txt", "c", "--quote", "bus"),
    "rejected": lambda cli, _: cli("suggest", "reject", str(waiting(cli)[0]["id"])),
    "undone": lambda cli, _: (cli("undo"), cli("undo"), add(cli, _, "z.txt")),
    "edited": lambda cli, folder: (
        (folder / "c.txt").write_text(text(7)),
        cli("update", "c.txt", "--force"),
    ),
    "removed": lambda cli, _: cli("source", "remove", "c.txt", "--with-codings"),
    "of another kind": lambda cli, _: cli("source", "set", "z.txt", "--kind", "field-note"),
    "defined": lambda cli, folder: (folder / "codebook.yaml").write_text(
        CODEBOOK.replace("late.", "late or full.")
    ),
    "grown by a tenth": lambda cli, folder: add(cli, folder, "y.txt"),
    "damaged": lambda cli, folder: (folder / ".ethnocode/suggest/fit").write_bytes(b"x"),
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_after_any_other_change_all_is_scored_again(
    cli: Cli, study: Path, step: Callable[[Cli, Path], object]
) -> None:
    run(cli)
    add(cli, study, "z.txt")
    step(cli, study)

    found = run(cli)

    assert found["unscored"] == 0
    assert found["scored"] >= OLD


def test_a_run_that_is_narrowed_or_dry_leaves_what_was_learned(cli: Cli, study: Path) -> None:
    run(cli)
    add(cli, study, "z.txt")

    assert run(cli, "--source", "z.txt")["unscored"] == 0
    cli("undo")
    planned = run(cli, "--dry-run")

    assert planned["unscored"] == OLD
    assert run(cli) == planned


def test_it_is_said_what_was_not_scored_again(cli: Cli, study: Path) -> None:
    run(cli)
    add(cli, study, "z.txt")

    said = cli("suggest").stderr

    told = " ".join(said.split())
    assert "scored 2 passages of added sources by what was learned before; 22 are" in told
    assert "once '.ethnocode/suggest' is deleted" in told


def test_a_smaller_study_is_scored_as_a_whole(
    cli: Cli, study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ethnocode.services.suggesting.growing.LARGE_PASSAGES", OLD + 3)
    run(cli)
    add(cli, study, "z.txt")

    assert run(cli)["scored"] == OLD + 2
    assert not (study / ".ethnocode" / "suggest" / "fit").exists()
