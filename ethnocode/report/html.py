"""Reports as one HTML page that opens from a memory stick, without program or network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class _Section:
    heading: str
    parts: tuple[str, ...]
    kind: str = ""


def render(report: Report) -> str:
    """Return a report as a page for a supervisor: one file, and nothing fetched.

    Tables sort and filter and figures open to their passages by one script, which the
    page's policy names by its hash; without it, links lead to the same passages. What
    the report is of comes first, how to read it after that, and links lead to each.
    """
    passages = Passages.of(report.opened)
    script = page_script()
    sections = tuple(_sections(report, passages))
    parts = [
        *_head(report, page_policy(script)),
        "<main>",
        *_header(report),
        *_contents(sections),
        *(part for number, section in enumerate(sections, 1) for part in _laid(section, number)),
        "</main>",
        *_footer(report),
        f"<script>{script}</script>",
        "</body>",
        "</html>",
    ]
    return "\n".join(parts) + "\n"


def _sections(report: Report, passages: Passages) -> Iterable[_Section]:
    """Yield pictures that are the report, the table, its heat map, notes, and the rest."""
    if report.picture is not None:
        yield _Section(report.picture.title, (picture_figure(report)[0],))
    if report.charts:
        yield _Section("Charts", tuple(map(chart_figure, report.charts)), "charts")
    heading = report.heading or "The table"
    yield _Section(heading, tuple(_table(report, passages, heading=heading)))
    if report.heat_map is not None:
        drawn = heat_map(report.heat_map, anchors=passages.anchors)
        yield _Section(report.heat_map.title, (drawn,))
    if report.notes:
        notes = (f"<li>{html_text(note)}</li>" for note in report.notes)
        yield _Section("How to read this", ("<ul>", *notes, "</ul>"), "notes")
    for other in further(report):
        notes = (f'<p class="more">{html_text(note)}</p>' for note in other.notes)
        yield _Section(other.title, (*_table(other, passages, heading=other.title), *notes))
    if passages.cells:
        yield _Section("The passages behind the figures", tuple(passages.lists()), "opened")
    if passages.numbers:
        heading = "The passages in the order of the sources"
        yield _Section(heading, tuple(passages.words()), "read")


def _laid(section: _Section, number: int) -> Iterable[str]:
    kind = f' class="{section.kind}"' if section.kind else ""
    yield f'<section id="s{number}"{kind}>'
    yield f"<h2>{html_text(section.heading)}</h2>"
    yield from section.parts
    yield "</section>"


def _contents(sections: Sequence[_Section]) -> Iterable[str]:
    if len(sections) > 1:
        yield '<nav aria-label="On this page"><ul>'
        for number, section in enumerate(sections, 1):
            yield f'<li><a href="#s{number}">{html_text(section.heading)}</a></li>'
        yield "</ul></nav>"


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


def _table(report: Report, passages: Passages, *, heading: str) -> Iterable[str]:
    if report.rows:
        yield from table(report, passages, caption=heading)
    else:
        yield '<p class="more">No rows.</p>'
    if remainder(report):
        # The script and paper show the rest, and hide the remark, where the page has it all.
        kind = "more remainder" if len(report.rows) <= MOST_ROWS else "more"
        yield f'<p class="{kind}">{html_text(remainder(report))}</p>'
    yield from _meanings(report)


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
