"""Rich output: text, never markup, within the terminal."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pytest
from rich.console import Console

from ethnocode.model import Column, Report
from ethnocode.report.measure import width_of
from ethnocode.report.terminal import make_console, print_report, print_table

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
def test_a_report_keeps_within_the_terminal_and_eighty_columns(
    width: int, small_report: Report
) -> None:
    lines = STYLE.sub("", printed(small_report, width=width)).splitlines()

    assert max(map(width_of, lines)) <= min(width, 80)


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
