"""Packed streams, measured before the library unpacks them, which cannot be stopped."""

from __future__ import annotations

import re
import zlib

from ethnocode.errors import UnsafeSourceError

MOST_UNPACKED = 32_000_000
"""Several times what the words and drawings of the fullest pages unpack to."""

_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_HEAD_BYTES = 400
_IMAGE = re.compile(rb"/Subtype\s*/Image\b")
_MOST_LAYERS = 4


def refuse_bombs(data: bytes, *, label: str) -> None:
    """Refuse a file with a stream that unpacks to more than any page needs.

    Images are left out: they are never unpacked. So are streams that are encrypted.

    Raises:
        UnsafeSourceError: There is such a stream.

    Complexity:
        O(n) for n unpacked bytes, of which no stream has more than the limit.
    """
    for match in _STREAM.finditer(data):
        head = data[max(0, match.start() - _HEAD_BYTES) : match.start()]
        if _IMAGE.search(head, max(0, head.rfind(b" obj"))):
            continue
        if _unpacks_beyond(data, match.end()):
            raise UnsafeSourceError(
                f"refused: a part of it unpacks to more than {MOST_UNPACKED // 1_000_000} MB",
                where=label,
                hint="if it is genuine, print it to a new PDF and ingest that",
            )


def _unpacks_beyond(data: bytes, start: int) -> bool:
    """Whether a stream that begins at an offset unpacks beyond the limit in any layer."""
    packed = _whole(data, start)
    for _ in range(_MOST_LAYERS):
        if not _is_packed(packed[:2]):
            return False
        packed = _unpacked(packed)
        if len(packed) > MOST_UNPACKED:
            return True
    return True  # nobody packs a page so often


def _is_packed(first: bytes) -> bool:
    """Whether two bytes are those that packed streams begin with."""
    return len(first) == 2 and first[0] & 0x0F == 8 and int.from_bytes(first) % 31 == 0


def _whole(data: bytes, start: int) -> bytes:
    end = data.find(b"endstream", start)
    return data[start : end if end > 0 else len(data)]


def _unpacked(packed: bytes) -> bytes:
    """Return what packed bytes unpack to, or a little more of it than the limit."""
    try:
        return zlib.decompressobj().decompress(packed, MOST_UNPACKED + 1)
    except zlib.error:
        return b""  # whatever it is, the library will not unpack much of it
