"""Plain text files."""

from __future__ import annotations

from ethnocode.ingest.reader import Reader, Reading, decode
from ethnocode.text.normalise import normalise


def read_plain(data: bytes, *, label: str, day_first: bool) -> Reading:
    """Read a text file, which declares nothing about itself."""
    return Reading(normalise(decode(data, label=label)))


PLAIN = Reader("plain text", (".txt", ".text"), lambda data: True, read_plain)
"""Takes whatever is text and no other format."""
