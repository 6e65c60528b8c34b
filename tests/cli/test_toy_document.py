"""The toy document through the command line: every count worked by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Cli = Callable[..., Result]


def pair(cli: Cli, *options: str) -> dict[str, Any]:
    """Return the one row of a co-occurrence report."""
    result = cli("report", "cooccurrence", "--format", "json", *options)
    assert result.exit_code == 0
    (row,) = json.loads(result.stdout)["rows"]
    return row


@pytest.mark.parametrize(
    ("options", "n_ab"),
    [
        (("--relation", "overlap", "--count", "events"), 3),
        (("--count", "events"), 3),
        (("--count", "chars"), 17),
        (("--count", "units"), 2),
        (("--unit", "paragraph"), 2),
        (("--relation", "equal", "--count", "events"), 0),
        (("--relation", "within", "--count", "events"), 0),
        (("--relation", "encloses", "--count", "events"), 1),
        (("--count", "sources"), 1),
    ],
)
def test_each_count_is_the_one_worked_by_hand(
    cli: Cli, toy: Path, options: tuple[str, ...], n_ab: int
) -> None:
    """A at 0-20, 30-40, 60-70; B at 10-35, 36-38, 90-95; paragraphs 0-50 and 50-100."""
    assert pair(cli, *options)["n_ab"] == n_ab


def test_segments_are_counted_from_either_side(cli: Cli, toy: Path) -> None:
    row = pair(cli, "--count", "segments")

    assert (row["n_ab"], row["n_ba"], row["n_a"], row["n_b"]) == (2, 2, 3, 3)
    assert row["c"] is None


def test_c_on_events_is_one_though_most_segments_stand_alone(cli: Cli, toy: Path) -> None:
    assert pair(cli, "--count", "events")["c"] == 1.0


def test_a_second_coders_copy_changes_no_cell(cli: Cli, toy: Path) -> None:
    before = cli("report", "cooccurrence", "--format", "csv", "--count", "events").stdout
    copied = cli("coding", "add", "--from", "codings.jsonl", "--coder", "ben")

    after = cli("report", "cooccurrence", "--format", "csv", "--count", "events").stdout

    assert "added 6" in copied.stderr
    assert after == before
    assert pair(cli, "--count", "events", "--coder", "ben")["n_ab"] == 3


def test_the_report_states_relation_count_unit_and_coder(cli: Cli, toy: Path) -> None:
    report = json.loads(cli("report", "cooccurrence", "--format", "json").stdout)

    stated = {"relation": "unit", "count": "units", "unit": "passage", "coder": "author"}
    assert stated.items() <= report["parameters"].items()
    assert list(report) == ["report", "parameters", "notes", "columns", "rows"]
    keys = {"a", "b", "n_ab", "n_a", "n_b", "c", "jaccard", "b_given_a", "a_given_b", "npmi"}
    assert keys | {"persons", "kinds", "flag"} <= set(report["rows"][0])


@pytest.mark.parametrize("format_", ["text", "md", "csv", "json", "html"])
def test_every_format_is_written_to_a_file_and_the_same_twice(
    cli: Cli, toy: Path, format_: str
) -> None:
    first = cli("report", "cooccurrence", "--format", format_, "--output", "one")
    cli("report", "cooccurrence", "--format", format_, "--output", "two")

    assert (first.exit_code, first.stdout) == (0, "")
    assert Path("one").read_bytes() == Path("two").read_bytes()
    assert len(Path("one").read_bytes()) > 100


def test_the_frequency_report_rolls_up_into_parents(cli: Cli, toy: Path) -> None:
    cli("coding", "add", "toy.txt", "b.c", "--span", "30:60")

    rows = json.loads(cli("report", "frequency", "--format", "json").stdout)["rows"]

    counted = {row["code"]: (row["codings"], row["segments"], row["chars"]) for row in rows}
    # b 10-35 and c 30-60 share characters: one segment of b, 10-60; 36-38 lies within it
    assert counted == {"a": (3, 3, 40), "b": (3, 2, 55), "b.c": (1, 1, 30)}
