"""Coding blind: passages drawn at random, to be coded under a name of their own."""

from __future__ import annotations

import sys
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from random import Random

from ethnocode.errors import UsageError
from ethnocode.model import (
    WHOLE_STUDY,
    Anchor,
    Drawn,
    ReadPassage,
    SegmentKind,
    Selection,
    Span,
    Unit,
    UnitColumns,
    is_coder_name,
)
from ethnocode.report.figures import counted
from ethnocode.services.citations import Citer
from ethnocode.services.definitions import codebook_in_force
from ethnocode.services.going_over import (
    Stretch,
    drawn_units,
    first_coder,
    gone_over,
    spans_by_source,
)
from ethnocode.services.project import Project
from ethnocode.services.reports.selecting import Choice, choose
from ethnocode.store import Store, open_store

ACTION = "coding sample"
"""Of the event that registers a draw, and of the one that takes in a sheet."""

_UNREAD = ""
"""When a passage was read that was only drawn."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be drawn.

    Args:
        share: Share of the passages, above 0 and at most 1; unless ``passages`` says how many.
        passages: How many.
        of: Who has gone over them; the coder herself unless named.
        selection: Only passages with any of these texts.
    """

    share: float = 0.1
    passages: int | None = None
    of: str = ""
    selection: Selection = WHOLE_STUDY


@dataclass(frozen=True, slots=True)
class DrawnPassage:
    """A passage to be coded again; what it was coded with is not told.

    Args:
        number: By which a filled sheet names it.
        source: Name of its source.
        span: Where it is.
        words: Its words.
        citation: How to cite it.
    """

    number: int
    source: str
    span: Span
    words: str
    citation: str


@dataclass(frozen=True, slots=True)
class Draw:
    """Passages for a coder to code again.

    Args:
        coder: Name of the blind coding, such as ``anna@2``; empty where none is registered.
        first: Who has gone over them.
        passages: In order of source and place.
        total: How many there were to draw from; 0 of a sheet that is written anew.
        coded: Day of the first and of the last of the earlier codings there; empty for none.
        days: Days since the one and since the other.
    """

    coder: str
    first: str
    passages: tuple[DrawnPassage, ...]
    total: int
    coded: tuple[str, ...] = ()
    days: tuple[int, ...] = ()


def draw_blind(project: Project, wanted: Wanted, *, seed: int, dry_run: bool = False) -> Draw:
    """Draw passages that somebody has gone over, for a coder to code blind, and register them.

    A simple random sample without replacement, every passage as likely as every other, of
    the passages that she, or another, has gone over; headings are none of them. The same
    seed draws the same passages as long as the sources stay, and the same are gone over.

    Args:
        seed: Of what is drawn; kept in the log.
        dry_run: Whether nothing is registered.

    Raises:
        UsageError: Nothing, or not so many passages, is gone over; a value of a filter is
            unknown.
    """
    with open_store(project.folder, write=not dry_run) as store:
        if dry_run:
            draw, _ = _drawn(project, store, wanted, seed=seed)
            return replace(draw, coder="")  # a sheet of it is for nobody
        with store.write(actor=project.coder, action=ACTION, now=project.now) as transaction:
            draw, read = _drawn(project, store, wanted, seed=seed)
            numbers = {name: number for number, name in store.sources.names().items()}
            ids = store.readings.add_all(transaction, read, sources=numbers)
            transaction.summary = (
                f"{draw.coder}, seed {seed}: {len(read):,} of {counted(draw.total, 'passage')}"
            )
    passages = zip(draw.passages, ids, strict=True)
    return replace(draw, passages=tuple(replace(p, number=id_) for p, id_ in passages))


def sheet_again(project: Project) -> Draw:
    """Return what was drawn before for a second coding, so that its sheet can be had again.

    Raises:
        UsageError: Nothing was drawn for this coder.
    """
    with open_store(project.folder) as store:
        read = drawn_units(store, project.coder)
        if not read:
            raise nothing_drawn(store, project.coder)
        return _laid(project, store, read, coder=project.coder, first=first_coder(project.coder))


def nothing_drawn(store: Store, coder: str) -> UsageError:
    """Return the error that nothing was drawn under a name, with the names that fit."""
    fit = [n for n in sorted(store.readings.coders()) if drawn_units(store, n)]
    fit = [name for name in fit if first_coder(name) == first_coder(coder)]
    return UsageError(
        f"nothing was drawn for '{coder}'",
        hint=f"did you mean {' or '.join(fit)}?"
        if fit
        else "draw passages first: ethnocode coding sample --blind",
    )


