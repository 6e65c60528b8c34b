"""``ethnocode report matrix`` from the command line."""

from __future__ import annotations

import csv
import io
import json
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Cli = Callable[..., Result]

ROSTER = """\
persons:
  - {pseudonym: Ros, author: true}
  - {pseudonym: Charis, group: resident}
"""


@pytest.fixture
def spoken(study: Path, cli: Cli) -> Path:
    """The interview with what Charis says coded, and a letter that nobody has read."""
    (study / "persons.yaml").write_text(ROSTER)
    (study / "letter.txt").write_text("Dear all.\n\nThe tin is full.\n")
    assert cli("person", "import", "persons.yaml").exit_code == 0
    assert cli("ingest", "letter.txt", "--kind", "document").exit_code == 0
    for code, quote in (("a", "in a tin"), ("b.c", "a tin"), ("b", "a form"), ("a", "Who came")):
        result = cli("coding", "add", "charis.txt", code, "--quote", quote)
        assert result.exit_code == 0, result.output
    return study


def test_json_has_a_row_for_each_cell_and_the_totals(spoken: Path, cli: Cli) -> None:
    report = json.loads(cli("report", "matrix", "--by", "person", "--format", "json").stdout)

    assert report["report"] == "matrix"
    assert report["columns"][:6] == ["code", "value", "n", "units", "share", "zero"]
    found = {(row["code"], row["value"]): row for row in report["rows"]}
    assert found["a", "Charis"]["n"] == found["a", "Ros"]["n"] == 1
    assert (found["b", "Charis"]["n"], found["b", "Charis"]["share"]) == (2, 1.0)
    assert (found["b.c", "Charis"]["units"], found["b.c", "Charis"]["row_share"]) == (2, 1.0)
    assert found["b", "Ros"]["zero"] == "read, not found"
    values, codes = report["tables"]
    assert {row["value"]: row["n"] for row in values["rows"]} == {
        "Charis": 2,
        "Ros": 1,
        "unknown": 0,
        None: 3,
    }
    assert {row["code"]: row["n"] for row in codes["rows"]} == {"a": 2, "b": 2, "b.c": 1, None: 3}


@pytest.mark.parametrize("by", ["group", "source", "month", "property:side", "code:b"])
@pytest.mark.parametrize("format_", ["text", "md", "csv", "json", "html"])
def test_every_form_is_written_the_same_twice_and_fits(
    spoken: Path, cli: Cli, by: str, format_: str
) -> None:
    command = ("report", "matrix", "--by", by, "--format", format_)
    result = cli(*command)

    assert result.exit_code == 0, result.output
    assert result.stdout == cli(*command).stdout
    if format_ == "text":
        assert max(map(len, result.stdout.splitlines())) <= 80


def test_text_sets_zeros_apart_and_states_what_they_mean(spoken: Path, cli: Cli) -> None:
    text = cli("report", "matrix", "--by", "group", "--share", "none").stdout
    lines = [line.split() for line in text.splitlines()]

    assert ["Code", "council", "provider", "resident", "unknown", "Total"] in lines
    assert ["a", "–", "–", "1", "1", "2"] in lines
    assert ["b", "–", "–", "2", "0", "2"] in lines
    assert "not coded yet" in " ".join(text.split())
    assert "A coder has gone over the sources in which she coded, or read" in " ".join(text.split())
    by_source = cli("report", "matrix", "--by", "source", "--share", "none").stdout
    assert ["a", "2", "?", "2"] in [line.split() for line in by_source.splitlines()]


def test_csv_has_a_row_for_each_code_and_whole_shares(spoken: Path, cli: Cli) -> None:
    out = cli("report", "matrix", "--by", "group", "--share", "row", "--format", "csv").stdout
    rows = list(csv.reader(io.StringIO(out)))

    assert rows[0] == ["code", "council", "provider", "resident", "unknown", "total"]
    assert rows[1] == ["a", "–", "–", "1", "1", "2"]
    shares = rows.index(["shares-1"])
    assert rows[shares + 2] == ["a", "0.0", "0.0", "0.5", "0.5"]


def test_rows_are_sorted_as_asked(spoken: Path, cli: Cli) -> None:
    def codes(*options: str) -> list[str]:
        out = cli("report", "matrix", "--by", "person", *options, "--format", "json").stdout
        rows = json.loads(out)["rows"]
        return list(dict.fromkeys(row["code"] for row in rows))

    assert codes() == ["a", "b", "b.c"]
    assert codes("--sort", "total") == ["a", "b", "b.c"]
    assert codes("--sort", "Charis") == ["b", "a", "b.c"]
    assert codes("--sort", "charis") == ["b", "a", "b.c"]


