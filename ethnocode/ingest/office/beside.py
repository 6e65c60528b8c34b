"""What stands beside a text: the words of comments, deletions and running headers."""

from __future__ import annotations

from collections.abc import Sequence

from ethnocode.ingest.blocks import Block
from ethnocode.model import MarkKind

_WITH_WORDS = (MarkKind.COMMENT, MarkKind.DELETED)


def all_words(blocks: Sequence[Block]) -> str:
    """Return the words of blocks that are no part of the text, with those of their marks."""
    lines: list[str] = []
    for block in blocks:
        lines.append(block.words.strip())
        lines += [mark.words for mark in block.marks if mark.kind in _WITH_WORDS]
    return "\n".join(filter(None, lines))
