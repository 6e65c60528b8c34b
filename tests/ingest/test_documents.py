from __future__ import annotations

import pytest

from ethnocode.errors import (
    EmptySourceError,
    EthnocodeError,
    SourceError,
    UnknownFormatError,
    UsageError,
)
from ethnocode.ingest import READERS, Document, Given, ReadOptions, read_document
from ethnocode.ingest.reader import Reader

TALK = "Ros: Ready?\n\nWin: Yes, as ever I was.\n\nRos: So?\n\nWin: So we cooked, all of us.\n"
JOURNAL = "## 8/2/12\n\nOne.\n\n## 9/2/12\n\nTwo.\n"


def read(text: str, label: str = "notes.md", **options: str) -> Document:
    return read_document(text.encode(), label=label, given=Given(**options))  # type: ignore[arg-type]


def test_front_matter_declares_and_is_no_part_of_the_text() -> None:
    document = read(
        "---\nkind: interview\ntitle: Interview with Graham\ndate: 22.1.15\nwave: 2\n"
        "place: Town Hall\ntags: [a, b]\n---\n\nRos: Ready?\n\nGraham: Yes.\n"
    )

    assert document.text == "Ros: Ready?\n\nGraham: Yes.\n"
    assert (document.kind, document.title) == ("interview", "Interview with Graham")
    assert (document.date, document.author) == ("2015-01-22", "Graham")
    assert document.variables == (("wave", "2"), ("place", "Town Hall"), ("tags", "a, b"))
    assert document.warnings == ()


def test_repairs_are_counted_and_line_ends_made_one() -> None:
    document = read_document(b"\xef\xbb\xbfA\r\nb\xc2\xa0c", label="a.txt")

    assert document.text == "A\nb c"
    assert document.repairs == (("byte order mark", 1), ("newline", 1), ("space", 1))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("---\ntitle: A\n\nWords.\n", "notes.md:1"),
        ("---\njust words\n---\nWords.\n", "notes.md:2"),
        ("---\n- a\n---\nWords.\n", "notes.md:2"),
        ("---\ntitle: A\ntitle: B\n---\nWords.\n", "notes.md:3"),
        ("---\ntitle: A\ndate: [1, 2]\n---\nWords.\n", "notes.md:3"),
        ("---\ntitle: A\nwave: two\n---\nWords.\n", "notes.md:3"),
    ],
)
def test_broken_front_matter_is_refused_with_its_line(text: str, place: str) -> None:
    with pytest.raises(SourceError) as caught:
        read(text)

    assert type(caught.value) is SourceError
    assert caught.value.where.startswith(place)
    assert caught.value.hint


def test_empty_front_matter_declares_nothing() -> None:
    assert read("---\n---\nWords.\n").text == "Words.\n"


def test_an_uncertain_declared_date_is_not_overruled_by_a_guess() -> None:
    document = read("---\ndate: 31.2.13\n---\nHeld on 28 April 2015\n", "minutes-2015-04-28.md")

    assert document.date is None
    assert ("date", "31.2.13") in document.variables
    assert "31.2.13" in document.warnings[0]


@pytest.mark.parametrize("text", ["", " \n\t\n", "\ufeff\u200b\n", "---\ntitle: A\n---\n\n"])
def test_a_file_without_words_is_refused(text: str) -> None:
    with pytest.raises(EmptySourceError):
        read(text)


def test_unknown_kinds_are_refused_with_the_known_ones() -> None:
    for options in ({"text": "---\nkind: diary\n---\nWords."}, {"text": "Words.", "kind": "diary"}):
        with pytest.raises(SourceError, match="diary") as caught:
            read(**options)
        assert "field-note" in caught.value.hint


def test_a_study_may_have_kinds_of_its_own() -> None:
    document = read_document(b"Words.", label="a.txt", given=Given("photo", kinds=("photo",)))

    assert document.kind == "photo"


def test_what_the_caller_says_goes_before_what_the_file_says() -> None:
    document = read(
        "---\nkind: interview\ndate: 1.2.15\n---\nWords.", kind="document", date="3.2.15"
    )

    assert (document.kind, document.date) == ("document", "2015-02-03")


def test_a_date_that_cannot_be_read_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match=r"31\.2\.13"):
        read("Words.", date="31.2.13")


@pytest.mark.parametrize(
    ("text", "label", "kind"),
    [
        (JOURNAL, "a.md", "field-note"),
        ("8/2/12\n\nOne.\n", "a.md", "document"),
        (TALK, "a.txt", "interview"),
        ("Minutes of the Panel\n\n" + TALK, "a.txt", "document"),
        ("Ros: Ready?\n\nRos: Yes.\n\nRos: So?\n\nRos: So.\n", "a.txt", "document"),
        ("Dear all,\n\nCome to the Hut.\n", "a.txt", "document"),
        ("From: Ros <ros@example.org>\n\nWords.\n", "a.eml", "email"),
    ],
)
def test_the_kind_is_guessed_from_what_the_text_shows(text: str, label: str, kind: str) -> None:
    assert read(text, label).kind == kind


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Words here.\n\n# The plan\n\nMore.\n", "The plan"),
        ("**The plan**\n\nWords.\n", "The plan"),
        ("Words that end like a sentence.\n", "notes"),
        (JOURNAL, "notes"),
        (TALK, "notes"),
        ("This first line is wrapped prose and goes on for more than sixty\nletters", "notes"),
    ],
)
def test_the_title_is_a_heading_or_a_short_line_or_the_files_name(text: str, title: str) -> None:
    assert read(text).title == title


