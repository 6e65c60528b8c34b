from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ethnocode.errors import (
    EmptySourceError,
    ProtectedSourceError,
    SourceError,
    UndecodableSourceError,
    UnsafeSourceError,
)
from ethnocode.ingest import Document, read_document
from ethnocode.ingest.mail.eml import MAIL
from ethnocode.ingest.mail.headers import header_words, sent_at, subject_root
from ethnocode.ingest.mail.signed import signed_part
from ethnocode.ingest.reader import ReadOptions
from ethnocode.model import MarkKind

HEADERS = (
    "From: Elizabeth Reed <e.reed@example.org>\r\n"
    "To: Ros <ros@example.org>\r\nCc: Maud <maud@example.org>\r\n"
    "Subject: The =?utf-8?q?caf=C3=A9?= rota\r\n"
    "Date: Wed, 2 May 2012 23:30:00 -0500\r\n"
    "Message-ID: <2@example.org>\r\nIn-Reply-To: <1@example.org>\r\nMIME-Version: 1.0\r\n"
)


def mail(content_type: str, body: str | bytes, headers: str = HEADERS) -> Document:
    raw = body.encode() if isinstance(body, str) else body
    head = f"{headers}Content-Type: {content_type}\r\n\r\n".encode()
    return read_document(head + raw, label="a.eml")


def multipart(*parts: str) -> str:
    return "".join(f"--B\r\n{part}\r\n" for part in parts) + "--B--\r\n"


def test_headers_say_who_when_and_what() -> None:
    document = mail("text/plain; charset=utf-8", "Dear Ros,\r\n\r\nYes.\r\n\r\n> quoted\r\n")

    assert document.kind == "email"
    assert (document.author, document.title) == ("Elizabeth Reed", "The café rota")
    assert document.text == "Dear Ros,\n\nYes.\n\n> quoted\n"
    assert document.variables == (
        ("from", "Elizabeth Reed <e.reed@example.org>"),
        ("to", "Ros <ros@example.org>"),
        ("cc", "Maud <maud@example.org>"),
        ("sent", "2012-05-02T23:30:00-05:00"),
        ("message-id", "<2@example.org>"),
        ("in-reply-to", "<1@example.org>"),
        ("thread", "<1@example.org>"),
    )


def test_the_date_is_the_day_on_the_senders_own_calendar() -> None:
    """23:30 on 2 May in UTC-5 is 3 May in UTC."""
    assert mail("text/plain", "Words.").date == "2012-05-02"


def test_an_address_without_a_name_gives_its_local_part() -> None:
    assert mail("text/plain", "Words.", "From: e.reed@example.org\r\n").author == "e.reed"


@pytest.mark.parametrize("header", ["", "Date: some day\r\n", "Date: Wed, 32 May 2012 25:99\r\n"])
def test_a_date_header_that_is_none_leaves_the_mail_undated_with_a_warning(header: str) -> None:
    document = mail("text/plain", "Words.", f"From: a@example.org\r\n{header}")

    assert document.date is None
    assert len(document.warnings) == 1


def test_the_plain_body_goes_before_the_html_one() -> None:
    body = multipart(
        "Content-Type: text/plain\r\n\r\nPlain.", "Content-Type: text/html\r\n\r\n<p>Rich.</p>"
    )

    assert mail("multipart/alternative; boundary=B", body).text == "Plain."


def test_an_html_body_loses_its_tags_and_keeps_its_lines() -> None:
    page = (
        "<html><head><title>T</title><style>p {}</style></head><body><p>Dear&nbsp;Ros,</p>"
        "<p>One<br>two &amp;\r\nthree.</p><ul><li>pans</li><li>pots</li></ul>"
        "<script>x()</script></body></html>"
    )

    assert mail("text/html", page).text == "Dear Ros,\n\nOne\ntwo & three.\n\n• pans\n• pots"


def test_attachments_are_listed_and_inline_text_is_kept() -> None:
    picture = base64.b64encode(b"\x89PNG").decode()
    body = multipart(
        "Content-Type: text/plain\r\n\r\nOne.",
        'Content-Type: image/png; name="plan.png"\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{picture}",
        "Content-Type: text/plain\r\n\r\nTwo.",
        'Content-Type: text/plain; name="menu.txt"\r\n'
        "Content-Disposition: attachment\r\n\r\nHotpot.",
    )

    document = mail("multipart/mixed; boundary=B", body)

    assert document.text == "One.\n\nTwo."
    assert document.warnings == ()
    assert [(file.name, file.data, file.kind) for file in document.attachments] == [
        ("plan.png", b"\x89PNG", "image/png"),
        ("menu.txt", b"Hotpot.", "text/plain"),
    ]


