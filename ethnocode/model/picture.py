"""Pictures of a study: what a drawing or a graph file is made from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """A code in a network.

    Args:
        code: Full id.
        top: Id of the code at the top of the tree above it.
        n: How much there is of the code.
        look: Number of its look; the same for all codes below one top.
        colour: Of that look, such as ``#0072b2``.
        x: From the left of the drawing; 0 where it has no place.
        y: From the top of the drawing; 0 where it has no place.
    """

    code: str
    top: str
    n: int
    look: int
    colour: str
    x: float = 0.0
    y: float = 0.0


@dataclass(frozen=True, slots=True)
class Edge:
    """Two codes that meet.

    Args:
        a: Full id; sorts before ``b``.
        b: Full id.
        n_ab: How often they meet; from a's side, where the sides differ.
        n_ba: The same from b's side.
        c: c-coefficient; ``None`` where it is undefined.
        cosine: How often they meet for how much there is of both; sets how near they belong.
        weight: What makes its line wide.
        drawn: Whether the picture has a line for it.
    """

    a: str
    b: str
    n_ab: int
    n_ba: int
    c: float | None
    cosine: float
    weight: float
    drawn: bool


@dataclass(frozen=True, slots=True)
class Network:
    """Codes as places and meetings as lines between them.

    Args:
        title: What the lines count.
        nodes: Codes that have a place, by id.
        edges: Meetings of these, by ids.
        seeming: Pairs of codes that never meet and are drawn side by side, nearest first.
        alone: Used codes that meet none of the others, by id.
        crowded_out: Codes that meet others and have no place in the picture, by id.
        stress: How far distances in the picture are from what they stand for, 0 to 1 (Kruskal's
            stress-1); ``None`` where fewer than three codes have a place.
        caption: What must be known to read the picture, one sentence each.
        directed: Whether ``n_ab`` counts a before b, and ``n_ba`` b before a.
    """

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    seeming: tuple[tuple[str, str], ...]
    alone: tuple[Node, ...]
    crowded_out: tuple[Node, ...]
    stress: float | None
    caption: tuple[str, ...]
    directed: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """A column of a strip.

    Args:
        citation: How to cite it.
        voice: Who says it; empty where nobody known does.
        date: Date of the journal entry that begins with it; empty elsewhere.
    """

    citation: str
    voice: str
    date: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A coded stretch in a strip, in columns: 2.5 is the middle of the third.

    Args:
        start: Where it begins.
        end: Where it ends.
        words: Its first words.
    """

    start: float
    end: float
    words: str


@dataclass(frozen=True, slots=True)
class Strip:
    """What is coded where in a source: a row for each code, a column for each passage.

    Args:
        title: Heading.
        passages: The columns, in text order.
        rows: Codes with their stretches, by id.
        caption: What must be known to read the picture, one sentence each.
    """

    title: str
    passages: tuple[Passage, ...]
    rows: tuple[tuple[str, tuple[Stretch, ...]], ...]
    caption: tuple[str, ...]
