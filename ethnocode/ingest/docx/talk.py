"""Transcripts that Teams writes as Word documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ethnocode.ingest.blocks import Block, BlockKind, BlockMark

_CLOCK = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,3})?"
_TIMES = re.compile(rf"\s*(?P<times>{_CLOCK}\s*-->\s*{_CLOCK})\s*(?:\n|\Z)")
_NAME = re.compile(r"\s*(?P<name>[^\n]{1,80}?)[ \t]*:?[ \t]*(?:\n|\Z)")
_LEAST_CUES = 2


def is_talk(blocks: Sequence[Block]) -> bool:
    """Whether paragraphs begin with the times of cues (``0:0:0.0 --> 0:0:1.510``)."""
    return sum(_begins(block) for block in blocks) >= _LEAST_CUES


def spoken(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks of such a transcript with their speakers and times.

    The line after the times is the name of who speaks, and what follows up to the
    next times is said. All three may be lines of one paragraph.
    """
    times = name = ""
    for block in blocks:
        if block.kind is BlockKind.FURNITURE:
            yield block
            continue
        if block.kind is not BlockKind.PARAGRAPH:
            times = name = ""
            yield block
            continue
        start = 0
        if match := _TIMES.match(block.words):
            times, name = " ".join(match["times"].split()), ""
            start = match.end()
        if times and not name and (match := _NAME.match(block.words, start)):
            name, start = match["name"], match.end()
        yield _from(block, start, speaker=name, time=times)


def _begins(block: Block) -> bool:
    return block.kind is BlockKind.PARAGRAPH and _TIMES.match(block.words) is not None


def _from(block: Block, start: int, *, speaker: str, time: str) -> Block:
    """Return what a block says from an offset on."""
    marks: tuple[BlockMark, ...] = tuple(
        replace(mark, start=max(mark.start - start, 0), end=max(mark.end - start, 0))
        for mark in block.marks
    )
    return replace(block, words=block.words[start:], speaker=speaker, time=time, marks=marks)
