"""A heat map as an inline SVG: figures first, colour as an aid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import ceil, cos, isfinite, radians, sin, sqrt
from types import MappingProxyType

from ethnocode.model import Column, HeatMap
from ethnocode.report.figures import shown
from ethnocode.report.measure import shorten_apart, width_of
from ethnocode.report.safe import html_text

STEPS = 5
_SMALLEST_CELL = 26
_CHAR_WIDTH = 7.1
_FIGURE_WIDTH = 6.4
_FIGURE_SIZE = 10.5
_ROW_LABEL_CHARS = 34
_COLUMN_LABEL_CHARS = 28
_SLANT = radians(52)
_GUTTER = 10
_LEGIBLE_WIDTH = 840
_READ = (
    "Every cell bears its figure. The stronger the shade, the larger the figure: shades are "
    "even steps of the square root of its share of the largest."
)
_NO_ANCHORS: Mapping[tuple[str, ...], str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class _Geometry:
    cell: int
    left: int
    top: int
    right: int
    rows: int
    columns: int

    @property
    def width(self) -> int:
        return self.left + self.columns * self.cell + self.right

    @property
    def height(self) -> int:
        return self.top + self.rows * self.cell + 2


def heat_map(heat: HeatMap, *, anchors: Mapping[tuple[str, ...], str] = _NO_ANCHORS) -> str:
    """Return the map as a figure with its legend.

    A cell shows its figure, and its labels in full when pointed at. The five
    shades are even steps of the square root of the value's share of the largest,
    so that many small counts stay apart beside a few large ones.

    Args:
        heat: The map.
        anchors: Where in the page a cell leads, by its two labels in order.
    """
    geometry = _geometry(heat)
    size = f'width="{geometry.width}" height="{geometry.height}"'
    box = f'viewBox="0 0 {geometry.width} {geometry.height}"'
    # A map wider than the page shrinks as far as it stays legible, and then scrolls.
    least = f'style="min-width:{min(geometry.width, _LEGIBLE_WIDTH)}px"'
    name = f'role="img" aria-label="{html_text(heat.title)}"'
    parts = [
        '<figure style="margin:0">',
        f'<div class="scroll"><svg {size} {box} {least} {name}>',
        *_column_labels(heat, geometry),
        *_rows(heat, geometry, anchors),
        "</svg></div>",
        f'<figcaption><p>{_READ}</p><ul class="legend">',
        *_legend(heat),
        "</ul></figcaption></figure>",
    ]
    return "\n".join(parts)


def heat_map_parts(heat: HeatMap) -> tuple[tuple[str, ...], int, int]:
    """Return the elements of the map without figure and legend, its width and its height."""
    geometry = _geometry(heat)
    parts = (*_column_labels(heat, geometry), *_rows(heat, geometry, {}))
    return parts, geometry.width, geometry.height


def _geometry(heat: HeatMap) -> _Geometry:
    figures = [width_of(_figure(value)) for row in heat.cells for value in row]
    rows, columns = _short_labels(heat)
    longest = max(map(width_of, rows.values()), default=0)
    slanted = max(map(width_of, columns.values()), default=0) * _CHAR_WIDTH
    return _Geometry(
        cell=max(_SMALLEST_CELL, ceil(max(figures, default=0) * _FIGURE_WIDTH) + 8),
        left=ceil(longest * _CHAR_WIDTH) + _GUTTER,
        top=ceil(slanted * sin(_SLANT)) + 2 * _GUTTER,
        right=ceil(slanted * cos(_SLANT)),
        rows=len(heat.labels),
        columns=len(heat.columns),
    )


def _short_labels(heat: HeatMap) -> tuple[dict[str, str], dict[str, str]]:
    """Return what rows and columns are called, no two of them alike."""
    return (
        shorten_apart(heat.labels, _ROW_LABEL_CHARS),
        shorten_apart(heat.columns, _COLUMN_LABEL_CHARS),
    )


def _column_labels(heat: HeatMap, geometry: _Geometry) -> Iterable[str]:
    _, short = _short_labels(heat)
    for index, label in enumerate(heat.columns):
        x = geometry.left + (index + 0.5) * geometry.cell + 3
        y = geometry.top - 6
        yield (
            f'<text x="{x:g}" y="{y}" font-size="11.5" transform="rotate(-52 {x:g} {y})">'
            f"<title>{html_text(label)}</title>{html_text(short[label])}</text>"
        )


def _rows(
    heat: HeatMap, geometry: _Geometry, anchors: Mapping[tuple[str, ...], str]
) -> Iterable[str]:
    steps = _Steps.of(heat)
    short, _ = _short_labels(heat)
    for row, (label, values) in enumerate(zip(heat.labels, heat.cells, strict=True)):
        y = geometry.top + row * geometry.cell
        middle = y + geometry.cell / 2
        yield (
            f'<text x="{geometry.left - _GUTTER}" y="{middle:g}" font-size="11.5" dy=".35em" '
            f'text-anchor="end"><title>{html_text(label)}</title>'
            f"{html_text(short[label])}</text>"
        )
        yield f'<g font-size="{_FIGURE_SIZE}" text-anchor="middle">'
        for column, (other, value) in enumerate(zip(heat.columns, values, strict=True)):
            x = geometry.left + column * geometry.cell
            size = geometry.cell - 1
            pair = (label, other) if heat.across else (min(label, other), max(label, other))
            anchor = anchors.get(pair, "")
            # The table has the same links for the keyboard, one for each pair.
            yield (
                f'<a href="#{anchor}" tabindex="-1">' * bool(anchor)
                + (
                    f'<g class="cell {steps.name(value)}">'
                    f"<title>{html_text(f'{label} × {other}: {_spoken(value, heat)}')}</title>"
                    f'<rect x="{x}" y="{y}" width="{size}" height="{size}"/>'
                    f"{_written(_figure(value), x=x + size / 2, y=y + size / 2)}</g>"
                )
                + "</a>" * bool(anchor)
            )
        yield "</g>"


def _written(figure: str, *, x: float, y: float) -> str:
    """Return a figure in the middle of its cell; size and anchor are those of the row."""
    return figure and f'<text x="{x:g}" y="{y + 0.36 * _FIGURE_SIZE:g}">{figure}</text>'


def _figure(value: float | str | None) -> str:
    if isinstance(value, str):
        return html_text(value)
    if value is None or not isfinite(value):
        return ""
    if value == 0:
        return "·"
    return shown(int(value) if value == int(value) else value, Column("", ""))


def _spoken(value: float | str | None, heat: HeatMap) -> str:
    if isinstance(value, str):
        return dict(heat.signs).get(value, value)
    return heat.zero if value == 0 else _figure(value) or heat.absent


@dataclass(frozen=True, slots=True)
class _Steps:
    largest: float

    @classmethod
    def of(cls, heat: HeatMap) -> _Steps:
        return cls(max(_positive(heat), default=1.0))

    def step(self, value: float) -> int:
        return max(1, ceil(STEPS * sqrt(value / self.largest)))

    def name(self, value: float | str | None) -> str:
        if isinstance(value, str):
            return "sign"
        if value is None or not isfinite(value):
            return "none"
        return f"s{self.step(value)}" if value > 0 else "zero"


def _positive(heat: HeatMap) -> list[float]:
    values = (value for row in heat.cells for value in row if isinstance(value, int | float))
    return [value for value in values if isfinite(value) and value > 0]


def _legend(heat: HeatMap) -> Iterable[str]:
    """Name what occurs: signs, and shades by the smallest and largest figure of each."""
    steps = _Steps.of(heat)
    looks = {steps.name(value) for row in heat.cells for value in row}
    signs = {value for row in heat.cells for value in row if isinstance(value, str)}
    if "none" in looks:
        yield _entry("none", "", html_text(heat.absent))
    for sign, meaning in heat.signs:
        if sign in signs:
            yield _entry("sign", html_text(sign), html_text(meaning))
    if "zero" in looks:
        yield _entry("zero", "·", html_text(heat.zero))
    values = sorted(_positive(heat))
    for step in range(1, STEPS + 1):
        inside = [_figure(value) for value in values if steps.step(value) == step]
        if inside:
            low, high = inside[0], inside[-1]
            yield _entry(f"s{step}", "", low if low == high else f"{low} to {high}")


def _entry(kind: str, mark: str, meaning: str) -> str:
    return f'<li><span class="swatch {kind}">{mark}</span>{meaning}</li>'
