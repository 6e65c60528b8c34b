"""Former ids that are written nowhere, and that a merge would turn to another code.

``kin`` was ``old``, and ``old.till`` has moved away: then ``kin.till`` means it too, though
no alias says so. Once ``kin`` is part of a code that has a ``till`` of its own, it must.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from ethnocode.codebook.aliases import aliases_of
from ethnocode.codebook.draft import WrittenCode
from ethnocode.model import Code, Codebook, Position


def turned_by_merge(
    codes: Sequence[WrittenCode], gone: Collection[str], into: str
) -> list[tuple[str, str]]:
    """Return pairs of the full id of a code and a former one that it must be given.

    Args:
        codes: The codes of a book.
        gone: Full ids of codes that become part of another.
        into: Full id of that.
    """
    before = _book(codes)
    after = _merged(before, gone, into)
    found = []
    for id_, former in _written_below(before, gone):
        now = into if id_ in gone else id_
        for name in _names(before, former.rpartition(".")[0], seen=frozenset()):
            own = f"{name}.{former.rpartition('.')[2]}"
            was, will_be = before.code_named(own), after.code_named(own)
            if was and was.id == id_ and will_be and will_be.id != now:
                found.append((now, own))
    return list(dict.fromkeys(found))


def _book(codes: Sequence[WrittenCode]) -> Codebook:
    """Return a book of which nothing but the ids is known."""
    bare = (
        Code(code.id, "", "", "", Position(""), aliases=tuple(aliases_of(code))) for code in codes
    )
    return Codebook("", "", "", "", tuple(bare))


def _merged(book: Codebook, gone: Collection[str], into: str) -> Codebook:
    theirs = [id_ for code in book if code.id in gone for id_ in (code.id, *code.aliases)]
    left = (code for code in book if code.id not in gone)
    return replace(
        book,
        codes=tuple(
            replace(code, aliases=(*code.aliases, *theirs)) if code.id == into else code
            for code in left
        ),
    )


def _written_below(book: Codebook, gone: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield codes, and former ids of theirs that are below one of others."""
    for code in book:
        for alias in code.aliases:
            above = alias.rpartition(".")[0]
            once_above = book.code_named(above) if above else None
            if once_above is not None and once_above.id in gone:
                yield code.id, alias


def _names(book: Codebook, name: str, *, seen: frozenset[str]) -> Iterator[str]:
    """Yield all that a code is and was called, as far as that does not lead in a circle.

    Args:
        name: One of its names.
        seen: Full ids of codes that are not gone through again.
    """
    code = book.code_named(name)
    if code is None or code.id in seen:
        return
    for written in dict.fromkeys((code.id, *code.aliases)):
        yield written
        above, _, last = written.rpartition(".")
        for other in _names(book, above, seen=seen | {code.id}) if above else ():
            if (found := book.code_named(f"{other}.{last}")) and found.id == code.id:
                yield f"{other}.{last}"
