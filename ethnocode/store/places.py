"""Where a project lies, and what a service that keeps folders in step left beside it.

All of it is told from names and a few bytes, before SQLite opens anything.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ethnocode.errors import StorageError
from ethnocode.store.schema import APPLICATION_ID
from ethnocode.store.side_files import HIDDEN, make_private_folder, replace_file
from ethnocode.store.snapshots import noted_elsewhere

MOUNTS = Path("/proc/mounts")
"""Table of what is mounted where; only Linux has one."""

_TOLD = Path(HIDDEN, "place.json")

_NETWORKS = (
    *("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "afs", "davfs"),
    *("fuse.davfs2", "fuse.sshfs", "fuse.rclone", "fuse.gvfsd-fuse"),
)

# Whole names of folders, and how they may begin. Services whose name is an ordinary
# word are below.
_NAMES = (
    ("Dropbox", ("Dropbox",)),
    ("OneDrive", ("OneDrive",)),
    ("iCloud Drive", ("iCloudDrive", "iCloud Drive", "com~apple~CloudDocs")),
    ("Google Drive", ("Google Drive", "GoogleDrive", "Google Drive File Stream", "My Drive")),
    ("Nextcloud", ("Nextcloud", "Nextcloud2")),
    ("ownCloud", ("ownCloud", "ownCloud2")),
    ("Resilio Sync", ("Resilio Sync", "BitTorrent Sync")),
    ("Seafile", ("Seafile", "SeaDrive")),
    ("MEGA", ("MEGAsync",)),
    ("pCloud", ("pCloud", "pCloudDrive", "pCloud Drive", "pCloudSync", "pCloud Sync")),
    ("Box", ("Box Sync", "Box-Box")),
    ("Proton Drive", ("ProtonDrive", "Proton Drive")),
    ("Tresorit", ("Tresorit", "Tresorit Drive", "My Tresors")),
)
_BEGINNINGS = (
    ("Dropbox", "Dropbox ("),
    ("OneDrive", "OneDrive - "),
    ("Nextcloud", "Nextcloud - "),
    ("ownCloud", "ownCloud - "),
)

# Ordinary words: only directly in somebody's home folder.
_AT_HOME = (("Box", "Box"), ("MEGA", "MEGA"))
_HOMES = frozenset(("home", "Users"))

# What a service keeps in the folder that it keeps in step. Dropbox and Resilio keep
# folders of the first two names in the home folder as well, which tell nothing.
_MARKERS = (
    (".dropbox", "Dropbox"),
    (".sync", "Resilio Sync"),
    (".dropbox.cache", "Dropbox"),
    (".849C9593-D756-4E56-8D6E-42412F2A707B", "OneDrive"),
    (".tmp.drivedownload", "Google Drive"),
    (".tmp.driveupload", "Google Drive"),
    (".shortcut-targets-by-id", "Google Drive"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".stfolder", "Syncthing"),
    (".seafile-data", "Seafile"),
    (".megaignore", "MEGA"),
)
_STATE_OF_NEXTCLOUD = (".sync_", "._sync_")
_LOOKED_AT = 300
"""Names looked at in each folder for a marker whose name varies."""

_CLOUD_STORAGE = ("Library", "CloudStorage")
_MOBILE_DOCUMENTS = ("Library", "Mobile Documents")


@dataclass(frozen=True, slots=True)
class Place:
    """A folder that is not only this machine's.

    Args:
        service: What shares it, as people call it.
        folder: The folder that is shared; the project is in it.
        network: Whether it is on another machine, rather than kept in step.
    """

    service: str
    folder: Path
    network: bool = False


def shared_place(
    folder: Path, *, environment: Mapping[str, str], home: Path, mounts: Path = MOUNTS
) -> Place | None:
    """Return the shared folder that a folder is in; ``None`` where it is this machine's own.

    Args:
        folder: The project's, absolute.
        environment: Variables of the process; OneDrive names its folders there.
        home: Home folder of who runs the program.
        mounts: Table of what is mounted where.
    """
    above = (folder, *folder.parents)
    for name, value in environment.items():
        if name.lower().startswith("onedrive") and value and Path(value) in above:
            return Place("OneDrive", Path(value))
    for place in above:
        service = _by_name(place, home=home) or _by_marker(place)
        if service:
            return Place(service, place)
    return _mounted(folder, mounts)


def conflict_copies(folder: Path, *, database: str, texts: Iterable[str]) -> list[Path]:
    """Return other versions of a project's files that a service left beside them.

    A copy of the database counts only if it is a project, and not one the project
    wrote itself as a backup; a copy of another file only if its name leaves no doubt.

    Args:
        folder: The project's.
        database: Name of its database.
        texts: Names of the files beside it, as paths from the folder.
    """
    found = [
        path
        for path in _like(folder / database)
        if _is_conflict(path, folder / database) and _is_project(path)
    ]
    if found:
        own = {path.resolve() for path in noted_elsewhere(folder)}
        found = [path for path in found if path.resolve() not in own]
    for name in texts:
        path = folder / name
        found += [p for p in _like(path) if _is_certain(_added(p, path)) and p.is_file()]
    return sorted(set(found))


def _by_name(place: Path, *, home: Path) -> str:
    name, parent = place.name, place.parent
    if (parent.parent.name, parent.name) == _CLOUD_STORAGE:
        name = name.partition("-")[0]
        return _service_named(name) or name
    if (parent.parent.name, parent.name) == _MOBILE_DOCUMENTS:
        return "iCloud Drive"
    for service, word in _AT_HOME:
        if name == word and (parent == home or parent.parent.name in _HOMES):
            return service
    return _service_named(name)


def _service_named(name: str) -> str:
    for service, names in _NAMES:
        if name in names:
            return service
    return next((s for s, beginning in _BEGINNINGS if name.startswith(beginning)), "")


def _by_marker(place: Path) -> str:
    for marker, service in _MARKERS:
        path = f"{place}/{marker}"
        if os.path.lexists(path) and not _is_of_the_program(marker, path):
            return service
    try:
        with os.scandir(place) as entries:
            for entry in islice(entries, _LOOKED_AT):
                if entry.name.startswith(_STATE_OF_NEXTCLOUD) and entry.name.endswith(".db"):
                    return "Nextcloud or ownCloud"
    except OSError:
        pass
    return ""


def _is_of_the_program(marker: str, path: str) -> bool:
    """Return whether it is where a service keeps its settings, not what it keeps in step."""
    if marker == ".dropbox":
        return os.path.isdir(path)
    return marker == ".sync" and (not os.path.isdir(path) or os.path.exists(f"{path}/settings.dat"))


def _mounted(folder: Path, mounts: Path) -> Place | None:
    try:
        table = mounts.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return None
    kinds = dict(_mount_points(table))
    mounted = next((p for p in (folder, *folder.parents) if str(p) in kinds), None)
    kind = kinds.get(str(mounted), "")
    if mounted is None or kind not in _NETWORKS:
        return None
    # the root of some containers is a folder of the same machine, handed in as 9p
    return None if (kind, mounted) == ("9p", Path("/")) else Place(kind, mounted, network=True)


def _mount_points(table: Iterable[str]) -> Iterator[tuple[str, str]]:
    for line in table:
        fields = line.split(" ")
        if len(fields) > 2:
            # what would be taken for the end of a name is written in octal
            point = fields[1]
            for code, character in (("040", " "), ("011", "\t"), ("012", "\n"), ("134", "\\")):
                point = point.replace(f"\\{code}", character)
            yield point, fields[2]


# What services put between the name of a file and its ending, or after both.
_CERTAIN = r"""(?xi)
      [ ]\(.*\b(conflicted[ ]copy|sfconflict|case[ ]conflict|edit[ ]conflict)\b.*\)
    | [ ]\(.*(conflict|konflikt|conflit).*\d{4}-\d\d-\d\d.*\)    # in another language
    | \.sync-conflict-\d{8}-\d{6}(-\w+)?
    | _conflict-\d{8}-\d{6}.*
    | \.conflict(\.\d+)?
    | [ ]?\[conflict(ed)?([ ]\w+)?\]
