"""Further tables of a report, in every format."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from ethnocode.model import Column, Report, Table
from ethnocode.report import RENDERERS, render
from ethnocode.report.safe import visible
from ethnocode.report.terminal import make_console, print_report

REPORT = Report(
    "record",
    "The record",
    (("seed", 1),),
    ("A note on all.",),
    (Column("way", "Suggested by"), Column("f1", "F1")),
    (("cues only", 0.25),),
    heading="All codes together",
    tables=(
        Table(
            "codes",
            "Code by code",
            (Column("code", "Code"), Column("p", "Precision", "a share")),
            (("trust", 1 / 3), ("place", None)),
            ("A note on codes.",),
        ),
        Table("bands", "Bands", (Column("band", "Band"),), ()),
    ),
)
PLAIN = Report("record", "The record", (), (), (Column("a", "A"),), ((1,),))


def test_json_has_tables_of_the_same_shape_only_where_there_are_some() -> None:
    found = json.loads(render(REPORT, "json"))

    assert list(found) == ["report", "parameters", "notes", "columns", "rows", "tables"]
    assert found["tables"][0] == {
        "name": "codes",
        "title": "Code by code",
        "notes": ["A note on codes."],
        "columns": ["code", "p"],
        "rows": [{"code": "trust", "p": 1 / 3}, {"code": "place", "p": None}],
    }
    assert found["tables"][1]["rows"] == []
    assert "tables" not in json.loads(render(PLAIN, "json"))


def test_csv_has_them_one_after_another_behind_their_names() -> None:
    rows = list(csv.reader(io.StringIO(render(REPORT, "csv"))))

    assert rows == [
        ["way", "f1"],
        ["cues only", "0.25"],
        [],
        ["codes"],
        ["code", "p"],
        ["trust", repr(1 / 3)],
        ["place", ""],
        [],
        ["bands"],
        ["band"],
    ]


@pytest.mark.parametrize("name", ["text", "md", "html"])
def test_readers_see_titles_tables_and_notes_in_order(name: str) -> None:
    page = render(REPORT, name)
    marks = ["The record", "All codes together", "cues only", "Code by code", "trust", "0.33"]
    marks += ["n/a", "A note on codes.", "Bands", "No rows."]

    at = page.index("<main>") if name == "html" else 0
    for mark in marks:
        assert mark in page[at:], mark
        at = page.index(mark, at)


def test_a_terminal_shows_them_too(capsys: pytest.CaptureFixture[str]) -> None:
    print_report(REPORT, console=make_console())

    shown = capsys.readouterr().out
    marks = ("All codes together", "cues only", "Code by code", "0.33", "A note on codes.")
    places = [shown.index(mark) for mark in (*marks, "Bands", "No rows.", "A note on all.")]
    assert places == sorted(places)


@pytest.mark.parametrize("name", [renderer.name for renderer in RENDERERS])
def test_a_row_of_another_length_than_its_table_is_a_bug_not_a_loss(name: str) -> None:
    table = Table("t", "T", (Column("a", "A"), Column("b", "B")), ((1,),))

    with pytest.raises((ValueError, IndexError)):
        render(Report("r", "R", (), (), (Column("a", "A"),), (), tables=(table,)), name)


HOSTILE = (
    "[red]x[/] \x1b[2J\x07 \x9b31m",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "</style></title></svg>--><!-- \"><a href='x'>",
    "a|b\\|c `code` | --- |",
    "two\nlines\n\n# heading\n- item",
    "![x](https://example.org/x.png) \u202eRTL \ud83d",
)
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", [renderer.name for renderer in RENDERERS])
def test_no_control_character_gets_through(
    name: str, text: str, with_further: Callable[[str], Report]
) -> None:
    assert not CONTROL.search(render(with_further(text), name))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_makes_no_markup(text: str, with_further: Callable[[str], Report]) -> None:
    tags: list[str] = []
    names: set[str] = set()
    links: set[str] = set()

    class Page(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append(tag)
            names.update(name for name, _ in attrs)
            links.update(value or "" for name, value in attrs if name == "href")

    Page().feed(render(with_further(text), "html"))
    assert not {"img", "iframe", "link"} & set(tags)
    assert all(re.fullmatch(r"#s\d", link) for link in links)
    assert tags.count("script") == 1
    assert not {name for name in names if name[:2] == "on" or name == "src"}

    body = re.sub(r"\\.", "", render(replace(with_further(text), command=""), "md"))
    assert not re.search(r"[<>`*\[\]]|://", body)


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_and_json_give_every_string_back(
    text: str, with_further: Callable[[str], Report]
) -> None:
    (table,) = json.loads(render(with_further(text), "json"))["tables"]
    cells = list(csv.reader(io.StringIO(render(with_further(text), "csv"), newline="")))

    assert (table["name"], table["title"], table["notes"]) == (text, text, [text])
    assert table["rows"] == [{"key" + text: text}]
    assert cells[-1][0].removeprefix("'") == visible(text, breaks=True)
