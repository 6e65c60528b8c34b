"""Word documents: every word that somebody wrote is kept, each at its place."""

from __future__ import annotations

import pytest

from ethnocode.errors import DamagedSourceError
from ethnocode.ingest.docx.reader import DOCX
from ethnocode.model import Mark, MarkKind
from tests.ingest.docx_writer import (
    COMMENTS,
    END,
    MAIN,
    REFERENCE,
    START,
    docx,
    packed,
    para,
    part,
    relations,
    run,
    table,
)
from tests.ingest.read_back import blocks_of, docx_text, marked, marks_of, read_docx


def test_a_word_document_is_known_by_its_bytes() -> None:
    assert DOCX.sniff(docx(para("One.")))
    assert not DOCX.sniff(packed({"[Content_Types].xml": "<Types/>", MAIN: "<w:document/>"}))
    assert not DOCX.sniff(packed({"a.txt": "wordprocessingml"}))
    assert not DOCX.sniff(b"PK\x03\x04")
    assert not DOCX.sniff(docx(para("One."))[:-40])


def test_paragraphs_stand_apart_and_runs_are_one() -> None:
    assert docx_text(para("One", " and", " one.") + para() + para("Two.")) == "One and one.\n\nTwo."


def test_breaks_tabs_and_hyphens_are_characters() -> None:
    inside = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>co</w:t>"
        '<w:noBreakHyphen/><w:t>op</w:t><w:softHyphen/><w:t>erate</w:t><w:sym w:font="Arial" '
        'w:char="00E9"/><w:sym w:char="no number"/></w:r>'
    )

    assert docx_text(para(inside)) == "a\tb\nc\nco\u2011operateé"


@pytest.mark.parametrize(
    "wrapped",
    [
        "<w:ins>{}</w:ins>",
        "<w:moveTo>{}</w:moveTo>",
        "<w:hyperlink>{}</w:hyperlink>",
        "<w:smartTag><w:smartTagPr/>{}</w:smartTag>",
        "<w:customXml>{}</w:customXml>",
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:fldSimple w:instr='PAGE'>{}</w:fldSimple>",
        "<w:ins><w:sdt><w:sdtContent><w:bdo>{}</w:bdo></w:sdtContent></w:sdt></w:ins>",
        "<mc:AlternateContent><mc:Choice>{}</mc:Choice><mc:Fallback><w:r><w:t>old</w:t></w:r>"
        "</mc:Fallback></mc:AlternateContent>",
        "<mc:AlternateContent><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>",
    ],
)
def test_what_wraps_words_keeps_them_once(wrapped: str) -> None:
    assert docx_text(para("a ", wrapped.format(run("b")), " c")) == "a b c"


@pytest.mark.parametrize(
    "wrapped",
    [
        "<w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>",
        "<w:sdt><w:sdtContent><w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt></w:sdtContent></w:sdt>",
        "<w:customXml>{}</w:customXml>",
        "<mc:AlternateContent><mc:Choice>{}</mc:Choice></mc:AlternateContent>",
    ],
)
def test_what_wraps_paragraphs_keeps_them(wrapped: str) -> None:
    assert docx_text(wrapped.format(para("One.") + table(["a", "b"])) + para("Two.")) == (
        "One.\n\na\tb\n\nTwo."
    )


def test_words_outside_any_paragraph_are_kept() -> None:
    assert docx_text(run("Stray.") + para("One.")) == "Stray.\n\nOne."


def test_deleted_words_are_marks_with_who_and_when() -> None:
    deleted = (
        '<w:del w:author="Ros" w:date="2015-03-01T10:00:00Z"><w:r>'
        "<w:delText>very </w:delText></w:r>"
        "<w:r><w:delText>bad</w:delText></w:r></w:del>"
    )
    moved = '<w:moveFrom w:author="Ann">' + run("gone") + "</w:moveFrom>"
    reading = read_docx(docx(para("A ", deleted, "day ", moved, ".")))

    assert reading.content.text == "A day ."
    assert marks_of(reading, MarkKind.DELETED) == [
        Mark(2, 2, MarkKind.DELETED, "very bad", "Ros", "2015-03-01T10:00:00Z"),
        Mark(6, 6, MarkKind.DELETED, "gone", "Ann"),
    ]


