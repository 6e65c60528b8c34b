"""Which file is whose: finding the sources that edited files belong to."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from ethnocode.errors import SourceError, UsageError
from ethnocode.model import Source
from ethnocode.services.lookup import source_named
from ethnocode.services.reading import bytes_of, find_files
from ethnocode.store import Store
from ethnocode.text.normalise import sha256_of


@dataclass(frozen=True, slots=True)
class NewFile:
    """A file in a folder that belongs to no source.

    Args:
        path: Where it is.
        twin: Name of a source that was read from the very same bytes, or empty.
    """

    path: Path
    twin: str


@dataclass(frozen=True, slots=True)
class KnownFiles:
    """Files that were named, by what they are to the project.

    Args:
        files: Pairs of a source and the file that it is read from now.
        new: Files in folders that belong to no source.
        gone: Sources whose file was in one of the folders and is there no more.
    """

    files: tuple[tuple[Source, Path], ...]
    new: tuple[NewFile, ...]
    gone: tuple[Source, ...]


def known_files(
    store: Store, paths: Sequence[Path], *, source: str | None, project_folder: Path
) -> KnownFiles:
    """Find the sources that files belong to.

    A file belongs to the source whose stored path its own path ends in, the longest
    first; else to the one that is called as it is.

    Args:
        paths: Files and folders.
        source: Name of the source that the one file belongs to, whatever it is called.
        project_folder: Where sources may lie that are not in the folders named.

    Raises:
        SourceError: A file named is missing or belongs to no source; two belong to one;
            none in the folders belongs to any; there is no source of the name.
        UsageError: ``source`` is given with anything but one file.
    """
    for path in paths:
        if not path.exists():
            raise SourceError("there is no such file", where=str(path), hint="check the name")
    if source is not None:
        if len(paths) != 1 or paths[0].is_dir():
            raise UsageError("--source is for one file", hint="name the file that it is read from")
        return KnownFiles(((source_named(store, source), paths[0]),), (), ())
    return _Sorter(store, paths).sorted(project_folder)


class _Sorter:
    """Sorts files by source."""

    def __init__(self, store: Store, paths: Sequence[Path]) -> None:
        self._paths = paths
        self._by_path = store.sources.paths()
        self._by_name = {source.name: source for source in self._by_path.values()}
        self._by_bytes = {source.sha256: source.name for source in self._by_path.values()}
        self._named = {_whole(path) for path in paths if not path.is_dir()}

    def sorted(self, project_folder: Path) -> KnownFiles:
        found, _ = find_files(self._paths)
        owners: dict[str, list[tuple[str, Path]]] = defaultdict(list)
        strangers: list[Path] = []
        for key, file in found.items():
            owner = self._owner(key, file)
            if owner is None:
                strangers.append(file)
            else:
                owners[owner].append((key, file))
        files: list[tuple[Source, Path]] = []
        for path, several in owners.items():
            chosen, others = _chosen(path, several)
            files.append((self._by_path[path], chosen))
            strangers += others
        new = tuple(map(self._stranger, strangers))
        gone = tuple(self._gone(dict(files), project_folder))
        if not files and not gone:
            raise SourceError(
                "no file in this folder is a source yet",
                where=", ".join(map(str, self._paths)),
                hint=f"take them in with 'ethnocode ingest {self._paths[0]}'",
            )
        return KnownFiles(tuple(files), new, gone)

    def _owner(self, key: str, file: Path) -> str | None:
        """Return the stored path of the source that a file belongs to."""
        parts = _whole(file).parts[1:]
        endings = ("/".join(parts[first:]) for first in range(len(parts)))
        ending = next((ending for ending in endings if ending in self._by_path), None)
        if ending is not None:
            return ending
        named = self._by_name.get(key)
        return next((p for p, source in self._by_path.items() if source is named), None)

    def _stranger(self, file: Path) -> NewFile:
        twin = self._by_bytes.get(sha256_of(bytes_of(file)), "")
        if _whole(file) not in self._named:
            return NewFile(file, twin)
        near = get_close_matches(file.name, self._by_name, n=3)
        ingest = f"take it in with 'ethnocode ingest {file}'"
        if twin:
            name, hint = twin, "its words are those of {}: "
        else:
            name, hint = (near or ["NAME"])[0], "{}" if not near else "is it {}? then "
        other = f"'ethnocode update {file} --source {name}'"
        raise SourceError(
            f"no source '{file.name}'",
            where=str(file),
            hint=hint,
        )

    def _gone(self, files: Mapping[Source, Path], project_folder: Path) -> Iterator[Source]:
        raise NotImplementedError


def _chosen(path: str, files: Sequence[tuple[str, Path]]) -> tuple[Path, list[Path]]:
    raise NotImplementedError


def _whole(path: Path) -> Path:
    return Path(os.path.abspath(path))
