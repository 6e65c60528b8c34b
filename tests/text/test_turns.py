from __future__ import annotations

import pytest

from ethnocode.text.turns import speaker_turns


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
