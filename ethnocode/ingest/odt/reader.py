"""Reading an OpenDocument text."""

from __future__ import annotations

import io
import zipfile
from xml.etree.ElementTree import Element

from ethnocode.errors import ProtectedSourceError
from ethnocode.ingest.blocks import Block, BlockKind, lay_out
from ethnocode.ingest.odt.body import Body
from ethnocode.ingest.odt.names import DC, OFFICE, SOFT_PAGE_BREAK, STYLE, TEXT, words_in
from ethnocode.ingest.odt.styles import Styles
from ethnocode.ingest.office.archive import Archive
from ethnocode.ingest.office.beside import all_words
from ethnocode.ingest.reader import Reader, Reading, ReadOptions
from ethnocode.ingest.signatures import ZIP

_CONTENT = "content.xml"
_STYLES = "styles.xml"
_META = "meta.xml"
_MANIFEST = "META-INF/manifest.xml"
_TYPE = b"application/vnd.oasis.opendocument.text"
_FIRST_MEMBER = 30
"""Where the name of the first member of a ZIP archive stands, and then its bytes."""

_DIRECTORY_BYTES = 70_000
"""The directory of any document lies within so many bytes from the end."""

_HEAD_BYTES = 8000
_FURNITURE = ("header", "header-left", "header-first", "footer", "footer-left", "footer-first")


def read_odt(data: bytes, *, label: str, options: ReadOptions) -> Reading:
    """Read an OpenDocument text, packed or flat.

    Tracked changes are taken as accepted: what was deleted is a mark at its place.
    Comments are marks on the words they are about. Numbers of lists are written out.

    Raises:
        DamagedSourceError: It is cut short or broken, or has no text.
        ProtectedSourceError: It is encrypted.
        UnsafeSourceError: It declares entities or unpacks to far more than it holds.
    """
    archive = Archive(data if data.startswith(ZIP) else _packed(data), label=label)
    _refuse_protected(archive, label=label)
    content = archive.xml(_CONTENT)
    others = [archive.xml(name) for name in (_STYLES, _META) if name in archive.names]
    text = content.find(f"{OFFICE}body/{OFFICE}text")
    if text is None:
        raise archive.damaged("there is no text in it")
    styles = Styles(*others, content)
    body = Body(styles, paged=_is_paged(text))
    blocks = body.read(text)
    furniture = _furniture([content, *others], styles)
    laid = lay_out([*furniture, *blocks])
    return Reading(
        laid.content,
        layout=laid.layout,
        marks=laid.marks,
        title=_declared_title([content, *others]) or body.title,
    )


def _packed(data: bytes) -> bytes:
    """Return flat XML as the archive that it could be, so that both are opened one way."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo(_CONTENT), data)
    return packed.getvalue()


def _refuse_protected(archive: Archive, *, label: str) -> None:
    manifest = archive.read(_MANIFEST) if _MANIFEST in archive.names else b""
    if b"encryption-data" in manifest or "encrypted-package" in archive.names:
        raise ProtectedSourceError(
            "password-protected",
            where=label,
            hint="open it, save it without a password, and ingest that",
        )


def _is_paged(text: Element) -> bool:
    """Whether the program that wrote it says where its pages begin."""
    said = text.get(f"{TEXT}use-soft-page-breaks") == "true"
    return said or next(text.iter(SOFT_PAGE_BREAK), None) is not None


def _furniture(parts: list[Element], styles: Styles) -> list[Block]:
    """Return running headers and footers, each once."""
    found: dict[str, None] = {}
    for part in parts:
        for page in part.iter(f"{STYLE}master-page"):
            for place in _FURNITURE:
                for element in page.findall(f"{STYLE}{place}"):
                    found[all_words(Body(styles).blocks(element))] = None
    return [Block(words, BlockKind.FURNITURE) for words in found if words]


def _declared_title(parts: list[Element]) -> str:
    titles = (words_in(meta, f"{DC}title") for part in parts for meta in part.iter(f"{OFFICE}meta"))
    return next(filter(None, titles), "")


def _is_odt(data: bytes) -> bool:
    """Whether bytes are an archive, or XML, that says it is an OpenDocument text."""
    if data.startswith(ZIP):
        if data.startswith(b"mimetype" + _TYPE, _FIRST_MEMBER):
            return True
        # Packed again by hand, its members may stand in any order.
        end = data[-_DIRECTORY_BYTES:]
        return all(name.encode() in end for name in (_CONTENT, _MANIFEST)) and b"word/" not in end
    head = data[:_HEAD_BYTES]
    return b"<office:document" in head and _TYPE in head


ODT = Reader("OpenDocument text", (".odt", ".ott", ".fodt"), _is_odt, read_odt)
"""What LibreOffice writes as .odt, and its flat .fodt."""
