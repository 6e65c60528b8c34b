from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.text.entries import entry_heads
from ethnocode.text.journal import is_journal


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
        ("2012-02-08 14:30", "2012-02-08", "14:30", ""),
        ("14:30 08/02/2012", "2012-02-08", "14:30", ""),
        ("* <2012-02-08 Wed 14:30>", "2012-02-08", "14:30", ""),
        ("*** 2012-02-08 Wednesday", "2012-02-08", None, ""),
        ("[Clark, February 8, 2012]", "2012-02-08", None, "Clark"),
        ("[February 8, 2012]", "2012-02-08", None, ""),
        ("Date: 8/2/12", "2012-02-08", None, ""),
        ("**Date:** 8 February 2012", "2012-02-08", None, ""),
        ("Field notes, 8 February 2012", "2012-02-08", None, ""),
        ("Day 3: 8 February 2012", "2012-02-08", None, ""),
        ("__08/02/12__", "2012-02-08", None, ""),
        ("8 Feb 2012 (the Hut)", "2012-02-08", None, "the Hut"),
        ("8-9 February 2012", "2012-02-08/2012-02-09", None, ""),
        ("8. Februar 2012", "2012-02-08", None, ""),
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
        "8 February 2012 was cold",
        "8 February was cold",
        "8. February was cold",
        "3.2.15 The Panel shall meet",
        "3.2.15. The Panel shall meet",
        "| 08/02/12 | dinners | 44 |",
        "08/02/12\tdinners\t44",
        "2012-02-08,Win,44",
        "<2012-02-08>",
        "1. 08/02/12",
        "- 08/02/12",
        "12.30 the bus",
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


HEAD_STYLES: tuple[Callable[[date], str], ...] = (
    lambda day: f"## {day:%Y-%m-%d} Yarrow Court\n\n",
    lambda day: f"## {day:%Y-%m-%d} the hut, evening\n\n",
    lambda day: f"{day:%Y-%m-%d} the hut, evening\n\n",
    lambda day: f"{day:%A}, {day:%B} {day.day}, {day.year}, the hut\n\n",
    lambda day: f"=== {day.day} {day:%B %Y} ===\n\n",
    lambda day: f"--- {day:%d.%m.%Y} ---\n\n",
    lambda day: f"[[{day:%Y-%m-%d}]]\n\n",
    lambda day: f"# [[{day:%b} {day.day}th, {day.year}]]\n\n",
    lambda day: f"{day:%d/%m/%y}\tIn the end we all went to the Hut. ",
    lambda day: f"{day:%Y-%m-%d} At 10.30 we broke for tea. ",
    lambda day: f"{day:%Y-%m-%d} Sat with Win for an hour. ",
    lambda day: f"{day.day} {day:%b %Y}. 12 tenants signed. ",
    lambda day: f"{('Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So')[day.weekday()]} {day:%d.%m.%Y}\n\n",
    lambda day: f"{day:%d/%m/%y}\n\n",
    lambda day: f"{day.day}.{day.month}.{day:%y}\n\n",
    lambda day: f"{day.day} {day:%B %Y}\n\n",
    lambda day: f"{day:%A} {day.day}th {day:%B %Y}\n\n",
    lambda day: f"{day:%a} {day.day}/{day.month}/{day:%y} - the Hut\n\n",
    lambda day: f"## {day:%Y-%m-%d}\n\n",
    lambda day: f"# {day.day} {day:%b %Y}\n\n",
    lambda day: f"{day:%Y-%m-%d} 14:30\n\n",
    lambda day: f"* <{day:%Y-%m-%d %a}>\n",
    lambda day: f"*** {day:%Y-%m-%d %A}\n",
    lambda day: f"{day:%B} {day.day}, {day.year}\n\n",
    lambda day: f"[Clark, {day:%B} {day.day}, {day.year}]\n\n",
    lambda day: f"Date: {day.day}/{day.month}/{day:%y}\n\n",
    lambda day: f"**{day.day} {day:%B %Y}**\n\n",
    lambda day: f"{day.day} {day:%B %Y}\n----------\n\n",
    lambda day: f"{day:%d/%m/%y}: ",
    lambda day: f"{day.day} {day:%b %Y} - ",
    lambda day: f"**{day:%d/%m/%y}:** ",
    lambda day: f"[{day:%Y-%m-%d} 14:30] ",
    lambda day: f"{day:%B} {day.day}th, {day.year}.--",
)
NOTES = (
    "We met at the Hut, Win and Maud and the rest of us, and sat there until it was dark.",
    "8 February 2011 was the day we thought of, and 2012 will be another such year for us.",
    "Friday 11 May 1804\n\nSo the old book begins. Win read it out to all of us in the Hut.",
    "May 29th--so it goes on. Nobody came in, though the table was laid for the twelve of us.",
    "12 dinners.\n3.2.15 is the clause. Then the bus, and there was nobody else to be seen.",
)


