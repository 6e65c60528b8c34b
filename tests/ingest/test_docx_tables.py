"""Tables of Word documents: rows, frames around paragraphs, and talk."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest

from ethnocode.ingest.blocks import BlockKind
from ethnocode.ingest.docx.rows import gaps_before
from ethnocode.model import MarkKind
from tests.ingest.docx_writer import (
    COMMENTS,
    END,
    START,
    docx,
    para,
    part,
    run,
    table,
)
from tests.ingest.read_back import blocks_of, docx_text, marked, marks_of, read_docx


def test_a_table_is_read_row_by_row_with_an_empty_cell_for_every_gap() -> None:
    wide = '<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + para("wide")
    goes_on = "<w:tcPr><w:vMerge/></w:tcPr>" + para()
    reading = read_docx(
        docx(table(["a", wide, "c"], ["d", goes_on, para("e\tf"), para("g") + para("h")]))
    )

    assert blocks_of(reading) == [
        (BlockKind.ROW, 0, "a\twide\t\tc"),
        (BlockKind.ROW, 0, "d\t\te f\tg / h"),
    ]


def test_columns_left_free_before_a_row_are_empty_cells() -> None:
    before = '<w:tr><w:trPr><w:gridBefore w:val="{}"/></w:trPr></w:tr>'

    def gaps(value: str) -> int:
        return gaps_before(fromstring(part("x", before.format(value)))[0])

    assert [gaps(value) for value in ("2", "0", "-1", "many")] == [2, 0, 0, 0]
    assert gaps("999999999") < 1000


def test_a_table_in_a_cell_is_part_of_the_cell() -> None:
    inner = para("before") + table(["1", "2"], ["3", "4"])

    assert docx_text(table(["a", inner])) == "a\tbefore / 1 / 2 / 3 / 4"


def test_line_breaks_in_a_cell_are_slashes() -> None:
    assert docx_text(
        table(["<w:p><w:r><w:t>a</w:t><w:br/><w:br/><w:t>b</w:t></w:r></w:p>", "c"])
    ) == ("a / b\tc")


def test_one_cell_is_a_frame_around_paragraphs() -> None:
    reading = read_docx(docx(table([para("One.") + para("Two.")])))

    assert blocks_of(reading) == [
        (BlockKind.PARAGRAPH, 0, "One."),
        (BlockKind.PARAGRAPH, 0, "Two."),
    ]


def test_a_table_of_talk_is_turns() -> None:
    rows = [
        ["0:00", "Ros", para("So, the hut.") + para("Tell me.")],
        ["0:12", "Charis", "We built it."],
        ["0:20", "Ros", para("Who ", START.format(0), "built", END.format(0), " it?")],
        ["0:31", "Charis", "All of us."],
    ]
    reading = read_docx(docx(para("Interview") + table(*rows), comments=COMMENTS))

    assert reading.content.text == (
        "Interview\n\nRos: So, the hut.\nTell me.\n\nCharis: We built it.\n\n"
        "Ros: Who built it?\n\nCharis: All of us."
    )
    assert reading.layout is not None
    assert reading.layout.turns is not None
    assert [(turn.label, turn.time) for turn in reading.layout.turns] == [
        ("Ros", "0:00"),
        ("Charis", "0:12"),
        ("Ros", "0:20"),
        ("Charis", "0:31"),
    ]
    assert ("built", "Really?\nAsk her.") in marked(reading, MarkKind.COMMENT)


@pytest.mark.parametrize("between", ["<w:r><w:br/></w:r>", "</w:p><w:p>"])
def test_a_transcript_of_teams_names_its_speakers(between: str) -> None:
    def cue(time: str, name: str, words: str) -> str:
        return f"<w:p>{between.join(map(run, (f'{time} --&gt; 0:9:0.0', name, words)))}</w:p>"

    body = cue("0:0:0.0", "Ros", "Well?") + cue("0:0:3.2", "Win", "Yes.") + para("No.")
    reading = read_docx(docx(body + table(["a", "b"])))

    assert reading.kind == "interview"
    assert reading.content.text == "Ros: Well?\n\nWin: Yes.\n\nNo.\n\na\tb"
    assert reading.layout is not None
    assert reading.layout.turns is not None
    assert [(t.label, t.time, t.span.end) for t in reading.layout.turns] == [
        ("Ros", "0:0:0.0", len("Ros: Well?")),
        ("Win", "0:0:3.2", len("Ros: Well?\n\nWin: Yes.\n\nNo.")),
    ]
    assert [mark.words for mark in marks_of(reading, MarkKind.CUE)][:1] == ["0:0:0.0 --> 0:9:0.0"]
