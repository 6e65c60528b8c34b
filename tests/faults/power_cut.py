"""What a power failure could leave of a command, from a record of its storage calls.

What was written to a file since its last fsync may be there, be lost, or be torn at
512 bytes. Changes of names (create, rename, remove) may be lost until a folder is
flushed: in model ``strict`` that very folder, in model ``ordered`` (as a journalling
file system does it) until anything is flushed. Names change in order within a folder.
"""

from __future__ import annotations

import hashlib
import random
import shutil
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from . import shim

MODELS = ("strict", "ordered")
SECTOR = 512
_HEAD = struct.Struct("=IIIIQq")
_NAMES = shim.OPEN | shim.UNLINK | shim.RENAME | shim.MKDIR | shim.RMDIR | shim.LINK


@dataclass(frozen=True, slots=True)
class Call:
    """A storage call that succeeded.

    Args:
        op: Which, as the shim numbers them.
        file: Which file's content it changes or flushes; 0 for none.
        offset: Where it writes, or the length it truncates to.
        name: File or folder.
        other: New name.
        data: Bytes written.
    """

    op: int
    file: int
    offset: int
    name: str
    other: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Start:
    """What was on the disk before the command: all of it safe."""

    contents: dict[int, bytes]
    names: dict[str, int]
    folders: frozenset[str]


Disk = dict[str, bytes]


def start_of(case: Path) -> tuple[Start, dict[int, int]]:
    """Return what a folder holds, and the number of each file by its inode."""
    contents, names, inodes = {}, {}, {}
    for number, path in enumerate(sorted(p for p in case.rglob("*") if p.is_file()), start=1):
        contents[number] = path.read_bytes()
        names[path.relative_to(case).as_posix()] = number
        inodes[path.stat().st_ino] = number
    folders = {p.relative_to(case).as_posix() for p in case.rglob("*") if p.is_dir()}
    return Start(contents, names, frozenset({".", *folders})), inodes


def read_calls(record: Path, *, inodes: dict[int, int]) -> list[Call]:
    """Read a record; an inode that is used again is another file."""
    data, at, calls = record.read_bytes(), 0, []
    known = dict(inodes)
    latest = len(known)
    while at < len(data):
        op, first, second, length, inode, offset = _HEAD.unpack_from(data, at)
        at += _HEAD.size
        pieces = []
        for size in (first, second, length):
            pieces.append(data[at : at + size])
            at += size
        if op == shim.OPEN:
            latest += 1
            known[inode] = latest
        names = [piece.decode() for piece in pieces[:2]]
        file = known.get(inode, 0) if inode else 0
        calls.append(Call(op, file, offset, names[0], names[1], pieces[2]))
    return calls


def disks(
    start: Start, calls: list[Call], *, cut: int, model: str, rng: random.Random
) -> Iterator[Disk]:
    """Yield disks that a failure just before call ``cut`` could leave, for ever.

    First the one with nothing that was not flushed, then the one with everything.
    """
    done = calls[:cut]
    while True:
        for share in (0.0, 1.0, None, None, None):
            yield _disk(start, done, model=model, share=share, rng=rng)


def _disk(
    start: Start, done: list[Call], *, model: str, share: float | None, rng: random.Random
) -> Disk:
    names, folders = dict(start.names), set(start.folders)
    for call in _kept_names(done, model=model, share=share, rng=rng):
        _rename(call, names, folders)
    contents = {number: bytearray(data) for number, data in start.contents.items()}
    flushed = {call.file: n for n, call in enumerate(done) if call.op == shim.SYNC}
    for index, call in enumerate(done):
        if call.op not in (shim.WRITE, shim.TRUNCATE):
            continue
        safe = index < flushed.get(call.file, -1)
        luck = 1.0 if safe else share if share is not None else rng.choice((0.0, 0.5, 1.0))
        if luck:
            _change(contents.setdefault(call.file, bytearray()), call, luck=luck, rng=rng)
    return {
        name: bytes(contents.get(number, b""))
        for name, number in names.items()
        if _folder(name) in folders
    }


def _kept_names(
    done: list[Call], *, model: str, share: float | None, rng: random.Random
) -> list[Call]:
    """Return the changes of names that are on the disk, in order."""
    changes = [(n, call) for n, call in enumerate(done) if call.op & _NAMES]
    anything = max((n for n, call in enumerate(done) if call.op == shim.SYNC), default=-1)
    flushed = {
        call.name: n for n, call in enumerate(done) if call.op == shim.SYNC and not call.file
    }
    kept: list[int] = []
    groups: dict[str, list[int]] = {}
    for index, call in changes:
        folder = _folder(call.other or call.name)
        safe = index < (anything if model == "ordered" else flushed.get(folder, -1))
        if safe:
            kept.append(index)
        else:
            groups.setdefault("" if model == "ordered" else folder, []).append(index)
    for group in groups.values():
        lucky = rng.randint(0, len(group)) if share is None else int(share * len(group))
        kept += group[:lucky]
    return [done[index] for index in sorted(kept)]


def _rename(call: Call, names: dict[str, int], folders: set[str]) -> None:
    if call.op == shim.OPEN:
        names[call.name] = call.file
    elif call.op == shim.UNLINK:
        names.pop(call.name, None)
    elif call.op == shim.MKDIR:
        folders.add(call.name)
    elif call.op == shim.RMDIR:
        folders.discard(call.name)
    elif call.name in names:  # RENAME, LINK
        names[call.other] = names[call.name]
        if call.op == shim.RENAME:
            del names[call.name]


def _change(content: bytearray, call: Call, *, luck: float, rng: random.Random) -> None:
    if call.op == shim.TRUNCATE:
        del content[call.offset :]
        content.extend(bytes(call.offset - len(content)))
        return
    end = call.offset + len(call.data)
    content.extend(bytes(max(0, end - len(content))))
    for at in range(0, len(call.data), SECTOR) if luck < 1 else ():
        if rng.random() < luck:
            piece = call.data[at : at + SECTOR]
            content[call.offset + at : call.offset + at + len(piece)] = piece
    if luck == 1:
        content[call.offset : end] = call.data


def _folder(name: str) -> str:
    return str(PurePosixPath(name).parent)


def digest_of(disk: Disk, *, acknowledged: bool) -> str:
    """Return what tells a disk from another."""
    whole = hashlib.sha256(str(acknowledged).encode())
    for name in sorted(disk):
        whole.update(f"{name}\0{len(disk[name])}\0".encode() + disk[name])
    return whole.hexdigest()


def lay_out(disk: Disk, folders: frozenset[str], case: Path) -> None:
    """Write a disk below a folder that must be empty or missing."""
    shutil.rmtree(case, ignore_errors=True)
    for folder in sorted(folders):
        (case / folder).mkdir(parents=True, exist_ok=True)
    for name, data in disk.items():
        (case / name).parent.mkdir(parents=True, exist_ok=True)
        (case / name).write_bytes(data)
