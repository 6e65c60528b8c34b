from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tracked_edits import (
    GONE,
    SINGLE_EDITS,
    Edit,
    Tracked,
    fix_typo,
    move_paragraph,
    seen,
    spans_in,
    transcript,
)

from ethnocode.model import Span
from ethnocode.text.anchoring import Mapped, Outcome, carry, share_lost
from ethnocode.text.normalise import normalise

INTERVIEW = """\
Ros: Is it always you that does the tables?

Bernadette: I like tables. Nobody talks to you.

Ros: How many is it for?

Bernadette: Seventy. I said fifty and then the Close lot heard.

Ros: You're at the Hut again on Thursdays.

Bernadette: Round the back of it. Three weeks now.
"""


def nth(text: str, words: str, *, number: int = 0) -> Span:
    start = -1
    for _ in range(number + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def carried(words: str, *, old: str, new: str, number: int = 0) -> Mapped:
    (mapped,) = carry([nth(old, words, number=number)], old=old, new=new)
    return mapped


def words_of(mapped: Mapped, text: str) -> str:
    assert mapped.span is not None
    return mapped.span.of(text)


def test_an_unchanged_text_leaves_every_span_where_it_is() -> None:
    spans = [Span(0, 3), Span(2, 40), Span(0, len(INTERVIEW))]

    mapped = carry(spans, old=INTERVIEW, new=INTERVIEW)

    assert [one.span for one in mapped] == spans
    assert {one.outcome for one in mapped} == {Outcome.EXACT}


def test_a_span_moves_by_what_was_inserted_before_it() -> None:
    new = INTERVIEW.replace("Seventy.", "Seventy or so.")
    span = nth(INTERVIEW, "Three weeks now.")

    (mapped,) = carry([span], old=INTERVIEW, new=new)

    assert mapped == Mapped(span.shifted(len(" or so")), Outcome.EXACT, "its words are untouched")


def test_results_come_in_the_order_of_the_spans() -> None:
    spans = [nth(INTERVIEW, words) for words in ("Three", "tables", "Seventy")]

    mapped = carry(spans, old=INTERVIEW, new="Preface.\n\n" + INTERVIEW)

    assert [one.span for one in mapped] == [span.shifted(10) for span in spans]


@pytest.mark.parametrize(
    ("words", "before", "after", "expected"),
    [
        ("I like tables.", "tables. Nobody", "tabels. Nobody", "I like tabels."),
        ("Seventy", "Seventy", "Sevnety", "Sevnety"),
        ("and then the Close lot", "then the Close", "then\nthe Close", "and then\nthe Close lot"),
        ("You're at the Hut", "You're", "You’re", "You’re at the Hut"),
        (
            "Ros: How many is it for?",
            "Ros: How many",
            "Interviewer: How many",
            "Interviewer: How many is it for?",
        ),
        ("then the Close lot heard", "Close", "Rivermead", "then the Rivermead lot heard"),
        ("Nobody talks to you.", "Nobody talks", "Nobody ever talks", "Nobody ever talks to you."),
    ],
    ids=["typo", "typo in one word", "wrapped", "curly", "relabelled", "pseudonym", "a word more"],
)
def test_words_touched_slightly_are_found_again(
    words: str, before: str, after: str, expected: str
) -> None:
    new = INTERVIEW.replace(before, after)

    mapped = carried(words, old=INTERVIEW, new=new)

    assert mapped.outcome is Outcome.MOVED
    assert words_of(mapped, new) == expected


@pytest.mark.parametrize(
    ("words", "before", "after"),
    [
        ("I said fifty", "I said fifty and then the Close lot heard.", ""),
        ("I said fifty and then", "I said fifty and then", "They wanted more until"),
        ("Nobody talks to you.", "Nobody talks to you.", "It is peaceful, you know, mostly."),
        ("Seventy", "Seventy", "Eighty"),
        ("eventy", "Seventy", "Sevnety"),
    ],
    ids=["deleted", "half rewritten", "rewritten", "another word", "part of a changed word"],
)
def test_words_that_were_deleted_or_rewritten_wait_for_a_person(
    words: str, before: str, after: str
) -> None:
    new = INTERVIEW.replace(before, after)

    mapped = carried(words, old=INTERVIEW, new=new)

    assert (mapped.span, mapped.outcome) == (None, Outcome.REVIEW)


def test_a_passage_is_followed_to_another_place() -> None:
    passage = "Bernadette: I like tables. Nobody talks to you.\n\n"
    new = INTERVIEW.replace(passage, "") + "\n" + passage

    mapped = carried("Nobody talks to you.", old=INTERVIEW, new=new)

    assert mapped.outcome is Outcome.MOVED
    assert mapped.span == nth(new, "Nobody talks to you.")
    assert mapped.reason == "its passage was moved"


ANSWERS = "\n\n".join(
    [
        "Did you go?",
        "Yes.",
        "Were they all at the meeting?",
        "Yes.",
        "And the roof, was that mended?",
        "Yes.",
        "Good.",
    ]
)


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_repeated_answer_stays_the_one_it_was(number: int) -> None:
    """Three answers; another is put before the first question, so each is the next one on."""
    new = "Is it late?\n\nYes.\n\n" + ANSWERS

    mapped = carried("Yes.", old=ANSWERS, new=new, number=number)

    assert (mapped.span, mapped.outcome) == (nth(new, "Yes.", number=number + 1), Outcome.EXACT)


def test_a_repeated_answer_that_was_deleted_is_not_taken_for_its_neighbour() -> None:
    new = ANSWERS.replace("meeting?\n\nYes.\n\n", "meeting?\n\n")

    first, second, third = (
        carried("Yes.", old=ANSWERS, new=new, number=number) for number in range(3)
    )

    assert (first.span, third.span) == (nth(new, "Yes."), nth(new, "Yes.", number=1))
    assert second.outcome is Outcome.REVIEW


@pytest.mark.parametrize("number", [0, 1])
def test_of_two_answers_running_one_was_deleted_and_nobody_can_tell_which(number: int) -> None:
    old = "Did you go?\n\nYes.\n\nYes.\n\nGood, thank you."
    new = "Did you go?\n\nYes.\n\nGood, thank you."

    assert carried("Yes.", old=old, new=new, number=number).outcome is Outcome.REVIEW


def test_of_two_copies_running_nobody_can_tell_which_was_added() -> None:
    paragraph = "Bernadette: I like tables. Nobody talks to you.\n\n"
    new = INTERVIEW.replace(paragraph, 2 * paragraph)

    assert carried("Nobody talks", old=INTERVIEW, new=new).outcome is Outcome.REVIEW


def test_a_turn_put_before_another_of_the_same_speaker_takes_nothing_from_it() -> None:
    """A diff of letters alone may say that ``Bernadette: `` was kept and the rest came after."""
    new = INTERVIEW.replace("Bernadette: Seventy.", "Bernadette: Ask me.\n\nBernadette: Seventy.")

    mapped = carried("Bernadette: Seventy.", old=INTERVIEW, new=new)

    assert (mapped.span, mapped.outcome) == (nth(new, "Bernadette: Seventy."), Outcome.EXACT)


def test_a_copy_elsewhere_does_not_draw_a_span_away() -> None:
    new = "Bernadette: I like tables. Nobody talks to you.\n\nRos: Later.\n\n" + INTERVIEW

    mapped = carried("I like tables.", old=INTERVIEW, new=new)

    assert (mapped.span, mapped.outcome) == (nth(new, "I like tables.", number=1), Outcome.EXACT)


def test_words_deleted_here_are_not_taken_for_the_same_words_there() -> None:
    twice = INTERVIEW + "\nRos: Later.\n\nBernadette: I like tables. Nobody talks to you.\n"
    new = twice.replace("Bernadette: I like tables. Nobody talks to you.\n\n", "", 1)

    assert carried("Nobody talks to you.", old=twice, new=new).outcome is Outcome.REVIEW


def test_line_ends_of_another_system_change_nothing() -> None:
    new = normalise(INTERVIEW.replace("\n", "\r\n")).text

    assert carried("Three weeks now.\n", old=INTERVIEW, new=new).outcome is Outcome.EXACT


def test_an_edit_of_text_without_spaces_touches_only_its_own_characters() -> None:
    old, new = "我们在村里住了三年然后搬走了", "我们在村里住了五年然后搬走了"

    assert carried("然后搬走", old=old, new=new) == Mapped(
        nth(new, "然后搬走"), Outcome.EXACT, "its words are untouched"
    )


def test_white_space_at_the_ends_of_a_text_is_part_of_it() -> None:
    old = "\n One day.\n"

    (mapped,) = carry([Span(7, len(old))], old=old, new="\n One fine day.\n")

    assert mapped == Mapped(Span(12, 16), Outcome.EXACT, "its words are untouched")


@pytest.mark.parametrize("new", ["", "   \n", "Quite another text, about the sea."])
def test_everything_waits_for_a_person_where_the_text_is_another(new: str) -> None:
    spans = [Span(0, 3), Span(5, 30), Span(43, 45), Span(0, len(INTERVIEW))]

    assert share_lost(carry(spans, old=INTERVIEW, new=new)) == 1.0


def test_no_span_of_one_transcript_is_found_in_an_unrelated_one() -> None:
    """Both have the same short answers by the same speakers, many times."""
    old = transcript(random.Random(1), paragraphs=300)
    new = transcript(random.Random(2), paragraphs=300)
    spans = spans_in(old[20:], random.Random(3), count=300)

    assert share_lost(carry([span.shifted(20) for span in spans], old=old, new=new)) == 1.0


def test_thousands_of_equal_lines_are_not_told_apart() -> None:
    old = "Yes.\n" * 20_000

    assert share_lost(carry([Span(50_000, 50_004)], old=old, new=old + "Yes.\n")) == 1.0


def test_the_share_lost_counts_spans_that_need_review() -> None:
    kept, lost = Mapped(Span(0, 1), Outcome.MOVED, ""), Mapped(None, Outcome.REVIEW, "")

    assert share_lost([kept, lost, kept, kept]) == 0.25
    assert share_lost([]) == 0.0


def test_a_span_outside_the_old_text_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="span 2:9 is outside a text of 4 characters"):
        carry([Span(2, 9)], old="Yes.", new="No.")


