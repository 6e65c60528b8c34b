"""Finding the files to read, in folders and by name."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ethnocode.errors import EmptySourceError, EthnocodeError, SourceError, UnknownFormatError
from ethnocode.ingest import READERS, reader_for

_MEANT = frozenset({".doc", ".rtf", ".pages"})
"""Endings of texts that somebody meant to have read, though nothing reads them as they are."""

_LARGEST_GLANCE_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file in a folder that is not read.

    Args:
        path: Path below the folder.
        why: What it is, or why it is left out.
    """

    path: str
    why: str


def find_files(
    paths: Sequence[Path], *, without: Sequence[Path] = ()
) -> tuple[dict[str, Path], list[Skipped]]:
    """Return files by their path below what was named, and what is passed over.

    Where several files would have one path, the folders above them are put in
    front until they differ. The same files give the same paths in any order; a file
    named twice is one file.

    Args:
        paths: Files and folders.
        without: Files and folders that are never looked into, such as a project's own.

    Raises:
        SourceError: A folder has nothing that can be read.
    """
    files: dict[Path, Path] = {}
    lengths: dict[Path, int] = {}
    skipped: list[Skipped] = []
    for path in paths:
        inside, passed_over = _readable(path, without) if os.path.isdir(path) else ([path], [])
        skipped += passed_over
        for file in inside:
            parts = 1 if file is path else len(file.relative_to(path).parts)
            whole = Path(os.path.abspath(file))
            files.setdefault(whole, file)
            lengths[whole] = max(parts, lengths.get(whole, 0))
    keys = _unique_keys(lengths)
    return {keys[whole]: file for whole, file in files.items()}, skipped


def _readable(folder: Path, without: Sequence[Path]) -> tuple[list[Path], list[Skipped]]:
    """Return the files below a folder that some reader reads, and the others."""
    suffixes = {suffix for reader in READERS for suffix in reader.suffixes} | _MEANT
    inside, others = [], []
    for file, reason in sorted(_below(folder, without).items()):
        why = reason or _why_not(file, suffixes)
        if why:
            others.append(Skipped(in_utf8(file.relative_to(folder).as_posix()), why))
        else:
            inside.append(file)
    if not inside:
        raise SourceError(
            "there is nothing readable in this folder",
            where=str(folder),
            hint="readable are: " + ", ".join(sorted(suffixes - _MEANT)),
        )
    return inside, others


def _why_not(file: Path, suffixes: Collection[str]) -> str:
    """Return why a file in a folder is passed over; empty where it is to be read.

    A file with an ending of its own format is read, and refused if it turns out to be
    something else; any other only where its content is certain.
    """
    if file.name.startswith("~$"):
        return "a lock file of an open document"
    if file.suffix.lower() in suffixes:
        return ""
    try:
        reader_for(_glance(file), label=str(file))
    except (UnknownFormatError, EmptySourceError) as exc:
        return exc.message
    except EthnocodeError:
        return ""
    return ""


def _glance(file: Path) -> bytes:
    """Return the bytes of a file, or the beginning of one that is too large to be a text."""
    try:
        with file.open("rb") as opened:
            return opened.read(_LARGEST_GLANCE_BYTES)
    except OSError as exc:
        raise SourceError(f"cannot be read ({exc.strerror})", where=str(file)) from exc


def _unique_keys(lengths: Mapping[Path, int]) -> dict[Path, str]:
    """Return the last parts of each absolute path, as few as tell it from the others.

    Args:
        lengths: How many parts are wanted at least, by absolute path.
    """
    wanted = dict(lengths)
    while True:
        alike: dict[str, list[Path]] = defaultdict(list)
        for path, parts in wanted.items():
            alike["/".join(path.parts[1:][-parts:])].append(path)
        if len(alike) == len(wanted):
            return {paths[0]: key for key, paths in alike.items()}
        for paths in alike.values():
            if len(paths) > 1:
                wanted.update({path: wanted[path] + 1 for path in paths})


def _below(folder: Path, without: Sequence[Path]) -> dict[Path, str]:
    """Return what is below a folder, each with why it cannot be read, or nothing.

    Links to files are followed; links to folders are not, for they may lead around.
    """
    apart = {os.path.abspath(path) for path in without}
    found: dict[Path, str] = {}

    def unreadable(error: OSError) -> None:
        found[Path(error.filename)] = f"a folder that cannot be read ({error.strerror})"

    for root, folders, names in os.walk(folder, onerror=unreadable):
        here = [name for name in sorted(folders) if not _is_apart(root, name, apart)]
        found |= {
            Path(root, name): "a link to a folder, which is not followed"
            for name in here
            if os.path.islink(os.path.join(root, name))
        }
        folders[:] = here
        found |= {
            Path(root, name): _why_no_file(os.path.join(root, name))
            for name in names
            if not _is_apart(root, name, apart)
        }
    return found


def _is_apart(root: str, name: str, apart: Collection[str]) -> bool:
    return name.startswith(".") or os.path.abspath(os.path.join(root, name)) in apart


def _why_no_file(path: str) -> str:
    if os.path.isfile(path):
        return ""
    if os.path.islink(path):
        return "a link that leads to no file"
    return "" if not os.path.exists(path) else "a pipe or a device, not a file"


def in_utf8(name: str) -> str:
    """Return a name as it can be shown, where some of its bytes may not be UTF-8."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
