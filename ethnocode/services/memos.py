"""Memos: writing, listing, editing, moving and removing them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from ethnocode.errors import BusyError, UsageError
from ethnocode.interchange import CodingRequest
from ethnocode.model import Anchor, CodingStatus, Memo, MemoKind, MemoSubject, Source
from ethnocode.report.figures import counted
from ethnocode.services.citations import Citer
from ethnocode.services.definitions import keep_codebook
from ethnocode.services.lookup import code_named, ids_wanted, source_named
from ethnocode.services.people import people_by_label
from ethnocode.services.places import place_of
from ethnocode.services.project import Project
from ethnocode.services.reading import bytes_of
from ethnocode.services.waiting import words_now
from ethnocode.store import Store, Transaction, open_store
from ethnocode.text.normalise import plain_words

_NUMBERS = "'ethnocode memo list' shows their numbers"


@dataclass(frozen=True, slots=True)
class About:
    """What a memo is to be on, as a person names it; the whole study where nothing is named.

    Args:
        source: Name of a source.
        quote: Words of that source, or empty.
        occurrence: Which of several places of the quote, from 1.
        start_end: Span of that source, or ``None``.
        code: Full id or alias of a code.
        coding: Number of a coding.
        person: Pseudonym or alias of a person.
    """

    source: str = ""
    quote: str = ""
    occurrence: int | None = None
    start_end: tuple[int, int] | None = None
    code: str = ""
    coding: int | None = None
    person: str = ""


@dataclass(frozen=True, slots=True)
class MemoList:
    """Memos that were asked for.

    Args:
        memos: In the order they were written.
        total: How many there are without the limit.
        now: What stands where the passage of each memo was that waits for review, as
            :func:`~ethnocode.services.waiting.words_now` has it; empty unless those were
            asked for.
    """

    memos: tuple[Memo, ...]
    total: int
    now: tuple[str | None, ...] = ()


def words_of_file(path: Path) -> str:
    """Return the words of a file.

    Raises:
        SourceError: There is no such file, it cannot be read, or it is no text.
    """
    return words_of(bytes_of(path), label=str(path))


def words_of(data: bytes, *, label: str) -> str:
    """Return the words that somebody wrote; ``label`` names them in messages.

    Raises:
        SourceError: The bytes are no text, or are not UTF-8.
    """
    # late, for no other memo needs the readers of files
    from ethnocode.ingest import decode, refuse_all_but_text

    refuse_all_but_text(data, label=label)
    return decode(data, label=label, encoding="utf-8-sig").words


def add_memo(
    project: Project, words: str, *, about: About, title: str = "", kind: MemoKind
) -> Memo:
    """Write a memo on the study, or on one thing in it.

    Raises:
        UsageError: It has no words, or is on more than one thing; there is no such coding
            or person.
        SourceError: The source is unknown.
        UnknownCodeError: The codebook has no such code.
        AnchorError: The quote or span names no one place.
    """
    _check_one_thing(about)
    body = _body(words)
    with (
        open_store(project.folder, write=True) as store,
        store.write(actor=project.coder, action="memo add", now=project.now) as transaction,
    ):
        source, anchor = _place(store, about)
        person, pseudonym = _person(store, about.person)
        memo = Memo(
            id=0,
            guid=str(uuid.uuid4()),
            kind=kind,
            title=_title(title),
            body=body,
            coder=project.coder,
            created=project.stamp,
            coding=_coding(store, about.coding),
            code=_code(project, transaction, about.code),
            person=pseudonym,
            source=source.name if source else "",
            anchor=anchor,
        )
        place = source.id if source else None
        memo = replace(memo, id=store.memos.add(transaction, memo, source=place, person=person))
        transaction.summary = _summary(memo)
    return memo


def edit_memo(
    project: Project,
    number: int,
    *,
    words: str | None = None,
    title: str | None = None,
    kind: MemoKind | None = None,
    opened: Memo | None = None,
) -> bool:
    """Change what is named of a memo; its event keeps what was there.

    Args:
        opened: The memo that the words were written from, where that took a while.

    Returns:
        Whether anything is other than it was.

    Raises:
        UsageError: There is no such memo, or it would have no words.
        BusyError: The memo is no longer what was opened.
    """
    with (
        open_store(project.folder, write=True) as store,
        store.write(actor=project.coder, action="memo edit", now=project.now) as transaction,
    ):
        (memo,) = _memos(store, [number])
        was = memo if opened is None else replace(opened, citation=memo.citation)
        changed = replace(
            was,
            body=was.body if words is None else _body(words),
            title=was.title if title is None else _title(title),
            kind=kind or was.kind,
        )
        if changed == was:
            return False
        if was != memo:
            raise BusyError(
                f"memo {number} was changed while you wrote",
                hint=f"'ethnocode memo show {number}' prints it as it is now",
            )
        store.memos.edit(transaction, replace(changed, edited=project.stamp))
        transaction.summary = _summary(memo)
    return True


def move_memo(project: Project, number: int, *, about: About) -> Memo | None:
    """Put a memo on other words, or on a whole source; one that waited is settled.

    Args:
        about: Words, in the source it is on already unless one is named; or a source.

    Returns:
        The memo as it is now, or ``None`` where it is on that already.

    Raises:
        UsageError: There is no such memo; or no source is named, and it is on none.
        SourceError: The source is unknown.
        AnchorError: The words name no one place.
    """
    with (
        open_store(project.folder, write=True) as store,
        store.write(actor=project.coder, action="memo move", now=project.now) as transaction,
    ):
        (memo,) = _memos(store, [number])
        about = replace(about, source=about.source or memo.source)
        if not about.source:
            raise UsageError(f"memo {number} is on no source", hint="name one with --source")
        source, anchor = _place(store, about)
        if _is_there(memo, source, anchor):
            return None
        if source:
            store.memos.place(transaction, number, anchor, source=source.id)
        (moved,) = _memos(store, [number])
        transaction.summary = _summary(moved)
    return moved


def _is_there(memo: Memo, source: Source | None, anchor: Anchor | None) -> bool:
    settled = memo.status is CodingStatus.ANCHORED and memo.coding is None
    return settled and source is not None and (memo.source, memo.anchor) == (source.name, anchor)


def remove_memos(project: Project, ids: Sequence[int], *, dry_run: bool) -> list[Memo]:
    """Remove memos by number: all, or none; ``undo`` brings them back.

    Raises:
        UsageError: There is no memo of a number.
    """
    with open_store(project.folder, write=not dry_run) as store:
        if dry_run:
            return _memos(store, ids)
        with store.write(actor=project.coder, action="memo remove", now=project.now) as transaction:
            removed = _memos(store, ids)
            for memo in removed:
                transaction.delete("memos", memo.id)
            transaction.summary = counted(len(removed), "memo")
    return removed


def list_memos(
    project: Project,
    *,
    kind: MemoKind | None = None,
    source: str | None = None,
    code: str | None = None,
    coder: str | None = None,
    status: CodingStatus | None = None,
    limit: int | None = None,
) -> MemoList:
    """Return memos in the order they were written, with their citations.

    Args:
        source: Only those on this source, its passages and the codings in it.
        code: Only those on this code, the codes below it and their codings.

    Raises:
        SourceError: The source is unknown.
        UsageError: The study has no such code, or nobody wrote as that coder.
    """
    with open_store(project.folder, as_of=project.as_of) as store:
        if coder is not None and coder not in store.memos.coders():
            writers = ", ".join(store.memos.coders()) or "nobody yet"
            raise UsageError(f"nobody has written a memo as '{coder}'", hint=f"coders: {writers}")
        codes = None if code is None else ids_wanted(project, store, code)
        number = source_named(store, source).id if source else None
        found = store.memos.select(
            names=store.sources.names(),
            kind=kind,
            source=number,
            codes=codes,
            coder=coder,
            status=status,
            limit=limit,
        )
        total = store.memos.count(kind=kind, source=number, codes=codes, coder=coder, status=status)
        waiting = found if status is CodingStatus.NEEDS_REVIEW else []
        now = words_now(store, [(memo.source, memo.anchor) for memo in waiting])
        return MemoList(tuple(_cited(project, store, found)), total, now)


def show_memo(project: Project, number: int) -> Memo:
    """Return a memo with its citation.

    Raises:
        UsageError: There is no such memo.
    """
    with open_store(project.folder) as store:
        (memo,) = _cited(project, store, _memos(store, [number]))
        return memo


def _check_one_thing(about: About) -> None:
    named = {
        "--source": bool(about.source),
        "--code": bool(about.code),
        "--coding": about.coding is not None,
        "--person": bool(about.person),
    }
    chosen = [option for option, is_named in named.items() if is_named]
    if len(chosen) > 1:
        raise UsageError(
            f"a memo is on one thing, not on {' and '.join(chosen)}",
            hint="write one memo for each",
        )
    if (about.quote or about.start_end) and not about.source:
        raise UsageError("whose words are these?", hint="name the source with --source")


def _body(words: str) -> str:
    """Return the words of a memo, repaired as the text of a source is."""
    body = plain_words(words)
    if not body.strip():
        raise UsageError("a memo without words", hint="type them, or name a file with --file")
    return body


def _title(words: str) -> str:
    return " ".join(plain_words(words).split())


def _place(store: Store, about: About) -> tuple[Source | None, Anchor | None]:
    """Return the source that is meant, and the passage of it, if any."""
    if not about.source:
        return None, None
    source = source_named(store, about.source)
    if not about.quote and about.start_end is None:
        return source, None
    start, end = about.start_end or (None, None)
    text = store.sources.text(source)
    request = CodingRequest(
        source.name, "", quote=about.quote, occurrence=about.occurrence, start=start, end=end
    )
    span = place_of(request, source=source, text=text)
    return source, Anchor.at(span, text=text, digest=source.digest)


def _code(project: Project, transaction: Transaction, name: str) -> str:
    if not name:
        return ""  # a codebook that cannot be read keeps nobody from writing
    codebook = project.codebook()
    keep_codebook(transaction, codebook)
    return code_named(codebook, name).id


def _coding(store: Store, number: int | None) -> int | None:
    if number is not None and not store.codings.select(names=store.sources.names(), id_=number):
        raise UsageError(f"no coding {number}", hint="'ethnocode coding list' shows their numbers")
    return number


def _person(store: Store, name: str) -> tuple[int | None, str]:
    """Return the number and pseudonym of a person, by pseudonym or alias."""
    if not name:
        return None, ""
    by_label = people_by_label(store)
    number = by_label.get(name.casefold())
    persons = store.persons.numbered()
    if number is None:
        pseudonyms = [person.pseudonym for person in persons.values()]
        near = get_close_matches(name, pseudonyms, n=3)
        raise UsageError(
            f"no person '{name}'",
            hint=f"did you mean {' or '.join(near)}?"
            if near
            else "'ethnocode person list' shows who there is",
        )
    return number, persons[number].pseudonym


def _memos(store: Store, ids: Sequence[int]) -> list[Memo]:
    names = store.sources.names()
    found = []
    for id_ in dict.fromkeys(ids):
        memos = store.memos.select(names=names, id_=id_)
        if not memos:
            raise UsageError(f"no memo {id_}", hint=_NUMBERS)
        found += memos
    return found


def _cited(project: Project, store: Store, memos: Sequence[Memo]) -> list[Memo]:
    by_name = {source.name: source for source in store.sources.all()}
    citer = Citer(store, project.settings)
    cited = []
    for memo in memos:
        source = by_name.get(memo.source)
        if source is not None:
            there = citer.cite_anchor(source, memo.anchor) if memo.anchor else citer.cite(source)
            memo = replace(memo, citation=there)
        cited.append(memo)
    return cited


def _summary(memo: Memo) -> str:
    on = memo.source if memo.subject is MemoSubject.PASSAGE else memo.on
    return f"memo {memo.id} on {on}"
