from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.errors import EmptySourceError, SourceError, UnknownFormatError
from ethnocode.ingest import Document, read_document
from ethnocode.ingest.talk.captions import CAPTIONS
from tests.ingest.read_back import cues_of, furniture_of, turns_of

VOICES = """WEBVTT - The lift

NOTE checked by Ros
twice

STYLE
::cue { color: red; }

intro
00:01.000 --> 00:03.500 align:right size:50%
<v.loud Win Daly>We are in <i>Elm</i> Court

00:03.500 --> 00:05.000
<v.loud Win Daly>and the lift &amp; the <00:04.000>hall are <c.yellow>dark</c>.</v>

01:00:05.000 --> 01:00:07.000
<v Maud>Are they?
<v Win Daly>They are.
"""


def read(words: str | bytes, label: str = "talk.vtt") -> Document:
    return read_document(words.encode() if isinstance(words, str) else words, label=label)


def test_voices_are_speakers_and_their_cues_one_turn() -> None:
    document = read(VOICES)

    assert document.text == (
        "Win Daly: We are in Elm Court and the lift & the hall are dark.\n\n"
        "Maud: Are they?\n\nWin Daly: They are."
    )
    assert (document.kind, document.kind_from) == ("interview", "declared")
    assert turns_of(document) == [
        ("Win Daly", "00:01.000", "We are in Elm Court and the lift & the hall are dark."),
        ("Maud", "01:00:05.000", "Are they?"),
        ("Win Daly", "01:00:05.000", "They are."),
    ]


def test_each_cue_keeps_both_ends_of_its_time() -> None:
    assert cues_of(read(VOICES)) == [
        ("00:01.000 --> 00:03.500", "We are in Elm Court"),
        ("00:03.500 --> 00:05.000", "and the lift & the hall are dark."),
        ("01:00:05.000 --> 01:00:07.000", "Are they?"),
        ("01:00:05.000 --> 01:00:07.000", "They are."),
    ]


def test_headers_notes_styles_and_names_of_cues_are_no_speech() -> None:
    assert set(furniture_of(read(VOICES))) == {
        "WEBVTT - The lift",
        "NOTE checked by Ros\ntwice",
        "STYLE\n::cue { color: red; }",
        "intro",
    }


def test_what_mark_up_is_taken_out_is_counted() -> None:
    # <i> and </i>, <00:04.000>, <c.yellow> and </c>, </v>; and one &amp;.
    assert read(VOICES).repairs == (("caption tag", 6), ("character reference", 1))


def test_angle_brackets_that_are_no_tags_are_words() -> None:
    words = "WEBVTT\n\n00:01.000 --> 00:02.000\n<laughs> 3 &lt; 4 & R&D; {sic}\n"

    assert read(words).text == "<laughs> 3 < 4 & R&D; {sic}"


SUBRIP = (
    "1\r\n00:00:01,000 --> 00:00:04,000\r\nJohn: Good morning\r\neveryone.\r\n\r\n"
    "2\r\n00:00:04,000 --> 00:00:06.000\r\nSarah: Note: the lift.\r\n\r\n"
    "3\r\n00:00:06,000 --> 00:00:08,000\r\nIt is broken.\r\n\r\n"
    "4\r\n00:00:08,000 --> 00:00:09,000\r\n>> Who says so?\r\n\r\n"
    "5\r\n00:00:09,000 --> 00:00:11,000\r\nJohn: I do.\r\n\r\n"
    "6\r\n00:00:11,000 --> 00:00:12,000\r\nSarah: So do I.\r\n"
)


def test_labels_in_the_words_are_speakers_until_somebody_else_speaks() -> None:
    assert turns_of(read(SUBRIP, "talk.srt")) == [
        ("John", "00:00:01,000", "Good morning everyone."),
        ("Sarah", "00:00:04,000", "Note: the lift. It is broken."),
        ("John", "00:00:09,000", "I do."),
        ("Sarah", "00:00:11,000", "So do I."),
    ]
    assert ">> Who says so?" in read(SUBRIP, "talk.srt").text


