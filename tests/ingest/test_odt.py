"""OpenDocument texts, written here as small as the format allows."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.errors import (
    DamagedSourceError,
    ProtectedSourceError,
    SourceError,
    UnknownFormatError,
    UnsafeSourceError,
)
from ethnocode.ingest import Document, ReadOptions, read_document
from ethnocode.ingest.odt.reader import ODT
from ethnocode.ingest.reader import Reading
from ethnocode.model import MarkKind
from tests.ingest.read_back import broken, marks_of, rows_of

OPEN = "application/vnd.oasis.opendocument"
MIMETYPE = f"{OPEN}.text"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in (
        *(
            (prefix, f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0")
            for prefix, name in (
                *(("office", "office"), ("text", "text"), ("table", "table")),
                *(("style", "style"), ("draw", "drawing"), ("fo", "xsl-fo-compatible")),
                ("svg", "svg-compatible"),
            )
        ),
        ("dc", "http://purl.org/dc/elements/1.1/"),
        ("xlink", "http://www.w3.org/1999/xlink"),
    )
)


def part(root: str, inside: str) -> str:
    return f'<?xml version="1.0"?><office:{root} {NAMESPACES}>{inside}</office:{root}>'


def content(body: str, *, styles: str = "", said: str = "") -> str:
    automatic = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    text = f"<office:body><office:text {said}>{body}</office:text></office:body>"
    return part("document-content", automatic + text)


def odt(body: str, *, kind: str = "text", **parts: str) -> bytes:
    """Return a text; parts named as members of the archive go in whole."""
    members = {name: parts.pop(name) for name in ("content", "meta", "all_styles") if name in parts}
    members.setdefault("content", content(body, **parts))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), f"{OPEN}.{kind}")
        for name, xml in members.items():
            archive.writestr(f"{name.removeprefix('all_')}.xml", xml)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return packed.getvalue()


def read(data: bytes) -> Reading:
    assert ODT.sniff(data)
    return ODT.read(data, label="a.odt", options=ReadOptions())


def text_of(body: str, **parts: str) -> str:
    return read(odt(body, **parts)).content.text


def p(words: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def test_runs_of_white_space_are_one_and_marked_spaces_tabs_and_line_ends_are_kept() -> None:
    body = p(
        " Win\n  said<text:s text:c='2'/>so, <text:span> and</text:span><text:tab/>left"
        "<text:line-break/>at once"
    )

    assert text_of(body) == "Win said  so, and\tleft\nat once"


def test_headings_have_levels_and_a_title_is_one() -> None:
    style = (
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    )
    body = p("Minutes", "P1") + '<text:h text:outline-level="2">Repairs</text:h>' + p("None done.")
    reading = read(odt(body, styles=style))

    assert reading.content.text == "Minutes\n\nRepairs\n\nNone done."
    assert reading.title == "Minutes"
    assert reading.layout is not None
    assert [(block.kind, block.level) for block in reading.layout.blocks] == [
        ("heading", 1),
        ("heading", 2),
        ("paragraph", 0),
    ]


def test_the_declared_title_goes_before_the_one_in_the_text() -> None:
    meta = part("document-meta", "<office:meta><dc:title>Notes of May</dc:title></office:meta>")

    assert read(odt(p("Words"), meta=meta)).title == "Notes of May"


NUMBERED = """
<text:list-style style:name="L1">
<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>
<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="("
 style:num-suffix=")"/>
