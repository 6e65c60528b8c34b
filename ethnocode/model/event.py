"""Events: what was done to a project, by whom, and how to take it back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """One row, or one side file, before and after an event.

    Args:
        table: Table name, or ``file`` for a side file.
        key: Row number, or the file's name.
        before: The row as it was; ``None`` where it did not exist.
        after: The row as it became; ``None`` where it was removed.
    """

    table: str
    key: int | str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the append-only log.

    Args:
        id: Number of the event, from 1, without gaps.
        at: Aware UTC, ISO 8601.
        actor: Coder who acted.
        action: What was done, such as ``coding add``.
        summary: One line for people; names no confidential words.
        codebook: Digest of the codebook in force, or empty.
        undoes: Event this one took back, or ``None``.
        undone_by: Event that took this one back, or ``None``.
        changes: How many rows and files it changed.
    """

    id: int
    at: str
    actor: str
    action: str
    summary: str
    codebook: str
    undoes: int | None
    undone_by: int | None
    changes: int


@dataclass(frozen=True, slots=True)
class KeptCodebook:
    """A codebook as the log keeps it, from one event on until the next is in force.

    Args:
        id: Number of the first event that it was in force with.
        at: When that was: aware UTC, ISO 8601.
        digest: Of its snapshot.
        version: As it was written; empty where there was none.
    """

    id: int
    at: str
    digest: str
    version: str
