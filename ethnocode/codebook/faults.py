"""Faults: what is wrong with a codebook file so that it, or a part of it, cannot be read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from ethnocode.errors import CodebookError
from ethnocode.model import Codebook, Position

EVERYTHING = "*"
"""Stands for all fields of a code, or of a book."""

_PLACE = re.compile(r"(?s)(.*):(\d+):(\d+)")


class FaultKind(StrEnum):
    """What cannot be read: the YAML, its shape as a codebook, or what it extends."""

    YAML = "yaml"
    SHAPE = "shape"
    EXTENDS = "extends"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that keeps a codebook, or a part of it, from being read.

    Args:
        kind: What cannot be read.
        position: Where.
        message: What is wrong, naming the value.
        hint: What to do about it.
    """

    kind: FaultKind
    position: Position
    message: str
    hint: str

    def as_error(self) -> CodebookError:
        """Return the fault as the error that it is to whoever needs the whole book."""
        return CodebookError(self.message, where=str(self.position), hint=self.hint)


def fault_of(error: CodebookError, kind: FaultKind) -> Fault:
    """Return the fault that an error tells of."""
    place = _PLACE.fullmatch(error.where)
    position = Position(place[1], int(place[2]), int(place[3])) if place else Position(error.where)
    return Fault(kind, position, error.message, error.hint)


@dataclass(frozen=True, slots=True)
class Gaps:
    """What is not known of a book and those beside it, because it could not be read.

    Rules that say that something is missing do not say so of what is not known.

    Args:
        fields: Pairs of a code's full id (empty: the book itself) and a field.
        books: Ids of books not all of whose codes are at hand.
    """

    fields: frozenset[tuple[str, str]] = frozenset()
    books: frozenset[str] = frozenset()

    def has(self, field: str, *, of: str = "") -> bool:
        """Return whether a field of a code, or of the book itself, is not fully known."""
        return (of, field) in self.fields or (of, EVERYTHING) in self.fields

    def without_a_base(self, book: Codebook) -> Gaps:
        """Return the gaps of a book that extends what could not be read.

        A code of it without a definition may be one of the missing book's, changed a little.
        """
        partial = ((code.id, EVERYTHING) for code in book.own_codes if not code.definition)
        return Gaps(self.fields.union(partial), self.books | {book.id})


NO_GAPS = Gaps()
"""Everything is known."""


@dataclass(frozen=True, slots=True)
class CodebookReading:
    """A codebook as far as it could be read.

    Args:
        codebook: What could be read of it.
        faults: What could not, in the order found.
        gaps: What therefore is not known.
    """

    codebook: Codebook
    faults: tuple[Fault, ...] = ()
    gaps: Gaps = NO_GAPS


@dataclass(slots=True)
class Faults:
    """The faults and gaps of one file, as they are found."""

    found: list[Fault] = field(default_factory=list)
    gaps: set[tuple[str, str]] = field(default_factory=set)

    def add(self, fault: Fault, *, code: str = "", field: str) -> None:
        """Note a fault, once a place, and what it leaves unknown."""
        if all(fault.position != other.position for other in self.found):
            self.found.append(fault)
        self.gaps.add((code, field))

    def as_gaps(self, *books: str) -> Gaps:
        """Return what is not known; the books named are not wholly at hand."""
        return Gaps(frozenset(self.gaps), frozenset(books))