def test_paragraphs_whose_break_was_deleted_are_one() -> None:
    deleted = "<w:rPr><w:del w:author='Ros'/></w:rPr>"

    assert docx_text(para("One ", properties=deleted) + para("line.") + para("Two.")) == (
        "One line.\n\nTwo."
    )
    assert docx_text(para("Last.", properties=deleted)) == "Last."


def test_a_row_that_was_deleted_is_a_mark() -> None:
    gone = table(["x", "y"]).replace("<w:tr>", "<w:tr><w:trPr><w:del w:author='Ros'/></w:trPr>")
    rows = table(["a", "b"]).replace("</w:tbl>", "") + gone.replace("<w:tbl>", "")
    reading = read_docx(docx(rows))

    assert reading.content.text == "a\tb"
    assert [(m.words, m.author) for m in marks_of(reading, MarkKind.DELETED)] == [("x\ty", "Ros")]


def test_a_comment_is_a_mark_on_its_words() -> None:
    inside = ("We ", START.format(0), "won", END.format(0), REFERENCE.format(0), ".")
    reading = read_docx(docx(para(*inside, REFERENCE.format(1)), comments=COMMENTS))

    assert reading.content.text == "We won."
    assert marks_of(reading, MarkKind.COMMENT) == [
        Mark(3, 6, MarkKind.COMMENT, "Really?\nAsk her.", "Jane", "2015-03-01T10:00:00Z"),
        Mark(7, 7, MarkKind.COMMENT, "Odd."),
    ]


def test_a_comment_may_be_about_several_paragraphs() -> None:
    body = (
        para("A ", START.format(0), "b")
        + para("c")
        + START.format(1)
        + table(["d", "e"])
        + para("f", END.format(0), REFERENCE.format(0), " g", END.format(1))
    )
    reading = read_docx(docx(body, comments=COMMENTS))

    assert marked(reading, MarkKind.COMMENT) == [
        ("b\n\nc\n\nd\te\n\nf", "Really?\nAsk her."),
        ("d\te\n\nf g", "Odd."),
    ]


def test_comments_in_the_cells_of_a_row_stand_on_their_words() -> None:
    cell = para("x / y") + para("see ", START.format(0), "this", END.format(0))
    reading = read_docx(docx(table(["a", cell]), comments=COMMENTS))

    assert reading.content.text == "a\tx / y / see this"
    assert marked(reading, MarkKind.COMMENT)[0] == ("this", "Really?\nAsk her.")


def test_a_comment_that_nothing_refers_to_is_kept() -> None:
    assert sorted(
        mark.words for mark in read_docx(docx(para("One."), comments=COMMENTS)).marks
    ) == [
        "Odd.",
        "Really?\nAsk her.",
    ]


def note(kind: str, *notes: str) -> str:
    return f'<w:{kind} w:id="-1" w:type="separator"/>' + "".join(
        f'<w:{kind} w:id="{id}">{each}</w:{kind}>' for id, each in enumerate(notes)
    )


def test_notes_are_paragraphs_after_the_one_that_refers_to_them() -> None:
    body = (
        para('See<w:r><w:endnoteReference w:id="0"/></w:r>'.replace("See", run("See")), ".")
        + para("And", '<w:r><w:footnoteReference w:id="1"/></w:r>')
        + para("again", '<w:r><w:footnoteReference w:id="0"/></w:r>', "!")
    )
    reading = read_docx(
        docx(
            body,
            footnotes=note("footnote", para("The hut."), para("Page 3.") + para("And 4.")),
            endnotes=note("endnote", para("At the end.")),
        )
    )

    assert reading.content.text == (
        "See.\n\nAt the end.\n\nAnd\n\nPage 3.\n\nAnd 4.\n\nagain!\n\nThe hut."
    )
    assert marked(reading, MarkKind.ENDNOTE) == [("At the end.", "i")]
    assert marked(reading, MarkKind.FOOTNOTE) == [("Page 3.\n\nAnd 4.", "1"), ("The hut.", "2")]