EDITED = st.lists(st.sampled_from(["a", "b", "A", "’", "'", ".", " ", "\n\n"]), max_size=24)


@given(EDITED, EDITED, st.data())
@settings(max_examples=300)
def test_exact_means_the_very_characters(
    one: list[str], two: list[str], data: st.DataObject
) -> None:
    old, new = "x" + "".join(one), "".join(two)
    start = data.draw(st.integers(0, len(old) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(old))))

    (mapped,) = carry([span], old=old, new=new)

    assert (mapped.span is None) == (mapped.outcome is Outcome.REVIEW)
    if mapped.span is not None:
        assert mapped.span.end <= len(new)
    if mapped.outcome is Outcome.EXACT:
        assert words_of(mapped, new) == span.of(old)


def judge(span: Span, mapped: Mapped, *, edited: Tracked) -> str:
    """Say what is wrong with a result, by where the span's own characters went."""
    if mapped.span is None:
        return ""
    inside = edited.ids[mapped.span.start : mapped.span.end]
    if mapped.outcome is Outcome.EXACT:
        return "" if inside == tuple(range(span.start, span.end)) else "not its characters"
    own = sum(span.start <= place < span.end for place in inside)
    survivors = sum(span.start <= place < span.end for place in edited.ids)
    others = sum(place != GONE for place in inside) - own
    if not survivors or own < 0.8 * survivors:
        return "not most of its characters"
    return "a twin's characters" if others > len(inside) / 4 else ""


