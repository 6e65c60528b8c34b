from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ethnocode.errors import DamagedSourceError, ProtectedSourceError, SourceError
from ethnocode.ingest import read_document
from ethnocode.ingest.mail.msg import MSG
from ethnocode.ingest.mail.msg_rtf import rtf_of
from ethnocode.ingest.reader import ReadOptions
from ethnocode.model import MarkKind
from tests.ingest.msg_writer import Box, properties, written_box

WORDS = {0x001A: "IPM.Note", 0x0037: "Re: Roof", 0x1000: "Yes.\r\n\r\nRos wrote:\r\n> No?\r\n"}
SENDER = {0x0C1A: "Reed, Elizabeth", 0x0C1F: "e.reed@example.org"}


def message(words: dict[int, str], **more: bytes | Box) -> bytes:
    return written_box(properties(32, words, {}) | more)


def test_fields_body_and_recipients_are_read_as_of_any_mail() -> None:
    to = properties(8, {0x3001: "Maud", 0x3003: "maud@example.org"}, {0x0C15: 1})
    cc = properties(8, {0x3001: "", 0x39FE: "win@example.org"}, {0x0C15: 2})
    inner: dict[str, Box] = {
        "__recip_version1.0_#00000000": to,
        "__recip_version1.0_#00000001": cc,
    }

    document = read_document(message(WORDS | SENDER, **inner), label="a.msg")

    assert (document.kind, document.title) == ("email", "Re: Roof")
    assert document.author == "Reed, Elizabeth"
    assert document.text == "Yes.\n\nRos wrote:\n> No?\n"
    assert [mark.kind for mark in document.marks] == [MarkKind.ATTRIBUTION, MarkKind.QUOTED]
    said = dict(document.variables)
    assert said["from"] == '"Reed, Elizabeth" <e.reed@example.org>'
    assert (said["to"], said["cc"]) == ("Maud <maud@example.org>", "win@example.org")
    assert said["thread"] == "roof"


def test_the_headers_that_it_came_with_go_first() -> None:
    headers = "From: =?utf-8?q?Zo=C3=AB?= <z@example.org>\r\nDate: Wed, 2 May 2012 23:30 -0500\r\n"

    document = read_document(message(WORDS | SENDER | {0x007D: headers}), label="a.msg")

    assert (document.author, document.date) == ("Zoë", "2012-05-02")


def test_files_and_messages_inside_are_attachments() -> None:
    file = properties(8, {0x3707: "menu.txt"}, {}) | {"__substg1.0_37010102": b"Hotpot."}
    held = properties(24, {0x0037: "Roof", 0x1000: "It leaks."} | SENDER, {})
    inner: dict[str, Box] = {
        "__attach_version1.0_#00000000": file,
        "__attach_version1.0_#00000001": {**properties(8, {}, {}), "__substg1.0_3701000D": held},
    }

    menu, inside = read_document(message(WORDS, **inner), label="a.msg").attachments

    assert (menu.name, menu.data) == ("menu.txt", b"Hotpot.")
    assert inside.name == "Roof.eml"
    found = read_document(inside.data, label=inside.name)
    assert (found.title, found.author, found.text) == ("Roof", "Reed, Elizabeth", "It leaks.")


def test_a_body_in_compressed_rtf_is_read() -> None:
    """The compressed example of MS-OXRTFCP, 3.1.1, and its words."""
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a"
        "800fa0"
    )

    assert rtf_of(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"


def test_uncompressed_rtf_is_the_text_where_there_is_no_other_body() -> None:
    rtf = b"{\\rtf1\\ansi It leaks.}"
    packed = struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf
    words = {0x001A: "IPM.Note", 0x0037: "Roof"} | SENDER

    document = read_document(message(words, **{"__substg1.0_10090102": packed}), label="a.msg")

    assert document.text.strip() == "It leaks."


def test_a_message_with_an_encrypted_attachment_is_read() -> None:
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    file = properties(8, {0x3707: "plan.docx"}, {}) | {"__substg1.0_37010102": locked}

    document = read_document(message(WORDS, **{"__attach_version1.0_#00000000": file}), label="a")

    assert document.text.startswith("Yes.")
    assert [(file.name, file.data) for file in document.attachments] == [("plan.docx", locked)]


def test_words_inside_a_signature_are_read() -> None:
    """The class is that of encrypted messages; a signature only packs the words."""
    part = b"Content-Type: text/plain\r\n\r\nIt leaks.\r\n"
    octets = b"\x04" + bytes([len(part)]) + part
    held = b"\x30\x80\x06\x01\x2a\xa0\x80" + octets + b"\0\0\0\0"
    kind = bytes.fromhex("06092a864886f70d010702")
    packed = b"\x30\x80" + kind + b"\xa0\x80\x30\x80\x02\x01\x01\x31\x00" + held + b"\0\0" * 3
    file = properties(8, {0x3707: "smime.p7m"}, {}) | {"__substg1.0_37010102": packed}
    words = {0x001A: "IPM.Note.SMIME", 0x0037: "Roof"}

    document = read_document(message(words, **{"__attach_version1.0_#00000000": file}), label="a")

    assert document.text == "It leaks.\n"


def test_a_path_in_a_directory_is_no_address() -> None:
    """As Outlook stores whoever is of the same office."""
    sender = {0x0C1A: "Ros Hall", 0x0C1F: "/O=COUNCIL/OU=HOUSING/CN=RECIPIENTS/CN=ROS"}

    document = read_document(message(WORDS | sender), label="a.msg")

    assert document.author == dict(document.variables)["from"] == "Ros Hall"


def test_encrypted_and_broken_messages_are_refused() -> None:
    with pytest.raises(ProtectedSourceError, match="encrypted"):
        read_document(message(WORDS | {0x001A: "IPM.Note.SMIME"}), label="a.msg")
    with pytest.raises(DamagedSourceError):
        MSG.read(message(WORDS)[:700], label="a.msg", options=ReadOptions())


GOOD = message(WORDS | SENDER)


@settings(max_examples=100)
@given(st.binary(max_size=40), st.integers(0, len(GOOD)), st.integers(0, len(GOOD)))
def test_broken_boxes_are_read_or_refused(junk: bytes, cut: int, at: int) -> None:
    for data in (junk, GOOD[:cut], GOOD[:at] + junk + GOOD[at + len(junk) :]):
        MSG.sniff(data)
        try:
            MSG.read(data, label="a.msg", options=ReadOptions())
        except SourceError:
            continue
