"""What tests ask of a text that was read, and files broken for them."""

from __future__ import annotations

from hypothesis import strategies as st

from ethnocode.ingest import Document, Reading, ReadOptions
from ethnocode.ingest.blocks import BlockKind, LaidOut
from ethnocode.ingest.docx.reader import DOCX
from ethnocode.ingest.pdf.reader import PDF
from ethnocode.model import Mark, MarkKind, SegmentKind
from tests.ingest.docx_writer import docx
from tests.ingest.pdf_writer import pdf_of


def read_docx(data: bytes) -> Reading:
    """Return what a Word document is read as."""
    return DOCX.read(data, label="a.docx", options=ReadOptions())


def docx_text(body: str) -> str:
    """Return the text of a Word document of a body."""
    return read_docx(docx(body)).content.text


def read_printed(*pages: str) -> Reading:
    """Return what a PDF of pages is read as."""
    return PDF.read(pdf_of(*pages), label="a.pdf", options=ReadOptions())


def marks_of(reading: Reading | Document, kind: MarkKind) -> list[Mark]:
    """Return the marks of a kind."""
    return [mark for mark in reading.marks if mark.kind is kind]


def marked(reading: Reading | LaidOut, kind: MarkKind) -> list[tuple[str, str]]:
    """Return pairs of the words marked and the words that the mark brings."""
    text = reading.content.text
    return [(mark.of(text), mark.words) for mark in reading.marks if mark.kind is kind]


def furniture_of(reading: Reading | Document) -> list[str]:
    """Return what stands beside the text."""
    return [mark.words for mark in marks_of(reading, MarkKind.FURNITURE)]


def blocks_of(reading: Reading) -> list[tuple[BlockKind, int, str]]:
    """Return kind, level and words of each block."""
    assert reading.layout is not None
    return [(b.kind, b.level, b.span.of(reading.content.text)) for b in reading.layout.blocks]


def cues_of(document: Document) -> list[tuple[str, str]]:
    """Return time and words of each cue."""
    return [(mark.words, mark.of(document.text)) for mark in marks_of(document, MarkKind.CUE)]


def turns_of(document: Document) -> list[tuple[str | None, str | None, str]]:
    """Return speaker, time and speech of each turn."""
    return [
        (s.speaker, s.time, document.text[s.words_from : s.span.end])
        for s in document.segments
        if s.kind is SegmentKind.TURN
    ]


def rows_of(document: Document) -> list[str]:
    """Return the rows of tables."""
    return [s.span.of(document.text) for s in document.segments if s.kind is SegmentKind.ROW]


def broken(good: bytes) -> st.SearchStrategy[bytes]:
    """Return a file cut short anywhere, with up to six of its bytes changed."""

    def damaged(end: int, changed: dict[int, int]) -> bytes:
        data = bytearray(good)
        for place, byte in changed.items():
            data[place] = byte
        return bytes(data[:end])

    places = st.integers(0, len(good) - 1)
    return st.builds(
        damaged,
        st.integers(0, len(good)),
        st.dictionaries(places, st.integers(0, 255), max_size=6),
    )
