"""Which codes meet, and how closely they go together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
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
    UnitColumns,
    has_sides,
)
from ethnocode.report.figures import counted
from ethnocode.services.project import Project
from ethnocode.services.reports.chance import Shifts, check_shifts, with_chance
from ethnocode.services.reports.distances import steps_of
from ethnocode.services.reports.layer import CodedLayer, read_layer
from ethnocode.services.reports.notes import PURPOSIVE
from ethnocode.services.reports.pair_matrix import pair_matrix
from ethnocode.services.reports.pairs import (
    Counting,
    amounts,
    codes_by_meetings,
    counted_pairs,
    counting_asked,
)
from ethnocode.services.reports.passages import (
    LARGE_UNITS,
    NOTHING_OPENED,
    Quoter,
    Wanted,
    named_cell,
    open_cells,
    opened_notes,
    shut_notes,
)
from ethnocode.services.reports.signing import signed
from ethnocode.services.reports.tuples import NO_SETS, Sets, set_tables
from ethnocode.store import open_store

if TYPE_CHECKING:
    from ethnocode.analysis.cooccurrence import Pair
    from ethnocode.analysis.opening import Opening

    _Places = Callable[[tuple[str, ...]], Sequence[Opening]]

_SHARED_CODES = 30
_PAIRS_SHOWN = 40
_OPENED_WHOLE = 20_000
"""Codings of a study in which every pair of a page is opened in a second or two."""
_NO_PAIR = "There is no pair to count: no two codes are used of which neither is above the other."
_NO_UNIT = "There is no such unit in the texts, so that nothing can be counted in one."


def cooccurrence_report(
    project: Project,
    *,
    relation: Relation | None = None,
    count: Count = Count.UNITS,
    unit: Unit | None = None,
    distance: str | None = None,
    coder: str | None = None,
    selection: Selection = WHOLE_STUDY,
    level: int | None = None,
    wanted: Wanted = NOTHING_OPENED,
    matrix: bool = False,
    sets: Sets = NO_SETS,
    shifts: Shifts | None = None,
) -> Report:
    """Count which codes meet, with the measures of how closely they go together.

    Args:
        relation: How codings must lie; by default ``unit`` where units, sources or
            persons are counted, else ``overlap``.
        count: What is counted.
        unit: What codings are held against; passages by default, whole sources
            where sources are counted and no relation is named.
        distance: How far apart codings may be, such as ``20 words``, for ``near`` and
            ``before``.
        coder: Whose codings.
        selection: Which texts and codings are kept.
        level: Depth of the tree to which deeper codes are rolled up.
        wanted: Which pairs are opened to their passages.
        matrix: Whether the counts are given as a square table, too.
        sets: Which sets of more codes are counted besides.
        shifts: How pairs are tested, if they are.

    Raises:
        UsageError: Nobody has coded under that name, something is not there or cannot be.
    """
    how = counting_asked(relation=relation, count=count, unit=unit, distance=distance)
    check_shifts(shifts, relation=how.relation, count=count, unit=how.unit)
    with open_store(project.folder, as_of=project.as_of) as store:
        layer = read_layer(
            project, store, coder=coder, unit=how.unit, selection=selection, level=level
        )
        steps = steps_of(store, how.distance, kept=layer.kept)
        pairs = counted_pairs(layer, how, steps=steps)
        turns = store.stretches.turns() if shifts else {}
        opened: tuple[Opened, ...] = ()
        if wanted:
            quoter, places = Quoter(project, store, layer), _places(layer, how, steps=steps)
            opened = _opened(wanted, pairs, layer, level=level, quoter=quoter, places=places)
    tuples = set_tables(layer, sets, relation=how.relation, count=count, unit=how.unit)
    report = replace(
        _pair_report(layer, pairs, how=how, opened=opened, wanted=wanted),
        heading="Pairs" if matrix or tuples else "",
        tables=(*((pair_matrix(pairs, count),) if matrix else ()), *tuples),
    )
    if shifts is not None:
        report = with_chance(report, layer, pairs, shifts, turns=turns)
    more = (*(("--matrix",) if matrix else ()), *(shifts.options if shifts else ()))
    options = (*layer.options, *wanted.options, *sets.options, *more)
    return signed(report, project, options=options)


def _pair_report(
    layer: CodedLayer,
    pairs: Sequence[Pair],
    *,
    how: Counting,
    opened: tuple[Opened, ...],
    wanted: Wanted,
) -> Report:
    meeting = len(_meeting(pairs))
    counted = f"{meeting} of {len(pairs)} pairs of used codes meet. {PURPOSIVE}"
    return Report(
        name="cooccurrence",
        title="Which codes meet",
        parameters=(*layer.parameters, *how.parameters),
        notes=(
            *how.notes,
            counted if pairs else _NO_PAIR,
            *((_NO_UNIT,) if pairs and how.in_units and not layer.units.source else ()),
            *layer.notes,
            *(opened_notes(how.count, how.relation, unit=how.unit) if opened else ()),
            *shut_notes(wanted, opened, cells=meeting),
        ),
        columns=_pair_columns(how),
        rows=tuple(_pair_row(pair, told_apart=how.unit is not Unit.SOURCE) for pair in pairs),
        heat_map=_heat_map(pairs, how.count),
        top=_rows_shown(pairs),
        opened=opened,
        rest=_rest(pairs),
    )


def _meeting(pairs: Sequence[Pair]) -> list[tuple[str, str]]:
    return [(pair.a, pair.b) for pair in pairs if pair.n_ab or pair.n_ba]


def _rows_shown(pairs: Sequence[Pair]) -> int:
    return min(_PAIRS_SHOWN, max(len(_meeting(pairs)), 1))


def _rest(pairs: Sequence[Pair]) -> str:
    """Say what the pairs are that a reader is not shown."""
    shown = _rows_shown(pairs)
    left, idle = len(pairs) - shown, len(pairs) - max(len(_meeting(pairs)), shown)
    if not idle:
        return ""
    if idle == left:
        never, are = ("meets", "is") if idle == 1 else ("meet", "are")
        return f"{counted(idle, 'pair')} that never {never} {are} left out"
    never = "a pair that never meets" if idle == 1 else "pairs that never meet"
    return f"… and {counted(left, 'more row')}, {idle:,} of them {never}"


def _opened(
    wanted: Wanted,
    pairs: Sequence[Pair],
    layer: CodedLayer,
    *,
    level: int | None,
    quoter: Quoter,
    places: _Places,
) -> tuple[Opened, ...]:
    return open_cells(
        wanted,
        named_cell(wanted, layer, level=level),
        _meeting(pairs),
        top=None if len(layer.codings.code) <= _OPENED_WHOLE else _rows_shown(pairs),
        places=places,
        quoter=quoter,
    )


def _places(layer: CodedLayer, how: Counting, *, steps: Iterable[UnitColumns] | None) -> _Places:
    """Return what gives the places behind a pair."""
    from ethnocode.analysis.distances import measured
    from ethnocode.analysis.opening import Opener

    segments, units = layer.on_line(by_person=how.unit is Unit.PERSON)
    reach = None
    if how.distance is not None:
        reach = measured(segments, how.distance, steps=steps)
    opener = Opener(segments, units, whole_units=how.unit not in LARGE_UNITS, reach=reach)
    return lambda pair: opener.pair(*pair, relation=how.relation, count=how.count)


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
        pair.lift,
        pair.g2,
        pair.groups if told_apart else None,
    )


_FLAG_MEANING = (
    "of c: undefined (0/0), out_of_range (below 0 or above 1), unequal (one code over 5 times "
    "the other); why other figures are missing: asymmetric (the count from a differs from that "
    "from b), events (events are counted), absent (a code is in nothing that is counted), "
    "everywhere (both are in all of it), one_everywhere (one of them is), no_table (what bears "
    "both codes need not be where they meet, so no G2), whole_sources (persons are not told "
    "apart)"
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
    Column(
        "n_ba",
        "b to a",
        "as 'both', but counted from b; the same unless flagged",
        narrow=False,
        beside="n_ab",
    ),
    Column("lift", "Lift", "times as often as if they were independent", narrow=False),
    Column("g2", "G2", "log-likelihood; below 0 where they meet too seldom", narrow=False),
    Column("groups", "Groups", "groups that the persons behind the pair speak from", narrow=False),
)


def _pair_columns(how: Counting) -> tuple[Column, ...]:
    """Return the columns; where two codes meet from either side, both sides are shown."""
    if not has_sides(how.relation, how.count):
        return _PAIR_COLUMNS
    word, meaning = _SIDES.get(how.relation, _EITHER_SIDE)
    sides = {
        "n_ab": Column("n_ab", f"a {word} b", meaning.format("a", "b")),
        "n_ba": Column("n_ba", f"b {word} a", meaning.format("b", "a"), beside="n_ab"),
    }
    return tuple(sides.get(column.name, column) for column in _PAIR_COLUMNS)


_EITHER_SIDE = ("with", "how much of {0} meets {1}")
_SIDES: Mapping[Relation, tuple[str, str]] = {
    Relation.BEFORE: ("then", "how often {0} comes before {1}"),
    Relation.NEAR: ("near", "how much of {0} has {1} near"),
}


def _heat_map(pairs: Sequence[Pair], count: Count) -> HeatMap | None:
    labels = sorted(codes_by_meetings(pairs)[:_SHARED_CODES])
    if len(labels) < 2:
        return None
    cells = {(pair.a, pair.b): float(pair.n_ab) for pair in pairs}
    cells |= {(pair.b, pair.a): float(pair.n_ba) for pair in pairs}
    rows = tuple(tuple(cells.get((one, two)) for two in labels) for one in labels)
    sided = any(pair.n_ab != pair.n_ba for pair in pairs)
    some = len(labels) < len(amounts(pairs))
    side = ", counted from the code of the row" if sided else ""
    shown = f": the {len(labels)} codes that meet others most" if some else ""
    return HeatMap(f"Meetings of codes, in {count.value}{side}{shown}", tuple(labels), rows)
