"""Filters, roll-up and opened cells of reports through the command line."""

from __future__ import annotations

import csv
import io
import json
import shlex
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
  - id: trust
    name: Trust
    definition: One.
    aliases: [faith]
    properties: {holder: [resident, council]}
    children: [{id: given, name: Given, definition: Given.}]
  - {id: place, name: Place, definition: Two.}
  - {id: time, name: Time, definition: Three.}
"""
ROSTER = """\
persons:
  - {pseudonym: Nell, group: provider, author: true}
  - {pseudonym: Maud, group: resident, aliases: ["M. T."]}
  - {pseudonym: Graham, group: council}
"""
TALK = """\
Maud: We kept the tin by the green gate for years. [OC: she points at the tin] Always.

Graham: We counted the tin at the gate.

Woman: Nobody asked about the tin.
"""
MAIL = """\
From: Graham <g@example.org>
To: Nell <n@example.org>
Subject: The gate
Date: Thu, 8 Mar 2012 10:00:00 +0000
Content-Type: text/plain; charset=utf-8

The gate stays shut.

On 7 March 2012, Nell wrote:
> Who has the tin?
"""
DIARY = """\
20 January 2012

The tin was full.

3 February 2012

The tin was empty.
"""
REPORTS = ("frequency", "cooccurrence")


def done(result: Result) -> Result:
    assert result.exit_code == 0, result.output
    return result


def report(cli: Cli, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done(cli("report", *words, "--format", "json")).stdout)
    return found


def codings(cli: Cli, *words: str) -> dict[str, int]:
    return {row["code"]: row["codings"] for row in report(cli, "frequency", *words)["rows"]}


def code(cli: Cli, source: str, code_: str, quote: str, *options: str) -> None:
    done(cli("coding", "add", source, code_, "--quote", quote, *options))


@pytest.fixture
def study(cli: Cli, tmp_path: Path) -> Path:
    """A talk, an e-mail that quotes the author, and a diary of two days."""
    for name, words in (
        ("in.yaml", CODEBOOK),
        ("persons.yaml", ROSTER),
        ("talk, one.txt", TALK),
        ("mail.eml", MAIL),
        ("diary.txt", DIARY),
    ):
        (tmp_path / name).write_text(words)
    done(cli("init", ".", "--codebook", "in.yaml"))
    done(cli("person", "import", "persons.yaml"))
    done(cli("ingest", "talk, one.txt", "--kind", "interview", "--date", "2012", "--wave", "1"))
    done(cli("ingest", "mail.eml"))
    done(cli("ingest", "diary.txt", "--kind", "field-note", "--wave", "2"))
    code(cli, "talk, one.txt", "trust.given", "We kept the tin", "--memo", "m")
    code(cli, "talk, one.txt", "place", "the tin by the green gate")
    code(cli, "talk, one.txt", "place", "points at the tin")
    code(cli, "talk, one.txt", "trust", "We counted the tin", "--set", "holder=council")
    code(cli, "talk, one.txt", "time", "asked about the tin")
    code(cli, "mail.eml", "place", "gate stays shut")
    code(cli, "mail.eml", "trust", "Who has the tin?")
    code(cli, "diary.txt", "time", "tin was full")
    code(cli, "diary.txt", "trust", "tin was empty", "--set", "holder=resident")
    return tmp_path


# --- what a filter keeps --------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "kept"),
    [
        ((), {"place": 3, "time": 2, "trust": 3, "trust.given": 1}),
        (("--code", "trust"), {"trust": 3, "trust.given": 1}),
        (("--code", "faith"), {"trust": 3, "trust.given": 1}),
        (("--code", "trust.given"), {"trust.given": 1}),
        (("--source", "diary.txt"), {"time": 1, "trust": 1}),
        (("--source", "diary.txt", "--source", "mail.eml"), {"place": 1, "time": 1, "trust": 2}),
        (("--kind", "email"), {"place": 1, "trust": 1}),
        (("--wave", "2"), {"time": 1, "trust": 1}),
        (("--until", "2012-01"), {"time": 1}),
        (("--since", "1.2.12", "--until", "3.2.12"), {"trust": 1}),
        (("--since", "2012-03"), {"place": 1, "trust": 1}),
        (("--since", "2012", "--until", "2012", "--kind", "interview"), None),
        (("--set", "holder=resident"), {"trust": 1}),
        (("--set", "holder=resident", "--set", "holder=council"), {"trust": 2}),
        (("--person", "Maud"), {"place": 1, "trust": 0, "trust.given": 1}),
        (("--person", "m. t."), {"place": 1, "trust": 0, "trust.given": 1}),
        (("--group", "council"), {"place": 1, "trust": 1}),
        (("--person", "Nell"), {"time": 1, "trust": 1}),
        (("--speaker", "Woman"), {"time": 1}),
        (("--group", "council", "--kind", "interview"), {"trust": 1}),
        (("--level", "1"), {"place": 3, "time": 2, "trust": 4}),
    ],
)
def test_a_filter_keeps_what_fits_it(
    cli: Cli, study: Path, options: tuple[str, ...], kept: dict[str, int] | None
) -> None:
    """Observer comments are not Maud's, and what Graham's e-mail quotes is not Graham's."""
    talk = {"place": 2, "time": 1, "trust": 1, "trust.given": 1}

    assert codings(cli, *options) == (talk if kept is None else kept)


