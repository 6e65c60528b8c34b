from __future__ import annotations

import pytest

from ethnocode.text.speaker_labels import asks, could_speak, is_role


@pytest.mark.parametrize(
    "label",
    [
        "O'Brien",
        "Ó Súilleabháin",
        "mac Giolla Bhríde",
        "van der Berg",
        "Cllr. J. Smith",
        "Person 1",
        "Interviewer #1",
        "P1/P2",
        "P1, P2",
        "R1 and R2",
        "Interviewer/Author",
        "Jane Smith, Chair",
        "Ros 🌸",
        "??",
        "P?",
        "Unknown Speaker",
        "(Unclear)",
        "[All]",
        "Everyone",
        "Int.",
        "Иван",
        "李明",
        "Γιώργος",
    ],
)
def test_people_are_labelled_in_many_ways(label: str) -> None:
    assert could_speak(label)


@pytest.mark.parametrize(
    "label",
    [
        "who?",
        "Date/Time",
        "Dublin, and then",
        "and/or",
        "N/A, unknown",
        "(laughs)",
        "INFO",
        "ERROR",
        "Yes.",
        "🌸",
        "#1",
        "",
    ],
)
def test_other_words_are_no_labels(label: str) -> None:
    assert not could_speak(label)


def test_a_role_in_brackets_behind_a_name_is_the_persons() -> None:
    assert is_role("Jane Smith (Interviewer)")
    assert asks("Jane Smith (Interviewer)")
    assert asks("Interviewer (Jane)")
    assert not asks("Tom Jones (Resident)")
