from __future__ import annotations

import pytest

from ethnocode.errors import UndecodableSourceError, UnknownFormatError
from ethnocode.ingest.reader import decode

WORDS = "Delia’s café – 41"


@pytest.mark.parametrize(
    "data",
    [
        WORDS.encode("utf-8"),
        WORDS.encode("utf-8-sig"),
        WORDS.encode("utf-16"),
        b"\xfe\xff" + WORDS.encode("utf-16-be"),
        WORDS.encode("utf-32"),
        b"\x00\x00\xfe\xff" + WORDS.encode("utf-32-be"),
    ],
)
def test_utf8_and_marked_wide_text_are_decoded(data: bytes) -> None:
    assert decode(data, label="win.txt").removeprefix("\ufeff") == WORDS


@pytest.mark.parametrize(
    ("data", "looks_like"),
    [
        (b"\x89PNG\r\n\x1a\n....", "a PNG picture"),
        (b"\xff\xd8\xff\xe0....", "a JPEG picture"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"PK\x03\x04....", "a ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", "an old Office file"),
        (b"{\\rtf1\\ansi", "an RTF file"),
        (b"SQLite format 3\x00", "a SQLite database"),
        (b"\x1f\x8b\x08", "a gzip archive"),
        (b"version https://git-lfs.github.com/spec/v1\n", "a Git LFS pointer"),
        (b"\n <!DOCTYPE HTML><html>", "a web page"),
        (b"words\x00words", "the NUL byte at offset 5"),
        ("words".encode("utf-16-le"), "the NUL byte at offset 1"),
    ],
)
def test_what_is_no_text_is_refused_with_what_it_looks_like(data: bytes, looks_like: str) -> None:
    with pytest.raises(UnknownFormatError, match=looks_like) as caught:
        decode(data, label="win.txt")

    assert caught.value.where == "win.txt"
    assert caught.value.hint


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"caf\xe9", "byte 0xe9 at offset 3 is not UTF-8"),
        (b"a\xed\xa0\x80", "byte 0xed at offset 1 is not UTF-8"),
        (b"\xff\xfea\x00b", "byte 0x62 at offset 4 is not UTF-16"),
    ],
)
def test_undecodable_bytes_are_named_with_their_offset(data: bytes, message: str) -> None:
    with pytest.raises(UndecodableSourceError, match=message) as caught:
        decode(data, label="win.txt")

    assert "save it as UTF-8" in caught.value.hint
