"""Coding passages: adding, listing and removing codings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ethnocode.errors import (
    InterchangeError,
    UsageError,
)
from ethnocode.interchange import CodingRequest, read_codings
from ethnocode.model import Anchor, Codebook, Coding, CodingStatus, Span
from ethnocode.report.figures import counted
from ethnocode.services.citations import Citer
from ethnocode.services.definitions import writing_with_codebook
from ethnocode.services.going_over import kept_back, still_blind
from ethnocode.services.lookup import (
    ids_wanted,
    refuse_retired,
    same_ids,
    source_named,
    stored_ids,
    unknown_coder,
)
from ethnocode.services.places import place_of
from ethnocode.services.project import Project
from ethnocode.services.requested import RequestDesk
from ethnocode.services.waiting import words_now
from ethnocode.store import Store, Transaction, open_store
from ethnocode.text.normalise import plain_words

_Identity = tuple[str, str, str, Span]


@dataclass(frozen=True, slots=True)
class AddedCodings:
    """What adding codings did.

    Args:
        asked: Codings that were asked for, in that order, with the numbers they have.
        is_new: Of each of them, whether it was stored; else it was there already.
    """

    asked: tuple[Coding, ...]
    is_new: tuple[bool, ...]

    @property
    def added(self) -> tuple[Coding, ...]:
        """New codings, in the order asked for."""
        return tuple(c for c, new in zip(self.asked, self.is_new, strict=True) if new)

    @property
    def already(self) -> tuple[Coding, ...]:
        """Codings that were asked for and were there."""
        return tuple(c for c, new in zip(self.asked, self.is_new, strict=True) if not new)


def add_codings(
    project: Project,
    requests: Sequence[CodingRequest],
    *,
    origin: str = "manual",
) -> AddedCodings:
    """Code passages: all that are asked for, or none.

    A coding that is there already (same source, code, coder and span) is reported
    and not stored twice.

    Raises:
        SourceError: A source is unknown.
        UnknownCodeError: The codebook has no such code.
        AnchorError: A quote is not there or is there more than once; a span is outside.
        UsageError: A property or value is not one the codebook declares; a coding is there
            already with another memo or other values.
        InterchangeError: The same, of a line of a file.
    """
    with (
        open_store(project.folder, write=True) as store,
        writing_with_codebook(project, store, action="coding add") as (transaction, codebook),
    ):
        desk = RequestDesk(project, store, codebook, origin=origin)
        result = store_requests(store, transaction, requests, desk=desk)
        transaction.summary = _summary(result)
    return result


def store_requests(
    store: Store, transaction: Transaction, requests: Sequence[CodingRequest], *, desk: RequestDesk
) -> AddedCodings:
    """Store what is asked for and is not there yet.

    Raises:
        EthnocodeError: As :func:`add_codings`.
    """
    wanted = [desk.coding(request) for request in requests]
    places = [request.where for request in requests]
    return store_codings(store, transaction, wanted, codebook=desk.codebook, places=places)


def store_codings(
    store: Store,
    transaction: Transaction,
    wanted: Sequence[Coding],
    *,
    codebook: Codebook,
    places: Sequence[str] = (),
) -> AddedCodings:
    """Store those codings that are not there yet; part of a larger change.

    Args:
        codebook: The definitions in force, by which a coding under a former id is known.
        places: Where in a file each is asked for, if in one.

    Raises:
        RetiredCodeError: A new one is of a retired code.
    """
    sources = {name: number for number, name in store.sources.names().items()}
    wanted = [replace(coding, memo=plain_words(coding.memo)) for coding in wanted]
    ids = stored_ids(codebook, store.codes.numbers())
    known: dict[_Identity, int] = {}
    new: dict[_Identity, tuple[Coding, str]] = {}
    for coding, place in zip(wanted, places or [""] * len(wanted), strict=True):
        there = ids.get(coding.code, ())
        number = store.codings.same_as(coding, source=sources[coding.source], codes=there)
        if number is not None:
            known[_identity(coding)] = number
            _refuse_other_words_than_stored(store, number, coding, place=place)
        elif _identity(coding) in new:
            _refuse_other_words_than_asked(*new[_identity(coding)], coding, place=place)
        else:
            refuse_retired(codebook, codebook.code_named(coding.code), where=place)
            new[_identity(coding)] = coding, place
    added = [coding for coding, _ in new.values()]
    keys = store.codings.add_all(transaction, added, sources=sources)
    numbers = known | dict(zip(new, keys, strict=True))
    stored = {coding.guid for coding in added}
    return AddedCodings(
        tuple(replace(coding, id=numbers[_identity(coding)]) for coding in wanted),
        tuple(coding.guid in stored for coding in wanted),
    )


def _refuse_other_words_than_stored(
    store: Store, number: int, coding: Coding, *, place: str
) -> None:
    """Refuse a memo or property values that a coding there already does not have."""
    if not coding.memo and not coding.properties:
        return
    (there,) = store.codings.select(names=store.sources.names(), id_=number)
    if _words(coding) == _words(there):
        return
    error = InterchangeError if place else UsageError
    raise error(
        f"coding {number} is there already, with another memo or other values",
        where=place or coding.source,
        hint=f"remove it first ('ethnocode coding remove {number}'), or leave them out",
    )


def _refuse_other_words_than_asked(first: Coding, line: str, coding: Coding, *, place: str) -> None:
    """Refuse a memo or property values that an earlier line of the same coding does not have."""
    if (coding.memo or coding.properties) and _words(coding) != _words(first):
        raise InterchangeError(
            f"the same coding as at {line}, with another memo or other values",
            where=place,
            hint="write it once, with all that is to be said of it",
        )


def codings_from_file(path: Path) -> tuple[CodingRequest, ...]:
    """Read a file of codings.

    Raises:
        InterchangeError: It cannot be read or is not shaped as codings.
    """
    try:
        data = path.read_bytes()
    except OSError as exc:
        raise InterchangeError(f"cannot be read ({exc.strerror})", where=str(path)) from exc
    return codings_from_bytes(data, label=str(path))


def codings_from_bytes(data: bytes, *, label: str) -> tuple[CodingRequest, ...]:
    """Read codings from what a file holds; ``label`` names it in messages.

    Raises:
        InterchangeError: It is not shaped as codings.
    """
    requests = read_codings(data, label=label)
    if not requests:
        raise InterchangeError("there are no codings in it", where=label)
    return requests


@dataclass(frozen=True, slots=True)
class CodingList:
    """Codings that were asked for.

    Args:
        codings: In text order.
        total: How many there are without the limit.
        now: What stands where the words of each coding were that waits for review, as
            :func:`~ethnocode.services.waiting.words_now` has it; empty unless those were
            asked for.
        kept_back: How many are not shown to one who is to code their passages again blind.
    """

    codings: tuple[Coding, ...]
    total: int
    now: tuple[str | None, ...] = ()
    kept_back: int = 0


def list_codings(
    project: Project,
    *,
    source: str | None = None,
    coder: str | None = None,
    code: str | None = None,
    status: CodingStatus | None = None,
    limit: int | None = None,
) -> CodingList:
    """Return codings in text order, with their citations.

    Raises:
        SourceError: The source is unknown.
        UsageError: The study has no such code, or nobody codes as that coder.
    """
    with open_store(project.folder, as_of=project.as_of) as store:
        sources = store.sources.all()
        chosen = source_named(store, source) if source else None
        _refuse_unknown_coder(store, coder)
        codes = None if code is None else ids_wanted(project, store, code)
        number = chosen.id if chosen else None
        blind = bool(still_blind(store, project.coder))
        found = store.codings.select(
            names=store.sources.names(),
            source=number,
            coder=coder,
            codes=codes,
            status=status,
            limit=None if blind else limit,
        )
        hidden = {c.id for c in kept_back(store, project.coder, found)} if blind else set()
        found = [c for c in found if c.id not in hidden][:limit]
        by_name = {s.name: s for s in sources}
        citer = Citer(store, project.settings)
        cited = (replace(c, citation=citer.cite_anchor(by_name[c.source], c.anchor)) for c in found)
        total = store.codings.count(source=number, coder=coder, codes=codes, status=status)
        waiting = found if status is CodingStatus.NEEDS_REVIEW else []
        now = words_now(store, [(coding.source, coding.anchor) for coding in waiting])
        return CodingList(tuple(cited), total - len(hidden), now, kept_back=len(hidden))


def move_coding(
    project: Project,
    number: int,
    *,
    quote: str = "",
    occurrence: int | None = None,
    start_end: tuple[int, int] | None = None,
) -> Coding | None:
    """Put a coding on other words of its source; one that waited for review is settled.

    Returns:
        The coding as it is now, or ``None`` where it sits on these words already.

    Raises:
        UsageError: There is no such coding, or the same one is there already.
        AnchorError: The words name no one place.
    """
    start, end = start_end or (None, None)
    with (
        open_store(project.folder, write=True) as store,
        store.write(actor=project.coder, action="coding move", now=project.now) as transaction,
    ):
        (coding,) = _codings_of(store, [number])
        source = source_named(store, coding.source)
        text = store.sources.text(source)
        request = CodingRequest(
            source.name, coding.code, quote=quote, occurrence=occurrence, start=start, end=end
        )
        place = place_of(request, source=source, text=text)
        anchor = Anchor.at(place, text=text, digest=source.digest)
        moved = replace(coding, anchor=anchor, status=CodingStatus.ANCHORED)
        if moved == coding:
            return None
        ids = same_ids(project.codebook(), store, coding.code)
        same = store.codings.same_as(moved, source=source.id, codes=ids)
        if same not in (None, number):
            raise UsageError(f"coding {same} is there already", hint="remove one of the two")
        store.codings.anchor(transaction, number, anchor)
        transaction.summary = f"coding {number}: {coding.code}"
    return moved


@dataclass(frozen=True, slots=True)
class RemovedCodings:
    """Codings that are gone, and the memos on them, which stay on their passages.

    Args:
        codings: The codings, as they were.
        memos: Numbers of the memos on each of them.
    """

    codings: tuple[Coding, ...]
    memos: tuple[tuple[int, ...], ...]


def remove_codings(project: Project, ids: Sequence[int], *, dry_run: bool) -> RemovedCodings:
    """Remove codings by number: all, or none; ``undo`` brings them back.

    A memo on a coding becomes a memo on its passage.

    Raises:
        UsageError: There is no coding of a number.
    """
    with open_store(project.folder, write=not dry_run) as store:
        if dry_run:
            return _noted(store, _codings_of(store, ids))
        with store.write(
            actor=project.coder, action="coding remove", now=project.now
        ) as transaction:
            removed = _noted(store, _codings_of(store, ids))
            sources = {name: number for number, name in store.sources.names().items()}
            for coding in removed.codings:
                store.memos.detach(transaction, coding, source=sources[coding.source])
                transaction.delete("codings", coding.id)
            count = len(removed.codings)
            transaction.summary = counted(count, "coding")
    return removed


def _noted(store: Store, codings: Sequence[Coding]) -> RemovedCodings:
    memos = (tuple(store.memos.on_coding(coding.id)) for coding in codings)
    return RemovedCodings(tuple(codings), tuple(memos))


def _identity(coding: Coding) -> _Identity:
    return coding.source, coding.code, coding.coder, coding.anchor.span


def _words(coding: Coding) -> tuple[str, tuple[tuple[str, str], ...]]:
    return coding.memo, coding.properties


def _codings_of(store: Store, ids: Sequence[int]) -> list[Coding]:
    names = store.sources.names()
    found = []
    for id_ in dict.fromkeys(ids):
        codings = store.codings.select(names=names, id_=id_)
        if not codings:
            raise UsageError(f"no coding {id_}", hint="'ethnocode coding list' shows their numbers")
        found += codings
    return found


def _refuse_unknown_coder(store: Store, coder: str | None) -> None:
    if coder is not None and coder not in store.codings.coders():
        raise unknown_coder(coder, store.codings.coders())


def _summary(result: AddedCodings) -> str:
    codes = sorted({coding.code for coding in result.added})
    count = len(result.added)
    shown = ", ".join(codes[:3]) + (" ..." if len(codes) > 3 else "")
    return f"{counted(count, 'coding')}: {shown}"
