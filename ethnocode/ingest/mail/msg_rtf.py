"""Bodies that Outlook keeps as compressed RTF only."""

from __future__ import annotations

import struct

from ethnocode.ingest.reader import ReadOptions
from ethnocode.ingest.rtf.reader import RTF

_HEADER = struct.Struct("<II4sI")
_COMPRESSED, _PLAIN = b"LZFu", b"MELA"
_WINDOW_BYTES = 4096
_MOST_BYTES = 50_000_000
_LEAST_MATCH = 2
_DICTIONARY = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript "
    rb"\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
"""What every message begins with unsaid (MS-OXRTFCP, 2.2.2.1)."""


def rtf_of(packed: bytes) -> bytes:
    """Return RTF as it was before Outlook compressed it (MS-OXRTFCP); empty where it is not that.

    What is cut short gives what there is of it.
    """
    if len(packed) < _HEADER.size:
        return b""
    _, size, kind, _ = _HEADER.unpack_from(packed)
    if kind == _PLAIN:
        return packed[_HEADER.size :][:size]
    return _unpacked(packed[_HEADER.size :])[:size] if kind == _COMPRESSED else b""


def _unpacked(packed: bytes) -> bytes:
    window = bytearray(_DICTIONARY.ljust(_WINDOW_BYTES, b" "))
    write = len(_DICTIONARY)
    out = bytearray()
    at = 0
    while at < len(packed) and len(out) < _MOST_BYTES:
        control = packed[at]
        at += 1
        for bit in range(8):
            if control >> bit & 1:
                pair = packed[at : at + 2]
                at += 2
                offset, length = _match(pair)
                if len(pair) < 2 or offset == write:
                    return bytes(out)
                copied = [(offset + step) % _WINDOW_BYTES for step in range(length)]
            else:
                if at >= len(packed):
                    return bytes(out)
                window[write] = packed[at]
                at += 1
                copied = [write]
            for place in copied:
                byte = window[place]
                window[write] = byte
                write = (write + 1) % _WINDOW_BYTES
                out.append(byte)
    return bytes(out)


def _match(pair: bytes) -> tuple[int, int]:
    number = int.from_bytes(pair, "big")
    return number >> 4, (number & 15) + _LEAST_MATCH


def decompressed(packed: bytes, *, label: str, options: ReadOptions) -> str:
    """Return the words of a compressed body.

    Raises:
        DamagedSourceError: It is no RTF.
    """
    rtf = rtf_of(packed)
    return RTF.read(rtf, label=label, options=options).content.text if rtf.strip() else ""
