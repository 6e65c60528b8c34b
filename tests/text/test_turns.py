from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.model import Span
from ethnocode.text.media_times import media_times
from ethnocode.text.turns import Turn, speaker_turns

ASKED = "How long have you lived here then?"
TOLD = "Since the flats were built, I think."


def talk(shape: str, *, first: str = "Ros", second: str = "Win Barlow", rounds: int = 3) -> str:
    """Write a conversation; in the shape, ``L`` is the label, ``W`` the words, ``N`` a digit."""
    turns = []
    for number in range(rounds):
        for label, words in ((first, ASKED), (second, TOLD)):
            turns.append(shape.translate(str.maketrans({"L": label, "W": words, "N": str(number)})))
    return "".join(turns)


def spoken(text: str, turn: Turn) -> str:
    return text[turn.words_from : turn.span.end]


def test_a_turn_runs_from_its_label_to_the_last_word_before_the_next() -> None:
    text = "Interview\n\nRos: Ready?\n\nWin: Go on.\n\nI am.\n\nRos: So.\n\nWin: So what.\n"

    turns = speaker_turns(text)

    assert [turn.span.of(text) for turn in turns] == [
        "Ros: Ready?",
        "Win: Go on.\n\nI am.",
        "Ros: So.",
        "Win: So what.",
    ]
    assert [text[turn.words_from : turn.span.end] for turn in turns] == [
        "Ready?",
        "Go on.\n\nI am.",
        "So.",
        "So what.",
    ]


@pytest.mark.parametrize(
    ("line", "label", "time", "words"),
    [
        ("Win: yes", "Win", None, "yes"),
        ("**Win:** yes", "Win", None, "yes"),
        ("**Win**: yes", "Win", None, "yes"),
        ("Win: [00:01:02] yes", "Win", "00:01:02", "yes"),
        ("**Win:** [1:02] yes", "Win", "1:02", "yes"),
        ("Danny Silvers (00:01:02):\nyes", "Danny Silvers", "00:01:02", "yes"),
        ("Interviewer 1 : yes", "Interviewer 1", None, "yes"),
        ("interviewee: yes", "interviewee", None, "yes"),
        ("Q: yes", "Q", None, "yes"),
        ("MSM:  yes", "MSM", None, "yes"),
        ("Mr. O'Brien-Shaw: yes", "Mr. O'Brien-Shaw", None, "yes"),
        ("Councillor Jean Prentice: yes", "Councillor Jean Prentice", None, "yes"),
        ("[Author]: yes", "[Author]", None, "yes"),
    ],
)
def test_labels_of_many_shapes_are_read(
    line: str, label: str, time: str | None, words: str
) -> None:
    text = f"{line}\n\n{line}\n"

    turns = speaker_turns(text)

    assert len(turns) == 2
    assert (turns[0].label, turns[0].time) == (label, time)
    assert text[turns[0].words_from : turns[0].span.end] == words


@pytest.mark.parametrize(
    "line",
    [
        "At 4:30 we left",
        "http://example.org",
        "Note: bring pans",
        "Re: the roof",
        "Date: 1.2.15",
        "Present: Maud, Win",
        "Members Present: Maud",
        "Apologies: none",
        "Action: Hilary",
        "Action 3: Hilary",
        "From: Hilary",
        "Appendix 2: weights",
        "what she said: no",
        "> Win: quoted",
        "One Two Three Four Five: too long",
        "Yes. Well: no label",
    ],
)
def test_headings_and_clock_times_are_no_speakers(line: str) -> None:
    assert speaker_turns(f"{line}\n\n{line}\n", declared=True) == ()


def test_a_label_that_occurs_once_speaks_only_in_a_declared_interview() -> None:
    text = "Ros: One.\n\nWin: Two.\n\nRos: Three.\n\nNurse: Four."

    assert [turn.label for turn in speaker_turns(text)] == ["Ros", "Ros"]
    assert [turn.label for turn in speaker_turns(text, declared=True)] == [
        "Ros",
        "Win",
        "Ros",
        "Nurse",
    ]


