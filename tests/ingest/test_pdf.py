from __future__ import annotations

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ethnocode.errors import (
    DamagedSourceError,
    EmptySourceError,
    ProtectedSourceError,
    SourceError,
    UnsafeSourceError,
)
from ethnocode.ingest import ReadOptions, read_document
from ethnocode.ingest.pdf import pages as printed
from ethnocode.ingest.pdf import streams
from ethnocode.ingest.pdf.reader import PDF, pages_named, read_pdf
from ethnocode.ingest.reader import Reading
from ethnocode.model import MarkKind
from tests.ingest.pdf_writer import PICTURE, Password, pdf_of, print_at, print_lines

WORDS = print_at(50, 700, "Maud minds the boiler.")


def read(data: bytes, *, password: str | None = None) -> Reading:
    return read_pdf(data, label="a.pdf", options=ReadOptions(password=password))


def test_the_words_of_a_page_are_the_text() -> None:
    assert read(pdf_of(WORDS)).content.text == "Maud minds the boiler."


def test_a_pdf_is_known_by_its_first_bytes_whatever_it_is_called() -> None:
    document = read_document(pdf_of(WORDS), label="minutes.txt")

    assert (document.format, document.text) == ("PDF", "Maud minds the boiler.")


@pytest.mark.parametrize(
    ("data", "sure"),
    [
        (b"%PDF-1.4\n", True),
        (b"\xef\xbb\xbf\n %PDF-1.7", True),
        (b"We kept the %PDF-1.4 of it.", False),
        (b"", False),
    ],
)
def test_only_the_very_beginning_tells(data: bytes, sure: bool) -> None:
    assert PDF.sniff(data) is sure
    assert PDF.suffixes == (".pdf",)


def test_each_page_is_marked_with_its_number() -> None:
    pages = [print_at(50, 700, f"Word {name}.") for name in ("one", "two", "three")]
    reading = read(pdf_of(*pages))

    marks = [mark for mark in reading.marks if mark.kind is MarkKind.PAGE]
    assert [(mark.words, mark.of(reading.content.text).strip()) for mark in marks] == [
        ("1", "Word one."),
        ("2", "Word two."),
        ("3", "Word three."),
    ]


def test_segments_know_their_page() -> None:
    document = read_document(pdf_of(WORDS, print_at(50, 700, "Win does not.")), label="a.pdf")

    assert [s.page for s in document.segments if s.kind == "paragraph"] == [1, 2]


def test_a_page_is_named_from_its_place_even_after_pages_without_words() -> None:
    reading = read(pdf_of("", PICTURE, WORDS))

    assert [mark.words for mark in reading.marks if mark.kind is MarkKind.PAGE] == ["3"]


def test_pages_without_words_are_named_in_a_warning() -> None:
    (warning,) = read(pdf_of(WORDS, PICTURE, PICTURE, WORDS, PICTURE)).warnings

    assert warning.startswith("no text layer on pages 2-3, 5: ")
    assert "ocrmypdf" in warning


def test_a_blank_page_among_others_is_not_warned_of() -> None:
    assert read(pdf_of(WORDS, "", WORDS)).warnings == ()


def test_pages_that_are_all_pictures_have_no_text_layer() -> None:
    with pytest.raises(EmptySourceError) as caught:
        read(pdf_of(*[PICTURE] * 10))

    assert str(caught.value) == "a.pdf: no text layer on pages 1-10"
    assert caught.value.hint == "run 'ocrmypdf FILE OUT.pdf' and ingest that"


def test_a_blank_page_is_no_picture() -> None:
    with pytest.raises(EmptySourceError, match=r"^a\.pdf: no text on page 1: blank$"):
        read(pdf_of(""))


def test_a_password_is_asked_for_and_opens_the_file() -> None:
    data = pdf_of(WORDS, password=Password(user="bridge"))

    with pytest.raises(ProtectedSourceError, match="password-protected"):
        read(data)
    with pytest.raises(ProtectedSourceError, match="the password does not open it"):
        read(data, password="boiler")
    assert read(data, password="bridge").content.text == "Maud minds the boiler."


def test_a_file_that_only_its_owner_may_change_is_read() -> None:
    data = pdf_of(WORDS, password=Password(owner="bridge"))

    assert b"boiler" not in data
    assert read(data).content.text == "Maud minds the boiler."


@pytest.mark.parametrize("data", [b"%PDF-1.4\n", b"%PDF-1.4\n" + bytes(range(256)) * 20])
def test_what_only_begins_like_a_pdf_is_damaged(data: bytes) -> None:
    with pytest.raises(DamagedSourceError, match="damaged: ") as caught:
        read(data)

    assert caught.value.hint


def test_more_pages_than_any_document_has_are_refused() -> None:
    with pytest.raises(UnsafeSourceError, match="30000 pages"):
        read(pdf_of(WORDS).replace(b"/Count 1>>", b"/Count 30000>>"))


