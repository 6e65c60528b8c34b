"""What is offered: one rule for all that shows it, and silence where nothing speaks for a code."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np
import pytest
from worded_corpus import book, code, corpus, decided

from ethnocode.model import Band, Codebook
from ethnocode.suggest.corpus.rows import Corpus, Decisions
from ethnocode.suggest.ranker.choosing import Choice
from ethnocode.suggest.ranker.model import Model, fit_model
from ethnocode.suggest.ranker.offering import Chooser, offer, score_all

QUOTED = code("bench", name="Street furniture", example="they took our bench away")
CUED = code("tea", name="Hospitality", example="the kettle was on", phrase="kettle")
TOLD = code("trust", name="Bonds", definition="Neighbours keep faith with one another.")
BOOK = book(QUOTED, CUED, TOLD)
FILLING = [[f"word{n} word{n + m} other{m}" for m in range(10)] for n in range(6)]


def shown(
    words: Corpus, codebook: Codebook, decisions: Decisions
) -> tuple[Model, tuple[Choice, ...]]:
    model = fit_model(words, codebook, decisions)
    scores = score_all(model, decisions, progress=lambda _: None)
    chooser = Chooser(model, decisions, scores=scores)
    return model, chooser.among(scores, decisions, range(words.size))


def pairs(model: Model, choices: Sequence[Choice]) -> set[tuple[int, str]]:
    return {(choice.index, model.codes[choice.column]) for choice in choices}


def test_before_anything_is_coded_an_example_a_cue_or_a_name_speaks_for_a_code() -> None:
    lines = ["they took the bench away", "a kettle was there", "neighbours faith", "bonds"]
    words = corpus(lines, *FILLING, cues=[(0, 1, "tea")])

    found = pairs(*shown(words, BOOK, decided(words, BOOK, {})))

    assert {(0, "bench"), (1, "tea"), (3, "trust")} <= found
    assert (2, "trust") not in found  # two words of theory, which anybody may say


def test_before_anything_is_coded_three_rare_words_of_a_definition_speak_for_a_code() -> None:
    lines = ["neighbours keep faith", "faith faith faith", "neighbours keep keep"]
    words = corpus(lines, *FILLING)

    found = pairs(*shown(words, book(TOLD), decided(words, book(TOLD), {})))

    assert found == {(0, "trust")}


def test_common_words_of_a_definition_do_not_speak_for_a_code() -> None:
    told = code("ways", name="Ways", definition="Going by road and river and rail.")
    common = ["road river rail", *["road river rail x"] * 30]
    words = corpus(common, *FILLING)
    rare = corpus(["road river rail"], *FILLING)

    assert pairs(*shown(words, book(told), decided(words, book(told), {}))) == set()
    assert pairs(*shown(rare, book(told), decided(rare, book(told), {}))) == {(0, "ways")}


def test_before_anything_is_coded_part_of_a_name_does_not_speak_for_a_code() -> None:
    named = book(code("trade", name="Honest trade", definition="A bargain"))
    words = corpus(["honest trade", "honest", "trade"], *FILLING)

    found = pairs(*shown(words, named, decided(words, named, {})))

    assert found == {(0, "trade")}


def test_where_a_code_has_cues_its_examples_are_not_enough() -> None:
    words = corpus(["the kettle was on"], *FILLING)  # its words, and no cue found

    assert pairs(*shown(words, BOOK, decided(words, BOOK, {}))) == set()


@pytest.mark.parametrize("lines", [["hm"], ["hm", "hm"], ["-"], ["yes", "no", "hm", "-", "well"]])
@pytest.mark.parametrize("codes", [book(QUOTED), book(TOLD), BOOK])
def test_a_passage_that_says_nothing_is_not_suggested_for_being_the_only_one(
    lines: list[str], codes: Codebook
) -> None:
    words = corpus(lines)

    assert shown(words, codes, decided(words, codes, {}))[1] == ()


def test_a_study_of_one_passage_is_read_like_any_other() -> None:
    words = corpus(["they took our bench away"])

    model, choices = shown(words, BOOK, decided(words, BOOK, {}))

    assert pairs(model, choices) == {(0, "bench")}


def test_before_enough_is_coded_nothing_is_strong() -> None:
    """Of coded interviews less than half of the cues are right, however sure they seem."""
    words = corpus(["kettle bench took away", "kettle"], *FILLING, cues=[(0, 0, "tea")])

    bands = {choice.band for choice in shown(words, BOOK, decided(words, BOOK, {}))[1]}

    assert bands
    assert Band.STRONG not in bands


def test_a_code_given_just_before_may_be_shown_early() -> None:
    words = corpus(["x y z", "p q r", "k l m"], *FILLING)
    decisions = decided(words, BOOK, {0: "trust"})
    model = fit_model(words, BOOK, decisions)

    limits = model.limits(decisions, [1, 2])[:, 2]

    assert limits.tolist() == [0.2, 2.0]  # what follows; and what nobody has reached


def test_a_question_is_not_shown_for_what_was_given_just_before() -> None:
    words = corpus(["x y z", "p q r", "k l m"], *FILLING, groups="a?a" + "a" * 60)
    decisions = decided(words, BOOK, {0: "trust"}, read=[1])
    model = fit_model(words, BOOK, decisions)

    assert model.limits(decisions, [1, 2])[:, 2].tolist() == [2.0, 0.2]


def test_without_words_nothing_is_shown_however_often_a_code_is_given() -> None:
    lines = [["one two three", "-"] for _ in range(40)]
    words = corpus(*lines)
    decisions = decided(words, BOOK, dict.fromkeys(range(60), "trust"))

    found = pairs(*shown(words, BOOK, decisions))

    assert {(62, "trust"), (78, "trust")} <= found
    assert all(row % 2 == 0 for row, _ in found)


def interviews(codes_of_questions: str = "") -> tuple[Corpus, Decisions]:
    """Return 30 interviews, 15 of them read: question, answer about a bench."""
    lines = [["and the bench then", "they took our bench away"] for _ in range(30)]
    words = corpus(*lines, groups="?a" * 30)
    answers = dict.fromkeys(range(1, 30, 2), "bench")
    questions = {row: codes_of_questions for row in range(0, 30, 2) if codes_of_questions}
    more = dict.fromkeys(range(31, 55, 2), "bench")
    decisions = decided(words, BOOK, answers | questions | more, read=range(55))
    return words, decisions


def test_questions_are_left_alone_by_a_coder_who_leaves_them_alone() -> None:
    words, left = interviews()
    _, coded = interviews("bench")

    assert all(row % 2 for row, _ in pairs(*shown(words, BOOK, left)))
    assert any(row % 2 == 0 for row, _ in pairs(*shown(words, BOOK, coded)))


def test_an_offer_keeps_the_same_limits() -> None:
    """Twice the one rule: of all rows, and of those that are open to be offered."""
    lines = ["they took the bench away", "neighbours keep faith", "bonds"]
    words = corpus(lines, *FILLING)
    decisions = decided(words, BOOK, {})
    model, choices = shown(words, BOOK, decisions)
    scores = model.scores(decisions, range(words.size))

    offered = offer(
        model,
        decisions,
        scores=scores,
        rows=range(words.size),
        wanted=frozenset(model.codes),
        again=False,
    )

    assert offered.choices == choices != ()


ODD: dict[str, tuple[list[list[str]], Codebook, int]] = {
    "one code": (FILLING, book(TOLD), 30),
    "a hundred codes": (
        FILLING,
        book(*(code(f"c.{n}", name=f"Code {n}", definition=f"word{n}") for n in range(100))),
        30,
    ),
    "one source": ([[line for lines in FILLING for line in lines]], BOOK, 30),
    "as many sources as passages": ([[line] for lines in FILLING for line in lines], BOOK, 40),
    "passages that are all alike": ([["the same again"] * 10] * 6, BOOK, 30),
    "passages without words": ([["-"] * 10] * 6, BOOK, 30),
    "every passage coded": (FILLING, BOOK, 60),
    "a very long passage": ([[" ".join(f"word{n % 90}" for n in range(50_000))], ["hm"]], BOOK, 1),
    "a very long definition": (FILLING, book(code("c", definition="word1 and " * 2_000)), 30),
    "capitals": (FILLING, book(code("c", name="CODE", definition="WORD1 OTHER2")), 30),
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("at_the_end", [False, True])
def test_odd_studies_are_scored_without_a_warning(name: str, at_the_end: bool) -> None:
    sources, codes, coded = ODD[name]
    words = corpus(*sources)
    ids = [code.id for code in codes]
    first = words.size - coded if at_the_end else 0
    decisions = decided(words, codes, {first + n: ids[n % len(ids)] for n in range(coded)})

    with warnings.catch_warnings(), np.errstate(all="raise", under="ignore"):
        warnings.simplefilter("error")
        model, choices = shown(words, codes, decisions)
        scores = model.scores(decisions, range(words.size))

    assert np.isfinite(scores).all()
    assert ((scores > 0) & (scores < 1)).all()
    assert all(0 < choice.score < 1 for choice in choices)
