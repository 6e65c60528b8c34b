"""Codes by values as people read them: a row a code, the values side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import StrEnum

from ethnocode.model import Cell, Column, Count, HeatMap, Report, Table
from ethnocode.report.measure import width_of
from ethnocode.services.reports.crossed import (
    NO_SOURCE,
    NOT_CODED,
    NOT_FOUND,
    UNCOUNTED,
    Crossed,
    Line,
    Value,
)

_ROOM = 48
"""Columns of a terminal for values, beside codes, the number and the total."""

_LONGEST_LABEL = 14
_GAP = 2
_MOST_CODES = 40
_MOST_ACROSS = 40
_MARKS = {NO_SOURCE: "–", NOT_CODED: "?", UNCOUNTED: "(0)"}


class Form(StrEnum):
    """How codes by values are laid out."""

    LONG = "long"
    SPLIT = "split"
    WIDE = "wide"
    WHOLE = "whole"

    @classmethod
    def of(cls, format_name: str) -> Form:
        """Return how a format of a report has them."""
        return {"json": cls.LONG, "text": cls.SPLIT, "csv": cls.WHOLE}.get(format_name, cls.WIDE)

    @property
    def most_values(self) -> int | None:
        """Values side by side at most; the others are counted together."""
        return {Form.SPLIT: 24, Form.WIDE: 40}.get(self)


class Share(StrEnum):
    """Which shares a reader is shown."""

    COLUMN = "column"
    ROW = "row"
    NONE = "none"


def total_tables(crossed: Crossed, count: Count) -> tuple[Table, ...]:
    """Return the totals: by value, with how much text there is, and by code."""
    by_value: list[tuple[Cell, ...]] = [
        (number, *_total(value.name, value)) for number, value in enumerate(crossed.values, start=1)
    ]
    by_value.append((None, *_total(None, crossed.whole)))
    base = crossed.whole.base
    by_code: list[tuple[Cell, ...]] = [
        (line.code, line.total, line.total / base if base else None) for line in crossed.lines
    ]
    by_code.append((None, crossed.whole.n, crossed.whole.n / base if base else None))
    return (
        Table("values", "Totals by value", _VALUE_COLUMNS, tuple(by_value), (_LAST,)),
        Table(
            "codes",
            f"Totals by code, in {count.value}",
            (
                Column("code", "Code", "full id"),
                Column("n", "n", "how much there is of it, whatever the value"),
                Column("share", "Share", "of all there is, coded or not"),
            ),
            tuple(by_code),
            (_LAST,),
        ),
    )


def _total(name: str | None, value: Value) -> tuple[Cell, ...]:
    share = value.n / value.base if value.base else None
    return name, value.n, value.units, share, value.zero, value.gone_over, value.base


_LAST = "Without a name, last: all of them together, each thing once."
_VALUE_COLUMNS = (
    Column("number", "No."),
    Column("value", "Value", "of what codes are compared by"),
    Column("n", "Any code", "how much there is of any code there"),
    Column("units", "Units", "units of that value"),
    Column("share", "Share", "any code, by 'base'"),
    Column("zero", "A zero means", "what it means there that a code is not found"),
    Column("gone_over", "Gone over", "of these units, those that the coder has gone over"),
    Column("base", "Base", "what shares are of", narrow=False),
)


def laid_out(report: Report, crossed: Crossed, *, form: Form, count: Count, share: Share) -> Report:
    """Return a report with a row a code, and its values side by side.

    Args:
        form: ``split``: in as many tables as 80 columns need; else in one.
    """
    labels = [value.name for value in crossed.values]
    if form is Form.SPLIT and any(width_of(label) > _LONGEST_LABEL for label in labels):
        labels = [str(number) for number in range(1, len(labels) + 1)]
    blocks = list(_blocks(labels, crossed)) if form is Form.SPLIT else [range(len(labels))]
    tables = [_counts(crossed, labels, block, number=number) for number, block in enumerate(blocks)]
    if share is not Share.NONE:
        tables += [_shares(crossed, labels, block, share) for block in blocks]
    first, *rest = tables
    values, _ = report.tables
    return replace(
        report,
        columns=first.columns,
        rows=first.rows,
        heading=f"Counts, in {count.value}",
        tables=(*rest, _named(values)),
        heat_map=_heat_map(crossed, f"{report.title}, in {count.value}"),
    )


def _blocks(labels: Sequence[str], crossed: Crossed) -> Iterator[range]:
    """Yield as many values as have room beside the codes, block after block."""
    start, used = 0, 0
    for n, label in enumerate(labels):
        figures = (f"{line.cells[n] or 0:,}" for line in crossed.lines)
        width = max(4, *map(width_of, label.split() or [""]), *map(len, figures)) + _GAP
        if n > start and used + width > _ROOM:
            yield range(start, n)
            start, used = n, 0
        used += width
    yield range(start, len(labels))


def _counts(crossed: Crossed, labels: Sequence[str], block: range, *, number: int) -> Table:
    values = crossed.values
    rows = tuple(
        (line.code, *(_shown(line, n) for n in block), line.total) for line in crossed.lines
    )
    columns = (
        Column("code", "Code", "full id"),
        *(Column(values[n].name, labels[n], _meaning(values[n])) for n in block),
        Column("total", "Total", "how much there is of the code, each thing once"),
    )
    if number:
        columns, rows = columns[:-1], tuple(row[:-1] for row in rows)
    return Table(f"counts-{number + 1}", "Counts, further values", columns, rows)


def _meaning(value: Value) -> str:
    return f"{value.name}: {value.units:,} units, of which {value.gone_over:,} gone over"


def _shown(line: Line, column: int) -> Cell:
    return _MARKS.get(line.zeros[column] or "", line.cells[column])


def _shares(crossed: Crossed, labels: Sequence[str], block: range, share: Share) -> Table:
    def part(n: int | None, value: Value, total: int) -> Cell:
        whole = value.base if share is Share.COLUMN else total
        return None if n is None or not whole else n / whole

    return Table(
        f"shares-{block.start + 1}",
        f"Shares of the {share.value}",
        (
            Column("code", "Code", "full id"),
            *(Column(crossed.values[n].name, labels[n]) for n in block),
        ),
        tuple(
            (line.code, *(part(line.cells[n], crossed.values[n], line.total) for n in block))
            for line in crossed.lines
        ),
    )


def _named(table: Table) -> Table:
    """Name the last row for readers."""
    *rows, (number, _, *last) = table.rows
    return replace(table, rows=(*rows, (number, "all together", *last)), notes=())


def _heat_map(crossed: Crossed, title: str) -> HeatMap | None:
    """Return the codes that there is most of, in the order of the rows, by values."""
    most = sorted((line for line in crossed.lines if line.total), key=lambda line: -line.total)
    large = {line.code for line in most[:_MOST_CODES]}
    shown = [line for line in crossed.lines if line.code in large]
    if not shown or not 1 < len(crossed.values) <= _MOST_ACROSS:
        return None
    some = f": the {len(shown)} codes that there is most of" if len(most) > len(shown) else ""
    return HeatMap(
        f"{title}{some}",
        tuple(line.code for line in shown),
        tuple(
            tuple(
                None if n is None else _MARKS.get(zero or "", float(n))
                for n, zero in zip(line.cells, line.zeros, strict=True)
            )
            for line in shown
        ),
        across=tuple(value.name for value in crossed.values),
        zero=NOT_FOUND,
        signs=tuple((sign, meaning) for meaning, sign in _MARKS.items()),
    )
