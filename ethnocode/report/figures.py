"""How values are shown to a reader; CSV and JSON keep them whole."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite
from shlex import quote

from ethnocode.model import Cell, Column, Opened, Quotation, Report

NOT_AVAILABLE = "n/a"
_LONGEST_PLAIN = 1e15


def counted(number: int, noun: str, plural: str = "") -> str:
    """Return a number with what is counted: ``1 coding``, ``2 codings``."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def listed(names: Sequence[str]) -> str:
    """Return names as a sentence has them: ``anna``, ``anna and ben``, ``anna, ben and eve``."""
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def shown(cell: Cell, column: Column) -> str:
    """Return a cell as a reader sees it: ``1,234``, ``0.25``, ``yes`` or ``n/a``.

    A number of 16 digits or more is shown in powers of ten. Text is returned
    as it is; making it safe belongs to the renderer.
    """
    if cell is None or isinstance(cell, str):
        return NOT_AVAILABLE if cell is None else cell
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and not isfinite(cell):
        return NOT_AVAILABLE
    if abs(cell) >= _LONGEST_PLAIN:
        return f"{cell:.3e}"
    if isinstance(cell, int):
        return f"{cell:,}"
    return f"{cell:z,.{column.decimals}f}"


def shown_parameter(value: Cell) -> str:
    """Return a parameter in full: a seed is not grouped and 0.001 not rounded."""
    if isinstance(value, bool | None) or (isinstance(value, float) and not isfinite(value)):
        return shown(value, Column("", ""))
    return str(value)


def is_number(cell: Cell) -> bool:
    """Tell whether a cell is set flush right."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def is_numeric(rows: tuple[tuple[Cell, ...], ...], index: int) -> bool:
    """Tell whether a column holds numbers only, undefined ones included.

    A mark in place of a number, such as a dash, leaves it a column of numbers.
    """
    return all(row[index] is None or is_number(row[index]) or _is_mark(row[index]) for row in rows)


def _is_mark(cell: Cell) -> bool:
    return isinstance(cell, str) and cell != "" and not any(map(str.isalnum, cell))


def top_rows(report: Report) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows that a reader is shown."""
    return report.rows if report.top is None else report.rows[: max(report.top, 0)]


def further(report: Report) -> tuple[Report, ...]:
    """Return each further table as a report of nothing else, to be laid out likewise."""
    return tuple(
        Report(table.name, table.title, (), table.notes, table.columns, table.rows)
        for table in report.tables
    )


def opened_title(cell: Opened) -> str:
    """Return what heads the passages of a cell: ``habitus × tokenism: 2 passages``."""
    number = counted(len(cell.quotations) + cell.left_out, "passage")
    return f"{' × '.join(cell.key)}: {number}"


def opened_rest(cell: Opened) -> str:
    """Say how many passages of a cell are left out, and what gives them; or nothing."""
    if not cell.left_out:
        return ""
    words = " ".join(map(quote, cell.key))
    return f"… and {counted(cell.left_out, 'more passage')}: --open {words} has all."


def quotation_head(quotation: Quotation) -> str:
    """Return who says a passage, where it is from and what it bears, in one line."""
    parts = (quotation.speaker, quotation.citation, ", ".join(quotation.codes))
    return " · ".join(part for part in parts if part)


def remainder(report: Report) -> str:
    """Say how many rows are left out, or nothing."""
    left = len(report.rows) - len(top_rows(report))
    if not left:
        return ""
    rest = report.rest or f"… and {counted(left, 'more row')}"
    return f"{rest}; --format csv and json have all."
