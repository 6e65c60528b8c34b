"""Passages: short enough to take in at once, and no word is lost or there twice."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.model import Span
from ethnocode.suggest.reading.passages import LONGEST_WORDS, Passage, Stretch, cut_passages


def sentences_in(text: str) -> list[Span]:
    return [Span(*found.span()) for found in re.finditer(r"[^.\s][^.]*\.?", text)]


def whole(text: str, *, sentences: list[Span] | None = None) -> tuple[Passage, ...]:
    held = sentences_in(text) if sentences is None else sentences
    return cut_passages(text, [Stretch(Span(0, len(text)))], sentences=held)


def test_a_short_stretch_is_a_passage_with_its_sentences() -> None:
    text = "We knew. They told us.  "
    stretch = Stretch(Span(0, 24), group="resident", asks=True)

    assert cut_passages(text, [stretch], sentences=[Span(0, 8), Span(9, 22)]) == (
        Passage(Span(0, 24), (Span(0, 8), Span(9, 22)), "resident", True),
    )


def test_a_stretch_takes_only_its_part_of_a_sentence() -> None:
    text = "Ana: we knew. Win: they told us."
    stretches = [Stretch(Span(5, 13)), Stretch(Span(19, 32))]

    found = cut_passages(text, stretches, sentences=[Span(0, 13), Span(14, 32)])

    assert [passage.sentences for passage in found] == [(Span(5, 13),), (Span(19, 32),)]


def test_words_that_no_sentence_covers_are_sentences_of_their_own() -> None:
    (passage,) = whole("one two three four", sentences=[Span(4, 7)])

    assert passage.sentences == (Span(0, 3), Span(4, 7), Span(8, 18))


@pytest.mark.parametrize("text", ["", " ", "\n\n \t"])
def test_nothing_but_white_space_is_no_passage(text: str) -> None:
    stretches = [Stretch(Span(0, len(text)))] if text else []

    assert cut_passages(text, stretches, sentences=[]) == ()


@pytest.mark.parametrize("text", ["Yes", "\U0001f600", "?!", "שלום", "\u200b", "x" * 1_000_000])
def test_one_word_is_a_passage(text: str) -> None:
    (passage,) = whole(text, sentences=[])

    assert passage.span.of(text) == text


def test_a_long_stretch_is_cut_into_windows_of_whole_sentences_about_as_long() -> None:
    """Worked by hand: 20 sentences of 10 words are 200 words: two windows of 100."""
    sentence = "one two three four five six seven eight nine ten. "
    text = (sentence * 20).strip()

    found = whole(text)

    assert [len(passage.sentences) for passage in found] == [10, 10]
    assert [passage.span.of(text).count(".") for passage in found] == [10, 10]


def test_a_sentence_of_50_000_words_is_cut_between_words() -> None:
    text = "word " * 50_000

    found = whole(text)

    lengths = [len(passage.span.of(text).split()) for passage in found]
    assert sum(lengths) == 50_000
    assert max(lengths) == LONGEST_WORDS


@given(
    text=st.lists(st.sampled_from(["a", "bc.", "\U0001f600", "ש", "  ", "\n", "d. ", "e" * 9]))
    .map(lambda parts: " ".join(parts * 30))
    .filter(str.strip),
    cuts=st.lists(st.integers(0, 6_000), max_size=8),
    marks=st.lists(st.integers(0, 6_000), max_size=30),
)
def test_every_character_of_a_stretch_is_in_one_passage_and_one_sentence(
    text: str, cuts: list[int], marks: list[int]
) -> None:
    edges = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    stretches = [Stretch(Span(a, b)) for a, b in pairwise(edges)][::2]
    ends = sorted({mark for mark in marks if mark < len(text)})
    sentences = [Span(a, b) for a, b in pairwise(ends)][::2]

    found = cut_passages(text, stretches, sentences=sentences)

    asked = [n for one in stretches for n in range(one.span.start, one.span.end)]
    inked = [n for n in asked if not text[n].isspace()]
    passages = [n for one in found for n in range(one.span.start, one.span.end)]
    said = [n for one in found for s in one.sentences for n in range(s.start, s.end)]
    assert [n for n in passages if not text[n].isspace()] == inked
    assert [n for n in said if not text[n].isspace()] == inked
    for passage in found:
        assert all(passage.span.encloses(sentence) for sentence in passage.sentences)
        assert len(passage.span.of(text).split()) <= LONGEST_WORDS
    assert found == cut_passages(text, stretches, sentences=sentences)