def test_a_word_and_a_colon_once_are_no_speaker() -> None:
    document = read(
        "WEBVTT\n\n00:01.000 --> 00:02.000\nI say this.\n\n"
        "00:02.000 --> 00:03.000\nRemember: it was cold.\n\n00:03.000 --> 00:04.000\nYes.\n"
    )

    assert turns_of(document) == []
    assert document.text == "I say this. Remember: it was cold. Yes."


def test_a_speaker_named_once_counts_where_captions_are_labelled() -> None:
    document = read(
        "WEBVTT\n\n00:01.000 --> 00:02.000\nJohn: I said\nRemember: never.\n\n"
        "00:02.000 --> 00:03.000\nSarah: Yes.\nJohn: No.\n\n"
        "00:03.000 --> 00:04.000\nMike:\n\n00:04.000 --> 00:05.000\nHello.\n"
    )

    assert [(speaker, words) for speaker, _, words in turns_of(document)] == [
        ("John", "I said Remember: never."),
        ("Sarah", "Yes."),
        ("John", "No."),
        ("Mike", "Hello."),
    ]


def test_short_captions_are_no_names() -> None:
    said = [
        f"00:0{n}.000 --> 00:0{n + 1}.000\n{words}\n"
        for n, words in enumerate(["Okay", "Yes", "Okay", "Right", "Okay", "Yes"])
    ]

    assert turns_of(read("WEBVTT\n\n" + "\n".join(said))) == []


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_captions_are_known_by_their_header_in_any_encoding(encoding: str) -> None:
    words = "WEBVTT\n\n1\n00:00:01.000 --> 00:00:04.000\nThe café is « closed ».\n"
    document = read(words.encode(encoding), "talk.txt")

    assert (document.format, document.text) == ("captions", "The café is « closed ».")


def test_numbered_captions_are_plain_text_where_their_owner_named_them_so() -> None:
    words = "1\n00:00:01,000 --> 00:00:04,000\nThe hall is closed.\n"

    assert read(words, "talk.srt").text == "The hall is closed."
    assert (read(words, "talk.txt").format, read(words, "talk.txt").text) == ("plain text", words)


def test_a_header_is_not_needed_nor_are_hours() -> None:
    document = read("0:1.5 --> 0:3\nHello.\n\n00:03 --> 00:04\nBye.\n", "talk.srt")

    assert cues_of(document) == [("0:1.5 --> 0:3", "Hello."), ("00:03 --> 00:04", "Bye.")]


def test_captions_without_a_time_that_can_be_read_are_kept_with_a_warning() -> None:
    document = read(
        "1\n00:00:01,000 --> 00:00:02,000\nFirst.\n\n2\nSecond.\n\n"
        "3\n00:00:0x,000 --> 00:00:09,000\nThird.\n",
        "talk.srt",
    )

    assert document.text == "First.\n\nSecond.\n\nThird."
    assert cues_of(document) == [("00:00:01,000 --> 00:00:02,000", "First.")]
    assert furniture_of(document) == ["2", "00:00:0x,000 --> 00:00:09,000"]
    assert document.warnings == ("2 captions have no time that can be read (line 6, 9)",)


def test_captions_without_blank_lines_between_them_stay_apart() -> None:
    document = read(
        "1\n00:00:01,000 --> 00:00:02,000\nFirst.\n2\n00:00:02,000 --> 00:00:03,000\nNo 5\n",
        "a.srt",
    )

    assert [words for _, words in cues_of(document)] == ["First.", "No 5"]


def test_rolling_captions_are_kept_as_they_are() -> None:
    document = read(
        "WEBVTT\nKind: captions\nLanguage: en\n\n00:00.000 --> 00:02.000 align:start\n \n"
        "so<00:00:00.500><c> we</c>\n\n00:02.000 --> 00:02.010\nso we\n \n"
    )

    assert [words for _, words in cues_of(document)] == ["so we", "so we"]


def test_lines_of_two_voices_in_one_caption_stay_lines() -> None:
    document = read(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n- Tea?\n- No.\n\n00:02.000 --> 00:03.000\n- So."
    )

    assert document.text == "- Tea?\n- No.\n- So."


def test_paragraphs_end_after_a_sentence_with_a_pause() -> None:
    document = read(
        "WEBVTT\n\n00:01.000 --> 00:02.000\nIt was\n\n00:09.000 --> 00:10.000\ncold.\n\n"
        "00:12.000 --> 00:13.000\nThen\n\n00:13.000 --> 00:14.000\nspring came.\n"
    )

    assert document.text == "It was cold.\n\nThen spring came."


