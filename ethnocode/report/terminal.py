"""Reports and lists on a real terminal, by Rich.

Rich passes control characters on and reads brackets as markup, so every string
goes through :func:`ethnocode.report.safe.visible` into a ``Text``, never a ``str``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ethnocode.model import Cell, Column, Report
from ethnocode.report.figures import further
from ethnocode.report.layout import GAP, Layout, lay_out
from ethnocode.report.measure import wrap
from ethnocode.report.safe import visible
from ethnocode.report.strip_text import strip_lines
from ethnocode.report.text import (
    PAGE_WIDTH,
    left_out,
    note_lines,
    opened_lines,
    parameter_lines,
    table_lines,
)

_CHANGES = (
    (re.compile(r"(?m)^\S.*$"), "bold"),
    (re.compile(r"(?m)^ {6}- .*(?:\n {8}.*)*"), "red"),
    (re.compile(r"(?m)^ {6}\+ .*(?:\n {8}.*)*"), "green"),
    (re.compile(r"(?s)\[-.*?-\]"), "red"),
    (re.compile(r"(?s)\{\+.*?\+\}"), "green"),
)


def make_console(*, stderr: bool = False) -> Console:
    """Return a console that neither guesses colours nor reads markup.

    Rich itself leaves colour out when ``NO_COLOR`` is set or nobody is watching.
    """
    return Console(stderr=stderr, markup=False, emoji=False, highlight=False)


def print_report(report: Report, *, console: Console) -> None:
    """Print a report within the terminal's width: tables to its edge, the rest to 80 columns."""
    width = min(console.width, PAGE_WIDTH)
    layout = lay_out(report, width=console.width)
    blocks: list[Text | Table] = [
        _lines(wrap(visible(report.title), width), style="bold"),
        _lines(parameter_lines(report, width=width)),
        _lines(strip_lines(report, width=width)),
        _lines(wrap(visible(report.heading), width) if report.heading else (), style="bold"),
        *_body(report, layout, width=width),
    ]
    for table in further(report):
        blocks.append(_lines(wrap(visible(table.title), width), style="bold"))
        blocks += _body(table, lay_out(table, width=console.width), width=width)
        blocks.append(_lines(note_lines(table, width=width)))
    blocks += [_lines(opened_lines(cell, width=width)) for cell in report.opened]
    blocks.append(_lines(note_lines(report, width=width)))
    filled = [block for block in blocks if isinstance(block, Table) or block.plain]
    for index, block in enumerate(filled):
        if index:
            console.print()
        console.print(block, no_wrap=True, overflow="ignore", crop=False)


def print_changes(lines: Iterable[str]) -> None:
    """Print lines of a comparison: headings bold, what is gone red, what is new green."""
    text = Text("\n".join(lines))
    for pattern, style in _CHANGES:
        text.highlight_regex(pattern, style)
    make_console().print(text, no_wrap=True, overflow="ignore", crop=False)


def print_table(
    title: str,
    columns: Iterable[Column],
    rows: Iterable[tuple[Cell, ...]],
    *,
    console: Console,
) -> None:
    """Print a list as a table under a title, which may be empty."""
    report = Report("", title, (), (), tuple(columns), tuple(rows))
    print_report(report, console=console)


def _body(report: Report, layout: Layout, *, width: int) -> list[Text | Table]:
    return [
        _table(layout) if report.rows else Text("No rows."),
        _lines(left_out(report, layout.hidden, width=width), style="italic"),
    ]


def _lines(lines: Iterable[str], *, style: str = "") -> Text:
    return Text("\n".join(lines), style=style)


def _table(layout: Layout) -> Text | Table:
    if any(layout.below):  # lines that run across the columns are not for Rich's table
        lines = list(table_lines(layout))
        heading = len(layout.columns[0].heading)
        return _lines([*lines[:heading], ""], style="bold").append("\n".join(lines[heading:]), "")
    table = Table(
        box=box.SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, GAP - 1, 0, 0),
        header_style="bold",
    )
    for column in layout.columns:
        table.add_column(
            _lines(column.heading),
            justify="right" if column.right else "left",
            width=column.width,
            no_wrap=True,
        )
    for cells in zip(*(column.cells for column in layout.columns), strict=True):
        table.add_row(*(_lines(lines) for lines in cells))
    return table