<text:list-level-style-number text:level="3" style:num-format="1" text:display-levels="3"/>
</text:list-style>
<text:list-style style:name="L2">
<text:list-level-style-bullet text:level="1" text:bullet-char="–"/>
<text:list-level-style-bullet text:level="2" text:bullet-char="&#xf0b7;"/>
</text:list-style>
"""


def items(*inside: str, style: str = "L1", more: str = "") -> str:
    each = "".join(f"<text:list-item>{words}</text:list-item>" for words in inside)
    return f'<text:list text:style-name="{style}" {more}>{each}</text:list>'


def inner(*inside: str) -> str:
    each = "".join(f"<text:list-item>{words}</text:list-item>" for words in inside)
    return f"<text:list>{each}</text:list>"


def test_numbers_of_lists_are_computed_and_go_on_where_the_file_says_so() -> None:
    body = (
        items(p("one") + p("still one"), p("two") + inner(p("a"), p("b") + inner(p("deep"))))
        + items(p("anew"))
        + items(p("goes on"), more='text:continue-numbering="true"')
        + '<text:list text:style-name="L1"><text:list-header><text:p>no number</text:p>'
        '</text:list-header><text:list-item text:start-value="7"><text:p>seven</text:p>'
        "</text:list-item></text:list>"
    )

    assert text_of(body, styles=NUMBERED).split("\n\n") == [
        "1. one",
        "still one",
        "2. two",
        "(a) a",
        "(b) b",
        "2.b.1 deep",
        "1. anew",
        "2. goes on",
        "no number",
        "7. seven",
    ]


def test_bullets_are_written_and_signs_of_symbol_fonts_are_round_ones() -> None:
    body = items(p("milk") + inner(p("whole")), style="L2")

    assert text_of(body, styles=NUMBERED) == "– milk\n\n• whole"


def test_headings_are_numbered_by_the_outline() -> None:
    outline = """<text:outline-style style:name="Outline">
    <text:outline-level-style text:level="1" style:num-format="I" style:num-suffix="."/>
    <text:outline-level-style text:level="2" style:num-format="1" text:display-levels="2"/>
    </text:outline-style>"""
    heads = [(1, "Scope"), (2, "Area"), (2, "Time"), (1, "Means"), (2, "Money")]
    body = "".join(f'<text:h text:outline-level="{level}">{w}</text:h>' for level, w in heads)

    styles = part("document-styles", f"<office:styles>{outline}</office:styles>")
    text = text_of(body, all_styles=styles)

    assert text.split("\n\n") == ["I. Scope", "I.1 Area", "I.2 Time", "II. Means", "II.1 Money"]


def cell(inside: str, more: str = "", covered: str = "") -> str:
    return f"<table:{covered}table-cell {more}>{inside}</table:{covered}table-cell>"


def table(*rows: str) -> str:
    each = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f"<table:table>{each}</table:table>"


def rows_in(body: str) -> list[str]:
    return rows_of(read_document(odt(body), label="a.odt"))


def test_tables_are_read_row_by_row_with_repeated_and_covered_cells() -> None:
    body = table(
        cell(p("Item")) + cell(p("Who"), 'table:number-columns-repeated="2"'),
        cell(p("Lift") + p("again<text:line-break/>broken"))
        + cell("")
        + cell(p("Ros<text:tab/>D")),
        cell(p("wide"), 'table:number-columns-spanned="2"')
        + cell("", covered="covered-")
        + cell(p("end"))
        + cell("", 'table:number-columns-repeated="9000"'),
        cell("") + cell(p("middle")) + cell(""),
    )

    assert rows_in(body) == [
        "Item\tWho\tWho",
        "Lift / again / broken\t\tRos D",
        "wide\t\tend",
        "\tmiddle\t",
    ]


def test_header_rows_count_as_rows_and_a_table_in_a_cell_is_words_of_the_cell() -> None:
    inside = table(cell(p("x")) + cell(p("y")))
    body = (
        "<table:table><table:table-header-rows><table:table-row>"
        + cell(p("A"))
        + cell(p("B"))
        + "</table:table-row></table:table-header-rows><table:table-row>"
        + cell(p("left") + inside)
        + cell(p("right"))
        + "</table:table-row></table:table>"
    )

    assert rows_in(body) == ["A\tB", "left / x / y\tright"]


def test_a_repeated_row_is_written_as_often_as_it_stands_there_but_never_without_end() -> None:
    row = "<table:table-row table:number-rows-repeated='{}'>" + cell(p("so")) + cell(p("it is"))
    end = "</table:table-row>"
    body = f"<table:table>{row.format(3)}{end}{row.format(999999999)}{end}</table:table>"

    found = rows_in(body)

    assert set(found) == {"so\tit is"}
    assert 4 <= len(found) <= 200


def test_a_table_of_talk_becomes_turns() -> None:
    said = [("Ros", "Who kept the money?"), ("Win", "I did."), ("Ros", "And now?"), ("Win", "No.")]
    body = table(
        cell(p("Speaker")) + cell(p("Text")),
        *(cell(p(who)) + cell(p(words)) for who, words in said),
    )

    document = read_document(odt(body), label="talk.odt")

    turns = [segment for segment in document.segments if segment.kind == "turn"]
    assert [turn.speaker for turn in turns] == ["Ros", "Win", "Ros", "Win"]
    assert "Win: I did." in document.text


def test_notes_follow_the_paragraph_that_refers_to_them() -> None:
    note = (
        '<text:note text:id="{0}" text:note-class="{1}"><text:note-citation>{2}'
        "</text:note-citation><text:note-body>{3}</text:note-body></text:note>"
    )
    body = (
        p(
            "We met"
            + note.format("n1", "footnote", "1", p("In the hall.") + p("Upstairs."))
            + " late"
        )
        + p("Then" + note.format("n2", "endnote", "i", p("See above.")))
        + p("Last")
    )
    reading = read(odt(body))
    text = reading.content.text

    assert text == "We met late\n\nIn the hall.\n\nUpstairs.\n\nThen\n\nSee above.\n\nLast"
    (foot,) = marks_of(reading, MarkKind.FOOTNOTE)
    assert (foot.of(text), foot.words) == ("In the hall.\n\nUpstairs.", "1")
    (end,) = marks_of(reading, MarkKind.ENDNOTE)
    assert (end.of(text), end.words) == ("See above.", "i")


def comment(words: str, name: str = "") -> str:
    named = f'office:name="{name}"' if name else ""
    return (
        f"<office:annotation {named}><dc:creator>Ada</dc:creator>"
        f"<dc:date>2015-05-03T10:00:00</dc:date>{p(words)}</office:annotation>"
    )


def test_comments_stand_on_the_words_they_are_about_even_over_paragraphs() -> None:
    body = p(
        f"We {comment('who?', 'c1')}all came<office:annotation-end office:name='c1'/> and "
        f"{comment('why?', 'c2')}ate"
    ) + p(f"cake<office:annotation-end office:name='c2'/> there{comment('where?', 'c3')}.")
    reading = read(odt(body))
    text = reading.content.text

    assert text == "We all came and ate\n\ncake there."
    found = marks_of(reading, MarkKind.COMMENT)
    assert [(mark.of(text), mark.words, mark.author, mark.date) for mark in found] == [
        ("all came", "who?", "Ada", "2015-05-03T10:00:00"),
        ("ate\n\ncake", "why?", "Ada", "2015-05-03T10:00:00"),
        ("", "where?", "Ada", "2015-05-03T10:00:00"),
    ]


def deletion(id: str, inside: str) -> str:
    return (
        f'<text:changed-region text:id="{id}"><text:deletion><office:change-info><dc:creator>Ada'
        f"</dc:creator><dc:date>2015-05-03</dc:date></office:change-info>{inside}</text:deletion>"
        "</text:changed-region>"
    )


def test_deleted_words_are_kept_beside_and_inserted_ones_are_in_the_text() -> None:
    changes = (
        deletion("d1", p("never "))
        + deletion("d2", '<text:h text:outline-level="1">Gone</text:h>')
        + deletion("d3", p("nowhere"))
    )
    body = (
        f"<text:tracked-changes>{changes}</text:tracked-changes>"
        + p(
            "We <text:change text:change-id='d1'/><text:change-start text:change-id='i'/>often"
            "<text:change-end text:change-id='i'/> met"
        )
        + "<text:change text:change-id='d2'/>"
        + p("End")
    )
    reading = read(odt(body))

    assert reading.content.text == "We often met\n\nEnd"
    found = [(m.start, m.end, m.words, m.author) for m in marks_of(reading, MarkKind.DELETED)]
    assert found[0] == (3, 3, "never", "Ada")
    assert [words for _, _, words, _ in found] == ["never", "Gone", "nowhere"]


def test_boxes_sections_fields_and_hidden_words_are_in_the_text_and_indexes_once() -> None:
    body = (
        p("Before<draw:frame><draw:text-box><text:p>In a box</text:p></draw:text-box></draw:frame>")
        + f"<text:section>{p('In a section')}</text:section>"
        + p("Page <text:page-number>7</text:page-number>")
        + p("<text:hidden-text text:string-value='behind'/>")
        + "<text:table-of-content><text:table-of-content-source><text:index-title-template>Never"
        "</text:index-title-template></text:table-of-content-source><text:index-body>"
        + p("Scope<text:tab/>1")
        + "</text:index-body></text:table-of-content>"
        + p("<text:ruby><text:ruby-base>word</text:ruby-base><text:ruby-text>wurd</text:ruby-text>"
            "</text:ruby>")
    )  # fmt: skip

    assert text_of(body).split("\n\n") == [
        "Before",
        "In a box",
        "In a section",
        "Page 7",
        "behind",
        "Scope\t1",
        "word(wurd)",
    ]


def test_pages_are_counted_by_soft_and_hard_breaks_where_the_file_has_them() -> None:
    style = (
        '<style:style style:name="P9" style:family="paragraph"><style:paragraph-properties '
        'fo:break-before="page"/></style:style>'
    )
    body = p("One") + p("two <text:soft-page-break/>half") + p("three", "P9") + p("more")

    paged = read(odt(body, styles=style, said='text:use-soft-page-breaks="true"'))

    text = paged.content.text
    assert [(mark.words, mark.of(text)) for mark in marks_of(paged, MarkKind.PAGE)] == [
        ("1", "One\n\ntwo "),
        ("2", "half\n\n"),
        ("3", "three\n\nmore"),
    ]
    unsaid = read(odt(p("One") + p("two", "P9"), styles=style))
    assert marks_of(unsaid, MarkKind.PAGE) == []


def test_running_headers_are_furniture_each_once() -> None:
    header = f"<style:header>{p('Ward minutes')}</style:header>"
    page = f"<style:master-page>{header}</style:master-page>"
    masters = f"<office:master-styles>{page}{page}</office:master-styles>"
    reading = read(odt(p("Words"), all_styles=part("document-styles", masters)))

    assert reading.content.text == "Words"
    assert [mark.words for mark in marks_of(reading, MarkKind.FURNITURE)] == ["Ward minutes"]


def test_flat_files_are_read_alike() -> None:
    inside = f"<office:body><office:text>{p('Flat words')}</office:text></office:body>"
    flat = part("document", inside).replace(
        "<office:document ", f'<office:document office:mimetype="{MIMETYPE}" '
    )

    document: Document = read_document(flat.encode(), label="a.fodt")

    assert (document.text, document.format) == ("Flat words", "OpenDocument text")


def test_an_archive_packed_again_by_hand_is_known_by_its_members() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr("content.xml", content(p("Words")))
        archive.writestr("mimetype", MIMETYPE)

    assert read_document(packed.getvalue(), label="a.zip").text == "Words"


def test_what_cannot_be_read_says_why() -> None:
    declared = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "ha">]>'
    declaring = content(p("&a;")).replace('<?xml version="1.0"?>', declared)
    secret = io.BytesIO(odt(p("Words")))
    with zipfile.ZipFile(secret, "a") as archive:
        archive.writestr("encrypted-package", b"...")
    with pytest.raises(ProtectedSourceError, match="password"):
        read_document(secret.getvalue(), label="a.odt")
    with pytest.raises(DamagedSourceError, match="damaged"):
        read_document(odt(p("Words"))[:-40], label="a.odt")
    with pytest.raises(UnsafeSourceError, match="refused: entity declarations"):
        read_document(odt("", content=declaring), label="a.odt")
    with pytest.raises(UnknownFormatError, match=r"spreadsheet \(\.ods\)"):
        read_document(odt("", kind="spreadsheet"), label="a.ods")
    with pytest.raises(DamagedSourceError, match="there is no text in it"):
        read_document(odt("", content=part("document-content", "")), label="a.odt")


GOOD = odt(
    items(p(f"one{comment('hm', 'c')}"), p("two")) + table(cell(p("A")) + cell(p("B"))),
    styles=NUMBERED,
)


@given(broken(GOOD))
def test_broken_files_give_a_document_or_an_error_of_ours(data: bytes) -> None:
    with suppress(SourceError):
        ODT.read(data, label="a.odt", options=ReadOptions())


@given(st.text("<>/&;:= '\"abptx\n", max_size=80))
def test_any_xml_as_content_gives_a_document_or_an_error_of_ours(inside: str) -> None:
    with suppress(SourceError):
        ODT.read(odt(inside), label="a.odt", options=ReadOptions())
