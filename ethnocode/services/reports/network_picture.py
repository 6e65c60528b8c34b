"""From pairs of codes to a network: who has a place, which lines are drawn, what misleads."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import sqrt
from typing import TYPE_CHECKING

from ethnocode.model import Edge, Network, Node
from ethnocode.report.drawing import colour
from ethnocode.report.figures import counted
from ethnocode.report.network import RINGS, box, labels_of
from ethnocode.services.reports.pairs import amounts, codes_by_meetings

if TYPE_CHECKING:
    from ethnocode.analysis.cooccurrence import Pair

_LINES_OF_A_CODE = 4
_FEW_LINES = 3
"""So many lines a code may have on average before weaker ones are left out."""
_MOST_NAMED = 15
_NOTHING_MEETS = "No two codes meet."


class LineWidth(StrEnum):
    """What makes a line of the network wide."""

    COUNT = "count"
    C = "c"


@dataclass(frozen=True, slots=True)
class Look:
    """How a network is drawn.

    Args:
        width: What makes a line wide.
        most: How many codes have a place; those that meet others most often.
        seed: Of the places.
    """

    width: LineWidth = LineWidth.COUNT
    most: int = 60
    seed: int = 1


def network_of(
    pairs: Sequence[Pair],
    used: Collection[str],
    *,
    title: str,
    counts: str,
    look: Look,
    directed: bool = False,
) -> Network:
    """Return the network of used codes.

    Args:
        pairs: Every pair of codes, met or not.
        used: Codes that have codings of their own; the others are not in the picture.
        title: What the picture shows.
        counts: What is counted, such as ``units``.
        look: How it is drawn.
        directed: Whether pairs count what comes first.
    """
    from ethnocode.analysis.network import place, seeming_pairs, target_distances

    wanted = set(used)
    among = [pair for pair in pairs if pair.a in wanted and pair.b in wanted]
    meeting = [pair for pair in among if pair.n_ab or pair.n_ba]
    ordered = codes_by_meetings(meeting)
    placed, crowded_out = sorted(ordered[: look.most]), sorted(ordered[look.most :])
    index = {code: number for number, code in enumerate(placed)}
    cosines = {(pair.a, pair.b): _cosine(pair) for pair in meeting}
    strengths = {
        (index[a], index[b]): value
        for (a, b), value in cosines.items()
        if a in index and b in index
    }
    pairs_placed = {(index[p.a], index[p.b]) for p in among if p.a in index and p.b in index}
    size = amounts(pairs)
    nodes = _nodes(wanted, size)
    largest = max((size[code] for code in placed), default=0)
    targets = target_distances(len(placed), strengths, among=frozenset(pairs_placed))
    labels = labels_of(placed)
    sizes = [box(labels[code], size[code], most=largest) for code in placed]
    places = place(sizes, targets, seed=look.seed)
    seeming = tuple((placed[i], placed[j]) for i, j in seeming_pairs(places, strengths, targets))
    alone = sorted(wanted - {*placed, *crowded_out})
    network = Network(
        title=title,
        nodes=tuple(
            replace(nodes[code], x=x, y=y)
            for code, x, y in zip(placed, places.x, places.y, strict=True)
        ),
        edges=_edges(meeting, cosines, frozenset(placed), look.width),
        seeming=seeming,
        alone=tuple(nodes[code] for code in alone),
        crowded_out=tuple(nodes[code] for code in crowded_out),
        stress=places.stress,
        caption=(),
        directed=directed,
    )
    return replace(network, caption=_caption(network, counts=counts, look=look))


def _nodes(codes: Collection[str], size: Mapping[str, int]) -> dict[str, Node]:
    """Return codes without places, those below one top with one look."""
    tops = {code: code.split(".")[0] for code in codes}
    looks = {top: number for number, top in enumerate(sorted(set(tops.values())))}
    return {
        code: Node(code, top, size.get(code, 0), looks[top], colour(looks[top]))
        for code, top in tops.items()
    }


def _cosine(pair: Pair) -> float:
    """Return how often two codes meet for how much there is of them, at most 1.

    Source:
        Salton and McGill (1983), Introduction to modern information retrieval: the cosine
        of two binary vectors; known as Ochiai's coefficient, too.
    """
    both = (pair.n_ab + pair.n_ba) / 2
    return min(1.0, both / sqrt(pair.n_a * pair.n_b))


def _edges(
    meeting: Sequence[Pair],
    cosines: Mapping[tuple[str, str], float],
    placed: frozenset[str],
    width: LineWidth,
) -> tuple[Edge, ...]:
    weights = {
        (p.a, p.b): float(max(p.n_ab, p.n_ba)) if width is LineWidth.COUNT else max(p.c or 0.0, 0.0)
        for p in meeting
    }
    inside = [key for key in weights if placed.issuperset(key)]
    drawn = set(inside)
    if len(inside) > _FEW_LINES * len(placed):
        drawn = _strongest(inside, weights)
    return tuple(
        Edge(
            a=pair.a,
            b=pair.b,
            n_ab=pair.n_ab,
            n_ba=pair.n_ba,
            c=pair.c,
            cosine=cosines[pair.a, pair.b],
            weight=weights[pair.a, pair.b],
            drawn=(pair.a, pair.b) in drawn,
        )
        for pair in sorted(meeting, key=lambda pair: (pair.a, pair.b))
    )


def _strongest(
    keys: Sequence[tuple[str, str]], weights: Mapping[tuple[str, str], float]
) -> set[tuple[str, str]]:
    """Return the widest lines of each code."""
    of_code: dict[str, list[tuple[str, str]]] = {}
    for key in sorted(keys, key=lambda key: (-weights[key], key)):
        for code in key:
            of_code.setdefault(code, []).append(key)
    return {key for found in of_code.values() for key in found[:_LINES_OF_A_CODE]}


def _caption(network: Network, *, counts: str, look: Look) -> tuple[str, ...]:
    edges, seeming, stress = network.edges, network.seeming, network.stress
    unplaced = (
        *_not_drawn("meet no other code", network.alone),
        *_not_drawn("have no place left", network.crowded_out),
    )
    if not edges:
        return (_NOTHING_MEETS, *unplaced)
    drawn = sum(edge.drawn for edge in edges)
    measured = f"how often two codes meet, in {counts}" if look.width is LineWidth.COUNT else "c"
    rest = f"; of each code its {_LINES_OF_A_CODE} widest" if drawn < len(edges) else ""
    order = " An arrowhead points to what comes later more often." if network.directed else ""
    fit = "" if stress is None else f" Stress-1 is {stress:.2f}: 0 is a perfect fit."
    return (
        f"Width of a line: {measured}. Drawn are {drawn:,} of {counted(len(edges), 'meeting')}"
        f"{rest}.{order}",
        "Size of a mark: how much there is of the code, and of those below it, to which it has no "
        "line. Colour and shape: the top of its tree.",
        "Nearness is a rougher guide than lines: codes belong the nearer, the more often they "
        "meet for how much there is of both (cosine: both / root of a × b), and codes that never "
        "meet furthest; a plane cannot hold all of these distances."
        f"{fit} Places are found from seed {look.seed}; directions mean nothing.",
        _that_seem_near(len(seeming)),
        *unplaced,
    )


def _that_seem_near(number: int) -> str:
    if number == 0:
        return (
            "Codes that never meet are nowhere drawn side by side, that is, as near as the "
            "nearest quarter of the pairs that meet."
        )
    never = (
        "1 pair of codes never meets" if number == 1 else f"{number:,} pairs of codes never meet"
    )
    some = f"the {RINGS} nearest are ringed" if number > RINGS else "ringed"
    return (
        f"Nearness misleads here: {never} drawn side by side ({some}), that is, as near "
        "as the nearest quarter of the pairs that meet."
    )


def _not_drawn(why: str, nodes: Sequence[Node]) -> tuple[str, ...]:
    if not nodes:
        return ()
    rest = len(nodes) - _MOST_NAMED
    more = f" and {rest} more, listed in the report" if rest > 0 else ""
    return (
        f"Not drawn, as they {why}: {', '.join(node.code for node in nodes[:_MOST_NAMED])}{more}.",
    )
