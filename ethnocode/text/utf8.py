"""Bytes that should be UTF-8, and what they are otherwise."""

from __future__ import annotations

import codecs
from dataclasses import dataclass

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32", "utf-32-le"),
    (codecs.BOM_UTF32_BE, "UTF-32", "utf-32-be"),
    (codecs.BOM_UTF16_LE, "UTF-16", "utf-16-le"),
    (codecs.BOM_UTF16_BE, "UTF-16", "utf-16-be"),
)
# Which of the first four bytes are zero, where the first two characters are ASCII.
_ZEROS = {
    "x000": ("UTF-32", "utf-32-le"),
    "000x": ("UTF-32", "utf-32-be"),
    "x0x0": ("UTF-16", "utf-16-le"),
    "0x0x": ("UTF-16", "utf-16-be"),
}


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of bytes.

    Args:
        text: As UTF-8 if it is that, else as what it seems to be; empty if it is no text.
        fault: Why it is not UTF-8; empty if it is.
        at: Offset in the text of the first character that is not UTF-8.
        is_text: Whether it is text at all.
    """

    text: str
    fault: str = ""
    at: int = 0
    is_text: bool = True


def decoded(raw: bytes) -> Decoded:
    """Return the text of bytes, read as UTF-8 or, with a fault, as what they seem to be."""
    for mark, name, codec in _MARKS:
        if raw.startswith(mark):
            text = raw[len(mark) :].decode(codec, errors="replace")
            return Decoded(text, f"saved as {name}, not UTF-8")
    name, codec = _ZEROS.get("".join("x" if byte else "0" for byte in raw[:4]), ("", ""))
    if name:
        return Decoded(raw.decode(codec, errors="replace"), f"saved as {name}, not UTF-8")
    try:
        return Decoded(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        return _guessed(raw, error.start)


def _guessed(raw: bytes, start: int) -> Decoded:
    """Return the text of what is not UTF-8 from an offset on."""
    at = len(raw[:start].decode("utf-8"))
    what = f"not UTF-8: byte 0x{raw[start]:02x} at offset {start}"
    if b"\0" in raw:
        return Decoded("", f"{what}, and zero bytes: this is not a text file", at, is_text=False)
    # What precedes is UTF-8; from the byte on, the encoding that such files mostly have.
    rest = raw[start:].decode("cp1252", errors="replace")
    letter = rest[0] if rest[0].isprintable() and rest[0] != "\ufffd" else ""
    seems = f", which is '{letter}' in Windows-1252" if letter else ""
    return Decoded(raw[:start].decode("utf-8") + rest, what + seems, at)
