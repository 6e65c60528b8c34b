"""Columns: what must run over a million codings, as arrays instead of objects."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

NOBODY = -1
"""Stands for "no known person" in a column of persons."""


@dataclass(frozen=True, slots=True)
class CodingColumns:
    """Codings of one coder as equally long columns of 64-bit integers.

    Args:
        source: Number of the source.
        start: First character.
        end: One past the last character.
        code: Index into ``codes``.
        codes: Full ids, sorted.
    """

    source: array[int]
    start: array[int]
    end: array[int]
    code: array[int]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitColumns:
    """Units of one kind as equally long columns; units of a source never overlap.

    Args:
        source: Number of the source.
        start: First character.
        end: One past the last character.
        person: Number of the person who speaks or writes it, or ``NOBODY``.
    """

    source: array[int]
    start: array[int]
    end: array[int]
    person: array[int]


@dataclass(frozen=True, slots=True)
class StretchColumns:
    """Stretches of sources as equally long columns; those of a source never overlap.

    Args:
        source: Number of the source.
        start: First character.
        end: One past the last character.
    """

    source: array[int]
    start: array[int]
    end: array[int]
