"""Charts: where points stand, what is written beside them, and a file of its own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from ethnocode.model import Chart, Column, Point, Report, Series
from ethnocode.report import render
from ethnocode.report.chart import chart_figure, charts_svg

CHART = Chart(
    "curve",
    "What more coding brings",
    "coded passages",
    "precision at 1",
    ((0.0, "0"), (1.0, "25"), (2.0, "all")),
    (
        Series(
            "suggestions",
            (
                Point(0.0, 0.1, 0.05, 0.15, "nothing coded: .10"),
                Point(1.0, 0.2),
                Point(2.0, 0.4, 0.3, 0.4),
            ),
        ),
        Series("tf-idf ridge", (Point(1.0, 0.05), Point(2.0, 0.2))),
    ),
)
REPORT = Report("r", "R", (), ("A note.",), (Column("a", "A"),), (), charts=(CHART, CHART))
SPACE = "{http://www.w3.org/2000/svg}"


def circles(svg: str, look: str) -> list[tuple[float, float]]:
    """Return the points of a series, without its mark in the legend."""
    found = re.findall(rf'<circle class="{look}" cx="([\d.]+)" cy="([\d.]+)" r="4"', svg)
    return [(float(x), float(y)) for x, y in found]


def test_points_stand_in_proportion_to_their_values() -> None:
    """The axis ends at .4: a tenth is a quarter of the height; three places are even."""
    points = circles(chart_figure(CHART), "d0")

    (x0, y0), (x1, y1), (x2, y2) = points
    assert x1 - x0 == pytest.approx(x2 - x1, abs=0.2)
    assert (y0 - y1) * 2 == pytest.approx(y1 - y2, abs=0.3)
    assert y0 - y2 == pytest.approx(3 * (y0 - y1), abs=0.4)


def test_the_axis_ends_above_the_highest_value_or_interval() -> None:
    for most, last in ((0.08, "0.10"), (0.11, "0.20"), (0.41, "0.60"), (0.95, "1.00")):
        series = (Series("s", (Point(0.0, 0.01, 0.0, most),)),)
        labels = re.findall(r">(\d\.\d\d)</text>", chart_figure(replace(CHART, series=series)))
        assert labels[-1] == last


def test_intervals_names_and_labels_are_there_and_the_diagonal_only_where_it_says_something() -> (
    None
):
    figure = chart_figure(CHART)

    assert len(re.findall(r'class="bar k0"', figure)) == 2
    for said in ("suggestions", "tf-idf ridge", "precision at 1", "<title>nothing coded: .10<"):
        assert said in figure
    assert 'class="diagonal"' not in figure
    assert 'class="diagonal"' in chart_figure(replace(CHART, diagonal=True))


def test_a_chart_of_nothing_has_its_axes() -> None:
    for series in ((), (Series("s", ()),)):
        assert "coded passages" in chart_figure(replace(CHART, series=series))


def test_a_file_of_its_own_is_whole_and_fetches_nothing() -> None:
    page = charts_svg(REPORT)
    root = ElementTree.fromstring(page)

    assert root.tag == f"{SPACE}svg"
    assert len(root.findall(f"{SPACE}svg")) == 2
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "<style>" in page
    assert page == charts_svg(REPORT)


def test_without_a_chart_there_is_no_file() -> None:
    with pytest.raises(ValueError, match="no chart"):
        charts_svg(replace(REPORT, charts=()))


def test_a_page_has_its_charts_and_their_style_only_where_there_are_some() -> None:
    assert render(REPORT, "html").count('<svg class="chart"') == 2
    assert ".charts {" in render(REPORT, "html")
    assert ".charts {" not in render(replace(REPORT, charts=()), "html")


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><a onclick="x()">', "\x1b[2J&"])
def test_hostile_text_in_a_file_of_charts_is_text(
    text: str, with_further: Callable[[str], Report]
) -> None:
    root = ElementTree.fromstring(charts_svg(with_further(text)))

    tags = {element.tag.removeprefix(SPACE) for element in root.iter()}
    assert tags <= {
        *("svg", "title", "desc", "style", "rect", "g", "text", "line", "path", "circle")
    }
    assert not [name for element in root.iter() for name in element.attrib if name[:2] == "on"]
