"""Proposals: marked words, reasons and evidence of a choice, on a study of three sources."""

from __future__ import annotations

from functools import cache

import numpy as np

from ethnocode.model import Band, Code, Codebook, Cues, Near, Position, Span
from ethnocode.suggest.corpus.rows import Corpus, CorpusSource, Decisions, no_decisions
from ethnocode.suggest.corpus.vocabulary import plain_words
from ethnocode.suggest.cues.matcher import build_matcher
from ethnocode.suggest.ranker.choosing import Choice
from ethnocode.suggest.ranker.model import Model, fit_model
from ethnocode.suggest.reading.passages import Stretch, cut_passages
from ethnocode.suggest.reading.source import read_source
from ethnocode.suggest.reasons.proposal import RankedProposal, background_of, proposal_for
from ethnocode.text.stem import stem

PLACE = Position("book.yaml")
BOOK = Codebook(
    "book",
    "A book",
    "1.0.0",
    "book.yaml",
    (
        Code(
            "capital",
            "book",
            'Social "capital"',
            "Favours that come of knowing neighbours. They can be called in.",
            PLACE,
            exclude=("neighbours lending  chairs",),
            near=(Near("habitus", "Habitus is\n the bearing itself.", PLACE),),
            cues=Cues(phrases=("know them all",)),
        ),
        Code("habitus", "book", "Habitus", "Bearing learned at home.", PLACE),
        Code(
            "form",
            "book",
            "Paperwork",
            "Forms and signatures.",
            PLACE,
            cues=Cues(phrases=("in a frame",), lemmas=("frame",)),
        ),
    ),
)
CODES = tuple(code.id for code in BOOK)
LONG = (
    "The bus was late again that morning and the rain would not stop for anybody at all. "
    "Neighbours lent us chairs, favours for favours, and I knew them all by name then. "
    "After that we went up to the top of the road to look at the river for a while. "
    "There was a dog there that had lost its way and a man who was calling it back."
)
TEXTS = {
    "a.txt": f"{LONG}\n\nWe never did fill in the forms.\n\nThe signatures were missing.",
    "b.txt": "Favours came back to us.\n\nHe said he knew everybody on the stair.",
    "c.txt": "Nobody knew them all, not one of us.",
    "d.txt": (
        "Wir haben das nicht gewusst, und als sie kamen, war es für uns alle schon zu spät, "
        "weil der Schlüssel nicht mehr dort war, wo er immer gewesen ist."
    ),
    "e.txt": "I can't put our old tins in a frame.",
}


def sentences_of(text: str) -> list[Span]:
    found, start = [], 0
    for end in range(len(text)):
        if text[end] == ".":
            found.append(
                Span(start + len(text[start:end]) - len(text[start:end].lstrip()), end + 1)
            )
            start = end + 1
    return found


@cache
def corpus() -> Corpus:
    matcher = build_matcher(BOOK)
    sources = []
    for name, text in TEXTS.items():
        starts = [0, *(n + 2 for n in range(len(text)) if text[n : n + 2] == "\n\n")]
        ends = [*(start - 2 for start in starts[1:]), len(text)]
        stretches = [Stretch(Span(*span)) for span in zip(starts, ends, strict=True)]
        passages = cut_passages(text, stretches, sentences=sentences_of(text))
        reading = read_source(text, passages, matcher=matcher)
        sources.append(CorpusSource(name, "interview", name, passages, reading))
    return Corpus(tuple(sources))


def given(*cells: tuple[int, str]) -> Decisions:
    """Decisions in which a row was read and given a code, for each cell."""
    found = no_decisions(corpus(), CODES)
    for row, code in cells:
        found.read[row] = found.given[row, CODES.index(code)] = True
    return found


def proposed(row: int, code: str, *decided: tuple[int, str]) -> RankedProposal:
    decisions = given(*decided)
    model: Model = fit_model(corpus(), BOOK, decisions)
    scores = model.scores(decisions, [row])[0]
    column = model.codes.index(code)
    return proposal_for(
        model,
        decisions,
        Choice(0, column, float(scores[column]), Band.WEAK),
        row=row,
        background=background_of(BOOK, text_of=TEXTS.__getitem__),
        scores=scores,
    )


