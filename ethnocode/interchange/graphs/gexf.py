"""Networks as GEXF, for Gephi."""

from __future__ import annotations

from collections.abc import Iterable
from math import sqrt
from xml.etree.ElementTree import Element, SubElement

from ethnocode.interchange.graphs.fields import (
    EDGE_FIELDS,
    NODE_FIELDS,
    Value,
    all_edges,
    all_nodes,
    written,
    xml_file,
    xml_safe,
)
from ethnocode.model import Network, Node

_NAMESPACE = "http://gexf.net/1.3"
_SMALLEST, _LARGEST = 4.0, 20.0


def gexf(network: Network) -> str:
    """Return a network as GEXF 1.3: every code and every meeting, with places and colours.

    The vertical axis points up there, and down in the picture.

    Source:
        GEXF 1.3 primer, gexf.net.
    """
    names = {"xmlns": _NAMESPACE, "xmlns:viz": f"{_NAMESPACE}/viz", "version": "1.3"}
    root = Element("gexf", names)
    kind = "directed" if network.directed else "undirected"
    graph = SubElement(root, "graph", {"mode": "static", "defaultedgetype": kind})
    _attributes(graph, "node", ((field.name, field.kind) for field in NODE_FIELDS))
    _attributes(graph, "edge", ((field.name, field.kind) for field in EDGE_FIELDS))
    nodes = SubElement(graph, "nodes")
    most = max((node.n for node, _ in all_nodes(network)), default=0)
    for node, placed in all_nodes(network):
        id_ = xml_safe(node.code)
        element = SubElement(nodes, "node", {"id": id_, "label": id_})
        _values(element, [field.of(node) for field in NODE_FIELDS])
        _look(element, node, placed=placed, most=most)
    edges = SubElement(graph, "edges")
    for number, edge in enumerate(all_edges(network)):
        ends = {"source": xml_safe(edge.a), "target": xml_safe(edge.b)}
        weighed = {"id": str(number), **ends, "weight": str(edge.weight)}
        element = SubElement(edges, "edge", weighed)
        _values(element, [field.of(edge) for field in EDGE_FIELDS])
    return xml_file(root)


def _attributes(graph: Element, owner: str, fields: Iterable[tuple[str, str]]) -> None:
    attributes = SubElement(graph, "attributes", {"class": owner, "mode": "static"})
    for number, (name, kind) in enumerate(fields):
        type_ = {"int": "integer"}.get(kind, kind)
        SubElement(attributes, "attribute", {"id": str(number), "title": name, "type": type_})


def _values(element: Element, values: Iterable[Value]) -> None:
    inside = SubElement(element, "attvalues")
    for number, value in enumerate(values):
        if value is not None:
            said = {"for": str(number), "value": xml_safe(written(value))}
            SubElement(inside, "attvalue", said)


def _look(element: Element, node: Node, *, placed: bool, most: int) -> None:
    red, green, blue = (str(int(node.colour[at : at + 2], 16)) for at in (1, 3, 5))
    size = _SMALLEST + (_LARGEST - _SMALLEST) * sqrt(node.n / most) if most else _SMALLEST
    SubElement(element, "viz:size", {"value": f"{size:.2f}"})
    if placed:
        place = {"x": str(node.x), "y": str(-node.y), "z": "0.0"}
        SubElement(element, "viz:position", place)
    SubElement(element, "viz:color", {"r": red, "g": green, "b": blue})
