"""PDF files: read with pypdfium2 and put into reading order here.

The library hands out the characters of a page and where each is printed. What it
offers as text has one line for each printed line, in the order in which the file
happens to draw them, and no other library measured did better for paragraphs and
columns without a hundred times the weight; so columns, furniture, broken words
and paragraphs are found here, from the places alone.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ethnocode.errors import (
    DamagedSourceError,
    EmptySourceError,
    ProtectedSourceError,
    UnsafeSourceError,
)
from ethnocode.ingest.blocks import Block, BlockKind, lay_out
from ethnocode.ingest.pdf.columns import Region, RegionKind, regions_of
from ethnocode.ingest.pdf.furniture import furniture_of
from ethnocode.ingest.pdf.hyphens import Vocabulary
from ethnocode.ingest.pdf.lines import Line, Row, lines_of, rows_in, usual_leading
from ethnocode.ingest.pdf.pages import UNKNOWN, PrintedPage, read_page
from ethnocode.ingest.pdf.paragraphs import Typography, blocks_of
from ethnocode.ingest.pdf.rows import rows_of
from ethnocode.ingest.pdf.streams import refuse_bombs
from ethnocode.ingest.pdf.talk import with_talk
from ethnocode.ingest.reader import Reader, Reading, ReadOptions
from ethnocode.text.normalise import normalise

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_SIGNATURE = b"%PDF-"
_MOST_PAGES = 20_000
_BEGIN_WITHIN_BYTES = 64
_END_WITHIN_BYTES = 4096
_UNSURE_SHARE = 0.1
_UNREADABLE_SHARE = 0.5
_READ_AFRESH = "run 'ocrmypdf --force-ocr FILE OUT.pdf' and ingest that"
# Names of programs and files, which stay in the place of a title that nobody gave.
_NO_TITLE = re.compile(
    r"(?i)(?:microsoft|powerpoint) .*|untitled.*|(?:document|title|slide) ?\d*"
    r"|\S*_\S*|.*\.(?:docx?|odt|rtf|pages|indd|exe|pdf|tex|dvi|qxd|wpd|txt|pptx?|xlsx?|html?)"
)


def read_pdf(data: bytes, *, label: str, options: ReadOptions) -> Reading:
    """Read a PDF in reading order, with its pages marked.

    Raises:
        DamagedSourceError: It is cut short or broken.
        EmptySourceError: No page has any words: they are pictures, or blank; or its fonts
            do not say which letters they print.
        ProtectedSourceError: It opens only with a password that was not given.
        UnsafeSourceError: It has more pages or characters than any document has, or a
            part that unpacks to more than any page needs.
    """
    refuse_bombs(data, label=label)
    with _opened(data, label=label, password=options.password) as pdf:
        pages, broken = _pages(pdf, label=label)
        wordless = [page.number for page in pages if not page.pieces]
        if len(wordless) == len(pages):
            raise _empty(pdf, wordless, label=label)
        if _share_unknown(pages) >= _UNREADABLE_SHARE:
            raise EmptySourceError(
                "most of its signs have no letter: its fonts do not say which they are",
                where=label,
                hint=_READ_AFRESH,
            )
        title = _title(pdf)
        pictures = [number for number in wordless if _is_drawn_on(pdf, number)]
    laid = lay_out(with_talk(list(_blocks(pages))))
    return Reading(
        laid.content,
        layout=laid.layout,
        marks=laid.marks,
        title=title,
        warnings=(*_warnings(data, pictures, broken), *_unknown(pages)),
    )


@contextmanager
def _opened(data: bytes, *, label: str, password: str | None) -> Iterator[PdfDocument]:
    """Open a document, and close it and all that it holds whatever happens."""
    import pypdfium2.raw as raw
    from pypdfium2 import PdfDocument, PdfiumError

    try:
        pdf = PdfDocument(data, password=password)
    except PdfiumError as exc:
        if exc.err_code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            given = "the password does not open it" if password else "password-protected"
            raise ProtectedSourceError(
                given, where=label, hint="open it with --password, or save it without one"
            ) from None
        raise _damaged("it is cut short, or no PDF inside", label=label) from None
    try:
        yield pdf
    finally:
        pdf.close()


def _damaged(what: str, *, label: str) -> DamagedSourceError:
    return DamagedSourceError(
        f"damaged: {what}", where=label, hint="get the file again, or a copy of it"
    )


def _pages(pdf: PdfDocument, *, label: str) -> tuple[list[PrintedPage], list[int]]:
    """Return the pages, and the numbers of those that cannot be read."""
    from pypdfium2 import PdfiumError

    count = len(pdf)
    if count > _MOST_PAGES:
        raise UnsafeSourceError(
            f"refused: it says that it has {count} pages",
            where=label,
            hint="if it is genuine, split it into parts",
        )
    pages: list[PrintedPage] = []
    broken: list[int] = []
    for index in range(count):
        try:
            page = pdf[index]
        except PdfiumError:
            broken.append(index + 1)
            continue
        try:
            pages.append(read_page(page, number=index + 1, label=label))
        except PdfiumError:
            broken.append(index + 1)
        finally:
            page.close()
    if not pages:
        raise _damaged("no page of it can be read", label=label)
    return pages, broken


def _empty(pdf: PdfDocument, numbers: Sequence[int], *, label: str) -> EmptySourceError:
    """Return why there are no words: the pages are pictures, or have nothing on them."""
    where = pages_named(numbers)
    if not any(_is_drawn_on(pdf, number) for number in numbers):
        return EmptySourceError(f"no text on {where}: blank", where=label, hint="leave it out")
    return EmptySourceError(
        f"no text layer on {where}",
        where=label,
        hint="run 'ocrmypdf FILE OUT.pdf' and ingest that",
    )


def _is_drawn_on(pdf: PdfDocument, number: int) -> bool:
    """Whether there is anything on a page without words; else it is blank."""
    import pypdfium2.raw as raw

    page = pdf[number - 1]
    try:
        return bool(raw.FPDFPage_CountObjects(page.raw) > 0)
    finally:
        page.close()


def _warnings(data: bytes, pictures: Sequence[int], broken: Sequence[int]) -> Iterator[str]:
    if pictures:
        yield (
            f"no text layer on {pages_named(pictures)}: if they are pictures of text, "
            "run 'ocrmypdf --skip-text FILE OUT.pdf' and ingest that"
        )
    if broken:
        yield f"{pages_named(broken)} cannot be read: damaged"
    if b"%%EOF" not in data[-_END_WITHIN_BYTES:]:
        yield "the end of the file is missing, and perhaps pages with it"


def _unknown(pages: Sequence[PrintedPage]) -> Iterator[str]:
    """Yield a warning if there are signs whose letters nobody knows."""
    found = [(page.number, times) for page in pages if (times := _wordless_signs(page))]
    if found:
        count = sum(times for _, times in found)
        warning = (
            f"{count} sign{'s' if count > 1 else ''} on "
            f"{pages_named([number for number, _ in found])} without a letter in the file: "
            f"'{UNKNOWN}' in the text"
        )
        # Where the fonts do not even know their spaces, their letters are wrong ones, too.
        unsure = _share_unknown(pages) >= _UNSURE_SHARE
        yield f"{warning}; its other letters may be wrong: {_READ_AFRESH}" if unsure else warning


def _wordless_signs(page: PrintedPage) -> int:
    return sum(piece.words.count(UNKNOWN) for piece in page.pieces)


def _share_unknown(pages: Sequence[PrintedPage]) -> float:
    """Return the share of the signs of a document whose letters nobody knows."""
    signs = sum(len(piece.words) for page in pages for piece in page.pieces)
    return sum(map(_wordless_signs, pages)) / max(1, signs)


def pages_named(numbers: Sequence[int]) -> str:
    """Return sorted page numbers as people write them: ``pages 1-3, 7``."""
    ranges: list[list[int]] = []
    for number in numbers:
        if ranges and number == ranges[-1][-1] + 1:
            ranges[-1][1:] = [number]
        else:
            ranges.append([number])
    named = ", ".join("-".join(map(str, span)) for span in ranges)
    return f"page{'s' if len(numbers) > 1 else ''} {named}"


def _title(pdf: PdfDocument) -> str:
    """Return the title that somebody gave it, and not what a program left there."""
    try:
        raw = pdf.get_metadata_value("Title")
    except UnicodeDecodeError:
        return ""
    title = " ".join(normalise(raw).text.split())
    return "" if _NO_TITLE.fullmatch(title) else title


def _blocks(pages: Sequence[PrintedPage]) -> Iterator[Block]:
    """Yield what is on the pages: furniture of a page before what begins on it."""
    furniture: list[tuple[int, str]] = []
    regions: list[tuple[int, Region]] = []
    for page, aside in zip(pages, furniture_of(pages), strict=True):
        beside = [piece for piece in page.pieces if piece.order in aside]
        rows = (*rows_of(beside), *rows_of(page.beyond))
        furniture += [(page.number, " ".join(p.words for p in row)) for row in rows]
        text = [piece for piece in page.pieces if piece.order not in aside]
        regions += [(page.number, region) for region in regions_of(text)]
    usual = usual_leading(region for _, region in regions)
    parts: list[Line | Row] = []
    for column, (number, region) in enumerate(regions):
        if region.kind is RegionKind.TABLE:
            parts.extend(rows_in(region, page=number))
        else:
            parts.extend(lines_of(region, page=number, column=column, usual=usual))
    lines = [part for part in parts if isinstance(part, Line)]
    said = 0
    for block in blocks_of(parts, Vocabulary(line.words for line in lines), Typography(lines)):
        while said < len(furniture) and furniture[said][0] <= int(block.page):
            yield Block(furniture[said][1], BlockKind.FURNITURE)
            said += 1
        yield block
    for _, words in furniture[said:]:
        yield Block(words, BlockKind.FURNITURE)


def _is_pdf(data: bytes) -> bool:
    """Whether bytes begin as every PDF does."""
    return data[:_BEGIN_WITHIN_BYTES].removeprefix(codecs.BOM_UTF8).lstrip().startswith(_SIGNATURE)


PDF = Reader("PDF", (".pdf",), _is_pdf, read_pdf)
"""Printed pages, written by a program or with the words of a scan recognised."""
