from __future__ import annotations

import pytest

from ethnocode.ingest.guess import Look, guess_date, guess_title, loudest_speaker
from ethnocode.ingest.reader import Reading
from ethnocode.text.normalise import normalise


def look_at(text: str, *, label: str = "a file.txt") -> Look:
    return Look.at(Reading(normalise(text)), label=label, day_first=True, interview=False)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# The Hut\n\nWords.", "The Hut"),
        ("The Hut\n\nWords of some length.", "The Hut"),
        ("**The Hut**\n\nWords of some length.", "The Hut"),
        ("Ros: One.\n\nWin: Two.\n\nRos: So.\n\nWin: No.", "a file"),
        ("Ros  0:21\nOne.\n\nWin  0:25\nTwo.\n\nRos  0:30\nSo.\n\nWin  0:40\nNo.", "a file"),
        ("8 February 2012\n\nIce.\n\n9 February 2012\n\nThaw.", "a file"),
        ("This is a sentence, and no title.\n\nMore.", "a file"),
        ("[00:00.000 --> 00:02.000]  Hello there\n", "a file"),
        ("00:00:00 Hello there\n\n00:00:04 again", "a file"),
    ],
)
def test_a_title_is_a_heading_or_a_short_first_line_that_is_nothing_else(
    text: str, title: str
) -> None:
    assert guess_title(look_at(text)) == title


def test_a_date_is_read_off_the_header_before_the_name() -> None:
    text = "Interview with Win 13.6.13\n\nRos: One.\n\nWin: Two.\n\nRos: So.\n\nWin: No.\n"

    assert guess_date(look_at(text, label="win 14.6.13.txt")) == "2013-06-13"
    assert guess_date(look_at("Words.", label="win 14.6.13.txt")) == "2013-06-14"
    assert guess_date(look_at("Words.")) is None


def test_the_loudest_speaker_is_nobody_who_asks() -> None:
    asked = "word " * 50
    text = f"Interviewer: {asked}\n\nWin: one two three\n\nInterviewer: {asked}\n\nWin: four\n"

    assert loudest_speaker(look_at(text)) == "Win"


def test_nobody_is_loudest_where_two_say_much() -> None:
    text = "Q: Go.\n\nWin: one two three\n\nMaud: one two\n\nQ: And?\n\nWin: so\n\nMaud: yes\n"

    assert loudest_speaker(look_at(text)) == ""


def test_media_times_are_not_words_of_the_loudest() -> None:
    """Win says six words and Maud two; with their times they would say 12 and 8."""
    win, maud = "Win: one two three [00:00:01]", "Maud: one [00:00:02]"
    text = f"Q: Go.\n\n{win}\n\n{maud}\n\nQ: And?\n\n{win}\n\n{maud}\n"

    assert loudest_speaker(look_at(text)) == "Win"