def test_the_fields_of_a_header_block_do_not_speak() -> None:
    text = "Interviewer: Ros\nInterviewee: Win\nDate: 11.11.14\n\nRos: One.\n\nWin: Two."

    assert [turn.label for turn in speaker_turns(text, declared=True)] == ["Ros", "Win"]


def test_a_heading_ends_a_turn() -> None:
    text = "Ros: One.\n\n## After the break\n\nRos: Two."

    assert [turn.span.of(text) for turn in speaker_turns(text)] == ["Ros: One.", "Ros: Two."]


def test_a_label_without_words_is_a_turn_of_no_words() -> None:
    text = "Ros:\nWin: Yes.\nRos: So."

    first = speaker_turns(text, declared=True)[0]

    assert first.span.of(text) == "Ros:"
    assert first.words_from == first.span.end


@pytest.mark.parametrize(
    ("shape", "times"),
    [
        ("L: W\n", (None, None)),
        ("L: W\n\n", (None, None)),
        ("L : W\n\n", (None, None)),
        ("**L:** W\n\n", (None, None)),
        ("**L:**W\n\n", (None, None)),
        ("_L:_ W\n\n", (None, None)),
        ("L:\nW\n\n", (None, None)),
        ("**L:** [00:0N:00] W\n\n", ("00:00:00", "00:02:00")),
        ("**L:** \\[00:0N\\] W\n\n", ("00:00", "00:02")),
        ("L:\t[0:1N]\tW\n", ("0:10", "0:12")),
        ("L  0:2N  \nW\n\n", ("0:20", "0:22")),
        ("L\n0:2N\nW\n\n", ("0:20", "0:22")),
        ("L - 00:2N\nW\n\n", ("00:20", "00:22")),
        ("L [00:12:0N] W\n\n", ("00:12:00", "00:12:02")),
        ("L (0N:21): W\n\n", ("00:21", "02:21")),
        ("L (00:0N:21):\nW\n\n", ("00:00:21", "00:02:21")),
        ("(L 0:1N) W\n\n", ("0:10", "0:12")),
        ("[00:12:0N] L: W\n\n", ("00:12:00", "00:12:02")),
        ("00:12:0N L: W\n", ("00:12:00", "00:12:02")),
        ("00:12:0N L\nW\n\n", ("00:12:00", "00:12:02")),
        ("[00:12:0N.120] - L\nW\n\n", ("00:12:00.120", "00:12:02.120")),
        ("00:12:0N\nL: W\n\n", ("00:12:00", "00:12:02")),
        ("0:0:N.0 --> 0:0:N.510\nL\nW\n\n", ("0:0:0.0", "0:0:2.0")),
        ("#00:00:0N-3# L: W\n", ("00:00:00-3", "00:00:02-3")),
        ("L\tW\n", (None, None)),
        ("0:0N\tL\tW\n", ("0:00", "0:02")),
        ("00:00:0N.0 - 00:00:0N.5\tL\tW\n", ("00:00:00.0", "00:00:02.0")),
        ("L\nW\n\n", (None, None)),
        ("L\n\nW\n\n", (None, None)),
        ("**L**\n\nW\n\n", (None, None)),
    ],
)
def test_turns_are_found_in_every_style(shape: str, times: tuple[str | None, str | None]) -> None:
    text = talk(shape)

    turns = speaker_turns(text)

    assert [turn.label for turn in turns] == ["Ros", "Win Barlow"] * 3
    assert [spoken(text, turn) for turn in turns] == [ASKED, TOLD] * 3
    assert (turns[0].time, turns[-1].time) == times


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("I", "R"),
        ("MSM", "P1"),
        ("Interviewer 1", "interviewee"),
        ("SPEAKER_00", "SPEAKER_01"),
        ("[author]", "van der Berg"),
        ("MR. SMITH", "THE CHAIR"),
        ("Dr. O'Neill-Smith", "M. de La Tour"),
        ("Enquêtrice", "Émilie"),
        ("Interviewerin", "Befragte"),
        ("Łukasz", "Šárka"),
        ("Madam Speaker", "Councillor Jean Prentice"),
        ("Woman 1", "Man in red hat"),
        ("Moderator", "Audience member"),
    ],
)
def test_roles_initials_titles_and_names_of_any_language_speak(first: str, second: str) -> None:
    turns = speaker_turns(talk("L: W\n\n", first=first, second=second))

    assert [turn.label for turn in turns] == [first, second] * 3


