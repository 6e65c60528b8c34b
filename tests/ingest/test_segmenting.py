from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.ingest.segmenting import headings_of, segments_of
from ethnocode.model import Segment, SegmentKind, Span
from ethnocode.text.entries import entry_heads
from ethnocode.text.turns import speaker_turns

LINES = st.sampled_from(
    [
        "",
        "   ",
        "# Heading",
        "## 8/2/12",
        "09/02/12 - the Hut",
        "31/2/12",
        "1. Opening",
        "Ros: Are you? I am.",
        "**Win:** [00:01] Yes... No.",
        "Ros:",
        "Date: 1.2.15",
        "| a | b |",
        "|---|:-:|",
        "|---|",
        "- one. Two",
        "Plain words. And more",
        " indented “words.” And 👩🏽‍🤝‍👩🏻 too",
        "...",
        "---",
    ]
)
TEXTS = st.lists(LINES, min_size=1, max_size=14).map("\n".join)
KINDS = st.sampled_from(["field-note", "interview", "document", "email", "photo"])


def cut(text: str, *, kind: str) -> tuple[Segment, ...]:
    """The segments of a text without a layout of its own, as it is cut when it is read."""
    return segments_of(
        text,
        kind=kind,
        layout=None,
        heads=entry_heads(text) if kind == "field-note" else (),
        turns=speaker_turns(text, declared=True) if kind == "interview" else (),
        days={},
        marks=(),
    )


def of_kind(segments: tuple[Segment, ...], kind: str) -> list[Segment]:
    return [segment for segment in segments if segment.kind == kind]


def words(text: str, segments: tuple[Segment, ...], kind: str) -> list[str]:
    return [segment.span.of(text) for segment in of_kind(segments, kind)]


def test_field_notes_have_entries_that_date_what_stands_in_them() -> None:
    text = "Journal\n\n## 8/2/12 - the Hut\n\nOne. Two.\n\nThree.\n\n9/2/12\n\nFour.\n"

    segments = cut(text, kind="field-note")

    assert words(text, segments, "entry") == [
        "## 8/2/12 - the Hut\n\nOne. Two.\n\nThree.",
        "9/2/12\n\nFour.",
    ]
    assert [s.date for s in of_kind(segments, "entry")] == ["2012-02-08", "2012-02-09"]
    assert [(s.span.of(text), s.date, s.heading) for s in of_kind(segments, "paragraph")] == [
        ("Journal", None, None),
        ("## 8/2/12 - the Hut", "2012-02-08", "8/2/12 - the Hut"),
        ("One. Two.", "2012-02-08", "8/2/12 - the Hut"),
        ("Three.", "2012-02-08", "8/2/12 - the Hut"),
        ("9/2/12", "2012-02-09", "9/2/12"),
        ("Four.", "2012-02-09", "9/2/12"),
    ]
    assert words(text, segments, "heading") == ["## 8/2/12 - the Hut", "9/2/12"]
    assert words(text, segments, "sentence")[2:4] == ["One.", "Two."]


def test_a_single_head_makes_an_entry_only_in_a_field_note() -> None:
    text = "8/2/12\n\nWords."

    assert of_kind(cut(text, kind="field-note"), "entry")
    assert not of_kind(cut(text, kind="document"), "entry")


def test_an_uncertain_head_leaves_its_entry_undated() -> None:
    text = "8/2/12\n\nOne.\n\n31/2/12\n\nTwo."

    segments = cut(text, kind="field-note")

    assert [s.date for s in of_kind(segments, "entry")] == ["2012-02-08", None]
    assert of_kind(segments, "paragraph")[-1].date is None


def test_interviews_have_turns_whose_paragraphs_start_at_the_speech() -> None:
    text = "With Win\n\nRos: Ready?\nWin: [00:01] Yes. Go on.\n\nI am.\n"

    segments = cut(text, kind="interview")

    assert words(text, segments, "turn") == ["Ros: Ready?", "Win: [00:01] Yes. Go on.\n\nI am."]
    assert [(s.speaker, s.time) for s in of_kind(segments, "turn")] == [
        ("Ros", None),
        ("Win", "00:01"),
    ]
    assert [(s.span.of(text), s.speaker) for s in of_kind(segments, "paragraph")] == [
        ("With Win", None),
        ("Ready?", "Ros"),
        ("Yes. Go on.", "Win"),
        ("I am.", "Win"),
    ]
    assert [s.speaker for s in of_kind(segments, "sentence")] == [None, "Ros", "Win", "Win", "Win"]