def test_a_cell_opens_to_its_passages(spoken: Path, cli: Cli) -> None:
    command = ("report", "matrix", "--by", "group", "--open", "b", "resident")
    (opened,) = json.loads(cli(*command, "--format", "json").stdout)["opened"]

    assert opened["key"] == ["b", "resident"]
    assert [p["words"] for p in opened["passages"]] == ["a tin", "a form"]
    assert [p["codes"] for p in opened["passages"]] == [["b.c"], ["b"]]
    assert {p["speaker"] for p in opened["passages"]} == {"Charis"}
    for format_ in ("text", "md", "csv", "html"):
        assert "a form" in cli(*command, "--format", format_).stdout
    all_cells = json.loads(
        cli("report", "matrix", "--by", "group", "--passages", "1", "--format", "json").stdout
    )["opened"]
    assert [(*o["key"], len(o["passages"]), o["left_out"]) for o in all_cells] == [
        ("a", "resident", 1, 0),
        ("a", "unknown", 1, 0),
        ("b", "resident", 1, 1),
        ("b.c", "resident", 1, 0),
    ]


def test_the_command_at_the_foot_makes_the_report_again(spoken: Path, cli: Cli) -> None:
    options = ["--by", "property:side", "--count", "chars", "--kind", "interview", "--level", "1"]
    page = cli("report", "matrix", *options, "--format", "html").stdout
    start = page.index("<code>ethnocode") + len("<code>")
    command = shlex.split(page[start : page.index("</code>", start)])

    assert cli(*command[1:], "--format", "html").stdout == page


@pytest.mark.parametrize(
    ("options", "message", "hint"),
    [
        (("--by", "groups"), "cannot be compared by 'groups'", "did you mean group"),
        (("--by", "coder"), "never pooled", "report agreement"),
        (("--by", "property:sid"), "no code has a property 'sid'", "did you mean side?"),
        (("--by", "property:zzz"), "no code has a property 'zzz'", "properties: side"),
        (("--by", "code:aa"), "the study has no code 'aa'", ""),
        (("--by", "group", "--count", "events"), "events are pairs", "--count segments"),
        (("--by", "group", "--sort", "residents"), "no value 'residents'", "did you mean resident"),
        (("--by", "group", "--open", "a", "nobody"), "no value 'nobody'", ""),
        (("--by", "group", "--open", "zz", "resident"), "no code 'zz'", ""),
        (("--by", "code:b", "--open", "b.c", "b"), "no pair", "above or below"),
        (("--by", "group", "--kind", "intervieww"), "unknown kind", "did you mean interview"),
    ],
)
def test_what_is_not_there_is_refused_with_what_is_near(
    spoken: Path, cli: Cli, options: tuple[str, ...], message: str, hint: str
) -> None:
    result = cli("report", "matrix", *options)

    assert result.exit_code == 2
    assert message in result.stderr
    assert hint in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("by", ["group", "month", "property:side", "code:b"])
@pytest.mark.parametrize("format_", ["text", "md", "csv", "json", "html"])
def test_nothing_to_count_is_an_empty_table_with_the_reason(
    study: Path, cli: Cli, by: str, format_: str
) -> None:
    result = cli("report", "matrix", "--by", by, "--format", format_)

    assert result.exit_code == 0, result.output
    if format_ != "csv":
        assert "Nothing has been coded yet." in result.stdout


def test_codes_that_nobody_used_have_a_row_where_asked(study: Path, cli: Cli) -> None:
    text = cli("report", "matrix", "--by", "kind", "--all-codes", "--share", "none").stdout
    lines = [line.split() for line in text.splitlines()]

    assert {line[0] for line in lines if line} >= {"a", "b", "b.c"}
    assert "Nothing has been coded yet." in text
    page = cli("report", "matrix", "--by", "kind", "--all-codes", "--format", "html").stdout
    assert "report matrix" in page
    assert "--all-codes" in page[page.index("<code>ethnocode") :]


def test_filters_are_stated_and_what_they_leave_is_counted(spoken: Path, cli: Cli) -> None:
    out = cli(
        "report", "matrix", "--by", "person", "--group", "resident", "--format", "json"
    ).stdout
    report = json.loads(out)

    assert report["parameters"]["group"] == "resident"
    assert {row["value"] for row in report["rows"]} == {"Charis"}
    assert any("the filters keep no text" in note for note in report["notes"])