@pytest.mark.parametrize("shape", ["L\nW\n", "L\n\nW\n\n"])
def test_a_role_alone_on_its_line_speaks_and_a_short_answer_does_not(shape: str) -> None:
    said = shape.translate(str.maketrans({"L": "interviewer", "W": "Sure?"}))
    text = (said + shape.translate(str.maketrans({"L": "Maud", "W": "Yeah"}))) * 3

    turns = speaker_turns(text)

    assert [turn.label for turn in turns] == ["interviewer", "Maud"] * 3
    assert {spoken(text, turn) for turn in turns} == {"Sure?", "Yeah"}


def test_questions_and_answers_of_a_court_speak_beside_names() -> None:
    text = "MR. SMITH: May it please.\n\n" + talk("L.  W\n\n", first="Q", second="A")

    labels = [turn.label for turn in speaker_turns(text)]

    assert labels == ["MR. SMITH", *["Q", "A"] * 3]


def test_a_number_in_the_margin_belongs_to_the_label() -> None:
    text = "Dan: How was it?\n\nWin: Fine.\n\n22 Dan: Go on.\n\nWin: That is it."

    turns = speaker_turns(text)

    assert [turn.label for turn in turns] == ["Dan", "Win", "Dan", "Win"]
    assert turns[1].span.of(text) == "Win: Fine."
    assert spoken(text, turns[2]) == "Go on."


def test_blanks_and_empty_cells_before_a_label_are_no_part_of_its_turn() -> None:
    text = "Ros: Ready?\n\n\t\tWin: Go on.\n\n   Ros: So."

    turns = speaker_turns(text, declared=True)

    assert [turn.span.of(text) for turn in turns] == ["Ros: Ready?", "Win: Go on.", "Ros: So."]


def test_lines_that_hang_below_a_label_belong_to_its_turn() -> None:
    text = "Aho:  I ask\n      Mind: you\n\nMSM:  No.\n\nAho:  Yes.\n\nMSM:  So."

    turns = speaker_turns(text)

    assert [turn.label for turn in turns] == ["Aho", "MSM", "Aho", "MSM"]
    assert spoken(text, turns[0]) == "I ask\n      Mind: you"


def test_what_a_speaker_does_meanwhile_is_neither_label_nor_words() -> None:
    text = "Joan (laughing): Well, no.\n\nRos: Oh.\n\nJoan [coughs]: Yes.\n\nRos: So."

    turns = speaker_turns(text)

    assert [turn.label for turn in turns] == ["Joan", "Ros", "Joan", "Ros"]
    assert spoken(text, turns[0]) == "Well, no."


def test_slips_of_a_label_are_kept_as_written() -> None:
    text = (
        "Interviewer 1: How?\n\nInterviewee: So.\n\nInterviewer1 : And?\n\n"
        "Interviewee: Yes.\n\nInterviewer2 2: Did you?\n\nInterviewee: I did."
    )

    labels = [turn.label for turn in speaker_turns(text)]

    assert labels[::2] == ["Interviewer 1", "Interviewer1", "Interviewer2 2"]