@pytest.mark.parametrize(
    ("text", "label", "date"),
    [
        ("Interview with Win 11.11.14\n\n" + TALK, "win.txt", "2014-11-11"),
        (TALK, "interviews/win-11-11-14.txt", "2014-11-11"),
        (TALK, "win-2-11-11-14.txt", None),
        (TALK.replace("Ready?", "Back on 14 October 2014?"), "win.txt", None),
        ("MINUTES\nheld on Tuesday 28 April 2015 at 2 pm\n\nWords.", "a.txt", "2015-04-28"),
        ("Words.", "panel-minutes-2015-04-28.txt", "2015-04-28"),
        ("Words.", "panel_minutes_28_4_2015.txt", "2015-04-28"),
        ("Words.", "offer-2015-18.txt", None),
        ("Words.", "report-2015.txt", None),
    ],
)
def test_the_date_is_found_in_the_header_or_the_files_name(
    text: str, label: str, date: str | None
) -> None:
    assert read(text, label).date == date


def test_a_journal_of_many_days_has_the_interval_of_its_entries() -> None:
    document = read(JOURNAL)

    assert document.date == "2012-02-08/2012-02-09"
    assert document.variables == (("from", "2012-02-08"), ("to", "2012-02-09"))


def test_a_field_note_of_one_day_has_its_date() -> None:
    document = read("## 8/2/12\n\nOne.\n", kind="field-note")

    assert (document.date, document.variables) == ("2012-02-08", ())


def test_an_uncertain_entry_is_left_undated_with_a_warning() -> None:
    document = read(JOURNAL + "\n31/2/12\n\nThree.\n")

    assert document.variables == (("from", "2012-02-08"), ("to", "2012-02-09"))
    assert document.warnings == (
        "line 9: '31/2/12' is not a certain date: its entry is left undated",
    )


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("Interview with Councillor Prentice 9.4.15\n\n" + TALK, "Councillor Prentice"),
        ("# Interview with Win, Yarrow Court\n\n" + TALK, "Win"),
        (TALK, "Win"),
        ("Interviewer: " + "many words here " * 9 + "\n\nWin: Yes.\n\n" * 2, "Win"),
        ("Ros: One two.\n\nWin: Three four.\n\n" * 2, ""),
        ("---\nkind: interview\nauthor: Ros\ntitle: Interview with Win\n---\n" + TALK, "Win"),
        ("---\nkind: interview\ninterviewee: Maud\n---\n" + TALK, "Maud"),
    ],
)
def test_the_author_of_an_interview_is_whom_it_is_with(text: str, author: str) -> None:
    assert read(text, kind="interview").author == author


def test_files_without_a_known_ending_are_read_by_what_they_look_like() -> None:
    mail = (
        "From: Ros <ros@example.org>\nDate: Thu, 16 Oct 2014 18:47:12 +0100\nSubject: Hi\n\nWords."
    )

    assert read(mail, "mail").kind == "email"
    assert read("---\ntitle: A\n---\nWords.", "notes").title == "A"
    assert read("Words.", "minutes 28.4.15").date == "2015-04-28"


@pytest.mark.parametrize("label", ["a.pages", "a.xyz", "a.yaml"])
def test_endings_that_nothing_reads_are_refused(label: str) -> None:
    with pytest.raises(UnknownFormatError) as caught:
        read("Words.", label)

    assert ".md" in caught.value.hint


def test_month_first_is_passed_to_every_date() -> None:
    document = read_document(
        b"## 02/25/13\n\nOne.\n\n## 02/26/13\n\nTwo.\n",
        label="a.md",
        options=ReadOptions(day_first=False),
    )

    assert document.variables == (("from", "2013-02-25"), ("to", "2013-02-26"))
    assert [s.date for s in document.segments if s.kind == "entry"] == ["2013-02-25", "2013-02-26"]


def test_every_reader_has_a_name_and_endings_of_its_own() -> None:
    endings = [suffix for reader in READERS for suffix in reader.suffixes]

    assert len(endings) == len(set(endings))
    assert all(isinstance(reader, Reader) and reader.name for reader in READERS)


def test_errors_name_the_file() -> None:
    with pytest.raises(EthnocodeError) as caught:
        read_document(b"\x00\x07\x81", label="notes/a.txt")

    assert str(caught.value).startswith("notes/a.txt: ")
