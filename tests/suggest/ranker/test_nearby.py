"""Codes given on the passages before, worked by hand."""

from __future__ import annotations

import math

import numpy as np
from worded_corpus import book, code, corpus, decided

from ethnocode.suggest.corpus.features import prepare
from ethnocode.suggest.ranker.nearby import lasting, nearby
from ethnocode.suggest.ranker.nearest import votes

BOOK = book(code("a"), code("b"))
LINES = ["one", "two", "three", "four"]


def test_the_figures_of_a_passage_that_follows_two_given_a_code() -> None:
    """Row 3: b before it, a before that; of three read rows one has a, one b."""
    words = corpus(LINES)
    decisions = decided(words, BOOK, {1: "a", 2: "b"}, read=[0])

    found = nearby(words, decisions, np.array([3], np.int32), lasting=np.array([0.5, 2.0]))

    before, second, often, nothing, recent, stays = (table[0].tolist() for table in found)
    assert before == [0, 1]
    assert second == [1, 0]
    assert often == [math.log(1.5 / 6) - math.log(0.5 / 3)] * 2
    assert nothing == [0, 0]
    assert recent == [math.exp(-1 / 3), 1]
    assert stays == [0, 2]


def test_what_comes_later_or_in_another_source_plays_no_part() -> None:
    words = corpus(["one"], ["two", "three", "four"])
    decisions = decided(words, BOOK, {0: "a", 3: "b"}, read=[1])

    found = nearby(words, decisions, np.array([2], np.int32), lasting=np.zeros(2))

    assert [table[0].tolist() for table in (found[0], found[1], found[4])] == [[0, 0]] * 3
    assert found[3][0].tolist() == [1, 1]


def test_a_code_that_stays_is_more_lasting_than_one_that_does_not() -> None:
    """Pairs in order: a a, a a, a b, b -: a stays 2 of 3 times, b never."""
    words = corpus(["v", "w", "x", "y", "z"])
    decisions = decided(words, BOOK, {0: "a", 1: "a", 2: "a", 3: "b"}, read=[4])
    rows = np.arange(5, dtype=np.int32)

    found = lasting(decisions, rows, before=prepare(words, BOOK).before)

    usual = (2 + 1) / (4 + 4)
    expected = [(2 + 6 * usual) / 9, (0 + 6 * usual) / 7]
    np.testing.assert_allclose(found, [math.log(share / (1 - share)) for share in expected])


def test_votes_are_weighed_by_likeness_and_doubted() -> None:
    """Alike .5 and .2 to two passages, one given the code: .5 of .7 + .3; -1 is not asked."""
    similarities = np.array([[0.5, 0.2, -1.0]], np.float32)
    given = np.array([[1.0], [0.0], [1.0]])

    np.testing.assert_allclose(votes(similarities, given), [[0.5]], rtol=1e-6)
