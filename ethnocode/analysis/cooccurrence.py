"""Which codes meet, with the measures of how closely they go together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from ethnocode.analysis.association import (
    c_coefficient,
    inclusion,
    jaccard,
    lift,
    log_likelihood,
    npmi,
)
from ethnocode.analysis.distances import measured
from ethnocode.analysis.layer import Ints, Layer, Units, lay_out
from ethnocode.analysis.meetings import unrelated
from ethnocode.analysis.tally import Tally, tally
from ethnocode.model import CodingColumns, Count, Distance, Relation, UnitColumns, has_sides


@dataclass(frozen=True, slots=True)
class Pair:
    """How two codes co-occur; a measure that the data cannot define is ``None``.

    Args:
        a: Full id; sorts before ``b``.
        b: Full id.
        n_ab: How often they meet; from a's side, where the sides differ: when segments
            are counted, and for ``before`` and mostly for ``near``.
        n_ba: The same from b's side; else ``n_ab``.
        n_a: How much there is of a by itself.
        n_b: How much there is of b by itself.
        c: c-coefficient; not where the sides differ.
        jaccard: Not in events, and not where the sides differ.
        b_given_a: Share of a that meets b; not in ``events``.
        a_given_b: Share of b that meets a; not in ``events``.
        npmi: Where Jaccard is.
        persons: Known people behind the pair; a composite of two counts as two.
        kinds: Distinct kinds of source behind the pair.
        flags: What must be said of c, ``undefined``, ``out_of_range``, ``unequal``; then
            why other measures are ``None``: ``asymmetric`` (the sides differ), ``events``
            (events are counted), ``absent`` (a code is in nothing that is counted),
            ``everywhere`` (both are in all of it), ``one_everywhere`` (one of them is)
            or ``no_table`` (both can be in what is counted and not meet there).
        lift: Where Jaccard is.
        g2: Signed log-likelihood, where what bears both codes is all where they meet.
        groups: Distinct groups that the people behind the pair speak from.
    """

    a: str
    b: str
    n_ab: int
    n_ba: int
    n_a: int
    n_b: int
    c: float | None
    jaccard: float | None
    b_given_a: float | None
    a_given_b: float | None
    npmi: float | None
    persons: int
    kinds: int
    flags: tuple[str, ...]
    lift: float | None
    g2: float | None
    groups: int


def count_cooccurrence(
    codings: CodingColumns,
    units: UnitColumns,
    *,
    relation: Relation,
    count: Count,
    kinds: Mapping[int, str],
    people: Mapping[int, int],
    sides: Mapping[int, str] | None = None,
    lengths: Mapping[int, int] | None = None,
    by_person: bool = False,
    distance: Distance | None = None,
    steps: Iterable[UnitColumns] | None = None,
) -> tuple[Pair, ...]:
    """Return every pair of used codes, those that meet most often first.

    Args:
        codings: One coder's layer; merged here, and rolled up into parents.
        units: The units; of those that ``relation`` or ``count`` speak of.
        relation: How the codes must lie to each other.
        count: What is counted.
        kinds: Kind of each source, by number.
        people: How many real people each person stands for, by number.
        sides: Group that each person speaks from, by number, where one is known.
        lengths: Characters of each source of the study, by number, which NPMI of
            segments needs; by default the sources that codings and units name, each as
            long as these reach.
        by_person: Whether all units of one person are one unit.
        distance: How far apart segments may be, for ``near`` and ``before``.
        steps: Where the words, sentences, paragraphs or turns are in which that is
            measured, by source; not needed for characters.

    Raises:
        ValueError: There is no distance where one is needed, or no steps; a coding or
            unit lies outside every source.

    Complexity:
        O(n log n + k) for n codings, with their ancestors, and k meetings.
    """
    layer, places = lay_out(codings, units, lengths=lengths, by_person=by_person)
    counted = tally(
        layer,
        places,
        relation=relation,
        count=count,
        source_kind=_kind_numbers(layer, kinds),
        people=people,
        sides=sides or {},
        reach=None if distance is None else measured(layer, distance, steps=steps),
    )
    allowed = unrelated(layer.codes)
    sided = has_sides(relation, count)
    table = _makes_table(places, relation=relation, count=count, by_person=by_person)
    one, other = np.nonzero(np.triu(allowed))
    pairs = [
        _pair(layer.codes, i, j, counted=counted, count=count, sided=sided, table=table)
        for i, j in zip(one.tolist(), other.tolist(), strict=True)
    ]
    return tuple(sorted(pairs, key=_by_meetings))


def _by_meetings(pair: Pair) -> tuple[int, int, int, str, str]:
    """Sort by the side from which codes meet more often, whichever it is."""
    most = max(pair.n_ab, pair.n_ba)
    return -most, -pair.n_ab, -pair.n_ba, pair.a, pair.b


def _kind_numbers(layer: Layer, kinds: Mapping[int, str]) -> Ints:
    """Return the number of the kind of each source of a layer."""
    names = {kind: n for n, kind in enumerate(sorted(set(kinds.values())))}
    return np.array([names[kinds[n]] for n in layer.sources.tolist()], dtype=np.int64)


def _makes_table(places: Units, *, relation: Relation, count: Count, by_person: bool) -> bool:
    """Whether whatever bears both codes is where they meet: both, one, other and neither.

    Two codes can be in one source, or be said by one person, without sharing a turn; then
    the four do not add up.
    """
    if relation is not Relation.UNIT:
        return relation is Relation.OVERLAP and count is Count.CHARS
    if count is Count.PERSONS:
        return by_person
    if count is Count.SOURCES:
        return places.whole and len(np.unique(places.source)) == places.count
    return count in (Count.UNITS, Count.CHARS)


def _pair(
    codes: tuple[str, ...],
    i: int,
    j: int,
    *,
    counted: Tally,
    count: Count,
    sided: bool,
    table: bool,
) -> Pair:
    cell = i * len(codes) + j
    n_ab, n_ba = int(counted.ab[cell]), int(counted.ba[cell])
    n_a, n_b = int(counted.alone[i]), int(counted.alone[j])
    total = None if sided else counted.total
    coefficient = c_coefficient(n_ab, n_a, n_b)
    shares = count is not Count.EVENTS
    return Pair(
        a=codes[i],
        b=codes[j],
        n_ab=n_ab,
        n_ba=n_ba,
        n_a=n_a,
        n_b=n_b,
        c=None if sided else coefficient.value,
        jaccard=None if total is None else jaccard(n_ab, n_a, n_b),
        b_given_a=inclusion(n_ab, n_a) if shares else None,
        a_given_b=inclusion(n_ba, n_b) if shares else None,
        npmi=None if total is None else npmi(n_ab, n_a, n_b, total=total),
        persons=int(counted.persons[cell]),
        kinds=int(counted.kinds[cell]),
        flags=(
            *(flag for flag in coefficient.flags if not sided or flag == "unequal"),
            *(("asymmetric",) if sided else ()),
            *(() if shares else ("events",)),
            *_ground_flags(n_ab, n_a, n_b, total=total, shares=shares),
            *(() if total is None or table else ("no_table",)),
        ),
        lift=None if total is None else lift(n_ab, n_a, n_b, total=total),
        g2=log_likelihood(n_ab, n_a, n_b, total=total) if total and table else None,
        groups=int(counted.groups[cell]),
    )


def _ground_flags(
    n_ab: int, n_a: int, n_b: int, *, total: int | None, shares: bool
) -> tuple[str, ...]:
    """Say why a measure is missing that the counting mode would allow."""
    if shares and not (n_a and n_b):
        return ("absent",)
    if total is None:
        return ()
    if n_ab == total:
        return ("everywhere",)
    return ("one_everywhere",) if total in (n_a, n_b) else ()
