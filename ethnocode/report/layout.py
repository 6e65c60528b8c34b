"""Fitting a table into the width of a terminal.

Room is made in this order: prose is wrapped, headings are wrapped, names are
shortened in the middle, prose is wrapped closer, and at last columns are left
out from the right and named below the table. A number is never shortened. What a
column holds that belongs below the row takes no room from the others. On a page wider
than 80 columns those that are not ``narrow`` come in, from the left, where they fit
without names being shortened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ethnocode.model import Cell, Column, Report
from ethnocode.report.figures import is_numeric, shown, top_rows
from ethnocode.report.measure import PAGE_WIDTH, shorten, width_of, wrap
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
    void = void_columns(report)
    beside = [i for i in _as_read(report) if i not in void and not report.columns[i].below]
    drafts = [_draft(report, index) for index in beside]
    chosen = [draft for draft in drafts if draft.column.narrow]
    if width > PAGE_WIDTH:
        sides = [draft for draft in drafts if draft.column.narrow or not draft.column.beside]
        chosen = _with_more(chosen, sides, width)
    while not _fits(chosen, width) and len(chosen) > 1:
        chosen.pop()
    indices = {*void, *(draft.index for draft in chosen)}
    indices |= {index for index, column in enumerate(report.columns) if column.below}
    hidden = (visible(c.label) for i, c in enumerate(report.columns) if i not in indices)
    filled = tuple(_filled(draft, width) for draft in chosen)
    below = _below(report, min(width, PAGE_WIDTH))
    return Layout(_bottom_aligned(filled), tuple(hidden), tuple(below))


def void_columns(report: Report) -> tuple[int, ...]:
    """Return which narrow columns are n/a in every row, where there are rows."""
    if not report.rows:
        return ()
    return tuple(
        index
        for index, column in enumerate(report.columns)
        if column.narrow and all(row[index] is None for row in report.rows)
    )


def _as_read(report: Report) -> list[int]:
    """Return the columns in the order that they are read in."""
    names = [column.name for column in report.columns]
    places = [
        (names.index(column.beside), 1) if column.beside else (index, 0)
        for index, column in enumerate(report.columns)
    ]
    return sorted(range(len(places)), key=places.__getitem__)


def _with_more(chosen: Sequence[_Draft], drafts: Sequence[_Draft], width: int) -> list[_Draft]:
    """Return the chosen columns and those from the left that fit beside them unshortened."""
    kept = {draft.index for draft in chosen}
    for more in drafts:
        tried = [draft for draft in drafts if draft.index in kept or draft is more]
        for draft in tried:
            draft.width = _wanted(draft)
        if sum(_phases(tried)[1]) + GAP * (len(tried) - 1) <= width:
            kept.add(more.index)
    return [draft for draft in drafts if draft.index in kept]


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
        draft.width = _wanted(draft)
    for floors in _phases(drafts):
        _shrink(drafts, floors, width)
    return _excess(drafts, width) <= 0


def _wanted(draft: _Draft) -> int:
    """Return how wide a column would be, had it all the room; prose is read in lines."""
    content = min(draft.content, PAGE_WIDTH) if draft.column.prose else draft.content
    return max(content, width_of(draft.label), 1)


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
