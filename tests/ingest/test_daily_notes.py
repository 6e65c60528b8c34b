"""Files that are one day's notes, and warnings about days that are not certain."""

from __future__ import annotations

import pytest

from ethnocode.ingest.read import read_document
from ethnocode.ingest.reader import Document
from ethnocode.model import MarkKind


def read(text: str, *, label: str) -> Document:
    return read_document(text.encode(), label=label)


def entries(document: Document) -> list[tuple[str | None, str]]:
    return [(s.date, s.span.of(document.text)) for s in document.segments if s.kind == "entry"]


@pytest.mark.parametrize(
    "name",
    [
        "2012-05-01.md",
        "2012_05_01.txt",
        "20120501.txt",
        "1.5.12.txt",
        "1 May 2012.txt",
        "Tue 1 May 2012.md",
        "May 1st, 2012.md",
        "2012-05-01 (2).md",
        "2012-05-01 1430.md",
    ],
)
def test_a_file_named_by_a_day_is_one_entry_of_all_its_words(name: str) -> None:
    document = read("We met.\n\nThen it rained.\n", label=name)

    assert (document.kind, document.date) == ("field-note", "2012-05-01")
    assert entries(document) == [("2012-05-01", "We met.\n\nThen it rained.")]
    assert [s.heading for s in document.segments if s.kind == "paragraph"] == [None, None]
    assert not [s for s in document.segments if s.kind == "heading"]


def test_a_date_that_the_words_of_a_daily_note_speak_of_is_not_its_own() -> None:
    document = read("Tuesday 15 May 1804\n\nSo the old book begins.\n", label="2012-05-01.md")

    assert [date for date, _ in entries(document)] == ["2012-05-01"]


def test_a_head_of_its_own_day_stays_the_head_of_a_daily_note() -> None:
    document = read("Weather: rain.\n\n# 1 May 2012\n\nWe met.\n", label="2012-05-01.md")

    assert entries(document) == [("2012-05-01", "# 1 May 2012\n\nWe met.")]


def test_a_text_that_begins_with_a_heading_of_its_day_is_a_field_note() -> None:
    """21 May 2020 was a Thursday: the month stands first."""
    document = read("# Thursday, 05/21/2020\n\nA white theme.\n", label="notes.md")

    assert (document.kind, document.date) == ("field-note", "2020-05-21")


def test_many_uncertain_days_give_one_warning_with_the_first_three() -> None:
    text = "1/2/12\n\nOne.\n\n" + "31/2/12\n\nTwo.\n\n" * 200

    assert read(text, label="journal.txt").warnings == (
        "200 lines head entries and are not certain dates: the entries are left undated "
        "(line 5: '31/2/12', line 9: '31/2/12', line 13: '31/2/12' ...)",
    )


def test_an_entry_of_a_few_days_counts_from_its_first_to_its_last() -> None:
    text = "8-9 February 2012\n\nAway.\n\n12 February 2012\n\nBack.\n"
    document = read(text, label="journal.txt")

    assert document.date == "2012-02-08/2012-02-12"
    assert [date for date, _ in entries(document)] == ["2012-02-08/2012-02-09", "2012-02-12"]


def test_the_turns_of_somebody_with_those_initials_are_no_observer_comments() -> None:
    text = "\n\n".join(
        f"{label}: I said so, number {n}." for n in range(4) for label in ("OC", "Win")
    )
    document = read(text, label="interview.txt")

    assert document.kind == "interview"
    assert MarkKind.OBSERVER_COMMENT not in {mark.kind for mark in document.marks}


@pytest.mark.parametrize("name", ["2012-05-01-the-hut.md", "2012-05-01 Hut visit.md"])
@pytest.mark.parametrize("heading", ["", "# The Hut\n\n", "## 09:30\n\n"])
def test_a_note_whose_name_begins_with_its_day_is_of_that_day(name: str, heading: str) -> None:
    words = "I went to the Hut. We met first on 3 March 2011.\n\n8 March 2010 was cold, she said.\n"
    document = read(heading + words, label=name)

    assert (document.kind, document.date) == ("field-note", "2012-05-01")
    assert [date for date, _ in entries(document)] == ["2012-05-01"]


def test_the_heading_of_a_daily_note_is_its_title() -> None:
    assert read("# The Hut\n\nI went.\n", label="2012-05-01.md").title == "The Hut"
    assert read("- I went\n- Win sat\n", label="2012_05_01.md").title == "2012_05_01"


@pytest.mark.parametrize("name", ["Wed 1 May 2012.md", "31-02-2012.md", "010512.txt", "2012-05.md"])
def test_a_name_that_is_no_certain_day_dates_nothing(name: str) -> None:
    """1 May 2012 was a Tuesday."""
    assert read("I went to the Hut. We met on 3 March 2011.\n", label=name).date is None


def test_a_name_of_two_days_dates_nothing_but_a_range_does() -> None:
    assert read("Words.", label="minutes-2015-04-28-seen-2015-05-12.txt").date is None
    document = read("I went.", label="2012-05-01 to 2012-05-03.md")

    assert [date for date, _ in entries(document)] == ["2012-05-01/2012-05-03"]


def test_a_declared_day_goes_before_that_of_the_name() -> None:
    document = read("---\ndate: 2012-05-02\n---\nI went.\n", label="2012-05-01.md")

    assert document.date == "2012-05-02"
    assert [date for date, _ in entries(document)] == ["2012-05-02"]


def test_a_list_of_events_is_not_of_the_day_of_the_first() -> None:
    days = "".join(f"{n} May 2001\n\nThe Hut was built.\n\n" for n in range(1, 9))

    assert read("Timeline\n\n" + days, label="hut.txt").date is None
    assert read("Timeline, printed 3 May 2012\n\n" + days, label="hut.txt").date == "2012-05-03"


def test_days_that_are_dates_in_the_other_order_are_told_of() -> None:
    text = "2/8/12\n\nOne.\n\n2/9/12\n\nTwo.\n\n2/13/12\n\nThree.\n\n2/14/12\n\nFour.\n"
    warnings = read(text, label="journal.txt").warnings

    assert len(warnings) == 3
    assert "dates: month-first" in warnings[-1]