def test_a_fuzzy_date_counts_only_where_all_its_days_lie_within(cli: Cli, study: Path) -> None:
    """The talk is of some day in 2012; both reports of a part of that year leave it out."""
    found = report(cli, "frequency", "--since", "2012-02")

    assert {row["code"]: row["codings"] for row in found["rows"]} == {"place": 1, "trust": 2}
    assert found["parameters"]["since"] == "2012-02-01"
    assert any("not certainly within: 1 entry or source." in note for note in found["notes"])


def test_words_that_an_email_quotes_are_nobodys_and_the_rest_the_senders(
    cli: Cli, study: Path
) -> None:
    rows = report(cli, "frequency", "--kind", "email")["rows"]

    assert {row["code"]: row["persons"] for row in rows} == {"place": 1, "trust": 0}


# --- names that are not there, and nothing left ---------------------------------------


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        (("--code", "trus"), "the study has no code 'trus'", "trust"),
        (("--source", "diary.tx"), "no source 'diary.tx'", "did you mean diary.txt?"),
        (("--kind", "emails"), "unknown kind 'emails'", "did you mean email?"),
        (("--wave", "3"), "no source is of wave 3", "waves here: 1, 2"),
        (("--since", "soon"), "--since 'soon' is no date", "2012-02-08"),
        (("--since", "2013", "--until", "2012"), "--since 2013-01-01 is after", "earlier"),
        (("--person", "Mawd"), "no person 'Mawd'", "did you mean Maud?"),
        (("--group", "residents"), "no group 'residents'", "did you mean resident?"),
        (("--speaker", "woman"), "nobody speaks as 'woman'", "did you mean Woman?"),
        (("--set", "holdr=x"), "no code has a property 'holdr'", "did you mean holder?"),
        (("--set", "holder=residnt"), "'holder' has no value 'residnt'", "resident?"),
        (("--set", "holder"), "is not NAME=VALUE", ""),
    ],
)
def test_an_unknown_value_is_refused_with_the_nearest(
    cli: Cli, study: Path, name: str, options: tuple[str, ...], message: str, hint: str
) -> None:
    refused = cli("report", name, *options)

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert message in refused.stderr
    assert hint in refused.stderr


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--since", "2031"), "no text fits the filters"),
        (("--kind", "document"), "no text fits the filters"),
        (("--person", "Maud", "--code", "time"), "no coding is on the text"),
        (("--set", "holder=council", "--code", "place"), "no coding that fits"),
    ],
)
def test_nothing_left_is_an_empty_table_with_the_reason(
    cli: Cli, study: Path, name: str, options: tuple[str, ...], reason: str
) -> None:
    found = report(cli, name, *options)

    assert found["rows"] == []
    assert any(note.startswith("Nothing is left") and reason in note for note in found["notes"])


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_states_its_filters_and_its_command_makes_it_again(
    cli: Cli, study: Path, name: str
) -> None:
    """A name with a space and a comma comes back from the command as it was."""
    options = ["--source", "talk, one.txt", "--source", "diary.txt", "--since", "2012"]
    options += ["--person", "maud", "--person", "Nell", "--set", "holder=council", "--level", "1"]
    first = done(cli("report", name, *options, "--format", "md")).stdout
    command = first.split("To get this report again: `")[1].split("`")[0]

    assert "- source: talk, one.txt, diary.txt" in first
    assert "- person: Maud, Nell" in first.replace("\\", "")
    again = done(cli(*shlex.split(command)[1:], "--format", "md")).stdout
    assert again == first


