"""Readings: words and cues of a source as numbers, each at its place in the text."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ethnocode.model import Code, CueMatch, Cues, Position, Span
from ethnocode.suggest.cues.matcher import CueMatcher, build_matcher
from ethnocode.suggest.reading.passages import Passage, Stretch, cut_passages
from ethnocode.suggest.reading.source import Reading, read_source
from ethnocode.text.stem import stem

CUES = Cues(phrases=("know them",), lemmas=("wage",), patterns=(({"LOWER": "told"}, {}),))


@cache
def matcher() -> CueMatcher:
    return build_matcher([Code("c", "book", "C", "D.", Position("b"), cues=CUES)])


def passages_of(text: str, *spans: Span) -> tuple[Passage, ...]:
    stretches = [Stretch(span) for span in spans or (Span(0, len(text)),)]
    return cut_passages(text, stretches, sentences=[])


def words_of(read: Reading, row: int) -> list[str]:
    return [read.words[token] for token in read.tokens[read.rows[row] : read.rows[row + 1]]]


def test_words_are_lower_case_with_plain_apostrophes_and_marks_are_none() -> None:
    text = "We’d KNEW – them-all; 1970s!\n\nNo."

    read = read_source(text, passages_of(text, Span(0, 28), Span(30, 33)), matcher=matcher())

    assert words_of(read, 0) == ["we", "'d", "knew", "them", "all", "1970s"]
    assert words_of(read, 1) == ["no"]
    assert [read.stems[read.words.index(word)] for word in ("knew", "them")] == ["know", "them"]
    assert read.starts.tolist() == [0, 2, 5, 12, 17, 22, 30]
    assert read.ends.tolist() == [2, 4, 9, 16, 20, 27, 32]


def test_words_outside_passages_are_left_out_even_where_no_space_parts_them() -> None:
    text = "Ana:knew them. Win:wages"

    read = read_source(text, passages_of(text, Span(4, 14), Span(19, 24)), matcher=matcher())

    assert [words_of(read, 0), words_of(read, 1)] == [["knew", "them"], ["wages"]]
    assert read.cues == (
        CueMatch("c", Span(4, 13), "phrase", "know them"),
        CueMatch("c", Span(19, 24), "lemma", "wage"),
    )


def test_a_cue_across_two_passages_is_none_of_either() -> None:
    text = "We knew them"

    read = read_source(text, passages_of(text, Span(0, 7), Span(8, 12)), matcher=matcher())

    assert read.cues == ()


def test_cues_are_those_that_the_matcher_finds() -> None:
    text = "We knew them. They told us our wages. " * 900

    passages = passages_of(text)

    read = read_source(text, passages, matcher=matcher())

    assert read.cues == tuple(
        match
        for match in matcher().find(text)
        if any(passage.span.encloses(match.span) for passage in passages)
    )
    assert sum(cue.kind == "lemma" for cue in read.cues) == 900
    assert len(read.badges) == len(read.cues)


def test_badges_say_what_is_denied_and_what_others_said() -> None:
    text = "We never knew them. She said we get wages. I knew them."

    read = read_source(text, sentence_by_sentence(text), matcher=matcher())

    assert dict(zip([cue.span.of(text) for cue in read.cues], read.badges, strict=True)) == {
        "knew them": "",
        "wages": "reported",
    }
    assert read.badges == ("negated", "reported", "")


def sentence_by_sentence(text: str) -> tuple[Passage, ...]:
    found = [Span(*match.span()) for match in re.finditer(r"[^.\s][^.]*\.", text)]
    return cut_passages(text, [Stretch(Span(0, len(text)))], sentences=found)


@pytest.mark.parametrize("text", ["", "\n", "\U0001f600\U0001f468‍\U0001f469", "?! …"])
def test_a_source_without_words_has_a_reading(text: str) -> None:
    passages = passages_of(text) if text else ()

    read = read_source(text, passages, matcher=matcher())

    assert (read.words, read.cues, read.rows.tolist()) == ((), (), [0] * (len(passages) + 1))


@pytest.mark.parametrize(
    "text",
    ["word " * 200_000, "x" * 1_000_000, "know them " * 20_000, "(" * 30_000, "مرحبا " * 30_000],
)
def test_a_very_long_line_is_read(text: str) -> None:
    read = read_source(text, passages_of(text), matcher=matcher())

    assert sum(map(len, (read.words[n] for n in read.tokens))) == sum(map(str.isalnum, text))
    assert len(read.cues) == text.count("know them")


PIECES = st.sampled_from(
    [
        *("know", "knew them", "told", "wages", "İstanbul", "ﬁne", "don’t", "CAN’T", "I'm", "a-b"),
        *("x.y", "\u200b", "\u200fשלום", "مرحبا", "\U0001f600", "e\u0301", "...", "—", "“so”"),
        "_" * 150,
    ]
)


@given(
    parts=st.lists(st.tuples(PIECES, st.sampled_from([" ", "  ", "\n", "\n\n", "", "\t"]))),
    cuts=st.lists(st.integers(0, 400), max_size=6),
)
@example(parts=[("x.y", " ")] * 30 + [("know", "")] * 3_000, cuts=[3, 7])
def test_tokens_are_words_of_their_passage_in_order(
    parts: list[tuple[str, str]], cuts: list[int]
) -> None:
    text = "".join(word + gap for word, gap in parts)
    edges = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    spans = [Span(a, b) for a, b in pairwise(edges)]
    passages = cut_passages(text, [Stretch(span) for span in spans], sentences=[])

    read = read_source(text, passages, matcher=matcher())

    places = list(zip(read.starts.tolist(), read.ends.tolist(), strict=True))
    assert all(a < b for a, b in places)
    assert all(one[1] <= other[0] for one, other in pairwise(places))
    for row, passage in enumerate(passages):
        for n in range(read.rows[row], read.rows[row + 1]):
            start, end = places[n]
            assert passage.span.start <= start < end <= passage.span.end
            word = read.words[read.tokens[n]]
            assert text[start:end].lower().replace("’", "'") == word
    inside = [n for passage in passages for n in range(passage.span.start, passage.span.end)]
    covered = {n for start, end in places for n in range(start, end)}
    assert all(n in covered for n in inside if text[n].isalnum())


def test_stems_are_those_of_the_words() -> None:
    text = "knew told wages women running"

    read = read_source(text, passages_of(text), matcher=matcher())

    assert read.stems == tuple(map(stem, text.split()))