def test_notes_have_their_own_sign_or_start_where_the_document_says_so() -> None:
    body = para(
        "a",
        '<w:r><w:footnoteReference w:id="0" w:customMarkFollows="1"/><w:t>*</w:t></w:r>',
        "b",
        '<w:r><w:footnoteReference w:id="1"/></w:r>',
    )
    reading = read_docx(
        docx(
            body,
            footnotes=note("footnote", para("Starred."), para("Numbered.")),
            settings='<w:footnotePr><w:numFmt w:val="upperRoman"/><w:numStart w:val="4"/>'
            "</w:footnotePr>",
        )
    )

    assert reading.content.text == "a*b\n\nStarred.\n\nNumbered."
    assert marked(reading, MarkKind.FOOTNOTE) == [("Starred.", "*"), ("Numbered.", "IV")]


def test_a_note_in_a_cell_follows_the_row_and_one_without_reference_the_text() -> None:
    body = table(["a", para("b", '<w:r><w:footnoteReference w:id="0"/></w:r>')]) + para("End.")
    reading = read_docx(docx(body, footnotes=note("footnote", para("First."), para("Lost."))))

    assert reading.content.text == "a\tb\n\nFirst.\n\nEnd.\n\nLost."
    assert marked(reading, MarkKind.FOOTNOTE) == [("First.", "1"), ("Lost.", "")]


def test_a_field_shows_its_result_and_not_its_instruction() -> None:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    nested = mark("begin") + run("inner") + mark("separate") + run("hidden") + mark("end")
    inside = (
        *(mark("begin"), "<w:r><w:instrText>IF </w:instrText></w:r>", nested),
        *(mark("separate"), "shown", mark("end"), mark("begin")),
    )
    reading = read_docx(docx(para("a ", *inside) + para("b", mark("end"))))

    assert reading.content.text == "a shown\n\nb"
    assert [m.words for m in marks_of(reading, MarkKind.FURNITURE)] == ["innerhidden"]


def test_hidden_words_are_beside_the_text() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="Ghost"><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Low"><w:basedOn w:val="Lower"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Lower"><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = (
        para("a", run(" b", "<w:vanish/>"), run(" c", '<w:vanish w:val="0"/>'))
        + para("d", run(" e", '<w:rStyle w:val="Ghost"/>'))
        + para("f", run(" g", '<w:vanish w:val="false"/>'), style="Low")
    )
    reading = read_docx(docx(body, styles=styles))

    assert reading.content.text == "a c\n\nd\n\ng"
    assert [m.words for m in marks_of(reading, MarkKind.FURNITURE)] == ["b", "e", "f"]


def test_a_big_first_letter_joins_its_word() -> None:
    frame = '<w:framePr w:dropCap="drop" w:lines="3"/>'

    assert docx_text(para("D", properties=frame) + para("rop cap.") + para("Next.")) == (
        "Drop cap.\n\nNext."
    )
    assert docx_text(para("A", properties=frame) + table(["b", "c"])) == "A\n\nb\tc"


def test_maths_and_ruby_keep_their_words() -> None:
    half = "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
    ruby = (
        f"<w:r><w:ruby><w:rt>{run('kan')}</w:rt><w:rubyBase>{run('漢')}</w:rubyBase></w:ruby></w:r>"
    )
    reading = read_docx(docx(para("x = ", f"<m:oMath>{half}</m:oMath>", " ", ruby)))

    assert reading.content.text == "x = 1/2 漢"
    assert [m.words for m in marks_of(reading, MarkKind.FURNITURE)] == ["kan"]


BOX = "<w:txbxContent>{}</w:txbxContent>"


def test_text_boxes_follow_their_paragraph_once() -> None:
    box = BOX.format(para("Boxed.") + table(["a", "b"]))
    drawing = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:anchor>"
        f'<wp:docPr id="1" descr="A frame"/>{box}</wp:anchor></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:shape>{box}</v:shape></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    shape = f'<v:shape alt="A sign">{BOX.format(para("Old box."))}</v:shape>'
    old = f"<w:r><w:pict>{shape}</w:pict></w:r>"
    reading = read_docx(docx(para("One", drawing, " line.") + para("Two.", old)))

    assert reading.content.text == "One line.\n\nBoxed.\n\na\tb\n\nTwo.\n\nOld box."
    assert [m.words for m in marks_of(reading, MarkKind.FURNITURE)] == ["A frame", "A sign"]


