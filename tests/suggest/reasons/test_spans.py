"""Which sentences a suggestion marks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ethnocode.model import Span
from ethnocode.suggest.reading.passages import Passage
from ethnocode.suggest.reasons.spans import (
    ANNOUNCING_CHARS,
    CARRIED,
    LEAST_WEIGHT,
    SPREAD,
    WeighedWord,
    marked_words,
)

TEN = tuple(Span(30 * n, 30 * n + 29) for n in range(10))


def sentences_from(first: int, last: int) -> Span:
    return Span(30 * first, 30 * last + 29)


def passage(*sentences: Span) -> Passage:
    return Passage(Span(sentences[0].start, sentences[-1].end), sentences)


def words(*weights: float) -> list[WeighedWord]:
    """One word in each sentence of ten, in order."""
    return [WeighedWord(30 * n + 2, weight) for n, weight in enumerate(weights)]


def test_a_passage_with_nothing_to_weigh_is_marked_whole() -> None:
    assert marked_words(passage(*TEN), words=[]) == sentences_from(0, 9)
    assert marked_words(passage(*TEN), words=words(-1.0, -2.0)) == sentences_from(0, 9)


def test_a_passage_of_one_sentence_is_marked_whole() -> None:
    assert marked_words(passage(Span(5, 40)), words=[WeighedWord(6, 2.0)]) == Span(5, 40)


def test_the_sentence_that_carries_all_the_weight_is_marked() -> None:
    assert marked_words(passage(*TEN), words=words(0, 0, 0, 2.0)) == sentences_from(3, 3)


def test_neighbouring_sentences_that_carry_it_together_are_marked_as_one() -> None:
    assert marked_words(passage(*TEN), words=words(0, 1.0, 1.0, 0, 0)) == sentences_from(1, 2)


def test_a_light_sentence_between_two_heavy_ones_is_marked_with_them() -> None:
    assert marked_words(passage(*TEN), words=words(0, 1.0, 0, 1.0, 0)) == sentences_from(1, 3)


def test_a_heavy_sentence_far_from_the_heavier_one_is_left_out() -> None:
    """1.6 of 2.6 is more than six tenths."""
    weights = words(1.6, 0, 0, 0, 0, 0, 0, 0, 0, 1.0)

    assert marked_words(passage(*TEN), words=weights) == sentences_from(0, 0)


def test_words_that_hardly_speak_for_a_code_mark_the_whole() -> None:
    assert marked_words(passage(*TEN), words=words(0.3, 0, 0.2)) == sentences_from(0, 9)


def test_two_short_sentences_are_marked_together_and_two_long_ones_are_not() -> None:
    short, long = (Span(0, 79), Span(80, 159)), (Span(0, 79), Span(80, 160))

    assert marked_words(passage(*short), words=words(2.0)) == Span(0, 159)
    assert marked_words(passage(*long), words=words(2.0)) == Span(0, 79)


def test_evidence_spread_evenly_marks_the_whole() -> None:
    """Two of the three carry enough, and are 59 of 89 characters: almost all of it."""
    assert marked_words(passage(*TEN[:3]), words=words(1.0, 1.0, 1.0)) == sentences_from(0, 2)


def test_words_that_speak_against_a_code_take_nothing_from_their_sentence() -> None:
    found = marked_words(passage(*TEN), words=[*words(0, 2.0), WeighedWord(45, -9.0)])

    assert found == sentences_from(1, 1)


def test_an_explicit_cue_marks_the_sentence_it_begins_in() -> None:
    assert marked_words(passage(*TEN), words=[], cues=[Span(122, 127)]) == sentences_from(4, 4)


def test_the_shorter_and_then_the_earlier_of_two_runs_is_marked() -> None:
    shorter = (*TEN[:4], Span(120, 145), Span(150, 179))

    assert marked_words(passage(*TEN), words=words(0, 2.0, 2.0, 0, 2.0, 2.0)) == sentences_from(
        1, 4
    )
    assert marked_words(passage(*TEN), words=words(0, 1.0, 1.0, 1.0)) == sentences_from(1, 2)
    assert marked_words(passage(*shorter), words=words(0, 0, 1.0, 1.0, 1.0)) == Span(90, 145)


def test_a_sentence_that_only_announces_is_marked_with_the_next() -> None:
    text = "The rules. Twelve of them are on paper. Then come all the others, that nobody wrote."
    parts = passage(Span(0, 10), Span(11, 39), Span(40, len(text)))

    assert marked_words(parts, words=[], cues=[Span(4, 9)]).of(text) == (
        "The rules. Twelve of them are on paper."
    )


def test_a_short_last_sentence_is_marked_with_the_one_before() -> None:
    text = "Seventy people came on the first night, in the rain. They all had soup. We paid."
    parts = passage(Span(0, 52), Span(53, 71), Span(72, 80))

    assert marked_words(parts, words=[], cues=[Span(75, 79)]).of(text) == (
        "They all had soup. We paid."
    )


@given(st.data())
def test_what_is_marked_is_the_shortest_run_that_carries_enough(data: st.DataObject) -> None:
    """Against every run of sentences there is."""
    lengths = data.draw(st.lists(st.integers(ANNOUNCING_CHARS, 90), min_size=3, max_size=7))
    weights = data.draw(st.lists(st.integers(-3, 9), min_size=len(lengths), max_size=len(lengths)))
    sentences, at = [], 0
    for length in lengths:
        sentences.append(Span(at, at + length))
        at += length + 1
    weighed = [WeighedWord(s.start, float(w)) for s, w in zip(sentences, weights, strict=True)]

    marked = marked_words(passage(*sentences), words=weighed)

    positive = [max(weight, 0) for weight in weights]
    enough = [
        Span(sentences[i].start, sentences[j].end)
        for i in range(len(lengths))
        for j in range(i, len(lengths))
        if sum(positive[i : j + 1]) >= CARRIED * sum(positive)
    ]
    whole = Span(0, sentences[-1].end)
    shortest = min(enough, key=lambda span: (len(span), span.start))
    spread = len(shortest) >= SPREAD * len(whole)
    assert marked == (whole if spread or sum(positive) < LEAST_WEIGHT else shortest)