def untouched(span: Span, edited: Tracked) -> bool:
    """Whether a span's characters still stand together, between those that stood around it."""
    if span.start not in edited.ids:
        return False
    here = edited.ids.index(span.start)
    stop = here + len(span)
    before = max(edited.ids[:here], default=GONE)
    after = min((place for place in edited.ids[stop:] if place != GONE), default=span.end)
    whole = edited.ids[here:stop] == tuple(range(span.start, span.end))
    return whole and before < span.start and after >= span.end


def outcomes(edits: Sequence[Edit], *, seed: int, short: float = 0.4) -> Counter[str]:
    """Carry 50 spans through edits in a row; count outcomes, and fail on any mis-anchor."""
    rng = random.Random(seed)
    old = transcript(rng, short=short)
    spans = spans_in(old, rng, count=50)
    edited = Tracked.first(old)
    for edit in edits:
        edited = seen(edited, edit(edited, rng))
    mapped = carry(spans, old=old, new=edited.text)
    wrong = [
        (span, one, fault)
        for span, one in zip(spans, mapped, strict=True)
        if (fault := judge(span, one, edited=edited))
    ]
    assert not wrong, f"seed {seed}"
    counts = Counter(one.outcome.value for one in mapped)
    for span, one in zip(spans, mapped, strict=True):
        if untouched(span, edited):
            counts["untouched"] += 1
            counts["untouched and exact"] += one.outcome is Outcome.EXACT
    return counts


