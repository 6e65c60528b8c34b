"""Reports as one HTML page that opens from a memory stick, without program or network."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ethnocode.model import Cell, Column, Opened, Report
from ethnocode.report.chart import CHART_STYLE, chart_figure
from ethnocode.report.figures import (
    NOT_AVAILABLE,
    further,
    is_numeric,
    opened_rest,
    opened_title,
    quotation_head,
    remainder,
    shown,
    shown_parameter,
    top_rows,
)
from ethnocode.report.heat_map import heat_map
from ethnocode.report.safe import html_text
from ethnocode.report.style import OPENED_STYLE, STYLE

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_JOINT = re.compile(r"(?<=[^\W_])([._/])(?=[^\W_])")


def render(report: Report) -> str:
    """Return a report as a page for a supervisor: no script, nothing fetched."""
    parts = [
        *_head(report),
        "<main>",
        *_header(report),
        *_notes(report),
        *_picture(report),
        *_table_section(report, heading=report.heading or "The table"),
        *(part for table in further(report) for part in _further(table)),
        *_opened_section(report),
        "</main>",
        *_footer(report),
        "</body>",
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def _head(report: Report) -> Iterable[str]:
    more = (CHART_STYLE if report.charts else "") + (OPENED_STYLE if report.opened else "")
    title = f"{report.title} · {report.study}" if report.study else report.title
    return (
        "<!DOCTYPE html>",
        '<html lang="en-GB">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{html_text(title)}</title>",
        f"<style>{STYLE}{more}</style>",
        "</head>",
        "<body>",
    )


def _header(report: Report) -> Iterable[str]:
    yield "<header>"
    if report.study:
        yield f'<p class="study">{html_text(report.study)}</p>'
    yield f"<h1>{html_text(report.title)}</h1>"
    if report.parameters:
        yield '<dl class="parameters">'
        for name, value in report.parameters:
            content = html_text(shown_parameter(value))
            yield f"<div><dt>{html_text(name)}</dt><dd>{content}</dd></div>"
        yield "</dl>"
    yield "</header>"


def _notes(report: Report) -> Iterable[str]:
    if report.notes:
        yield '<section class="notes"><h2>How to read this</h2><ul>'
        for note in report.notes:
            yield f"<li>{html_text(note)}</li>"
        yield "</ul></section>"


def _picture(report: Report) -> Iterable[str]:
    if report.heat_map is not None:
        yield f"<section><h2>{html_text(report.heat_map.title)}</h2>"
        yield heat_map(report.heat_map)
        yield "</section>"
    if report.charts:
        yield '<section class="charts">'
        for chart in report.charts:
            yield chart_figure(chart)
        yield "</section>"


def _further(table: Report) -> Iterable[str]:
    yield from _table_section(table, heading=table.title)
    yield from (f'<p class="more">{html_text(note)}</p>' for note in table.notes)


def _opened_section(report: Report) -> Iterable[str]:
    if not report.opened:
        return
    yield '<section class="opened"><h2>The passages behind the figures</h2>'
    for cell in report.opened:
        yield from _opened(cell)
    yield "</section>"


def _opened(cell: Opened) -> Iterable[str]:
    yield f"<details><summary>{_breakable(html_text(opened_title(cell)))}</summary>"
    for quotation in cell.quotations:
        yield (
            f'<blockquote><p class="prose">{html_text(quotation.words.strip())}</p>'
            f"<footer>{_breakable(html_text(quotation_head(quotation)))}</footer></blockquote>"
        )
    if cell.left_out:
        yield f'<p class="more">{html_text(opened_rest(cell))}</p>'
    yield "</details>"


def _table_section(report: Report, *, heading: str) -> Iterable[str]:
    yield f"<section><h2>{html_text(heading)}</h2>"
    if report.rows:
        yield from _table(report)
    else:
        yield '<p class="more">No rows.</p>'
    if remainder(report):
        yield f'<p class="more">{html_text(remainder(report))}</p>'
    yield from _meanings(report)
    yield "</section>"


def _table(report: Report) -> Iterable[str]:
    rows = top_rows(report)
    kinds = [_kind(column, is_numeric(rows, i)) for i, column in enumerate(report.columns)]
    yield '<div class="table"><table>'
    yield "<thead><tr>"
    for column, kind in zip(report.columns, kinds, strict=True):
        title = f' title="{html_text(column.meaning)}"' if column.meaning else ""
        number = ' class="number"' if kind == "number" else ""
        yield f'<th scope="col"{number}{title}>{html_text(column.label)}</th>'
    yield "</tr></thead>"
    yield "<tbody>"
    for row in rows:
        cells = zip(row, report.columns, kinds, strict=True)
        yield f"<tr>{''.join(_cell(cell, column, kind) for cell, column, kind in cells)}</tr>"
    yield "</tbody>"
    yield "</table></div>"


def _kind(column: Column, numeric: bool) -> str:
    if column.prose:
        return "prose"
    return "number" if numeric else "name"


def _cell(cell: Cell, column: Column, kind: str) -> str:
    content = html_text(shown(cell, column))
    if kind == "name":
        content = _breakable(content)
    classes = [kind] * (kind != "name") + ["absent"] * (content == NOT_AVAILABLE)
    attribute = f' class="{" ".join(classes)}"' if classes else ""
    return f"<td{attribute}>{content}</td>"


def _breakable(escaped: str) -> str:
    """Let a dotted code id break at its joints, where the table is narrow."""
    return _JOINT.sub(r"\1<wbr>", escaped)


def _meanings(report: Report) -> Iterable[str]:
    described = [column for column in report.columns if column.meaning]
    if described:
        yield '<dl class="meanings">'
        for column in described:
            label, meaning = html_text(column.label), html_text(column.meaning)
            yield f"<div><dt>{label}</dt><dd>{meaning}</dd></div>"
        yield "</dl>"


def _footer(report: Report) -> Iterable[str]:
    if not (report.command or report.program):
        return
    yield "<footer>"
    if report.command:
        yield f"<p>To get this report again: <code>{html_text(report.command)}</code></p>"
    if report.program:
        yield f"<p>Made with {html_text(report.program)}.</p>"
    yield "</footer>"