def test_words_of_a_diagram_are_beside_the_text() -> None:
    drawing = '<w:r><w:drawing><dgm:relIds r:dm="rId101"/></w:drawing></w:r>'
    diagram = part("x", "<a:p><a:r><a:t>plan</a:t></a:r></a:p><a:p><a:r><a:t>act</a:t></a:r></a:p>")
    reading = read_docx(docx(para("One.", drawing), others={"diagram.xml": diagram}))

    assert [m.words for m in marks_of(reading, MarkKind.FURNITURE)] == ["plan\nact"]


def test_headers_and_footers_are_beside_the_text() -> None:
    deleted = "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
    reading = read_docx(
        docx(para("One."), header=para("The Hut"), footer=para("Page ", deleted, "1"))
    )

    assert reading.content.text == "One."
    assert [(m.start, m.words) for m in marks_of(reading, MarkKind.FURNITURE)] == [
        (0, "The Hut"),
        (4, "Page 1"),
    ]
    assert [(m.start, m.words) for m in marks_of(reading, MarkKind.DELETED)] == [(4, "old")]


def test_headings_are_known_by_outline_and_by_the_names_of_styles() -> None:
    def style(id: str, name: str, more: str = "") -> str:
        return (
            f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/>{more}</w:style>'
        )

    styles = "".join(
        (
            style("a", "heading 1"),
            style("b", "Überschrift 2"),
            style("c", "Titre 3"),
            style("d", "Mine", '<w:pPr><w:outlineLvl w:val="3"/></w:pPr>'),
            style("e", "Yours", '<w:basedOn w:val="d"/>'),
            style("f", "Not one", '<w:basedOn w:val="a"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr>'),
            style("g", "Title"),
            style("h", "Heading note"),
        )
    )
    reading = read_docx(
        docx(
            "".join(para(f"Style {id}", style=id) for id in "abcdefgh")
            + para("No style", style="Heading2")
            + para("Own", properties='<w:outlineLvl w:val="5"/>'),
            styles=styles,
        )
    )

    assert [(words, level) for _, level, words in blocks_of(reading)] == [
        ("Style a", 1),
        ("Style b", 2),
        ("Style c", 3),
        ("Style d", 4),
        ("Style e", 4),
        ("Style f", 0),
        ("Style g", 1),
        ("Style h", 0),
        ("No style", 2),
        ("Own", 6),
    ]
    assert reading.title == "Style g"


CORE = (
    '<p xmlns:dc="urn:dc" xmlns:t="urn:t"><dc:title>{}</dc:title><dc:creator>Ros</dc:creator>'
    "<t:created>2015-03-01T10:00:00Z</t:created></p>"
)


@pytest.mark.parametrize(
    ("title", "read_as", "more"),
    [
        ("The Hut", "The Hut", ()),
        ("Some other letter", "", (("document title", "Some other letter"),)),
        ("Microsoft Word - hut.doc", "", ()),
        ("Document1", "", ()),
        ("", "", ()),
    ],
)
def test_a_title_is_believed_where_the_text_shows_it(
    title: str, read_as: str, more: tuple[tuple[str, str], ...]
) -> None:
    reading = read_docx(
        packed(
            {
                "_rels/.rels": relations(
                    ("officeDocument", MAIN), ("metadata/core-properties", "docProps/core.xml")
                ),
                MAIN: part("document", f"<w:body>{para('About the  hut.')}</w:body>"),
                "docProps/core.xml": CORE.format(title),
            }
        )
    )

    assert reading.title == read_as
    assert reading.variables == (*more, ("creator", "Ros"), ("created", "2015-03-01T10:00:00Z"))
    assert reading.date is None


