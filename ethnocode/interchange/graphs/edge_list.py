"""Networks as a list of lines in CSV, with the column names that Gephi looks for."""

from __future__ import annotations

import csv
import io

from ethnocode.interchange.graphs.fields import EDGE_FIELDS, all_edges, written
from ethnocode.model import Network


def edge_list(network: Network) -> str:
    """Return the meetings of a network, one a row; a code that meets no other is in none.

    Full ids begin with a letter, so no spreadsheet takes one for a formula.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(("Source", "Target", "Type", "Weight", *(field.name for field in EDGE_FIELDS)))
    kind = "Directed" if network.directed else "Undirected"
    for edge in all_edges(network):
        values = (field.of(edge) for field in EDGE_FIELDS)
        said = ("" if value is None else written(value) for value in values)
        writer.writerow((edge.a, edge.b, kind, edge.weight, *said))
    return file.getvalue()
