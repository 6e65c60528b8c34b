"""Paragraphs and broken words. Courier at 10 points is 6 points wide for each letter."""

from __future__ import annotations

import pytest

from ethnocode.ingest import read_document
from ethnocode.ingest.pdf.hyphens import Vocabulary
from ethnocode.model import MarkKind
from tests.ingest.pdf_writer import pdf_of, print_at, print_lines
from tests.ingest.read_back import read_printed

FULL = "This is a line which is as long as all lines are ..."


def paragraphs(*lines: str) -> list[str]:
    return read_printed(print_lines(lines)).content.text.split("\n\n")


def test_lines_are_joined_into_their_paragraph() -> None:
    assert paragraphs("The caretaker locked the hall at nine, so that", "nobody could meet.") == [
        "The caretaker locked the hall at nine, so that nobody could meet."
    ]


def test_white_between_lines_parts_paragraphs() -> None:
    assert paragraphs("One line of the first one here", "goes on.", "", "The next one.") == [
        "One line of the first one here goes on.",
        "The next one.",
    ]


def test_a_line_that_had_room_for_the_next_word_ends_its_paragraph() -> None:
    assert paragraphs(
        "The caretaker locked the hall at nine in the evening",
        "so that nobody could meet.",
        "We met in the yard.",
    ) == [
        "The caretaker locked the hall at nine in the evening so that nobody could meet.",
        "We met in the yard.",
    ]


def test_a_first_line_that_is_indented_begins_a_paragraph() -> None:
    content = print_lines(["The caretaker locked the hall at nine each evening."]) + print_lines(
        ["It was the rule that nobody has ever seen in writ-"], x=68, top=688
    )
    content += print_lines(["ing, whatever it says.", "X" * 52], top=676)

    assert read_printed(content).content.text.startswith(
        "The caretaker locked the hall at nine each evening.\n\nIt was the rule"
    )


def test_numbered_paragraphs_and_bullets_stand_apart() -> None:
    assert paragraphs(
        "1.1 The minutes of the last meeting were approved by",
        "all members.",
        "1.2 The chair thanked the caretaker for her work in..",
        "2. Any other business of which nobody had any at all.",
        "- a bench for the yard that the school has asked for;",
        "- lamps.",
    ) == [
        "1.1 The minutes of the last meeting were approved by all members.",
        "1.2 The chair thanked the caretaker for her work in..",
        "2. Any other business of which nobody had any at all.",
        "- a bench for the yard that the school has asked for;",
        "- lamps.",
    ]


def test_speakers_begin_paragraphs_even_under_full_lines() -> None:
    lines = [
        "Win: We never asked for the hall to be locked, we all",
        "Maud: You did ask, at the meeting in the school, when",
        "Win: That was the boiler house and not the hall, Maud",
        "Maud: It was the hall and you wrote it down yourself.",
        "Win: I did not write down anything at all, I only sat",
        "Maud: Then who did?",
    ]

    assert paragraphs(*lines) == lines


@pytest.mark.parametrize(
    "label", ["[00:01:02] Win:", "00:01:02 Win", "Win Reed 1:02", "Interviewer 2 (00:01:02)"]
)
def test_times_begin_paragraphs_even_under_full_lines(label: str) -> None:
    assert paragraphs(FULL, label, FULL)[1].startswith(label)


def test_names_on_lines_of_their_own_begin_paragraphs_even_under_full_lines() -> None:
    lines = ["interviewee", FULL, "Interviewer", FULL] * 4

    assert paragraphs(*lines) == lines


def test_the_turns_of_a_printed_interview_are_found() -> None:
    lines = [f"{name}: Well, that is how it was." for name in ("Win", "Maud") * 6]
    document = read_document(pdf_of(print_lines(lines, leading=24)), label="a.pdf")

    turns = [segment.speaker for segment in document.segments if segment.kind == "turn"]
    assert turns == ["Win", "Maud"] * 6


def test_a_paragraph_over_two_pages_is_one_with_both_pages_marked() -> None:
    reading = read_printed(
        print_lines([FULL, "and the caretaker said so to the whole committee when"]),
        print_lines(["it met again.", "", "Then it ended."]),
    )

    text = reading.content.text
    assert text.split("\n\n")[0].endswith("whole committee when it met again.")
    pages = [(m.words, m.of(text)[:7]) for m in reading.marks if m.kind is MarkKind.PAGE]
    assert pages == [("1", "This is"), ("2", "it met ")]


def test_a_word_broken_over_two_pages_is_of_the_first() -> None:
    reading = read_printed(
        print_lines([FULL, "and the caretaker said so to the whole of the commit-"]),
        print_lines(["tee when it met."]),
    )

    text = reading.content.text
    assert text.endswith("of the committee when it met.")
    assert [m.of(text)[:4] for m in reading.marks if m.kind is MarkKind.PAGE] == ["This", "when"]


