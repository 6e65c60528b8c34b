"""ZIP archives and the XML in them, opened so that no file can harm the reader of it."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import chain
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, TreeBuilder, XMLParser
from xml.parsers import expat

from ethnocode.errors import DamagedSourceError, ProtectedSourceError, UnsafeSourceError
from ethnocode.ingest.signatures import ZIP

LARGEST_MEMBER_BYTES = 200_000_000
LARGEST_WHOLE_BYTES = 400_000_000
LARGEST_RATIO = 200
MOST_MEMBERS = 20_000
MOST_TAGS = 12_000_000
DEEPEST_LEVEL = 200
"""Elements inside each other; a table in a table takes four levels."""

_SMALL_BYTES = 20_000_000
"""What unpacks to less than this is harmless, however well it was packed."""

_CHUNK_BYTES = 1 << 18
_ENCRYPTED_FLAG = 1
_ENTRY_SIGNATURE = b"PK\x01\x02"
"""Begins what the directory of an archive says of each member."""

_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    NotImplementedError,
)
_BROKEN_XML = (ElementTree.ParseError, ValueError, LookupError)


class Archive:
    """The members of an archive; nothing is unpacked before it is asked for.

    Raises:
        DamagedSourceError: The bytes are no archive, or are cut short.
        UnsafeSourceError: It claims an absurd number of members.
    """

    def __init__(self, data: bytes, *, label: str) -> None:
        self._label = label
        self._size = len(data)
        self._unpacked = 0
        # Other files may have an archive inside; they are not one.
        if not data.startswith(ZIP):
            raise self.damaged("it does not begin as an archive does")
        # Counted before the directory is read: each entry takes hundreds of bytes.
        if data.count(_ENTRY_SIGNATURE) > MOST_MEMBERS:
            raise self._unsafe(f"more than {MOST_MEMBERS} files are packed into it")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN_ZIP as exc:
            raise self.damaged("the archive is cut short or broken") from exc
        self.names = frozenset(self._zip.namelist())

    def read(self, name: str) -> bytes:
        """Return a member.

        Raises:
            DamagedSourceError: It is missing, doubtful, or not what its checksum says.
            ProtectedSourceError: It is encrypted.
            UnsafeSourceError: It would unpack to far more than the archive holds.
        """
        return b"".join(self._chunks(name))

    def xml(self, name: str) -> Element:
        """Return a member as XML.

        Raises:
            DamagedSourceError: It is missing, damaged, or no XML.
            UnsafeSourceError: It declares entities, or is a bomb.
        """
        builder = TreeBuilder()
        top = builder.start("archive", {})
        for _ in self._fed(name, XMLParser(target=builder)):
            pass
        self._check_depth(top, name)
        return top[0]

    def children(self, name: str, *, inside: str) -> Iterator[Element]:
        """Yield what stands in one element below the root of a member, and forget it.

        Only one child is held at a time, so that a book needs no more memory than a
        letter.

        Args:
            name: The member.
            inside: Local name of the element: ``body``.

        Raises:
            DamagedSourceError: It is missing, damaged, or no XML.
            UnsafeSourceError: It declares entities, or is a bomb.
        """
        builder = TreeBuilder()
        top = builder.start("archive", {})
        parent: Element | None = None
        for _ in self._fed(name, XMLParser(target=builder)):
            parent = _below_root(top, inside) if parent is None else parent
            if parent is not None:
                # The last may not have ended yet.
                whole = parent[:-1]
                del parent[:-1]
                yield from self._checked(whole, name)
        yield from self._checked(list(parent if parent is not None else ()), name)

    def damaged(self, what: str) -> DamagedSourceError:
        """Return the error that says what is wrong with the file."""
        return DamagedSourceError(
            f"damaged: {what}", where=self._label, hint="get the file again, or a copy of it"
        )

    def _checked(self, elements: list[Element], name: str) -> Iterator[Element]:
        for element in elements:
            self._check_depth(element, name)
            yield element

    def _chunks(self, name: str) -> Iterator[bytes]:
        """Yield the bytes of a member; its checksum is verified after the last."""
        info = self._member(name)
        packed = min(info.compress_size, self._size)
        allowed = min(LARGEST_MEMBER_BYTES, max(_SMALL_BYTES, packed * LARGEST_RATIO))
        if info.file_size > allowed:
            raise self._bomb(name)
        size = 0
        try:
            with self._zip.open(info) as member:
                while chunk := member.read(_CHUNK_BYTES):
                    size += len(chunk)
                    self._unpacked += len(chunk)
                    if size > allowed or self._unpacked > LARGEST_WHOLE_BYTES:
                        raise self._bomb(name)
                    yield chunk
        except _BROKEN_ZIP as exc:
            raise self.damaged(f"{name} fails its checksum") from exc

    def _member(self, name: str) -> zipfile.ZipInfo:
        """Return what the directory says of a member that can be read in one way only."""
        found = [info for info in self._zip.infolist() if info.filename == name]
        if not found:
            raise self.damaged(f"{name} is missing")
        if len({(info.CRC, info.file_size) for info in found}) > 1:
            raise self.damaged(f"{name} is in it {len(found)} times, each with other words")
        info = found[-1]
        if info.flag_bits & _ENCRYPTED_FLAG:
            raise ProtectedSourceError(
                "password-protected",
                where=self._label,
                hint="open it, save it without a password, and ingest that",
            )
        if info.compress_type not in _PACKINGS:
            raise self.damaged(f"{name} is packed in a way that no document is")
        return info

    def _fed(self, name: str, parser: XMLParser) -> Iterator[None]:
        """Feed a member to a parser, pausing after each chunk."""
        chunks = self._chunks(name)
        try:
            for chunk in self._without_entities(chunks, name):
                parser.feed(chunk)
                yield
            parser.close()
        except _BROKEN_XML as exc:
            # A flipped bit breaks the XML before the checksum is known: say the cause.
            for _ in chunks:
                pass
            raise self.damaged(f"{name} is not well-formed") from exc

    def _without_entities(self, chunks: Iterator[bytes], name: str) -> Iterator[bytes]:
        """Yield chunks of XML that declares no document type, whatever its encoding."""
        prolog = _Prolog()
        tags = 0
        for chunk in chunks:
            if not prolog.over and prolog.declares(chunk):
                raise self._unsafe(f"entity declarations in {name}")
            tags += chunk.count(b"<")
            if tags > MOST_TAGS:
                raise self._bomb(name)
            yield chunk

    def _check_depth(self, top: Element, name: str) -> None:
        """Refuse what no program nests, before anything walks it by recursion."""
        level = list(top)
        for _ in range(DEEPEST_LEVEL):
            if not level:
                return
            level = list(chain.from_iterable(level))
        raise self._unsafe(f"{name} is nested more than {DEEPEST_LEVEL} levels deep")

    def _unsafe(self, what: str) -> UnsafeSourceError:
        return UnsafeSourceError(
            f"refused: {what}",
            where=self._label,
            hint="if it is genuine, save it again from the program that wrote it",
        )

    def _bomb(self, name: str) -> UnsafeSourceError:
        return self._unsafe(f"{name} unpacks to far more than the file holds")


class _Prolog:
    """Watches what stands before the root of XML, where document types are declared.

    A parser is asked and not a pattern: entities can be declared in any encoding that
    the parser knows.
    """

    def __init__(self) -> None:
        self.over = False
        self._declared = False
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._declare
        self._parser.StartElementHandler = self._end

    def declares(self, chunk: bytes) -> bool:
        """Whether a document type is declared up to the end of a chunk."""
        try:
            self._parser.Parse(chunk, False)
        except (expat.ExpatError, ValueError, LookupError):
            # The other parser says what is wrong.
            self.over = True
        return self._declared

    def _declare(self, *_: object) -> None:
        self._declared = True

    def _end(self, *_: object) -> None:
        self.over = True


def _below_root(top: Element, local: str) -> Element | None:
    """Return the element of a local name right below the root, once it has begun."""
    root = top[0] if len(top) else ()
    return next((child for child in root if child.tag.endswith(f"}}{local}")), None)