def test_declared_encodings_are_used_and_false_ones_reported() -> None:
    assert mail("text/plain; charset=iso-8859-1", b"caf\xe9").text == "café"

    document = mail("text/plain; charset=X-UNKNOWN", b"it\x92s")

    assert document.text == "it’s"
    assert "X-UNKNOWN" in document.warnings[0]


def test_a_body_in_no_encoding_is_refused() -> None:
    with pytest.raises(UndecodableSourceError):
        mail("text/plain; charset=utf-8", b"a\x81b")


def test_utf8_that_is_said_to_be_western_is_read_as_utf8_with_a_warning() -> None:
    document = mail("text/plain; charset=iso-8859-1", "café – naïve")

    assert document.text == "café – naïve"
    assert "not iso-8859-1" in document.warnings[0]


@pytest.mark.parametrize(
    ("part", "why"),
    [
        (b"Content-Type: text/plain; charset=utf-8\r\n\r\na\x81b", "encoding"),
        (b"Content-Type: application/pkcs7-mime; name=a.p7m\r\n\r\nMIIB", "encrypted"),
        (b"Content-Type: text/plain\r\n\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQ", "encrypted"),
    ],
)
def test_a_part_that_cannot_be_read_is_attached_and_the_others_are_read(
    part: bytes, why: str
) -> None:
    first = b"--B\r\nContent-Type: text/plain\r\n\r\nYes.\r\n--B\r\n"

    document = mail("multipart/mixed; boundary=B", first + part + b"\r\n--B--\r\n")

    assert document.text == "Yes."
    assert [file.data for file in document.attachments] == [part.partition(b"\r\n\r\n")[2]]
    (warning,) = document.warnings
    assert "not read" in warning
    assert why in warning


def test_words_above_encrypted_ones_are_read_with_a_warning() -> None:
    armour = "-----BEGIN PGP MESSAGE-----\r\n\r\nhQ==\r\n-----END PGP MESSAGE-----\r\n"

    document = mail("text/plain", f"See below.\r\n\r\n{armour}")

    assert document.text.startswith("See below.\n")
    assert "encrypted" in document.warnings[0]
    assert marked(document, MarkKind.ATTRIBUTION) == []


def ber(tag: int, *inside: bytes, endless: bool = False) -> bytes:
    data = b"".join(inside)
    if endless:
        return bytes([tag, 0x80]) + data + b"\0\0"
    length = len(data).to_bytes(2, "big")
    return bytes([tag, 0x82]) + length + data


def signature(*pieces: bytes, endless: bool) -> str:
    """Return base64 of signed data (RFC 5652) whose words are cut into pieces."""
    octets = [ber(0x24 if endless else 0x04, *pieces, endless=endless)]
    data = ber(0x06, bytes.fromhex("2a864886f70d010701"))
    held = ber(0x30, data, ber(0xA0, *octets, endless=endless), endless=endless)
    inside = ber(0x30, b"\x02\x01\x01", ber(0x31), held, ber(0x31), endless=endless)
    kind = bytes.fromhex("06092a864886f70d010702")
    whole = ber(0x30, kind, ber(0xA0, inside, endless=endless), endless=endless)
    return base64.encodebytes(whole).decode()


@pytest.mark.parametrize("endless", [False, True])
@pytest.mark.parametrize("kind", ["application/pkcs7-mime", "application/x-pkcs7-mime; name=s.p7m"])
def test_words_inside_a_signature_are_read(endless: bool, kind: str) -> None:
    part = b"Content-Type: text/plain; charset=utf-8\r\n\r\nIt leaks.\r\n"
    pieces = [ber(0x04, part[:30]), ber(0x04, part[30:])] if endless else [part]
    head = HEADERS + "Content-Transfer-Encoding: base64\r\n"

    document = mail(kind, signature(*pieces, endless=endless), head)

    assert document.text == "It leaks.\n"
    assert document.warnings == ()


def test_a_broken_signature_holds_nothing() -> None:
    whole = base64.b64decode(signature(ber(0x04, b"words"), endless=True))

    for end in range(len(whole) - 20):
        assert signed_part(whole[:end]) == b""
    assert signed_part(whole.replace(b"\x30\x80", b"\x24\x80")) == b""


def test_a_file_without_mail_headers_is_refused() -> None:
    with pytest.raises(SourceError, match="no mail headers"):
        read_document(b"Just words.\n", label="a.eml")


def test_a_mail_without_words_is_refused() -> None:
    with pytest.raises(EmptySourceError):
        mail("text/plain", "\r\n", "From: a@example.org\r\nDate: Wed, 2 May 2012 10:15 +0100\r\n")


def test_the_subject_is_the_text_of_a_mail_that_has_no_other_words() -> None:
    document = mail("text/plain", "\r\n")

    assert document.text == "The café rota"
    assert "subject" in document.warnings[0]


