"""Reports through the command line: what is left out, who is counted, what is said of it."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Cli = Callable[..., Result]

CODEBOOK = """\
ethnocode: 1
id: r
title: R
version: 1.0.0
codes:
  - {id: trust, name: Trust, definition: One., cues: {lemmas: [tin]}}
  - {id: place, name: Place, definition: Two., cues: {phrases: ["the green gate"]}}
"""
RENAMED = """\
ethnocode: 1
id: r
title: R
version: 2.0.0
codes:
  - {id: ties, name: Ties, definition: One., aliases: [bonds, trust], cues: {lemmas: [tin]}}
  - {id: place, name: Place, definition: Two., cues: {phrases: ["the green gate"]}}
"""
INTERVIEW = """\
Maud: We kept the tin by the green gate for years.

Ros: We counted the tin at the green gate every week.

Maud: Nobody else ever asked about it.
"""
ROSTER = """\
persons:
  - {pseudonym: Maud, group: resident}
  - {pseudonym: Ros, group: resident, composite: 2}
"""
BOTH_REPORTS = ("cooccurrence", "frequency")


def done(result: Result) -> Result:
    assert result.exit_code == 0, result.output
    return result


def codes_of(record: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of the record of the suggestions, code by code."""
    (table,) = [table for table in record["tables"] if table["name"] == "codes"]
    rows: list[dict[str, Any]] = table["rows"]
    return rows


def code(cli: Cli, source: str, code_: str, quote: str, *options: str) -> None:
    done(cli("coding", "add", source, code_, "--quote", quote, *options))


def report(cli: Cli, *words: str) -> dict[str, Any]:
    printed = done(cli("report", *words, "--format", "json")).stdout
    found: dict[str, Any] = json.loads(printed)
    return found


def pair(cli: Cli, *options: str) -> dict[str, Any]:
    (row,) = report(cli, "cooccurrence", *options)["rows"]
    return dict(row)


def used(cli: Cli) -> dict[str, int]:
    return {row["code"]: row["codings"] for row in report(cli, "frequency")["rows"]}


def left_out(found: dict[str, Any]) -> list[str]:
    return [note for note in found["notes"] if note.startswith("Left out: ")]


@pytest.fixture
def talk(cli: Cli, tmp_path: Path) -> Path:
    """An interview of three turns; Maud and Ros, who is a composite of two, both bear both."""
    (tmp_path / "in.yaml").write_text(CODEBOOK)
    (tmp_path / "talk.txt").write_text(INTERVIEW)
    (tmp_path / "persons.yaml").write_text(ROSTER)
    done(cli("init", ".", "--codebook", "in.yaml"))
    done(cli("person", "import", "persons.yaml"))
    done(cli("ingest", "talk.txt", "--kind", "interview"))
    code(cli, "talk.txt", "trust", "kept the tin by the green gate")
    code(cli, "talk.txt", "place", "the green gate for years")
    return tmp_path


# --- who is behind a figure -----------------------------------------------------------


def test_a_composite_of_two_behind_a_pair_counts_as_two(cli: Cli, talk: Path) -> None:
    """Maud alone is one person; with the turn of Ros, who stands for two, they are three."""
    assert pair(cli)["persons"] == 1

    code(cli, "talk.txt", "trust", "counted the tin")
    code(cli, "talk.txt", "place", "the green gate every week")

    assert pair(cli)["persons"] == 3
    assert [row["persons"] for row in report(cli, "frequency")["rows"]] == [3, 3]


def test_a_composite_alone_behind_a_pair_is_two_witnesses(cli: Cli, talk: Path) -> None:
    code(cli, "talk.txt", "trust", "counted the tin", "--coder", "ben")
    code(cli, "talk.txt", "place", "the green gate every week", "--coder", "ben")

    assert pair(cli, "--coder", "ben")["persons"] == 2


# --- what a figure stands for ---------------------------------------------------------


def test_segments_are_held_against_all_sources_though_only_one_has_entries(
    cli: Cli, talk: Path
) -> None:
    """Only the diary has entries; both codes meet in one source of three, each alone in one."""
    Path("diary.txt").write_text("4 March 2019\n\nThe tin again, by the gate.\n")
    Path("paper.txt").write_text("Nothing of the kind is in this paper.\n")
    done(cli("ingest", "diary.txt", "--kind", "field-note"))
    done(cli("ingest", "paper.txt", "--kind", "document"))
    code(cli, "diary.txt", "trust", "The tin again")

    options = ("--count", "sources", "--relation", "overlap", "--unit", "entry")
    row = pair(cli, *options)

    assert (row["n_ab"], row["n_a"], row["n_b"]) == (1, 1, 2)
    assert (row["a"], row["b"]) == ("place", "trust")
    assert row["npmi"] == pytest.approx(math.log2(1 * 3 / (1 * 2)) / -math.log2(1 / 3))
    assert row["kinds"] == 1


