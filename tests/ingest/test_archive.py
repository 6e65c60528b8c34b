"""Archives that would harm whoever opens them are refused, in one line each."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile

import pytest

from ethnocode.errors import DamagedSourceError, ProtectedSourceError, UnsafeSourceError
from ethnocode.ingest.office import archive as archive_module
from ethnocode.ingest.office.archive import DEEPEST_LEVEL, Archive
from tests.ingest.docx_writer import packed


def opened(**members: str | bytes) -> Archive:
    return Archive(packed({f"{name}.xml": each for name, each in members.items()}), label="a.zip")


def test_a_member_is_returned_as_it_was_packed() -> None:
    archive = opened(a=b"\x00one\xff", b="two")

    assert archive.names == {"a.xml", "b.xml"}
    assert (archive.read("a.xml"), archive.read("b.xml")) == (b"\x00one\xff", b"two")


def test_a_member_that_is_missing_is_named() -> None:
    with pytest.raises(DamagedSourceError, match=r"a\.zip: damaged: c\.xml is missing"):
        opened(a="").read("c.xml")


@pytest.mark.parametrize(
    "data", [b"", b"words", b"PK\x03\x04 and words", b"PK\x05\x06" + b"\0" * 18]
)
def test_bytes_that_are_no_archive_are_damaged(data: bytes) -> None:
    with pytest.raises(DamagedSourceError, match="damaged: "):
        Archive(data, label="a.zip")


def test_an_archive_inside_another_file_is_not_that_file() -> None:
    with pytest.raises(DamagedSourceError, match="does not begin as an archive does"):
        Archive(b"\xd0\xcf\x11\xe0" + packed({"a.xml": "one"}), label="a.doc")


def test_a_flipped_bit_fails_the_checksum() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as written:
        written.writestr("a.xml", "<a>one</a>")
    data = stream.getvalue().replace(b"<a>one</a>", b"<a>one</b>")

    for read in (Archive(data, label="a").read, Archive(data, label="a").xml):
        with pytest.raises(DamagedSourceError, match=r"a\.xml fails its checksum"):
            read("a.xml")


def test_an_archive_that_is_cut_short_is_damaged() -> None:
    data = packed({"a.xml": "one " * 1000})

    with pytest.raises(DamagedSourceError, match="cut short or broken"):
        Archive(data[: len(data) // 2], label="a.docx")


def test_an_encrypted_member_asks_for_a_copy_without_password() -> None:
    data = bytearray(packed({"a.xml": "one"}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + at] |= 1

    with pytest.raises(ProtectedSourceError, match="password-protected"):
        Archive(bytes(data), label="a.docx").read("a.xml")


def test_two_members_of_one_name_are_read_only_where_they_agree() -> None:
    def doubled(second: str) -> Archive:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as written:
            written.writestr("a.xml", "one")
            written.writestr("b.xml", second)
        return Archive(stream.getvalue().replace(b"b.xml", b"a.xml"), label="a.docx")

    assert doubled("one").read("a.xml") == b"one"
    with pytest.raises(DamagedSourceError, match=r"a\.xml is in it 2 times"):
        doubled("two").read("a.xml")


def test_a_packing_that_no_document_has_is_damaged() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as written:
        written.writestr("a.xml", "one")

    with pytest.raises(DamagedSourceError, match="packed in a way"):
        Archive(stream.getvalue(), label="a.docx").read("a.xml")


def bomb(megabytes: int, *, claimed: int | None = None) -> bytes:
    """Return an archive of spaces, whose directory may claim another size."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written,
        written.open("a.xml", "w") as member,
    ):
        for _ in range(megabytes):
            member.write(b" " * 1_000_000)
    data = bytearray(stream.getvalue())
    if claimed is not None:
        directory = data.index(b"PK\x01\x02")
        data[directory + 24 : directory + 28] = struct.pack("<I", claimed)
    return bytes(data)


def test_a_bomb_is_refused_before_anything_is_unpacked() -> None:
    data = bomb(60)
    tracemalloc.start()
    with pytest.raises(UnsafeSourceError, match=r"a\.xml unpacks to far more"):
        Archive(data, label="a.docx").read("a.xml")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most < 2_000_000