def test_a_label_that_occurs_once_speaks_in_a_transcript_where_labels_stand() -> None:
    text = talk("L: W\n\n") + "Nurse: He is asleep\nMistake: not at a paragraph's start\n"

    turns = speaker_turns(text)

    assert turns[-1].label == "Nurse"
    assert len(turns) == 7


def test_an_interviewer_and_another_are_a_transcript_of_two_lines() -> None:
    text = "Interviewer: How did you feel?\nCharis: I felt fine.\n"

    assert [turn.label for turn in speaker_turns(text)] == ["Interviewer", "Charis"]


def test_times_that_close_turns_or_interrupt_them_are_nobodys_words() -> None:
    text = "I: And then? #00:01:02-3#\nR: We left [00:01:05] at (12:30). #00:01:09-0#\n" * 2

    turns = speaker_turns(text)

    assert turns[0].time == "00:01:02-3"
    assert [span.of(text) for span in turns[1].times] == ["[00:01:05]", "#00:01:09-0#"]
    assert "(12:30)" in spoken(text, turns[1])


def test_short_times_in_round_brackets_count_where_labels_have_them() -> None:
    text = "Ros (0:01): So (0:05) then.\n\nWin (0:07): Yes.\n\n" * 2

    assert [span.of(text) for span in speaker_turns(text)[0].times] == ["(0:05)"]


def test_media_times_are_found_only_within() -> None:
    text = "[00:01] one [00:02] two"

    found = list(media_times(text, within=Span(4, len(text))))

    assert found == [(Span(12, 19), "00:02")]


@pytest.mark.parametrize(
    "text",
    [
        "Proposed: D. Naughton, M.C.C.\n\nSeconded: S. Keary\n\n" * 3,
        "Applicant: Mary Ryan\n\nAgent: T. Ltd\n\n" * 3,
        "1 Roof\nDiscussion\nWe talked on.\nDecision\nNothing was decided.\n" * 3,
        "Coffee 10:30\nWe have coffee\nLunch 12:30\nWe have soup\n" * 3,
        "10:30\tCoffee\tin the hall\n12:30\tLunch\tin the hut\n" * 3,
        "Contract: 8\n\nAmount: $4,000.00\n\n" * 3,
        "Roof repairs:\n\n- Maud: slates\n- Win: nails\n\n" * 3,
        "A. The roof\n\nB. The wall\n\n" * 3,
        "Dear Maud:\n\nYour letter came.\n\n" * 3,
        "Sat: 12th of May, rain\n\nSun: 13th, more rain\n\n" * 3,
        "http://one.example\n\nhttps://two.example\n\n" * 3,
    ],
)
def test_minutes_forms_lists_and_programmes_have_no_speakers(text: str) -> None:
    assert speaker_turns(text) == ()


def test_headings_over_long_accounts_are_no_speakers() -> None:
    account = "We set out early and proceeded on.\n" * 60
    text = f"Clark\n{account}\nLewis\n{account}\n" * 3

    assert speaker_turns(text) == ()


def test_a_header_in_one_block_with_the_turns_does_not_speak() -> None:
    text = "Date: 3.2.14\nInterviewer: Ros\nPlace: her kitchen\nRos: One day.\nWin: Two days.\n"

    assert [turn.label for turn in speaker_turns(text, declared=True)] == ["Ros", "Win"]


LINES = st.sampled_from(
    [
        *("Ros: yes", "Win Barlow: no", "Ros:", "**Ros:** [0:01] yes", "Interviewer 2", "Ros\tyes"),
        *("Ros  0:21", "[00:00:03] Ros: a", "#00:01:02-3#", "Ros", "words said here", "# Heading"),
        *("", " ", "Q. why", "A. so", "12 Ros: x", "(Ros 0:12) y", "0:12", "[", "A:b", "\t\t: x"),
    ]
)


