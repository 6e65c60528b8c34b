"""Codes by values as they were counted, and what each zero means."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ethnocode.analysis.opening import Opening

NO_SOURCE = "no source"
NOT_FOUND = "read, not found"
NOT_CODED = "not coded yet"
UNCOUNTED = "found, not counted"
NO_PAIR = "no pair"


@dataclass(frozen=True, slots=True)
class Value:
    """A column: how much text there is of a value.

    Args:
        name: As readers see it.
        n: How much there is of any code there.
        base: What counts are held against there.
        units: Units there.
        gone_over: Those of them that the coder has gone over.
        zero: What it means there that a code is not there.
    """

    name: str
    n: int
    base: int
    units: int
    gone_over: int
    zero: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row: how much there is of a code, by value.

    Args:
        code: Full id.
        cells: By value; ``None`` where two codes are no pair.
        zeros: By value, what it means that there is nothing; ``None`` where there is something.
        total: How much there is of it, whatever the value.
    """

    code: str
    cells: tuple[int | None, ...]
    zeros: tuple[str | None, ...]
    total: int

    @classmethod
    def of(
        cls,
        code: str,
        values: Sequence[Value],
        counts: Sequence[int],
        found: Sequence[bool],
        n: int,
    ) -> Line:
        """Return a row of counts.

        Args:
            found: By value, whether the code is on any words there, counted or not.
            n: How much there is of it, whatever the value.
        """
        zeros = (
            None if count else UNCOUNTED if there else value.zero
            for value, count, there in zip(values, counts, found, strict=True)
        )
        return cls(code, tuple(counts), tuple(zeros), n)

    @classmethod
    def empty(cls, code: str, values: Sequence[Value]) -> Line:
        """Return the row of a code that is nowhere."""
        return cls(code, (0,) * len(values), tuple(value.zero for value in values), 0)

    def without(self, columns: Collection[int]) -> Line:
        """Return the row with no pair in some columns."""
        cells = (None if n in columns else cell for n, cell in enumerate(self.cells))
        zeros = (NO_PAIR if n in columns else zero for n, zero in enumerate(self.zeros))
        return replace(self, cells=tuple(cells), zeros=tuple(zeros))


@dataclass(frozen=True, slots=True)
class Crossed:
    """Codes by values.

    Args:
        lines: The rows, by code.
        values: The columns.
        whole: All values together.
        notes: What a reader should know of the values.
        places: Gives the places behind a cell, by code and index of the value.
    """

    lines: tuple[Line, ...]
    values: tuple[Value, ...]
    whole: Value
    notes: tuple[str, ...]
    places: Callable[[str, int], Sequence[Opening]]


def meaning_of_zero(there: int, read: int) -> str:
    """Return what it means that a code is not found.

    Args:
        there: How much there is that could bear the code.
        read: How much of it the coder has gone over.
    """
    if not there:
        return NO_SOURCE
    return NOT_FOUND if read else NOT_CODED
