"""How the bytes of a part travelled: base64, quoted-printable, uuencode, flowed lines."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from copy import copy
from email.message import Message

from ethnocode.ingest.reader import Attachment

_UUENCODED = re.compile(
    r"^begin [0-7]{3,4} (?P<name>[^\n]{1,200})\n"
    r"(?P<lines>(?:[!-`][ -`]{0,90}\n)+?)[ `]?\n?end[ \t]*$",
    re.MULTILINE,
)
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")
_STRAY = re.compile(rb"[^A-Za-z0-9+/=\s]")
_QUOTE_MARKS = re.compile(r">*")


def payload_of(part: Message) -> tuple[bytes, str]:
    """Return the bytes of a part that holds no others, and what is damaged, if anything is."""
    how = str(part.get("content-transfer-encoding", "")).strip().lower()
    payload = _raw_payload(part)
    if how == "base64":
        return _unbase64(payload)
    if how == "quoted-printable":
        return quopri.decodestring(payload), ""
    if how in ("x-uuencode", "uuencode", "uue", "x-uue"):
        words, files = without_uuencoded(payload.decode("latin-1").replace("\r\n", "\n"))
        return (
            (files[0].data, "") if files else (words.encode("latin-1"), "its uuencode is damaged")
        )
    return payload, ""


def inner_parts(part: Message) -> list[Message]:
    """Return the parts that a part holds."""
    payload = part.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def message_bytes(message: Message) -> bytes:
    """Return a message inside another as a file of its own, with its headers as they are.

    The library's own writer gives up on headers that are not well formed.
    """
    head = b"".join(
        f"{name}: {raw}\n".encode("utf-8", "surrogateescape") for name, raw in message.raw_items()
    )
    return head.replace(b"\r\n", b"\n") + b"\n" + _content_bytes(message)


def _content_bytes(message: Message) -> bytes:
    parts = [message_bytes(part) for part in inner_parts(message)]
    if not parts:
        return _raw_payload(message)
    boundary = message.get_boundary()
    if boundary is None or message.get_content_maintype() == "message":
        return b"\n".join(parts)
    line = f"--{boundary}".encode("utf-8", "surrogateescape")
    return b"".join(line + b"\n" + part + b"\n" for part in parts) + line + b"--\n"


def _raw_payload(part: Message) -> bytes:
    """Return the payload as it stands in the file."""
    # Without its encoding, the parser hands out the bytes that it parsed.
    bare = copy(part)
    del bare["content-transfer-encoding"]
    payload = bare.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _unbase64(payload: bytes) -> tuple[bytes, str]:
    """Decode each run up to its padding: some programs add a second one, or plain words."""
    pieces: list[bytes] = []
    damaged = bool(_STRAY.search(payload))
    for run in re.split(rb"=[=\s]*", payload):
        kept = _NOT_BASE64.sub(b"", run)
        if len(kept) % 4 == 1:
            damaged, kept = True, kept[:-1]
        try:
            pieces.append(base64.b64decode(kept + b"=" * (-len(kept) % 4)))
        except binascii.Error:
            damaged = True
    return b"".join(pieces), "its base64 is damaged: words may be missing or wrong" * damaged


def unflowed(words: str, *, joined: bool) -> str:
    """Join lines that were only wrapped for the way (RFC 3676).

    Args:
        words: As sent.
        joined: Whether the space at the end of a wrapped line is no part of the words.
    """
    lines: list[str] = []
    open_depth = -1
    for raw in words.split("\n"):
        match = _QUOTE_MARKS.match(raw)
        depth = match.end() if match else 0
        line = raw[depth:].removeprefix(" ")
        soft = line.endswith(" ") and line != "-- "
        if depth == open_depth and line != "-- ":
            lines[-1] += line
        else:
            lines.append(f"{'>' * depth} {line}" if depth else line)
        if soft and joined:
            lines[-1] = lines[-1][:-1]
        open_depth = depth if soft else -1
    return "\n".join(lines)


def without_uuencoded(words: str) -> tuple[str, list[Attachment]]:
    """Return words without the files that were pasted into them, and the files."""
    files: list[Attachment] = []
    pieces: list[str] = []
    position = 0
    for match in _UUENCODED.finditer(words) if "\nend" in words else ():
        try:
            data = b"".join(map(_uudecoded, match["lines"].splitlines()))
        except binascii.Error:
            continue
        files.append(Attachment(match["name"].strip(), data, "application/octet-stream"))
        pieces.append(words[position : match.start()])
        position = match.end()
    return "".join([*pieces, words[position:]]), files


def _uudecoded(line: str) -> bytes:
    """Decode a line; some programs pad it beyond what its length says."""
    try:
        return binascii.a2b_uu(line.encode("ascii"))
    except binascii.Error:
        length = (((ord(line[0]) - 32) & 63) * 4 + 5) // 3
        return binascii.a2b_uu(line[:length].encode("ascii"))
