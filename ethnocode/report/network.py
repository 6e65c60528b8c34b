"""A network of codes as SVG: places, lines, and what the places must not be taken for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import sqrt

from ethnocode.model import Edge, Network, Node
from ethnocode.report.drawing import CHAR_WIDTH, Drawing, colour, shape
from ethnocode.report.measure import shorten, width_of
from ethnocode.report.safe import html_text

NETWORK_STYLE = """
.drawing .edge { stroke: var(--soft, #62676d); stroke-opacity: .38; stroke-linecap: round; }
.drawing .edge:hover { stroke: var(--accent, #175c66); stroke-opacity: 1; }
.drawing .ring { fill: none; stroke: var(--ink, #23262a); stroke-dasharray: 4 3; }
.drawing .node path { stroke: var(--paper, #fcfbf8); stroke-width: 1; }
.drawing .label { paint-order: stroke; stroke: var(--paper, #fcfbf8); stroke-width: 3px; }
.drawing .label { stroke-linejoin: round; text-anchor: middle; }
"""
RINGS = 12
"""Pairs that seem near and are ringed; all of them are listed."""

_LABEL_CHARS = 24
_SMALLEST, _LARGEST = 4.5, 15.0
_LABEL_HEIGHT = 15
_GAP = 8
_KEY_COLUMN = 190
_KEY_LINE = 20
_WIDEST, _THINNEST = 8.0, 0.8


def radius(n: int, *, most: int) -> float:
    """Return the radius of a code's mark: its area grows with how much there is of it."""
    return _SMALLEST + (_LARGEST - _SMALLEST) * sqrt(n / most) if most else _SMALLEST


def box(code: str, n: int, *, most: int) -> tuple[float, float]:
    """Return the width and height that a code takes in the drawing, with the gap around it."""
    across = 2.4 * radius(n, most=most)
    label = width_of(shorten(code, _LABEL_CHARS)) * CHAR_WIDTH
    return max(across, label) + _GAP, across + _LABEL_HEIGHT + _GAP


def draw_network(network: Network) -> Drawing:
    """Return the drawing of a network, with the key of its marks below."""
    most = max((node.n for node in network.nodes), default=0)
    marks = {node.code: radius(node.n, most=most) for node in network.nodes}
    boxes = [(node, *box(node.code, node.n, most=most)) for node in network.nodes]
    right = max((node.x + width / 2 for node, width, _ in boxes), default=0.0)
    bottom = max((node.y + height / 2 for node, _, height in boxes), default=0.0)
    width = max(right, 2.0 * _KEY_COLUMN) + 2 * _GAP
    tops = sorted({(node.look, node.top) for node in network.nodes})
    places = {node.code: node for node in network.nodes}
    parts = [
        f'<g transform="translate({_GAP} {_GAP})">',
        *_edges(network.edges, places),
        *(_ring(places[a], places[b], marks[a], marks[b]) for a, b in network.seeming[:RINGS]),
        *(_node(node, marks[node.code]) for node in network.nodes),
        "</g>",
    ]
    key = list(_key(tops, width=width, top=bottom + 4 * _GAP))
    columns = max(1, int(width / _KEY_COLUMN))
    height = bottom + 4 * _GAP + _KEY_LINE * -(-len(tops) // columns) + _GAP
    return Drawing(network.title, network.caption, width, height, (*parts, *key), NETWORK_STYLE)


def _middle(node: Node) -> float:
    """Return how high the mark stands: the label is below it, and both are in the box."""
    return node.y - _LABEL_HEIGHT / 2


def _edges(edges: Iterable[Edge], places: Mapping[str, Node]) -> Iterable[str]:
    drawn = [edge for edge in edges if edge.drawn]
    widest = max((edge.weight for edge in drawn), default=0.0) or 1.0
    for edge in sorted(drawn, key=lambda edge: (edge.weight, edge.a, edge.b)):
        a, b = places[edge.a], places[edge.b]
        both = str(edge.n_ab) if edge.n_ab == edge.n_ba else f"{edge.n_ab} and {edge.n_ba}"
        size = max(_THINNEST, _WIDEST * edge.weight / widest)
        yield (
            f'<line class="edge" x1="{a.x:.1f}" y1="{_middle(a):.1f}" x2="{b.x:.1f}" '
            f'y2="{_middle(b):.1f}" stroke-width="{size:.1f}">'
            f"<title>{html_text(f'{edge.a} × {edge.b}: {both}')}</title></line>"
        )


def _node(node: Node, r: float) -> str:
    y = _middle(node)
    label = html_text(shorten(node.code, _LABEL_CHARS))
    return (
        f'<g class="node"><title>{html_text(f"{node.code}: {node.n}")}</title>'
        f'<path d="{shape(node.look, node.x, y, r)}" fill="{node.colour}"/>'
        f'<text class="label" x="{node.x:.1f}" y="{y + 1.2 * r + 11:.1f}">{label}</text></g>'
    )


def _ring(one: Node, other: Node, r: float, s: float) -> str:
    """Return a dashed line around two marks, like a belt."""
    x, y, u, v = one.x, _middle(one), other.x, _middle(other)
    reach = 1.2 * max(r, s) + 4
    length = sqrt((u - x) ** 2 + (v - y) ** 2) or 1.0
    across, down = -(v - y) / length * reach, (u - x) / length * reach
    name = html_text(f"{one.code} and {other.code} never meet, though they are drawn side by side")
    return (
        f'<path class="ring" d="M{x + across:.1f} {y + down:.1f}L{u + across:.1f} {v + down:.1f}'
        f"A{reach:.1f} {reach:.1f} 0 0 0 {u - across:.1f} {v - down:.1f}"
        f"L{x - across:.1f} {y - down:.1f}"
        f'A{reach:.1f} {reach:.1f} 0 0 0 {x + across:.1f} {y + down:.1f}z">'
        f"<title>{name}</title></path>"
    )


def _key(tops: list[tuple[int, str]], *, width: float, top: float) -> Iterable[str]:
    columns = max(1, int(width / _KEY_COLUMN))
    for number, (look, code) in enumerate(tops):
        x = _GAP + number % columns * _KEY_COLUMN
        y = top + number // columns * _KEY_LINE
        yield (
            f'<path d="{shape(look, x + 8, y, 6)}" fill="{colour(look)}"/>'
            f'<text x="{x + 22}" y="{y:.1f}" dy=".35em"><title>{html_text(code)}</title>'
            f"{html_text(shorten(code, 22))}</text>"
        )
