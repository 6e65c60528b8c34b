"""Stretches of a text that an edit left alone, character for character."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ethnocode.model import Span
from ethnocode.text.diff import Words
from ethnocode.text.partners import Partners


@dataclass(frozen=True, slots=True)
class Island:
    """A stretch of the old text that is the same characters in the new one."""

    old: Span
    new: Span


def islands(partners: Partners) -> Iterator[Island]:
    """Yield the stretches that are the same characters in both texts, first to last.

    Complexity:
        O(n) for n words in few islands, O(n log n) in many.
    """
    old, new, of = partners.old, partners.new, partners.of
    first = 0
    while first < len(old):
        if of[first] < 0 or old.part(first, first + 1) != new.part(of[first], of[first] + 1):
            first += 1
            continue
        last = _last_same(old, new, first, of)
        yield _island(old, new, first, last, of)
        first = last + 1


def _island(old: Words, new: Words, first: int, last: int, of: list[int]) -> Island:
    """Return the island of words, with the white space around it where the texts end."""
    start, end = old.starts[first], old.ends[last]
    by = new.starts[of[first]] - start
    if first == of[first] == 0 and old.text[:start] == new.text[: start + by]:
        start = 0
    if last == len(old) - 1 and of[last] == len(new) - 1 and old.text[end:] == new.text[end + by :]:
        end = len(old.text)
    return Island(Span(start, end), Span(start, end).shifted(by))


def _last_same(old: Words, new: Words, first: int, of: list[int]) -> int:
    """Return the last word to which the texts are the same from a word on."""
    place, step = first, 1
    while step:
        ahead = place + step
        if ahead < len(old) and _all_same(old, new, (place, ahead), of):
            place, step = ahead, 2 * step
        else:
            step //= 2
    return place


def _all_same(old: Words, new: Words, part: tuple[int, int], of: list[int]) -> bool:
    first, last = part
    there = of[first]
    if of[first : last + 1] != list(range(there, there + last - first + 1)):
        return False
    one = old.text[old.ends[first] : old.ends[last]]
    return one == new.text[new.ends[there] : new.ends[there + last - first]]
