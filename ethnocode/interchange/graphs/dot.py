"""Networks as DOT, for Graphviz."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from ethnocode.interchange.graphs.fields import (
    EDGE_FIELDS,
    NODE_FIELDS,
    Value,
    all_edges,
    all_nodes,
    written,
)
from ethnocode.model import Network

_BESIDE = 200
"""Pixels between codes without a place."""
_POINTS = 0.75
"""Points of a pixel."""
_WIDEST, _THINNEST = 8.0, 0.5


def dot(network: Network) -> str:
    """Return a network as DOT: every code and every meeting.

    ``neato -n`` keeps the places of the picture; without ``-n``, and with other layouts,
    Graphviz finds its own.

    Source:
        The DOT language, graphviz.org/doc/info/lang.html.
    """
    lines = [
        f"{'digraph' if network.directed else 'graph'} codes {{",
        f"  graph [label={_quoted(network.title)}];",
        '  node [shape=ellipse, style=filled, fontname="sans-serif", fontcolor="#23262a"];',
    ]
    others = count()
    below = max((node.y for node in network.nodes), default=0.0) + _BESIDE
    for node, placed in all_nodes(network):
        values: list[tuple[str, Value]] = [("label", node.code), ("color", node.colour)]
        values.append(("fillcolor", f"{node.colour}40"))
        # Without a place for every node, neato -n draws none: the others are in a row below.
        x, y = (node.x, node.y) if placed else (_BESIDE * next(others), below)
        values.append(("pos", f"{x * _POINTS:.2f},{-y * _POINTS:.2f}"))
        values += [(field.name, field.of(node)) for field in NODE_FIELDS]
        lines.append(f"  {_quoted(node.code)} [{_list(values)}];")
    line = "->" if network.directed else "--"
    widest = max((edge.weight for edge in network.edges), default=0.0) or 1.0
    for edge in all_edges(network):
        width = max(_THINNEST, _WIDEST * edge.weight / widest)
        values = [("weight", max(1, round(edge.weight))), ("penwidth", f"{width:.2f}")]
        values += [(field.name, field.of(edge)) for field in EDGE_FIELDS]
        lines.append(f"  {_quoted(edge.a)} {line} {_quoted(edge.b)} [{_list(values)}];")
    return "\n".join((*lines, "}")) + "\n"


def _list(values: Iterable[tuple[str, Value]]) -> str:
    known = ((name, value) for name, value in values if value is not None)
    return ", ".join(f"{name}={_quoted(written(value))}" for name, value in known)


def _quoted(text: str) -> str:
    """Return a quoted string in which nothing is an escape of Graphviz."""
    plain = "".join(char if char.isprintable() else "\ufffd" for char in text)
    escaped = plain.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
