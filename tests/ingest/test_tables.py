from __future__ import annotations

import pytest

from ethnocode.ingest.blocks import Block, BlockKind, lay_out
from ethnocode.ingest.talk.tables import transcript_rows
from ethnocode.model import MarkKind


def told(*rows: str) -> list[Block] | None:
    return transcript_rows([row.split("|") for row in rows])


def said(*rows: str) -> list[tuple[str, str, str]]:
    """Speaker, time and words of each paragraph; its times where it has more."""
    blocks = told(*rows)
    assert blocks is not None
    return [
        (
            block.speaker,
            ", ".join(mark.words for mark in block.marks if mark.kind is MarkKind.CUE),
            block.words,
        )
        for block in blocks
        if block.kind is BlockKind.PARAGRAPH
    ]


TALK = [
    ("Int", "", "How long have you lived here?"),
    ("Win", "", "Since it was built."),
    ("Int", "", "And who else?"),
    ("Win", "", "Only the Murphys."),
]


def test_labels_that_recur_beside_sentences_are_speakers() -> None:
    assert (
        said(
            "Int|How long have you lived here?",
            "Win|Since it was built.",
            "Int|And who else?",
            "Win|Only the Murphys.",
        )
        == TALK
    )


@pytest.mark.parametrize("head", ["Speaker|Text", "SPRECHERIN:|Transkript", "Qui|Paroles"])
def test_a_row_of_heads_in_three_languages_is_no_talk(head: str) -> None:
    blocks = told(
        head,
        "Int:|How long have you lived here?",
        "Win:|Since it was built.",
        "Int:|And who else?",
        "Win:|Only the Murphys.",
    )

    assert blocks is not None
    assert (blocks[0].kind, blocks[0].words) == (BlockKind.FURNITURE, head.replace("|", "\t"))
    assert [(block.speaker, block.words) for block in blocks[1:]] == [
        (speaker, words) for speaker, _, words in TALK
    ]


@pytest.mark.parametrize(
    "rows",
    [
        ("0:05|Int|Are you well?", "0:09|Win|I am.", "1:00:02|Int|Good."),
        ("Int|0:05|Are you well?", "Win|[0:09]|I am.", "Int|1:00:02|Good."),
        ("Zeit|Wer|Was", "0:05|Int|Are you well?", "0:09|Win|I am.", "1:00:02|Int|Good."),
        ("Who|What was said", "Int 0:05|Are you well?", "Win 0:09|I am.", "Int 1:00:02|Good."),
        ("Moment|Voix|Mots", "#0:05#|Int|Are you well?", "0:09|Win|I am.", "1:00:02|Int|Good."),
    ],
)
def test_times_may_stand_before_after_or_beside_the_speaker(rows: tuple[str, ...]) -> None:
    assert said(*rows) == [
        ("Int", "0:05", "Are you well?"),
        ("Win", "0:09", "I am."),
        ("Int", "1:00:02", "Good."),
    ]


def test_both_ends_of_a_time_are_kept() -> None:
    assert said("00:00:01|00:00:04|Win|Hello.", "00:00:05,2|00:00:09|Ros|Hi.") == [
        ("Win", "00:00:01 --> 00:00:04", "Hello."),
        ("Ros", "00:00:05,2 --> 00:00:09", "Hi."),
    ]


def test_whole_numbers_far_apart_are_milliseconds() -> None:
    assert said("start|end|text", "43810|47850|Hello.", "50350|54570|Goodbye.") == [
        ("", "00:00:43.810 --> 00:00:47.850", "Hello."),
        ("", "00:00:50.350 --> 00:00:54.570", "Goodbye."),
    ]


def test_small_numbers_are_seconds() -> None:
    assert said("Start|End|Speaker|Text", "0|4.5|Win|Hello.", "4.5|61|Ros|Hi.") == [
        ("Win", "00:00:00.000 --> 00:00:04.500", "Hello."),
        ("Ros", "00:00:04.500 --> 00:01:01.000", "Hi."),
    ]


