"""The words of a file by the simplest means there are, to hold a reader's words against."""

from __future__ import annotations

import csv
import email
import html
import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from email import policy
from html.parser import HTMLParser
from xml.etree import ElementTree

from ethnocode.ingest import Document

_WORD = re.compile(r"[^\W_]+")
_UNSEEN = ("script", "style", "template")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_WORD_PARTS = re.compile(
    r"word/(?:document\d*|footnotes|endnotes|comments|header\d*|footer\d*)\.xml"
)
_ODF_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_ODF_BODY = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}body"


def words_in(text: str) -> Counter[str]:
    """Return runs of letters and digits; a soft hyphen joins its two halves."""
    plain = unicodedata.normalize("NFKC", text.replace("\xad", "").replace("\u200b", ""))
    return Counter(_WORD.findall(plain.casefold()))


def kept_words(document: Document) -> Counter[str]:
    """Return all words that a document keeps: text, furniture, side notes, headers."""
    parts = [document.text, document.title, document.author, document.date or ""]
    parts += [
        part for mark in document.marks for part in (mark.words, mark.author, mark.date or "")
    ]
    parts += [part for pair in document.variables for part in pair]
    parts += [attachment.name for attachment in document.attachments]
    return words_in("\n".join(parts))


def lost(
    document: Document, *, raw: Counter[str], joined: bool = False
) -> tuple[float, Counter[str]]:
    """Return the share of raw words that a document does not keep, and which they are.

    Args:
        joined: Whether words in pieces may be joined: then letters are counted.
    """
    kept = kept_words(document)
    if joined:
        raw, kept = Counter("".join(raw.elements())), Counter("".join(kept.elements()))
    missing = raw - kept
    return missing.total() / max(1, raw.total()), missing


def of_text(data: bytes, document: Document) -> Counter[str]:
    text = data.decode(document.encoding or "utf-8", "replace")
    return words_in(re.sub(r"\A\ufeff?---\n.*?\n---\n", _values, text, flags=re.DOTALL))


def _values(front_matter: re.Match[str]) -> str:
    """Return front matter without the names of its keys."""
    return re.sub(r"(?m)^\w+:", "", front_matter.group())


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        self.pieces.append(
            "" if tag in ("b", "i", "em", "strong", "span", "a", "u", "font") else " "
        )

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data)


def of_html(data: bytes, document: Document) -> Counter[str]:
    page = _Words()
    page.feed(data.decode(document.encoding or "utf-8", "replace"))
    page.close()
    return words_in("".join(page.pieces))


def of_word(data: bytes, document: Document) -> Counter[str]:
    archive = zipfile.ZipFile(io.BytesIO(data))
    pieces: list[str] = []
    for name in filter(_WORD_PARTS.fullmatch, archive.namelist()):
        root = ElementTree.fromstring(archive.read(name))
        for element in list(root.iter()):  # what older programs show instead of a text box
            for fallback in [child for child in element if child.tag.endswith("}Fallback")]:
                element.remove(fallback)
        for paragraph in root.iter(f"{_W}p"):
            pieces += [*_runs(paragraph), "\n"]
    return words_in("".join(pieces))


def _runs(paragraph: ElementTree.Element) -> Iterator[str]:
    """Yield the text of a paragraph; paragraphs in its text boxes have their own turn."""
    for child in paragraph:
        if child.tag == f"{_W}p" or child.tag.endswith(("}AlternateContent", "}txbxContent")):
            continue
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag == f"{_W}delText":
            yield f" {child.text or ''} "
        elif child.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            yield " "
        else:
            yield from _runs(child)


def of_odf(data: bytes, document: Document) -> Counter[str]:
    root = ElementTree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("content.xml"))
    body = root.find(_ODF_BODY)
    assert body is not None
    pieces = []
    for element in body.iter():
        if element.tag in (f"{_ODF_TEXT}p", f"{_ODF_TEXT}h"):
            pieces += ["\n", "".join(_odf_runs(element))]
    return words_in("".join(pieces))


