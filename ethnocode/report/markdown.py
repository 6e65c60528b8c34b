"""Reports as Markdown, for a word processor, a repository or a message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ethnocode.model import Cell, Column, Opened, Report
from ethnocode.report.figures import (
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
from ethnocode.report.quoting import coded_lines
from ethnocode.report.safe import md_cell, spelt_out, visible


def render(report: Report) -> str:
    """Return a report as Markdown with a table as GitHub and pandoc read it."""
    blocks = [
        [f"# {md_cell(report.title)}"],
        [md_cell(report.study)],
        [f"- {md_cell(key)}: {_parameter(value)}" for key, value in report.parameters],
        [f"## {md_cell(report.heading)}"] if report.heading else [],
        *_body(report),
        *(block for table in further(report) for block in _further(table)),
        *(block for cell in report.opened for block in _opened(cell)),
        _section("Notes", [f"- {md_cell(note)}" for note in report.notes]),
        _section("Provenance", list(_provenance(report))),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if any(block)) + "\n"


def _body(report: Report) -> list[list[str]]:
    meanings = _meanings(report)
    listed = ["Columns:", "", *meanings] if report.heading and meanings else []
    return [
        list(_table(report)) if report.rows else ["No rows."],
        [remainder(report)],
        listed or _section("Columns", meanings),
    ]


def _further(table: Report) -> list[list[str]]:
    return [
        [f"## {md_cell(table.title)}"],
        *_body(replace(table, heading=table.title)),
        [f"- {md_cell(note)}" for note in table.notes],
    ]


def _opened(cell: Opened) -> Iterable[list[str]]:
    yield [f"## {md_cell(opened_title(cell))}"]
    for quotation in cell.quotations:
        lines = (*spelt_out(quotation.words.strip()).splitlines(), *coded_lines(quotation))
        words = [part for line in lines for part in (">", f"> {md_cell(line)}")][1:]
        yield [*words, ">", f"> — {md_cell(quotation_head(quotation))}"]
    yield [md_cell(opened_rest(cell))]


def _parameter(value: Cell) -> str:
    return md_cell(shown_parameter(value))


def _table(report: Report) -> Iterable[str]:
    rows = top_rows(report)
    numeric = [is_numeric(rows, index) for index in range(len(report.columns))]
    yield _line([md_cell(column.label) for column in report.columns])
    yield _line(["---:" if right else "---" for right in numeric])
    for row in rows:
        pairs = zip(row, report.columns, strict=True)
        yield _line([_cell(cell, column) for cell, column in pairs])


def _cell(cell: Cell, column: Column) -> str:
    return md_cell(cell) if isinstance(cell, str) else shown(cell, column)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _meanings(report: Report) -> list[str]:
    return [f"- {md_cell(c.label)}: {md_cell(c.meaning)}" for c in report.columns if c.meaning]


def _section(heading: str, lines: list[str]) -> list[str]:
    return [f"## {heading}", "", *lines] if lines else []


def _provenance(report: Report) -> Iterable[str]:
    if report.program:
        yield f"- Made with {md_cell(report.program)}."
    if report.command:
        yield f"- To get this report again: {_code_span(report.command)}"


def _code_span(text: str) -> str:
    """Fence text with more backticks than it holds in a row."""
    line = visible(text)
    fence = "`"
    while fence in line:
        fence += "`"
    return f"{fence} {line} {fence}" if "`" in line else f"{fence}{line}{fence}"
