from __future__ import annotations

import random
from collections import Counter

import pytest
from interviews import EXCHANGES, Exchange, interview, joined, spans_of
from test_anchoring import judge, nth
from tracked_edits import Tracked, replace_all

from ethnocode.model import Span
from ethnocode.text.anchoring import Mapped, Outcome, carry

HEAD = "An interview.\n\nINT: Who chaired it?\nWin: Graham did, as always.\n"
TAIL = (
    "INT: Will you go again?\nWin: I might, if they mend the lights.\n"
    "INT: Who would come?\nWin: Nobody that I know of.\n"
)


def swapped(one: str, other: str, *, answer: str, label: str = "Win") -> list[Mapped]:
    """Carry the answers to two questions that change places with them."""
    first, second = (f"INT: {question}\nWin: {answer}\n" for question in (one, other))
    old = HEAD + first + second + TAIL
    new = (HEAD + second + first + TAIL).replace("Win:", f"{label}:")
    return list(carry([nth(old, answer), nth(old, answer, number=1)], old=old, new=new))


@pytest.mark.parametrize("answer", ["Yes.", "Yes, it was.", "I knew them all, and they knew me."])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Was it cold in the hall?", "So did anybody mind?"),
        ("Was it cold?", "Was it late?"),
        ("Did they ask about the hall?", "Did they ask about the bus?"),
        ("Cold?", "Late?"),
    ],
)
@pytest.mark.parametrize("label", ["Win", "Resident 4"])
def test_an_answer_never_stays_behind_under_the_question_of_its_twin(
    one: str, other: str, answer: str, label: str
) -> None:
    mapped = swapped(one, other, answer=answer, label=label)

    assert [one.outcome for one in mapped] == [Outcome.REVIEW, Outcome.REVIEW]


def test_other_answers_than_those_that_changed_places_stay_exact() -> None:
    pairs = [f"INT: Was the {word} cold?\nWin: Yes.\n" for word in ("hall", "bus", "hut", "church")]
    old = HEAD + "".join(pairs) + TAIL
    new = HEAD + "".join([pairs[1], pairs[0], *pairs[2:]]) + TAIL
    spans = [nth(old, "Yes.", number=number) for number in range(4)]

    mapped = carry(spans, old=old, new=new)

    assert [one.span for one in mapped] == [None, None, *spans[2:]]


def test_a_question_asked_twice_does_not_stay_behind_when_its_answers_change_places() -> None:
    pairs = ["INT: And then?\nWin: It rained.\n", "INT: And then?\nWin: Nobody came.\n"]
    old, new = (HEAD + "".join(order) + TAIL for order in (pairs, pairs[::-1]))
    spans = [nth(old, "And then?", number=number) for number in range(2)]

    assert {one.outcome for one in carry(spans, old=old, new=new)} == {Outcome.REVIEW}


def test_a_quote_is_not_taken_for_one_that_differs_by_the_words_that_changed_places() -> None:
    pairs = [
        f"INT: Go on.\nWin: Nobody but {name} ever came back here.\n" for name in ("Ada", "Bo")
    ]
    between = "INT: And the bus?\nWin: It ran late.\n"
    old = HEAD + pairs[0] + between + pairs[1] + TAIL
    new = HEAD + pairs[1] + between + pairs[0] + TAIL

    (mapped,) = carry([nth(old, "Nobody but Ada ever came back here.")], old=old, new=new)

    assert mapped.span in (None, nth(new, "Nobody but Ada ever came back here."))


@pytest.mark.parametrize("names", [{"Maud": "Resident 4"}, {"Maud": "Ros", "Ros": "Maud"}])
def test_equal_answers_of_speakers_who_are_all_renamed_stay_exact(names: dict[str, str]) -> None:
    asked = [f"Was number {number} mended, or was it sold?" for number in range(40)]
    lines = [
        (f"{{{speaker}}}: ", said)
        for number, question in enumerate(asked)
        for speaker, said in (("Ros", question), ("Maud", ("Yes.", "No.")[number % 2]))
    ]
    old, new = (
        "".join(f"{label}{said}\n" for label, said in lines).format(**named)
        for named in ({"Maud": "Maud", "Ros": "Ros"}, {"Maud": "Maud", "Ros": "Ros"} | names)
    )
    spans = [nth(old, "Yes.", number=number) for number in range(20)]

    mapped = carry(spans, old=old, new=new)

    assert {one.outcome for one in mapped} == {Outcome.EXACT}
    assert [one.span for one in mapped] == [nth(new, "Yes.", number=n) for n in range(20)]


def fault(span: Span, mapped: Mapped, *, old: str, edited: Tracked) -> str:
    """Say what is wrong with a result; words that occur once cannot be taken for others."""
    words = span.of(old)
    if mapped.outcome is Outcome.EXACT and old.count(words) == edited.text.count(words) == 1:
        return ""
    return judge(span, mapped, edited=edited)


@pytest.mark.parametrize("is_relabelled", [False, True], ids=["alone", "relabelled"])
@pytest.mark.parametrize("exchange", EXCHANGES, ids=lambda exchange: exchange.__name__)
def test_no_change_of_places_puts_a_coding_on_another_questions_answer(
    exchange: Exchange, *, is_relabelled: bool
) -> None:
    total: Counter[str] = Counter()
    for seed in range(60):
        rng = random.Random(seed)
        turns = interview(rng)
        old = joined(turns).text
        edited = joined(exchange(turns, rng))
        if edited.text == old:
            continue
        if is_relabelled:
            edited = replace_all(edited, r"(?m)^Win(?=:)", "Resident 4")
        spans = spans_of(turns, rng)
        for span, one in zip(spans, carry(spans, old=old, new=edited.text), strict=True):
            assert not fault(span, one, old=old, edited=edited), f"seed {seed}: {span}, {one}"
            total[one.outcome.value] += 1

    assert total["exact"] + total["moved"] > 1.5 * total["review"]
