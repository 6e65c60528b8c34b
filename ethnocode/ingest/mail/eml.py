"""Saved e-mails: the body is the text, the headers say who and when.

Quoted words, who is said to have written them, and signatures are marked, never left out.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser

from ethnocode.errors import SourceError, UnsafeSourceError
from ethnocode.ingest.blocks import Block, lay_out
from ethnocode.ingest.decode import decode
from ethnocode.ingest.html.reader import html_blocks
from ethnocode.ingest.mail.body import Body, body_of
from ethnocode.ingest.mail.headers import Envelope, envelope_of
from ethnocode.ingest.reader import Reader, Reading, ReadOptions
from ethnocode.model import EMAIL, MarkKind, Span, mark_order
from ethnocode.text.normalise import normalise
from ethnocode.text.quoted import quoted_marks

_MANY = ("to", "cc", "bcc")
_TELLING = ("from", "date", "sent", "sender", "message-id")
_KNOWN = (
    *_TELLING,
    *_MANY,
    *("subject", "reply-to", "mime-version", "received", "return-path", "delivered-to"),
)
_LEAST_HEADERS = 3
_HEAD_BYTES = 100_000
_ENVELOPE_LINE = re.compile(r"\A(?:From |>From )[^\n]*\n")
_HEADER = re.compile(r"(?P<name>[!-9;-~]{1,80}):(?:[ \t]|$)")
# The first line of an ``.emlx``: how many bytes the message has.
_COUNT = re.compile(rb"(\d{1,12})[ \t]*\r?\n")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")


def read_email(data: bytes, *, label: str, options: ReadOptions) -> Reading:
    """Read a saved e-mail.

    Raises:
        SourceError: The file has no mail headers.
        UndecodableSourceError: The body is in no encoding that can be known.
        ProtectedSourceError: It is encrypted.
        UnsafeSourceError: It is nested too deeply.
    """
    wide = _is_wide(data)
    if wide:
        data = decode(data, label=label, encoding=options.encoding).words.encode("utf-8")
    data = _without_count(data.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n"))
    message = parsed_message(data, label=label)
    headers = headers_of(message)
    if not any(headers.get(name) for name in _TELLING):
        raise SourceError(
            "this file has no mail headers",
            where=label,
            hint="save the whole message as .eml, or name the file .txt",
        )
    try:
        body = body_of(message, label=label, options=options, transcoded=wide)
    except RecursionError:
        raise _too_deep(label) from None
    envelope = envelope_of(headers, day_first=options.day_first)
    # A page that a browser saved is a document, though it is written as a mail.
    kind = "" if "snapshot-content-location" in headers else EMAIL
    return reading_of(envelope, body, kind=kind)


def reading_of(envelope: Envelope, body: Body, *, kind: str = EMAIL) -> Reading:
    """Return what a message declares.

    A message without words says what its subject says: "Meeting is off (no text)".
    """
    laid = lay_out(_blocks(body)) if any(text.html for text in body.texts) else None
    content = laid.content if laid else normalise(_joined(body))
    warnings = [*envelope.warnings, *body.warnings]
    if not content.text.strip() and envelope.title:
        warnings.append("there are no words in the body: its subject is the text")
        content = normalise(envelope.title)
    marks = laid.marks if laid else ()
    quoted = [mark for mark in marks if mark.kind is MarkKind.QUOTED and mark.start < mark.end]
    known = [Span(mark.start, mark.end) for mark in quoted]
    others = [mark for mark in marks if mark.kind is not MarkKind.QUOTED]
    return Reading(
        content,
        layout=laid.layout if laid and laid.content is content else None,
        marks=tuple(sorted([*others, *quoted_marks(content.text, known=known)], key=mark_order)),
        kind=kind,
        title=envelope.title,
        date=envelope.date,
        # What no header dates is undated: days in the body are those of other messages.
        dated=True,
        author=envelope.author,
        variables=envelope.variables,
        encoding=body.encoding,
        warnings=tuple(warnings),
        attachments=body.attachments,
    )


def _blocks(body: Body) -> Iterator[Block]:
    for text in body.texts:
        if text.html:
            yield from html_blocks(text.words)
        else:
            yield from map(Block, _BLANK_LINE.split(text.words))


def _joined(body: Body) -> str:
    *first, last = [text.words for text in body.texts] or [""]
    return "\n\n".join([*(words.rstrip("\n") for words in first), last])


def headers_of(message: Message) -> dict[str, str]:
    """Return headers by their lower-case names, as in the file; the first of a name counts."""
    headers: dict[str, str] = {}
    for name, raw in message.raw_items():
        key = name.lower()
        if key in _MANY and headers.get(key):
            headers[key] += f", {raw}"
        elif not headers.get(key, "").strip():
            headers[key] = str(raw)
    return headers


def _without_count(data: bytes) -> bytes:
    """Return a message without the count of its bytes, which Apple's ``.emlx`` begin with."""
    match = _COUNT.match(data)
    return data[match.end() :][: int(match[1])] if match else data


def parsed_message(data: bytes, *, label: str) -> Message:
    """Return a message as its parts.

    Raises:
        UnsafeSourceError: It is nested too deeply.
    """
    try:
        return BytesParser().parsebytes(data)
    except RecursionError:
        raise _too_deep(label) from None


def _too_deep(label: str) -> UnsafeSourceError:
    return UnsafeSourceError(
        "refused: messages are nested too deeply in it",
        where=label,
        hint="save the message again from the mail program",
    )


def _is_wide(data: bytes) -> bool:
    """Whether a file is UTF-16, with or without its mark."""
    return data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:8]


def _is_email(data: bytes) -> bool:
    """Whether bytes begin with at least three known headers, one of them a sender's."""
    head = data[:_HEAD_BYTES]
    if _is_wide(head):
        wide = "utf-16-be" if head[:1] in (b"\0", b"\xfe") else "utf-16-le"
        words = head.decode(wide, "replace").removeprefix("\ufeff")
    else:
        words = head.removeprefix(codecs.BOM_UTF8).decode("latin-1")
    words = _ENVELOPE_LINE.sub("", words.replace("\r\n", "\n").lstrip("\n"))
    names: set[str] = set()
    for line in _BLANK_LINE.split(words, maxsplit=1)[0].split("\n"):
        match = _HEADER.match(line)
        if match:
            names.add(match["name"].lower())
        elif not names or line[:1] not in (" ", "\t"):
            return False
    known = names.intersection(_KNOWN)
    return len(known) >= _LEAST_HEADERS and bool(known & {"from", "sender"})


MAIL = Reader("e-mail", (".eml", ".emlx"), _is_email, read_email)
"""Messages as mail programs save them."""
