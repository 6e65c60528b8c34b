"""What readers take and hand back, and how bytes become words."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ethnocode.errors import UndecodableSourceError, UnknownFormatError
from ethnocode.model import Segment
from ethnocode.text.normalise import Normalised

READABLE = "plain text (.txt), Markdown (.md) and saved e-mail (.eml)"
"""What the readers read, as messages say it."""

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive, as .docx, .odt and .xlsx files are"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls or .msg)"),
    (b"{\\rtf", "an RTF file"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"version https://git-lfs.github.com/spec/", "a Git LFS pointer, not the file itself"),
)
_WIDE = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_AS_UTF8 = "open it in the program that wrote it and save it as UTF-8 text"


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its canonical text and all that it says about itself.

    Args:
        text: The canonical text, without front matter or mail headers.
        kind: Kind of the source, declared or guessed.
        title: As the file gives it, else made from its name.
        date: ISO 8601 or EDTF; ``None`` when unknown or when the file spans many days.
        author: Who wrote or sent it; whom an interview is with; empty when unsure.
        segments: Sorted by start, longest first, kind.
        repairs: Pairs of a repair's name and how often it was made.
        variables: Pairs of name and value of whatever else the file declares.
        warnings: What a person should look at, one sentence each.
    """

    text: str
    kind: str
    title: str
    date: str | None
    author: str
    segments: tuple[Segment, ...]
    repairs: tuple[tuple[str, int], ...]
    variables: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one format declares, before anything is guessed.

    Args:
        content: The canonical text and its repairs.
        kind: As declared, or empty.
        title: As declared, or empty.
        date: As declared, ISO 8601 or EDTF; ``None`` where none is declared.
        dated: Whether the file declares a date, certain or not.
        author: As declared, or empty.
        variables: Pairs of name and value.
        warnings: What a person should look at.
    """

    content: Normalised
    kind: str = ""
    title: str = ""
    date: str | None = None
    dated: bool = False
    author: str = ""
    variables: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()


class Read(Protocol):
    """How a reader reads."""

    def __call__(self, data: bytes, *, label: str, day_first: bool) -> Reading:
        """Return what the bytes of a file declare; ``label`` names it in messages."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A format that can be read.

    Args:
        name: For messages.
        suffixes: Endings of file names, lower case, with their dot.
        sniff: Whether bytes of a file with no known ending look like the format.
        read: Reads the bytes.
    """

    name: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    read: Read


def decode(data: bytes, *, label: str) -> str:
    """Return the words of a text file; a byte order mark stays their first character.

    UTF-8 needs no mark, UTF-16 and UTF-32 do. Nothing is guessed.

    Raises:
        UnknownFormatError: The bytes are no text.
        UndecodableSourceError: They are text in an encoding that cannot be known.
    """
    refuse_foreign(data, label=label)
    encoding, name = _encoding_of(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UndecodableSourceError(
            f"byte 0x{data[error.start]:02x} at offset {error.start} is not {name}",
            where=label,
            hint=_AS_UTF8,
        ) from None


def refuse_foreign(data: bytes, *, label: str) -> None:
    """Refuse bytes that are not the words of a text, saying what they look like.

    Raises:
        UnknownFormatError: A known signature, a web page, or a NUL byte outside
            UTF-16 and UTF-32.
    """
    page = data[:200].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if page.startswith((b"<!doctype html", b"<html")):
        raise UnknownFormatError(
            "this looks like a web page", where=label, hint="save it as text from the browser"
        )
    for signature, looks_like in _SIGNATURES:
        if data.startswith(signature):
            raise UnknownFormatError(
                f"this looks like {looks_like}", where=label, hint=f"readable are {READABLE}"
            )
    if _encoding_of(data)[0] == "utf-8" and b"\x00" in data:
        raise UnknownFormatError(
            f"the NUL byte at offset {data.index(0)} says that this is not text, "
            "or UTF-16 without its byte order mark",
            where=label,
            hint=f"readable are {READABLE}; save text as UTF-8",
        )


def _encoding_of(data: bytes) -> tuple[str, str]:
    for mark, encoding, name in _WIDE:
        if data.startswith(mark):
            return encoding, name
    return "utf-8", "UTF-8"
