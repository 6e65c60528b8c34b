"""Options that reports share: whose codings, which texts, how deep, which passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Annotated

import typer

from ethnocode.cli.context import pairs
from ethnocode.cli.options import ReportFormat
from ethnocode.cli.usage import LARGEST
from ethnocode.model import Count, Relation, Selection, Unit
from ethnocode.services.comparing_coders import Basis
from ethnocode.services.reports.passages import PAGE, Wanted

RelationOption = Annotated[
    Relation | None,
    typer.Option(
        "--relation",
        help="How codings must lie; default unit where units, sources or persons are counted, "
        "else overlap.",
    ),
]
CountOption = Annotated[Count, typer.Option("--count", help="What is counted.")]
UnitOption = Annotated[Unit, typer.Option("--unit", help="What codings are held against.")]
PairUnitOption = Annotated[
    Unit | None,
    typer.Option("--unit", help="What codings are held against; default passage."),
]
DistanceOption = Annotated[
    str | None,
    typer.Option(
        "--distance",
        metavar="'N STEPS'",
        help="How far apart codings may be, for near and before; steps: chars, words, "
        "sentences, paragraphs, turns.",
    ),
]
LayerOption = Annotated[
    str | None,
    typer.Option(
        "--coder",
        envvar="ETHNOCODE_CODER",
        help="Whose codings; else the author's. Coders are never pooled.",
    ),
]
OnlyCodeOption = Annotated[
    list[str] | None,
    typer.Option("--code", help="Only this code and those below it; repeatable."),
]
OnlySourceOption = Annotated[
    list[str] | None, typer.Option("--source", help="Only this source; repeatable.")
]
OnlyKindOption = Annotated[
    list[str] | None, typer.Option("--kind", help="Only sources of this kind; repeatable.")
]
OnlyWaveOption = Annotated[
    list[int] | None, typer.Option("--wave", help="Only this round of collection; repeatable.")
]
SinceOption = Annotated[
    str | None,
    typer.Option("--since", help="From this day, month or year on.", metavar="DATE"),
]
UntilOption = Annotated[
    str | None,
    typer.Option("--until", help="Up to this day, month or year, included.", metavar="DATE"),
]
OnlyPersonOption = Annotated[
    list[str] | None,
    typer.Option("--person", help="Only what she says or writes; repeatable."),
]
OnlyGroupOption = Annotated[
    list[str] | None,
    typer.Option("--group", help="Only what persons of this group say or write; repeatable."),
]
OnlySpeakerOption = Annotated[
    list[str] | None,
    typer.Option("--speaker", help="Only what is said under this label; repeatable."),
]
HavingOption = Annotated[
    list[str] | None,
    typer.Option(
        "--set", help="Only codings with this property value; repeatable.", metavar="NAME=VALUE"
    ),
]
BasisOption = Annotated[
    Basis, typer.Option("--on", help="Whether units or characters are compared.")
]
LevelOption = Annotated[
    int | None,
    typer.Option(
        "--level",
        min=1,
        max=LARGEST,
        help="Roll codes up to this depth of the tree; 1 is the top.",
        metavar="N",
    ),
]
OpenCodeOption = Annotated[
    str | None, typer.Option("--open", help="List the passages of this code.", metavar="CODE")
]
OpenPairOption = Annotated[
    tuple[str, str] | None,
    typer.Option("--open", help="List the passages of this pair of codes.", metavar="A B"),
]
PassagesOption = Annotated[
    int | None,
    typer.Option(
        "--passages",
        min=0,
        max=LARGEST,
        help="List so many passages of each; html has all unasked if they fit.",
        metavar="N",
    ),
]
MatrixOption = Annotated[
    bool, typer.Option("--matrix", help="Give the counts as a square table as well.")
]


def selection_of(
    *,
    code: Sequence[str] | None = None,
    source: Sequence[str] | None = None,
    kind: Sequence[str] | None = None,
    wave: Sequence[int] | None = None,
    since: str | None = None,
    until: str | None = None,
    person: Sequence[str] | None = None,
    group: Sequence[str] | None = None,
    speaker: Sequence[str] | None = None,
    set_: Sequence[str] | None = None,
) -> Selection:
    """Return the filters that somebody typed.

    Raises:
        UsageError: A property value is not NAME=VALUE.
    """
    return Selection(
        sources=tuple(source or ()),
        kinds=tuple(kind or ()),
        waves=tuple(wave or ()),
        since=since or "",
        until=until or "",
        persons=tuple(person or ()),
        groups=tuple(group or ()),
        speakers=tuple(speaker or ()),
        codes=tuple(code or ()),
        properties=pairs(set_, option="--set"),
    )


def wanted_of(cell: Sequence[str], passages: int | None, format_: StrEnum) -> Wanted:
    """Return which cells are to be opened; a page opens what it shows, as far as it has room."""
    if passages is None and format_ == ReportFormat.HTML:
        return replace(PAGE, cell=tuple(cell))
    return Wanted(tuple(cell), passages or None)
