"""Writes small Outlook messages: an OLE box of storages and streams (MS-CFB, MS-OXMSG)."""

from __future__ import annotations

import struct

_SECTOR = 512
_FREE, _END, _FAT, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
Box = dict[str, "bytes | Box"]


def properties(header_bytes: int, words: dict[int, str], numbers: dict[int, int]) -> Box:
    """Return the streams of a storage: words as Unicode, numbers in the table."""
    table = b"".join(struct.pack("<HHIQ", 0x001F, pid, 6, 0) for pid in words)
    table += b"".join(struct.pack("<HHIQ", 3, pid, 6, number) for pid, number in numbers.items())
    box: Box = {
        f"__substg1.0_{pid:04X}001F": said.encode("utf-16-le") for pid, said in words.items()
    }
    box["__properties_version1.0"] = bytes(header_bytes) + table
    return box


def written_box(root: Box) -> bytes:
    """Return a box as a file; its streams are short, and so all in sectors of 64 bytes."""
    box = _File()
    box.add("Root Entry", root, kind=5, right=_NONE)
    small = b"".join(box.small)
    sectors = _Chains(_SECTOR)
    held = sectors.add(small)
    box.entries[0] = _entry("Root Entry", 5, _NONE, box.child, held, len(small))
    directory = sectors.add(b"".join(box.entries))
    short_table = b"".join(struct.pack("<I", one) for one in box.streams.table)
    short_sectors = -(-len(short_table) // _SECTOR)
    short = sectors.add(short_table.ljust(short_sectors * _SECTOR, b"\xff"))
    table = b"".join(struct.pack("<I", one) for one in [*sectors.table, _FAT])
    assert len(table) <= _SECTOR, "too much for one sector of the table"
    head = struct.pack(
        "<8s16sHHHHHHIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 62, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, directory,
        0, 4096, short, short_sectors, _END, 0,
    )  # fmt: skip
    head += struct.pack("<I", len(sectors.pieces)) + struct.pack("<I", _FREE) * 108
    return head + b"".join(sectors.pieces) + table.ljust(_SECTOR, b"\xff")


class _Chains:
    """Sectors, and the table that says which follows which."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.pieces: list[bytes] = []
        self.table: list[int] = []

    def add(self, data: bytes) -> int:
        first = len(self.pieces)
        count = max(1, -(-len(data) // self.size))
        padded = data.ljust(count * self.size, b"\0")
        for number in range(count):
            self.pieces.append(padded[number * self.size : (number + 1) * self.size])
            self.table.append(_END if number == count - 1 else first + number + 1)
        return first


class _File:
    """Entries of the directory, and the streams that they name."""

    def __init__(self) -> None:
        self.entries: list[bytes] = []
        self.streams = _Chains(64)
        self.child = _NONE

    @property
    def small(self) -> list[bytes]:
        return self.streams.pieces

    def add(self, name: str, held: bytes | Box, *, kind: int, right: int) -> int:
        """Add an entry and all in it; siblings hang right of each other."""
        number = len(self.entries)
        self.entries.append(b"")
        child, start, size = _NONE, _END, 0
        if isinstance(held, bytes):
            start, size = self.streams.add(held), len(held)
        else:
            for inner in sorted(held, key=lambda key: (len(key), key.upper()), reverse=True):
                deeper = 2 if isinstance(held[inner], bytes) else 1
                child = self.add(inner, held[inner], kind=deeper, right=child)
        self.entries[number] = _entry(name, kind, right, child, start, size)
        if number == 0:
            self.child = child
        return number


def _entry(name: str, kind: int, right: int, child: int, start: int, size: int) -> bytes:
    raw = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        raw, len(raw) + 2, kind, 1, _NONE, right, child, bytes(16), 0, 0, 0, start, size,
    )  # fmt: skip
