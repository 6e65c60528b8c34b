"""What is different between two codebooks, code by code."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class ChangeKind(StrEnum):
    """What became of a code, in the order in which changes are told."""

    REMOVED = "removed"
    MERGED = "merged"
    SPLIT = "split"
    RENAMED = "renamed"
    MOVED = "moved"
    ADDED = "added"
    RETIRED = "retired"
    REVIVED = "revived"
    OVERRIDDEN = "overridden"
    RESTORED = "restored"
    REDEFINED = "redefined"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a code that says something else.

    Args:
        field: Key of the codebook format, such as ``definition``.
        old: What it said: plain texts, lists and mappings, as a codebook has them.
        new: What it says.
    """

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class CodeChange:
    """A change between two codebooks.

    Args:
        kind: What became of the code.
        code: Its full id in the second codebook; of one that was merged, that of the code it
            is part of; empty where it is gone.
        was: Its full id in the first one; of one that was split off, that of the code it was
            part of; empty where it was not there.
        fields: What it says otherwise.
    """

    kind: ChangeKind
    code: str
    was: str
    fields: tuple[FieldChange, ...] = ()