@pytest.mark.parametrize("head", HEAD_STYLES, ids=lambda style: style(date(2012, 2, 8)).strip())
def test_every_entry_of_a_journal_is_found_and_no_date_of_its_words(
    head: Callable[[date], str],
) -> None:
    days = [date(2012, 11, 3) + timedelta(days=number) for number in range(90)]
    text, starts = "", []
    for number, day in enumerate(days):
        starts.append(len(text))
        text += head(day) + NOTES[number % len(NOTES)] + "\n\n"

    found = entry_heads(text)

    assert [(head.span.start, head.date) for head in found] == [
        (start, day.isoformat()) for start, day in zip(starts, days, strict=True)
    ]
    assert is_journal(text, found)


@pytest.mark.parametrize(
    ("line", "span"),
    [
        ("08/02/12: Went to the Hut.", "08/02/12:"),
        ("8 Feb 2012 - We met at the Hut.", "8 Feb 2012 -"),
        ("**08/02/12** went to the Hut", "**08/02/12**"),
        ("February 8th, 2012.--We went.", "February 8th, 2012.--"),
        ("2012-02-08 14:30 Went to the Hut.", "2012-02-08 14:30"),
    ],
)
def test_where_the_words_begin_on_the_line_the_head_is_the_date_alone(line: str, span: str) -> None:
    first = entry_heads(journal(line))[0]

    assert (first.span.of(journal(line)), first.date, first.title) == (span, "2012-02-08", "")


def dates_of(text: str) -> list[tuple[str | None, bool]]:
    return [(head.date, head.inferred) for head in entry_heads(text)]


@pytest.mark.parametrize(
    "days",
    [
        ("30 December", "Tuesday 1 January", "Wed 2 Jan", "3 January"),
        ("December 30th.--", "January 1st.--", "January 2nd.--", "January 3rd.--"),
        ("Dec 30:", "Jan 1:", "Jan 2:", "Jan 3:"),
        ("## Sun 30 Dec", "## Tue 1 Jan", "## Wed 2 Jan", "## Thu 3 Jan"),
    ],
)
def test_days_without_a_year_have_the_one_before_and_turn_it_at_new_year(
    days: tuple[str, ...],
) -> None:
    """1 January 2013 was a Tuesday."""
    break_line = "\n\n" if days[0][-1].isalpha() else " "
    text = f"29 December 2012{break_line}We met.\n\n"
    text += "".join(f"{day}{break_line}We met again.\n\n" for day in days)
    text = text.replace("29 December 2012 We", "29 December 2012: We")

    assert dates_of(text) == [
        ("2012-12-29", False),
        ("2012-12-30", True),
        ("2013-01-01", True),
        ("2013-01-02", True),
        ("2013-01-03", True),
    ]


