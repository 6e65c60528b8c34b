"""Pages of Word documents, as far as those know them."""

from __future__ import annotations

import pytest

from ethnocode.model import MarkKind
from tests.ingest.docx_writer import (
    MAIN,
    docx,
    packed,
    para,
    part,
    relations,
    table,
)
from tests.ingest.read_back import marked, marks_of, read_docx

PAGE_BREAK = '<w:r><w:br w:type="page"/></w:r>'
BROKEN = "<w:r><w:lastRenderedPageBreak/></w:r>"


def pages(body: str) -> list[tuple[str, str]]:
    return marked(read_docx(docx(body)), MarkKind.PAGE)


def test_a_document_without_page_breaks_has_no_pages() -> None:
    assert pages(para("One.") + para("Two.")) == []


def test_pages_begin_where_word_broke_them_or_somebody_did() -> None:
    body = (
        para("One, ", BROKEN, "two.")
        + para(PAGE_BREAK)
        + para(BROKEN, "Three.")
        + para("Still three.", PAGE_BREAK)
        + para("Four.")
    )

    assert pages(body) == [
        ("One, ", "1"),
        ("two.\n\n", "2"),
        ("Three.\n\nStill three.\n\n", "3"),
        ("Four.", "4"),
    ]


@pytest.mark.parametrize(("said", "known"), [("1", True), ("2", True), ("3", False), ("x", True)])
def test_pages_that_the_document_lost_count_of_are_left_out(said: str, known: bool) -> None:
    body = para("One.") + para(BROKEN, "Two.")
    reading = read_docx(
        packed(
            {
                "_rels/.rels": relations(
                    ("officeDocument", MAIN), ("extended-properties", "docProps/app.xml")
                ),
                MAIN: part("document", f"<w:body>{body}</w:body>"),
                "docProps/app.xml": f"<Properties><Pages>{said}</Pages></Properties>",
            }
        )
    )

    assert [m.words for m in marks_of(reading, MarkKind.PAGE)] == (["1", "2"] if known else [])
    assert list(reading.warnings) == (
        [] if known else ["pages are left out: it has 3 and says where 2 of them begin"]
    )


def test_a_row_that_runs_over_a_page_breaks_it_once() -> None:
    row = table([para("a ", BROKEN, "b"), para("c ", BROKEN, "d")])

    assert [label for _, label in pages(row + para("e"))][-1] == "2"
