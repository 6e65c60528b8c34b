"""A network of codes as SVG: places, lines, and what the places must not be taken for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from math import sqrt

from ethnocode.model import Column, Edge, Network, Node
from ethnocode.report.drawing import CHAR_WIDTH, Drawing, colour, shape
from ethnocode.report.figures import shown
from ethnocode.report.measure import shorten_apart, width_of
from ethnocode.report.safe import html_text

NETWORK_STYLE = """
.drawing .edge { stroke: var(--soft, #62676d); stroke-opacity: .5; stroke-linecap: round; }
.drawing .edge:hover { stroke: var(--accent, #175c66); stroke-opacity: 1; }
.drawing .arrow { fill: var(--soft, #62676d); }
.drawing .ring { fill: none; stroke: var(--ink, #23262a); stroke-dasharray: 4 3; }
.drawing .node path { stroke: var(--paper, #ffffff); stroke-width: 1; }
.drawing .label { paint-order: stroke; stroke: var(--paper, #ffffff); stroke-width: 3px; }
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
_SCALE_LINE = 36
_KEY_CHARS = 22
_WIDEST, _THINNEST = 8.0, 0.8
_ALIKE = 1.5
"""Width of the least line where widths need not be squeezed, so that equal lines stay thin."""


def radius(n: int, *, most: int) -> float:
    """Return the radius of a code's mark: its area grows with how much there is of it."""
    return _SMALLEST + (_LARGEST - _SMALLEST) * sqrt(n / most) if most else _SMALLEST


def labels_of(codes: Iterable[str]) -> dict[str, str]:
    """Return the label of each code: its id, shortened as far as no other looks like it."""
    return shorten_apart(codes, _LABEL_CHARS)


def box(label: str, n: int, *, most: int) -> tuple[float, float]:
    """Return the width and height that a code takes in the drawing, with the gap around it."""
    across = 2.4 * radius(n, most=most)
    return max(across, width_of(label) * CHAR_WIDTH) + _GAP, across + _LABEL_HEIGHT + _GAP


def draw_network(network: Network) -> Drawing:
    """Return the drawing of a network, with the key of its marks below."""
    most = max((node.n for node in network.nodes), default=0)
    marks = {node.code: radius(node.n, most=most) for node in network.nodes}
    labels = labels_of(marks)
    boxes = [(node, *box(labels[node.code], node.n, most=most)) for node in network.nodes]
    right = max((node.x + width / 2 for node, width, _ in boxes), default=0.0)
    bottom = max((node.y + height / 2 for node, _, height in boxes), default=0.0)
    width = max(right, 2.0 * _KEY_COLUMN) + 2 * _GAP
    places = {node.code: node for node in network.nodes}
    rings = network.seeming[:RINGS]
    parts = [
        f'<g transform="translate({_GAP} {_GAP})">',
        *_edges(network, places, marks),
        *(_ring(places[a], places[b], marks[a], marks[b]) for a, b in rings),
        *(_node(node, marks[node.code], labels[node.code]) for node in network.nodes),
        "</g>",
    ]
    columns = max(1, int(width / _KEY_COLUMN))
    height = bottom + 5 * _GAP
    for entries, step in ((_scales(network, most=most), _SCALE_LINE), (_tops(network), _KEY_LINE)):
        for number, entry in enumerate(entries):
            x, y = _GAP + number % columns * _KEY_COLUMN, height + number // columns * step
            parts.append(f'<g transform="translate({x} {y:.1f})">{entry}</g>')
        height += step * -(-len(entries) // columns)
    return Drawing(network.title, network.caption, width, height, tuple(parts), NETWORK_STYLE)


def _middle(node: Node) -> float:
    """Return how high the mark stands: the label is below it, and both are in the box."""
    return node.y - _LABEL_HEIGHT / 2


def _edges(
    network: Network, places: Mapping[str, Node], marks: Mapping[str, float]
) -> Iterator[str]:
    drawn = [edge for edge in network.edges if edge.drawn]
    weights = [edge.weight for edge in drawn]
    for edge in sorted(drawn, key=lambda edge: (edge.weight, edge.a, edge.b)):
        a, b = places[edge.a], places[edge.b]
        size = _line_width(edge.weight, weights)
        yield (
            f'<line class="edge" x1="{a.x:.1f}" y1="{_middle(a):.1f}" x2="{b.x:.1f}" '
            f'y2="{_middle(b):.1f}" stroke-width="{size:.1f}">'
            f"<title>{html_text(_said(edge, directed=network.directed))}</title></line>"
        )
        if network.directed and edge.n_ab != edge.n_ba:
            first, then = (a, b) if edge.n_ab > edge.n_ba else (b, a)
            yield _arrow(first, then, size, gone=marks[first.code], left=marks[then.code])


def _line_width(weight: float, weights: Collection[float]) -> float:
    """Return how wide a line is: in step with its weight, and thin where all are much alike."""
    least, most = min(weights), max(weights)
    if not least:
        return max(_THINNEST, _WIDEST * weight / most) if most else _THINNEST
    return max(_THINNEST, min(_WIDEST, _ALIKE * most / least) * weight / most)


def _said(edge: Edge, *, directed: bool) -> str:
    if directed:
        return f"{edge.a} before {edge.b}: {edge.n_ab}; {edge.b} before {edge.a}: {edge.n_ba}"
    both = str(edge.n_ab) if edge.n_ab == edge.n_ba else f"{edge.n_ab} and {edge.n_ba}"
    return f"{edge.a} × {edge.b}: {both}"


def _arrow(first: Node, then: Node, size: float, *, gone: float, left: float) -> str:
    """Return an arrowhead in the middle of what is seen of a line."""
    x, y, u, v = first.x, _middle(first), then.x, _middle(then)
    length = sqrt((u - x) ** 2 + (v - y) ** 2) or 1.0
    across, down = (u - x) / length, (v - y) / length
    at = (length + gone - left) / 2
    long, half = 6 + size, 3 + 0.75 * size
    tip = (x + across * (at + long / 2), y + down * (at + long / 2))
    back = (x + across * (at - long / 2), y + down * (at - long / 2))
    return (
        f'<path class="arrow" d="M{tip[0]:.1f} {tip[1]:.1f}'
        f"L{back[0] - down * half:.1f} {back[1] + across * half:.1f}"
        f'L{back[0] + down * half:.1f} {back[1] - across * half:.1f}z"/>'
    )


def _node(node: Node, r: float, label: str) -> str:
    y = _middle(node)
    return (
        f'<g class="node"><title>{html_text(f"{node.code}: {node.n}")}</title>'
        f'<path d="{shape(node.look, node.x, y, r)}" fill="{node.colour}"/>'
        f'<text class="label" x="{node.x:.1f}" y="{y + 1.2 * r + 11:.1f}">'
        f"{html_text(label)}</text></g>"
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


def _scales(network: Network, *, most: int) -> list[str]:
    """Return what the widths of lines, the areas of marks and the rings stand for."""
    found = []
    weights = {edge.weight for edge in network.edges if edge.drawn}
    for weight in sorted({min(weights), max(weights)}) if weights else ():
        size = _line_width(weight, weights)
        line = f'<path class="edge" d="M4 0h22" stroke-width="{size:.1f}"/>'
        found.append(line + _meaning(f"line of {shown(_figure(weight), Column('', ''))}"))
    amounts = {node.n for node in network.nodes}
    for n in sorted({min(amounts), max(amounts)}) if amounts else ():
        mark = f'<path class="soft" d="{shape(0, 15, 0, radius(n, most=most))}"/>'
        found.append(mark + _meaning(f"mark of {n:,}"))
    if network.seeming:
        ring = '<rect class="ring" x="0" y="-7" width="30" height="14" rx="7"/>'
        found.append(ring + _meaning("near, but never meet"))
    return found


def _figure(weight: float) -> float | int:
    return int(weight) if weight == int(weight) else weight


def _tops(network: Network) -> list[str]:
    """Return the look of each top that several marks have; any other mark has its own label."""
    shared = Counter((node.look, node.top) for node in network.nodes)
    several = sorted(key for key, number in shared.items() if number > 1)
    labels = shorten_apart((top for _, top in several), _KEY_CHARS)
    return [
        f'<path d="{shape(look, 15, 0, 6)}" fill="{colour(look)}"/>' + _meaning(labels[top], top)
        for look, top in several
    ]


def _meaning(words: str, title: str = "") -> str:
    said = f"<title>{html_text(title)}</title>" if title else ""
    return f'<text x="38" y="0" dy=".35em">{said}{html_text(words)}</text>'