def test_a_row_without_label_and_time_goes_on_and_one_with_a_time_is_nobodys() -> None:
    assert said(
        "time|speaker|text",
        "00:00:01|Win|Hello.",
        "||It is cold.",
        "00:00:09||Somebody knocks.",
        "00:00:12|Win|Come in.",
    ) == [
        ("Win", "00:00:01", "Hello."),
        ("Win", "", "It is cold."),
        ("", "00:00:09", "Somebody knocks."),
        ("Win", "00:00:12", "Come in."),
    ]


def test_a_timed_row_that_ends_within_a_sentence_runs_on() -> None:
    blocks = told(
        "TIMECODE\tSPEAKER\tTRANSCRIPT".replace("\t", "|"),
        "00:00:05.000|AB|And one night",
        "00:00:09.000|AB|he knocked.",
        "00:00:12.000|AB|Then we left.",
    )
    assert blocks is not None
    laid = lay_out(blocks)

    assert laid.content.text == "AB: And one night he knocked.\n\nThen we left."
    assert [(mark.of(laid.content.text), mark.words) for mark in laid.marks[1:]] == [
        ("And one night", "00:00:05.000"),
        ("he knocked.", "00:00:09.000"),
        ("Then we left.", "00:00:12.000"),
    ]


def test_other_columns_are_kept_beside_the_words_of_their_row() -> None:
    blocks = told(
        "id|speaker|words|tags",
        "1|DB:|How do you save your drafts, then?|future",
        "2|RW:|I print them.|",
        "3|DB:|All of them?|",
        "4|RW:|All.|",
    )
    assert blocks is not None
    laid = lay_out(blocks)
    beside = {(mark.kind, mark.words, mark.of(laid.content.text)) for mark in laid.marks}

    assert (MarkKind.COMMENT, "tags: future", "How do you save your drafts, then?") in beside
    assert {words for kind, words, _ in beside if kind is MarkKind.FURNITURE} == {
        "id\tspeaker\twords\ttags",
        *"1234",
    }


def test_a_row_of_which_nothing_is_said_is_kept_as_furniture() -> None:
    blocks = told("00:00:01|Win|Hello.", "00:00:05|Win|", "00:00:09|Ros|Hi.")
    assert blocks is not None

    assert [block.words for block in blocks if block.kind is BlockKind.FURNITURE] == [
        "00:00:05\tWin"
    ]


def test_a_clock_that_starts_again_begins_a_new_turn() -> None:
    blocks = told("59:58|Win|The end.", "0:01|Win|Another day.", "0:09|Ros|Yes.")
    assert blocks is not None
    laid = lay_out(blocks)

    assert laid.content.text == "Win: The end.\n\nWin: Another day.\n\nRos: Yes."
    assert laid.layout.turns is not None
    assert [turn.time for turn in laid.layout.turns] == ["59:58", "0:01", "0:09"]


@pytest.mark.parametrize(
    "rows",
    [
        ("Time|Item", "10:00|Welcome", "10:15|Apologies for absence"),
        ("10:00|Chair|Welcome", "10:15|Clerk|Apologies for absence"),
        ("Time|Item|Speaker", "10:00|Welcome|Cllr Daly", "10:15|Finance|Cllr Daly"),
        ("Name|Role", "Win|resident", "Maud|officer", "Ros|author"),
        ("Name:|Win Daly of Elm Court.", "Age:|She is sixty three.", "Street:|It is Elm Court."),
        ("Motion|Vote", "4.1|Carried by all present.", "4.2|Carried by all present."),
        ("Name|Text", "Win|The lift is broken.", "Maud|The rota is full.", "Ros|I was there."),
        ("A|B", "C|D"),
        ("1|2|3|4", "5|6|7|8"),
        ("Code|Example", "habitus|We do that.", "capital|She knew them.", "field|The board."),
        ("only one column", "of words"),
        ("Speaker|Text",),
        (),
    ],
)
def test_other_tables_are_no_talk(rows: tuple[str, ...]) -> None:
    assert told(*rows) is None
