"""``suggest evaluate`` through the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from typer.testing import Result

Cli = Callable[..., Result]

CODEBOOK = """\
ethnocode: 1
id: r
title: R
version: 1.0.0
codes:
  - id: trust
    name: Trust
    definition: Neighbours keep each other's money without counting it.
    cues: {phrases: ["in a tin"]}
  - {id: place, name: Place, definition: The green gate where people wait.}
  - {id: unused, name: Unused, definition: Nothing that anybody says here.}
"""
FIRST = """\
Maud: We kept the money in a tin.

Ros: They wait by the green gate.

Maud: It rained all the week long.
"""
SECOND = """\
Ros: Neighbours kept money in a tin.

Maud: Nobody asked about the bus.

Ros: We stood waiting at the gate.
"""


def done(result: Result) -> Result:
    assert result.exit_code == 0, result.output
    return result


def record(cli: Cli, *options: str) -> dict[str, Any]:
    printed = done(cli("suggest", "evaluate", "--format", "json", *options)).stdout
    found: dict[str, Any] = json.loads(printed)
    return found


def rows(found: dict[str, Any], table: str) -> list[dict[str, Any]]:
    (one,) = [one for one in found["tables"] if one["name"] == table]
    listed: list[dict[str, Any]] = one["rows"]
    return listed


@pytest.fixture
def two(cli: Cli, tmp_path: Path) -> Path:
    """Two interviews; in each the first and the last passage are coded."""
    (tmp_path / "book.yaml").write_text(CODEBOOK)
    done(cli("init", ".", "--codebook", "book.yaml"))
    for name, text in (("first.txt", FIRST), ("second.txt", SECOND)):
        (tmp_path / name).write_text(text)
        done(cli("ingest", name))
    for source, code, quote in (
        ("first.txt", "trust", "We kept the money in a tin."),
        ("first.txt", "place", "They wait by the green gate."),
        ("second.txt", "trust", "Neighbours kept money in a tin."),
        ("second.txt", "place", "We stood waiting at the gate."),
    ):
        done(cli("coding", "add", source, code, "--quote", quote))
    return tmp_path


def test_figures_of_the_cues_and_of_repeating_are_those_counted_by_hand(
    cli: Cli, two: Path
) -> None:
    """Five passages are read: up to the gate in the first interview, all three in the second.
    The cue is in both passages on trust; of the four codings repeating gets none."""
    found = record(cli)
    by_way = {row["way"]: row for row in found["rows"]}

    assert found["parameters"]["passages read"] == 5
    assert found["parameters"]["passages coded"] == found["parameters"]["codings"] == 4
    cues, last = by_way["cues only"], by_way["last passage repeated"]
    assert (cues["precision"], cues["recall"], cues["p_at_1"]) == (1.0, 0.5, 0.5)
    assert (cues["macro_recall"], cues["macro_f1"]) == (0.5, 0.5)
    # trust: both first; place: all five passages tie at 0, two of them right.
    assert cues["map"] == pytest.approx((1 + 2 / 5) / 2)
    assert (last["precision"], last["recall"], last["p_at_1"]) == (0.0, 0.0, 0.0)
    assert set(by_way) == {
        *("suggestions", "with decided neighbours", "before any coding"),
        *("cues only", "tf-idf ridge", "last passage repeated"),
    }


def test_tables_say_what_is_undefined_and_why(cli: Cli, two: Path) -> None:
    found = record(cli)

    assert [table["name"] for table in found["tables"]] == [
        *("random", "bands", "calibration", "curve", "codes", "codes_decided", "intervals")
    ]
    codes = {row["code"]: row for row in rows(found, "codes")}
    assert {code for code, row in codes.items() if row["given"]} == {"trust", "place"}
    for table in found["tables"]:
        for row in table["rows"]:
            if "reason" in row:
                undefined = [name for name in row if row[name] is None and name != "rate"]
                assert bool(row["reason"]) or not [n for n in undefined if "rate" not in n], row
    assert rows(found, "random")[0]["suggested"] == 0
    assert [row["band"] for row in rows(found, "bands")] == ["strong", "plausible", "weak"]


def test_decisions_so_far_are_counted_by_band(cli: Cli, two: Path) -> None:
    (two / "third.txt").write_text("Maud: Money was kept in a tin, by neighbours.\n")
    done(cli("ingest", "third.txt"))
    done(cli("suggest"))
    made, *_ = json.loads(cli("suggest", "list", "--format", "json").stdout)
    done(cli("suggest", "accept", str(made["id"])))

    found = record(cli)

    accepted = {row["band"]: (row["accepted"], row["decided"]) for row in rows(found, "bands")}
    assert accepted.pop(made["band"]) == (1, 1)
    assert set(accepted.values()) == {(0, 0)}
    assert any(f"{made['band']}: 1 of 1 accepted so far" in note for note in found["notes"])


def test_one_coded_source_has_no_intervals_and_the_record_says_what_to_do(
    cli: Cli, two: Path
) -> None:
    for coding in json.loads(cli("coding", "list", "--format", "json").stdout):
        if coding["source"] == "second.txt":
            done(cli("coding", "remove", str(coding["id"])))

    found = record(cli)

    by_way = {row["way"]: row for row in found["rows"]}
    same = {**by_way["before any coding"], "way": "suggestions"}
    assert by_way["suggestions"] == same
    assert any("Code passages of a second source" in note for note in found["notes"])
    assert all(row["low"] is None and row["reason"] for row in rows(found, "intervals"))


def test_charts_are_written_as_one_picture(cli: Cli, two: Path) -> None:
    done(cli("suggest", "evaluate", "--format", "svg", "--output", "record.svg"))
    done(cli("suggest", "evaluate", "--no-curve", "--format", "svg", "--output", "small.svg"))

    for name, charts in (("record.svg", 3), ("small.svg", 1)):
        root = ElementTree.fromstring((two / name).read_text())
        assert len(root.findall("{http://www.w3.org/2000/svg}svg")) == charts


def test_every_format_shows_the_record_within_its_width(cli: Cli, two: Path) -> None:
    text = done(cli("suggest", "evaluate")).stdout

    assert max(map(len, text.splitlines())) <= 80
    assert "with decided neighbours" in text
    for name in ("md", "csv", "html"):
        assert "with decided neighbours" in done(cli("suggest", "evaluate", "-f", name)).stdout


def test_as_text_the_main_figures_fit_two_screens_and_all_has_the_rest(cli: Cli, two: Path) -> None:
    short = done(cli("suggest", "evaluate")).stdout
    long = done(cli("suggest", "evaluate", "--all")).stdout

    assert len(short.splitlines()) <= 100
    assert "Columns not shown" not in short
    for said in ("Precision: of the codes suggested", "Calibration: ", "drawn at random: n = 0"):
        assert said in short
    for said in ("Predicted and observed", "The same with intervals"):
        assert said not in short
        assert said in long


def test_the_record_says_what_the_data_are_too_few_for(cli: Cli, two: Path) -> None:
    """Of five passages read, four are coded; with the one between gone every one is."""
    before = record(cli)["notes"]
    (two / "second.txt").write_text(SECOND.replace("Maud: Nobody asked about the bus.\n\n", ""))
    done(cli("update", "second.txt"))
    after = record(cli)["notes"]

    for notes in (before, after):
        assert any("Only 2 sources are coded" in note for note in notes)
        assert "Each source is left out alone." in notes
        assert any(note.startswith("Not shown: ") for note in notes)
    assert not any("Every passage read is coded" in note for note in before)
    assert any("Every passage read is coded" in note for note in after)


def test_codings_under_a_code_that_is_gone_are_left_out_and_counted(cli: Cli, two: Path) -> None:
    assert not any("left out." in note for note in record(cli)["notes"] if "coding" in note)
    book = (two / "codebook.yaml").read_text()
    (two / "codebook.yaml").write_text(book.replace("id: place", "id: another"))

    notes = record(cli)["notes"]

    assert any(
        note.startswith("2 codings are under a code that the codebook does not have")
        for note in notes
    )


def test_the_seed_is_stated_and_decides_the_intervals_alone(cli: Cli, two: Path) -> None:
    one, again, other = record(cli), record(cli), record(cli, "--seed", "2")

    assert one == again
    assert (one["parameters"]["seed"], other["parameters"]["seed"]) == (1, 2)
    assert one["rows"] == other["rows"]
    assert "--seed 2" in done(cli("suggest", "evaluate", "--seed", "2", "-f", "md")).stdout


def test_a_coder_without_codings_is_refused(cli: Cli, two: Path) -> None:
    refused = cli("suggest", "evaluate", "--coder", "ben")

    assert refused.exit_code == 2
    assert "'ben' has coded nothing" in refused.stderr
    assert "coders: author" in refused.stderr


def test_codings_under_codes_that_are_gone_are_refused(cli: Cli, two: Path) -> None:
    book = (two / "codebook.yaml").read_text()
    (two / "codebook.yaml").write_text(
        book.replace("id: trust", "id: other").replace("id: place", "id: another")
    )

    refused = cli("suggest", "evaluate")

    assert refused.exit_code == 2
    assert "under a code of the codebook" in refused.stderr


def test_before_anything_is_coded_the_record_says_what_to_do(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(CODEBOOK)
    done(cli("init", ".", "--codebook", "book.yaml"))

    refused = cli("suggest", "evaluate")

    assert refused.exit_code == 2
    assert "ethnocode review" in refused.stderr


def test_folds_below_two_are_refused(cli: Cli, two: Path) -> None:
    assert cli("suggest", "evaluate", "--folds", "1").exit_code == 2


def test_the_record_changes_nothing(cli: Cli, two: Path) -> None:
    before = (two / "ethnocode.db").read_bytes()

    record(cli)

    assert (two / "ethnocode.db").read_bytes() == before
