"""Voices that filters of persons pass over, as nobody has said who they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from ethnocode.model import EMAIL, Selection, Source
from ethnocode.report.figures import counted
from ethnocode.services.reports.voices import Voices

_NAMED = 5


def unnamed_notes(
    selection: Selection, voices: Voices, sources: Collection[Source]
) -> tuple[str, ...]:
    """Return the note on voices without a person; none where persons do not matter.

    Args:
        selection: The filters.
        voices: Who speaks where.
        sources: Those that the filters of sources keep.
    """
    if not (selection.persons or selection.groups):
        return ()
    turns = voices.unknown([int(source.id) for source in sources])
    unsent = voices.unsent([int(source.id) for source in sources])
    letters = Counter(
        source.author
        for source in sources
        if source.kind == EMAIL and source.author and int(source.id) in unsent
    )
    said = [
        *([f"{counted(turns.total(), 'turn')} of {_few(turns)}"] if turns else []),
        *([f"{counted(letters.total(), 'e-mail')} of {_few(letters)}"] if letters else []),
    ]
    if not said:
        return ()
    return (
        f"Left out, as nobody has said which person it is: {'; '.join(said)}. "
        "'ethnocode source set SOURCE --speaker LABEL=PERSON' says who speaks, 'ethnocode "
        "person import FILE' who is called what, and 'ethnocode check' lists them all.",
    )


def _few(amounts: Counter[str]) -> str:
    """Name those with most first, and say how many more there are."""
    named = sorted(amounts, key=lambda label: (-amounts[label], label))
    few = ", ".join(f"'{label}'" for label in named[:_NAMED])
    left = len(named) - _NAMED
    return f"{few} and {counted(left, 'more voice')}" if left > 0 else few
