"""Copies of a project: backups and snapshots."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Copy:
    """What a copy of a project holds.

    Args:
        path: Where it is.
        at: When the last thing was done to it, ISO 8601 in UTC.
        events: How many events its log has.
        revision: Last event and eight digits of its chain.
        actor: Who did the last thing.
        sources: How many sources it has.
        codings: How many codings it has.
    """

    path: Path
    at: str
    events: int
    revision: str
    actor: str
    sources: int
    codings: int
