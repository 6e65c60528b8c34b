"""Coding again, blind: passages drawn at random, and taken in under a second name."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path
from random import Random

from ethnocode.errors import AnchorError, InterchangeError, UsageError
from ethnocode.interchange import CodingRequest, SheetCode, SheetPassage, read_sheet
from ethnocode.model import Anchor, Drawn, ReadPassage, Source, Span, Unit, is_coder_name
from ethnocode.report.figures import counted
from ethnocode.report.safe import csv_cell, visible
from ethnocode.services.citations import Citer
from ethnocode.services.coding import AddedCodings, store_requests
from ethnocode.services.definitions import writing_with_codebook
from ethnocode.services.going_over import (
    drawn_and_left,
    drawn_units,
    first_coder,
    gone_over,
    spans_by_source,
)
from ethnocode.services.lookup import refuse_unknown_kind, source_named
from ethnocode.services.places import place_within
from ethnocode.services.project import Project
from ethnocode.services.requested import RequestDesk
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
        kind: Only from sources of this kind.
        sources: Only from these.
    """

    share: float = 0.1
    passages: int | None = None
    kind: str | None = None
    sources: tuple[str, ...] = ()


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
        coder: Name of the second coding, such as ``anna@2``; empty where none is registered.
        first: Whose coding is repeated.
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


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What a filled sheet brought.

    Args:
        coder: Name that it was drawn for.
        codings: What was added, and what was there.
        filled: How many passages of it say what was found, be it nothing.
        left: How many of all that were drawn for her are not gone over yet.
    """

    coder: str
    codings: AddedCodings
    filled: int
    left: int


def draw_blind(project: Project, wanted: Wanted, *, seed: int, dry_run: bool = False) -> Draw:
    """Draw passages that the coder has gone over, for her to code again, and register them.

    A simple random sample without replacement, every passage as likely as every other, of
    the passages of sources in which she coded or read at least one. The same seed draws the
    same passages as long as the sources stay, and she has gone over the same ones.

    Args:
        seed: Of what is drawn; kept in the log.
        dry_run: Whether nothing is registered.

    Raises:
        UsageError: She has gone over nothing, or not so many passages; a kind is unknown.
        SourceError: A source is unknown.
    """
    refuse_unknown_kind(project, wanted.kind)
    first = first_coder(project.coder)
    with open_store(project.folder, write=not dry_run) as store:
        if dry_run:
            draw, _ = _drawn(project, store, wanted, first=first, seed=seed)
            return replace(draw, coder="")  # a sheet of it is for nobody
        with store.write(actor=project.coder, action=ACTION, now=project.now) as transaction:
            draw, read = _drawn(project, store, wanted, first=first, seed=seed)
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
            raise _nothing_drawn(project.coder)
        return _laid(project, store, read, coder=project.coder, first=first_coder(project.coder))


def take_in_sheet(project: Project, path: Path) -> TakenIn:
    """Store what a filled sheet says under the name that it was drawn for: all, or nothing.

    A passage with codes, or with ``-`` for none, has been gone over from then on. One that
    has neither is not gone over yet.

    Raises:
        InterchangeError: It cannot be read, or has a passage that was not drawn for her, or
            whose words are others.
        AnchorError: A quote is not in its passage, or more than once.
        UnknownCodeError: The codebook has no such code.
    """
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise InterchangeError(f"cannot be read ({exc.strerror})", where=str(path)) from exc
    sheet = read_sheet(data, label=str(path))
    coder = sheet[0].coder
    again = replace(project, coder=coder)
    with (
        open_store(project.folder, write=True) as store,
        writing_with_codebook(again, store, action=ACTION) as (transaction, codebook),
    ):
        drawn = {passage.id: passage for passage in drawn_units(store, coder)}
        texts: dict[str, str] = {}
        requests = []
        for row in sheet:
            passage = _drawn_passage(row, drawn, coder=coder)
            if row.codes and passage.source not in texts:
                texts[passage.source] = store.sources.text(source_named(store, passage.source))
            requests += [_request(row, one, passage, texts[passage.source]) for one in row.codes]
        desk = RequestDesk(again, store, codebook, origin="manual")
        added = store_requests(store, transaction, requests, desk=desk)
        filled = {row.passage for row in sheet if row.codes or row.nothing}
        unread = [number for number in sorted(filled) if not drawn[number].is_read]
        store.readings.set_read(transaction, unread, at=project.stamp)
        transaction.summary = (
            f"{coder}: {counted(len(filled), 'passage')}, {counted(len(added.added), 'coding')}"
        )
        left = len(drawn_and_left(store, coder))
    return TakenIn(coder, added, len(filled), left)


def note_nothing(project: Project, numbers: Collection[int] | None) -> tuple[int, int]:
    """Note that drawn passages were gone over and nothing was to be coded there.

    Args:
        numbers: Of the passages, as the sheet has them; ``None`` for all that are left.

    Returns:
        How many were noted, and how many of those drawn are still left.

    Raises:
        UsageError: A passage was not drawn for this coder, or has codings of hers.
    """
    coder = project.coder
    with (
        open_store(project.folder, write=True) as store,
        store.write(actor=coder, action=ACTION, now=project.now) as transaction,
    ):
        drawn = {passage.id: passage for passage in drawn_units(store, coder)}
        if not drawn:
            raise _nothing_drawn(coder)
        left = {passage.id for passage in drawn_and_left(store, coder)}
        for number in sorted(numbers or ()):
            if number not in drawn:
                raise UsageError(
                    f"passage {number} was not drawn for '{coder}'",
                    hint=f"'ethnocode coding sample --coder {coder}' shows the numbers",
                )
            if number not in left and not drawn[number].is_read:
                raise UsageError(
                    f"{coder} has coded something in passage {number}",
                    hint="it counts as gone over; leave out its number",
                )
        noted = left if numbers is None else left & set(numbers)
        store.readings.set_read(transaction, sorted(noted), at=project.stamp)
        transaction.summary = f"{coder}: nothing in {counted(len(noted), 'passage')}"
    return len(noted), len(left - noted)


def _nothing_drawn(coder: str) -> UsageError:
    return UsageError(
        f"nothing was drawn for '{coder}'",
        hint="draw passages first: ethnocode coding sample --blind",
    )


def _drawn_passage(
    row: SheetPassage, drawn: Mapping[int, ReadPassage], *, coder: str
) -> ReadPassage:
    """Return the passage that a row of a sheet is about.

    Raises:
        InterchangeError: It was not drawn for her, or stands on other words.
    """
    passage = drawn.get(row.passage)
    anew = f"'ethnocode coding sample --coder {coder}' writes the sheet anew"
    if row.coder != coder or passage is None:
        raise InterchangeError(
            f"passage {row.passage} was not drawn for '{row.coder}', or its text was changed since",
            where=row.where,
            hint=anew,
        )
    words = passage.anchor.quote
    shown = {"", *(" ".join(text.split()) for text in (words, visible(words), csv_cell(words)))}
    if " ".join(row.words.split()) not in shown or row.source not in (
        "",
        passage.source,
        csv_cell(passage.source),
    ):
        raise InterchangeError(
            f"these are not the words of passage {row.passage}",
            where=row.where,
            hint=f"were rows sorted by one column, or words edited? {anew}",
        )
    return passage


def _request(row: SheetPassage, given: SheetCode, passage: ReadPassage, text: str) -> CodingRequest:
    span = passage.anchor.span
    if given.quote:
        try:
            span = place_within(text, span, words=given.quote, near=None)
        except AnchorError as exc:
            exc.where = row.where
            raise
    return CodingRequest(
        passage.source,
        given.code,
        start=span.start,
        end=span.end,
        memo=given.memo,
        where=row.where,
    )


def _passages(store: Store, sources: set[int]) -> list[tuple[int, Span]]:
    units = store.stretches.units(Unit.PASSAGE.value, authors={})
    rows = zip(units.source, units.start, units.end, strict=True)
    return sorted(
        (number, Span(start, end))
        for number, start, end in rows
        if number in sources and start < end
    )


def _drawn(
    project: Project, store: Store, wanted: Wanted, *, first: str, seed: int
) -> tuple[Draw, list[ReadPassage]]:
    """Return a draw and the passages of it, as they are to be registered."""
    sources = {int(source.id): source for source in store.sources.all()}
    passages = _passages(store, _chosen(store, wanted, first=first, sources=sources))
    number = wanted.passages or max(1, round(wanted.share * len(passages)))
    if number > len(passages):
        raise UsageError(
            f"'{first}' has gone over {counted(len(passages), 'passage')} there",
            hint="draw fewer, or from more sources",
        )
    coder = _next_name(store, first)
    texts: dict[int, str] = {}
    read = []
    for id_, span in sorted(Random(seed).sample(passages, number)):
        if id_ not in texts:
            texts[id_] = store.sources.text(sources[id_])
        anchor = Anchor.at(span, text=texts[id_], digest=sources[id_].digest)
        read.append(ReadPassage(0, sources[id_].name, anchor, coder, Drawn.RANDOM, _UNREAD))
    draw = _laid(project, store, read, coder=coder, first=first)
    return replace(draw, total=len(passages)), read


def _chosen(store: Store, wanted: Wanted, *, first: str, sources: Mapping[int, Source]) -> set[int]:
    """Return the numbers of the sources to draw from."""
    gone = {source for source, *_ in gone_over(store, first)}
    if not gone:
        coders = ", ".join(store.codings.coders()) or "nobody yet"
        raise UsageError(f"'{first}' has gone over nothing", hint=f"coders: {coders}")
    named = {int(source_named(store, name).id) for name in wanted.sources}
    kept = gone & named if named else gone
    kept = {id_ for id_ in kept if wanted.kind in (None, sources[id_].kind)}
    if not kept:
        raise UsageError(
            f"'{first}' has gone over none of these sources",
            hint="leave out --source or --kind to draw from all that she has gone over",
        )
    return kept


def _next_name(store: Store, first: str) -> str:
    read = store.readings.select(names=store.sources.names(), unread=True)
    taken = {*store.codings.coders(), *(passage.coder for passage in read)}
    name = next(name for n in count(2) if (name := f"{first}@{n}") not in taken)
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
