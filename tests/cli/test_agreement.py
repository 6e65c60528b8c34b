"""``ethnocode report agreement``: disagreements first, then agreement code by code."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from ethnocode.model import Anchor, Drawn, ReadPassage, Span
from ethnocode.store import open_store

Cli = Callable[..., Result]

CODEBOOK = """\
ethnocode: 1
id: toy
title: Toy
version: 1.0.0
codes:
  - id: capital
    name: Capital
    definition: Resource that can be spent.
    near: [{code: habitus, tell_apart: capital can be spent; habitus is who one is}]
    children:
      - {id: social, name: Social capital, definition: Whom one knows.}
  - {id: habitus, name: Habitus, definition: What goes without saying.}
  - {id: tokenism, name: Tokenism, definition: Asked for form only.}
"""
PARAGRAPHS = (
    "I knew them all, and their mothers.",
    "We sat where we were told.",
    "They ticked the box and left.",
    "We kept the money in a tin.",
    "Nobody asked me anything.",
    "The rain never stopped.",
)


def paragraph(number: int) -> tuple[int, int]:
    start = sum(len(text) + 2 for text in PARAGRAPHS[:number])
    return start, start + len(PARAGRAPHS[number])


@pytest.fixture
def desk(cli: Cli, tmp_path: Path) -> Path:
    """A project with two sources of six paragraphs each and nothing coded."""
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text("\n\n".join(PARAGRAPHS) + "\n")
    (tmp_path / "book.yaml").write_text(CODEBOOK)
    assert cli("init", ".", "--codebook", "book.yaml").exit_code == 0
    assert cli("ingest", "one.txt", "two.txt").exit_code == 0
    return tmp_path


def code(cli: Cli, coder: str, rows: list[tuple[str, int, str]]) -> None:
    """Give codes to whole paragraphs of sources."""
    lines = []
    for source, number, id_ in rows:
        start, end = paragraph(number)
        lines.append(json.dumps({"source": source, "code": id_, "start": start, "end": end}))
    Path("rows.jsonl").write_text("\n".join(lines) + "\n")
    assert cli("coding", "add", "--from", "rows.jsonl", "--coder", coder).exit_code == 0


def read(desk: Path, *coders: str) -> None:
    """Register that coders have read the first paragraph of the first source."""
    now = datetime(2026, 2, 7, 12, tzinfo=UTC)
    with open_store(desk, write=True) as store:
        (source,) = (one for one in store.sources.all() if one.name == "one.txt")
        text = store.sources.text(source)
        anchor = Anchor.at(Span(*paragraph(0)), text=text, digest=source.digest)
        passages = [
            ReadPassage(0, "one.txt", anchor, coder, Drawn.RANDOM, now.isoformat())
            for coder in coders
        ]
        with store.write(actor="anna", action="coding sample", now=now) as transaction:
            store.readings.add_all(transaction, passages, sources={"one.txt": source.id})


def agreement(cli: Cli, *options: str) -> dict[str, Any]:
    result = cli("report", "agreement", "--format", "json", *options)
    assert result.exit_code == 0, result.stderr
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def table(report: dict[str, Any], name: str, key: str) -> dict[str, dict[str, Any]]:
    (found,) = (table for table in report["tables"] if table["name"] == name)
    return {row[key]: row for row in found["rows"]}


SHARED = [("one.txt", 0, "capital.social"), ("two.txt", 2, "tokenism"), ("two.txt", 0, "capital")]
ANNA = [
    ("one.txt", 1, "habitus"),  # against ben's capital: near
    ("one.txt", 2, "tokenism"),  # ben has nothing there
    ("two.txt", 4, "tokenism"),  # against ben's habitus, on the same words
]
BEN = [
    ("one.txt", 1, "capital"),
    ("one.txt", 3, "capital"),  # anna has nothing there
    ("two.txt", 4, "habitus"),
    ("two.txt", 0, "tokenism"),  # both have capital there
]


@pytest.fixture
def two(cli: Cli, desk: Path) -> Path:
    """The same with two coders, and five disagreements planted."""
    code(cli, "anna", SHARED + ANNA)
    code(cli, "ben", SHARED + BEN)
    return desk


def test_five_planted_disagreements_are_five_listed(cli: Cli, two: Path) -> None:
    report = agreement(cli)

    assert [
        (row["number"], row["code"], row["other"], row["source"], row["words"])
        for row in report["rows"]
    ] == [
        (1, "capital", "", "one.txt", PARAGRAPHS[3]),
        (2, "capital", "habitus", "one.txt", PARAGRAPHS[1]),
        (3, "habitus", "tokenism", "two.txt", PARAGRAPHS[4]),
        (4, "tokenism", "", "one.txt", PARAGRAPHS[2]),
        (5, "tokenism", "", "two.txt", PARAGRAPHS[0]),
    ]
    assert [(row["coder_1"], row["coder_2"]) for row in report["rows"]] == [
        ("nothing", "capital"),
        ("habitus", "capital"),
        ("tokenism", "habitus"),
        ("tokenism", "nothing"),
        ("capital", "capital, tokenism"),
    ]


def test_a_disagreement_has_definitions_and_what_tells_near_codes_apart(
    cli: Cli, two: Path
) -> None:
    row = agreement(cli)["rows"][1]

    assert row["definitions"].split("\n") == [
        "Capital: Resource that can be spent.",
        "Habitus: What goes without saying.",
    ]
    assert row["tell_apart"] == "capital can be spent; habitus is who one is"
    assert (row["start"], row["end"]) == paragraph(1)
    assert row["citation"].startswith("(")
    listed = json.loads(cli("coding", "list", "--format", "json").stdout)
    at_issue = {str(one["id"]) for one in listed if one["start"] == paragraph(1)[0]}
    assert set(row["codings"].split()) == at_issue


def test_each_code_has_its_four_cells_worked_by_hand(cli: Cli, two: Path) -> None:
    """Twelve paragraphs; capital is in three of ben's and, with social, in two of anna's."""
    codes = table(agreement(cli), "codes", "code")

    cells = {
        code: tuple(row[key] for key in ("both", "only_first", "only_second", "neither"))
        for code, row in codes.items()
    }
    assert cells == {
        "capital": (2, 0, 2, 8),
        "capital.social": (1, 0, 0, 11),
        "habitus": (0, 1, 1, 10),
        "tokenism": (1, 2, 1, 8),
    }
    capital = codes["capital"]
    # Po = 10/12; Cohen's Pe = (2*4 + 10*8)/144; pooled: (3/12)^2 + (9/12)^2
    assert capital["percent"] == pytest.approx(10 / 12)
    assert capital["cohen"] == pytest.approx((10 / 12 - 88 / 144) / (1 - 88 / 144))
    assert capital["scott"] == pytest.approx((10 / 12 - 0.625) / 0.375)
    # alpha = 1 - (N - 1) o / (n1 n0) = 1 - 23 * 2 / (6 * 18)
    assert capital["alpha"] == pytest.approx(1 - 46 / 108)
    assert capital["prevalence"] == pytest.approx(6 / 24)


def test_the_binary_alpha_for_unitizing_is_worked_by_hand(cli: Cli, two: Path) -> None:
    """Of habitus: anna on paragraph 1 of one source, ben on 4 of the other; all apart."""
    row = table(agreement(cli), "codes", "code")["habitus"]

    length = 2 * sum(len(text) + 2 for text in PARAGRAPHS) - 2  # the last ends with one newline
    stored = agreement(cli)["parameters"]["characters"]
    assert stored == length
    anna, ben = len(PARAGRAPHS[1]), len(PARAGRAPHS[4])
    yes, total = anna + ben, 2 * length
    gap = total - yes
    below = total - (gap + anna**2 + ben**2) / total
    assert row["u_alpha"] == pytest.approx(1 - (2 * yes) / (2 * yes * gap / below))
    assert row["coverage"] == pytest.approx(yes / total)


def test_the_whole_stands_beside_the_codes(cli: Cli, two: Path) -> None:
    report = agreement(cli)
    whole = table(report, "whole", "measure")

    assert [table_["name"] for table_ in report["tables"]] == ["definitions", "codes", "whole"]
    # codes of units: 3 shared, 6 by anna, 7 by ben
    assert whole["holsti"]["value"] == pytest.approx(6 / 13)
    # ben's two codes on one paragraph
    assert whole["u_alpha"]["value"] is None
    assert "undefined: words have several codes of one coder" in whole["u_alpha"]["reason"]
    assert whole["masi_alpha"]["low"] < whole["masi_alpha"]["value"] < 1


def test_one_value_is_undefined_with_its_reason(cli: Cli, desk: Path) -> None:
    for coder in ("anna", "ben"):
        code(cli, coder, [("one.txt", n, "tokenism") for n in range(len(PARAGRAPHS))])

    row = table(agreement(cli), "codes", "code")["tokenism"]

    assert (row["percent"], row["cohen"], row["scott"], row["alpha"]) == (1, None, None, None)
    alike = "Cohen, Scott, alpha, (k)cu-alpha: undefined: only one value used"
    assert alike in row["reason"]
    assert (row["alpha_low"], row["alpha_high"]) == (None, None)
    assert "n/a" in cli("report", "agreement").stdout


def test_only_sources_that_both_went_over_are_compared(cli: Cli, desk: Path) -> None:
    code(cli, "anna", [("one.txt", 0, "tokenism"), ("two.txt", 0, "tokenism")])
    code(cli, "ben", [("one.txt", 0, "tokenism")])

    report = agreement(cli)

    assert report["rows"] == []
    assert report["parameters"]["sources"] == 1
    assert report["parameters"]["units"] == 6
    assert report["parameters"]["gone over"] == "anna 2, ben 1"


def test_a_second_coding_is_compared_on_the_passages_drawn_for_it(cli: Cli, desk: Path) -> None:
    """Anna read two paragraphs of one source again; the rest she never saw."""
    code(cli, "anna", [("one.txt", n, "tokenism") for n in range(4)])
    code(cli, "anna@2", [("one.txt", 1, "tokenism")])
    text = "\n\n".join(PARAGRAPHS) + "\n"
    with open_store(desk, write=True) as store:
        (source,) = (one for one in store.sources.all() if one.name == "one.txt")
        read = [
            ReadPassage(
                0,
                "one.txt",
                Anchor.at(Span(*paragraph(n)), text=text, digest=source.digest),
                "anna@2",
                Drawn.RANDOM,
                "2026-02-07T12:00:00.000+00:00",
            )
            for n in (1, 2)
        ]
        now = datetime(2026, 2, 7, 12, tzinfo=UTC)
        with store.write(actor="anna", action="coding sample", now=now) as transaction:
            store.readings.add_all(transaction, read, sources={"one.txt": source.id})

    report = agreement(cli)

    assert report["parameters"]["coders"] == "anna, anna@2"
    assert report["parameters"]["units"] == 2
    assert [row["words"] for row in report["rows"]] == [PARAGRAPHS[2]]
    assert agreement(cli, "--on", "characters")["parameters"]["characters"] == sum(
        len(PARAGRAPHS[n]) for n in (1, 2)
    )


def test_without_common_ground_the_table_is_empty_and_says_why(cli: Cli, desk: Path) -> None:
    code(cli, "anna", [("one.txt", 0, "tokenism")])
    code(cli, "ben", [("two.txt", 0, "tokenism")])

    report = agreement(cli)

    assert report["rows"] == []
    assert "There is nothing that anna and ben have all gone over" in report["notes"][0]
    assert "Nothing to compare" in cli("report", "agreement").stdout


def test_one_coder_cannot_agree_and_is_told_what_to_do(cli: Cli, desk: Path) -> None:
    nobody = cli("report", "agreement")
    code(cli, "anna", SHARED)

    alone = cli("report", "agreement")

    assert (nobody.exit_code, alone.exit_code) == (3, 3)
    assert alone.stdout == ""
    assert "error[E400]: agreement needs two coders, and only anna has coded" in alone.stderr
    assert "ethnocode coding sample --blind" in alone.stderr
    assert cli("report", "agreement", "--coder", "anna").exit_code == 3


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--coder", "anna", "--coder", "bem"), "nobody has coded as 'bem'"),
        (("--coder", "anna", "--coder", "bem"), "did you mean ben? coders: anna, ben"),
        (("--coder", "anna", "--coder", "zoe"), "  hint: coders: anna, ben"),
        (("--coder", "anna", "--coder", "anna"), "anna is named twice"),
        (("--code", "capitel"), "did you mean capital"),
        (("--unit", "person"), "a person is no unit to agree on"),
        (("--unit", "sentence", "--on", "characters"), "compared without a unit"),
    ],
)
def test_what_makes_no_sense_is_refused(
    cli: Cli, two: Path, options: tuple[str, ...], words: str
) -> None:
    result = cli("report", "agreement", *options)

    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def test_one_coder_of_two_cannot_agree_and_is_told_with_whom(cli: Cli, two: Path) -> None:
    result = cli("report", "agreement", "--coder", "anna")

    assert (result.exit_code, result.stdout) == (3, "")
    assert "agreement needs two coders, and only anna is named" in result.stderr
    assert "--coder anna --coder ben" in result.stderr


def test_three_coders_have_to_be_chosen_from_unless_one_is_the_consensus(
    cli: Cli, two: Path
) -> None:
    both = ("--coder", "anna", "--coder", "ben")
    assert cli("coding", "resolve", *both, "--take", "anna").exit_code == 0
    assert agreement(cli)["parameters"]["coders"] == "anna, ben"
    code(cli, "cleo", SHARED)

    assert "say whom to compare" in cli("report", "agreement").stderr
    report = agreement(cli, "--coder", "anna", "--coder", "ben", "--coder", "cleo")

    capital = table(report, "codes", "code")["capital"]
    assert [capital[key] for key in ("all", "some", "none")] == [2, 2, 8]
    # two of three pairs differ on two units: Po = 1 - 2 * (2/3) / 12; p = 8/36
    observed, share = 1 - 4 / 36, 8 / 36
    chance = share**2 + (1 - share) ** 2
    assert capital["fleiss"] == pytest.approx((observed - chance) / (1 - chance))
    assert "cohen" not in capital
    assert report["rows"][0]["coder_3"] == "nothing"


def test_only_a_subtree_is_compared(cli: Cli, two: Path) -> None:
    report = agreement(cli, "--code", "capital.social")

    assert list(table(report, "codes", "code")) == ["capital.social"]
    assert report["rows"] == []
    assert report["parameters"]["code"] == "capital.social"


def test_on_characters_the_words_that_overlap_are_one_reading(cli: Cli, desk: Path) -> None:
    code(cli, "anna", [("one.txt", 0, "capital.social"), ("one.txt", 2, "tokenism")])
    cli("coding", "add", "one.txt", "capital.social", "--quote", "knew them all", "--coder", "ben")

    report = agreement(cli, "--on", "characters")

    assert [(row["code"], row["words"]) for row in report["rows"]] == [("tokenism", PARAGRAPHS[2])]
    social = table(report, "codes", "code")["capital.social"]
    length = report["parameters"]["characters"]
    both, whole = len("knew them all"), len(PARAGRAPHS[0])
    assert [social[key] for key in ("both", "only_first", "only_second", "neither")] == [
        both,
        whole - both,
        0,
        length - whole,
    ]
    assert "unit" not in report["parameters"]


def test_codings_outside_every_unit_are_said_to_be_left_out(cli: Cli, two: Path) -> None:
    report = agreement(cli, "--unit", "turn")

    assert report["rows"] == []
    assert any("Not compared: 13 codings outside every unit." in n for n in report["notes"])
    reason = table(report, "codes", "code")["capital"]["reason"]
    assert "undefined: no unit that all of them have gone over" in reason


def test_a_copy_of_a_coding_and_one_that_lies_within_it_change_no_figure(
    cli: Cli, two: Path
) -> None:
    before = agreement(cli)["tables"]
    cli("coding", "add", "one.txt", "capital.social", "--quote", "them all", "--coder", "anna")

    assert agreement(cli)["tables"] == before


@pytest.mark.parametrize("format_", ["text", "md", "csv", "json", "html"])
def test_every_format_has_the_list_and_is_the_same_twice(cli: Cli, two: Path, format_: str) -> None:
    first = cli("report", "agreement", "--format", format_)
    again = cli("report", "agreement", "--format", format_)

    assert first.stdout == again.stdout
    assert "tokenism" in first.stdout
    assert "Resource that can be" in first.stdout


def test_the_seed_changes_the_intervals_and_nothing_else(cli: Cli, two: Path) -> None:
    one = table(agreement(cli), "codes", "code")["tokenism"]
    other = table(agreement(cli, "--seed", "9", "--bootstrap", "7"), "codes", "code")["tokenism"]
    none = agreement(cli, "--bootstrap", "0")

    measures = ("percent", "cohen", "scott", "alpha", "u")
    ends = {f"{name}_{end}" for name in measures for end in ("low", "high")}
    assert {key for key in one if one[key] != other[key]} <= ends
    assert one["alpha_low"] <= one["alpha"] <= one["alpha_high"]
    assert table(none, "codes", "code")["tokenism"]["alpha_low"] is None
    assert "No intervals were asked for." in none["notes"]


def test_the_foot_says_how_to_get_the_report_again(cli: Cli, two: Path) -> None:
    page = cli("report", "agreement", "--code", "tokenism", "--format", "md").stdout

    (line,) = (line for line in page.splitlines() if "report agreement" in line and "`" in line)
    command = line.split("`")[1].split()
    assert command[0] == "ethnocode"
    assert cli(*command[1:], "--format", "md").stdout == page


def test_every_disagreement_can_be_read_in_eighty_columns(cli: Cli, two: Path) -> None:
    page = cli("report", "agreement").stdout

    assert max(map(len, page.splitlines())) <= 80
    assert (
        """
  2  capital   habitus
    anna: habitus
    ben: capital
    Where: (one, n.d.)
    Words: We sat where we were told.
    Definitions: Capital: Resource that can be spent.
      Habitus: What goes without saying.
    Telling apart: capital can be spent; habitus is who one is