def test_cells_of_a_table_stay_words_apart() -> None:
    page = "<table><tr><td>kitchen</td><td>roof</td></tr><tr><td>tin</td></tr></table>"

    assert mail("text/html; charset=utf-8", page).text.split() == ["kitchen", "roof", "tin"]


def marked(document: Document, kind: MarkKind) -> list[str]:
    return [mark.of(document.text) for mark in document.marks if mark.kind is kind]


def test_quoted_words_are_marked_and_kept() -> None:
    body = "Yes.\r\n\r\n-- \r\nMaud\r\n\r\nOn 2 May 2012, at 10:15, Ros wrote:\r\n> No?\r\n"

    document = mail("text/plain", body)

    assert marked(document, MarkKind.SIGNATURE) == ["-- \nMaud"]
    assert marked(document, MarkKind.ATTRIBUTION) == ["On 2 May 2012, at 10:15, Ros wrote:"]
    assert marked(document, MarkKind.QUOTED) == ["> No?"]


def test_an_answer_below_a_block_quotation_of_html_is_the_senders_own() -> None:
    page = (
        "<p>On 2 May 2012, at 10:15, Ros wrote:</p><blockquote><p>Can you come?</p>"
        "<p>Ros</p></blockquote><p>Yes, I can.</p>"
    )

    document = mail("text/html", page)

    assert marked(document, MarkKind.QUOTED) == ["Can you come?\n\nRos"]
    assert document.text.endswith("Ros\n\nYes, I can.")


def test_the_html_is_read_where_the_plain_text_lacks_its_words() -> None:
    words = " ".join(f"word{number}" for number in range(30))
    body = multipart(
        "Content-Type: text/plain\r\n\r\nUse a program that shows HTML.",
        f"Content-Type: text/html\r\n\r\n<p>{words}</p>",
    )

    document = mail("multipart/alternative; boundary=B", body)

    assert document.text == words
    assert any("HTML" in warning for warning in document.warnings)


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("=?utf-8?q?caf=C3?= =?utf-8?q?=A9?=", "café"),
        ("=?utf-8?b?Y2Fmw6k?=", "café"),
        ("=?iso-8859-1?q?caf=E9_rota?= and more", "café rota and more"),
        ("=?x-none?q?plain?=", "plain"),
        ("a =?utf-8?q?b?= c", "a b c"),
        ("plain\r\n folded", "plain folded"),
    ],
)
def test_encoded_words_are_decoded_however_they_are_cut(raw: str, words: str) -> None:
    assert header_words(raw) == words


@pytest.mark.parametrize(
    ("raw", "sent"),
    [
        ("Wed, 2 May 2012 23:30:00 -0500", "2012-05-02T23:30:00-05:00"),
        ("2 May 2012 10:15 GMT", "2012-05-02T10:15:00+00:00"),
        ("Wed May  2 10:15:00 2012", "2012-05-02T10:15:00"),
        ("2012-05-02T10:15:00Z", "2012-05-02T10:15:00+00:00"),
        ("Wednesday, May 2, 2012 5:44 PM", "2012-05-02"),
        ("02/05/2012 10:15", "2012-05-02"),
        ("Thu, 2 May 2012 10:15:00 +0100", ""),
        ("Wed, 2 May 0000 10:15:00 +0100", ""),
        ("Thu, 1 Jan 1970 00:00:00 +0000", ""),
        ("Wed (weekday), 2 (two) May (x) 2012 10:15:00 +0100", "2012-05-02T10:15:00+01:00"),
        ("yesterday", ""),
    ],
)
def test_a_date_is_taken_only_where_it_is_certain(raw: str, sent: str) -> None:
    """2 May 2012 was a Wednesday; 1 January 1970 is a clock that was never set."""
    assert sent_at(raw)[0] == sent
    assert bool(sent_at(raw)[1]) is (sent == "")


@pytest.mark.parametrize(
    "subject", ["Roof", "Re: Roof", "RE: Fwd: Roof", "AW: Re[2]: Roof", "[tenants] Re: Roof"]
)
def test_messages_of_one_thread_share_the_subject_that_they_answer(subject: str) -> None:
    assert subject_root(subject) == "Roof"


@pytest.mark.parametrize(
    ("head", "thread"),
    [
        ("Message-ID: <1@x>\r\nSubject: Roof\r\n", "<1@x>"),
        ("Message-ID: <2@x>\r\nSubject: Re: Roof\r\nIn-Reply-To: Yours <1@x>\r\n", "<1@x>"),
        ("Subject: Gate\r\nReferences: <1@x>\r\n <2@x>\r\nIn-Reply-To: <2@x>\r\n", "<1@x>"),
        ("Message-ID: <8@x>\r\nSubject: Roof\r\n", "<8@x>"),
        ("Message-ID: <9@x>\r\nSubject: Re: Roof\r\n", "roof"),
        ("Message-ID: <9@x>\r\n", "<9@x>"),
        ("Subject: Roof\r\n", "roof"),
    ],
)
def test_a_thread_is_its_first_message_and_its_subject_where_none_is_named(
    head: str, thread: str
) -> None:
    document = mail("text/plain", "Yes.", f"From: a@example.org\r\n{head}")

    assert dict(document.variables)["thread"] == thread


