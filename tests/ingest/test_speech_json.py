from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.errors import (
    DamagedSourceError,
    EmptySourceError,
    SourceError,
    UnknownFormatError,
    UnsafeSourceError,
)
from ethnocode.ingest import Document, read_document
from tests.ingest.read_back import cues_of, turns_of

WHISPER = {
    "text": " It was cold. Then we left.",
    "language": "en",
    "segments": [
        {"id": 0, "start": 0.0, "end": 2.5, "text": " It was", "tokens": [1, 2]},
        {"id": 1, "start": 2.5, "end": 61.279998779296875, "text": " cold.", "words": None},
        {"id": 2, "start": 64, "end": 65, "text": " Then we left."},
    ],
}


def read(value: object, label: str = "talk.json") -> Document:
    return read_document(json.dumps(value).encode(), label=label)


def test_segments_of_whisper_are_cues_joined_into_paragraphs() -> None:
    document = read(WHISPER)

    assert document.text == "It was cold.\n\nThen we left."
    assert cues_of(document) == [
        ("00:00:00.000 --> 00:00:02.500", "It was"),
        ("00:00:02.500 --> 00:01:01.280", "cold."),
        ("00:01:04.000 --> 00:01:05.000", "Then we left."),
    ]
    assert (document.kind, document.kind_from) == ("interview", "declared")
    assert document.variables == (("language", "en"),)
    assert turns_of(document) == []


def test_speakers_that_were_told_apart_are_turns() -> None:
    document = read(
        {
            "segments": [
                {"start": 0.1, "end": 1, "text": "Are you", "speaker": "SPEAKER_00"},
                {"start": 1, "end": 2, "text": "well?", "speaker": "SPEAKER_00"},
                {"start": 2, "end": 3, "text": "I am.", "speaker": "SPEAKER_01"},
                {"start": 3, "end": 4, "text": "(a door)"},
            ]
        }
    )

    assert turns_of(document) == [
        ("SPEAKER_00", "00:00:00.100", "Are you well?"),
        ("SPEAKER_01", "00:00:02.000", "I am."),
    ]
    assert document.text.endswith("I am.\n\n(a door)")


@pytest.mark.parametrize(
    "value",
    [
        # Podcasting 2.0
        {
            "version": "1.0.0",
            "segments": [
                {"speaker": "Win", "startTime": 1, "endTime": 2.5, "body": "Hello."},
                {"speaker": "Ros", "startTime": 2.5, "endTime": 4, "body": "Hi."},
            ],
        },
        # milliseconds, as AssemblyAI writes them
        {
            "text": "Hello. Hi.",
            "utterances": [
                {"speaker": "Win", "start": 1000, "end": 2500, "text": "Hello.", "words": []},
                {"speaker": "Ros", "start": 2500, "end": 4000, "text": "Hi."},
            ],
        },
        # a bare list
        [
            {"start": "1.000", "end": "2.500", "text": "Hello.", "speaker": "Win"},
            {"start": "2.500s", "end": "4s", "text": "Hi.", "speaker": "Ros"},
        ],
    ],
)
def test_pieces_with_words_times_and_speakers_are_found_in_many_shapes(value: object) -> None:
    document = read(value)

    assert turns_of(document) == [
        ("Win", "00:00:01.000", "Hello."),
        ("Ros", "00:00:02.500", "Hi."),
    ]
    assert [time for time, _ in cues_of(document)] == [
        "00:00:01.000 --> 00:00:02.500",
        "00:00:02.500 --> 00:00:04.000",
    ]


def test_written_times_are_kept_as_they_are_written() -> None:
    times = {"from": "00:00:01,000", "to": "00:00:02,500"}
    document = read({"transcription": [{"timestamps": times, "text": " Hello."}]})

    assert cues_of(document) == [("00:00:01,000 --> 00:00:02,500", "Hello.")]


def test_the_likeliest_of_many_hearings_is_taken() -> None:
    document = read(
        {
            "results": [
                {
                    "alternatives": [
                        {
                            "transcript": "Hello there.",
                            "words": [
                                {"startTime": "1s", "endTime": "1.5s", "word": "Hello"},
                                {"startTime": "1.5s", "endTime": "2s", "word": "there."},
                            ],
                        },
                        {"transcript": "Yellow hair."},
                    ]
                }
            ]
        }
    )

    assert document.text == "Hello there."
    assert cues_of(document) == [("00:00:01.000 --> 00:00:02.000", "Hello there.")]


def aws_item(words: str, start: float | None = None, **more: str) -> dict[str, object]:
    times = {"start_time": f"{start:.2f}", "end_time": f"{start + 0.5:.2f}"} if start else {}
    kind = "pronunciation" if start else "punctuation"
    return {"alternatives": [{"content": words}], "type": kind, **times, **more}