@pytest.mark.parametrize("edit", SINGLE_EDITS, ids=lambda edit: edit.__name__)
def test_no_edit_makes_a_coding_drift(edit: Edit) -> None:
    """Of 12 transcripts with 50 spans each; a move past one neighbour looks like its move."""
    total: Counter[str] = Counter()
    for seed in range(12):
        total += outcomes([edit], seed=seed)

    assert total["untouched"] > 200
    assert total["untouched and exact"] >= 0.99 * total["untouched"]


def test_no_series_of_edits_makes_a_coding_drift() -> None:
    total: Counter[str] = Counter()
    for seed in range(45):
        edits = random.Random(seed).choices(SINGLE_EDITS, k=4)
        total += outcomes(edits, seed=1000 + seed, short=(0.3, 0.6, 0.9)[seed % 3])

    assert total["exact"] > 1200
    assert total["moved"] > 200


def test_a_renamed_answer_is_not_taken_for_the_one_before_it() -> None:
    """Either the first answer was deleted and one added, or both changed; nobody can tell."""
    old = "Were you there?\n\nCouncillor Prentice: Mm.\n\nCouncillor Prentice: Yes.\n\nThanks."
    new = "Were you there?\n\nCouncillor Prentice: Yes.\n\nCouncillor Prentice: No.\n\nThanks."

    assert carried("Councillor Prentice: Yes.", old=old, new=new).outcome is Outcome.REVIEW


def test_a_misspelt_word_put_right_does_not_lose_its_passage() -> None:
    found = 0
    total = 0
    for seed in range(30):
        rng = random.Random(seed)
        old = transcript(rng, paragraphs=25)
        first = Tracked.first(old)
        for span in spans_in(old, rng, count=8):
            edited = fix_typo(first, rng, within=span)
            if edited == first:
                continue
            (mapped,) = carry([span], old=old, new=edited.text)
            assert not judge(span, mapped, edited=edited)
            total += 1
            found += mapped.outcome is not Outcome.REVIEW

    assert total > 150
    assert found >= 0.95 * total


def test_most_of_a_moved_paragraph_is_followed() -> None:
    """All but paragraphs that have a twin, which may be the one that moved."""
    total: Counter[str] = Counter()
    for seed in range(30):
        rng = random.Random(seed)
        old = transcript(rng, paragraphs=40, short=0)
        edited = move_paragraph(Tracked.first(old), rng)
        spans = [span for span in spans_in(old, rng, count=200) if "\n\n" not in span.of(old)]
        for span, one in zip(spans, carry(spans, old=old, new=edited.text), strict=True):
            assert not judge(span, one, edited=edited)
            total[one.outcome.value] += 1

    assert total["moved"] > 30
    assert total["review"] <= 0.5 * total["moved"]
