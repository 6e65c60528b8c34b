"""The picture of a report: in its page, or as a file of its own."""

from __future__ import annotations

from ethnocode.model import Network, Report
from ethnocode.report.drawing import DRAWING_STYLE, Drawing, figure, svg_file
from ethnocode.report.figures import shown_parameter
from ethnocode.report.heat_drawing import draw_heat_map
from ethnocode.report.network import draw_network
from ethnocode.report.strip import draw_strip

_NOT_IN_A_PICTURE = ("codebook", "revision", "seed", "most", "width")

_NOTHING = "There is nothing to draw."


def drawing_of(report: Report) -> Drawing | None:
    """Return the network or the strip of a report; ``None`` where it has neither."""
    if report.picture is None:
        return None
    if isinstance(report.picture, Network):
        return draw_network(report.picture)
    return draw_strip(report.picture)


def picture_figure(report: Report) -> tuple[str, str]:
    """Return the network or strip of a report for its page, and the style that it needs.

    Both are empty where the report has neither.
    """
    drawing = drawing_of(report)
    return ("", "") if drawing is None else (figure(drawing), DRAWING_STYLE + drawing.style)


def picture_svg(report: Report) -> str:
    """Return the picture of a report as an SVG file; its notes where there is nothing to draw."""
    drawing = drawing_of(report)
    if drawing is None and report.heat_map is not None:
        drawing = draw_heat_map(report.heat_map)
    if drawing is None:
        drawing = Drawing(report.title, (_NOTHING, *report.notes), 0, 0, (), "")
    return svg_file(drawing, about=_about(report))


def _about(report: Report) -> tuple[str, ...]:
    """Say in the picture itself what was counted, as it may leave its report behind."""
    stated = (
        f"{name} {shown_parameter(value)}"
        for name, value in report.parameters
        if name not in _NOT_IN_A_PICTURE
    )
    foot = (report.study, " · ".join(stated), report.program)
    return tuple(line for line in foot if line)