def test_a_hyphen_that_is_drawn_apart_from_its_word_is_of_the_word() -> None:
    content = print_at(50, 700, "We went to the commit") + print_at(178.8, 700, "-")
    content += print_at(50, 688, "tee of May - the third")

    assert read_printed(content).content.text == "We went to the committee of May - the third"


def test_a_note_at_the_foot_does_not_part_the_paragraph_that_goes_on_over_the_page() -> None:
    body = [FULL, FULL, "and the caretaker said so1 to the whole committee when"]
    notes = print_lines(
        [f"1 She said it twice, {'and once more, ' * 3}in the yard", "and hall."], top=60, size=7
    )
    reading = read_printed(
        print_lines(body * 5, top=720) + notes, print_lines(["it met again.", FULL, FULL], top=720)
    )

    found = reading.content.text.split("\n\n")
    assert any(note.endswith("in the yard and hall.") for note in found)
    assert any("when it met again." in paragraph for paragraph in found)
    pages = [mark.words for mark in reading.marks if mark.kind is MarkKind.PAGE]
    assert pages == ["1", "2"]


def test_a_note_in_a_first_column_stands_after_the_paragraph_that_goes_on_in_the_next() -> None:
    left = [*[" ".join(["word"] * 8)] * 9, "the meeting went on and nobody would say"]
    right = ["when it was to end, for the caretaker was", *[" ".join(["word"] * 8)] * 9]
    note = print_lines(["1 She said it twice in the yard."], x=40, top=570, size=7)
    reading = read_printed(print_lines(left, x=40) + note + print_lines(right, x=320))

    assert "nobody would say when it was to end" in reading.content.text
    assert reading.content.text.endswith("\n\n1 She said it twice in the yard.")


def test_larger_print_is_a_heading() -> None:
    reading = read_printed(
        print_at(50, 740, "What was decided", size=16)
        + print_lines(["The hall was locked at nine each evening and", "nobody met."])
    )

    assert reading.layout is not None
    (first, second) = reading.layout.blocks
    assert (str(first.kind), first.span.of(reading.content.text)) == ("heading", "What was decided")
    assert str(second.kind) == "paragraph"


def test_a_bold_line_is_a_heading_unless_it_is_a_label() -> None:
    content = "".join(
        print_at(50, 700 - 40 * number, words, font="Courier-Bold")
        + print_lines(
            ["The hall was locked at nine each evening and", "so on."], top=685 - 40 * number
        )
        for number, words in enumerate(["Matters arising", "Win Reed:"])
    )
    reading = read_printed(content)

    assert reading.layout is not None
    kinds = {b.span.of(reading.content.text): str(b.kind) for b in reading.layout.blocks}
    assert kinds["Matters arising"] == "heading"
    assert kinds["Win Reed:"] == "paragraph"


@pytest.mark.parametrize(
    ("line", "rest", "others", "joined"),
    [
        ("the com-", "mittee met", [], "the committee met"),
        ("the co-", "operation of", ["co-operation is"], "the co-operation of"),
        ("the co-", "operation of", ["cooperation is"], "the cooperation of"),
        ("the co-", "operation of", [], "the co-operation of"),
        ("the co-", "production of", ["co-production is"], "the co-production of"),
        ("a long-", "term plan", ["the long term"], "a long-term plan"),
        ("with-", "out it", ["with us", "out there"], "without it"),
        ("is up-", "to-date", ["up to"], "is up-to-date"),
        ("be-", "cause of", ["because cause be"], "because of"),
        ("self-", "help", [], "self-help"),
        ("well-", "being of", [], "well-being of"),
        ("twenty-", "one of us", [], "twenty-one of us"),
        ("an eight-", "foot wall", [], "an eight-foot wall"),
        ("the nine-", "teen wards", [], "the nineteen wards"),
        ("to ex-", "press it", ["press it"], "to express it"),
        ("an ex-", "mayor", [], "an ex-mayor"),
        ("not accept-", "able", ["we accept", "able to"], "not acceptable"),
        ("the hall—", "which is shut", ["the yard—which is"], "the hall—which is shut"),
        ("the hall—", "which is shut", ["a yard—which", "a b— which"], "the hall— which is shut"),
        ("the hall —", "which is shut", ["the yard — which is"], "the hall — which is shut"),
        ("at https://a.ie/b/", "may.pdf", [], "at https://a.ie/b/may.pdf"),
        ("Anglo-", "Irish", [], "Anglo-Irish"),
        ("COM-", "MITTEE", [], "COMMITTEE"),
        ("2013-", "14 was", [], "2013-14 was"),
        ("com\xad", "mittee", [], "committee"),
        ("it was -", "so she said", [], "it was - so she said"),
        ("and then", "we met", [], "and then we met"),
    ],
)
def test_broken_words_are_made_whole_as_the_document_spells_them(
    line: str, rest: str, others: list[str], joined: str
) -> None:
    assert Vocabulary([line, rest, *others]).joined(line, rest) == joined