def test_a_line_that_names_a_year_gives_it_to_the_days_below() -> None:
    text = "1832\n\nApril 8th.--We left.\n\nApril 9th.--On.\n\n# 1834\n\nMay 1st.--Here.\n"

    assert [date for date, _ in dates_of(text)] == ["1832-04-08", "1832-04-09", "1834-05-01"]


def test_a_stretch_of_days_heads_an_entry_and_holds_the_days_below() -> None:
    text = "April 4th to July 5th, 1832.--A few days.\n\nApril 8th.--We left.\n\nApril 9th.--On.\n"

    assert dates_of(text) == [
        ("1832-04-04/1832-07-05", False),
        ("1832-04-08", True),
        ("1832-04-09", True),
    ]


def test_a_day_whose_weekday_fits_no_year_is_left_undated() -> None:
    """9 February 2012 was a Thursday."""
    text = "8 February 2012\n\nOne.\n\nMon 9 Feb\n\nTwo.\n\nThu 9 Feb\n\nThree.\n"

    assert dates_of(text) == [("2012-02-08", False), (None, False), ("2012-02-09", True)]


def test_a_list_of_days_without_words_heads_nothing() -> None:
    assert dates_of("28 April 2015\n\nDates to come\n\n5 May\n\n12 May\n\n19 May\n") == [
        ("2015-04-28", False)
    ]


def test_the_date_line_of_a_forwarded_mail_heads_nothing() -> None:
    mail = "From: Win\nDate: 8 February 2012\nSubject: Hut\n\nCome along.\n\n"

    assert entry_heads(mail + mail) == ()


def test_a_chronology_of_short_lines_is_no_journal() -> None:
    text = "12 March 2014: adopted\n\n14 May 2014: amended\n\n1 June 2014: ended\n"

    assert not is_journal(text, entry_heads(text))


def test_a_weekday_and_numbers_without_a_year_take_it_from_the_head_before() -> None:
    """10 February 2012 was a Friday, not a Thursday."""
    text = "8/2/12\n\nOne.\n\nThu 9/2\n\nTwo.\n\nThu 10/2\n\nThree.\n\nSaturday 11.2.\n\nFour.\n"

    assert dates_of(text) == [
        ("2012-02-08", False),
        ("2012-02-09", True),
        (None, False),
        ("2012-02-11", True),
    ]
    american = entry_heads("2/8/12\n\nOne.\n\nThu 2/9\n\nTwo.\n", day_first=False)
    assert [head.date for head in american] == ["2012-02-08", "2012-02-09"]


def test_the_title_of_a_heading_may_go_before_its_date() -> None:
    """Reports have such headings too: they do not make a text of unknown kind a journal."""
    text = "## The Hut (8 February 2012)\n\nOne.\n\n## Yarrow Court 9/2/12, 14:30\n\nTwo.\n"
    heads = entry_heads(text)

    assert [(head.date, head.time, head.title) for head in heads] == [
        ("2012-02-08", None, "The Hut"),
        ("2012-02-09", "14:30", "Yarrow Court"),
    ]
    assert not is_journal(text, heads)


def test_the_heading_of_a_week_gives_its_days_their_year() -> None:
    text = "# Week 6, 2012\n\n## Monday 6 February\n\nOne.\n\n## Tuesday 7 February\n\nTwo.\n"

    assert dates_of(text) == [("2012-02-06", True), ("2012-02-07", True)]


def test_the_first_day_of_a_week_is_not_the_day_of_its_notes() -> None:
    assert dates_of("# Week of 6 February 2012\n\nOne.\n\n# Week of 13 February 2012\n\nTwo.") == []


def test_a_row_of_cells_and_a_line_of_links_head_nothing() -> None:
    assert dates_of("8/2/12\tWin\tthe Hut was very cold again that day.\n" * 3) == []
    assert dates_of("[[2012-02-07]] | [[2012-02-09]]\n\nWords.\n") == []


