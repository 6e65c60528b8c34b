from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.errors import SourceError
from ethnocode.ingest import ReadOptions, read_document
from ethnocode.ingest.notes.org import ORG
from ethnocode.ingest.reader import Reading
from ethnocode.model import MarkKind

JOURNAL = """\
#+TITLE: The Hut
#+AUTHOR: Ros
* Sunday, 12/01/2020
:PROPERTIES:
:CREATED: 20200112
:END:
** 22:00 Win came
SCHEDULED: <2020-01-14 Tue>
She said so[fn:1].

| who | what |
|-----+------|
| Win | pans |
* Monday, 13 January 2020 :hut:
#+BEGIN_QUOTE
Not now.
#+END_QUOTE

[fn:1] Twice.
"""


def read(text: str, *, day_first: bool = True) -> Reading:
    return ORG.read(text.encode(), label="a.org", options=ReadOptions(day_first=day_first))


def entries(text: str, *, day_first: bool = True) -> list[tuple[str | None, str | None, str]]:
    reading = read(text, day_first=day_first)
    heads = (reading.layout.heads if reading.layout else None) or ()
    return [(h.date, h.time, h.span.of(reading.content.text)) for h in heads]


def test_a_journal_keeps_its_words_and_has_its_settings_beside_them() -> None:
    reading = read(JOURNAL)

    assert reading.content.text == (
        "* Sunday, 12/01/2020\n** 22:00 Win came\nShe said so[fn:1].\n\nwho\twhat\nWin\tpans\n"
        "* Monday, 13 January 2020 :hut:\nNot now.\n\n[fn:1] Twice."
    )
    assert (reading.title, reading.author) == ("The Hut", "Ros")
    beside = [mark.words for mark in reading.marks if mark.kind is MarkKind.FURNITURE]
    assert sorted(beside) == sorted(
        [
            "#+TITLE: The Hut",
            "#+AUTHOR: Ros",
            ":PROPERTIES:\n:CREATED: 20200112\n:END:",
            "SCHEDULED: <2020-01-14 Tue>",
            "#+BEGIN_QUOTE",
            "#+END_QUOTE",
        ]
    )
    notes = [mark for mark in reading.marks if mark.kind is MarkKind.FOOTNOTE]
    assert [(n.words, n.of(reading.content.text)) for n in notes] == [("1", "[fn:1] Twice.")]


def test_headings_and_rows_are_known() -> None:
    layout = read(JOURNAL).layout

    assert layout is not None
    assert [(b.kind, b.level) for b in layout.blocks] == [
        ("heading", 1),
        ("heading", 2),
        ("paragraph", 0),
        ("row", 0),
        ("row", 0),
        ("heading", 1),
        ("paragraph", 0),
        ("paragraph", 0),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (JOURNAL, [("2020-01-12", None), ("2020-01-13", None)]),
        ("* Thursday, 05/21/2020\nWords\n", [("2020-05-21", None)]),
        ("* <2020-01-12 Sun 10:20> Met Win\n", [("2020-01-12", "10:20")]),
        ("* [2020-01-12]\n", [("2020-01-12", None)]),
        ("* 2020\n** 2020-01 January\n*** 2020-01-12 Sunday\nA\n", [("2020-01-12", None)]),
        ("* Win\n:LOG:\n:CREATED: [2020-01-12 Sun]\n:END:\n** b\n", [("2020-01-12", None)]),
        ("* [2020-02-31] Win\n", [(None, None)]),
        ("* TODO Call Win <2020-01-12>\n", []),
        ("Words\n", []),
    ],
)
def test_dated_headings_begin_entries(
    text: str, expected: list[tuple[str | None, str | None]]
) -> None:
    assert [(date, time) for date, time, _ in entries(text)] == expected


