"""Opens codebooks: shipped ones by name, a study's own with all that it extends."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from ethnocode.codebook.faults import CodebookReading, Fault, FaultKind, fault_of
from ethnocode.codebook.merging import merged
from ethnocode.codebook.read import read_codebook, read_codebook_tolerantly
from ethnocode.errors import CodebookError
from ethnocode.model import Codebook, Position
from ethnocode.shipped import shipped_folder
from ethnocode.text.strict_yaml import YamlReading, read_yaml_tolerantly

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


def open_codebook(
    path: Path,
    *,
    text: str | YamlReading | None = None,
    reading: Callable[[Path], bytes] | None = None,
) -> Codebook:
    """Open a codebook file together with everything it extends.

    Codes of extended books come first, each book once. A code of the file itself
    with an extended id changes, in its place, those fields of it that it writes.

    Args:
        path: The file.
        text: What to read as if the file held it; the file need not be there.
        reading: How files are read, but for shipped books; else from the disk.

    Raises:
        CodebookError: A file is missing or unreadable, a name in ``extends`` is
            unknown or of another version, books extend one another in a circle, or
            two of the extended books define one id.
    """
    return _Opener(reading).open(_Entry(path, text=text))


def codebook_file_read(path: Path) -> YamlReading:
    """Return what is written in a codebook file, so that it need not be read again.

    Raises:
        CodebookError: There is no such file, or the system does not let it be read.
    """
    return read_yaml_tolerantly(_content(_Entry(path)), path=str(path))


def open_codebook_tolerantly(path: Path, *, text: str | None = None) -> CodebookReading:
    """Open a codebook file, with everything it extends, as far as both can be read.

    Args:
        path: The file.
        text: What to read as if the file held it; the file need not be there.

    Returns:
        The book with those of its bases that could be read; what could not, and why, is a
        fault at the entry of ``extends`` that asked for it.

    Raises:
        CodebookError: There is no such file, or the system does not let it be read.
    """
    return _Opener().open_tolerantly(_Entry(path, text=text))


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
    text: str | YamlReading | None = None

    @property
    def identity(self) -> Path:
        """The file itself, however it was named."""
        return Path(os.path.realpath(self.path))


class _Opener:
    """Opens books with what they extend, reading each file once."""

    def __init__(self, reading: Callable[[Path], bytes] | None = None) -> None:
        self._books: dict[Path, Codebook] = {}
        self._reading = reading

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

    def open_tolerantly(self, entry: _Entry) -> CodebookReading:
        """Return a book merged with those of its bases that can be read."""
        reading = read_codebook_tolerantly(_content(entry), path=str(entry.path))
        own = reading.codebook
        bases: list[Codebook] = []
        faults: list[Fault] = []
        for n, name in enumerate(own.extends):
            where = own.place_of(f"extends.{n}")
            try:
                wanted = _entry(name, own, where=str(where))
                base = self.open(replace(wanted, version=""), chain=(entry.identity,))
                merged(own, (*bases, base))
            except CodebookError as error:
                faults.append(_fault_of_base(error, name, own, where=where))
                continue
            bases.append(base)
            try:
                _check_version(base, wanted)
            except CodebookError as error:
                faults.append(fault_of(error, FaultKind.EXTENDS))
        gaps = reading.gaps
        if len(bases) < len(own.extends):
            gaps = gaps.without_a_base(own)
        return CodebookReading(merged(own, bases), (*reading.faults, *faults), gaps)

    def _read_with_bases(self, entry: _Entry, chain: tuple[Path, ...]) -> Codebook:
        own = read_codebook(self._content(entry), path=str(entry.path))
        bases = [
            self.open(_entry(name, own, where=str(own.place_of(f"extends.{n}"))), chain=chain)
            for n, name in enumerate(own.extends)
        ]
        return merged(own, bases)

    def _content(self, entry: _Entry) -> str | bytes | YamlReading:
        if self._reading is None or entry.path.parent == _shipped_folder():
            return _content(entry)
        return self._reading(entry.path)


def _content(entry: _Entry) -> str | bytes | YamlReading:
    if entry.text is not None:
        return entry.text
    # Only regular files: a pipe or a device would never end.
    if not os.path.isfile(entry.path):
        what = f"'{entry.path}' is a folder" if os.path.isdir(entry.path) else ""
        raise CodebookError(
            what or f"there is no codebook file '{entry.path}'",
            where=entry.where,
            hint="check the name, or 'ethnocode init' a study",
        )
    try:
        return entry.path.read_bytes()
    except OSError as error:
        where = entry.where or str(entry.path)
        raise CodebookError(
            f"cannot be read: {error.strerror}", where=where, hint="check its permissions"
        ) from None


def _fault_of_base(error: CodebookError, name: str, own: Codebook, *, where: Position) -> Fault:
    """Return the fault of an entry of 'extends', saying where else something is wrong."""
    message = error.message
    if error.where not in (str(where), own.path):
        message = f"'{name}' cannot be read: {error}"
    return Fault(FaultKind.EXTENDS, where, message, error.hint)


def _check_version(book: Codebook, entry: _Entry) -> None:
    if entry.version in ("", book.version):
        return
    raise CodebookError(
        f"'{book.id}@{entry.version}' was asked for, but version {book.version} is shipped",
        where=entry.where,
        hint=f"write '{book.id}@{book.version}'; 'ethnocode codebook diff' then says what changed",
    )


def _entry(name: str, book: Codebook, *, where: str) -> _Entry:
    if not is_path(name):
        return _shipped_entry(name, where=where)
    path = Path(name)
    if path.is_absolute():
        raise CodebookError(
            f"'{name}' is an absolute path",
            where=where,
            hint="write the path from this codebook's folder, so that the study can move",
        )
    folder = Path(book.path).parent
    file = folder / path
    # From a folder that is yet to be made nothing leads up.
    return _Entry(file if folder.exists() else Path(os.path.normpath(file)), where=where)


def is_path(name: str) -> bool:
    """Return whether an entry of ``extends`` names a file, not a shipped book."""
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


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names) or "none"
