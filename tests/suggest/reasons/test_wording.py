"""Reasons in one plain line."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.model import Contribution, CueMatch, Evidence, Hint, Likeness, Span
from ethnocode.suggest.reasons.wording import (
    LONGEST_LINE,
    LONGEST_QUOTE,
    Grounds,
    Quoted,
    badge_words,
    line_of,
    quoted,
)

HINTS = (
    Hint("help", "definition", "help and advice between neighbours"),
    Hint("advice", "definition", "help and advice between neighbours"),
    Hint("kin", "include", "what kin do"),
)
LIKE = Likeness("win.txt", Span(0, 30), "d", "She knew everybody on the stair.", 0.5)


def cue(words: str, cue: str, kind: str = "phrase") -> Quoted:
    return Quoted(words, CueMatch("capital", Span(0, len(words)), kind, cue))


def because(*parts: tuple[str, float], **more: object) -> Grounds:
    found = Evidence(-3.0, tuple(Contribution(*part) for part in parts))
    return Grounds("Social capital", replace(found, **more))  # type: ignore[arg-type]


def test_a_cue_is_quoted_with_what_the_codebook_gives() -> None:
    grounds = replace(because(("cues", 1.0)), cues=(cue("knew them all", "know them all"),))

    assert line_of(grounds) == (
        '"knew them all", a phrase the codebook gives for Social capital ("know them all")'
    )


def test_a_cue_written_as_it_was_said_is_not_repeated() -> None:
    grounds = replace(because(("cues", 1.0)), cues=(cue("Wages", "wages", "lemma"),))

    assert line_of(grounds) == '"Wages", a word the codebook gives for Social capital'


def test_several_cues_are_told_together_and_each_once() -> None:
    cues = (cue("owed him", "owe him"), cue("a favour", "favour"), cue("favours", "favour"))
    places = (Span(0, 8), Span(10, 18), Span(20, 27))
    apart = [
        replace(found, match=replace(found.match, span=place))
        for found, place in zip(cues, places, strict=True)
    ]

    line = line_of(replace(because(("cues", 1.0)), cues=tuple(apart)))

    assert line == '"owed him" and "a favour", cues the codebook gives for Social capital'


def test_words_of_the_definition_are_quoted_with_its_phrase() -> None:
    assert line_of(because(("codebook", 1.0), hints=HINTS)) == (
        '"help" and "advice", as in its definition ("help and advice between neighbours")'
    )
    assert line_of(because(("name", 1.0), hints=(Hint("kin", "name", "Kin"),))) == (
        '"kin", as in its name ("Social capital")'
    )


def test_words_of_two_examples_are_not_told_as_of_one() -> None:
    hints = (
        Hint("tea", "example", "... made the tea ..."),
        Hint("keys", "example", "held the keys"),
        Hint("cake", "example", "... the cake"),
    )
    texts = ("She made the tea and the cake", "He held the keys")

    assert line_of(replace(because(("codebook", 1.0), hints=hints), texts=texts)) == (
        '"tea" and "cake", as in an example of it ("... made the tea ...")'
    )


def test_passages_it_is_like_are_counted_and_the_nearest_quoted() -> None:
    told = 'coded so ("She knew everybody on the stair.", win.txt)'

    assert line_of(because(("nearest", 1.0), nearest=(LIKE, LIKE))) == f"like 2 passages {told}"
    assert line_of(because(("nearest", 1.0), nearest=(LIKE,))) == f"like a passage {told}"


def test_what_was_learned_quotes_the_words_that_speak_for_the_code() -> None:
    """A word of the definition is told as that; a word that speaks against it is not told."""
    terms = (("form", 0.9), ("help", 0.8), ("tea", -0.7), ("panel", 0.2))

    learned = replace(because(("learned", 1.0), terms=terms, hints=HINTS), coded=True)

    assert line_of(learned) == '"form" and "panel", as in passages coded so'


def test_learned_words_that_weigh_little_do_not_go_first() -> None:
    """What was learned weighs 2.0 as a whole, but the word shown for it .2 only."""
    grounds = because(
        ("learned", 2.0),
        ("codebook", 0.5),
        terms=(("cold", 0.2),),
        hints=(Hint("help", "definition", "help"),),
    )

    assert line_of(replace(grounds, coded=True)).split("; ") == [
        '"help", as in its definition ("help")',
        '"cold", as in passages coded so',
    ]


def test_a_passage_that_is_hardly_like_one_coded_so_is_not_said_to_be_like_it() -> None:
    far = because(("nearest", 1.0), nearest=(replace(LIKE, similarity=0.05),))

    assert "like" not in line_of(far)


def test_what_stands_around_a_passage_is_no_reason_by_itself() -> None:
    assert line_of(because(("before", 0.9), ("after", -0.2))) == (
        "no words in particular speak for it; the words just before speak for it"
    )
    assert line_of(because(("before", 0.2), ("after", 0.3), ("learned", 1.0))).endswith(
        "; the words just before and after speak for it"
    )
    assert "before" not in line_of(because(("before", 0.3), ("learned", 1.0)))


def test_what_was_learned_of_the_codebook_alone_claims_no_codings() -> None:
    learned = because(("learned", 1.0), terms=(("form", 0.9),))

    assert line_of(learned) == "as a whole it is worded like the codebook's text on it"
    assert line_of(replace(learned, coded=True, evidence=replace(learned.evidence, terms=()))) == (
        "as a whole it is worded like passages coded so"
    )


def test_words_of_a_cue_are_not_told_again() -> None:
    hints = (Hint("tin", "definition", "money in a tin"), Hint("money", "definition", "money"))
    twice = because(("cues", 2.0), ("codebook", 1.0), ("learned", 0.5), hints=hints)
    terms = replace(twice.evidence, terms=(("tin", 1.0), ("kept", 0.5)))

    line = line_of(replace(twice, cues=(cue("a Tin", "tin", "lemma"),), coded=True, evidence=terms))

    assert line.split("; ")[1:] == [
        '"money", as in its definition ("money")',
        '"kept", as in passages coded so',
    ]


def test_a_pattern_is_not_shown_as_it_is_written() -> None:
    grounds = replace(because(("cues", 1.0)), cues=(cue("took it", "took/take it ?", "pattern"),))

    assert line_of(grounds) == '"took it", a wording the codebook gives for Social capital'


def test_of_two_cues_the_one_inside_the_other_is_not_told() -> None:
    inner = Quoted("tin", CueMatch("capital", Span(4, 7), "lemma", "tin"))
    outer = Quoted("the tin box", CueMatch("capital", Span(0, 11), "phrase", "tin box"))
    grounds = replace(because(("cues", 1.0)), cues=(outer, inner))

    assert line_of(grounds) == (
        '"the tin box", a phrase the codebook gives for Social capital ("tin box")'
    )


def test_carry_over_is_said_as_such_and_never_without_a_coding_before() -> None:
    carried = because(("decided nearby", 2.0), ("codebook", 0.05), hints=HINTS)

    assert line_of(replace(carried, nearby="the passage before is coded so")) == (
        "the passage before is coded so"
    )
    assert "passage" not in line_of(carried)


def test_the_strongest_reason_comes_first_and_three_are_enough() -> None:
    strong = because(
        ("nearest", 0.3),
        ("codebook", 2.0),
        ("vectors", 0.2),
        ("frequency", 0.9),
        ("learned", 0.8),
        nearest=(LIKE,),
        hints=(Hint("help", "definition", "help"),),
        terms=(("form", 1.0),),
    )

    assert line_of(replace(strong, coded=True)).split("; ") == [
        '"help", as in its definition ("help")',
        '"form", as in passages coded so',
        f"like a passage coded so ({quoted(LIKE.quote)}, win.txt)",
    ]


def test_a_cue_is_told_however_little_it_weighs() -> None:
    strong = because(
        ("codebook", 3.0), ("learned", 2.0), ("frequency", 1.0), ("cues", 0.0), hints=HINTS
    )

    found = line_of(replace(strong, cues=(cue("tin", "tin", "lemma"),)))

    assert found.startswith('"tin", a word the codebook gives for Social capital; ')


def test_what_speaks_against_a_code_is_no_reason() -> None:
    assert line_of(because(("codebook", -1.0), hints=HINTS)) == (
        "no words in particular speak for it"
    )


@pytest.mark.parametrize(
    ("badge", "words"),
    [
        ("negated", "negated here"),
        ("reported", "perhaps somebody else's words"),
        ("language:German", "reads like German"),
    ],
)
def test_badges_are_told_behind_the_reasons(badge: str, words: str) -> None:
    line = line_of(because(("frequency", 1.0), badges=(badge,)))

    assert line == f"no words in particular speak for it; it is a code that is often used; {words}"
    assert badge_words(badge) == words


def test_a_near_code_is_told_with_the_difference_where_there_is_room() -> None:
    near = replace(because(("frequency", 1.0), difference="one stays"), rival="Withdrawal")
    wordy = replace(near, evidence=replace(near.evidence, difference="so " * 70))

    assert line_of(near).endswith("; also fits Withdrawal: one stays")
    assert line_of(wordy).endswith("; also fits Withdrawal")


def test_a_quote_stays_plain_where_the_words_have_quotation_marks() -> None:
    assert quoted('he said "no",\n twice') == "\"he said 'no', twice\""


@given(st.text(max_size=400))
def test_no_quote_is_longer_than_its_limit(words: str) -> None:
    shown = quoted(words)

    assert len(shown) <= LONGEST_QUOTE + 2
    assert '"' not in shown[1:-1]
    assert "\n" not in shown


def test_a_quote_of_a_whole_book_is_shortened_between_words() -> None:
    shown = quoted("word " * 1_000_000)

    assert shown == '"' + " ".join(["word"] * 11) + ' ..."'


@given(st.lists(st.text(min_size=1, max_size=90), min_size=1, max_size=6), st.text(max_size=300))
def test_a_line_keeps_its_length_whatever_is_quoted(words: list[str], told: str) -> None:
    """Only the first reason may be longer by itself: three quotes and a name."""
    grounds = because(
        ("codebook", 3.0),
        ("nearest", 2.0),
        ("learned", 1.0),
        hints=tuple(Hint(word, "definition", told) for word in words),
        terms=tuple((word, 1.0) for word in words),
        nearest=(replace(LIKE, quote=told),),
        difference=told,
        badges=("negated",),
    )

    line = line_of(replace(grounds, rival="Withdrawal"))

    first = line_of(because(("codebook", 3.0), hints=grounds.evidence.hints))
    assert len(line) <= max(LONGEST_LINE, len(first))
