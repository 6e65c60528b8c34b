"""The headers of an e-mail: who wrote to whom, when, about what, in which thread."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import getaddresses, parsedate_to_datetime

from ethnocode.ingest.mail.charset import in_charset, raw_words
from ethnocode.text.dates import find_date
from ethnocode.text.normalise import normalise

_ADDRESSES = ("from", "to", "cc", "bcc", "reply-to")
_IDS = ("message-id", "in-reply-to", "references")
_LONGEST_CHARS = 100_000
_FIRST_YEAR = 1971
"""The year of the first e-mail: an earlier date is a clock that was never set."""

# An encoded word: "=?utf-8?q?caf=C3=A9?=" (RFC 2047).
_ENCODED = re.compile(
    r"=\?(?P<charset>[^?\s*]{1,60})(?:\*[^?\s]{0,20})?\?(?P<how>[bq])\?(?P<words>.{0,3000}?)\?=",
    re.IGNORECASE | re.DOTALL,
)
_FOLD = re.compile(r"\r?\n[ \t]*")
_SPECIAL = re.compile(r"[()<>@,:;.\"\[\]\\]")
_NO_NAME = "\"' "

# "Wed, 2 May 2012 10:15:00 +0100" (RFC 5322), or as C prints it.
_MAIL_DATE = re.compile(
    r"(?:[a-z]{3,9}\.?,?[ ]+)?(?:\d{1,2}[ -]+[a-z]{3,9}\.?[ -]+\d{2,4},?[ ]+\d{1,2}:\d\d(?::\d\d)?"
    r"|[a-z]{3}[ ]+\d{1,2}[ ]+\d{1,2}:\d\d(?::\d\d)?[ ]+(?:[a-z]{3,4}[ ]+)?\d{4})"
    r"(?:\.\d+)?[ ]*(?:[+-]\d{4}|\(?[a-z]{1,5}\)?)?(?:[ ]*\([^)]*\))?",
    re.IGNORECASE,
)
_HALF_OF_DAY = re.compile(r"\d[ ]*\(?[ap]\.?m\b", re.IGNORECASE)
_COMMENT = re.compile(r"[ ]*\([^()]*\)(?=[ ,])")
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[ ]?[+-]\d\d:?\d\d)?")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# A clock that was never set.
_YEAR_NOUGHT = re.compile(r"(?<![+\-\d:])0{3,4}(?![\d:])")

# "Re", "Fwd" and the like in the languages of mail programs.
_ANSWER = (
    r"re|fw|fwd|aw|antw|wg|sv|vs|vb|tr|rv|rif|r|i|res|enc|odp|pd|ynt|ilt|doorst|rép|回复|答复|转发"
)
_PREFIX = re.compile(
    rf"(?:\[[^\]]{{1,40}}\][ ]*)?(?:{_ANSWER})[ ]?(?:[\[(^]\d+[\])]?)?[ ]?[:：][ ]*",
    re.IGNORECASE,
)
# "[residents-list] ", which a mailing list puts before subjects.
_LIST_TAG = re.compile(r"\[[^\]]{1,40}\][ ]*(?=\S)")
_ID = re.compile(r"<[^<>\s]+>")


@dataclass(frozen=True, slots=True)
class Envelope:
    """What the headers of a message say.

    Args:
        title: The subject.
        date: The day on the sender's own calendar; ``None`` where it is not certain.
        author: Name of the sender, else what stands before the ``@``.
        variables: Pairs of name and value.
        warnings: Why the date is not known.
    """

    title: str
    date: str | None
    author: str
    variables: tuple[tuple[str, str], ...]
    warnings: tuple[str, ...]


def envelope_of(headers: Mapping[str, str], *, day_first: bool = True) -> Envelope:
    """Return what headers say; their names are lower case, their values as in the file."""
    said = {name: addresses(headers.get(name, "")) for name in _ADDRESSES}
    if not said["from"]:
        said["from"] = addresses(headers.get("sender", ""))
    subject = header_words(headers.get("subject", ""))
    raw = header_words(headers.get("date", "") or headers.get("sent", ""))
    sent, why = sent_at(raw, day_first=day_first)
    said["sent"] = sent
    said |= {name: " ".join(header_words(headers.get(name, "")).split()) for name in _IDS}
    said["thread"] = _thread(subject, said)
    names = (*_ADDRESSES, "sent", *_IDS, "thread")
    return Envelope(
        subject,
        sent[: len("2012-05-02")] or None,
        _sender(said["from"]),
        tuple((name, said[name]) for name in names if said[name]),
        (f"{why}: left undated",) if why else (),
    )


def header_words(raw: str) -> str:
    """Return a header as one canonical line, its encoded words decoded.

    Neighbours in one encoding are decoded together, for some programs cut them inside
    a character.
    """
    words = "".join(_pieces(_FOLD.sub(" ", raw_words(raw[:_LONGEST_CHARS]))))
    return " ".join(normalise(words).text.split())


def _pieces(raw: str) -> Iterator[str]:
    position, charset, data = 0, "", b""
    for match in _ENCODED.finditer(raw):
        between = raw[position : match.start()]
        name = match["charset"].lower()
        if data and (between.strip() or name != charset):
            yield in_charset(data, charset)
            data = b""
        if between.strip() or position == 0:
            yield between
        charset = name
        data += _bytes_of(match)
        position = match.end()
    if data:
        yield in_charset(data, charset)
    yield raw[position:]


def _bytes_of(match: re.Match[str]) -> bytes:
    words = match["words"].encode("utf-8")
    if match["how"] in "qQ":
        return quopri.decodestring(words, header=True)
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", words)
    whole = kept[:-1] if len(kept) % 4 == 1 else kept
    try:
        return base64.b64decode(whole + b"=" * (-len(whole) % 4))
    except binascii.Error:
        return words


def addresses(raw: str) -> str:
    """Return a list of addresses, decoded: ``Ros <ros@example.org>, maud@example.org``."""
    line = _FOLD.sub(" ", raw_words(raw[:_LONGEST_CHARS]))
    try:
        pairs = getaddresses([line])
    except (RecursionError, ValueError, IndexError, TypeError):
        pairs = []
    if not any("@" in address for _, address in pairs):
        return header_words(raw)
    return ", ".join(
        _written(header_words(name), header_words(address)) for name, address in pairs if address
    )


def _written(name: str, address: str) -> str:
    if not name:
        return address
    if _SPECIAL.search(name):
        name = '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{name} <{address}>"


def _sender(sender: str) -> str:
    """Return the name of the first sender, or what stands before the ``@``."""
    pairs = [pair for pair in getaddresses([sender]) if "@" in pair[1]] if "@" in sender else []
    name, address = pairs[0] if pairs else (sender, "")
    return name.strip(_NO_NAME) or address.partition("@")[0]


def sent_at(raw: str, *, day_first: bool = True) -> tuple[str, str]:
    """Return when a message was sent, as ISO 8601, or nothing and why that is not known.

    Where the form of the date is not that of mail, only its day is certain.
    """
    if not raw:
        return "", "there is no date header"
    doubt = "", f"the date header '{raw[:60]}' is not a certain date"
    if _YEAR_NOUGHT.search(raw):
        return doubt
    when = _mail_date(raw) or _mail_date(_COMMENT.sub("", raw))
    if when is None:
        day = find_date(raw, day_first=day_first)
        return (day, "") if day else doubt
    weekday = raw[:3].lower()
    if weekday in _WEEKDAYS and _WEEKDAYS[when.weekday()] != weekday:
        return "", f"the date header '{raw[:60]}' names the wrong weekday"
    return (when.isoformat(), "") if when.year >= _FIRST_YEAR else doubt


def _mail_date(raw: str) -> datetime | None:
    try:
        if _ISO_DATE.fullmatch(raw):
            return datetime.fromisoformat(raw.replace(" +", "+").replace(" -", "-"))
        if _MAIL_DATE.fullmatch(raw) and not _HALF_OF_DAY.search(raw):
            return parsedate_to_datetime(raw)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return None


def _thread(subject: str, said: Mapping[str, str]) -> str:
    """Return what messages of one thread share: the identifier of its first message.

    An answer that names none, as some programs write it, has the subject that it answers.
    """
    root = subject_root(subject)
    answers = bool(root) and root != subject
    names = ("references", "in-reply-to", *([] if answers else ["message-id"]))
    ids = (_ID.search(said[name]) for name in names)
    return next((match.group() for match in ids if match), root.casefold())


def subject_root(subject: str) -> str:
    """Return a subject without "Re:", "Fwd:", their like in other languages, and list names."""
    root = subject
    while match := _PREFIX.match(root):
        root = root[match.end() :]
    return _LIST_TAG.sub("", root, count=1).strip() if _LIST_TAG.match(root) else root.strip()
