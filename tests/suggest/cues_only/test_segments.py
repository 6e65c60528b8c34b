"""Proposals: the sentences that carry a code's cues, scored and explained."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import pytest

from ethnocode.model import CueMatch, Span
from ethnocode.suggest.cues_only.segments import CueProposal, propose, score_of

TEXT = "We knew them. They told us. Rain fell.\nIt told. We knew.\n\nWages went."
SENTENCES = [Span(0, 13), Span(14, 27), Span(28, 38), Span(39, 47), Span(48, 56), Span(58, 69)]
PASSAGES = [Span(0, 38), Span(39, 56), Span(58, 69)]


def cue(words: str, *, code: str = "a", kind: str = "phrase", nth: int = 0) -> CueMatch:
    places = [match.start() for match in re.finditer(words, TEXT)]
    return CueMatch(code, Span(places[nth], places[nth] + len(words)), kind, words.lower())


def proposed(*matches: CueMatch) -> list[tuple[str, str]]:
    found = propose(TEXT, sentences=SENTENCES, passages=PASSAGES, matches=matches)
    return [(proposal.code, proposal.span.of(TEXT)) for proposal in found]


def test_the_sentences_of_the_test_are_what_they_seem() -> None:
    assert [span.of(TEXT) for span in SENTENCES] == [
        "We knew them.",
        "They told us.",
        "Rain fell.",
        "It told.",
        "We knew.",
        "Wages went.",
    ]


def test_a_cue_proposes_its_sentence() -> None:
    assert proposed(cue("told us")) == [("a", "They told us.")]


def test_cues_in_neighbouring_sentences_are_one_proposal() -> None:
    (one,) = propose(
        TEXT,
        sentences=SENTENCES,
        passages=PASSAGES,
        matches=[cue("told us"), cue("knew them")],
    )

    assert one.span.of(TEXT) == "We knew them. They told us."
    assert one.matches == (cue("knew them"), cue("told us"))


def test_a_sentence_between_parts_proposals() -> None:
    assert proposed(cue("knew them"), cue("fell")) == [("a", "We knew them."), ("a", "Rain fell.")]


def test_proposals_never_run_across_passages() -> None:
    assert proposed(cue("fell"), cue("told", nth=1)) == [("a", "Rain fell."), ("a", "It told.")]


def test_a_cue_across_passages_does_not_count() -> None:
    assert proposed(cue("fell.\nIt")) == []


def test_a_cue_across_two_sentences_of_a_passage_proposes_both() -> None:
    assert proposed(cue("told. We")) == [("a", "It told. We knew.")]


def test_a_cue_outside_every_sentence_does_not_count() -> None:
    text = "Anna: we knew"
    label = CueMatch("a", Span(0, 4), "lemma", "anna")
    across = CueMatch("a", Span(0, 8), "phrase", "anna we")
    beyond = CueMatch("a", Span(9, 13), "phrase", "knew")

    found = propose(
        text, sentences=[Span(6, 11)], passages=[Span(0, 13)], matches=[label, across, beyond]
    )

    assert found == ()


def test_a_sentence_outside_every_passage_stands_alone() -> None:
    matches = [cue("told", nth=1), cue("We knew", nth=1)]

    found = propose(TEXT, sentences=SENTENCES, passages=PASSAGES[:1], matches=matches)

    assert [proposal.span.of(TEXT) for proposal in found] == ["It told.", "We knew."]


def test_spans_are_without_white_space_at_their_ends() -> None:
    (one,) = propose(
        "  told \n",
        sentences=[Span(0, 8)],
        passages=[Span(0, 8)],
        matches=[CueMatch("a", Span(2, 6), "lemma", "tell")],
    )

    assert one.span == Span(2, 6)


def score(*matches: CueMatch) -> float:
    found = propose(TEXT, sentences=[Span(0, 69)], passages=[Span(0, 69)], matches=matches)
    return next(proposal.score for proposal in found if proposal.code == "a")


def test_scores_worked_by_hand() -> None:
    """A phrase 1/2, a lemma 1/4; two phrases 1 - 1/4; shared by two codes, half as strong."""
    knew = cue("knew them")
    assert score(knew) == 0.5
    assert score(cue("knew them", kind="pattern")) == 0.5
    assert score(cue("told", kind="lemma")) == 0.25
    assert score(knew, cue("told us")) == 0.75
    assert score(knew, cue("told", kind="lemma")) == 0.625
    assert score(knew, cue("knew them", code="b")) == 0.25


@pytest.mark.parametrize(
    ("kind", "strength", "noun"),
    [("dependency", 0.5, "a wording"), ("entity", 0.25, "a name of a sort")],
)
def test_cues_that_only_a_trained_pipeline_finds_count_too(
    kind: str, strength: float, noun: str
) -> None:
    """What hangs together is as telling as a pattern; a sort of name is no more than a word."""
    found = cue("Wages", kind=kind)

    assert score(found) == strength
    assert f'says "Wages", {noun} the codebook gives' in explained(found)


def test_the_same_cue_twice_counts_once_and_as_it_stands_strongest() -> None:
    shared = [cue("told"), cue("told", code="b")]

    assert score(*shared) == 0.25
    assert score(*shared, cue("told", nth=1)) == 0.5


@pytest.mark.parametrize("seed", range(30))
def test_scores_rise_with_each_cue_and_stay_between_0_and_1(seed: int) -> None:
    rng = random.Random(seed)
    strengths: list[float] = []
    scores = [score_of(strengths)]
    for _ in range(20):
        strengths.append(rng.choice([0.5, 0.25, 0.125, 0.0625]))
        scores.append(score_of(strengths))

    assert scores[0] == 0
    assert all(one <= other for one, other in pairwise(scores))
    assert scores[1] > 0
    assert scores[-1] <= 1


def explained(*matches: CueMatch, speakers: tuple[str | None, ...] = ()) -> str:
    proposal = propose(
        TEXT,
        sentences=[Span(0, 69)],
        passages=[Span(0, 69)],
        matches=matches,
        names={"a": "Relational capital"},
        speakers=speakers,
    )[0]
    return proposal.explanation


def test_an_explanation_names_the_speaker_the_words_and_the_cue() -> None:
    know = CueMatch("a", Span(3, 12), "phrase", "know them")

    assert explained(know, speakers=("Bernadette",)) == (
        'Bernadette says "knew them", a phrase the codebook gives for Relational capital '
        '("know them")'
    )
    assert explained(know, speakers=(None,)).startswith('The passage says "knew them"')
    assert explained(know) == explained(know, speakers=(None,))


def test_an_explanation_puts_the_strongest_first_and_counts_the_rest() -> None:
    matches = [
        cue("We", kind="lemma"),
        cue("told us"),
        cue("They", kind="lemma"),
        cue("Rain fell", kind="pattern"),
        cue("Wages", kind="lemma"),
    ]

    assert explained(*matches) == (
        'The passage says "told us", a phrase the codebook gives for Relational capital '
        '("told us"), "Rain fell", a wording it also gives ("rain fell"), "We", a word it also '
        'gives ("we"), and 2 more cues'
    )


def test_an_explanation_is_one_line_even_where_the_words_are_not() -> None:
    assert '"fell. It told"' in explained(cue("fell.\nIt told"))


def test_a_code_without_a_name_is_called_by_its_id() -> None:
    (one,) = propose(TEXT, sentences=SENTENCES, passages=PASSAGES, matches=[cue("fell")])

    assert one.explanation == 'The passage says "fell", a phrase the codebook gives for a ("fell")'


def test_there_is_a_speaker_for_each_passage_or_none_at_all() -> None:
    with pytest.raises(ValueError, match="1 speakers for 3 passages"):
        propose(TEXT, sentences=SENTENCES, passages=PASSAGES, matches=[], speakers=["Anna"])


# Random cues against the definition.


def by_definition(
    sentences: list[Span], passages: list[Span], matches: list[CueMatch]
) -> set[tuple[str, int, int]]:
    def home(sentence: Span) -> Span:
        return next((p for p in passages if p.encloses(sentence)), sentence)

    carrying: set[tuple[str, int]] = set()
    for match in matches:
        letters = set(range(match.span.start, match.span.end))
        touched = [n for n, span in enumerate(sentences) if match.span.overlaps(span)]
        inside = {n for span in sentences for n in range(span.start, span.end)}
        edges = {match.span.start, match.span.end - 1}
        if edges <= inside & letters and len({home(sentences[n]) for n in touched}) == 1:
            carrying |= {(match.code, n) for n in touched}
    found = set()
    for code, n in carrying:
        first = last = n
        while (code, first - 1) in carrying and home(sentences[first - 1]) == home(sentences[n]):
            first -= 1
        while (code, last + 1) in carrying and home(sentences[last + 1]) == home(sentences[n]):
            last += 1
        found.add((code, sentences[first].start, sentences[last].end))
    return found


@pytest.mark.parametrize("seed", range(80))
def test_proposals_are_those_of_the_definition(seed: int) -> None:
    rng = random.Random(seed)
    text = "x" * 80
    borders = sorted(rng.sample(range(80), 16))
    sentences = [Span(a, b) for a, b in pairwise(borders) if rng.random() < 0.8]
    walls = sorted(rng.sample(borders, 5))
    passages = [Span(a, b) for a, b in pairwise(walls) if rng.random() < 0.8]
    matches = []
    for _ in range(rng.randint(0, 9)):
        start = rng.randrange(74)
        span = Span(start, start + rng.randint(1, 6))
        matches.append(CueMatch(rng.choice("ab"), span, "lemma", rng.choice("xyz")))

    found: tuple[CueProposal, ...] = propose(
        text, sentences=sentences, passages=passages, matches=matches
    )

    assert {(p.code, p.span.start, p.span.end) for p in found} == by_definition(
        sentences, passages, matches
    )
    assert [(p.span, p.code) for p in found] == sorted({(p.span, p.code) for p in found})
