"""Which codes meet, and how closely they go together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ethnocode.model import (
    WHOLE_STUDY,
    Cell,
    Column,
    Count,
    HeatMap,
    Opened,
    Relation,
    Report,
    Selection,
    Unit,
)
from ethnocode.services.project import Project
from ethnocode.services.reports.layer import CodedLayer, read_layer
from ethnocode.services.reports.notes import (
    COUNT_NOTES,
    MERGED,
    PURPOSIVE,
    RELATION_NOTES,
    UNIT_NOTES,
)
from ethnocode.services.reports.pair_matrix import pair_matrix
from ethnocode.services.reports.passages import (
    LARGE_UNITS,
    NOTHING_OPENED,
    Quoter,
    Wanted,
    named_cell,
    open_cells,
    opened_notes,
)
from ethnocode.services.reports.signing import signed
from ethnocode.store import open_store

if TYPE_CHECKING:
    from ethnocode.analysis.cooccurrence import Pair
    from ethnocode.analysis.opening import Opening

_SHARED_CODES = 30
_PAIRS_SHOWN = 40

_OWN_RELATION = {
    Count.UNITS: Relation.UNIT,
    Count.SOURCES: Relation.UNIT,
    Count.SEGMENTS: Relation.OVERLAP,
    Count.EVENTS: Relation.OVERLAP,
    Count.CHARS: Relation.OVERLAP,
}


def cooccurrence_report(
    project: Project,
    *,
    relation: Relation | None = None,
    count: Count = Count.UNITS,
    unit: Unit | None = None,
    coder: str | None = None,
    selection: Selection = WHOLE_STUDY,
    level: int | None = None,
    wanted: Wanted = NOTHING_OPENED,
    matrix: bool = False,
) -> Report:
    """Count which codes meet, with the measures of how closely they go together.

    Args:
        relation: How codings must lie; by default ``unit`` where units or sources
            are counted, else ``overlap``.
        count: What is counted.
        unit: What codings are held against; passages by default, whole sources
            where sources are counted and no relation is named.
        coder: Whose codings.
        selection: Which texts and codings are kept.
        level: Depth of the tree to which deeper codes are rolled up.
        wanted: Which pairs are opened to their passages.
        matrix: Whether the counts are given as a square table, too.

    Raises:
        UsageError: Nobody has coded under that name, or something named is not there.
    """
    from ethnocode.analysis.cooccurrence import count_cooccurrence

    if unit is None:
        unit = Unit.SOURCE if (count, relation) == (Count.SOURCES, None) else Unit.PASSAGE
    relation = relation or _OWN_RELATION[count]
    with open_store(project.folder, as_of=project.as_of) as store:
        layer = read_layer(project, store, coder=coder, unit=unit, selection=selection, level=level)
        counted = count_cooccurrence(
            layer.codings,
            layer.units,
            relation=relation,
            count=count,
            kinds=layer.kinds,
            people=layer.people,
            lengths=layer.lengths,
        )
        pairs = [pair for pair in counted if layer.shows(pair.a) and layer.shows(pair.b)]
        meeting = [(pair.a, pair.b) for pair in pairs if pair.n_ab or pair.n_ba]
        top = min(_PAIRS_SHOWN, max(len(meeting), 1))
        opened: tuple[Opened, ...] = ()
        if wanted:
            opened = open_cells(
                wanted,
                named_cell(wanted, layer, level=level),
                meeting,
                top=top,
                places=_places(layer, relation=relation, count=count, unit=unit),
                quoter=Quoter(project, store, layer),
            )
    whole_units = unit not in LARGE_UNITS
    report = Report(
        name="cooccurrence",
        title="Which codes meet",
        parameters=(
            *layer.parameters,
            ("relation", relation.value),
            ("count", count.value),
            ("unit", unit.value),
        ),
        notes=(
            *(RELATION_NOTES[relation], COUNT_NOTES[count], UNIT_NOTES[unit], MERGED),
            f"{len(meeting)} of {len(pairs)} pairs of used codes meet. {PURPOSIVE}",
            *layer.notes,
            *(opened_notes(count, relation, whole_units=whole_units) if opened else ()),
        ),
        columns=_PAIR_COLUMNS,
        rows=tuple(_pair_row(pair, told_apart=unit is not Unit.SOURCE) for pair in pairs),
        heat_map=_heat_map(pairs, count),
        top=top,
        heading="Pairs" if matrix else "",
        tables=(pair_matrix(pairs, count),) if matrix else (),
        opened=opened,
    )
    options = (*layer.options, *wanted.options, *(("--matrix",) if matrix else ()))
    return signed(report, project, options=options)


def _places(
    layer: CodedLayer, *, relation: Relation, count: Count, unit: Unit
) -> Callable[[tuple[str, ...]], Sequence[Opening]]:
    """Return what gives the places behind a pair."""
    from ethnocode.analysis.layer import lay_out
    from ethnocode.analysis.opening import Opener

    segments, units = lay_out(layer.codings, layer.units, lengths=layer.lengths)
    opener = Opener(segments, units, whole_units=unit not in LARGE_UNITS)
    return lambda pair: opener.pair(*pair, relation=relation, count=count)


def _pair_row(pair: Pair, *, told_apart: bool) -> tuple[Cell, ...]:
    flags = pair.flags if told_apart else (*pair.flags, "whole_sources")
    return (
        pair.a,
        pair.b,
        pair.n_ab,
        pair.n_a,
        pair.n_b,
        pair.c,
        pair.jaccard,
        pair.b_given_a,
        pair.a_given_b,
        pair.npmi,
        pair.persons if told_apart else None,
        pair.kinds,
        " ".join(flags),
        pair.n_ba,
    )


_FLAG_MEANING = (
    "of c: undefined (0/0), out_of_range (below 0 or above 1), unequal (one code over 5 times "
    "the other); why other figures are missing: asymmetric (segments are counted), events "
    "(events are counted), absent (a code is in nothing that is counted), everywhere (both are "
    "in all of it), whole_sources (persons are not told apart)"
)
_PAIR_COLUMNS = (
    Column("a", "Code a", "full id; sorts before b"),
    Column("b", "Code b", "full id"),
    Column("n_ab", "Both", "how often they meet"),
    Column("n_a", "a", "how much there is of a"),
    Column("n_b", "b", "how much there is of b"),
    Column("c", "c", "c-coefficient: both / (a + b - both), never clamped"),
    Column("jaccard", "Jaccard", "share of what bears either code that bears both", narrow=False),
    Column("b_given_a", "b|a", "share of a that meets b"),
    Column("a_given_b", "a|b", "share of b that meets a"),
    Column("npmi", "NPMI", "normalised pointwise mutual information, -1 to 1", narrow=False),
    Column("persons", "Persons", "known persons behind the pair", narrow=False),
    Column("kinds", "Kinds", "kinds of source behind the pair", narrow=False),
    Column("flag", "Flag", _FLAG_MEANING),
    Column("n_ba", "b to a", "segments of b that meet a; else as 'both'", narrow=False),
)


def _heat_map(pairs: Sequence[Pair], count: Count) -> HeatMap | None:
    meets: dict[str, int] = {}
    for pair in pairs:
        for code in (pair.a, pair.b):
            meets[code] = meets.get(code, 0) + pair.n_ab
    labels = sorted(
        sorted((code for code in meets if meets[code]), key=lambda code: (-meets[code], code))[
            :_SHARED_CODES
        ]
    )
    if len(labels) < 2:
        return None
    cells = {(pair.a, pair.b): float(pair.n_ab) for pair in pairs}
    rows = tuple(
        tuple(cells.get((min(one, two), max(one, two))) for two in labels) for one in labels
    )
    shown = f"the {len(labels)} codes that meet others most" if len(meets) > len(labels) else ""
    title = f"Meetings of codes, in {count.value}" + (f": {shown}" if shown else "")
    return HeatMap(title, tuple(labels), rows)
