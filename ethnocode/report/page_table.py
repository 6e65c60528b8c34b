"""A table of a page: what a reader is shown, what the script can show besides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ethnocode.model import Cell, Column, Report
from ethnocode.report.figures import NOT_AVAILABLE, is_number, is_numeric, shown, top_rows
from ethnocode.report.page_passages import Passages
from ethnocode.report.quoting import read_words
from ethnocode.report.safe import breakable, html_text

MOST_ROWS = 5000
"""Rows in a page at most, so that a browser stays quick."""

_WIDE_FROM = 12


def table(report: Report, passages: Passages, *, caption: str) -> Iterable[str]:
    """Yield the table; figures that have been opened link to their passages.

    Rows beyond the report's ``top`` are in a body of their own that is hidden until the
    script shows them or paper does. The script also gives them classes and places to
    break, and their cells have no end tags, which HTML does not ask for: with all that,
    the page would be twice as long.

    Args:
        report: Whose columns and rows they are.
        passages: Those behind the figures.
        caption: What the table is called, for readers who do not see its heading.
    """
    top = len(top_rows(report))
    rows = report.rows[: max(top, MOST_ROWS)]
    layout = _Layout.of(report, rows, passages)
    wide = " wide" if len(report.columns) > _WIDE_FROM else ""
    name = html_text(caption)
    # The keyboard can scroll what has the focus; the script takes it where nothing scrolls.
    yield f'<div class="table{wide}" role="region" aria-label="{name}" tabindex="0"><table>'
    yield f'<caption class="unseen">{name}</caption>'
    yield f"<thead><tr>{''.join(layout.heads())}</tr></thead>"
    yield "<tbody>"
    yield from map(layout.row, rows[:top])
    yield "</tbody>"
    if len(rows) > top:
        yield '<tbody class="rest" hidden>'
        yield from (layout.row(row, bare=True) for row in rows[top:])
        yield "</tbody>"
    yield "</table></div>"


@dataclass(frozen=True, slots=True)
class _Layout:
    columns: tuple[Column, ...]
    kinds: tuple[str, ...]
    heading: int
    anchors: Mapping[tuple[str, ...], str]
    figure: int | None

    @classmethod
    def of(cls, report: Report, rows: tuple[tuple[Cell, ...], ...], passages: Passages) -> _Layout:
        columns = report.columns
        kinds = tuple(_kind(column, is_numeric(rows, i)) for i, column in enumerate(columns))
        figure = _figure_column(rows, kinds, passages.counted()) if passages.cells else None
        return cls(columns, kinds, _row_heads(kinds), passages.anchors, figure)

    def heads(self) -> Iterable[str]:
        for column, kind in zip(self.columns, self.kinds, strict=True):
            title = f' title="{html_text(column.meaning)}"' if column.meaning else ""
            number = ' class="number"' if kind == "number" else ""
            yield f'<th scope="col"{number}{title}>{html_text(column.label)}</th>'

    def row(self, row: tuple[Cell, ...], *, bare: bool = False) -> str:
        cells = zip(row, self.columns, self.kinds, strict=True)
        shown_cells = (
            _cell(
                cell,
                column,
                kind,
                tag='th scope="row"' if index < self.heading else "td",
                anchor=self._anchor(row, index),
                bare=bare,
            )
            for index, (cell, column, kind) in enumerate(cells)
        )
        return f"<tr>{''.join(shown_cells)}</tr>"

    def _anchor(self, row: tuple[Cell, ...], index: int) -> str:
        """Return the anchor of the passages behind a figure, or nothing."""
        if not self.anchors or not is_number(row[index]):
            return ""
        names = _names(row)
        keys = [names[:2], names[:1]] if index == self.figure else []
        if names:
            crossed = (names[0], self.columns[index].name)
            keys += [crossed, (crossed[1], crossed[0])]
        return next((self.anchors[key] for key in keys if key in self.anchors), "")


def _figure_column(
    rows: tuple[tuple[Cell, ...], ...],
    kinds: tuple[str, ...],
    counted: Mapping[tuple[str, ...], int],
) -> int | None:
    """Return the column that counts the passages; where none does, the first of numbers."""
    numbers = [index for index, kind in enumerate(kinds) if kind == "number"]
    opened = [(row, counted[key]) for row in rows for key in _keys(_names(row)) if key in counted]
    exact = (i for i in numbers if all(row[i] == number for row, number in opened))
    return next(exact, numbers[0]) if numbers and opened else None


def _names(row: tuple[Cell, ...]) -> tuple[str, ...]:
    return tuple(cell for cell in row[:3] if isinstance(cell, str))


def _keys(names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    return (names[:2], names[:1]) if len(names) > 1 else (names[:1],)


def _row_heads(kinds: tuple[str, ...]) -> int:
    """Return how many of the first columns name the row: one, or the two codes of a pair."""
    if not any(kind != "name" for kind in kinds):
        return min(1, len(kinds))
    names = next(index for index, kind in enumerate(kinds) if kind != "name")
    return min(names, 2)


def _kind(column: Column, numeric: bool) -> str:
    if column.prose:
        return "prose"
    return "number" if numeric else "name"


def _cell(cell: Cell, column: Column, kind: str, *, tag: str, anchor: str, bare: bool) -> str:
    content = shown(cell, column)
    content = html_text(read_words(content) if column.quoted else content)
    classes = [kind] * (kind != "name") + ["absent"] * (content == NOT_AVAILABLE)
    attributes = f' class="{" ".join(classes)}"' if classes and not bare else ""
    attributes += _exactly(cell, content)
    if kind == "name" and not bare:
        content = breakable(content)
    if anchor:
        content = f'<a href="#{anchor}">{content}</a>'
    return f"<{tag}{attributes}>{content}" + f"</{tag[:2]}>" * (not bare)


def _exactly(cell: Cell, content: str) -> str:
    """Return a number as it is, where what is shown of it is rounded, for the script to sort by."""
    if not is_number(cell) or content == NOT_AVAILABLE or float(content.replace(",", "")) == cell:
        return ""
    return f' data-is="{cell!r}"'