def test_more_characters_than_any_page_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printed, "MOST_SIGNS", 21)

    assert read(pdf_of(print_at(50, 700, "Maud minds the house."))).content.text
    with pytest.raises(UnsafeSourceError, match="page 1 has 22 characters"):
        read(pdf_of(WORDS))


@pytest.mark.parametrize("layers", [1, 2, 5])
def test_a_part_that_unpacks_to_more_than_any_page_needs_is_refused(
    layers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = WORDS.encode() + b" " * 5_000
    for _ in range(layers):
        stream = zlib.compress(stream)
    packed = b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream)
    data = pdf_of(WORDS) + packed

    assert read(pdf_of(WORDS)).content.text
    monkeypatch.setattr(streams, "MOST_UNPACKED", 5_000)
    with pytest.raises(UnsafeSourceError, match="unpacks to more than"):
        read(data)
    image = data.replace(b"<</Length %d>>stream" % len(stream), b"<</Subtype/Image>>stream")
    assert read(image).content.text == "Maud minds the boiler."


def test_a_page_that_cannot_be_read_is_named_and_the_others_are_read() -> None:
    pages = [print_at(50, 700, f"Word {name}.") for name in ("one", "two", "three")]
    data = pdf_of(*pages).replace(b"8 0 obj\n<</Type/Page/", b"8 0 obj\n<</Type/Pagx/")

    reading = read(data)

    assert reading.content.text == "Word one.\n\nWord three."
    assert reading.warnings == ("page 2 cannot be read: damaged",)
    assert [mark.words for mark in reading.marks if mark.kind is MarkKind.PAGE] == ["1", "3"]


def test_a_file_without_its_end_is_read_with_a_warning() -> None:
    data = pdf_of(WORDS)

    reading = read(data[: data.index(b"startxref")])

    assert reading.content.text == "Maud minds the boiler."
    assert reading.warnings == ("the end of the file is missing, and perhaps pages with it",)


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ("Minutes of the  Estates Committee", "Minutes of the Estates Committee"),
        ("Microsoft Word - minutes.doc", ""),
        ("minutes_final_2.docx", ""),
        ("10811.exe", ""),
        ("Untitled", ""),
        ("þÿØ\x00", ""),
        ("", ""),
    ],
)
def test_only_a_title_that_somebody_gave_is_one(title: str, kept: str) -> None:
    assert read(pdf_of(WORDS, title=title)).title == kept


def test_signs_without_a_letter_are_shown_and_counted() -> None:
    reading = read(pdf_of(print_at(50, 700, "The o\x03ce is shut.")))

    assert reading.content.text == "The o\ufffdce is shut."
    assert reading.warnings == (
        "1 sign on page 1 without a letter in the file: '\ufffd' in the text",
    )


@pytest.mark.parametrize("sign", ["\U0001d4bd", "fi", "\u0161"])
def test_signs_that_stand_for_others_do_not_shift_what_comes_after(sign: str) -> None:
    data = pdf_of(print_lines(["~ was ~ here ~~~", "", "Win: and ~ there"]), tilde=sign)

    assert read(data).content.text == f"{sign} was {sign} here {3 * sign}\n\nWin: and {sign} there"


@pytest.mark.parametrize(
    ("numbers", "named"),
    [([4], "page 4"), ([1, 2, 3], "pages 1-3"), ([1, 3, 4, 9], "pages 1, 3-4, 9")],
)
def test_pages_are_named_as_people_do(numbers: list[int], named: str) -> None:
    assert pages_named(numbers) == named


GOOD = pdf_of(
    print_lines(["The committee met at", "four and talked for an hour about co-", "operation."]),
    print_at(50, 700, "Nobody said anything."),
    title="Minutes",
)


def _reads_or_refuses(data: bytes) -> None:
    try:
        reading = read(data)
    except SourceError:
        return
    assert reading.content.text.strip()


@given(st.binary(max_size=400))
def test_random_bytes_are_refused_in_one_line(data: bytes) -> None:
    _reads_or_refuses(b"%PDF-1.4\n" + data)


@settings(max_examples=60)
@given(st.integers(0, len(GOOD)))
def test_a_file_cut_short_is_read_or_refused(end: int) -> None:
    _reads_or_refuses(GOOD[:end])


@settings(max_examples=100)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=20))
def test_a_file_with_flipped_bytes_is_read_or_refused(flips: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for place, byte in flips:
        data[place] = byte
    _reads_or_refuses(bytes(data))


def test_many_signs_without_a_letter_say_how_to_get_the_words() -> None:
    reading = read(pdf_of(print_at(50, 700, "W\x03 cam\x04 at\x03t\x04n.")))
    [warning] = reading.warnings

    assert warning.endswith(
        "its other letters may be wrong: run 'ocrmypdf --force-ocr FILE OUT.pdf' and ingest that"
    )


def test_a_file_whose_signs_mostly_have_no_letter_is_refused() -> None:
    with pytest.raises(EmptySourceError, match="no letter") as caught:
        read(pdf_of(print_at(50, 700, "\x03\x04\x05\x03 \x04\x05 at \x03\x04")))

    assert caught.value.hint.startswith("run 'ocrmypdf --force-ocr")
