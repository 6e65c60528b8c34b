"""Reports as one HTML page that opens from a memory stick, without program or network."""

from __future__ import annotations

from collections.abc import Iterable

from ethnocode.model import Report
from ethnocode.report.chart import CHART_STYLE, chart_figure
from ethnocode.report.figures import further, remainder, shown_parameter
from ethnocode.report.heat_map import heat_map
from ethnocode.report.page_passages import Passages
from ethnocode.report.page_script import page_policy, page_script
from ethnocode.report.page_table import MOST_ROWS, table
from ethnocode.report.pictures import picture_figure
from ethnocode.report.safe import html_text
from ethnocode.report.style import OPENED_STYLE, STYLE, TABLE_STYLE


def render(report: Report) -> str:
    """Return a report as a page for a supervisor: one file, and nothing fetched.

    Tables sort and filter and figures open to their passages by one script, which the
    page's policy names by its hash; without it, links lead to the same passages.
    """
    passages = Passages.of(report.opened)
    script = page_script()
    parts = [
        *_head(report, page_policy(script)),
        "<main>",
        *_header(report),
        *_notes(report),
        *_picture(report, passages),
        *_table_section(report, passages, heading=report.heading or "The table"),
        *(part for other in further(report) for part in _further(other, passages)),
        *passages.section(),
        "</main>",
        *_footer(report),
        f"<script>{script}</script>",
        "</body>",
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def _head(report: Report, policy: str) -> Iterable[str]:
    more = (CHART_STYLE if report.charts else "") + (OPENED_STYLE if report.opened else "")
    more += picture_figure(report)[1]
    title = f"{report.title} · {report.study}" if report.study else report.title
    return (
        "<!DOCTYPE html>",
        '<html lang="en-GB">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{html_text(title)}</title>",
        f"<style>{STYLE}{TABLE_STYLE}{more}</style>",
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


def _picture(report: Report, passages: Passages) -> Iterable[str]:
    if report.picture is not None:
        yield f"<section><h2>{html_text(report.picture.title)}</h2>"
        yield picture_figure(report)[0]
        yield "</section>"
    if report.heat_map is not None:
        yield f"<section><h2>{html_text(report.heat_map.title)}</h2>"
        yield heat_map(report.heat_map, anchors=passages.anchors)
        yield "</section>"
    if report.charts:
        yield '<section class="charts">'
        for chart in report.charts:
            yield chart_figure(chart)
        yield "</section>"


def _further(report: Report, passages: Passages) -> Iterable[str]:
    yield from _table_section(report, passages, heading=report.title)
    yield from (f'<p class="more">{html_text(note)}</p>' for note in report.notes)


def _table_section(report: Report, passages: Passages, *, heading: str) -> Iterable[str]:
    yield f"<section><h2>{html_text(heading)}</h2>"
    if report.rows:
        yield from table(report, passages)
    else:
        yield '<p class="more">No rows.</p>'
    if remainder(report):
        # The script can show the rest, and takes the remark away, where the page has it all.
        kind = "more remainder" if len(report.rows) <= MOST_ROWS else "more"
        yield f'<p class="{kind}">{html_text(remainder(report))}</p>'
    yield from _meanings(report)
    yield "</section>"


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
