"""Which file is whose: finding the sources that edited files belong to."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path, PurePosixPath

from ethnocode.errors import SourceError, UsageError
from ethnocode.model import Source
from ethnocode.services.finding import find_files
from ethnocode.services.lookup import source_named
from ethnocode.services.reading import bytes_of
from ethnocode.store import Store, open_store
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
        holding: Files that are no source but hold some, as mailboxes do.
    """

    files: tuple[tuple[Source, Path], ...]
    new: tuple[NewFile, ...]
    gone: tuple[Source, ...]
    holding: tuple[Path, ...] = ()


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


def source_read_from(folder: Path, file: Path) -> str:
    """Return the name of a source that a file is the original of; empty where it is of none.

    It is where its path ends in the stored path of a source, as for ``update``, also where
    it is a mailbox that holds some; or where it has the very bytes that one was read from.

    Args:
        folder: The project's.
        file: One that there is.
    """
    with open_store(folder) as store:
        by_path = store.sources.paths()
    parts = _whole(file).parts[1:]
    endings = {"/".join(parts[first:]) for first in range(len(parts))}
    for path, source in by_path.items():
        if path in endings or path.rpartition("/")[0] in endings:
            return source.name
    digest = sha256_of(bytes_of(file))
    return next((source.name for source in by_path.values() if source.sha256 == digest), "")


class _Sorter:
    """Sorts files by source."""

    def __init__(self, store: Store, paths: Sequence[Path]) -> None:
        self._paths = paths
        self._by_path = store.sources.paths()
        self._names = {source.name: path for path, source in self._by_path.items()}
        self._twins = {source.sha256: source.name for source in self._by_path.values()}
        self._named = {_whole(path) for path in paths if not path.is_dir()}

    def sorted(self, project_folder: Path) -> KnownFiles:
        """Return the files by what they are to the project."""
        found, _ = find_files(self._paths)
        owned: dict[str, list[tuple[str, Path]]] = defaultdict(list)
        strangers: list[Path] = []
        for key, file in found.items():
            owner = self._owner(key, file)
            if owner is None:
                strangers.append(file)
            else:
                owned[owner].append((key, file))
        files: dict[str, Path] = {}
        for path, several in owned.items():
            files[path] = _chosen(path, several)
            strangers += [file for _, file in several if file is not files[path]]
        holding = tuple(file for file in strangers if self._holds(file))
        new = tuple(self._new(file) for file in strangers if file not in holding)
        gone = self._gone(files, project_folder)
        if not files and not gone and not holding:
            raise SourceError(
                "no file in this folder is a source yet",
                where=str(self._paths[0]),
                hint=f"take them in with 'ethnocode ingest {self._paths[0]}'",
            )
        return KnownFiles(
            tuple((self._by_path[path], file) for path, file in files.items()),
            new,
            tuple(self._by_path[path] for path in gone),
            holding,
        )

    def _owner(self, key: str, file: Path) -> str | None:
        """Return the stored path of the source that a file belongs to."""
        parts = _whole(file).parts[1:]
        endings = ("/".join(parts[first:]) for first in range(len(parts)))
        longest = next((ending for ending in endings if ending in self._by_path), None)
        return longest or self._names.get(key)

    def _holds(self, file: Path) -> bool:
        """Return whether stored paths lead into a file, as those of messages into a mailbox."""
        parts = _whole(file).parts[1:]
        endings = {"/".join(parts[first:]) for first in range(len(parts))}
        return any(path.rpartition("/")[0] in endings for path in self._by_path)

    def _new(self, file: Path) -> NewFile:
        twin = self._twin(file)
        if _whole(file) not in self._named:
            return NewFile(file, twin)
        near = get_close_matches(file.name, self._names, n=3)
        guess = f"did you mean {' or '.join(near)}? " if near else ""
        raise SourceError(
            f"no source '{file.name}'",
            where=str(file),
            hint=(f"its words are those of '{twin}'; " if twin else guess)
            + f"'ethnocode ingest {file}' makes it a source, "
            + f"'ethnocode update {file} --source {twin or 'NAME'}' the file of one",
        )

    def _twin(self, file: Path) -> str:
        try:
            return self._twins.get(sha256_of(bytes_of(file)), "")
        except SourceError:  # a stranger that cannot be read keeps nobody from updating
            return ""

    def _gone(self, files: dict[str, Path], project_folder: Path) -> list[str]:
        """Return sources whose file is missing in a folder; add files without an ending."""
        gone = []
        for folder in (_whole(path) for path in self._paths if path.is_dir()):
            roots = _roots(files, folder)
            beside = _folders_of(folder.parent) + _folders_of(project_folder)
            for path in sorted(self._by_path.keys() - files.keys()):
                places = [root / path for root in roots if folder in (root / path).parents]
                there = next((place for place in places if os.path.isfile(place)), None)
                if there is not None:
                    files[path] = there
                elif any(_leads_into_a_file(place) for place in places):
                    continue
                elif places and not any(os.path.isfile(other / path) for other in beside):
                    gone.append(path)
        return [path for path in dict.fromkeys(gone) if path not in files]


def _chosen(path: str, files: Sequence[tuple[str, Path]]) -> Path:
    """Return the file that a source is read from: of several the one at its very path."""
    exact = [file for key, file in files if key == path]
    if len(exact) == 1 or len(files) == 1:
        return (exact or [files[0][1]])[0]
    raise SourceError(
        "more than one file could be this source: " + ", ".join(str(file) for _, file in files),
        where=path,
        hint="name the one that is meant, by itself",
    )


def _roots(files: Mapping[str, Path], folder: Path) -> list[Path]:
    """Return the folders that stored paths start from, as the files found in a folder show it."""
    roots = []
    for path, file in files.items():
        parts, whole = PurePosixPath(path).parts, _whole(file)
        if folder in whole.parents and whole.parts[-len(parts) :] == parts:
            roots.append(Path(*whole.parts[: -len(parts)]))
    return list(dict.fromkeys(roots)) or [folder]


def _leads_into_a_file(place: Path) -> bool:
    return any(parent.is_file() for parent in place.parents)


def _folders_of(folder: Path) -> list[Path]:
    """Return a folder and those directly in it that are not hidden."""
    try:
        names = [entry.name for entry in os.scandir(folder) if entry.is_dir()]
    except OSError:  # somebody else's: not ours to look into
        names = []
    return [folder, *(folder / name for name in names if not name.startswith("."))]


def _whole(path: Path) -> Path:
    return Path(os.path.abspath(path))
