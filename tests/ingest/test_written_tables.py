"""Tables of talk in text and Markdown files."""

from __future__ import annotations

import pytest

from ethnocode.ingest import read_document
from ethnocode.ingest.reader import Document
from ethnocode.model import DOCUMENT, INTERVIEW, MarkKind, SegmentKind

SAID = (
    ("Ros", "How long have you lived here then?"),
    ("Win", "Since the flats were built, I think."),
    ("Ros", "And did anybody ask you?"),
    ("Win", "No, nobody asked us, not once."),
    ("Ros", "What would you have said?"),
    ("Win", "That we were here first."),
)


def read(text: str, label: str) -> Document:
    return read_document(text.encode(), label=label)


def turns(document: Document) -> list[tuple[str | None, str]]:
    return [
        (segment.speaker, document.text[segment.words_from : segment.span.end])
        for segment in document.segments
        if segment.kind is SegmentKind.TURN
    ]


def rows(shape: str) -> str:
    """Write the talk as rows; in the shape, ``N`` is the number of one from 0."""
    return "".join(
        shape.replace("N", str(number)).replace("LABEL", label).replace("WORDS", words)
        for number, (label, words) in enumerate(SAID)
    )


TIMESPAN = rows("N\t0:0N:00.0 - 0:0N:50.0\tWORDS\tLABEL\n")
GRID = "+-----+------+\n| Speaker | Text |\n+=====+======+\n" + rows(
    "| LABEL | WORDS |\n+-----+------+\n"
).replace("anybody ask", "anybody |\n| | ask")


@pytest.mark.parametrize(
    ("text", "label"),
    [
        pytest.param("\tTimespan\tContent\tSpeaker\n" + TIMESPAN, "a.txt", id="NVivo's columns"),
        pytest.param(TIMESPAN, "a.txt", id="without heads"),
        pytest.param("| Speaker | Text |\n|---|:--|\n" + rows("| LABEL | WORDS |\n"), "a.md"),
        pytest.param("| Wer | Was |\n|---|:--|\n" + rows("| LABEL | WORDS |\n"), "a.md"),
        pytest.param("---\ntitle: Flats\n---\n" + GRID, "a.md", id="a grid, below front matter"),
    ],
)
def test_a_file_that_is_a_table_of_talk_has_its_turns(text: str, label: str) -> None:
    document = read(text, label)

    assert document.kind == INTERVIEW
    assert turns(document) == list(SAID)


def test_words_around_a_table_of_talk_are_kept_with_their_headings() -> None:
    text = "# The flats\n\n12 March 2013\n\n| Speaker | Text |\n|---|---|\n"
    document = read(f"{text}{rows('| LABEL | WORDS |' + chr(10))}\nShe left at four.\n", "a.md")

    assert document.text.startswith("# The flats\n\n12 March 2013\n\nRos: How long")
    assert document.text.endswith("\n\nShe left at four.")
    assert turns(document) == list(SAID)
    assert document.date == "2013-03-12"
    furniture = [mark.words for mark in document.marks if mark.kind is MarkKind.FURNITURE]
    assert furniture == ["Speaker\tText"]


def test_times_of_a_table_of_talk_are_those_of_the_turns() -> None:
    document = read("\tTimespan\tContent\tSpeaker\n" + TIMESPAN, "a.txt")
    times = [each.time for each in document.segments if each.kind is SegmentKind.TURN]

    assert times == [f"0:0{number}:00.0" for number in range(6)]


@pytest.mark.parametrize(
    "text",
    [
        "| Flat | Rent |\n|---|---|\n| 4 | £80 |\n| 9 | £90 |\n",
        "Ground\tLet\t80\nFirst\tVoid\t90\nGround\tLet\t70\n",
        "We met.\n\n" * 60 + "| Speaker | Text |\n|---|---|\n" + rows("| LABEL | WORDS |\n"),
    ],
)
def test_other_tables_and_tables_in_a_report_stay_as_they_are_written(text: str) -> None:
    document = read(text, "a.md")

    assert document.kind == DOCUMENT
    assert document.text == text
