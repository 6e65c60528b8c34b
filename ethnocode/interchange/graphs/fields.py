"""What a graph file says of codes and of meetings; the same in every format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree

from ethnocode.model import Edge, Network, Node

Value = str | int | float | bool | None
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class NodeField:
    """Something said of every code."""

    name: str
    kind: str
    of: Callable[[Node], Value]


@dataclass(frozen=True, slots=True)
class EdgeField:
    """Something said of every meeting."""

    name: str
    kind: str
    of: Callable[[Edge], Value]


NODE_FIELDS: tuple[NodeField, ...] = (
    NodeField("top", "string", lambda node: node.top),
    NodeField("parent", "string", lambda node: node.code.rpartition(".")[0]),
    NodeField("n", "int", lambda node: node.n),
    NodeField("colour", "string", lambda node: node.colour),
)
EDGE_FIELDS: tuple[EdgeField, ...] = (
    EdgeField("n_ab", "int", lambda edge: edge.n_ab),
    EdgeField("n_ba", "int", lambda edge: edge.n_ba),
    EdgeField("c", "double", lambda edge: edge.c),
    EdgeField("cosine", "double", lambda edge: edge.cosine),
    EdgeField("drawn", "boolean", lambda edge: edge.drawn),
)


def all_nodes(network: Network) -> Iterator[tuple[Node, bool]]:
    """Yield every code, by id, and whether it has a place in the picture."""
    placed = {node.code for node in network.nodes}
    nodes = (*network.nodes, *network.alone, *network.crowded_out)
    for node in sorted(nodes, key=lambda node: node.code):
        yield node, node.code in placed


def all_edges(network: Network) -> Iterator[Edge]:
    """Yield every meeting; in a directed network one for each order that there is.

    Such an edge leads from what comes first, and weighs how often it does.
    """
    for edge in network.edges:
        if not network.directed:
            yield edge
            continue
        if edge.n_ab:
            yield replace(edge, weight=float(edge.n_ab))
        if edge.n_ba:
            yield replace(
                edge,
                a=edge.b,
                b=edge.a,
                n_ab=edge.n_ba,
                n_ba=edge.n_ab,
                weight=float(edge.n_ba),
            )


def written(value: Value) -> str:
    """Return a value as XML and DOT have it; ``None`` is for the caller to leave out."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def xml_safe(text: str) -> str:
    """Return text without what no XML file can hold."""
    return _NOT_IN_XML.sub("\ufffd", text)


def xml_file(root: ElementTree.Element) -> str:
    """Return a tree as the text of a file."""
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{body}\n'
