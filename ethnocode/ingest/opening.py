"""The first words of a file, for readers that know their format by them."""

from __future__ import annotations

_MARKS = b"\xef\xbb\xbf\xff\xfe"


def opening(data: bytes, *, size: int = 4096) -> str:
    """Return the beginning of a text whose first words are ASCII, in any Unicode encoding.

    The NUL bytes of UTF-16 and UTF-32 and their marks are left out; other characters
    than ASCII are not to be relied on.
    """
    return data[:size].replace(b"\x00", b"").lstrip(_MARKS).decode("latin-1")
