"""Messages as Outlook saves them (.msg): the same fields as any e-mail, in another box.

``python-oxmsg`` opens the box. The properties are read here, because it gives up on a whole
message where one is in a code page that does not fit, and knows of no messages inside messages.
"""

from __future__ import annotations

from email.parser import HeaderParser
from typing import TYPE_CHECKING

from ethnocode.errors import EmptySourceError, ProtectedSourceError
from ethnocode.ingest.mail.attaching import attachments_named
from ethnocode.ingest.mail.body import Body, BodyText, body_of, lacks_most
from ethnocode.ingest.mail.eml import headers_of, parsed_message, reading_of
from ethnocode.ingest.mail.file import written_email
from ethnocode.ingest.mail.headers import envelope_of
from ethnocode.ingest.mail.msg_properties import Properties, opened_storage
from ethnocode.ingest.mail.msg_rtf import decompressed
from ethnocode.ingest.mail.signed import signed_part
from ethnocode.ingest.reader import Attachment, Reader, Reading, ReadOptions
from ethnocode.ingest.signatures import OLE, OUTLOOK_STREAM

if TYPE_CHECKING:
    from oxmsg.storage import Storage

_TOP_HEADER_BYTES = 32
_INNER_HEADER_BYTES = 24
_PART_HEADER_BYTES = 8
_DEEPEST = 20
"""Messages inside each other."""

_LONGEST_NAME_CHARS = 80

# Ids of properties (MS-OXPROPS).
_CLASS, _SUBJECT, _SUBMITTED, _DELIVERED = 0x001A, 0x0037, 0x0039, 0x0E06
_HEADERS, _MESSAGE_ID, _IN_REPLY_TO, _REFERENCES = 0x007D, 0x1035, 0x1042, 0x1039
_SENDERS = ((0x0C1A, 0x5D01), (0x0C1A, 0x0C1F), (0x0042, 0x5D02), (0x0042, 0x0065))
_BODY, _HTML, _RTF = 0x1000, 0x1013, 0x1009
_RECIPIENT_TYPE, _NAME, _ADDRESS, _SMTP_ADDRESS = 0x0C15, 0x3001, 0x3003, 0x39FE
_RECIPIENT_FIELDS = ((1, "to"), (2, "cc"), (3, "bcc"))
_FILE, _LONG_NAME, _SHORT_NAME, _KIND = 0x3701, 0x3707, 0x3704, 0x370E
_INNER_MESSAGE = "__substg1.0_3701000D"


def read_msg(data: bytes, *, label: str, options: ReadOptions) -> Reading:
    """Read a message that Outlook saved.

    Raises:
        EmptySourceError: There is nothing in it.
        DamagedSourceError: The file is cut short or broken.
        ProtectedSourceError: The message is encrypted.
        UndecodableSourceError: It is in an encoding that cannot be known.
    """
    if not data.strip():
        raise EmptySourceError("empty (0 bytes)", where=label, hint="leave it out")
    storage = opened_storage(data, label=label)
    properties = Properties(storage, _TOP_HEADER_BYTES, label, options.encoding)
    kind = properties.words(_CLASS).upper()
    headers = _headers(storage, properties)
    body = _body(storage, properties, label=label, options=options, depth=0)
    if kind.endswith(("SMIME", "SMIME.MULTIPARTSIGNED")):
        # The whole message is in the one attachment, as it was sent.
        whole = body.attachments[0].data if body.attachments else b""
        sent = whole if kind.endswith("SIGNED") else signed_part(whole)
        if not sent and kind.endswith("SMIME"):
            raise ProtectedSourceError(
                "encrypted: the words of this message cannot be read",
                where=label,
                hint="open it in Outlook, save it decrypted, and ingest that",
            )
        if sent:
            body = body_of(parsed_message(sent, label=label), label=label, options=options)
    return reading_of(envelope_of(headers, day_first=options.day_first), body)


