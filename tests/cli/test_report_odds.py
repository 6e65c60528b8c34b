"""Odds ratios beside the test of ``report cooccurrence``: over all units and within sources."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Cli = Callable[..., Result]

TEST = ("report", "cooccurrence", "--test")
PARAGRAPH = "Words enough for one."
BEARS = {
    "dense.txt": {"a": "xxxxxx..", "b": "xx....xx", "c": "x......."},
    "sparse.txt": {"a": "x" + "." * 15, "b": ".x" + "." * 14, "c": "." * 16},
    "uncoded.txt": {"a": "." * 16, "b": "." * 16, "c": "." * 16},
}


@pytest.fixture
def rows(cli: Cli, tmp_path: Path) -> dict[str, Any]:
    """A study in which a and b shun each other, but one source has much of both."""
    codes = "".join(f"  - {{id: {id_}, name: {id_}, definition: One.}}\n" for id_ in "abc")
    (tmp_path / "book.yaml").write_text(
        f"ethnocode: 1\nid: t\ntitle: T\nversion: 1.0.0\ncodes:\n{codes}"
    )
    assert cli("init", ".", "--codebook", "book.yaml").exit_code == 0
    lines = []
    for name, bears in BEARS.items():
        (tmp_path / name).write_text("\n\n".join([PARAGRAPH] * len(bears["a"])))
        assert cli("ingest", name).exit_code == 0
        for code, marks in bears.items():
            for number in (n for n, mark in enumerate(marks) if mark == "x"):
                start = number * (len(PARAGRAPH) + 2)
                row = {"source": name, "code": code, "start": start, "end": start + len(PARAGRAPH)}
                lines.append(json.dumps(row))
    (tmp_path / "codings.jsonl").write_text("\n".join(lines) + "\n")
    assert cli("coding", "add", "--from", "codings.jsonl").exit_code == 0
    found = json.loads(cli(*TEST, "--format", "json").stdout)
    return {"notes": " ".join(found["notes"])} | {
        row["a"] + row["b"]: {key: row[key] for key in found["columns"][-3:]}
        for row in found["rows"]
    }


def test_what_only_sources_bring_together_is_reversed(rows: dict[str, Any]) -> None:
    """By hand: of 40 units 2 with both, 5 and 3 with one, 30 with none; within 0 / (8/8 + 1/16)."""
    assert rows["ab"] == {"odds": 60 / 15, "odds_within": 0.0, "odds_flag": "reversed"}
    assert "On either side of 1 (reversed): a with b." in rows["notes"]
    assert "no p is read from them" in rows["notes"]


def test_a_ratio_that_units_cannot_define_is_none_with_a_reason(rows: dict[str, Any]) -> None:
    """By hand: c is never without a or b; sources that lack it tell nothing."""
    reason = "undefined: no voice of a source has each of the two without the other"
    assert rows["ac"] == {"odds": None, "odds_within": None, "odds_flag": reason}
    assert rows["bc"] == {"odds": None, "odds_within": None, "odds_flag": reason}


@pytest.mark.parametrize("format_", ["text", "md", "csv", "html"])
def test_every_format_has_or_names_what_is_reversed(
    cli: Cli, rows: dict[str, Any], format_: str
) -> None:
    done = cli(*TEST, "--format", format_)

    assert "reversed" in done.stdout


def test_without_a_test_there_are_no_odds(cli: Cli, rows: dict[str, Any]) -> None:
    found = json.loads(cli("report", "cooccurrence", "--format", "json").stdout)

    assert not [name for name in found["columns"] if name.startswith("odds")]
