"""Reports as plain aligned columns, for pipes and for reading in a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from ethnocode.model import Opened, Report
from ethnocode.report.figures import (
    further,
    opened_rest,
    opened_title,
    quotation_head,
    remainder,
    shown_parameter,
)
from ethnocode.report.layout import GAP, FittedColumn, Layout, lay_out, void_columns
from ethnocode.report.measure import PAGE_WIDTH as PAGE_WIDTH
from ethnocode.report.measure import pad, width_of, wrap
from ethnocode.report.quoting import coded_lines
from ethnocode.report.safe import spelt_out, visible
from ethnocode.report.strip_text import strip_lines

_LONGEST_KEY = 24
_HAVE_ALL_COLUMNS = "--format csv, md, html and json have all."


def render(report: Report, *, width: int = PAGE_WIDTH) -> str:
    """Return a report as lines of at most ``width`` columns.

    Columns that are not ``narrow``, or for which there is no room, are named
    below the table; at least 20 columns are needed to show anything of use.
    """
    layout = lay_out(report, width=width)
    blocks = [
        wrap(visible(report.title), width),
        parameter_lines(report, width=width),
        strip_lines(report, width=width),
        wrap(visible(report.heading), width) if report.heading else (),
        tuple(table_lines(layout)) if report.rows else ("No rows.",),
        left_out(report, layout.hidden, width=width),
        *(block for table in further(report) for block in _further(table, width)),
        *(opened_lines(cell, width=width) for cell in report.opened),
        note_lines(report, width=width),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if any(block)) + "\n"


def _further(table: Report, width: int) -> Iterable[tuple[str, ...]]:
    layout = lay_out(table, width=width)
    yield wrap(visible(table.title), width)
    yield tuple(table_lines(layout)) if table.rows else ("No rows.",)
    yield left_out(table, layout.hidden, width=width)
    yield note_lines(table, width=width)


def parameter_lines(report: Report, *, width: int) -> tuple[str, ...]:
    """Return a report's parameters as aligned lines."""
    keys = [visible(name) for name, _ in report.parameters]
    column = min(max(map(width_of, keys), default=0), _LONGEST_KEY, width // 2)
    lines: list[str] = []
    for key, (_, value) in zip(keys, report.parameters, strict=True):
        left = wrap(key, column)
        right = wrap(visible(shown_parameter(value)), width - column - GAP)
        lines += _beside([(left, column, False), (right, 0, False)])
    return tuple(lines)


def left_out(report: Report, hidden: Iterable[str], *, width: int) -> tuple[str, ...]:
    """Say which rows and columns are not shown, and where they are."""
    names = ", ".join(hidden)
    lines = wrap(remainder(report), width) if remainder(report) else ()
    if names and report.rows:
        lines += wrap(f"Columns not shown: {names}. {_HAVE_ALL_COLUMNS}", width)
    void = ", ".join(visible(report.columns[index].label) for index in void_columns(report))
    if void:
        lines += wrap(f"n/a in every row and so left out: {void}.", width)
    return lines


def opened_lines(cell: Opened, *, width: int) -> tuple[str, ...]:
    """Return a cell with its passages, each below a line that says where it is from."""
    lines = list(wrap(visible(opened_title(cell)), width))
    for quotation in cell.quotations:
        lines += [
            " " * GAP + line for line in wrap(visible(quotation_head(quotation)), width - GAP)
        ]
        said = (*spelt_out(quotation.words.strip()).splitlines(), *coded_lines(quotation))
        for paragraph in said:
            lines += [" " * 2 * GAP + line for line in wrap(visible(paragraph), width - 2 * GAP)]
    rest = opened_rest(cell)
    return (*lines, *(" " * GAP + line for line in wrap(rest, width - GAP) if rest))


def note_lines(report: Report, *, width: int) -> tuple[str, ...]:
    """Return a report's notes as a list, wrapped with a hanging indent."""
    lines: list[str] = []
    for note in report.notes:
        first, *rest = wrap(visible(note), width - GAP)
        lines += [f"- {first}".rstrip(), *(f"  {line}" for line in rest)]
    return tuple(lines)


def table_lines(layout: Layout) -> Iterable[str]:
    """Yield the lines of a table, with what belongs below each row."""
    columns = layout.columns
    yield from _row(columns, [column.heading for column in columns])
    yield (" " * GAP).join("-" * column.width for column in columns)
    for index, cells in enumerate(zip(*(column.cells for column in columns), strict=True)):
        if index and layout.below and layout.below[index - 1]:
            yield ""
        yield from _row(columns, cells)
        if layout.below:
            yield from layout.below[index]


def _row(columns: Sequence[FittedColumn], cells: Sequence[tuple[str, ...]]) -> Iterable[str]:
    return _beside(
        [(lines, c.width, c.right) for c, lines in zip(columns, cells, strict=True)],
    )


def _beside(cells: Sequence[tuple[tuple[str, ...], int, bool]]) -> Iterable[str]:
    """Set cells, each some lines, a width and whether it stands right, side by side."""
    for parts in zip_longest(*(lines for lines, _, _ in cells), fillvalue=""):
        padded = (
            pad(part, width, right=right)
            for part, (_, width, right) in zip(parts, cells, strict=True)
        )
        yield (" " * GAP).join(padded).rstrip()
