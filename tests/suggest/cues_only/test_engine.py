"""The engine: from a text and a codebook to proposals that say what to weigh."""

from __future__ import annotations

from functools import cache

from ethnocode.model import Code, Codebook, Cues, Near, Position, Span
from ethnocode.suggest.cues.matcher import build_matcher
from ethnocode.suggest.cues_only.engine import ENGINE, suggest_codes
from ethnocode.suggest.cues_only.segments import CueProposal

PLACE = Position("book.yaml")
CAPITAL_SAYS = "capital can be spent;\n  knowing cannot."
EXPERTISE_SAYS = "expertise is knowing how"


def code(id_: str, name: str, cues: Cues, *near: Near) -> Code:
    return Code(id_, "book", name, "What it means.", PLACE, near=near, cues=cues)


BOOK = Codebook(
    "book",
    "A book",
    "1.0.0",
    "book.yaml",
    (
        code(
            "capital",
            "Relational capital",
            Cues(phrases=("knew them all",)),
            Near("book:expertise", CAPITAL_SAYS, PLACE),
        ),
        code(
            "expertise",
            "Situational expertise",
            Cues(lemmas=("know",)),
            Near("capital", EXPERTISE_SAYS, PLACE),
        ),
        code("facts", "Facts", Cues(lemmas=("street",)), Near("capital", "facts are facts", PLACE)),
        code("far", "Far off", Cues(lemmas=("all",))),
    ),
)
TEXT = "She knew\nthem all, every street. It rained.\n\nNobody knows."
SENTENCES = [Span(0, 32), Span(33, 43), Span(45, 58)]
PASSAGES = [Span(0, 43), Span(45, 58)]


@cache
def suggested(min_score: float = 0.0, speakers: tuple[str, ...] = ()) -> dict[str, CueProposal]:
    found = suggest_codes(
        TEXT,
        sentences=SENTENCES,
        passages=PASSAGES,
        matcher=build_matcher(BOOK),
        codebook=BOOK,
        min_score=min_score,
        speakers=speakers,
    )
    return {f"{proposal.code} {proposal.span}": proposal for proposal in found}


def test_the_engine_has_a_name_and_a_version() -> None:
    assert ENGINE == "cues/1"


def test_cues_become_proposals_in_text_order() -> None:
    assert {name: proposal.score for name, proposal in suggested().items()} == {
        "capital 0:32": 0.5,
        "expertise 0:32": 0.25,
        "facts 0:32": 0.25,
        "far 0:32": 0.25,
        "expertise 45:58": 0.25,
    }
    assert list(suggested()) == sorted(suggested(), key=lambda name: (name.endswith("58"), name))


def test_near_codes_on_the_same_words_are_told_apart_in_both_explanations() -> None:
    capital, expertise = suggested()["capital 0:32"], suggested()["expertise 0:32"]

    assert capital.explanation == (
        'The passage says "knew them all", a phrase the codebook gives for Relational capital '
        '("knew them all"); also fits Situational expertise: capital can be spent; knowing cannot'
        "; also fits Facts: facts are facts"
    )
    assert expertise.explanation == (
        'The passage says "knew", a word the codebook gives for Situational expertise ("know")'
        "; also fits Relational capital: expertise is knowing how"
    )


def test_codes_that_are_not_near_or_not_there_are_not_mentioned() -> None:
    assert "also fits" not in suggested()["far 0:32"].explanation
    assert "also fits" not in suggested()["expertise 45:58"].explanation


def test_what_scores_less_is_left_out_and_not_mentioned() -> None:
    (capital,) = suggested(0.5).values()

    assert capital.code == "capital"
    assert "also fits" not in capital.explanation


def test_speakers_are_those_of_the_passage() -> None:
    found = suggested(0.0, ("Bernadette", "Alan"))

    assert found["capital 0:32"].explanation.startswith('Bernadette says "knew them all"')
    assert found["expertise 45:58"].explanation.startswith('Alan says "knows"')


def test_a_matcher_may_know_codes_that_the_codebook_does_not() -> None:
    stray = code("stray", "Stray", Cues(lemmas=("rain",)))

    found = suggest_codes(
        TEXT,
        sentences=SENTENCES,
        passages=PASSAGES,
        matcher=build_matcher([stray]),
        codebook=BOOK,
    )

    assert [(proposal.code, proposal.span) for proposal in found] == [("stray", Span(33, 43))]