def test_documents_have_headings_and_rows() -> None:
    table = "| a | b |\n|---|--:|\n| 1 | 2 |"
    text = f"# A **plan**\n\nIntro.\n\n1. Opening\n\n1.1 Words.\n\n{table}\n\nEnd."

    segments = cut(text, kind="document")

    assert [s.heading for s in of_kind(segments, "heading")] == ["A plan", "1. Opening"]
    assert words(text, segments, "row") == ["| a | b |", "| 1 | 2 |"]
    assert {s.heading for s in of_kind(segments, "row")} == {"1. Opening"}
    assert words(text, segments, "paragraph") == [
        "# A **plan**",
        "Intro.",
        "1. Opening",
        "1.1 Words.",
        "End.",
    ]


def test_headings_lose_their_marks_and_know_their_level() -> None:
    found = headings_of("# One #\n\n### **Two**:\n\n####### no\n\n#no", kind="email")

    assert [(heading.words, heading.level) for heading in found] == [("One", 1), ("Two", 3)]


@pytest.mark.parametrize(
    "line",
    ["1. Bring pans.", "28 April 2015", "1. one", "41 Dinners were served on that day and more"],
)
def test_numbered_lines_that_are_sentences_dates_or_items_are_no_headings(line: str) -> None:
    assert headings_of(f"Words.\n\n{line}\n\nWords.", kind="document") == ()


def test_numbered_lines_of_a_list_are_no_headings() -> None:
    assert headings_of("1. Maud\n2. Win\n3. Charlie", kind="document") == ()


@given(TEXTS, KINDS)
def test_segments_lie_within_the_text_in_order(text: str, kind: str) -> None:
    segments = cut(text, kind=kind)

    for segment in segments:
        assert 0 <= segment.span.start <= segment.words_from <= segment.span.end <= len(text)
        assert segment.span.trimmed(text) == segment.span
    assert list(segments) == sorted(segments, key=lambda s: (s.span.start, -s.span.end, s.kind))


@given(TEXTS, KINDS)
def test_every_word_is_in_one_paragraph_or_row_but_for_labels_and_rules(
    text: str, kind: str
) -> None:
    """Brute force: count for each character the paragraphs and rows that cover it."""
    segments = cut(text, kind=kind)
    covered = [0] * len(text)
    for segment in segments:
        if segment.kind in (SegmentKind.PARAGRAPH, SegmentKind.ROW):
            for i in range(segment.span.start, segment.span.end):
                covered[i] += 1
    skipped = {i for s in of_kind(segments, "turn") for i in range(s.span.start, s.words_from)} | {
        i
        for rule in re.finditer(r"^\|[-:|]+\|$", text, re.MULTILINE)
        for i in range(*rule.span())
        if kind != "interview"
    }

    for i, character in enumerate(text):
        if not character.isspace():
            assert covered[i] == (0 if i in skipped else 1)


@given(TEXTS, KINDS)
def test_sentences_partition_their_paragraphs(text: str, kind: str) -> None:
    segments = cut(text, kind=kind)
    sentences = [s.span for s in of_kind(segments, "sentence")]

    for paragraph in of_kind(segments, "paragraph"):
        inside = [span for span in sentences if paragraph.span.encloses(span)]
        said = "".join(span.of(text) for span in inside)
        assert "".join(said.split()) == "".join(paragraph.span.of(text).split())
    assert all(any(p.span.encloses(s) for p in of_kind(segments, "paragraph")) for s in sentences)


@given(TEXTS, KINDS)
def test_turns_and_entries_do_not_overlap(text: str, kind: str) -> None:
    segments = cut(text, kind=kind)

    for name in ("turn", "entry"):
        spans: list[Span] = [s.span for s in of_kind(segments, name)]
        assert all(a.end <= b.start for a, b in pairwise(spans))
