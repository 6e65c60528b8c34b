"""Whose words the stretches of a source are."""

from __future__ import annotations

from array import array

from ethnocode.model import NOBODY, MarkKind, UnitColumns
from ethnocode.services.reports.voices import Voice, by_voice, voices_in
from ethnocode.store import Turn

AUTHOR = 9
TURNS = [Turn(10, 16, 40, "Maud", 7), Turn(40, 47, 60, "Woman", None)]


def test_what_stands_outside_turns_is_the_authors_and_a_turn_its_speakers() -> None:
    found = list(voices_in(70, author=AUTHOR, turns=TURNS, not_spoken=()))

    assert found == [
        Voice(0, 10, AUTHOR),
        Voice(10, 16, 7, "Maud", words=False),
        Voice(16, 40, 7, "Maud"),
        Voice(40, 47, NOBODY, "Woman", words=False),
        Voice(47, 60, NOBODY, "Woman"),
        Voice(60, 70, AUTHOR),
    ]


def test_an_observer_comment_in_a_turn_is_the_authors_and_quoted_words_are_nobodys() -> None:
    marks = [
        (2, 6, MarkKind.OBSERVER_COMMENT),
        (20, 30, MarkKind.OBSERVER_COMMENT),
        (25, 35, MarkKind.QUOTED),
        (62, 65, MarkKind.ATTRIBUTION),
    ]
    found = list(voices_in(70, author=AUTHOR, turns=TURNS[:1], not_spoken=marks))

    author = {voice.start for voice in found if voice.person == AUTHOR}
    nobody = {voice.start for voice in found if voice.person == NOBODY}
    assert author == {0, 2, 6, 20, 40, 65}
    assert nobody == {25, 30, 62}
    assert {voice.start for voice in found} - author - nobody == {10, 16, 35}


def test_the_stretches_are_the_whole_text() -> None:
    found = list(voices_in(70, author=NOBODY, turns=TURNS, not_spoken=[(38, 44, MarkKind.TIME)]))

    assert [(v.start, v.end) for v in found] == [
        *((0, 10), (10, 16), (16, 38), (38, 40), (40, 44), (44, 47), (47, 60), (60, 70)),
    ]
    assert [v.person for v in found if v.start in (38, 40)] == [NOBODY, NOBODY]


def test_blanks_between_the_words_of_others_are_nobodys() -> None:
    """An empty line after a turn, and the line end between an attribution and its quotation."""
    text = "Maud: yes.\n\nRos: no.\n\nThey wrote:\n> so\n\nBye.\n"
    turns = [Turn(0, 6, 10, "Maud", 7), Turn(12, 17, 20, "Ros", 8)]
    attribution, quoted = text.index("They"), text.index("> so")
    marks = [
        (attribution, quoted - 1, MarkKind.ATTRIBUTION),
        (quoted, quoted + 4, MarkKind.QUOTED),
    ]

    found = list(voices_in(len(text), author=AUTHOR, turns=turns, not_spoken=marks, text=text))

    assert [text[v.start : v.end] for v in found if v.blank] == ["\n\n", "\n\n", "\n"]
    assert {v.person for v in found if v.blank} == {NOBODY}
    assert [text[v.start : v.end] for v in found if v.person == AUTHOR] == ["\n\nBye.\n"]


def test_each_unit_has_the_number_of_its_voice() -> None:
    """Two answers of a woman nobody knows are one voice, in any source; a document is another."""
    units = UnitColumns(
        array("q", [1, 1, 1, 1, 1, 2, 3]),
        array("q", [0, 10, 40, 50, 60, 5, 0]),
        array("q", [10, 40, 50, 60, 70, 9, 4]),
        array("q", [AUTHOR, 7, NOBODY, NOBODY, AUTHOR, NOBODY, NOBODY]),
    )

    found = list(by_voice(units, {1: TURNS, 2: [Turn(0, 4, 9, "Woman", None)]}).person)

    assert (found[0], found[1], found[4]) == (AUTHOR, 7, AUTHOR)
    assert found[2] == found[3] == found[5]
    assert found[2] not in (AUTHOR, 7, NOBODY)
    assert found[6] == NOBODY
