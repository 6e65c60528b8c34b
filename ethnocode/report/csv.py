"""Reports as CSV: all rows, whole values, no notes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from math import isfinite
from typing import Protocol

from ethnocode.model import Cell, Column, Opened, Report
from ethnocode.report.safe import csv_cell

_PASSAGE = ("source", "start", "end", "words", "citation", "speaker", "codes", "left_out")


class _Writer(Protocol):
    def writerow(self, row: Iterable[object], /) -> object: ...


def render(report: Report) -> str:
    """Return a report's table as CSV with the column names in its first line.

    Numbers are written in full, an undefined value as an empty cell, ``true``
    and ``false`` in words. Text that a spreadsheet would run as a formula has an
    apostrophe before it (:func:`ethnocode.report.safe.csv_cell`). Further tables
    follow, each after an empty line and a line with its name; then, under ``opened``,
    the passages of the cells that were opened, one a row.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    _write(report.columns, report.rows, writer=writer)
    for table in report.tables:
        writer.writerow(())
        writer.writerow((csv_cell(table.name),))
        _write(table.columns, table.rows, writer=writer)
    if report.opened:
        writer.writerow(())
        writer.writerow(("opened",))
        _write_opened(report.opened, writer=writer)
    return file.getvalue()


def _write(
    columns: tuple[Column, ...], rows: tuple[tuple[Cell, ...], ...], *, writer: _Writer
) -> None:
    writer.writerow(csv_cell(column.name) for column in columns)
    for row in rows:
        if len(row) != len(columns):
            raise ValueError(f"a row of {len(row)} cells under {len(columns)} columns")
        writer.writerow(map(_written, row))


def _write_opened(cells: tuple[Opened, ...], *, writer: _Writer) -> None:
    parts = max(len(cell.key) for cell in cells)
    keys = [f"key_{n}" for n in range(1, parts + 1)]
    writer.writerow((*keys, *_PASSAGE))
    for cell in cells:
        key = (*cell.key, *[""] * (parts - len(cell.key)))
        for said in cell.quotations:
            codes = " ".join(said.codes)
            place = (said.source, said.start, said.end, said.words, said.citation)
            row: tuple[Cell, ...] = (*key, *place, said.speaker, codes, cell.left_out)
            writer.writerow(map(_written, row))


def _written(cell: Cell) -> str | int | float:
    if cell is None or (isinstance(cell, float) and not isfinite(cell)):
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    return csv_cell(cell) if isinstance(cell, str) else cell
