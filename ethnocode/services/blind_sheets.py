"""Taking in what was coded blind: a filled sheet, and that nothing was found."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ethnocode.errors import AnchorError, InterchangeError, UsageError
from ethnocode.interchange import CodingRequest, SheetCode, SheetPassage, read_sheet
from ethnocode.model import ReadPassage
from ethnocode.report.figures import counted
from ethnocode.report.safe import csv_cell, visible
from ethnocode.services.blind import ACTION, nothing_drawn
from ethnocode.services.coding import AddedCodings, store_requests
from ethnocode.services.definitions import writing_with_codebook
from ethnocode.services.going_over import drawn_and_left, drawn_units
from ethnocode.services.lookup import source_named
from ethnocode.services.places import place_within
from ethnocode.services.project import Project
from ethnocode.services.requested import RequestDesk
from ethnocode.store import open_store


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


class _OnlyTried(Exception):  # noqa: N818 (no error: a dry run ends so, and all is taken back)
    """What a sheet would have brought."""

    def __init__(self, taken: TakenIn) -> None:
        super().__init__()
        self.taken = taken


def take_in_sheet(project: Project, path: Path, *, dry_run: bool = False) -> TakenIn:
    """Store what a filled sheet says under the name that it was drawn for: all, or nothing.

    A passage with codes, or with ``-`` for none, has been gone over from then on. One that
    has neither is not gone over yet.

    Args:
        dry_run: Whether nothing is stored.

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
    try:
        return _take_in(replace(project, coder=coder), sheet, dry_run=dry_run)
    except _OnlyTried as tried:
        return tried.taken


def _take_in(project: Project, sheet: Sequence[SheetPassage], *, dry_run: bool) -> TakenIn:
    coder = project.coder
    with (
        open_store(project.folder, write=True) as store,
        writing_with_codebook(project, store, action=ACTION) as (transaction, codebook),
    ):
        drawn = {passage.id: passage for passage in drawn_units(store, coder)}
        texts: dict[str, str] = {}
        requests = []
        for row in sheet:
            passage = _drawn_passage(row, drawn, coder=coder)
            if row.codes and passage.source not in texts:
                texts[passage.source] = store.sources.text(source_named(store, passage.source))
            requests += [_request(row, one, passage, texts[passage.source]) for one in row.codes]
        desk = RequestDesk(project, store, codebook, origin="manual")
        added = store_requests(store, transaction, requests, desk=desk)
        filled = {row.passage for row in sheet if row.codes or row.nothing}
        unread = [number for number in sorted(filled) if not drawn[number].is_read]
        store.readings.set_read(transaction, unread, at=project.stamp)
        transaction.summary = (
            f"{coder}: {counted(len(filled), 'passage')}, {counted(len(added.added), 'coding')}"
        )
        left = len(drawn_and_left(store, coder))
        taken = TakenIn(coder, added, len(filled), left)
        if dry_run:
            raise _OnlyTried(taken)
    return taken


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
            raise nothing_drawn(store, coder)
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