def test_words_of_aws_are_joined_into_sentences_of_their_speakers() -> None:
    spoken = [
        aws_item("It", 1),
        aws_item("was", 2),
        aws_item("cold"),
        aws_item("."),
        aws_item("Was", 3),
        aws_item("it"),
        aws_item("?"),
    ]
    spoken[2] = aws_item("cold", 2.5)
    spoken[5] = aws_item("it", 3.5)
    segments = [
        {"items": [{"start_time": t, "speaker_label": "spk_0"} for t in ("1.00", "2.00", "2.50")]},
        {"items": [{"start_time": t, "speaker_label": "spk_1"} for t in ("3.00", "3.50")]},
    ]
    transcripts = [{"transcript": "It was cold. Was it?"}]
    document = read(
        {
            "jobName": "a",
            "results": {
                "transcripts": transcripts,
                "speaker_labels": {"speakers": 2, "segments": segments},
                "items": spoken,
            },
        }
    )

    assert document.text == "spk_0: It was cold.\n\nspk_1: Was it?"
    assert [time for time, _ in cues_of(document)] == [
        "00:00:01.000 --> 00:00:03.000",
        "00:00:03.000 --> 00:00:04.000",
    ]


def test_elements_of_rev_are_joined_with_their_own_white_space() -> None:
    def said(*elements: tuple[str, float | None]) -> list[dict[str, object]]:
        return [
            {"type": "text", "value": words, "ts": ts, "end_ts": ts + 1}
            if ts is not None
            else {"type": "punct", "value": words}
            for words, ts in elements
        ]

    document = read(
        {
            "speakers": [{"id": 0, "name": "Win"}],
            "monologues": [
                {
                    "speaker": 0,
                    "elements": said(("Hello", 0.5), (", ", None), ("Ros", 2), (".", None)),
                },
                {"speaker": 1, "elements": said(("Hi", 4), (".", None))},
            ],
        }
    )

    assert turns_of(document) == [
        ("Win", "00:00:00.500", "Hello, Ros."),
        ("Speaker 1", "00:00:04.000", "Hi."),
    ]


def test_speech_is_known_by_its_content() -> None:
    assert read(WHISPER, "talk.txt").format == "recognised speech"


def test_text_without_segments_is_read_without_times() -> None:
    assert read({"text": "Hello there."}).text == "Hello there."
    assert read({"text": "Hello there.", "segments": []}).text == "Hello there."


@pytest.mark.parametrize(
    "value", [{"text": "", "segments": []}, {"text": "", "segments": [{"start": 0, "text": ""}]}]
)
def test_silence_is_empty(value: object) -> None:
    with pytest.raises(EmptySourceError):
        read(value)


@pytest.mark.parametrize("value", [{}, [], 3, {"name": "habitus"}, [{"text": "no time"}], [1, 2]])
def test_other_json_is_refused_with_what_can_be_read(value: object) -> None:
    with pytest.raises(UnknownFormatError) as caught:
        read(value)

    assert "Whisper" in caught.value.hint
    assert "Day One" in caught.value.hint


def test_json_cut_short_says_where_it_breaks() -> None:
    with pytest.raises(DamagedSourceError, match="line 1: damaged"):
        read_document(json.dumps(WHISPER).encode()[:-40], label="talk.json")


@pytest.mark.parametrize("data", [b"[" * 200_000, b"[" + b"9" * 5000 + b"]"])
def test_json_that_breaks_parsers_is_damaged(data: bytes) -> None:
    with pytest.raises(DamagedSourceError):
        read_document(data, label="talk.json")


def test_json_too_big_for_memory_is_refused() -> None:
    with pytest.raises(UnsafeSourceError, match="70 MB"):
        read_document(b"[" + b" " * 70_000_000 + b"]", label="talk.json")


@pytest.mark.parametrize("start", ["NaN", "Infinity", "-1", "1e400", "true", "null", "[]"])
def test_times_that_are_none_are_left_out(start: str) -> None:
    words = f'{{"segments": [{{"start": {start}, "end": 2.5, "text": "Hello."}}]}}'
    document = read_document(words.encode(), label="talk.json")

    assert document.text == "Hello."
    assert cues_of(document) == [("00:00:02.500", "Hello.")]


KEYS = (
    "segments",
    "results",
    "items",
    "transcripts",
    "alternatives",
    "text",
    "start",
    "end",
    "words",
)
MORE = (
    "speaker",
    "monologues",
    "elements",
    "value",
    "ts",
    "timestamps",
    "from",
    "content",
    "entries",
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS + MORE), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_no_json_makes_it_fail_otherwise_than_by_a_source_error(value: object) -> None:
    with contextlib.suppress(SourceError):
        read(value)


@given(st.binary(max_size=200), st.integers(0, 400), st.integers(0, 255))
def test_no_bytes_make_it_fail_otherwise_than_by_a_source_error(
    junk: bytes, cut: int, flipped: int
) -> None:
    whole = json.dumps(WHISPER).encode()
    broken = bytearray(whole)
    broken[min(cut, len(broken) - 1)] ^= flipped
    for data in (junk, whole[:cut], bytes(broken), whole[:cut] + junk):
        with contextlib.suppress(SourceError):
            read_document(data, label="talk.json")
