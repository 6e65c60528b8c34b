"""Every format: whole outputs, hostile strings, and what can be read back."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.errors import UsageError
from ethnocode.model import Cell, Column, Report
from ethnocode.report import RENDERERS, Renderer, render
from ethnocode.report.measure import width_of
from ethnocode.report.safe import visible
from ethnocode.report.text import render as render_text

FORMATS = [renderer.name for renderer in RENDERERS]
HOSTILE = [
    "[red]x[/] [link=file:///etc/passwd]y[/link] :smile:",
    "\x1b[2J\x1b]0;title\x07\x1b]52;c;cm0=\x07",
    "\x9b31m \x7f \x00 \x08 over\rwritten",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    '"><a href="https://example.org" onclick=\'x()\'>&lt;',
    '=HYPERLINK("http://example.org/"&A1,"x")',
    "-2+3|cmd",
    "a|b\\|c `code` | --- |",
    "two\nlines\n\n# heading\n- item",
    "\u202eRTL\u202c \u2066isolate\u2069 \u2028 \u2029 \u200b",
    "half a pair \ud83d",
    "</style></title></svg>--><!--",
    "![x](https://example.org/x.png) <https://example.org> www.example.org",
    "```\nfenced\n```",
    "habitus “curly” £ 中文 👩‍🌾",
]
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@pytest.mark.parametrize("renderer", RENDERERS, ids=FORMATS)
def test_a_small_report_looks_as_it_was_read_by_a_person(
    renderer: Renderer, small_report: Report, golden: Callable[[str, str], None]
) -> None:
    golden(f"report{renderer.suffix}", renderer.render(small_report))


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", FORMATS)
def test_no_control_character_of_the_data_is_in_any_format(
    name: str, text: str, filled_with: Callable[[str], Report]
) -> None:
    rendered = render(filled_with(text), name)

    assert not CONTROL.search(rendered)
    assert rendered.encode()


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_ends_with_one_newline(name: str, small_report: Report) -> None:
    empty = Report("r", "", (), (), (Column("a", "A"),), ())

    for report in (small_report, empty):
        assert re.search(r"[^\n]\n\Z", render(report, name))


def test_an_unknown_format_is_refused_with_the_choice(small_report: Report) -> None:
    with pytest.raises(UsageError, match="no report format 'docx'") as caught:
        render(small_report, "docx")

    assert caught.value.hint == "choose one of text, md, csv, json, html"


@pytest.mark.parametrize("name", FORMATS)
def test_a_row_of_another_length_than_the_columns_is_a_bug_not_a_loss(name: str) -> None:
    with pytest.raises((ValueError, IndexError)):
        render(Report("r", "R", (), (), (Column("a", "A"), Column("b", "B")), ((1,),)), name)


def test_csv_json_and_a_page_have_all_rows(small_report: Report) -> None:
    """The fourth row is trust and voice; a page hides it until its script shows it."""
    having = {name for name in FORMATS if "voice" in render(small_report, name)}
    telling = {name for name in FORMATS if "… and 1 more row;" in render(small_report, name)}

    assert having == {"csv", "json", "html"}
    assert telling == {"text", "md", "html"}


@pytest.mark.parametrize("text", HOSTILE)
def test_json_gives_back_every_string_exactly(
    text: str, filled_with: Callable[[str], Report]
) -> None:
    assert json.loads(render(filled_with(text), "json")) == {
        "report": text,
        "parameters": {text: text},
        "notes": [text],
        "columns": ["key" + text, text],
        "rows": [{"key" + text: text, text: text}],
    }


def test_json_keeps_numbers_whole_and_says_null_for_what_is_undefined() -> None:
    columns = tuple(Column(name, name, decimals=1) for name in "abcde")
    report = Report(
        "r", "R", (("p", float("inf")),), (), columns, ((1 / 3, 10**6, None, True, float("nan")),)
    )

    rendered = render(report, "json")

    assert rendered.splitlines()[2] == ' "parameters": {"p": null},'
    assert json.loads(rendered)["rows"] == [
        {"a": 1 / 3, "b": 1000000, "c": None, "d": True, "e": None}
    ]
    assert list(json.loads(rendered)) == ["report", "parameters", "notes", "columns", "rows"]


@pytest.mark.parametrize("text", HOSTILE)
def test_csv_gives_back_every_string_behind_its_apostrophe(
    text: str, filled_with: Callable[[str], Report]
) -> None:
    """What no text may hold is spelt out; newlines stay."""
    header, row = csv.reader(io.StringIO(render(filled_with(text), "csv"), newline=""))

    assert header[0] == visible("key" + text, breaks=True)
    assert [cell.removeprefix("'") for cell in row] == [visible(text, breaks=True)] * 2
    assert not any(re.match(r"\s*[=+\-@]", cell) for cell in row)


def test_csv_keeps_numbers_as_numbers() -> None:
    columns = tuple(Column(name, name.upper()) for name in "abcdef")
    rows = ((-3, -0.1 - 0.2, None, True, float("nan"), "-3"),)

    assert render(Report("r", "R", (), ("note",), columns, rows), "csv") == (
        "a,b,c,d,e,f\n-3,-0.30000000000000004,,true,,'-3\n"
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_holds_no_live_markup(text: str, filled_with: Callable[[str], Report]) -> None:
    """Outside the one code span, each character that starts markup stands behind a backslash."""
    report = replace(filled_with(text), command="")
    body = render(report, "md")
    unescaped = re.sub(r"\\.", "", body)
    table = [line for line in unescaped.splitlines() if line.startswith("|")]

    assert not re.search(r"[<>`*\[\]]|://|www\.", unescaped)
    assert [line.count("|") for line in table] == [3, 3, 3]
    assert [line for line in body.splitlines() if line.startswith("#")][1:] == [
        "## Columns",
        "## Notes",
        "## Provenance",
    ]


def test_a_command_with_backticks_stays_one_code_span() -> None:
    report = Report("r", "R", (), (), (), (), command="report `x` ``y``")

    assert "again: ``` report `x` ``y`` ```\n" in render(report, "md")


_CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**63), 2**63),
    st.floats(),
    st.text(max_size=60),
    st.text("ab. _中\u0301\x1b\n", max_size=200),
)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    count = draw(st.integers(1, 7))
    column = st.builds(
        Column, st.just("k"), st.text(max_size=30), narrow=st.booleans(), prose=st.booleans()
    )
    row = st.tuples(*[_CELLS] * count)
    return Report(
        "r",
        draw(st.text(max_size=120)),
        tuple(draw(st.lists(st.tuples(st.text(max_size=50), _CELLS), max_size=3))),
        tuple(draw(st.lists(st.text(max_size=200), max_size=2))),
        tuple(draw(st.lists(column, min_size=count, max_size=count))),
        tuple(draw(st.lists(row, max_size=4))),
    )


@given(reports())
def test_text_is_never_wider_than_a_terminal(report: Report) -> None:
    assert all(width_of(line) <= 80 for line in render_text(report).splitlines())


def test_text_shortens_names_and_leaves_columns_out_but_never_shortens_a_number() -> None:
    """19 + 2 + 19 for the numbers, 2 + 12 for the shortened name: 54; the last has no room."""
    columns = tuple(Column(name, name) for name in ("w", "x", "y", "z"))
    rows = ((999_999_999_999_999, 999_999_999_999_999, "capital.cultural.embodied", 1),)

    text = render_text(Report("r", "R", (), (), columns, rows), width=54)

    assert text.splitlines()[4:] == [
        "999,999,999,999,999  999,999,999,999,999  capita…odied",
        "",
        "Columns not shown: z. --format csv, md, html and json",
        "have all.",
    ]


def test_prose_is_wrapped_and_keeps_every_word() -> None:
    words = " ".join(f"word{index}" for index in range(60))
    columns = (Column("a", "A"), Column("q", "Quotation", prose=True))

    text = render_text(Report("r", "R", (), (), columns, (("x" * 90, words),)))

    assert [word for word in text.split() if word.startswith("word")] == words.split()
