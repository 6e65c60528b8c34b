"""How meetings of codes are asked for and counted, for every report of pairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ethnocode.errors import UsageError
from ethnocode.model import Count, Distance, Relation, Unit, UnitColumns
from ethnocode.services.reports.distances import DISTANCE_NOTES, distance_named
from ethnocode.services.reports.layer import CodedLayer
from ethnocode.services.reports.notes import MERGED, RELATION_NOTES, UNIT_NOTES, count_note

if TYPE_CHECKING:
    from ethnocode.analysis.cooccurrence import Pair

_OWN_RELATION = {
    Count.UNITS: Relation.UNIT,
    Count.SOURCES: Relation.UNIT,
    Count.SEGMENTS: Relation.OVERLAP,
    Count.EVENTS: Relation.OVERLAP,
    Count.CHARS: Relation.OVERLAP,
    Count.PERSONS: Relation.UNIT,
}
"""The relation where none is named."""


@dataclass(frozen=True, slots=True)
class Counting:
    """How meetings are counted, with nothing left open.

    Args:
        relation: How codings must lie.
        count: What is counted.
        unit: What codings are held against.
        distance: How far apart codings may be, for ``near`` and ``before``.
    """

    relation: Relation
    count: Count
    unit: Unit
    distance: Distance | None

    @property
    def in_units(self) -> bool:
        """Whether nothing can be counted where there are no units."""
        return self.relation is Relation.UNIT or self.count in (Count.UNITS, Count.PERSONS)

    @property
    def parameters(self) -> tuple[tuple[str, str], ...]:
        """What a report says was asked for."""
        return (
            ("relation", self.relation.value),
            ("count", self.count.value),
            ("unit", self.unit.value),
            *((("distance", str(self.distance)),) if self.distance else ()),
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """What the figures of a report mean."""
        apart: tuple[str, ...] = ()
        if self.distance is not None:
            told = DISTANCE_NOTES[self.distance.step]
            apart = (f"The distance is {self.distance} at most. {told}",)
        return (
            RELATION_NOTES[self.relation],
            *apart,
            count_note(self.relation, self.count),
            UNIT_NOTES[self.unit],
            MERGED,
        )


def counting_asked(
    *, relation: Relation | None, count: Count, unit: Unit | None, distance: str | None
) -> Counting:
    """Return how meetings are counted, with defaults for what was not said.

    Args:
        relation: By default ``unit`` where units, sources or persons are counted, else
            ``overlap``.
        count: What is counted.
        unit: Passages by default, whole sources where sources are counted and no
            relation is named.
        distance: How far apart codings may be, such as ``20 words``.

    Raises:
        UsageError: The distance is none, or missing, or of no use; or persons are to be told
            apart in whole sources, which are of several.
    """
    if unit is None:
        unit = Unit.SOURCE if (count, relation) == (Count.SOURCES, None) else Unit.PASSAGE
    if (count, unit) == (Count.PERSONS, Unit.SOURCE):
        raise UsageError(
            "persons are not told apart in whole sources",
            hint="--unit passage, or --count sources",
        )
    relation = relation or _OWN_RELATION[count]
    return Counting(relation, count, unit, distance_named(distance, relation=relation))


def counted_pairs(
    layer: CodedLayer, how: Counting, *, steps: Iterable[UnitColumns] | None
) -> list[Pair]:
    """Return the pairs of codes that are shown, those that meet most often first.

    Args:
        layer: The codings.
        how: How meetings are counted.
        steps: Where the steps of the distance are; see
            :func:`~ethnocode.services.reports.distances.steps_of`.
    """
    from ethnocode.analysis.cooccurrence import count_cooccurrence

    counted = count_cooccurrence(
        layer.codings,
        layer.units,
        relation=how.relation,
        count=how.count,
        kinds=layer.kinds,
        people=layer.people,
        sides=layer.sides,
        lengths=layer.lengths,
        by_person=how.unit is Unit.PERSON,
        distance=how.distance,
        steps=steps,
    )
    return [pair for pair in counted if layer.shows(pair.a) and layer.shows(pair.b)]


def amounts(pairs: Iterable[Pair]) -> dict[str, int]:
    """Return how much there is of each code by itself."""
    return {code: n for pair in pairs for code, n in ((pair.a, pair.n_a), (pair.b, pair.n_b))}


def codes_by_meetings(pairs: Sequence[Pair]) -> list[str]:
    """Return the codes that meet any other, those that do so most often first."""
    meets: dict[str, int] = {}
    for pair in pairs:
        for code in (pair.a, pair.b):
            meets[code] = meets.get(code, 0) + max(pair.n_ab, pair.n_ba)
    return sorted((code for code in meets if meets[code]), key=lambda code: (-meets[code], code))
