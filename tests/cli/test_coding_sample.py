"""``coding sample --blind``: passages drawn, coded again under a second name, and compared."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from ethnocode.services.going_over import drawn_units
from ethnocode.store import open_store

Cli = Callable[..., Result]

CODEBOOK = """\
ethnocode: 1
id: toy
title: Toy
version: 1.0.0
codes:
  - {id: habitus, name: Habitus, definition: What goes without saying.}
  - {id: tokenism, name: Tokenism, definition: Asked for form only.}
"""
WORDS = ("They asked us in.", "We sat at the back.", "A box was ticked.", "It rained.")
DRAW = ("coding", "sample", "--blind", "--coder", "anna")


@pytest.fixture
def desk(cli: Cli, tmp_path: Path) -> Path:
    """Three sources of four paragraphs; anna has coded in the first two, ben in the third."""
    for name in ("one.txt", "two.txt", "three.txt"):
        (tmp_path / name).write_text("\n\n".join(f"{words} ({name})" for words in WORDS) + "\n")
    (tmp_path / "book.yaml").write_text(CODEBOOK)
    assert cli("init", ".", "--codebook", "book.yaml").exit_code == 0
    assert cli("ingest", "one.txt", "two.txt", "three.txt").exit_code == 0
    for coder, source in (("anna", "one.txt"), ("anna", "two.txt"), ("ben", "three.txt")):
        added = cli(
            "coding", "add", source, "tokenism", "--quote", "A box was ticked.", "--coder", coder
        )
        assert added.exit_code == 0
    return tmp_path


def drawn(cli: Cli, *options: str) -> list[dict[str, Any]]:
    result = cli(*DRAW, "--format", "json", *options)
    assert result.exit_code == 0, result.stderr
    sheet: list[dict[str, Any]] = json.loads(result.stdout)
    return sheet


def listed(cli: Cli, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        cli("coding", "list", "--format", "json", *options).stdout
    )
    return found


def test_passages_come_from_what_the_coder_has_gone_over_and_without_codings(
    cli: Cli, desk: Path
) -> None:
    sheet = drawn(cli, "--share", "100%", "--seed", "1")

    assert [(row["source"], row["words"]) for row in sheet] == [
        (source, f"{words} ({source})") for source in ("one.txt", "two.txt") for words in WORDS
    ]
    assert {row["coder"] for row in sheet} == {"anna@2"}
    assert all(row["codes"] == [] for row in sheet)
    assert "tokenism" not in json.dumps(sheet)


def test_the_same_seed_draws_the_same_passages_and_the_log_keeps_it(cli: Cli, desk: Path) -> None:
    first = drawn(cli, "--passages", "3", "--seed", "5")
    again = drawn(cli, "--passages", "3", "--seed", "5")
    seeds = range(20)
    others = {
        tuple(row["words"] for row in drawn(cli, "--passages", "3", "--seed", str(n), "--dry-run"))
        for n in seeds
    }

    places = [[(row["source"], row["start"], row["end"]) for row in s] for s in (first, again)]
    assert places[0] == places[1]
    assert len(places[0]) == 3
    assert {row["coder"] for row in again} == {"anna@3"}
    assert len(others) > 10  # 20 drawings of 3 from 8 are rarely alike
    events = json.loads(cli("log", "--format", "json").stdout)
    summaries = [event["summary"] for event in events if event["action"] == "coding sample"]
    assert sorted(summaries) == [
        "anna@2, seed 5: 3 of 8 passages",
        "anna@3, seed 5: 3 of 8 passages",
    ]


def test_every_passage_is_as_likely_to_be_drawn_as_every_other(cli: Cli, desk: Path) -> None:
    """Of 8 passages 2: each is expected in a quarter of the drawings, 75 of 300."""
    from ethnocode.services.blind import Wanted, draw_blind
    from ethnocode.services.project import open_project

    project = open_project(desk, start=desk, coder="anna", now=datetime.now(UTC))
    times: dict[tuple[str, int], int] = {}
    for seed in range(300):
        for p in draw_blind(project, Wanted(passages=2), seed=seed, dry_run=True).passages:
            times[p.source, p.span.start] = times.get((p.source, p.span.start), 0) + 1

    assert len(times) == 8
    assert sum(times.values()) == 600
    assert all(45 < number < 105 for number in times.values())  # four standard deviations


def test_a_filled_sheet_is_coded_under_the_second_name_once(cli: Cli, desk: Path) -> None:
    sheet = drawn(cli, "--share", "100%", "--seed", "1")
    sheet[0]["codes"] = ["tokenism"]
    sheet[3]["codes"] = [{"code": "habitus", "quote": "rained", "memo": "as ever"}]
    (desk / "again.json").write_text(json.dumps(sheet))

    taken = cli("coding", "sample", "--from", "again.json")
    twice = cli("coding", "sample", "--from", "again.json")

    assert (taken.exit_code, twice.exit_code) == (0, 0)
    left = "6 passages not gone over yet, and not compared; if you found nothing in them: "
    left += "ethnocode coding sample --coder anna@2 --nothing rest\n"
    filled = "anna@2: 2 passages filled in, added "
    assert taken.stderr == f"{filled}2 codings\n{left}"
    assert twice.stderr == f"{filled}0 codings, there already 2\n{left}"
    codings = listed(cli, "--coder", "anna@2")
    assert [(c["code"], c["quote"], c["memo"]) for c in codings] == [
        ("tokenism", "They asked us in. (one.txt)", ""),
        ("habitus", "rained", "as ever"),
    ]


def test_a_csv_sheet_filled_in_a_spreadsheet_is_taken_in(cli: Cli, desk: Path) -> None:
    assert cli(*DRAW, "--passages", "8", "--format", "csv", "--output", "s.csv").exit_code == 0
    with Path("s.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    rows[2]["codes"] = "tokenism; habitus"
    with Path("s.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)

    assert cli("coding", "sample", "--from", "s.csv").exit_code == 0

    codings = listed(cli, "--coder", "anna@2")
    assert sorted((c["code"], c["quote"]) for c in codings) == [
        ("habitus", "A box was ticked. (one.txt)"),
        ("tokenism", "A box was ticked. (one.txt)"),
    ]


def compared(cli: Cli, coder: str = "anna@2") -> dict[str, Any]:
    words = ("report", "agreement", "--coder", "anna", "--coder", coder, "--format", "json")
    result = cli(*words, "--bootstrap", "0")
    assert result.exit_code == 0, result.stderr
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def test_agreement_of_one_coder_at_two_times_is_on_what_she_went_over_again(
    cli: Cli, desk: Path
) -> None:
    """Of 8 drawn: on a sheet one with a code, one with -; one by coding add; 5 untouched."""
    sheet = drawn(cli, "--share", "100%", "--seed", "2")
    with open_store(desk) as store:
        assert [p.anchor.quote for p in drawn_units(store, "anna@2")] == [r["words"] for r in sheet]
    assert compared(cli)["parameters"]["units"] == 0
    sheet[0]["codes"], sheet[1]["codes"] = ["habitus"], ["-"]
    (desk / "s.json").write_text(json.dumps(sheet))

    assert cli("coding", "sample", "--from", "s.json").exit_code == 0
    words = ("--quote", "rained", "--coder", "anna@2")
    assert cli("coding", "add", "two.txt", "tokenism", *words).exit_code == 0
    report = compared(cli)

    assert report["parameters"]["units"] == 3
    gone = [sheet[0]["words"], sheet[1]["words"], sheet[7]["words"]]
    assert report["parameters"]["characters"] == sum(map(len, gone))
    assert any("5 of the 8 passages drawn for anna@2, not gone" in note for note in report["notes"])
    assert [row["code"] for row in report["rows"]] == ["habitus", "tokenism"]


def test_a_draw_alone_makes_nobody_a_coder_and_no_passage_read(cli: Cli, desk: Path) -> None:
    """Asked without names, anna and ben are the two; and a review has read nothing."""
    drawn(cli, "--share", "100%")

    report = json.loads(cli("report", "agreement", "--format", "json").stdout)

    assert report["parameters"]["coders"] == "anna, ben"
    with open_store(desk) as store:
        assert store.readings.select(names=store.sources.names()) == []


def test_that_nothing_was_found_is_said_of_some_or_of_the_rest(cli: Cli, desk: Path) -> None:
    sheet = drawn(cli, "--share", "100%")
    words = ("--quote", "They asked us in.", "--coder", "anna@2")
    assert cli("coding", "add", "one.txt", "tokenism", *words).exit_code == 0
    nothing = ("coding", "sample", "--coder", "anna@2", "--nothing")
    two = f"{sheet[1]['passage']}, {sheet[2]['passage']}"

    some = cli(*nothing, two)
    units = compared(cli)["parameters"]["units"]
    rest = cli(*nothing, "rest")
    again = cli(*nothing, "rest")

    assert some.stderr.startswith("anna@2: nothing in 2 passages\n5 passages not gone over yet")
    assert units == 3
    assert rest.stderr == "anna@2: nothing in 5 passages\n"
    assert again.stderr == "anna@2: nothing in 0 passages\n"
    assert compared(cli)["parameters"]["units"] == 8
    assert cli("undo").exit_code == 0
    assert compared(cli)["parameters"]["units"] == 3
    assert cli("verify").exit_code == 0


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("{coded}", "anna@2 has coded something in passage"),
        ("99", "passage 99 was not drawn for 'anna@2'"),
        ("all", "--nothing 'all' are no numbers"),
    ],
)
def test_what_was_coded_or_not_drawn_is_not_nothing(
    cli: Cli, desk: Path, given: str, message: str
) -> None:
    sheet = drawn(cli, "--share", "100%")
    words = ("--quote", "They asked us in.", "--coder", "anna@2")
    assert cli("coding", "add", "one.txt", "tokenism", *words).exit_code == 0
    numbers = given.format(coded=sheet[0]["passage"])

    result = cli("coding", "sample", "--coder", "anna@2", "--nothing", numbers)

    assert result.exit_code == 2
    assert message in result.stderr


def test_the_first_codings_are_kept_back_until_the_passage_is_coded_again(
    cli: Cli, desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """anna coded one passage of each of two sources, all drawn; ben coded in the third."""
    sheet = drawn(cli, "--share", "100%")
    monkeypatch.setenv("ETHNOCODE_CODER", "anna@2")
    before = cli("coding", "list", "--format", "json")
    by_her = cli("coding", "list", "--coder", "anna")
    search = json.loads(cli("search", "box", "--format", "json").stdout)
    nothing = ("coding", "sample", "--nothing", str(sheet[2]["passage"]))

    assert cli(*nothing).exit_code == 0

    assert [c["coder"] for c in json.loads(before.stdout)] == ["ben"]
    assert "kept back: 2 codings by others in passages that anna@2 is to code" in before.stderr
    assert "A box" not in by_her.stdout
    assert [hit["codes"] for hit in search] == [[], [], ["tokenism"]]
    after = [(c["source"], c["coder"]) for c in listed(cli)]
    assert after == [("one.txt", "anna"), ("three.txt", "ben")]
    monkeypatch.delenv("ETHNOCODE_CODER")
    assert len(listed(cli)) == 3


def test_a_passage_that_was_drawn_can_be_read_in_a_review(cli: Cli, desk: Path) -> None:
    drawn(cli, "--share", "100%")
    with (
        open_store(desk, write=True) as store,
        store.write(actor="anna@2", action="review", now=datetime.now(UTC)) as transaction,
    ):
        first = drawn_units(store, "anna@2")[0]
        number = {name: n for n, name in store.sources.names().items()}[first.source]
        read = replace(first, id=0, created="2026-03-01T12:00:00+00:00")
        store.readings.note_read(transaction, read, source=number)

    assert compared(cli)["parameters"]["units"] == 1


def test_an_edit_of_the_source_carries_what_is_to_be_coded_again(cli: Cli, desk: Path) -> None:
    sheet = drawn(cli, "--share", "100%", "--seed", "1")
    text = Path("one.txt").read_text()
    Path("one.txt").write_text("A line before.\n\n" + text.replace("It rained.", "It poured."))
    assert cli("update", "one.txt", "--force").exit_code == 0
    kept = sheet[:3] + sheet[4:]
    for row in sheet:
        row["codes"] = ["habitus"]
    (desk / "all.json").write_text(json.dumps(sheet))
    (desk / "kept.json").write_text(json.dumps(kept))

    refused = cli("coding", "sample", "--from", "all.json")
    taken = cli("coding", "sample", "--from", "kept.json")

    assert refused.exit_code == 3
    assert "was not drawn for 'anna@2', or its text was changed since" in refused.stderr
    assert taken.exit_code == 0, taken.stderr
    assert [c["quote"] for c in listed(cli, "--coder", "anna@2")] == [row["words"] for row in kept]


HEAD = "passage,coder,source,start,end,citation,words,codes\n"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("s.csv", "", "there is no column 'passage'"),
        ("s.csv", HEAD, "there is no passage in it"),
        ("s.csv", "passage,coder,words\n1,anna@2,x\n", "there is no column 'codes'"),
        ("s.csv", "passage,coder,codes\n{n},anna@2,habitus,tokenism\n", "row 1: it has more cells"),
        ("s.csv", "passage,coder,codes\n{n},anna@2,habbitus\n", "row 1"),
        ("s.csv", "passage,coder,codes\n{n},anna@2,- habitus\n", "codes, and - for nothing"),
        ("s.csv", HEAD + "{n},anna@2,,,,,Other words.,habitus\n", "these are not the words of"),
        ("s.csv", HEAD + "{n},anna@2,two.txt,,,,,habitus\n", "these are not the words of"),
        ("s.csv", "passage,coder,codes\n9999,anna@2,habitus\n", "9999 was not drawn for"),
        ("s.csv", "passage,coder,codes\n{n},ben,habitus\n", "was not drawn for 'ben'"),
        ("s.json", "", "this is no JSON"),
        ("s.json", "[]", "there is no passage in it"),
        ("s.json", '{{"passage": {n}}}', "this is no list of passages"),
        ("s.json", '[{{"passage": {n}, "coder": "anna@2"}}]', "its codes are no list"),
        ("s.json", '[{{"passage": {n}, "coder": "anna@2", "codes": [1]}}]', "cannot be read"),
    ],
)
def test_a_bad_sheet_is_refused_whole(
    cli: Cli, desk: Path, name: str, content: str, message: str
) -> None:
    sheet = drawn(cli, "--share", "100%", "--source", "one.txt")
    (desk / name).write_text(content.format(n=sheet[0]["passage"]))
    before = cli("log", "--format", "json").stdout

    result = cli("coding", "sample", "--from", name)

    assert result.exit_code == 3, result.stderr
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert cli("log", "--format", "json").stdout == before


def test_a_sheet_that_a_spreadsheet_wrote_is_read(cli: Cli, desk: Path) -> None:
    """With a byte order mark, semicolons and its own line ends, as where , is for decimals."""
    assert cli(*DRAW, "--share", "100%", "--format", "csv", "--output", "s.csv").exit_code == 0
    with Path("s.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    rows[0]["codes"], rows[1]["codes"] = "habitus; tokenism", "-"
    with Path("s.csv").open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)

    result = cli("coding", "sample", "--from", "s.csv")

    assert result.exit_code == 0, result.stderr
    assert result.stderr.startswith("anna@2: 2 passages filled in, added 2 codings\n")
    assert {c["code"] for c in listed(cli, "--coder", "anna@2")} == {"habitus", "tokenism"}
    assert compared(cli)["parameters"]["units"] == 2


def test_how_long_ago_the_passages_were_coded_is_said(cli: Cli, desk: Path) -> None:
    result = cli(*DRAW, "--share", "100%")

    assert "coded for the first time on " in result.stderr
    assert ", 0 days ago\n" in result.stderr


def test_a_dry_run_registers_nothing_and_its_sheet_is_for_nobody(cli: Cli, desk: Path) -> None:
    before = cli("log", "--format", "json").stdout
    sheet = drawn(cli, "--passages", "2", "--dry-run")
    (desk / "s.json").write_text(json.dumps(sheet))

    refused = cli("coding", "sample", "--from", "s.json")

    assert cli("log", "--format", "json").stdout == before
    assert refused.exit_code == 3
    assert "it does not say who recodes" in refused.stderr


def test_undo_takes_a_draw_back(cli: Cli, desk: Path) -> None:
    drawn(cli, "--passages", "2")
    assert cli("undo").exit_code == 0

    assert cli("coding", "sample", "--coder", "anna@2").exit_code == 2
    assert {row["coder"] for row in drawn(cli, "--passages", "2")} == {"anna@2"}


def test_a_sheet_can_be_had_again(cli: Cli, desk: Path) -> None:
    sheet = drawn(cli, "--passages", "4")

    again = cli("coding", "sample", "--coder", "anna@2", "--format", "json")

    assert json.loads(again.stdout) == sheet


@pytest.mark.parametrize(
    ("options", "status", "message"),
    [
        (("--blind", "--coder", "dora"), 2, "'dora' has gone over nothing"),
        (("--blind", "--coder", "anna", "--passages", "9"), 2, "has gone over 8 passages there"),
        (("--blind", "--coder", "anna", "--share", "0%"), 2, "--share '0%' is no share"),
        (("--blind", "--coder", "anna", "--share", "ten"), 2, "--share 'ten' is no share"),
        (("--blind", "--coder", "anna", "--share", "1%", "--passages", "2"), 2, "both say how"),
        (("--blind", "--coder", "anna", "--source", "three.txt"), 2, "none of these sources"),
        (("--blind", "--coder", "anna", "--kind", "diary"), 2, "diary"),
        (("--coder", "anna@2"), 2, "nothing was drawn for 'anna@2'"),
        (("--coder", "anna@2", "--passages", "2"), 2, "--passages would not be heard"),
        (("--from", "gone.json"), 3, "cannot be read"),
        (("--from", "bad.json"), 3, "this is no JSON"),
        (("--from", "other.json"), 3, "passage 1 was not drawn for 'anna@2'"),
        (("--from", "codes.json"), 3, "its codes are no list"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_changed(
    cli: Cli, desk: Path, options: tuple[str, ...], status: int, message: str
) -> None:
    (desk / "bad.json").write_text("{")
    (desk / "other.json").write_text('[{"passage": 1, "coder": "anna@2", "codes": []}]')
    (desk / "codes.json").write_text('[{"passage": 1, "coder": "anna@2", "codes": "habitus"}]')
    before = cli("log", "--format", "json").stdout

    result = cli("coding", "sample", *options)

    assert result.exit_code == status
    assert message in result.stderr
    assert cli("log", "--format", "json").stdout == before


def test_a_quote_that_is_not_in_its_passage_names_the_entry_and_adds_nothing(
    cli: Cli, desk: Path
) -> None:
    sheet = drawn(cli, "--share", "100%")
    sheet[0]["codes"] = ["habitus"]
    sheet[1]["codes"] = [{"code": "habitus", "quote": "It rained"}]
    (desk / "s.json").write_text(json.dumps(sheet))

    result = cli("coding", "sample", "--from", "s.json")

    assert result.exit_code == 3
    assert "s.json: entry 2: the words are not in this passage" in result.stderr
    assert len(listed(cli)) == 3
