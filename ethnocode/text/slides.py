"""Where an insertion or deletion could as well have been made a little elsewhere.

Of ``Yes. Yes.`` made ``Yes.`` nobody can tell which was kept; but a paragraph
put before another that starts with the same name was put between the two. So a
change is slid to where both its ends fall on paragraphs, lines or sentences, and
the words between places that are equally good are reported as doubtful.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from ethnocode.text.diff import Block, Words, gaps

COPIED_WORDS = 3
"""So many words in a row, beside a replacement and in it, count as copies."""
MOST_COPIED = 400
"""Words of a copy that are looked at."""
MOST_COPIES = 20
"""Copies in one replacement that are looked at."""

_CLOSERS = "\"'”’)]*_"


class _Break(IntEnum):
    """What ends before a word; a stronger break is the likelier end of a change."""

    WORD = 0
    SENTENCE = 1
    LINE = 2
    PARAGRAPH = 3


@dataclass(frozen=True, slots=True)
class Settled:
    """Blocks with each change slid to its likeliest place.

    Args:
        blocks: As of :func:`matching_blocks`.
        doubtful: Ranges of old words that another place would pair differently.
    """

    blocks: tuple[Block, ...]
    doubtful: tuple[tuple[int, int], ...]


def settle(blocks: Iterable[Block], old: Words, new: Words) -> Settled:
    """Slide pure insertions and deletions; collect what stays in doubt.

    Complexity:
        O(n) for n words: a change slides no further than to the next one.
    """
    settled: list[Block] = []
    doubtful: list[tuple[int, int]] = []
    pending = list(gaps(list(blocks), old, new))
    shifted = 0
    for left, right in pending:
        left = Block(left.old + shifted, left.new + shifted, left.size - shifted)
        shifts = _likeliest_shifts(left, right, old, new)
        pure = left.old_stop == right.old or left.new_stop == right.new
        shifted = shifts[0] if pure else 0
        doubtful += _doubts(left, right, min(shifts), max(shifts))
        if not pure:
            doubtful += _copies(left, right, old, new)
        settled.append(Block(left.old, left.new, left.size + shifted))
    last = pending[-1][1]
    settled.append(Block(last.old + shifted, last.new + shifted, last.size - shifted))
    return Settled(tuple(block for block in settled if block.size > 0), tuple(doubtful))


def _likeliest_shifts(left: Block, right: Block, old: Words, new: Words) -> list[int]:
    """Return by how many words a change can move to be in one of its likeliest places.

    Words are replaced and others come or go with them: then those that came or
    went are the first or the last ones of the change.
    """
    gone, come = right.old - left.old_stop, right.new - left.new_stop
    if gone == come:
        return [0]
    extra = abs(gone - come)
    words = new if come > gone else old
    first, stop = (left.new_stop, right.new) if come > gone else (left.old_stop, right.old)
    up = _slide(words.keys, first - 1, extra, limit=left.size, step=-1)
    down = _slide(words.keys, stop, -extra, limit=right.size, step=1)
    ratings = {-n: _rating(words, first - n, first + extra - n) for n in range(up + 1)}
    ratings |= {n: _rating(words, stop - extra + n, stop + n) for n in range(1, down + 1)}
    if gone and come:
        return [0, *(n for n, rating in ratings.items() if n and rating >= ratings[0])]
    best = max(ratings.values())
    return sorted((n for n, rating in ratings.items() if rating == best), key=abs)


def _slide(keys: list[int], place: int, by: int, *, limit: int, step: int) -> int:
    """Return how many words, stepping away from a change, equal those ``by`` words on."""
    length = 0
    while length < limit and keys[place] == keys[place + by]:
        length += 1
        place += step
    return length


def _doubts(left: Block, right: Block, lowest: int, highest: int) -> list[tuple[int, int]]:
    """Return the old words that the changes between two shifts pair differently."""
    if lowest == highest:
        return []
    if left.old_stop == right.old:
        return [(left.old_stop + lowest, left.old_stop + highest)]
    return [(left.old_stop + lowest, right.old + highest)]


def _copies(left: Block, right: Block, old: Words, new: Words) -> list[tuple[int, int]]:
    """Return the old words beside a replacement that also stand within it.

    Where ``Ann: No. Bea: No.`` became ``Zoe: No.`` either could have been renamed.
    """
    kept_before = kept_after = 0
    parts = ((old.keys, left.old_stop, right.old), (new.keys, left.new_stop, right.new))
    for keys, first, stop in parts:
        head, tail = keys[stop : stop + COPIED_WORDS], keys[first - COPIED_WORDS : first]
        copies = 0
        for place in range(first, stop - COPIED_WORDS + 1):
            run = keys[place : place + COPIED_WORDS]
            if run in (head, tail):
                copies += 1
                after = stop - place
                length = _slide(keys, stop, -after, limit=_limit(right, copies), step=1)
                kept_after = max(kept_after, length)
                before = place + COPIED_WORDS - first
                length = _slide(keys, first - 1, before, limit=_limit(left, copies), step=-1)
                kept_before = max(kept_before, length)
    return [(left.old_stop - kept_before, left.old_stop), (right.old, right.old + kept_after)]


def _limit(block: Block, copies: int) -> int:
    return min(block.size, MOST_COPIED) if copies <= MOST_COPIES else 0


def _rating(words: Words, first: int, stop: int) -> _Break:
    return min(_break_before(words, first), _break_before(words, stop))


def _break_before(words: Words, place: int) -> _Break:
    if place in (0, len(words)):
        return _Break.PARAGRAPH
    lines = words.text.count("\n", words.ends[place - 1], words.starts[place])
    if lines:
        return _Break.PARAGRAPH if lines > 1 else _Break.LINE
    before = words.text[max(0, words.ends[place - 1] - 4) : words.ends[place - 1]]
    return _Break.SENTENCE if before.rstrip(_CLOSERS)[-1:] in (*".?!…",) else _Break.WORD
