"""Opens codebooks: shipped ones by name, a study's own with all that it extends."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from ethnocode.codebook.read import read_codebook
from ethnocode.errors import CodebookError
from ethnocode.model import Code, Codebook
from ethnocode.shipped import shipped_folder

MAX_CHAIN = 20
"""Books that may extend one another in a row."""

_SUFFIX = ".yaml"


def shipped_books() -> tuple[str, ...]:
    """Return the names of the codebooks that come with the program, sorted.

    Raises:
        CodebookError: The installation lacks them.
    """
    return tuple(sorted(path.stem for path in _shipped_folder().glob(f"*{_SUFFIX}")))


def open_shipped(name: str) -> Codebook:
    """Open a shipped codebook: ``bourdieu``, or ``bourdieu@1.0.0`` to insist on a version.

    Raises:
        CodebookError: There is none of that name or version, or it cannot be read.
    """
    return _Opener().open(_shipped_entry(name, where=""))


def open_codebook(path: Path, *, text: str | None = None) -> Codebook:
    """Open a codebook file together with everything it extends.

    Codes of extended books come first, each book once. A code of the file itself
    that repeats an extended id overrides it, in its place.

    Args:
        path: The file.
        text: What to read as if the file held it; the file need not be there.

    Raises:
        CodebookError: A file is missing or unreadable, a name in ``extends`` is
            unknown or of another version, books extend one another in a circle, or
            two of the extended books define one id.
    """
    return _Opener().open(_Entry(path, text=text))


def extended_files(path: Path) -> tuple[Path, ...]:
    """Return the files that a codebook extends, but for the shipped ones.

    What cannot be read is left out, and so is what only that would extend.
    """
    opener, own = _Opener(), _Entry(path)
    with suppress(CodebookError):
        opener.open(own)
    shipped = _shipped_folder().resolve()
    return tuple(
        file for file in opener.files if file != own.identity and shipped not in file.parents
    )


@dataclass(frozen=True, slots=True)
class _Entry:
    """A book to open, the version and place that asked for it, and its text if given."""

    path: Path
    version: str = ""
    where: str = ""
    text: str | None = None

    @property
    def identity(self) -> Path:
        """The file itself, however it was named."""
        return Path(os.path.realpath(self.path))


class _Opener:
    """Opens books with what they extend, reading each file once."""

    def __init__(self) -> None:
        self._books: dict[Path, Codebook] = {}

    @property
    def files(self) -> tuple[Path, ...]:
        """The files read so far, by name."""
        return tuple(sorted(self._books))

    def open(self, entry: _Entry, *, chain: tuple[Path, ...] = ()) -> Codebook:
        """Return a book merged with its bases; ``chain`` are the books that led to it."""
        if entry.identity in chain or len(chain) > MAX_CHAIN:
            what = "leads back to itself" if entry.identity in chain else "extends too far"
            raise CodebookError(
                f"'{entry.path}' {what}", where=entry.where, hint="remove it from 'extends'"
            )
        known = self._books.get(entry.identity)
        book = known or self._read_with_bases(entry, (*chain, entry.identity))
        _check_version(book, entry)
        self._books[entry.identity] = book
        return book

    def _read_with_bases(self, entry: _Entry, chain: tuple[Path, ...]) -> Codebook:
        own = _read(entry)
        bases = [
            self.open(_entry(name, own, where=str(own.place_of(f"extends.{n}"))), chain=chain)
            for n, name in enumerate(own.extends)
        ]
        return _merged(own, bases)


def _read(entry: _Entry) -> Codebook:
    if entry.text is not None:
        return read_codebook(entry.text, path=str(entry.path))
    where = entry.where or str(entry.path)
    # Only regular files: a pipe or a device would never end.
    if not entry.path.is_file():
        raise CodebookError(
            f"there is no codebook file '{entry.path}'",
            where=entry.where,
            hint="check the name, or 'ethnocode init' a study",
        )
    try:
        raw = entry.path.read_bytes()
    except OSError as error:
        raise CodebookError(f"cannot be read: {error.strerror}", where=where) from None
    return read_codebook(raw, path=str(entry.path))


def _check_version(book: Codebook, entry: _Entry) -> None:
    if entry.version in ("", book.version):
        return
    raise CodebookError(
        f"'{book.id}@{entry.version}' was asked for, but version {book.version} is shipped",
        where=entry.where,
        hint=f"compare the two, then write '{book.id}@{book.version}'",
    )


def _entry(name: str, book: Codebook, *, where: str) -> _Entry:
    if not _is_path(name):
        return _shipped_entry(name, where=where)
    path = Path(name)
    if path.is_absolute():
        raise CodebookError(
            f"'{name}' is an absolute path",
            where=where,
            hint="write the path from this codebook's folder, so that the study can move",
        )
    return _Entry(Path(book.path).parent / path, where=where)


def _is_path(name: str) -> bool:
    return "/" in name or "\\" in name or name.endswith((_SUFFIX, ".yml"))


def _shipped_entry(name: str, *, where: str) -> _Entry:
    id_, _, version = name.partition("@")
    known = shipped_books()
    if id_ not in known:
        near = get_close_matches(id_, known, n=3)
        raise CodebookError(
            f"no shipped codebook is named '{id_}'",
            where=where,
            hint=f"did you mean {_listed(near)}?" if near else f"there are {_listed(known)}",
        )
    return _Entry(_shipped_folder() / f"{id_}{_SUFFIX}", version, where)


def _shipped_folder() -> Path:
    try:
        return shipped_folder("codebooks")
    except LookupError as error:
        raise CodebookError(str(error), hint="install ethnocode again") from None


def _merged(own: Codebook, bases: Sequence[Codebook]) -> Codebook:
    """Return a book with the codes of its bases before its own."""
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
            overrides[code.id] = code
        else:
            added.append(code)
    kept = (overrides.get(id_, code) for id_, code in inherited.items())
    return replace(
        own,
        codes=(*kept, *added),
        sources=_once(pair for book in (*bases, own) for pair in book.sources),
        books=_once(pair for book in (*bases, own) for pair in book.books),
    )


def _inherited(own: Codebook, bases: Iterable[Codebook]) -> dict[str, Code]:
    inherited: dict[str, Code] = {}
    for base in bases:
        for code in base.codes:
            known = inherited.setdefault(code.id, code)
            if known.book != code.book:
                raise CodebookError(
                    f"'{known.book}' and '{code.book}' both define the code '{code.id}'",
                    where=own.path,
                    hint="extend one of them, or rename the code in a book of yours",
                )
    return inherited


def _once(pairs: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(dict.fromkeys(pairs))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names) or "none"
