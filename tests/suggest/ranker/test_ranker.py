"""The ranker: its reasons add up, its decisions reach what they should, and it repeats itself."""

from __future__ import annotations

import math
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from worded_corpus import book, code, corpus, decided

from ethnocode.suggest.ranker.choosing import NEVER
from ethnocode.suggest.ranker.model import Model, fit_model, prepare
from ethnocode.suggest.ranker.spoken import cued

BOOK = book(
    code("music", name="Music", definition="Songs and bands that people listen to."),
    code("war", name="War", definition="The draft, soldiers, battles and peace."),
    code("mystery", name="Mystery"),
    code("tea", name="Tea", phrase="kettle"),
)
TALK = (
    ["we heard songs all night", "the band was loud", "my brother was a soldier"],
    ["they sent the draft letter", "no more battles we said", "the kettle was on"],
    ["i play in a band", "peace came at last", "nothing much else"],
)
WORDS = ("band", "song", "soldier", "peace", "kettle", "we", "the", "letter", "loud", "night")


def fitted(*given: tuple[int, str], read: tuple[int, ...] = (), **options: object) -> Model:
    words = corpus(*TALK, cues=[(1, 2, "tea")])
    decisions = decided(words, BOOK, dict(given), read=read, **options)  # type: ignore[arg-type]
    return fit_model(words, BOOK, decisions)


def test_the_codebook_alone_ranks_what_it_speaks_of_first() -> None:
    model = fitted()
    scores = model.scores(decided(model.features.corpus, BOOK, {}), range(9))

    best = [model.codes[n] for n in scores.argmax(axis=1)]
    assert (best[0], best[3], best[4]) == ("music", "war", "war")
    assert best[5] == "tea"
    assert ((scores > 0) & (scores < 1)).all()


def test_codes_of_which_nothing_is_known_are_silent_until_they_are_given() -> None:
    assert fitted().silent == ("mystery",)
    assert fitted((8, "mystery")).silent == ()


def test_codings_teach_words_that_the_codebook_does_not_have() -> None:
    """``loud`` is in no definition; another source's passage has it."""
    lines = (["so loud there"], ["very loud indeed", "quiet here"], ["loud again", "calm here"])
    words = corpus(*lines)
    before = fit_model(words, BOOK, decided(words, BOOK, {}))
    decisions = decided(words, BOOK, {1: "music", 3: "music"}, read=[2, 4])
    after = fit_model(words, BOOK, decisions)

    gain = after.scores(decisions, [0]) - before.scores(decisions, [0])
    assert gain[0, 0] > 0.05
    assert gain[0].argmax() == 0
    terms = after.evidence(decisions, 0, code="music").terms
    assert terms[0][0] == "loud"


def test_an_unread_passage_teaches_nothing() -> None:
    words = corpus(*TALK)
    none = decided(words, BOOK, {})
    model = fit_model(words, BOOK, none)

    assert len(model.parts.rows) == 0
    assert model.learned == 0


def test_a_rejection_counts_for_its_code_and_leaves_the_others_nearly_as_they_were() -> None:
    words = corpus(*TALK)
    given_before = decided(words, BOOK, {0: "music", 6: "music"}, read=[1, 7])
    given_after = decided(words, BOOK, {0: "music", 6: "music"}, read=[1, 7], refused=[(3, "war")])
    alone = fit_model(words, BOOK, given_before)
    refused = fit_model(words, BOOK, given_after)

    at = alone.features.hashed_rows(np.array([3]))
    change = (
        at @ refused.parts.weights
        + refused.parts.offset
        - at @ alone.parts.weights
        - alone.parts.offset
    )[0]
    assert change[1] < -0.1
    assert np.abs(np.delete(change, 1)).max() < 1e-5
    assert refused.parts.counts.tolist() == alone.parts.counts.tolist()
    assert refused.parts.read == alone.parts.read