def _odf_runs(element: ElementTree.Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in (f"{_ODF_TEXT}tab", f"{_ODF_TEXT}s", f"{_ODF_TEXT}line-break"):
            yield " "
        elif child.tag.endswith(("}span", "}a", "}bookmark", "}soft-page-break")):
            yield from _odf_runs(child)
        else:
            yield " "
        yield child.tail or ""


def of_rtf(data: bytes, document: Document) -> Counter[str]:
    from striprtf.striprtf import rtf_to_text

    return words_in(rtf_to_text(data.decode("latin-1"), errors="ignore").replace("|", " "))


def of_pdf(data: bytes, document: Document) -> Counter[str]:
    """Words cut at the end of a line are left out: they are joined by what reads them."""
    import pypdfium2

    pdf = pypdfium2.PdfDocument(data)
    pieces = []
    for page in pdf:
        words = page.get_textpage()
        pieces.append(words.get_text_range())
        words.close()
        page.close()
    pdf.close()
    whole = "\n".join(pieces)
    return words_in(re.sub(r"[^\W_]+(?:\ufffe|\x02|[-\xad\u2010]\s*\n)\s*[^\W_]+", " ", whole))


def of_mail(data: bytes, document: Document) -> Counter[str]:
    message = email.message_from_bytes(data, policy=policy.default)
    body = message.get_body(preferencelist=("plain",))
    if body is None:
        return Counter()
    payload = body.get_payload(decode=True)
    assert isinstance(payload, bytes)
    try:
        return words_in(payload.decode(body.get_content_charset() or "utf-8"))
    except (UnicodeDecodeError, LookupError):
        return Counter()


def of_captions(data: bytes, document: Document) -> Counter[str]:
    """Numbers of cues, settings after their times and tags but voices are no words."""
    text = data.decode(document.encoding or "utf-8", "replace")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    text = re.sub(r"(?m)^\d+\n(?=.*-->)", "", text)
    text = re.sub(r"(?m)^(\S+ --> \S+).*$", r"\1", text)
    text = re.sub(r"<v(?:\.[^ >]*)?[ \t]+([^>]*)>", _once(), text)
    return words_in(html.unescape(re.sub(r"<[^>\n]*>", "", text)))


def _once() -> Callable[[re.Match[str]], str]:
    """Return what leaves the name of a voice where it speaks first."""
    seen: set[str] = set()

    def name(match: re.Match[str]) -> str:
        known = match[1] in seen
        seen.add(match[1])
        return " " if known else match[1] + " "

    return name


def of_table(data: bytes, document: Document) -> Counter[str]:
    text = data.decode(document.encoding or "utf-8-sig", "replace").lstrip("\ufeff")
    delimiter = "\t" if "\t" in text.partition("\n")[0] else ","
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    cells = _without_repeated_labels(rows, {s.speaker for s in document.segments if s.speaker})
    return words_in(html.unescape("\n".join(cells)))


def _without_repeated_labels(rows: list[list[str]], speakers: set[str]) -> Iterator[str]:
    """Yield cells; rows of one speaker in a row are one turn, whose label is written once."""
    above: list[str] = []
    for row in rows:
        for column, cell in enumerate(row):
            if cell.rstrip(": ") not in speakers or [cell] != above[column : column + 1]:
                yield cell
        above = row


RAW: tuple[tuple[tuple[str, ...], Callable[[bytes, Document], Counter[str]]], ...] = (
    ((".txt", ".md", ".org"), of_text),
    ((".html", ".htm"), of_html),
    ((".docx",), of_word),
    ((".odt",), of_odf),
    ((".rtf",), of_rtf),
    ((".pdf",), of_pdf),
    ((".eml",), of_mail),
    ((".vtt", ".srt"), of_captions),
    ((".csv",), of_table),
)
"""How the words of files are counted, by ending; other endings are not compared."""
