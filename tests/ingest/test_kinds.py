from __future__ import annotations

import pytest

from ethnocode.ingest.guess import Look
from ethnocode.ingest.kinds import guess_kind, has_turns
from ethnocode.ingest.reader import Reading
from ethnocode.model import DOCUMENT, EMAIL, FIELD_NOTE, INTERVIEW
from ethnocode.text.normalise import normalise

_SITTING = (
    "Clerk: Mr. Speaker, all are here but one.\n\n"
    "Mr. Speaker: Thank you. We have guests today.\n\n"
    "Mayor Katz: I move that we begin.\n\n"
    "Councillor Eadie: I second what he says.\n\n"
    "Mr. Speaker: Carried. Ms Rogalka has the floor.\n\n"
    "Lorrie Rogalka: Thank you for hearing me.\n\n"
)
RECORD = "COUNCIL OF THE CITY\n\nRoll call\n\n" + 2 * _SITTING
INTERVIEW_TEXT = "Ros: Ready?\n\nWin: Go on, then.\n\nRos: So?\n\nWin: So what.\n"


def look_at(text: str, *, label: str = "a.txt", interview: bool = False) -> Look:
    return Look.at(Reading(normalise(text)), label=label, day_first=True, interview=interview)


@pytest.mark.parametrize(
    ("text", "label", "kind"),
    [
        (INTERVIEW_TEXT, "a.txt", INTERVIEW),
        ("Interviewer: How are you?\nCharis: I am fine.\n", "a.txt", INTERVIEW),
        ("".join(f"00:0{n}:00 words that were said\n\n" for n in range(6)), "a.txt", INTERVIEW),
        ("".join(f"[00:0{n}.000 --> 00:0{n}.900] words\n" for n in range(6)), "a", INTERVIEW),
        (RECORD, "a.txt", DOCUMENT),
        ("8 February 2012\n\nIce again.\n\n9 February 2012\n\nThaw.\n", "a.txt", FIELD_NOTE),
        ("Ice on the path to the Hut.\n", "2012-02-08.md", FIELD_NOTE),
        ("Ice on the path to the Hut.\n", "Field notes, the Hut.txt", FIELD_NOTE),
        ("I went, and my coat with me. I saw, I sat, I left.\n", "hut_2012-02-08.txt", FIELD_NOTE),
        (
            "Dear Maud,\n\nI hope my last found you. I sat, I left, I came.",
            "2-2-12 x.txt",
            DOCUMENT,
        ),
        ("I went, and my coat with me. I saw, I sat, I left.\n", "essay.txt", DOCUMENT),
        ("The roof is to be mended.\n", "roof.txt", DOCUMENT),
    ],
)
def test_a_kind_is_told_by_the_words_and_the_name(text: str, label: str, kind: str) -> None:
    assert guess_kind(look_at(text, label=label)) == kind


def test_who_was_present_at_an_interview_makes_no_minutes_of_it() -> None:
    header = "Interview with Win\nDate: 8 February 2012\nPlace: the Hut\nPresent: Ros, Win\n\n"
    look = look_at(header + INTERVIEW_TEXT)

    assert guess_kind(look) == INTERVIEW
    assert [turn.label for turn in look.turns] == ["Ros", "Win", "Ros", "Win"]


@pytest.mark.parametrize(
    "header",
    ["Minutes of the panel", "Draft minutes", "Present: Maud, Win", "Committee Meeting", "Agenda"],
)
def test_papers_of_a_meeting_are_documents_although_they_name_days(header: str) -> None:
    text = f"{header}\n\n15 March 2016\n\nThe roof.\n\n16 March 2016\n\nThe wall.\n"

    assert guess_kind(look_at(text)) == DOCUMENT


def test_a_councillor_who_is_interviewed_makes_no_record() -> None:
    text = "Ros: Ready?\n\nCouncillor Eadie: Go on.\n\nRos: So?\n\nCouncillor Eadie: So what.\n"

    assert guess_kind(look_at(text)) == INTERVIEW


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (RECORD, DOCUMENT, True),
        (INTERVIEW_TEXT, DOCUMENT, True),
        (INTERVIEW_TEXT, "focus-group", True),
        (INTERVIEW_TEXT, FIELD_NOTE, False),
        (INTERVIEW_TEXT, EMAIL, False),
        ("Minutes\n\n" + INTERVIEW_TEXT, DOCUMENT, False),
        ("The roof is to be mended.\n", DOCUMENT, False),
        ("The roof is to be mended.\n", INTERVIEW, True),
    ],
)
def test_interviews_and_verbatim_records_have_turns(text: str, kind: str, expected: bool) -> None:
    assert has_turns(look_at(text), kind=kind) is expected


