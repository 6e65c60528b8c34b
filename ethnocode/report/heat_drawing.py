"""A heat map as a drawing that needs no page around it."""

from __future__ import annotations

from collections.abc import Iterator

from ethnocode.model import HeatMap
from ethnocode.report.drawing import Drawing
from ethnocode.report.heat_map import heat_map_parts

HEAT_STYLE = """
.drawing .cell rect { fill: #f5f3ed; } .drawing .none rect { fill: none; }
.drawing .sign rect { fill: none; stroke: #9a9fa5; stroke-dasharray: 2 2; }
.drawing .zero text, .drawing .sign text { fill: #62676d; }
.drawing .s1 rect { fill: #e0eceb; } .drawing .s2 rect { fill: #b9d7d5; }
.drawing .s3 rect { fill: #86b9b9; } .drawing .s4 rect { fill: #34767d; }
.drawing .s5 rect { fill: #124750; }
.drawing .s4 text, .drawing .s5 text { fill: #ffffff; }
"""
"""The colours of a light page (:mod:`ethnocode.report.style`)."""


def _without_figure(heat: HeatMap) -> Iterator[str]:
    yield "· is 0" if heat.zero == "0" else f"· is 0, {heat.zero}"
    there = {value for row in heat.cells for value in row if isinstance(value, str)}
    yield from (f"{sign} is {meaning}" for sign, meaning in heat.signs if sign in there)
    if any(value is None for row in heat.cells for value in row):
        yield f"an empty cell: {heat.absent}"


def draw_heat_map(heat: HeatMap) -> Drawing:
    """Return the drawing of a heat map; every cell has its figure."""
    parts, width, height = heat_map_parts(heat)
    caption = (
        f"Every cell bears its figure; {'; '.join(_without_figure(heat))}.",
        "Shades are even steps of the square root of the figure's share of the largest.",
    )
    return Drawing(heat.title, caption, width, height, parts, HEAT_STYLE)
