"""Rewriting the words of a block, with its marks staying where they belong."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from itertools import accumulate

from ethnocode.ingest.blocks import BlockMark

Marks = tuple[BlockMark, ...]


def rewritten(words: str, marks: Marks, *, old: re.Pattern[str], new: str) -> tuple[str, Marks]:
    """Return words with a pattern replaced, and the marks where they then stand."""
    if not marks:
        return old.sub(new, words), marks
    found = list(old.finditer(words))
    if not found:
        return words, marks
    ends = [match.end() for match in found]
    longer = [0, *accumulate(len(new) - len(match.group()) for match in found)]

    def moved(offset: int) -> int:
        before = bisect_right(ends, offset)
        if before < len(found):
            offset = min(offset, found[before].start())
        return offset + longer[before]

    return old.sub(new, words), tuple(
        replace(mark, start=moved(mark.start), end=moved(mark.end)) for mark in marks
    )