def _headers(storage: Storage, properties: Properties) -> dict[str, str]:
    """Return the headers that the message came with, and what Outlook says where they do not."""
    raw = properties.words(_HEADERS)
    headers = headers_of(HeaderParser().parsestr(raw.replace("\r\n", "\n").lstrip("\n")))
    when = properties.time(_SUBMITTED) or properties.time(_DELIVERED)
    known = {
        "subject": properties.words(_SUBJECT),
        "from": next(filter(None, (_mailbox(properties, *ids) for ids in _SENDERS)), ""),
        "date": when.isoformat() if when else "",
        "message-id": properties.words(_MESSAGE_ID),
        "in-reply-to": properties.words(_IN_REPLY_TO),
        "references": properties.words(_REFERENCES),
    } | _recipients(storage, properties)
    return headers | {name: said for name, said in known.items() if said and not headers.get(name)}


def _recipients(storage: Storage, properties: Properties) -> dict[str, str]:
    said: dict[str, list[str]] = {}
    for inner in storage.iter_recipient_storages():
        recipient = properties.of(inner, _PART_HEADER_BYTES)
        field = dict(_RECIPIENT_FIELDS).get(recipient.number(_RECIPIENT_TYPE))
        mailbox = _mailbox(recipient, _NAME, _SMTP_ADDRESS) or _mailbox(recipient, _NAME, _ADDRESS)
        mailbox = mailbox or recipient.words(_NAME)
        if field and mailbox:
            said.setdefault(field, []).append(mailbox)
    return {field: ", ".join(mailboxes) for field, mailboxes in said.items()}


def _mailbox(properties: Properties, name_id: int, address_id: int) -> str:
    """Return a name and an address as a mail header has them; nothing without an address."""
    name, address = properties.words(name_id).strip(), properties.words(address_id).strip()
    if not address or name.casefold() == address.casefold():
        return address
    if "@" not in address:  # a path in the directory of an office, which is nobody's address
        return name or address
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}" <{address}>' if name else address


def _body(
    storage: Storage, properties: Properties, *, label: str, options: ReadOptions, depth: int
) -> Body:
    plain = properties.words(_BODY, warn=True).replace("\r\n", "\n")
    page = properties.words(_HTML, warn=True)
    warnings = list(properties.warnings)
    texts = [BodyText(plain, html=False)] if plain.strip() else []
    rich = [BodyText(page, html=True)] if page.strip() else []
    if rich and (not texts or lacks_most(texts, rich)):
        if texts:
            warnings.append("the plain text lacks most words of the HTML: the HTML was read")
        texts = rich
    packed = properties.data(_RTF)
    if not texts and packed:
        words = decompressed(packed, label=label, options=options)
        texts = [BodyText(words, html=False)] if words.strip() else []
    files = [
        _attachment(inner, properties, label=label, options=options, depth=depth)
        for inner in storage.iter_attachment_storages()
    ]
    return Body(tuple(texts), attachments_named(files), "", tuple(warnings))


def _attachment(
    storage: Storage, properties: Properties, *, label: str, options: ReadOptions, depth: int
) -> Attachment:
    """Return an attached file; a message inside the message as an ordinary e-mail."""
    part = properties.of(storage, _PART_HEADER_BYTES)
    name = part.words(_LONG_NAME) or part.words(_SHORT_NAME) or part.words(_NAME)
    inner = next((one for one in storage.storages if one.name == _INNER_MESSAGE), None)
    if inner is None or depth >= _DEEPEST:
        return Attachment(name, part.data(_FILE), part.words(_KIND))
    said = properties.of(inner, _INNER_HEADER_BYTES)
    body = _body(inner, said, label=label, options=options, depth=depth + 1)
    data = written_email(_headers(inner, said), body)
    subject = said.words(_SUBJECT)[:_LONGEST_NAME_CHARS].replace("/", "-")
    return Attachment(f"{subject or 'message'}.eml", data, "message/rfc822")


def _is_msg(data: bytes) -> bool:
    """Whether bytes are a file of streams, one of which only messages of Outlook have."""
    return data.startswith(OLE) and OUTLOOK_STREAM in data


MSG = Reader("Outlook message", (".msg",), _is_msg, read_msg)
"""Messages saved from Outlook."""