def test_long_talk_is_cut_into_paragraphs_at_the_ends_of_sentences() -> None:
    said = "".join(
        f"\n00:{n:02}.000 --> 00:{n + 1:02}.000\n{'word ' * 49}end{'.' if n % 2 else ''}\n"
        for n in range(8)
    )
    paragraphs = read("WEBVTT\n" + said).text.split("\n\n")

    # A cue has 248 or 249 characters: every second one ends a sentence, at 498.
    assert [len(words.split()) for words in paragraphs] == [200, 200]
    assert all(words.endswith("end.") for words in paragraphs)


def test_talk_without_any_full_stop_is_cut_all_the_same() -> None:
    said = "".join(f"\n00:{n:02}.000 --> 00:{n + 1:02}.000\n{'word ' * 60}\n" for n in range(20))

    # 300 characters a cue with its space: five cues are 1500.
    assert [len(p.split()) for p in read("WEBVTT\n" + said).text.split("\n\n")] == [300] * 4


def test_timed_lines_of_whisper_are_captions() -> None:
    document = read(
        "[00:43.810 --> 00:47.850]  Hello\nand welcome.\n[00:48.350 --> 00:54.570]  So.\n", "a.txt"
    )

    assert cues_of(document) == [
        ("00:43.810 --> 00:47.850", "Hello and welcome."),
        ("00:48.350 --> 00:54.570", "So."),
    ]


def test_the_renderings_of_one_recording_have_the_same_words() -> None:
    pieces = [(1, 2, "It was cold,"), (2, 4, '"and dark."'), (7, 9, "Then we left.")]
    vtt = [f"00:0{a}.000 --> 00:0{b}.000\n{words}\n" for a, b, words in pieces]
    srt = [f"1\n00:00:0{a},000 --> 00:00:0{b},000\n{words}\n" for a, b, words in pieces]
    txt = [f"[00:0{a}.000 --> 00:0{b}.000]  {words}" for a, b, words in pieces]
    tsv = [f"{a}000\t{b}000\t{words}" for a, b, words in pieces]
    segments = [{"start": a, "end": b, "text": f" {words}"} for a, b, words in pieces]

    assert {
        read("\n".join(("WEBVTT\n", *vtt))).text,
        read("\n".join(srt), "a.srt").text,
        read("\n".join(txt), "a.txt").text,
        read("\n".join(("start\tend\ttext", *tsv)), "a.tsv").text,
        read(json.dumps({"segments": segments}), "a.json").text,
    } == {'It was cold, "and dark."\n\nThen we left.'}


def test_a_clock_that_starts_again_begins_a_new_turn() -> None:
    document = read(
        "WEBVTT\n\n10:00.000 --> 10:01.000\n<v Win>One.\n\n00:00.000 --> 00:01.000\n<v Win>Two.\n"
    )

    assert [words for _, _, words in turns_of(document)] == ["One.", "Two."]


def test_files_without_words_or_times_are_refused() -> None:
    with pytest.raises(EmptySourceError):
        read("WEBVTT\n\nNOTE nothing\n")
    with pytest.raises(UnknownFormatError, match="no time"):
        read("Hello there.\n\nNothing here.\n", "talk.srt")


def test_prose_that_mentions_captions_is_none() -> None:
    for words in ("WEBVTTS are files", "I wrote 00:01 --> 00:02 there", "1\nThen we left."):
        assert not CAPTIONS.sniff(words.encode())


@given(st.binary(max_size=300), st.integers(0, len(VOICES)), st.integers(0, 255))
def test_no_bytes_make_it_fail_otherwise_than_by_a_source_error(
    junk: bytes, cut: int, flipped: int
) -> None:
    whole = VOICES.encode()
    broken = bytearray(whole)
    broken[min(cut, len(broken) - 1)] ^= flipped
    for data in (junk, whole[:cut], bytes(broken), whole[:cut] + junk, b"WEBVTT\n\n" + junk):
        for label in ("a.vtt", "a.srt"):
            with contextlib.suppress(SourceError):
                read(data, label)
