"""Numbers and bullets that Word shows and does not write down."""

from __future__ import annotations

import pytest

from ethnocode.ingest import ReadOptions
from ethnocode.ingest.docx.reader import DOCX
from ethnocode.ingest.numerals import numeral
from tests.ingest.docx_writer import docx, listed, para


def lines(body: str, *, numbering: str, styles: str = "") -> list[str]:
    data = docx(body, numbering=numbering, styles=styles)
    return DOCX.read(data, label="a", options=ReadOptions()).content.text.split("\n\n")


def level(at: int, pattern: str, style: str = "decimal", more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{pattern}"/>{more}</w:lvl>'
    )


def kind(id: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{id}">{"".join(levels)}</w:abstractNum>'


def number(id: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{id}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def items(*places: tuple[int, int]) -> str:
    return "".join(para("x", properties=listed(id, at)) for id, at in places)


OUTLINE = kind(0, level(0, "%1."), level(1, "%1.%2"), level(2, "(%3)", "lowerLetter"))


def test_levels_count_by_themselves_and_begin_again_below_each_other() -> None:
    body = items((1, 0), (1, 1), (1, 1), (1, 2), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1))

    assert lines(body, numbering=OUTLINE + number(1, 0)) == [
        *("1. x", "1.1 x", "1.2 x", "(a) x", "(b) x", "1.3 x", "(a) x", "2. x", "2.1 x")
    ]


def test_words_between_do_not_end_a_list() -> None:
    body = items((1, 0)) + para("between") + items((1, 0))

    assert lines(body, numbering=OUTLINE + number(1, 0)) == ["1. x", "between", "2. x"]


def test_lists_of_one_kind_go_on_counting_unless_they_say_where_to_begin() -> None:
    begins = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = OUTLINE + number(1, 0) + number(2, 0) + number(3, 0, begins)
    body = items((1, 0), (1, 0), (2, 0), (3, 0), (3, 0))

    assert lines(body, numbering=numbering) == ["1. x", "2. x", "3. x", "5. x", "6. x"]


def test_a_list_may_change_a_level_of_its_kind() -> None:
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "%1)", "upperRoman", start=3)}</w:lvlOverride>'

    assert lines(items((1, 0), (1, 0)), numbering=OUTLINE + number(1, 0, override)) == [
        "III) x",
        "IV) x",
    ]


def test_a_level_may_never_begin_again_or_only_after_some_level() -> None:
    numbering = kind(
        0,
        level(0, "%1."),
        level(1, "%2)", more='<w:lvlRestart w:val="0"/>'),
        level(2, "%3:", more='<w:lvlRestart w:val="1"/>'),
    ) + number(1, 0)
    body = items((1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1), (1, 2))

    assert [line.split()[0] for line in lines(body, numbering=numbering)] == [
        *("1.", "1)", "1:", "2)", "2:", "2.", "3)", "1:")
    ]


def test_legal_numbers_are_digits_on_every_level() -> None:
    numbering = kind(
        0, level(0, "Part %1", "upperRoman"), level(1, "%1.%2", more="<w:isLgl/>")
    ) + number(1, 0)

    assert lines(items((1, 0), (1, 0), (1, 1)), numbering=numbering) == [
        "Part I x",
        "Part II x",
        "2.1 x",
    ]


def test_a_level_without_one_above_it_counts_that_one_as_begun() -> None:
    assert lines(items((1, 1), (1, 1)), numbering=OUTLINE + number(1, 0)) == ["1.1 x", "1.2 x"]


def test_nothing_may_stand_between_number_and_words() -> None:
    numbering = kind(0, level(0, "§%1", more='<w:suff w:val="nothing"/>')) + number(1, 0)

    assert lines(items((1, 0)), numbering=numbering) == ["§1x"]


def test_what_the_pattern_brings_of_space_stands_between_number_and_words() -> None:
    numbering = kind(0, level(0, "Item %1. ", more='<w:suff w:val="nothing"/>')) + number(1, 0)

    assert lines(items((1, 0)), numbering=numbering) == ["Item 1. x"]


@pytest.mark.parametrize(
    ("sign", "shown"),
    [("\uf0b7", "•"), ("o", "•"), ("§", "•"), ("", "•"), ("–", "–"), ("*", "*"), ("■", "■")],
)
def test_bullets_are_signs_that_need_no_symbol_font(sign: str, shown: str) -> None:
    numbering = kind(0, level(0, sign, "bullet")) + number(1, 0)

    assert lines(items((1, 0)), numbering=numbering) == [f"{shown} x"]


STYLES = (
    '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
    '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:pPr><w:numPr>'
    '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Mine"><w:basedOn w:val="H2"/></w:style>'
)


def test_styles_number_headings() -> None:
    linked = kind(
        0,
        level(0, "%1", more='<w:pStyle w:val="H1"/>'),
        level(1, "%1.%2", more='<w:pStyle w:val="H2"/>'),
    )
    body = (
        para("a", style="H1")
        + para("b", style="H2")
        + para("c", style="Mine")
        + para("d", style="H1", properties=listed(0))
        + para("e", style="H1")
    )

    assert lines(body, numbering=linked + number(1, 0), styles=STYLES) == [
        *("1 a", "1.1 b", "1.2 c", "d", "2 e")
    ]


def test_a_kind_may_be_given_by_a_style_of_lists() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    linked = '<w:abstractNum w:abstractNumId="7"><w:numStyleLink w:val="L"/></w:abstractNum>'

    assert lines(
        items((2, 1)), numbering=OUTLINE + linked + number(1, 0) + number(2, 7), styles=styles
    ) == ["1.1 x"]


def test_a_list_that_is_not_defined_has_no_numbers() -> None:
    assert lines(items((9, 0), (1, 8)), numbering=OUTLINE + number(1, 0)) == ["x", "x"]


def test_an_empty_paragraph_counts_and_is_not_written() -> None:
    body = items((1, 0)) + para(properties=listed(1)) + items((1, 0))

    assert lines(body, numbering=OUTLINE + number(1, 0)) == ["1. x", "3. x"]


@pytest.mark.parametrize(
    ("style", "number", "written"),
    [
        ("decimal", 12, "12"),
        ("decimalZero", 7, "07"),
        ("lowerLetter", 1, "a"),
        ("lowerLetter", 26, "z"),
        ("lowerLetter", 28, "bb"),
        ("upperLetter", 27, "AA"),
        ("upperLetter", 0, "0"),
        ("lowerRoman", 4, "iv"),
        ("upperRoman", 1999, "MCMXCIX"),
        ("upperRoman", 0, "0"),
        ("lowerRoman", 999_999_999, "999999999"),
        ("lowerLetter", 999_999_999, "999999999"),
        ("ordinal", 1, "1st"),
        ("ordinal", 12, "12th"),
        ("ordinal", 22, "22nd"),
        ("ordinal", 103, "103rd"),
        ("cardinalText", 21, "Twenty-one"),
        ("cardinalText", 13, "Thirteen"),
        ("ordinalText", 3, "Third"),
        ("ordinalText", 20, "Twentieth"),
        ("ordinalText", 45, "Forty-fifth"),
        ("ordinalText", 16, "Sixteenth"),
        ("ordinalText", 101, "101st"),
        ("numberInDash", 3, "- 3 -"),
        ("chicago", 6, "††"),
        ("hex", 255, "FF"),
        ("none", 3, ""),
        ("unheardOf", 3, "3"),
    ],
)
def test_numbers_are_written_in_the_style_that_word_names(
    style: str, number: int, written: str
) -> None:
    assert numeral(number, style) == written
