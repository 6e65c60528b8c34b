"""Reports: what is counted, how, and for whom."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ethnocode import __version__
from ethnocode.model import Cell, Column, Count, HeatMap, Relation, Report, Unit
from ethnocode.services.layer import read_layer
from ethnocode.services.project import Project
from ethnocode.store import open_store

if TYPE_CHECKING:
    from ethnocode.analysis.cooccurrence import Pair

_SHARED_CODES = 30
_OPTIONS = ("coder", "relation", "count", "unit")
_PAIRS_SHOWN = 40

_OWN_RELATION = {
    Count.UNITS: Relation.UNIT,
    Count.SOURCES: Relation.UNIT,
    Count.SEGMENTS: Relation.OVERLAP,
    Count.EVENTS: Relation.OVERLAP,
    Count.CHARS: Relation.OVERLAP,
}
_RELATION_NOTES = {
    Relation.OVERLAP: "Two codes meet where their segments share at least one character; "
    "segments that only touch do not meet.",
    Relation.EQUAL: "Two codes meet where their segments begin and end at the same characters.",
    Relation.WITHIN: "Code a meets code b where a's segment lies wholly within b's "
    "(equal segments included).",
    Relation.ENCLOSES: "Code a meets code b where a's segment wholly encloses b's "
    "(equal segments included).",
    Relation.UNIT: "Two codes meet where both are found in the same unit, "
    "whether or not they share words.",
}
_COUNT_NOTES = {
    Count.UNITS: "Counted are distinct units that bear the meeting; c equals Jaccard here.",
    Count.SEGMENTS: "Counted are distinct segments of a that meet b (n_ab) and of b that meet a "
    "(n_ba); as these differ, c, Jaccard and NPMI are not defined.",
    Count.EVENTS: "Counted are pairs of segments that meet; c sets events against segments and "
    "can leave 0 to 1, in which case it is flagged; shares and NPMI are not defined.",
    Count.CHARS: "Counted are characters; c equals Jaccard here.",
    Count.SOURCES: "Counted are distinct sources; c equals Jaccard here.",
}
_UNIT_NOTES = {
    Unit.PASSAGE: "A unit is a speaker turn, else a paragraph or a table row.",
    Unit.SENTENCE: "A unit is a sentence.",
    Unit.PARAGRAPH: "A unit is a paragraph.",
    Unit.TURN: "A unit is a speaker turn; sources without turns have none.",
    Unit.ENTRY: "A unit is a dated journal entry; other sources have none.",
    Unit.SOURCE: "A unit is a whole source; persons are not told apart.",
}
_PURPOSIVE = (
    "Counts describe what was coded in a purposive sample; they support no inference beyond it."
)
_MERGED = (
    "One coder's codings; those of one code that share words count once, a parent code "
    "has the union of its subtree, and a code is no pair with its own parent. "
    "Undecided suggestions are never counted."
)


def frequency_report(
    project: Project, *, coder: str | None = None, unit: Unit = Unit.PASSAGE
) -> Report:
    """Count how often each code is used, rolled up into parents.

    Raises:
        UsageError: Nobody has coded under that name.
    """
    from ethnocode.analysis.frequency import count_frequencies

    with open_store(project.folder, as_of=project.as_of) as store:
        layer = read_layer(project, store, coder=coder, unit=unit)
        rows = count_frequencies(layer.codings, layer.units, kinds=layer.kinds, people=layer.people)
    names = {code.id: code.name for code in layer.codebook}
    unused = len(names.keys() - {row.code for row in rows})
    notes = (
        _UNIT_NOTES[unit],
        _MERGED,
        f"{unused} of the codebook's {len(names)} codes are not used by this coder.",
        *layer.notes,
    )
    report = Report(
        name="frequency",
        title="How often each code is used",
        parameters=(*layer.parameters, ("unit", unit.value)),
        notes=notes,
        columns=(
            Column("code", "Code", "full id"),
            Column("name", "Name", "as the codebook has it", narrow=False),
            Column("codings", "Codings", "codings with exactly this code"),
            Column("segments", "Segments", "merged segments of the code and all below it"),
            Column("units", "Units", "units that bear it"),
            Column("sources", "Sources", "sources that bear it"),
            Column("persons", "Persons", "known persons in whose units it is"),
            Column("kinds", "Kinds", "kinds of source that bear it"),
            Column("chars", "Characters", "characters it covers", narrow=False),
        ),
        rows=tuple(
            (
                row.code,
                names.get(row.code, ""),
                row.codings,
                row.segments,
                row.units,
                row.sources,
                None if unit is Unit.SOURCE else row.persons,
                row.kinds,
                row.chars,
            )
            for row in rows
        ),
    )
    return signed(report, project)


def cooccurrence_report(
    project: Project,
    *,
    relation: Relation | None = None,
    count: Count = Count.UNITS,
    unit: Unit | None = None,
    coder: str | None = None,
) -> Report:
    """Count which codes meet, with the measures of how closely they go together.

    Args:
        relation: How codings must lie; by default ``unit`` where units or sources
            are counted, else ``overlap``.
        count: What is counted.
        unit: What codings are held against; passages by default, whole sources
            where sources are counted and no relation is named.
        coder: Whose codings.

    Raises:
        UsageError: Nobody has coded under that name.
    """
    from ethnocode.analysis.cooccurrence import count_cooccurrence

    if unit is None:
        unit = Unit.SOURCE if (count, relation) == (Count.SOURCES, None) else Unit.PASSAGE
    relation = relation or _OWN_RELATION[count]
    with open_store(project.folder, as_of=project.as_of) as store:
        layer = read_layer(project, store, coder=coder, unit=unit)
        pairs = count_cooccurrence(
            layer.codings,
            layer.units,
            relation=relation,
            count=count,
            kinds=layer.kinds,
            people=layer.people,
            lengths=layer.lengths,
        )
    meeting = sum(pair.n_ab > 0 for pair in pairs)
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
            *(_RELATION_NOTES[relation], _COUNT_NOTES[count], _UNIT_NOTES[unit], _MERGED),
            f"{meeting} of {len(pairs)} pairs of used codes meet. {_PURPOSIVE}",
            *layer.notes,
        ),
        columns=_PAIR_COLUMNS,
        rows=tuple(_pair_row(pair, told_apart=unit is not Unit.SOURCE) for pair in pairs),
        heat_map=_heat_map(pairs, count),
        top=min(_PAIRS_SHOWN, max(meeting, 1)),
    )
    return signed(report, project)


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


def signed(report: Report, project: Project, *, command: str = "") -> Report:
    """Return a report that says whose it is and how to get it again."""
    options = [
        word
        for name, value in report.parameters
        if name in _OPTIONS
        for word in (f"--{name}", str(value))
    ]
    day = ["--as-of", project.as_of] if project.as_of else []
    return replace(
        report,
        study=project.settings.study,
        command=command or shlex.join(["ethnocode", "report", report.name, *options, *day]),
        program=f"ethnocode {__version__}",
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
