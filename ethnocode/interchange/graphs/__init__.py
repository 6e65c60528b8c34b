"""Networks of codes for other programs."""

from ethnocode.interchange.graphs.formats import GRAPH_FORMATS, GraphFormat

__all__ = ["GRAPH_FORMATS", "GraphFormat"]