def test_flowed_lines_are_joined_and_signatures_kept() -> None:
    body = "One \r\ntwo.\r\n> three \r\n> four\r\n-- \r\nMaud\r\n"

    assert mail("text/plain; format=flowed", body).text == "One two.\n> three four\n-- \nMaud\n"


def test_a_file_pasted_into_a_body_is_an_attachment() -> None:
    body = "See this.\r\nbegin 644 menu.txt\r\n'2&]T<&]T+@``\r\n`\r\nend\r\nMaud"

    document = mail("text/plain", body)

    assert document.text.split() == ["See", "this.", "Maud"]
    assert [(file.name, file.data) for file in document.attachments] == [("menu.txt", b"Hotpot.")]


def test_a_message_inside_a_message_is_an_attachment_with_its_own_words() -> None:
    body = multipart(
        "Content-Type: text/plain\r\n\r\nSee below.",
        f"Content-Type: message/rfc822\r\n\r\n{HEADERS}\r\nIt leaks.",
    )

    document = mail("multipart/mixed; boundary=B", body)
    (inside,) = document.attachments

    assert (document.text, inside.name) == ("See below.", "The café rota.eml")
    assert read_document(inside.data, label=inside.name).text.strip() == "It leaks."


@pytest.mark.parametrize(
    "header", ['filename="../../etc/pass.txt"', "filename*=utf-8''..%2F..%2Fpass.txt"]
)
def test_names_of_attachments_have_no_folders(header: str) -> None:
    part = f"Content-Type: text/plain\r\nContent-Disposition: attachment; {header}\r\n\r\nWords."
    body = multipart("Content-Type: text/plain\r\n\r\nYes.", part, part)

    names = [file.name for file in mail("multipart/mixed; boundary=B", body).attachments]

    assert names == ["pass.txt", "pass (2).txt"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ('multipart/encrypted; boundary=B; protocol="x"', multipart("\r\nVersion: 1")),
        ("application/pkcs7-mime; smime-type=enveloped-data", "MIIB"),
        ("text/plain", "-----BEGIN PGP MESSAGE-----\r\n\r\nhIwDY\r\n"),
    ],
)
def test_encrypted_mail_is_refused(kind: str, body: str) -> None:
    with pytest.raises(ProtectedSourceError, match="encrypted"):
        mail(kind, body)


def test_parts_nested_without_end_are_refused() -> None:
    nested = "".join(
        f'Content-Type: multipart/mixed; boundary="{n}"\r\n\r\n--{n}\r\n' for n in range(100)
    )

    with pytest.raises(UnsafeSourceError):
        read_document(HEADERS.encode() + nested.encode(), label="a.eml")


def test_utf_16_and_pasted_headers_are_mail_whatever_the_name_says() -> None:
    pasted = "From: Ros Hall\nSent: 02 May 2012 10:15\nTo: Maud\nSubject: Roof\n\nIt leaks.\n"

    for data in (pasted.encode(), pasted.encode("utf-16")):
        document = read_document(data, label="a.txt")
        assert (document.kind, document.date, document.author) == (
            "email",
            "2012-05-02",
            "Ros Hall",
        )
        assert document.text == "It leaks.\n"


def test_words_with_colons_are_not_taken_for_headers() -> None:
    for text in ("Ros: It leaks.\nMaud: Yes.\nRos: Well.\n\n", "Date: 2 May\nPresent: Ros\n\nx"):
        assert not MAIL.sniff(text.encode())


GOOD = (
    HEADERS
    + "Content-Type: multipart/mixed; boundary=B\r\n\r\n"
    + multipart(
        "Content-Type: text/plain; charset=utf-8\r\n\r\nYes.\r\n> No?",
        "Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+WWVzPC9wPg==",
        f"Content-Type: message/rfc822\r\n\r\n{HEADERS}\r\nIt leaks.",
    )
).encode()


@settings(max_examples=100)
@given(st.binary(max_size=200), st.integers(0, len(GOOD)), st.integers(0, len(GOOD)))
def test_broken_mail_is_read_or_refused(junk: bytes, cut: int, at: int) -> None:
    for data in (junk, GOOD[:cut], GOOD[:at] + junk + GOOD[at:], GOOD[:at] + GOOD[cut:]):
        MAIL.sniff(data)
        try:
            MAIL.read(data, label="a.eml", options=ReadOptions())
        except SourceError:
            continue