"""
        in page
    )
    first = page.index("Where they differ: 5")
    assert first < page.index("The codes at issue") < page.index("Code by code")
    assert page.count("    Where: (") == 5


@pytest.mark.parametrize("format_", ["text", "md", "csv", "json", "html"])
@pytest.mark.parametrize("on", ["units", "characters"])
def test_one_value_is_said_to_be_the_reason_in_every_format(
    cli: Cli, tmp_path: Path, format_: str, on: str
) -> None:
    """One source of one passage, all of it coded alike by both."""
    Path("one.txt").write_text(PARAGRAPHS[0])
    Path("book.yaml").write_text(CODEBOOK)
    cli("init", ".", "--codebook", "book.yaml")
    cli("ingest", "one.txt")
    for coder in ("anna", "ben"):
        code(cli, coder, [("one.txt", 0, "tokenism")])

    page = cli("report", "agreement", "--on", on, "--format", format_).stdout

    assert "undefined: only one value used" in " ".join(page.split())
    assert not re.search(r"\bnan\b", page, re.IGNORECASE)


def test_readers_who_coded_nothing_have_no_figure_but_a_reason(cli: Cli, desk: Path) -> None:
    """Both read a source and coded nothing in it: one value only."""
    read(desk, "anna", "ben")

    report = agreement(cli)

    assert (report["rows"], table(report, "codes", "code")) == ([], {})
    whole = table(report, "whole", "measure")
    assert whole["percent"]["value"] == 1
    for name in ("masi_alpha", "cohen", "binary_u_alpha", "u_alpha"):
        assert whole[name]["value"] is None
        assert "undefined: only one value used" in whole[name]["reason"]


def test_units_of_one_code_at_most_have_a_kappa_over_all_codes(cli: Cli, desk: Path) -> None:
    """Of six paragraphs anna gives tokenism to three and habitus to one, ben two and two."""
    one = [("one.txt", n, "tokenism") for n in (0, 1)] + [("one.txt", 3, "habitus")]
    code(cli, "anna", [*one, ("one.txt", 2, "tokenism")])
    code(cli, "ben", [*one, ("one.txt", 2, "habitus")])

    whole = table(agreement(cli), "whole", "measure")

    # tokenism 3 and 2, habitus 1 and 2, none 2 and 2
    observed, chance = 5 / 6, (3 * 2 + 1 * 2 + 2 * 2) / 36
    assert whole["percent"]["value"] == pytest.approx(observed)
    assert whole["cohen"]["value"] == pytest.approx((observed - chance) / (1 - chance))

    code(cli, "ben", [("one.txt", 0, "habitus")])
    cohen = table(agreement(cli), "whole", "measure")["cohen"]
    assert cohen["value"] is None
    assert "undefined: units have several codes of one coder" in cohen["reason"]


def test_a_reading_is_whole_though_only_one_code_is_asked_for(cli: Cli, two: Path) -> None:
    """Ben gave capital, of which anna gave habitus instead: not nothing."""
    rows = agreement(cli, "--code", "capital")["rows"]

    assert [(row["number"], row["code"], row["other"]) for row in rows] == [
        (1, "capital", ""),
        (2, "capital", "habitus"),
    ]
    assert [(row["coder_1"], row["coder_2"]) for row in rows] == [
        ("nothing", "capital"),
        ("habitus", "capital"),
    ]
    codes = table(agreement(cli, "--code", "capital"), "codes", "code")
    assert codes == {
        code: {**row, "reason": codes[code]["reason"], "k_alpha": codes[code]["k_alpha"],
               "k_coverage": codes[code]["k_coverage"]}
        for code, row in table(agreement(cli), "codes", "code").items()
        if code.startswith("capital")
    }  # fmt: skip


def test_only_what_all_agree_on_of_the_code_asked_for_is_settled(cli: Cli, two: Path) -> None:
    options = ("--coder", "anna", "--coder", "ben", "--code", "capital", "--take", "anna")
    assert cli("coding", "resolve", *options).exit_code == 0

    listed = json.loads(cli("coding", "list", "--coder", "consensus", "--format", "json").stdout)

    # agreed on: one social, one capital; anna's habitus stands instead of ben's capital
    assert sorted(one["code"] for one in listed) == ["capital", "capital.social", "habitus"]


def test_only_sources_that_are_asked_for_are_compared(cli: Cli, two: Path) -> None:
    report = agreement(cli, "--source", "two.txt")

    assert [row["words"] for row in report["rows"]] == [PARAGRAPHS[4], PARAGRAPHS[0]]
    assert (report["parameters"]["units"], report["parameters"]["source"]) == (6, "two.txt")
    assert table(report, "codes", "code")["tokenism"]["both"] == 1
    kind = report_kind = json.loads(cli("source", "list", "--format", "json").stdout)[0]["kind"]
    assert len(agreement(cli, "--kind", report_kind)["rows"]) == (5 if kind else 0)
    page = cli("report", "agreement", "--source", "two.txt", "--format", "md").stdout
    assert "--source two.txt" in page
    wrong = cli("report", "agreement", "--source", "twoo.txt")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "did you mean two.txt" in wrong.stderr


def test_parents_do_not_add_to_what_is_agreed_on_as_a_whole(cli: Cli, desk: Path) -> None:
    """Anna gives the child, ben its parent: one disagreement, and only the parent is shared."""
    code(cli, "anna", [("one.txt", 0, "capital.social")])
    code(cli, "ben", [("one.txt", 0, "capital")])

    report = agreement(cli)

    (row,) = report["rows"]
    assert (row["code"], row["other"]) == ("capital", "capital.social")
    assert row["tell_apart"] == "capital holds capital.social."
    codes = table(report, "codes", "code")
    assert (codes["capital"]["both"], codes["capital.social"]["both"]) == (1, 0)
    whole = table(report, "whole", "measure")
    assert (whole["holsti"]["value"], whole["percent"]["value"]) == (0, pytest.approx(5 / 6))


def test_a_coding_that_waits_for_review_is_said_to_be_left_out(cli: Cli, desk: Path) -> None:
    cli("coding", "add", "one.txt", "tokenism", "--quote", "ticked the box", "--coder", "anna")
    code(cli, "ben", [("one.txt", 2, "tokenism")])
    Path("one.txt").write_text(Path("one.txt").read_text().replace("ticked the box", "ticked it"))
    assert cli("update", "one.txt").exit_code == 0

    report = agreement(cli)

    (note,) = (note for note in report["notes"] if note.startswith("Left out"))
    assert "1 coding of anna, waiting for review" in note
    assert "--status needs-review" in note
    assert report["rows"][0]["coder_1"] == "nothing"


def test_one_who_read_and_coded_nothing_has_gone_over_it(cli: Cli, desk: Path) -> None:
    """Ben read a source of six paragraphs and found nothing; anna found two there."""
    code(cli, "anna", [("one.txt", 0, "tokenism"), ("one.txt", 3, "tokenism")])
    read(desk, "ben")

    report = agreement(cli)

    assert report["parameters"]["gone over"] == "anna 1, ben 1"
    assert [row["coder_2"] for row in report["rows"]] == ["nothing", "nothing"]
    row = table(report, "codes", "code")["tokenism"]
    assert [row[key] for key in ("both", "only_first", "only_second", "neither")] == [0, 2, 0, 4]
    # Po = 4/6 and Pe = (2 * 0 + 4 * 6) / 36 = 4/6; pooled 2 of 12; alpha 1 - 11 * 2 / 20
    assert (row["percent"], row["cohen"]) == (pytest.approx(4 / 6), 0)
    assert row["scott"] == pytest.approx(1 - (2 / 6) / (20 / 72))
    assert row["alpha"] == pytest.approx(1 - 22 / 20)


@pytest.mark.parametrize("on", ["units", "characters"])
def test_a_code_that_is_asked_for_and_nobody_gave_has_a_row_with_its_reason(
    cli: Cli, desk: Path, on: str
) -> None:
    for coder in ("anna", "ben"):
        code(cli, coder, [("one.txt", 0, "tokenism")])

    report = agreement(cli, "--code", "habitus", "--on", on)

    row = table(report, "codes", "code")["habitus"]
    of = report["parameters"]["units" if on == "units" else "characters"]
    assert [row[key] for key in ("both", "only_first", "only_second", "neither")] == [0, 0, 0, of]
    assert row["percent"] == 1
    assert {row[key] for key in ("cohen", "scott", "alpha", "u_alpha", "k_alpha")} == {None}
    assert "Cohen, Scott, alpha, |u-alpha: undefined: only one value used" in row["reason"]
    what = "passage" if on == "units" else "character"
    assert report["notes"][0] == (
        f"No {what} that anna and ben have all gone over has a code that is asked for, so there "
        "is nothing to agree on."
    )
    assert "Nothing is coded there" in cli("report", "agreement", "--code", "habitus").stdout


def test_every_coefficient_of_a_code_has_its_interval(cli: Cli, two: Path) -> None:
    code(cli, "cleo", SHARED)
    pair = table(agreement(cli, "--coder", "anna", "--coder", "ben"), "codes", "code")
    three = ("--coder", "anna", "--coder", "ben", "--coder", "cleo")
    all_three = table(agreement(cli, *three), "codes", "code")

    for row, names in (
        (pair["tokenism"], ("percent", "cohen", "scott", "alpha", "u")),
        (all_three["tokenism"], ("percent", "fleiss", "alpha", "u")),
    ):
        for name in names:
            value = row["u_alpha" if name == "u" else name]
            assert row[f"{name}_low"] <= value <= row[f"{name}_high"]
    # two sources: on tokenism they agree in 5 of 6 paragraphs of the one and 4 of the other,
    # and a quarter of the drawings are the one twice, a quarter the other
    assert pair["tokenism"]["percent_low"] == pytest.approx(4 / 6)
    assert pair["tokenism"]["percent_high"] == pytest.approx(5 / 6)


def test_intervals_from_few_sources_are_said_to_be_too_narrow(cli: Cli, two: Path) -> None:
    few = "From as few as 2 sources they are too narrow"

    assert any(few in note for note in agreement(cli)["notes"])
    alone = agreement(cli, "--source", "two.txt")
    assert not any("too narrow" in note for note in alone["notes"])


def test_the_continuum_is_all_the_text_and_says_what_of_it_is_in_no_passage(
    cli: Cli, two: Path
) -> None:
    """Five blank lines of two characters in each of two sources, and a last line break."""
    report = agreement(cli, "--on", "characters")

    (note,) = (note for note in report["notes"] if note.startswith("The continuum"))
    passages = 2 * sum(map(len, PARAGRAPHS))
    every = report["parameters"]["characters"]
    assert every - passages == 2 * (5 * 2 + 1)
    assert f"22 of its {every} characters are in no passage" in note
    assert not any(note.startswith("The continuum") for note in agreement(cli)["notes"])


def test_nothing_hangs_on_the_order_in_which_sources_and_coders_came(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five sources, taken in forwards and backwards; coders named the other way round."""
    given = [
        {"anna": [(n, "tokenism") for n in range(k)], "ben": [(n, "tokenism") for n in range(3)]}
        for k in (1, 2, 4, 5, 6)
    ]
    names = [f"s{n}.txt" for n in range(5)]
    reports = []
    for folder, order in (("there", names), ("back", names[::-1])):
        (tmp_path / folder).mkdir()
        monkeypatch.chdir(tmp_path / folder)
        Path("book.yaml").write_text(CODEBOOK)
        assert cli("init", ".", "--codebook", "book.yaml").exit_code == 0
        for name in order:
            Path(name).write_text("\n\n".join(PARAGRAPHS) + f"\n\n{name}\n")
            assert cli("ingest", name).exit_code == 0
        for coder in ("anna", "ben"):
            of = [(name, given[int(name[1])][coder]) for name in order]
            code(cli, coder, [(name, n, id_) for name, rows in of for n, id_ in rows])
        reports.append(agreement(cli, "--bootstrap", "9"))
    swapped = agreement(cli, "--coder", "ben", "--coder", "anna", "--bootstrap", "9")

    first, second = reports
    assert first["tables"] == second["tables"]
    places = ("number", "code", "other", "coder_1", "coder_2", "source", "start", "end")
    listed = [[[row[key] for key in places] for row in report["rows"]] for report in reports]
    assert listed[0] == listed[1]
    assert table(swapped, "whole", "measure") == table(first, "whole", "measure")
    row, other = (table(one, "codes", "code")["tokenism"] for one in (first, swapped))
    assert (row["only_first"], row["only_second"]) == (other["only_second"], other["only_first"])
    assert {key for key in row if row[key] != other[key]} == {"only_first", "only_second"}


def test_three_coders_are_told_what_two_of_them_share(cli: Cli, desk: Path) -> None:
    code(cli, "anna", [("one.txt", 0, "tokenism")])
    code(cli, "ben", [("one.txt", 0, "tokenism"), ("two.txt", 0, "tokenism")])
    code(cli, "cleo", [("two.txt", 0, "tokenism")])
    three = ("--coder", "anna", "--coder", "ben", "--coder", "cleo")

    report = agreement(cli, *three)

    assert "nothing that anna, ben and cleo have all gone over" in report["notes"][0]
    assert "anna and ben 1, anna and cleo 0, ben and cleo 1" in report["notes"][-1]
