"""Whatever the bytes of a Word document are, reading them ends in words or in one error."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ethnocode.errors import DamagedSourceError, SourceError, UnsafeSourceError
from ethnocode.ingest import ReadOptions
from ethnocode.ingest.docx.reader import DOCX
from tests.ingest.docx_writer import MAIN, docx, listed, packed, para, part, run, table

COMMENT = '<w:comment w:id="0">' + para("Why?") + "</w:comment>"
GOOD = docx(
    para("One ", '<w:commentRangeStart w:id="0"/>', "two.", '<w:commentRangeEnd w:id="0"/>')
    + para("Three.", '<w:r><w:footnoteReference w:id="1"/></w:r>', properties=listed(1))
    + table(["a", "b"], ["c", "d"]),
    styles='<w:style w:styleId="a"><w:basedOn w:val="a"/></w:style>',
    numbering='<w:num w:numId="1"/>',
    footnotes='<w:footnote w:id="1">' + para("Note.") + "</w:footnote>",
    comments=COMMENT,
)


def outcome(data: bytes) -> str:
    """Return the text, or the error; anything else is a failure."""
    DOCX.sniff(data)
    try:
        return DOCX.read(data, label="a.docx", options=ReadOptions()).content.text
    except SourceError as error:
        refused = error
    assert "\n" not in str(refused)
    assert refused.hint
    return type(refused).__name__


@given(st.binary(max_size=200))
def test_random_bytes_are_refused(data: bytes) -> None:
    assert outcome(data) == "DamagedSourceError"
    assert outcome(b"PK\x03\x04" + data) == "DamagedSourceError"


@given(st.integers(0, len(GOOD) - 1))
def test_a_document_that_is_cut_short_is_damaged(length: int) -> None:
    assert outcome(GOOD[:length]) in ("DamagedSourceError", outcome(GOOD))


@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=4))
def test_changed_bytes_never_break_the_reader(changes: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for at, value in changes:
        data[at] = value

    assert outcome(bytes(data))


MEMBERS = {
    name: zipfile.ZipFile(io.BytesIO(GOOD)).read(name)
    for name in zipfile.ZipFile(io.BytesIO(GOOD)).namelist()
}


@given(st.sampled_from(sorted(MEMBERS)), st.integers(0, 2**32))
def test_parts_with_any_xml_never_break_the_reader(name: str, seed: int) -> None:
    """Tags and values of a good part are dealt out anew, with a whole checksum."""
    rng = random.Random(seed)
    pieces = MEMBERS[name].decode().replace("<", "\0<").replace('="', '="\0').split("\0")
    head, body = pieces[:2], pieces[2:]
    for _ in range(rng.randint(1, 5)):
        first, second = rng.randrange(len(body)), rng.randrange(len(body))
        body[first] = rng.choice([body[second], "", '-1"', '99999999999999999999"', "x"])
    changed = {**MEMBERS, name: "".join((*head, *body)).encode()}

    assert outcome(packed(dict(changed))) is not None


@pytest.mark.parametrize("name", sorted(MEMBERS))
def test_a_document_without_some_part_is_read_or_damaged(name: str) -> None:
    assert outcome(packed({key: each for key, each in MEMBERS.items() if key != name}))


def test_a_flipped_bit_in_the_document_is_named() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, content in MEMBERS.items():
            archive.writestr(name, content)
    data = stream.getvalue().replace(b"Three.", b"Threa.", 1)

    with pytest.raises(DamagedSourceError, match=r"a\.docx: damaged: word/document\.xml fails its"):
        DOCX.read(data, label="a.docx", options=ReadOptions())


def test_entities_are_refused() -> None:
    laughs = '<!DOCTYPE x [<!ENTITY a "ha">]>' + part("document", "<w:body/>")

    with pytest.raises(UnsafeSourceError, match="refused: entity declarations in word/document"):
        DOCX.read(packed({MAIN: laughs}), label="a.docx", options=ReadOptions())


@pytest.mark.parametrize(
    ("opening", "closing"),
    [
        ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"),
        ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
        ("<w:p><w:ins>", "</w:ins></w:p>"),
        ("<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>"),
    ],
)
def test_elements_inside_each_other_are_read_or_refused(opening: str, closing: str) -> None:
    levels = opening.count("<")
    fits = 190 // levels
    inside = para("Deep.")

    assert outcome(docx(opening * fits + inside + closing * fits)) == "Deep."
    assert outcome(docx(opening * 5000 + inside + closing * 5000)) == "UnsafeSourceError"


def test_a_document_inside_itself_ends() -> None:
    inner = docx('<w:altChunk r:id="rId101"/>', others={"a.docx": docx(para("Third."))})
    outer = docx(para("First.") + '<w:altChunk r:id="rId101"/>', others={"a.docx": inner})

    reading = DOCX.read(outer, label="a.docx", options=ReadOptions())

    assert reading.content.text == "First."
    assert reading.warnings == ("a document three deep is left out",)


def test_styles_that_go_on_from_each_other_end() -> None:
    styles = (
        '<w:style w:styleId="a"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )

    assert outcome(docx(para("One.", run(" Two."), style="a"), styles=styles)) == "One. Two."


def test_a_note_that_refers_to_itself_is_read_once() -> None:
    inside = para("Note.", '<w:r><w:footnoteReference w:id="1"/></w:r>')

    assert (
        outcome(
            docx(
                para("One.", '<w:r><w:footnoteReference w:id="1"/></w:r>'),
                footnotes=f'<w:footnote w:id="1">{inside}</w:footnote>',
            )
        )
        == "One.\n\nNote."
    )
