"""Mailboxes: many messages in one file, as mail programs export folders.

The parser of the standard library cuts at every line that begins with ``From ``; bodies of
real mail have such lines.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from email.parser import BytesHeaderParser

from ethnocode.errors import DamagedSourceError, SourceError
from ethnocode.ingest.mail.attaching import attachments_named
from ethnocode.ingest.mail.eml import headers_of
from ethnocode.ingest.mail.headers import envelope_of
from ethnocode.ingest.reader import Attachment, Reader, Reading, ReadOptions

# "From ros@x.org Wed May  2 10:15:00 2012", with a header or another such line below.
_SEPARATOR = re.compile(
    rb"^From (?P<rest>[^\r\n]{0,500})\r?\n(?=[!-9;-~]{1,80}:|>?From )", re.MULTILINE
)
_KNOWN_HEADER = re.compile(
    rb"^(from|to|subject|date|message-id|received|return-path|delivered-to|mime-version"
    rb"|content-type|x-mozilla-status|x-gmail-labels|x-gm-thrid|status|x-uid):",
    re.IGNORECASE | re.MULTILINE,
)
_LEAST_HEADERS = 3
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,12})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
# What stands where a message ends by its own count.
_NEXT = re.compile(rb"[\r\n]*(?:From |\Z)")
_DATE = re.compile(
    rb"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b.{0,20}\b\d{1,2}:\d\d\b"
    rb"|\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d",
    re.IGNORECASE,
)
_MESSAGE_INSIDE = re.compile(rb"^content-type:\s*message/rfc822", re.IGNORECASE | re.MULTILINE)
# A line "From ..." of a body, which the mailbox wrote as ">From ...".
_QUOTED_FROM = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_LOOK_BACK_BYTES = 2000
_LONGEST_HEAD_BYTES = 20_000
_LEAST_MESSAGES = 2
_LONGEST_SUBJECT_CHARS = 60
_NO_SLUG = re.compile(r"[^\w]+")


def unpack_mailbox(data: bytes, *, label: str, options: ReadOptions) -> tuple[Attachment, ...]:
    """Return the messages of a mailbox, each named by its date and subject.

    Raises:
        DamagedSourceError: There are no messages in it.
    """
    messages = [
        Attachment(_name(message, day_first=options.day_first), message, "message/rfc822")
        for message in _messages(data)
    ]
    if not messages:
        raise DamagedSourceError(
            "damaged: there are no messages in this mailbox",
            where=label,
            hint="export the folder again from the mail program",
        )
    return attachments_named(messages)


def read_mailbox(data: bytes, *, label: str, options: ReadOptions) -> Reading:
    """Refuse: a mailbox has no words but those of its messages.

    Raises:
        SourceError: Always.
    """
    raise SourceError(
        "this is a container: a mailbox of many messages",
        where=label,
        hint="ingest it as it is, and each message becomes a source",
    )


def _messages(data: bytes) -> Iterator[bytes]:
    """Yield the messages, without the lines between them and what those made necessary."""
    data = data.removeprefix(codecs.BOM_UTF8)
    starts = list(_separators(data))
    ends = [start for start, _ in starts[1:]] + [len(data)]
    for (_, begin), end in zip(starts, ends, strict=False):
        message = data[begin:end]
        for line_end in (b"\r\n", b"\n"):
            message = message.removesuffix(line_end) if message.endswith(line_end * 2) else message
        if message.strip():
            yield _QUOTED_FROM.sub(b"", message)


def _separators(data: bytes) -> Iterator[tuple[int, int]]:
    """Yield where each line between messages begins, and where its message does."""
    inside = 0
    for match in _SEPARATOR.finditer(data):
        if match.start() >= inside and _separates(data, match):
            yield match.start(), match.end()
            inside = _said_end(data, match.end())


def _separates(data: bytes, match: re.Match[bytes]) -> bool:
    """Whether a line that begins with ``From `` stands between messages.

    One with a date after a blank line does; where either is lacking, as some programs
    write it, only before headers that are beyond doubt.
    """
    before = data[max(0, match.start() - _LOOK_BACK_BYTES) : match.start()]
    if _MESSAGE_INSIDE.search(_BLANK_LINE.split(before.rstrip(b"\r\n"))[-1]):
        return False
    blank = not before or before.endswith((b"\n\n", b"\n\r\n")) or not before.strip()
    dated = bool(_DATE.search(match["rest"]))
    if blank and dated:
        return True
    return (dated or not match["rest"].strip()) and len(_known(data, match.end())) >= _LEAST_HEADERS


def _head(data: bytes, start: int) -> bytes:
    return _BLANK_LINE.split(data[start : start + _LONGEST_HEAD_BYTES], maxsplit=1)[0]


def _known(data: bytes, start: int) -> set[bytes]:
    return {name.lower() for name in _KNOWN_HEADER.findall(_head(data, start))}


def _said_end(data: bytes, start: int) -> int:
    """Return where a message says that it ends, if the next one begins there; else its start."""
    head = _head(data, start)
    length = _LENGTH.search(head)
    blank = _BLANK_LINE.match(data, start + len(head))
    if length is None or blank is None:
        return start
    end = blank.end() + int(length[1])
    return end if _NEXT.match(data, end) else start


def _name(message: bytes, *, day_first: bool) -> str:
    head = _BLANK_LINE.split(message, maxsplit=1)[0]
    envelope = envelope_of(headers_of(BytesHeaderParser().parsebytes(head)), day_first=day_first)
    slug = _NO_SLUG.sub("-", envelope.title.casefold())[:_LONGEST_SUBJECT_CHARS].strip("-")
    return f"{envelope.date or 'undated'} {slug or 'no-subject'}.eml"


def _is_mailbox(data: bytes) -> bool:
    """Whether bytes begin as a mailbox does, and hold more than one message.

    One message under such a line is an e-mail that some program saved so.
    """
    if not data[:100].removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n").startswith(b"From "):
        return False
    found = _separators(data.removeprefix(codecs.BOM_UTF8))
    return all(next(found, None) is not None for _ in range(_LEAST_MESSAGES))


MBOX = Reader("mailbox", (".mbox", ".mbx"), _is_mailbox, read_mailbox, unpack_mailbox)
"""Mailboxes as mail programs export them."""