def test_documents_within_the_document_are_read() -> None:
    body = para("One.") + "".join(f'<w:altChunk r:id="rId{101 + n}"/>' for n in range(5))
    reading = read_docx(
        docx(
            body + para("End."),
            others={
                "a.html": "<p>From a <b>page</b>.</p>",
                "b.txt": "Plain\nlines.",
                "c.docx": docx(para("Nested.") + '<w:altChunk r:id="rId1"/>'),
                "d.mht": "MIME-Version: 1.0",
            },
        )
    )

    assert reading.content.text == ("One.\n\nFrom a page.\n\nPlain\n\nlines.\n\nNested.\n\nEnd.")
    assert sorted(reading.warnings) == [
        "a document within the document is missing",
        "a document within the document is missing",
        "word/d.mht within the document is left out: nothing reads it there",
    ]


def test_the_document_is_found_by_what_refers_to_it() -> None:
    main = part("document", f"<w:body>{para('One.')}</w:body>")
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override '
        'PartName="/Other/Doc.xml" ContentType="application/vnd.ms-word.document.macroEnabled'
        '.main+xml"/></Types>'
    )

    for members in (
        {"_rels/.rels": relations(("officeDocument", "X%20Y\\Doc.xml")), "x y/doc.xml": main},
        {"_rels/.rels": relations(("officeDocument", "/x/y.xml")), "x/y.xml": main},
        {"[Content_Types].xml": types, "other/doc.xml": main},
        {MAIN: main},
    ):
        assert read_docx(packed(members)).content.text == "One."
    with pytest.raises(DamagedSourceError, match="there is no document"):
        read_docx(packed({"a.xml": main}))


def test_a_strict_document_reads_like_any_other() -> None:
    strict = docx(para("One ", run("two", "<w:vanish/>"), style="x"), footnotes="")
    plain = "http://schemas.openxmlformats.org/{}/2006/{}"
    members = {
        MAIN: part("document", f"<w:body>{para('One.') + table(['a', 'b'])}</w:body>"),
        "_rels/.rels": relations(("officeDocument", MAIN)),
    }
    for first, rest in (("wordprocessingml", "main"), ("officeDocument", "relationships")):
        members = {
            name: content.replace(
                plain.format(first, rest), f"http://purl.oclc.org/ooxml/{first}/{rest}"
            )
            for name, content in members.items()
        }

    assert read_docx(strict).content.text == "One"
    assert read_docx(packed(dict(members))).content.text == "One.\n\na\tb"


def form(inside: str) -> str:
    """Return a field of a form."""
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{inside}</w:ffData></w:fldChar></w:r>'
    return begin + '<w:r><w:instrText>FORM</w:instrText><w:fldChar w:fldCharType="end"/></w:r>'


@pytest.mark.parametrize(
    ("field", "shown"),
    [
        ("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>", "☒"),
        ("<w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox>", "☐"),
        ("<w:checkBox><w:default w:val='1'/></w:checkBox>", "☒"),
        ("<w:ddList><w:result w:val='1'/>{}</w:ddList>", "red"),
        ("<w:ddList><w:default w:val='1'/>{}</w:ddList>", "red"),
        ("<w:ddList>{}</w:ddList>", "blue"),
        ("<w:ddList><w:result w:val='7'/>{}</w:ddList>", ""),
        ("<w:textInput/>", ""),
    ],
)
def test_what_was_chosen_in_a_form_is_in_the_text(field: str, shown: str) -> None:
    entries = "<w:listEntry w:val='blue'/><w:listEntry w:val='red'/>"

    assert docx_text(para(form(field.format(entries)), "!")) == f"{shown}!"


def test_signs_of_symbol_fonts_are_what_they_look_like() -> None:
    signs = [("Symbol", "F062"), ("Wingdings", "F0FE"), ("Wingdings", "00A8"), ("Arial", "0041")]
    found = "".join(f'<w:sym w:font="{font}" w:char="{char}"/>' for font, char in signs)

    assert docx_text(para(f"<w:r>{found}</w:r>")) == "β☑☐A"


def test_a_comment_that_never_ends_stands_on_no_more_than_somebody_could_mean() -> None:
    comment = '<w:comment w:id="1"><w:p><w:r><w:t>why</w:t></w:r></w:p></w:comment>'
    body = para('<w:commentRangeStart w:id="1"/>', "a") + para("b") * 1000

    [(marked_words, words)] = marked(read_docx(docx(body, comments=comment)), MarkKind.COMMENT)

    assert words == "why"
    assert marked_words.split() == ["a", *["b"] * 199]
