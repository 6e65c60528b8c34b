from __future__ import annotations

import pytest

from ethnocode.ingest import ReadOptions, read_document
from ethnocode.model import SegmentKind
from ethnocode.text.chats import chat_messages, days_read

SAID = (
    ("Charis", "Are you coming?"),
    ("Win 🌸", "Yes, at 4:30\nwith Maud"),
    ("Charis", "Grand: see you then"),
    ("+353 87 123 4567", "ok"),
    ("Win 🌸", "👍"),
    ("+353 87 123 4567", "who is this"),
)


def written(shape: str) -> str:
    """Write the messages; in the shape, ``W`` is who writes, ``T`` what, ``N`` a digit."""
    return "".join(
        shape.translate(str.maketrans({"W": who, "T": words, "N": str(number)}))
        for number, (who, words) in enumerate(SAID)
    )


@pytest.mark.parametrize(
    ("shape", "first", "day"),
    [
        ("[08/02/2012, 14:3N:12] W: T\n", "14:30:12", "2012-02-08"),
        ("\u200e[8/2/12, 2:3N:12\u202fPM] W: T\n", "2:30:12 PM", "2012-02-08"),
        ("08/02/2012, 14:3N - W: T\n", "14:30", "2012-02-08"),
        ("08.02.12, 14:3N - W: T\n", "14:30", "2012-02-08"),
        ("2012-02-08 14:3N - W: T\n", "14:30", "2012-02-08"),
        ("[2012-02-08 14:3N] W: T\n", "14:30", "2012-02-08"),
        ("W, [08.02.12 14:3N]\nT\n\n", "14:30", "2012-02-08"),
        ("W, [8 Feb 2012 at 14:3N:00]:\nT\n\n", "14:30:00", "2012-02-08"),
        ("W  2:3N PM\nT\n\n", "2:30 PM", None),
        ("14:3N:02\t From  W : T\n", "14:30:02", None),
        ("14:3N:02 From W to Everyone:\n\tT\n", "14:30:02", None),
    ],
)
def test_a_chat_is_turns_with_times_and_days(shape: str, first: str, day: str | None) -> None:
    document = read_document(written(shape).encode(), label="talk.txt")
    turns = [s for s in document.segments if s.kind is SegmentKind.TURN]

    assert document.kind == "interview"
    assert [(s.speaker, document.text[s.words_from : s.span.end]) for s in turns] == list(SAID)
    assert turns[0].time == first
    assert {s.date for s in turns} == {day}
    assert document.date == day


def test_the_days_of_a_chat_are_read_in_the_order_that_the_study_writes_them() -> None:
    chat = written("[08/02/2012, 14:3N:12] W: T\n").encode()

    document = read_document(chat, label="talk.txt", options=ReadOptions(day_first=False))

    assert document.date == "2012-08-02"
    assert {s.date for s in document.segments if s.kind is SegmentKind.TURN} == {"2012-08-02"}


def test_a_chat_of_several_days_has_their_interval() -> None:
    text = "".join(
        f"[{day:02}/02/2012, 14:30:12] {who}: yes\n"
        for day in range(8, 14)
        for who in ("Ros", "Win")
    )
    document = read_document(text.encode(), label="talk.txt")

    assert document.date == "2012-02-08/2012-02-13"
    assert [s.date for s in document.segments if s.kind is SegmentKind.TURN][::4] == [
        "2012-02-08",
        "2012-02-10",
        "2012-02-12",
    ]


def test_what_the_program_says_is_in_no_turn() -> None:
    text = "08/02/2012, 14:29 - Messages are encrypted.\n" + written("08/02/2012, 14:3N - W: T\n")
    text = text.replace("08/02/2012, 14:33", "08/02/2012, 14:32 - Maud left\n08/02/2012, 14:33")
    document = read_document(text.encode(), label="talk.txt")
    spoken = [
        document.text[s.words_from : s.span.end]
        for s in document.segments
        if s.kind is SegmentKind.TURN
    ]

    assert spoken == [words for _, words in SAID]


def test_months_before_days_leave_all_days_open() -> None:
    assert days_read(["2/8/12", "2/13/12"], day_first=True) == {}
    assert days_read(["2/8/12", "2/13/12"], day_first=False) == {
        "2/8/12": "2012-02-08",
        "2/13/12": "2012-02-13",
    }


@pytest.mark.parametrize(
    "text",
    [
        "2012-02-08 14:30 - INFO: started\n2012-02-08 14:31 - WARN: full\n" * 4,
        "[2012-02-08 14:30:12] production.INFO: ok\n[2012-02-08 14:30:12] local.ERROR: no\n" * 4,
        "08/02/2012, 14:30 - Hut: We met.\n09/02/2012, 14:30 - Elm Court: We met again.\n"
        "10/02/2012, 15:00 - School: We sang.\n11/02/2012, 15:00 - Hall: We sat.\n",
        "08/02/2012, 14:30 - We met.\n" * 6,
        "09:00 Coffee: in the hall\n10:00 Talk: in the hut\n" * 3,
    ],
)
def test_logs_and_journals_are_no_chats(text: str) -> None:
    assert chat_messages(text) == ()