"""
_LIKELY = r"""(?x)
      [ ]?\(\d{1,2}\)                                # browsers, Google Drive
    | [ ]\d{1,2}                                     # iCloud
    | -(?!\d{4})(?=[A-Z0-9-]*[A-Z])[A-Z0-9-]{3,15}   # OneDrive: the other machine's name
    | -(?=.*(MacBook|iMac|Laptop|Desktop))[\w-]+     # so, where it is not in capitals
"""
_OWN = frozenset(
    (
        *("backup", "backups", "bak", "old", "copy", "archive", "archived", "before", "after"),
        *("final", "draft", "new", "test", "version", "save", "saved", "snapshot"),
    )
)


def _like(path: Path) -> list[Path]:
    """Return the files beside a file whose names begin as its own does."""
    try:
        with os.scandir(path.parent) as entries:
            names = [e.name for e in entries if e.name.startswith(path.stem)]
    except OSError:
        return []
    return [path.with_name(name) for name in names if name != path.name]


def _added(path: Path, original: Path) -> str:
    """Return what a name has more than the original's; empty where the ending is another."""
    rest = path.name.removeprefix(original.name)
    if rest != path.name:
        return rest
    if not path.name.endswith(original.suffix):
        return ""
    return path.name.removeprefix(original.stem).removesuffix(original.suffix)


def _is_conflict(path: Path, original: Path) -> bool:
    added = _added(path, original)
    if not added or _is_certain(added):
        return bool(added)
    words = {word.rstrip("0123456789") for word in re.split(r"[^a-z0-9]+", added.lower())}
    return re.fullmatch(_LIKELY, added) is not None and not words & _OWN


def _is_certain(added: str) -> bool:
    # most folders have no such file, so that the pattern is seldom needed
    return bool(added) and re.fullmatch(_CERTAIN, added) is not None


def _is_project(path: Path) -> bool:
    if not path.is_file():  # a pipe would be waited for
        return False
    try:
        with path.open("rb") as file:
            header = file.read(72)
    except OSError:
        return False
    ours = APPLICATION_ID.to_bytes(4, "big")
    return header.startswith(b"SQLite format 3\x00") and header[68:72] == ours


def note_place(folder: Path, place: Place) -> bool:
    """Note in a project where it was found to be; return whether that was new.

    Nothing is kept where the folder is read-only, so that it is new each time.
    """
    note = folder / _TOLD
    now = [place.service, str(folder)]
    try:
        known = json.loads(note.read_bytes())["told"]
        if now in known:
            return False
        known = [*known, now]
    except (OSError, ValueError, LookupError, TypeError):
        known = [now]
    with suppress(OSError, StorageError):
        make_private_folder(note.parent)
        replace_file(note, json.dumps({"told": known}).encode("ascii"))
    return True
