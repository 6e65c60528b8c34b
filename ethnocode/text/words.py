"""Words, as the corpus counts them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ethnocode.model import Segment, SegmentKind

# A mark that NFC could not compose belongs to the letter before it.
_RUN = r"(?:[^\W_][\u0300-\u036f]*)+"
_WORD = re.compile(rf"{_RUN}(?:['’\-‐‑]{_RUN})*")


def count_words(text: str) -> int:
    """Count runs of letters and digits; inner apostrophes and hyphens join a word."""
    return sum(1 for _ in _WORD.finditer(text))


def passage_words(segments: Sequence[Segment], text: str) -> tuple[tuple[int, int], ...]:
    """Return index and words of each passage: turns, and what stands outside them.

    Args:
        segments: All of a text, in text order, outer before inner.
        text: The text; a turn's words begin after its label.
    """
    passages = []
    turn_end = 0
    for index, segment in enumerate(segments):
        if segment.kind is SegmentKind.TURN:
            turn_end = segment.span.end
        elif (
            segment.kind not in (SegmentKind.PARAGRAPH, SegmentKind.ROW)
            or segment.span.start < turn_end
        ):
            continue
        passages.append((index, count_words(text[segment.words_from : segment.span.end])))
    return tuple(passages)