def test_a_bomb_that_claims_to_be_small_is_never_unpacked_whole() -> None:
    data = bomb(60, claimed=1000)
    tracemalloc.start()
    with pytest.raises((UnsafeSourceError, DamagedSourceError)):
        Archive(data, label="a.docx").read("a.xml")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most < 5_000_000


def test_what_was_unpacked_is_counted_over_all_members(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "LARGEST_WHOLE_BYTES", 25)
    archive = opened(a="x" * 10, b="x" * 10, c="x" * 10)
    archive.read("a.xml")
    archive.read("b.xml")

    with pytest.raises(UnsafeSourceError, match=r"c\.xml unpacks"):
        archive.read("c.xml")


def test_an_absurd_number_of_members_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "MOST_MEMBERS", 2)
    assert opened(a="", b="").names

    with pytest.raises(UnsafeSourceError, match="more than 2 files"):
        opened(a="", b="", c="")


LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha">]><a>&b;</a>'


@pytest.mark.parametrize(
    "xml",
    [
        LAUGHS.encode(),
        LAUGHS.encode("utf-16"),
        LAUGHS.encode("utf-16-be"),
        b"<!--" + b" " * 600_000 + b"-->" + LAUGHS.encode(),
        b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>',
    ],
)
def test_xml_that_declares_entities_is_refused_in_every_encoding(xml: bytes) -> None:
    with pytest.raises(UnsafeSourceError, match=r"refused: entity declarations in a\.xml"):
        opened(a=xml).xml("a.xml")


def test_words_that_look_like_a_declaration_are_words() -> None:
    assert opened(a="<a><![CDATA[<!DOCTYPE b>]]></a>").xml("a.xml").text == "<!DOCTYPE b>"


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"   ",
        b"words",
        b"<a>",
        b"<a></b>",
        b"<a/><b/>",
        b'<?xml version="1.0" encoding="x-none"?><a/>',
        b'<?xml version="1.0" encoding="utf-7"?><a/>',
        b"<a>\xff</a>",
    ],
)
def test_what_is_no_xml_is_damaged(xml: bytes) -> None:
    for read in (
        lambda archive: archive.xml("a.xml"),
        lambda archive: list(archive.children("a.xml", inside="b")),
    ):
        with pytest.raises(DamagedSourceError, match=r"a\.xml is not well-formed"):
            read(opened(a=xml))


@pytest.mark.parametrize("levels", [DEEPEST_LEVEL + 1, 200_000])
def test_xml_nested_deeper_than_any_program_nests_is_refused(levels: int) -> None:
    xml = '<r xmlns="urn:a"><b>' + "<c>" * levels + "</c>" * levels + "</b></r>"

    with pytest.raises(UnsafeSourceError, match="levels deep"):
        opened(a=xml).xml("a.xml")
    with pytest.raises(UnsafeSourceError, match="levels deep"):
        list(opened(a=xml).children("a.xml", inside="b"))


def test_a_sea_of_tags_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "MOST_TAGS", 10)

    with pytest.raises(UnsafeSourceError, match="far more"):
        opened(a="<a>" + "<b/>" * 10 + "</a>").xml("a.xml")


def test_children_come_one_by_one_in_order_and_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "_CHUNK_BYTES", 7)
    inside = "".join(f"<c n='{number}'><d>{number} words</d> tail</c>" for number in range(100))
    xml = f"<r xmlns='urn:a'><before/><b>{inside}</b><after/></r>"

    found = list(opened(a=xml).children("a.xml", inside="b"))

    assert [child.get("n") for child in found] == [str(number) for number in range(100)]
    assert [child[0].text for child in found] == [f"{number} words" for number in range(100)]
    assert {child[0].tail for child in found} == {" tail"}


def test_an_element_that_is_not_there_has_no_children() -> None:
    assert list(opened(a="<r xmlns='urn:a'><c/></r>").children("a.xml", inside="b")) == []