def test_minutes_with_fields_and_names_have_no_turns() -> None:
    text = (
        "Neighbourhood Meals Panel\nPresent: Maud, Win\nApologies: none\n\n"
        + "Proposed: D. Naughton\n\nSeconded: S. Keary\n\nResolved: that it be noted.\n\n" * 3
    )
    look = look_at(text)

    assert guess_kind(look) == DOCUMENT
    assert not has_turns(look, kind=DOCUMENT)
    assert look.turns == ()


@pytest.mark.parametrize(
    "text",
    [
        "Soda bread\n\n" + "Flour: sieve it first.\nSoda: sieve with the flour.\n" * 3,
        "Habitus: the dispositions of a person.\nField: the space of a game.\n" * 3,
        "London: Routledge and Kegan Paul.\nCambridge: Polity, 2nd edition, in paper.\n" * 3,
        "Landlord: shall insure the building.\nTenant: shall insure the contents.\n" * 3,
        "Files: all of them\nLicense: you may use it as we do.\n No other is given.\n\n" * 3,
        "Option A: leave it as it is.\nOption B: build again, higher.\n" * 3,
        "14:30:12 INFO: Server started on a port.\n14:30:13 WARN: Disk is nearly full.\n" * 3,
        "FAQ\n\n" + "Q: When do works begin?\nA: In May, if we can.\n" * 3,
        "Frequently asked questions\n\n" + "Q: Who pays?\nA: You and we do.\n" * 3,
        "The flats\n\n" + 'Win: "We were never asked."\n\nMaud: "Nor were we."\n\n' * 3,
        "\n\n".join(
            [
                *["The play is of waiting and of what does not come. " * 8] * 4,
                "Vladimir: Shall we go?\nEstragon: Yes.\nVladimir: Well?\nEstragon: No.",
                *["The play is of waiting and of what does not come. " * 8] * 4,
            ]
        ),
    ],
)
def test_lines_that_begin_like_turns_make_no_interview(text: str) -> None:
    look = look_at(text)

    assert guess_kind(look) == DOCUMENT
    assert not has_turns(look, kind=DOCUMENT)


def test_a_short_talk_is_an_interview_where_its_name_says_so() -> None:
    text = "Jane: How long?\n\nCharis: Since the flats were built.\n\nJane: Thank you.\n"

    assert guess_kind(look_at(text, label="interview_charis.txt")) == INTERVIEW
    assert guess_kind(look_at(text, label="charis.txt")) == DOCUMENT
    assert guess_kind(look_at("Interview questions\n\n" + text, label="a.txt")) == DOCUMENT


def test_speakers_who_alternate_in_what_is_called_an_interview_need_not_sound_spoken() -> None:
    talk = "Ros: Hall, tin, stage.\n\nWin: Keys; kettle.\n\n" * 3

    assert guess_kind(look_at(f"Interview with Win 6.6.13\n\n{talk}")) == INTERVIEW
    assert guess_kind(look_at(f"Things in the Hut\n\n{talk}")) == DOCUMENT


def test_lines_with_short_times_from_the_beginning_are_an_interview() -> None:
    spoken = "".join(f"0:0{n}\nwords that were said\n" for n in range(6))
    programme = "".join(f"{n}:00\nwords that will be said\n" for n in range(9, 15))

    assert guess_kind(look_at(spoken)) == INTERVIEW
    assert guess_kind(look_at(programme)) == DOCUMENT


_MINE = "I sat by the door and wrote nothing. I felt angry, and I did not say so.\n"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"8 February 2012\n\n{_MINE}", FIELD_NOTE),
        (f"Wednesday 8 February 2012, The Hut\n{_MINE}", FIELD_NOTE),
        (f"Date: 8 February 2012\nPlace: The Hut\nPresent: Win, Joe\n\n{_MINE}", FIELD_NOTE),
        (f"8 February 2012\n\nDear Win,\n\n{_MINE}", DOCUMENT),
        (f"8 February 2012\n\n{_MINE}\nYours sincerely\n", DOCUMENT),
        (f'8 February 2012\n\nThe lifts are mended. "{_MINE}" said the mayor.\n', DOCUMENT),
        ("8 February 2012\n\nThe lifts are mended.\n", DOCUMENT),
        (f"8 February 2012\n\nWitness statement\n\n{_MINE}", DOCUMENT),
        ("Date: 8 February 2012\nPresent: Win, Joe\n\nThe lifts were noted.\n", DOCUMENT),
    ],
)
def test_a_single_entry_is_a_field_note_where_its_writer_says_i(text: str, kind: str) -> None:
    assert guess_kind(look_at(text)) == kind
