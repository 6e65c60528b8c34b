"""Which codes meet, with the measures of how closely they go together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ethnocode.analysis.association import c_coefficient, inclusion, jaccard, npmi
from ethnocode.analysis.layer import lay_out, people_column
from ethnocode.analysis.meetings import unrelated
from ethnocode.analysis.tally import Tally, tally
from ethnocode.model import CodingColumns, Count, Relation, UnitColumns

BOUNDED = (Count.UNITS, Count.CHARS, Count.SOURCES)
"""Counts in which both codes and their meetings are the same kind of thing."""

_UNBOUNDED = {Count.SEGMENTS: "asymmetric", Count.EVENTS: "events"}
"""Why the other counts leave measures undefined."""


@dataclass(frozen=True, slots=True)
class Pair:
    """How two codes co-occur; a measure that the data cannot define is ``None``.

    Args:
        a: Full id; sorts before ``b``.
        b: Full id.
        n_ab: How often they meet; segments of a that meet b, when segments are counted.
        n_ba: Segments of b that meet a, when segments are counted; else ``n_ab``.
        n_a: How much there is of a by itself.
        n_b: How much there is of b by itself.
        c: c-coefficient; not in ``segments``, whose two counts differ.
        jaccard: In units, characters and sources only.
        b_given_a: Share of a that meets b; not in ``events``.
        a_given_b: Share of b that meets a; not in ``events``.
        npmi: In units, characters and sources only.
        persons: Known people behind the pair; a composite of two counts as two.
        kinds: Distinct kinds of source behind the pair.
        flags: What must be said of c, ``undefined``, ``out_of_range``, ``unequal``; then
            why other measures are ``None``: ``asymmetric`` (segments are counted),
            ``events`` (events are counted), ``absent`` (a code is in nothing that is
            counted) or ``everywhere`` (both are in all of it).
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


def count_cooccurrence(
    codings: CodingColumns,
    units: UnitColumns,
    *,
    relation: Relation,
    count: Count,
    kinds: Mapping[int, str],
    people: Mapping[int, int],
    lengths: Mapping[int, int] | None = None,
) -> tuple[Pair, ...]:
    """Return every pair of used codes, those that meet most often first.

    Args:
        codings: One coder's layer; merged here, and rolled up into parents.
        units: The units; of those that ``relation`` or ``count`` speak of.
        relation: How the codes must lie to each other.
        count: What is counted.
        kinds: Kind of each source, by number.
        people: How many real people each person stands for, by number.
        lengths: Characters of each source of the study, by number, which NPMI of
            segments needs; by default the sources that codings and units name, each as
            long as these reach.

    Complexity:
        O(n log n + k) for n codings, with their ancestors, and k meetings.
    """
    layer, places = lay_out(codings, units, lengths=lengths)
    names = {kind: n for n, kind in enumerate(sorted(set(kinds.values())))}
    kind = np.array([names[kinds[n]] for n in layer.sources.tolist()], dtype=np.int64)
    counted = tally(
        layer,
        places,
        relation=relation,
        count=count,
        source_kind=kind,
        people=people_column(people),
    )
    allowed = unrelated(layer.codes)
    pairs = [
        _pair(layer.codes, i, j, counted=counted, count=count)
        for i in range(len(layer.codes))
        for j in range(i + 1, len(layer.codes))
        if allowed[i, j]
    ]
    return tuple(sorted(pairs, key=lambda pair: (-pair.n_ab, -pair.n_ba, pair.a, pair.b)))


def _pair(codes: tuple[str, ...], i: int, j: int, *, counted: Tally, count: Count) -> Pair:
    cell = i * len(codes) + j
    n_ab, n_ba = int(counted.ab[cell]), int(counted.ba[cell])
    n_a, n_b = int(counted.alone[i]), int(counted.alone[j])
    bounded = count in BOUNDED
    coefficient = c_coefficient(n_ab, n_a, n_b)
    asymmetric = count is Count.SEGMENTS
    flags = [flag for flag in coefficient.flags if not asymmetric or flag == "unequal"]
    total = counted.total
    if not bounded:
        flags.append(_UNBOUNDED[count])
    elif not n_a or not n_b:
        flags.append("absent")
    elif n_ab == total:
        flags.append("everywhere")
    return Pair(
        a=codes[i],
        b=codes[j],
        n_ab=n_ab,
        n_ba=n_ba,
        n_a=n_a,
        n_b=n_b,
        c=None if asymmetric else coefficient.value,
        jaccard=jaccard(n_ab, n_a, n_b) if bounded else None,
        b_given_a=None if count is Count.EVENTS else inclusion(n_ab, n_a),
        a_given_b=None if count is Count.EVENTS else inclusion(n_ba, n_b),
        npmi=None if total is None else npmi(n_ab, n_a, n_b, total=total),
        persons=int(counted.persons[cell]),
        kinds=int(counted.kinds[cell]),
        flags=tuple(flags),
    )
