"""Words inside an S/MIME signature, as Outlook sends them ("opaque": RFC 8551, 3.5.2).

They are not encrypted, only packed: an octet string inside an ASN.1 structure (RFC 5652, 5.1).
"""

from __future__ import annotations

from collections.abc import Iterator

_SEQUENCE, _EXPLICIT, _OCTETS, _OCTETS_IN_PIECES = 0x30, 0xA0, 0x04, 0x24
_PATH = (_SEQUENCE, _EXPLICIT, _SEQUENCE, _SEQUENCE, _EXPLICIT)
"""From the whole to what is signed: the first of each tag inside the one before."""
_SIGNED = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"
_HEAD_BYTES = 40
_NO_END = 0x80
_ENDS = b"\0\0"


def signed_part(packed: bytes) -> bytes:
    """Return the message part that a signature holds; empty where it holds none.

    Complexity:
        O(n) for n bytes.
    """
    if _SIGNED not in packed[:_HEAD_BYTES]:
        return b""
    try:
        for tag in _PATH:
            packed = next((inner for found, inner in _values(packed) if found == tag), b"")
        return b"".join(_octets(packed))
    except (IndexError, RecursionError):
        return b""


def _octets(packed: bytes) -> Iterator[bytes]:
    for tag, inner in _values(packed):
        if tag == _OCTETS:
            yield inner
        elif tag == _OCTETS_IN_PIECES:
            yield from (piece for kind, piece in _values(inner) if kind == _OCTETS)


def _values(packed: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the tag and the content of each value in a row."""
    at = 0
    while at < len(packed):
        start, end, following = _extent(packed, at)
        yield packed[at], packed[start:end]
        at = following


def _extent(packed: bytes, at: int) -> tuple[int, int, int]:
    """Return where the content of a value starts and ends, and where the next value starts."""
    length, start = packed[at + 1], at + 2
    if length == _NO_END:
        end = start
        while packed[end : end + len(_ENDS)] != _ENDS:
            _, _, end = _extent(packed, end)
        return start, end, end + len(_ENDS)
    if length > _NO_END:
        bytes_of_length = length - _NO_END
        length = int.from_bytes(packed[start : start + bytes_of_length], "big")
        start += bytes_of_length
    return start, start + length, start + length