@pytest.mark.parametrize(
    "options",
    [(count, unit) for count in ("segments", "events", "sources") for unit in ("source", "entry")],
)
@pytest.mark.parametrize("relation", ["unit", "overlap"])
def test_no_row_has_a_missing_figure_without_a_reason(
    cli: Cli, talk: Path, options: tuple[str, str], relation: str
) -> None:
    count, unit = options
    found = report(cli, "cooccurrence", "--count", count, "--unit", unit, "--relation", relation)

    (row,) = found["rows"]
    explained = done(cli("report", "cooccurrence", "--format", "html")).stdout
    manual = done(cli("help", "methods")).stdout
    assert None in row.values()
    assert row["flag"]
    assert all(word in explained and f"- {word}: " in manual for word in row["flag"].split())


def test_whole_sources_do_not_tell_persons_apart_and_say_so(cli: Cli, talk: Path) -> None:
    row = pair(cli, "--unit", "source")

    assert row["persons"] is None
    assert "whole_sources" in row["flag"].split()


# --- codings that wait for review -----------------------------------------------------


@pytest.fixture
def edited(cli: Cli, talk: Path) -> Path:
    """The interview with Ros's turn rewritten: of three codings, hers waits for review."""
    code(cli, "talk.txt", "trust", "We counted the tin at the green gate every week")
    path = talk / "talk.txt"
    line = "We counted the tin at the green gate every week."
    path.write_text(INTERVIEW.replace(line, "That was somebody else, I never had a thing."))
    done(cli("update", "talk.txt"))
    waiting = done(cli("coding", "list", "--status", "needs-review", "--format", "json")).stdout
    assert len(json.loads(waiting)) == 1
    return talk


@pytest.mark.parametrize("name", BOTH_REPORTS)
def test_a_report_says_how_many_codings_wait_for_review(cli: Cli, edited: Path, name: str) -> None:
    found = report(cli, name)

    (note,) = left_out(found)
    assert note.startswith("Left out: 1 coding waits for review")
    assert found["parameters"]["codings"] == 2


def test_codings_that_wait_for_review_are_in_no_count(cli: Cli, edited: Path) -> None:
    assert used(cli) == {"place": 1, "trust": 1}


@pytest.mark.parametrize("name", BOTH_REPORTS)
def test_a_report_says_nothing_of_review_where_nothing_waits(
    cli: Cli, talk: Path, name: str
) -> None:
    assert left_out(report(cli, name)) == []


def test_another_coders_waiting_codings_are_not_said_to_be_left_out(cli: Cli, edited: Path) -> None:
    code(cli, "talk.txt", "place", "the green gate for years", "--coder", "ben")

    assert left_out(report(cli, "frequency", "--coder", "ben")) == []


def test_the_evaluation_leaves_out_what_waits_for_review_and_says_so(
    cli: Cli, edited: Path
) -> None:
    found = json.loads(done(cli("suggest", "evaluate", "--format", "json")).stdout)

    assert found["parameters"]["codings"] == 2
    assert sum(row["given"] for row in codes_of(found)) == 2
    assert len(left_out(found)) == 1


def test_the_evaluation_refuses_a_layer_that_waits_as_a_whole(cli: Cli, edited: Path) -> None:
    for coding in json.loads(done(cli("coding", "list", "--format", "json")).stdout):
        if coding["status"] == "anchored":
            done(cli("coding", "remove", str(coding["id"])))

    refused = cli("suggest", "evaluate")

    assert refused.exit_code == 2
    assert "every coding of 'author' waits for review" in refused.stderr


# --- former ids -----------------------------------------------------------------------


@pytest.fixture
def renamed(cli: Cli, talk: Path) -> Path:
    """The codebook after trust became ties; one coding is stored under each of its ids."""
    (talk / "codebook.yaml").write_text(RENAMED)
    code(cli, "talk.txt", "ties", "Nobody else ever asked")
    listed = json.loads(done(cli("coding", "list", "--format", "json")).stdout)
    assert sorted(coding["code"] for coding in listed) == ["place", "ties", "trust"]
    return talk


def test_codings_under_a_former_id_count_for_the_present_one(cli: Cli, renamed: Path) -> None:
    assert used(cli) == {"place": 1, "ties": 2}


def test_a_former_id_makes_no_pair_of_its_own(cli: Cli, renamed: Path) -> None:
    row = pair(cli)

    assert (row["a"], row["b"]) == ("place", "ties")
    assert (row["n_ab"], row["n_a"], row["n_b"]) == (1, 1, 2)


def test_an_alias_that_is_a_code_again_stays_that_code(cli: Cli, renamed: Path) -> None:
    again = "  - {id: trust, name: Trust, definition: Anew.}\n"
    (renamed / "codebook.yaml").write_text(RENAMED + again)

    assert used(cli) == {"place": 1, "ties": 1, "trust": 1}


def test_the_evaluation_knows_former_ids(cli: Cli, renamed: Path) -> None:
    """The codings under both ids of ties are on two passages."""
    found = json.loads(done(cli("suggest", "evaluate", "--format", "json")).stdout)

    assert {row["code"]: row["given"] for row in codes_of(found)} == {"place": 1, "ties": 2}
