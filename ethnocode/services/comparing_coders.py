"""Coders side by side: whose codings are compared, and on which words."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from ethnocode.errors import UndefinedStatisticError, UsageError
from ethnocode.model import (
    WHOLE_STUDY,
    Codebook,
    Coding,
    CodingColumns,
    CodingStatus,
    Selection,
    Source,
    Unit,
)
from ethnocode.services.consensus import consensus_layers
from ethnocode.services.definitions import codebook_in_force
from ethnocode.services.going_over import Stretch, drawn_and_left, drawn_units, gone_over
from ethnocode.services.lookup import present_ids, unknown_coder
from ethnocode.services.project import Project
from ethnocode.services.reports.selecting import Choice, choose
from ethnocode.store import Store


class Basis(StrEnum):
    """What codings are compared on."""

    UNITS = "units"
    CHARACTERS = "characters"


@dataclass(frozen=True, slots=True)
class Compared:
    """Coders side by side.

    Args:
        coders: Their names, in the order asked for.
        codings: Anchored codings of each under present ids, whole, in text order; of all
            codes, so that a reading is whole.
        waiting: How many codings of each, of what is asked for, wait for review; left out.
        ground: What each has gone over, in order and without overlaps.
        left: Of each, how many passages were drawn for her and are not gone over yet, and
            how many were drawn.
        gone: Parts of sources that all of them have gone over, in order.
        parts: Kept parts of sources, in order, where filters keep parts; else ``None``.
        stretches: What they have all gone over of what is kept, in order.
        sources: Every source by number, in order of its path.
        codebook: The definitions in force.
        choice: Which codes and texts are asked for.
        settled: Those of the coders that are a consensus.
    """

    coders: tuple[str, ...]
    codings: tuple[tuple[Coding, ...], ...]
    waiting: tuple[int, ...]
    ground: tuple[tuple[Stretch, ...], ...]
    left: tuple[tuple[int, int], ...]
    gone: tuple[Stretch, ...]
    parts: tuple[Stretch, ...] | None
    stretches: tuple[Stretch, ...]
    sources: Mapping[int, Source]
    codebook: Codebook
    choice: Choice
    settled: frozenset[str]


def compare_coders(
    project: Project,
    store: Store,
    *,
    coders: Sequence[str] = (),
    selection: Selection = WHOLE_STUDY,
) -> Compared:
    """Return the codings of coders, and the words that all of them have gone over.

    What these are says :func:`~ethnocode.services.going_over.gone_over`.

    Args:
        coders: Names; by default the two that there are.
        selection: Which codes are asked for, and which texts.

    Raises:
        UsageError: A coder or a value of a filter is unknown, a coder is named twice, or it
            is not clear whom to compare.
        ValueError: The selection goes by properties.
        UndefinedStatisticError: Nobody is there to compare a coder with.
    """
    if selection.properties:
        raise ValueError("a reading is whole: coders are not compared on some of their codings")
    names = store.sources.names()
    chosen = _chosen(store, coders)
    sources = {int(source.id): source for source in store.sources.all()}
    numbers = {source.name: number for number, source in sources.items()}
    codebook = codebook_in_force(project, store)
    choice = choose(project, store, selection, codebook=codebook)
    chosen_sources = sources if choice.kept is None else choice.kept.lengths
    layers, waiting, ground = [], [], []
    for coder in chosen:
        every = store.codings.select(names=names, coder=coder)
        ground.append([p for p in gone_over(store, coder) if p[0] in chosen_sources])
        here = [c for c in every if numbers[c.source] in chosen_sources]
        waiting.append(_waiting(here, choice))
        layers.append([c for c in every if c.status is CodingStatus.ANCHORED])
    gone = shared_stretches(ground)
    parts = _parts(choice)
    present = present_ids(codebook, {c.code for layer in layers for c in layer})
    return Compared(
        coders=chosen,
        codings=tuple(
            tuple(replace(c, code=present[c.code]) if c.code in present else c for c in layer)
            for layer in layers
        ),
        waiting=tuple(waiting),
        ground=tuple(map(tuple, ground)),
        left=tuple((len(drawn_and_left(store, c)), len(drawn_units(store, c))) for c in chosen),
        gone=gone,
        parts=parts,
        stretches=gone if parts is None else shared_stretches((gone, parts)),
        sources=sources,
        codebook=codebook,
        choice=choice,
        settled=consensus_layers(store) & set(chosen),
    )


def _parts(choice: Choice) -> tuple[Stretch, ...] | None:
    """Return what filters keep of sources, ``None`` where these are whole."""
    by = choice.selection
    if choice.kept is None or not (by.persons or by.groups or by.speakers or by.since or by.until):
        return None
    return tuple(
        (number, *place)
        for number, length in sorted(choice.kept.lengths.items())
        for place in choice.kept.pieces(number, 0, length)
    )


def unit_compared(unit: Unit | None, on: Basis) -> Unit | None:
    """Return the unit to compare in, ``None`` on characters.

    Raises:
        UsageError: Persons are no unit for this; characters have no unit.
    """
    if unit is Unit.PERSON:
        raise UsageError("a person is no unit to agree on", hint="such as --unit passage")
    if on is Basis.CHARACTERS and unit is not None:
        raise UsageError("characters are compared without a unit", hint="leave out one of the two")
    return None if on is Basis.CHARACTERS else unit or Unit.PASSAGE


def as_columns(codings: Sequence[Coding], *, numbers: Mapping[str, int]) -> CodingColumns:
    """Return codings as columns.

    Args:
        numbers: Number of each source by its name.
    """
    codes = tuple(sorted({coding.code for coding in codings}))
    index = {code: n for n, code in enumerate(codes)}
    return CodingColumns(
        array("q", [numbers[coding.source] for coding in codings]),
        array("q", [coding.anchor.span.start for coding in codings]),
        array("q", [coding.anchor.span.end for coding in codings]),
        array("q", [index[coding.code] for coding in codings]),
        codes,
    )


def _chosen(store: Store, named: Sequence[str]) -> tuple[str, ...]:
    read = {passage.coder for passage in store.readings.select(names=store.sources.names())}
    known = sorted({*store.codings.coders(), *read})
    for name in named:
        if name not in known and not drawn_units(store, name):
            raise unknown_coder(name, known)
        if named.count(name) > 1:
            raise UsageError(
                f"{name} is named twice", hint="name two coders, or one at two times: anna, anna@2"
            )
    if len(named) > 1:
        return tuple(named)
    settled = consensus_layers(store)
    others = [name for name in known if name not in settled]
    if len({*others, *named}) < 2:
        who = named[0] if named else next(iter(others), "")
        raise UndefinedStatisticError(
            f"agreement needs two coders, and only {who} has coded"
            if who
            else "agreement needs two coders, and nobody has coded",
            hint="ask a second person, or recode a drawn sample blind: "
            "ethnocode coding sample --blind",
        )
    if named:
        besides = [name for name in known if name not in named]
        raise UndefinedStatisticError(
            f"agreement needs two coders, and only {named[0]} is named",
            hint=f"--coder {named[0]} --coder {' or '.join(besides)}",
        )
    if len(others) > 2:
        raise UsageError(
            "say whom to compare", hint=f"--coder twice or more, of: {', '.join(others)}"
        )
    return tuple(others)


def _waiting(codings: Sequence[Coding], choice: Choice) -> int:
    """Return how many of the codings asked for wait for review."""
    asked = (c for c in codings if choice.stored is None or c.code in choice.stored)
    return sum(c.status is CodingStatus.NEEDS_REVIEW for c in asked)


def shared_stretches(ground: Sequence[Sequence[Stretch]]) -> tuple[Stretch, ...]:
    """Return the stretches that are in all lists, each of them in order."""
    shared = list(ground[0])
    for other in ground[1:]:
        found, here, there = [], 0, 0
        while here < len(shared) and there < len(other):
            mine, theirs = shared[here], other[there]
            start, end = max(mine[1], theirs[1]), min(mine[2], theirs[2])
            if mine[0] == theirs[0] and start < end:
                found.append((mine[0], start, end))
            if (mine[0], mine[2]) <= (theirs[0], theirs[2]):
                here += 1
            else:
                there += 1
        shared = found
    return tuple(shared)
