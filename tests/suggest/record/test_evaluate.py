"""The record: nothing that is tried was learned from, and more coding is told from less."""

from __future__ import annotations

import random

import numpy as np
import pytest
from small_corpus import random_study

from ethnocode.model import Band, Codebook
from ethnocode.suggest.corpus.rows import Corpus, Decisions
from ethnocode.suggest.ranker.model import fit_model
from ethnocode.suggest.ranker.offering import offer, score_all
from ethnocode.suggest.record.evaluate import Record, cross_validate, try_after
from ethnocode.suggest.record.measuring import hit_at
from ethnocode.suggest.record.trying import Way


def altered(decisions: Decisions, rows: list[int]) -> Decisions:
    """Return decisions of somebody who gave all other codes to some rows."""
    given = decisions.given.copy()
    given[rows] = ~given[rows]
    return Decisions(decisions.codes, decisions.read.copy(), given, decisions.refused)


def rows_of(corpus: Corpus, source: int) -> list[int]:
    return list(range(corpus.firsts[source], corpus.firsts[source + 1]))


def scores_by_row(record: Record, way: Way) -> dict[int, list[float]]:
    return dict(zip(record.rows, record.of(way).outcome.scores.tolist(), strict=True))


def chosen_by_row(record: Record, way: Way) -> dict[int, list[bool]]:
    return dict(zip(record.rows, record.of(way).outcome.chosen.tolist(), strict=True))


@pytest.fixture(scope="module")
def study() -> tuple[Corpus, Codebook, Decisions]:
    return random_study(random.Random(4), sources=4, passages=10)


def record_of(
    study: tuple[Corpus, Codebook, Decisions], decisions: Decisions, *, folds: int = 4
) -> Record:
    corpus, codebook, _ = study
    return cross_validate(corpus, codebook, decisions, folds=folds, rng=random.Random(1))


def test_every_passage_read_is_tried_once(study: tuple[Corpus, Codebook, Decisions]) -> None:
    decisions = study[2]
    read = decisions.read.copy()
    read[[0, 1, 25]] = False
    part = Decisions(decisions.codes, read, decisions.given & read[:, None], decisions.refused)

    record = record_of(study, part)

    assert sorted(record.rows) == np.flatnonzero(read).tolist()
    assert (record.sources, record.folds) == (4, 4)
    for tested in record.tested:
        np.testing.assert_array_equal(tested.outcome.truth, part.given[list(record.rows)])


def test_what_was_given_to_a_source_does_not_teach_how_it_is_tried(
    study: tuple[Corpus, Codebook, Decisions],
) -> None:
    corpus, _, decisions = study
    here = rows_of(corpus, 2)
    other = altered(decisions, here)

    before, after = record_of(study, decisions), record_of(study, other)

    for way in (Way.ENGINE, Way.CODEBOOK, Way.CUES, Way.RIDGE):
        one, two = scores_by_row(before, way), scores_by_row(after, way)
        assert all(one[row] == two[row] for row in here), way
        one, two = chosen_by_row(before, way), chosen_by_row(after, way)
        assert all(one[row] == two[row] for row in here), way
    # Others learn from it: the comparison above could fail.
    one, two = scores_by_row(before, Way.ENGINE), scores_by_row(after, Way.ENGINE)
    assert any(one[row] != two[row] for row in rows_of(corpus, 0))


def test_with_decided_neighbours_only_what_came_before_is_looked_at(
    study: tuple[Corpus, Codebook, Decisions],
) -> None:
    corpus, _, decisions = study
    here = rows_of(corpus, 2)
    later = here[5:]
    other = altered(decisions, later)

    before, after = record_of(study, decisions), record_of(study, other)

    for way in (Way.NEIGHBOURS, Way.REPEAT):
        one, two = scores_by_row(before, way), scores_by_row(after, way)
        assert all(one[row] == two[row] for row in here[:6]), way
        assert any(one[row] != two[row] for row in here[6:]), way


