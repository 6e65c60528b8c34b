"""What no reader takes is refused in one line that says what it is and what to do."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.errors import (
    DamagedSourceError,
    ProtectedSourceError,
    SourceError,
    UnknownFormatError,
)
from ethnocode.ingest.foreign import refuse_all_but_text, refuse_foreign

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500


def packed(*names: str, **members: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
        for name, words in members.items():
            archive.writestr(name, words)
    return data.getvalue()


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + b"\x00" * 100


def lock(owner: bytes) -> bytes:
    """A Word lock file: length and name in bytes, then in UTF-16; 162 bytes in all."""
    first = bytes([len(owner)]) + owner.ljust(53, b"\x00")
    second = len(owner).to_bytes(2, "little") + owner.decode().encode("utf-16-le")
    return (first + second).ljust(162, b"\x00")


ODF = "application/vnd.oasis.opendocument"


@pytest.mark.parametrize(
    ("data", "name", "message"),
    [
        (b"\x89PNG\r\n\x1a\n....", "a.docx", "is a PNG image"),
        (b"\xff\xd8\xff\xe0....", "a.docx", "is a JPEG image"),
        (b"GIF89a....", "a.txt", "is a GIF image"),
        (b"II*\x00....", "a.pdf", "is a TIFF image"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "a.txt", "is a WebP image"),
        (b"\x00\x00\x00\x18ftypheic", "a.txt", "is a HEIC image"),
        (b"BM\x0a\x00\x00\x00....", "a.txt", "is a BMP image"),
        (b'<?xml version="1.0"?>\n<svg xmlns="x"/>', "a.html", "is an SVG image"),
        (b"ID3\x03....", "a.txt", "is an MP3 recording"),
        (b"\xff\xfb\x90\x00", "a.txt", "is an MP3 recording"),
        (b"\x00\x00\x00\x20ftypM4A ", "a.txt", "is an M4A recording"),
        (b"\x00\x00\x00\x20ftypisom", "a.txt", "is an MP4 recording"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "a.txt", "is a WAV recording"),
        (b"OggS\x00", "a.txt", "is an Ogg recording"),
        (b"\x1f\x8b\x08", "a.txt", "is a gzip archive"),
        (b"7z\xbc\xaf\x27\x1c", "a.txt", "is a 7-Zip archive"),
        (b"Rar!\x1a\x07\x01", "a.txt", "is a RAR archive"),
        (b"\x00" * 257 + b"ustar\x00", "a.txt", "is a tar archive"),
        (b"MZ\x90\x00" + b"\x00" * 60, "a.txt", "is a program"),
        (b"\x7fELF\x02", "a.txt", "is a program"),
        (b"SQLite format 3\x00", "a.txt", "is a SQLite database"),
        (b"PAR1....", "a.txt", "is a Parquet table"),
        (b"\x00\x00\x00\x01Bud1\x00", ".DS_Store", "is a .DS_Store file of macOS"),
        (b"\x00\x01\x00\x00\x00\x10", "a.txt", "is a font"),
        (b"wOFF\x00", "a.txt", "is a font"),
        (b"version https://git-lfs.github.com/spec/v1\noid", "a.csv", "is a Git LFS pointer"),
        (lock(b"Ros Dunne"), "a.docx", "Word lock file, skipped"),
        (b"anything", "notes/~$minutes.docx", "Word lock file, skipped"),
        (b"../../minutes/may.docx", "a.docx", "is a symbolic link stored as a file, to '../../"),
        (ole("WordDocument"), "a.doc", "is an old binary .doc: save as .docx"),
        (ole("Workbook"), "a.xls", "is an old binary .xls: export each sheet as .csv"),
        (ole("PowerPoint Document"), "a.ppt", "is an old binary .ppt: save as .pdf"),
        (ole("Something"), "a.doc", "is an old Office file"),
        (packed("[Content_Types].xml", "xl/workbook.xml"), "a.xlsx", "is an Excel workbook"),
        (packed("ppt/presentation.xml"), "a.pptx", "is a PowerPoint presentation"),
        (packed("project.qde"), "a.qdpx", "is a REFI-QDA project"),
        (packed("notes.txt"), "a.zip", "is a ZIP archive"),
        (packed(mimetype=f"{ODF}.spreadsheet"), "a.ods", "is an OpenDocument spreadsheet"),
        (packed(mimetype="application/epub+zip"), "a.epub", "is an EPUB book"),
    ],
)
def test_what_it_is_is_said_in_one_line(data: bytes, name: str, message: str) -> None:
    with pytest.raises(UnknownFormatError) as caught:
        refuse_foreign(data, label=name)

    assert caught.value.message.startswith(message)
    assert "\n" not in caught.value.message
    assert (caught.value.where, bool(caught.value.hint)) == (name, True)


def test_recordings_are_to_be_transcribed_and_spreadsheets_exported() -> None:
    for data, hint in (
        (b"ID3\x03", "transcribe it first"),
        (packed(mimetype=f"{ODF}.spreadsheet"), "export it as CSV"),
    ):
        with pytest.raises(UnknownFormatError) as caught:
            refuse_foreign(data, label="a")
        assert hint in caught.value.hint


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7\n",
        b"{\\rtf1 words}",
        b"<!doctype html><p>words <svg></svg>",
        b'{"a": 1}',
        b"BMW drivers, she said",
        b"MZ was there",
        b"II. Minutes",
        b"RIFF and raff",
        b"words\x00words",
        b"",
        "wörds".encode("utf-16"),
        packed("word/document.xml", "word/media/image.png"),
        packed("document.xml", **{"[Content_Types].xml": "wordprocessingml.document.main+xml"}),
        packed("content.xml", mimetype=f"{ODF}.text"),
        packed("content.xml", "META-INF/manifest.xml"),
        ole("__properties_version1.0") + "WordDocument".encode("utf-16-le"),
        ole("__properties_version1.0") + "EncryptedPackage".encode("utf-16-le"),
    ],
)
def test_what_has_a_reader_passes(data: bytes) -> None:
    refuse_foreign(data, label="notes.txt")


def test_a_line_with_a_path_is_a_link_only_where_no_text_was_meant() -> None:
    refuse_foreign(b"see/notes.docx", label="a.txt")
    refuse_foreign(b"see/notes.docx\n", label="a.docx")


def test_passwords_and_damage_have_errors_of_their_own() -> None:
    with pytest.raises(ProtectedSourceError, match="password"):
        refuse_foreign(ole("EncryptedPackage"), label="a.docx")
    with pytest.raises(DamagedSourceError, match="damaged"):
        refuse_foreign(packed("word/document.xml")[:-30], label="a.docx")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"\xef\xbb\xbf {\\rtf1 words}", "an RTF document"),
        (b"\n <!DOCTYPE HTML><html>", "a web page"),
        (packed("word/document.xml"), "a document"),
        (ole("__properties_version1.0"), "a saved message"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
    ],
)
def test_documents_are_refused_where_only_text_will_do(data: bytes, what: str) -> None:
    with pytest.raises(UnknownFormatError, match=f"is {what}"):
        refuse_all_but_text(data, label="memo.txt")


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.docx", "~$a.docx", "a", ""]))
def test_any_bytes_pass_or_are_refused_by_an_error_of_ours(data: bytes, name: str) -> None:
    with suppress(SourceError):
        refuse_foreign(data, label=name)
        refuse_foreign(b"PK\x03\x04" + data, label=name)
