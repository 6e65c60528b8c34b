"""Rich output: text, never markup, within the terminal."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from rich.console import Console

from ethnocode.model import Column, Report
from ethnocode.report.measure import width_of
from ethnocode.report.terminal import make_console, print_report, print_table
from ethnocode.report.text import render

STYLE = re.compile(r"\x1b\[[0-9;]*m")


def printed(report: Report, *, width: int = 80) -> str:
    file = io.StringIO()
    print_report(report, console=Console(file=file, width=width, force_terminal=True))
    return file.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "[red]x[/] [/] [link=file:///etc/passwd]y[/link]",
        "\x1b[2J\x1b]0;title\x07 \x9b31m \x7f \x08",
        ":smile: [bold",
        "\u202eRTL\u202c",
        "over\rwritten",
    ],
)
def test_hostile_text_is_printed_as_text(text: str, filled_with: Callable[[str], Report]) -> None:
    """After our own colours and the line ends are taken away nothing controls the terminal."""
    plain = STYLE.sub("", printed(filled_with(text)))

    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", plain)
    for part in re.findall(r"\[/?[a-z]+\]|:smile:|\[bold", text):
        assert part in plain


@pytest.mark.parametrize("width", [50, 80, 200])
def test_a_report_keeps_within_the_terminal_and_its_prose_within_eighty_columns(
    width: int, small_report: Report
) -> None:
    long = replace(small_report, notes=("A note that goes on. " * 20,))

    lines = STYLE.sub("", printed(long, width=width)).splitlines()

    assert max(map(width_of, lines)) <= width
    notes = lines[lines.index(next(line for line in lines if line.startswith("- A note"))) :]
    assert max(map(width_of, notes)) <= min(width, 80)


SPARE = Report(
    "r",
    "R",
    (),
    (),
    (
        Column("a", "A"),
        Column("spare", "Spare", narrow=False),
        Column("b", "B"),
        Column("long", "L" * 60, narrow=False),
        Column("last", "Last", narrow=False),
        Column("side", "Side", narrow=False, beside="a"),
    ),
    (("x" * 30, 1, "y" * 30, 2, 3, 4),),
)


@pytest.mark.parametrize(
    ("width", "shown", "hidden"),
    [
        (80, ["A", "B"], f"Spare, {'L' * 60}, Last, Side"),
        (81, ["A", "Spare", "B", "Last"], f"{'L' * 60}, Side"),
        (136, ["A", "Spare", "B", "L" * 60], "Last, Side"),
        (137, ["A", "Spare", "B", "L" * 60, "Last"], "Side"),
    ],
)
def test_a_wide_terminal_shows_more_columns_from_the_left_as_long_as_they_fit(
    width: int, shown: list[str], hidden: str
) -> None:
    """30 + 30, 5 for Spare, 60 and 4 with 2 between: 69, 75 with Last, 131 with L, 137 with both.

    The other side of a column stays out unless it is narrow, which says that it differs.
    """
    text = STYLE.sub("", printed(SPARE, width=width))

    assert text.splitlines()[2].split() == shown
    assert f"Columns not shown: {hidden}. --format csv, md, html and json have all." in " ".join(
        text.split()
    )


def test_a_column_that_is_nowhere_defined_is_named_below_and_takes_no_room() -> None:
    columns = (Column("a", "A"), Column("c", "c"), Column("d", "d"))
    report = Report("r", "R", (), (), columns, (("x", None, None), ("y", None, 1)))

    for text in (render(report), STYLE.sub("", printed(report))):
        assert "n/a in every row and so left out: c." in text
        assert next(line for line in text.splitlines() if line[:1] == "A").split() == ["A", "d"]


def test_the_other_side_of_a_column_stands_beside_it() -> None:
    columns = (Column("ab", "ab"), Column("n", "n"), Column("ba", "ba", beside="ab"))

    text = render(Report("r", "R", (), (), columns, ((1, 2, 3),)))

    assert text.splitlines()[2].split() == ["ab", "ba", "n"]
    assert text.splitlines()[4].split() == ["1", "3", "2"]


def test_a_list_is_a_table_under_its_title() -> None:
    file = io.StringIO()
    columns = (Column("name", "Name"), Column("words", "Words"))
    rows = (("a.txt", 1200), ("b.txt", 3))

    print_table("Sources", columns, rows, console=Console(file=file, width=80))

    assert [line.rstrip() for line in file.getvalue().splitlines()] == [
        "Sources",
        "",
        "Name   Words",
        "────────────",
        "a.txt  1,200",
        "b.txt      3",
    ]


def test_no_color_leaves_every_colour_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    assert make_console().no_color
    monkeypatch.delenv("NO_COLOR")
    assert not make_console().no_color


def test_a_console_writes_where_it_is_told() -> None:
    assert make_console(stderr=True).stderr
    assert not make_console().stderr
