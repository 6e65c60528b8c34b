"""Sets of three or more codes that meet, as a further table of a report."""

from __future__ import annotations

from dataclasses import dataclass

from ethnocode.errors import UsageError
from ethnocode.model import Cell, Column, Count, Relation, Table, Unit
from ethnocode.services.reports.layer import CodedLayer

_MOST_CODES = 8


@dataclass(frozen=True, slots=True)
class Sets:
    """Which sets of codes are counted besides pairs.

    Args:
        size: Codes of a set; ``None`` for no such table.
        least: Sets that meet less often are left out.
    """

    size: int | None = None
    least: int = 1

    @property
    def options(self) -> tuple[str, ...]:
        """What to type to get the same."""
        if self.size is None:
            return ()
        least = ("--least", str(self.least)) if self.least > 1 else ()
        return ("--tuples", str(self.size), *least)


NO_SETS = Sets()
"""Pairs only."""


def sets_of(size: int | None, least: int | None) -> Sets:
    """Return the sets that somebody asked for.

    Raises:
        UsageError: Seldom ones are to be left out of none.
    """
    if size is None and least is not None:
        raise UsageError("--least is for sets of codes", hint="--tuples 3 --least ...")
    return Sets(size, least or 1)


def set_tables(
    layer: CodedLayer, sets: Sets, *, relation: Relation, count: Count, unit: Unit
) -> tuple[Table, ...]:
    """Return the table of sets of codes; none where none was asked for.

    Raises:
        UsageError: Sets are not defined for the relation or the count, or there are too many.
    """
    if sets.size is None:
        return ()
    from ethnocode.analysis.tuples import TooManyTuplesError, count_tuples

    _check(sets.size, relation=relation, count=count)
    try:
        found = count_tuples(
            layer.codings,
            layer.units,
            size=sets.size,
            least=sets.least,
            relation=relation,
            count=count,
            kinds=layer.kinds,
            people=layer.people,
            sides=layer.sides,
            lengths=layer.lengths,
            by_person=unit is Unit.PERSON,
        )
    except TooManyTuplesError as exc:
        raise UsageError(
            str(exc), hint=f"leave out those that meet seldom: --least {2 * sets.least}, or more"
        ) from None
    told_apart = unit is not Unit.SOURCE
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            *group.codes,
            group.count,
            group.persons if told_apart else None,
            group.groups if told_apart else None,
            group.kinds,
        )
        for group in found
        if all(map(layer.shows, group.codes))
    )
    return (_table(sets, rows, relation=relation, count=count),)


def _check(size: int, *, relation: Relation, count: Count) -> None:
    from ethnocode.analysis.tuples import TUPLE_COUNTS, TUPLE_RELATIONS

    if not 2 <= size <= _MOST_CODES:
        raise UsageError(
            f"--tuples {size} is not from 2 to {_MOST_CODES}", hint="such as --tuples 3"
        )
    if relation not in TUPLE_RELATIONS:
        raise UsageError(
            f"sets of codes are not defined for --relation {relation}",
            hint="use --relation unit or overlap",
        )
    if count not in TUPLE_COUNTS:
        raise UsageError(
            f"sets of codes are not counted in {count}",
            hint="use --count " + ", ".join(TUPLE_COUNTS[:-1]) + f" or {TUPLE_COUNTS[-1]}",
        )


def _table(
    sets: Sets, rows: tuple[tuple[Cell, ...], ...], *, relation: Relation, count: Count
) -> Table:
    size = sets.size or 0
    place = "a unit" if relation is Relation.UNIT else "a character"
    often = f" at least {sets.least} times" if sets.least > 1 else ""
    return Table(
        name="tuples",
        title=f"Sets of {size} codes that meet",
        columns=(
            *(Column(f"code_{n}", f"Code {n}", "full id") for n in range(1, size + 1)),
            Column("n", "All", f"how often all of them meet, in {count}"),
            Column("persons", "Persons", "known persons behind the set", narrow=False),
            Column("groups", "Groups", "groups that these speak from", narrow=False),
            Column("kinds", "Kinds", "kinds of source behind the set", narrow=False),
        ),
        rows=rows,
        notes=(
            f"Listed are the sets of {size} codes that share {place}{often}; "
            "no code of a set is above another.",
        ),
    )
