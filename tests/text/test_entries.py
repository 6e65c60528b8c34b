from __future__ import annotations

import pytest

from ethnocode.text.entries import entry_heads


def journal(head: str) -> str:
    return f"Some words.\n\n{head}\n\nMore words.\n\n2014-10-20\n\nLast.\n"


@pytest.mark.parametrize(
    ("head", "date", "time", "title"),
    [
        ("08/02/12", "2012-02-08", None, ""),
        ("## 08/02/12", "2012-02-08", None, ""),
        ("**Wednesday 8 February 2012**", "2012-02-08", None, ""),
        ("8 February 2012:", "2012-02-08", None, ""),
        ("08/02/12 - the Hut, after dinners", "2012-02-08", None, "the Hut, after dinners"),
        ("### 8.2.12 – Town Hall", "2012-02-08", None, "Town Hall"),
        ("8 Feb 2012, Yarrow Court", "2012-02-08", None, "Yarrow Court"),
        ("8 Feb 2012, 10.30 pm", "2012-02-08", "10.30 pm", ""),
        ("08/02/12 22:15 - kitchen", "2012-02-08", "22:15", "kitchen"),
    ],
)
def test_a_line_that_is_wholly_a_date_heads_an_entry(
    head: str, date: str, time: str | None, title: str
) -> None:
    text = journal(head)

    first, second = entry_heads(text)

    assert first.span.of(text) == head
    assert (first.date, first.time, first.title) == (date, time, title)
    assert second.date == "2014-10-20"


@pytest.mark.parametrize(
    "line",
    [
        "08/02/12 was the day the bus was cut",
        "8 February 2012, and the bus was late again",
        "Friday 8 June 2012, Several of the old men came in early that day",
        "We met on 08/02/12",
        "February 2012",
        "12 dinners",
    ],
)
def test_a_sentence_about_a_date_heads_nothing(line: str) -> None:
    assert [head.date for head in entry_heads(journal(line))] == ["2014-10-20"]


def test_a_date_at_the_start_of_a_wrapped_line_heads_nothing() -> None:
    text = "We had waited since\n8 February 2012, Tansy Walk\nand so on.\n\n9/2/12\n\nWords."

    assert [head.date for head in entry_heads(text)] == ["2012-02-09"]


def test_an_uncertain_head_ends_the_entry_before_it_and_has_no_date() -> None:
    text = "8/2/12\n\nOne.\n\n31/2/12\n\nTwo."

    assert [head.date for head in entry_heads(text)] == ["2012-02-08", None]
    assert entry_heads("31/2/12\n\nTwo.") == ()


def test_month_first_journals_are_read_in_their_own_order() -> None:
    assert [head.date for head in entry_heads("02/25/13\n\nWords.", day_first=False)] == [
        "2013-02-25"
    ]