def test_a_code_given_on_the_passage_before_makes_it_likelier() -> None:
    words = corpus(*TALK)
    unread = decided(words, BOOK, {})
    read = decided(words, BOOK, {7: "music"})
    model = fit_model(words, BOOK, unread)

    first, second = (model.scores(decisions, [8])[0] for decisions in (unread, read))
    assert second[0] > 2 * first[0]
    names = [p.name for p in model.evidence(read, 8, code="music").contributions]
    assert "decided nearby" in names


@pytest.mark.parametrize(("more", "others", "told"), [(0, 19, False), (1, 19, True), (0, 18, True)])
def test_in_many_sources_of_two_passages_neither_says_anything_of_the_other(
    more: int, others: int, told: bool
) -> None:
    """Answers to a questionnaire; not where there are three, nor a few short notes."""
    first = ["songs of the band", "then we went home", *["and slept"] * more]
    words = corpus(first, *[["an answer", "another"]] * (others + more), *TALK)
    read = decided(words, BOOK, {0: "music"})
    model = fit_model(words, BOOK, decided(words, BOOK, {}))

    names = {p.name for p in model.evidence(read, 1, code="music").contributions}

    assert names & {"before", "decided nearby"} == ({"before", "decided nearby"} if told else set())


def test_before_enough_is_coded_only_participants_words_are_worth_showing() -> None:
    """Row 5 has the cue of tea, row 2 of the war only a word of its definition."""
    model = fitted()
    words = model.features.corpus
    limits = model.limits(decided(words, BOOK, {}), [2, 5])

    assert limits[0].tolist() == [NEVER] * 4
    assert (limits[1] < 1).tolist() == [False, False, False, True]
    assert cued(model.features, np.array([2, 5])).tolist() == [
        [False] * 4,
        [False, False, False, True],
    ]


def test_hints_say_where_the_codebook_has_a_passages_words() -> None:
    model = fitted()
    words = model.features.corpus
    hints = model.evidence(decided(words, BOOK, {}), 0, code="music").hints

    assert [(hint.words, hint.field, hint.phrase) for hint in hints] == [
        ("songs", "definition", "Songs and bands that people")
    ]


def test_the_nearest_are_passages_given_the_code_and_never_the_passage_itself() -> None:
    """Row 2 shares only ``a`` with row 6, and ``was`` with row 1, which say nothing."""
    model = fitted((1, "music"), (6, "music"), (7, "war"))
    words = model.features.corpus
    decisions = decided(words, BOOK, {1: "music", 6: "music", 7: "war"})

    def quotes(row: int, code: str) -> list[str]:
        return [near.quote for near in model.evidence(decisions, row, code=code).nearest]

    assert quotes(1, "music") == ["i play in a band"]
    assert quotes(6, "music") == ["the band was loud"]
    assert quotes(2, "music") == []


def test_a_passage_without_a_word_in_common_is_not_near_though_its_hashes_are() -> None:
    """The pair ``a band`` and the word ``peace`` have one column."""
    model = fitted((1, "music"), (7, "war"))
    words = model.features.corpus
    hashed = model.features.hashed.words
    assert (hashed[[6]] @ hashed[[7]].T).toarray()[0, 0] > 0.05

    found = model.evidence(decided(words, BOOK, {1: "music", 7: "war"}), 6, code="war")

    assert found.nearest == ()


def test_token_weights_are_as_many_as_tokens_and_follow_the_codebook() -> None:
    model = fitted()
    weights = model.token_weights(0, code="music")

    assert len(weights) == 5
    assert weights.argmax() == 2


def test_a_group_that_is_given_a_code_more_often_speaks_for_it() -> None:
    lines = [["one two", "three four"] for _ in range(4)]
    words = corpus(*lines, groups="abababab")
    decisions = decided(words, BOOK, {0: "music", 2: "music", 4: "music"}, read=range(6))
    rates = fit_model(words, BOOK, decisions).parts.voices

    assert rates[0, 0] > 0 > rates[1, 0]


