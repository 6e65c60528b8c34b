"""Names for the files inside a file: safe to write anywhere, and each used once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import PurePosixPath

from ethnocode.ingest.reader import Attachment
from ethnocode.text.normalise import normalise

_LONGEST_CHARS = 120
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*]+')
_SUFFIXES = (
    ("text/plain", ".txt"),
    ("text/html", ".html"),
    ("text/calendar", ".ics"),
    ("text/csv", ".csv"),
    ("text/rtf", ".rtf"),
    ("text/vcard", ".vcf"),
    ("text/x-vcard", ".vcf"),
    ("message/rfc822", ".eml"),
    ("message/delivery-status", ".txt"),
    ("text/rfc822-headers", ".txt"),
    ("image/png", ".png"),
    ("image/jpeg", ".jpg"),
    ("image/gif", ".gif"),
    ("image/tiff", ".tif"),
    ("audio/mpeg", ".mp3"),
    ("application/pdf", ".pdf"),
    ("application/rtf", ".rtf"),
    ("application/msword", ".doc"),
    ("application/ms-tnef", ".dat"),
    ("application/pgp-signature", ".asc"),
    ("application/pkcs7-signature", ".p7s"),
    ("application/zip", ".zip"),
)


def attachments_named(files: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """Return files under names without folders that no two of them share.

    A file without a name is called by its place: ``attachment 2.png``. The second of a
    name gets `` (2)`` before its suffix; upper and lower case are the same name.
    """
    taken: set[str] = set()
    numbers: Counter[str] = Counter()
    named: list[Attachment] = []
    for number, file in enumerate(files, start=1):
        name = _safe(file.name) or f"attachment {number}{_suffix(file.kind)}"
        free = _free(name, taken, numbers)
        taken.add(free.casefold())
        named.append(Attachment(free, file.data, file.kind))
    return tuple(named)


def _safe(name: str) -> str:
    """Return the last part of a path, without what file systems refuse."""
    words = " ".join(normalise(name).text.split())
    last = re.split(r"[/\\]", words)[-1]
    safe = _UNSAFE.sub("_", last).strip(" .")
    if len(safe) <= _LONGEST_CHARS:
        return safe
    suffix = PurePosixPath(safe).suffix[:12]
    return safe[: _LONGEST_CHARS - len(suffix)].rstrip(" .") + suffix


def _suffix(kind: str) -> str:
    return dict(_SUFFIXES).get(kind, ".bin")


def _free(name: str, taken: set[str], numbers: Counter[str]) -> str:
    """Return a name that is not taken; ``numbers`` says how often each was asked for."""
    stem, suffix = PurePosixPath(name).stem, PurePosixPath(name).suffix
    free = name
    while True:
        numbers[name.casefold()] += 1
        if free.casefold() not in taken:
            return free
        free = f"{stem} ({max(2, numbers[name.casefold()])}){suffix}"
