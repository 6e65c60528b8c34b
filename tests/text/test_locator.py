"""Where a passage is: pages, cues, and times of turns, by hand."""

from __future__ import annotations

import pytest

from ethnocode.model import Mark, MarkKind, Segment, SegmentKind, Span
from ethnocode.text.locator import Locator

MARKS = (
    Mark(0, 10, MarkKind.PAGE, "1"),
    Mark(10, 20, MarkKind.PAGE, "2"),
    Mark(12, 15, MarkKind.CUE, "00:00:03.000 --> 00:00:04.200"),
)
TURNS = (
    Segment(SegmentKind.TURN, Span(0, 5), 2, time="[0:01]", speaker="Win"),
    Segment(SegmentKind.TURN, Span(5, 9), 6, speaker="Ros"),
)


@pytest.mark.parametrize(
    ("offset", "place"),
    [
        (0, "p. 1, 0:01"),
        (6, "p. 1"),
        (9, "p. 1"),
        (10, "p. 2"),
        (12, "p. 2, 00:00:03"),
        (15, "p. 2"),
        (20, ""),
    ],
)
def test_a_passage_has_the_page_and_the_time_that_it_begins_on(offset: int, place: str) -> None:
    assert Locator(MARKS, TURNS).at(offset) == place


def test_a_source_without_pages_and_times_gives_no_place() -> None:
    assert Locator((), ()).at(3) == ""
