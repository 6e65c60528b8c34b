"""Transcripts that are printed as tables."""

from __future__ import annotations

from ethnocode.ingest.blocks import Block, BlockKind
from ethnocode.ingest.pdf.talk import with_talk

TITLE = Block("The flats", BlockKind.HEADING, page="1")
HEADS = Block("Timespan\tContent\tSpeaker", BlockKind.ROW, page="1")
ROWS = [
    Block("0:00:00.0 - 0:00:09.0\tHow long have you lived here?\tRos", BlockKind.ROW, page="1"),
    Block("0:00:09.0 - 0:00:12.0\tSince the flats were built,\tWin", BlockKind.ROW, page="1"),
    Block("0:00:12.0 - 0:00:14.0\tI think.\tWin", BlockKind.ROW, page="1"),
    Block("0:00:14.0 - 0:00:20.0\tDid anybody ask you?\tRos", BlockKind.ROW, page="2"),
]


def test_rows_of_talk_are_what_their_speakers_say_on_the_page_they_say_it_on() -> None:
    blocks = with_talk([TITLE, HEADS, *ROWS])

    assert [(block.speaker, block.words, block.page) for block in blocks] == [
        ("", "The flats", "1"),
        ("", "Timespan\tContent\tSpeaker", ""),
        ("Ros", "How long have you lived here?", "1"),
        ("Win", "Since the flats were built, I think.", "1"),
        ("Ros", "Did anybody ask you?", "2"),
    ]


def test_rows_of_other_tables_and_talk_quoted_in_a_report_stay_rows() -> None:
    rents = [Block(f"Flat {n}\t£{n}0\tLet", BlockKind.ROW, page="1") for n in range(9)]
    report = [Block("The panel heard from its tenants. " * 30, page="1"), HEADS, *ROWS]

    assert with_talk(rents) == rents
    assert with_talk(report) == report
