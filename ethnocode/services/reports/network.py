"""Which codes meet, as a network: a picture, its lines, and what the picture leaves out."""

from __future__ import annotations

from ethnocode.errors import UsageError
from ethnocode.model import (
    WHOLE_STUDY,
    Cell,
    Column,
    Count,
    Edge,
    Network,
    Relation,
    Report,
    Selection,
    Table,
    Unit,
    has_sides,
)
from ethnocode.services.project import Project
from ethnocode.services.reports.distances import steps_of
from ethnocode.services.reports.layer import CodedLayer, read_layer
from ethnocode.services.reports.network_picture import LineWidth, Look, network_of
from ethnocode.services.reports.notes import PURPOSIVE
from ethnocode.services.reports.pairs import Counting, counted_pairs, counting_asked
from ethnocode.services.reports.signing import signed
from ethnocode.store import open_store

PLAIN = Look()
_LINES_SHOWN = 40


def network_report(
    project: Project,
    *,
    relation: Relation | None = None,
    count: Count = Count.UNITS,
    unit: Unit | None = None,
    distance: str | None = None,
    coder: str | None = None,
    selection: Selection = WHOLE_STUDY,
    level: int | None = None,
    look: Look = PLAIN,
) -> tuple[Report, Network]:
    """Return the pairs of used codes that meet as a report with its picture, and the network.

    The options are those of the co-occurrence report, and the counts are the same.

    Args:
        look: How the network is drawn.

    Raises:
        UsageError: Nobody has coded under that name, something named is not there, or c is
            not defined for what is counted.
    """
    how = counting_asked(relation=relation, count=count, unit=unit, distance=distance)
    if look.width is LineWidth.C and has_sides(how.relation, count):
        raise UsageError(
            f"c is not defined for {count} and {how.relation}",
            hint="use --width count, or count units",
        )
    with open_store(project.folder, as_of=project.as_of) as store:
        layer = read_layer(
            project, store, coder=coder, unit=how.unit, selection=selection, level=level
        )
        pairs = counted_pairs(layer, how, steps=steps_of(store, how.distance, kept=layer.kept))
    network = network_of(
        pairs,
        _own_codes(layer),
        title=f"How codes are linked: meetings in {count.value}, relation {how.relation.value}",
        counts=count.value,
        look=look,
        directed=how.relation is Relation.BEFORE,
    )
    report = _report(network, layer, how=how, look=look)
    words = (word for name, value in _drawn(look) for word in (f"--{name}", str(value)))
    return signed(report, project, options=(*layer.options, *words)), network


def _own_codes(layer: CodedLayer) -> set[str]:
    """Return codes that have codings of their own, not of codes below them alone."""
    used = {layer.codings.codes[number] for number in set(layer.codings.code)}
    return {code for code in used if layer.shows(code)}


def _drawn(look: Look) -> tuple[tuple[str, Cell], ...]:
    return (("width", look.width.value), ("most", look.most), ("seed", look.seed))


def _report(network: Network, layer: CodedLayer, *, how: Counting, look: Look) -> Report:
    return Report(
        name="network",
        title="How codes are linked",
        parameters=(*layer.parameters, *how.parameters, *_drawn(look)),
        notes=(*network.caption, *how.notes, PURPOSIVE, *layer.notes),
        columns=_EDGE_COLUMNS,
        rows=tuple(_edge_row(edge) for edge in _by_weight(network)),
        top=_LINES_SHOWN,
        heading="Lines",
        tables=_tables(network),
        picture=network if network.nodes else None,
    )


def _by_weight(network: Network) -> list[Edge]:
    return sorted(network.edges, key=lambda edge: (-edge.weight, edge.a, edge.b))


def _edge_row(edge: Edge) -> tuple[Cell, ...]:
    return (edge.a, edge.b, edge.n_ab, edge.c, edge.cosine, edge.drawn, edge.n_ba)


def _tables(network: Network) -> tuple[Table, ...]:
    nodes = tuple((node.code, node.top, node.n, node.x, node.y) for node in network.nodes)
    unplaced = (
        *((node.code, node.n, "meets no other code") for node in network.alone),
        *((node.code, node.n, "no place left; --most has more") for node in network.crowded_out),
    )
    stress = () if network.stress is None else (f"Stress-1 is {network.stress:.4f}.",)
    return (
        Table("codes", "Codes in the picture", _NODE_COLUMNS, nodes, stress),
        Table(
            "seeming",
            "Drawn side by side, and never together",
            (Column("a", "Code a"), Column("b", "Code b")),
            network.seeming,
        ),
        Table(
            "not_drawn",
            "Codes that are not in the picture",
            (Column("code", "Code"), Column("n", "Much"), Column("why", "Why")),
            unplaced,
        ),
    )


_EDGE_COLUMNS = (
    Column("a", "Code a", "full id; sorts before b"),
    Column("b", "Code b", "full id"),
    Column("n_ab", "Both", "how often they meet"),
    Column("c", "c", "c-coefficient: both / (a + b - both), never clamped"),
    Column("cosine", "Cosine", "both / root of (a × b), at most 1; sets how near they belong"),
    Column("drawn", "Drawn", "whether the picture has a line for it"),
    Column("n_ba", "b to a", "as 'both', but counted from b", narrow=False),
)
_NODE_COLUMNS = (
    Column("code", "Code", "full id"),
    Column("top", "Top", "the code at the top of its tree"),
    Column("n", "Much", "how much there is of the code"),
    Column("x", "x", "from the left of the drawing, in pixels", decimals=1),
    Column("y", "y", "from the top of the drawing, in pixels", decimals=1),
)
