"""Reports as JSON: all rows, whole values, one row a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from math import isfinite

from ethnocode.model import Cell, Report
from ethnocode.report.safe import escape_unseen


def render(report: Report) -> str:
    """Return a report as one JSON object that scripts rely on.

    Keys come in this order: report, parameters (an object), notes, columns
    (their names), rows (objects keyed by column name). A statistic that the
    data cannot define is ``null``.
    """
    # json.dumps leaves its fast encoder as soon as it indents; lines are laid by hand.
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    names = tuple(column.name for column in report.columns)
    parts = {
        "report": encode(report.name),
        "parameters": encode({name: _defined(value) for name, value in report.parameters}),
        "notes": _lines(map(encode, report.notes)),
        "columns": encode(names),
        "rows": _lines(
            encode(dict(zip(names, map(_defined, row), strict=True))) for row in report.rows
        ),
    }
    body = ",\n".join(f' "{key}": {value}' for key, value in parts.items())
    return escape_unseen(f"{{\n{body}\n}}\n")


def _defined(cell: Cell) -> Cell:
    return None if isinstance(cell, float) and not isfinite(cell) else cell


def _lines(encoded: Iterable[str]) -> str:
    body = ",\n".join(f"  {value}" for value in encoded)
    return f"[\n{body}\n ]" if body else "[]"
