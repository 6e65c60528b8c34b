"""Blocks written as one text: where each comes to stand, worked out by hand."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from ethnocode.ingest.blocks import Block, BlockKind, BlockMark, LaidOut, lay_out
from ethnocode.model import Mark, MarkKind, Span
from tests.ingest.read_back import marked


def words(laid: LaidOut) -> list[str]:
    return [block.span.of(laid.content.text) for block in laid.layout.blocks]


def test_blocks_are_paragraphs_and_blank_ones_are_left_out() -> None:
    laid = lay_out([Block("  One. "), Block(" \n"), Block("Two\r\nlines.", before="\n")])

    assert laid.content.text == "One.\nTwo\nlines."
    assert words(laid) == ["One.", "Two\nlines."]
    assert laid.content.repairs == (("newline", 1),)


def test_the_empty_cells_of_a_row_stay() -> None:
    laid = lay_out([Block("\ta\t", BlockKind.ROW), Block("\t\t", BlockKind.ROW)])

    assert laid.content.text == "\ta\t"


def test_furniture_is_kept_beside_the_text_at_its_place() -> None:
    blocks = [
        Block("Header", BlockKind.FURNITURE),
        Block("One."),
        Block("Page 1", BlockKind.FURNITURE),
        Block("Two."),
    ]

    laid = lay_out(blocks)

    assert laid.content.text == "One.\n\nTwo."
    assert laid.marks == (
        Mark(0, 0, MarkKind.FURNITURE, "Header"),
        Mark(4, 4, MarkKind.FURNITURE, "Page 1"),
    )


def test_blocks_in_a_row_by_one_speaker_are_a_turn_with_one_label_and_all_times() -> None:
    blocks = [
        Block("We came", speaker="Win", time="0:01"),
        Block("on Tuesday.", speaker="Win", time="0:03", before=" "),
        Block("And then?", speaker="Ros", time="0:05"),
        Block("We left.", speaker="Win", time="0:06"),
    ]

    laid = lay_out(blocks)

    text = laid.content.text
    assert text == "Win: We came on Tuesday.\n\nRos: And then?\n\nWin: We left."
    turns = laid.layout.turns
    assert turns is not None
    assert [(t.label, text[t.words_from : t.span.end], t.time) for t in turns] == [
        ("Win", "We came on Tuesday.", "0:01"),
        ("Ros", "And then?", "0:05"),
        ("Win", "We left.", "0:06"),
    ]
    assert marked(laid, MarkKind.CUE) == [
        ("We came", "0:01"),
        ("on Tuesday.", "0:03"),
        ("And then?", "0:05"),
        ("We left.", "0:06"),
    ]


def test_what_nobody_speaks_ends_a_turn() -> None:
    blocks = [Block("One.", speaker="Win"), Block("Break"), Block("Two.", speaker="Win")]

    laid = lay_out(blocks)

    assert laid.content.text == "Win: One.\n\nBreak\n\nWin: Two."
    assert laid.layout.turns is not None
    assert [t.span.of(laid.content.text) for t in laid.layout.turns] == ["Win: One.", "Win: Two."]


def test_labels_are_looked_for_unless_speakers_are_known_to_be_none() -> None:
    blocks = [Block("One.")]

    assert lay_out(blocks).layout.turns is None
    assert lay_out(blocks, speakers_known=True).layout.turns == ()


def test_a_page_runs_to_the_next_one_be_it_in_the_middle_of_a_block() -> None:
    middle = BlockMark(MarkKind.PAGE, 4, 4, "2")
    blocks = [Block("One two.", page="1", marks=(middle,)), Block("Three.", page="2")]

    laid = lay_out(blocks)

    assert marked(laid, MarkKind.PAGE) == [("One ", "1"), ("two.\n\nThree.", "2")]


def test_marks_follow_their_words_through_repairs() -> None:
    """Two ligatures and a soft hyphen stand before the words of the comment."""
    raw = "  e\ufb03cient of\ufb01\xadce door"
    start = raw.index("door")
    comment = BlockMark(MarkKind.COMMENT, start, start + 4, "which?", "Ada", "2012-02-08")

    laid = lay_out([Block("First."), Block(raw, marks=(comment,))])

    assert laid.content.text == "First.\n\nefficient office door"
    (mark,) = laid.marks
    assert mark.of(laid.content.text) == "door"
    assert (mark.words, mark.author, mark.date) == ("which?", "Ada", "2012-02-08")


def test_a_dated_block_heads_an_entry() -> None:
    laid = lay_out([Block("1 May", BlockKind.HEADING, level=1, date="2012-05-01"), Block("Rain.")])

    assert laid.layout.heads is not None
    (head,) = laid.layout.heads
    assert (head.span, head.date) == (Span(0, 5), "2012-05-01")


BLOCKS = st.lists(
    st.builds(
        Block,
        words=st.text(alphabet="ab \n\xad\ufb01e\u0301", max_size=8),
        kind=st.sampled_from(BlockKind),
        page=st.sampled_from(["", "1", "2"]),
        speaker=st.sampled_from(["", "Win", "Ros"]),
        time=st.sampled_from(["", "0:01"]),
        before=st.sampled_from(["\n\n", "\n", " "]),
        marks=st.sampled_from([(), (BlockMark(MarkKind.DELETED, 0, 0, "gone"),)]),
    ),
    max_size=8,
)


@given(BLOCKS)
def test_blocks_are_sorted_and_disjoint_and_hold_all_words_but_labels(blocks: list[Block]) -> None:
    laid = lay_out(blocks)

    text = laid.content.text
    spans = [block.span for block in laid.layout.blocks]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    left = list(text)
    for span in spans:
        left[span.start : span.end] = " " * len(span)
    for turn in laid.layout.turns or ():
        left[turn.span.start : turn.words_from] = " " * (turn.words_from - turn.span.start)
        assert any(turn.words_from == span.start for span in spans)
        assert any(turn.span.end == span.end for span in spans)
    assert not "".join(left).strip()
    assert all(mark.end <= len(text) for mark in laid.marks)
    pages = [mark for mark in laid.marks if mark.kind is MarkKind.PAGE]
    assert all(a.end == b.start for a, b in pairwise(pages))