def test_a_property_says_which_way_round_a_date_is() -> None:
    text = "* 02/01/2020\n:P:\n:CREATED: 20200201\n:END:\nA\n* 03/01/2020\nB\n"

    assert [date for date, _, _ in entries(text)] == ["2020-02-01", "2020-01-03"]


def test_entries_stand_where_their_headings_do() -> None:
    assert [words for _, _, words in entries(JOURNAL)] == [
        "* Sunday, 12/01/2020",
        "* Monday, 13 January 2020 :hut:",
    ]


def test_entries_become_segments_of_a_field_note() -> None:
    document = read_document(JOURNAL.encode(), label="hut.org")

    assert document.kind == "field-note"
    dates = [segment.date for segment in document.segments if segment.kind == "entry"]
    assert dates == ["2020-01-12", "2020-01-13"]


@pytest.mark.parametrize(
    ("keyword", "date"),
    [
        ("#+DATE: <2020-01-12 Sun>", "2020-01-12"),
        ("#+date: 12 January 2020", "2020-01-12"),
        ("#+TITLE: 2020-01-12 (Sunday)", "2020-01-12"),
        ("#+TITLE: The Hut in 2020", None),
        ("#+DATE: soon", None),
    ],
)
def test_a_daily_file_has_the_date_of_its_keywords(keyword: str, date: str | None) -> None:
    assert read(f"{keyword}\nWords\n").date == date


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("#+BEGIN_SRC x\n  * a\n| b |\n:c:\n#+END_SRC\n", "* a\n| b |\n:c:"),
        ("#+BEGIN_SRC x\na\n", "a"),
        (":NOT: a drawer\n", ":NOT: a drawer"),
        (":PROPERTIES:\na\n", ":PROPERTIES:\na"),
        ("*bold* a\n#tag b\n", "*bold* a\n#tag b"),
        ("#+begin_comment\na\n#+end_comment\nb\n", "b"),
        ("- [ ] a\n- [X] b\n", "- [ ] a\n- [X] b"),
        ("[[https://example.org][a]]\n", "[[https://example.org][a]]"),
    ],
)
def test_words_stay_as_they_are_written(text: str, words: str) -> None:
    assert read(text).content.text == words


LINES = st.sampled_from(
    ["* a", "** b", "", "c", ":D:", ":END:", "#+BEGIN_SRC", "#+END_SRC", "#+K: v", "| a | b |",
     "|--|", "# e", "[fn:1] f", "CLOSED: [2020-01-12]", "* 12/1/20", "  g", "* <2020-01-12>"]
)  # fmt: skip


@given(st.lists(LINES, max_size=20))
def test_no_word_of_an_outline_is_lost(lines: list[str]) -> None:
    reading = read("\n".join(["x", *lines]))
    kept = " ".join([reading.content.text, *(mark.words for mark in reading.marks)])

    for word in "abcefg":
        expected = " ".join(lines).split().count(word)
        assert kept.replace("|", " ").split().count(word) == expected


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(SourceError):
        ORG.read(data, label="a.org", options=ReadOptions())


@given(st.data())
def test_a_damaged_file_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(JOURNAL.encode())
    cut = whole[: data.draw(st.integers(1, len(whole)))]
    for place in data.draw(st.lists(st.integers(0, len(cut) - 1), max_size=5)):
        cut[place] ^= data.draw(st.integers(1, 255))
    with contextlib.suppress(SourceError):
        ORG.read(bytes(cut), label="a.org", options=ReadOptions())


def test_a_title_may_follow_a_date_and_a_year_stand_above_its_days() -> None:
    titled = "* 8 February 2012 the Hut\nWords.\n* 2012-02-09 Yarrow Court\nWords.\n"
    outline = "* 2012\n** 8 February\nWords.\n** 9 February\nWords.\n"

    assert [date for date, *_ in entries(titled)] == ["2012-02-08", "2012-02-09"]
    assert [date for date, *_ in entries(outline)] == ["2012-02-08", "2012-02-09"]