def _drawn(
    project: Project, store: Store, wanted: Wanted, *, seed: int
) -> tuple[Draw, list[ReadPassage]]:
    """Return a draw and the passages of it, as they are to be registered."""
    first = wanted.of or first_coder(project.coder)
    passages = _to_draw_from(project, store, wanted.selection, first=first)
    number = wanted.passages or max(1, round(wanted.share * len(passages)))
    if number > len(passages):
        raise UsageError(
            f"'{first}' has gone over {counted(len(passages), 'passage')} there",
            hint="draw fewer, or from more sources",
        )
    coder = _next_name(store, first_coder(project.coder), of=first)
    sources = {int(source.id): source for source in store.sources.all()}
    texts: dict[int, str] = {}
    read = []
    for id_, span in sorted(Random(seed).sample(passages, number)):
        if id_ not in texts:
            texts[id_] = store.sources.text(sources[id_])
        anchor = Anchor.at(span, text=texts[id_], digest=sources[id_].digest)
        read.append(ReadPassage(0, sources[id_].name, anchor, coder, Drawn.RANDOM, _UNREAD))
    draw = _laid(project, store, read, coder=coder, first=first)
    return replace(draw, total=len(passages)), read


def _to_draw_from(
    project: Project, store: Store, selection: Selection, *, first: str
) -> list[tuple[int, Span]]:
    """Return the passages that somebody has gone over and filters keep, headings left out."""
    gone = gone_over(store, first)
    if not gone:
        coders = ", ".join(store.codings.coders()) or "nobody yet"
        raise UsageError(
            f"'{first}' has gone over nothing",
            hint=f"--of CODER draws from what another has gone over; coders: {coders}",
        )
    choice = choose(project, store, selection, codebook=codebook_in_force(project, store))
    headings = store.stretches.units(SegmentKind.HEADING.value, authors={})
    no_words = set(zip(headings.source, headings.start, headings.end, strict=True))
    found = [
        (source, Span(start, end))
        for source, start, end in sorted(_kept(store, choice) - no_words)
        if start < end and _lies_in(gone, source, start, end)
    ]
    if not found:
        raise UsageError(
            f"'{first}' has gone over none of these sources or passages",
            hint="leave out a filter, such as --source or --person",
        )
    return found


def _kept(store: Store, choice: Choice) -> set[Stretch]:
    """Return the passages of which filters keep any character."""
    units = store.stretches.units(Unit.PASSAGE.value, authors={})
    passages = list(zip(units.source, units.start, units.end, strict=True))
    if choice.kept is None:
        return set(passages)
    numbered = UnitColumns(units.source, units.start, units.end, array("q", range(len(passages))))
    return {passages[number] for number in choice.kept.cut_units(numbered).person}


def _lies_in(gone: Sequence[Stretch], source: int, start: int, end: int) -> bool:
    """Return whether a passage lies in one of sorted stretches without overlaps."""
    at = bisect_right(gone, (source, start, sys.maxsize)) - 1
    return at >= 0 and gone[at][0] == source and end <= gone[at][2]


def _next_name(store: Store, coder: str, *, of: str) -> str:
    """Return a name for a blind coding: ``anna@2`` of her own, ``ben@1`` of another's."""
    taken = {*store.codings.coders(), *store.readings.coders()}
    first = 2 if first_coder(of) == coder else 1
    name = next(name for n in count(first) if (name := f"{coder}@{n}") not in taken)
    if not is_coder_name(name):
        raise UsageError(f"'{name}' is too long for a name", hint="code under a shorter one")
    return name


def _laid(
    project: Project, store: Store, read: Sequence[ReadPassage], *, coder: str, first: str
) -> Draw:
    """Return passages as a sheet shows them, and when they were coded before."""
    citer = Citer(store, project.settings)
    sources = {source.name: source for source in store.sources.all()}
    passages = tuple(
        DrawnPassage(
            passage.id or number,
            passage.source,
            passage.anchor.span,
            passage.anchor.quote,
            citer.cite(sources[passage.source], passage.anchor.span.start),
        )
        for number, passage in enumerate(read, start=1)
    )
    made = sorted(_made(store, read, coder=first))
    ends = (made[0], made[-1]) if made else ()
    return Draw(
        coder=coder,
        first=first,
        passages=passages,
        total=0,
        coded=tuple(moment[:10] for moment in ends),
        days=tuple((project.now - datetime.fromisoformat(moment)).days for moment in ends),
    )


def _made(store: Store, read: Sequence[ReadPassage], *, coder: str) -> list[str]:
    """Return when a coder's codings in some passages were made."""
    spans = spans_by_source(read)
    return [
        coding.created
        for coding in store.codings.select(names=store.sources.names(), coder=coder)
        if any(coding.anchor.span.overlaps(span) for span in spans.get(coding.source, ()))
    ]
