from __future__ import annotations

import base64

import pytest

from ethnocode.errors import EmptySourceError, SourceError, UndecodableSourceError
from ethnocode.ingest import Document, read_document

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
        ("to", "Ros <ros@example.org>"),
        ("cc", "Maud <maud@example.org>"),
        ("message-id", "<2@example.org>"),
        ("in-reply-to", "<1@example.org>"),
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

    assert mail("text/html", page).text == "Dear Ros,\n\nOne\ntwo & three.\n\npans\npots"


def test_attachments_are_named_in_warnings_and_inline_text_is_kept() -> None:
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
    assert document.warnings == (
        "the attachment 'plan.png' (image/png) is not read",
        "the attachment 'menu.txt' (text/plain) is not read",
    )


def test_declared_encodings_are_used_and_false_ones_reported() -> None:
    assert mail("text/plain; charset=iso-8859-1", b"caf\xe9").text == "café"

    document = mail("text/plain; charset=X-UNKNOWN", b"it\x92s")

    assert document.text == "it’s"
    assert "x-unknown" in document.warnings[0]


def test_a_body_in_no_encoding_is_refused() -> None:
    with pytest.raises(UndecodableSourceError):
        mail("text/plain; charset=utf-8", b"a\x81b")


def test_a_file_without_mail_headers_is_refused() -> None:
    with pytest.raises(SourceError, match="no mail headers"):
        read_document(b"Just words.\n", label="a.eml")


def test_a_mail_without_words_is_refused() -> None:
    with pytest.raises(EmptySourceError):
        mail("text/plain", "\r\n")


def test_cells_of_a_table_stay_words_apart() -> None:
    page = "<table><tr><td>kitchen</td><td>roof</td></tr><tr><td>tin</td></tr></table>"

    assert mail("text/html; charset=utf-8", page).text.split() == ["kitchen", "roof", "tin"]
