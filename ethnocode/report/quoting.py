"""Passages as they are read: which of their words bear which code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ethnocode.model import Quotation
from ethnocode.report.measure import ELLIPSIS
from ethnocode.report.safe import spelt_out

_WHOLE = "all of it"
_FIRST, _LAST = 6, 4
"""Words of a stretch of which the middle is left out."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of a passage that bear the same codes.

    Args:
        words: As they are read.
        codes: Those of the codes in question that all of these words bear.
    """

    words: str
    codes: tuple[str, ...]


def read_words(words: str) -> str:
    """Return the words of a passage with a blank line between paragraphs, and no other break."""
    return spelt_out(words.strip()).replace("\n", "\n\n")


def runs(quotation: Quotation) -> Iterator[Run]:
    """Yield the words of a passage run by run; together they are :func:`read_words`."""
    words = quotation.words
    start, end = _bare(words, 0, len(words))
    coded = list(_coded(quotation))
    borders = sorted({start, end, *(at for _, *places in coded for at in places)})
    for low, high in pairwise(borders):
        codes = {code for code, first, stop in coded if first <= low and high <= stop}
        # No border is next to a space on both sides, so that no break of a paragraph is cut.
        yield Run(spelt_out(words[low:high]).replace("\n", "\n\n"), tuple(sorted(codes)))


def coded_lines(quotation: Quotation) -> tuple[str, ...]:
    """Return a line for each code in question with the words that bear it, the middle left out."""
    words = quotation.words
    whole = _bare(words, 0, len(words))
    found: dict[str, list[str]] = {}
    for code, low, high in _coded(quotation):
        some = _WHOLE if (low, high) == whole else _in_short(words[low:high])
        found.setdefault(code, []).append(some)
    return tuple(f"{code}: {f' {ELLIPSIS} '.join(some)}" for code, some in sorted(found.items()))


def _coded(quotation: Quotation) -> Iterator[tuple[str, int, int]]:
    """Yield what is coded, without white space around it; nothing for white space alone."""
    for one in quotation.coded:
        low, high = _bare(quotation.words, one.start, one.end)
        if low < high:
            yield one.code, low, high


def _in_short(words: str) -> str:
    said = spelt_out(words).split()
    if len(said) <= _FIRST + _LAST + 1:
        return " ".join(said)
    return " ".join((*said[:_FIRST], ELLIPSIS, *said[-_LAST:]))


def _bare(words: str, start: int, end: int) -> tuple[int, int]:
    """Return a place without the white space around its words."""
    while start < end and words[start].isspace():
        start += 1
    while start < end and words[end - 1].isspace():
        end -= 1
    return start, end
