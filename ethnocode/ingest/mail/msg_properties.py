"""The box of an Outlook message: storages, and the properties in them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from ethnocode.errors import DamagedSourceError, SourceError
from ethnocode.ingest.mail.charset import decode_declared

if TYPE_CHECKING:
    from oxmsg.storage import Storage

_UNICODE, _BYTES, _BINARY = 0x001F, 0x001E, 0x0102
_INTERNET_CODEPAGE, _MESSAGE_CODEPAGE = 0x3FDE, 0x3FFD
_BODIES = (0x1000, 0x1013)
_RECORD = struct.Struct("<HH4xQ")
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_LAST_TICK = 2**57
_CHARSETS = (
    (1200, "utf-16-le"),
    (20127, "us-ascii"),
    (20866, "koi8-r"),
    (20932, "euc-jp"),
    (21866, "koi8-u"),
    (50220, "iso-2022-jp"),
    (50221, "iso-2022-jp"),
    (50222, "iso-2022-jp"),
    (51949, "euc-kr"),
    (52936, "hz"),
    (54936, "gb18030"),
    (65000, "utf-7"),
    (65001, "utf-8"),
    (10000, "mac_roman"),
)
_FIRST_ISO, _LAST_ISO = 28591, 28606
_MOST_TIMES_ITS_SIZE = 3


def opened_storage(data: bytes, *, label: str) -> Storage:
    """Return the root of the box, with all that is in it.

    Raises:
        DamagedSourceError: The box is cut short or broken.
    """
    from olefile import OleFileIO  # type: ignore[import-untyped]
    from oxmsg.storage import Storage

    damaged = DamagedSourceError(
        "damaged: this Outlook message is cut short or broken",
        where=label,
        hint="save the message again from Outlook, as .msg or .eml",
    )
    try:
        with OleFileIO(BytesIO(data)) as ole:
            # A broken directory may say that the same bytes are many gigabytes.
            claimed = sum(entry.size for entry in ole.direntries if entry)
            if claimed > _MOST_TIMES_ITS_SIZE * len(data):
                raise damaged
            storage = Storage.from_ole(ole)
        storage.properties_stream_bytes  # noqa: B018 - what every message has
    except SourceError:
        raise
    except Exception as exc:
        # What the library raises on broken boxes is whatever its parts happen to raise.
        raise damaged from exc
    return storage


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties of one storage.

    Args:
        storage: The storage.
        header_bytes: How much stands before its records.
        label: Names the file in messages.
        encoding: What the caller says of texts in no known encoding.
        codepages: Those of the message around it: of bodies, and of other texts.
        warnings: What was noted while reading; grows.
    """

    storage: Storage
    header_bytes: int
    label: str
    encoding: str | None
    codepages: tuple[int, int] = (0, 0)
    warnings: list[str] = field(default_factory=list)

    def of(self, storage: Storage, header_bytes: int) -> Properties:
        """Return the properties of a storage inside this one."""
        codepages = (self.number(_INTERNET_CODEPAGE), self.number(_MESSAGE_CODEPAGE))
        return Properties(storage, header_bytes, self.label, self.encoding, codepages)

    def data(self, pid: int) -> bytes:
        """Return a property of bytes, or none."""
        return self._stream(pid, _BINARY) or b""

    def words(self, pid: int, *, warn: bool = False) -> str:
        """Return a property of words, or nothing; ``warn`` notes an encoding that is not true."""
        wide = self._stream(pid, _UNICODE)
        if wide is not None:
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self._stream(pid, _BYTES)
        if narrow is None and pid in _BODIES:
            narrow = self._stream(pid, _BINARY)
        if not narrow:
            return ""
        charset = self._charset(body=pid in _BODIES)
        found = decode_declared(
            narrow.rstrip(b"\0"), charset, label=self.label, encoding=self.encoding
        )
        if warn:
            self.warnings.extend(found.warnings)
        return found.words

    def number(self, pid: int) -> int:
        """Return a number, or 0."""
        value = self._fixed(pid)
        return value & 0xFFFFFFFF if value is not None else 0

    def time(self, pid: int) -> datetime | None:
        """Return a time in UTC, if there is one."""
        ticks = self._fixed(pid)
        if not ticks or ticks > _LAST_TICK:
            return None
        return _EPOCH + timedelta(seconds=ticks // 10**7)

    def _fixed(self, pid: int) -> int | None:
        return next((value for _, found, value in self._records() if found == pid), None)

    def _records(self) -> Iterator[tuple[int, int, int]]:
        stream = self._named("__properties_version1.0") or b""
        records = stream[self.header_bytes :]
        whole = len(records) - len(records) % _RECORD.size
        return _RECORD.iter_unpack(records[:whole])

    def _stream(self, pid: int, kind: int) -> bytes | None:
        return self._named(f"__substg1.0_{pid:04X}{kind:04X}")

    def _named(self, name: str) -> bytes | None:
        return next((one.bytes_ for one in self.storage.streams if one.name == name), None)

    def _charset(self, *, body: bool) -> str:
        internet = self.number(_INTERNET_CODEPAGE) or self.codepages[0]
        message = self.number(_MESSAGE_CODEPAGE) or self.codepages[1]
        page = (internet or message) if body else (message or internet)
        if _FIRST_ISO <= page < _LAST_ISO:
            return f"iso-8859-{page - _FIRST_ISO + 1}"
        return dict(_CHARSETS).get(page) or (f"cp{page}" if page else "")
