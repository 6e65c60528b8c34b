"""Plain text files."""

from __future__ import annotations

from ethnocode.ingest.decode import decode
from ethnocode.ingest.reader import Reader, Reading, ReadOptions, never_sure
from ethnocode.ingest.talk.written_tables import with_talk
from ethnocode.text.normalise import normalise


def read_plain(data: bytes, *, label: str, options: ReadOptions) -> Reading:
    """Read a text file, which declares nothing about itself."""
    decoded = decode(data, label=label, encoding=options.encoding)
    content = normalise(decoded.words)
    return with_talk(Reading(content, encoding=decoded.encoding, warnings=decoded.warnings))


PLAIN = Reader("plain text", (".txt", ".text", ".log"), never_sure, read_plain)
"""Takes whatever is text and of no other format."""
