from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.errors import SourceError
from ethnocode.ingest import Document, read_document
from ethnocode.ingest.talk.delimited import rows_of
from ethnocode.model import MarkKind, SegmentKind

TALK = (
    "timestamp,speaker,words\n"
    '[00:02:53],DB:,"How do you save, then?"\n'
    ',RW:,"I print a ""pile"" &#8212; a lot.\n\nOn paper."\n'
    ",DB:,All of them?\n,RW:,Yes &amp; no.\n"
)


def read(words: str | bytes, label: str = "talk.csv") -> Document:
    return read_document(words.encode() if isinstance(words, str) else words, label=label)


def test_a_table_of_talk_becomes_turns() -> None:
    document = read(TALK)

    assert (document.kind, document.kind_from) == ("interview", "declared")
    assert [
        (s.speaker, s.time, document.text[s.words_from : s.span.end])
        for s in document.segments
        if s.kind is SegmentKind.TURN
    ] == [
        ("DB", "00:02:53", "How do you save, then?"),
        ("RW", None, 'I print a "pile" — a lot.\n\nOn paper.'),
        ("DB", None, "All of them?"),
        ("RW", None, "Yes & no."),
    ]


def test_references_made_plain_are_counted() -> None:
    assert dict(read(TALK).repairs)["character reference"] == 2


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_cells_are_separated_by_what_makes_all_rows_equal(delimiter: str) -> None:
    words = "\n".join(
        delimiter.join(row)
        for row in (("Who", "Said, or so"), ("Win", "one; two"), ("Ros", "3, 4"), ("Win", "5"))
    )
    if delimiter in ",;":
        words = words.replace("Said, or so", '"Said, or so"').replace("one; two", '"one; two"')
        words = words.replace("3, 4", '"3, 4"')

    assert rows_of(words) == [
        ["Who", "Said, or so"],
        ["Win", "one; two"],
        ["Ros", "3, 4"],
        ["Win", "5"],
    ]


def test_the_delimiter_may_be_said_in_the_first_line() -> None:
    assert read("sep=;\na,b,c;d\ne,f,g;h\n").text == "a,b,c\td\ne,f,g\th"


def test_other_tables_become_rows_in_which_nothing_is_calculated() -> None:
    document = read('Flat,Rent,"What\nis wrong"\n1,=SUM(A1:A2),lift\n2,,"damp,\n\ncold"\n')

    assert document.text == "Flat\tRent\tWhat / is wrong\n1\t=SUM(A1:A2)\tlift\n2\t\tdamp, / cold"
    assert [
        document.text[s.span.start : s.span.end]
        for s in document.segments
        if s.kind is SegmentKind.ROW
    ] == document.text.split("\n")
    assert document.kind_from == "guessed"


@pytest.mark.parametrize(
    "rows",
    [
        ['0\t900\t"So," she said', '900\t1800\t"No."', '1800\t2700\t"open'],
        ["0\t900\tIt was cold,", '900\t1800\t"and dark, too."'],
        ["0\t900\tIt was cold", '900\t1800\t"and dark."'],
    ],
)
def test_quotation_marks_of_speech_between_tabs_are_words(rows: list[str]) -> None:
    assert rows_of("\n".join(rows)) == [row.split("\t") for row in rows]


def test_quotation_marks_of_spreadsheets_between_tabs_hold_cells() -> None:
    where_needed = 'Who\tWhat\nWin\t"Well, no."\nRos\t"A ""pile""."\nWin\tYes.\n'
    everywhere = '"Who"\t"What"\n1\t"No."\n'

    assert [row[1] for row in rows_of(where_needed)] == ["What", "Well, no.", 'A "pile".', "Yes."]
    assert rows_of(everywhere) == [["Who", "What"], ["1", "No."]]


def test_commas_nobody_quoted_stay_in_the_last_cell() -> None:
    document = read("speaker,text\nWin,Well, I think so.\nRos,Why?\nWin,It is cold.\n")

    assert document.text == "Win: Well, I think so.\n\nRos: Why?\n\nWin: It is cold."


def test_captions_as_a_table_have_times_and_no_speakers() -> None:
    document = read("start\tend\ttext\n0\t2500\tIt was\n2500\t61000\tcold.\n", "talk.tsv")

    assert document.text == "It was cold."
    assert [m.words for m in document.marks if m.kind is MarkKind.CUE] == [
        "00:00:00.000 --> 00:00:02.500",
        "00:00:02.500 --> 00:01:01.000",
    ]


def test_a_quotation_mark_that_is_never_closed_is_warned_about() -> None:
    document = read('speaker,text\nWin,"Well\n' + "Ros,Yes.\n" * 150)

    assert document.text.count("Yes.") == 150
    assert len(document.warnings) == 1
    assert "quotation mark" in document.warnings[0]


def test_cells_may_be_longer_than_the_library_allows_by_default() -> None:
    long = "word " * 40_000

    assert read(f"a,b\nc,{long}\n").text.count("word") == 40_000


def test_the_table_of_a_spreadsheet_in_cp1252_is_read() -> None:
    document = read("Qui;Paroles\nLéa;Ça va?\nZoé;Très bien.\nLéa;Bon.\n".encode("cp1252"))

    assert document.text == "Léa: Ça va?\n\nZoé: Très bien.\n\nLéa: Bon."


@given(st.binary(max_size=300), st.integers(0, len(TALK)), st.integers(0, 255))
def test_no_bytes_make_it_fail_otherwise_than_by_a_source_error(
    junk: bytes, cut: int, flipped: int
) -> None:
    whole = TALK.encode()
    broken = bytearray(whole)
    broken[min(cut, len(broken) - 1)] ^= flipped
    for data in (junk, whole[:cut], bytes(broken), whole[:cut] + junk):
        for label in ("a.csv", "a.tsv"):
            with contextlib.suppress(SourceError):
                read(data, label)
