"""Selections: which part of a study a report is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Selection:
    """Filters of a report; an empty one keeps all, and of several all must hold.

    Filters of texts keep stretches of sources: codings and units are cut to them. Filters
    of codings keep codings. Within one filter, any of its values will do.

    Args:
        sources: Names of sources.
        kinds: Kinds of source.
        waves: Rounds of collection.
        since: First day, ISO 8601; of the entry where entries are dated, else of the source.
        until: Last day.
        persons: Pseudonyms of those who speak or write.
        groups: Sides that they speak from.
        speakers: Labels as the texts have them.
        codes: Full ids; those below them count as well.
        properties: Pairs of property and value that a coding records.
    """

    sources: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    waves: tuple[int, ...] = ()
    since: str = ""
    until: str = ""
    persons: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    properties: tuple[tuple[str, str], ...] = ()


WHOLE_STUDY = Selection()
"""No filter at all."""
