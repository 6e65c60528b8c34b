"""Mailboxes: many messages in one file, as mail programs export folders.

The parser of the standard library cuts at every line that begins with ``From ``; bodies of
real mail have such lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.parser import BytesHeaderParser

from ethnocode.errors import DamagedSourceError, SourceError
from ethnocode.ingest.mail.attaching import attachments_named
from ethnocode.ingest.mail.eml import headers_of
from ethnocode.ingest.mail.headers import envelope_of
from ethnocode.ingest.reader import Attachment, Reader, Reading, ReadOptions

_SEPARATOR = re.compile(
    rb"From (?:(?<=\AFrom )|(?<=\n\nFrom )|(?<=\n\r\nFrom ))(?P<rest>[^\r\n]{1,500})\r?\n"
    rb"(?=[!-9;-~]{1,80}:|>?From )"
)
_DATE = re.compile(
    rb"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b.{0,20}\b\d{1,2}:\d\d\b"
    rb"|\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d",
    re.IGNORECASE,
)
_MESSAGE_INSIDE = re.compile(rb"^content-type:\s*message/rfc822", re.IGNORECASE | re.MULTILINE)
_QUOTED_FROM = re.compile(rb"^>(?=>*From )", re.MULTILINE)
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_LOOK_BACK_BYTES = 2000
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
    for match in _SEPARATOR.finditer(data):
        before = data[max(0, match.start() - _LOOK_BACK_BYTES) : match.start()].rstrip(b"\r\n")
        header = _BLANK_LINE.split(before)[-1]
        if _DATE.search(match["rest"]) and not _MESSAGE_INSIDE.search(header):
            yield match.start(), match.end()


def _name(message: bytes, *, day_first: bool) -> str:
    head = _BLANK_LINE.split(message, maxsplit=1)[0]
    envelope = envelope_of(headers_of(BytesHeaderParser().parsebytes(head)), day_first=day_first)
    slug = _NO_SLUG.sub("-", envelope.title.casefold())[:_LONGEST_SUBJECT_CHARS].strip("-")
    return f"{envelope.date or 'undated'} {slug or 'no-subject'}.eml"


def _is_mailbox(data: bytes) -> bool:
    """Whether bytes begin as a mailbox does, and hold more than one message.

    One message under such a line is an e-mail that some program saved so.
    """
    if not data.startswith(b"From "):
        return False
    found = _separators(data)
    return all(next(found, None) is not None for _ in range(_LEAST_MESSAGES))


MBOX = Reader("mailbox", (".mbox", ".mbx"), _is_mailbox, read_mailbox, unpack_mailbox)
"""Mailboxes as mail programs export them."""
