"""Distances, persons and sets of codes through the command line: counts worked by hand."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Cli = Callable[..., Result]


def report(cli: Cli, *options: str) -> dict[str, Any]:
    result = cli("report", "cooccurrence", "--format", "json", *options)
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def pair(cli: Cli, *options: str) -> dict[str, Any]:
    (row,) = report(cli, *options)["rows"]
    return dict(row)


@pytest.mark.parametrize(
    ("relation", "distance", "count", "n_ab", "n_ba"),
    [
        ("near", "20 chars", "events", 5, 5),
        ("near", "30 chars", "events", 7, 7),
        ("near", "20 chars", "segments", 3, 3),
        ("near", "1 paragraph", "events", 9, 9),
        ("near", "0 paragraphs", "events", 5, 5),
        ("near", "100 turns", "events", 3, 3),
        ("before", "20 chars", "events", 2, 0),
        ("before", "25 chars", "events", 2, 2),
        ("before", "25 chars", "segments", 2, 2),
        ("before", "25 chars", "sources", 1, 1),
    ],
)
def test_distances_count_as_worked_by_hand(
    cli: Cli, toy: Path, relation: str, distance: str, count: str, n_ab: int, n_ba: int
) -> None:
    """A at 0-20, 30-40, 60-70; B at 10-35, 36-38, 90-95; paragraphs at 0 and 50; no turns."""
    found = pair(cli, "--relation", relation, "--distance", distance, "--count", count)

    assert (found["n_ab"], found["n_ba"]) == (n_ab, n_ba)


@pytest.mark.parametrize(("most", "n_ab"), [(1, 3), (2, 6), (3, 7), (5, 7), (6, 8), (8, 8), (9, 9)])
def test_words_are_those_that_stand_wholly_between_two_segments(
    cli: Cli, toy: Path, most: int, n_ab: int
) -> None:
    """Three pairs overlap. Two words lie between a 0-20 and b 36-38, of "t uvwxyz abcd ef".

    Two lie between either of b 10-35 and 36-38 and a 60-70, three between that and b 90-95,
    six between a 30-40 and b 90-95, and nine between a 0-20 and that.
    """
    assert Path("toy.txt").read_text()[20:36] == "t uvwxyz abcd ef"

    options = ("--relation", "near", "--distance", f"{most} words", "--count", "events")
    assert pair(cli, *options)["n_ab"] == n_ab


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        (("--relation", "near"), "20 words"),
        (("--relation", "near", "--distance", "far"), "20 words"),
        (("--relation", "near", "--distance", "-3 words"), "20 words"),
        (("--relation", "near", "--distance", "20 wrods"), "did you mean '20 words'?"),
        (("--relation", "overlap", "--distance", "20 words"), "leave --distance out"),
        (("--tuples", "3", "--count", "events"), "use --count"),
        (("--tuples", "3", "--relation", "equal"), "use --relation unit or overlap"),
        (("--tuples", "9"), "--tuples 3"),
        (("--count", "persons", "--unit", "source"), "--unit passage, or --count sources"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_what_to_do(
    cli: Cli, toy: Path, options: tuple[str, ...], hint: str
) -> None:
    result = cli("report", "cooccurrence", *options)

    assert result.exit_code == 2
    assert not result.stdout
    assert hint in result.stderr


def test_the_report_says_how_far_and_how_to_get_it_again(cli: Cli, toy: Path) -> None:
    options = ("--relation", "near", "--distance", "20 chars", "--count", "units")
    found = report(cli, *options)

    assert found["parameters"]["distance"] == "20 chars"
    assert any("20 chars at most" in note for note in found["notes"])
    page = cli("report", "cooccurrence", *options, "--format", "html").stdout
    assert "20 chars" in page


def test_new_measures_come_after_the_old_ones(cli: Cli, toy: Path) -> None:
    found = pair(cli, "--count", "chars")

    assert list(found)[-4:] == ["n_ba", "lift", "g2", "groups"]
    assert found["lift"] == pytest.approx(17 * 100 / (40 * 32))
    assert found["g2"] > 0


def test_persons_are_a_unit_and_a_count(cli: Cli, toy: Path) -> None:
    """The toy document is a field note of an author whom no roster names: nobody's words."""
    by_person = pair(cli, "--unit", "person")
    persons = pair(cli, "--count", "persons")

    assert (by_person["n_ab"], by_person["flag"]) == (0, "undefined absent")
    assert (persons["n_ab"], persons["n_a"]) == (0, 0)


def test_sets_of_codes_are_a_further_table(cli: Cli, toy: Path) -> None:
    (table,) = report(cli, "--tuples", "2")["tables"]

    assert table["name"] == "tuples"
    assert table["rows"] == [
        {"code_1": "a", "code_2": "b", "n": 2, "persons": 0, "groups": 0, "kinds": 1}
    ]
    (table,) = report(cli, "--tuples", "2", "--least", "3")["tables"]
    assert table["rows"] == []


def test_a_code_that_only_follows_another_is_seen_to_do_so(
    cli: Cli, toy: Path, tmp_path: Path
) -> None:
    """c, below b, comes five characters before a, and a never so soon before c or b."""
    (tmp_path / "order.txt").write_text("cccc1 cc  cccc2 cc  aaaa1 and so on.\n")
    assert cli("ingest", "order.txt").exit_code == 0
    for code, span in (("b.c", "10:15"), ("a", "20:25")):
        assert cli("coding", "add", "order.txt", code, "--span", span).exit_code == 0
    options = ("--relation", "before", "--distance", "10 chars", "--count", "segments")

    rows = report(cli, *options)["rows"]
    text = cli("report", "cooccurrence", *options).stdout

    assert {(row["a"], row["b"]): (row["n_ab"], row["n_ba"]) for row in rows} == {
        ("a", "b"): (0, 1),
        ("a", "b.c"): (0, 1),
    }
    assert "Both" not in text
    assert "n/a in every row and so left out: c." in text
    lines = [line.split() for line in text.splitlines()]
    assert ["a", "b.c", "0", "1"] in [line[:4] for line in lines]


@pytest.mark.parametrize(
    ("options", "word"),
    [
        (("--relation", "near", "--distance", "20 chars", "--count", "segments"), "near"),
        (("--relation", "overlap", "--count", "segments"), "with"),
        (("--relation", "before", "--distance", "25 chars"), "then"),
    ],
)
def test_a_count_with_sides_heads_both_and_keeps_the_columns_of_files(
    cli: Cli, toy: Path, options: tuple[str, ...], word: str
) -> None:
    page = cli("report", "cooccurrence", *options, "--format", "md").stdout
    file = cli("report", "cooccurrence", *options, "--format", "csv").stdout
    plain = cli("report", "cooccurrence", "--format", "csv").stdout

    assert f"| a {word} b |" in page
    assert f"| b {word} a |" in page
    assert file.splitlines()[0] == plain.splitlines()[0]


def test_pairs_that_never_meet_are_said_to_be_left_out(cli: Cli, toy: Path) -> None:
    """Of a, b and c, which is below b, only a and b meet; c is alone in another text."""
    (toy / "alone.txt").write_text("Nobody else is coded here at all.\n")
    assert cli("ingest", "alone.txt").exit_code == 0
    assert cli("coding", "add", "alone.txt", "b.c", "--span", "0:6").exit_code == 0

    told = " ".join(cli("report", "cooccurrence").stdout.split())

    assert "1 pair that never meets is left out; --format csv and json have all." in told
