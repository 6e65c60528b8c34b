"""Saved e-mails: the plain body is the text, the headers say who and when."""

from __future__ import annotations

import codecs
import email
import re
from email import policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from html.parser import HTMLParser

from ethnocode.errors import SourceError, UndecodableSourceError
from ethnocode.ingest.reader import Reader, Reading, decode, refuse_foreign
from ethnocode.model import EMAIL
from ethnocode.text.normalise import normalise

_KEPT = ("to", "cc", "message-id", "in-reply-to")
_HEADERS = re.compile(rb"(?im)^(?:from|date|subject|message-id|mime-version|received):[ \t]")
_LEAST_HEADERS = 3
_FALLBACKS = ("utf-8", "cp1252")
_BLOCKS = frozenset(
    ["p", "div", "table", "ul", "ol", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr"]
)
_LINES = frozenset(["br", "tr", "li", "dt", "dd"])
_CELLS = frozenset({"td", "th"})
_UNSEEN = frozenset(["script", "style", "head", "title", "template"])


def read_email(data: bytes, *, label: str, day_first: bool) -> Reading:
    """Read a saved e-mail; quoted lines stay in the text.

    Raises:
        SourceError: The file has no mail headers.
        UndecodableSourceError: The body is in no encoding that can be known.
    """
    refuse_foreign(data, label=label)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = decode(data, label=label).encode("utf-8")
    message = email.message_from_bytes(
        data.removeprefix(codecs.BOM_UTF8).lstrip(b"\r\n"), policy=policy.default
    )
    if not _header(message, "from") and not _header(message, "date"):
        raise SourceError(
            "this file has no mail headers",
            where=label,
            hint="save the whole message as .eml, or name the file .txt",
        )
    texts, warnings = _texts(message, label=label)
    date, raw = _own_day(message), _header(message, "date")
    if date is None:
        what = f"the date header '{raw}' is not a date" if raw else "there is no date header"
        warnings.append(f"{what}: left undated")
    return Reading(
        normalise("\n\n".join(texts)),
        kind=EMAIL,
        title=_header(message, "subject"),
        date=date,
        dated=bool(raw),
        author=_sender(message),
        variables=tuple((name, value) for name in _KEPT if (value := _header(message, name))),
        warnings=tuple(warnings),
    )


def _header(message: EmailMessage, name: str) -> str:
    """Return a header as one canonical line; the library fails on some that are malformed."""
    try:
        value = str(message.get(name, ""))
    except (ValueError, LookupError, TypeError, AttributeError):
        value = next((str(raw) for key, raw in message.raw_items() if key.lower() == name), "")
    return " ".join(normalise(value).text.split())


def _sender(message: EmailMessage) -> str:
    name, address = parseaddr(_header(message, "from"))
    return name or address.partition("@")[0]


def _own_day(message: EmailMessage) -> str | None:
    """Return the day on the sender's own calendar."""
    try:
        return parsedate_to_datetime(_header(message, "date")).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _texts(message: EmailMessage, *, label: str) -> tuple[list[str], list[str]]:
    """Return the bodies that are read, and a warning for each part that is not."""
    body = message.get_body(preferencelist=("plain", "html"))
    texts: list[str] = []
    warnings: list[str] = []
    if isinstance(body, EmailMessage):
        texts.append(_words(body, label=label, warnings=warnings))
    for part in message.iter_attachments() if message.is_multipart() else ():
        named = part.get_filename()
        if part is body:
            continue
        if part.get_content_type() == "text/plain" and not (named or part.is_attachment()):
            texts.append(_words(part, label=label, warnings=warnings))
        else:
            what = f"'{named}' ({part.get_content_type()})" if named else part.get_content_type()
            warnings.append(f"the attachment {what} is not read")
    return texts, warnings


def _words(part: EmailMessage, *, label: str, warnings: list[str]) -> str:
    payload = part.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    declared = part.get_content_charset() or "utf-8"
    for encoding in (declared, *_FALLBACKS):
        try:
            words = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if encoding != declared:
            warnings.append(f"the body is not {declared}, as it says: read as {encoding}")
        return _without_markup(words) if part.get_content_subtype() == "html" else words
    raise UndecodableSourceError(
        f"the body is not {declared}, as it says, nor UTF-8 or Windows-1252",
        where=label,
        hint="save the message again from the mail program, or its words as .txt",
    )


class _Stripper(HTMLParser):
    """Collects the words of a page, a line for each line that a reader would see."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        self._break(tag)

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag in _BLOCKS:
            self._break(tag)
        elif tag in _CELLS:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(re.sub(r"\s+", " ", data))

    def _break(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.pieces.append("\n\n")
        elif tag in _LINES:
            self.pieces.append("\n")


def _without_markup(page: str) -> str:
    stripper = _Stripper()
    stripper.feed(page)
    stripper.close()
    lines = "".join(stripper.pieces).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip()


def _looks_like_mail(data: bytes) -> bool:
    head = data[:4000].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    return len({name.lower() for name in _HEADERS.findall(head)}) >= _LEAST_HEADERS


MAIL = Reader("e-mail", (".eml",), _looks_like_mail, read_email)
"""Messages as mail programs save them."""
