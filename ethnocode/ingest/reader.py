"""What readers take and hand back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from ethnocode.ingest.blocks import Layout
from ethnocode.model import Mark, Segment
from ethnocode.text.normalise import Normalised


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """What the caller says of how files are to be read.

    Args:
        day_first: Whether ``08/02/12`` is 8 February.
        encoding: Encoding of text files, or ``None`` to find it.
        password: Opens protected files, or ``None``.
    """

    day_first: bool = True
    encoding: str | None = None
    password: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a file: an attachment, or one message of a mailbox.

    Args:
        name: File name, without folders; unique within the file that holds it.
        data: The bytes.
        kind: Media type, as the file says it; may be empty.
    """

    name: str
    data: bytes
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file as read: its canonical text and all that it says about itself.

    Args:
        text: The canonical text, without front matter or mail headers.
        kind: Kind of the source.
        kind_from: How the kind is known: ``given``, ``declared`` or ``guessed``.
        format: Name of the format it was read as.
        title: As the file gives it, else made from its name.
        date: ISO 8601 or EDTF; ``None`` when unknown or when the file spans many days.
        author: Who wrote or sent it; whom an interview is with; empty when unsure.
        segments: Sorted by start, longest first, kind.
        segment_words: Words of each passage, by index into ``segments``.
        marks: Sorted.
        repairs: Pairs of a repair's name and how often it was made.
        variables: Pairs of name and value of whatever else the file declares.
        encoding: Encoding of its text, or empty where its format knows of none.
        warnings: What a person should look at, one sentence each.
        attachments: Files inside it, which are sources only if asked for.
    """

    text: str
    kind: str
    kind_from: str
    format: str
    title: str
    date: str | None
    author: str
    segments: tuple[Segment, ...]
    segment_words: tuple[tuple[int, int], ...]
    marks: tuple[Mark, ...]
    repairs: tuple[tuple[str, int], ...]
    variables: tuple[tuple[str, str], ...] = ()
    encoding: str = ""
    warnings: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What one format declares, before anything is guessed.

    Args:
        content: The canonical text and its repairs.
        layout: Structure of the text, where the format has any of its own.
        marks: What is known of parts of the text, sorted.
        kind: As declared, or empty.
        title: As declared, or empty.
        date: As declared, ISO 8601 or EDTF; ``None`` where none is declared.
        dated: Whether the file declares a date, certain or not.
        author: As declared, or empty.
        variables: Pairs of name and value.
        encoding: Encoding of its text, or empty where its format knows of none.
        warnings: What a person should look at.
        attachments: Files inside it.
    """

    content: Normalised
    layout: Layout | None = None
    marks: tuple[Mark, ...] = ()
    kind: str = ""
    title: str = ""
    date: str | None = None
    dated: bool = False
    author: str = ""
    variables: tuple[tuple[str, str], ...] = ()
    encoding: str = ""
    warnings: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()


class Read(Protocol):
    """How a reader reads."""

    def __call__(self, data: bytes, *, label: str, options: ReadOptions) -> Reading:
        """Return what the bytes of a file declare; ``label`` names it in messages."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A format that can be read.

    Args:
        name: For messages.
        suffixes: Endings of file names, lower case, with their dot.
        sniff: Whether bytes are beyond doubt of this format, whatever the name of
            the file; asked before any suffix is believed.
        read: Reads the bytes of one document.
        unpack: Returns the files that a container holds, such as the messages of a
            mailbox; a container has no words of its own and is never read itself.
    """

    name: str
    suffixes: tuple[str, ...]
    sniff: Callable[[bytes], bool]
    read: Read
    unpack: Unpack | None = None


def never_sure(data: bytes) -> bool:
    """Sniff in vain: what a format has whose files only their names tell from other text."""
    return False


class Unpack(Protocol):
    """How a container is opened."""

    def __call__(self, data: bytes, *, label: str, options: ReadOptions) -> tuple[Attachment, ...]:
        """Return the files in a container, in order; ``label`` names it in messages."""