# --- opened cells ---------------------------------------------------------------------


def test_an_opened_pair_has_its_passages_with_speaker_citation_and_codes(
    cli: Cli, study: Path
) -> None:
    (cell,) = report(cli, "cooccurrence", "--open", "place", "faith")["opened"]

    turn = TALK.splitlines()[0]
    (one,) = cell["passages"]
    assert (cell["key"], cell["left_out"]) == (["place", "trust"], 0)
    assert (one["source"], one["words"], one["speaker"]) == ("talk, one.txt", turn, "Maud")
    assert one["codes"] == ["place", "trust.given"]
    assert "2012" in one["citation"]
    assert TALK[one["start"] : one["end"]] == one["words"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--count", "events"), ["We kept the tin by the green gate"]),
        (("--count", "chars"), ["the tin"]),
        (("--count", "segments"), ["We kept the tin", "the tin by the green gate"]),
        (("--unit", "source", "--kind", "email"), ["gate stays shut", "Who has the tin?"]),
    ],
)
def test_what_is_opened_is_what_is_counted(
    cli: Cli, study: Path, options: tuple[str, ...], words: list[str]
) -> None:
    found = report(cli, "cooccurrence", "--open", "trust", "place", *options)

    assert [passage["words"] for passage in found["opened"][0]["passages"]] == words
    assert any(note.startswith(("Opened are", "As a unit is long")) for note in found["notes"])


def test_what_a_filter_does_not_keep_is_not_shown_in_a_passage(cli: Cli, study: Path) -> None:
    (cell,) = report(cli, "cooccurrence", "--open", "trust", "place", "--person", "Maud")["opened"]

    (one,) = cell["passages"]
    assert one["words"] == "Maud: We kept the tin by the green gate for years.  […]  Always."


def test_an_opened_code_has_its_segments(cli: Cli, study: Path) -> None:
    (cell,) = report(cli, "frequency", "--open", "trust", "--kind", "interview")["opened"]

    assert [passage["words"] for passage in cell["passages"]] == [
        "We kept the tin",
        "We counted the tin",
    ]
    assert [passage["speaker"] for passage in cell["passages"]] == ["Maud", "Graham"]


def test_passages_opens_every_cell_and_says_how_many_are_left_out(cli: Cli, study: Path) -> None:
    found = report(cli, "frequency", "--passages", "1")["opened"]

    assert [(cell["key"], len(cell["passages"]), cell["left_out"]) for cell in found] == [
        (["place"], 1, 2),
        (["time"], 1, 1),
        (["trust"], 1, 3),
        (["trust.given"], 1, 0),
    ]


@pytest.mark.parametrize("format_", ["text", "md", "csv", "html"])
def test_every_format_has_the_opened_passages(cli: Cli, study: Path, format_: str) -> None:
    written = done(
        cli("report", "cooccurrence", "--open", "trust", "place", "--format", format_)
    ).stdout
    plain = " ".join(written.replace("\\", "").replace("<wbr>", "").split())

    assert "We kept the tin by the green gate for years." in plain
    assert "Maud" in plain
    assert "trust.given" in plain
    if format_ != "csv":
        assert "place × trust: 1 passage" in plain