@given(st.one_of(st.lists(LINES).map("\n".join), st.text()), st.booleans())
def test_turns_are_sorted_and_disjoint_and_their_words_inside(text: str, declared: bool) -> None:
    turns = speaker_turns(text, declared=declared)

    end = 0
    for turn in turns:
        assert end <= turn.span.start < turn.words_from <= turn.span.end <= len(text)
        assert turn.label
        last = turn.words_from
        for span in turn.times:
            assert last <= span.start < span.end <= turn.span.end
            last = span.end
        end = turn.span.end


@pytest.mark.parametrize("piece", [":", ": ", "\t", " ", "[", "0:00 ", "A ", "*", "A."])
def test_a_long_line_of_one_sign_takes_no_time(piece: str) -> None:
    """Were a pattern to try again at each character, this would not end."""
    assert speaker_turns(piece * 200_000, declared=True) == ()


@pytest.mark.parametrize("shape", ["L: W\n\n", "L\nW\n\n", "L\t0:0N\tW\n", "[00:00:0N] L\nW\n\n"])
def test_what_tells_two_of_a_name_apart_is_in_the_label(shape: str) -> None:
    text = talk(shape, first="Joe (Interviewer)", second="Joe (Council)")

    assert [turn.label for turn in speaker_turns(text)] == [
        "Joe (Interviewer)",
        "Joe (Council)",
    ] * 3


def test_how_something_is_said_is_not_in_the_label() -> None:
    text = "Ros: So?\n\nWin (laughing): No.\n\nRos (sighs): So?\n\nWin: Yes.\n\nRos: Ah."

    assert [turn.label for turn in speaker_turns(text)] == ["Ros", "Win", "Ros", "Win", "Ros"]


def test_answers_of_several_or_of_nobody_known_are_turns() -> None:
    said = [
        "Moderator",
        "Ann",
        "All",
        "Moderator",
        "??",
        "P?",
        "Ann",
        "P1/P2",
        "Moderator",
        "(Unclear)",
    ]
    text = "".join(f"{label}: Yes, we do.\n\n" for label in said)

    assert [turn.label for turn in speaker_turns(text)] == said


def test_a_long_header_has_no_turns_although_it_names_who_speaks() -> None:
    header = (
        "Interview transcript\n\nProject: Co-production on the estate\nDate: 13.6.13\n"
        "Interviewer: Jane Smith\nParticipant: C\nConsent: signed\n"
        "Pseudonyms: yes, all names have been changed.\nNotes: It was cold; C. kept her coat.\n\n"
    )
    text = header + talk("L: W\n\n", first="Interviewer", second="Participant")

    turns = speaker_turns(text)

    assert turns[0].span.start == len(header)
    assert [turn.label for turn in turns] == ["Interviewer", "Participant"] * 3


def test_one_long_answer_to_an_interviewer_is_a_turn() -> None:
    answer = "\n\n".join([TOLD] * 30)
    text = f"Interviewer: {ASKED}\n\nCharis: {answer}\n\nInterviewer: Thank you."

    turns = speaker_turns(text)

    assert [turn.label for turn in turns] == ["Interviewer", "Charis", "Interviewer"]
    assert spoken(text, turns[1]) == answer


@pytest.mark.parametrize(
    "shape",
    [
        "L - W\n\n",
        "L – W\n",
        "- **L**: W\n",
        "N. L: W\n",
        "## L\n\nW\n\n",
        "### L [00:00:0N]\nW\n\n",
    ],
)
def test_roles_may_stand_before_a_dash_in_a_list_or_in_headings(shape: str) -> None:
    text = talk(shape, first="INT", second="CB")

    turns = speaker_turns(text)

    assert [turn.label for turn in turns] == ["INT", "CB"] * 3
    assert [spoken(text, turn) for turn in turns] == [ASKED, TOLD] * 3


