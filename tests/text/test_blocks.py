from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.model import Span
from ethnocode.text.blocks import paragraph_spans, sentence_spans

PROSE = st.text(st.sampled_from("aB1 \n\t.!?…'”\"([-*)"), min_size=1, max_size=80)


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in sentence_spans(text, Span(0, len(text)))]


def test_paragraphs_are_the_blocks_between_blank_lines() -> None:
    text = "\n  One line\nand its second.  \n \t\n\nTwo.\n"

    assert [span.of(text) for span in paragraph_spans(text)] == [
        "One line\nand its second.",
        "Two.",
    ]


def test_paragraphs_can_be_looked_for_in_a_part_of_the_text() -> None:
    text = "One.\n\nTwo.\n\nThree."

    assert [span.of(text) for span in paragraph_spans(text, within=Span(4, 12))] == ["Two."]


@pytest.mark.parametrize(
    "expected",
    [
        ["Mr. Smith met Dr. Jones and Cllr. Prentice at St. Aidan's.", "They ate."],
        ["J. Prentice and M.C. Lisle spoke.", "So did I.", "Then we left."],
        ["See No. 5 and p. 3, e.g. the roof, i.e. the hole.", "It rains in."],
        ["No.", "I never did."],
        ["It was £2.50 a head.", "At 3.15 p.m. it closed."],
        ["We met at 4 p.m. Tuesday was full."],
        ["We met at 4 p.m.", "The hall was cold."],
        ["Well... I don't know… maybe.", "Wait…", "What?"],
        ["“Are you all right?” she said.", "“Fine.”", "Then off."],
        ['He said "Stop."', "Then nothing."],
        ["What?!", "Never!", "30 came."],
        ["Fine.", "[pause] Fair question.", "(Points at the pad.)", "That."],
        ["## 1. Name and standing"],
        ["**R1.** That a cook be paid.", "2. That the roof be mended."],
        ["It was **bold.**", "Then *not.*", "End"],
    ],
)
def test_sentences_end_where_a_reader_would_end_them(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_list_items_on_their_own_lines_are_sentences() -> None:
    text = "Present\n- Maud\n- Win\n1. Opening words\n(a) five persons; and"

    assert sentences(text) == [
        "Present",
        "- Maud",
        "- Win",
        "1. Opening words",
        "(a) five persons; and",
    ]


def test_a_wrapped_line_is_no_sentence() -> None:
    assert sentences("The roof\ncomes in. Buckets\nstand out.") == [
        "The roof\ncomes in.",
        "Buckets\nstand out.",
    ]


def test_blank_parts_have_no_sentences() -> None:
    assert sentence_spans("a \n b", Span(1, 4)) == []


@given(PROSE)
def test_sentences_partition_the_words(text: str) -> None:
    spans = sentence_spans(text, Span(0, len(text)))

    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.trimmed(text) == span for span in spans)


@given(PROSE)
def test_paragraphs_partition_the_words(text: str) -> None:
    spans = paragraph_spans(text)

    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    assert all("\n" in text[a.end : b.start] for a, b in pairwise(spans))
    assert not any("\n\n" in span.of(text) for span in spans)
