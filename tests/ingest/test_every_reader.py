"""What every reader promises, whatever the bytes are."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ethnocode.errors import EthnocodeError, SourceError
from ethnocode.ingest import READERS, Document, Reader, ReadOptions, read_document, reader_for
from tests.ingest.docx_writer import docx, para, run
from tests.ingest.msg_writer import properties, written_box
from tests.ingest.pdf_writer import pdf_of, print_at

MAIL = (
    b"From: Elizabeth <e@example.org>\r\nTo: ros@example.org\r\nSubject: The tin\r\n"
    b"Date: Wed, 02 May 2012 10:00:00 +0100\r\n\r\nThe tin is with Maud.\r\n"
)
ODT = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
    "<text:p>The tin is with Maud.</text:p></office:text></office:body></office:document-content>"
)


def odt() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", ODT)
    return packed.getvalue()


SPEECH = {"segments": [{"start": 0, "end": 1, "text": "The tin is with Maud."}]}
DAY_ONE = {"entries": [{"creationDate": "2012-05-02T09:00:00Z", "text": "The tin is with Maud."}]}
GOOD = {
    "a.pdf": pdf_of(print_at(50, 700, "The tin is with Maud.")),
    "a.docx": docx(para(run("The tin is with Maud."))),
    "a.odt": odt(),
    "a.rtf": rb"{\rtf1\ansi The tin is with Maud.\par}",
    "a.html": b"<!DOCTYPE html><html><body><p>The tin is with Maud.</p></body></html>",
    "a.vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\nThe tin is with Maud.\n",
    "a.srt": b"1\n00:00:01,000 --> 00:00:02,000\nThe tin is with Maud.\n",
    "speech.json": json.dumps(SPEECH).encode(),
    "day-one.json": json.dumps(DAY_ONE).encode(),
    "a.msg": written_box(properties(32, {0x1A: "IPM.Note", 0x1000: "It is with Maud."}, {})),
    "a.mbox": (b"From e@example.org Wed May  2 10:00:00 2012\n" + MAIL + b"\n") * 2,
    "a.eml": MAIL,
    "a.csv": b"speaker,text\nWin,The tin is with Maud.\nRos,Why with Maud?\nWin,Yes.\n",
    "a.tsv": b"start\tend\ttext\n0\t900\tThe tin is with Maud.\n",
    "a.org": b"* Tuesday\nThe tin is with Maud.\n",
    "a.md": b"---\ntitle: T\n---\n\n# Tuesday\n\nThe tin is with Maud.\n",
    "a.txt": "The café’s tin is with Maud.\n".encode(),
}
"""A file of every format."""


def documents(data: bytes, label: str) -> list[Document]:
    """Read a file, and the files in it."""
    reader = reader_for(data, label=label)
    if reader.unpack is None:
        return [read_document(data, label=label)]
    parts = reader.unpack(data, label=label, options=ReadOptions())
    return [read_document(part.data, label=part.name) for part in parts]


def check(document: Document) -> None:
    """Check what holds for every document."""
    text = document.text
    assert text.strip()
    assert "\x00" not in text
    assert all(segment.span.end <= len(text) for segment in document.segments)
    assert all(mark.end <= len(text) for mark in document.marks)
    assert list(document.segments) == sorted(
        document.segments, key=lambda s: (s.span.start, -s.span.end, s.kind)
    )


def refusal(read: Callable[[], object]) -> EthnocodeError | None:
    """Return the error that reading raises, if it is one of ours."""
    try:
        read()
    except EthnocodeError as error:
        return error
    return None


def test_there_is_a_file_here_of_every_format() -> None:
    found = {reader_for(data, label=name).name for name, data in GOOD.items()}

    assert found == {reader.name for reader in READERS}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_of_every_format_is_read(name: str) -> None:
    for document in documents(GOOD[name], name):
        check(document)
        assert "with Maud" in document.text


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
@given(data=st.binary(max_size=300))
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_random_bytes_are_refused_or_read_by_every_reader(reader: Reader, data: bytes) -> None:
    for attempt in filter(None, (reader.read, reader.unpack)):
        error = refusal(partial(attempt, data, label="a", options=ReadOptions()))

        assert error is None or (isinstance(error, SourceError) and "\n" not in error.message)


@pytest.mark.parametrize("name", GOOD)
@given(cut=st.floats(0, 1), places=st.lists(st.floats(0, 1), max_size=4), byte=st.integers(0, 255))
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_a_damaged_file_of_every_format_is_refused_or_read(
    name: str, cut: float, places: list[float], byte: int
) -> None:
    data = bytearray(GOOD[name])
    for place in places:
        data[int(place * (len(data) - 1))] = byte
    damaged = bytes(data[: int(cut * len(data))])

    error = refusal(lambda: [check(document) for document in documents(damaged, name)])

    assert error is None or (isinstance(error, SourceError) and error.where)
    assert error is None or "\n" not in error.message
