"""Journals, and the other texts that have dated lines."""

from __future__ import annotations

import pytest

from ethnocode.text.entries import entry_heads
from ethnocode.text.journal import is_journal

SAID = "Win came over with the keys and I sat with her for an hour in the cold Hut."
TOLD = "The estate was built and its tenants moved in, with much said in the papers then."
DAYS = ("8 February 2012", "9 February 2012", "12 February 2012", "1 March 2012", "2 March 2012")


def journal(text: str) -> bool:
    return is_journal(text, entry_heads(text))


def entries(body: str, *, days: tuple[str, ...] = DAYS, mark: str = "") -> str:
    return "".join(f"{mark}{day}\n\n{body}\n\n" for day in days)


def test_dates_with_words_below_them_are_a_journal() -> None:
    assert journal(entries(SAID))
    assert journal(entries(SAID, days=DAYS[::-1]))
    assert journal("My field notes\n\n" + entries(SAID))
    assert journal("".join(f"{day}: {SAID}\n" for day in DAYS))
    assert journal("# 2012\n\n" + "".join(f"## {day[:-5]}\n\n{SAID}\n\n" for day in DAYS))


def test_each_entry_of_a_journal_may_be_a_form() -> None:
    assert journal(entries(f"Place: the Hut\nWith: Win\n\n{SAID}", mark="Date: "))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Timeline of the estate\n\n" + entries(TOLD), id="a timeline"),
        pytest.param("# Chronology\n\n" + entries(TOLD), id="a chronology"),
        pytest.param("Programme 2012\n\n" + entries("Talk by Win."), id="a programme"),
        pytest.param("\n".join(f"{day} - {TOLD}" for day in DAYS), id="a list of events"),
        pytest.param("\n".join(f"{day}, 7 pm" for day in DAYS), id="a list of dates"),
        pytest.param(entries(f"Dear Win,\n\n{SAID}\n\nYours, Ros"), id="letters"),
        pytest.param(entries(f"Apologies: Maud\n\n{SAID}"), id="minutes of meetings"),
        pytest.param(
            "".join(f"## Report of {day}\n\n{SAID}\n\n" for day in DAYS), id="reports by date"
        ),
        pytest.param(
            "".join(f"## 1.{n}.0 - {day}\n\n{SAID}\n\n" for n, day in enumerate(DAYS)),
            id="releases",
        ),
        pytest.param(
            entries(SAID, days=(DAYS[3], DAYS[0], DAYS[4], DAYS[1], DAYS[2])), id="in no order"
        ),
        pytest.param(
            "".join(f"08/02/2012, 14:{n:02} - Win: {SAID}\n" for n in range(8)), id="a chat"
        ),
        pytest.param(
            "".join(f"{day}\n\n" + f"Ros: So?\n\nWin: {SAID}\n\n" * 6 for day in DAYS[:2]),
            id="talk on two days",
        ),
    ],
)
def test_other_texts_with_dated_lines_are_none(text: str) -> None:
    assert not journal(text)


@pytest.mark.parametrize("head", ["## The Hut ({})", "The Hut, {}"])
def test_dates_behind_titles_are_a_journal_where_its_writer_says_i(head: str) -> None:
    days = tuple(head.format(day) for day in DAYS)

    assert journal(entries(SAID, days=days))
    assert not journal(entries(TOLD, days=days))


def test_days_below_months_are_a_journal() -> None:
    days = ("Wed 8", "Thu 9", "Sun 12", "Wed 15")

    assert journal("# February 2012\n\n" + entries(SAID, days=days, mark="## "))
