"""A codebook merged with the books that it extends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ethnocode.errors import CodebookError
from ethnocode.model import Code, Codebook

FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "definition": ("definition",),
    "include": ("include",),
    "exclude": ("exclude",),
    "near": ("near",),
    "properties": ("properties",),
    "examples": ("examples",),
    "cues": ("cues",),
    "expects": ("expects_with", "expects_never_with"),
    "sources": ("sources",),
    "aliases": ("aliases",),
    "retired": ("retired",),
}
"""What of a code each key of a codebook says, in the order they are usually written."""


def merged(own: Codebook, bases: Sequence[Codebook]) -> Codebook:
    """Return a book with the codes of its bases before its own.

    A code of its own with the id of an extended one changes only what it writes of that.

    Raises:
        CodebookError: A base is, or extends, a book of the same id; or two of them define
            one code.
    """
    for base in bases:
        if own.id in dict(base.books):
            raise CodebookError(
                f"'{own.id}' extends a codebook of the same id", where=own.path, hint="rename one"
            )
    inherited = _inherited(own, bases)
    overrides: dict[str, Code] = {}
    added = []
    for code in own.codes:
        # A second override of the same id is kept, for the rules to find.
        if code.id in inherited and code.id not in overrides:
            overrides[code.id] = overriding(code, inherited[code.id])
        else:
            added.append(code)
    kept = (overrides.get(id_, code) for id_, code in inherited.items())
    return replace(
        own,
        codes=(*kept, *added),
        sources=_once(pair for book in (*bases, own) for pair in book.sources),
        books=_once(pair for book in (*bases, own) for pair in book.books),
    )


def overriding(code: Code, base: Code) -> Code:
    """Return a code as an extended book has it, but for the fields that another writes.

    What a field holds is replaced as a whole; only former ids are added to those of the
    base, for they must resolve for ever. Places of what is inherited are those of the base.
    """
    written = {name for name, _ in code.places}
    fields = {
        name: getattr(base, name) for key in FIELDS if key not in written for name in FIELDS[key]
    }
    fields["aliases"] = tuple(dict.fromkeys((*base.aliases, *code.aliases)))
    whole = replace(
        code,
        **fields,
        base=base.book,
        places=(
            *code.places,
            *(place for place in base.places if place[0].partition(".")[0] not in written),
        ),
    )
    return replace(whole, overrides=changed_fields(whole, base))


def changed_fields(code: Code, other: Code) -> tuple[str, ...]:
    """Return the keys of what a code says otherwise than another."""
    return tuple(
        key
        for key, names in FIELDS.items()
        if any(_said(code, name) != _said(other, name) for name in names)
    )


def _said(code: Code, name: str) -> Any:
    """Return what a code says, without where."""
    if name == "near":
        return [(near.code, near.tell_apart) for near in code.near]
    return getattr(code, name)


def _inherited(own: Codebook, bases: Iterable[Codebook]) -> dict[str, Code]:
    inherited: dict[str, Code] = {}
    for base in bases:
        for code in base.codes:
            known = inherited.setdefault(code.id, code)
            if code.base == known.book:
                inherited[code.id] = code
            elif code.book not in (known.book, known.base):
                raise CodebookError(
                    f"'{known.book}' and '{code.book}' both define the code '{code.id}'",
                    where=own.path,
                    hint="extend one of them, or rename the code in a book of yours",
                )
    return inherited


def _once(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys(pairs))
