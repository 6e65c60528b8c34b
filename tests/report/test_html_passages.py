"""Figures of a page that open: which ones link, and that every passage stands there once."""

from __future__ import annotations

import re

from ethnocode.model import Column, HeatMap, Opened, Quotation, Report, Table
from ethnocode.report import render
from ethnocode.report.page_table import MOST_ROWS

TURN = Quotation("b.txt", 9, 20, "Nobody came.", "(B, 2014)", "Win", ("a", "b"))
SAME = Quotation("b.txt", 9, 20, "Nobody came.", "(B, 2014)", "Win", ("c",))
OTHER = Quotation("a.txt", 50, 60, "Everybody came.", "(A, 2013)", "", ("a", "c"))
PAIRS = (Column("a", "A"), Column("b", "B"), Column("n_ab", "Both"), Column("n_a", "a"))


def page(report: Report) -> str:
    return render(report, "html")


def report_of(rows: tuple[tuple[str | int, ...], ...], *cells: Opened, **more: object) -> Report:
    columns = more.pop("columns", PAIRS)
    return Report("r", "R", (), (), columns, rows, opened=cells, **more)  # type: ignore[arg-type]


def linked(html: str) -> list[tuple[str, str]]:
    """Return the anchors that table cells link to, with what is written there."""
    return re.findall(r'<td class="number"><a href="#(\w+)">([^<]*)</a></td>', html)


def test_a_passage_behind_several_figures_stands_there_once_under_its_number() -> None:
    """Numbers follow source and place: a.txt comes before b.txt."""
    rows = (("a", "b", 1, 9), ("a", "c", 2, 9))
    html = page(report_of(rows, Opened(("a", "b"), (TURN,)), Opened(("a", "c"), (SAME, OTHER))))

    assert linked(html) == [("o1", "1"), ("o2", "2")]
    assert html.count("Nobody came.") == html.count("Everybody came.") == 1
    assert re.findall(r'<li><a href="#(p\d)">', html) == ["p2", "p2", "p1"]
    assert re.findall(r'<blockquote id="(p\d)"><p class="prose">([^<]+)', html) == [
        ("p1", "Everybody came."),
        ("p2", "Nobody came."),
    ]
    assert "[2] Win · (B, 2014) · a, b, c</footer>" in html
    assert "[2]<span> Win · (B, 2014) · c</span>" in html


def test_every_link_of_a_page_leads_somewhere_in_it() -> None:
    rows = (("a", "b", 1, 9), ("a", "c", 2, 9))
    heat = HeatMap("M", ("a", "b"), ((None, 1.0), (1.0, None)))
    html = page(report_of(rows, Opened(("a", "b"), (TURN, OTHER)), heat_map=heat))

    targets = re.findall(r'href="#([op]\w+)"', html)
    contents = re.findall(r'href="#(s\d+)"', html)
    ids = re.findall(r'\bid="(\w+)"', html)
    assert len(targets) == 5  # a figure, two cells of the map, two passages
    assert contents == ["s1", "s2", "s3", "s4"]  # table, map, cells, words
    assert set(targets) | set(contents) <= set(ids)
    assert len(ids) == len(set(ids))
    assert re.findall(r'href="([^#])', html) == []


def test_the_figure_that_counts_the_passages_is_the_one_that_opens() -> None:
    """Code b has 2 codings and 3 segments; its passages are the segments, one not shown."""
    columns = (Column("code", "Code"), Column("codings", "C"), Column("segments", "S"))
    rows = (("a", 1, 1), ("b", 2, 3))
    html = page(
        report_of(rows, Opened(("a",), (OTHER,)), Opened(("b",), (TURN, OTHER), 1), columns=columns)
    )

    assert linked(html) == [("o1", "1"), ("o2", "3")]
    assert re.findall(r'<tr><th scope="row">b</th>.*', html) == [
        '<tr><th scope="row">b</th><td class="number">2</td>'
        '<td class="number"><a href="#o2">3</a></td></tr>'
    ]


def test_where_no_figure_counts_the_passages_the_first_one_opens() -> None:
    html = page(report_of((("a", "b", 700, 800),), Opened(("a", "b"), (TURN,))))

    assert linked(html) == [("o1", "700")]


def test_cells_of_a_square_table_open_too_on_either_side() -> None:
    columns = (Column("number", "No."), Column("code", "Code"), Column("a", "1"), Column("b", "2"))
    square = Table("matrix", "M", columns, ((1, "a", 9, 5), (2, "b", 5, 9)))
    html = page(report_of((("a", "b", 5, 9),), Opened(("a", "b"), (TURN,)), tables=(square,)))

    assert linked(html) == [("o1", "5")] * 3


def test_a_page_without_passages_has_no_links() -> None:
    html = page(report_of((("a", "b", 5, 9),)))

    assert 'href="' not in html
    assert "blockquote id" not in html


def test_a_page_has_so_many_rows_and_no_more_and_says_so() -> None:
    rows = tuple(("a", "b", n, 1) for n in range(MOST_ROWS + 7))
    html = page(report_of(rows, top=3))

    assert html.count('<tr><th scope="row"') == MOST_ROWS
    assert html.count('<tbody class="rest" hidden>') == 1
    assert (
        f'<p class="more">… and {MOST_ROWS + 4:,} more rows; --format csv and json have all.'
        in html
    )