LINES = st.sampled_from(
    [
        *("08/02/12", "31/2/12: x", "8 February", "Mon 9 Feb - Hut", "* <2012-02-08>", "1832"),
        *(
            "[Clark, May 8, 2012]",
            "Date: 8/2/12",
            "From: x",
            "29 Feb",
            "words",
            "",
            "---",
            "8-9 May 2013",
        ),
        *(
            "0/0/00",
            "Feb 31.--x",
            "14:30 8/2/12",
            "**8 May 2012",
            "\t8 May 2012 x",
            "December 31st",
        ),
    ]
)


@given(st.lists(LINES, max_size=30).map("\n".join))
def test_heads_are_sorted_disjoint_and_never_an_exception(text: str) -> None:
    heads = entry_heads(text)

    assert all(a.span.end <= b.span.start for a, b in pairwise(heads))
    assert all(head.span.trimmed(text) == head.span for head in heads)


@given(st.text(alphabet="8/2.1:-#*[]<>_ \n\tMay,Thu0x", max_size=80))
def test_no_text_is_an_exception(text: str) -> None:
    entry_heads(text)


@pytest.mark.parametrize(
    "head",
    [
        "The Hut, {day} {month} 2012",
        "Town Hall - {weekday} {day} {month} 2012",
        "Joe's flat, Green Lane ({day}/{number}/12)",
        "St. Mark's, {day}.{number}.2012",
    ],
)
def test_a_place_may_stand_before_the_date_where_it_does_in_most_heads(head: str) -> None:
    days = [date(2012, 2, 8) + timedelta(days=9 * number) for number in range(4)]
    lines = [
        head.format(day=day.day, month=f"{day:%B}", number=day.month, weekday=f"{day:%A}")
        for day in days
    ]
    text = "".join(f"{line}\nWin came over with the keys.\n\n" for line in lines)
    heads = entry_heads(text)

    assert [found.date for found in heads] == [day.isoformat() for day in days]
    assert [found.span.of(text) for found in heads] == lines
    assert all(line.startswith(found.title) for found, line in zip(heads, lines, strict=True))


def test_places_before_dates_are_no_heads_among_dates_that_head_entries() -> None:
    entry = "8 February 2012\n\nWe read.\n\nThe Echo, 3 March 2011\n\nAnd talked.\n\n"
    days = [entry.replace("8", str(day)) for day in (8, 9, 14)]

    assert [head.date for head in entry_heads("".join(days))] == [
        "2012-02-08",
        "2012-02-09",
        "2012-02-14",
    ]


@pytest.mark.parametrize(
    ("march", "april", "days"),
    [
        ("# March 2012\n\n", "# April 2012\n\n", ("## Thu 29", "## Sat 31", "## Sun 1")),
        ("# 2012\n## March\n", "## April\n", ("### Thursday 29th", "### 31 Saturday", "### Sun 1")),
        ("MARCH 2012\n\n", "April\n\n", ("Thurs 29", "Saturday 31st", "Sun. 1")),
    ],
)
def test_a_weekday_and_a_number_are_of_the_month_above_them(
    march: str, april: str, days: tuple[str, str, str]
) -> None:
    first, second, third = (f"{day}\n\nWin came.\n\n" for day in days)
    heads = entry_heads(f"{march}{first}{second}{april}{third}")

    assert [head.date for head in heads] == ["2012-03-29", "2012-03-31", "2012-04-01"]
    assert all(head.inferred for head in heads)


def test_a_day_of_a_month_with_another_weekday_is_undated() -> None:
    text = "# March 2012\n\n## Thu 29\n\nWin came.\n\n## Fri 31\n\nHe left.\n"

    assert [head.date for head in entry_heads(text)] == ["2012-03-29", None]


def test_a_weekday_and_a_number_without_a_month_are_no_date() -> None:
    assert entry_heads("8 March 2012\n\nWin came.\n\n## Fri 9\n\nHe left.\n")[1:] == ()
