"""Where in a source a passage is, for its citation: a page, or a media time."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from ethnocode.model import Mark, MarkKind, Segment, SegmentKind

_CLOCK = re.compile(r"(?:\d{1,2}:)?\d{1,2}:\d{2}")


class Locator:
    """The pages and times of one source.

    Args:
        marks: Of the source, sorted.
        segments: Of the source; turns may have a time.
    """

    def __init__(self, marks: Sequence[Mark], segments: Sequence[Segment]) -> None:
        self._pages = [mark for mark in marks if mark.kind is MarkKind.PAGE]
        self._cues = [mark for mark in marks if mark.kind is MarkKind.CUE]
        self._turns = [s for s in segments if s.kind is SegmentKind.TURN and s.time]

    def at(self, offset: int) -> str:
        """Return ``p. 7``, ``00:12:04`` or both for a passage that begins at an offset."""
        page = _holding(self._pages, offset)
        found = [f"p. {page.words}"] if page else []
        if time := self._time(offset):
            found.append(time)
        return ", ".join(found)

    def _time(self, offset: int) -> str:
        cue = _holding(self._cues, offset)
        written = cue.words if cue else self._turn_time(offset)
        clock = _CLOCK.search(written)
        return clock.group() if clock else ""

    def _turn_time(self, offset: int) -> str:
        position = bisect_right(self._turns, offset, key=lambda turn: turn.span.start)
        turn = self._turns[position - 1] if position else None
        return turn.time or "" if turn and offset < turn.span.end else ""


def _holding(marks: Sequence[Mark], offset: int) -> Mark | None:
    """Return the mark that holds an offset; the marks are disjoint and sorted."""
    position = bisect_right(marks, offset, key=lambda mark: mark.start)
    mark = marks[position - 1] if position else None
    return mark if mark and offset < mark.end else None
