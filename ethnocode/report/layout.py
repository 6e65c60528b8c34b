"""Fitting a table into the width of a terminal.

Room is made in this order: prose is wrapped, headings are wrapped, names are
shortened in the middle, prose is wrapped closer, and at last columns are left
out from the right and named below the table. A number is never shortened. What a
column holds that belongs below the row takes no room from the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ethnocode.model import Cell, Column, Report
from ethnocode.report.figures import is_numeric, shown, top_rows
from ethnocode.report.measure import shorten, width_of, wrap
from ethnocode.report.safe import visible

GAP = 2
_PROSE_FLOORS = (40, 24)
_NAME_FLOOR = 12
_INDENT = 2 * GAP


@dataclass(frozen=True, slots=True)
class FittedColumn:
    """A column cut to its width.

    Args:
        width: Columns of the terminal it takes.
        right: Whether it stands flush right.
        heading: Lines of the heading, as many in every column; the first may be empty.
        cells: Lines of each row's cell.
    """

    width: int
    right: bool
    heading: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A table cut to the width of a page.

    Args:
        columns: The columns that fit.
        hidden: Labels of those that are not shown.
        below: Lines under each row; none at all where no column belongs there.
    """

    columns: tuple[FittedColumn, ...]
    hidden: tuple[str, ...]
    below: tuple[tuple[str, ...], ...] = ()


@dataclass(slots=True)
class _Draft:
    index: int
    column: Column
    right: bool
    cells: tuple[str, ...]
    width: int = 0

    @property
    def label(self) -> str:
        return visible(self.column.label)

    @property
    def content(self) -> int:
        return max(map(width_of, self.cells), default=0)

    @property
    def heading_floor(self) -> int:
        return max(map(width_of, self.label.split()), default=0)


def lay_out(report: Report, *, width: int) -> Layout:
    """Choose, size and fill the columns of a report's table."""
    beside = [i for i, column in enumerate(report.columns) if column.narrow and not column.below]
    drafts = [_draft(report, index) for index in beside]
    kept = len(drafts)
    while not _fits(drafts[:kept], width) and kept > 1:
        kept -= 1
    indices = {draft.index for draft in drafts[:kept]}
    indices |= {index for index, column in enumerate(report.columns) if column.below}
    hidden = (visible(c.label) for i, c in enumerate(report.columns) if i not in indices)
    filled = tuple(_filled(draft, width) for draft in drafts[:kept])
    return Layout(_bottom_aligned(filled), tuple(hidden), tuple(_below(report, width)))


def _below(report: Report, width: int) -> Iterator[tuple[str, ...]]:
    """Yield, row by row, what is set under it, each behind the label of its column."""
    if not any(column.below for column in report.columns):
        return
    for row in top_rows(report):
        pairs = [pair for pair in zip(row, report.columns, strict=True) if pair[1].below]
        said = [f"{column.label}: {shown(cell, column)}" for cell, column in pairs if cell != ""]
        yield tuple(line for text in said for line in _hanging(text, width))


def _hanging(text: str, width: int) -> Iterator[str]:
    """Yield the lines of a text, indented; all but the first somewhat more."""
    indent = _INDENT
    for paragraph in visible(text, breaks=True).splitlines():
        for line in wrap(paragraph, width - _INDENT - GAP) if paragraph.strip() else ():
            yield " " * indent + line
            indent = _INDENT + GAP


def _draft(report: Report, index: int) -> _Draft:
    rows = top_rows(report)
    column = report.columns[index]
    cells = tuple(_line(row[index], column) for row in rows)
    return _Draft(index, column, is_numeric(rows, index), cells)


def _line(cell: Cell, column: Column) -> str:
    return visible(shown(cell, column))


def _fits(drafts: Sequence[_Draft], width: int) -> bool:
    """Size the columns, narrowing them phase by phase until they fit."""
    for draft in drafts:
        draft.width = max(draft.content, width_of(draft.label), 1)
    for floors in _phases(drafts):
        _shrink(drafts, floors, width)
    return _excess(drafts, width) <= 0


def _phases(drafts: Sequence[_Draft]) -> list[list[int]]:
    """Return, phase after phase, how narrow each column may become."""
    wide, close = _PROSE_FLOORS
    prose = [min(d.width, wide) if d.column.prose else d.width for d in drafts]
    headings = [min(p, max(d.content, d.heading_floor)) for d, p in zip(drafts, prose, strict=True)]
    names = [_name_floor(d, h) for d, h in zip(drafts, headings, strict=True)]
    last = [min(n, close) if d.column.prose else n for d, n in zip(drafts, names, strict=True)]
    return [prose, headings, names, last]


def _name_floor(draft: _Draft, width: int) -> int:
    if draft.right or draft.column.prose:
        return width
    return min(width, max(_NAME_FLOOR, min(draft.heading_floor, 2 * _NAME_FLOOR)))


def _shrink(drafts: Sequence[_Draft], floors: Sequence[int], width: int) -> None:
    """Take the excess from the widest column above its floor, one step at a time."""
    # A cell of a megabyte must not cost a million steps: nothing is wider than the page.
    for draft, floor in zip(drafts, floors, strict=True):
        draft.width = min(draft.width, max(floor, width))
    for _ in range(max(_excess(drafts, width), 0)):
        above = [d for d, floor in zip(drafts, floors, strict=True) if d.width > floor]
        if not above:
            return
        max(above, key=lambda draft: draft.width).width -= 1


def _excess(drafts: Sequence[_Draft], width: int) -> int:
    return sum(draft.width for draft in drafts) + GAP * (len(drafts) - 1) - width


def _filled(draft: _Draft, page: int) -> FittedColumn:
    width = min(draft.width, page)
    fit = wrap if draft.column.prose else _shortened
    cells = tuple(fit(cell, width) for cell in draft.cells)
    return FittedColumn(width, draft.right, wrap(draft.label, width), cells)


def _bottom_aligned(columns: Sequence[FittedColumn]) -> tuple[FittedColumn, ...]:
    height = max((len(column.heading) for column in columns), default=0)
    return tuple(
        replace(column, heading=("",) * (height - len(column.heading)) + column.heading)
        for column in columns
    )


def _shortened(text: str, width: int) -> tuple[str, ...]:
    return (shorten(text, width),)
