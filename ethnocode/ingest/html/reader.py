"""Web pages: all their words, with what stands around them kept beside the text.

Nothing decides which part of a page is "the article": what does kept 11 of 385 words of
a council's page. Only what the page itself marks as navigation, as a control or as hidden
is taken out of the text, and it is kept as furniture.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ethnocode.errors import EmptySourceError
from ethnocode.ingest.blocks import Block, BlockKind, lay_out
from ethnocode.ingest.decode import Decoded, decode
from ethnocode.ingest.html.page import page_blocks
from ethnocode.ingest.html.tokens import Token, html_tokens
from ethnocode.ingest.reader import Reader, Reading, ReadOptions
from ethnocode.text.dates import read_date

_HEAD_BYTES = 4096
_BYTE_ORDER_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PAGE = re.compile(
    rb"(?:\s|<!--.*?-->|<\?[^>]*>)*+<(?:!doctype\s+html|html|head|body|frameset)(?=[\s>])",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(
    rb"""<(?:meta\s[^>]*?charset|\?xml\s[^>]*?encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_WIDE = ("utf-16", "utf16", "utf-32", "utf32", "ucs-2", "ucs-4")
_ISO_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T[\d:.+Zz\- ]*)?")
_DATES = (
    "dcterms.date", "dcterms.issued", "dcterms.created", "dc.date.issued", "dc.date.created",
    "dc.date", "article:published_time", "datepublished", "citation_publication_date", "date",
    "pubdate",
)  # fmt: skip
_AUTHORS = ("dcterms.creator", "dc.creator", "author", "citation_author", "article:author")
# What programs call a page that nobody named.
_MADE_BY = re.compile(r"created by |untitled|new page|converted|document\d*$", re.IGNORECASE)
_FROM_OFFICE = re.compile(r"Microsoft (?:Office )?Word - ", re.IGNORECASE)


def html_blocks(page: str, *, quotes: bool = True) -> list[Block]:
    """Return the blocks of a web page, or of a piece of one, in reading order.

    Menus, controls and hidden words are furniture, the first of it the title of the
    page; struck-out words (``del``) are marked as deleted.

    Args:
        page: The markup, decoded.
        quotes: Whether the words of block quotations are marked as quoted.
    """
    return page_blocks(html_tokens(page), quotes=quotes)


def read_html(data: bytes, *, label: str, options: ReadOptions) -> Reading:
    """Read a web page.

    Raises:
        EmptySourceError: It only shows other pages in frames.
        UndecodableSourceError: Its encoding cannot be known.
    """
    decoded = _decoded(data, label=label, encoding=options.encoding)
    tokens = tuple(html_tokens(decoded.words))
    blocks = _shown(page_blocks(tokens, quotes=False))
    if any(token.name == "frame" for token in tokens) and not _has_text(blocks):
        raise EmptySourceError(
            "this page only shows other pages in frames",
            where=label,
            hint="save each of those pages and ingest them",
        )
    laid = lay_out(blocks)
    declared = _declared(tokens)
    date = _date(declared, day_first=options.day_first)
    return Reading(
        laid.content,
        layout=laid.layout,
        marks=laid.marks,
        title=_title(tokens, blocks),
        date=date,
        dated=date is not None,
        author=_author(declared),
        encoding=decoded.encoding,
        warnings=decoded.warnings,
    )