@st.composite
def studies(draw: st.DrawFn) -> tuple[object, ...]:
    line = st.lists(st.sampled_from(WORDS), max_size=6).map(lambda words: " ".join(words) or "-")
    sources = draw(st.lists(st.lists(line, min_size=1, max_size=5), min_size=1, max_size=5))
    words = corpus(*sources)
    rows = st.integers(0, words.size - 1)
    ids = st.sampled_from([code.id for code in BOOK])
    decisions = decided(
        words,
        BOOK,
        draw(st.dictionaries(rows, ids, max_size=8)),
        read=draw(st.lists(rows, max_size=5)),
    )
    for row, id_ in draw(st.lists(st.tuples(rows, ids), max_size=3)):
        column = decisions.codes.index(id_)
        decisions.refused[row, column] = not decisions.given[row, column]
    return words, decisions


@settings(max_examples=40)
@given(studies())
def test_bias_and_contributions_add_up_to_every_score(study: tuple[object, ...]) -> None:
    words, decisions = study
    model = fit_model(words, BOOK, decisions)
    scores = model.scores(decisions, range(words.size))
    cells = [(row, id_) for row in range(words.size) for id_ in model.codes]

    for (row, id_), why in zip(cells, model.evidence_for(decisions, cells), strict=True):
        score = scores[row, model.codes.index(id_)]
        assert why.logit == pytest.approx(math.log(score / (1 - score)), abs=1e-6)


def test_reasons_add_up_after_the_layers_were_refitted() -> None:
    """Thirty of 45 rows read are coded, which is enough for a project's own constants."""
    lines = [["band song night", "soldier peace", "the letter"] for _ in range(18)]
    words = corpus(*lines)
    given_codes = {row: ("music", "war")[row % 3] for row in range(45) if row % 3 < 2}
    decisions = decided(words, BOOK, given_codes, read=range(45))
    model = fit_model(words, BOOK, decisions)
    unfitted = fit_model(words, BOOK, decided(words, BOOK, {}))

    assert model.learned == 30
    assert not np.allclose(model.parts.layers, unfitted.parts.layers)
    for row in (0, 31, 46):
        score = model.scores(decisions, [row])[0, 0]
        why = model.evidence(decisions, row, code="music")
        assert why.logit == pytest.approx(math.log(score / (1 - score)), abs=1e-6)


def test_rows_score_the_same_alone_and_together_and_with_kept_features() -> None:
    words = corpus(*TALK)
    decisions = decided(words, BOOK, {0: "music", 4: "war"}, read=[1])
    model = fit_model(words, BOOK, decisions)
    kept = fit_model(words, BOOK, decisions, features=prepare(words, BOOK))
    together = model.scores(decisions, range(9))

    alone = np.concatenate([model.scores(decisions, [row]) for row in range(9)])
    assert together.tolist() == alone.tolist()
    assert together.tolist() == kept.scores(decisions, range(9)).tolist()


@pytest.mark.parametrize("lines", [(), ([],), (["-"],), (["-", "band"],), (["band " * 50_000],)])
def test_nothing_and_very_much_are_scored(lines: tuple[list[str], ...]) -> None:
    words = corpus(*([line.strip() for line in source] for source in lines))
    none = decided(words, BOOK, {})
    scores = fit_model(words, BOOK, none).scores(none, range(words.size))

    assert scores.shape == (words.size, 4)
    assert np.isfinite(scores).all()


def test_a_codebook_without_codes_scores_nothing() -> None:
    words = corpus(*TALK)
    none = decided(words, book(), {})

    assert fit_model(words, book(), none).scores(none, range(9)).shape == (9, 0)


_PRINTED = """
from test_ranker import BOOK, TALK, corpus, decided, fit_model
words = corpus(*TALK)
decisions = decided(words, BOOK, {0: "music", 4: "war"}, read=[1])
model = fit_model(words, BOOK, decisions)
print(model.scores(decisions, range(9)).tolist())
print(model.evidence(decisions, 6, code="music"))
"""


def test_two_hash_seeds_give_the_same() -> None:
    printed = [
        subprocess.run(
            [sys.executable, "-c", _PRINTED],
            capture_output=True,
            text=True,
            check=True,
            env={
                **os.environ,
                "PYTHONHASHSEED": seed,
                "PYTHONPATH": os.pathsep.join(sys.path),
            },
        ).stdout
        for seed in ("1", "2")
    ]

    assert printed[0] == printed[1] != ""
