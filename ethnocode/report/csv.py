"""Reports as CSV: all rows, whole values, no notes."""

from __future__ import annotations

import csv
import io
from math import isfinite

from ethnocode.model import Cell, Report
from ethnocode.report.safe import csv_cell


def render(report: Report) -> str:
    """Return a report's table as CSV with the column names in its first line.

    Numbers are written in full, an undefined value as an empty cell, ``true``
    and ``false`` in words. Text that a spreadsheet would run as a formula has an
    apostrophe before it (:func:`ethnocode.report.safe.csv_cell`).
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(csv_cell(column.name) for column in report.columns)
    for row in report.rows:
        if len(row) != len(report.columns):
            raise ValueError(f"a row of {len(row)} cells under {len(report.columns)} columns")
        writer.writerow(map(_written, row))
    return file.getvalue()


def _written(cell: Cell) -> str | int | float:
    if cell is None or (isinstance(cell, float) and not isfinite(cell)):
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return csv_cell(cell) if isinstance(cell, str) else cell
