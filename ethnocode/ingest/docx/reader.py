"""Reading a Word document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from ethnocode.errors import SourceError
from ethnocode.ingest.blocks import Block, BlockKind, lay_out
from ethnocode.ingest.docx.body import Body
from ethnocode.ingest.docx.comments import Comments
from ethnocode.ingest.docx.embedded import Embedded
from ethnocode.ingest.docx.notes import Notes
from ethnocode.ingest.docx.numbering import Numbering
from ethnocode.ingest.docx.package import CONTENT_TYPES, Package
from ethnocode.ingest.docx.pages import Pages
from ethnocode.ingest.docx.properties import Properties, properties_of
from ethnocode.ingest.docx.runs import Runs
from ethnocode.ingest.docx.styles import Styles
from ethnocode.ingest.docx.talk import is_talk, spoken
from ethnocode.ingest.office.archive import Archive
from ethnocode.ingest.reader import Reader, Reading, ReadOptions
from ethnocode.ingest.signatures import ZIP
from ethnocode.model import INTERVIEW, MarkKind

_BEGINNING_CHARS = 4000
_MAIN_TYPE = b"wordprocessingml"


@dataclass(slots=True)
class _Content:
    """What was read of a document."""

    blocks: list[Block]
    kind: str = ""
    title: str = ""
    warnings: list[str] = field(default_factory=list)


def read_docx(data: bytes, *, label: str, options: ReadOptions) -> Reading:
    """Read a Word document.

    Tracked changes are taken as accepted: what was inserted is text, what was deleted
    is a mark at its place. Comments are marks on the words they are about. Notes and
    text boxes stand after the paragraph that they belong to. Numbers of lists and
    headings are written out.

    Raises:
        DamagedSourceError: It is cut short or broken.
        ProtectedSourceError: It is encrypted.
        UnsafeSourceError: It declares entities or unpacks to far more than it holds.
    """
    package = Package(Archive(data, label=label))
    properties = properties_of(package.properties("core"), package.properties("extended"))
    content = _content(package, label=label, pages=properties.pages)
    laid = lay_out(content.blocks)
    text = laid.content.text
    title = content.title or _shown_title(properties, text)
    return Reading(
        laid.content,
        layout=laid.layout,
        marks=laid.marks,
        kind=content.kind,
        title=title,
        variables=tuple(_variables(properties, title)),
        warnings=tuple(content.warnings),
    )


def _content(package: Package, *, label: str, outermost: bool = True, pages: int = 0) -> _Content:
    """Read the whole document: headers, body, notes and comments without a place, footers."""
    styles, lists = Styles(package.one("styles")), package.one("numbering")
    nested: list[_Content] = []

    def read_within(data: bytes) -> Iterable[Block]:
        if not outermost:
            nested.append(_Content([], warnings=["a document three deep is left out"]))
            return ()
        nested.append(_content(Package(Archive(data, label=label)), label=label, outermost=False))
        return nested[-1].blocks

    def body(comments: Comments, broken: Pages, notes: Notes | None = None) -> Body:
        return Body(
            Runs(package, styles=styles, comments=comments, pages=broken),
            styles=styles,
            numbering=Numbering(lists, styles),
            notes=notes,
            embedded=embedded if notes else None,
        )

    embedded = Embedded(package, label=label, read_document=read_within)
    aside = body(Comments(None, words_of=str), Pages())
    comments = Comments(package.one("comments"), words_of=aside.words_of)
    broken = Pages()
    main = body(comments, broken, Notes(package, settings=package.one("settings")))
    blocks = [*main.blocks(package.body()), *main.unplaced_notes()]
    warnings = [*embedded.warnings, *(each for content in nested for each in content.warnings)]
    if broken.known and broken.number < pages:
        # Wrong page numbers in a citation are worse than none.
        warnings.append(
            f"pages are left out: it has {pages} and says where {broken.number} of them begin"
        )
    if not broken.known or broken.number < pages:
        blocks = _without_pages(blocks)
    talk = is_talk(blocks)
    blocks = [
        *_running(package, "header", aside),
        *(spoken(blocks) if talk else blocks),
        Block("", marks=comments.rest()),
        *_running(package, "footer", aside),
    ]
    return _Content(blocks, INTERVIEW if talk else "", main.title, warnings)


def _running(package: Package, kind: str, aside: Body) -> Iterator[Block]:
    """Yield running headers or footers, and what was deleted from them."""
    for name in package.related(kind):
        for block in aside.blocks(package.part(name)):
            yield Block(block.words, BlockKind.FURNITURE)
            deleted = (mark for mark in block.marks if mark.kind is MarkKind.DELETED)
            yield Block("", marks=tuple(replace(mark, start=0, end=0) for mark in deleted))


def _without_pages(blocks: Iterable[Block]) -> list[Block]:
    """Return the blocks of a document that does not know its pages."""
    return [
        replace(block, page="", marks=tuple(m for m in block.marks if m.kind is not MarkKind.PAGE))
        if block.page
        else block
        for block in blocks
    ]


def _shown_title(properties: Properties, text: str) -> str:
    """Return the title that a document says it has, if it begins with it.

    Other titles are often left over from the document that this one was made from.
    """
    beginning = " ".join(text[:_BEGINNING_CHARS].split()).casefold()
    return properties.title if properties.title.casefold() in beginning else ""


def _variables(properties: Properties, title: str) -> Iterator[tuple[str, str]]:
    if properties.title and properties.title != title:
        yield "document title", properties.title
    if properties.creator:
        yield "creator", properties.creator
    if properties.created:
        yield "created", properties.created


def _is_docx(data: bytes) -> bool:
    """Whether the bytes are an archive that says it is a Word document."""
    if not data.startswith(ZIP):
        return False
    try:
        types = Archive(data, label="").read(CONTENT_TYPES)
    except SourceError:
        return False
    return _MAIN_TYPE in types.replace(b"\0", b"")


DOCX = Reader("Word document", (".docx", ".docm", ".dotx", ".dotm"), _is_docx, read_docx)
"""What Word, LibreOffice and Google Docs write as .docx."""