def test_the_sentence_with_the_cue_is_marked() -> None:
    found = proposed(0, "capital")

    assert found.span.of(TEXTS["a.txt"]) == (
        "Neighbours lent us chairs, favours for favours, and I knew them all by name then."
    )
    assert [match.cue for match in found.matches] == ["know them all"]


def test_the_explanation_quotes_the_participant_and_the_codebook() -> None:
    line = proposed(0, "capital").explanation

    assert '"knew them all", a phrase the codebook gives for Social "capital"' in line
    assert '("know them all")' in line


def test_contributions_add_up_to_the_score() -> None:
    for row in range(corpus().size):
        for code in CODES:
            found = proposed(row, code, (3, "capital"), (2, "form"))
            assert found.evidence is not None
            assert abs(1 / (1 + np.exp(-found.evidence.logit)) - found.score) < 1e-6


def test_a_passage_coded_so_is_quoted_as_it_was_said() -> None:
    (near,) = proposed(0, "capital", (3, "capital")).evidence.nearest

    assert (near.source, near.quote) == ("b.txt", "Favours came back to us.")


def test_a_code_given_on_the_passage_before_is_told_as_that() -> None:
    """In a.txt the passages are rows 0, 1 and 2."""
    carried = proposed(1, "capital", (0, "capital"))
    earlier = proposed(2, "capital", (0, "capital"), (1, "form"))
    other = proposed(3, "capital", (0, "capital"))

    assert "the passage before is coded so" in carried.explanation
    assert "the passage before is coded so" not in earlier.explanation
    assert "coded so earlier" not in other.explanation
    assert "passage before" not in other.explanation


def test_the_near_code_is_named_with_what_decides() -> None:
    evidence = proposed(0, "capital").evidence

    assert (evidence.rival, evidence.difference) == ("habitus", "Habitus is the bearing itself")
    assert proposed(0, "habitus").evidence.rival == "capital"
    assert proposed(0, "form").evidence.rival == ""


def test_a_negated_cue_has_its_badge() -> None:
    assert proposed(5, "capital").evidence.badges == ("negated",)
    assert proposed(0, "capital").evidence.badges == ()


def test_a_cue_within_a_longer_one_takes_no_badge_from_it() -> None:
    """From "can't" to "frame" alone it is too far; "in a frame" is nearer."""
    found = proposed(7, "form")

    assert sorted(match.cue for match in found.matches) == ["frame", "in a frame"]
    assert found.evidence.badges == ("negated",)


def test_words_are_quoted_as_the_passage_has_them() -> None:
    evidence = proposed(3, "capital").evidence

    assert [hint.words for hint in evidence.hints] == ["came", "Favours"]


def test_a_passage_coded_so_is_quoted_where_it_is_alike() -> None:
    """Of the four sentences of the first passage, the second has neighbours and favours."""
    (near,) = proposed(3, "capital", (0, "capital")).evidence.nearest

    assert near.quote.startswith("Neighbours lent us chairs, favours for favours")


def test_words_said_to_be_of_passages_coded_so_are_there() -> None:
    for row in (0, 1, 4):
        name = corpus().sources[int(corpus().source_of[row])].name
        said = plain_words(corpus().passage(row).span.of(TEXTS[name]))
        terms = proposed(2, "form", (row, "form")).evidence.terms
        assert {stem(word.lower()) for word, _ in terms} <= set(map(stem, said))


def test_a_passage_in_another_language_has_its_badge() -> None:
    found = proposed(6, "capital")

    assert found.evidence.badges == ("language:German",)
    assert "; reads like German" in found.explanation


def test_words_of_the_definition_come_with_the_text_about_them() -> None:
    hints = {hint.words: hint for hint in proposed(0, "capital").evidence.hints}

    assert hints["favours"].phrase == "Favours that come of knowing ..."
    assert hints["favours"].field == "definition"


def test_an_exclusion_that_comes_near_is_given() -> None:
    assert proposed(0, "capital").evidence.exclusion == "neighbours lending chairs"
    assert proposed(1, "capital").evidence.exclusion == ""