def test_csv_has_one_passage_a_row(cli: Cli, study: Path) -> None:
    text = done(cli("report", "frequency", "--open", "time", "--format", "csv")).stdout
    _, _, block = text.partition("\n\nopened\n")
    rows = list(csv.DictReader(io.StringIO(block)))

    assert [(row["key_1"], row["source"], row["words"]) for row in rows] == [
        ("time", "talk, one.txt", "asked about the tin"),
        ("time", "diary.txt", "tin was full"),
    ]


def test_a_page_has_passages_unasked_and_none_where_none_are_wanted(cli: Cli, study: Path) -> None:
    page = done(cli("report", "cooccurrence", "--format", "html")).stdout
    bare = done(cli("report", "cooccurrence", "--format", "html", "--passages", "0")).stdout

    assert "<details>" in page
    assert "<details>" not in bare
    assert "We kept the tin" not in bare


@pytest.mark.parametrize("pair", [("trust", "trust"), ("trust", "trust.given")])
def test_a_code_and_one_below_it_are_no_pair_to_open(
    cli: Cli, study: Path, pair: tuple[str, str]
) -> None:
    refused = cli("report", "cooccurrence", "--open", *pair)

    assert refused.exit_code == 2
    assert "are no pair" in refused.stderr


def test_an_unknown_code_to_open_is_refused_with_the_nearest(cli: Cli, study: Path) -> None:
    refused = cli("report", "frequency", "--open", "tim")

    assert refused.exit_code == 2
    assert "did you mean time?" in refused.stderr


# --- the square table -----------------------------------------------------------------


def test_the_matrix_has_the_counts_of_the_pairs_on_either_side(cli: Cli, study: Path) -> None:
    found = report(cli, "cooccurrence", "--matrix")
    (table,) = found["tables"]
    cells = {
        (row["code"], other): row[other] for row in table["rows"] for other in table["columns"][2:]
    }

    for row in found["rows"]:
        assert cells[row["a"], row["b"]] == row["n_ab"]
        assert cells[row["b"], row["a"]] == row["n_ba"]
        assert cells[row["a"], row["a"]] == row["n_a"]
    assert cells["trust", "trust.given"] is None
    for format_ in ("text", "md", "csv", "html"):
        written = done(cli("report", "cooccurrence", "--matrix", "--format", format_)).stdout
        assert "matrix" in written or "Meetings of codes" in written


def test_sets_that_meet_seldom_are_left_out_of_sets_only(cli: Cli, study: Path) -> None:
    refused = cli("report", "cooccurrence", "--least", "2")

    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "--least is for sets of codes" in refused.stderr
    assert "--tuples 3 --least" in refused.stderr


def test_where_no_text_has_such_a_unit_the_report_says_so(cli: Cli, study: Path) -> None:
    """An e-mail has no turns; overlapping characters are counted all the same."""
    options = ("cooccurrence", "--kind", "email", "--unit", "turn", "--relation")
    in_units, by_chars = (
        report(cli, *options, "unit"),
        report(cli, *options, "overlap", "--count", "chars"),
    )

    said = "There is no such unit in the texts, so that nothing can be counted in one."
    assert [row["n_ab"] for row in in_units["rows"]] == [0]
    assert said in in_units["notes"]
    assert said not in by_chars["notes"]


def test_one_step_is_no_steps(cli: Cli, study: Path) -> None:
    found = report(cli, "cooccurrence", "--relation", "near", "--distance", "1 words")

    assert found["parameters"]["distance"] == "1 word"


def test_a_pair_is_opened_whichever_code_is_named_first(cli: Cli, study: Path) -> None:
    one = report(cli, "cooccurrence", "--open", "place", "trust")
    other = report(cli, "cooccurrence", "--open", "faith", "place")

    assert one["opened"] == other["opened"]


# --- no inflation ---------------------------------------------------------------------


