"""What an e-mail holds: the words of its body, and the files attached to it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser
from html import unescape

from ethnocode.errors import ProtectedSourceError, SourceError, UnsafeSourceError
from ethnocode.ingest.mail.attaching import attachments_named
from ethnocode.ingest.mail.charset import decode_declared, raw_words
from ethnocode.ingest.mail.headers import header_words
from ethnocode.ingest.mail.signed import signed_part
from ethnocode.ingest.mail.transfer import (
    inner_parts,
    message_bytes,
    payload_of,
    unflowed,
    without_uuencoded,
)
from ethnocode.ingest.reader import Attachment, ReadOptions

_DEEPEST = 40
_LEAST_LACKING = 10
_SEALED_TYPES = ("application/pkcs7-mime", "application/x-pkcs7-mime")
_TNEF_TYPES = ("application/ms-tnef", "application/vnd.ms-tnef")
_ATTACHED_TEXTS = ("calendar", "csv", "rtf", "vcard", "x-vcard", "xml", "css", "rfc822-headers")
_PGP_MESSAGE = "-----BEGIN PGP MESSAGE-----"
_CUT_SHORT = ("CloseBoundaryNotFoundDefect", "StartBoundaryNotFoundDefect")
_UNSEEN = re.compile(
    r"<!--.*?-->|<(script|style|head|title)\b.*?</\1\s*>|<[^<>]*>", re.DOTALL | re.IGNORECASE
)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class BodyText:
    """One text of a body, as it would be shown: plain words, or a web page."""

    words: str
    html: bool


@dataclass(frozen=True, slots=True)
class Body:
    """What a message holds.

    Args:
        texts: The texts of the body, in order.
        attachments: The files, each under a name of its own.
        encoding: Encoding of the first text, or empty.
        warnings: What a person should look at.
    """

    texts: tuple[BodyText, ...]
    attachments: tuple[Attachment, ...]
    encoding: str
    warnings: tuple[str, ...]


def body_of(
    message: Message, *, label: str, options: ReadOptions, transcoded: bool = False
) -> Body:
    """Return the texts and files of a message.

    Of alternatives the plain one is taken, unless most words are only in the HTML.

    Args:
        message: As parsed.
        label: Names the file in messages.
        options: How to read.
        transcoded: Whether the file was in another encoding and is UTF-8 now, whatever
            its parts declare.

    Raises:
        ProtectedSourceError: It is encrypted.
        UndecodableSourceError: A text is in an encoding that cannot be known.
        UnsafeSourceError: It is nested too deeply.
    """
    opened = _Opened(label, options, transcoded)
    opened.open(message, depth=0)
    if opened.unread and not opened.texts:
        raise opened.unread[0]
    opened.warnings += [f"a part of it was not read: {error.message}" for error in opened.unread]
    return Body(
        tuple(opened.texts),
        attachments_named(opened.files),
        opened.encoding,
        tuple(dict.fromkeys(opened.warnings)),
    )


@dataclass(slots=True)
class _Opened:
    """What was found so far."""

    label: str
    options: ReadOptions
    transcoded: bool
    texts: list[BodyText] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    encoding: str = ""
    warnings: list[str] = field(default_factory=list)
    unread: list[SourceError] = field(default_factory=list)

    def open(self, part: Message, *, depth: int) -> None:
        """Take in a part and all that is in it."""
        kind = part.get_content_type()
        if depth > _DEEPEST:
            raise UnsafeSourceError(
                f"refused: parts nested more than {_DEEPEST} deep",
                where=self.label,
                hint="save the message again from the mail program",
            )
        if any(type(defect).__name__ in _CUT_SHORT for defect in part.defects):
            self.warnings.append("the message is cut short: its last part has no end")
        if kind in _SEALED_TYPES or kind == "multipart/encrypted":
            self._open_sealed(part, depth=depth)
        elif kind.startswith("message/") and part.is_multipart():
            self._attach_message(part, kind)
        elif kind == "multipart/alternative" and part.is_multipart():
            self._choose(part, depth=depth)
        elif part.is_multipart():
            for inner in inner_parts(part):
                self.open(inner, depth=depth + 1)
        else:
            self._leaf(part, kind, root=depth == 0)

    def _open_sealed(self, part: Message, *, depth: int) -> None:
        """Take in what is signed; what is encrypted is only attached."""
        signed = b"" if part.is_multipart() else signed_part(payload_of(part)[0])
        if signed:
            self.open(BytesParser().parsebytes(signed), depth=depth + 1)
            return
        self.unread.append(self._encrypted())
        for inner in inner_parts(part) or [part]:
            data, _ = payload_of(inner)
            self.files.append(Attachment(_file_name(inner), data, inner.get_content_type()))

    def _encrypted(self) -> ProtectedSourceError:
        return ProtectedSourceError(
            "encrypted: the words of this message cannot be read",
            where=self.label,
            hint="open it in the mail program, save it decrypted, and ingest that",
        )

    def _leaf(self, part: Message, kind: str, *, root: bool) -> None:
        named = _file_name(part)
        main, _, sub = kind.partition("/")
        # A part that should hold others but could not be cut shows what it has.
        shown = main in ("text", "multipart") and sub not in _ATTACHED_TEXTS
        attached = bool(named) or part.get_content_disposition() == "attachment"
        data, damage = payload_of(part)
        if damage:
            self.warnings.append(f"{named or 'the body'}: {damage}")
        if shown and (root or not attached):
            try:
                self._text(part, data, html=sub == "html")
            except SourceError as exc:
                self.unread.append(exc)
            else:
                return
        if kind in _TNEF_TYPES or named.casefold() == "winmail.dat":
            self.warnings.append(
                f"'{named or 'winmail.dat'}' is in a packing of Outlook's own that is not read"
            )
        if data.strip():
            self.files.append(Attachment(named, data, kind))

    def _text(self, part: Message, data: bytes, *, html: bool) -> None:
        raw = self.transcoded and not part.get("content-transfer-encoding")
        charset = "utf-8" if raw else _parameter(part, "charset")
        found = decode_declared(
            data, charset, label=self.label, encoding=None if raw else self.options.encoding
        )
        self.warnings += found.warnings
        self.encoding = self.encoding or found.encoding
        words = found.words.removeprefix("\ufeff").replace("\r\n", "\n")
        plain, begins, _ = words.partition(_PGP_MESSAGE)
        if begins and not plain.strip():
            raise self._encrypted()
        if begins:
            self.unread.append(self._encrypted())
        if not html:
            if _parameter(part, "format").lower() == "flowed":
                words = unflowed(words, joined=_parameter(part, "delsp").lower() == "yes")
            words, files = without_uuencoded(words)
            self.files += files
        if words.strip():
            self.texts.append(BodyText(words, html))

    def _choose(self, part: Message, *, depth: int) -> None:
        """Take one of several renderings of the same words, and the files of all."""
        plain: _Opened | None = None
        rich: _Opened | None = None
        for inner in inner_parts(part):
            opened = _Opened(self.label, self.options, self.transcoded)
            opened.open(inner, depth=depth + 1)
            self.files += opened.files
            self.unread += opened.unread
            if any(text.html for text in opened.texts):
                rich = opened
            elif opened.texts:
                plain = plain or opened
        taken = plain or rich
        if plain and rich and lacks_most(plain.texts, rich.texts):
            taken = rich
            self.warnings.append("the plain text lacks most words of the HTML: the HTML was read")
        if taken:
            self.texts += taken.texts
            self.warnings += taken.warnings
            self.encoding = self.encoding or taken.encoding

    def _attach_message(self, part: Message, kind: str) -> None:
        """Attach a message that is inside this one."""
        data = b"\n".join(map(message_bytes, inner_parts(part)))
        name = _file_name(part)
        if kind == "message/rfc822":
            inner = next(iter(inner_parts(part)), None)
            subject = header_words(_raw(inner, "subject")) if inner else ""
            name = name or f"{subject[:80].replace('/', '-') or 'message'}.eml"
        self.files.append(Attachment(name, data, kind))


def _raw(part: Message, name: str) -> str:
    return next((str(raw) for key, raw in part.raw_items() if key.lower() == name), "")


def _parameter(part: Message, name: str) -> str:
    """Return a parameter of the content type, where it is one word."""
    value = part.get_param(name, "")
    # A parameter with an encoding of its own comes as a triple.
    return (value[2] if isinstance(value, tuple) else str(value)).strip("\"' ")


def _file_name(part: Message) -> str:
    """Return the name of a file as its sender wrote it, in any of the ways to encode it."""
    named = Message()
    for header in ("content-type", "content-disposition"):
        raw = _raw(part, header)
        if raw:
            named[header] = " ".join(raw_words(raw).split())
    return header_words(named.get_filename("") or "")


def lacks_most(plain: list[BodyText], rich: list[BodyText]) -> bool:
    """Whether most words of web pages are not in plain texts that should say the same."""
    has = Counter(_WORD.findall(" ".join(text.words for text in plain).casefold()))
    pages = " ".join(text.words for text in rich)
    wanted = Counter(_WORD.findall(unescape(_UNSEEN.sub(" ", pages)).casefold()))
    missing = (wanted - has).total()
    return missing >= _LEAST_LACKING and missing * 2 > wanted.total()
