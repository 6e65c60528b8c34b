from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ethnocode.errors import DamagedSourceError, SourceError
from ethnocode.ingest import READERS, read_document, reader_for
from ethnocode.ingest.mail.mbox import MBOX
from ethnocode.ingest.reader import Attachment, ReadOptions

OPTIONS = ReadOptions()
LINE = "From ros@example.org Wed May  2 10:15:00 2012\n"


def message(subject: str, body: str, date: str = "Wed, 2 May 2012 10:15:00 +0100") -> str:
    return f"From: ros@example.org\nDate: {date}\nSubject: {subject}\n\n{body}\n"


def unpacked(text: str) -> tuple[Attachment, ...]:
    return MBOX.unpack(text.encode(), label="a.mbox", options=OPTIONS) if MBOX.unpack else ()


TWO = f"{LINE}{message('Roof', 'It leaks.')}\n{LINE}{message('Re: Roof', 'Still.')}"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_each_message_is_a_file_named_by_its_date_and_subject(newline: str) -> None:
    files = unpacked(TWO.replace("\n", newline))

    assert [file.name for file in files] == ["2012-05-02 roof.eml", "2012-05-02 re-roof.eml"]
    assert files[0].data == message("Roof", "It leaks.").replace("\n", newline).encode()
    assert read_document(files[1].data, label=files[1].name).text.strip() == "Still."


def test_messages_of_one_day_and_subject_are_numbered_and_undated_ones_say_so() -> None:
    same = LINE + message("Roof?/..", "It leaks.") + "\n"
    undated = LINE + message("", "It leaks.", date="some day")

    assert [file.name for file in unpacked(same + same + undated)] == [
        "2012-05-02 roof.eml",
        "2012-05-02 roof (2).eml",
        "undated no-subject.eml",
    ]


@pytest.mark.parametrize(
    "body",
    [
        "Hello.\n\nFrom here one sees the hall.\nNote: it leaks.",
        "Hello.\n\nFrom Wed 2 May 2012 10:15 on, I was there.\nand so was he",
        "Hello.\nFrom ros@example.org Wed May  2 10:15:00 2012\nSubject: no blank line above",
        "--B\nContent-Type: message/rfc822\n\nFrom r@example.org Wed May  2 10:15:00 2012\n"
        "Subject: inside\n\nIt leaks.\n--B--",
    ],
)
def test_lines_of_a_body_that_begin_with_from_do_not_cut_it(body: str) -> None:
    files = unpacked(f"{LINE}{message('Roof', body)}\n{LINE}{message('Next', 'Well.')}")

    assert len(files) == 2
    assert files[0].data.decode().endswith(f"\n\n{body}\n")


@pytest.mark.parametrize(
    ("line", "between"),
    [
        (LINE, ""),
        ("From \nX-Mozilla-Status: 0001\n", "\n"),
        ("From \nX-Mozilla-Status: 0001\n", ""),
    ],
)
def test_a_line_without_a_date_or_a_blank_line_above_cuts_before_headers(
    line: str, between: str
) -> None:
    """As some programs write it; ``From `` alone is how Thunderbird does."""
    files = unpacked(between.join(line + message(name, "Words.") for name in ("a", "b", "c")))

    assert [file.name for file in files] == [f"2012-05-02 {name}.eml" for name in "abc"]


def test_a_message_that_says_its_length_is_not_cut_inside_it() -> None:
    body = f"Hello.\n\n{LINE}{message('Inside', 'It leaks.')}"
    whole = f"Content-Length: {len(body)}\n{message('Roof', body)}"

    first, second = unpacked(f"{LINE}{whole}\n{LINE}{message('Next', 'Well.')}")

    assert first.data.decode() == whole
    assert second.name == "2012-05-02 next.eml"
    false = whole.replace(str(len(body)), "7")
    assert len(unpacked(f"{LINE}{false}\n{LINE}{message('Next', 'Well.')}")) == 3


@pytest.mark.parametrize("start", ["\ufeff", "\n\n", "\r\n"])
def test_a_mailbox_may_begin_with_a_mark_or_blank_lines(start: str) -> None:
    assert reader_for((start + TWO).encode(), label="a.txt") is MBOX
    assert [file.name for file in unpacked(start + TWO)] == [file.name for file in unpacked(TWO)]


def test_a_from_that_the_mailbox_quoted_is_as_it_was() -> None:
    quoted = LINE + message("Roof", ">From here.\n>>From there.\n> From elsewhere.")

    assert b"\n\nFrom here.\n>From there.\n> From elsewhere.\n" in unpacked(quoted)[0].data


def test_one_message_below_such_a_line_is_an_e_mail_and_two_are_a_mailbox() -> None:
    one = (LINE + message("Roof", "It leaks.")).encode()

    assert reader_for(one, label="a.txt").name == "e-mail"
    assert read_document(one, label="a.eml").title == "Roof"
    assert reader_for(TWO.encode(), label="a.txt") is MBOX
    assert not any(r.sniff(TWO.encode()) for r in READERS if r.name not in ("mailbox", "e-mail"))


def test_a_mailbox_is_no_text_itself_and_one_without_messages_is_damaged() -> None:
    with pytest.raises(SourceError, match="container"):
        read_document(TWO.encode(), label="a.mbox")
    with pytest.raises(DamagedSourceError):
        unpacked("just words\n")


@settings(max_examples=60)
@given(st.binary(max_size=300), st.integers(0, len(TWO)), st.integers(0, len(TWO)))
def test_broken_mailboxes_are_read_or_refused(junk: bytes, cut: int, at: int) -> None:
    unpack = MBOX.unpack
    assert unpack is not None
    for data in (junk, TWO.encode()[:cut], TWO.encode()[:at] + junk + TWO.encode()[at:]):
        MBOX.sniff(data)
        try:
            unpack(data, label="a.mbox", options=OPTIONS)
        except SourceError:
            continue
