"""A chart as an SVG: in a page, or a file of its own with all that it needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ethnocode.model import Chart, Point, Report, Series
from ethnocode.report.safe import html_text

CHART_STYLE = """
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(19.5rem, 1fr)); }
.charts { gap: 3rem 2rem; align-items: start; }
.charts figure { margin: 0; }
.charts h2 { font-size: 1.2rem; }
.chart { font-family: var(--sans, "Noto Sans", "Liberation Sans", Arial, sans-serif); }
.chart text { fill: var(--ink, #23262a); font-size: 11.5px; }
.chart .soft { fill: var(--soft, #62676d); }
.chart .title { font-size: 15px; font-weight: 600; }
.chart .grid { stroke: var(--rule, #dedad0); stroke-width: 1; }
.chart .diagonal { stroke: var(--soft, #62676d); stroke-width: 1; stroke-dasharray: 2 4; }
.chart path { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
.chart .bar { stroke-width: 1.2; opacity: .55; }
.chart .k0 { stroke: var(--accent, #175c66); } .chart .d0 { fill: var(--accent, #175c66); }
.chart .k1 { stroke: var(--h3, #86b9b9); } .chart .d1 { fill: var(--h3, #86b9b9); }
.chart .k2 { stroke: var(--soft, #62676d); } .chart .d2 { fill: var(--soft, #62676d); }
.chart .k2, .chart .k3 { stroke-dasharray: 5 4; stroke-width: 1.5; }
.chart .k3 { stroke: var(--ink, #23262a); } .chart .d3 { fill: var(--ink, #23262a); }
.chart .bar { stroke-dasharray: none; }
"""
"""Colours of the page where there is one; fallbacks in a file of its own."""

_LEFT, _RIGHT, _BELOW, _ABOVE = 58, 18, 50, 8
_PLOT_WIDTH, _PLOT_HEIGHT = 270, 210
_KEY_LINE = 19
_TITLE = 30
_WIDTH = _LEFT + _PLOT_WIDTH + _RIGHT
_TOPS = ((0.1, 0.02), (0.2, 0.05), (0.4, 0.1), (0.6, 0.2), (0.8, 0.2))
_LOOKS = 4
_BETWEEN = 24
_PAPER = "#ffffff"


@dataclass(frozen=True, slots=True)
class _Frame:
    top: float
    step: float
    first: float
    last: float
    above: int

    @classmethod
    def of(cls, chart: Chart) -> _Frame:
        points = [point for series in chart.series for point in series.points]
        most = max((max(point.y, point.high or 0.0) for point in points), default=1.0)
        fitting = [(top, step) for top, step in _TOPS if most <= top and not chart.diagonal]
        top, step = fitting[0] if fitting else (1.0, 0.2)
        places = [x for x, _ in chart.ticks] or [0.0, 1.0]
        return cls(top, step, places[0], places[-1], _ABOVE + _KEY_LINE * len(_keys(chart)) + 6)

    @property
    def height(self) -> int:
        return self.above + _PLOT_HEIGHT + _BELOW

    def x(self, value: float) -> float:
        reach = (self.last - self.first) or 1.0
        return _LEFT + _PLOT_WIDTH * (value - self.first) / reach

    def y(self, value: float) -> float:
        return self.above + _PLOT_HEIGHT * (1 - value / self.top)

    def levels(self) -> list[float]:
        return [self.step * n for n in range(round(self.top / self.step) + 1)]


def chart_figure(chart: Chart) -> str:
    """Return a chart under its title, for a page that has :data:`CHART_STYLE`."""
    return f"<figure><h2>{html_text(chart.title)}</h2>\n{_svg(chart)}</figure>"


def charts_svg(report: Report) -> str:
    """Return all charts of a report, side by side, as one SVG file that needs nothing else.

    Raises:
        ValueError: The report has no chart.
    """
    if not report.charts:
        raise ValueError(f"the report '{report.name}' has no chart")
    width = len(report.charts) * (_WIDTH + _BETWEEN) - _BETWEEN + 2 * _BETWEEN
    height = max(_Frame.of(chart).height for chart in report.charts) + _TITLE + 2 * _BETWEEN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img">',
        f"<title>{html_text(f'{report.title} · {report.study}'.strip(' ·'))}</title>",
        f"<desc>{html_text(' '.join(report.notes))}</desc>",
        f"<style>{CHART_STYLE}</style>",
        f'<rect width="{width}" height="{height}" fill="{_PAPER}"/>',
    ]
    for n, chart in enumerate(report.charts):
        x = _BETWEEN + n * (_WIDTH + _BETWEEN)
        parts.append(
            f'<g class="chart"><text class="title" x="{x + 4}" y="{_BETWEEN + 15}">'
            f"{html_text(chart.title)}</text></g>"
        )
        parts.append(_svg(chart, place=f'x="{x}" y="{_BETWEEN + _TITLE}" '))
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


def _svg(chart: Chart, *, place: str = "") -> str:
    frame = _Frame.of(chart)
    size = f'width="{_WIDTH}" height="{frame.height}" viewBox="0 0 {_WIDTH} {frame.height}"'
    parts = [
        f'<svg class="chart" {place}{size} role="img" aria-label="{html_text(chart.title)}">',
        *_legend(chart),
        *_axes(chart, frame),
        # The first series matters most and is drawn last, above the others.
        *(part for n in reversed(range(len(chart.series))) for part in _drawn(chart, n, frame)),
        "</svg>",
    ]
    return "\n".join(parts)


def _keys(chart: Chart) -> list[Series]:
    return list(chart.series) if len(chart.series) > 1 else []


def _legend(chart: Chart) -> Iterable[str]:
    for n, series in enumerate(_keys(chart)):
        y = _ABOVE + _KEY_LINE * n + 7
        look = n % _LOOKS
        if series.joined:
            yield f'<path class="k{look}" d="M{_LEFT} {y}h24"/>'
        yield f'<circle class="d{look}" cx="{_LEFT + 12}" cy="{y}" r="3"/>'
        yield f'<text x="{_LEFT + 32}" y="{y}" dy=".35em">{html_text(series.name)}</text>'


def _axes(chart: Chart, frame: _Frame) -> Iterable[str]:
    right, bottom = _LEFT + _PLOT_WIDTH, frame.y(0)
    for level in frame.levels():
        y = frame.y(level)
        yield f'<line class="grid" x1="{_LEFT}" y1="{y:.1f}" x2="{right}" y2="{y:.1f}"/>'
        yield (
            f'<text class="soft" x="{_LEFT - 8}" y="{y:.1f}" dy=".35em" '
            f'text-anchor="end">{level:.2f}</text>'
        )
    for x, label in chart.ticks:
        at = frame.x(x)
        yield (
            f'<text class="soft" x="{at:.1f}" y="{bottom + 18:.1f}" '
            f'text-anchor="middle">{html_text(label)}</text>'
        )
    if chart.diagonal:
        ends = f'x2="{frame.x(1):.1f}" y2="{frame.y(1):.1f}"'
        yield (
            f'<line class="diagonal" x1="{frame.x(0):.1f}" y1="{bottom:.1f}" {ends}>'
            "<title>as often right as predicted</title></line>"
        )
    middle = _LEFT + _PLOT_WIDTH / 2
    yield (
        f'<text x="{middle:.1f}" y="{bottom + 40:.1f}" '
        f'text-anchor="middle">{html_text(chart.across)}</text>'
    )
    half = frame.above + _PLOT_HEIGHT / 2
    yield (
        f'<text x="11" y="{half:.1f}" text-anchor="middle" '
        f'transform="rotate(-90 11 {half:.1f})">{html_text(chart.up)}</text>'
    )


def _drawn(chart: Chart, number: int, frame: _Frame) -> Iterable[str]:
    series, look = chart.series[number], number % _LOOKS
    for point in series.points:
        yield from _interval(point, frame, look=look)
    if series.joined and len(series.points) > 1:
        yield f'<path class="k{look}" d="{_line(series.points, frame)}"/>'
    for point in series.points:
        said = f"<title>{html_text(point.label)}</title>" if point.label else ""
        x, y = frame.x(point.x), frame.y(point.y)
        yield f'<circle class="d{look}" cx="{x:.1f}" cy="{y:.1f}" r="4">{said}</circle>'


def _interval(point: Point, frame: _Frame, *, look: int) -> Iterable[str]:
    if point.low is not None and point.high is not None:
        x, low, high = frame.x(point.x), frame.y(point.low), frame.y(point.high)
        ends = f"M{x - 4:.1f} {low:.1f}h8M{x - 4:.1f} {high:.1f}h8"
        yield f'<path class="bar k{look}" d="M{x:.1f} {low:.1f}V{high:.1f}{ends}"/>'


def _line(points: Sequence[Point], frame: _Frame) -> str:
    places = [f"{frame.x(point.x):.1f} {frame.y(point.y):.1f}" for point in points]
    return f"M{places[0]}" + "".join(f"L{place}" for place in places[1:])
