"""Reports as JSON: all rows, whole values, one row a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from math import isfinite

from ethnocode.model import Cell, Column, Opened, Report, Table
from ethnocode.report.safe import escape_unseen


def render(report: Report) -> str:
    """Return a report as one JSON object that scripts rely on.

    Keys come in this order: report, parameters (an object), notes, columns
    (their names), rows (objects keyed by column name), tables where there
    are further ones (name, title, notes, columns, rows), and opened where cells are
    (key, passages, left_out). A statistic that the data cannot define is ``null``.
    """
    # json.dumps leaves its fast encoder as soon as it indents; lines are laid by hand.
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    parts = {
        "report": encode(report.name),
        "parameters": encode({name: _defined(value) for name, value in report.parameters}),
        "notes": _lines(map(encode, report.notes)),
        "columns": encode([column.name for column in report.columns]),
        "rows": _lines(map(encode, _records(report.columns, report.rows))),
    }
    if report.tables:
        parts["tables"] = _lines(encode(_table(table)) for table in report.tables)
    if report.opened:
        parts["opened"] = _lines(encode(_opened(cell)) for cell in report.opened)
    body = ",\n".join(f' "{key}": {value}' for key, value in parts.items())
    return escape_unseen(f"{{\n{body}\n}}\n")


def _table(table: Table) -> dict[str, object]:
    return {
        "name": table.name,
        "title": table.title,
        "notes": table.notes,
        "columns": [column.name for column in table.columns],
        "rows": list(_records(table.columns, table.rows)),
    }


def _opened(cell: Opened) -> dict[str, object]:
    passages = [
        {
            "source": quotation.source,
            "start": quotation.start,
            "end": quotation.end,
            "words": quotation.words,
            "citation": quotation.citation,
            "speaker": quotation.speaker,
            "codes": quotation.codes,
            "coded": [
                {"code": one.code, "start": one.start, "end": one.end} for one in quotation.coded
            ],
        }
        for quotation in cell.quotations
    ]
    return {"key": cell.key, "passages": passages, "left_out": cell.left_out}


def _records(
    columns: tuple[Column, ...], rows: Iterable[tuple[Cell, ...]]
) -> Iterator[dict[str, Cell]]:
    names = [column.name for column in columns]
    for row in rows:
        # a call for each of hundreds of thousands of cells would be a third of the time
        defined = [None if isinstance(c, float) and not isfinite(c) else c for c in row]
        yield dict(zip(names, defined, strict=True))


def _defined(cell: Cell) -> Cell:
    return None if isinstance(cell, float) and not isfinite(cell) else cell


def _lines(encoded: Iterable[str]) -> str:
    body = ",\n".join(f"  {value}" for value in encoded)
    return f"[\n{body}\n ]" if body else "[]"
