"""Bytes that should be UTF-8, and what they are otherwise."""

from __future__ import annotations

import pytest

from ethnocode.text.utf8 import decoded

TEXT = "codes: [café]\n"


@pytest.mark.parametrize("text", ["", "a", "ab", "café 👩‍🌾", "\ufeffcodes"])
def test_utf8_is_read_as_it_is(text: str) -> None:
    found = decoded(text.encode())

    assert (found.text, found.fault) == (text, "")


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_other_forms_of_unicode_are_told_with_and_without_their_mark(codec: str, mark: str) -> None:
    found = decoded((mark + TEXT).encode(codec))

    assert found.text == TEXT
    assert found.fault == f"saved as {codec[:6].upper()}, not UTF-8"


def test_one_byte_of_windows_is_placed_and_shown() -> None:
    found = decoded(TEXT.encode("cp1252"))

    assert (found.text, found.at) == (TEXT, 11)
    assert found.fault == "not UTF-8: byte 0xe9 at offset 11, which is 'é' in Windows-1252"


def test_a_byte_that_is_no_letter_of_windows_is_not_shown() -> None:
    assert decoded(b"a\x81").fault == "not UTF-8: byte 0x81 at offset 1"
    assert decoded(b"a\x80").fault.endswith("which is '€' in Windows-1252")


def test_an_offset_counts_characters_where_it_says_so() -> None:
    found = decoded("é€".encode() + b"\xff")

    assert found.at == 2
    assert "at offset 5" in found.fault


def test_what_has_zero_bytes_and_is_not_unicode_is_no_text() -> None:
    found = decoded(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")

    assert not found.is_text
    assert found.text == ""