def test_names_without_a_space_behind_their_colon_are_labels_where_all_are_so() -> None:
    assert len(speaker_turns(talk("L:W\n\n"))) == 6
    assert [turn.label for turn in speaker_turns(talk("L: W\n\n") + "Listen:never.\n" * 2)] == [
        "Ros",
        "Win Barlow",
    ] * 3


def test_an_apostrophe_that_markdown_escapes_is_in_the_name() -> None:
    text = talk("**L:** W\n\n", second="Seán O\\'Brien")

    assert [turn.label for turn in speaker_turns(text)] == ["Ros", "Seán O'Brien"] * 3


@pytest.mark.parametrize(
    "closing",
    [
        "Meeting ended after 00:20:03",
        "Jane Smith stopped transcription",
        "[END OF INTERVIEW]",
        "--- End of transcript ---",
    ],
)
def test_what_closes_a_transcript_is_nobodys_speech(closing: str) -> None:
    text = talk("L  00:0N\nW\n\n") + closing + "\n"

    assert spoken(text, speaker_turns(text)[-1]) == TOLD


def test_a_time_that_is_all_somebody_says_is_speech() -> None:
    text = "Ros: When?\n\nWin: 12:30\n\nRos: Sure?\n\nWin: (4:30)\n\nRos: Oh.\n\nWin: [0:05]\nYes."

    turns = speaker_turns(text)

    assert [spoken(text, turn) for turn in turns] == [
        "When?",
        "12:30",
        "Sure?",
        "(4:30)",
        "Oh.",
        "Yes.",
    ]
    assert [turn.time for turn in turns] == [None, None, None, None, None, "0:05"]


def test_names_in_small_letters_are_labels_only_in_a_declared_interview() -> None:
    text = talk("L: W\n\n", first="charis", second="maud")

    assert speaker_turns(text) == ()
    assert [turn.label for turn in speaker_turns(text, declared=True)] == ["charis", "maud"] * 3


def test_a_word_in_small_letters_is_no_name_among_others() -> None:
    text = talk("L: W\nand: so on\n")

    assert [turn.label for turn in speaker_turns(text, declared=True)] == ["Ros", "Win Barlow"] * 3


def test_a_key_to_initials_is_no_turn() -> None:
    text = "I: Interviewer\nP: Participant\n\n" + talk("L: W\n\n", first="I", second="P")

    assert [turn.label for turn in speaker_turns(text)] == ["I", "P"] * 3


@pytest.mark.parametrize(
    ("shape", "labels"),
    [
        ("**L** W\n\n", ("Ros", "Win Barlow")),
        ("__L__ W\n", ("Ros", "Win Barlow")),
        ("L> W\n", ("Ros", "Win Barlow")),
    ],
)
def test_a_mark_sets_a_name_off_from_its_words(shape: str, labels: tuple[str, str]) -> None:
    text = talk(shape)
    turns = speaker_turns(text)

    assert [turn.label for turn in turns] == 3 * list(labels)
    assert [spoken(text, turn) for turn in turns] == 3 * [ASKED, TOLD]


@pytest.mark.parametrize("shape", ["L  W\n", "L W\n\n", "[L] W\n"])
def test_the_labels_of_a_machine_need_no_mark(shape: str) -> None:
    text = talk(shape, first="SPEAKER_00", second="SPEAKER_01")
    turns = speaker_turns(text)

    assert [turn.label.strip("[]") for turn in turns] == 3 * ["SPEAKER_00", "SPEAKER_01"]
    assert [spoken(text, turn) for turn in turns] == 3 * [ASKED, TOLD]


@pytest.mark.parametrize(
    "text",
    [
        "**Findings** The lifts were out.\n\n**Next Steps** A plan.\n\n**Costs** None.\n",
        "[Smith] The lifts were out.\n[Jones] A plan.\n[Smith] Not so.\n[Jones] Indeed.\n",
        talk("L W\n"),
    ],
)
def test_bold_openings_and_references_are_no_speakers(text: str) -> None:
    assert speaker_turns(text) == ()