def _decoded(data: bytes, *, label: str, encoding: str | None) -> Decoded:
    """Return the words, in the encoding that the page declares if it is in that."""
    marked = data.startswith(_BYTE_ORDER_MARKS)
    match = _CHARSET.search(data[:_HEAD_BYTES])
    if encoding or marked or match is None:
        return decode(data, label=label, encoding=encoding)
    try:
        declared = codecs.lookup(match[1].decode("ascii")).name
    except (LookupError, ValueError):
        return decode(data, label=label)
    if declared.startswith(_WIDE):  # no wide text has a tag that can be read as it is
        return decode(data, label=label)
    if declared in ("iso8859-1", "ascii"):  # as all browsers do
        declared = "cp1252"
    if _is_utf8(data) and declared != "utf-8" and len("é".encode(declared, "replace")) == 1:
        # The server said so, and what the page says of itself was never looked at.
        return _contradicted(data, match[1], label=label)
    try:
        words = data.decode(declared)
    except (UnicodeError, LookupError):
        return _contradicted(data, match[1], label=label)
    return Decoded(words, declared)


def _is_utf8(data: bytes) -> bool:
    """Whether bytes are UTF-8 beyond doubt: letters of several bytes, and all of them whole."""
    try:
        return not data.isascii() and bool(data.decode())
    except UnicodeDecodeError:
        return False


def _contradicted(data: bytes, declared: bytes, *, label: str) -> Decoded:
    """Return the words of a page in the encoding that it is in and not in what it declares."""
    found = decode(data, label=label)
    warning = f"the page is not {declared.decode('ascii')}, as it says: read as {found.encoding}"
    return replace(found, warnings=(*found.warnings, warning))


def _has_text(blocks: Iterable[Block]) -> bool:
    return any(block.kind is not BlockKind.FURNITURE and block.words.strip() for block in blocks)


def _shown(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks, furniture as text where a page has nothing else.

    Pages are saved while a window over them hides them, or by tools that never show them.
    One labelled page is no page of many.
    """
    pages = {block.page for block in blocks if block.page}
    if len(pages) < 2:
        blocks = [replace(block, page="") for block in blocks]
    if _has_text(blocks):
        return list(blocks)
    return [replace(block, kind=BlockKind.PARAGRAPH) for block in blocks]


def _title(tokens: Iterable[Token], blocks: Iterable[Block]) -> str:
    """Return the only first-level heading, else the title of the page, if it is one."""
    firsts = [
        block.words for block in blocks if block.kind is BlockKind.HEADING and block.level == 1
    ]
    if len(firsts) == 1:
        return " ".join(firsts[0].split())
    named = False
    for token in tokens:
        if named and not token.name:
            title = _FROM_OFFICE.sub("", " ".join(token.words.split())).strip(" |-–—·:")
            return "" if _MADE_BY.match(title) else title
        named = token.name == "title" and not token.ends
    return ""


def _declared(tokens: Iterable[Token]) -> dict[str, str]:
    """Return what the page says of itself, by lower-case names; the first of a name counts."""
    declared: dict[str, str] = {}
    for token in tokens:
        if token.name != "meta":
            continue
        given = token.attributes
        name = given.get("name") or given.get("property") or given.get("itemprop", "")
        value = given.get("content", "").strip()
        if value:
            declared.setdefault(name.strip().lower(), value)
    return declared


def _date(declared: dict[str, str], *, day_first: bool) -> str | None:
    """Return the day that the page says it is of, if that is certain."""
    for name in _DATES:
        written = declared.get(name, "")
        day = _ISO_DAY.fullmatch(written)
        date = read_date(day[1] if day else written, day_first=day_first) if written else None
        if date:
            return date
    return None


def _author(declared: dict[str, str]) -> str:
    named = (declared.get(name, "") for name in _AUTHORS)
    return next((name for name in named if name and "://" not in name), "")


def _is_html(data: bytes) -> bool:
    """Whether bytes begin with a tag that only a whole web page begins with."""
    head = data[:_HEAD_BYTES]
    for mark in _BYTE_ORDER_MARKS:
        head = head.removeprefix(mark)
    # UTF-16 of tags is their ASCII and NULs.
    return _PAGE.match(head.replace(b"\x00", b"")) is not None


HTML = Reader("HTML", (".html", ".htm", ".xhtml", ".shtml"), _is_html, read_html)
"""Web pages, saved from a browser or written by a program."""
