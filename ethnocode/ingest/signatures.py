"""The first bytes of the boxes that files of many formats come in."""

from __future__ import annotations

ZIP = b"PK\x03\x04"
"""Of an archive, such as .docx, .odt and .xlsx are."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Of a file of streams, such as .msg and old Office files are."""

OUTLOOK_STREAM = "__properties_version1.0".encode("utf-16-le")
"""Name of a stream that every message saved by Outlook has, as its directory writes it."""