@pytest.mark.parametrize("name", REPORTS)
def test_a_second_coders_copy_leaves_a_filtered_report_as_it_was(
    cli: Cli, study: Path, name: str
) -> None:
    options = (name, "--group", "resident", "--level", "1", "--passages", "9", "--format", "csv")
    before = done(cli("report", *options)).stdout
    for row in json.loads(done(cli("coding", "list", "--format", "json")).stdout):
        span = f"{row['start']}:{row['end']}"
        done(cli("coding", "add", row["source"], row["code"], "--span", span, "--coder", "ben"))

    assert done(cli("report", *options)).stdout == before


def test_the_same_coding_twice_is_one(cli: Cli, study: Path) -> None:
    before = codings(cli, "--person", "Maud")
    code(cli, "talk, one.txt", "place", "the tin by the green gate")

    assert codings(cli, "--person", "Maud") == before


def test_roll_up_counts_the_union_and_never_the_sum(cli: Cli, study: Path) -> None:
    """A coding of the parent on the words of the child's adds a coding, no segment, no unit."""
    before = report(cli, "frequency", "--level", "1")["rows"]
    code(cli, "talk, one.txt", "trust", "kept the tin")
    after = report(cli, "frequency", "--level", "1")["rows"]

    (one,), (other,) = ([row for row in rows if row["code"] == "trust"] for rows in (before, after))
    assert other == {**one, "codings": one["codings"] + 1}
    assert [row for row in after if row["code"] != "trust"] == [
        row for row in before if row["code"] != "trust"
    ]


@pytest.fixture
def unnamed(cli: Cli, tmp_path: Path) -> Path:
    """Two voices of an interview of whom one is known, and an e-mail of somebody unknown."""
    (tmp_path / "talk.txt").write_text("Ros: Who came?\n\nC: Everybody.\n\nC: And Win.\n")
    (tmp_path / "letter.eml").write_text(
        "From: Office <office@example.org>\nDate: Mon, 3 Mar 2014 10:00:00 +0000\n"
        "Subject: Form\n\nThere is a form now.\n"
    )
    (tmp_path / "roster.yaml").write_text("persons: [{pseudonym: Ros, group: resident}]\n")
    assert cli("init", ".").exit_code == 0
    assert cli("ingest", "talk.txt", "--kind", "interview").exit_code == 0
    assert cli("ingest", "letter.eml").exit_code == 0
    assert cli("person", "import", "roster.yaml").exit_code == 0
    return tmp_path


@pytest.mark.parametrize("option", [("--group", "resident"), ("--person", "Ros")])
def test_a_filter_of_persons_says_which_voices_have_none(
    cli: Cli, unnamed: Path, option: tuple[str, str]
) -> None:
    told = " ".join(cli("report", "frequency", *option).stdout.split())

    assert "nobody has said which person it is: 2 turns of 'C'; 1 e-mail of 'Office" in told
    assert "'ethnocode source set SOURCE --speaker LABEL=PERSON'" in told


def test_voices_of_texts_that_are_filtered_out_are_not_missed(cli: Cli, unnamed: Path) -> None:
    told = cli("report", "frequency", "--group", "resident", "--kind", "interview").stdout

    assert "2 turns of 'C'." in " ".join(told.split())
    assert "e-mail of" not in told


def test_nobody_is_missed_once_every_voice_has_a_person(cli: Cli, unnamed: Path) -> None:
    assert cli("source", "set", "talk.txt", "--speaker", "C=Charis").exit_code == 0

    told = cli("report", "frequency", "--group", "resident", "--kind", "interview").stdout

    assert "nobody has said" not in told
    assert "nobody has said" not in cli("report", "frequency", "--kind", "interview").stdout


def test_an_empty_table_of_commas_says_where_the_reason_is(cli: Cli) -> None:
    assert cli("init", ".").exit_code == 0
    done = cli("report", "cooccurrence", "--format", "csv")

    assert done.exit_code == 0
    assert done.stdout.count("\n") == 1
    assert "the table is empty; --format text says why" in done.stderr
    assert "Nothing has been coded yet." in cli("report", "cooccurrence").stdout