@pytest.mark.parametrize("seed", range(3))
def test_what_is_chosen_is_what_the_program_would_offer_for_the_sources_left_out(
    seed: int,
) -> None:
    """Made anew for each source by the steps of a run: fit, score all, offer."""
    corpus, codebook, decisions = random_study(random.Random(seed), sources=5, passages=12)
    decisions.read[-6:] = False
    decisions.given[-6:] = False
    record = record_of((corpus, codebook, decisions), decisions, folds=5)
    tested = record.of(Way.ENGINE)
    assert tested.bands is not None

    expected = set()
    for source in range(5):
        rows = rows_of(corpus, source)
        known = altered(decisions, [])
        known.read[rows], known.given[rows] = False, False
        model = fit_model(corpus, codebook, known)
        scores = score_all(model, known, progress=lambda _: None)
        made = offer(
            model,
            known,
            scores=scores,
            rows=[row for row in rows if decisions.read[row]],
            wanted=frozenset(model.codes),
            again=False,
        )
        for one in made.choices:
            expected.add((made.rows[one.index], model.codes[one.column], one.band))

    found = {
        (record.rows[row], record.codes[column], tuple(Band)[tested.bands[row, column] - 1])
        for row, column in np.argwhere(tested.bands).tolist()
    }
    assert found == expected
    assert found


def test_words_that_go_with_codes_are_learned(study: tuple[Corpus, Codebook, Decisions]) -> None:
    """Each code has words of its own, which no definition has."""
    record = record_of(study, study[2])
    once = np.ones((1, record.sources))

    taught = hit_at(record.of(Way.ENGINE).outcome, 1, once)[0]

    assert taught > hit_at(record.of(Way.REPEAT).outcome, 1, once)[0]
    assert hit_at(record.of(Way.RIDGE).outcome, 1, once)[0] > 0.6


def test_a_curve_goes_from_nothing_to_all_and_leaves_out_what_cannot_be_reached(
    study: tuple[Corpus, Codebook, Decisions],
) -> None:
    corpus, codebook, decisions = study
    record = cross_validate(
        corpus, codebook, decisions, folds=4, sizes=(5, 10, 400), rng=random.Random(1)
    )
    coded = decisions.given.any(axis=1)
    outside = [coded.sum() - coded[rows_of(corpus, n)].sum() for n in range(4)]

    assert [point.coded for point in record.curve] == [0, 5, 10, sum(outside) / 4]
    assert [point.whole for point in record.curve] == [False, False, False, True]
    assert [tested.way for tested in record.curve[1].tested] == [Way.ENGINE, Way.RIDGE]
    first, last = record.curve[0].tested[0], record.curve[-1].tested[0]
    assert first.outcome is record.of(Way.CODEBOOK).outcome
    assert last.outcome is record.of(Way.ENGINE).outcome
    # The ridge has a limit of its own at every point, so that its F1 is one.
    assert all(point.tested[-1].outcome.chosen.any() for point in record.curve[1:])
    for point in record.curve:
        np.testing.assert_array_equal(
            point.tested[0].outcome.truth, record.of(Way.ENGINE).outcome.truth
        )


def test_after_the_first_coded_passages_only_sources_not_begun_are_tried(
    study: tuple[Corpus, Codebook, Decisions],
) -> None:
    corpus, codebook, decisions = study
    first = rows_of(corpus, 3)
    coded = int(decisions.given[first].any(axis=1).sum())

    record = try_after(corpus, codebook, decisions, order=(3, 1, 0, 2), coded=coded + 1)

    assert sorted(record.rows) == [*rows_of(corpus, 0), *rows_of(corpus, 2)]
    same = try_after(
        corpus,
        codebook,
        altered(decisions, rows_of(corpus, 1)[9:]),
        order=(3, 1, 0, 2),
        coded=coded + 1,
    )
    assert scores_by_row(record, Way.ENGINE) == scores_by_row(same, Way.ENGINE)


def test_progress_counts_the_folds() -> None:
    corpus, codebook, decisions = random_study(random.Random(2), sources=3, passages=4)
    told: list[str] = []

    cross_validate(corpus, codebook, decisions, folds=3, rng=random.Random(1), progress=told.append)

    assert told == ["fold 1 of 3", "fold 2 of 3", "fold 3 of 3"]


def test_one_source_alone_is_tried_with_the_codebook_alone() -> None:
    corpus, codebook, decisions = random_study(random.Random(2), sources=1, passages=8)

    record = cross_validate(corpus, codebook, decisions, folds=5, sizes=(25,), rng=random.Random(1))

    engine, codebook_alone = record.of(Way.ENGINE), record.of(Way.CODEBOOK)
    np.testing.assert_array_equal(engine.outcome.scores, codebook_alone.outcome.scores)
    assert [point.coded for point in record.curve] == [0]
