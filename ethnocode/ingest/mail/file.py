"""Writing a message as an e-mail file, where another format holds it inside a message."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from email.message import Message

from ethnocode.ingest.mail.body import Body, BodyText
from ethnocode.ingest.mail.headers import envelope_of
from ethnocode.ingest.reader import Attachment

_BOUNDARY = "=_ethnocode_part_of_the_message_inside"
_WRITTEN = (
    ("From", "from"),
    ("To", "to"),
    ("Cc", "cc"),
    ("Bcc", "bcc"),
    ("Date", "sent"),
    ("Message-ID", "message-id"),
    ("In-Reply-To", "in-reply-to"),
    ("References", "references"),
)


def written_email(headers: Mapping[str, str], body: Body) -> bytes:
    """Return a message as a file: the same bytes for the same message, always."""
    envelope = envelope_of(headers)
    said = dict(envelope.variables)
    lines = [f"{name}: {said[key]}" for name, key in _WRITTEN if key in said]
    lines.append(f"Subject: {envelope.title}")
    whole = Message()
    whole["Content-Type"] = f'multipart/mixed; boundary="{_BOUNDARY}"'
    for text in body.texts:
        whole.attach(_text_part(text))
    for file in body.attachments:
        whole.attach(_file_part(file))
    return "\n".join(lines).encode("utf-8", "replace") + b"\n" + whole.as_bytes()


def _text_part(text: BodyText) -> Message:
    kind = "html" if text.html else "plain"
    return _part(f'text/{kind}; charset="utf-8"', text.words.encode("utf-8", "replace"))


def _file_part(file: Attachment) -> Message:
    part = _part("application/octet-stream", file.data)
    part.add_header("Content-Disposition", "attachment", filename=("utf-8", "", file.name))
    return part


def _part(kind: str, data: bytes) -> Message:
    part = Message()
    part["Content-Type"] = kind
    part["Content-Transfer-Encoding"] = "base64"
    part.set_payload(base64.encodebytes(data).decode("ascii"))
    return part
