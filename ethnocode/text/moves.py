"""Passages that an edit took from one place of a text to another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import accumulate

from ethnocode.text.diff import Block, Words, least_words, unique_runs

RUN_WORDS = 4
"""Runs of this many words are looked for elsewhere, if they occur once in either text."""
BRIDGED_WORDS = 12
"""Words between two such runs, alike in both texts, that count as moved with them."""


def moved_blocks(blocks: Iterable[Block], old: Words, new: Words) -> list[Block]:
    """Return the passages that left their place and are found whole in another.

    Args:
        blocks: What the texts have in common in order; none of it has moved.

    Complexity:
        O(n) for n words.
    """
    blocks = list(blocks)
    old_free = _free(((block.old, block.old_stop) for block in blocks), len(old))
    new_free = _free(((block.new, block.new_stop) for block in blocks), len(new))
    if min(old_free[-1], new_free[-1]) < RUN_WORDS:
        return []
    moved: list[Block] = []
    box = (0, len(old), 0, len(new))
    for i, j in unique_runs(old.keys, new.keys, box, RUN_WORDS):
        if not (_is_free(old_free, i, i + RUN_WORDS) and _is_free(new_free, j, j + RUN_WORDS)):
            continue
        last = moved[-1] if moved else None
        if last is not None and _continues(last, i, j, old.keys, new.keys):
            moved[-1] = Block(last.old, last.new, i + RUN_WORDS - last.old)
        else:
            moved.append(Block(i, j, RUN_WORDS))
    needed = least_words(max(old_free[-1], new_free[-1]))
    return [block for block in moved if block.size >= needed]


def _free(taken: Iterable[tuple[int, int]], length: int) -> list[int]:
    """Return how many words before each place, and in all, are not taken."""
    flags = bytearray(b"\x01") * length
    for first, stop in taken:
        flags[first:stop] = bytes(stop - first)
    return list(accumulate(flags, initial=0))


def _is_free(free: Sequence[int], first: int, stop: int) -> bool:
    return free[stop] - free[first] == stop - first


def _continues(last: Block, i: int, j: int, old: Sequence[int], new: Sequence[int]) -> bool:
    if i - j != last.old - last.new or i - last.old_stop > BRIDGED_WORDS:
        return False
    return old[last.old_stop : i] == new[last.new_stop : j]
