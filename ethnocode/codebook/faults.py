"""Faults: what is wrong with a codebook file so that it, or a part of it, cannot be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from ethnocode.errors import CodebookError
from ethnocode.model import Position

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


def fault_of(error: CodebookError, kind: FaultKind) -> Fault:
    """Return the fault that an error tells of."""
    place = _PLACE.fullmatch(error.where)
    position = Position(place[1], int(place[2]), int(place[3])) if place else Position(error.where)
    return Fault(kind, position, error.message, error.hint)
