"""Words, as the corpus counts them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from io import StringIO

from ethnocode.model import NOT_SPEECH, Mark, Segment, SegmentKind

_SHORT_CHARS = 100_000


def count_words(text: str) -> int:
    """Count what stands between white space, as ``wc -w`` and word processors do."""
    if len(text) < _SHORT_CHARS:
        return len(text.split())
    # all words of a long text at once would take twenty times its room
    return sum(len(line.split()) for line in StringIO(text))


def passage_words(
    segments: Sequence[Segment], text: str, *, marks: Sequence[Mark] = ()
) -> tuple[tuple[int, int], ...]:
    """Return index and words of each passage: turns, and what stands outside them.

    Args:
        segments: All of a text, in text order, outer before inner.
        text: The text; a turn's words begin after its label.
        marks: Sorted; media times and observer comments in a turn are not its
            speaker's words.
    """
    unspoken = [mark for mark in marks if mark.kind in NOT_SPEECH]
    passages = []
    turn_end = 0
    for index, segment in enumerate(segments):
        if segment.kind is SegmentKind.TURN:
            turn_end = segment.span.end
            words = _spoken(text, segment, unspoken)
        elif (
            segment.kind not in (SegmentKind.PARAGRAPH, SegmentKind.ROW)
            or segment.span.start < turn_end
        ):
            continue
        else:
            words = count_words(text[segment.words_from : segment.span.end])
        passages.append((index, words))
    return tuple(passages)


def _spoken(text: str, turn: Segment, unspoken: Sequence[Mark]) -> int:
    """Return the words of a turn without those on marks that nobody speaks."""
    words, position, end = 0, turn.words_from, turn.span.end
    for mark in unspoken[bisect_left(unspoken, position, key=lambda mark: mark.end) :]:
        if mark.start >= end:
            break
        words += count_words(text[position : max(position, mark.start)])
        position = max(position, mark.end)
    return words + count_words(text[position:end])
