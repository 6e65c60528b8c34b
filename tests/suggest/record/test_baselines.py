"""Plain ways to suggest codes: by hand, and the ridge against its closed form."""

from __future__ import annotations

import random

import numpy as np
import pytest
from small_corpus import random_study, source_of

from ethnocode.model import CueMatch, Span
from ethnocode.suggest.corpus.rows import Corpus, no_decisions
from ethnocode.suggest.record.baselines import (
    PENALTY,
    WordRidge,
    best_limit,
    cue_scores,
    repeated_scores,
)


def cue(code: str, start: int, end: int, cue: str = "a cue", kind: str = "phrase") -> CueMatch:
    return CueMatch(code, Span(start, end), kind, cue)


def test_cues_speak_for_codes_as_in_the_engine_of_cues() -> None:
    """Words of four letters: the passages are 0..9 and 10..19. A phrase is worth .5, a word
    .25, shared words half of it, the same cue again nothing, one over the border nothing."""
    cues = (
        *(cue("a", 0, 4), cue("a", 5, 9, "other"), cue("b", 5, 9), cue("c", 0, 4, "w", "lemma")),
        *(cue("b", 10, 14), cue("b", 15, 19), cue("a", 8, 12, "across")),
    )
    corpus = Corpus((source_of("s.txt", ["aaaa bbbb", "cccc dddd"], cues),))

    scores = cue_scores(corpus, [1, 0], codes=("b", "a", "c", "d"))

    # On 0..4 a and c share the words: .25 and .125; on 5..9 a and b do: .25 each.
    np.testing.assert_allclose(
        scores, [[0.5, 0, 0, 0], [0.25, 1 - 0.75 * 0.75, 0.125, 0]], atol=1e-4
    )


def test_codes_of_the_passage_before_stay_within_their_source() -> None:
    corpus = Corpus((source_of("s.txt", ["a", "b", "c"]), source_of("t.txt", ["d", "e"])))
    decisions = no_decisions(corpus, ("x", "y"))
    decisions.given[:] = [[1, 0], [0, 1], [1, 1], [0, 0], [0, 0]]

    scores = repeated_scores(corpus, decisions, range(5))

    assert scores.tolist() == [[0, 0], [1, 0], [0, 1], [0, 0], [0, 0]]


def dense_rows(corpus: Corpus, rows: list[int], trained: list[int]) -> list[list[float]]:
    """Tf-idf weights of rows written as their definition, word by word."""
    texts = []
    for source in corpus.sources:
        reading = source.reading
        for first, end in zip(reading.rows, reading.rows[1:], strict=False):
            texts.append([reading.words[n] for n in reading.tokens[first:end]])
    words = sorted({word for text in texts for word in text})
    seen = [texts[row] for row in trained]
    found = []
    for row in rows:
        weights = []
        for word in words:
            holding = sum(word in text for text in seen)
            weights.append(texts[row].count(word) * (np.log((1 + len(seen)) / (1 + holding)) + 1))
        length = np.sqrt(sum(weight**2 for weight in weights))
        found.append([weight / length for weight in weights])
    return found


@pytest.mark.parametrize("seed", range(3))
def test_the_ridge_is_the_one_of_the_normal_equations(seed: int) -> None:
    corpus, _, decisions = random_study(random.Random(seed), sources=3, passages=6)
    trained, rows = list(range(12)), list(range(12, 18))

    scores = WordRidge(corpus).scores(decisions.given, trained=trained, rows=rows)

    known = np.array(dense_rows(corpus, trained, trained))
    targets = decisions.given[trained].astype(float)
    middle = targets.mean(axis=0)
    weights = np.linalg.solve(
        known.T @ known + PENALTY * np.eye(known.shape[1]), known.T @ (targets - middle)
    )
    expected = middle + np.array(dense_rows(corpus, rows, trained)) @ weights
    np.testing.assert_allclose(scores, expected, atol=1e-6)


def test_without_anything_to_learn_from_the_ridge_offers_nothing() -> None:
    corpus, _, decisions = random_study(random.Random(1), sources=2, passages=3)
    ridge = WordRidge(corpus)

    assert not ridge.scores(decisions.given, trained=[], rows=[0, 1]).any()
    assert ridge.limit(decisions.given, trained=[]) == 0.5
    assert ridge.limit(decisions.given, trained=[0, 1]) == 0.5


@pytest.mark.parametrize("seed", range(20))
def test_the_limit_has_the_best_f1_of_all_cuts(seed: int) -> None:
    rng = random.Random(seed)
    truth = np.array([rng.random() < 0.4 for _ in range(30)])
    truth[0] = True
    scores = np.array([rng.randrange(10) / 10 for _ in range(30)])

    def reached(limit: float) -> float:
        chosen = scores >= limit
        return float(2 * (chosen & truth).sum() / (chosen.sum() + truth.sum()))

    assert reached(best_limit(truth, scores)) == max(reached(cut) for cut in set(scores))
