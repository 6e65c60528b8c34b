"""``report network``, ``report strip`` and pictures of co-occurrence through the command line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from typer.testing import Result

Cli = Callable[..., Result]

CODEBOOK = """\
ethnocode: 1
id: r
title: R
version: 1.0.0
codes:
  - {id: trust, name: Trust, definition: One.}
  - {id: place, name: Place, definition: Two., children: [{id: gate, name: Gate, definition: G.}]}
  - {id: money, name: Money, definition: Three.}
  - {id: alone, name: Alone, definition: Four.}
"""
INTERVIEW = """\
Maud: We kept the tin by the green gate for years.

Ros: We counted the tin at the green gate every week.

Maud: Nobody else ever asked about it.
"""
DIARY = """\
4 March 2019

The tin again, by the gate.

5 March 2019

Nobody came. I read.
"""
SPACE = "{http://www.w3.org/2000/svg}"


def done(result: Result) -> Result:
    assert result.exit_code == 0, result.output
    return result


def code(cli: Cli, source: str, code_: str, quote: str) -> None:
    done(cli("coding", "add", source, code_, "--quote", quote))


def report(cli: Cli, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done(cli("report", *words, "--format", "json")).stdout)
    return found


def table(found: dict[str, Any], name: str) -> list[dict[str, Any]]:
    (rows,) = [table["rows"] for table in found["tables"] if table["name"] == name]
    return list(rows)


@pytest.fixture
def study(cli: Cli, tmp_path: Path) -> Path:
    """Two sources; trust meets place and money in one turn each, and alone meets nobody."""
    (tmp_path / "in.yaml").write_text(CODEBOOK)
    (tmp_path / "talk.txt").write_text(INTERVIEW)
    (tmp_path / "diary.txt").write_text(DIARY)
    done(cli("init", ".", "--codebook", "in.yaml"))
    done(cli("ingest", "talk.txt", "--kind", "interview"))
    done(cli("ingest", "diary.txt", "--kind", "field-note"))
    code(cli, "talk.txt", "trust", "kept the tin by the green gate")
    code(cli, "talk.txt", "place.gate", "the green gate for years")
    code(cli, "talk.txt", "trust", "counted the tin")
    code(cli, "talk.txt", "money", "every week")
    code(cli, "talk.txt", "alone", "Nobody else")
    code(cli, "diary.txt", "trust", "The tin again")
    return tmp_path


def test_the_network_has_the_counts_of_the_cooccurrence_report(cli: Cli, study: Path) -> None:
    pairs = {(r["a"], r["b"]): r for r in report(cli, "cooccurrence")["rows"]}
    found = report(cli, "network")

    assert {(r["a"], r["b"]) for r in found["rows"]} == {
        ("money", "trust"),
        ("place.gate", "trust"),
    }
    for row in found["rows"]:
        pair = pairs[row["a"], row["b"]]
        assert (row["n_ab"], row["n_ba"], row["c"]) == (pair["n_ab"], pair["n_ba"], pair["c"])
        assert row["cosine"] == pytest.approx(pair["n_ab"] / (pair["n_a"] * pair["n_b"]) ** 0.5)


def test_codes_that_are_not_drawn_are_named(cli: Cli, study: Path) -> None:
    found = report(cli, "network", "--most", "2")

    assert {row["code"] for row in table(found, "codes")} == {"money", "trust"}
    assert {row["code"]: row["why"] for row in table(found, "not_drawn")} == {
        "alone": "meets no other code",
        "place.gate": "no place left; --most has more",
    }
    assert any(
        note.startswith("Not drawn, as they meet no other code: alone") for note in found["notes"]
    )


def test_the_network_takes_filters_and_levels(cli: Cli, study: Path) -> None:
    found = report(cli, "network", "--level", "1", "--source", "talk.txt")

    assert {(r["a"], r["b"]) for r in found["rows"]} == {("money", "trust"), ("place", "trust")}


def test_graph_files_have_every_code(cli: Cli, study: Path) -> None:
    graphml = done(cli("report", "network", "--format", "graphml")).stdout
    gexf = done(cli("report", "network", "--format", "gexf")).stdout
    edges = done(cli("report", "network", "--format", "edges")).stdout

    for graph in (
        nx.parse_graphml(graphml),
        nx.read_gexf(io.BytesIO(gexf.encode()), version="1.3"),
    ):
        assert set(graph.nodes) == {"alone", "money", "place.gate", "trust"}
        assert graph.edges["money", "trust"]["n_ab"] == 1
        assert graph.nodes["trust"]["n"] == 3
    assert len(list(csv.DictReader(io.StringIO(edges)))) == 2
    assert '"money" -- "trust"' in done(cli("report", "network", "--format", "dot")).stdout


@pytest.mark.parametrize(
    "words", [("network",), ("strip", "talk.txt"), ("cooccurrence",)], ids=lambda words: words[0]
)
def test_pictures_are_files_of_their_own(cli: Cli, study: Path, words: tuple[str, ...]) -> None:
    done(cli("report", *words, "--format", "svg", "--output", "one.svg"))
    done(cli("report", *words, "--format", "svg", "--output", "two.svg"))
    done(cli("report", *words, "--format", "png", "--dpi", "300", "--output", "one.png"))
    done(cli("report", *words, "--format", "png", "--dpi", "300", "--output", "two.png"))

    assert ElementTree.fromstring(Path("one.svg").read_text()).tag == f"{SPACE}svg"
    assert Path("one.svg").read_bytes() == Path("two.svg").read_bytes()
    assert Path("one.png").read_bytes().startswith(b"\x89PNG\r\n")
    assert Path("one.png").read_bytes() == Path("two.png").read_bytes()
    assert '<svg class="drawing"' in done(cli("report", *words, "--format", "html")).stdout or (
        words == ("cooccurrence",)
    )


@pytest.mark.parametrize("ending", ["svg", "PNG", "json", "html", "gexf"])
def test_the_ending_of_the_file_is_the_format(cli: Cli, study: Path, ending: str) -> None:
    """Unless a format is asked for: a report in text was no picture for being called one."""
    done(cli("report", "network", "--output", f"a.{ending}"))
    asked = done(cli("report", "network", "--format", ending.lower())).stdout_bytes
    done(cli("report", "network", "--format", "dot", "--output", f"b.{ending}"))

    assert Path(f"a.{ending}").read_bytes() == asked
    assert Path(f"b.{ending}").read_text().startswith("graph codes")


@pytest.mark.parametrize("name", ["plain", "notes.txt"])
def test_without_an_ending_that_says_otherwise_a_report_is_text(
    cli: Cli, study: Path, name: str
) -> None:
    done(cli("report", "network", "--output", name))

    assert Path(name).read_text().startswith("How codes are linked")


def test_a_matrix_is_a_picture_that_speaks_of_no_meetings(cli: Cli, study: Path) -> None:
    svg = done(cli("report", "matrix", "--by", "kind", "--format", "svg")).stdout
    done(cli("report", "matrix", "--by", "kind", "--output", "one.png"))

    words = [text.text for text in ElementTree.fromstring(svg).iter(f"{SPACE}text")]
    assert "Codes by kind, in units" in words
    assert "meet" not in svg
    assert Path("one.png").read_bytes().startswith(b"\x89PNG")


def test_what_comes_before_what_is_directed(cli: Cli, study: Path) -> None:
    """By hand: in the talk trust comes once before money and once before place, never after."""
    how = ("network", "--relation", "before", "--distance", "30 turns", "--count", "segments")
    pairs = {(r["a"], r["b"]): r for r in report(cli, *how)["rows"]}
    svg = done(cli("report", *how, "--format", "svg")).stdout
    graphs = (
        nx.parse_graphml(done(cli("report", *how, "--format", "graphml")).stdout),
        nx.read_gexf(
            io.BytesIO(done(cli("report", *how, "--format", "gexf")).stdout_bytes), version="1.3"
        ),
    )

    expected = {(a, b): row["n_ab"] for (a, b), row in pairs.items() if row["n_ab"]}
    expected |= {(b, a): row["n_ba"] for (a, b), row in pairs.items() if row["n_ba"]}
    assert expected["trust", "money"] >= 1
    assert ("money", "trust") not in expected
    for graph in graphs:
        assert graph.is_directed()
        assert {ends: int(graph.edges[ends]["weight"]) for ends in graph.edges} == expected
        assert all(graph.edges[ends]["n_ab"] == n for ends, n in expected.items())
    assert '"trust" -> "money"' in done(cli("report", *how, "--format", "dot")).stdout
    assert "trust,money,Directed" in done(cli("report", *how, "--format", "edges")).stdout
    assert svg.count('class="arrow"') == sum(r["n_ab"] != r["n_ba"] for r in pairs.values())


def test_a_heat_map_has_both_sides_of_a_pair(cli: Cli, study: Path) -> None:
    """The row is what comes first: trust before money, and never money before trust."""
    how = ("cooccurrence", "--relation", "before", "--distance", "30 turns", "--count", "segments")
    pairs = {(r["a"], r["b"]): r for r in report(cli, *how)["rows"]}
    svg = done(cli("report", *how, "--format", "svg")).stdout

    pair = pairs["money", "trust"]
    assert (pair["n_ab"], pair["n_ba"] > 0) == (0, True)
    titles = [title.text for title in ElementTree.fromstring(svg).iter(f"{SPACE}title")]
    assert "money × trust: 0" in titles
    assert f"trust × money: {pair['n_ba']}" in titles
    assert "counted from the code of the row" in svg


def test_a_png_may_go_into_a_pipe(cli: Cli, study: Path) -> None:
    assert done(cli("report", "network", "--format", "png")).stdout_bytes.startswith(b"\x89PNG")


def test_c_makes_lines_wide_only_where_it_is_defined(cli: Cli, study: Path) -> None:
    found = report(cli, "network", "--width", "c")
    refused = cli("report", "network", "--width", "c", "--count", "segments")

    assert found["rows"][0]["c"] >= found["rows"][1]["c"]
    assert refused.exit_code == 2
    assert "c is not defined for segments and overlap" in refused.stderr
    assert "hint: " in refused.stderr


def test_a_study_without_meetings_gives_a_picture_that_says_so(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "in.yaml").write_text(CODEBOOK)
    done(cli("init", ".", "--codebook", "in.yaml"))

    svg = done(cli("report", "network", "--format", "svg")).stdout
    found = report(cli, "network")

    assert "There is nothing to draw." in svg
    assert found["rows"] == []
    assert "No two codes meet." in found["notes"]
    for name in ("graphml", "gexf", "dot", "edges", "png", "html", "text"):
        done(cli("report", "network", "--format", name))


def test_a_strip_says_what_is_coded_where(cli: Cli, study: Path) -> None:
    """By hand: the first turn holds trust and place.gate, the second trust and money."""
    found = report(cli, "strip", "talk.txt")

    assert [(r["code"], r["first"], r["last"]) for r in found["rows"]] == [
        ("alone", 3, 3),
        ("money", 2, 2),
        ("place.gate", 1, 1),
        ("trust", 1, 1),
        ("trust", 2, 2),
    ]
    gate = found["rows"][2]
    assert INTERVIEW[gate["start"] : gate["end"]] == "the green gate for years" == gate["words"]
    turn = len("Maud: We kept the tin by the green gate for years.")
    assert gate["from_column"] == pytest.approx(gate["start"] / turn, abs=0.05)
    text = done(cli("report", "strip", "talk.txt")).stdout
    assert "who speaks ABA\n" in text
    assert "trust      █▄·\n" in text


def test_a_strip_of_a_journal_has_its_dates(cli: Cli, study: Path) -> None:
    text = done(cli("report", "strip", "diary.txt", "--unit", "entry")).stdout
    svg = done(cli("report", "strip", "diary.txt", "--format", "svg")).stdout

    assert "new date   ||\n" in text
    assert "Dates by passage: 1 2019-03-04 · 2 2019-03-05" in text
    assert ">2019-03-05</text>" in svg


def test_a_strip_rolls_codes_up_and_keeps_those_that_were_asked_for(cli: Cli, study: Path) -> None:
    rolled = report(cli, "strip", "talk.txt", "--level", "1")
    kept = report(cli, "strip", "talk.txt", "--code", "place")

    assert {row["code"] for row in rolled["rows"]} == {"alone", "money", "place", "trust"}
    assert {row["code"] for row in kept["rows"]} == {"place.gate"}


def test_a_strip_of_nothing_says_so(cli: Cli, study: Path) -> None:
    uncoded = report(cli, "strip", "diary.txt", "--code", "money")
    no_turns = report(cli, "strip", "diary.txt", "--unit", "turn")

    assert uncoded["rows"] == []
    assert "This coder has coded nothing here that fits the filters." in uncoded["notes"]
    assert "This source has no such unit; choose another with --unit." in no_turns["notes"]
    assert "There is nothing to draw." not in done(cli("report", "strip", "talk.txt")).stdout
    for name in ("svg", "png", "html", "text", "md"):
        done(cli("report", "strip", "diary.txt", "--code", "money", "--format", name))
        done(cli("report", "strip", "diary.txt", "--unit", "turn", "--format", name))


def test_an_unknown_source_and_an_impossible_unit_are_refused(cli: Cli, study: Path) -> None:
    unknown = cli("report", "strip", "tolk.txt")
    impossible = cli("report", "strip", "talk.txt", "--unit", "source")

    assert unknown.exit_code != 0
    assert "talk.txt" in unknown.stderr
    assert impossible.exit_code == 2
    assert "units: passage, sentence" in impossible.stderr


def test_overlapping_codings_of_one_code_are_one_stretch(cli: Cli, study: Path) -> None:
    code(cli, "talk.txt", "trust", "the green gate for years")

    rows = [r for r in report(cli, "strip", "talk.txt")["rows"] if r["code"] == "trust"]

    assert [(r["first"], r["last"]) for r in rows] == [(1, 1), (2, 2)]
    assert INTERVIEW[rows[0]["start"] : rows[0]["end"]] == (
        "kept the tin by the green gate for years"
    )


def test_what_a_picture_was_made_with_can_be_typed_again(cli: Cli, study: Path) -> None:
    page = done(cli("report", "network", "--format", "html", "--level", "1")).stdout

    assert (
        "ethnocode report network --coder author --relation unit --count units --unit passage "
        "--level 1 --width count --most 60 --seed 1"
    ) in page
    strip = done(cli("report", "strip", "talk.txt", "--format", "html")).stdout
    assert "ethnocode report strip talk.txt --coder author --unit passage" in strip
