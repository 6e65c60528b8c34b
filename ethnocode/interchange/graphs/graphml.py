"""Networks as GraphML, for networkx, igraph, yEd, Cytoscape and Gephi."""

from __future__ import annotations

from collections.abc import Iterable
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
from ethnocode.model import Network

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_PLACES = ("x", "y")


def graphml(network: Network) -> str:
    """Return a network as GraphML: every code and every meeting, with counts and places.

    Source:
        The GraphML file format, graphml.graphdrawing.org, GraphML-Attributes.
    """
    root = Element("graphml", {"xmlns": _NAMESPACE})
    for name, kind in (
        ("label", "string"),
        *((field.name, field.kind) for field in NODE_FIELDS),
        *((name, "double") for name in _PLACES),
    ):
        _key(root, name, kind, owner="node")
    for name, kind in (("weight", "double"), *((f.name, f.kind) for f in EDGE_FIELDS)):
        _key(root, name, kind, owner="edge")
    kind = "directed" if network.directed else "undirected"
    graph = SubElement(root, "graph", {"id": "codes", "edgedefault": kind})
    for node, placed in all_nodes(network):
        values: list[tuple[str, Value]] = [("label", node.code)]
        values += [(field.name, field.of(node)) for field in NODE_FIELDS]
        values += [("x", node.x), ("y", node.y)] if placed else []
        _values(SubElement(graph, "node", {"id": xml_safe(node.code)}), "node", values)
    for edge in all_edges(network):
        ends = {"source": xml_safe(edge.a), "target": xml_safe(edge.b)}
        values = [("weight", edge.weight), *((f.name, f.of(edge)) for f in EDGE_FIELDS)]
        _values(SubElement(graph, "edge", ends), "edge", values)
    return xml_file(root)


def _key(root: Element, name: str, kind: str, *, owner: str) -> None:
    attributes = {"id": f"{owner}_{name}", "for": owner, "attr.name": name, "attr.type": kind}
    SubElement(root, "key", attributes)


def _values(element: Element, owner: str, values: Iterable[tuple[str, Value]]) -> None:
    for name, value in values:
        if value is not None:
            SubElement(element, "data", {"key": f"{owner}_{name}"}).text = xml_safe(written(value))
