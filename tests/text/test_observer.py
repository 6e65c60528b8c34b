from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.text.observer import observer_comments

PIECES = st.sampled_from(
    ["[OC:", "[OC]", "(OC:", "O.C.:", "[/OC]", "[", "]", "(", ")", "\n", "\n\n", " ", "tired", "é"]
)


def comments(text: str) -> list[str]:
    return [span.of(text) for span in observer_comments(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Win sat. [OC: tired] She left.", ["[OC: tired]"]),
        ("Win [O.C.: tired] left.", ["[O.C.: tired]"]),
        ("Win [oc - tired] left.", ["[oc - tired]"]),
        ("Win [O.C. she was tired] left.", ["[O.C. she was tired]"]),
        ("Win (OC: tired) left.", ["(OC: tired)"]),
        ("Win [Observer comment: tired] left.", ["[Observer comment: tired]"]),
        ("[OC: one] and [OC: two]", ["[OC: one]", "[OC: two]"]),
        ("[OC: she [Win] was (so) tired] yes", ["[OC: she [Win] was (so) tired]"]),
        ("(OC: she (Win) was tired) yes", ["(OC: she (Win) was tired)"]),
        ("[OC: a [OC: b] c] d", ["[OC: a [OC: b] c]"]),
        ("[OC: one\n\ntwo] three", ["[OC: one\n\ntwo]"]),
        ("Win {OC: tired} left.", ["{OC: tired}"]),
        ("Win [OC2: tired] left.", ["[OC2: tired]"]),
        ("Win [OC; tired] left.", ["[OC; tired]"]),
        ("Win [Obs. comment: tired] left.", ["[Obs. comment: tired]"]),
        ("Win sat.\n\nOC – she was tired\n\nShe left.", ["OC – she was tired"]),
        ("> Win sat.\n> OC: she was tired\n\nShe left.", ["OC: she was tired"]),
    ],
)
def test_a_comment_runs_from_its_bracket_to_the_one_that_closes_it(
    text: str, expected: list[str]
) -> None:
    assert comments(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[OC: tired [sic]\nvery.\n\nShe left.", ["[OC: tired [sic]\nvery."]),
        ("(OC: tired\n \nShe left.", ["(OC: tired"]),
        ("[OC] Tired.\nVery.\n\nShe left.", ["[OC] Tired.\nVery."]),
        ("[OC] Tired. [/OC] She left.", ["[OC] Tired. [/OC]"]),
        ("She left.\n\nO.C.: Tired.\nVery.\n\nYes.", ["O.C.: Tired.\nVery."]),
        ("**OC:** Tired.\n\nYes.", ["**OC:** Tired."]),
    ],
)
def test_a_comment_without_a_closing_bracket_ends_with_its_paragraph(
    text: str, expected: list[str]
) -> None:
    assert comments(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "OCTOBER: rain",
        "[OCTOPUS: eight]",
        "[octave] (OC) (O.C. Marsh)",
        "She said OC: no",
        "First line.\nOC: yes, I said",
        "[sic] (tired)",
    ],
)
def test_what_is_not_certainly_a_comment_is_none(text: str) -> None:
    assert comments(text) == []


def test_a_bracket_that_closes_pages_later_is_not_the_comments() -> None:
    text = "[OC: tired\n\n" + "Words.\n\n" * 1000 + "b] the end"

    assert comments(text) == ["[OC: tired"]


@given(st.lists(PIECES, max_size=40).map("".join))
def test_comments_are_sorted_disjoint_and_never_blank(text: str) -> None:
    spans = observer_comments(text)

    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.trimmed(text) == span for span in spans)
