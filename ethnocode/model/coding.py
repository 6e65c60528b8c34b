"""Codings: one coder's application of one code to one span."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ethnocode.model.anchor import Anchor

_LONGEST_NAME = 100


def is_coder_name(name: str) -> bool:
    """Tell whether words can be a coder's name: seen, not broken, and of a name's length."""
    return bool(name.strip()) and name.isprintable() and len(name) <= _LONGEST_NAME


class CodingStatus(StrEnum):
    """Whether a coding sits on its own words or waits for a decision."""

    ANCHORED = "anchored"
    NEEDS_REVIEW = "needs-review"


@dataclass(frozen=True, slots=True)
class Coding:
    """A code applied to a span of a source by a coder.

    Args:
        id: Number of the row; 0 before it is stored.
        guid: Identity that survives export and import.
        source: Name of the source.
        code: Full id of the code.
        anchor: Where, and on which words.
        coder: Who coded.
        created: Aware UTC, ISO 8601.
        origin: ``manual``, ``import``, ``suggestion:ID``, ``review``: added in one; or
            ``consensus:ID,ID``, the numbers of the codings it is made of.
        status: Whether it sits on its words.
        memo: Why; may be empty.
        properties: Pairs of property and value, sorted by property.
        citation: How to cite the passage.
    """

    id: int
    guid: str
    source: str
    code: str
    anchor: Anchor
    coder: str
    created: str
    origin: str = "manual"
    status: CodingStatus = CodingStatus.ANCHORED
    memo: str = ""
    properties: tuple[tuple[str, str], ...] = ()
    citation: str = ""
