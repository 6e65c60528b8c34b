"""RTF, written here as small as the format allows."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ethnocode.errors import DamagedSourceError, SourceError
from ethnocode.ingest import ReadOptions, read_document
from ethnocode.ingest.reader import Reading
from ethnocode.ingest.rtf.reader import RTF
from ethnocode.model import MarkKind
from tests.ingest.read_back import broken, marks_of, rows_of


def read(inside: str | bytes) -> Reading:
    data = inside.encode("latin-1") if isinstance(inside, str) else inside
    whole = rb"{\rtf1\ansi " + data + b"}"
    assert RTF.sniff(whole)
    return RTF.read(whole, label="a.rtf", options=ReadOptions())


def text_of(inside: str | bytes) -> str:
    return read(inside).content.text


@pytest.mark.parametrize(
    ("inside", "words"),
    [
        (r"a\'e9\'80", "aé€"),
        (b"caf\xe9", "café"),
        (r"\ansicpg1250 Prosz\'ea \'9c", "Proszę ś"),
        (r"{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f1\'cf\'f0\f0\'e9", "Прé"),
        (r"{\fonttbl{\f0\fcharset128 M;}}\f0\'93\'fa\'96\'7b", "日本"),
        (r"{\fonttbl{\f3\fnil\fcharset2 Symbol;}}{\f3\'b7} milk", "• milk"),
        (r"\mac caf\'8e", "café"),
        (r"\ansicpg99999 caf\'e9", "café"),
        (r"\u8217?s \u-3913?", "’s •"),
        (r"{\uc2\u228\'e4x}\u945ab", "äαb"),
        (r"\uc0\u233 t\u233", "été"),
        (r"\u-10179?\u-8704?", "\N{GRINNING FACE}"),
        (r"\lquote a\rquote\emdash b\~c\-d\_e\{f\}\\", "‘a’—b cd-e{f}\\"),
        (r"{\upr{old}{\*\ud{new \u233?}}}", "new é"),
    ],
)
def test_characters_are_read_by_code_page_font_and_number(inside: str | bytes, words: str) -> None:
    assert text_of(inside) == words


def test_paragraphs_lines_and_headings() -> None:
    reading = read(
        r"{\stylesheet{\s1\outlinelevel0 Kop;}{\s2 heading 2;}{\s3 Title;}{\s4 Normal;}}"
        r"\pard\s3 Minutes\par\pard\s1 Scope\par\pard\s2 Area\par\pard\s4 First\line line"
        r"\par\pard\outlinelevel2 Deep\par\pard Last"
    )

    assert reading.content.text == ("Minutes\n\nScope\n\nArea\n\nFirst\nline\n\nDeep\n\nLast")
    assert reading.title == "Minutes"
    assert reading.layout is not None
    assert [block.level for block in reading.layout.blocks] == [1, 1, 2, 0, 3, 0]


def test_the_declared_title_is_not_in_the_text_nor_what_else_the_file_says_of_itself() -> None:
    reading = read(
        r"{\info{\title Notes of May}{\author Ada}}{\colortbl;\red0;}{\*\generator Word;}"
        r"{\pict 89504e47\bin3 }{x}Words{\*\unknown not these}{\field{\*\fldinst HYPERLINK "
        r'"http://example.org"}{\fldrslt a link}}'
    )

    assert (reading.content.text, reading.title) == ("Wordsa link", "Notes of May")


def test_numbers_of_lists_stand_before_the_words() -> None:
    assert text_of(
        r"{\listtext\pard 1.\tab}one\par{\pntext\f0 2.\tab}two\par{\listtext\'95\tab}three"
    ) == ("1. one\n\n2. two\n\n• three")


def rows_in(inside: str) -> list[str]:
    return rows_of(read_document((r"{\rtf1 " + inside + "}").encode("latin-1"), label="a.rtf"))


def test_tables_are_read_row_by_row() -> None:
    inside = (
        r"Before\par\trowd\cellx1\cellx2\pard\intbl Item\cell Who\cell\row"
        r"\trowd\pard\intbl Lift\par again\line broken\cell\cell\row"
        r"{\trowd{{\pard\intbl Paint\par}\cell}{{\pard\intbl Ros\tab D\par}\cell}\intbl\row}"
        r"\pard After"
    )

    assert rows_in(inside) == ["Item\tWho", "Lift / again / broken\t", "Paint\tRos D"]
    assert text_of(inside).startswith("Before\n\nItem")
    assert text_of(inside).endswith("\n\nAfter")


def test_a_row_that_is_never_ended_loses_no_words() -> None:
    assert text_of(r"\trowd\pard\intbl one\cell two\par three") == "one\ttwo / three"


def test_a_table_of_talk_becomes_turns() -> None:
    said = [("Ros", "Who kept the money?"), ("Win", "I did."), ("Ros", "And now?"), ("Win", "No.")]
    rows = "".join(
        rf"\trowd\pard\intbl {who}\cell {words}\cell\row"
        for who, words in [("Speaker", "Text"), *said]
    )

    document = read_document((r"{\rtf1 " + rows + "}").encode(), label="talk.rtf")

    turns = [segment for segment in document.segments if segment.kind == "turn"]
    assert [turn.speaker for turn in turns] == ["Ros", "Win", "Ros", "Win"]


def test_notes_follow_the_paragraph_that_refers_to_them() -> None:
    reading = read(
        r"We met{\super\chftn}{\footnote\pard\plain{\super\chftn} In the hall.\par Upstairs.}"
        r" late\par Then{\footnote\ftnalt\chftn  See above.}\par Last{\footnote\chftn  More.}"
    )
    text = reading.content.text

    assert text == (
        "We met late\n\nIn the hall.\n\nUpstairs.\n\nThen\n\nSee above.\n\nLast\n\nMore."
    )
    foot = [(mark.of(text), mark.words) for mark in marks_of(reading, MarkKind.FOOTNOTE)]
    assert foot == [("In the hall.\n\nUpstairs.", "1"), ("More.", "2")]
    end = [(mark.of(text), mark.words) for mark in marks_of(reading, MarkKind.ENDNOTE)]
    assert end == [("See above.", "1")]


def packed(year: int, month: int, day: int, hour: int, minute: int) -> int:
    """Return a time as RTF packs it: minute in the lowest six bits, and so on."""
    return minute + hour * 2**6 + day * 2**11 + month * 2**16 + (year - 1900) * 2**20


def annotation(id: str, words: str) -> str:
    when = packed(2015, 5, 3, 10, 30)
    return (
        rf"{{\*\atrfend {id}}}{{\*\atnid AL}}{{\*\atnauthor Ada}}\chatn{{\*\annotation"
        rf"{{\*\atnref {id}}}{{\*\atndate {when}}}\pard\plain {words}}}"
    )


def test_comments_stand_on_the_words_they_are_about_even_over_paragraphs() -> None:
    reading = read(
        r"We {\*\atrfstart 1}all came" + annotation("1", "who?") + r" and {\*\atrfstart 2}ate\par"
        r" cake" + annotation("2", "why?") + " there" + annotation("3", "where?") + "."
    )
    text = reading.content.text

    assert text == "We all came and ate\n\ncake there."
    found = marks_of(reading, MarkKind.COMMENT)
    assert [(mark.of(text), mark.words, mark.author, mark.date) for mark in found] == [
        ("all came", "who?", "Ada", "2015-05-03T10:30"),
        ("ate\n\ncake", "why?", "Ada", "2015-05-03T10:30"),
        ("", "where?", "Ada", "2015-05-03T10:30"),
    ]


def test_deleted_words_are_kept_beside_and_inserted_ones_are_in_the_text() -> None:
    when = packed(2015, 5, 3, 10, 30)
    reading = read(
        r"{\*\revtbl{Unknown;}{Ada;}}We {\deleted\revauthdel1\revdttmdel"
        + f"{when} nev"
        + r"{\b er} }{\revised\revauth1 often} met\deleted gone\deleted0  end"
    )

    assert reading.content.text == "We often met end"
    found = marks_of(reading, MarkKind.DELETED)
    assert [(m.start, m.words, m.author, m.date) for m in found] == [
        (3, "never", "Ada", "2015-05-03T10:30"),
        (12, "gone", "Unknown", None),
    ]


def test_times_are_read_with_the_day_of_the_week_in_their_highest_bits() -> None:
    """By hand: Wednesday is 3, Thursday 4, which makes 32 bits with a sign negative."""
    wednesday = packed(2015, 4, 29, 11, 0) + 3 * 2**29
    thursday = packed(2015, 4, 30, 9, 5) + 4 * 2**29 - 2**32
    reading = read(rf"a{{\deleted\revdttmdel{wednesday} b}}c{{\deleted\revdttmdel{thursday} d}}e")

    dates = [mark.date for mark in marks_of(reading, MarkKind.DELETED)]
    assert dates == ["2015-04-29T11:00", "2015-04-30T09:05"]


def test_notes_are_numbered_as_the_document_says() -> None:
    reading = read(
        r"\ftnnar\ftnstart4\aftnnrlc a{\footnote\chftn  b}{\footnote\chftn  c}"
        r"{\footnote\ftnalt\chftn  d}{\footnote\ftnalt\chftn  e}\par"
    )

    assert [m.words for m in marks_of(reading, MarkKind.FOOTNOTE)] == ["4", "5"]
    assert [m.words for m in marks_of(reading, MarkKind.ENDNOTE)] == ["i", "ii"]


def test_text_boxes_are_in_the_text_and_running_headers_beside_it() -> None:
    reading = read(
        r"{\header\pard Ward minutes\par}{\footer Page \chpgn}{\headerf\pard Ward minutes\par}"
        r"Before{\shp{\*\shpinst\shpleft0{\sp{\sn shapeType}{\sv 202}}{\shptxt\pard In a box\par}}"
        r"{\shprslt{\*\do{\dptxbxtext\pard In a box\par}}}} after\par Last"
    )

    assert reading.content.text == "Before after\n\nIn a box\n\nLast"
    furniture = [mark.words for mark in marks_of(reading, MarkKind.FURNITURE)]
    assert furniture == ["Page", "Ward minutes"]


def test_what_is_cut_short_or_nested_without_end_is_damaged() -> None:
    for data in (rb"{\rtf1 Words {\b more", rb"{\rtf1 Words\bin99 }", b"{\\rtf1 " + b"{" * 9999):
        with pytest.raises(DamagedSourceError, match="damaged"):
            read_document(data, label="a.rtf")
    with pytest.raises(DamagedSourceError, match="does not begin"):
        read_document(b"only words", label="a.rtf")


def test_words_after_the_end_and_bytes_without_meaning_are_warned_about() -> None:
    after = RTF.read(rb"{\rtf1 Words} more", label="a.rtf", options=ReadOptions())
    assert (after.content.text, len(after.warnings)) == ("Words", 1)
    odd = RTF.read(rb"{\rtf1 W\'81}", label="a.rtf", options=ReadOptions())
    assert (odd.content.text, len(odd.warnings)) == ("W\ufffd", 1)


def test_an_rtf_file_is_known_whatever_its_name() -> None:
    for name in ("a.doc", "a.txt", "a"):
        assert read_document(rb"{\rtf1 Words}", label=name).format == "Rich Text Format"


GOOD = (
    rb"{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}}\trowd\intbl One\cell Two\cell\row\pard We "
    rb"{\*\atrfstart 1}met{\*\atrfend 1}{\*\annotation{\*\atnref 1}why}{\footnote there}\u8217?s"
    rb"{\deleted not}\'e9\par}"
)
PIECES = st.sampled_from(
    [
        *(rb"{", rb"}", rb"\u", rb"\u-99999999 ", rb"\uc", rb"\bin5 ", rb"\'", rb"\*", rb"\cell "),
        *(
            rb"\row ",
            rb"\f9 ",
            rb"\ansicpg-1 ",
            rb"\fcharset99 ",
            rb"{\footnote ",
            rb"{\*\atrfend ",
        ),
        *(rb"{\*\annotation ", rb"{\fonttbl ", rb"{\stylesheet ", rb"\s", rb"\par ", b"\x00\xff"),
        *(
            rb"{\*\atndate 99999999999}",
            rb"{\upr ",
            rb"{\*\ud ",
            rb"\deleted ",
            rb"\page ",
            b"word",
        ),
    ]
)


@given(st.lists(PIECES, max_size=40))
@example([rb"\uc", rb"\u"])
def test_any_tokens_give_a_document_or_an_error_of_ours(pieces: list[bytes]) -> None:
    for end in (b"", b"}" * len(pieces)):
        with suppress(SourceError):
            RTF.read(rb"{\rtf1 " + b"".join(pieces) + end, label="a.rtf", options=ReadOptions())


@given(broken(GOOD))
def test_broken_files_give_a_document_or_an_error_of_ours(data: bytes) -> None:
    with suppress(SourceError):
        RTF.read(data, label="a.rtf", options=ReadOptions())
