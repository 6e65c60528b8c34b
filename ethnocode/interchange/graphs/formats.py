"""The formats of a network, and what writes each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ethnocode.interchange.graphs.dot import dot
from ethnocode.interchange.graphs.edge_list import edge_list
from ethnocode.interchange.graphs.gexf import gexf
from ethnocode.interchange.graphs.graphml import graphml
from ethnocode.model import Network


@dataclass(frozen=True, slots=True)
class GraphFormat:
    """A format of a network.

    Args:
        name: What ``--format`` calls it.
        suffix: Ending of a file in it.
        write: Turns a network into text that ends with one newline.
    """

    name: str
    suffix: str
    write: Callable[[Network], str]


GRAPH_FORMATS: tuple[GraphFormat, ...] = (
    GraphFormat("graphml", ".graphml", graphml),
    GraphFormat("gexf", ".gexf", gexf),
    GraphFormat("dot", ".dot", dot),
    GraphFormat("edges", ".csv", edge_list),
)
"""Every format; all codes and all meetings are in each, drawn or not."""
